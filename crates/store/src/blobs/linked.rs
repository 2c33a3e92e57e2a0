//! Contents that lie on a storage of the administrator's in place of here: beside where the file would lie, one that tells where it is.
//! What lies there may be anybody's, so a way is walked name by name, no link is followed, and all that is read is held against its hash:
//! another file under the same name is never taken for the one that was meant. Nothing on a storage is ever written or removed.

use super::{BlobHash, Blobs};
use crate::disk::{make_folder, sync_folder};
use crate::{Id, Result, StoreError};
use rustix::fs::{FileType, Mode, OFlags, fstat, open, openat};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ffi::CString;
use std::fmt;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

const ENDING: &str = ".link";
const BUFFER: usize = 256 << 10;

/// Where a content lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedFile {
    pub storage: String,
    /// Below it, with `/` between names
    pub path: String,
    pub bytes: u64,
}

/// Why a linked content cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkWhy {
    /// Nothing is there, or no plain file.
    Gone,
    /// Another file is there.
    Changed,
    Unreadable,
    /// The server has no storage of this name.
    NoStorage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFault {
    pub storage: String,
    pub path: String,
    pub why: LinkWhy,
}

impl LinkFault {
    /// Never renamed: told to programs.
    pub fn code(&self) -> &'static str {
        match self.why {
            LinkWhy::Gone => "link.gone",
            LinkWhy::Changed => "link.changed",
            LinkWhy::Unreadable => "link.unreadable",
            LinkWhy::NoStorage => "link.no_storage",
        }
    }
}

impl fmt::Display for LinkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LinkFault { storage, path, .. } = self;
        match self.why {
            LinkWhy::Gone => write!(f, "the linked picture {path} is no longer on the storage {storage}"),
            LinkWhy::Changed => {
                write!(f, "{path} on the storage {storage} is another file than the linked picture")
            }
            LinkWhy::Unreadable => {
                write!(f, "the linked picture {path} on the storage {storage} cannot be read")
            }
            LinkWhy::NoStorage => {
                write!(
                    f,
                    "the linked picture {path} lies on the storage {storage}, which the server was started without"
                )
            }
        }
    }
}

/// Folders of storages by name, as the server was started with them.
#[derive(Debug, Clone, Default)]
pub(super) struct Roots(Arc<RwLock<BTreeMap<String, PathBuf>>>);

impl Blobs {
    /// Where storages lie from now on.
    pub fn set_storages(&self, all: impl IntoIterator<Item = (String, PathBuf)>) {
        *self.roots.0.write().unwrap_or_else(PoisonError::into_inner) = all.into_iter().collect();
    }

    pub(super) fn link_path(&self, hash: &BlobHash) -> PathBuf {
        let (shard, _) = hash.as_str().split_at(2);
        self.folder.join(shard).join(format!("{hash}{ENDING}"))
    }

    pub(super) fn of_link(name: &str) -> Option<BlobHash> {
        name.strip_suffix(ENDING)?.parse().ok()
    }

