use super::spec::{BeadWish, BoardWish, Judged, Rule, TrainSpec};
use crate::engine::EngineSettings;
use crate::error::{JobsError, Result};
use crate::folder::{JobFolder, Step, write_whole};
use crate::train::finish::{EVALUATION, HEATS, MODEL, PREDICTIONS, REPORT, TRAINED};
use fovea_domain::bead::BeadPlan;
use fovea_domain::{BBox, Task};
use fovea_store::{BoardPlaces, Id, Job, Marked, Part, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// The picture that others are compared with, from the job's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub golden: Option<String>,
}

const LAID: &str = "pictures.json";
/// What the trainer knows a data set of beads by.
const PLAN: &str = "glue.json";
/// And one of boards.
const LAYOUT: &str = "layout.json";
/// Name of the picture that the path was drawn on, where it is not taught otherwise.
const REFERENCE: &str = "reference";
/// Folder and name of the picture that others are compared with.
const GOLDEN: &str = "golden";
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
    let marked = match (spec.task, &spec.board) {
        (Task::Detect, _) => Marked::Boxes,
        (Task::Components, Some(board)) => {
            Marked::Faults(BoardPlaces { golden: board.picture_id, components: board.components.clone() })
        }
        // Marks are of faults, and not of the bead.
        (Task::Glue, _) => Marked::Not,
        (Task::Read, _) => Marked::Texts,
        (Task::Compare, _) => spec.golden.map_or(Marked::Masks, Marked::Pairs),
        _ => Marked::Masks,
    };
    let lay = |dir: &str, part: Part| {
        let (dir, marked) = (work.join(dir), marked.clone());
        async move { store.lay_out_as(spec.version_id, &dir, part, marked).await }
    };
    let taught = lay(TEACH, Part::Teach).await?;
    let judged = match spec.judged {
        Judged::HeldBack => lay(JUDGE, Part::Judge).await?.pictures,
        Judged::All | Judged::Validation => taught.pictures.clone(),
    };
    if let Some(wish) = &spec.bead {
        lay_plan(store, spec.version_id, wish, (&work.join(TEACH), &taught.pictures)).await?;
    }
    if let Some(wish) = &spec.board {
        lay_board(store, spec.version_id, wish, &work.join(TEACH)).await?;
        // What is true of each component is told by the same layout.
        if spec.judged == Judged::HeldBack {
            lay_board(store, spec.version_id, wish, &work.join(JUDGE)).await?;
        }
    }
    let golden = match spec.golden {
        Some(picture) => {
            let file = store.kept_file(spec.version_id, picture).await?;
            let file = file.ok_or(StoreError::NotFound { what: "picture" })?;
            Some(format!("{GOLDEN}/{}", store.lay_file(&file, &work.join(GOLDEN), GOLDEN)?))
        }
        None => None,
    };
    let laid = Laid { judged, taught: taught.pictures, good: taught.good, golden };
    let bytes = serde_json::to_vec(&laid)?;
    let path = work.join(LAID);
    tokio::task::spawn_blocking(move || write_whole(&path, &bytes).map_err(JobsError::file(path))).await??;
    Ok(laid)
}

/// The plan beside the pictures, and the one that it was drawn on, which may not be among them.
async fn lay_plan(
    store: &Store,
    version: Id,
    wish: &BeadWish,
    (dir, taught): (&Path, &[(String, Id)]),
) -> Result<()> {
    let among = taught.iter().find(|(_, id)| *id == wish.picture_id).map(|(path, _)| path.clone());
    let image = match among {
        Some(path) => path,
        None => {
            let file = store.kept_file(version, wish.picture_id).await?;
            let file = file.ok_or(StoreError::NotFound { what: "picture" })?;
            store.lay_file(&file, dir, REFERENCE)?
        }
    };
    let plan = serde_json::to_vec(&BeadPlan { image, ..wish.plan.clone() })?;
    let path = dir.join(PLAN);
    tokio::task::spawn_blocking(move || write_whole(&path, &plan).map_err(JobsError::file(path))).await?
}

