//! Device types: what a job may ask for, which cards it gets, and what it sees of them. Each type is a plugin, one file
//! with one [`DeviceRules`], and a line in [`ALL`]. The form, the check at submission and the scheduler ask the same
//! rules, so that none of them can offer what another refuses.

mod cards;
mod counts;
mod cpu;
mod fault;
mod huawei_npu;
mod kind;
mod nvidia_gpu;
pub mod rendezvous;
#[cfg(test)]
mod tests;

pub use cards::{Cards, MOST_CARDS};
pub use counts::{Counts, Offer, Room, Spread};
pub use fault::DeviceFault;
pub use kind::{DeviceType, UnknownDevice};

use serde::{Deserialize, Serialize};

/// What the number in "four of them" counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Cards that have a number each; a job is told which ones are its own.
    Card,
    /// Cores of the processor, one as good as another.
    Core,
}

/// How many devices, and on how many nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// On one node.
    Regular { count: u32 },
    /// The same number on each of some nodes: all of them or none.
    Distributed { nodes: u32, per_node: u32 },
}

impl Extent {
    pub fn nodes(self) -> u32 {
        match self {
            Extent::Regular { .. } => 1,
            Extent::Distributed { nodes, .. } => nodes,
        }
    }

    pub fn per_node(self) -> u32 {
        match self {
            Extent::Regular { count } => count,
            Extent::Distributed { per_node, .. } => per_node,
        }
    }

    pub fn total(self) -> u32 {
        self.nodes().saturating_mul(self.per_node())
    }
}

/// The rules of one type of device.
pub trait DeviceRules: Send + Sync {
    /// Name of the type, without a model.
    fn base(&self) -> &'static str;

    /// Whether a model may follow the name, as in `nvidia_gpu_amd64_GTX2080TI`.
    fn has_models(&self) -> bool {
        false
    }

    fn unit(&self) -> Unit {
        Unit::Card
    }

    /// The counts that a job on one node may ask for.
    fn regular(&self, room: &Room) -> Counts;

    /// What a job on several nodes may ask for, or why there are none.
    fn distributed(&self, room: &Room) -> Result<Spread, DeviceFault>;

    /// Which of the free cards a job gets; `None` where these cannot serve it.
    fn pick(&self, free: Cards, count: u32) -> Option<Cards> {
        free.first(count)
    }

    /// How much is spoilt by taking `count` out of these free cards: less is better. Only asked where `pick` finds some.
    fn strain(&self, free: Cards, count: u32) -> u32 {
        free.count().saturating_sub(count)
    }

    /// Two sets of free cards with the same number serve the same jobs equally well.
    fn signature(&self, free: Cards) -> u64 {
        u64::from(free.count())
    }

    /// Cards that belong together: a job takes of one such group only, or whole ones.
    fn group(&self) -> Option<u32> {
        None
    }

    /// Whether the parts of a job read a table of all cards (HCCL).
    fn has_rank_table(&self) -> bool {
        false
    }

    /// The variable by which a process learns its cards.
    fn visible(&self, _: Cards) -> Option<(&'static str, String)> {
        None
    }
}

/// Every type of device there is.
pub const ALL: [&dyn DeviceRules; 3] = [&cpu::Cpu, &nvidia_gpu::NvidiaGpu, &huawei_npu::HuaweiNpu];

/// What the form shows.
pub fn offer(device: &DeviceType, room: &Room) -> Offer {
    let rules = device.rules();
    Offer { unit: rules.unit(), regular: rules.regular(room), distributed: rules.distributed(room).ok() }
}

/// Whether a job may ask for this much, whatever is free at the moment.
pub fn check(device: &DeviceType, extent: Extent, room: &Room) -> Result<(), DeviceFault> {
    let rules = device.rules();
    match extent {
        Extent::Regular { count } => {
            let allowed = rules.regular(room);
            if allowed.contains(count) { Ok(()) } else { Err(DeviceFault::Count { count, allowed }) }
        }
        Extent::Distributed { nodes, per_node } => {
            let spread = rules.distributed(room)?;
            if !spread.per_node.contains(per_node) {
                return Err(DeviceFault::PerNode { per_node, allowed: spread.per_node });
            }
            let most = spread.most_nodes(per_node);
            if (1..=most).contains(&nodes) { Ok(()) } else { Err(DeviceFault::Nodes { nodes, most }) }
        }
    }
}
