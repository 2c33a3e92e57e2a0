//! The rows of jobs in the scheduler's words, and its plans in ours. Which job starts when is decided there alone.

use crate::error::Result;
use fovea_domain::JobState;
use fovea_domain::device::{DeviceType, Extent};
use fovea_domain::quota::real_quotas;
use fovea_scheduler::{
    Cluster, JobId, Limits, NeverFits, Node, NodeId, Outlook, Policy, Running, Scheduler, Seat, UserId, Vc,
    VcId, Why,
};
use fovea_store::{ClusterShare, Id, Job, JobKind, Moment};
use std::collections::{HashMap, HashSet};

/// One to start, with its devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begin {
    pub id: Id,
    pub devices: u32,
}

/// One that makes room, for another or for whoever its devices were lent by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    pub id: Id,
    pub room_for: Option<Id>,
    pub until: Moment,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orders {
    pub begin: Vec<Begin>,
    pub leave: Vec<Leave>,
}

/// What a plan is made from, beside the jobs.
pub struct Around<'a> {
    pub node: &'a Node,
    pub shares: &'a [ClusterShare],
    /// The longest run of users who have one
    pub user_limits: &'a HashMap<Id, u64>,
}

/// The queue at one moment.
pub struct Board {
    scheduler: Scheduler,
    sizes: HashMap<JobId, (Id, u32)>,
}

/// What a user may ask for of a type of device, and what is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub device: DeviceType,
    /// An error: nothing of it can be had here, and why
    pub limits: std::result::Result<Limits, NeverFits>,
    /// Jobs of the virtual cluster that wait for it
    pub waiting: usize,
    /// So many were asked for
    pub count: u32,
    pub outlook: std::result::Result<Outlook, NeverFits>,
}

/// Whether a job takes part in the queue. A service waits for requests most of the time and for nobody: it takes
/// nothing and starts at once, since a line waits for it.
pub fn queues(job: &Job) -> bool {
    !job.is(JobKind::Service)
}

impl Board {
    pub fn new(around: &Around, jobs: &[Job]) -> Result<Board> {
        let mut stray = (0, 0);
        let known: HashSet<Id> = around.shares.iter().map(|s| s.id).collect();
        let held = |job: &&Job| queues(job) && job.state().is_ok_and(JobState::active);
        let active: Vec<&Job> = jobs.iter().filter(held).collect();
        // What no virtual cluster has any more still holds what it holds.
        for job in active.iter().filter(|j| j.virtual_cluster_id.is_none_or(|c| !known.contains(&c))) {
            stray = (stray.0 + cores_of(job, around.node), stray.1 + memory_of(job));
        }
        let mut node = around.node.clone();
        node.cores = node.cores.saturating_sub(stray.0);
        node.memory_mib = node.memory_mib.saturating_sub(stray.1);
        let vcs = around.shares.iter().map(vc_of).collect();
        let cluster = Cluster { nodes: vec![node.clone()], vcs, usage: Vec::new() };
        let scheduler = Scheduler::new(Policy::default(), &cluster)?;
        let mut board = Board { scheduler, sizes: HashMap::new() };
        board.take_in(around, node, &active);
        for job in jobs.iter().filter(|j| queues(j) && j.state().is_ok_and(|s| s == JobState::Queued)) {
            if let Some(job) = waiting(job, around) {
                board.sizes.insert(job.1.id, (job.0, job.1.extent.total()));
                // Of a virtual cluster that is gone, or for devices that nobody has: it waits for those.
                let _ = board.scheduler.submit(job.1);
            }
        }
        Ok(board)
    }

    /// Those that run hold no more than there is, whatever was written down on a larger machine.
    fn take_in(&mut self, around: &Around, mut node: Node, active: &[&Job]) {
        for job in active {
            let Some(mut known) = words_of(job, around) else { continue };
            let cores = cores_of(job, around.node).min(node.cores);
            known.memory_mib = known.memory_mib.min(node.memory_mib);
            known.extent = Extent::Regular { count: cores };
            (node.cores, node.memory_mib) = (node.cores - cores, node.memory_mib - known.memory_mib);
            let leaving = job.state().is_ok_and(JobState::leaving);
            let until = |since: u64| job.leave_by.map_or(since, whole);
            let since = job.run_since.map_or(0, whole);
            let seat = Seat { node: around.node.id, cards: fovea_domain::device::Cards::NONE };
            let running = Running {
                job: known,
                seats: vec![seat],
                since_ms: since,
                leaving_ms: leaving.then(|| until(since)),
            };
            if let Err(error) = self.scheduler.adopt(running) {
                tracing::warn!(job = %job.id, %error, "the queue cannot place a running job");
            }
        }
    }

    /// What is to be done now.
    pub fn orders(&mut self, now: Moment) -> Orders {
        let plan = self.scheduler.round(whole(now));
        let begin = plan.starts.iter().filter_map(|start| {
            let (id, devices) = self.sizes.get(&start.job)?;
            Some(Begin { id: *id, devices: *devices })
        });
        let leave = plan.preempts.iter().map(|one| Leave {
            id: Id::from(one.job.0),
            room_for: one.room_for.map(|job| Id::from(job.0)),
            until: Moment::try_from(one.until_ms).unwrap_or(Moment::MAX),
        });
        Orders { begin: begin.collect(), leave: leave.collect() }
    }

