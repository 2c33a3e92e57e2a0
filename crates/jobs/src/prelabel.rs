//! A model of the project, or the reader that the program carries, looks at pictures without labels, as a job: the pictures laid out as a
//! folder, `fovea predict` or `fovea read` over it with the model loaded once, and what it says of each kept as a proposal.

use crate::engine::EngineSettings;
use crate::error::{JobsError, Result};
use crate::folder::{Exit, JobFolder, Step, TEMPORARY};
use crate::reason;
use fovea_domain::assist::{Proposal, propose};
use fovea_domain::{JobEvent, Prediction, Task};
use fovea_store::{BlobHash, Blobs, Id, Job, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// What was asked for; the `spec` of its job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrelabelSpec {
    /// `None`: the reader that the program carries
    pub model_id: Option<Id>,
    pub task: Task,
    /// At which the model calls a picture bad
    pub threshold: f32,
}

/// Names in the job's `work`.
const PICTURES: &str = "pictures";
const SIZES: &str = "sizes.json";
const TOLD: &str = "predictions.jsonl";
/// Pictures looked up at a time.
const TOGETHER: u64 = 1_000;

/// Width and height by picture.
type Sizes = HashMap<Id, (u32, u32)>;

pub(crate) async fn prepare(
    store: &Store,
    job: &Job,
    folder: &JobFolder,
    settings: &EngineSettings,
) -> Result<Vec<Step>> {
    let spec: PrelabelSpec = serde_json::from_str(&job.spec)?;
    lay_out(store, job.id, folder).await?;
    let threads = usize::try_from(job.devices).ok().filter(|n| *n > 0).unwrap_or(settings.threads);
    let mut argv = vec![settings.program.display().to_string()];
    match spec.model_id {
        Some(model) => {
            let package = std::path::absolute(store.place().model(model)).unwrap_or_default();
            argv.extend(["predict".into(), package.display().to_string()]);
        }
        None => argv.push("read".into()),
    }
    argv.extend([PICTURES.into(), "--threads".into(), threads.to_string()]);
    argv.extend(["--json", "--progress", "json"].map(String::from));
    let stdout = Some(TOLD.into());
    Ok(vec![Step { name: "predict".into(), argv, stdout, accept: vec![0], ..Step::default() }])
}

/// Hard links, each named after its picture; what lies there from an earlier start is taken as it is.
async fn lay_out(store: &Store, job: Id, folder: &JobFolder) -> Result<()> {
    let dir = folder.work().join(PICTURES);
    let (mut sizes, mut behind) = (Sizes::new(), None);
    loop {
        let rows = store.pictures_to_prelabel(job, behind, TOGETHER).await?;
        let Some(last) = rows.last() else { break };
        behind = Some(last.id);
        let mut links = Vec::with_capacity(rows.len());
        for row in &rows {
            let hash: BlobHash = row.hash.parse()?;
            links.push((hash, dir.join(format!("{}.{}", row.id, ending(&row.format)))));
            let side = |v: i32| u32::try_from(v).unwrap_or(0);
            sizes.insert(row.id, (side(row.width), side(row.height)));
        }
        let (dir, blobs) = (dir.clone(), store.blobs().clone());
        tokio::task::spawn_blocking(move || link_all(&dir, &blobs, &links)).await??;
    }
    let path = folder.work().join(SIZES);
    let bytes = serde_json::to_vec(&sizes)?;
    tokio::task::spawn_blocking(move || {
        crate::folder::write_whole(&path, &bytes).map_err(JobsError::file(path))
    })
    .await?
}

pub(crate) fn link_all(dir: &Path, blobs: &Blobs, links: &[(BlobHash, PathBuf)]) -> Result<()> {
    fs::create_dir_all(dir).map_err(JobsError::file(dir))?;
    for (hash, to) in links {
        match blobs.lay(hash, to) {
            // Removed for good since it was asked for.
            Err(StoreError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {}
            other => other?,
        }
    }
    Ok(())
}

/// The ending that `fovea predict` looks for.
pub(crate) fn ending(format: &str) -> &'static str {
    match format {
        "jpeg" => "jpg",
        "bmp" => "bmp",
        "tiff" => "tif",
        "webp" => "webp",
        "gif" => "gif",
        "pnm" => "ppm",
        _ => "png",
    }
}

