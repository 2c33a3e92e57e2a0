//! All that the scheduler knows, kept ready for the next round: every change costs in proportion to itself, not to the
//! cluster or the queue.

pub mod gate;
mod jobs;
pub mod lane;
pub mod node;
mod sanity;
mod setup;
mod share;

pub use sanity::Broken;

use crate::error::Unknown;
use crate::hash::Map;
use crate::model::{Job, JobId, NodeId, Seat, UserId, VcId};
use crate::policy::{Order, Policy};
use crate::why::Reason;
use fovea_domain::device::{Cards, DeviceRules, DeviceType, Unit};
use fovea_domain::quota::Quota;
use gate::Gate;
use lane::{Lane, LaneKey};
use node::{Ask, Index, NodeState};

#[derive(Clone)]
pub struct Scheduler {
    pub(crate) policy: Policy,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) nodes: Vec<NodeState>,
    node_of: Map<NodeId, u32>,
    pub(crate) vcs: Vec<VcState>,
    pub(crate) vc_of: Map<VcId, u32>,
    /// First those of virtual clusters, one a type of device each; then those of users.
    pub(crate) gates: Vec<Gate>,
    pub(crate) users: Vec<UserGate>,
    gate_of: Map<(u32, u16, UserId), u32>,
    pub(crate) accounts: Vec<Account>,
    account_of: Map<(u32, UserId), u32>,
    pub(crate) shapes: Vec<Shape>,
    shape_of: Map<ShapeKey, u32>,
    pub(crate) lanes: Vec<Lane>,
    lane_of: Map<LaneKey, u32>,
    idle_lanes: Vec<u32>,
    pub(crate) entries: Vec<Option<Entry>>,
    free_entries: Vec<u32>,
    entry_of: Map<JobId, u32>,
    pub(crate) runs: Vec<Option<Run>>,
    free_runs: Vec<u32>,
}

/// A type of device.
#[derive(Clone)]
pub struct Kind {
    pub device: DeviceType,
    pub rules: &'static dyn DeviceRules,
    pub index: Index,
    /// Devices of all nodes, and of those that take jobs.
    pub total: u32,
    pub schedulable: u32,
    /// Free ones of nodes that take jobs.
    pub free: u32,
    /// Runs that can be made to leave.
    pub soft: u32,
    /// Devices beyond the quotas of virtual clusters, and idle ones that are lent. Of the last round.
    pub over: u64,
    pub lent: u64,
}

#[derive(Debug, Clone)]
pub struct VcState {
    pub id: VcId,
    pub quotas: Vec<Quota>,
    pub longest_run_ms: Option<u64>,
    pub lends: bool,
    pub borrows: bool,
    pub weight: u32,
}

/// Whose the gate of a user is.
#[derive(Debug, Clone, Copy)]
pub struct UserGate {
    pub vc: u32,
    pub kind: u16,
    pub account: u32,
}

/// What a user used of late, in all types of device of a virtual cluster.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    pub vc: u32,
    pub device_ms: f64,
    pub at_ms: u64,
    pub holds: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ShapeKey {
    kind: u16,
    nodes: u32,
    per_node: u32,
    cores: u32,
    memory: u64,
}

/// What many jobs ask for alike.
#[derive(Clone, Copy)]
pub struct Shape {
    pub ask: Ask,
    pub nodes: u32,
    /// Devices in all.
    pub need: u32,
    /// Within a round: a run with this end or a later one finds no place, and why.
    pub fails_from: Option<(u64, Reason)>,
    /// Within a round: making room for it was tried in vain.
    pub no_room: bool,
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub job: Job,
    pub shape: u32,
    pub gate: u32,
    pub firm: bool,
    /// The end of time for none.
    pub limit: u64,
    pub turn: i64,
    pub at: At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Lane(u32),
    Run(u32),
}

#[derive(Debug, Clone)]
pub struct Run {
    pub entry: u32,
    pub shape: u32,
    pub seats: Vec<(u32, Cards)>,
    pub since: u64,
    /// When it ends at the latest; the end of time where nobody knows.
    pub end: u64,
    pub leaving: Option<u64>,
    pub firm: bool,
}

