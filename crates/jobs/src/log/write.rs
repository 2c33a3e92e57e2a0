use super::Stream;
use super::phases::{Event, MOST_EVENTS, PhaseKind, events, tidy};
use super::read::moment_of;
use super::redrawn::RedrawnWriter;
use super::repair::repair;
use super::tail::Tail;
use crate::folder::JobFolder;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::time::{Duration, Instant};

/// Lines are written together, but nobody waits longer than this for one.
const LONGEST_WAIT: Duration = Duration::from_millis(200);
const BATCH: usize = 64 << 10;
/// A program that never stops talking must not fill the disk.
const LIMITS: Limits = Limits { log: 1 << 30, part: 32 << 20, most: 3 << 29 };
/// Said once where it is; what a page says of it in other languages stands in `web/src/features/jobs/lib/shimWords.ts`, as of all such words.
const FULL: &str = "the log is full; of what follows the last lines stand here in the end";

/// In bytes.
#[derive(Clone, Copy)]
struct Limits {
    /// From which on a log is full
    log: u64,
    /// Of its last lines this much at least is kept, and twice as much at most
    part: u64,
    /// With the last lines of several starts
    most: u64,
}

/// Adds lines to a job's log. A log that cannot be written never ends a job.
pub struct LogWriter {
    folder: JobFolder,
    /// Of lines from now on, such as the name of a step: letters, digits and _
    phase: String,
    /// Name of the phase within it
    group: Option<(String, PhaseKind)>,
    /// Number of the next line
    n: u64,
    redrawn: RedrawnWriter,
    phases: File,
    /// Beginnings and ends that wait
    events: Vec<u8>,
    told: usize,
    log: File,
    index: File,
    lines: Vec<u8>,
    offsets: Vec<u8>,
    /// Length of the log with the lines that wait.
    end: u64,
    waiting_since: Option<Instant>,
    broken: bool,
    /// Between which moments lines were lost that nobody was told of
    lost: Option<(String, String)>,
    full: bool,
    limits: Limits,
    /// Once it is full: what is said since, and lines of it that wait
    tail: Option<Tail>,
    last: Vec<u8>,
}

impl LogWriter {
    /// Opens the log to go on with it; half lines of one that was killed are taken away first.
    pub fn open(folder: &JobFolder) -> std::io::Result<LogWriter> {
        LogWriter::open_within(folder, LIMITS)
    }

    fn open_within(folder: &JobFolder, limits: Limits) -> std::io::Result<LogWriter> {
        let end = repair(folder)?;
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        let n = super::lines(folder)?;
        let mut phases = open(folder.log_phases())?;
        // Whatever a killed one left stands on a line of its own.
        if phases.metadata()?.len() > 0 {
            phases.write_all(b"\n")?;
        }
        let mut log = LogWriter {
            group: None,
            n,
            redrawn: RedrawnWriter::open(folder, n)?,
            phases,
            events: Vec::new(),
            told: events(folder)?.len(),
            log: open(folder.log())?,
            index: open(folder.log_index())?,
            folder: folder.clone(),
            phase: String::new(),
            lines: Vec::new(),
            offsets: Vec::new(),
            end,
            waiting_since: None,
            broken: false,
            lost: None,
            full: false,
            limits,
            tail: Tail::left(folder, limits.part)?,
            last: Vec::new(),
        };
        log.take_in_tail();
        Ok(log)
    }

    /// Lines from now on are of this step.
    pub fn begin_step(&mut self, at: &str, name: &str) {
        self.group = None;
        self.phase = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let (n, name) = (self.n, Some(self.phase.clone()));
        self.tell(&Event {
            n,
            at: at.into(),
            begins: Some(PhaseKind::Step),
            name,
            ends: None,
            code: None,
            signal: None,
        });
    }

    /// Lines from now on are of this step, which may have begun already.
    pub fn in_step(&mut self, at: &str, name: &str) {
        if self.phase != name {
            self.begin_step(at, name);
        }
    }

    pub fn end_step(&mut self, at: &str, code: Option<i32>, signal: Option<i32>) {
        self.group = None;
        let (n, at, ends) = (self.n, at.into(), Some(PhaseKind::Step));
        self.tell(&Event { n, at, begins: None, name: None, ends, code, signal });
    }