    /// Where the content lies, if not here.
    pub fn link(&self, hash: &BlobHash) -> Result<Option<LinkedFile>> {
        if self.path(hash).is_file() {
            return Ok(None);
        }
        let path = self.link_path(hash);
        match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text)
                .map(Some)
                .map_err(|_| StoreError::corrupt(format!("the link of {hash}"))),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::file(&path, e)),
        }
    }

    /// Remembers where a content lies. One that is here, or is linked and can be read, stays as it is.
    pub fn put_link(&self, hash: &BlobHash, file: &LinkedFile) -> Result<()> {
        if self.path(hash).is_file() {
            return Ok(());
        }
        if let Some(known) = self.link(hash)?
            && (known == *file || self.open_linked(hash, &known).is_ok())
        {
            return Ok(());
        }
        let to = self.link_path(hash);
        let folder = self.shard(&to)?;
        let text = serde_json::to_vec(file).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let part = folder.join(format!(".{}.part", Id::new()));
        let written = super::write_file(&part, &text, true).and_then(|()| fs::rename(&part, &to));
        if let Err(error) = written {
            // The first error is the one worth telling.
            let _ = fs::remove_file(&part);
            return Err(StoreError::file(&to, error));
        }
        sync_folder(&folder)
    }

    /// The content is here from now on.
    pub(super) fn drop_link(&self, hash: &BlobHash) {
        if self.ending.is_empty() {
            // One that stays is not looked at as long as the file is here.
            let _ = fs::remove_file(self.link_path(hash));
        }
    }

    /// The content, wherever it lies.
    pub fn open(&self, hash: &BlobHash) -> Result<File> {
        match self.link(hash)? {
            Some(link) => self.open_linked(hash, &link),
            None => {
                let path = self.path(hash);
                File::open(&path).map_err(|e| match e.kind() {
                    ErrorKind::NotFound => StoreError::NotFound { what: "content" },
                    _ => StoreError::file(&path, e),
                })
            }
        }
    }

    /// All of a content that lies on a storage; `None` where it lies here.
    pub fn linked_bytes(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>> {
        let Some(link) = self.link(hash)? else { return Ok(None) };
        let mut bytes = Vec::with_capacity(usize::try_from(link.bytes).unwrap_or(0).min(64 << 20));
        self.found(&link).and_then(|mut file| checked(&mut file, hash, &link, &mut bytes))?;
        Ok(Some(bytes))
    }

    /// Why a linked content is out of reach, as far as its place and length tell: nothing of it is read. `None` also where it lies here.
    pub fn out_of_reach(&self, hash: &BlobHash) -> Result<Option<LinkFault>> {
        let Some(link) = self.link(hash)? else { return Ok(None) };
        let why = match self.found(&link) {
            Ok(file) => match file.metadata() {
                Ok(now) if now.len() == link.bytes => return Ok(None),
                Ok(_) => LinkWhy::Changed,
                Err(_) => LinkWhy::Unreadable,
            },
            Err(StoreError::Linked(fault)) => return Ok(Some(fault)),
            Err(error) => return Err(error),
        };
        Ok(Some(LinkFault { storage: link.storage, path: link.path, why }))
    }

    /// Gives the content a name elsewhere: of a file that lies here another name of the same bytes, of a linked one a copy, which is
    /// whole or not there.
    pub fn lay(&self, hash: &BlobHash, to: &Path) -> Result<()> {
        match self.link(hash)? {
            None => crate::layout::link(&self.path(hash), to),
            Some(link) => self.copy_linked(hash, &link, to),
        }
    }

    /// A path by which another process reads the content: its own, or of a linked one a copy in this folder.
    pub fn at_hand(&self, hash: &BlobHash, folder: &Path) -> Result<PathBuf> {
        let Some(link) = self.link(hash)? else { return Ok(self.path(hash)) };
        make_folder(folder)?;
        let to = folder.join(hash.as_str());
        self.copy_linked(hash, &link, &to)?;
        Ok(to)
    }

    fn copy_linked(&self, hash: &BlobHash, link: &LinkedFile, to: &Path) -> Result<()> {
        // From an earlier, cut attempt.
        if to.exists() {
            return Ok(());
        }
        let part = to.with_file_name(format!(".{}.part", Id::new()));
        let mut from = self.found(link)?;
        let file = File::create_new(&part).map_err(|e| StoreError::file(&part, e))?;
        let mut file = Target { file, path: &part, fault: None };
        let copied = checked(&mut from, hash, link, &mut file);
        let done = match (file.fault.take(), copied) {
            (Some(fault), _) => Err(fault),
            (None, copied) => {
                copied.and_then(|()| fs::rename(&part, to).map_err(|e| StoreError::file(to, e)))
            }
        };
        if done.is_err() {
            let _ = fs::remove_file(&part);
        }
        done
    }

    fn open_linked(&self, hash: &BlobHash, link: &LinkedFile) -> Result<File> {
        let mut file = self.found(link)?;
        checked(&mut file, hash, link, &mut std::io::sink())?;
        file.seek(SeekFrom::Start(0)).map_err(|_| fault(link, LinkWhy::Unreadable))?;
        Ok(file)
    }

    /// The plain file that has the name now.
    fn found(&self, link: &LinkedFile) -> Result<File> {
        let root = self.roots.0.read().unwrap_or_else(PoisonError::into_inner).get(&link.storage).cloned();
        let root = root.ok_or_else(|| fault(link, LinkWhy::NoStorage))?;
        walked(&root, &link.path).map_err(|errno| match errno {
            Errno::ACCESS | Errno::PERM | Errno::IO | Errno::STALE | Errno::MFILE | Errno::NFILE => {
                fault(link, LinkWhy::Unreadable)
            }
            _ => fault(link, LinkWhy::Gone),
        })
    }
}

fn fault(link: &LinkedFile, why: LinkWhy) -> StoreError {
    StoreError::Linked(LinkFault { storage: link.storage.clone(), path: link.path.clone(), why })
}

/// Name by name from a folder that is held. What is there is held before it is opened: a pipe would wait for a writer.
fn walked(root: &Path, path: &str) -> rustix::io::Result<File> {
    let place = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut at = open(root, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return Err(Errno::NOENT);
        }
        let name = CString::new(part).map_err(|_| Errno::NOENT)?;
        at = openat(&at, name.as_c_str(), place, Mode::empty())?;
    }
    if FileType::from_raw_mode(fstat(&at)?.st_mode) != FileType::RegularFile {
        return Err(Errno::NOENT);
    }
    // The very file that is held, whatever its name means by now.
    let how = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(open(format!("/proc/self/fd/{}", at.as_raw_fd()), how, Mode::empty())?))
}

/// Reads the file to its end and holds it against its hash.
fn checked(file: &mut File, hash: &BlobHash, link: &LinkedFile, to: &mut dyn Write) -> Result<()> {
    let (mut digest, mut buffer) = (Sha256::new(), vec![0; BUFFER]);
    // What has grown is another one by then.
    let mut file = file.take(link.bytes.saturating_add(1));
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                let read = buffer.get(..read).unwrap_or_default();
                digest.update(read);
                to.write_all(read).map_err(|_| fault(link, LinkWhy::Unreadable))?;
            }
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Err(fault(link, LinkWhy::Unreadable)),
        }
    }
    if BlobHash::from_digest(digest.finalize().as_slice()) == *hash {
        Ok(())
    } else {
        Err(fault(link, LinkWhy::Changed))
    }
}

/// What is copied to; its own faults are not the storage's.
struct Target<'a> {
    file: File,
    path: &'a Path,
    fault: Option<StoreError>,
}

impl Write for Target<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes).map_err(|e| {
            let kind = e.kind();
            if kind != ErrorKind::Interrupted {
                self.fault = Some(StoreError::file(self.path, e));
            }
            kind.into()
        })
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
