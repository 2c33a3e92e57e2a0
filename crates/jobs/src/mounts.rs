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

/// What lies there from an earlier start is left as it is.
pub(crate) async fn lay_out(store: &Store, spec: &CommandSpec, folder: &JobFolder) -> Result<()> {
    for (at, (_, version)) in spec.versions().enumerate() {
        let dir = folder.dataset(at);
        if tokio::fs::try_exists(&dir).await.map_err(JobsError::file(&dir))? {
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
        tokio::task::spawn_blocking(move || settle(&making, &dir, &list)).await??;
    }
    Ok(())
}

/// The job is over: files of the house do not stay because it once read them.
pub(crate) async fn clear(folder: &JobFolder) -> Result<()> {
    let dir = folder.datasets();
    let removed = tokio::task::spawn_blocking(move || match std::fs::remove_dir_all(&dir) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(JobsError::file(dir)(e)),
        _ => Ok(()),
    });
    removed.await?
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
    fn a_name_stays_within_its_cell() {
        assert_eq!(cell("a b"), "a b");
        assert_eq!(cell("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
    }
}
