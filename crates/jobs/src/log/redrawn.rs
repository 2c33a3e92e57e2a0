//! Lines that the next ones draw over: states of a progress bar that have passed. The log keeps them all; beside it stands
//! where they are, by runs, so that the lines that are left have numbers of their own and any page of them is found at once.

use super::read::{From, LogPage, MAX_PAGE, Open};
use crate::folder::JobFolder;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;

/// Bytes of a run: its first line, how many there are, and how many lines of runs before it; low bytes first.
const RECORD: u64 = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    first: u64,
    length: u64,
    before: u64,
}

impl Run {
    fn end(&self) -> u64 {
        self.first + self.length
    }

    fn bytes(&self) -> Vec<u8> {
        [self.first, self.length, self.before].iter().flat_map(|n| n.to_le_bytes()).collect()
    }

    fn read(file: &File, at: u64) -> std::io::Result<Run> {
        let mut bytes = [0; RECORD as usize];
        file.read_exact_at(&mut bytes, at * RECORD)?;
        let mut numbers = bytes.as_chunks::<8>().0.iter().map(|b| u64::from_le_bytes(*b));
        let mut next = || numbers.next().unwrap_or(0);
        Ok(Run { first: next(), length: next(), before: next() })
    }
}

/// Writes down where they are. What cannot be written is shown as any line.
pub(super) struct RedrawnWriter {
    file: File,
    /// Runs that are whole in the file
    kept: u64,
    /// The last one, which may grow, and those behind it that wait
    open: Vec<Run>,
    changed: bool,
}

impl RedrawnWriter {
    /// `total`: lines of the log. What lies behind was never told.
    pub fn open(folder: &JobFolder, total: u64) -> std::io::Result<RedrawnWriter> {
        let how =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(folder.log_redrawn());
        let file = how?;
        let mut kept = file.metadata()?.len() / RECORD;
        let mut open = Vec::new();
        while kept > 0 {
            let run = Run::read(&file, kept - 1)?;
            kept -= 1;
            if run.first < total && run.length > 0 {
                open.push(Run { length: run.length.min(total - run.first), ..run });
                break;
            }
        }
        file.set_len((kept + open.len() as u64) * RECORD)?;
        Ok(RedrawnWriter { file, kept, changed: !open.is_empty(), open })
    }

    pub fn add(&mut self, n: u64) {
        self.changed = true;
        match self.open.last_mut() {
            Some(run) if run.end() == n => run.length += 1,
            last => {
                let before = last.map_or(0, |run| run.before + run.length);
                self.open.push(Run { first: n, length: 1, before });
            }
        }
    }

    pub fn flush(&mut self) {
        if !self.changed {
            return;
        }
        let bytes: Vec<u8> = self.open.iter().flat_map(Run::bytes).collect();
        if self.file.write_all_at(&bytes, self.kept * RECORD).is_err() {
            return;
        }
        self.changed = false;
        let whole = self.open.len().saturating_sub(1);
        self.kept += whole as u64;
        self.open.drain(..whole);
    }
}

/// Where they are, to be read.
pub(super) struct Redrawn {
    file: File,
    runs: u64,
}

impl Redrawn {
    /// `None`: nobody wrote it down.
    pub fn of(folder: &JobFolder) -> std::io::Result<Option<Redrawn>> {
        match File::open(folder.log_redrawn()) {
            Ok(file) => {
                let runs = file.metadata()?.len() / RECORD;
                Ok(Some(Redrawn { file, runs }))
            }
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The last run of which this holds; it has to hold of all before it.
    fn last(&self, holds: impl Fn(&Run) -> bool) -> std::io::Result<Option<Run>> {
        let (mut low, mut high) = (0, self.runs);
        while low < high {
            let middle = low + (high - low) / 2;
            match holds(&Run::read(&self.file, middle)?) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low.checked_sub(1).map(|at| Run::read(&self.file, at)).transpose()
    }

    /// How many lines that are shown stand before this one.
    pub fn row_of(&self, line: u64) -> std::io::Result<u64> {
        let run = self.last(|run| run.first < line)?;
        Ok(line - run.map_or(0, |run| run.before + run.length.min(line - run.first)))
    }

    /// The line that is shown as this one.
    fn line_of(&self, row: u64) -> std::io::Result<u64> {
        let run = self.last(|run| run.first - run.before <= row)?;
        Ok(row + run.map_or(0, |run| run.before + run.length))
    }

    /// The next line from this one on that is shown.
    fn shown_from(&self, line: u64) -> std::io::Result<u64> {
        let run = self.last(|run| run.first <= line)?;
        Ok(run.map_or(line, |run| run.end().max(line)))
    }
}

/// Lines that are shown, from there on: as a page of the log, but for `total` and `next`, which count those, and `row`, which
/// is the number of the first among them. A line number stays that of the whole log.
pub fn page(folder: &JobFolder, from: &From, limit: usize) -> std::io::Result<LogPage> {
    let none = LogPage { complete: true, row: Some(0), ..LogPage::default() };
    let Some(mut open) = Open::of(folder)? else { return Ok(none) };
    let Some(redrawn) = Redrawn::of(folder)? else {
        let row = open.line(from)?;
        return Ok(LogPage { row: Some(row), ..super::page(folder, from, limit)? });
    };
    let total = redrawn.row_of(open.total)?;
    let row = match from {
        From::Line(row) => *row,
        From::Tail(n) => total.saturating_sub(*n),
        from => redrawn.row_of(open.line(from)?)?,
    };
    let limit = limit.min(MAX_PAGE);
    let mut lines = Vec::new();
    let mut at = redrawn.line_of(row)?;
    while lines.len() < limit && at < open.total {
        let part = open.lines(at, at.saturating_add((limit - lines.len()) as u64))?;
        let Some(last) = part.last() else { break };
        let size: usize = part.iter().map(|line| line.text.len()).sum();
        at = redrawn.shown_from(last.n + 1)?;
        for line in part {
            if !(line.redrawn && redrawn.shown_from(line.n)? > line.n) {
                lines.push(line);
            }
        }
        // Of very long lines a page ends early.
        if size > super::read::MAX_BYTES as usize / 2 && !lines.is_empty() {
            break;
        }
    }
    let next = row + lines.len() as u64;
    Ok(LogPage {
        next: (next < total && !lines.is_empty()).then_some(next),
        lines,
        total,
        row: Some(row),
        complete: true,
    })
}
