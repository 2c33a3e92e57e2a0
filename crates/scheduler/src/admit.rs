//! What can never start is refused when it is submitted.

use crate::error::NeverFits;
use crate::model::{Job, UserId, VcId};
use crate::state::Scheduler;
use fovea_domain::device::{self, Cards, DeviceType, Room, Unit};

impl Scheduler {
    /// Whether a job could ever start, were nobody else there and every node up.
    pub fn admit(&self, job: &Job) -> Result<(), NeverFits> {
        self.within_quotas(job)?;
        let room = self.room(job.vc, &job.device, job.preemptible)?;
        device::check(&job.device, job.extent, &room).map_err(|fault| NeverFits::Device { fault })?;
        self.fits_empty_nodes(job)
    }

    /// The same for jobs of another cluster's past, which may spread over nodes as our rules would not let them.
    pub fn could_run(&self, job: &Job) -> Result<(), NeverFits> {
        self.within_quotas(job)?;
        self.fits_empty_nodes(job)
    }

    fn within_quotas(&self, job: &Job) -> Result<(), NeverFits> {
        let vc = self.vc_of.get(&job.vc).copied().ok_or(NeverFits::UnknownVc)?;
        if self.kind_of(&job.device).is_none_or(|kind| self.kinds[usize::from(kind)].total == 0) {
            return Err(NeverFits::NotInCluster { device: job.device.clone() });
        }
        let own = self.vcs[vc as usize].quotas.iter().find(|quota| quota.device == job.device);
        let Some(own) = own else { return Err(NeverFits::NotInVc { device: job.device.clone() }) };
        let need = job.extent.total();
        if need > own.per_user {
            return Err(NeverFits::UserQuota { need, limit: own.per_user });
        }
        let quota = self.within_reach(vc, &job.device, job.preemptible);
        if need > quota { Err(NeverFits::VcQuota { need, quota }) } else { Ok(()) }
    }

    fn fits_empty_nodes(&self, job: &Job) -> Result<(), NeverFits> {
        let Some(kind) = self.kind_of(&job.device) else {
            return Err(NeverFits::NotInCluster { device: job.device.clone() });
        };
        let rules = job.device.rules();
        let cards = if rules.unit() == Unit::Core { 0 } else { job.extent.per_node() };
        let (cores, memory_mib, nodes) = (job.cores_per_node(), job.memory_mib, job.extent.nodes());
        let could = self.nodes.iter().filter(|node| {
            let all = node.bank(kind).map(|bank| bank.all);
            node.cores >= cores
                && node.memory >= memory_mib
                && all.is_some_and(|all| rules.pick(all, cards).is_some())
        });
        let found = could.take(nodes as usize).count() as u32;
        if found == nodes { Ok(()) } else { Err(NeverFits::Node { nodes, cores, memory_mib, found }) }
    }

    /// What the virtual cluster may use of a type at most: its quota, and for jobs that borrow what all others lend.
    fn within_reach(&self, vc: u32, device: &DeviceType, borrows: bool) -> u32 {
        let of = |at: usize| {
            let quotas = &self.vcs[at].quotas;
            quotas.iter().find(|quota| quota.device == *device).map_or(0, |quota| quota.quota)
        };
        let own = of(vc as usize);
        if !(borrows && self.policy.borrowing && self.vcs[vc as usize].borrows) {
            return own;
        }
        let lenders = (0..self.vcs.len()).filter(|&at| at != vc as usize && self.vcs[at].lends);
        lenders.map(of).fold(own, u32::saturating_add)
    }

    /// What the device rules need to know, for a user of a virtual cluster.
    pub fn room(&self, vc: VcId, device: &DeviceType, borrows: bool) -> Result<Room, NeverFits> {
        let vc = self.vc_of.get(&vc).copied().ok_or(NeverFits::UnknownVc)?;
        let not_in_cluster = || NeverFits::NotInCluster { device: device.clone() };
        let kind = self.kind_of(device).ok_or_else(not_in_cluster)?;
        let quotas = &self.vcs[vc as usize].quotas;
        let quota = quotas.iter().find(|quota| quota.device == *device);
        let quota = quota.ok_or_else(|| NeverFits::NotInVc { device: device.clone() })?;
        let counts = (0..self.nodes.len() as u32).map(|node| self.devices(node, kind).1);
        let mut room = Room { quota: 0, largest: 0, nodes: 0, whole_nodes: 0 };
        room.quota = quota.per_user.min(self.within_reach(vc, device, borrows));
        for count in counts.filter(|&count| count > 0) {
            room.nodes += 1;
            match count.cmp(&room.largest) {
                std::cmp::Ordering::Greater => (room.largest, room.whole_nodes) = (count, 1),
                std::cmp::Ordering::Equal => room.whole_nodes += 1,
                std::cmp::Ordering::Less => {}
            }
        }
        if room.largest == 0 { Err(not_in_cluster()) } else { Ok(room) }
    }

