//! Keeping nodes for a job that waits.

use super::{Asker, Round};
use crate::model::JobId;
use crate::state::Scheduler;
use crate::state::node::{Ask, Kept};
use fovea_domain::device::Cards;

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
        let ask = &self.shapes[self.entry(run.entry).shape as usize].ask;
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
        let shape = self.shapes[asker.key.shape as usize];
        let wanted = shape.nodes as usize;
        let mut found: Vec<(u64, u32)> = Vec::new();
        let mut ends = Vec::new();
        for node in 0..self.nodes.len() as u32 {
            let state = &self.nodes[node as usize];
            if state.schedulable && state.kept.is_none() && state.bank(asker.kind).is_some() {
                found.extend(
                    self.free_from(node, &shape.ask, round.now, &mut ends).map(|(from, _)| (from, node)),
                );
            }
        }
        if found.len() < wanted || wanted == 0 {
            return None;
        }
        found.select_nth_unstable(wanted - 1);
        found.truncate(wanted);
        let until = found.iter().map(|&(from, _)| from).max().unwrap_or(round.now);
        let waited = self.waited(round, asker);
        if until < not_before {
            return None;
        }
        if until == u64::MAX && waited < self.policy.patience_ms {
            return None;
        }
        found.sort_unstable();
        for (_, node) in found {
            if let Some((_, then)) = self.free_from(node, &shape.ask, round.now, &mut ends) {
                self.keep(round, node, &shape.ask, then, until);
            }
        }
        Some(until)
    }

    /// From when on a node could serve the job, and what it has free then.
    fn free_from(
        &self,
        node: u32,
        ask: &Ask,
        now: u64,
        ends: &mut Vec<(u64, JobId, u32)>,
    ) -> Option<(u64, Then)> {
        let mut then = self.now_on(node, ask.kind);
        let mut from = now;
        let state = &self.nodes[node as usize];
        let mut fits = ask.fits((then.cards, then.cores, then.memory)).is_some();
        if !fits {
            ends.clear();
            ends.extend(state.runs.iter().map(|&run| (self.run(run).end, self.job_of(run), run)));
            ends.sort_unstable();
            for &(end, _, run) in ends.iter() {
                self.give_back(&mut then, run, node, ask.kind);
                // One that is past its limit is about to end.
                from = end.max(now.saturating_add(1));
                fits = ask.fits((then.cards, then.cores, then.memory)).is_some();
                if fits {
                    break;
                }
            }
        }
        fits.then_some((from, then))
    }
}
