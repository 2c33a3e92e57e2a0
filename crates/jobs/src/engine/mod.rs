//! Keeps what is wanted (rows) and what is seen (processes) in step. One task looks at all open jobs again and again; it
//! remembers nothing that it could not find again after a kill.

mod gate;
mod idle;
mod observe;
mod sampler;
mod start;
mod ticks;
mod turn;

use crate::command_job;
use crate::device_logs::DeviceLogs;
use crate::endpoints::{self, Tool};
use crate::error::Result;
use crate::executor::{Executor, Seen};
use crate::folder::JobFolder;
use crate::inventory::{self, Declared, DeviceCount, Fleet, NodeReport, Surroundings};
use crate::podman::{Podman, PodmanAbout, PodmanLack};
use crate::queue::{self, Begin};
use crate::reason;
use crate::registry::RegistryLogins;
use crate::sandbox::{Walls, WallsLack};
use fovea_domain::device::DeviceType;
use fovea_domain::registry::Allowed;
use fovea_domain::{JobEvent, JobState};
use fovea_store::{Id, Job, JobKind, JobTask, NewJob, Store, StoreError, Totals, now};
use idle::Keeper;
pub use idle::Pace;
use observe::Watched;
pub(crate) use start::Part;
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};
use ticks::Ticks;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Notify, Semaphore, watch};

/// How often running jobs are looked at.
const LOOK: Duration = Duration::from_millis(200);
/// How often it is looked whether something was missed where nothing runs.
const REST: Duration = Duration::from_secs(5);
/// Images that are fetched at a time. Each holds a thread, of which there are some hundreds, also where its job was called off.
const MOST_FETCHES: usize = 64;

#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// The program whose commands the steps are.
    pub program: PathBuf,
    /// Of a training, and of a service.
    pub threads: usize,
    pub memory_mib: u64,
    /// Users' commands run also where no sandbox can be made.
    pub plain_commands: bool,
    /// Socket of the Podman that jobs with an image run by; `None`: where it usually is
    pub podman: Option<PathBuf>,
    /// Folders whose `bin` may hold tools that jobs use
    pub tools: Vec<PathBuf>,
    /// A folder of the machine with data that jobs may read
    pub data: Option<PathBuf>,
    /// Behind the names of hosts that endpoints of jobs are reached under
    pub domain: String,
    /// The whole environment of jobs.
    pub env: BTreeMap<String, String>,
    /// What there is beside this machine.
    pub declared: Declared,
    /// Registries that images are fetched from
    pub image_registries: Allowed,
    /// Accounts of users there
    pub registries: RegistryLogins,
    pub pace: Pace,
}

/// Folders with tools for jobs, with `:` between them.
const TOOLS: &str = "FOVEA_TOOLS";

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
            podman: None,
            tools: std::env::var_os(TOOLS).map_or_else(Vec::new, |all| folders(&all)),
            data: None,
            domain: "localhost".into(),
            env: env.collect(),
            declared: Declared::default(),
            image_registries: Allowed::default(),
            registries: RegistryLogins::default(),
            pace: Pace::default(),
        }
    }
}

/// Those of a list that are there. The root is none: it would show a job everything.
fn folders(all: &OsStr) -> Vec<PathBuf> {
    std::env::split_paths(all).filter(|p| p.is_absolute() && p.parent().is_some() && p.is_dir()).collect()
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    store: Store,
    executor: Arc<dyn Executor>,
    settings: EngineSettings,
    fleet: Fleet,
    wake: Notify,
    closing: watch::Sender<bool>,
    walls: OnceLock<Walls>,
    ticks: Mutex<Ticks>,
    /// Images that may be fetched at this moment
    fetches: Arc<Semaphore>,
}

impl Engine {
    pub fn new(store: Store, executor: impl Executor, settings: EngineSettings) -> Engine {
        let executor = Arc::new(executor);
        let (closing, _) = watch::channel(false);
        let cores = u32::try_from(settings.threads).unwrap_or(u32::MAX);
        let fleet = Fleet::new(&settings.declared, cores, settings.memory_mib);
        Engine(Arc::new(Inner {
            store,
            executor,
            settings,
            fleet,
            wake: Notify::new(),
            closing,
            walls: OnceLock::new(),
            ticks: Mutex::default(),
            fetches: Arc::new(Semaphore::new(MOST_FETCHES)),
        }))
    }