impl Run {
    /// A run that can still be made to leave.
    pub fn is_soft(&self) -> bool {
        !self.firm && self.leaving.is_none()
    }
}

impl Scheduler {
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    pub fn waiting(&self) -> usize {
        self.lanes.iter().map(Lane::len).sum()
    }

    pub fn running(&self) -> usize {
        self.runs.len() - self.free_runs.len()
    }

    pub(crate) fn vc_gate(&self, vc: u32, kind: u16) -> usize {
        vc as usize * self.kinds.len() + usize::from(kind)
    }

    pub(crate) fn gate_of_user(&self, vc: u32, kind: u16, user: UserId) -> Option<u32> {
        self.gate_of.get(&(vc, kind, user)).copied()
    }

    pub(crate) fn user_gate(&self, gate: u32) -> UserGate {
        self.users[gate as usize - self.vcs.len() * self.kinds.len()]
    }

    pub(crate) fn entry_place(&self, job: JobId) -> Result<u32, Unknown> {
        self.entry_of.get(&job).copied().ok_or(Unknown::Job(job))
    }

    pub(crate) fn entry(&self, at: u32) -> &Entry {
        match &self.entries[at as usize] {
            Some(entry) => entry,
            None => unreachable!("places of entries come from maps that lose them with the entry"),
        }
    }

    pub(crate) fn run(&self, at: u32) -> &Run {
        match &self.runs[at as usize] {
            Some(run) => run,
            None => unreachable!("places of runs come from lists that lose them with the run"),
        }
    }

    pub(crate) fn job_of(&self, run: u32) -> JobId {
        self.entry(self.run(run).entry).job.id
    }

    /// Of a job that may or may not run.
    pub(crate) fn run_of(&self, job: JobId) -> Option<u32> {
        match self.entry(self.entry_place(job).ok()?).at {
            At::Run(run) => Some(run),
            At::Lane(_) => None,
        }
    }

    pub(crate) fn turn(&self, job: &Job, firm: bool) -> i64 {
        let came = i64::try_from(job.submitted_ms).unwrap_or(i64::MAX);
        match self.policy.order {
            Order::Arrival | Order::Shortest => came,
            Order::Aged | Order::FairShare => {
                let later = if firm { 0 } else { self.policy.preemptible_later_ms };
                let ahead = u64::from(job.priority).saturating_mul(self.policy.ageing_ms);
                came.saturating_add_unsigned(later).saturating_sub_unsigned(ahead)
            }
        }
    }

    pub(crate) fn is_firm(&self, job: &Job) -> bool {
        !job.preemptible || job.preempted >= self.policy.most_preemptions || !self.policy.preemption
    }

    /// Puts a node into the indexes of its kinds, where it takes jobs and nothing is kept on it.
    pub(crate) fn show(&mut self, node: u32) {
        self.in_indexes(node, Index::insert);
    }

    /// Takes it out, before anything of it changes.
    pub(crate) fn hide(&mut self, node: u32) {
        self.in_indexes(node, Index::remove);
    }

    fn in_indexes(&mut self, node: u32, act: impl Fn(&mut Index, u64, u32, u32)) {
        let state = &self.nodes[node as usize];
        if !state.schedulable || state.kept.is_some() {
            return;
        }
        for bank in &state.banks {
            let kind = &mut self.kinds[usize::from(bank.kind)];
            act(&mut kind.index, kind.rules.signature(bank.free), state.free_cores, node);
        }
    }

    /// Devices of a kind on a node: free and all.
    pub(crate) fn devices(&self, node: u32, kind: u16) -> (u32, u32) {
        let state = &self.nodes[node as usize];
        match self.kinds[usize::from(kind)].rules.unit() {
            Unit::Core => (state.free_cores, state.cores),
            Unit::Card => state.bank(kind).map_or((0, 0), |bank| (bank.free.count(), bank.all.count())),
        }
    }

    pub(crate) fn seats(&self, seats: &[(u32, Cards)]) -> Vec<Seat> {
        seats.iter().map(|&(node, cards)| Seat { node: self.nodes[node as usize].id, cards }).collect()
    }
}
