//! The simulator: a trace of jobs played against a policy, as the server would serve it, without waiting. Jobs come one
//! by one, so that a trace need not fit into memory, and several policies can be played in one pass.

mod cluster;
mod measure;
mod plot;
mod table;
mod trace;

pub use cluster::{ClusterFault, ClusterFile, NodeEntry, QuotaEntry, VcEntry};
pub use measure::{Report, Waits};
pub use plot::plot;
pub use table::table;
pub use trace::{CsvTrace, TraceFault, TraceJob, alibaba, philly, write_csv};

use crate::hash::Map;
use crate::model::{Job, JobId, UserId, VcId};
use crate::policy::Policy;
use crate::state::Scheduler;
use cluster::Town;
use fovea_domain::device::{DeviceType, Extent};
use fovea_domain::quota::DEFAULT_PRIORITY;
use measure::Measure;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One policy at work.
pub struct Simulation {
    name: String,
    town: Town,
    scheduler: Scheduler,
    grace_ms: u64,
    now: u64,
    /// What is to come: when, job, how often it had started by then.
    events: BinaryHeap<Reverse<(u64, JobId, u32)>>,
    jobs: Map<JobId, Life>,
    users: Map<String, u128>,
    next: u128,
    measure: Measure,
    /// A round is due before the time moves on.
    news: bool,
}

/// A job that has not ended.
struct Life {
    duration_ms: u64,
    /// What is left to do; a job that made room goes on from there.
    left_ms: u64,
    waited_ms: u64,
    /// Waits or runs since then.
    since: u64,
    runs: bool,
    /// Told to leave: does no more work.
    told_at: Option<u64>,
    starts: u32,
    devices: u32,
    limit_ms: Option<u64>,
    user: u128,
}

impl Simulation {
    pub fn new(name: &str, policy: Policy, cluster: &ClusterFile) -> Result<Simulation, ClusterFault> {
        let town = Town::of(cluster)?;
        let grace_ms = policy.grace_ms;
        let scheduler =
            Scheduler::new(policy, &town.cluster).map_err(|fault| ClusterFault::Twice(fault.to_string()))?;
        Ok(Simulation {
            name: name.into(),
            measure: Measure::new(town.devices),
            town,
            scheduler,
            grace_ms,
            now: 0,
            events: BinaryHeap::new(),
            jobs: Map::default(),
            users: Map::default(),
            next: 0,
            news: false,
        })
    }

    /// The next job of the trace; one that can never start is counted and left out. Jobs come in the order of their
    /// time, which the readers of traces see to.
    pub fn submit(&mut self, of: &TraceJob) {
        self.advance(of.submit_ms);
        self.next += 1;
        self.measure.came(of.submit_ms);
        let Some(job) = self.job(of).filter(|job| self.scheduler.could_run(job).is_ok()) else {
            self.measure.refused += 1;
            return;
        };
        let life = Life {
            duration_ms: of.duration_ms,
            left_ms: of.duration_ms,
            waited_ms: 0,
            since: self.now,
            runs: false,
            told_at: None,
            starts: 0,
            devices: job.extent.total(),
            limit_ms: job.limit_ms,
            user: job.user.0,
        };
        let id = job.id;
        if self.scheduler.submit(job).is_ok() {
            self.jobs.insert(id, life);
            self.news = true;
        }
    }

    fn job(&mut self, of: &TraceJob) -> Option<Job> {
        let device = match &of.device {
            Some(name) => DeviceType::parse(name).ok()?,
            None => self.town.usual.clone(),
        };
        let next = self.users.len() as u128;
        let user = *self.users.entry(of.user.clone()).or_insert(next);
        let extent = match of.nodes {
            0 | 1 => Extent::Regular { count: of.devices },
            nodes => Extent::Distributed { nodes, per_node: of.devices },
        };
        Some(Job {
            id: JobId(self.next),
            vc: VcId(self.town.vc(&of.vc)?),
            user: UserId(user),
            device,
            extent,
            cores: of.cores,
            memory_mib: of.memory_mib,
            priority: of.priority.unwrap_or(DEFAULT_PRIORITY),
            preemptible: of.preemptible,
            preempted: 0,
            submitted_ms: of.submit_ms,
            limit_ms: of.limit_ms,
        })
    }

    /// Plays what happens before this time.
    fn advance(&mut self, until: u64) {
        loop {
            let next = self.events.peek().map_or(u64::MAX, |event| event.0.0);
            if self.news && (next > self.now || self.events.is_empty()) && until > self.now {
                self.round();
                continue;
            }
            if next > until || next == u64::MAX {
                break;
            }
            self.now = next;
            if let Some(Reverse((_, job, starts))) = self.events.pop() {
                self.happen(job, starts);
            }
        }
        self.now = self.now.max(until);
    }

    /// A run is over: done, at its limit, or told to leave long enough ago.
    fn happen(&mut self, id: JobId, starts: u32) {
        let Some(life) = self.jobs.get_mut(&id).filter(|life| life.runs && life.starts == starts) else {
            return;
        };
        let worked = life.told_at.unwrap_or(self.now).min(self.now) - life.since;
        let until = life.since + life.left_ms.min(life.limit_ms.unwrap_or(u64::MAX));
        self.news = true;
        self.measure.held(life.since, self.now, life.devices);
        if self.now < until {
            life.left_ms = life.left_ms.saturating_sub(worked).max(1);
            (life.runs, life.since, life.told_at) = (false, self.now, None);
            let back = self.scheduler.yielded(id, self.now);
            debug_assert!(back.is_ok(), "{back:?}");
            return;
        }
        let cut = life.limit_ms.is_some_and(|limit| limit < life.left_ms);
        let (waited, duration, user) = (life.waited_ms, life.duration_ms, life.user);
        self.jobs.remove(&id);
        self.measure.ended(self.now, waited, duration, user, cut);
        let gone = self.scheduler.ended(id, self.now);
        debug_assert!(gone.is_ok(), "{gone:?}");
    }

    fn round(&mut self) {
        self.news = false;
        let plan = self.scheduler.round(self.now);
        self.measure.rounds += 1;
        for start in &plan.starts {
            let Some(life) = self.jobs.get_mut(&start.job) else { continue };
            life.waited_ms += self.now - life.since;
            (life.runs, life.since, life.starts) = (true, self.now, life.starts + 1);
            let ends = self.now + life.left_ms.min(life.limit_ms.unwrap_or(u64::MAX));
            self.events.push(Reverse((ends, start.job, life.starts)));
        }
        for preempt in &plan.preempts {
            let Some(life) = self.jobs.get_mut(&preempt.job) else { continue };
            self.measure.preempted += 1;
            life.told_at = Some(self.now);
            self.events.push(Reverse((self.now + self.grace_ms, preempt.job, life.starts)));
        }
    }

    /// Plays to the end of the last job.
    pub fn finish(mut self) -> Report {
        self.advance(u64::MAX);
        while self.news {
            self.round();
            self.advance(u64::MAX);
        }
        let left = self.jobs.len();
        self.measure.report(self.name, left)
    }
}
