//! What a job uses, looked at every few seconds by its shim: by its control groups where they count, else by its processes.

use super::cards::Cards;
use super::confine::Groups;
use super::tree;
use crate::usage::{Sample, UsageWriter};
use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Between two looks.
pub const EVERY: Duration = Duration::from_secs(2);
/// Between the first two, so that something is to be seen soon.
const SOON: Duration = Duration::from_millis(500);
/// Parts of a second in which the system tells times, on every machine that there is.
const TICKS: f64 = 100.0;

/// What has been used up to a moment, and what is held at it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Counted {
    cpu_s: f64,
    memory: u64,
    read: Option<u64>,
    written: Option<u64>,
    received: Option<u64>,
    sent: Option<u64>,
    processes: u32,
}

/// Of one process, what it had used when it was seen last.
#[derive(Debug, Clone, Copy, Default)]
struct Of {
    cpu_s: f64,
    read: u64,
    written: u64,
}

pub struct Sampler {
    writer: UsageWriter,
    before: Option<(Instant, Counted)>,
    due: Instant,
    seen: HashMap<i32, Of>,
    /// Of processes that have ended, as far as they were seen
    gone: Of,
    cards: Option<Cards>,
}

impl Sampler {
    pub fn new(writer: UsageWriter) -> Sampler {
        Sampler {
            writer,
            before: None,
            due: Instant::now(),
            seen: HashMap::new(),
            gone: Of::default(),
            cards: None,
        }
    }

    /// The cards of the step that follows.
    pub fn watch_cards(&mut self, cards: Option<Cards>) {
        self.cards = cards;
    }

    /// Looks if it is time to.
    pub fn look_if_due(&mut self, groups: Option<&Groups>) {
        if Instant::now() >= self.due {
            self.look(groups);
        }
    }

    /// Between two steps nothing is compared.
    pub fn begin(&mut self) {
        self.before = None;
        self.seen.clear();
        self.gone = Of::default();
        self.due = Instant::now();
    }

    pub fn look(&mut self, groups: Option<&Groups>) {
        let at = Instant::now();
        self.due = at + if self.before.is_none() { SOON } else { EVERY };
        if let Some(cards) = &mut self.cards {
            cards.look();
        }
        let counted = self.count(groups);
        if let Some((then, before)) = self.before.replace((at, counted.clone())) {
            let seconds = at.duration_since(then).as_secs_f64();
            // What is measured over a blink says nothing.
            if seconds >= 0.05 {
                self.writer.add(&rates(&before, &counted, seconds));
            }
        }
    }

    fn count(&mut self, groups: Option<&Groups>) -> Counted {
        let mut living = tree::living();
        if let Some(groups) = groups {
            living.extend(groups.processes());
            living.sort_unstable();
            living.dedup();
        }
        let mut all = Counted { processes: living.len() as u32, ..Counted::default() };
        let mut now = HashMap::with_capacity(living.len());
        let mut io_known = false;
        let mut apart: Option<i32> = None;
        let own = std::fs::read_link("/proc/self/ns/net").ok();
        for pid in living {
            let folder = format!("/proc/{pid}");
            let folder = Path::new(&folder);
            let Ok(stat) = std::fs::read_to_string(folder.join("stat")) else { continue };
            let Some(cpu_s) = of_stat(&stat) else { continue };
            let status = std::fs::read_to_string(folder.join("status")).unwrap_or_default();
            all.memory += of_status(&status);
            let io = std::fs::read_to_string(folder.join("io")).ok();
            io_known |= io.is_some();
            let (read, written) = of_io(io.as_deref().unwrap_or_default());
            now.insert(pid, Of { cpu_s, read, written });
            // Only a network of its own can be told from that of all others.
            if apart.is_none() && own.is_some() {
                let net = std::fs::read_link(folder.join("ns/net")).ok();
                apart = (net.is_some() && net != own).then_some(pid);
            }
        }
        for (pid, last) in std::mem::take(&mut self.seen) {
            // A number that was given to another process counts less than before.
            if now.get(&pid).is_none_or(|n: &Of| n.cpu_s < last.cpu_s) {
                self.gone.cpu_s += last.cpu_s;
                self.gone.read += last.read;
                self.gone.written += last.written;
            }
        }
        let sum = now.values().fold(self.gone, |sum, one| Of {
            cpu_s: sum.cpu_s + one.cpu_s,
            read: sum.read + one.read,
            written: sum.written + one.written,
        });
        self.seen = now;
        all.cpu_s = sum.cpu_s;
        if io_known {
            (all.read, all.written) = (Some(sum.read), Some(sum.written));
        }
        if let Some(text) = apart.and_then(|pid| std::fs::read_to_string(format!("/proc/{pid}/net/dev")).ok())
        {
            let (received, sent) = of_net(&text);
            (all.received, all.sent) = (Some(received), Some(sent));
        }
        if let Some(groups) = groups {
            all.cpu_s = groups.cpu_seconds().unwrap_or(all.cpu_s);
            all.memory = groups.memory_bytes().unwrap_or(all.memory);
        }
        all
    }
}

