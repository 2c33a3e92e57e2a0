//! The rows of jobs in the scheduler's words, and its plans in ours. Which job starts when is decided there alone.

use crate::error::Result;
use crate::inventory::NamedNode;
use fovea_domain::JobState;
use fovea_domain::device::{DeviceFault, DeviceType, Extent, Unit};
use fovea_domain::quota::real_quotas;
use fovea_scheduler::{
    Bank, Cluster, JobId, Limits, NeverFits, Node, NodeId, Order, Outlook, Policy, Preempt, Running,
    Scheduler, Seat, Usage, UserId, Vc, VcId, Why,
};
use fovea_store::{ClusterShare, DeviceUse, Id, Job, JobKind, JobTask, Moment, QueueOrder};
use std::collections::{BTreeSet, HashMap, HashSet};

/// One to start, with what it has of each of its nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begin {
    pub id: Id,
    pub tasks: Vec<JobTask>,
    /// Devices of these that are beyond the quota of its virtual cluster
    pub borrowed: u32,
}

/// One that makes room, for another or for whoever its devices were lent by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    pub id: Id,
    pub room_for: Option<Id>,
    pub until: Moment,
    /// What it gives back was borrowed, for a job of another virtual cluster
    pub borrowed: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orders {
    pub begin: Vec<Begin>,
    pub leave: Vec<Leave>,
}

/// What a plan is made from, beside the jobs.
pub struct Around {
    /// The first is the machine itself.
    pub nodes: Vec<NamedNode>,
    pub shares: Vec<ClusterShare>,
    /// The longest run of users who have one
    pub user_limits: HashMap<Id, u64>,
    /// Where active jobs are
    pub tasks: HashMap<Id, Vec<JobTask>>,
    pub order: QueueOrder,
    /// What users had of late
    pub uses: Vec<DeviceUse>,
}

/// The queue at one moment.
pub struct Board {
    scheduler: Scheduler,
    waiting: HashMap<JobId, (Id, fovea_scheduler::Job)>,
    /// Names by the numbers that the plan has for nodes, from 1
    names: Vec<String>,
    /// Networks of jobs on several nodes
    networks: BTreeSet<u32>,
    uses: Uses,
}

/// What is used of the quotas, to tell who borrows.
#[derive(Debug, Default)]
struct Uses {
    quotas: HashMap<(Id, String), u32>,
    used: HashMap<(Id, String), u32>,
    /// Virtual clusters and devices of active jobs
    places: HashMap<Id, (Id, String)>,
}

impl Uses {
    fn of(around: &Around, held: &[(&Job, Vec<JobTask>)]) -> Uses {
        let mut all = Uses::default();
        for share in &around.shares {
            let of = |q: &fovea_domain::quota::Quota| ((share.id, q.device.name().to_string()), q.quota);
            all.quotas.extend(share.quotas.iter().map(of));
        }
        for (job, tasks) in held {
            let Some(vc) = job.virtual_cluster_id else { continue };
            let place = (vc, job.device.clone());
            all.places.insert(job.id, place.clone());
            let sum = all.used.entry(place).or_default();
            *sum = tasks.iter().fold(*sum, |sum, task| sum.saturating_add(task.devices));
        }
        all
    }

    fn quota(&self, place: &(Id, String)) -> u32 {
        self.quotas.get(place).copied().unwrap_or(0)
    }

    /// Counts a start; gives how many of its devices are beyond the quota.
    fn add(&mut self, place: (Id, String), devices: u32) -> u32 {
        let quota = self.quota(&place);
        let used = self.used.entry(place).or_default();
        let before = (*used).max(quota);
        *used = used.saturating_add(devices);
        used.saturating_sub(before)
    }

    /// Whether the virtual cluster of this job has more than its quota.
    fn is_over(&self, job: Id) -> bool {
        let place = self.places.get(&job);
        place.is_some_and(|p| self.used.get(p).copied().unwrap_or(0) > self.quota(p))
    }

    fn cluster_of(&self, job: Id) -> Option<Id> {
        self.places.get(&job).map(|(cluster, _)| *cluster)
    }
}

/// What a user may ask for of a type of device, and what is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    pub device: DeviceType,
    /// An error: nothing of it can be had here, and why
    pub limits: std::result::Result<Limits, NeverFits>,
    /// Why a job on several nodes cannot have it
    pub no_spread: Option<DeviceFault>,
    /// Jobs of the virtual cluster that wait for it
    pub waiting: usize,
    /// So many were asked for, on each of so many nodes
    pub count: u32,
    pub nodes: Option<u32>,
    pub outlook: std::result::Result<Outlook, NeverFits>,
}

