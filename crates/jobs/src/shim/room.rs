//! The network of a job on several nodes: its tasks have one network namespace together, with nothing in it but the loopback,
//! so that they reach each other and nobody else. The first task makes it, by a bubblewrap that does nothing; the others, each
//! within walls of its own, enter it.

use crate::folder::{Exit, JobFolder, SharedNetwork, read_json, write_json};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind};
use std::os::fd::{AsFd, AsRawFd};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The first task is started before the others and makes the network before all else.
const LONGEST: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);
/// Tells its number once the network is up, and stays until nobody holds its input any more.
const HOLD: &str = "echo $$; exec cat";

/// As it is told to the other tasks, and by them once they hold it.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    attempt: u32,
    pid: i32,
}

/// Where a process finds a network and the user namespace that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    user: PathBuf,
    net: PathBuf,
}

impl Door {
    fn of(pid: i32) -> Door {
        let path = |what: &str| PathBuf::from(format!("/proc/{pid}/ns/{what}"));
        Door { user: path("user"), net: path("net") }
    }

    /// This process is in that network from now on. That of the machine itself is never entered: it belongs to no other user
    /// namespace, and the system refuses to enter one's own.
    pub fn enter(&self) -> std::io::Result<()> {
        let (user, net) = (File::open(&self.user)?, File::open(&self.net)?);
        move_into_link_name_space(user.as_fd(), Some(LinkNameSpaceType::User))?;
        move_into_link_name_space(net.as_fd(), Some(LinkNameSpaceType::Network))?;
        Ok(())
    }
}

/// Held for as long as the step runs; those who are in the network keep it after that.
pub enum Room {
    Made {
        pid: i32,
        holder: Child,
        others: Vec<JobFolder>,
        attempt: u32,
    },
    /// Open files keep a network when its maker is gone.
    Found {
        user: File,
        net: File,
    },
}

impl Room {
    pub fn of(
        network: &SharedNetwork,
        own: &JobFolder,
        attempt: u32,
        stop: &AtomicBool,
    ) -> std::io::Result<Room> {
        let first = JobFolder::new(&network.told_in);
        match &network.made_by {
            Some(program) => {
                let others = network.others.iter().map(JobFolder::new).collect();
                Room::make(program, &first, others, attempt)
            }
            None => {
                let pid = find(&first, attempt, stop)?;
                let Door { user, net } = Door::of(pid);
                let room = Room::Found { user: File::open(user)?, net: File::open(net)? };
                write_json(&own.room(), &Told { attempt, pid })?;
                Ok(room)
            }
        }
    }

    fn make(
        program: &Path,
        folder: &JobFolder,
        others: Vec<JobFolder>,
        attempt: u32,
    ) -> std::io::Result<Room> {
        let mut command = Command::new(program);
        // Without folders of its own it stays in the first user namespace, which the network belongs to.
        command.args(["--unshare-user", "--unshare-net", "--die-with-parent", "--ro-bind", "/", "/", "--"]);
        command.args(["/bin/sh", "-c", HOLD]).env_clear().env("PATH", "/usr/bin:/bin");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut holder = command.spawn()?;
        super::tree::set_apart(i32::try_from(holder.id()).unwrap_or(0));
        let mut line = String::new();
        if let Some(said) = holder.stdout.take() {
            BufReader::new(said).read_line(&mut line)?;
        }
        let Ok(pid) = line.trim().parse() else {
            let _ = holder.kill();
            let _ = holder.wait();
            return Err(Error::other("no network could be made for the tasks of this job"));
        };
        let room = Room::Made { pid, holder, others, attempt };
        write_json(&folder.room(), &Told { attempt, pid })?;
        Ok(room)
    }

    pub fn door(&self) -> Door {
        match self {
            Room::Made { pid, .. } => Door::of(*pid),
            Room::Found { user, net } => {
                let path = |f: &File| format!("/proc/{}/fd/{}", std::process::id(), f.as_raw_fd()).into();
                Door { user: path(user), net: path(net) }
            }
        }
    }

