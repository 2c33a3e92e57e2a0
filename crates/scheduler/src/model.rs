//! What the scheduler is told: the cluster, who may use how much of it, what waits and what runs. Times are
//! milliseconds since any moment, the same for all.

use fovea_domain::device::{Cards, DeviceType, Extent, Unit};
use fovea_domain::quota::Quota;
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub u128);
    )*};
}

id! {
    /// Wide enough for a UUID.
    JobId
    NodeId
    UserId
    /// Of a virtual cluster.
    VcId
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    pub nodes: Vec<Node>,
    pub vcs: Vec<Vc>,
    /// What was used before, for shares; users that are not named used nothing.
    pub usage: Vec<Usage>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub id: NodeId,
    pub cores: u32,
    pub memory_mib: u64,
    /// Cards by type; cores are not named again.
    pub devices: Vec<Bank>,
    /// Takes jobs. Those that it has stay.
    pub schedulable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    pub device: DeviceType,
    pub cards: Cards,
}

/// A virtual cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vc {
    pub id: VcId,
    /// A type that is not named is not for this virtual cluster.
    pub quotas: Vec<Quota>,
    pub longest_run_ms: Option<u64>,
    /// What it does not use, others may.
    pub lends: bool,
    /// Its preemptible jobs may use what others lend.
    pub borrows: bool,
    /// Its users' part where the order is by shares, beside the others'; at least 1.
    pub weight: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usage {
    pub vc: VcId,
    pub user: UserId,
    /// Devices times milliseconds, halved as often as the policy says.
    pub device_ms: f64,
    pub at_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub vc: VcId,
    pub user: UserId,
    pub device: DeviceType,
    pub extent: Extent,
    /// Cores on each node; of a job on `cpu` the cores are what it asks for by `extent`.
    pub cores: u32,
    pub memory_mib: u64,
    pub priority: u16,
    pub preemptible: bool,
    /// How often it had to make room already.
    pub preempted: u32,
    pub submitted_ms: u64,
    /// Longest time that it runs, where it has a limit.
    pub limit_ms: Option<u64>,
}

impl Job {
    pub fn cores_per_node(&self) -> u32 {
        match self.device.rules().unit() {
            Unit::Core => self.extent.per_node(),
            Unit::Card => self.cores,
        }
    }
}

/// A part of a running job: one node of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    pub node: NodeId,
    /// None of a job that counts cores.
    pub cards: Cards,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    pub job: Job,
    pub seats: Vec<Seat>,
    pub since_ms: u64,
    /// It was told to end and is gone by then: it makes room, pauses or is stopped.
    pub leaving_ms: Option<u64>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    pub waiting: Vec<Job>,
    pub running: Vec<Running>,
}

/// What is to be done now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order in which they were decided.
    pub starts: Vec<Start>,
    pub preempts: Vec<Preempt>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    pub job: JobId,
    pub seats: Vec<Seat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preempt {
    pub job: JobId,
    /// For whom; nobody where borrowed devices go back.
    pub room_for: Option<JobId>,
    /// By then it is killed.
    pub until_ms: u64,
}
