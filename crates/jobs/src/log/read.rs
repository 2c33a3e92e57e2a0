//! Pages of a log, wherever they are: a few short reads each.

use super::repair::entry;
use super::{ENTRY, Stream};
use crate::folder::JobFolder;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Counts from 0.
    pub n: u64,
    pub at: String,
    pub stream: Stream,
    /// Name of the step that said it, or in which it was said
    pub phase: Option<String>,
    pub text: String,
    /// What was searched for stands in it, and it is not only around.
    pub hit: bool,
    /// Of several tasks: which said it
    pub rank: Option<u32>,
    /// Name of the phase within the step
    pub group: Option<String>,
    /// The next line of its stream was drawn over it
    pub redrawn: bool,
}

/// Some lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    pub lines: Vec<LogLine>,
    /// Lines of the whole log; of a search those found from its first line on, as far as it got
    pub total: u64,
    /// Where to go on; `None`: there is no more
    pub next: Option<u64>,
    /// Whether all was looked at that was asked for
    pub complete: bool,
    /// Where lines that were drawn over are left out: number of the first line among those that are left
    pub row: Option<u64>,
}

pub const MAX_PAGE: usize = 1000;
/// A page of very long lines ends early; the next one begins after its last line.
pub(super) const MAX_BYTES: u64 = 4 << 20;

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    Line(u64),
    /// The line with this number of the whole log, also where lines are counted in another way
    Whole(u64),
    /// The line that holds this byte of the log as it is kept
    Byte(u64),
    /// The first line of this moment or later, as text like the lines have it
    Moment(String),
    /// The last so many lines
    Tail(u64),
}

#[derive(Deserialize)]
struct Stored<'a> {
    at: &'a str,
    stream: Stream,
    #[serde(default)]
    phase: Option<&'a str>,
    #[serde(default)]
    group: Option<&'a str>,
    #[serde(default)]
    redrawn: bool,
    text: String,
}

pub(super) fn parse(n: u64, line: &[u8]) -> Option<LogLine> {
    let Stored { at, stream, phase, group, redrawn, text } = serde_json::from_slice(line).ok()?;
    let (phase, group) = (phase.map(Into::into), group.map(Into::into));
    Some(LogLine { n, at: at.into(), stream, phase, text, hit: false, rank: None, group, redrawn })
}

/// When a line was said, as it is kept: `{"at":"` and a time.
pub(super) fn moment_of(raw: &[u8]) -> &[u8] {
    let rest = raw.strip_prefix(b"{\"at\":\"").unwrap_or_default();
    rest.split(|b| *b == b'"').next().unwrap_or_default()
}

/// Of whoever reads a log through.
pub(super) const BUFFER: usize = 256 << 10;

/// The log and its index, open.
pub(super) struct Open {
    log: File,
    index: File,
    pub total: u64,
    /// Bytes of the log that the index knows of
    pub length: u64,
}

impl Open {
    /// `None`: there is none yet.
    pub fn of(folder: &JobFolder) -> std::io::Result<Option<Open>> {
        match (File::open(folder.log()), File::open(folder.log_index())) {
            (Ok(log), Ok(index)) => {
                let total = index.metadata()?.len() / ENTRY;
                let length = log.metadata()?.len();
                Ok(Some(Open { log, index, total, length }))
            }
            (Err(e), _) | (_, Err(e)) if e.kind() == ErrorKind::NotFound => Ok(None),
            (Err(e), _) | (_, Err(e)) => Err(e),
        }
    }

    /// Where a line begins; behind the last one where the log ends.
    fn place(&mut self, n: u64) -> std::io::Result<u64> {
        if n < self.total { entry(&mut self.index, n) } else { Ok(self.length) }
    }

    /// The number of the line at which a page begins.
    pub fn line(&mut self, from: &From) -> std::io::Result<u64> {
        match from {
            From::Line(n) | From::Whole(n) => Ok(*n),
            From::Tail(n) => Ok(self.total.saturating_sub(*n)),
            From::Byte(byte) => {
                let after = self.first(|open, n| Ok(open.place(n)? > *byte))?;
                Ok(after.saturating_sub(1))
            }
            From::Moment(at) => self.first_at(at, 0, self.total),
        }
    }

    /// The first line of this moment or later between these two, of which the second is no line of it.
    pub fn first_at(&mut self, moment: &str, low: u64, high: u64) -> std::io::Result<u64> {
        self.first_within(low, high, |open, n| Ok(open.moment(n)?.as_str() >= moment))
    }

    /// The first line of which this holds; it has to hold of all behind it.
    fn first(&mut self, holds: impl Fn(&mut Open, u64) -> std::io::Result<bool>) -> std::io::Result<u64> {
        self.first_within(0, self.total, holds)
    }

    fn first_within(
        &mut self,
        mut low: u64,
        mut high: u64,
        holds: impl Fn(&mut Open, u64) -> std::io::Result<bool>,
    ) -> std::io::Result<u64> {
        while low < high {
            let middle = low + (high - low) / 2;
            match holds(self, middle)? {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Ok(low)
    }

    /// When a line was said.
    pub fn moment(&mut self, n: u64) -> std::io::Result<String> {
        let place = self.place(n)?;
        self.log.seek(SeekFrom::Start(place))?;
        // `{"at":"` and a time.
        let mut head = Vec::with_capacity(64);
        (&self.log).take(64).read_to_end(&mut head)?;
        Ok(String::from_utf8_lossy(moment_of(&head)).into())
    }

    /// Whole lines from number `from` up to `end`, at least one, as far as they fit into a page.
    pub fn lines(&mut self, from: u64, end: u64) -> std::io::Result<Vec<LogLine>> {
        let end = end.min(self.total);
        if from >= end {
            return Ok(Vec::new());
        }
        let (start, stop) = (self.place(from)?, self.place(end)?);
        self.log.seek(SeekFrom::Start(start))?;
        // At least one line, however long: the cap lies far above the longest.
        let mut bytes = Vec::new();
        (&self.log).take(stop.saturating_sub(start).min(MAX_BYTES)).read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|&b| b == b'\n').map_or(0, |e| e + 1);
        let lines = bytes[..whole].split_inclusive(|&b| b == b'\n');
        Ok(lines.zip(from..end).filter_map(|(line, n)| parse(n, line)).collect())
    }

    /// The log from a line on, to be read through.
    pub fn reader(mut self, from: u64, buffer: usize) -> std::io::Result<BufReader<File>> {
        let place = self.place(from)?;
        self.log.seek(SeekFrom::Start(place))?;
        Ok(BufReader::with_capacity(buffer, self.log))
    }
}

/// How many lines there are.
pub fn lines(folder: &JobFolder) -> std::io::Result<u64> {
    match std::fs::metadata(folder.log_index()) {
        Ok(index) => Ok(index.len() / ENTRY),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(0),
        Err(e) => Err(e),
    }
}

/// Lines from there on.
pub fn page(folder: &JobFolder, from: &From, limit: usize) -> std::io::Result<LogPage> {
    let Some(mut open) = Open::of(folder)? else {
        return Ok(LogPage { complete: true, ..LogPage::default() });
    };
    let (first, total) = (open.line(from)?, open.total);
    let end = first.saturating_add(limit.min(MAX_PAGE) as u64);
    let lines = open.lines(first, end)?;
    let next = lines.last().map(|l| l.n + 1).filter(|n| *n < total);
    Ok(LogPage { lines, total, next, complete: true, row: None })
}