    /// What is said until the step itself begins.
    pub fn begin_setup(&mut self, at: &str) {
        self.begin(at, "setup", PhaseKind::Setup);
    }

    /// A phase that a command marks; one that it has not ended ends here.
    pub fn begin_group(&mut self, at: &str, name: &str) {
        self.begin(at, &tidy(name), PhaseKind::Group);
    }

    fn begin(&mut self, at: &str, name: &str, kind: PhaseKind) {
        self.group = Some((name.into(), kind));
        let (n, name) = (self.n, Some(name.into()));
        self.tell(&Event {
            n,
            at: at.into(),
            begins: Some(kind),
            name,
            ends: None,
            code: None,
            signal: None,
        });
    }

    pub fn end_group(&mut self, at: &str) {
        if let Some((_, kind)) = self.group.take() {
            let (n, at, ends) = (self.n, at.into(), Some(kind));
            self.tell(&Event { n, at, begins: None, name: None, ends, code: None, signal: None });
        }
    }

    fn tell(&mut self, event: &Event) {
        // Where lines will stand that are kept beside the log is not known yet; that a step ended is.
        if (self.full && event.begins.is_some()) || self.told >= MOST_EVENTS {
            return;
        }
        self.told += 1;
        if serde_json::to_writer(&mut self.events, event).is_ok() {
            self.events.push(b'\n');
        }
        self.waiting_since.get_or_insert_with(Instant::now);
    }

    /// One that is drawn over already.
    pub fn add_redrawn(&mut self, at: &str, stream: Stream, text: &str) {
        self.put(at, stream, text, true);
    }

    pub fn add(&mut self, at: &str, stream: Stream, text: &str) {
        self.put(at, stream, text, false);
    }

    fn put(&mut self, at: &str, stream: Stream, text: &str, redrawn: bool) {
        if !self.full && self.end >= self.limits.log {
            let text =
                if self.end < self.limits.most { FULL } else { "the log is full; what follows is left out" };
            self.line(at, Stream::Fovea, text, false);
            self.full = true;
        }
        if self.full {
            // States that were drawn over are the first that nobody misses.
            if !redrawn {
                self.written(at, stream, text, false, |log| &mut log.last);
                self.flush_if_large();
            }
            return;
        }
        if redrawn {
            self.redrawn.add(self.n);
        }
        self.line(at, stream, text, redrawn);
        self.flush_if_large();
    }

    fn flush_if_large(&mut self) {
        self.waiting_since.get_or_insert_with(Instant::now);
        if self.lines.len() + self.last.len() >= BATCH {
            self.flush();
        }
    }

    fn line(&mut self, at: &str, stream: Stream, text: &str, redrawn: bool) {
        self.offsets.extend_from_slice(&self.end.to_le_bytes());
        let before = self.lines.len();
        self.written(at, stream, text, redrawn, |log| &mut log.lines);
        self.end += (self.lines.len() - before) as u64;
        self.n += 1;
    }

    /// A line as it is kept, behind what waits there.
    fn written(
        &mut self,
        at: &str,
        stream: Stream,
        text: &str,
        redrawn: bool,
        place: fn(&mut LogWriter) -> &mut Vec<u8>,
    ) {
        let mut out = std::mem::take(place(self));
        // In this order: the time is found at the beginning, and the text ends the line.
        for part in ["{\"at\":\"", at, "\",\"stream\":\"", stream.name()] {
            out.extend_from_slice(part.as_bytes());
        }
        if !self.phase.is_empty() {
            out.extend_from_slice(b"\",\"phase\":\"");
            out.extend_from_slice(self.phase.as_bytes());
        }
        if let Some((group, _)) = &self.group {
            out.extend_from_slice(b"\",\"group\":\"");
            out.extend_from_slice(group.as_bytes());
        }
        let text_follows: &[u8] = if redrawn { b"\",\"redrawn\":true,\"text\":" } else { b"\",\"text\":" };
        out.extend_from_slice(text_follows);
        // A string always becomes JSON.
        let _ = serde_json::to_writer(&mut out, text);
        out.extend_from_slice(b"}\n");
        *place(self) = out;
    }

    pub fn flush_if_due(&mut self) {
        if self.waiting_since.is_some_and(|s| s.elapsed() >= LONGEST_WAIT) {
            self.flush();
        }
    }

