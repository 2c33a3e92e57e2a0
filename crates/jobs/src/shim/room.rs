//! The network of a job on several nodes: its tasks have one network namespace together, with nothing in it but the loopback,
//! so that they reach each other and nobody else. The first task makes it, by a bubblewrap that does nothing; the others, each
//! within walls of its own, enter it.

use crate::folder::{JobFolder, SharedNetwork, read_json, write_json};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, Error, ErrorKind};
use std::os::fd::AsFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The first task is started before the others and makes the network before all else.
const LONGEST: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);
/// Tells its number once the network is up, and stays until nobody holds its input any more.
const HOLD: &str = "echo $$; exec cat";

/// As it is told to the other tasks.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    attempt: u32,
    pid: i32,
}

/// Held for as long as the step runs; those who are in the network keep it after that.
pub struct Room {
    pid: i32,
    holder: Option<Child>,
}

impl Room {
    pub fn of(network: &SharedNetwork, attempt: u32, stop: &AtomicBool) -> std::io::Result<Room> {
        let folder = JobFolder::new(&network.told_in);
        match &network.made_by {
            Some(program) => Room::make(program, &folder, attempt),
            None => Room::find(&folder, attempt, stop),
        }
    }

    fn make(program: &Path, folder: &JobFolder, attempt: u32) -> std::io::Result<Room> {
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
        let room = Room { pid, holder: Some(holder) };
        write_json(&folder.room(), &Told { attempt, pid })?;
        Ok(room)
    }

    fn find(folder: &JobFolder, attempt: u32, stop: &AtomicBool) -> std::io::Result<Room> {
        let until = Instant::now() + LONGEST;
        loop {
            if let Some(told) = read_json::<Told>(&folder.room())?.filter(|t| t.attempt == attempt) {
                return Ok(Room { pid: told.pid, holder: None });
            }
            if stop.load(Ordering::Relaxed) || Instant::now() > until {
                return Err(Error::new(ErrorKind::TimedOut, "the first task of this job made no network"));
            }
            std::thread::sleep(LOOK);
        }
    }

    /// A process in it.
    pub fn pid(&self) -> i32 {
        self.pid
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Some(holder) = &mut self.holder {
            let _ = holder.kill();
            let _ = holder.wait();
        }
    }
}

/// This process is in the same network as that one from now on. That of the machine itself is never entered: it belongs to no
/// other user namespace, and the system refuses to enter one's own.
pub fn enter(pid: i32) -> std::io::Result<()> {
    let open = |what: &str| File::open(format!("/proc/{pid}/ns/{what}"));
    let (user, net) = (open("user")?, open("net")?);
    move_into_link_name_space(user.as_fd(), Some(LinkNameSpaceType::User))?;
    move_into_link_name_space(net.as_fd(), Some(LinkNameSpaceType::Network))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(folder: &Path, made_by: Option<&str>) -> SharedNetwork {
        SharedNetwork { made_by: made_by.map(Into::into), told_in: folder.into() }
    }

    #[test]
    fn one_that_is_asked_to_end_does_not_wait_for_a_network() {
        let dir = tempfile::tempdir().unwrap();
        let told = Told { attempt: 1, pid: 7 };
        write_json(&JobFolder::new(dir.path()).room(), &told).unwrap();
        let stop = AtomicBool::new(true);
        // That of an earlier start is not entered.
        assert!(Room::of(&network(dir.path(), None), 2, &stop).is_err());
        assert_eq!(Room::of(&network(dir.path(), None), 1, &stop).unwrap().pid(), 7);
    }

    #[test]
    fn a_program_that_makes_none_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let stop = AtomicBool::new(false);
        let made = Room::of(&network(dir.path(), Some("/bin/false")), 1, &stop);
        assert!(made.err().unwrap().to_string().contains("no network"));
        assert!(!JobFolder::new(dir.path()).room().exists());
    }

    #[test]
    fn the_network_of_the_machine_is_never_entered() {
        let own = i32::try_from(std::process::id()).unwrap();
        assert!(enter(own).is_err());
    }
}
