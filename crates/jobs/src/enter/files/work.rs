//! What is done for each packet.

use super::packet::{Answer, Attributes, MOST_DATA, MOST_PACKET, Read as Packet, Status, kind};
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, statvfs, utimensat};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions, ReadDir};
use std::io::{BufReader, Error, ErrorKind, Read, Result, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const VERSION: u32 = 3;
/// Files and folders open at a time.
const MOST_OPEN: usize = 512;
/// Names told at a time.
const NAMES: usize = 128;
/// What is told first of what goes beyond version 3.
const EXTENSIONS: [(&str, &str); 6] = [
    ("posix-rename@openssh.com", "1"),
    ("statvfs@openssh.com", "2"),
    ("hardlink@openssh.com", "1"),
    ("fsync@openssh.com", "1"),
    ("limits@openssh.com", "1"),
    ("expand-path@openssh.com", "1"),
];

/// Answers until nothing more is asked.
pub fn serve(input: impl Read, mut output: impl Write) -> Result<()> {
    let mut input = BufReader::with_capacity(MOST_PACKET, input);
    let (mut server, mut packet, mut answer) = (Server::default(), Vec::new(), Answer::default());
    loop {
        let mut length = [0; 4];
        match input.read_exact(&mut length) {
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(()),
            other => other?,
        }
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if !(5..=MOST_PACKET).contains(&length) {
            return Err(ErrorKind::InvalidData.into());
        }
        packet.resize(length, 0);
        input.read_exact(&mut packet)?;
        server.answer(&packet, &mut answer)?;
        output.write_all(answer.whole())?;
        output.flush()?;
    }
}

enum Open {
    File { file: File, append: bool },
    Folder { path: PathBuf, rest: ReadDir, dots: bool },
}

#[derive(Default)]
struct Server {
    open: HashMap<u32, Open>,
    last: u32,
}

fn path(bytes: &[u8]) -> &Path {
    // An empty name is the folder that one is in.
    Path::new(OsStr::from_bytes(if bytes.is_empty() { b"." } else { bytes }))
}

impl Server {
    /// An error is one of the connection; what goes wrong with a file is an answer.
    fn answer(&mut self, packet: &[u8], answer: &mut Answer) -> Result<()> {
        let (what, rest) = packet.split_first().ok_or(ErrorKind::InvalidData)?;
        let mut rest = Packet(rest);
        if *what == kind::INIT {
            answer.begin(kind::VERSION, VERSION);
            for (name, version) in EXTENSIONS {
                answer.bytes(name.as_bytes());
                answer.bytes(version.as_bytes());
            }
            return Ok(());
        }
        let id = rest.number()?;
        let status = match self.does(*what, id, &mut rest, answer) {
            Ok(None) => return Ok(()),
            Ok(Some(status)) => status,
            Err(e) => Status::of(&e),
        };
        answer.begin(kind::STATUS, id);
        answer.number(status as u32);
        answer.bytes(status.words().as_bytes());
        answer.bytes(b"en");
        Ok(())
    }

    /// `None` where the answer is there already.
    fn does(&mut self, what: u8, id: u32, asked: &mut Packet, answer: &mut Answer) -> Result<Option<Status>> {
        match what {
            kind::READ => return self.read(id, asked, answer),
            kind::WRITE => self.write(asked)?,
            kind::OPEN => return self.open(id, asked, answer).map(|()| None),
            kind::CLOSE => drop(self.open.remove(&handle(asked)?).ok_or(ErrorKind::InvalidInput)?),
            kind::OPENDIR => {
                let path = path(asked.bytes()?).to_path_buf();
                let folder = Open::Folder { rest: fs::read_dir(&path)?, path, dots: true };
                self.keep(id, folder, answer)?;
                return Ok(None);
            }
            kind::READDIR => return self.read_folder(id, asked, answer),
            kind::STAT => return Ok(told(id, &fs::metadata(path(asked.bytes()?))?, answer)),
            kind::LSTAT => return Ok(told(id, &fs::symlink_metadata(path(asked.bytes()?))?, answer)),
            kind::FSTAT => return Ok(told(id, &self.file(asked)?.metadata()?, answer)),
            kind::SETSTAT => {
                let path = path(asked.bytes()?);
                set(path, None, &asked.attributes()?)?;
            }
            kind::FSETSTAT => {
                let (file, own) = (self.file(asked)?, PathBuf::new());
                set(&own, Some(file), &asked.attributes()?)?;
            }
            kind::REMOVE => fs::remove_file(path(asked.bytes()?))?,
            kind::MKDIR => {
                let path = path(asked.bytes()?);
                let mode = asked.attributes()?.mode.unwrap_or(0o777) & 0o777;
                DirBuilder::new().mode(mode).create(path)?;
            }
            kind::RMDIR => fs::remove_dir(path(asked.bytes()?))?,
            kind::REALPATH => return Ok(one_name(id, &real(path(asked.bytes()?))?, answer)),
            kind::RENAME => {
                let (from, to) = (path(asked.bytes()?), path(asked.bytes()?));
                // Version 3 takes nothing away in passing.
                if fs::symlink_metadata(to).is_ok() {
                    return Ok(Some(Status::Failure));
                }
                fs::rename(from, to)?;
            }
            kind::READLINK => return Ok(one_name(id, &fs::read_link(path(asked.bytes()?))?, answer)),
            kind::SYMLINK => {
                // In the order that all who speak with OpenSSH keep to, not that of the draft.
                let (leads_to, link) = (path(asked.bytes()?), path(asked.bytes()?));
                std::os::unix::fs::symlink(leads_to, link)?;
            }
            kind::EXTENDED => return self.extended(id, asked, answer),
            _ => return Ok(Some(Status::Unsupported)),
        }
        Ok(Some(Status::Ok))
    }

    fn keep(&mut self, id: u32, open: Open, answer: &mut Answer) -> Result<()> {
        if self.open.len() >= MOST_OPEN {
            return Err(Error::other("too many are open"));
        }
        while self.open.contains_key(&self.last) {
            self.last = self.last.wrapping_add(1);
        }
        self.open.insert(self.last, open);
        answer.begin(kind::HANDLE, id);
        answer.bytes(&self.last.to_be_bytes());
        Ok(())
    }

    fn file(&self, asked: &mut Packet) -> Result<&File> {
        match self.open.get(&handle(asked)?) {
            Some(Open::File { file, .. }) => Ok(file),
            _ => Err(ErrorKind::InvalidInput.into()),
        }
    }

    fn open(&mut self, id: u32, asked: &mut Packet, answer: &mut Answer) -> Result<()> {
        let (path, flags, wanted) = (path(asked.bytes()?), asked.number()?, asked.attributes()?);
        let has = |bit: u32| flags & bit != 0;
        let (write, append, create) = (has(2) || has(4), has(4), has(8));
        let mut how = OpenOptions::new();
        how.read(has(1)).write(write).truncate(write && has(0x10));
        how.create(write && create).create_new(write && create && has(0x20));
        // A pipe in place of a file keeps nobody waiting.
        how.mode(wanted.mode.unwrap_or(0o666) & 0o777).custom_flags(0o4000);
        let file = how.open(path)?;
        self.keep(id, Open::File { file, append }, answer)
    }

    fn read(&mut self, id: u32, asked: &mut Packet, answer: &mut Answer) -> Result<Option<Status>> {
        let file = self.file(asked)?;
        let (at, length) = (asked.long()?, asked.number()?);
        let most = usize::try_from(length).unwrap_or(MOST_DATA).min(MOST_DATA);
        answer.begin(kind::DATA, id);
        let read = answer.fill(most, |room| file.read_at(room, at))?;
        Ok((read == 0 && most > 0).then_some(Status::Eof))
    }

    fn write(&mut self, asked: &mut Packet) -> Result<()> {
        let Some(Open::File { file, append }) = self.open.get_mut(&handle(asked)?) else {
            return Err(ErrorKind::InvalidInput.into());
        };
        let (at, bytes) = (asked.long()?, asked.bytes()?);
        let at = if *append { file.metadata()?.size() } else { at };
        file.write_all_at(bytes, at)
    }

    fn read_folder(&mut self, id: u32, asked: &mut Packet, answer: &mut Answer) -> Result<Option<Status>> {
        let Some(Open::Folder { path, rest, dots }) = self.open.get_mut(&handle(asked)?) else {
            return Err(ErrorKind::InvalidInput.into());
        };
        let mut found = Vec::new();
        if std::mem::take(dots) {
            for name in [".", ".."] {
                let one = fs::symlink_metadata(path.join(name));
                found.extend(one.ok().map(|m| (name.as_bytes().to_vec(), m)));
            }
        }
        // What went away meanwhile is not told.
        let named =
            |entry: fs::DirEntry| Some((entry.file_name().as_bytes().to_vec(), entry.metadata().ok()?));
        found.extend(rest.by_ref().filter_map(|entry| named(entry.ok()?)).take(NAMES));
        if found.is_empty() {
            return Ok(Some(Status::Eof));
        }
        answer.begin(kind::NAME, id);
        answer.number(u32::try_from(found.len()).unwrap_or(0));
        for (name, metadata) in found {
            answer.bytes(&name);
            answer.bytes(&[line(&metadata).as_bytes(), name.as_slice()].concat());
            answer.attributes(&Attributes::of(&metadata));
        }
        Ok(None)
    }

    fn extended(&mut self, id: u32, asked: &mut Packet, answer: &mut Answer) -> Result<Option<Status>> {
        match asked.bytes()? {
            b"posix-rename@openssh.com" => fs::rename(path(asked.bytes()?), path(asked.bytes()?))?,
            b"hardlink@openssh.com" => fs::hard_link(path(asked.bytes()?), path(asked.bytes()?))?,
            b"fsync@openssh.com" => self.file(asked)?.sync_all()?,
            b"statvfs@openssh.com" => {
                let found = statvfs(path(asked.bytes()?))?;
                answer.begin(kind::EXTENDED_REPLY, id);
                for number in [
                    found.f_bsize,
                    found.f_frsize,
                    found.f_blocks,
                    found.f_bfree,
                    found.f_bavail,
                    found.f_files,
                    found.f_ffree,
                    found.f_favail,
                    found.f_fsid,
                    0,
                    found.f_namemax,
                ] {
                    answer.long(number);
                }
                return Ok(None);
            }
            b"limits@openssh.com" => {
                answer.begin(kind::EXTENDED_REPLY, id);
                for number in [MOST_PACKET, MOST_DATA, MOST_DATA, MOST_OPEN] {
                    answer.long(number as u64);
                }
                return Ok(None);
            }
            b"expand-path@openssh.com" => {
                let asked = asked.bytes()?;
                let home = std::env::current_dir()?;
                let path = match asked.strip_prefix(b"~") {
                    Some([]) => home,
                    Some([b'/', rest @ ..]) => home.join(path(rest)),
                    // Nobody else has a home here.
                    Some(_) => return Ok(Some(Status::NoSuchFile)),
                    None => path(asked).to_path_buf(),
                };
                return Ok(one_name(id, &real(&path)?, answer));
            }
            _ => return Ok(Some(Status::Unsupported)),
        }
        Ok(Some(Status::Ok))
    }
}

fn handle(asked: &mut Packet) -> Result<u32> {
    let bytes = asked.bytes()?.try_into().map_err(|_| Error::from(ErrorKind::InvalidInput))?;
    Ok(u32::from_be_bytes(bytes))
}

fn told(id: u32, found: &Metadata, answer: &mut Answer) -> Option<Status> {
    answer.begin(kind::ATTRS, id);
    answer.attributes(&Attributes::of(found));
    None
}

fn one_name(id: u32, path: &Path, answer: &mut Answer) -> Option<Status> {
    let name = path.as_os_str().as_bytes();
    answer.begin(kind::NAME, id);
    answer.number(1);
    answer.bytes(name);
    answer.bytes(name);
    answer.attributes(&Attributes::default());
    None
}

/// Without links, and without `.` and `..`; the last part need not be there.
fn real(path: &Path) -> Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => {}
        other => return other,
    }
    let path = std::path::absolute(path)?;
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Ok(fs::canonicalize(parent)?.join(name)),
        _ => Ok(path),
    }
}

