//! A log read through: what is searched for, with what stands around it, and all of it for a download. It goes by line by
//! line and is never in memory as a whole; a search that takes too long says how far it got, and goes on from there.

use super::Stream;
use super::read::{BUFFER, From, LogLine, LogPage, MAX_BYTES, MAX_PAGE, Open, moment_of, parse};
use crate::folder::JobFolder;
use memchr::{memchr, memmem};
use regex::bytes::{Regex, RegexBuilder};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Time that one answer may take. Whoever wants more asks on.
pub const BUDGET: Duration = Duration::from_millis(1500);
pub const MOST_CONTEXT: u64 = 20;
/// Longest pattern, in bytes.
pub const LONGEST_PATTERN: usize = 1000;
/// Memory of a pattern, compiled.
const MOST_PROGRAM: usize = 1 << 20;
/// Lines between two looks at the clock.
pub(super) const LOOK: u64 = 1024;

/// Words, or a regular expression, in lines.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

/// Why something cannot be searched for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    #[error("at most {LONGEST_PATTERN} bytes can be searched for")]
    TooLong,
    #[error("{0}")]
    Syntax(String),
}

impl Pattern {
    pub fn new(text: &str, regular: bool, case: bool) -> Result<Pattern, BadPattern> {
        if text.len() > LONGEST_PATTERN {
            return Err(BadPattern::TooLong);
        }
        let text = if regular { text.to_string() } else { regex::escape(text) };
        let made = RegexBuilder::new(&text)
            .case_insensitive(!case)
            .size_limit(MOST_PROGRAM)
            .dfa_size_limit(MOST_PROGRAM)
            .build();
        // Of an error that shows the place, the last line says what it is.
        let said = |e: regex::Error| e.to_string().lines().last().unwrap_or_default().to_string();
        made.map(Pattern).map_err(|e| BadPattern::Syntax(said(e)))
    }
}

/// Which lines.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub pattern: Option<Pattern>,
    pub stream: Option<Stream>,
    /// Name of a step, or of a phase within one
    pub phase: Option<String>,
    /// Without those that were drawn over
    pub folded: bool,
    /// From the first line of this moment on, up to the last before that one
    pub since: Option<String>,
    pub until: Option<String>,
}

impl Filter {
    /// Whether it leaves something out that only reading tells.
    pub fn is_some(&self) -> bool {
        self.pattern.is_some()
            || self.stream.is_some()
            || self.phase.is_some()
            || self.folded
            || self.since.is_some()
            || self.until.is_some()
    }

    /// Numbers of the lines of its time.
    fn range(&self, open: &mut Open) -> std::io::Result<(u64, u64)> {
        let line = |open: &mut Open, at: &Option<String>, without: u64| match at {
            Some(at) => open.line(&From::Moment(at.clone())),
            None => Ok(without),
        };
        let total = open.total;
        Ok((line(open, &self.since, 0)?, line(open, &self.until, total)?))
    }

    /// The time, too, for who does not go by a range of lines.
    pub(super) fn has_at(&self, raw: &[u8]) -> bool {
        let at = moment_of(raw);
        self.since.as_ref().is_none_or(|since| at >= since.as_bytes())
            && self.until.as_ref().is_none_or(|until| at < until.as_bytes())
            && self.has(raw)
    }

    fn has(&self, raw: &[u8]) -> bool {
        let head = Head::of(raw);
        let Some(head) = head else {
            // Written by another version, or with signs that JSON has to write in another way.
            return parse(0, raw).is_some_and(|line| self.has_line(&line));
        };
        self.stream.is_none_or(|s| s.name().as_bytes() == head.stream)
            && self.phase.as_ref().is_none_or(|p| p.as_bytes() == head.phase || p.as_bytes() == head.group)
            && !(self.folded && head.redrawn)
            && self.pattern.as_ref().is_none_or(|p| p.0.is_match(head.text))
    }

    fn has_line(&self, line: &LogLine) -> bool {
        self.stream.is_none_or(|s| s == line.stream)
            && self.phase.as_ref().is_none_or(|p| [&line.phase, &line.group].contains(&&Some(p.clone())))
            && !(self.folded && line.redrawn)
            && self.pattern.as_ref().is_none_or(|p| p.0.is_match(line.text.as_bytes()))
    }
}

/// Parts of a line as it is kept, where its text is written as it is.
struct Head<'a> {
    stream: &'a [u8],
    phase: &'a [u8],
    group: &'a [u8],
    redrawn: bool,
    text: &'a [u8],
}

/// Longest way to the text of a line: a name of a phase may stand before it.
const BEFORE_TEXT: usize = 400;