    /// What a user may ask for and what of it is there now, for the form.
    pub fn limits(
        &self,
        vc: VcId,
        user: UserId,
        device: &DeviceType,
        borrows: bool,
    ) -> Result<Limits, NeverFits> {
        let room = self.room(vc, device, borrows)?;
        let place = self.vc_of.get(&vc).copied().ok_or(NeverFits::UnknownVc)?;
        let kind = self.kind_of(device).ok_or_else(|| NeverFits::NotInCluster { device: device.clone() })?;
        let gate = &self.gates[self.vc_gate(place, kind)];
        let rules = device.rules();
        let offer = device::offer(device, &room);
        let used_by_user =
            self.gate_of_user(place, kind, user).map_or(0, |gate| self.gates[gate as usize].used);
        let schedulable = self.nodes.iter().zip(0u32..).filter(|(node, _)| node.schedulable);
        let mut most_on_one = 0;
        let mut whole_nodes_free = 0;
        for (node, at) in schedulable {
            let Some(bank) = node.bank(kind) else { continue };
            let (free, all) = self.devices(at, kind);
            whole_nodes_free += u32::from(all == room.largest && free == all);
            let fits = |count: u32| match rules.unit() {
                Unit::Core => count <= free,
                Unit::Card => rules.pick(bank.free, count).is_some(),
            };
            let better = (most_on_one + 1..=free).rev().find(|&n| offer.regular.contains(n) && fits(n));
            most_on_one = better.unwrap_or(most_on_one);
        }
        let left_to_user = room.quota.saturating_sub(used_by_user);
        let left_to_vc = gate.limit.saturating_sub(gate.used);
        Ok(Limits {
            room,
            offer,
            quota: gate.limit,
            left_to_vc,
            left_to_user,
            free: self.kinds[usize::from(kind)].free,
            most_on_one: most_on_one.min(left_to_user).min(left_to_vc),
            whole_nodes_free,
        })
    }

    /// What would become of a job if it were submitted now: it starts, it waits and why, or it never can. Changes
    /// nothing.
    pub fn outlook(&self, job: &Job, now: u64) -> Result<Outlook, NeverFits> {
        self.admit(job)?;
        let mut trial = self.clone();
        if trial.submit(job.clone()).is_err() {
            return Err(NeverFits::UnknownVc);
        }
        let plan = trial.round(now);
        if plan.starts.iter().any(|start| start.job == job.id) {
            return Ok(Outlook::StartsNow);
        }
        match trial.why(job.id, now) {
            Ok(why) => Ok(Outlook::Waits(why)),
            Err(_) => Ok(Outlook::StartsNow),
        }
    }

    /// Of a kind on empty nodes, to tell closed nodes from full ones.
    pub(crate) fn fits_open_nodes(&self, shape: &crate::state::Shape, empty: bool) -> bool {
        let open = self.nodes.iter().filter(|node| {
            let bank = node.bank(shape.ask.kind);
            let cards = bank.map_or(Cards::NONE, |bank| if empty { bank.all } else { bank.free });
            let (cores, memory) = if empty { (node.cores, node.memory) } else { (u32::MAX, u64::MAX) };
            node.schedulable && bank.is_some() && shape.ask.fits((cards, cores, memory)).is_some()
        });
        open.take(shape.nodes as usize).count() == shape.nodes as usize
    }
}

/// What the form shows beside its fields.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Limits {
    pub room: Room,
    pub offer: device::Offer,
    /// What the virtual cluster may use with the nodes that are up.
    pub quota: u32,
    pub left_to_vc: u32,
    pub left_to_user: u32,
    /// Free devices of nodes that take jobs.
    pub free: u32,
    /// Most that a job on one node could ask for and have now.
    pub most_on_one: u32,
    /// Empty nodes of the largest size.
    pub whole_nodes_free: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outlook {
    StartsNow,
    Waits(crate::why::Why),
}
