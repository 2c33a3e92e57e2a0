//! How much of the machine a command may take: memory, cores and processes, by control groups where they can be made, else
//! by the limits that every process has. What cannot be held is told. The disk is looked after beside (`disk`).

use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a command may take at most; zero: no limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub cores: u32,
    pub memory_mib: u64,
    pub processes: u32,
    /// In the work folder
    #[serde(default)]
    pub disk_mib: u64,
}

/// What a process does to itself before it becomes the command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entrance {
    /// Groups to join
    pub groups: Vec<PathBuf>,
    /// Bytes of address space and number of processes, where no group counts them
    pub memory: Option<u64>,
    pub processes: Option<u64>,
    /// Most bytes of one file
    #[serde(default)]
    pub file: Option<u64>,
    /// Network to enter
    #[serde(default)]
    pub network: Option<super::room::Door>,
}

impl Entrance {
    pub fn enter(&self) -> std::io::Result<()> {
        for group in &self.groups {
            // Whoever writes 0 means itself.
            std::fs::write(group.join("cgroup.procs"), "0")?;
        }
        if let Some(door) = &self.network {
            door.enter()?;
        }
        let most = |n: u64| Rlimit { current: Some(n), maximum: Some(n) };
        if let Some(bytes) = self.memory {
            setrlimit(Resource::As, most(bytes))?;
        }
        if let Some(number) = self.processes {
            setrlimit(Resource::Nproc, most(number))?;
        }
        if let Some(bytes) = self.file {
            setrlimit(Resource::Fsize, most(bytes))?;
        }
        // A command that breaks leaves no memory image in the work folder.
        setrlimit(Resource::Core, most(0))?;
        Ok(())
    }
}

/// The three things that are limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Memory,
    Cores,
    Processes,
}

impl What {
    const ALL: [What; 3] = [What::Memory, What::Cores, What::Processes];

    /// Name of the controller, in both versions.
    fn controller(self) -> &'static str {
        match self {
            What::Memory => "memory",
            What::Cores => "cpu",
            What::Processes => "pids",
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            What::Memory => "memory",
            What::Cores => "cores",
            What::Processes => "processes",
        }
    }
}

/// The control groups of one start of a job. They are taken away when this goes.
#[derive(Debug)]
pub struct Groups {
    v2: bool,
    made: Vec<(What, PathBuf)>,
}

const ROOT: &str = "/sys/fs/cgroup";

impl Groups {
    /// Those that can be made below the group that this process is in.
    pub fn make(name: &str, limits: &Limits) -> Groups {
        let own = std::fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
        let root = Path::new(ROOT);
        let v2 = root.join("cgroup.controllers").exists();
        let mut groups = Groups { v2, made: Vec::new() };
        for what in What::ALL.into_iter().filter(|w| limits.of(*w) > 0) {
            let found = match v2 {
                true => unified(root, &own),
                false => Some(root.join(what.controller()).join(own_path(&own, what.controller()))),
            };
            let Some(parent) = found.filter(|p| p.is_dir()) else { continue };
            let group = parent.join(format!("fovea-{name}"));
            let written =
                groups.prepare(&parent, &group, what).and_then(|()| groups.limit(&group, what, limits));
            match written {
                Ok(()) => groups.made.push((what, group)),
                Err(_) => drop(std::fs::remove_dir(&group)),
            }
        }
        groups
    }

    fn prepare(&self, parent: &Path, group: &Path, what: What) -> std::io::Result<()> {
        if self.v2 {
            // Refused where the group above has processes of its own and is not the root.
            std::fs::write(parent.join("cgroup.subtree_control"), format!("+{}", what.controller()))?;
        }
        match std::fs::create_dir(group) {
            // Of an earlier start.
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        }
    }

