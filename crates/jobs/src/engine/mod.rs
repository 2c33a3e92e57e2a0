//! Keeps what is wanted (rows) and what is seen (processes) in step. One task looks at all open jobs again and again; it
//! remembers nothing that it could not find again after a kill.

mod observe;
mod start;

use crate::error::Result;
use crate::executor::Executor;
use crate::folder::JobFolder;
use crate::plan::{Load, Share, Waiting, plan};
use crate::{inventory, reason};
use fovea_domain::device::DeviceType;
use fovea_domain::{JobEvent, JobState};
use fovea_store::{Id, Job, JobKind, JobLimits, NewJob, Store, StoreError, Totals, now};
use observe::Watched;
pub(crate) use start::TEMPORARY;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
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
}

impl Engine {
    pub fn new(store: Store, executor: impl Executor, settings: EngineSettings) -> Engine {
        let executor = Arc::new(executor);
        let (closing, _) = watch::channel(false);
        Engine(Arc::new(Inner { store, executor, settings, wake: Notify::new(), closing }))
    }

    /// Until [`Engine::close`]. Jobs go on without it.
    pub async fn run(&self) {
        let mut watched: HashMap<Id, Watched> = HashMap::new();
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
        inventory::devices(self.0.settings.threads)
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

    /// Looks at every open job once; tells whether any runs. What goes wrong with one job does not keep the others.
    async fn round(&self, watched: &mut HashMap<Id, Watched>) -> Result<bool> {
        self.0.store.start_again().await?;
        let jobs = self.0.store.open_jobs().await?;
        let ids: Vec<Id> = jobs.iter().filter(|j| j.run_since.is_some()).map(|j| j.id).collect();
        let limits = self.limits(&ids).await?;
        watched.retain(|id, w| w.preparing.is_some() || jobs.iter().any(|j| j.id == *id));
        let mut waiting = Vec::with_capacity(jobs.len());
        for job in &jobs {
            let state = job.state()?;
            if let Some(limit) = limits.get(&job.id) {
                self.keep_limit(job, state, limit).await?;
            }
            if state.active() {
                let place = watched.entry(job.id).or_default();
                if place.not_before.is_none_or(|t| t <= Instant::now())
                    && let Err(error) = self.observe(job, state, place).await
                {
                    tracing::error!(job = %job.id, %error, "a job could not be looked after");
                    place.not_before = Some(Instant::now() + REST);
                }
            }
            let load = if job.is(JobKind::Train) { Load::Training } else { Load::Service };
            waiting.push(Waiting {
                id: job.id,
                load,
                state,
                cluster: job.virtual_cluster_id,
                owner: job.owner,
                priority: job.priority,
                held: self.held(job, load, state),
            });
        }
        let queued = |w: &Waiting<Id>| w.state == JobState::Queued;
        if waiting.iter().any(queued) {
            for begin in plan(&waiting, self.total(), &self.shares().await?) {
                if let Some(job) = jobs.iter().find(|j| j.id == begin.id) {
                    self.begin_member(job, begin.cores, watched.entry(begin.id).or_default()).await?;
                }
            }
        }
        Ok(waiting.iter().any(|w| w.state != JobState::Queued) || !watched.is_empty())
    }
}

impl Engine {
    fn total(&self) -> u32 {
        self.devices().iter().find(|(d, _)| d.name() == inventory::CPU).map_or(0, |(_, n)| *n)
    }

    /// A training from before that was written down has all.
    fn held(&self, job: &Job, load: Load, state: JobState) -> u32 {
        match u32::try_from(job.devices) {
            Ok(0) if load == Load::Training && state.active() => self.total(),
            held => held.unwrap_or(u32::MAX),
        }
    }

    /// Cores of each virtual cluster.
    async fn shares(&self) -> Result<Vec<Share<Id>>> {
        let is_cpu = |d: &DeviceType| d.name() == inventory::CPU;
        let all = self.0.store.all_quotas().await?.into_iter().filter(|(_, q)| is_cpu(&q.device));
        Ok(all.map(|(cluster, q)| Share { cluster, quota: q.quota, per_user: q.per_user }).collect())
    }

    async fn limits(&self, jobs: &[Id]) -> Result<HashMap<Id, JobLimits>> {
        let mut all = HashMap::new();
        for part in jobs.chunks(500) {
            all.extend(self.0.store.job_limits(part).await?);
        }
        Ok(all)
    }

    /// One that has run for as long as its virtual cluster and its owner allow is asked to end.
    async fn keep_limit(&self, job: &Job, state: JobState, limits: &JobLimits) -> Result<()> {
        let (Some(longest), Some(since)) = (limits.longest_run_ms(), job.run_since) else { return Ok(()) };
        if !matches!(state, JobState::Starting | JobState::Running) || now() - since < longest {
            return Ok(());
        }
        tracing::info!(job = %job.id, "a job has run for as long as it may");
        let by_owner = limits.owner_ms == Some(longest) && limits.cluster_ms != Some(longest);
        let why = reason::longest_run(longest / 1000, limits.cluster.as_deref().filter(|_| !by_owner));
        match self.0.store.move_job(job.id, JobEvent::StopAsked, Some(&why)).await {
            Ok(_) | Err(StoreError::WrongState { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests;
