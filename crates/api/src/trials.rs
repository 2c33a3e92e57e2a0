//! The process in which recipes that somebody writes are tried: one for the server, started with the first try and ended when
//! nobody has tried anything for a while. Models stay open in it, and whatever goes wrong with one ends it and not the server.

use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use fovea_service::{Ask, Asked, Said, Told, Trial};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Without a try for so long it ends.
const IDLE: Duration = Duration::from_secs(600);
/// A try is answered within this time or not at all.
const LONGEST: Duration = Duration::from_secs(120);

type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Said>>>>;

/// Cheap to clone.
#[derive(Clone)]
pub struct Trials(Arc<Inner>);

struct Inner {
    program: PathBuf,
    line: Mutex<Line>,
}

#[derive(Default)]
struct Line {
    process: Option<Process>,
    /// Counts tries over all processes.
    last: u64,
}

struct Process {
    child: Child,
    input: ChildStdin,
    waiting: Waiting,
    used: Instant,
}

impl Drop for Process {
    fn drop(&mut self) {
        // The end of its input would end it, too, but after what it is at.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Trials {
    pub fn new(program: PathBuf) -> Trials {
        Trials(Arc::new(Inner { program, line: Mutex::default() }))
    }

    pub async fn ask(&self, trial: Trial) -> ApiResult<Said> {
        let trials = self.clone();
        let (answer, told) = oneshot::channel();
        let id = tokio::task::spawn_blocking(move || trials.send(trial, answer)).await?;
        let id = id.map_err(|e| {
            tracing::warn!(%e, "the process that tries recipes cannot be reached");
            ApiError::from(Code::RecipeTrialBroken)
        })?;
        let mut dropped = Dropped { trials: self, id, told: false };
        // One that ended did so on this very recipe, and the next try has a new process.
        let said = tokio::time::timeout(LONGEST, told).await.ok().and_then(Result::ok);
        dropped.told = said.is_some();
        said.ok_or_else(|| Code::RecipeTrialBroken.into())
    }

    fn send(&self, trial: Trial, answer: oneshot::Sender<Said>) -> std::io::Result<u64> {
        let mut line = hold(&self.0.line);
        line.last += 1;
        let id = line.last;
        let ended = |p: &mut Process| !matches!(p.child.try_wait(), Ok(None));
        if line.process.as_mut().is_none_or(ended) {
            line.process = Some(self.start()?);
        }
        let Some(process) = &mut line.process else { return Err(std::io::ErrorKind::NotConnected.into()) };
        process.used = Instant::now();
        hold(&process.waiting).insert(id, answer);
        let written = write(process, &Ask { id, what: Asked::Try(trial) });
        if written.is_err() {
            line.process = None;
        }
        written.map(|()| id)
    }

    fn start(&self) -> std::io::Result<Process> {
        let mut command = Command::new(&self.0.program);
        command.arg("try-recipes").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.env_clear();
        for name in ["PATH", "HOME", "LANG", "LC_ALL", "TZ"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        };
        let waiting = Waiting::default();
        let theirs = Arc::clone(&waiting);
        std::thread::Builder::new().name("trials".into()).spawn(move || listen(output, &theirs))?;
        let (inner, number) = (Arc::downgrade(&self.0), child.id());
        std::thread::Builder::new().name("trials-idle".into()).spawn(move || {
            loop {
                std::thread::sleep(IDLE / 10);
                let Some(inner) = inner.upgrade() else { return };
                let mut line = hold(&inner.line);
                let Some(process) = line.process.as_ref().filter(|p| p.child.id() == number) else { return };
                let busy = !hold(&process.waiting).is_empty();
                if !busy && process.used.elapsed() >= IDLE {
                    line.process = None;
                    return;
                }
            }
        })?;
        Ok(Process { child, input, waiting, used: Instant::now() })
    }
}

fn write(process: &mut Process, ask: &Ask) -> std::io::Result<()> {
    let mut text = serde_json::to_vec(ask)?;
    text.push(b'\n');
    process.input.write_all(&text)?;
    process.input.flush()
}

/// Until it ends; whoever waits then hears that there is no answer.
fn listen(output: ChildStdout, waiting: &Waiting) {
    for line in BufReader::new(output).lines() {
        let Ok(line) = line else { break };
        let Ok(Told { id, said }) = serde_json::from_str::<Told>(&line) else { continue };
        if let Some(answer) = hold(waiting).remove(&id) {
            let _ = answer.send(said);
        }
    }
    hold(waiting).clear();
}

/// Tells the process when nobody waits any more: who asked has gone.
struct Dropped<'a> {
    trials: &'a Trials,
    id: u64,
    told: bool,
}

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        if self.told {
            return;
        }
        let mut line = hold(&self.trials.0.line);
        if let Some(process) = &mut line.process {
            hold(&process.waiting).remove(&self.id);
            let _ = write(process, &Ask { id: self.id, what: Asked::Drop });
        }
    }
}
