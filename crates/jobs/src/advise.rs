//! What helps to annotate, as a job over all pictures of a project: those whose looks are not known yet laid out as a folder,
//! `fovea advise`, and what it found kept.

use crate::engine::EngineSettings;
use crate::error::{JobsError, Result};
use crate::folder::{Exit, JobFolder, Step, TEMPORARY, write_whole};
use crate::prelabel::{ending, link_all};
use crate::reason;
use fovea_domain::JobEvent;
use fovea_domain::assist::{AdviceAsked, AdviceTold, AskedPicture, join_rows, split_rows};
use fovea_store::{BlobHash, FoundAdvice, Id, Job, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Names in the job's `work`.
const PICTURES: &str = "pictures";
const ASKED: &str = "asked.json";
const KNOWN: &str = "known.features";
const FOUND: &str = "found.features";
const TOLD: &str = "advice.json";
const ROWS: &str = "rows.json";
/// Pictures looked up at a time, and features kept at a time.
const TOGETHER: u64 = 1_000;

/// A picture of the list, for the end of the job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Row {
    id: Id,
    hash: String,
    revision: i64,
    /// Its looks were to be found
    new: bool,
}

pub(crate) async fn prepare(
    store: &Store,
    job: &Job,
    folder: &JobFolder,
    settings: &EngineSettings,
) -> Result<Vec<Step>> {
    let project = job.project_id.ok_or(StoreError::NotFound { what: "project" })?;
    let (dir, mut behind) = (folder.work().join(PICTURES), None);
    let (mut rows, mut known) = (Vec::new(), Vec::new());
    let mut asked = AdviceAsked { pictures: Vec::new(), kinds: store.classes(project).await?.len() + 1 };
    loop {
        let some = store.advice_rows(project, behind, TOGETHER).await?;
        let Some(last) = some.last() else { break };
        behind = Some(last.id);
        let mut links = Vec::new();
        for one in some {
            let new = one.features.is_none();
            let name = format!("{}.{}", one.id, ending(&one.format));
            if new {
                let hash: BlobHash = one.hash.parse()?;
                links.push((hash, dir.join(&name)));
            } else {
                // What cannot be read has an empty row.
                known.extend(join_rows([one.features.flatten().unwrap_or_default().as_slice()]));
            }
            asked.pictures.push(AskedPicture {
                path: new.then(|| format!("{PICTURES}/{name}")),
                class: one.class,
                uncertainty: one.uncertainty,
            });
            rows.push(Row { id: one.id, hash: one.hash, revision: one.revision, new });
        }
        let (dir, blobs) = (dir.clone(), store.blobs().clone());
        tokio::task::spawn_blocking(move || link_all(&dir, &blobs, &links)).await??;
    }
    let work = folder.work();
    tokio::task::spawn_blocking(move || -> Result<()> {
        let write = |name: &str, bytes: &[u8]| {
            let path = work.join(name);
            write_whole(&path, bytes).map_err(JobsError::file(path))
        };
        write(ASKED, &serde_json::to_vec(&asked)?)?;
        write(ROWS, &serde_json::to_vec(&rows)?)?;
        write(KNOWN, &known)
    })
    .await??;
    let threads = usize::try_from(job.devices).ok().filter(|n| *n > 0).unwrap_or(settings.threads);
    let (program, threads) = (settings.program.display().to_string(), threads.to_string());
    let argv = [program.as_str(), "advise", ASKED, "--known", KNOWN, "--found", FOUND, "--threads", &threads]
        .into_iter()
        .chain(["--progress", "json"])
        .map(String::from)
        .collect();
    let (stdout, makes) = (Some(TOLD.into()), Some(FOUND.into()));
    Ok(vec![Step { name: "advise".into(), argv, stdout, makes, accept: vec![0], ..Step::default() }])
}

