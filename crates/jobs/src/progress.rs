//! What a training says of how far it is: one JSON line a step on its error stream.

use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, ErrorKind, Seek, SeekFrom};
use std::path::Path;
use std::time::{Duration, Instant};

/// One step as `fovea train --progress json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    pub phase: String,
    pub done: u64,
    pub total: u64,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub loss: Option<f64>,
    #[serde(default)]
    pub left_s: Option<f64>,
}

#[derive(Deserialize)]
struct Line {
    progress: Moment,
}

impl Moment {
    /// `None` for any other line.
    pub fn parse(line: &str) -> Option<Moment> {
        if !line.starts_with("{\"progress\":") {
            return None;
        }
        serde_json::from_str::<Line>(line).ok().map(|l| l.progress)
    }
}

/// What the pages show of a running job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub phase: String,
    pub done: u64,
    pub total: u64,
    pub note: String,
    pub remaining_s: Option<f64>,
    /// Step and loss.
    pub curve: Vec<(u64, f64)>,
}

/// Points of a curve; when there are twice as many, every other one goes.
const CURVE: usize = 300;

impl Progress {
    pub fn add(&mut self, moment: Moment) {
        if let Some(loss) = moment.loss.filter(|l| l.is_finite()) {
            // A job that was started anew goes on from its checkpoint, which may lie before the last point.
            self.curve.retain(|(step, _)| *step < moment.done);
            self.curve.push((moment.done, loss));
            if self.curve.len() > 2 * CURVE {
                let mut keep = false;
                self.curve.retain(|_| {
                    keep = !keep;
                    keep
                });
            }
        }
        (self.phase, self.note) = (moment.phase, moment.note);
        (self.done, self.total) = (moment.done, moment.total);
        self.remaining_s = moment.left_s;
    }
}

/// Follows a job's progress file without reading anything twice.
#[derive(Debug, Default)]
pub struct Tail {
    at: u64,
    pub progress: Progress,
}

impl Tail {
    /// Reads what is new; tells whether there was anything.
    pub fn read(&mut self, path: &Path) -> std::io::Result<bool> {
        let mut file = match std::fs::File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
            Err(e) => return Err(e),
        };
        file.seek(SeekFrom::Start(self.at))?;
        let mut reader = BufReader::new(file);
        let (mut line, mut any) = (String::new(), false);
        loop {
            line.clear();
            let size = reader.read_line(&mut line)?;
            // A half line is read again when it is whole.
            if size == 0 || !line.ends_with('\n') {
                return Ok(any);
            }
            self.at += size as u64;
            if let Some(moment) = Moment::parse(line.trim_end()) {
                self.progress.add(moment);
                any = true;
            }
        }
    }
}

/// Puts some of the steps into words for the log: the first and last of a phase, and one every few seconds.
#[derive(Debug, Default)]
pub struct Teller {
    phase: String,
    told: Option<Instant>,
}

const PAUSE: Duration = Duration::from_secs(3);

impl Teller {
    pub fn tell(&mut self, moment: &Moment) -> Option<String> {
        let new = self.phase != moment.phase;
        let due = self.told.is_none_or(|t| t.elapsed() >= PAUSE);
        if !new && !due && moment.done < moment.total {
            return None;
        }
        self.phase.clone_from(&moment.phase);
        self.told = Some(Instant::now());
        let left = moment.left_s.filter(|_| moment.done < moment.total);
        let left = left.map_or(String::new(), |s| format!(", about {s:.0} s left"));
        let note = if moment.note.is_empty() { String::new() } else { format!("  {}", moment.note) };
        Some(format!("{} {}/{}{left}{note}", moment.phase, moment.done, moment.total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn line(done: u64, loss: f64) -> String {
        format!("{{\"progress\":{{\"phase\":\"training\",\"done\":{done},\"total\":900,\"loss\":{loss}}}}}\n")
    }

    #[test]
    fn other_lines_are_no_progress() {
        for other in ["", "warning: x", "{\"progress\":3}", "{}", "training 1/2"] {
            assert_eq!(Moment::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_tail_reads_each_line_once_and_half_lines_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("progress");
        let mut tail = Tail::default();
        assert!(!tail.read(&path).unwrap());
        let mut file = std::fs::File::create(&path).unwrap();
        let (first, second) = (line(1, 0.5), line(2, 0.25));
        file.write_all(first.as_bytes()).unwrap();
        file.write_all(&second.as_bytes()[..10]).unwrap();
        assert!(tail.read(&path).unwrap());
        assert_eq!(tail.progress.curve, [(1, 0.5)]);
        file.write_all(&second.as_bytes()[10..]).unwrap();
        assert!(tail.read(&path).unwrap());
        assert!(!tail.read(&path).unwrap());
        assert_eq!(tail.progress.curve, [(1, 0.5), (2, 0.25)]);
        assert_eq!((tail.progress.done, tail.progress.total), (2, 900));
    }

    #[test]
    fn a_curve_stays_short_and_goes_forward() {
        let mut progress = Progress::default();
        for done in (1..5000).chain(4000..4500) {
            progress.add(Moment::parse(line(done, 1.0).trim_end()).unwrap());
        }
        assert!(progress.curve.len() <= 2 * CURVE);
        assert!(progress.curve.windows(2).all(|p| p[0].0 < p[1].0));
        assert_eq!(progress.curve.last(), Some(&(4499, 1.0)));
    }
}
