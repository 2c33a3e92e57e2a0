//! Small clusters and jobs to decide about.

use fovea_domain::device::{Cards, DeviceType, Extent};
use fovea_domain::quota::Quota;
use fovea_scheduler::*;

pub const GPU: &str = "nvidia_gpu_amd64";
pub const NPU: &str = "huawei_npu_arm64";
pub const CPU: &str = "cpu";

pub fn device(name: &str) -> DeviceType {
    DeviceType::parse(name).unwrap()
}

/// A node with 64 cores, 512 GiB and so many cards.
pub fn node(id: u128, name: &str, cards: u32) -> Node {
    let devices = match name {
        CPU => Vec::new(),
        _ => vec![Bank { device: device(name), cards: Cards::all(cards) }],
    };
    let cores = if name == CPU { cards } else { 64 };
    Node { id: NodeId(id), cores, memory_mib: 512 << 10, devices, schedulable: true }
}

pub fn quota(name: &str, quota: u32, per_user: u32) -> Quota {
    Quota { device: device(name), quota, per_user }
}

pub fn vc(id: u128, quotas: Vec<Quota>) -> Vc {
    Vc { id: VcId(id), quotas, longest_run_ms: None, lends: false, borrows: false, weight: 1 }
}

pub fn cluster(nodes: Vec<Node>, vcs: Vec<Vc>) -> Cluster {
    Cluster { nodes, vcs, usage: Vec::new() }
}

/// So many nodes with eight GPUs each, all of them for virtual cluster 1 and each of its users.
pub fn gpus(nodes: u128) -> Cluster {
    let all = 8 * nodes as u32;
    cluster((1..=nodes).map(|id| node(id, GPU, 8)).collect(), vec![vc(1, vec![quota(GPU, all, all)])])
}

/// A job of user 1 in virtual cluster 1 that came in the order of its number.
pub fn job(id: u128, name: &str, count: u32) -> Job {
    Job {
        id: JobId(id),
        vc: VcId(1),
        user: UserId(1),
        device: device(name),
        extent: Extent::Regular { count },
        cores: 1,
        memory_mib: 1024,
        priority: 100,
        preemptible: false,
        preempted: 0,
        submitted_ms: id as u64,
        limit_ms: None,
    }
}

pub trait But: Sized {
    fn but(self, change: impl FnOnce(&mut Self)) -> Self;
}

impl But for Job {
    fn but(mut self, change: impl FnOnce(&mut Job)) -> Job {
        change(&mut self);
        self
    }
}

pub fn gang(job: Job, nodes: u32, per_node: u32) -> Job {
    job.but(|job| job.extent = Extent::Distributed { nodes, per_node })
}

pub fn limit(job: Job, ms: u64) -> Job {
    job.but(|job| job.limit_ms = Some(ms))
}

pub fn soft(job: Job) -> Job {
    job.but(|job| job.preemptible = true)
}

pub fn of_vc(job: Job, vc: u128) -> Job {
    job.but(|job| job.vc = VcId(vc))
}

pub fn of_user(job: Job, user: u128) -> Job {
    job.but(|job| job.user = UserId(user))
}

pub fn with(cluster: &Cluster, policy: Policy) -> Scheduler {
    Scheduler::new(policy, cluster).unwrap()
}

/// Submits, holds a round, and tells the numbers of those that start.
pub fn starts(scheduler: &mut Scheduler, jobs: Vec<Job>, now: u64) -> Vec<u128> {
    for job in jobs {
        scheduler.submit(job).unwrap();
    }
    let plan = round(scheduler, now);
    plan.starts.iter().map(|start| start.job.0).collect()
}

pub fn round(scheduler: &mut Scheduler, now: u64) -> Plan {
    let plan = scheduler.round(now);
    scheduler.sanity().unwrap();
    plan
}

pub fn victims(plan: &Plan) -> Vec<u128> {
    let mut victims: Vec<u128> = plan.preempts.iter().map(|preempt| preempt.job.0).collect();
    victims.sort_unstable();
    victims
}

pub fn reason(scheduler: &Scheduler, job: u128, now: u64) -> Reason {
    scheduler.why(JobId(job), now).unwrap().reason
}
