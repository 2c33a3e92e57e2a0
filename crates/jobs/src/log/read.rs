use super::repair::entry;
use super::{ENTRY, Stream};
use crate::folder::JobFolder;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Counts from 0.
    pub n: u64,
    pub at: String,
    pub stream: Stream,
    pub text: String,
}

/// Some lines. `total` counts those of the whole log or, of a search, those found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    pub lines: Vec<LogLine>,
    pub total: u64,
}

pub const MAX_PAGE: usize = 1000;
/// A page of very long lines ends early; the next one begins after its last line.
const MAX_BYTES: u64 = 4 << 20;

#[derive(Deserialize)]
struct Stored {
    at: String,
    stream: Stream,
    text: String,
}

fn parse(n: u64, line: &[u8]) -> Option<LogLine> {
    let Stored { at, stream, text } = serde_json::from_slice(line).ok()?;
    Some(LogLine { n, at, stream, text })
}

fn open(folder: &JobFolder) -> std::io::Result<Option<(File, File)>> {
    match (File::open(folder.log()), File::open(folder.log_index())) {
        (Ok(log), Ok(index)) => Ok(Some((log, index))),
        (Err(e), _) | (_, Err(e)) if e.kind() == ErrorKind::NotFound => Ok(None),
        (Err(e), _) | (_, Err(e)) => Err(e),
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

/// Lines from number `from` on. Two short reads, wherever the page is.
pub fn page(folder: &JobFolder, from: u64, limit: usize) -> std::io::Result<LogPage> {
    let Some((mut log, mut index)) = open(folder)? else { return Ok(LogPage::default()) };
    let total = index.metadata()?.len() / ENTRY;
    let last = total.min(from.saturating_add(limit.min(MAX_PAGE) as u64));
    if from >= last {
        return Ok(LogPage { lines: Vec::new(), total });
    }
    let start = entry(&mut index, from)?;
    let end = if last < total { entry(&mut index, last)? } else { log.metadata()?.len() };
    log.seek(SeekFrom::Start(start))?;
    // At least one line, however long: the cap lies far above the longest.
    let mut bytes = Vec::new();
    log.take(end.saturating_sub(start).min(MAX_BYTES)).read_to_end(&mut bytes)?;
    let whole = bytes.iter().rposition(|&b| b == b'\n').map_or(0, |e| e + 1);
    let lines = bytes[..whole].split_inclusive(|&b| b == b'\n');
    let lines = lines.zip(from..last).filter_map(|(line, n)| parse(n, line)).collect();
    Ok(LogPage { lines, total })
}

/// Lines from number `from` on that hold `words`, in upper or lower case. The log goes by line by line and is
/// never in memory as a whole.
pub fn search(folder: &JobFolder, words: &str, from: u64, limit: usize) -> std::io::Result<LogPage> {
    let Some((log, index)) = open(folder)? else { return Ok(LogPage::default()) };
    let known = index.metadata()?.len() / ENTRY;
    let words = words.to_lowercase();
    let (mut lines, mut total, mut size) = (Vec::new(), 0, 0u64);
    let mut reader = BufReader::with_capacity(256 << 10, log);
    let mut buffer = Vec::new();
    for n in 0..known {
        buffer.clear();
        if reader.read_until(b'\n', &mut buffer)? == 0 {
            break;
        }
        let Some(line) = parse(n, &buffer).filter(|l| l.text.to_lowercase().contains(&words)) else {
            continue;
        };
        total += 1;
        if n >= from && lines.len() < limit.min(MAX_PAGE) && size < MAX_BYTES {
            size += buffer.len() as u64;
            lines.push(line);
        }
    }
    Ok(LogPage { lines, total })
}
