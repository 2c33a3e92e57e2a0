use crate::{Result, StoreError};
use std::fs::File;
use std::path::Path;

/// Bytes that this user may still write where `path` lies.
pub fn free_bytes(path: &Path) -> Result<u64> {
    let found = rustix::fs::statvfs(path).map_err(|e| StoreError::file(path, e.into()))?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Of the disk on which something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiskSpace {
    pub total: u64,
    /// What this user may still write
    pub free: u64,
}

pub fn disk_space(path: &Path) -> Result<DiskSpace> {
    let found = rustix::fs::statvfs(path).map_err(|e| StoreError::file(path, e.into()))?;
    let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
    // What is kept for the system is neither used nor to be had.
    let kept = found.f_bfree.saturating_sub(found.f_bavail);
    Ok(DiskSpace { total: bytes(found.f_blocks.saturating_sub(kept)), free: bytes(found.f_bavail) })
}

/// A new or renamed file is only safe from a power cut once the folder that holds its name is on the disk too.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| StoreError::file(folder, e))
}

/// Waits until what was written to a file is on the disk.
pub fn sync_file(file: &Path) -> Result<()> {
    File::open(file).and_then(|f| f.sync_all()).map_err(|e| StoreError::file(file, e))
}

pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|e| StoreError::file(folder, e))
}
