use crate::{Result, StoreError};
use std::fs::File;
use std::path::Path;

/// Bytes that this user may still write where `path` lies.
pub fn free_bytes(path: &Path) -> Result<u64> {
    let found = rustix::fs::statvfs(path).map_err(|e| StoreError::file(path, e.into()))?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// A new or renamed file is only safe from a power cut once the folder that holds its name is on the disk too.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| StoreError::file(folder, e))
}

pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|e| StoreError::file(folder, e))
}
