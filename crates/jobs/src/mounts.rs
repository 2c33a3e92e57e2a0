//! What a command sees beside its work folder. Versions of data are laid out in the job's folder before it starts, as hard links of the
//! very files, to be read; what a version holds never changes, so each is laid out once in a job's life.

use crate::command_job::absolute;
use crate::error::{JobsError, Result};
use crate::folder::JobFolder;
use crate::sandbox::SharedFolder;
use fovea_domain::command::{CommandSpec, Mount, MountedVersion, Shared};
use fovea_store::{Id, LaidOut, Marked, Part, Store, StoreError, VersionPicture};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// All pictures, for programs that keep parts apart.
const LIST: &str = "pictures.csv";
const HEAD: &str = "path,name,class,verdict,part\n";
/// Rows looked up at a time.
const TOGETHER: u64 = 500;

/// What was given up since it was submitted is not there. `data`: the folder, and whether the job may change it.
pub(crate) fn shared(
    spec: &CommandSpec,
    owner: Option<Id>,
    (store, folder): (&Store, &JobFolder),
    data: Option<(PathBuf, bool)>,
) -> Vec<SharedFolder> {
    let mut versions = 0..;
    let mut folder = |mount: &Mount| match mount.source {
        Shared::Home => owner.map(|owner| (absolute(&store.place().home(owner)), true)),
        Shared::Data => data.clone(),
        Shared::Version => Some((absolute(&folder.dataset(versions.next()?)), false)),
    };
    let one = |mount: &Mount| {
        let (folder, writable) = folder(mount)?;
        Some(SharedFolder { folder, seen_as: mount.target.clone(), writable })
    };
    spec.mounts.iter().filter_map(one).collect()
}

/// `held`: nothing lets the job write there, and what lies there from an earlier start is left as it is; else it gets copies, for a hard
/// link is the house's own file.
pub(crate) async fn lay_out(store: &Store, spec: &CommandSpec, folder: &JobFolder, held: bool) -> Result<()> {
    for (at, (_, version)) in spec.versions().enumerate() {
        let dir = folder.dataset(at);
        let at_hand = dir.clone();
        if tokio::task::spawn_blocking(move || stays(&at_hand, held)).await?? {
            continue;
        }
        let gone = || JobsError::VersionGone { name: version.name.clone() };
        let id: Id = version.id.parse().map_err(|_| gone())?;
        let making = folder.dataset_in_the_making(at);
        let laid = match store.lay_out_as(id, &making, Part::Whole, Marked::Masks).await {
            Err(StoreError::NotFound { .. }) => return Err(gone()),
            other => other?,
        };
        let list = list(store, id, version, &laid).await?;
        // Whole at once, so that a server that is killed here begins again.
        let settled = tokio::task::spawn_blocking(move || {
            if !held {
                copy_below(&making, &making.with_extension("copy"))?;
            }
            settle(&making, &dir, &list)
        });
        settled.await??;
    }
    Ok(())
}

/// Whether what lies there from an earlier start is taken. Without walls it goes: that start may have had some, and links of the house's
/// files, or had none, and changed its copies.
fn stays(dir: &Path, held: bool) -> Result<bool> {
    if held {
        return dir.try_exists().map_err(JobsError::file(dir));
    }
    remove(dir).map(|()| false)
}

fn remove(dir: &Path) -> Result<()> {
    match std::fs::remove_dir_all(dir) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(JobsError::file(dir)(e)),
        _ => Ok(()),
    }
}

/// Puts a copy in the place of each file, by way of this one.
fn copy_below(dir: &Path, by: &Path) -> Result<()> {
    let entries = std::fs::read_dir(dir).map_err(JobsError::file(dir))?;
    // All names first: those that come meanwhile are ours.
    let paths: std::io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.path())).collect();
    for path in paths.map_err(JobsError::file(dir))? {
        if path.is_dir() {
            copy_below(&path, by)?;
            continue;
        }
        // One that was cut off may not be written into: it is as the file that it is a copy of.
        match std::fs::remove_file(by) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(JobsError::file(by)(e)),
            _ => {}
        }
        std::fs::copy(&path, by).map_err(JobsError::file(by))?;
        std::fs::rename(by, &path).map_err(JobsError::file(path))?;
    }
    Ok(())
}

