//! Archives of strangers. Nothing is unpacked to where they say: each entry is streamed into a file of ours, and
//! its name is only a name.

mod directory;
mod folder;
mod tar;
mod zip;
mod zst;

pub use folder::{Refused, is_archive, unpack_folder};

use super::intake::Intake;
use super::name::{NameFault, SafeName};
use super::upload::enough_space;
use crate::error::ApiResult;
use fovea_store::{BlobHash, Blobs};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

const MOST_ENTRIES: u64 = 200_000;
/// Unpacked to packed; a picture shrinks little, and labels are small.
const MOST_RATIO: u64 = 200;
/// Below this much unpacked the ratio does not matter.
const HARMLESS_BYTES: u64 = 256 << 20;
const LOOK_EVERY: u64 = 32 << 20;
const BUFFER: usize = 128 << 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Zip,
    Tar,
    TarGz,
    TarZst,
}

/// By the file's first bytes; of gzip and zstandard by its name too, since what is inside cannot be seen yet.
pub fn kind(path: &Path, name: &str) -> Option<Kind> {
    let mut head = Vec::new();
    File::open(path).and_then(|f| f.take(512).read_to_end(&mut head)).ok()?;
    let lower = name.to_lowercase();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Some(Kind::Zip)
    } else if head.starts_with(&[0x1f, 0x8b]) && (lower.ends_with(".tar.gz") || lower.ends_with(".tgz")) {
        Some(Kind::TarGz)
    } else if head.starts_with(&zst::MAGIC) && (lower.ends_with(".tar.zst") || lower.ends_with(".tzst")) {
        Some(Kind::TarZst)
    } else if head.get(257..262) == Some(b"ustar") {
        Some(Kind::Tar)
    } else {
        None
    }
}

/// Why an archive is given up. What came in before stays.
#[derive(Debug)]
enum Fault {
    Broken(String),
    TooManyEntries,
    TooLarge,
    Bomb,
}

impl Fault {
    fn code(&self) -> &'static str {
        match self {
            Fault::Broken(_) => "import.archive_broken",
            Fault::TooManyEntries => "import.archive_entries",
            Fault::TooLarge => "import.archive_too_large",
            Fault::Bomb => "import.archive_bomb",
        }
    }

    fn detail(&self) -> String {
        match self {
            Fault::Broken(reason) => format!("the archive is damaged from here on: {reason}"),
            Fault::TooManyEntries => format!("an archive may hold at most {MOST_ENTRIES} files"),
            Fault::TooLarge => "the archive holds more than an upload may".into(),
            Fault::Bomb => {
                format!("the archive grows to more than {MOST_RATIO} times its size when unpacked")
            }
        }
    }
}

enum Stop {
    Fault(Fault),
    /// Nothing to do with the archive, such as a full disk.
    Failed(crate::error::ApiError),
}

impl<E: Into<crate::error::ApiError>> From<E> for Stop {
    fn from(error: E) -> Stop {
        Stop::Failed(error.into())
    }
}

/// Takes in every file of an archive. Blocks.
pub(super) fn unpack(
    intake: &mut Intake,
    kind: Kind,
    name: &SafeName,
    path: &Path,
    packed: u64,
) -> ApiResult<()> {
    unpack_to(intake, kind, name.as_str(), path, packed)
}

