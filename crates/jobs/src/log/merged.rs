//! The logs of several tasks as one, by time or task after task. Each keeps its own file; they are put together as they are
//! read, by a place in each of them: any page is found by a few short reads, however long they are.

use super::read::{From, LogLine, LogPage, MAX_BYTES, MAX_PAGE, Open, moment_of, parse};
use super::search::{Filter, LOOK, MOST_CONTEXT, Wanted};
use crate::clock;
use crate::folder::JobFolder;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

/// How the lines of several tasks follow each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Time,
    /// All of the first task, then all of the second
    Rank,
}

/// Of each reader: there are as many as tasks.
const BUFFER: usize = 32 << 10;

/// The logs, open. A task that has said nothing yet has none.
struct Merged {
    order: Order,
    parts: Vec<Option<Open>>,
}

impl Merged {
    fn of(folders: &[JobFolder], order: Order) -> std::io::Result<Merged> {
        let parts = folders.iter().map(Open::of).collect::<std::io::Result<_>>()?;
        Ok(Merged { order, parts })
    }

    fn totals(&self) -> Vec<u64> {
        self.parts.iter().map(|part| part.as_ref().map_or(0, |open| open.total)).collect()
    }

    fn total(&self) -> u64 {
        self.totals().iter().sum()
    }

    /// The first line of each task at this moment or later.
    fn at(&mut self, moment: &str) -> std::io::Result<Vec<u64>> {
        let whole = self.totals().into_iter().map(|total| (0, total)).collect::<Vec<_>>();
        self.at_within(moment, &whole)
    }

    fn at_within(&mut self, moment: &str, within: &[(u64, u64)]) -> std::io::Result<Vec<u64>> {
        let find = |(part, (low, high)): (&mut Option<Open>, &(u64, u64))| match part {
            Some(open) => open.first_at(moment, *low, *high),
            None => Ok(0),
        };
        self.parts.iter_mut().zip(within).map(find).collect()
    }

    /// Places in all logs with so many lines before them together.
    fn places(&mut self, n: u64) -> std::io::Result<Vec<u64>> {
        let totals = self.totals();
        if self.order == Order::Rank {
            let mut left = n;
            let take = |total: &u64| {
                let here = left.min(*total);
                left -= here;
                here
            };
            return Ok(totals.iter().map(take).collect());
        }
        if n >= totals.iter().sum() {
            return Ok(totals);
        }
        // The last millisecond with no more than `n` lines before it; the ranges shrink with each try.
        let (mut low, mut high) = self.span()?;
        let mut range: Vec<(u64, u64)> = totals.iter().map(|total| (0, *total)).collect();
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let found = self.at_within(&clock::text_of_ms(middle), &range)?;
            let later = found.iter().sum::<u64>() <= n;
            for (range, at) in range.iter_mut().zip(&found) {
                *range = if later { (*at, range.1) } else { (range.0, *at) };
            }
            (low, high) = if later { (middle, high) } else { (low, middle) };
        }
        let mut places = self.at_within(&clock::text_of_ms(low), &range)?;
        // Of the lines of that millisecond those of the first tasks come first.
        let mut left = n.saturating_sub(places.iter().sum());
        for (place, (_, end)) in places.iter_mut().zip(range) {
            let here = left.min(end.saturating_sub(*place));
            *place += here;
            left -= here;
        }
        Ok(places)
    }

    /// Milliseconds of the first line of all, and one behind the last.
    fn span(&mut self) -> std::io::Result<(i64, i64)> {
        let (mut low, mut high) = (i64::MAX, i64::MIN);
        for open in self.parts.iter_mut().flatten().filter(|open| open.total > 0) {
            for n in [0, open.total - 1] {
                let at = clock::ms_of_text(&open.moment(n)?).unwrap_or(0);
                (low, high) = (low.min(at), high.max(at.saturating_add(1)));
            }
        }
        Ok((low.min(high), high))
    }

    /// The number of the line at which a page begins.
    fn line(&mut self, from: &From) -> std::io::Result<u64> {
        match from {
            From::Line(n) | From::Whole(n) => Ok(*n),
            From::Tail(n) => Ok(self.total().saturating_sub(*n)),
            From::Moment(at) => {
                let places = self.at(at)?;
                let totals = self.totals();
                Ok(match self.order {
                    Order::Time => places.iter().sum(),
                    Order::Rank => {
                        let behind = places.iter().zip(&totals).position(|(at, total)| at < total);
                        let before = &totals[..behind.unwrap_or(totals.len())];
                        before.iter().sum::<u64>() + behind.map_or(0, |k| places[k])
                    }
                })
            }
            From::Byte(byte) => self.line_of_byte(*byte),
        }
    }

    /// As if the logs were kept one behind the other.
    fn line_of_byte(&mut self, mut byte: u64) -> std::io::Result<u64> {
        let mut before = 0;
        for part in 0..self.parts.len() {
            let Some(open) = &mut self.parts[part] else { continue };
            if byte >= open.length {
                (byte, before) = (byte - open.length, before + open.total);
                continue;
            }
            let n = open.line(&From::Byte(byte))?;
            if self.order == Order::Rank {
                return Ok(before + n);
            }
            let at = open.moment(n)?;
            return Ok(self.at(&at)?.iter().sum());
        }
        Ok(self.total())
    }

    fn flow(self, places: &[u64]) -> std::io::Result<Flow> {
        let mut flow = Flow { order: self.order, n: places.iter().sum(), parts: Vec::new() };
        for ((part, place), rank) in self.parts.into_iter().zip(places).zip(0u32..) {
            let Some(open) = part else { continue };
            let left = open.total.saturating_sub(*place);
            let mut part = Source { rank, reader: open.reader(*place, BUFFER)?, left, raw: Vec::new() };
            part.advance()?;
            flow.parts.push(part);
        }
        Ok(flow)
    }
}

