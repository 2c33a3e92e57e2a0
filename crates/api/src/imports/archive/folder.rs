//! An archive into a folder, for whoever has no server: the same care, and the same words for what is left out.

use super::{Kind, Taking, kind, unpack_to};
use crate::error::{ApiError, ApiResult};
use crate::imports::name::{NameFault, SafeName};
use fovea_store::{BlobHash, free_bytes};
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// Free space that stays.
const SPARE: u64 = 256 << 20;
const MOST_BYTES: u64 = 64 << 30;
const PENDING: &str = ".pending";

/// An entry that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    pub name: String,
    pub code: &'static str,
    pub detail: String,
}

/// Whether it is an archive by its bytes and its name.
pub fn is_archive(path: &Path) -> bool {
    kind_of(path).is_some()
}

fn kind_of(path: &Path) -> Option<Kind> {
    kind(path, &path.file_name()?.to_string_lossy())
}

/// Unpacks into `dir`, which is made. Returns what was left out. Blocks.
pub fn unpack_folder(path: &Path, dir: &Path) -> ApiResult<Vec<Refused>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    fs::create_dir_all(dir).map_err(ApiError::internal)?;
    let packed = fs::metadata(path).map_err(ApiError::internal)?.len();
    let mut folder = Folder { dir: dir.into(), refused: Vec::new() };
    match kind_of(path) {
        Some(kind) => unpack_to(&mut folder, kind, &name, path, packed)?,
        None => folder.refuse(&name, "import.unknown_kind", "it is no zip, tar, tar.gz or tar.zst".into()),
    }
    let _ = fs::remove_dir_all(dir.join(PENDING));
    Ok(folder.refused)
}

struct Folder {
    dir: PathBuf,
    refused: Vec<Refused>,
}

impl Taking for Folder {
    fn most_bytes(&self) -> u64 {
        MOST_BYTES
    }

    fn enough_space(&self) -> ApiResult<()> {
        if free_bytes(&self.dir)? < SPARE {
            return Err(fovea_store::StoreError::DiskFull.into());
        }
        Ok(())
    }

    fn pending(&self) -> PathBuf {
        self.dir.join(PENDING)
    }

    fn refuse(&mut self, name: &str, code: &'static str, detail: String) {
        let name = name.chars().filter(|c| !c.is_control()).take(500).collect();
        self.refused.push(Refused { name, code, detail });
    }

    fn refuse_name(&mut self, name: &str, fault: NameFault) {
        self.refuse(name, "import.bad_name", fault.detail().into());
    }

    fn take(&mut self, name: &SafeName, path: PathBuf, _: BlobHash, _: u64) -> ApiResult<()> {
        let to = self.dir.join(name.path());
        let made = to.parent().map_or(Ok(()), fs::create_dir_all);
        // Of two entries of one name the first stays.
        if made.is_err() || to.exists() || fs::rename(&path, &to).is_err() {
            let _ = fs::remove_file(path);
            let detail = "a file or a folder of this name is there already";
            self.refuse(name.as_str(), "import.name_conflict", detail.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut to = tar::Builder::new(Vec::new());
        for (name, content) in entries {
            let mut header = tar::Header::new_ustar();
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            to.append(&header, *content).unwrap();
        }
        to.into_inner().unwrap()
    }

    #[test]
    fn an_archive_is_unpacked_within_its_folder_and_what_is_left_out_is_told() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("set.tar.zst");
        let packed =
            tar(&[("good/a.txt", b"a"), ("../out.txt", b"b"), ("good/a.txt", b"c"), ("b.txt", b"d")]);
        fs::write(&path, compress_to_vec(packed.as_slice(), CompressionLevel::Fastest)).unwrap();
        assert!(is_archive(&path));
        let dir = place.path().join("in");
        let refused = unpack_folder(&path, &dir).unwrap();
        let told: Vec<_> = refused.iter().map(|r| (r.name.as_str(), r.code)).collect();
        assert_eq!(told, [("../out.txt", "import.bad_name"), ("good/a.txt", "import.name_conflict")]);
        assert_eq!(fs::read(dir.join("good/a.txt")).unwrap(), b"a");
        assert_eq!(fs::read(dir.join("b.txt")).unwrap(), b"d");
        assert!(!place.path().join("out.txt").exists() && !dir.join(PENDING).exists());
        // Cut short: what came before is in.
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let refused = unpack_folder(&path, &place.path().join("cut")).unwrap();
        assert_eq!(refused.last().map(|r| r.code), Some("import.archive_broken"));
    }
}
