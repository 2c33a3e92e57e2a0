//! Pictures and labels on their way into a project. What was sent is written down file by file, so that the same command
//! goes on where it was cut.

use crate::{Client, ClientError, Result};
use fovea_api::dto::{FileResult, Import, ImportState};
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// What is to be sent to which project.
pub struct Upload<'a> {
    pub project: Id,
    pub paths: &'a [PathBuf],
    /// Where it is written down what was sent already
    pub notes: &'a Path,
    /// How labels are laid out; `None`: the server finds out
    pub format: Option<&'a str>,
    /// Pictures of which label files do not speak are good
    pub unmentioned_good: bool,
}

/// Told after each file.
pub struct UploadStep<'a> {
    pub name: &'a str,
    pub done: usize,
    pub total: usize,
    pub result: &'a FileResult,
}

/// The first line of the notes.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct Head {
    server: String,
    project: Id,
    import: Id,
}

/// Sends what the server lacks, and ends the import.
pub fn upload(client: &Client, what: &Upload, mut told: impl FnMut(UploadStep)) -> Result<Import> {
    let files = files(what.paths)?;
    let (import, notes, sent) = match begin(client, what)? {
        Begun::GoOn(import, notes, sent) => (import, notes, sent),
        Begun::Done(import, path) => {
            let _ = std::fs::remove_file(path);
            return Ok(import);
        }
    };
    let total = files.len();
    let left: Vec<_> = files.into_iter().filter(|(_, path)| !sent.contains(&noted(path))).collect();
    let before = total - left.len();
    for (number, (name, path)) in left.iter().enumerate() {
        let file = |source| ClientError::File { path: path.clone(), source };
        let bytes = File::open(path).map_err(file)?;
        let query = crate::Query::new(format!("/imports/{import}/files")).and("name", name);
        let kind = [("content-type", "application/octet-stream")];
        let result = match client.give("PUT", query, &kind, &bytes) {
            // One file that cannot be used is no reason to leave out the others.
            Err(ClientError::Refused(r)) if matches!(r.status, 413 | 422) => left_out(name, r),
            other => other?,
        };
        notes.add(&noted(path))?;
        told(UploadStep { name, done: before + number + 1, total, result: &result });
    }
    let ended = client.post(format!("/imports/{import}/finish"), &serde_json::json!({}))?;
    // The next upload of the same is another import.
    let _ = std::fs::remove_file(&notes.path);
    Ok(ended)
}

fn left_out(name: &str, refusal: crate::Refusal) -> FileResult {
    let refused = fovea_api::dto::Refusal { name: name.into(), code: refusal.code, detail: refusal.detail };
    FileResult { refused: vec![refused], ..FileResult::default() }
}

enum Begun {
    GoOn(Id, Notes, HashSet<String>),
    /// All had been sent, and the server brought it to its end by itself. The notes are still there.
    Done(Import, PathBuf),
}

/// Goes on with an import that was cut, or begins one.
fn begin(client: &Client, what: &Upload) -> Result<Begun> {
    let path = what.notes.join(format!("{}.txt", key(client, what)));
    let server = client.server().to_string();
    if let Some((head, sent)) = Notes::read(&path)
        && (head.server.as_str(), head.project) == (server.as_str(), what.project)
        && let Ok(import) = client.get::<Import>(format!("/imports/{}", head.import))
    {
        match import.state {
            ImportState::Running => {
                let notes = Notes::begin(path, &head)?;
                sent.iter().try_for_each(|line| notes.add(line))?;
                return Ok(Begun::GoOn(head.import, notes, sent));
            }
            ImportState::Done => {
                let all = files(what.paths)?;
                if all.iter().all(|(_, path)| sent.contains(&noted(path))) {
                    return Ok(Begun::Done(import, path));
                }
            }
            ImportState::Cancelled | ImportState::Failed => {}
        }
    }
    let query = crate::Query::new(format!("/projects/{}/imports", what.project))
        .maybe("format", what.format)
        .maybe("unmentioned_good", what.unmentioned_good.then_some(true));
    let begun: Import = client.post(query, &serde_json::json!({}))?;
    let head = Head { server, project: what.project, import: begun.id };
    Ok(Begun::GoOn(begun.id, Notes::begin(path, &head)?, HashSet::new()))
}

/// Alike for the same paths to the same project, from wherever they are named.
fn key(client: &Client, what: &Upload) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (client.server().as_str(), what.project.as_bytes()).hash(&mut hasher);
    for path in what.paths {
        path.canonicalize().unwrap_or_else(|_| path.clone()).hash(&mut hasher);
    }
    if what.format.is_some() || what.unmentioned_good {
        (what.format, what.unmentioned_good).hash(&mut hasher);
    }
    format!("upload-{:016x}", hasher.finish())
}