/// Lines of several logs, one after the other.
struct Flow {
    order: Order,
    /// Number of the next line
    n: u64,
    parts: Vec<Source>,
}

struct Source {
    rank: u32,
    reader: BufReader<File>,
    left: u64,
    /// The next line; empty: there is none
    raw: Vec<u8>,
}

impl Source {
    fn advance(&mut self) -> std::io::Result<()> {
        self.raw.clear();
        if self.left > 0 {
            self.left -= 1;
            self.reader.read_until(b'\n', &mut self.raw)?;
        }
        Ok(())
    }
}

/// A line with its number and its task, as it is kept.
struct Raw {
    n: u64,
    rank: u32,
    line: Vec<u8>,
}

impl Raw {
    fn read(&self) -> Option<LogLine> {
        Some(LogLine { rank: Some(self.rank), ..parse(self.n, &self.line)? })
    }
}

impl Flow {
    fn next(&mut self) -> std::io::Result<Option<Raw>> {
        let open = self.parts.iter_mut().filter(|part| !part.raw.is_empty());
        let next = match self.order {
            Order::Rank => open.min_by_key(|part| part.rank),
            // The first of equals is that of the lower rank.
            Order::Time => open.min_by(|a, b| moment_of(&a.raw).cmp(moment_of(&b.raw))),
        };
        let Some(part) = next else { return Ok(None) };
        let line = std::mem::take(&mut part.raw);
        let raw = Raw { n: self.n, rank: part.rank, line };
        part.advance()?;
        self.n += 1;
        Ok(Some(raw))
    }
}

/// How many lines there are together.
pub fn lines(folders: &[JobFolder]) -> std::io::Result<u64> {
    folders.iter().map(super::lines).sum()
}

/// Lines from there on.
pub fn page(folders: &[JobFolder], order: Order, from: &From, limit: usize) -> std::io::Result<LogPage> {
    let mut merged = Merged::of(folders, order)?;
    let (first, total) = (merged.line(from)?, merged.total());
    let places = merged.places(first)?;
    let mut flow = merged.flow(&places)?;
    let lines = some(&mut flow, limit.min(MAX_PAGE))?;
    let next = lines.last().map(|l| l.n + 1).filter(|n| *n < total);
    Ok(LogPage { lines, total, next, complete: true, row: None })
}

fn some(flow: &mut Flow, limit: usize) -> std::io::Result<Vec<LogLine>> {
    let (mut lines, mut size) = (Vec::new(), 0);
    while lines.len() < limit && size < MAX_BYTES {
        let Some(raw) = flow.next()? else { break };
        size += raw.line.len() as u64;
        lines.extend(raw.read());
    }
    Ok(lines)
}

/// Places in all logs behind so many lines, by time: where whoever follows them begins.
pub fn places(folders: &[JobFolder], n: u64) -> std::io::Result<Vec<u64>> {
    Merged::of(folders, Order::Time)?.places(n)
}

/// What came behind these places, and the places after it. Lines of one task are told in their order; a task that wrote late
/// is told late, but nothing is told twice or left out.
pub fn news(folders: &[JobFolder], places: &[u64], limit: usize) -> std::io::Result<(LogPage, Vec<u64>)> {
    let merged = Merged::of(folders, Order::Time)?;
    let total = merged.total();
    let mut after = places.to_vec();
    let mut flow = merged.flow(places)?;
    let lines = some(&mut flow, limit)?;
    for line in &lines {
        if let Some(place) = line.rank.and_then(|rank| after.get_mut(rank as usize)) {
            *place += 1;
        }
    }
    Ok((LogPage { lines, total, next: None, complete: true, row: None }, after))
}

