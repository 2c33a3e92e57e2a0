//! Templates that come with the product: job files under `samples/jobs`, each of which runs on a few cores within a minute and
//! needs Python's standard library only. Some ask for several nodes: where there are none, the form says so.

use crate::dto;
use crate::error::ApiResult;
use crate::jobs::file::read_template;
use fovea_store::{Id, fold};

pub struct Preset {
    number: u128,
    /// Pages have names for it in each language.
    pub name: &'static str,
    /// What a search finds it by
    words: &'static str,
    description: &'static str,
    pub file: &'static str,
}

/// Never renumbered: defaults of users name them.
pub const ALL: &[Preset] = &[
    Preset {
        number: 0x0000_0000_0000_7000_8000_0000_0f0e_a001,
        name: "train_curve",
        words: "train a network and print its curve 训练曲线 训练网络",
        description: "Trains a small network with Python's standard library alone and prints the curve of its loss",
        file: include_str!("../../../../samples/jobs/train_curve.yaml"),
    },
    Preset {
        number: 0x0000_0000_0000_7000_8000_0000_0f0e_a002,
        name: "search",
        words: "search the best settings on all cores 参数搜索 超参数搜索",
        description: "Tries settings of a training on all its cores at once and prints the best",
        file: include_str!("../../../../samples/jobs/search.yaml"),
    },
    Preset {
        number: 0x0000_0000_0000_7000_8000_0000_0f0e_a003,
        name: "look_around",
        words: "look around environment 查看环境 运行环境",
        description: "Prints what a job finds: folders, variables, cores, memory, programs",
        file: include_str!("../../../../samples/jobs/look_around.yaml"),
    },
    Preset {
        number: 0x0000_0000_0000_7000_8000_0000_0f0e_a004,
        name: "classify",
        words: "classify pictures pytorch 图像分类 图片分类",
        description: "Teaches a network to tell scratched pictures from good ones, with PyTorch where it is there",
        file: include_str!("../../../../samples/jobs/classify.yaml"),
    },
    Preset {
        number: 0x0000_0000_0000_7000_8000_0000_0f0e_a005,
        name: "all_reduce",
        words: "all-reduce distributed two nodes 分布式 多节点 全规约",
        description: "Adds up numbers over two nodes as distributed training does, and checks the sum",
        file: include_str!("../../../../samples/jobs/all_reduce.yaml"),
    },
    Preset {
        number: 0x0000_0000_0000_7000_8000_0000_0f0e_a006,
        name: "tensorboard",
        words: "tensorboard curves scalars 曲线 可视化",
        description: "Writes curves and opens TensorBoard over them",
        file: include_str!("../../../../samples/jobs/tensorboard.yaml"),
    },
    Preset {
        number: 0x0000_0000_0000_7000_8000_0000_0f0e_a007,
        name: "rank_table",
        words: "npu rank table ascend hccl 昇腾 华为",
        description: "Prints the rank table, the host file and the variables of a job on two nodes with NPU cards",
        file: include_str!("../../../../samples/jobs/rank_table.yaml"),
    },
];

pub fn of(id: Id) -> Option<&'static Preset> {
    ALL.iter().find(|preset| preset.id() == id)
}

pub fn matching(q: &str) -> Vec<&'static Preset> {
    let q = fold(q);
    ALL.iter().filter(|preset| fold(preset.words).contains(&q) || preset.name.contains(&q)).collect()
}

impl Preset {
    fn id(&self) -> Id {
        Id::from(self.number)
    }

    pub fn view(&self, usual: Option<Id>) -> ApiResult<dto::Template> {
        Ok(dto::Template {
            id: self.id(),
            name: self.name.into(),
            description: self.description.into(),
            scope: dto::TemplateScope::Preset,
            virtual_cluster: None,
            owner: None,
            parameters: read_template(self.file, "user")?,
            may_change: false,
            is_default: usual == Some(self.id()),
            created_at: None,
            changed_at: None,
            revision: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_preset_is_a_job_file_of_its_own() {
        let ids: HashSet<Id> = ALL.iter().map(Preset::id).collect();
        assert_eq!(ids.len(), ALL.len());
        for preset in ALL {
            assert!(!preset.view(None).unwrap().parameters.is_empty(), "{}", preset.name);
            assert_eq!(of(preset.id()).map(|p| p.name), Some(preset.name));
            assert_eq!(preset.id().to_string().parse::<Id>().unwrap(), preset.id());
        }
        assert_eq!(matching("曲线").len(), 2);
    }
}
