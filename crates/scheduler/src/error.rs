use crate::model::{JobId, NodeId, VcId};
use fovea_domain::device::{DeviceFault, DeviceType};
use serde::{Deserialize, Serialize};

/// Something that the scheduler was not told of, or was told twice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    #[error("no job {0:?} is known")]
    Job(JobId),
    #[error("the job {0:?} is known already")]
    JobTwice(JobId),
    #[error("the job {0:?} does not wait")]
    NotWaiting(JobId),
    #[error("the job {0:?} does not run")]
    NotRunning(JobId),
    #[error("no node {0:?} is known")]
    Node(NodeId),
    #[error("the node {0:?} is known already")]
    NodeTwice(NodeId),
    #[error("no virtual cluster {0:?} is known")]
    Vc(VcId),
    #[error("the virtual cluster {0:?} is known already")]
    VcTwice(VcId),
    #[error("the cluster has no {0}")]
    Device(DeviceType),
    #[error("what the job {0:?} holds is not free on its nodes")]
    Taken(JobId),
}

/// Why a job can never start, as the cluster is. It is refused when it is submitted and does not wait in vain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum NeverFits {
    #[error("this virtual cluster is not known")]
    UnknownVc,
    #[error("this virtual cluster has no {device}")]
    NotInVc { device: DeviceType },
    #[error("the cluster has no {device}")]
    NotInCluster { device: DeviceType },
    #[error(transparent)]
    Device { fault: DeviceFault },
    #[error("{need} devices are more than the {quota} of the virtual cluster")]
    VcQuota { need: u32, quota: u32 },
    #[error("{need} devices are more than the {limit} that one user may use at a time")]
    UserQuota { need: u32, limit: u32 },
    #[error("{}", nodes_wanted(*.nodes, *.cores, *.memory_mib, *.found))]
    Node { nodes: u32, cores: u32, memory_mib: u64, found: u32 },
}

fn nodes_wanted(nodes: u32, cores: u32, memory_mib: u64, found: u32) -> String {
    let counted = |n: u32, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let (nodes_are, found_are) =
        (if nodes == 1 { "is" } else { "are" }, if found == 1 { "is" } else { "are" });
    format!(
        "{} with {} and {memory_mib} MiB beside the devices {nodes_are} wanted; there {found_are} {found}",
        counted(nodes, "node"),
        counted(cores, "core")
    )
}

impl NeverFits {
    pub fn code(&self) -> &'static str {
        match self {
            NeverFits::UnknownVc => "submit.unknown_vc",
            NeverFits::NotInVc { .. } => "submit.not_in_vc",
            NeverFits::NotInCluster { .. } => "submit.not_in_cluster",
            NeverFits::Device { fault } => fault.code(),
            NeverFits::VcQuota { .. } => "submit.vc_quota",
            NeverFits::UserQuota { .. } => "submit.user_quota",
            NeverFits::Node { .. } => "submit.node",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_told_as_one() {
        let one = NeverFits::Node { nodes: 1, cores: 1, memory_mib: 9, found: 0 };
        assert_eq!(one.to_string(), "1 node with 1 core and 9 MiB beside the devices is wanted; there are 0");
        let two = NeverFits::Node { nodes: 2, cores: 8, memory_mib: 9, found: 1 };
        assert_eq!(
            two.to_string(),
            "2 nodes with 8 cores and 9 MiB beside the devices are wanted; there is 1"
        );
    }
}
