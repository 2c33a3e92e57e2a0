//! Server, trainings and uploads, killed at moments that nobody chose: nothing that was acknowledged is lost, nothing is
//! there twice, and every job ends where it should. A few rounds of each in every run, fifty in `make test-slow`.

mod server;
mod training;
mod upload;

use crate::program::signal;
use crate::server::Server;
use std::collections::BTreeSet;
use std::path::Path;

/// Where the moments of the kills come from.
pub struct Chance(u64);

impl Chance {
    /// The same moments on each run.
    pub fn fixed(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Other moments on each run; `FOVEA_KILLS` repeats those of a run that failed.
    pub fn new() -> Chance {
        let given = std::env::var("FOVEA_KILLS").ok().and_then(|text| text.parse().ok());
        let since = || std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(1, |d| d.as_millis() as u64);
        let seed = given.unwrap_or_else(since);
        eprintln!("FOVEA_KILLS={seed}");
        Chance::fixed(seed)
    }

    /// From 0 to below 1.
    pub fn share(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n - 1)
    }
}

/// The process that runs a job's steps, while it does.
pub fn shim_of(data: &Path, job: &str) -> Option<u32> {
    let folder = data.join("jobs").join(job);
    let pid = std::fs::read_to_string(folder.join("pid")).ok()?.trim().parse().ok()?;
    let words = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    // The number may be another's by now.
    String::from_utf8_lossy(&words).contains(job).then_some(pid)
}

/// Processes whose parent is this one.
pub fn children(parent: u32) -> Vec<u32> {
    let parent_of = |pid: u32| -> Option<u32> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name stands in brackets and may hold anything.
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
    };
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    numbers.filter(|&pid| parent_of(pid) == Some(parent)).collect()
}

/// Whether it was there to be killed.
pub fn kill(process: Option<u32>) -> bool {
    let there = process.filter(|pid| Path::new(&format!("/proc/{pid}")).exists());
    if let Some(pid) = there {
        signal(pid, "KILL");
    }
    there.is_some()
}

/// Names of all pictures without their folders, by pages.
#[track_caller]
pub fn names(server: &Server, project: &str) -> Vec<String> {
    let (mut names, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get(&format!("/projects/{project}/pictures?limit=200{cursor}"));
        let items = page["items"].as_array().unwrap();
        names.extend(items.iter().map(|p| file_name(p["name"].as_str().unwrap())));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return names,
        }
    }
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_string()
}

/// Each picture once, and all that are given among them.
#[track_caller]
pub fn all_once(server: &Server, project: &str, kept: &BTreeSet<String>, round: u64) {
    let names = names(server, project);
    let once: BTreeSet<&String> = names.iter().collect();
    assert_eq!(once.len(), names.len(), "round {round}: a picture is there twice");
    let lost: Vec<_> = kept.iter().filter(|name| !once.contains(name)).collect();
    assert!(lost.is_empty(), "round {round}: {lost:?}");
}
