use super::prepare::clear;
use super::spec::{Judged, TrainSpec};
use crate::error::{JobsError, Result};
use crate::folder::{Exit, JobFolder, write_whole};
use crate::reason;
use fovea_domain::JobEvent;
use fovea_domain::quality::Evaluation;
use fovea_infer::{Manifest, Package};
use fovea_store::{Job, NewModel, Store, StoreError};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Files in the job's `work`.
pub(super) const MODEL: &str = "model.fovea";
pub(super) const TRAINED: &str = "train.json";
pub const EVALUATION: &str = "evaluation.json";
/// Folder of heat maps, by the picture's place in the evaluation.
pub const HEATS: &str = "heat";
/// What was told of each judged picture beside what is true of it, a line each; of tasks that tell places.
pub const PREDICTIONS: &str = "predictions.jsonl";
/// Folder of the report.
pub const REPORT: &str = "report";

/// Looks at what a training left and ends its job: with a model where there is one. Doing it again changes nothing.
pub(crate) async fn finish(store: &Store, job: &Job, folder: &JobFolder, exit: &Exit) -> Result<()> {
    let spec: TrainSpec = serde_json::from_str(&job.spec)?;
    let (from, to) = (folder.work(), store.place().model(spec.model_id));
    let found = tokio::task::spawn_blocking(move || take_model(&from, &to)).await?;
    let mut why = (!exit.complete && !exit.stopped).then(|| reason::of_exit(exit));
    let event = if exit.complete { JobEvent::Done } else { JobEvent::Failed };
    let found = match found {
        // Looking again would not mend the package.
        Err(JobsError::Model(error)) => {
            why = Some(reason::reason(error.code(), error.to_string(), json!({})));
            None
        }
        other => other?,
    };
    let ended = match found {
        Some(found) => {
            let new = new_model(&spec, found, exit.complete);
            store.finish_training(job.id, (event, why.as_ref()), new).await.map(|_| ())
        }
        None => store.move_job(job.id, JobEvent::Failed, why.as_ref()).await.map(|_| ()),
    };
    match ended {
        // Ended already: somebody was here before.
        Ok(()) | Err(StoreError::WrongState { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let work = folder.work();
    tokio::task::spawn_blocking(move || clear(&work)).await?;
    Ok(())
}

struct Found {
    manifest: Manifest,
    bytes: u64,
    /// Of the held-back pictures, or else of the training's own validation.
    evaluation: Option<Evaluation>,
    judged: bool,
}

/// Copies the package to its place, whole or not at all. `None` where the training made none.
fn take_model(work: &Path, to: &Path) -> Result<Option<Found>> {
    // The document has its name only after the training ended well.
    let from = work.join(MODEL);
    let package = match (work.join(TRAINED).exists(), from.exists(), to.exists()) {
        (true, true, _) => Package::read(&from)?,
        // It was taken by a server that was then killed.
        (true, false, true) => Package::read(to)?,
        _ => return Ok(None),
    };
    let bytes = package.to_bytes()?;
    write_whole(to, &bytes).map_err(JobsError::file(to))?;
    let path = work.join(EVALUATION);
    let told = std::fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let judged = told.is_some();
    let evaluation = told.or_else(|| serde_json::from_value(package.manifest.validation.clone()).ok());
    if let (false, Some(evaluation)) = (judged, &evaluation) {
        write_whole(&path, &serde_json::to_vec(evaluation)?)
            .map_err(JobsError::file(PathBuf::from(&path)))?;
    }
    Ok(Some(Found { manifest: package.manifest, bytes: bytes.len() as u64, evaluation, judged }))
}

fn new_model(spec: &TrainSpec, found: Found, complete: bool) -> NewModel {
    let manifest = found.manifest;
    let judged = if found.judged && complete { spec.judged } else { Judged::Validation };
    let summary = found.evaluation.as_ref().map(|e| summary_of(e, judged, manifest.training.stopped_early));
    NewModel {
        id: spec.model_id,
        version_id: Some(spec.version_id),
        name: spec.name.clone(),
        task: manifest.task.name().into(),
        note: String::new(),
        threshold: f64::from(manifest.threshold),
        classes: manifest.classes,
        bytes: i64::try_from(found.bytes).unwrap_or(i64::MAX),
        summary,
    }
}

/// The figures of a model that lists show.
pub fn summary_of(e: &Evaluation, judged: Judged, stopped_early: bool) -> Value {
    json!({
        "overkill": (e.rates.rates.good > 0).then_some(e.rates.rates.overkill),
        "escape": (e.rates.rates.bad > 0).then_some(e.rates.rates.escape),
        "auroc": e.auroc,
        "accuracy": e.accuracy,
        "mean_iou": e.pixel.and_then(|p| p.mean_iou),
        "map50": e.detection.as_ref().and_then(|d| d.coco.as_ref()).map(|c| c.map50),
        "pictures": e.data.pictures,
        "judged": judged,
        "stopped_early": stopped_early,
    })
}
