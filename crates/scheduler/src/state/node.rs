//! Nodes: what is free on each, and an index by what is free.

use crate::model::NodeId;
use fovea_domain::device::{Cards, DeviceRules};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeState {
    pub id: NodeId,
    pub schedulable: bool,
    pub cores: u32,
    pub memory: u64,
    pub free_cores: u32,
    pub free_memory: u64,
    /// Cards by kind; of the kind that counts cores an empty bank.
    pub banks: Vec<BankState>,
    /// Runs with a seat here.
    pub runs: Vec<u32>,
    /// Of these, how many may be made to leave.
    pub soft: u32,
    /// Within a round: what is kept for a job that waits. Such a node is not in the index.
    pub kept: Option<Kept>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankState {
    pub kind: u16,
    pub all: Cards,
    pub free: Cards,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Of which kind the cards are.
    pub kind: u16,
    pub cards: Cards,
    /// Who starts now and stays on after `until` may use no more than this.
    pub spare_cores: u32,
    pub spare_memory: u64,
    /// When the job is to start; the end of time where nobody knows.
    pub until: u64,
}

impl NodeState {
    pub fn bank(&self, kind: u16) -> Option<&BankState> {
        self.banks.iter().find(|bank| bank.kind == kind)
    }

    /// What a run that ends then may use: cards, cores, memory.
    pub fn open_to(&self, kind: u16, end: u64) -> (Cards, u32, u64) {
        let free = self.bank(kind).map_or(Cards::NONE, |bank| bank.free);
        match self.kept {
            Some(kept) if kept.until == u64::MAX || end > kept.until => {
                let cards = if kept.kind == kind { free.without(kept.cards) } else { free };
                (cards, self.free_cores.min(kept.spare_cores), self.free_memory.min(kept.spare_memory))
            }
            _ => (free, self.free_cores, self.free_memory),
        }
    }

    pub fn take(&mut self, kind: u16, cards: Cards, cores: u32, memory: u64) {
        self.free_cores -= cores;
        self.free_memory -= memory;
        if let Some(bank) = self.banks.iter_mut().find(|bank| bank.kind == kind) {
            bank.free = bank.free.without(cards);
        }
    }

    pub fn give(&mut self, kind: u16, cards: Cards, cores: u32, memory: u64) {
        self.free_cores += cores;
        self.free_memory += memory;
        if let Some(bank) = self.banks.iter_mut().find(|bank| bank.kind == kind) {
            bank.free = bank.free.with(cards);
        }
    }
}

/// Nodes of one kind that take jobs, by the signature of their free cards, then by free cores.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    classes: BTreeMap<u64, Class>,
}

/// Free cores and node.
type Class = BTreeSet<(u32, u32)>;

impl Index {
    pub fn insert(&mut self, signature: u64, cores: u32, node: u32) {
        self.classes.entry(signature).or_default().insert((cores, node));
    }

    pub fn remove(&mut self, signature: u64, cores: u32, node: u32) {
        if let Some(class) = self.classes.get_mut(&signature) {
            class.remove(&(cores, node));
            if class.is_empty() {
                self.classes.remove(&signature);
            }
        }
    }

    /// Looks for `wanted` nodes, those first that are spoilt least, and tells each with the cards on it.
    pub fn find(&self, nodes: &[NodeState], ask: &Ask, wanted: usize, found: &mut Vec<(u32, Cards)>) {
        let mut classes: Vec<(u32, Cards, &Class)> = Vec::new();
        for class in self.classes.values() {
            let Some(&(_, first)) = class.first() else { continue };
            let free = nodes[first as usize].bank(ask.kind).map_or(Cards::NONE, |bank| bank.free);
            if ask.rules.pick(free, ask.cards).is_some() {
                classes.push((ask.rules.strain(free, ask.cards), free, class));
            }
        }
        classes.sort_by_key(|&(strain, free, _)| (strain, free));
        for (_, _, class) in classes {
            for &(_, node) in class.range((ask.cores, 0)..) {
                let state = &nodes[node as usize];
                if state.free_memory < ask.memory {
                    continue;
                }
                let free = state.bank(ask.kind).map_or(Cards::NONE, |bank| bank.free);
                found.extend(ask.rules.pick(free, ask.cards).map(|cards| (node, cards)));
                if found.len() == wanted {
                    return;
                }
            }
        }
    }
}

/// What is wanted of each node.
#[derive(Clone, Copy)]
pub struct Ask {
    pub kind: u16,
    pub rules: &'static dyn DeviceRules,
    pub cards: u32,
    pub cores: u32,
    pub memory: u64,
}

impl Ask {
    pub fn fits(&self, (free, cores, memory): (Cards, u32, u64)) -> Option<Cards> {
        if cores < self.cores || memory < self.memory {
            return None;
        }
        self.rules.pick(free, self.cards)
    }
}
