//! How much a job may ask for, in a form that a page can show.

use super::Unit;
use serde::{Deserialize, Serialize};

/// What the rules need to know of the cluster and of who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Most devices that this user may use at a time in this virtual cluster.
    pub quota: u32,
    /// Devices of the node that has most of them, whether free or not.
    pub largest: u32,
    /// Nodes that have devices of the type.
    pub nodes: u32,
    /// Nodes that have as many of them as the largest.
    pub whole_nodes: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    Range { least: u32, most: u32 },
    OneOf(Vec<u32>),
}

impl Counts {
    pub fn contains(&self, count: u32) -> bool {
        match self {
            Counts::Range { least, most } => (*least..=*most).contains(&count),
            Counts::OneOf(counts) => counts.contains(&count),
        }
    }

    /// The fewest that are more than this.
    pub fn least_above(&self, floor: u32) -> Option<u32> {
        match self {
            Counts::Range { least, most } => Some((*least).max(floor + 1)).filter(|n| n <= most),
            Counts::OneOf(counts) => counts.iter().copied().filter(|n| *n > floor).min(),
        }
    }

    pub fn most(&self) -> Option<u32> {
        match self {
            Counts::Range { least, most } => (least <= most).then_some(*most),
            Counts::OneOf(counts) => counts.iter().copied().max(),
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Counts::Range { least, most } if least > most => f.write_str("nothing"),
            Counts::Range { least, most } if least == most => write!(f, "{least}"),
            Counts::Range { least, most } => write!(f, "{least} to {most}"),
            Counts::OneOf(counts) if counts.is_empty() => f.write_str("nothing"),
            Counts::OneOf(counts) => {
                f.write_str(&counts.iter().map(u32::to_string).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// What a job on several nodes may ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    pub per_node: Counts,
    /// Most devices on all nodes together.
    pub quota: u32,
    /// Nodes that could serve it.
    pub nodes: u32,
}

impl Spread {
    /// Most nodes with this many devices each.
    pub fn most_nodes(&self, per_node: u32) -> u32 {
        self.nodes.min(self.quota.checked_div(per_node).unwrap_or(self.nodes))
    }
}

/// All that a form needs to show of a type of device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub unit: Unit,
    pub regular: Counts,
    /// `None` where jobs on several nodes are not for this user here.
    pub distributed: Option<Spread>,
}
