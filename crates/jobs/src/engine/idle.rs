//! Which running jobs use nothing, what follows from it, and how long users hold devices for nothing. What is judged is a rule of
//! `fovea_domain::idle`; what is remembered here is found again in the usage of the jobs after a kill.

use super::Engine;
use crate::error::Result;
use crate::folder::JobFolder;
use crate::{reason, usage};
use fovea_domain::JobState;
use fovea_domain::idle::{IDLE_AFTER_MS, IdleLimits, Idleness, Judged, idle_time};
use fovea_store::{HeldPart, Id, Job, JobKind, Moment, StoreError, day_of, now};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How often it is looked, and how often what was counted is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    pub look: Duration,
    pub keep: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { look: crate::shim::SAMPLED_EVERY, keep: Duration::from_secs(60) }
    }
}

/// What was not looked at for longer is not counted: the machine slept.
const LONGEST_GAP_MS: Moment = 10 * 60_000;
/// A sample is written a moment after the time that it tells of.
const LATE_MS: Moment = 10_000;

/// What is remembered between two looks.
#[derive(Default)]
pub(super) struct Keeper {
    pub(super) jobs: HashMap<Id, Kept>,
    looked: Option<Instant>,
    written: Option<Instant>,
    /// Up to when devices were counted
    counted: Option<Moment>,
    /// By virtual cluster, user, device and day: held, and idle
    held: HashMap<(Id, Id, String, i64), (Moment, Moment)>,
    /// By how much the clock was set, as far as it is known here
    stepped: Moment,
}

pub(super) struct Kept {
    attempt: i32,
    pub(super) used_at: Moment,
    /// Up to when its usage was read
    pub(super) looked_to: Moment,
    pub(super) warned_at: Option<Moment>,
    /// It is known to be idle.
    told: bool,
}

impl Engine {
    /// Looks if it is time to.
    pub(super) async fn keep_idle(&self, keeper: &mut Keeper) -> Result<()> {
        let pace = self.0.settings.pace;
        if keeper.looked.is_some_and(|t| t.elapsed() < pace.look) {
            return Ok(());
        }
        keeper.looked = Some(Instant::now());
        let now = now();
        keeper.follow(self.stepped(), now);
        let jobs = self.0.store.open_jobs().await?;
        // Services wait for a line: that is what they are for.
        let active = |j: &Job| !j.is(JobKind::Service) && j.state().is_ok_and(JobState::active);
        let jobs: Vec<Job> = jobs.into_iter().filter(active).collect();
        self.find_uses(keeper, &jobs, now).await?;
        let limits = self.0.store.idle_limits().await?;
        let of =
            |job: &Job| job.virtual_cluster_id.and_then(|id| limits.get(&id)).copied().unwrap_or_default();
        for job in &jobs {
            let Some(kept) = keeper.jobs.get_mut(&job.id) else { continue };
            if let Err(error) = self.judge_idle(job, kept, of(job), now).await {
                tracing::error!(job = %job.id, %error, "what an idle job needs could not be done");
            }
        }
        keeper.count(&jobs, of, now);
        if keeper.written.is_none_or(|t| t.elapsed() >= pace.keep) {
            keeper.written = Some(Instant::now());
            let parts = keeper.parts();
            if !parts.is_empty() {
                self.0.store.add_held(&parts, day_of(now)).await?;
                keeper.held.clear();
            }
            self.sample_devices(now).await?;
        }
        Ok(())
    }