/// What somebody would ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub device: DeviceType,
    pub count: u32,
    /// `None`: on one node
    pub nodes: Option<u32>,
}

/// Whether a job takes part in the queue. A service waits for requests most of the time and for nobody: it takes
/// nothing and starts at once, since a line waits for it. An import waits for whoever sends, and a person would have to wait for it; so with an
/// export.
pub fn queues(job: &Job) -> bool {
    !job.is(JobKind::Service) && !job.is(JobKind::Import) && !job.is(JobKind::Export)
}

impl Board {
    pub fn new(around: &Around, jobs: &[Job]) -> Result<Board> {
        let known: HashSet<Id> = around.shares.iter().map(|s| s.id).collect();
        let holds = |job: &&Job| queues(job) && job.state().is_ok_and(JobState::active);
        let held: Vec<(&Job, Vec<JobTask>)> =
            jobs.iter().filter(holds).map(|job| (job, tasks_of(job, around))).collect();
        let mut nodes = grown(&around.nodes, &held);
        // What no virtual cluster has any more still holds what it holds.
        let is_stray = |job: &Job| job.virtual_cluster_id.is_none_or(|c| !known.contains(&c));
        let stray = held.iter().filter(|(job, _)| is_stray(job));
        stray.for_each(|(job, tasks)| tasks.iter().for_each(|task| take(&mut nodes, job, task)));
        let cluster = Cluster {
            nodes: nodes.iter().map(|n| n.node.clone()).collect(),
            vcs: around.shares.iter().map(vc_of).collect(),
            usage: around.uses.iter().filter(|u| known.contains(&u.cluster_id)).map(usage_of).collect(),
        };
        let order = match around.order {
            QueueOrder::Priority => Order::Aged,
            QueueOrder::FairShare => Order::FairShare,
        };
        let scheduler = Scheduler::new(Policy { order, ..Policy::default() }, &cluster)?;
        let names = nodes.into_iter().map(|n| n.name).collect();
        let networks = held.iter().flat_map(|(_, tasks)| tasks).filter_map(|t| network_of(&t.address));
        let networks = networks.collect();
        let uses = Uses::of(around, &held);
        let mut board = Board { scheduler, waiting: HashMap::new(), names, networks, uses };
        for (job, tasks) in &held {
            board.adopt(around, job, tasks);
        }
        for job in jobs.iter().filter(|j| queues(j) && j.state().is_ok_and(|s| s == JobState::Queued)) {
            if let Some(known) = waiting(job, around) {
                board.waiting.insert(known.id, (job.id, known.clone()));
                // Of a virtual cluster that is gone, or for devices that nobody has: it waits for those.
                let _ = board.scheduler.submit(known);
            }
        }
        Ok(board)
    }

    /// One that runs, with what it has.
    fn adopt(&mut self, around: &Around, job: &Job, tasks: &[JobTask]) {
        let (Some(mut known), Some(first)) = (words_of(job, around), tasks.first()) else { return };
        let nodes = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
        known.extent = match job.nodes {
            None => Extent::Regular { count: first.devices },
            Some(_) => Extent::Distributed { nodes, per_node: first.devices },
        };
        (known.cores, known.memory_mib) = (first.cores, first.memory_mib);
        let leaving = job.state().is_ok_and(JobState::leaving);
        let since = job.run_since.map_or(0, whole);
        let seats = tasks.iter().filter_map(|t| Some(Seat { node: self.id_of(&t.node)?, cards: t.cards }));
        let running = Running {
            job: known,
            seats: seats.collect(),
            since_ms: since,
            leaving_ms: leaving.then(|| job.leave_by.map_or(since, whole)),
        };
        if let Err(error) = self.scheduler.adopt(running) {
            tracing::warn!(job = %job.id, %error, "the queue cannot place a running job");
        }
    }

    fn id_of(&self, name: &str) -> Option<NodeId> {
        (1u128..).zip(&self.names).find(|(_, n)| *n == name).map(|(id, _)| NodeId(id))
    }

    fn name_of(&self, id: NodeId) -> Option<&str> {
        let at = usize::try_from(id.0).ok()?.checked_sub(1)?;
        self.names.get(at).map(String::as_str)
    }

