//! Why a job waits, as data: the command line, the API and the pages put the same reason into words.

use crate::model::JobId;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// It came after the last round.
    NotLooked,
    /// Its user has as much in use as one may in this virtual cluster.
    UserQuota { used: u32, limit: u32, need: u32 },
    /// Its virtual cluster has its quota in use.
    VcQuota { used: u32, limit: u32, need: u32 },
    /// It is beyond the quota of its virtual cluster, and no other lends as much.
    NothingToBorrow { need: u32, lent: u32 },
    /// A job that came first waits for the same quota.
    BehindQuota { need: u32 },
    /// Not enough devices are free.
    Devices { free: u32, need: u32 },
    /// Enough are free, but not together on a node or in a group.
    Scattered { free: u32, need: u32 },
    /// Devices are free, but not enough cores or memory beside them.
    CoresOrMemory { cores: u32, memory_mib: u64 },
    /// What is free is kept for a job that comes first.
    Kept { for_job: JobId },
    /// A job before it has to start first.
    Behind { job: JobId },
    /// Others were told to make room for it and are gone by then.
    MakingRoom { until_ms: u64 },
    /// The nodes that could take it are down or closed.
    NodesDown,
}

impl Reason {
    pub fn code(&self) -> &'static str {
        match self {
            Reason::NotLooked => "wait.not_looked",
            Reason::UserQuota { .. } => "wait.user_quota",
            Reason::VcQuota { .. } => "wait.vc_quota",
            Reason::NothingToBorrow { .. } => "wait.nothing_to_borrow",
            Reason::BehindQuota { .. } => "wait.behind_quota",
            Reason::Devices { .. } => "wait.devices",
            Reason::Scattered { .. } => "wait.scattered",
            Reason::CoresOrMemory { .. } => "wait.cores_or_memory",
            Reason::Kept { .. } => "wait.kept",
            Reason::Behind { .. } => "wait.behind",
            Reason::MakingRoom { .. } => "wait.making_room",
            Reason::NodesDown => "wait.nodes_down",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    pub reason: Reason,
    /// Jobs of the same virtual cluster and type of device that come before it.
    pub ahead: usize,
    /// As far as the limits of what runs tell; `None` where they do not, or where it is too far to say.
    pub expected_start_ms: Option<u64>,
}