    /// Until [`Engine::close`]. Jobs go on without it.
    pub async fn run(&self) {
        let mut watched: HashMap<Id, Watched> = HashMap::new();
        let mut keeper = Keeper::default();
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
            if let Err(error) = self.keep_idle(&mut keeper).await {
                tracing::error!(%error, "it could not be looked which jobs are idle; it is tried again");
            }
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
        self.0.fleet.totals()
    }

    /// The same, with what of it can be had at this moment.
    pub async fn device_counts(&self) -> Result<BTreeMap<DeviceType, DeviceCount>> {
        let (jobs, tasks) = self.held().await?;
        let nodes = self.0.fleet.planned(&self.0.store.closed_nodes().await?);
        let device = |job: &Job| DeviceType::parse(&job.device).ok();
        let devices: HashMap<Id, DeviceType> = jobs.iter().filter_map(|j| Some((j.id, device(j)?))).collect();
        let held = tasks.iter().filter_map(|(id, tasks)| Some((devices.get(id)?, tasks)));
        let held = held.flat_map(|(device, tasks)| tasks.iter().map(move |t| (device, t)));
        Ok(inventory::counts(&nodes, held))
    }

    /// Names of all nodes, and whether each takes jobs.
    pub async fn planned_nodes(&self) -> Result<Vec<(String, bool)>> {
        let nodes = self.0.fleet.planned(&self.0.store.closed_nodes().await?);
        Ok(nodes.into_iter().map(|n| (n.name, n.node.schedulable)).collect())
    }

    async fn held(&self) -> Result<(Vec<Job>, HashMap<Id, Vec<JobTask>>)> {
        Ok((self.0.store.open_jobs().await?, self.0.store.held_tasks().await?))
    }

    /// Whether there is a node of this name.
    pub fn has_node(&self, name: &str) -> bool {
        self.0.fleet.has(name)
    }

    /// Whether the cluster file has it open; only there it can be opened if not.
    pub fn declared_open(&self, name: &str) -> bool {
        self.0.fleet.declared_open(name)
    }

