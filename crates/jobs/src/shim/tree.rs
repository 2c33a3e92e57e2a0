//! The processes of a step: all that came from it, whatever session or group they made for themselves. The shim takes in
//! what loses its parent, so that nothing of a step is ever somebody else's child.

use rustix::process::{Pid, Signal, kill_process};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long it is tried to end what makes new processes while it is being ended.
const LONGEST: Duration = Duration::from_secs(5);

/// From now on orphans of our children are ours.
pub fn adopt_orphans() {
    // Without it, one that forks away is found by its control group alone.
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Process {
    parent: i32,
    name: String,
    /// Has ended and only waits for somebody to ask how.
    dead: bool,
}

fn all() -> HashMap<i32, Process> {
    let Ok(folders) = std::fs::read_dir("/proc") else { return HashMap::new() };
    let numbers = folders.flatten().filter_map(|f| f.file_name().to_str()?.parse::<i32>().ok());
    numbers
        .filter_map(|pid| Some((pid, parse(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?)))
        .collect()
}

/// `1234 (name) S 1 …`, where the name may hold anything.
fn parse(stat: &str) -> Option<Process> {
    let (before, after) = stat.rsplit_once(')')?;
    let name = before.split_once('(')?.1.to_string();
    let mut words = after.split_whitespace();
    let state = words.next()?;
    Some(Process { parent: words.next()?.parse().ok()?, name, dead: matches!(state, "Z" | "X") })
}

/// Children of ours that are not of the step.
static APART: Mutex<Vec<i32>> = Mutex::new(Vec::new());

/// From now on this child and what comes from it are left alone.
pub fn set_apart(pid: i32) {
    APART.lock().unwrap_or_else(PoisonError::into_inner).push(pid);
}

fn below(root: i32, all: &HashMap<i32, Process>) -> Vec<i32> {
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for (pid, process) in all {
        children.entry(process.parent).or_default().push(*pid);
    }
    let mut found = Vec::new();
    let mut open = vec![root];
    let apart = APART.lock().unwrap_or_else(PoisonError::into_inner).clone();
    while let Some(parent) = open.pop() {
        for child in children.remove(&parent).unwrap_or_default().into_iter().filter(|c| !apart.contains(c)) {
            open.push(child);
            found.push(child);
        }
    }
    found.retain(|pid| all.get(pid).is_some_and(|p| !p.dead));
    found.sort_unstable();
    found
}

/// All that lives and came from this process, and was not there before it.
pub fn living() -> Vec<i32> {
    let own = std::process::id().try_into().unwrap_or(0);
    below(own, &all())
}

/// How many of those that live are our own keepers: they are there for every command, and nobody left them behind.
pub fn keepers() -> usize {
    let own = std::fs::read_link("/proc/self/exe").ok();
    let keeps = |pid: &&i32| {
        let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let is_keep = words.split(|b| *b == 0).nth(1) == Some(b"keep".as_slice());
        is_keep && std::fs::read_link(format!("/proc/{pid}/exe")).ok() == own
    };
    living().iter().filter(keeps).count()
}

/// Hands signals on to the command of a container, which would else hear them twice.
const HANDS_ON: [&str; 2] = ["podman-init", "catatonit"];

/// Asks all to end. The walls themselves are left standing: they end with what is within.
pub fn ask(extra: &[i32]) {
    let seen = all();
    let own = std::process::id().try_into().unwrap_or(0);
    let wall = |pid: &i32| {
        let Some(process) = seen.get(pid) else { return false };
        let near = process.parent == own || seen.get(&process.parent).is_some_and(|p| p.parent == own);
        (near && process.name == "bwrap") || HANDS_ON.contains(&process.name.as_str())
    };
    let mut found = below(own, &seen);
    found.extend(extra.iter().copied().filter(|pid| *pid != own));
    found.sort_unstable();
    found.dedup();
    for pid in found.iter().filter(|pid| !wall(pid)) {
        send(*pid, Signal::TERM);
    }
}

/// Ends all, and returns how many there were. New ones that come meanwhile are ended too.
pub fn end(extra: impl Fn() -> Vec<i32>) -> usize {
    let own: i32 = std::process::id().try_into().unwrap_or(0);
    let began = Instant::now();
    let mut most = 0;
    loop {
        let mut found = living();
        found.extend(extra().into_iter().filter(|pid| *pid != own));
        found.sort_unstable();
        found.dedup();
        most = most.max(found.len());
        if found.is_empty() || began.elapsed() > LONGEST {
            return most;
        }
        found.iter().for_each(|pid| send(*pid, Signal::KILL));
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn send(pid: i32, signal: Signal) {
    // It may have ended by itself in between.
    if let Some(pid) = Pid::from_raw(pid) {
        let _ = kill_process(pid, signal);
    }
}

/// Processes of an earlier start that a killed shim left behind: they carry this variable in their environment.
pub fn left_behind(mark: &str) -> Vec<i32> {
    let own: i32 = std::process::id().try_into().unwrap_or(0);
    let carries = |pid: &i32| {
        let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment.split(|b| *b == 0).any(|line| line == mark.as_bytes())
    };
    all().into_keys().filter(|pid| *pid != own).filter(carries).collect()
}

/// Ends them, from elsewhere than their next shim.
pub fn end_left_behind(mark: &str) {
    left_behind(mark).into_iter().for_each(|pid| send(pid, Signal::KILL));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_hold_anything() {
        let process = parse("77 (a) Z (b c) S 12 77 77 0 -1").unwrap();
        assert_eq!(process, Process { parent: 12, name: "a) Z (b c".into(), dead: false });
        assert!(parse("77 (sh) Z 1 77").unwrap().dead);
        assert_eq!(parse("nonsense"), None);
    }

    #[test]
    fn all_that_lives_below_is_found_and_nothing_beside() {
        let p = |parent, dead| Process { parent, name: "x".into(), dead };
        let all = HashMap::from([
            (1, p(0, false)),
            (5, p(1, false)),
            (6, p(5, true)),
            (7, p(6, false)),
            (8, p(1, false)),
        ]);
        assert_eq!(below(5, &all), [7]);
        assert_eq!(below(1, &all), [5, 7, 8]);
    }
}