    fn limit(&self, group: &Path, what: What, limits: &Limits) -> std::io::Result<()> {
        let write = |name: &str, text: String| std::fs::write(group.join(name), text);
        let bytes = limits.memory_mib.saturating_mul(1 << 20);
        match (what, self.v2) {
            (What::Memory, true) => {
                write("memory.max", bytes.to_string())?;
                // All of a job goes, not some of its processes; older kernels know neither.
                let _ = write("memory.oom.group", "1".into());
                let _ = write("memory.swap.max", "0".into());
                Ok(())
            }
            (What::Memory, false) => {
                write("memory.limit_in_bytes", bytes.to_string())?;
                let _ = write("memory.memsw.limit_in_bytes", bytes.to_string());
                Ok(())
            }
            (What::Cores, true) => write("cpu.max", format!("{} 100000", u64::from(limits.cores) * 100_000)),
            (What::Cores, false) => {
                write("cpu.cfs_period_us", "100000".into())?;
                write("cpu.cfs_quota_us", (u64::from(limits.cores) * 100_000).to_string())
            }
            (What::Processes, _) => write("pids.max", limits.processes.to_string()),
        }
    }

    fn of(&self, what: What) -> Option<&Path> {
        self.made.iter().find(|(w, _)| *w == what).map(|(_, path)| path.as_path())
    }

    /// What the command does before it begins.
    pub fn entrance(&self, limits: &Limits) -> Entrance {
        let plain = |what: What, n: u64| (n > 0 && self.of(what).is_none()).then_some(n);
        Entrance {
            groups: self.places(),
            memory: plain(What::Memory, limits.memory_mib.saturating_mul(1 << 20)),
            processes: plain(What::Processes, u64::from(limits.processes)),
            file: Some(limits.disk_mib.saturating_mul(1 << 20)).filter(|bytes| *bytes > 0),
            network: None,
        }
    }

    /// What is not held by groups, in words; empty: nothing.
    pub fn lacking(&self, limits: &Limits) -> Vec<&'static str> {
        let lacks = |w: &What| limits.of(*w) > 0 && self.of(*w).is_none();
        What::ALL.into_iter().filter(lacks).map(What::in_words).collect()
    }

    /// Whether the system ended something in here because its memory was used up.
    pub fn out_of_memory(&self) -> bool {
        let Some(group) = self.of(What::Memory) else { return false };
        let name = if self.v2 { "memory.events" } else { "memory.oom_control" };
        let told = std::fs::read_to_string(group.join(name)).unwrap_or_default();
        oom_kills(&told) > 0
    }

    /// Time on processors since the groups were made; `None`: they do not count it.
    pub fn cpu_seconds(&self) -> Option<f64> {
        let group = self.of(What::Cores)?;
        if self.v2 {
            let told = std::fs::read_to_string(group.join("cpu.stat")).ok()?;
            return Some(numbered(&told, "usage_usec")? as f64 / 1e6);
        }
        let told = std::fs::read_to_string(group.join("cpuacct.usage")).ok()?;
        Some(told.trim().parse::<u64>().ok()? as f64 / 1e9)
    }

    /// Memory in use, without copies of files that the system gives up when it needs room.
    pub fn memory_bytes(&self) -> Option<u64> {
        let group = self.of(What::Memory)?;
        let (all, copies) = match self.v2 {
            true => ("memory.current", "inactive_file"),
            false => ("memory.usage_in_bytes", "total_inactive_file"),
        };
        let all: u64 = std::fs::read_to_string(group.join(all)).ok()?.trim().parse().ok()?;
        let told = std::fs::read_to_string(group.join("memory.stat")).unwrap_or_default();
        Some(all.saturating_sub(numbered(&told, copies).unwrap_or(0)))
    }

    /// Everything that runs in here.
    pub fn processes(&self) -> Vec<i32> {
        within(&self.places())
    }

    /// Where they are.
    pub fn places(&self) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = self.made.iter().map(|(_, path)| path.clone()).collect();
        all.dedup();
        all
    }

    /// Puts a process into them that was begun by somebody else; what comes from it is in them, too.
    pub fn take(&self, pid: i32) -> std::io::Result<()> {
        put_into(&self.places(), pid)
    }
}

