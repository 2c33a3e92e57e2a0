//! The folder of a job: the one place where the server and the shim meet. What is in it outlives both.

use crate::podman::Container;
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
    /// Of a job on several nodes: which of its tasks this is
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
}

impl Spec {
    /// Tells this task apart from all others on the machine.
    pub fn name(&self) -> String {
        match self.rank {
            Some(rank) => task_name(&self.job, rank),
            None => self.job.clone(),
        }
    }

    /// A variable, as all processes of the task carry it.
    pub fn mark(&self) -> String {
        match self.rank {
            Some(_) => format!("FOVEA_TASK_ID={}", self.name()),
            None => format!("FOVEA_JOB_ID={}", self.job),
        }
    }
}

pub fn task_name(job: &str, rank: u32) -> String {
    format!("{job}-{rank}")
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
    /// In which it runs, in place of walls
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<Container>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confine {
    pub limits: Limits,
    /// Whether the command has walls around it, so that a signal that ended it is told by a code of 128 and more.
    pub walls: bool,
    /// What is told in the log before it begins.
    pub told: Vec<String>,
    /// Numbers of its cards, where a driver of this machine may tell what they do
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<u32>,
    /// A network that it has with the other tasks of its job alone
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<SharedNetwork>,
}

/// The network of a job on several nodes: its first task makes it, the others enter it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedNetwork {
    /// The program that makes it; `None`: another task does
    pub made_by: Option<PathBuf>,
    /// Folder of the first task, where it is told
    pub told_in: PathBuf,
    /// Folders of the other tasks, for the one that makes it
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<PathBuf>,
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
    /// Another task of its job is over that should not be.
    Others,
}

impl Wanted {
    /// Whether it is to go on later.
    pub fn goes_on(self) -> bool {
        matches!(self, Wanted::Pause | Wanted::MakeRoom)
    }

