use crate::{Limits, VisionError};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The whole file, if it is a plain file within the limit. Never waits on a pipe or device.
pub fn read_limited(path: &Path, limits: &Limits) -> Result<Vec<u8>, VisionError> {
    let fail = |e| VisionError::read(path, e);
    let file = open_plain(path)?;
    let claimed = file.metadata().map_err(fail)?.len();
    limits.check_bytes(claimed).map_err(|e| e.in_file(path))?;
    let mut bytes = Vec::with_capacity(claimed as usize);
    // `take` because the file may grow between the look at its length and the reading.
    file.take(limits.max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(fail)?;
    limits.check_bytes(bytes.len() as u64).map_err(|e| e.in_file(path))?;
    Ok(bytes)
}

pub(crate) fn open_plain(path: &Path) -> Result<File, VisionError> {
    let fail = |e| VisionError::read(path, e);
    // Asked before opening: opening a pipe without a writer would wait for ever.
    if !fs::metadata(path).map_err(fail)?.is_file() {
        return Err(fail(std::io::Error::new(std::io::ErrorKind::InvalidInput, "not a plain file")));
    }
    File::open(path).map_err(fail)
}

/// Writes a file so that a reader, or a machine after a power cut, sees the old content or the new, never a
/// part: into a file beside it, to the disk, then renamed over it.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), VisionError> {
    sweep_once(path.parent().unwrap_or(Path::new("")));
    let temporary = name_beside(path);
    let written = write_then_rename(&temporary, path, bytes);
    if written.is_err() {
        // Best effort: the first error is the one worth telling.
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(|e| VisionError::write(path, e))
}

fn write_then_rename(temporary: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(temporary, path)?;
    sync_folder(path)
}

/// A rename is only safe from a power cut once the folder that holds the name is on the disk too.
#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

fn name_beside(path: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut name = std::ffi::OsString::from(".");
    // Cut so that the longer name still fits the file system's 255 bytes.
    let own = path.file_name().map(|n| n.to_string_lossy().chars().take(40).collect::<String>());
    name.push(own.unwrap_or_default());
    name.push(format!(".{}-{}.tmp", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    path.with_file_name(name)
}

/// A write takes less than this.
const LONGEST_WRITE: Duration = Duration::from_secs(60);

/// Removes what writes of processes that are no more have left in a folder; each process looks once.
fn sweep_once(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.into()) {
        sweep(folder);
    }
}

fn sweep(folder: &Path) {
    // Whatever cannot be listed or removed stays; it is nothing that anybody reads.
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let old = || entry.metadata().and_then(|m| m.modified()).ok()?.elapsed().ok();
        let writer = writer(&entry.file_name().to_string_lossy());
        if writer.is_some_and(is_gone) && old().is_some_and(|age| age > LONGEST_WRITE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The process that has given this name by [`name_beside`].
fn writer(name: &str) -> Option<u32> {
    let (own, ids) = name.strip_prefix('.')?.strip_suffix(".tmp")?.rsplit_once('.')?;
    let (process, number) = ids.split_once('-')?;
    number.parse::<u64>().ok()?;
    process.parse().ok().filter(|_| !own.is_empty())
}

/// False also where that cannot be told.
fn is_gone(process: u32) -> bool {
    Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{process}")).exists()
}

#[cfg(test)]
mod tests;