    /// Why a job waits; `None`: it does not, or not for the queue. To be asked after [`Board::orders`].
    pub fn why(&self, job: Id, now: Moment) -> Option<Why> {
        self.scheduler.why(JobId(job.into()), whole(now)).ok()
    }

    /// What would become of it if it came now.
    pub fn outlook(
        &self,
        job: &Job,
        around: &Around,
        now: Moment,
    ) -> std::result::Result<Outlook, NeverFits> {
        let known = words_of(job, around).ok_or(NeverFits::UnknownVc)?;
        self.scheduler.outlook(&known, whole(now))
    }
}

impl Board {
    /// Of each type of device that the virtual cluster of this job has; `count`: how many of which type it asks for, and of all
    /// others as few as can be. To be asked after [`Board::orders`].
    pub fn offers(
        &self,
        job: &Job,
        count: Option<&(DeviceType, u32)>,
        around: &Around,
        now: Moment,
    ) -> Vec<Offered> {
        let own = around.shares.iter().find(|s| Some(s.id) == job.virtual_cluster_id);
        let Some(share) = own else { return Vec::new() };
        let user = UserId(job.owner.map_or(0, Into::into));
        let vc = VcId(share.id.into());
        let one = |device: &DeviceType| {
            let limits = self.scheduler.limits(vc, user, device);
            let least = limits.as_ref().map_or(1, |l| l.offer.regular.least_above(0).unwrap_or(1));
            let count = count.filter(|(of, _)| of == device).map_or(least, |(_, n)| *n);
            let mut wanted = job.clone();
            (wanted.device, wanted.wanted) = (device.name().into(), Some(i64::from(count)));
            Offered {
                outlook: self.outlook(&wanted, around, now),
                waiting: self.scheduler.waiting_for(vc, device),
                device: device.clone(),
                limits,
                count,
            }
        };
        share.quotas.iter().map(|quota| one(&quota.device)).collect()
    }
}

fn vc_of(share: &ClusterShare) -> Vc {
    Vc {
        id: VcId(share.id.into()),
        quotas: share.quotas.clone(),
        longest_run_ms: share.longest_run_ms,
        lends: false,
        borrows: false,
        weight: 1,
    }
}

/// One that waits, as large as it may be now; `None`: its virtual cluster is gone or gives it nothing.
fn waiting(job: &Job, around: &Around) -> Option<(Id, fovea_scheduler::Job)> {
    let known = words_of(job, around)?;
    (known.extent.total() > 0).then_some((job.id, known))
}

/// `None` where its virtual cluster is gone, or its row cannot be read.
fn words_of(job: &Job, around: &Around) -> Option<fovea_scheduler::Job> {
    let vc = job.virtual_cluster_id.filter(|id| around.shares.iter().any(|s| s.id == *id))?;
    let device = DeviceType::parse(&job.device).ok()?;
    let count = match job.wanted().ok()? {
        Some(devices) => devices,
        None => share_of(vc, &device, around),
    };
    let by_user = job.owner.and_then(|owner| around.user_limits.get(&owner).copied());
    let by_itself = job.limit_ms.and_then(|ms| u64::try_from(ms).ok());
    Some(fovea_scheduler::Job {
        id: JobId(job.id.into()),
        vc: VcId(vc.into()),
        user: UserId(job.owner.map_or(0, Into::into)),
        device,
        extent: Extent::Regular { count },
        cores: 0,
        memory_mib: memory_of(job),
        priority: u16::try_from(job.priority).unwrap_or(0),
        preemptible: job.preemptible,
        preempted: u32::try_from(job.preemptions).unwrap_or(0),
        submitted_ms: whole(job.created_at),
        limit_ms: by_user.into_iter().chain(by_itself).min(),
    })
}

/// All that one job may have there: a training runs on as much as its figures were measured with. Where the machine has fewer
/// cores than were given, each virtual cluster has its part of them.
fn share_of(vc: Id, device: &DeviceType, around: &Around) -> u32 {
    let quota = |s: &ClusterShare| {
        s.quotas.iter().find(|q| q.device == *device).map_or((0, 0), |q| (q.quota, q.per_user))
    };
    let given: Vec<u32> = around.shares.iter().map(|s| quota(s).0).collect();
    let real = real_quotas(&given, around.node.cores);
    let own = around.shares.iter().zip(real).find(|(s, _)| s.id == vc);
    own.map_or(0, |(share, real)| real.min(quota(share).1).min(around.node.cores))
}

/// A training from before that was written down has all.
fn cores_of(job: &Job, node: &Node) -> u32 {
    match u32::try_from(job.devices) {
        Ok(0) => node.cores,
        held => held.unwrap_or(u32::MAX).min(node.cores),
    }
}

fn memory_of(job: &Job) -> u64 {
    u64::try_from(job.memory_mib).unwrap_or(0)
}

fn whole(moment: Moment) -> u64 {
    u64::try_from(moment).unwrap_or(0)
}

/// The only one there is today.
pub fn node(cores: u32, memory_mib: u64) -> Node {
    Node { id: NodeId(1), cores, memory_mib, devices: Vec::new(), schedulable: true }
}

#[cfg(test)]
mod tests;