    /// A first task that is soon over leaves the network to those that have not come in yet.
    pub fn leave(self, stop: &AtomicBool) {
        let Room::Made { others, attempt, .. } = &self else { return };
        let until = Instant::now() + LONGEST;
        let holds = |other: &JobFolder| {
            let found =
                read_json::<Told>(&other.room()).ok().flatten().is_some_and(|t| t.attempt == *attempt);
            let over =
                || read_json::<Exit>(&other.exit()).ok().flatten().is_some_and(|e| e.attempt == *attempt);
            found || over()
        };
        while !others.iter().all(holds) && !stop.load(Ordering::Relaxed) && Instant::now() < until {
            std::thread::sleep(LOOK);
        }
    }
}

/// The process that holds the network of this start of the job.
fn find(first: &JobFolder, attempt: u32, stop: &AtomicBool) -> std::io::Result<i32> {
    let until = Instant::now() + LONGEST;
    loop {
        if let Some(told) = read_json::<Told>(&first.room())?.filter(|t| t.attempt == attempt) {
            return Ok(told.pid);
        }
        if stop.load(Ordering::Relaxed) || Instant::now() > until {
            return Err(Error::new(ErrorKind::TimedOut, "the first task of this job made no network"));
        }
        std::thread::sleep(LOOK);
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Room::Made { holder, .. } = self {
            let _ = holder.kill();
            let _ = holder.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(first: &Path, made_by: Option<&str>, others: &[&Path]) -> SharedNetwork {
        let others = others.iter().map(|o| o.to_path_buf()).collect();
        SharedNetwork { made_by: made_by.map(Into::into), told_in: first.into(), others }
    }

    #[test]
    fn one_that_is_asked_to_end_does_not_wait_for_a_network() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let own = JobFolder::new(second.path());
        let pid = i32::try_from(std::process::id()).unwrap();
        write_json(&JobFolder::new(first.path()).room(), &Told { attempt: 1, pid }).unwrap();
        let stop = AtomicBool::new(true);
        let network = network(first.path(), None, &[]);
        // That of an earlier start is not entered.
        assert!(Room::of(&network, &own, 2, &stop).is_err());
        assert!(!own.room().exists());
        let found = Room::of(&network, &own, 1, &stop).unwrap();
        assert!(own.room().exists());
        let Door { net, .. } = found.door();
        assert_eq!(std::fs::read_link(net).unwrap(), std::fs::read_link("/proc/self/ns/net").unwrap());
    }

    #[test]
    fn a_first_task_leaves_when_the_others_hold_the_network_or_are_over() {
        let folders: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
        let holder = Command::new("/bin/cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let others = folders[1..].iter().map(|f| JobFolder::new(f.path())).collect();
        let room = Room::Made { pid: 1, holder, others, attempt: 2 };
        let told = |folder: usize, attempt| {
            write_json(&JobFolder::new(folders[folder].path()).room(), &Told { attempt, pid: 1 }).unwrap();
        };
        // That of an earlier start does not count.
        told(1, 1);
        told(2, 2);
        let left = AtomicBool::new(false);
        std::thread::scope(|s| {
            let leaving = s.spawn(|| {
                room.leave(&AtomicBool::new(false));
                left.store(true, Ordering::Relaxed);
            });
            std::thread::sleep(3 * LOOK);
            assert!(!left.load(Ordering::Relaxed));
            told(1, 2);
            leaving.join().unwrap();
        });
    }

    #[test]
    fn a_program_that_makes_none_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let own = JobFolder::new(dir.path());
        let made = Room::of(&network(dir.path(), Some("/bin/false"), &[]), &own, 1, &AtomicBool::new(false));
        assert!(made.err().unwrap().to_string().contains("no network"));
        assert!(!own.room().exists());
    }

    #[test]
    fn the_network_of_the_machine_is_never_entered() {
        let own = i32::try_from(std::process::id()).unwrap();
        assert!(Door::of(own).enter().is_err());
    }
}