fn rates(before: &Counted, now: &Counted, seconds: f64) -> Sample {
    let rate = |before: Option<u64>, now: Option<u64>| {
        let (before, now) = before.zip(now)?;
        Some(now.saturating_sub(before) as f64 / seconds)
    };
    Sample {
        at_ms: fovea_store::now(),
        cores: ((now.cpu_s - before.cpu_s) / seconds).max(0.0),
        memory: now.memory as f64,
        read: rate(before.read, now.read),
        written: rate(before.written, now.written),
        received: rate(before.received, now.received),
        sent: rate(before.sent, now.sent),
        processes: f64::from(now.processes),
    }
}

/// Time on processors, in seconds.
fn of_stat(stat: &str) -> Option<f64> {
    let (_, after) = stat.rsplit_once(')')?;
    let words: Vec<&str> = after.split_whitespace().collect();
    // Numbered as in proc(5), of which the third is the first here.
    let field = |n: usize| words.get(n - 3)?.parse::<f64>().ok();
    Some((field(14)? + field(15)?) / TICKS)
}

/// Bytes of memory that are really there.
fn of_status(status: &str) -> u64 {
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kib = line.and_then(|l| l.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// Bytes that were really read from and written to disks.
fn of_io(io: &str) -> (u64, u64) {
    let value = |name: &str| {
        let line = io.lines().find_map(|l| l.strip_prefix(name));
        line.and_then(|v| v.trim().parse().ok()).unwrap_or(0)
    };
    (value("read_bytes:"), value("write_bytes:"))
}

/// Bytes received and sent by all interfaces.
fn of_net(text: &str) -> (u64, u64) {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.fold((0, 0), |(received, sent), (_, numbers)| {
        let numbers: Vec<u64> = numbers.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let at = |n: usize| numbers.get(n).copied().unwrap_or(0);
        (received + at(0), sent + at(8))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_read_as_it_tells() {
        let stat = "77 (a) Z) S 1 77 77 0 -1 4194560 90 0 0 0 150 50 0 0 20 0 3 0 100 1000000 321 18446744073709551615 1";
        assert_eq!(of_stat(stat), Some(2.0));
        assert_eq!(of_status("Name:\tsh\nVmRSS:\t    1024 kB\nThreads:\t1\n"), 1 << 20);
        assert_eq!(of_status("Name:\tkthread\n"), 0);
        assert_eq!(of_stat("77 (sh"), None);
        assert_eq!(
            of_io("rchar: 9\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 1\n"),
            (4096, 8192)
        );
        let net = "Inter-|   Receive  |  Transmit\n face |bytes packets|bytes\n    lo: 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n  eth0:5 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0\n";
        assert_eq!(of_net(net), (15, 27));
    }

    #[test]
    fn rates_are_of_the_time_between() {
        let before = Counted { cpu_s: 1.0, read: Some(1000), sent: None, ..Counted::default() };
        let now = Counted {
            cpu_s: 4.0,
            read: Some(3000),
            sent: Some(5),
            memory: 7,
            processes: 2,
            ..before.clone()
        };
        let sample = rates(&before, &now, 2.0);
        assert_eq!((sample.cores, sample.read, sample.sent), (1.5, Some(1000.0), None));
        assert_eq!((sample.memory, sample.processes), (7.0, 2.0));
    }

    #[test]
    fn what_this_process_started_is_counted() {
        let dir = tempfile::tempdir().unwrap();
        let folder = crate::folder::JobFolder::new(dir.path());
        let mut sampler = Sampler::new(UsageWriter::open(&folder).unwrap());
        let mut child =
            std::process::Command::new("/bin/sh").args(["-c", "while :; do :; done"]).spawn().unwrap();
        sampler.look(None);
        std::thread::sleep(Duration::from_millis(400));
        sampler.look(None);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = crate::usage::read(&folder, 0, i64::MAX, 10).unwrap();
        let last = found.points.last().unwrap();
        assert!(last.mean.cores > 0.02 && last.mean.memory > 0.0 && last.mean.processes >= 1.0, "{last:?}");
    }
}
