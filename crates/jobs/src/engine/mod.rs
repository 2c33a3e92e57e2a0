//! Keeps what is wanted (rows) and what is seen (processes) in step. One task looks at all open jobs again and again; it
//! remembers nothing that it could not find again after a kill.

mod observe;
mod start;
mod turn;

use crate::error::Result;
use crate::executor::Executor;
use crate::folder::JobFolder;
use crate::inventory::{self, NodeReport};
use crate::queue::{self, Begin};
use crate::sandbox::{Walls, WallsLack};
use fovea_domain::{JobEvent, JobState};
use fovea_store::{Id, Job, NewJob, Store, StoreError, Totals, now};
use observe::Watched;
pub(crate) use start::TEMPORARY;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Notify, watch};

/// How often running jobs are looked at.
const LOOK: Duration = Duration::from_millis(200);
/// How often it is looked whether something was missed where nothing runs.
const REST: Duration = Duration::from_secs(5);

#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// The program whose commands the steps are.
    pub program: PathBuf,
    /// Of a training, and of a service.
    pub threads: usize,
    pub memory_mib: u64,
    /// Users' commands run also where no sandbox can be made.
    pub plain_commands: bool,
    /// The whole environment of jobs.
    pub env: BTreeMap<String, String>,
}

impl EngineSettings {
    /// This program, all cores, and of the environment only what programs cannot do without.
    pub fn of_this_process() -> EngineSettings {
        let kept = ["PATH", "HOME", "LANG", "LC_ALL", "TZ"];
        let env = kept.iter().filter_map(|name| Some((name.to_string(), std::env::var(name).ok()?)));
        EngineSettings {
            // Where the system does not tell, the shell's way of finding it is as good.
            program: std::env::current_exe().unwrap_or_else(|_| "fovea".into()),
            threads: std::thread::available_parallelism().map_or(1, |n| n.get()),
            memory_mib: inventory::memory_mib(),
            plain_commands: false,
            env: env.collect(),
        }
    }
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    store: Store,
    executor: Arc<dyn Executor>,
    settings: EngineSettings,
    wake: Notify,
    closing: watch::Sender<bool>,
    walls: OnceLock<Walls>,
}

impl Engine {
    pub fn new(store: Store, executor: impl Executor, settings: EngineSettings) -> Engine {
        let executor = Arc::new(executor);
        let (closing, _) = watch::channel(false);
        Engine(Arc::new(Inner {
            store,
            executor,
            settings,
            wake: Notify::new(),
            closing,
            walls: OnceLock::new(),
        }))
    }

    /// Until [`Engine::close`]. Jobs go on without it.
    pub async fn run(&self) {
        let mut watched: HashMap<Id, Watched> = HashMap::new();
        let mut ended = signal(SignalKind::child()).ok();
        let inner = Arc::clone(&self.0);
        let _ = tokio::task::spawn_blocking(move || inner.walls().name()).await;
        let mut closing = self.0.closing.subscribe();
        loop {
            let pause = match self.round(&mut watched).await {
                Ok(true) => LOOK,
                Ok(false) => REST,
                Err(error) => {
                    tracing::error!(%error, "the job engine could not look after its jobs; it tries again");
                    REST
                }
            };
            tokio::select! {
                _ = closing.wait_for(|closing| *closing) => return,
                () = self.0.wake.notified() => {}
                // A shim that this server started has ended.
                () = next(ended.as_mut()) => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    /// Something new waits.
    pub fn wake(&self) {
        self.0.wake.notify_one();
    }

    /// What there is to run jobs on.
    pub fn devices(&self) -> Totals {
        inventory::devices(&self.node())
    }

    /// What keeps the commands of users apart here. Takes a moment when it is asked first.
    pub(crate) fn walls(&self) -> &Walls {
        self.0.walls()
    }

    /// Why a user's command cannot run here; `None`: it can.
    pub fn no_commands(&self) -> Option<WallsLack> {
        match self.walls() {
            Walls::Plain(lack) if !self.0.settings.plain_commands => Some(*lack),
            _ => None,
        }
    }

    /// What jobs run on. Takes a moment.
    pub fn nodes(&self) -> Vec<NodeReport> {
        vec![inventory::report(&self.node(), self.walls())]
    }

    pub fn folder(&self, job: Id) -> JobFolder {
        JobFolder::new(self.0.store.place().job(job))
    }

    /// In the name of whoever the store is changed for.
    pub async fn submit(&self, by: &Store, new: NewJob) -> Result<Job> {
        let job = by.create_job(new).await?;
        self.wake();
        Ok(job)
    }

    /// Asks a job to end; one that is ending or has ended is left alone.
    pub async fn stop(&self, by: &Store, id: Id) -> Result<Job> {
        let stopped = by.move_job(id, JobEvent::StopAsked, None).await;
        self.wake();
        match stopped {
            Err(StoreError::WrongState { .. }) => {
                by.nothing_changed();
                Ok(self.0.store.job(id).await?)
            }
            other => Ok(other?),
        }
    }

    /// Asks a job to put away what it has and to go on when somebody says so.
    pub async fn pause(&self, by: &Store, id: Id) -> Result<Job> {
        let paused = by.move_job(id, JobEvent::PauseAsked, None).await;
        self.wake();
        Ok(paused?)
    }

    /// One that is paused waits for its turn again.
    pub async fn resume(&self, by: &Store, id: Id) -> Result<Job> {
        let resumed = by.move_job(id, JobEvent::ResumeAsked, None).await;
        self.wake();
        Ok(resumed?)
    }

    /// Looks at every open job once; tells whether any runs. What goes wrong with one job does not keep the others.
    async fn round(&self, watched: &mut HashMap<Id, Watched>) -> Result<bool> {
        self.0.store.start_again().await?;
        let jobs = self.0.store.open_jobs().await?;
        watched.retain(|id, w| w.preparing.is_some() || jobs.iter().any(|j| j.id == *id));
        self.keep_limits(&jobs).await?;
        let (mut runs, mut waits) = (!watched.is_empty(), false);
        for job in &jobs {
            let state = job.state()?;
            if state == JobState::Queued && !queue::queues(job) {
                self.begin_member(job, 0, watched.entry(job.id).or_default()).await?;
            }
            runs |= state.active();
            waits |= state == JobState::Queued && queue::queues(job);
            if !state.active() {
                continue;
            }
            let place = watched.entry(job.id).or_default();
            if place.not_before.is_none_or(|t| t <= Instant::now())
                && let Err(error) = self.observe(job, state, place).await
            {
                tracing::error!(job = %job.id, %error, "a job could not be looked after");
                place.not_before = Some(Instant::now() + REST);
            }
        }
        if waits {
            self.plan(&jobs, watched).await?;
        }
        Ok(runs || !watched.is_empty())
    }

    /// By the rows as they were read: what ended meanwhile gives room to the next round, which follows at once.
    async fn plan(&self, jobs: &[Job], watched: &mut HashMap<Id, Watched>) -> Result<()> {
        let orders = self.board(jobs).await?.orders(now());
        for leave in &orders.leave {
            self.make_room(leave).await?;
        }
        for Begin { id, devices } in orders.begin {
            if let Some(job) = jobs.iter().find(|j| j.id == id) {
                self.begin_member(job, devices, watched.entry(id).or_default()).await?;
            }
        }
        Ok(())
    }
}

async fn next(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
