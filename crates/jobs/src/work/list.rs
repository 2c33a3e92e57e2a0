//! A folder page by page, in an order, however many names it has: it is gone through once, and no more is kept than a page.

use super::fault::Named;
use super::{
    READ, Result, WorkFile, WorkFolder, WorkKind, WorkPath, changed_ms, kind_of, look, path, size_of,
};
use rustix::fs::{AtFlags, Dir, FileType, Mode, openat, statat};
use std::cmp::Ordering;
use std::ffi::{CStr, CString};
use std::fmt::Write as _;
use std::os::fd::OwnedFd;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WorkSort {
    #[default]
    Name,
    Bytes,
    Changed,
}

/// Which names, in which order. Folders come first.
#[derive(Debug, Clone, Default)]
pub struct WorkWanted {
    pub sort: WorkSort,
    pub down: bool,
    pub limit: usize,
    /// `next` of the page before
    pub cursor: Option<String>,
    /// Only names with these words
    pub words: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct WorkPage {
    pub items: Vec<WorkFile>,
    /// Of the whole folder, as far as it was asked for
    pub total: u64,
    pub next: Option<String>,
}

/// The place of a name in the order.
#[derive(Debug, Clone)]
struct Key {
    folder: bool,
    value: i64,
    /// By which names follow each other
    natural: Vec<u8>,
    name: CString,
}

impl Key {
    fn cmp(&self, other: &Key, down: bool) -> Ordering {
        let order = self.value.cmp(&other.value);
        let order =
            order.then_with(|| self.natural.cmp(&other.natural)).then_with(|| self.name.cmp(&other.name));
        other.folder.cmp(&self.folder).then(if down { order.reverse() } else { order })
    }

    fn of(folder: bool, value: i64, name: &CStr) -> Key {
        Key { folder, value, natural: natural(name.to_bytes()), name: name.to_owned() }
    }

    fn text(&self, sort: WorkSort) -> String {
        let mut text = format!("{}{}{:016x}", sort as u8, u8::from(self.folder), self.value as u64);
        for byte in self.name.as_bytes() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    fn parse(text: &str, sort: WorkSort) -> Option<Key> {
        let digits = text.strip_prefix(&(sort as u8).to_string())?;
        let (folder, digits) = digits.split_at_checked(1)?;
        let (value, name) = digits.split_at_checked(16)?;
        let pairs = name
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        let name = CString::new(pairs.collect::<Option<Vec<u8>>>()?).ok()?;
        let value = u64::from_str_radix(value, 16).ok()? as i64;
        Some(Key::of(folder == "1", value, &name))
    }
}

/// Small and capital letters are alike, and numbers are as large as they are: `run 9` comes before `run 10`.
fn natural(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len() + 4);
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        if !first.is_ascii_digit() {
            out.push(first.to_ascii_lowercase());
            rest = after;
            continue;
        }
        let end = rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let zeros = digits.iter().take_while(|b| **b == b'0').count();
        let digits = digits.get(zeros..).unwrap_or_default();
        out.push(b'0');
        out.push(u8::try_from(digits.len()).unwrap_or(u8::MAX));
        out.extend_from_slice(digits);
        rest = after;
    }
    out
}

impl WorkFolder {
    /// `None`: the cursor is none of this order.
    pub fn list(&self, path: &WorkPath, wanted: &WorkWanted) -> Result<Option<WorkPage>> {
        let after = match &wanted.cursor {
            None => None,
            Some(text) => match Key::parse(text, wanted.sort) {
                None => return Ok(None),
                key => key,
            },
        };
        let shown = path.shown();
        let folder = self.folder(path)?;
        let names = Dir::new(openat(&folder, c".", READ, Mode::empty()).named(&shown)?).named(&shown)?;
        let (kept, total) = self.gather(names, &folder, wanted, after.as_ref()).named(&shown)?;
        let more = kept.len() > wanted.limit;
        let page = kept.get(..wanted.limit.min(kept.len())).unwrap_or_default();
        let next = page.last().filter(|_| more).map(|key| key.text(wanted.sort));
        // What went away meanwhile is not told.
        let items =
            page.iter().filter_map(|key| look(&folder, &key.name, &path.with(&key.name).shown()).ok());
        Ok(Some(WorkPage { items: items.collect(), total, next }))
    }

    /// The first of all behind a place, one more than the page has, and how many there are.
    fn gather(
        &self,
        mut names: Dir,
        folder: &OwnedFd,
        wanted: &WorkWanted,
        after: Option<&Key>,
    ) -> rustix::io::Result<(Vec<Key>, u64)> {
        let (mut kept, mut total): (Vec<Key>, u64) = (Vec::new(), 0);
        let words = wanted.words.as_ref().map(|words| words.to_lowercase());
        let most = wanted.limit + 1;
        let tidy = |kept: &mut Vec<Key>| {
            kept.sort_by(|a, b| a.cmp(b, wanted.down));
            kept.truncate(most);
        };
        // The last of those that are kept once there are enough: nothing behind it has to be.
        let mut last: Option<Key> = None;
        while let Some(entry) = names.read() {
            let entry = entry?;
            let name = entry.file_name();
            if name == c"." || name == c".." {
                continue;
            }
            if words
                .as_ref()
                .is_some_and(|words| !path::shown(name.to_bytes()).to_lowercase().contains(words))
            {
                continue;
            }
            total += 1;
            let Some(key) = key_of(folder, name, entry.file_type(), wanted.sort) else { continue };
            let behind = after.is_none_or(|after| key.cmp(after, wanted.down) == Ordering::Greater);
            if !behind || last.as_ref().is_some_and(|last| key.cmp(last, wanted.down) != Ordering::Less) {
                continue;
            }
            kept.push(key);
            if kept.len() >= most.saturating_mul(4) {
                tidy(&mut kept);
                last = kept.last().cloned();
            }
        }
        tidy(&mut kept);
        Ok((kept, total))
    }
}

/// The folder is asked about each file only where the order needs it.
fn key_of(folder: &OwnedFd, name: &CStr, kind: FileType, sort: WorkSort) -> Option<Key> {
    if sort == WorkSort::Name && kind != FileType::Unknown {
        return Some(Key::of(kind == FileType::Directory, 0, name));
    }
    let stat = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
    let value = match sort {
        WorkSort::Name => 0,
        WorkSort::Bytes => i64::try_from(size_of(&stat)).unwrap_or(i64::MAX),
        WorkSort::Changed => changed_ms(&stat),
    };
    Some(Key::of(kind_of(&stat) == WorkKind::Folder, value, name))
}
