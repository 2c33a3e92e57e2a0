use super::fault::Named;
use super::{
    PLACE, READ, Result, WorkError, WorkFault, WorkFile, WorkFolder, WorkPath, look, not_entered, tag_of,
    walk,
};
use fovea_store::Id;
use rustix::fs::{
    AtFlags, FileType, Mode, OFlags, RenameFlags, fchmod, mkdirat, open, openat, renameat, renameat_with,
    statat, unlinkat,
};
use rustix::io::Errno;
use std::ffi::{CStr, CString};
use std::fs::File;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::sync::{Mutex, PoisonError};

/// What has to be there for something to take its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    Nothing,
    /// A file with this tag
    Tag(String),
    Anything,
}

/// Between the look at what is there and the renaming nobody else of us renames: two people cannot overwrite each other.
static PLACING: Mutex<()> = Mutex::new(());

const NEW_FILE: Mode = Mode::from_raw_mode(0o644);
const NEW_FOLDER: Mode = Mode::from_raw_mode(0o755);
/// Rights of a file that are kept when it is written anew.
const KEPT_RIGHTS: u32 = 0o777;

impl WorkFolder {
    /// Puts a text in the place of a file, or makes it. Whole or not at all.
    pub fn save(&self, path: &WorkPath, text: &[u8], expect: &Expect) -> Result<WorkFile> {
        let shown = path.shown();
        if *expect == Expect::Nothing {
            may_be_made(path)?;
        }
        let (folder, name) = self.parent(path)?;
        // What is refused anyhow is not written first.
        fits(&folder, name, expect, &shown)?;
        let beside = self.beside().named(&shown)?;
        let half = CString::new(format!("{}.text", Id::new())).unwrap_or_default();
        let how = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let file = openat(&beside, &half, how, NEW_FILE).named(&shown)?;
        let mut file = File::from(file);
        let written = file.write_all(text).and_then(|()| file.sync_all()).named(&shown);
        let placed = written.and_then(|()| place((&beside, &half, &file), (&folder, name), expect, &shown));
        if placed.is_err() {
            // What is half there is worth nothing.
            let _ = unlinkat(&beside, &half, AtFlags::empty());
        }
        placed
    }

    /// A new folder; those above it have to be there.
    pub fn make_folder(&self, path: &WorkPath) -> Result<WorkFile> {
        let shown = path.shown();
        may_be_made(path)?;
        let (folder, name) = self.parent(path)?;
        mkdirat(&folder, name, NEW_FOLDER).named(&shown)?;
        sync(&folder).named(&shown)?;
        look(&folder, name, &shown).named(&shown)
    }

    /// Gives another name to a file or folder. What has that name already stays.
    pub fn rename(&self, from: &WorkPath, to: &WorkPath) -> Result<WorkFile> {
        let shown = to.shown();
        may_be_made(to)?;
        let (before, old) = self.parent(from)?;
        let (after, new) = self.parent(to)?;
        {
            let _one = PLACING.lock().unwrap_or_else(PoisonError::into_inner);
            look(&before, old, &from.shown()).named(&from.shown())?;
            rename_new((&before, old), (&after, new)).named(&shown)?;
        }
        sync(&after).and_then(|()| sync(&before)).named(&shown)?;
        look(&after, new, &shown).named(&shown)
    }

