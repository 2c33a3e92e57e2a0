mod linked;

use crate::disk::{make_folder, sync_file, sync_folder};
use crate::{Id, Result, StoreError};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::SystemTime;

pub use linked::{LinkFault, LinkWhy, LinkedFile};

/// SHA-256 of a file's bytes, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobHash(String);

impl BlobHash {
    pub fn of(bytes: &[u8]) -> BlobHash {
        BlobHash::from_digest(Sha256::digest(bytes).as_slice())
    }

    pub fn from_digest(digest: &[u8]) -> BlobHash {
        BlobHash(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for BlobHash {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<BlobHash> {
        let fits = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if fits { Ok(BlobHash(text.into())) } else { Err(StoreError::corrupt(format!("the hash {text:?}"))) }
    }
}

/// Files named by the hash of their content, in 256 folders. All calls block: use them off the async threads.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
    ending: &'static str,
    roots: linked::Roots,
}

impl Blobs {
    pub(crate) fn new(folder: PathBuf, ending: &'static str) -> Blobs {
        Blobs { folder, ending, roots: linked::Roots::default() }
    }

    /// Where it lies, or would.
    pub fn path(&self, hash: &BlobHash) -> PathBuf {
        let (shard, _) = hash.0.split_at(2);
        self.folder.join(shard).join(format!("{hash}{}", self.ending))
    }

    /// Whether it lies here, and is no link. False also for an empty file, which is what a power cut may leave of a thumbnail.
    pub fn holds(&self, hash: &BlobHash) -> bool {
        fs::metadata(self.path(hash)).is_ok_and(|m| m.is_file() && m.len() > 0)
    }

    /// Whether it lies here, or it is remembered where it does.
    pub fn knows(&self, hash: &BlobHash) -> bool {
        self.holds(hash) || self.link_path(hash).is_file()
    }

    /// A new file in `folder`, hashed while it is written.
    pub fn writer(folder: &Path) -> Result<BlobWriter> {
        make_folder(folder)?;
        let path = folder.join(format!(".{}.part", Id::new()));
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        let file = file.map_err(|e| StoreError::file(&path, e))?;
        Ok(BlobWriter { file, digest: Sha256::new(), bytes: 0, path, kept: false })
    }

    /// Gives a finished, synced file its place here beside the one it has. The same content twice is one.
    pub fn adopt(&self, file: &Path, hash: &BlobHash) -> Result<()> {
        if let Some(folder) = self.link_to(file, hash)? {
            sync_folder(&folder)?;
        }
        self.drop_link(hash);
        Ok(())
    }

    /// The same for files that need not be synced yet: they come to the disk together, which is several times as quick.
    pub fn adopt_all(&self, files: &[(&Path, &BlobHash)]) -> Result<()> {
        at_once(files, |(file, _)| sync_file(file))?;
        let mut folders = BTreeSet::new();
        for (file, hash) in files {
            folders.extend(self.link_to(file, hash)?);
        }
        let folders: Vec<PathBuf> = folders.into_iter().collect();
        at_once(&folders, |folder| sync_folder(folder))?;
        // Until then, where they lay before is all that is sure.
        files.iter().for_each(|(_, hash)| self.drop_link(hash));
        Ok(())
    }

    /// The folder that has it now, unless it was there before.
    fn link_to(&self, file: &Path, hash: &BlobHash) -> Result<Option<PathBuf>> {
        let to = self.path(hash);
        let folder = self.shard(&to)?;
        match fs::hard_link(file, &to) {
            Ok(()) => Ok(Some(folder)),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(None),
            Err(e) => Err(StoreError::file(&to, e)),
        }
    }

    /// Keeps bytes, synced. The same content twice is one.
    pub fn put(&self, bytes: &[u8]) -> Result<BlobHash> {
        let hash = BlobHash::of(bytes);
        if !self.holds(&hash) {
            self.put_as(&hash, bytes, true)?;
        }
        Ok(hash)
    }

    /// Keeps bytes under another content's hash, as thumbnails are.
    pub fn put_as(&self, hash: &BlobHash, bytes: &[u8], synced: bool) -> Result<()> {
        let to = self.path(hash);
        let folder = self.shard(&to)?;
        let part = folder.join(format!(".{}.part", Id::new()));
        let written = write_file(&part, bytes, synced).and_then(|()| fs::rename(&part, &to));
        if let Err(error) = written {
            // The first error is the one worth telling.
            let _ = fs::remove_file(&part);
            return Err(StoreError::file(&to, error));
        }
        if synced {
            sync_folder(&folder)?;
        }
        self.drop_link(hash);
        Ok(())
    }

    /// What lies in one of the 256 folders since before this moment.
    pub fn old(&self, folder: u8, before: SystemTime) -> Result<Vec<OldFile>> {
        let folder = self.folder.join(format!("{folder:02x}"));
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(StoreError::file(&folder, e)),
        };
        let mut old = Vec::new();
        for entry in entries.flatten() {
            // One that went meanwhile is none.
            let Ok(at) = entry.metadata().and_then(|m| m.modified()) else { continue };
            if at >= before {
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let own = name.strip_suffix(self.ending).and_then(|hash| hash.parse().ok());
            match own.or_else(|| Blobs::of_link(&name)) {
                Some(hash) => old.push(OldFile::Content(hash)),
                None if name.starts_with('.') && name.ends_with(".part") => {
                    old.push(OldFile::Part(entry.path()));
                }
                None => {}
            }
        }
        Ok(old)
    }

    /// Says that it is used now; see [`Blobs::keep_newest`].
    pub fn touch(&self, hash: &BlobHash) {
        // One that went meanwhile, or cannot be written to, is only taken for unused a little early.
        let file = OpenOptions::new().append(true).open(self.path(hash));
        let _ = file.and_then(|f| f.set_modified(SystemTime::now()));
    }

    /// Removes what was not used for the longest time until the rest takes no more than `most` bytes; the one named stays.
    pub fn keep_newest(&self, most: u64, except: &BlobHash) -> Result<()> {
        let mut all = Vec::new();
        for folder in 0..=u8::MAX {
            let Ok(entries) = fs::read_dir(self.folder.join(format!("{folder:02x}"))) else { continue };
            for entry in entries.flatten() {
                let Ok(about) = entry.metadata() else { continue };
                let name = entry.file_name().to_string_lossy().into_owned();
                let hash = name.strip_suffix(self.ending).and_then(|hash| hash.parse::<BlobHash>().ok());
                if let (Some(hash), Ok(at)) = (hash, about.modified()) {
                    all.push((at, about.len(), hash));
                }
            }
        }
        all.sort();
        let mut sum: u64 = all.iter().map(|(_, bytes, _)| bytes).sum();
        for (_, bytes, hash) in all {
            if sum <= most {
                break;
            }
            if hash != *except {
                self.remove(&hash)?;
                sum -= bytes;
            }
        }
        Ok(())
    }

    /// True where there was one.
    pub fn remove(&self, hash: &BlobHash) -> Result<bool> {
        let mut gone = false;
        // Of a link only what tells where it leads.
        for path in [self.link_path(hash), self.path(hash)] {
            match fs::remove_file(&path) {
                Ok(()) => gone = true,
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => return Err(StoreError::file(&path, e)),
            }
        }
        Ok(gone)
    }

    fn shard(&self, path: &Path) -> Result<PathBuf> {
        let folder = path.parent().unwrap_or(&self.folder).to_path_buf();
        if !folder.is_dir() {
            make_folder(&folder)?;
            sync_folder(&self.folder)?;
        }
        Ok(folder)
    }
}

/// Runs what waits for the disk for all of them, several at once: the disk writes together what comes together.
fn at_once<T: Sync>(all: &[T], run: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    const AT_ONCE: usize = 8;
    let parts = all.chunks(all.len().div_ceil(AT_ONCE).max(1));
    let run = &run;
    std::thread::scope(|scope| {
        let threads: Vec<_> = parts.map(|part| scope.spawn(move || part.iter().try_for_each(run))).collect();
        let mut ended = threads.into_iter().map(|thread| thread.join());
        ended.try_for_each(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn write_file(path: &Path, bytes: &[u8], synced: bool) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    if synced { file.sync_all() } else { Ok(()) }
}

/// A file that has lain in its place for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OldFile {
    Content(BlobHash),
    /// The rest of a write that was cut off.
    Part(PathBuf),
}

/// A file being received. Dropped before [`BlobWriter::finish`], it is removed.
#[derive(Debug)]
pub struct BlobWriter {
    file: File,
    digest: Sha256,
    bytes: u64,
    path: PathBuf,
    kept: bool,
}

impl BlobWriter {
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(|e| StoreError::file(&self.path, e))?;
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Brings it to the disk and names it by its hash, in the folder where it was written. What follows behind a
    /// dot keeps apart the same content when it comes several times at once.
    pub fn finish(self) -> Result<(PathBuf, BlobHash)> {
        self.file.sync_all().map_err(|e| StoreError::file(&self.path, e))?;
        self.finish_unsynced()
    }

    /// The same, without waiting for the disk: for [`Blobs::adopt_all`].
    pub fn finish_unsynced(mut self) -> Result<(PathBuf, BlobHash)> {
        let hash = BlobHash::from_digest(self.digest.clone().finalize().as_slice());
        let to = self.path.with_file_name(format!("{hash}.{}", Id::new()));
        fs::rename(&self.path, &to).map_err(|e| StoreError::file(&to, e))?;
        self.kept = true;
        Ok((to, hash))
    }
}

impl Drop for BlobWriter {
    fn drop(&mut self) {
        if !self.kept {
            // Nothing can be done about a failure here; the import's folder goes as a whole later.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests;
