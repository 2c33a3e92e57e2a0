use super::Counts;
use serde::{Deserialize, Serialize};

/// Why a job may not ask for what it asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum DeviceFault {
    #[error("{count} devices on one node cannot be asked for; allowed: {allowed}")]
    Count { count: u32, allowed: Counts },
    #[error("{per_node} devices a node cannot be asked for; allowed: {allowed}")]
    PerNode { per_node: u32, allowed: Counts },
    #[error("{nodes} nodes cannot be asked for; at least 1, at most {most}")]
    Nodes { nodes: u32, most: u32 },
    #[error("a job on several nodes needs a quota of at least {least} devices; yours is {quota}")]
    QuotaForDistributed { quota: u32, least: u32 },
    #[error("no node has {per_node} devices, which a job on several nodes takes of each")]
    NoWholeNode { per_node: u32 },
}

impl DeviceFault {
    pub fn code(&self) -> &'static str {
        match self {
            DeviceFault::Count { .. } => "device.count",
            DeviceFault::PerNode { .. } => "device.per_node",
            DeviceFault::Nodes { .. } => "device.nodes",
            DeviceFault::QuotaForDistributed { .. } => "device.quota_for_distributed",
            DeviceFault::NoWholeNode { .. } => "device.no_whole_node",
        }
    }
}
