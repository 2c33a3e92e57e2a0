use super::spec::{Judged, Rule, TrainSpec};
use crate::engine::EngineSettings;
use crate::error::{JobsError, Result};
use crate::folder::{JobFolder, Step, write_whole};
use crate::train::finish::{EVALUATION, HEATS, MODEL, REPORT, TRAINED};
use fovea_store::{Id, Job, Part, Store};
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::Path;

/// What was laid out; written once all of it lies there.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Laid {
    /// Path of each judged picture as the evaluation tells it, and which one it is.
    pub judged: Vec<(String, Id)>,
    /// The same of those to learn from, which the training's own validation is of.
    pub taught: Vec<(String, Id)>,
    /// Names of the folders of good pictures.
    pub good: Vec<String>,
}

const LAID: &str = "pictures.json";
pub(super) const TEACH: &str = "data";
pub(super) const JUDGE: &str = "judge";

pub(crate) async fn prepare(
    store: &Store,
    job: &Job,
    folder: &JobFolder,
    settings: &EngineSettings,
) -> Result<Vec<Step>> {
    let spec: TrainSpec = serde_json::from_str(&job.spec)?;
    let laid = match pictures_of(folder).await? {
        Some(laid) => laid,
        None => lay_out(store, &spec, folder).await?,
    };
    // As many as it was given; a start from before that was written down had all.
    let threads = usize::try_from(job.devices).ok().filter(|n| *n > 0).unwrap_or(settings.threads);
    Ok(steps(&spec, &laid, settings, threads))
}

/// The pictures that the job's model was judged on.
pub async fn pictures_of(folder: &JobFolder) -> Result<Option<Laid>> {
    let path = folder.work().join(LAID);
    match tokio::fs::read(&path).await {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(JobsError::File { path, source }),
    }
}

async fn lay_out(store: &Store, spec: &TrainSpec, folder: &JobFolder) -> Result<Laid> {
    let work = folder.work();
    let taught = store.lay_out(spec.version_id, &work.join(TEACH), Part::Teach).await?;
    let judged = match spec.judged {
        Judged::HeldBack => store.lay_out(spec.version_id, &work.join(JUDGE), Part::Judge).await?.pictures,
        Judged::All | Judged::Validation => taught.pictures.clone(),
    };
    let laid = Laid { judged, taught: taught.pictures, good: taught.good };
    let bytes = serde_json::to_vec(&laid)?;
    let path = work.join(LAID);
    tokio::task::spawn_blocking(move || write_whole(&path, &bytes).map_err(JobsError::file(path))).await??;
    Ok(laid)
}

fn steps(spec: &TrainSpec, laid: &Laid, settings: &EngineSettings, threads: usize) -> Vec<Step> {
    let program = settings.program.display().to_string();
    let threads = threads.to_string();
    let common = |argv: &mut Vec<String>, data: &str| {
        argv.extend(
            ["--data", data, "--threads", &threads, "--json", "--progress", "json"].map(String::from),
        );
        for name in &laid.good {
            argv.extend(["--good".to_string(), name.clone()]);
        }
    };
    let mut train = vec![program.clone(), "train".into(), "--task".into(), spec.task.name().into()];
    common(&mut train, TEACH);
    train.extend(["--out".into(), MODEL.into(), "--name".into(), spec.name.clone()]);
    if let Some(budget) = spec.budget_s {
        train.extend(["--budget".into(), format!("{budget}s")]);
    }
    match spec.rule {
        Rule::Cost(cost) => train.extend(["--cost".into(), cost.to_string()]),
        Rule::Overkill(share) => train.extend(["--overkill".into(), share.to_string()]),
    }
    let data = if spec.judged == Judged::HeldBack { JUDGE } else { TEACH };
    let mut evaluate = vec![program, "evaluate".into(), MODEL.into()];
    common(&mut evaluate, data);
    evaluate.extend(["--heatmaps", HEATS, "--report", REPORT].map(String::from));
    vec![
        Step {
            name: "train".into(),
            confine: None,
            argv: train,
            stdout: Some(TRAINED.into()),
            makes: Some(MODEL.into()),
            // 4: the time was used up, and what was learnt by then is a model.
            accept: vec![0, 4],
        },
        Step {
            name: "evaluate".into(),
            confine: None,
            argv: evaluate,
            stdout: Some(EVALUATION.into()),
            makes: None,
            accept: vec![0],
        },
    ]
}

/// Takes away what only the steps needed; what cannot be removed does no harm.
pub(super) fn clear(work: &Path) {
    for name in [TEACH, JUDGE, crate::folder::TEMPORARY] {
        let _ = std::fs::remove_dir_all(work.join(name));
    }
    let _ = std::fs::remove_file(work.join(format!("{MODEL}.checkpoint")));
    let _ = std::fs::remove_file(work.join(MODEL));
}
