//! Archives of several files in one: zip without compression, read as a claim by strangers and written the same for the same
//! content. What stands in them is for others to say.

use crate::InferError;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The entry that tells of the others.
pub const MANIFEST: &str = "manifest.json";
pub(crate) const MAX_ENTRIES: usize = 64;
const MAX_PACKAGE: u64 = 2 << 30;
const MAX_MANIFEST: u64 = 16 << 20;

/// The files of an archive, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The archive's bytes, the manifest first: the same for the same content.
pub fn pack(manifest: &[u8], files: &Files) -> Result<Vec<u8>, InferError> {
    let fail = |e: &dyn std::fmt::Display| InferError::Damaged(e.to_string());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let first = std::iter::once((MANIFEST, manifest));
    for (name, bytes) in first.chain(files.iter().map(|(n, b)| (n.as_str(), b.as_slice()))) {
        zip.start_file(name, options).map_err(|e| fail(&e))?;
        zip.write_all(bytes).map_err(|e| fail(&e))?;
    }
    Ok(zip.finish().map_err(|e| fail(&e))?.into_inner())
}

/// Writes it so that a reader sees the old file or the new one, never a part.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), InferError> {
    fovea_vision::write_atomic(path, bytes).map_err(|e| {
        let source = match e {
            fovea_vision::VisionError::Write { source, .. } => source,
            other => std::io::Error::other(other),
        };
        InferError::Write { path: path.into(), source }
    })
}

pub fn read(path: &Path) -> Result<Vec<u8>, InferError> {
    let fail = |source| InferError::Read { path: path.into(), source };
    let file = std::fs::File::open(path).map_err(fail)?;
    let length = file.metadata().map_err(fail)?.len();
    if length > MAX_PACKAGE {
        return Err(InferError::Refused(format!("it is larger than {} GiB", MAX_PACKAGE >> 30)));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(MAX_PACKAGE).read_to_end(&mut bytes).map_err(fail)?;
    Ok(bytes)
}

/// The manifest's bytes and all other files.
pub fn unpack(bytes: &[u8]) -> Result<(Vec<u8>, Files), InferError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| InferError::Damaged(e.to_string()))?;
    if zip.len() > MAX_ENTRIES {
        return Err(InferError::Refused(format!("it holds more than {MAX_ENTRIES} files")));
    }
    // The reader of archives keeps the last of two entries of one name; the archive's own count tells of it.
    if entry_count(bytes) != Some(zip.len()) {
        return Err(InferError::Refused("it holds a name twice, or something behind its end".into()));
    }
    let mut files = Files::new();
    let mut manifest = None;
    let mut total = 0u64;
    for i in 0..zip.len() {
        let entry = zip.by_index(i).map_err(|e| InferError::Damaged(e.to_string()))?;
        let name = entry.name().to_string();
        // Nothing is ever unpacked by name; an odd name still is a sign of tampering.
        if !plain_name(&name) {
            return Err(InferError::Refused(format!("it holds a file with the name `{name}`")));
        }
        // Stored entries cannot be larger than the archive, together neither: no bomb fits in, not even one
        // of entries that share their bytes.
        total = total.saturating_add(entry.size());
        let stored =
            entry.compression() == CompressionMethod::Stored && entry.size() == entry.compressed_size();
        if !stored || total > bytes.len() as u64 {
            return Err(InferError::Refused(format!("`{name}` is compressed or lies about its size")));
        }
        let limit = if name == MANIFEST { MAX_MANIFEST } else { entry.size() };
        let mut data = Vec::with_capacity(limit.min(entry.size()) as usize);
        entry
            .take(limit)
            .read_to_end(&mut data)
            .map_err(|e| InferError::Damaged(format!("`{name}`: {e}")))?;
        if name == MANIFEST {
            manifest = Some(data);
        } else {
            files.insert(name, data);
        }
    }
    let manifest = manifest.ok_or_else(|| InferError::Damaged("it has no manifest".into()))?;
    Ok((manifest, files))
}

/// The number of entries that the archive's last record tells; `None` where the archive does not end with it.
fn entry_count(bytes: &[u8]) -> Option<usize> {
    match bytes.last_chunk::<22>()? {
        [b'P', b'K', 5, 6, _, _, _, _, _, _, low, high, _, _, _, _, _, _, _, _, 0, 0] => {
            Some(usize::from(u16::from_le_bytes([*low, *high])))
        }
        _ => None,
    }
}

/// Whether a file of an archive may be called so: parts of letters, digits, dots, hyphens and low lines.
pub fn plain_name(name: &str) -> bool {
    let part = |p: &str| {
        !p.is_empty()
            && !p.starts_with('.')
            && p.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    };
    name.len() <= 100 && name.split('/').all(part)
}

pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}
