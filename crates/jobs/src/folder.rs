//! The folder of a job: the one place where the server and the shim meet. What is in it outlives both.

use crate::shim::Limits;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a job is to do, written by the server before the shim starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    pub job: String,
    /// Counts starts, so that the end of an earlier one is not taken for that of this one.
    pub attempt: u32,
    /// How far to step back behind other processes, 0 to 19.
    pub nice: u8,
    /// The whole environment of the steps.
    pub env: BTreeMap<String, String>,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub name: String,
    pub argv: Vec<String>,
    /// Of a user's command: what it may take, and that all that comes from it ends with it.
    #[serde(default)]
    pub confine: Option<Confine>,
    /// File in `work` that takes the standard output, whole once the step has ended well.
    #[serde(default)]
    pub stdout: Option<String>,
    /// File in `work` without which the step has not done its work, whatever its exit code.
    #[serde(default)]
    pub makes: Option<String>,
    /// Exit codes after which the next step follows.
    pub accept: Vec<i32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confine {
    pub limits: Limits,
    /// Whether the command has walls around it, so that a signal that ended it is told by a code of 128 and more.
    pub walls: bool,
    /// What is told in the log before it begins.
    pub told: Vec<String>,
}

/// What the server wants of a shim that it sends a signal to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub what: Wanted,
    /// Time to put things away.
    pub grace_ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    Stop,
    /// It goes on later from where it was.
    Pause,
    /// The same, because another job needs the devices.
    MakeRoom,
}

impl Wanted {
    /// Whether it is to go on later.
    pub fn goes_on(self) -> bool {
        self != Wanted::Stop
    }

    pub fn name(self) -> &'static str {
        match self {
            Wanted::Stop => "stop",
            Wanted::Pause => "pause",
            Wanted::MakeRoom => "make_room",
        }
    }
}

/// How an attempt ended, written by the shim as its last deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    pub attempt: u32,
    /// The step that was the last one to run.
    pub step: String,
    /// Its exit code; `None` where a signal ended it or it could not be started.
    pub code: Option<i32>,
    pub signal: Option<i32>,
    /// Whether somebody asked the shim to end.
    pub stopped: bool,
    /// Every step was run and ended with an accepted code.
    pub complete: bool,
    /// The system ended something because the memory that it may take was used up.
    #[serde(default)]
    pub out_of_memory: bool,
    /// What kept a step from being started.
    #[serde(default)]
    pub trouble: Option<String>,
    /// The last words on the error stream, for the reason that is shown.
    #[serde(default)]
    pub last_words: Vec<String>,
}

/// Names inside a job's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFolder {
    root: PathBuf,
}

impl JobFolder {
    pub fn new(root: impl Into<PathBuf>) -> JobFolder {
        JobFolder { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn spec(&self) -> PathBuf {
        self.root.join("spec.json")
    }

    pub fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    pub fn log_index(&self) -> PathBuf {
        self.root.join("log.index")
    }

    /// One JSON line a step of progress.
    pub fn progress(&self) -> PathBuf {
        self.root.join("progress")
    }

    /// What it used over time, in a file of one size.
    pub fn usage(&self) -> PathBuf {
        self.root.join("usage")
    }

    /// Locked while a shim works here.
    pub fn pid(&self) -> PathBuf {
        self.root.join("pid")
    }

    pub fn exit(&self) -> PathBuf {
        self.root.join("exit.json")
    }

    pub fn work(&self) -> PathBuf {
        self.root.join("work")
    }

    pub fn ask(&self) -> PathBuf {
        self.root.join("ask.json")
    }

    /// Variables of a user's command, for every shell in it.
    pub fn pod_env(&self) -> PathBuf {
        self.root.join("pod.env")
    }

    /// Tells the job that it is asked to end, and what for.
    pub fn notice(&self) -> PathBuf {
        self.work().join(NOTICE)
    }

    pub fn read_ask(&self) -> std::io::Result<Option<Ask>> {
        read_json(&self.ask())
    }

    pub fn write_ask(&self, ask: &Ask) -> std::io::Result<()> {
        write_json(&self.ask(), ask)
    }

    /// What an earlier start was asked for does not hold for the next.
    pub fn forget_ask(&self) -> std::io::Result<()> {
        for path in [self.ask(), self.notice()] {
            match std::fs::remove_file(&path) {
                Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
                _ => {}
            }
        }
        Ok(())
    }

    pub fn read_spec(&self) -> std::io::Result<Option<Spec>> {
        read_json(&self.spec())
    }

    pub fn write_spec(&self, spec: &Spec) -> std::io::Result<()> {
        std::fs::create_dir_all(self.work())?;
        write_json(&self.spec(), spec)
    }

    pub fn read_exit(&self) -> std::io::Result<Option<Exit>> {
        read_json(&self.exit())
    }

    pub fn write_exit(&self, exit: &Exit) -> std::io::Result<()> {
        write_json(&self.exit(), exit)
    }
}

/// Name in the work folder.
pub const NOTICE: &str = ".fovea-notice";

fn read_json<T: DeserializeOwned>(path: &Path) -> std::io::Result<Option<T>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

fn write_json(path: &Path, value: &impl Serialize) -> std::io::Result<()> {
    write_whole(path, &serde_json::to_vec_pretty(value)?)
}

/// Written beside its name, synced, renamed: a reader sees all of it or nothing.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fovea_vision::write_atomic(path, bytes).map_err(std::io::Error::other)
}