/// Of an open file, or of what is at a path.
fn set(path: &Path, file: Option<&File>, wanted: &Attributes) -> Result<()> {
    if let Some(size) = wanted.size {
        match file {
            Some(file) => file.set_len(size)?,
            None => OpenOptions::new().write(true).open(path)?.set_len(size)?,
        }
    }
    if let Some(mode) = wanted.mode {
        let mode = Permissions::from_mode(mode & 0o7777);
        match file {
            Some(file) => file.set_permissions(mode)?,
            None => fs::set_permissions(path, mode)?,
        }
    }
    if let Some((read, written)) = wanted.times {
        let at = |seconds: u32| Timespec { tv_sec: seconds.into(), tv_nsec: 0 };
        let times = Timestamps { last_access: at(read), last_modification: at(written) };
        match file {
            Some(file) => rustix::fs::futimens(file, &times)?,
            None => utimensat(CWD, path, &times, AtFlags::empty())?,
        }
    }
    if let Some((user, group)) = wanted.owner {
        match file {
            Some(file) => std::os::unix::fs::fchown(file, Some(user), Some(group))?,
            None => std::os::unix::fs::chown(path, Some(user), Some(group))?,
        }
    }
    Ok(())
}

/// As `ls -l` begins, for people who look.
fn line(found: &Metadata) -> String {
    let mode = found.mode();
    let sort = match mode & 0o170_000 {
        0o040_000 => 'd',
        0o120_000 => 'l',
        0o060_000 => 'b',
        0o020_000 => 'c',
        0o010_000 => 'p',
        0o140_000 => 's',
        _ => '-',
    };
    let sign = |bit: u32, sign: char| if mode & bit != 0 { sign } else { '-' };
    let rights: String =
        (0..9).map(|n| sign(0o400 >> n, ['r', 'w', 'x'].into_iter().nth(n % 3).unwrap_or('-'))).collect();
    let at =
        time::OffsetDateTime::from_unix_timestamp(found.mtime()).unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
    let month = at.month().to_string();
    let month = month.get(..3).unwrap_or("???");
    let (links, user, group, size) = (found.nlink(), found.uid(), found.gid(), found.size());
    format!("{sort}{rights} {links:>4} {user:<8} {group:<8} {size:>8} {month} {:>2} {} ", at.day(), at.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks, and what came back: its kind and what is behind its id.
    fn ask(server: &mut Server, kind: u8, parts: &[&[u8]]) -> (u8, Vec<u8>) {
        let packet = [&[kind, 0, 0, 0, 7], parts.concat().as_slice()].concat();
        let mut answer = Answer::default();
        server.answer(&packet, &mut answer).unwrap();
        let whole = answer.whole();
        assert_eq!(whole[..4], u32::try_from(whole.len() - 4).unwrap().to_be_bytes());
        assert_eq!(whole[5..9], [0, 0, 0, 7]);
        (whole[4], whole[9..].to_vec())
    }

    fn text(bytes: &[u8]) -> Vec<u8> {
        [&u32::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat()
    }

    fn at(path: &Path) -> Vec<u8> {
        text(path.as_os_str().as_bytes())
    }

    fn status((kind, rest): (u8, Vec<u8>)) -> u32 {
        assert_eq!(kind, super::kind::STATUS);
        u32::from_be_bytes(rest[..4].try_into().unwrap())
    }

    const NONE: &[u8] = &[0; 4];

    #[test]
    fn a_file_is_written_read_and_told_of() {
        let dir = tempfile::tempdir().unwrap();
        let mut server = Server::default();
        let file = dir.path().join(OsStr::from_bytes(b"a\xff"));
        let (kind, handle) = ask(&mut server, kind::OPEN, &[&at(&file), &[0, 0, 0, 0x1b], NONE]);
        assert_eq!(kind, super::kind::HANDLE);
        assert_eq!(status(ask(&mut server, kind::WRITE, &[&handle, &[0; 8], &text(b"hello")])), 0);
        let two: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 2];
        let (kind, data) = ask(&mut server, kind::READ, &[&handle, two, &[0xff; 4]]);
        assert_eq!((kind, data), (super::kind::DATA, text(b"llo")));
        assert_eq!(
            status(ask(&mut server, kind::READ, &[&handle, &[0, 0, 0, 0, 0, 0, 0, 9], &[0, 0, 1, 0]])),
            1
        );
        // Mode and times.
        let wanted = [&[0u8, 0, 0, 12][..], &0o640u32.to_be_bytes(), &[0, 0, 0, 5], &[0, 0, 0, 6]].concat();
        assert_eq!(status(ask(&mut server, kind::FSETSTAT, &[&handle, &wanted])), 0);
        let found = fs::metadata(&file).unwrap();
        assert_eq!((found.mode() & 0o777, found.atime(), found.mtime()), (0o640, 5, 6));
        assert_eq!(status(ask(&mut server, kind::CLOSE, &[&handle])), 0);
        assert_eq!(status(ask(&mut server, kind::CLOSE, &[&handle])), 4);

        let (_, handle) = ask(&mut server, kind::OPENDIR, &[&at(dir.path())]);
        let (kind, names) = ask(&mut server, kind::READDIR, &[&handle]);
        assert_eq!((kind, &names[..4]), (super::kind::NAME, &[0, 0, 0, 3][..]));
        assert!(
            names.windows(2).any(|w| w == b"a\xff")
                && String::from_utf8_lossy(&names).contains("-rw-r----- ")
        );
        assert_eq!(status(ask(&mut server, kind::READDIR, &[&handle])), 1);
    }

    #[test]
    fn nothing_is_taken_away_in_passing_but_where_that_is_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let mut server = Server::default();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        fs::write(&a, "a").unwrap();
        fs::write(&b, "b").unwrap();
        assert_eq!(status(ask(&mut server, kind::RENAME, &[&at(&a), &at(&b)])), 4);
        let posix = text(b"posix-rename@openssh.com");
        assert_eq!(status(ask(&mut server, kind::EXTENDED, &[&posix, &at(&a), &at(&b)])), 0);
        assert_eq!(fs::read_to_string(&b).unwrap(), "a");
        // As OpenSSH's program sends it: where it leads first.
        assert_eq!(status(ask(&mut server, kind::SYMLINK, &[&text(b"b"), &at(&a)])), 0);
        assert_eq!(fs::read_link(&a).unwrap(), Path::new("b"));
        let (kind, name) = ask(&mut server, kind::REALPATH, &[&at(&a)]);
        let real = fs::canonicalize(&b).unwrap();
        assert_eq!((kind, &name[4..4 + at(&real).len()]), (super::kind::NAME, at(&real).as_slice()));
        assert_eq!(status(ask(&mut server, kind::REMOVE, &[&at(&dir.path().join("none"))])), 2);
        assert_eq!(status(ask(&mut server, kind::MKDIR, &[&at(&dir.path().join("new")), NONE])), 0);
        assert_eq!(status(ask(&mut server, kind::RMDIR, &[&at(&dir.path().join("new"))])), 0);
    }

    #[test]
    fn what_is_no_packet_is_refused_and_nothing_else_happens() {
        let mut server = Server::default();
        // Lengths that are not there.
        assert_eq!(status(ask(&mut server, kind::OPEN, &[&[0xff; 4]])), 5);
        assert_eq!(status(ask(&mut server, kind::WRITE, &[&text(&[0, 0, 0, 9])])), 4);
        assert_eq!(status(ask(&mut server, kind::READ, &[&text(b"longer than a handle")])), 4);
        assert_eq!(status(ask(&mut server, 99, &[])), 8);
        assert_eq!(status(ask(&mut server, kind::EXTENDED, &[&text(b"what@example.com")])), 8);
        // Claims to be longer than a packet may be, or too short for one.
        for bad in [[0xff, 0, 0, 0, 1], [0, 0, 0, 4, 1]] {
            assert_eq!(serve(&bad[..], Vec::new()).unwrap_err().kind(), ErrorKind::InvalidData);
        }
        let mut said = Vec::new();
        serve(&[0u8, 0, 0, 5, 1, 0, 0, 0, 3][..], &mut said).unwrap();
        assert_eq!(said[4..9], [2, 0, 0, 0, 3]);
    }
}
