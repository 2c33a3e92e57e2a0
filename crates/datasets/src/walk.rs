use crate::DataError;
use crate::open::Links;
use crate::problem::Notes;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Deeper than any data set, and an end to folders mounted into themselves.
const MOST_DEPTH: usize = 32;

/// A plain file under the root.
pub(crate) struct Found {
    pub path: PathBuf,
    /// Relative, `/`-separated, unique.
    pub id: String,
}

/// Every plain file under `root` in order of its id. A link that leads out of the root is refused: a data set
/// sent by someone must not read this machine's other files.
pub(crate) fn walk(root: &Path, links: Links, notes: &mut Notes) -> Result<Vec<Found>, DataError> {
    let unreadable = |source| DataError::Unreadable { path: root.into(), source };
    if !root.is_dir() {
        return Err(DataError::NoFolder { path: root.into() });
    }
    let real_root = fs::canonicalize(root).map_err(unreadable)?;
    let mut paths = Vec::new();
    let mut open = vec![(root.to_path_buf(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(source) if depth == 0 => return Err(unreadable(source)),
            Err(e) => {
                notes.add(&id_of(root, &folder), "folder.unreadable", format!("cannot be listed: {e}"));
                continue;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if is_hidden(&entry.file_name()) {
                continue;
            }
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_symlink() {
                match linked(&path, &real_root) {
                    Link::File => paths.push(path),
                    Link::Outside if links == Links::Followed && path.is_file() => paths.push(path),
                    // Its target is listed where it lies.
                    Link::FolderInside => {}
                    Link::Outside => notes.add(
                        &id_of(root, &path),
                        "path.outside",
                        "is a link that leads out of the data set's folder, and was not followed",
                    ),
                    Link::Broken => {
                        notes.add(&id_of(root, &path), "path.broken_link", "is a link to nothing")
                    }
                }
            } else if kind.is_dir() {
                if depth < MOST_DEPTH {
                    open.push((path, depth + 1));
                } else {
                    notes.add(&id_of(root, &path), "folder.too_deep", "lies too deep and was left out");
                }
            } else if kind.is_file() {
                paths.push(path);
            }
        }
    }
    Ok(with_ids(root, paths, notes))
}

enum Link {
    File,
    FolderInside,
    Outside,
    Broken,
}

fn linked(path: &Path, real_root: &Path) -> Link {
    match fs::canonicalize(path) {
        Err(_) => Link::Broken,
        Ok(target) if !target.starts_with(real_root) => Link::Outside,
        Ok(target) if target.is_dir() => Link::FolderInside,
        Ok(target) if target.is_file() => Link::File,
        Ok(_) => Link::Broken,
    }
}

fn with_ids(root: &Path, mut paths: Vec<PathBuf>, notes: &mut Notes) -> Vec<Found> {
    // By the raw bytes first, so that equal lossy names get their numbers in a fixed order.
    paths.sort();
    let mut taken = HashSet::new();
    let mut found: Vec<Found> = Vec::with_capacity(paths.len());
    for path in paths {
        let plain = id_of(root, &path);
        let mut id = plain.clone();
        let mut number = 2;
        while !taken.insert(id.clone()) {
            id = format!("{plain}~{number}");
            number += 1;
        }
        if path.strip_prefix(root).is_ok_and(|p| p.to_str().is_none()) {
            notes.add(&id, "name.not_utf8", "its name is not UTF-8; it is shown with � for what is not");
        }
        found.push(Found { path, id });
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

pub(crate) fn id_of(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Files that systems leave behind.
fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || matches!(name.as_ref(), "__MACOSX" | "@eaDir" | "Thumbs.db" | "desktop.ini")
}