/// Takes what the model said, also of a job that was stopped half way, and ends the job. Doing it again changes nothing.
pub(crate) async fn finish(store: &Store, job: &Job, folder: &JobFolder, exit: &Exit) -> Result<()> {
    let spec: PrelabelSpec = serde_json::from_str(&job.spec)?;
    let work = folder.work();
    let found = tokio::task::spawn_blocking(move || read(&work, &spec)).await??;
    let why = (!exit.complete && !exit.stopped).then(|| reason::of_exit(exit));
    let event = if exit.complete { JobEvent::Done } else { JobEvent::Failed };
    match store.finish_prelabels(job, (event, why.as_ref()), &found).await {
        // Ended already: somebody was here before.
        Ok(()) | Err(StoreError::WrongState { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let work = folder.work();
    tokio::task::spawn_blocking(move || clear(&work)).await?;
    Ok(())
}

/// One line of `fovea predict --json`.
#[derive(Deserialize)]
struct Line {
    path: String,
    #[serde(flatten)]
    prediction: Prediction,
}

fn read(work: &Path, spec: &PrelabelSpec) -> Result<Vec<(Id, Proposal)>> {
    let Ok(sizes) = fs::read(work.join(SIZES)) else { return Ok(Vec::new()) };
    let sizes: Sizes = serde_json::from_slice(&sizes)?;
    // Whole, or as far as one got that was ended.
    let whole = work.join(TOLD);
    let path = if whole.exists() { whole } else { work.join(format!("{TOLD}.part")) };
    let file = match fs::File::open(&path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(JobsError::file(path)(e)),
    };
    let mut found = Vec::new();
    for line in BufReader::new(file).lines() {
        let line = line.map_err(JobsError::file(&path))?;
        // The last one may be cut.
        let Ok(told) = serde_json::from_str::<Line>(&line) else { continue };
        let id =
            Path::new(&told.path).file_stem().and_then(|s| s.to_str()).and_then(|s| s.parse::<Id>().ok());
        let Some((id, size)) = id.and_then(|id| Some((id, *sizes.get(&id)?))) else { continue };
        if let Some(proposal) = propose(spec.task, &told.prediction, spec.threshold, size) {
            found.push((id, proposal));
        }
    }
    Ok(found)
}

/// What cannot be removed does no harm.
fn clear(work: &Path) {
    for name in [PICTURES, TEMPORARY] {
        let _ = fs::remove_dir_all(work.join(name));
    }
    for name in [TOLD.into(), format!("{TOLD}.part"), SIZES.into()] {
        let _ = fs::remove_file(work.join(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_domain::Mark;

    #[test]
    fn what_a_job_said_before_it_was_ended_counts_and_a_cut_line_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two, gone) = (Id::new(), Id::new(), Id::new());
        let sizes = serde_json::to_vec(&Sizes::from([(one, (40, 30)), (two, (40, 30))])).unwrap();
        fs::write(folder.path().join(SIZES), sizes).unwrap();
        let line = |id: Id, verdict: &str, score: f32| {
            format!(
                r#"{{"path":"pictures/{id}.png","verdict":"{verdict}","score":{score},"class":null,"scores":{{}},"regions":[{{"class":"anomaly","score":0.9,"bbox":[1,1,5,5],"polygon":[[1,1],[6,1],[1,6]],"area":12.5}}],"ms":{{"decode":0,"run":0,"total":0}}}}"#
            )
        };
        let told = format!(
            "{}\n{}\n{}\n{}",
            line(one, "ng", 0.8),
            line(gone, "ng", 0.8),
            line(two, "ok", 0.1),
            &line(two, "ng", 0.8)[..60]
        );
        fs::write(folder.path().join(format!("{TOLD}.part")), told).unwrap();
        let spec = PrelabelSpec { model_id: Some(Id::new()), task: Task::Anomaly, threshold: 0.5 };
        let found = read(folder.path(), &spec).unwrap();
        let told: Vec<_> = found.iter().map(|(id, p)| (*id, p.bad, p.regions.len())).collect();
        assert_eq!(told, [(one, true, 1), (two, false, 0)]);
        clear(folder.path());
        assert_eq!(read(folder.path(), &spec).unwrap(), []);
    }

    #[test]
    fn what_the_reader_read_is_kept_with_its_corners() {
        let folder = tempfile::tempdir().unwrap();
        let (one, empty) = (Id::new(), Id::new());
        let sizes = serde_json::to_vec(&Sizes::from([(one, (40, 30)), (empty, (40, 30))])).unwrap();
        fs::write(folder.path().join(SIZES), sizes).unwrap();
        let line = |id: Id, texts: &str| {
            format!(
                r#"{{"path":"pictures/{id}.png","verdict":"ok","score":0.1,"class":"good","scores":{{}},"regions":[]{texts},"ms":{{"decode":0,"run":0,"total":0}}}}"#
            )
        };
        let text = r#","texts":[{"text":"A1","score":0.9,"quad":[[1,1],[21,1],[21,9],[1,9]],"chars":[{"char":"A","score":0.9},{"char":"1","score":0.9}]}]"#;
        fs::write(folder.path().join(TOLD), format!("{}\n{}\n", line(one, text), line(empty, ""))).unwrap();
        let spec = PrelabelSpec { model_id: None, task: Task::Read, threshold: 0.3 };
        let found = read(folder.path(), &spec).unwrap();
        // Of a picture without any text nothing is proposed.
        assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [one]);
        let wanted =
            Mark::Text { points: [[1.0, 1.0], [21.0, 1.0], [21.0, 9.0], [1.0, 9.0]], text: "A1".into() };
        assert_eq!(found[0].1.regions.iter().map(|r| r.shape.clone()).collect::<Vec<_>>(), [wanted]);
    }
}