    /// What is to be done now.
    pub fn orders(&mut self, now: Moment) -> Orders {
        let plan = self.scheduler.round(whole(now));
        let mut begin = Vec::with_capacity(plan.starts.len());
        for start in &plan.starts {
            let Some((id, job)) = self.waiting.get(&start.job).cloned() else { continue };
            let network = matches!(job.extent, Extent::Distributed { .. }).then(|| self.new_network());
            let seats = start.seats.iter().zip(0u32..);
            let task = |(seat, rank): (&Seat, u32)| {
                Some(JobTask {
                    rank,
                    node: self.name_of(seat.node)?.into(),
                    cards: seat.cards,
                    devices: job.extent.per_node(),
                    cores: job.cores_per_node(),
                    memory_mib: job.memory_mib,
                    address: network.map_or_else(|| ALONE.into(), |n| address(n, rank)),
                })
            };
            let tasks: Vec<JobTask> = seats.filter_map(task).collect();
            let devices = tasks.iter().fold(0u32, |sum, task| sum.saturating_add(task.devices));
            let borrowed = self.uses.add((Id::from(job.vc.0), job.device.name().into()), devices);
            begin.push(Begin { id, tasks, borrowed });
        }
        let leave = plan.preempts.iter().map(|one| self.leave(one)).collect();
        Orders { begin, leave }
    }

    fn leave(&self, one: &Preempt) -> Leave {
        let id = Id::from(one.job.0);
        let asker = one.room_for.and_then(|job| self.waiting.get(&job)).map(|(_, job)| Id::from(job.vc.0));
        let of_another = asker != self.uses.cluster_of(id);
        Leave {
            id,
            room_for: one.room_for.map(|job| Id::from(job.0)),
            until: Moment::try_from(one.until_ms).unwrap_or(Moment::MAX),
            borrowed: of_another && self.uses.is_over(id),
        }
    }

