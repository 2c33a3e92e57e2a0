use super::Stream;
use super::repair::repair;
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
        Ok(LogWriter {
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

    pub fn set_phase(&mut self, name: &str) {
        self.phase = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    }

    pub fn add(&mut self, at: &str, stream: Stream, text: &str) {
        if self.full {
            return;
        }
        self.full = self.end >= LONGEST_LOG;
        let (stream, text) = if self.full {
            (Stream::Fovea, "the log is full; what follows is left out")
        } else {
            (stream, text)
        };
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
        self.lines.extend_from_slice(b"\",\"text\":");
        // A string always becomes JSON.
        let _ = serde_json::to_writer(&mut self.lines, text);
        self.lines.extend_from_slice(b"}\n");
        self.end += (self.lines.len() - before) as u64;
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
            let written = self.log.write_all(&self.lines).and_then(|()| self.index.write_all(&self.offsets));
            self.broken = written.is_err();
        }
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
