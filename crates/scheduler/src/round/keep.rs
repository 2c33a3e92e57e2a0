//! Keeping nodes for a job that waits.

use super::{Asker, Round};
use crate::state::Scheduler;
use crate::state::node::{Ask, Kept};
use fovea_domain::device::Cards;
use std::collections::BinaryHeap;

/// When a run ends, and which.
type End = (u64, u32);

/// What a node will have.
#[derive(Clone, Copy)]
pub(super) struct Then {
    pub cards: Cards,
    pub cores: u32,
    pub memory: u64,
}

impl Scheduler {
    /// What is free on a node now, of the kind.
    pub(super) fn now_on(&self, node: u32, kind: u16) -> Then {
        let state = &self.nodes[node as usize];
        let cards = state.bank(kind).map_or(Cards::NONE, |bank| bank.free);
        Then { cards, cores: state.free_cores, memory: state.free_memory }
    }

    /// Adds what a run gives back on a node.
    pub(super) fn give_back(&self, then: &mut Then, run: u32, node: u32, kind: u16) {
        let run = self.run(run);
        let ask = &self.shapes[run.shape as usize].ask;
        then.cores += ask.cores;
        then.memory += ask.memory;
        if ask.kind == kind {
            let seat = run.seats.iter().find(|seat| seat.0 == node);
            then.cards = then.cards.with(seat.map_or(Cards::NONE, |seat| seat.1));
        }
    }

    /// Keeps what the job will take of a node. Until then others may use all; who stays longer only what is beyond.
    pub(super) fn keep(&mut self, round: &mut Round, node: u32, ask: &Ask, then: Then, until: u64) {
        let Some(cards) = ask.fits((then.cards, then.cores, then.memory)) else { return };
        self.hide(node);
        let state = &mut self.nodes[node as usize];
        state.kept = Some(Kept {
            kind: ask.kind,
            cards,
            spare_cores: then.cores - ask.cores,
            spare_memory: then.memory - ask.memory,
            until,
        });
        for bank in &state.banks {
            round.kinds[usize::from(bank.kind)].kept.push(node);
        }
    }

    /// Reserves the earliest moment at which all nodes of the job are free, as far as limits tell. Where they do not,
    /// the nodes that come nearest are kept once it waited long enough. Nothing is kept for one that cannot start at that
    /// moment yet. Tells the moment.
    pub(super) fn reserve(&mut self, round: &mut Round, asker: &Asker, not_before: u64) -> Option<u64> {
        let ask = self.shapes[asker.key.shape as usize].ask;
        let mut ends = Vec::new();
        let found = self.earliest(round, asker, not_before, &mut ends)?;
        let until = found.last()?.0;
        if until < not_before || (until == u64::MAX && self.waited(round, asker) < self.policy.patience_ms) {
            return None;
        }
        for (_, node) in found {
            if let Some((_, then)) = self.free_from(node, &ask, round.now, None, &mut ends) {
                self.keep(round, node, &ask, then, until);
            }
        }
        Some(until)
    }

    /// The nodes that are free for it first, each with the moment, by that; `None` where there are too few. Looks no
    /// further where they are free now, or before the job can start.
    fn earliest(
        &self,
        round: &Round,
        asker: &Asker,
        not_before: u64,
        ends: &mut Vec<End>,
    ) -> Option<Vec<(u64, u32)>> {
        let shape = self.shapes[asker.key.shape as usize];
        let wanted = shape.nodes as usize;
        // The last of them is the first to go.
        let mut found: BinaryHeap<(u64, u32)> = BinaryHeap::new();
        for (state, node) in self.nodes.iter().zip(0u32..) {
            let last = found.peek().filter(|_| found.len() >= wanted).map(|&(from, _)| from);
            if last.is_some_and(|last| last < not_before || last <= round.now) {
                break;
            }
            if !state.schedulable || state.kept.is_some() || state.bank(asker.kind).is_none() {
                continue;
            }
            if let Some((from, _)) = self.free_from(node, &shape.ask, round.now, last, ends) {
                found.push((from, node));
                if found.len() > wanted {
                    found.pop();
                }
            }
        }
        (found.len() == wanted).then(|| found.into_sorted_vec())
    }

    /// From when on a node could serve the job, and what it has free then; `None` where it cannot before `last`.
    fn free_from(
        &self,
        node: u32,
        ask: &Ask,
        now: u64,
        last: Option<u64>,
        ends: &mut Vec<End>,
    ) -> Option<(u64, Then)> {
        let mut then = self.now_on(node, ask.kind);
        if ask.fits((then.cards, then.cores, then.memory)).is_some() {
            return Some((now, then));
        }
        // One that is past its limit is about to end.
        let from = |end: u64| end.max(now.saturating_add(1));
        ends.clear();
        let runs = self.nodes[node as usize].runs.iter().map(|&run| (self.run(run).end, run));
        ends.extend(runs.filter(|&(end, _)| last.is_none_or(|last| from(end) < last)));
        ends.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.job_of(a.1).cmp(&self.job_of(b.1))));
        for &(end, run) in ends.iter() {
            self.give_back(&mut then, run, node, ask.kind);
            if ask.fits((then.cards, then.cores, then.memory)).is_some() {
                return Some((from(end), then));
            }
        }
        None
    }
}