fn unpack_to(to: &mut dyn Taking, kind: Kind, name: &str, path: &Path, packed: u64) -> ApiResult<()> {
    let mut unpacking = Unpacking { to: &mut *to, packed, unpacked: 0, entries: 0, looked: 0 };
    let done = match kind {
        Kind::Zip => zip::unpack(&mut unpacking, path),
        Kind::Tar | Kind::TarGz | Kind::TarZst => tar::unpack(&mut unpacking, path, kind),
    };
    match done {
        Ok(()) => Ok(()),
        Err(Stop::Fault(fault)) => {
            to.refuse(name, fault.code(), fault.detail());
            Ok(())
        }
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Who takes what is unpacked.
trait Taking {
    /// Bytes unpacked at most.
    fn most_bytes(&self) -> u64;
    fn enough_space(&self) -> ApiResult<()>;
    /// Where files lie until they are taken.
    fn pending(&self) -> PathBuf;
    fn refuse(&mut self, name: &str, code: &'static str, detail: String);
    fn refuse_name(&mut self, name: &str, fault: NameFault);
    /// Takes a file that lies in `pending`.
    fn take(&mut self, name: &SafeName, path: PathBuf, hash: BlobHash, bytes: u64) -> ApiResult<()>;
}

impl Taking for Intake {
    fn most_bytes(&self) -> u64 {
        self.app().settings.most_upload_bytes
    }

    fn enough_space(&self) -> ApiResult<()> {
        enough_space(self.app(), &self.folder(), 0)
    }

    fn pending(&self) -> PathBuf {
        self.folder().join("pending")
    }

    fn refuse(&mut self, name: &str, code: &'static str, detail: String) {
        Intake::refuse(self, name, code, detail);
    }

    fn refuse_name(&mut self, name: &str, fault: NameFault) {
        Intake::refuse_name(self, name, fault);
    }

    fn take(&mut self, name: &SafeName, path: PathBuf, hash: BlobHash, bytes: u64) -> ApiResult<()> {
        self.file(name, path, hash, bytes)
    }
}

struct Unpacking<'a> {
    to: &'a mut dyn Taking,
    packed: u64,
    unpacked: u64,
    entries: u64,
    looked: u64,
}

impl Unpacking<'_> {
    fn count_entry(&mut self) -> Result<(), Stop> {
        self.entries += 1;
        if self.entries > MOST_ENTRIES { Err(Stop::Fault(Fault::TooManyEntries)) } else { Ok(()) }
    }

    fn count_bytes(&mut self, more: u64) -> Result<(), Stop> {
        self.unpacked += more;
        if self.unpacked > self.to.most_bytes() {
            return Err(Stop::Fault(Fault::TooLarge));
        }
        if self.unpacked > HARMLESS_BYTES && self.unpacked / MOST_RATIO > self.packed {
            return Err(Stop::Fault(Fault::Bomb));
        }
        if self.unpacked - self.looked > LOOK_EVERY {
            self.looked = self.unpacked;
            self.to.enough_space()?;
        }
        Ok(())
    }

    fn refuse(&mut self, name: &str, code: &'static str, detail: &str) {
        self.to.refuse(name, code, detail.into());
    }

    /// Streams one entry's content to a file and takes it in. `claimed` is how many bytes it is to have.
    fn entry(&mut self, name: &[u8], claimed: u64, mut content: impl Read) -> Result<(), Stop> {
        let text = SafeName::decode(name);
        let name = match SafeName::parse(&text) {
            Ok(name) => name,
            Err(fault) => {
                self.to.refuse_name(&text, fault);
                return Ok(());
            }
        };
        if name.is_litter() {
            return Ok(());
        }
        let mut writer = Blobs::writer(&self.to.pending())?;
        let mut buffer = vec![0; BUFFER];
        loop {
            let read = match content.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(e) => {
                    self.refuse(name.as_str(), "import.entry_broken", &format!("it cannot be unpacked: {e}"));
                    return Ok(());
                }
            };
            self.count_bytes(read as u64)?;
            writer.write(buffer.get(..read).unwrap_or_default())?;
        }
        let bytes = writer.bytes();
        if bytes != claimed {
            self.refuse(name.as_str(), "import.entry_broken", &format!("it has {bytes} of {claimed} bytes"));
            return Ok(());
        }
        let (path, hash) = writer.finish_unsynced()?;
        if kind(&path, name.as_str()).is_some() {
            let _ = std::fs::remove_file(path);
            self.refuse(
                name.as_str(),
                "import.nested_archive",
                "an archive within an archive is not unpacked",
            );
            return Ok(());
        }
        Ok(self.to.take(&name, path, hash, bytes)?)
    }
}

#[cfg(test)]
mod tests;
