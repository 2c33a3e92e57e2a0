//! `cpu`: cores of processors, for jobs that need no accelerator.

use super::{Counts, DeviceFault, DeviceRules, Room, Spread, Unit};

pub struct Cpu;

impl DeviceRules for Cpu {
    fn base(&self) -> &'static str {
        "cpu"
    }

    fn unit(&self) -> Unit {
        Unit::Core
    }

    /// Any number from 1, at most the quota and the largest node.
    fn regular(&self, room: &Room) -> Counts {
        Counts::Range { least: 1, most: room.quota.min(room.largest) }
    }

    /// Any number a node; parts of nodes are fine, since cores are alike.
    fn distributed(&self, room: &Room) -> Result<Spread, DeviceFault> {
        Ok(Spread { per_node: self.regular(room), quota: room.quota, nodes: room.nodes })
    }
}