    /// The lowest that no other job has.
    fn new_network(&mut self) -> u32 {
        let free = (1..MOST_NETWORKS).find(|n| !self.networks.contains(n)).unwrap_or(MOST_NETWORKS);
        self.networks.insert(free);
        free
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
    /// Of each type of device that the virtual cluster of this job has; `asked`: how many of which type it asks for, and of all
    /// others as few as can be. To be asked after [`Board::orders`].
    pub fn offers(&self, job: &Job, asked: Option<&Asked>, around: &Around, now: Moment) -> Vec<Offered> {
        let own = around.shares.iter().find(|s| Some(s.id) == job.virtual_cluster_id);
        let Some(share) = own else { return Vec::new() };
        let user = UserId(job.owner.map_or(0, Into::into));
        let vc = VcId(share.id.into());
        let one = |device: &DeviceType| {
            let limits = self.scheduler.limits(vc, user, device, job.preemptible);
            let least = limits.as_ref().map_or(1, |l| l.offer.regular.least_above(0).unwrap_or(1));
            let asked = asked.filter(|a| a.device == *device);
            let (count, nodes) = asked.map_or((least, None), |a| (a.count, a.nodes));
            let mut wanted = job.clone();
            (wanted.device, wanted.wanted) = (device.name().into(), Some(i64::from(count)));
            wanted.nodes = nodes.map(i64::from);
            Offered {
                outlook: self.outlook(&wanted, around, now),
                waiting: self.scheduler.waiting_for(vc, device),
                no_spread: limits.as_ref().ok().and_then(|l| device.rules().distributed(&l.room).err()),
                device: device.clone(),
                limits,
                count,
                nodes,
            }
        };
        share.quotas.iter().map(|quota| one(&quota.device)).collect()
    }
}

/// What an active job has of which node. One from before that was written down is on the machine itself.
fn tasks_of(job: &Job, around: &Around) -> Vec<JobTask> {
    if let Some(tasks) = around.tasks.get(&job.id).filter(|t| !t.is_empty()) {
        return tasks.clone();
    }
    let Some(machine) = around.nodes.first() else { return Vec::new() };
    // A training from before that has all.
    let cores = match u32::try_from(job.devices) {
        Ok(0) => machine.node.cores,
        held => held.unwrap_or(u32::MAX).min(machine.node.cores),
    };
    vec![JobTask { memory_mib: memory_of(job), ..JobTask::of_cores(&machine.name, cores) }]
}

/// Nodes as large as what is held on them, whatever the cluster file says by now: nothing that runs is harmed by it, and its
/// quota counts. One that the file has no more takes nothing new.
fn grown(nodes: &[NamedNode], held: &[(&Job, Vec<JobTask>)]) -> Vec<NamedNode> {
    let mut all = nodes.to_vec();
    let mut sums: Vec<(u32, u64)> = vec![(0, 0); all.len()];
    for (job, task) in held.iter().flat_map(|(job, tasks)| tasks.iter().map(move |t| (*job, t))) {
        let at = all.iter().position(|n| n.name == task.node).unwrap_or_else(|| {
            let id = NodeId(all.len() as u128 + 1);
            let node = Node { id, cores: 0, memory_mib: 0, devices: Vec::new(), schedulable: false };
            all.push(NamedNode { name: task.node.clone(), node });
            sums.push((0, 0));
            all.len() - 1
        });
        let (node, sum) = (&mut all[at].node, &mut sums[at]);
        *sum = (sum.0.saturating_add(task.cores), sum.1.saturating_add(task.memory_mib));
        (node.cores, node.memory_mib) = (node.cores.max(sum.0), node.memory_mib.max(sum.1));
        let Ok(device) = DeviceType::parse(&job.device) else { continue };
        if device.rules().unit() == Unit::Core {
            continue;
        }
        match node.devices.iter_mut().find(|bank| bank.device == device) {
            Some(bank) => bank.cards = bank.cards.with(task.cards),
            None => node.devices.push(Bank { device, cards: task.cards }),
        }
    }
    all
}

/// A node without what a task has of it.
fn take(nodes: &mut [NamedNode], job: &Job, task: &JobTask) {
    let Some(node) = nodes.iter_mut().find(|n| n.name == task.node).map(|n| &mut n.node) else { return };
    node.cores = node.cores.saturating_sub(task.cores);
    node.memory_mib = node.memory_mib.saturating_sub(task.memory_mib);
    if let Some(bank) = node.devices.iter_mut().find(|bank| bank.device.name() == job.device) {
        bank.cards = bank.cards.without(task.cards);
    }
}

/// Of a job on one node.
const ALONE: &str = "127.0.0.1";
const MOST_NETWORKS: u32 = (1 << 14) - 1;

/// Tasks of a job reach each other by addresses of the loopback that no other job has, so that the same port may be used by all.
fn address(network: u32, rank: u32) -> String {
    format!("127.{}.{}.{}", 64 + (network >> 8), network & 255, rank + 1)
}

fn network_of(address: &str) -> Option<u32> {
    let mut parts = address.strip_prefix("127.")?.split('.').map(|part| part.parse::<u32>().ok());
    let (high, low) = (parts.next()??, parts.next()??);
    Some((high.checked_sub(64)? << 8) | low)
}

fn vc_of(share: &ClusterShare) -> Vc {
    Vc {
        id: VcId(share.id.into()),
        quotas: share.quotas.clone(),
        longest_run_ms: share.longest_run_ms,
        lends: share.lends,
        borrows: share.borrows,
        weight: share.weight,
    }
}

fn usage_of(used: &DeviceUse) -> Usage {
    Usage {
        vc: VcId(used.cluster_id.into()),
        user: UserId(used.user_id.into()),
        device_ms: used.device_ms,
        at_ms: whole(used.at),
    }
}

/// One that waits, as large as it may be now; `None`: its virtual cluster is gone or gives it nothing.
fn waiting(job: &Job, around: &Around) -> Option<fovea_scheduler::Job> {
    let known = words_of(job, around)?;
    (job.wanted.is_some() || known.extent.total() > 0).then_some(known)
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
        extent: match job.nodes().ok()? {
            None => Extent::Regular { count },
            Some(nodes) => Extent::Distributed { nodes, per_node: count },
        },
        cores: u32::try_from(job.cores).unwrap_or(0),
        memory_mib: memory_of(job),
        priority: u16::try_from(job.priority).unwrap_or(0),
        preemptible: job.preemptible,
        preempted: u32::try_from(job.preemptions).unwrap_or(0),
        submitted_ms: whole(job.created_at),
        limit_ms: by_user.into_iter().chain(by_itself).min(),
    })
}

/// All that one job may have there: a training runs on as much as its figures were measured with, which is this machine. Where
/// there are fewer cores than were given, each virtual cluster has its part of them.
fn share_of(vc: Id, device: &DeviceType, around: &Around) -> u32 {
    let quota = |s: &ClusterShare| {
        s.quotas.iter().find(|q| q.device == *device).map_or((0, 0), |q| (q.quota, q.per_user))
    };
    let given: Vec<u32> = around.shares.iter().map(|s| quota(s).0).collect();
    let cores = around.nodes.iter().map(|n| n.node.cores).fold(0, u32::saturating_add);
    let machine = around.nodes.first().map_or(0, |n| n.node.cores);
    let real = real_quotas(&given, cores);
    let own = around.shares.iter().zip(real).find(|(s, _)| s.id == vc);
    own.map_or(0, |(share, real)| real.min(quota(share).1).min(machine))
}

fn memory_of(job: &Job) -> u64 {
    u64::try_from(job.memory_mib).unwrap_or(0)
}

fn whole(moment: Moment) -> u64 {
    u64::try_from(moment).unwrap_or(0)
}

#[cfg(test)]
mod tests;