impl<'a> Head<'a> {
    fn of(raw: &'a [u8]) -> Option<Head<'a>> {
        let raw = raw.strip_suffix(b"\n").unwrap_or(raw).strip_suffix(b"\"}")?;
        let at = memmem::find(raw.get(..raw.len().min(BEFORE_TEXT))?, b"\"text\":\"")?;
        let (before, text) = raw.split_at(at);
        let text = text.get(8..)?;
        if memchr(b'\\', text).is_some() {
            return None;
        }
        let value = |name: &[u8]| {
            let from = memmem::find(before, name)? + name.len();
            let rest = before.get(from..)?;
            rest.get(..memchr(b'"', rest)?)
        };
        Some(Head {
            stream: value(b"\"stream\":\"")?,
            phase: value(b"\"phase\":\"").unwrap_or_default(),
            group: value(b"\"group\":\"").unwrap_or_default(),
            redrawn: memmem::find(before, b"\"redrawn\":true").is_some(),
            text,
        })
    }
}

/// Every line from number `from` up to `end`, until it is told to end.
fn each(
    mut reader: BufReader<File>,
    from: u64,
    end: u64,
    mut then: impl FnMut(u64, &[u8]) -> ControlFlow<()>,
) -> std::io::Result<()> {
    let mut carried: Vec<u8> = Vec::new();
    let mut n = from;
    while n < end {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let Some(stop) = memchr(b'\n', buffer) else {
            carried.extend_from_slice(buffer);
            let used = buffer.len();
            reader.consume(used);
            continue;
        };
        let flow = match carried.is_empty() {
            true => then(n, &buffer[..=stop]),
            false => {
                carried.extend_from_slice(&buffer[..=stop]);
                let flow = then(n, &carried);
                carried.clear();
                flow
            }
        };
        reader.consume(stop + 1);
        if flow.is_break() {
            return Ok(());
        }
        n += 1;
    }
    Ok(())
}

/// What of it is wanted at a time.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub from: From,
    /// Lines that are found
    pub limit: usize,
    /// Lines around each
    pub context: u64,
    /// Only lines before this one are looked at
    pub before: Option<u64>,
}

/// Lines that were found, with those around each.
pub fn search(
    folder: &JobFolder,
    filter: &Filter,
    wanted: &Wanted,
    budget: Duration,
) -> std::io::Result<LogPage> {
    let none = LogPage { complete: true, ..LogPage::default() };
    let Some(mut open) = Open::of(folder)? else { return Ok(none) };
    let (since, until) = filter.range(&mut open)?;
    let until = wanted.before.map_or(until, |before| until.min(before));
    // The last lines of a time are counted from its end.
    let first = match &wanted.from {
        From::Tail(n) => until.saturating_sub(*n),
        from => open.line(from)?,
    };
    let first = first.max(since);
    let context = wanted.context.min(MOST_CONTEXT);
    let limit = wanted.limit.min(MAX_PAGE / (2 * context as usize + 1)).max(1);
    let (mut hits, mut size, mut total) = (Vec::new(), 0, 0u64);
    let (mut more, mut reached) = (None, None);
    let began = Instant::now();
    if first < until {
        let reader = Open::of(folder)?.map(|open| open.reader(first, BUFFER)).transpose()?;
        let Some(reader) = reader else { return Ok(none) };
        each(reader, first, until, |n, raw| {
            // Some lines are looked at whatever the time, so that every answer gets on.
            if (n - first) % LOOK == LOOK - 1 && began.elapsed() > budget {
                reached = Some(n);
                return ControlFlow::Break(());
            }
            if filter.has(raw) {
                total += 1;
                if hits.len() < limit && size < MAX_BYTES {
                    size += raw.len() as u64;
                    hits.extend(parse(n, raw));
                } else {
                    more.get_or_insert(n);
                }
            }
            ControlFlow::Continue(())
        })?;
    }
    let lines = around(&mut open, hits, context)?;
    Ok(LogPage { lines, total, next: more.or(reached), complete: reached.is_none(), row: None })
}

/// The same lines with those around them, each once.
fn around(open: &mut Open, hits: Vec<LogLine>, context: u64) -> std::io::Result<Vec<LogLine>> {
    let mut all: Vec<LogLine> = Vec::new();
    let mut hits = hits.into_iter().map(|hit| LogLine { hit: true, ..hit }).peekable();
    while let Some(hit) = hits.next() {
        let n = hit.n;
        let after = all.last().map_or(0, |l| l.n + 1);
        if context > 0 {
            all.extend(open.lines(n.saturating_sub(context).max(after), n)?);
        }
        all.push(hit);
        if context > 0 {
            let end = hits.peek().map_or(u64::MAX, |next| next.n).min(n + context + 1);
            all.extend(open.lines(n + 1, end)?);
        }
    }
    Ok(all)
}

/// A log part by part, as it was when it was begun.
pub struct Download {
    reader: Option<BufReader<File>>,
    filter: Filter,
    n: u64,
    until: u64,
}

impl Download {
    pub fn new(folder: &JobFolder, filter: Filter) -> std::io::Result<Download> {
        let Some(mut open) = Open::of(folder)? else {
            return Ok(Download { reader: None, filter, n: 0, until: 0 });
        };
        let (n, until) = filter.range(&mut open)?;
        Ok(Download { reader: Some(open.reader(n, BUFFER)?), filter, n, until })
    }

    /// The next lines, each as `write` puts it; `None` at the end.
    pub fn part(
        &mut self,
        most: usize,
        mut write: impl FnMut(&LogLine, &mut Vec<u8>),
    ) -> std::io::Result<Option<Vec<u8>>> {
        let Some(reader) = &mut self.reader else { return Ok(None) };
        let (mut out, mut raw) = (Vec::new(), Vec::new());
        while self.n < self.until && out.len() < most {
            raw.clear();
            if reader.read_until(b'\n', &mut raw)? == 0 {
                break;
            }
            if (!self.filter.is_some() || self.filter.has(&raw))
                && let Some(line) = parse(self.n, &raw)
            {
                write(&line, &mut out);
            }
            self.n += 1;
        }
        if out.is_empty() {
            self.reader = None;
            return Ok(None);
        }
        Ok(Some(out))
    }
}