/// Lines that were found, with those around each.
pub fn search(
    folders: &[JobFolder],
    order: Order,
    filter: &Filter,
    wanted: &Wanted,
    budget: Duration,
) -> std::io::Result<LogPage> {
    let mut merged = Merged::of(folders, order)?;
    let mut first = match (&wanted.from, &filter.until) {
        // The last lines of a time are counted from its end.
        (From::Tail(n), Some(until)) if order == Order::Time => {
            merged.line(&From::Moment(until.clone()))?.saturating_sub(*n)
        }
        (from, _) => merged.line(from)?,
    };
    if let (Some(since), Order::Time) = (&filter.since, order) {
        first = first.max(merged.line(&From::Moment(since.clone()))?);
    }
    let places = merged.places(first)?;
    let mut found = Found::new(filter, wanted);
    let mut flow = merged.flow(&places)?;
    let began = Instant::now();
    let mut looked = 0u64;
    while let Some(raw) = flow.next()? {
        if wanted.before.is_some_and(|before| raw.n >= before) {
            break;
        }
        // Some lines are looked at whatever the time, so that every answer gets on.
        looked += 1;
        if looked.is_multiple_of(LOOK) && began.elapsed() > budget {
            found.reached = Some(raw.n);
            break;
        }
        let past = |until: &String| moment_of(&raw.line) >= until.as_bytes();
        if order == Order::Time && filter.until.as_ref().is_some_and(past) {
            break;
        }
        found.take(raw);
    }
    let Found { lines, total, more, reached, .. } = found;
    Ok(LogPage { lines, total, next: more.or(reached), complete: reached.is_none(), row: None })
}

/// What a search has so far.
struct Found<'a> {
    filter: &'a Filter,
    limit: usize,
    context: usize,
    lines: Vec<LogLine>,
    hits: usize,
    size: u64,
    total: u64,
    more: Option<u64>,
    reached: Option<u64>,
    /// Lines before, of which none was told
    before: VecDeque<Raw>,
    /// Lines that are still to be told behind a hit
    after: usize,
}

impl<'a> Found<'a> {
    fn new(filter: &'a Filter, wanted: &Wanted) -> Found<'a> {
        let context = wanted.context.min(MOST_CONTEXT) as usize;
        Found {
            filter,
            limit: wanted.limit.min(MAX_PAGE / (2 * context + 1)).max(1),
            context,
            lines: Vec::new(),
            hits: 0,
            size: 0,
            total: 0,
            more: None,
            reached: None,
            before: VecDeque::new(),
            after: 0,
        }
    }

    fn take(&mut self, raw: Raw) {
        let hit = self.filter.has_at(&raw.line);
        self.total += u64::from(hit);
        let room = self.hits < self.limit && self.size < MAX_BYTES;
        if hit && room {
            self.hits += 1;
            self.after = self.context;
            self.size += raw.line.len() as u64;
            self.lines.extend(self.before.drain(..).filter_map(|raw| raw.read()));
            self.lines.extend(raw.read().map(|line| LogLine { hit: true, ..line }));
            return;
        }
        if hit {
            self.more.get_or_insert(raw.n);
        }
        if self.after > 0 && self.more.is_none() {
            self.after -= 1;
            self.lines.extend(raw.read());
        } else if self.context > 0 && room {
            if self.before.len() == self.context {
                self.before.pop_front();
            }
            self.before.push_back(raw);
        }
    }
}

/// All of it, part by part, as it was when it was begun.
pub struct MergedDownload {
    flow: Flow,
    filter: Filter,
}

impl MergedDownload {
    pub fn new(folders: &[JobFolder], order: Order, filter: Filter) -> std::io::Result<MergedDownload> {
        let merged = Merged::of(folders, order)?;
        let places = vec![0; folders.len()];
        Ok(MergedDownload { flow: merged.flow(&places)?, filter })
    }

    /// The next lines, each as `write` puts it; `None` at the end.
    pub fn part(
        &mut self,
        most: usize,
        mut write: impl FnMut(&LogLine, &mut Vec<u8>),
    ) -> std::io::Result<Option<Vec<u8>>> {
        let mut out = Vec::new();
        while out.len() < most {
            let Some(raw) = self.flow.next()? else { break };
            if let Some(line) = raw.read().filter(|_| self.filter.has_at(&raw.line)) {
                write(&line, &mut out);
            }
        }
        Ok(Some(out).filter(|out| !out.is_empty()))
    }
}

#[cfg(test)]
#[path = "merged_tests.rs"]
mod tests;