    pub fn name(self) -> &'static str {
        match self {
            Wanted::Stop | Wanted::Others => "stop",
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
    /// It kept more on the disk than it may.
    #[serde(default)]
    pub out_of_disk: bool,
    /// What kept a step from being started.
    #[serde(default)]
    pub trouble: Option<String>,
    /// The last words on the error stream, for the reason that is shown.
    #[serde(default)]
    pub last_words: Vec<String>,
    /// When it ended, in milliseconds since 1970: of several tasks the first is the one that counts.
    #[serde(default)]
    pub ended_ms: i64,
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

    /// Of one task of a job on several nodes. Its log, its lock and its end are its own; the work folder is that of the job,
    /// as on a disk that all nodes share.
    pub fn task(&self, rank: u32) -> JobFolder {
        JobFolder { root: self.root.join(TASKS).join(rank.to_string()) }
    }

    /// The job's own folder, where this is that of a task.
    fn of_job(&self) -> Option<&Path> {
        let tasks = self.root.parent().filter(|p| p.file_name().is_some_and(|n| n == TASKS))?;
        tasks.parent()
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

    /// Where the phases of the log begin and end, one JSON line each
    pub fn log_phases(&self) -> PathBuf {
        self.root.join("log.phases")
    }

    /// Runs of lines that the next ones draw over
    pub fn log_redrawn(&self) -> PathBuf {
        self.root.join("log.redrawn")
    }

    /// One JSON line a step of progress.
    pub fn progress(&self) -> PathBuf {
        self.root.join("progress")
    }

    /// What it used over time, in a file of one size.
    pub fn usage(&self) -> PathBuf {
        self.root.join("usage")
    }

    /// The same of one of its cards.
    pub fn card_usage(&self, card: u32) -> PathBuf {
        self.root.join(format!("{CARD_USAGE}{card}"))
    }

    /// Cards that something was told of, in their order.
    pub fn told_cards(&self) -> Vec<u32> {
        let names = std::fs::read_dir(&self.root).into_iter().flatten().flatten().map(|e| e.file_name());
        let card = |name: std::ffi::OsString| name.to_str()?.strip_prefix(CARD_USAGE)?.parse().ok();
        let mut cards: Vec<u32> = names.filter_map(card).collect();
        cards.sort_unstable();
        cards
    }

    /// Locked while a shim works here.
    pub fn pid(&self) -> PathBuf {
        self.root.join("pid")
    }

    pub fn exit(&self) -> PathBuf {
        self.root.join("exit.json")
    }

    pub fn work(&self) -> PathBuf {
        self.of_job().unwrap_or(&self.root).join("work")
    }

    /// What is laid out for the job to be read, as long as it is not over.
    pub fn datasets(&self) -> PathBuf {
        self.of_job().unwrap_or(&self.root).join("datasets")
    }

    /// Where the version of data at this place of its file lies.
    pub fn dataset(&self, at: usize) -> PathBuf {
        self.datasets().join((at + 1).to_string())
    }

    /// The same, as long as not all of it is there.
    pub fn dataset_in_the_making(&self, at: usize) -> PathBuf {
        self.dataset(at).with_extension("making")
    }

    /// For what only lasts as long as the job runs.
    pub fn temporary(&self) -> PathBuf {
        if self.of_job().is_some() { self.root.join(TEMPORARY) } else { self.work().join(TEMPORARY) }
    }

    /// Where the first task of several tells of their network, and the others that they hold it.
    pub fn room(&self) -> PathBuf {
        self.root.join("room.json")
    }

    /// Sockets that the job listens on; the one folder beside `work` that it may write in.
    pub fn sockets(&self) -> PathBuf {
        self.root.join("sockets")
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

    /// The image that its container left behind when it paused.
    fn kept(&self) -> PathBuf {
        self.root.join("kept.json")
    }

    pub fn read_kept(&self) -> std::io::Result<Option<String>> {
        read_json(&self.kept())
    }

    pub fn write_kept(&self, image: &str) -> std::io::Result<()> {
        write_json(&self.kept(), &image)
    }

    pub fn read_spec(&self) -> std::io::Result<Option<Spec>> {
        read_json(&self.spec())
    }

    pub fn write_spec(&self, spec: &Spec) -> std::io::Result<()> {
        std::fs::create_dir_all(self.work())?;
        std::fs::create_dir_all(&self.root)?;
        write_json(&self.spec(), spec)
    }

    pub fn read_exit(&self) -> std::io::Result<Option<Exit>> {
        read_json(&self.exit())
    }

    pub fn write_exit(&self, exit: &Exit) -> std::io::Result<()> {
        write_json(&self.exit(), exit)
    }
}

const CARD_USAGE: &str = "usage.card-";
/// Folder of the tasks of a job on several nodes.
const TASKS: &str = "tasks";
/// Folder in `work`, or of a task in its own.
pub(crate) const TEMPORARY: &str = "tmp";
/// Name in the work folder.
pub const NOTICE: &str = ".fovea-notice";

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> std::io::Result<Option<T>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> std::io::Result<()> {
    write_whole(path, &serde_json::to_vec_pretty(value)?)
}

/// Written beside its name, synced, renamed: a reader sees all of it or nothing.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fovea_vision::write_atomic(path, bytes).map_err(std::io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_have_a_folder_each_and_one_work_folder() {
        let job = JobFolder::new("/data/jobs/1");
        let second = job.task(1);
        assert_eq!(second.log(), Path::new("/data/jobs/1/tasks/1/log"));
        assert_eq!((second.work(), job.work()), (PathBuf::from("/data/jobs/1/work"), job.work()));
        assert_eq!(second.temporary(), Path::new("/data/jobs/1/tasks/1/tmp"));
        assert_eq!(job.temporary(), Path::new("/data/jobs/1/work/tmp"));
        // The shim knows its folder and nothing else.
        assert_eq!(JobFolder::new(second.root()).notice(), job.notice());
    }
}