    /// A link goes, never what it leads to. A folder with something in it only where all of it may go.
    pub fn remove(&self, path: &WorkPath, all: bool) -> Result<()> {
        let shown = path.shown();
        let (folder, name) = self.parent(path)?;
        let stat = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW).named(&shown)?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::Directory {
            unlinkat(&folder, name, AtFlags::empty()).named(&shown)?;
            return sync(&folder).named(&shown);
        }
        match unlinkat(&folder, name, AtFlags::REMOVEDIR) {
            Err(Errno::NOTEMPTY | Errno::EXIST) if all => {
                let inside = openat(&folder, name, READ, Mode::empty());
                walk::clear(inside.map_err(|e| not_entered(&folder, name, e, &shown))?).named(&shown)?;
                unlinkat(&folder, name, AtFlags::REMOVEDIR).named(&shown)?;
            }
            Err(Errno::NOTEMPTY | Errno::EXIST) => return Err(WorkFault::NotEmpty.of(&shown)),
            other => other.named(&shown)?,
        }
        sync(&folder).named(&shown)
    }

    /// The folder beside, which the job does not see.
    pub(super) fn beside(&self) -> std::io::Result<OwnedFd> {
        std::fs::create_dir_all(&self.beside)?;
        Ok(open(&self.beside, PLACE, Mode::empty())?)
    }

    /// The folder for a name, with those above it where they lack.
    pub(super) fn made_parent<'a>(&self, path: &'a WorkPath) -> Result<(OwnedFd, &'a CStr)> {
        let (name, above) = path.split().ok_or_else(|| WorkFault::BadPath.of(""))?;
        let mut at = self.root()?;
        for (n, part) in above.iter().enumerate() {
            let shown = super::path::shown_all(above.get(..=n).unwrap_or_default());
            match mkdirat(&at, part.as_c_str(), NEW_FOLDER) {
                Err(Errno::EXIST) => {}
                other => other.named(&shown)?,
            }
            let down = openat(&at, part.as_c_str(), PLACE, Mode::empty());
            at = down.map_err(|e| not_entered(&at, part, e, &shown))?;
        }
        Ok((at, name))
    }
}

pub(super) fn may_be_made(path: &WorkPath) -> Result<()> {
    if path.may_be_made() { Ok(()) } else { Err(WorkFault::BadPath.of(&path.shown())) }
}

/// Whether what is there is what was expected.
fn fits(folder: &OwnedFd, name: &CStr, expect: &Expect, shown: &str) -> Result<Option<u32>> {
    let found = match statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::NOENT) => None,
        other => Some(other.named(shown)?),
    };
    let Some(stat) = found else {
        return match expect {
            Expect::Tag(_) => Err(WorkFault::Changed.of(shown)),
            Expect::Nothing | Expect::Anything => Ok(None),
        };
    };
    match (FileType::from_raw_mode(stat.st_mode), expect) {
        (_, Expect::Nothing) => Err(WorkFault::Exists.of(shown)),
        (FileType::Directory, _) => Err(WorkFault::IsFolder.of(shown)),
        (FileType::Symlink, _) => Err(WorkFault::Link.of(shown)),
        (FileType::RegularFile, Expect::Tag(tag)) if *tag != tag_of(&stat) => {
            Err(WorkFault::Changed.of(shown))
        }
        (FileType::RegularFile, _) => Ok(Some(stat.st_mode & KEPT_RIGHTS)),
        _ => Err(WorkFault::NoFile.of(shown)),
    }
}

/// Gives a file that is whole and on the disk its name.
pub(super) fn place(
    (beside, half, file): (&OwnedFd, &CStr, &File),
    (folder, name): (&OwnedFd, &CStr),
    expect: &Expect,
    shown: &str,
) -> Result<WorkFile, WorkError> {
    {
        let _one = PLACING.lock().unwrap_or_else(PoisonError::into_inner);
        let rights = fits(folder, name, expect, shown)?;
        if let Some(rights) = rights {
            fchmod(file, Mode::from_raw_mode(rights)).named(shown)?;
        }
        match rights {
            Some(_) => renameat(beside, half, folder, name).named(shown)?,
            None => rename_new((beside, half), (folder, name)).named(shown)?,
        }
    }
    sync(folder).named(shown)?;
    look(folder, name, shown).named(shown)
}

/// Never over something.
fn rename_new(from: (&OwnedFd, &CStr), to: (&OwnedFd, &CStr)) -> rustix::io::Result<()> {
    match renameat_with(from.0, from.1, to.0, to.1, RenameFlags::NOREPLACE) {
        // Not every file system can; then it is looked for first.
        Err(Errno::INVAL | Errno::NOSYS) => match statat(to.0, to.1, AtFlags::SYMLINK_NOFOLLOW) {
            Err(Errno::NOENT) => renameat(from.0, from.1, to.0, to.1),
            Ok(_) => Err(Errno::EXIST),
            Err(e) => Err(e),
        },
        other => other,
    }
}

/// A name is safe from a power cut once its folder is on the disk.
fn sync(folder: &OwnedFd) -> rustix::io::Result<()> {
    match openat(folder, c".", READ, Mode::empty()) {
        Ok(read) => rustix::fs::fsync(read),
        // One that cannot be read takes names all the same.
        Err(Errno::ACCESS) => Ok(()),
        Err(e) => Err(e),
    }
}
