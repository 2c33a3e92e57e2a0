//! What is told of each picture beside what is true of it (`--predictions`).

use crate::failure::Failure;
use fovea_datasets::{DataSet, told_texts};
use fovea_domain::{JudgedPicture, NamedBox, Task, surest};
use fovea_infer::Model;
use fovea_learn::evaluate::{Collected, Shown};
use fovea_vision::{Limits, write_atomic};
use std::path::Path;

/// Without its path and the truth, which are known once all are judged.
pub fn told(model: &Model, shown: &Shown) -> JudgedPicture {
    let manifest = &model.manifest;
    let boxes = shown.outcome.candidates.iter().filter(|c| c.first).filter_map(|c| {
        let class = manifest.classes.get(c.kind)?.clone();
        Some(NamedBox { class, score: Some(c.score), bbox: c.bbox })
    });
    JudgedPicture {
        path: String::new(),
        width: shown.picture.width,
        height: shown.picture.height,
        prediction: shown.outcome.prediction.clone(),
        told: surest(boxes.collect(), manifest.threshold),
        marked: Vec::new(),
        components: None,
        texts: Vec::new(),
        bead: None,
    }
}

pub fn beside_truth(
    mut told: Vec<JudgedPicture>,
    collected: &Collected,
    set: &DataSet,
    model: &Model,
) -> Vec<JudgedPicture> {
    let manifest = &model.manifest;
    let texts =
        if manifest.task == Task::Read { told_texts(set, &Limits::default()) } else { Default::default() };
    for (one, judged) in told.iter_mut().zip(&collected.pictures) {
        one.path.clone_from(&judged.path);
        one.texts = texts.get(&judged.path).into_iter().flatten().map(|t| t.text.clone()).collect();
        one.bead = set.beads.as_ref().and_then(|b| b.truth.get(&judged.path)).cloned();
        one.components = set.boards.as_ref().and_then(|b| b.truth.get(&judged.path)).cloned();
    }
    for marked in &collected.marked {
        let class = manifest.classes.get(marked.kind).cloned().unwrap_or_default();
        if let Some(one) = told.get_mut(marked.picture) {
            one.marked.push(NamedBox { class, score: None, bbox: marked.bbox });
        }
    }
    told
}

pub fn write(path: &Path, judged: Vec<JudgedPicture>) -> Result<(), Failure> {
    let mut lines = Vec::new();
    for one in judged {
        serde_json::to_writer(&mut lines, &one)?;
        lines.push(b'\n');
    }
    Ok(write_atomic(path, &lines)?)
}
