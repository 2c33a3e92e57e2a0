use super::phases::{Event, MOST_EVENTS, PhaseKind, events, tidy};
use super::redrawn::RedrawnWriter;
use super::repair::repair;
use super::{ENTRY, Stream};
use crate::folder::JobFolder;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::time::{Duration, Instant};

/// Lines are written together, but nobody waits longer than this for one.
const LONGEST_WAIT: Duration = Duration::from_millis(200);
const BATCH: usize = 64 << 10;
/// A program that never stops talking must not fill the disk.
const LONGEST_LOG: u64 = 1 << 30;

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
    full: bool,
}

impl LogWriter {
    /// Opens the log to go on with it; half lines of one that was killed are taken away first.
    pub fn open(folder: &JobFolder) -> std::io::Result<LogWriter> {
        let end = repair(folder)?;
        let open = |path| OpenOptions::new().create(true).append(true).open(path);
        let n = super::lines(folder)?;
        let mut phases = open(folder.log_phases())?;
        // Whatever a killed one left stands on a line of its own.
        if phases.metadata()?.len() > 0 {
            phases.write_all(b"\n")?;
        }
        Ok(LogWriter {
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
            full: false,
        })
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
        if self.full || self.told >= MOST_EVENTS {
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
        if self.full {
            return;
        }
        self.full = self.end >= LONGEST_LOG;
        let (stream, text) = if self.full {
            (Stream::Fovea, "the log is full; what follows is left out")
        } else {
            (stream, text)
        };
        let redrawn = redrawn && !self.full;
        if redrawn {
            self.redrawn.add(self.n);
        }
        self.offsets.extend_from_slice(&self.end.to_le_bytes());
        let before = self.lines.len();
        // In this order: the time is found at the beginning, and the text ends the line.
        for part in ["{\"at\":\"", at, "\",\"stream\":\"", stream.name()] {
            self.lines.extend_from_slice(part.as_bytes());
        }
        if !self.phase.is_empty() {
            self.lines.extend_from_slice(b"\",\"phase\":\"");
            self.lines.extend_from_slice(self.phase.as_bytes());
        }
        if let Some((group, _)) = &self.group {
            self.lines.extend_from_slice(b"\",\"group\":\"");
            self.lines.extend_from_slice(group.as_bytes());
        }
        let text_follows: &[u8] = if redrawn { b"\",\"redrawn\":true,\"text\":" } else { b"\",\"text\":" };
        self.lines.extend_from_slice(text_follows);
        // A string always becomes JSON.
        let _ = serde_json::to_writer(&mut self.lines, text);
        self.lines.extend_from_slice(b"}\n");
        self.end += (self.lines.len() - before) as u64;
        self.n += 1;
        self.waiting_since.get_or_insert_with(Instant::now);
        if self.lines.len() >= BATCH {
            self.flush();
        }
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
        }
        if !self.broken {
            // Behind the lines that they speak of; where they cannot be written, lines are shown without.
            let _ = self.phases.write_all(&self.events);
        }
        self.events.clear();
        self.lines.clear();
        self.offsets.clear();
        self.waiting_since = None;
    }

    /// After a failed write, such as on a full disk: half lines go, and lines that wait stand behind what is left.
    fn mend(&mut self) {
        let Ok(end) = repair(&self.folder) else { return };
        let first = self.offsets.first_chunk().map_or(self.end, |b| u64::from_le_bytes(*b));
        let moved = |offset: u64| (offset - first + end).to_le_bytes();
        let offsets: Vec<u8> = self
            .offsets
            .chunks_exact(8)
            .filter_map(|c| c.first_chunk())
            .flat_map(|b| moved(u64::from_le_bytes(*b)))
            .collect();
        // What was told of lines that are lost holds of others now.
        let kept = super::lines(&self.folder).unwrap_or(0);
        if let Ok(redrawn) = RedrawnWriter::open(&self.folder, kept) {
            self.redrawn = redrawn;
        }
        self.events.clear();
        self.n = kept + offsets.len() as u64 / ENTRY;
        self.offsets = offsets;
        self.end = end + self.lines.len() as u64;
        self.broken = false;
    }

    /// All lines on the disk.
    pub fn sync(&mut self) {
        self.flush();
        let _ = self.log.sync_data();
        let _ = self.index.sync_data();
    }
}