    /// Where the driver of the cards of a node writes, where that was told.
    pub fn device_logs(&self, node: &str) -> Option<DeviceLogs> {
        self.0.fleet.device_logs(node).cloned()
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

    /// The Podman that jobs with an image run by. Blocks for a moment.
    pub fn podman(&self) -> std::result::Result<(Podman, PodmanAbout), PodmanLack> {
        Podman::find(self.0.settings.podman.as_deref())
    }

    /// A deleted job leaves nothing beside its folder. Where that fails it is told, and tried again when the folder goes.
    pub async fn forget(&self, id: Id) -> Result<()> {
        let (executor, folder) = (Arc::clone(&self.0.executor), self.folder(id));
        let forgotten = tokio::task::spawn_blocking(move || {
            let tasks = (0..).map(|rank| folder.task(rank)).take_while(|task| task.root().exists());
            std::iter::once(folder.clone()).chain(tasks).try_for_each(|folder| executor.forget(&folder))
        });
        if let Err(error) = forgotten.await? {
            tracing::warn!(job = %id, %error, "what a deleted job left at Podman could not be taken away");
        }
        // Of one that was stopped while it was paused.
        crate::mounts::clear(&self.folder(id), id).await
    }

    /// What jobs run on. Takes a moment.
    pub async fn nodes(&self) -> Result<Vec<NodeReport>> {
        let (jobs, tasks) = self.held().await?;
        let closed = self.0.store.closed_nodes().await?;
        let inner = Arc::clone(&self.0);
        let told = tokio::task::spawn_blocking(move || {
            let of = |job| tasks.get(job).into_iter().flatten();
            let held: Vec<_> = jobs.iter().flat_map(|job| of(&job.id).map(move |task| (job, task))).collect();
            let surroundings = Surroundings {
                walls: inner.walls(),
                limits: crate::shim::limits_kind(),
                podman: Podman::find(inner.settings.podman.as_deref()).map(|(_, about)| about),
            };
            inner.fleet.reports(&closed, &held, &surroundings)
        });
        Ok(told.await?)
    }

    /// Of a job: its own, or on several nodes one for each task.
    pub fn task_folders(&self, job: &Job) -> Result<Vec<JobFolder>> {
        let folder = self.folder(job.id);
        Ok(match job.nodes()? {
            None => vec![folder],
            Some(nodes) => (0..nodes).map(|rank| folder.task(rank)).collect(),
        })
    }

    /// What is to be seen of the tasks of a job that was started, in their order.
    pub async fn look_at_tasks(&self, job: &Job) -> Result<Vec<Seen>> {
        let (executor, folders) = (Arc::clone(&self.0.executor), self.task_folders(job)?);
        let attempt = u32::try_from(job.attempt).unwrap_or(0);
        let looked = tokio::task::spawn_blocking(move || {
            folders.iter().map(|folder| executor.look(folder, attempt)).collect::<std::io::Result<Vec<_>>>()
        });
        looked.await?.map_err(crate::error::JobsError::Process)
    }

    /// Tools that jobs may have as endpoints. Blocks for a moment.
    pub fn tools(&self) -> Vec<Tool> {
        let settings = &self.0.settings;
        let path = match self.walls() {
            Walls::Bubblewrap(_) => command_job::PATH,
            Walls::Plain(_) => settings.env.get("PATH").map_or(command_job::PATH, String::as_str),
        };
        endpoints::tools(path, &settings.tools)
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
        let job = self.0.store.job(id).await?;
        if job.is(JobKind::Import) {
            return self.stop_import(by, id).await;
        }
        if job.is(JobKind::Export) {
            match by.end_export(id, false, by_another(by, &job, reason::stopped_by).as_ref()).await {
                Err(StoreError::WrongState { .. }) => by.nothing_changed(),
                other => drop(other?),
            }
            return Ok(self.0.store.job(id).await?);
        }
        let why = by_another(by, &job, reason::stopped_by);
        let stopped = by.move_job(id, JobEvent::StopAsked, why.as_ref()).await;
        self.wake();
        match stopped {
            Err(StoreError::WrongState { .. }) => {
                by.nothing_changed();
                Ok(self.0.store.job(id).await?)
            }
            other => Ok(other?),
        }
    }

    /// It has no process that would have to end first. What it brought stays.
    async fn stop_import(&self, by: &Store, id: Id) -> Result<Job> {
        match by.end_import(id, "cancelled", Some(&reason::import_stopped())).await {
            Err(StoreError::WrongState { .. }) => by.nothing_changed(),
            other => drop(other?),
        }
        Ok(self.0.store.job(id).await?)
    }

    /// Asks a job to put away what it has and to go on when somebody says so.
    pub async fn pause(&self, by: &Store, id: Id) -> Result<Job> {
        let job = self.0.store.job(id).await?;
        if job.is(JobKind::Import) || job.is(JobKind::Export) {
            return Ok(by.pause_import(id).await?);
        }
        let why = by_another(by, &job, reason::paused_by);
        let paused = by.move_job(id, JobEvent::PauseAsked, why.as_ref()).await;
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
        let now = now();
        self.keep_clock(now, Instant::now()).await?;
        self.0.store.start_again().await?;
        let jobs = Arc::new(self.0.store.open_jobs().await?);
        watched.retain(|id, w| w.preparing.is_some() || jobs.iter().any(|j| j.id == *id));
        self.keep_limits(&jobs, now).await?;
        let (mut runs, mut waits) = (!watched.is_empty(), false);
        for job in jobs.iter() {
            let state = job.state()?;
            if state == JobState::Queued && !queue::queues(job) {
                let begin = Begin { id: job.id, tasks: Vec::new(), borrowed: 0 };
                self.begin_member(job, begin, watched.entry(job.id).or_default()).await?;
            }
            waits |= state == JobState::Queued && queue::queues(job);
            // These have no process: the server takes files in as they come, and writes archives.
            if !state.active() || job.is(JobKind::Import) || job.is(JobKind::Export) {
                continue;
            }
            runs = true;
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
    async fn plan(&self, jobs: &Arc<Vec<Job>>, watched: &mut HashMap<Id, Watched>) -> Result<()> {
        let orders = self.orders(jobs).await?;
        for leave in &orders.leave {
            self.make_room(leave).await?;
        }
        for begin in orders.begin {
            if let Some(job) = jobs.iter().find(|j| j.id == begin.id) {
                self.begin_member(job, begin, watched.entry(job.id).or_default()).await?;
            }
        }
        Ok(())
    }
}

/// Who asked, where that is not the owner: an owner knows what they did.
fn by_another(by: &Store, job: &Job, why: fn(&str) -> serde_json::Value) -> Option<serde_json::Value> {
    let actor = by.actor().filter(|actor| actor.id.is_none() || actor.id != job.owner)?;
    Some(why(&actor.name))
}

async fn next(signal: Option<&mut Signal>) {
    match signal {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
