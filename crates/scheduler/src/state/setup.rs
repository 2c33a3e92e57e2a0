//! From a cluster to the state, and changes of nodes.

use super::node::{BankState, NodeState};
use super::{Account, Kind, Scheduler, VcState};
use crate::error::Unknown;
use crate::model::{Cluster, Node, NodeId, Usage, Vc};
use crate::policy::Policy;
use crate::state::gate::Gate;
use fovea_domain::device::{Cards, DeviceType, Unit};
use fovea_domain::quota::real_quotas;

impl Scheduler {
    pub fn new(policy: Policy, cluster: &Cluster) -> Result<Scheduler, Unknown> {
        let mut it = Scheduler {
            policy,
            kinds: Vec::new(),
            nodes: Vec::with_capacity(cluster.nodes.len()),
            node_of: Default::default(),
            vcs: Vec::new(),
            vc_of: Default::default(),
            gates: Vec::new(),
            users: Vec::new(),
            gate_of: Default::default(),
            accounts: Vec::new(),
            account_of: Default::default(),
            shapes: Vec::new(),
            shape_of: Default::default(),
            lanes: Vec::new(),
            lane_of: Default::default(),
            idle_lanes: Vec::new(),
            entries: Vec::new(),
            free_entries: Vec::new(),
            entry_of: Default::default(),
            runs: Vec::new(),
            free_runs: Vec::new(),
        };
        let quotas = cluster.vcs.iter().flat_map(|vc| vc.quotas.iter().map(|quota| &quota.device));
        let banks = cluster.nodes.iter().flat_map(|node| node.devices.iter().map(|bank| &bank.device));
        for device in quotas.chain(banks) {
            it.add_kind(device);
        }
        for vc in &cluster.vcs {
            it.add_vc(vc)?;
        }
        for node in &cluster.nodes {
            it.add_node(node)?;
        }
        it.set_limits();
        for usage in &cluster.usage {
            it.set_usage(usage)?;
        }
        Ok(it)
    }

    fn add_kind(&mut self, device: &DeviceType) {
        if self.kind_of(device).is_none() {
            let rules = device.rules();
            let (index, device) = (Default::default(), device.clone());
            let (total, schedulable, free, soft, over, lent) = (0, 0, 0, 0, 0, 0);
            self.kinds.push(Kind { device, rules, index, total, schedulable, free, soft, over, lent });
        }
    }

    pub(crate) fn kind_of(&self, device: &DeviceType) -> Option<u16> {
        let at = self.kinds.iter().position(|kind| kind.device == *device)?;
        u16::try_from(at).ok()
    }

    fn add_vc(&mut self, vc: &Vc) -> Result<(), Unknown> {
        let place = self.vcs.len() as u32;
        if self.vc_of.insert(vc.id, place).is_some() {
            return Err(Unknown::VcTwice(vc.id));
        }
        self.vcs.push(VcState {
            id: vc.id,
            quotas: vc.quotas.clone(),
            longest_run_ms: vc.longest_run_ms,
            lends: vc.lends,
            borrows: vc.borrows,
            weight: vc.weight.max(1),
        });
        self.gates.extend(self.kinds.iter().map(|_| Gate::default()));
        Ok(())
    }

    fn add_node(&mut self, node: &Node) -> Result<(), Unknown> {
        let place = self.nodes.len() as u32;
        if self.node_of.insert(node.id, place).is_some() {
            return Err(Unknown::NodeTwice(node.id));
        }
        let mut banks = Vec::new();
        for (kind, at) in self.kinds.iter_mut().zip(0u16..) {
            let found = node.devices.iter().filter(|bank| bank.device == kind.device);
            let all = found.fold(Cards::NONE, |all, bank| all.with(bank.cards));
            let count = if kind.rules.unit() == Unit::Core { node.cores } else { all.count() };
            if count > 0 {
                let all = if kind.rules.unit() == Unit::Core { Cards::NONE } else { all };
                banks.push(BankState { kind: at, all, free: all });
                kind.total += count;
                if node.schedulable {
                    kind.schedulable += count;
                    kind.free += count;
                }
            }
        }
        self.nodes.push(NodeState {
            id: node.id,
            schedulable: node.schedulable,
            cores: node.cores,
            memory: node.memory_mib,
            free_cores: node.cores,
            free_memory: node.memory_mib,
            banks,
            runs: Vec::new(),
            soft: 0,
            kept: None,
        });
        self.show(place);
        Ok(())
    }

    /// What each virtual cluster may use of the devices that can be used now, or that jobs still have on closed nodes: those
    /// count in its quota, too.
    pub(super) fn set_limits(&mut self) {
        for kind in 0..self.kinds.len() as u16 {
            let closed = (0..self.nodes.len() as u32).filter(|at| !self.nodes[*at as usize].schedulable);
            let held = closed.map(|at| self.devices(at, kind)).map(|(free, all)| all - free).sum::<u32>();
            let Kind { device, schedulable, .. } = &self.kinds[usize::from(kind)];
            let of = |vc: &VcState| vc.quotas.iter().find(|q| q.device == *device).map_or(0, |q| q.quota);
            let quotas: Vec<u32> = self.vcs.iter().map(of).collect();
            let real = real_quotas(&quotas, schedulable.saturating_add(held));
            for (vc, limit) in (0..self.vcs.len() as u32).zip(real) {
                let gate = self.vc_gate(vc, kind);
                self.gates[gate].limit = limit;
            }
        }
    }

    /// A node comes back, or takes no more jobs.
    pub fn set_schedulable(&mut self, node: NodeId, schedulable: bool) -> Result<(), Unknown> {
        let place = self.node_place(node)?;
        if self.nodes[place as usize].schedulable == schedulable {
            return Ok(());
        }
        self.hide(place);
        self.nodes[place as usize].schedulable = schedulable;
        self.show(place);
        for at in 0..self.kinds.len() as u16 {
            let (free, all) = self.devices(place, at);
            let has = self.nodes[place as usize].bank(at).is_some();
            let kind = &mut self.kinds[usize::from(at)];
            match (has, schedulable) {
                (false, _) => {}
                (true, true) => (kind.free, kind.schedulable) = (kind.free + free, kind.schedulable + all),
                (true, false) => (kind.free, kind.schedulable) = (kind.free - free, kind.schedulable - all),
            }
        }
        self.set_limits();
        Ok(())
    }

    pub(crate) fn node_place(&self, node: NodeId) -> Result<u32, Unknown> {
        self.node_of.get(&node).copied().ok_or(Unknown::Node(node))
    }

    fn set_usage(&mut self, usage: &Usage) -> Result<(), Unknown> {
        let vc = self.vc_of.get(&usage.vc).copied().ok_or(Unknown::Vc(usage.vc))?;
        let account = self.account(vc, usage.user);
        let account = &mut self.accounts[account as usize];
        (account.device_ms, account.at_ms) = (usage.device_ms, usage.at_ms);
        Ok(())
    }

    pub(super) fn account(&mut self, vc: u32, user: crate::model::UserId) -> u32 {
        *self.account_of.entry((vc, user)).or_insert_with(|| {
            self.accounts.push(Account { vc, device_ms: 0.0, at_ms: 0, holds: 0 });
            self.accounts.len() as u32 - 1
        })
    }
}
