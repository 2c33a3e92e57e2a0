//! A version of a recipe at work as a job: on many pictures, alone or beside another version, or on its way into one package.
//! What it names lies in the work folder under the names that it has there, so that a change elsewhere cannot reach it.

use crate::engine::EngineSettings;
use crate::error::{JobsError, Result};
use crate::folder::{Exit, JobFolder, Step, write_json, write_whole};
use crate::reason;
use fovea_domain::JobEvent;
use fovea_store::{BlobHash, Id, Job, NewModel, RecipeData, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The `spec` of its job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecipeSpec {
    pub recipe_id: Id,
    pub version_id: Id,
    /// Whose verdicts are held against those of the first
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_id: Option<Id>,
    pub work: RecipeWork,
    /// What both name
    pub files: BTreeMap<String, NamedFile>,
    /// Texts that they ask for
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum RecipeWork {
    Judge {
        data: RecipeData,
    },
    /// The id is chosen before, so that its end can be repeated.
    Pack {
        model_id: Id,
        name: String,
    },
}

/// What a name in a recipe means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedFile {
    Model(Id),
    /// By the hash of its content
    Content(String),
}

impl NamedFile {
    pub fn path(&self, store: &Store) -> Result<PathBuf> {
        Ok(match self {
            NamedFile::Model(id) => store.place().model(*id),
            NamedFile::Content(hash) => store.blobs().path(&hash.parse::<BlobHash>()?),
        })
    }
}

/// A picture as the command that judges reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPicture {
    pub id: String,
    pub name: String,
    pub path: PathBuf,
    /// What it really is; `None`: nobody has said
    pub good: Option<bool>,
}

/// Pictures of one run at most.
pub const MOST_PICTURES: u64 = 100_000;
/// A JSON line a picture, in the job's work folder.
pub const VERDICTS: &str = "verdicts.jsonl";
const RECIPE: &str = "recipe.json";
const OTHER: &str = "other.json";
const PICTURES: &str = "pictures.json";
const SUMMARY: &str = "summary.json";
const PACKAGE: &str = "model.fovea";
/// Copies of pictures that lie on a storage, for as long as they are judged.
const LINKED: &str = "linked";
/// What stands at a packed recipe where a model has its task.
pub const RECIPE_TASK: &str = "recipe";

pub(crate) async fn prepare(
    store: &Store,
    job: &Job,
    folder: &JobFolder,
    settings: &EngineSettings,
) -> Result<Vec<Step>> {
    let spec: RecipeSpec = serde_json::from_str(&job.spec)?;
    let first = store.recipe_version(spec.version_id).await?.document;
    let other = match spec.other_id {
        Some(other) => Some(store.recipe_version(other).await?.document),
        None => None,
    };
    let pictures = match (&spec.work, job.project_id) {
        (RecipeWork::Judge { data }, Some(project)) => {
            let found = store.recipe_pictures(project, data, MOST_PICTURES).await?;
            let (blobs, linked) = (store.blobs().clone(), folder.work().join(LINKED));
            let listed = tokio::task::spawn_blocking(move || {
                let listed = found.into_iter().map(|p| {
                    Ok(ListedPicture {
                        id: p.id.to_string(),
                        name: p.name,
                        path: absolute(blobs.at_hand(&p.hash.parse::<BlobHash>()?, &linked)?),
                        good: p.verdict.map(|v| v == "good"),
                    })
                });
                listed.collect::<Result<Vec<_>>>()
            });
            Some(listed.await??)
        }
        _ => None,
    };
    let mut files = Vec::with_capacity(spec.files.len());
    for (name, file) in &spec.files {
        files.push((folder.work().join(name), absolute(file.path(store)?)));
    }
    let work = folder.work();
    tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&work).map_err(JobsError::file(&work))?;
        for (to, from) in &files {
            lay(from, to).map_err(JobsError::file(to))?;
        }
        let write = |name: &str, text: &str| {
            let path = work.join(name);
            write_whole(&path, text.as_bytes()).map_err(JobsError::file(path))
        };
        write(RECIPE, &first)?;
        other.iter().try_for_each(|other| write(OTHER, other))?;
        match &pictures {
            Some(pictures) => {
                write_json(&work.join(PICTURES), pictures).map_err(JobsError::file(work.join(PICTURES)))
            }
            None => Ok(()),
        }
    })
    .await??;
    let threads = usize::try_from(job.devices).ok().filter(|n| *n > 0).unwrap_or(settings.threads);
    Ok(vec![step(&spec, settings, threads)])
}

fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

/// The very file by another name, or a copy where that cannot be.
fn lay(from: &Path, to: &Path) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    match std::fs::remove_file(to) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    match std::fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        Err(_) => std::fs::copy(from, to).map(|_| ()),
    }
}

fn step(spec: &RecipeSpec, settings: &EngineSettings, threads: usize) -> Step {
    let program = settings.program.display().to_string();
    let words = |all: &[&str]| all.iter().map(|w| w.to_string()).collect::<Vec<_>>();
    match &spec.work {
        RecipeWork::Judge { .. } => {
            let mut argv = words(&[&program, "judge-recipe", "--recipe", RECIPE, "--pictures", PICTURES]);
            argv.extend(words(&["--out", VERDICTS, "--threads", &threads.to_string()]));
            if spec.other_id.is_some() {
                argv.extend(words(&["--other", OTHER]));
            }
            for (name, text) in &spec.texts {
                argv.extend(words(&["--expect", &format!("{name}={text}")]));
            }
            Step {
                name: "judge".into(),
                argv,
                stdout: Some(SUMMARY.into()),
                makes: Some(VERDICTS.into()),
                accept: vec![0],
                ..Step::default()
            }
        }
        RecipeWork::Pack { .. } => Step {
            name: "pack".into(),
            argv: words(&[&program, "recipe", "pack", RECIPE, "--out", PACKAGE]),
            makes: Some(PACKAGE.into()),
            accept: vec![0],
            ..Step::default()
        },
    }
}

/// Ends the job with what it made. Doing it again changes nothing.
pub(crate) async fn finish(store: &Store, job: &Job, folder: &JobFolder, exit: &Exit) -> Result<()> {
    let spec: RecipeSpec = serde_json::from_str(&job.spec)?;
    let work = folder.work();
    let why = (!exit.complete && !exit.stopped).then(|| reason::of_exit(exit));
    let ended = match &spec.work {
        RecipeWork::Judge { .. } if exit.complete => {
            let read = tokio::fs::read(work.join(SUMMARY)).await;
            let bytes = read.map_err(JobsError::file(work.join(SUMMARY)))?;
            store.put_recipe_summary(job.id, &serde_json::from_slice(&bytes)?).await?;
            store.move_job(job.id, JobEvent::Done, None).await.map(|_| ())
        }
        RecipeWork::Pack { model_id, name } if exit.complete => {
            let (from, to) = (work.join(PACKAGE), store.place().model(*model_id));
            let bytes = tokio::task::spawn_blocking(move || take(&from, &to)).await??;
            let new = NewModel {
                id: *model_id,
                version_id: None,
                name: name.clone(),
                task: RECIPE_TASK.into(),
                note: String::new(),
                // Its models have theirs.
                threshold: 0.0,
                classes: Vec::new(),
                bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
                summary: None,
            };
            store.finish_packing(job.id, spec.version_id, new).await.map(|_| ())
        }
        _ => store.move_job(job.id, JobEvent::Failed, why.as_ref()).await.map(|_| ()),
    };
    match ended {
        // Ended already: somebody was here before.
        Ok(()) | Err(StoreError::WrongState { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let laid: Vec<PathBuf> = spec.files.keys().map(|name| work.join(name)).collect();
    tokio::task::spawn_blocking(move || {
        // What only the step needed; what cannot be removed does no harm.
        for path in laid.iter().chain(&[work.join(PACKAGE), work.join(PICTURES)]) {
            let _ = std::fs::remove_file(path);
        }
        for name in [LINKED, crate::folder::TEMPORARY] {
            let _ = std::fs::remove_dir_all(work.join(name));
        }
    })
    .await?;
    Ok(())
}

/// Brings the package to its place, whole or not at all; returns its size.
fn take(from: &Path, to: &Path) -> Result<u64> {
    let bytes = match std::fs::read(from) {
        Ok(bytes) => bytes,
        // Brought by a server that was then killed.
        Err(e) if e.kind() == ErrorKind::NotFound && to.exists() => {
            return std::fs::metadata(to).map(|m| m.len()).map_err(JobsError::file(to));
        }
        Err(e) => return Err(JobsError::file(from)(e)),
    };
    write_whole(to, &bytes).map_err(JobsError::file(to))?;
    Ok(bytes.len() as u64)
}