    /// When each of these jobs used something last.
    async fn find_uses(&self, keeper: &mut Keeper, jobs: &[Job], now: Moment) -> Result<()> {
        let attempts: HashMap<Id, i32> = jobs.iter().map(|j| (j.id, j.attempt)).collect();
        keeper.jobs.retain(|id, kept| attempts.get(id) == Some(&kept.attempt));
        if jobs.is_empty() {
            return Ok(());
        }
        let new = jobs.iter().any(|job| !keeper.jobs.contains_key(&job.id));
        let rows = if new { self.0.store.idle_jobs().await? } else { Vec::new() };
        for job in jobs.iter().filter(|_| new) {
            let began = job.run_since.unwrap_or(now);
            let row = rows.iter().find(|row| row.job_id == job.id);
            // One that was not known to be idle has used something of late.
            let used_at = row.map_or(began.max(now - IDLE_AFTER_MS), |row| row.since);
            keeper.jobs.entry(job.id).or_insert(Kept {
                attempt: job.attempt,
                used_at,
                looked_to: used_at,
                warned_at: row.and_then(|row| row.warned_at),
                told: row.is_some(),
            });
        }
        let mut asked: Vec<(Id, Vec<JobFolder>, Moment)> = Vec::with_capacity(jobs.len());
        for job in jobs {
            let from = keeper.jobs.get(&job.id).map_or(now, |kept| kept.looked_to);
            asked.push((job.id, self.task_folders(job)?, from));
        }
        let found = tokio::task::spawn_blocking(move || {
            let last = |(id, folders, from): (Id, Vec<JobFolder>, Moment)| {
                let uses =
                    folders.iter().filter_map(|folder| usage::last_use(folder, from, now).ok().flatten());
                Some((id, uses.max()?))
            };
            asked.into_iter().filter_map(last).collect::<HashMap<Id, Moment>>()
        });
        let (found, doors) = (found.await?, self.0.store.last_endpoint_uses().await?);
        for job in jobs {
            let Some(kept) = keeper.jobs.get_mut(&job.id) else { continue };
            // What is being made ready waits for nobody.
            let starting = job.state().is_ok_and(|s| s == JobState::Starting).then_some(now);
            let uses = [found.get(&job.id).copied(), doors.get(&job.id).copied(), starting];
            kept.used_at = uses.into_iter().flatten().fold(kept.used_at, Moment::max).min(now);
            kept.looked_to = kept.looked_to.max(now - LATE_MS);
        }
        Ok(())
    }

    async fn judge_idle(&self, job: &Job, kept: &mut Kept, limits: IdleLimits, now: Moment) -> Result<()> {
        if job.state()? != JobState::Running {
            return Ok(());
        }
        let of = Idleness { used_at: kept.used_at, warned_at: kept.warned_at };
        let unused = now - kept.used_at;
        let store = &self.0.store;
        let done = match limits.judge(of, now) {
            Judged::Used if kept.told => {
                kept.told = false;
                store.note_used(job).await
            }
            Judged::Idle if !kept.told => {
                kept.told = true;
                store.note_idle(job, kept.used_at).await
            }
            Judged::Used | Judged::Idle => Ok(()),
            Judged::Warn => {
                (kept.told, kept.warned_at) = (true, Some(now));
                let warned = Idleness { warned_at: Some(now), ..of };
                let left = limits.pauses_at(warned).map(|at| at - now);
                tracing::info!(job = %job.id, "the owner of an idle job is warned");
                store.warn_idle(job, kept.used_at, &reason::idle_warned(unused, left)).await
            }
            Judged::Pause => {
                tracing::info!(job = %job.id, "an idle job is paused");
                let paused = store.pause_idle(job.id, &reason::idle_paused(unused)).await.map(drop);
                self.wake();
                paused
            }
        };
        match done {
            // It ended, or somebody paused it, in this very moment.
            Err(StoreError::WrongState { .. }) => Ok(()),
            other => Ok(other?),
        }
    }
}

impl Keeper {
    /// Where the clock was set, what is remembered is of the same time as before.
    fn follow(&mut self, stepped: Moment, now: Moment) {
        let step = stepped - std::mem::replace(&mut self.stepped, stepped);
        if step == 0 {
            return;
        }
        for kept in self.jobs.values_mut() {
            kept.used_at = (kept.used_at + step).min(now);
            kept.looked_to = (kept.looked_to + step).min(now);
            kept.warned_at = kept.warned_at.map(|at| (at + step).min(now));
        }
        self.counted = self.counted.map(|at| (at + step).min(now));
    }

    /// Adds what these jobs held since the last look.
    fn count(&mut self, jobs: &[Job], limits: impl Fn(&Job) -> IdleLimits, now: Moment) {
        let before = self.counted.replace(now).unwrap_or(now).max(now - LONGEST_GAP_MS);
        for job in jobs {
            let (Some(cluster), Some(user)) = (job.virtual_cluster_id, job.owner) else { continue };
            let from = before.max(job.run_since.unwrap_or(now));
            if job.devices == 0 || from >= now {
                continue;
            }
            let idle = match self.jobs.get(&job.id) {
                Some(kept) => idle_time(kept.used_at, limits(job).idle_after_ms(), from, now),
                None => 0,
            };
            let sums = self.held.entry((cluster, user, job.device.clone(), day_of(now))).or_default();
            sums.0 += job.devices * (now - from);
            sums.1 += job.devices * idle;
        }
    }

    fn parts(&self) -> Vec<HeldPart> {
        let one =
            |((cluster, user, device, day), (held, idle)): (&(Id, Id, String, i64), &(Moment, Moment))| {
                HeldPart {
                    cluster: *cluster,
                    user: *user,
                    device: device.clone(),
                    day: *day,
                    held_ms: *held,
                    idle_ms: *idle,
                }
            };
        self.held.iter().map(one).collect()
    }
}
