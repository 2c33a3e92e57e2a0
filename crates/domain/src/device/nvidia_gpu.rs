//! `nvidia_gpu_amd64` and its models: any number of one node, or whole nodes.

use super::{Cards, Counts, DeviceFault, DeviceRules, Room, Spread};

pub struct NvidiaGpu;

impl DeviceRules for NvidiaGpu {
    fn base(&self) -> &'static str {
        "nvidia_gpu_amd64"
    }

    fn has_models(&self) -> bool {
        true
    }

    /// Any number, at most the quota and the largest node. With 0 a job sees no GPU and runs on the processor.
    fn regular(&self, room: &Room) -> Counts {
        Counts::Range { least: 0, most: room.quota.min(room.largest) }
    }

    /// Whole nodes, for those whose quota is above what the largest node has: others are served by one node.
    fn distributed(&self, room: &Room) -> Result<Spread, DeviceFault> {
        if room.largest == 0 {
            return Err(DeviceFault::NoWholeNode { per_node: 1 });
        }
        if room.quota <= room.largest {
            return Err(DeviceFault::QuotaForDistributed { quota: room.quota, least: room.largest + 1 });
        }
        Ok(Spread { per_node: Counts::OneOf(vec![room.largest]), quota: room.quota, nodes: room.whole_nodes })
    }

    fn visible(&self, cards: Cards) -> Option<(&'static str, String)> {
        Some(("CUDA_VISIBLE_DEVICES", cards.list()))
    }
}
