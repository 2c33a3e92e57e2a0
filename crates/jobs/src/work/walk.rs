//! All below a folder: to be sent, or to go. A hostile tree may be deep without end, so no more than some folders are held.

use super::fault::Named;
use super::read::open_in;
use super::{READ, Result, WorkFault, WorkFile, WorkFolder, WorkPath};
use fovea_store::Id;
use rustix::fs::{AtFlags, Dir, FileType, Mode, openat, renameat, statat, unlinkat};
use rustix::io::Errno;
use std::ffi::{CStr, CString};
use std::fs::File;
use std::os::fd::OwnedFd;

/// Folders within each other that are gone into.
const DEEPEST: usize = 64;
/// New names may come for as long as the job runs.
const MOST_PASSES: usize = 1000;

/// What is met on the way.
pub enum Found {
    File(File, WorkFile),
    /// An empty one says that it was there.
    Folder,
    /// What cannot be sent, and why
    Left(WorkFault),
}

impl WorkFolder {
    /// Tells all below a folder with its way from there, in no order. What vanishes meanwhile is not told.
    pub fn each(
        &self,
        path: &WorkPath,
        tell: &mut dyn FnMut(&WorkPath, Found) -> std::io::Result<()>,
    ) -> Result<()> {
        let shown = path.shown();
        let top = openat(self.folder(path)?, c".", READ, Mode::empty()).named(&shown)?;
        let nothing = WorkPath::parse("")?;
        let mut open = vec![(Dir::new(top).named(&shown)?, nothing)];
        while let Some((names, at)) = open.last_mut() {
            let Some(entry) = names.read() else {
                open.pop();
                continue;
            };
            let entry = entry.named(&shown)?;
            let name = entry.file_name();
            if name == c"." || name == c".." {
                continue;
            }
            let way = at.with(name);
            let folder = names.fd().named(&shown)?;
            let found = match file_type(folder, name, entry.file_type()) {
                Err(_) => continue,
                Ok(FileType::Directory) => {
                    let inside = openat(folder, name, READ, Mode::empty()).and_then(Dir::new);
                    tell(&way, Found::Folder).named(&shown)?;
                    match inside {
                        Ok(inside) if open.len() < DEEPEST => {
                            open.push((inside, way));
                            continue;
                        }
                        Ok(_) => Found::Left(WorkFault::BadPath),
                        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => continue,
                        Err(_) => Found::Left(WorkFault::Denied),
                    }
                }
                Ok(_) => match open_in(folder, name, &way.shown()) {
                    Ok((file, entry)) => Found::File(file, entry),
                    Err(error) if matches!(error.fault, WorkFault::NotFound) => continue,
                    Err(error) => Found::Left(error.fault),
                },
            };
            tell(&way, found).named(&shown)?;
        }
        Ok(())
    }
}

fn file_type(folder: impl std::os::fd::AsFd, name: &CStr, known: FileType) -> rustix::io::Result<FileType> {
    match known {
        FileType::Unknown => {
            statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).map(|s| FileType::from_raw_mode(s.st_mode))
        }
        known => Ok(known),
    }
}

/// Takes all out of a folder that is held.
pub(super) fn clear(folder: OwnedFd) -> rustix::io::Result<()> {
    for _ in 0..MOST_PASSES {
        let again = openat(&folder, c".", READ, Mode::empty())?;
        if !pass(&folder, Dir::new(again)?)? {
            return Ok(());
        }
    }
    Err(Errno::NOTEMPTY)
}

/// Whether something was there.
fn pass(top: &OwnedFd, names: Dir) -> rustix::io::Result<bool> {
    let mut met = false;
    let mut open: Vec<(Dir, Option<CString>)> = vec![(names, None)];
    while let Some((names, _)) = open.last_mut() {
        let Some(entry) = names.read() else {
            let done = open.pop().and_then(|(_, name)| name);
            if let (Some(name), Some((above, _))) = (done, open.last()) {
                match unlinkat(above.fd()?, &name, AtFlags::REMOVEDIR) {
                    // Something came into it meanwhile, which the next pass takes.
                    Ok(()) | Err(Errno::NOENT | Errno::NOTEMPTY | Errno::EXIST | Errno::NOTDIR) => {}
                    Err(e) => return Err(e),
                }
            }
            continue;
        };
        let entry = entry?;
        let name = entry.file_name();
        if name == c"." || name == c".." {
            continue;
        }
        met = true;
        let depth = open.len();
        let Some((names, _)) = open.last() else { break };
        let folder = names.fd()?;
        let gone = match file_type(folder, name, entry.file_type()) {
            Ok(FileType::Directory) if depth >= DEEPEST => {
                // Up to where the next pass begins.
                let higher = CString::new(format!(".removed-{}", Id::new())).unwrap_or_default();
                renameat(folder, name, top, &higher)
            }
            Ok(FileType::Directory) => match openat(folder, name, READ, Mode::empty()).and_then(Dir::new) {
                Ok(inside) => {
                    open.push((inside, Some(name.to_owned())));
                    continue;
                }
                Err(e) => Err(e),
            },
            Ok(_) => unlinkat(folder, name, AtFlags::empty()),
            Err(e) => Err(e),
        };
        match gone {
            Ok(()) | Err(Errno::NOENT) => {}
            // Swapped meanwhile: the next pass sees what it is now.
            Err(Errno::ISDIR | Errno::NOTDIR | Errno::LOOP) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(met)
}