/// All processes of some groups.
pub fn within(groups: &[PathBuf]) -> Vec<i32> {
    let mut all: Vec<i32> = groups.iter().flat_map(|group| processes_of(group)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

pub fn put_into(groups: &[PathBuf], pid: i32) -> std::io::Result<()> {
    groups.iter().try_for_each(|group| std::fs::write(group.join("cgroup.procs"), pid.to_string()))
}

impl Drop for Groups {
    fn drop(&mut self) {
        for (_, group) in &self.made {
            // What has just been killed is in there for a moment.
            for _ in 0..100 {
                if std::fs::remove_dir(group).is_ok() || !group.exists() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        }
    }
}

impl Limits {
    fn of(&self, what: What) -> u64 {
        match what {
            What::Memory => self.memory_mib,
            What::Cores => u64::from(self.cores),
            What::Processes => u64::from(self.processes),
        }
    }
}

fn processes_of(group: &Path) -> Vec<i32> {
    let text = std::fs::read_to_string(group.join("cgroup.procs")).unwrap_or_default();
    text.lines().filter_map(|line| line.trim().parse().ok()).collect()
}

fn oom_kills(told: &str) -> u64 {
    numbered(told, "oom_kill").unwrap_or(0)
}

/// The number of a line such as `oom_kill 2`.
fn numbered(told: &str, name: &str) -> Option<u64> {
    told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
}

/// Of version 2: our own group if it may have groups with limits below it, else the root.
fn unified(root: &Path, own: &str) -> Option<PathBuf> {
    let path = own.lines().find_map(|line| line.strip_prefix("0::/"))?;
    let own = root.join(path);
    let empty = processes_of(&own).is_empty();
    Some(if empty || path.is_empty() { own } else { root.to_path_buf() })
}

/// Of version 1: where this process is, by the lines of `/proc/self/cgroup`.
fn own_path<'a>(lines: &'a str, controller: &str) -> &'a str {
    let of = |line: &'a str| {
        let (_, rest) = line.split_once(':')?;
        let (controllers, path) = rest.split_once(':')?;
        controllers.split(',').any(|c| c == controller).then(|| path.trim_start_matches('/'))
    };
    lines.lines().find_map(of).unwrap_or_default()
}

/// Which version of control groups limits can be set with here, and for what: for whoever looks after the machine.
pub fn kind() -> &'static str {
    let probe = Limits { cores: 1, memory_mib: 64, processes: 64, disk_mib: 0 };
    let groups = Groups::make(&format!("probe-{}", std::process::id()), &probe);
    match (groups.lacking(&probe).is_empty(), groups.made.is_empty(), groups.v2) {
        (true, _, true) => "cgroup2",
        (true, _, false) => "cgroup1",
        (false, false, _) => "partial",
        (false, true, _) => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_group_is_found_in_either_version() {
        let lines = "12:cpu,cpuacct:/a/b\n8:pids:/\n4:memory:/x/y\n0::/user.slice\n";
        assert_eq!(own_path(lines, "memory"), "x/y");
        assert_eq!(own_path(lines, "cpu"), "a/b");
        assert_eq!(own_path(lines, "pids"), "");
        assert_eq!(own_path(lines, "hugetlb"), "");
        assert_eq!(unified(Path::new("/none"), lines), Some("/none/user.slice".into()));
        assert_eq!(unified(Path::new("/none"), "4:memory:/x\n"), None);
    }

    #[test]
    fn an_end_for_lack_of_memory_is_told_in_either_version() {
        assert_eq!(oom_kills("low 0\noom 1\noom_kill 2\noom_group_kill 1\n"), 2);
        assert_eq!(oom_kills("oom_kill_disable 0\nunder_oom 0\noom_kill 0\n"), 0);
        assert_eq!(oom_kills(""), 0);
    }

    #[test]
    fn what_no_group_holds_is_held_by_the_process_itself_and_told() {
        let groups = Groups { v2: true, made: vec![(What::Cores, "/none/c".into())] };
        let limits = Limits { cores: 2, memory_mib: 64, processes: 0, disk_mib: 32 };
        let entrance = groups.entrance(&limits);
        assert_eq!((entrance.memory, entrance.processes), (Some(64 << 20), None));
        assert_eq!(entrance.groups, [PathBuf::from("/none/c")]);
        assert_eq!(entrance.file, Some(32 << 20));
        assert_eq!(groups.lacking(&limits), ["memory"]);
        assert!(groups.lacking(&Limits::default()).is_empty() && !groups.out_of_memory());
    }
}