    /// The log first, then its index: an entry always points at a whole line.
    pub fn flush(&mut self) {
        if self.broken {
            self.mend();
        }
        if !self.broken && !self.lines.is_empty() {
            let written = self.log.write_all(&self.lines).and_then(|()| {
                // Before anybody counts these lines; where it cannot be written they are shown as all others.
                self.redrawn.flush();
                self.index.write_all(&self.offsets)
            });
            self.broken = written.is_err();
            if !self.broken {
                // With them it was told.
                self.lost = None;
            }
        }
        if !self.broken {
            // Behind the lines that they speak of; where they cannot be written, lines are shown without.
            let _ = self.phases.write_all(&self.events);
        } else if let (Some(from), Some(to)) = moments(&self.lines) {
            let from = self.lost.take().map_or(from, |(from, _)| from);
            self.lost = Some((from, to));
        }
        self.events.clear();
        self.lines.clear();
        self.offsets.clear();
        self.flush_last();
        self.waiting_since = None;
    }

    fn flush_last(&mut self) {
        if self.last.is_empty() {
            return;
        }
        if self.tail.is_none() {
            self.tail = Tail::open(&self.folder, self.limits.part).ok();
        }
        if let Some(tail) = &mut self.tail {
            // Where the disk is full, these are the ones that go.
            let _ = tail.add(&self.last);
        }
        self.last.clear();
    }

    /// After a failed write, such as on a full disk: half lines go, and lines that wait stand behind what is left and behind the word that
    /// some were lost.
    fn mend(&mut self) {
        let Ok(end) = repair(&self.folder) else { return };
        let mut waiting = std::mem::take(&mut self.lines);
        let offsets = std::mem::take(&mut self.offsets);
        let first = offsets.first_chunk().map_or(self.end, |b| u64::from_le_bytes(*b));
        // What was told of lines that are lost holds of others now.
        let kept = super::lines(&self.folder).unwrap_or(0);
        if let Ok(redrawn) = RedrawnWriter::open(&self.folder, kept) {
            self.redrawn = redrawn;
        }
        self.events.clear();
        (self.n, self.end) = (kept, end);
        if let Some((from, to)) = self.lost.clone() {
            let text = format!("lines between {from} and {to} were lost: the log could not be written");
            self.line(&to, Stream::Fovea, &text, false);
        }
        let begin = self.end;
        let each = offsets.chunks_exact(8).filter_map(|c| c.first_chunk());
        for offset in each.map(|b| u64::from_le_bytes(*b)) {
            self.offsets.extend_from_slice(&(offset - first + begin).to_le_bytes());
            self.n += 1;
        }
        self.end += waiting.len() as u64;
        self.lines.append(&mut waiting);
        self.broken = false;
    }

    /// What was kept of the end stands behind the log from now on.
    fn take_in_tail(&mut self) {
        self.flush();
        if self.broken {
            return;
        }
        let Some(tail) = self.tail.take() else { return };
        if self.end < self.limits.most {
            let left_out = tail.left_out();
            let mut told = left_out == 0;
            let _ = tail.lines(|line| {
                if !told {
                    told = true;
                    let at = String::from_utf8_lossy(moment_of(line)).into_owned();
                    let text = format!("{left_out} bytes are left out here; the last lines follow");
                    self.line(&at, Stream::Fovea, &text, false);
                }
                self.offsets.extend_from_slice(&self.end.to_le_bytes());
                self.lines.extend_from_slice(line);
                self.end += line.len() as u64;
                self.n += 1;
                if self.lines.len() >= BATCH {
                    self.flush();
                }
            });
            self.flush();
        }
        if !self.broken && self.log.sync_data().is_ok() {
            tail.remove();
        }
    }

    /// Whether lines were lost that nobody was told of.
    pub fn has_lost(&self) -> bool {
        self.lost.is_some()
    }

    /// All lines on the disk.
    pub fn sync(&mut self) {
        self.take_in_tail();
        let _ = self.log.sync_data();
        let _ = self.index.sync_data();
    }
}

/// Of the first and of the last of these lines.
fn moments(lines: &[u8]) -> (Option<String>, Option<String>) {
    let at = |line: &[u8]| String::from_utf8_lossy(moment_of(line)).into_owned();
    let mut all = lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()).map(at);
    let first = all.next();
    let last = all.next_back().or_else(|| first.clone());
    (first, last)
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