/// The job is over: files of the house do not stay because it once read them. Where that fails it is told: a job without walls may have
/// left what cannot be taken away, and is over all the same.
pub(crate) async fn clear(folder: &JobFolder, job: Id) -> Result<()> {
    let dir = folder.datasets();
    if let Err(error) = tokio::task::spawn_blocking(move || remove(&dir)).await? {
        tracing::warn!(%job, %error, "versions of data that a job read could not be taken away");
    }
    Ok(())
}

fn settle(making: &Path, dir: &Path, list: &str) -> Result<()> {
    let path = making.join(LIST);
    std::fs::write(&path, list).map_err(JobsError::file(path))?;
    std::fs::rename(making, dir).map_err(JobsError::file(dir))
}

/// One line a picture: where it lies, what it is called in its project, and which part it is of.
async fn list(store: &Store, id: Id, version: &MountedVersion, laid: &LaidOut) -> Result<String> {
    let found = match store.version(id).await {
        Err(StoreError::NotFound { .. }) => {
            return Err(JobsError::VersionGone { name: version.name.clone() });
        }
        other => other?,
    };
    let classes: HashMap<Id, String> = found.classes()?.into_iter().map(|c| (c.id, c.name)).collect();
    let paths: HashMap<Id, &str> = laid.pictures.iter().map(|(path, id)| (*id, path.as_str())).collect();
    let (mut text, mut behind) = (String::from(HEAD), -1);
    loop {
        let rows = store.version_part(id, behind, TOGETHER).await?;
        let Some(last) = rows.last() else { return Ok(text) };
        behind = last.position;
        for row in &rows {
            let Some(path) = paths.get(&row.picture_id) else { continue };
            let class = row.class_id.and_then(|id| classes.get(&id)).map_or("", String::as_str);
            let verdict = row.verdict.as_deref().unwrap_or("");
            let cells = [*path, row.name.as_str(), class, verdict, part_of(row)].map(cell);
            text += &cells.join(",");
            text.push('\n');
        }
    }
}

fn part_of(row: &VersionPicture) -> &'static str {
    match (row.verdict.is_some(), row.held_back, row.validation) {
        (false, ..) => "unlabelled",
        (_, true, _) => "held_back",
        (.., true) => "validation",
        _ => "training",
    }
}

fn cell(text: &str) -> String {
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_not_the_file_that_it_was_linked_to() {
        let folder = tempfile::tempdir().unwrap();
        let (own, dir) = (folder.path().join("own"), folder.path().join("set/images/good"));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(&own, "a").unwrap();
        std::fs::hard_link(&own, dir.join("1.png")).unwrap();
        copy_below(&folder.path().join("set"), &folder.path().join("by")).unwrap();
        std::fs::write(dir.join("1.png"), "b").unwrap();
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "a");
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1);
    }

    #[test]
    fn a_copy_that_was_cut_off_is_not_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let (own, set, by) = (folder.path().join("own"), folder.path().join("set"), folder.path().join("by"));
        std::fs::create_dir_all(&set).unwrap();
        std::fs::write(&own, "a").unwrap();
        std::fs::hard_link(&own, &by).unwrap();
        std::fs::write(set.join("1.png"), "b").unwrap();
        copy_below(&set, &by).unwrap();
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "a");
        assert_eq!(std::fs::read_to_string(set.join("1.png")).unwrap(), "b");
    }

    #[test]
    fn links_of_a_start_within_walls_are_not_there_for_one_without() {
        let folder = tempfile::tempdir().unwrap();
        let (own, dir) = (folder.path().join("own"), folder.path().join("1"));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(&own, "a").unwrap();
        std::fs::hard_link(&own, dir.join("1.png")).unwrap();
        assert!(stays(&dir, true).unwrap() && dir.join("1.png").exists());
        assert!(!stays(&dir, false).unwrap() && !dir.exists());
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "a");
        assert!(!stays(&dir, true).unwrap() && !stays(&dir, false).unwrap(), "nothing is there");
    }

    #[tokio::test]
    async fn what_cannot_be_taken_away_keeps_no_job_from_being_over() {
        let folder = tempfile::tempdir().unwrap();
        let job = JobFolder::new(folder.path().join("job"));
        clear(&job, Id::new()).await.unwrap();
        std::fs::create_dir_all(job.dataset(0)).unwrap();
        clear(&job, Id::new()).await.unwrap();
        assert!(!job.datasets().exists());
        std::fs::write(job.datasets(), "no folder").unwrap();
        clear(&job, Id::new()).await.unwrap();
    }

    #[test]
    fn a_name_stays_within_its_cell() {
        assert_eq!(cell("a b"), "a b");
        assert_eq!(cell("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
    }
}