/// Takes what was found and ends the job. Doing it again changes nothing.
pub(crate) async fn finish(store: &Store, job: &Job, folder: &JobFolder, exit: &Exit) -> Result<()> {
    let work = folder.work();
    let read =
        if exit.complete { Some(tokio::task::spawn_blocking(move || read(&work)).await??) } else { None };
    if let Some(read) = &read {
        for some in read.features.chunks(TOGETHER as usize) {
            store.keep_features(some).await?;
        }
    }
    let why = (!exit.complete && !exit.stopped).then(|| reason::of_exit(exit));
    let event = if exit.complete { JobEvent::Done } else { JobEvent::Failed };
    let found = read.as_ref().map(|read| read.advice.as_slice());
    match store.finish_advice(job, (event, why.as_ref()), found).await {
        // Ended already: somebody was here before.
        Ok(()) | Err(StoreError::WrongState { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let work = folder.work();
    tokio::task::spawn_blocking(move || clear(&work)).await?;
    Ok(())
}

struct Read {
    features: Vec<(String, Option<Vec<u8>>)>,
    advice: Vec<FoundAdvice>,
}

fn read(work: &Path) -> Result<Read> {
    let file = |name: &str| fs::read(work.join(name)).map_err(JobsError::file(work.join(name)));
    let rows: Vec<Row> = serde_json::from_slice(&file(ROWS)?)?;
    let told: AdviceTold = serde_json::from_slice(&file(TOLD)?)?;
    let found = file(FOUND)?;
    let found = split_rows(&found).unwrap_or_default();
    let new = rows.iter().filter(|row| row.new);
    let features =
        new.zip(found).map(|(row, f)| (row.hash.clone(), (!f.is_empty()).then(|| f.to_vec()))).collect();
    let mut advice: BTreeMap<usize, FoundAdvice> = BTreeMap::new();
    for (place, useful) in (0..).zip(&told.useful) {
        note(&rows, &mut advice, *useful, |one| one.place = Some(place));
    }
    for suspect in &told.suspects {
        note(&rows, &mut advice, suspect.at, |one| one.suspect = Some((suspect.margin, suspect.instead)));
    }
    for outlier in &told.outliers {
        note(&rows, &mut advice, outlier.at, |one| one.outlier = Some(outlier.out));
    }
    Ok(Read { features, advice: advice.into_values().collect() })
}

/// What is told of one place of the list; of a place that is none nothing is kept.
fn note(
    rows: &[Row],
    advice: &mut BTreeMap<usize, FoundAdvice>,
    at: usize,
    say: impl FnOnce(&mut FoundAdvice),
) {
    let Some(row) = rows.get(at) else { return };
    say(advice.entry(at).or_insert(FoundAdvice {
        picture: row.id,
        revision: row.revision,
        place: None,
        suspect: None,
        outlier: None,
    }));
}

/// What cannot be removed does no harm.
fn clear(work: &Path) {
    for name in [PICTURES, TEMPORARY] {
        let _ = fs::remove_dir_all(work.join(name));
    }
    for name in [ASKED, KNOWN, FOUND, TOLD, ROWS] {
        let _ = fs::remove_file(work.join(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_domain::assist::{ToldOutlier, ToldSuspect};

    #[test]
    fn what_was_told_of_places_is_kept_by_picture() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: Vec<u8>| fs::write(folder.path().join(name), bytes).unwrap();
        let row = |hash: &str, new| Row { id: Id::new(), hash: hash.into(), revision: 3, new };
        let rows = vec![row("a", true), row("b", false), row("c", true)];
        put(ROWS, serde_json::to_vec(&rows).unwrap());
        put(FOUND, join_rows([b"looks".as_slice(), b""]));
        let told = AdviceTold {
            useful: vec![2, 0],
            suspects: vec![ToldSuspect { at: 1, instead: 0, margin: 0.5 }],
            outliers: vec![ToldOutlier { at: 2, out: 9.0 }, ToldOutlier { at: 99, out: 9.0 }],
        };
        put(TOLD, serde_json::to_vec(&told).unwrap());
        let read = read(folder.path()).unwrap();
        assert_eq!(read.features, [("a".into(), Some(b"looks".to_vec())), ("c".into(), None)]);
        let found: Vec<_> =
            read.advice.iter().map(|a| (a.picture, a.place, a.suspect, a.outlier.is_some())).collect();
        assert_eq!(
            found,
            [
                (rows[0].id, Some(1), None, false),
                (rows[1].id, None, Some((0.5, 0)), false),
                (rows[2].id, Some(0), None, true),
            ]
        );
    }
}