/// A file as the notes name it, on one line.
fn noted(path: &Path) -> String {
    path.to_string_lossy().replace('\n', " ")
}

struct Notes {
    path: PathBuf,
}

impl Notes {
    fn begin(path: PathBuf, head: &Head) -> Result<Notes> {
        let notes = Notes { path };
        if let Some(folder) = notes.path.parent() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(|source| ClientError::File { path: folder.into(), source })?;
        }
        let line = serde_json::to_string(head).map_err(|e| notes.failed(e.into()))?;
        let file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&notes.path);
        file.and_then(|mut f| writeln!(f, "{line}")).map_err(|e| notes.failed(e))?;
        Ok(notes)
    }

    fn add(&self, line: &str) -> Result<()> {
        let file = OpenOptions::new().append(true).open(&self.path);
        file.and_then(|mut f| f.write_all(format!("{line}\n").as_bytes())).map_err(|e| self.failed(e))
    }

    /// A last line without its end was cut: that file counts as not sent.
    fn read(path: &Path) -> Option<(Head, HashSet<String>)> {
        let mut lines = BufReader::new(File::open(path).ok()?);
        let mut next = || {
            let mut line = String::new();
            lines.read_line(&mut line).ok()?;
            line.strip_suffix('\n').map(String::from)
        };
        let head = serde_json::from_str(&next()?).ok()?;
        Some((head, std::iter::from_fn(next).collect()))
    }

    fn failed(&self, source: std::io::Error) -> ClientError {
        ClientError::File { path: self.path.clone(), source }
    }
}

/// Every file with the name it is sent under: a folder keeps its own name, and hidden files are left out.
pub fn to_send(paths: &[PathBuf]) -> Result<Vec<(String, PathBuf)>> {
    let mut all = Vec::new();
    for path in paths {
        let name =
            path.canonicalize().ok().and_then(|p| p.file_name().map(|n| n.to_string_lossy().into_owned()));
        let name = name.unwrap_or_default();
        match path.is_dir() {
            true => walk(path, &format!("{name}/"), &mut all)?,
            false => all.push((name, path.clone())),
        }
    }
    if all.is_empty() {
        let named: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        return Err(ClientError::NothingToSend(named.join(", ")));
    }
    Ok(all)
}

/// Every file with the name it is sent under: below a folder the way from there, which says its label; in order.
fn files(paths: &[PathBuf]) -> Result<Vec<(String, PathBuf)>> {
    let mut all = Vec::new();
    for path in paths {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            walk(path, "", &mut all)?;
        } else {
            all.push((name, path.clone()));
        }
    }
    if all.is_empty() {
        let named: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        return Err(ClientError::NothingToSend(named.join(", ")));
    }
    Ok(all)
}

/// Without hidden files, and without following links to folders, which may go in a circle.
fn walk(folder: &Path, below: &str, all: &mut Vec<(String, PathBuf)>) -> Result<()> {
    let file = |source| ClientError::File { path: folder.into(), source };
    let mut entries =
        std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>).map_err(file)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(file)?;
        if name.starts_with('.') || name.contains('\n') {
            continue;
        }
        let name = format!("{below}{name}");
        if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), all)?;
        } else if entry.path().is_file() {
            all.push((name, entry.path()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_folder_that_was_given() {
        let home = tempfile::tempdir().unwrap();
        for name in ["parts/good/b.png", "parts/good/a.png", "parts/.hidden", "parts/notes.json", "one.png"] {
            let path = home.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name).unwrap();
        }
        let named = |paths: &[&str]| {
            let paths: Vec<_> = paths.iter().map(|p| home.path().join(p)).collect();
            files(&paths).unwrap().into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(named(&["parts", "one.png"]), ["good/a.png", "good/b.png", "notes.json", "one.png"]);
        let empty = home.path().join("empty");
        std::fs::create_dir(&empty).unwrap();
        assert!(matches!(files(&[empty]), Err(ClientError::NothingToSend(_))));
    }

    #[test]
    fn what_was_sent_is_remembered_but_not_a_line_that_was_cut() {
        let home = tempfile::tempdir().unwrap();
        let head = Head { server: "https://a".into(), project: Id::new(), import: Id::new() };
        let notes = Notes::begin(home.path().join("x/upload.txt"), &head).unwrap();
        notes.add("good/a.png").unwrap();
        notes.add("良品/b.png").unwrap();
        let mut file = OpenOptions::new().append(true).open(&notes.path).unwrap();
        file.write_all(b"good/c.p").unwrap();
        let (read, sent) = Notes::read(&notes.path).unwrap();
        assert!(read == head);
        assert_eq!(sent, HashSet::from(["good/a.png".into(), "良品/b.png".into()]));
        assert!(Notes::read(home.path()).is_none());
    }
}
