//! What is said once the log is full: beside it the last of that is kept, in two files of which the older one goes when the newer one
//! is full. In the end it is put behind the log. One that was killed meanwhile finds it again.

use crate::folder::JobFolder;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;

pub(super) struct Tail {
    folder: JobFolder,
    newer: File,
    length: u64,
    /// Bytes of each of the two
    part: u64,
    /// Bytes of lines that went
    left_out: u64,
}

impl Tail {
    /// Goes on with what is there.
    pub fn open(folder: &JobFolder, part: u64) -> std::io::Result<Tail> {
        let newer = OpenOptions::new().create(true).append(true).open(newer(folder))?;
        let length = newer.metadata()?.len();
        Ok(Tail { folder: folder.clone(), newer, length, part, left_out: left_out(folder) })
    }

    /// What one that was killed left.
    pub fn left(folder: &JobFolder, part: u64) -> std::io::Result<Option<Tail>> {
        match newer(folder).exists() || older(folder).exists() {
            true => Tail::open(folder, part).map(Some),
            false => Ok(None),
        }
    }

    /// Whole lines.
    pub fn add(&mut self, lines: &[u8]) -> std::io::Result<()> {
        if self.length >= self.part {
            let (older, newer) = (older(&self.folder), newer(&self.folder));
            self.left_out += std::fs::metadata(&older).map_or(0, |found| found.len());
            std::fs::write(gone(&self.folder), self.left_out.to_string())?;
            std::fs::rename(&newer, &older)?;
            self.newer = OpenOptions::new().create(true).append(true).open(newer)?;
            self.length = 0;
        }
        self.newer.write_all(lines)?;
        self.length += lines.len() as u64;
        Ok(())
    }

    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Each whole line with its end, the oldest first.
    pub fn lines(&self, mut each: impl FnMut(&[u8])) -> std::io::Result<()> {
        for path in [older(&self.folder), newer(&self.folder)] {
            let Ok(file) = File::open(path) else { continue };
            let mut reader = BufReader::new(file);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line)? > 0 {
                // What a killed one was writing is no line.
                if line.ends_with(b"\n") {
                    each(&line);
                }
                line.clear();
            }
        }
        Ok(())
    }

    pub fn remove(self) {
        for path in [older(&self.folder), newer(&self.folder), gone(&self.folder)] {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn older(folder: &JobFolder) -> PathBuf {
    folder.root().join("log.tail.0")
}

fn newer(folder: &JobFolder) -> PathBuf {
    folder.root().join("log.tail.1")
}

/// How much went of both.
fn gone(folder: &JobFolder) -> PathBuf {
    folder.root().join("log.tail.gone")
}

fn left_out(folder: &JobFolder) -> u64 {
    std::fs::read_to_string(gone(folder)).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}
