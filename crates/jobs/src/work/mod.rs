//! The files of a job's work folder, for those who are outside of it. The job runs at the same time and owns every name in
//! there: a way is walked name by name from a folder that is held, no link is ever followed, and nothing is opened but a
//! plain file. What is written lies beside the folder, where the job sees nothing of it, until it is whole.

mod change;
mod fault;
mod list;
mod path;
mod read;
mod upload;
mod walk;

pub use change::Expect;
pub use fault::{WorkError, WorkFault};
pub use list::{WorkPage, WorkSort, WorkWanted};
pub use path::WorkPath;
pub use read::{MOST_TEXT, TextPiece};
pub use upload::{Receiving, Upload, UploadHead};
pub use walk::Found;

use crate::folder::JobFolder;
use fault::Named;
use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat, fstat, open, openat, readlinkat, statat};
use rustix::io::Errno;
use std::ffi::{CStr, CString};
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;

type Result<T, E = WorkError> = std::result::Result<T, E>;

/// A folder that is only a place to begin from.
const PLACE: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// One whose names are read.
const READ: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// The work folder of a job. All calls block.
#[derive(Debug, Clone)]
pub struct WorkFolder {
    work: PathBuf,
    /// Where what comes in lies until it is whole, on the same disk
    beside: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    File,
    Folder,
    /// Shown, never followed
    Link,
    /// A pipe, a socket or a device
    Other,
}

/// Something in a work folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFile {
    pub path: String,
    pub name: String,
    pub kind: WorkKind,
    pub bytes: u64,
    /// Milliseconds since 1970
    pub changed_ms: i64,
    pub executable: bool,
    /// Another one as soon as it is written anew
    pub tag: String,
    /// Of a link
    pub target: Option<String>,
}

impl WorkFolder {
    pub fn of(folder: &JobFolder) -> WorkFolder {
        WorkFolder { work: folder.work(), beside: folder.root().join("uploads") }
    }

    /// Any folder of the machine, only to be looked into.
    pub fn to_read(folder: &std::path::Path) -> WorkFolder {
        WorkFolder { work: folder.into(), beside: PathBuf::new() }
    }

    /// Whether it is there yet: a job that was never started has none.
    pub fn exists(&self) -> bool {
        self.work.is_dir()
    }

    /// For those who put something in before the job has begun.
    pub fn make(&self) -> Result<()> {
        std::fs::create_dir_all(&self.work).named("")
    }

    /// Where free space counts.
    pub fn place(&self) -> &std::path::Path {
        self.work.parent().unwrap_or(&self.work)
    }

    fn root(&self) -> Result<OwnedFd> {
        open(&self.work, PLACE, Mode::empty()).named("")
    }

    /// The folder that holds the last name of a way, and that name.
    fn parent<'a>(&self, path: &'a WorkPath) -> Result<(OwnedFd, &'a CStr)> {
        let (name, above) = path.split().ok_or_else(|| WorkFault::BadPath.of(""))?;
        Ok((self.walk(above)?, name))
    }

    fn folder(&self, path: &WorkPath) -> Result<OwnedFd> {
        self.walk(path.parts())
    }

    fn walk(&self, parts: &[CString]) -> Result<OwnedFd> {
        let mut at = self.root()?;
        for (n, part) in parts.iter().enumerate() {
            let down = openat(&at, part.as_c_str(), PLACE, Mode::empty());
            at = down.map_err(|e| not_entered(&at, part, e, &path::shown_all(&parts[..=n])))?;
        }
        Ok(at)
    }

    pub fn entry(&self, path: &WorkPath) -> Result<WorkFile> {
        let Some((name, _)) = path.split() else {
            let stat = fstat(self.root()?).named("")?;
            return Ok(told("", "", &stat, None));
        };
        let (folder, _) = self.parent(path)?;
        look(&folder, name, &path.shown()).named(&path.shown())
    }
}

/// Why a name could not be entered: it is another kind of thing, perhaps.
fn not_entered(folder: impl AsFd, name: &CStr, errno: Errno, shown: &str) -> WorkError {
    let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW);
    match stat.map(|s| FileType::from_raw_mode(s.st_mode)) {
        Ok(FileType::Directory) | Err(_) => fault::of_errno(shown, errno),
        Ok(FileType::Symlink) => WorkFault::Link.of(shown),
        Ok(_) => WorkFault::NotFolder.of(shown),
    }
}

/// What lies there, whatever it is.
fn look(folder: impl AsFd, name: &CStr, path: &str) -> rustix::io::Result<WorkFile> {
    let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    let link = FileType::from_raw_mode(stat.st_mode) == FileType::Symlink;
    let target = link.then(|| readlinkat(&folder, name, Vec::new()).ok()).flatten();
    let target = target.map(|t| path::shown(t.as_bytes()));
    Ok(told(path, &path::shown(name.to_bytes()), &stat, target))
}

fn told(path: &str, name: &str, stat: &Stat, target: Option<String>) -> WorkFile {
    WorkFile {
        path: path.into(),
        name: name.into(),
        kind: kind_of(stat),
        bytes: size_of(stat),
        changed_ms: changed_ms(stat),
        executable: stat.st_mode & 0o111 != 0,
        tag: tag_of(stat),
        target,
    }
}

fn kind_of(stat: &Stat) -> WorkKind {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => WorkKind::File,
        FileType::Directory => WorkKind::Folder,
        FileType::Symlink => WorkKind::Link,
        _ => WorkKind::Other,
    }
}

fn size_of(stat: &Stat) -> u64 {
    match kind_of(stat) {
        WorkKind::File => u64::try_from(stat.st_size).unwrap_or(0),
        _ => 0,
    }
}

fn changed_ms(stat: &Stat) -> i64 {
    stat.st_mtime.saturating_mul(1000).saturating_add((stat.st_mtime_nsec / 1_000_000) as i64)
}

fn tag_of(stat: &Stat) -> String {
    format!("{:x}.{:x}-{:x}-{:x}", stat.st_mtime, stat.st_mtime_nsec, stat.st_size, stat.st_ino)
}

#[cfg(test)]
mod tests;
