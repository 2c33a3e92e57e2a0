use super::fault::Named;
use super::{Result, WorkFault, WorkFile, WorkFolder, WorkKind, WorkPath, not_entered, path, told};
use rustix::fs::{Mode, OFlags, fstat, open, openat};
use std::ffi::CStr;
use std::fs::File;
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::fs::FileExt;

/// Of a text that can be written back, and of a piece of a longer one.
pub const MOST_TEXT: u64 = 1 << 20;

/// A part of a file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPiece {
    pub text: String,
    /// Bytes of the file that it shows, from here on up to, not with, `to`
    pub from: u64,
    pub to: u64,
    /// Of the whole file
    pub bytes: u64,
    pub tag: String,
    /// It is no text: nothing is shown
    pub binary: bool,
    /// Some bytes are no UTF-8 and are shown as something else
    pub lossy: bool,
}

impl WorkFolder {
    /// A plain file, to be read, and what it was when it was opened.
    pub fn open(&self, path: &WorkPath) -> Result<(File, WorkFile)> {
        let shown = path.shown();
        if path.is_root() {
            return Err(WorkFault::IsFolder.of(""));
        }
        let (folder, name) = self.parent(path)?;
        open_in(&folder, name, &shown)
    }

    /// So many bytes from there on at most; signs are not cut.
    pub fn text(&self, path: &WorkPath, from: u64, most: u64) -> Result<TextPiece> {
        let (file, entry) = self.open(path)?;
        let mut bytes = vec![0; usize::try_from(most.min(MOST_TEXT)).unwrap_or(0)];
        let read = read_at(&file, &mut bytes, from).named(&path.shown())?;
        bytes.truncate(read);
        let skipped = if from == 0 { 0 } else { bytes.iter().take(3).take_while(|b| is_inner(**b)).count() };
        let ends = from.saturating_add(read as u64) >= entry.bytes;
        let kept = if ends { read } else { whole_signs(&bytes) };
        let shown = bytes.get(skipped..kept.max(skipped)).unwrap_or_default();
        let binary = shown.contains(&0);
        let text = String::from_utf8_lossy(if binary { b"" } else { shown });
        Ok(TextPiece {
            lossy: std::str::from_utf8(shown).is_err(),
            text: text.into_owned(),
            from: from.min(entry.bytes).saturating_add(skipped as u64),
            to: from.min(entry.bytes).saturating_add(kept.max(skipped) as u64),
            bytes: entry.bytes,
            tag: entry.tag,
            binary,
        })
    }
}

/// A byte that begins no sign.
fn is_inner(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// How many of the bytes are left where a sign that was cut at the end goes.
fn whole_signs(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(e) if e.error_len().is_none() && e.valid_up_to() > 0 => e.valid_up_to(),
        _ => {
            // Other bytes before it are no UTF-8; the last sign may be cut all the same.
            let inner = bytes.iter().rev().take(3).take_while(|b| is_inner(**b)).count();
            let at = bytes.len().saturating_sub(inner + 1);
            let cut = bytes.get(at..).is_some_and(|end| {
                std::str::from_utf8(end).is_err_and(|e| e.error_len().is_none()) && at > 0
            });
            if cut { at } else { bytes.len() }
        }
    }
}

fn read_at(file: &File, into: &mut [u8], from: u64) -> std::io::Result<usize> {
    let mut sum = 0;
    while let Some(rest) = into.get_mut(sum..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, from.saturating_add(sum as u64)) {
            Ok(0) => break,
            Ok(read) => sum += read,
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(sum)
}

/// First it is held without being opened: a pipe would wait for a writer, and a device may do anything.
pub(super) fn open_in(folder: impl AsFd, name: &CStr, shown: &str) -> Result<(File, WorkFile)> {
    let held = openat(&folder, name, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty());
    let held = held.map_err(|e| not_entered(&folder, name, e, shown))?;
    let stat = fstat(&held).named(shown)?;
    let entry = told(shown, &path::shown(name.to_bytes()), &stat, None);
    match entry.kind {
        WorkKind::File => {}
        WorkKind::Folder => return Err(WorkFault::IsFolder.of(shown)),
        WorkKind::Link => return Err(WorkFault::Link.of(shown)),
        WorkKind::Other => return Err(WorkFault::NoFile.of(shown)),
    }
    // The very file that is held, whatever its name means by now.
    let how = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = open(format!("/proc/self/fd/{}", held.as_raw_fd()), how, Mode::empty()).named(shown)?;
    Ok((File::from(file), entry))
}
