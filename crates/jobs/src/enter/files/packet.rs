//! Packets: what they hold, and how it is read and written.

use std::fs::Metadata;
use std::io::{Error, ErrorKind, Result};
use std::os::unix::fs::MetadataExt;

/// Of a packet, as OpenSSH's; reads and writes hold as much less as their heads need.
pub const MOST_PACKET: usize = 256 << 10;
pub const MOST_DATA: usize = MOST_PACKET - 1024;

pub mod kind {
    pub const INIT: u8 = 1;
    pub const VERSION: u8 = 2;
    pub const OPEN: u8 = 3;
    pub const CLOSE: u8 = 4;
    pub const READ: u8 = 5;
    pub const WRITE: u8 = 6;
    pub const LSTAT: u8 = 7;
    pub const FSTAT: u8 = 8;
    pub const SETSTAT: u8 = 9;
    pub const FSETSTAT: u8 = 10;
    pub const OPENDIR: u8 = 11;
    pub const READDIR: u8 = 12;
    pub const REMOVE: u8 = 13;
    pub const MKDIR: u8 = 14;
    pub const RMDIR: u8 = 15;
    pub const REALPATH: u8 = 16;
    pub const STAT: u8 = 17;
    pub const RENAME: u8 = 18;
    pub const READLINK: u8 = 19;
    pub const SYMLINK: u8 = 20;
    pub const STATUS: u8 = 101;
    pub const HANDLE: u8 = 102;
    pub const DATA: u8 = 103;
    pub const NAME: u8 = 104;
    pub const ATTRS: u8 = 105;
    pub const EXTENDED: u8 = 200;
    pub const EXTENDED_REPLY: u8 = 201;
}

/// How something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ok = 0,
    Eof = 1,
    NoSuchFile = 2,
    PermissionDenied = 3,
    Failure = 4,
    BadMessage = 5,
    Unsupported = 8,
}

impl Status {
    pub fn of(error: &Error) -> Status {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Status::NoSuchFile,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Status::PermissionDenied,
            ErrorKind::InvalidData => Status::BadMessage,
            ErrorKind::Unsupported => Status::Unsupported,
            _ => Status::Failure,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Status::Ok => "Success",
            Status::Eof => "End of file",
            Status::NoSuchFile => "No such file",
            Status::PermissionDenied => "Permission denied",
            Status::Failure => "Failure",
            Status::BadMessage => "Bad message",
            Status::Unsupported => "Operation unsupported",
        }
    }
}

/// The rest of a packet that is being read; whatever is missing makes it a bad one.
pub struct Read<'a>(pub &'a [u8]);

impl<'a> Read<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(ErrorKind::InvalidData)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn number(&mut self) -> Result<u32> {
        let bytes = self.take(4)?.try_into().map_err(|_| ErrorKind::InvalidData)?;
        Ok(u32::from_be_bytes(bytes))
    }

    pub fn long(&mut self) -> Result<u64> {
        let bytes = self.take(8)?.try_into().map_err(|_| ErrorKind::InvalidData)?;
        Ok(u64::from_be_bytes(bytes))
    }

    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = usize::try_from(self.number()?).map_err(|_| ErrorKind::InvalidData)?;
        self.take(length)
    }

    pub fn attributes(&mut self) -> Result<Attributes> {
        let flags = self.number()?;
        let mut all = Attributes::default();
        if flags & 1 != 0 {
            all.size = Some(self.long()?);
        }
        if flags & 2 != 0 {
            all.owner = Some((self.number()?, self.number()?));
        }
        if flags & 4 != 0 {
            all.mode = Some(self.number()?);
        }
        if flags & 8 != 0 {
            all.times = Some((self.number()?, self.number()?));
        }
        if flags & 0x8000_0000 != 0 {
            for _ in 0..self.number()? {
                self.bytes()?;
                self.bytes()?;
            }
        }
        Ok(all)
    }
}

/// What is told of a file, or wanted of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attributes {
    pub size: Option<u64>,
    pub owner: Option<(u32, u32)>,
    pub mode: Option<u32>,
    /// Of its last read and its last write, in seconds
    pub times: Option<(u32, u32)>,
}

impl Attributes {
    pub fn of(found: &Metadata) -> Attributes {
        let seconds = |at: i64| u32::try_from(at).unwrap_or(0);
        Attributes {
            size: Some(found.size()),
            owner: Some((found.uid(), found.gid())),
            mode: Some(found.mode()),
            times: Some((seconds(found.atime()), seconds(found.mtime()))),
        }
    }
}

/// An answer on its way; its length comes first once it is whole.
#[derive(Debug, Default)]
pub struct Answer(Vec<u8>);

impl Answer {
    pub fn begin(&mut self, kind: u8, id: u32) {
        self.0.clear();
        self.0.extend([0; 4]);
        self.0.push(kind);
        self.number(id);
    }

    pub fn number(&mut self, number: u32) {
        self.0.extend(number.to_be_bytes());
    }

    pub fn long(&mut self, number: u64) {
        self.0.extend(number.to_be_bytes());
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        self.0.extend(bytes);
    }

    /// Room for so many bytes with their length, which `fill` then shortens to how many there were.
    pub fn fill(&mut self, most: usize, fill: impl FnOnce(&mut [u8]) -> Result<usize>) -> Result<usize> {
        let at = self.0.len();
        self.0.resize(at + 4 + most, 0);
        let room = self.0.get_mut(at + 4..).unwrap_or_default();
        let length = fill(room)?.min(most);
        self.0.truncate(at + 4 + length);
        let told = u32::try_from(length).unwrap_or(0).to_be_bytes();
        if let Some(place) = self.0.get_mut(at..at + 4) {
            place.copy_from_slice(&told);
        }
        Ok(length)
    }

    pub fn attributes(&mut self, all: &Attributes) {
        let flag = |there: bool, bit: u32| if there { bit } else { 0 };
        let flags = flag(all.size.is_some(), 1)
            | flag(all.owner.is_some(), 2)
            | flag(all.mode.is_some(), 4)
            | flag(all.times.is_some(), 8);
        self.number(flags);
        if let Some(size) = all.size {
            self.long(size);
        }
        if let Some((user, group)) = all.owner {
            self.number(user);
            self.number(group);
        }
        if let Some(mode) = all.mode {
            self.number(mode);
        }
        if let Some((read, written)) = all.times {
            self.number(read);
            self.number(written);
        }
    }

    /// All of it, as it is sent.
    pub fn whole(&mut self) -> &[u8] {
        let length = u32::try_from(self.0.len().saturating_sub(4)).unwrap_or(0).to_be_bytes();
        if let Some(place) = self.0.get_mut(..4) {
            place.copy_from_slice(&length);
        }
        &self.0
    }
}
