//! Walks through everything and compares: for tests after each step.

use super::gate::Gate;
use super::node::Index;
use super::{At, Scheduler};
use fovea_domain::device::Unit;

/// What does not agree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the scheduler's state contradicts itself: {0}")]
pub struct Broken(&'static str);

impl Scheduler {
    /// Counts anew what is kept counted, and looks for devices that are given twice.
    pub fn sanity(&self) -> Result<(), Broken> {
        self.sane_nodes()?;
        self.sane_gates()?;
        self.sane_index()?;
        self.sane_lanes()
    }

    fn sane_nodes(&self) -> Result<(), Broken> {
        let mut empty = self.nodes.clone();
        for node in &mut empty {
            (node.free_cores, node.free_memory, node.soft, node.runs) =
                (node.cores, node.memory, 0, Vec::new());
            node.banks.iter_mut().for_each(|bank| bank.free = bank.all);
        }
        for (run, at) in
            self.runs.iter().zip(0u32..).filter_map(|(run, at)| run.as_ref().map(|run| (run, at)))
        {
            let shape = self.shapes[self.entry(run.entry).shape as usize];
            if run.seats.len() != shape.nodes as usize {
                return Err(Broken("a job has not all of its nodes"));
            }
            for &(node, cards) in &run.seats {
                let node = &mut empty[node as usize];
                if node.runs.contains(&at) {
                    return Err(Broken("a job has a node twice"));
                }
                if cards.count() != shape.ask.cards
                    || node.bank(shape.ask.kind).is_none_or(|b| !b.free.holds(cards))
                {
                    return Err(Broken("a card is given twice, or another number than was asked for"));
                }
                if node.free_cores < shape.ask.cores || node.free_memory < shape.ask.memory {
                    return Err(Broken("cores or memory are given twice"));
                }
                node.take(shape.ask.kind, cards, shape.ask.cores, shape.ask.memory);
                node.runs.push(at);
                node.soft += u32::from(!run.firm);
            }
        }
        for (counted, kept) in empty.iter_mut().zip(&self.nodes) {
            counted.runs.sort_unstable();
            let mut runs = kept.runs.clone();
            runs.sort_unstable();
            if kept.kept.is_some() || counted.runs != runs || counted.soft != kept.soft {
                return Err(Broken("a node does not know its jobs"));
            }
            if (counted.free_cores, counted.free_memory) != (kept.free_cores, kept.free_memory)
                || counted.banks != kept.banks
            {
                return Err(Broken("a node has other devices free than its jobs leave"));
            }
        }
        Ok(())
    }

    fn sane_gates(&self) -> Result<(), Broken> {
        let mut counted: Vec<Gate> = self.gates.iter().map(|gate| Gate::new(gate.limit)).collect();
        let mut holds = vec![0; self.accounts.len()];
        for (run, at) in
            self.runs.iter().zip(0u32..).filter_map(|(run, at)| run.as_ref().map(|run| (run, at)))
        {
            let entry = self.entry(run.entry);
            if entry.at != At::Run(at) {
                return Err(Broken("a job does not know that it runs"));
            }
            let shape = self.shapes[entry.shape as usize];
            let user = self.user_gate(entry.gate);
            holds[user.account as usize] += shape.need;
            for gate in [entry.gate as usize, self.vc_gate(user.vc, shape.ask.kind)] {
                let gate = &mut counted[gate];
                gate.used += shape.need;
                gate.firm += if run.firm { shape.need } else { 0 };
                gate.leaving += if run.leaving.is_some() && !run.firm { shape.need } else { 0 };
                gate.ends.insert((run.end, entry.job.id, shape.need, run.firm));
            }
        }
        if counted != self.gates {
            return Err(Broken("quotas are counted otherwise than they are used"));
        }
        match self.accounts.iter().zip(holds).all(|(account, holds)| account.holds == holds) {
            true => Ok(()),
            false => Err(Broken("a user holds another number of devices than counted")),
        }
    }

    fn sane_index(&self) -> Result<(), Broken> {
        for (kind, at) in self.kinds.iter().zip(0u16..) {
            let mut index = Index::default();
            let (mut free, mut schedulable, mut total) = (0, 0, 0);
            for (node, place) in self.nodes.iter().zip(0u32..) {
                let Some(bank) = node.bank(at) else { continue };
                let (open, all) = self.devices(place, at);
                total += all;
                if node.schedulable {
                    index.insert(kind.rules.signature(bank.free), node.free_cores, place);
                    (free, schedulable) = (free + open, schedulable + all);
                }
            }
            if index != kind.index {
                return Err(Broken("the index of nodes is not as the nodes are"));
            }
            if (free, schedulable, total) != (kind.free, kind.schedulable, kind.total) {
                return Err(Broken("devices of a type are counted otherwise than they are there"));
            }
            let soft = self.runs.iter().flatten().filter(|run| !run.firm);
            let soft = soft.filter(|run| self.shapes[self.entry(run.entry).shape as usize].ask.kind == at);
            if soft.count() != kind.soft as usize || (kind.rules.unit() == Unit::Core && free > total) {
                return Err(Broken("preemptible jobs are counted otherwise than they run"));
            }
        }
        Ok(())
    }

    fn sane_lanes(&self) -> Result<(), Broken> {
        let waiting = self.entries.iter().flatten().filter(|entry| matches!(entry.at, At::Lane(_))).count();
        if waiting != self.waiting() || self.entry_of.len() != self.entries.iter().flatten().count() {
            return Err(Broken("a job is in no lane, or in two"));
        }
        match self.running() == self.runs.iter().flatten().count() {
            true => Ok(()),
            false => Err(Broken("runs are counted otherwise than they are there")),
        }
    }
}