/// The layout of a board beside the pictures, and the good board that it was drawn on.
async fn lay_board(store: &Store, version: Id, wish: &BoardWish, dir: &Path) -> Result<()> {
    let file = store.kept_file(version, wish.picture_id).await?;
    let image = store.lay_file(&file.ok_or(StoreError::NotFound { what: "picture" })?, dir, REFERENCE)?;
    let corners = |b: &BBox| [b.x, b.y, b.x + b.w, b.y + b.h];
    let components: BTreeMap<&str, [f32; 4]> =
        wish.components.iter().map(|c| (c.name.as_str(), corners(&c.bbox))).collect();
    let mut layout = serde_json::json!({ "image": image, "components": components });
    let either_way: Vec<&str> =
        wish.components.iter().filter(|c| c.either_way).map(|c| c.name.as_str()).collect();
    if !either_way.is_empty() {
        layout["either_way"] = either_way.into();
    }
    let layout = serde_json::to_vec(&layout)?;
    let path = dir.join(LAYOUT);
    tokio::task::spawn_blocking(move || write_whole(&path, &layout).map_err(JobsError::file(path))).await?
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
    for (option, value) in [("--steps", spec.steps), ("--size", spec.size)] {
        train.extend(value.into_iter().flat_map(|v| [option.to_string(), v.to_string()]));
    }
    train.extend(spec.tune.then(|| "--tune".to_string()));
    train.extend(spec.paste_in.then(|| "--paste-in".to_string()));
    train.extend(spec.text.iter().flat_map(|text| text.options()));
    train.extend(laid.golden.iter().flat_map(|file| ["--template".to_string(), file.clone()]));
    match spec.rule {
        Rule::Cost(cost) => train.extend(["--cost".into(), cost.to_string()]),
        Rule::Overkill(share) => train.extend(["--overkill".into(), share.to_string()]),
    }
    let data = if spec.judged == Judged::HeldBack { JUDGE } else { TEACH };
    let mut evaluate = vec![program, "evaluate".into(), MODEL.into()];
    common(&mut evaluate, data);
    evaluate.extend(["--heatmaps", HEATS, "--report", REPORT].map(String::from));
    if tells_places(spec.task) {
        evaluate.extend(["--predictions", PREDICTIONS].map(String::from));
    }
    let mut steps = vec![
        Step {
            name: "train".into(),
            confine: None,
            container: None,
            argv: train,
            stdout: Some(TRAINED.into()),
            makes: Some(MODEL.into()),
            // 4: the time was used up, and what was learnt by then is a model.
            accept: vec![0, 4],
        },
        Step {
            name: "evaluate".into(),
            confine: None,
            container: None,
            argv: evaluate,
            stdout: Some(EVALUATION.into()),
            makes: None,
            accept: vec![0],
        },
    ];
    // A single good board teaches, and leaves none to judge by; so do rules of texts where nobody marked one.
    if laid.judged.is_empty() {
        steps.truncate(1);
    }
    steps
}

/// Whether what is told of a picture is more than a verdict with a heat map.
fn tells_places(task: Task) -> bool {
    match task {
        Task::Anomaly | Task::Classify | Task::Segment => false,
        Task::Detect | Task::Components | Task::Compare | Task::Read | Task::Glue => true,
    }
}

/// Takes away what only the steps needed; what cannot be removed does no harm.
pub(super) fn clear(work: &Path) {
    for name in [TEACH, JUDGE, GOLDEN, crate::folder::TEMPORARY] {
        let _ = std::fs::remove_dir_all(work.join(name));
    }
    let _ = std::fs::remove_file(work.join(format!("{MODEL}.checkpoint")));
    let _ = std::fs::remove_file(work.join(MODEL));
}
