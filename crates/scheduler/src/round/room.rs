//! Making room: which preemptible jobs leave so that another can start.

use super::keep::Then;
use super::victims::{fewest_for, fewest_on};
use super::{Asker, Round};
use crate::model::Preempt;
use crate::state::node::{Ask, NodeState};
use crate::state::{At, Scheduler};
use std::collections::BinaryHeap;

/// How often within a round room is made for jobs of one type of device; the next round goes on.
const MOST_TRIES: u32 = 32;

/// A node that could serve the job, and who would have to leave: fewest, of the least innocent, of the youngest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Offer {
    count: usize,
    /// Of virtual clusters that keep within their quota, and not of the asker's own.
    innocent: usize,
    /// How long the oldest of them runs.
    age: u64,
    node: u32,
    victims: Vec<u32>,
}

impl Scheduler {
    /// Finds nodes for the job that come free when preemptible jobs leave, tells those to, and keeps the nodes. Tells
    /// by when they are gone. A job that is not preemptible may do so, and any that keeps within the quota of its
    /// virtual cluster against those that are beyond theirs.
    pub(super) fn make_room(&mut self, round: &mut Round, asker: &Asker, deficits: [u32; 2]) -> Option<u64> {
        let kind = usize::from(asker.kind);
        let may = self.policy.preemption && (asker.key.firm || self.policy.borrowing && self.is_own(asker));
        let shape = self.shapes[asker.key.shape as usize];
        if !may || shape.no_room || round.kinds[kind].tries >= MOST_TRIES || !self.anybody_moves() {
            return None;
        }
        round.kinds[kind].tries += 1;
        if round.kinds[kind].most.is_empty() {
            round.kinds[kind].most = self.most(asker.kind);
        }
        let Some((nodes, victims)) = self.fewest(round, asker, deficits) else {
            if deficits == [0, 0] && asker.key.firm {
                self.shapes[asker.key.shape as usize].no_room = true;
            }
            return None;
        };
        Some(self.clear(round, asker, &nodes, &victims))
    }

    fn anybody_moves(&self) -> bool {
        self.kinds.iter().any(|kind| kind.soft > 0)
            || self.gates.iter().take(self.vcs.len() * self.kinds.len()).any(|gate| gate.leaving > 0)
    }

    /// What each node has if all leave who may be made to. Within a round it only becomes less.
    fn most(&self, kind: u16) -> Vec<Then> {
        let most = |(state, node): (&NodeState, u32)| {
            let mut then = self.now_on(node, kind);
            for &run in &state.runs {
                if !self.run(run).firm || self.run(run).leaving.is_some() {
                    self.give_back(&mut then, run, node, kind);
                }
            }
            then
        };
        self.nodes.iter().zip(0u32..).map(most).collect()
    }

    /// Who leaves for the quota's sake may be chosen first, and nodes then, or the other way round: what asks fewer to
    /// leave is taken.
    fn fewest(&self, round: &Round, asker: &Asker, deficits: [u32; 2]) -> Option<(Vec<u32>, Vec<u32>)> {
        let own = self.own_victims(asker, deficits, round.now, Vec::new())?;
        let (nodes, mut victims) = self.nodes_with_room(round, asker, &own)?;
        self.spare(asker, deficits, &nodes, &mut victims);
        if deficits == [0, 0] || victims.len() < 2 {
            return Some((nodes, victims));
        }
        let (others, first) = self.nodes_with_room(round, asker, &[])?;
        let mut instead = self.own_victims(asker, deficits, round.now, first)?;
        self.spare(asker, deficits, &others, &mut instead);
        if instead.len() < victims.len() { Some((others, instead)) } else { Some((nodes, victims)) }
    }

    /// Adds who of the same user and virtual cluster has to leave for the quota's sake.
    fn own_victims(
        &self,
        asker: &Asker,
        deficits: [u32; 2],
        now: u64,
        mut victims: Vec<u32>,
    ) -> Option<Vec<u32>> {
        let gates = [asker.key.gate as usize, self.vc_gate(asker.key.vc, asker.kind)];
        for (at, gate) in gates.into_iter().enumerate() {
            let given = self.given(asker, &victims)[at];
            let open = self.gates[gate].ends.iter().filter_map(|&(_, job, ..)| self.run_of(job));
            let open: Vec<_> = open
                .filter(|run| self.is_open(*run, now) && !victims.contains(run))
                .map(|run| (self.need_of(run), self.run(run).since, self.job_of(run), run))
                .collect();
            victims.extend(fewest_for(open, deficits[at].saturating_sub(given))?);
        }
        Some(victims)
    }

    /// What these give back of the quotas of the asker's user and virtual cluster.
    fn given(&self, asker: &Asker, victims: &[u32]) -> [u32; 2] {
        let mut given = [0, 0];
        for &run in victims {
            let gate = self.entry(self.run(run).entry).gate;
            let user = self.user_gate(gate);
            given[0] += if gate == asker.key.gate { self.need_of(run) } else { 0 };
            given[1] +=
                if (user.vc, user.kind) == (asker.key.vc, asker.kind) { self.need_of(run) } else { 0 };
        }
        given
    }

    pub(super) fn need_of(&self, run: u32) -> u32 {
        self.shapes[self.run(run).shape as usize].need
    }

    /// What the same round has started is not told to leave in the same breath.
    fn is_open(&self, run: u32, now: u64) -> bool {
        let run = self.run(run);
        run.is_soft() && run.since < now
    }

    /// Whether a run may be made to leave for the asker.
    fn is_victim(&self, asker: &Asker, run: u32, now: u64) -> bool {
        self.is_open(run, now) && (asker.key.firm || self.is_beyond(asker, self.run(run).entry))
    }

    /// Of another virtual cluster that has more than its quota.
    fn is_beyond(&self, asker: &Asker, entry: u32) -> bool {
        let entry = self.entry(entry);
        let (vc, kind) = (self.user_gate(entry.gate).vc, self.shapes[entry.shape as usize].ask.kind);
        vc != asker.key.vc && kind == asker.kind && self.gates[self.vc_gate(vc, kind)].over() > 0
    }

    fn nodes_with_room(&self, round: &Round, asker: &Asker, own: &[u32]) -> Option<(Vec<u32>, Vec<u32>)> {
        let shape = self.shapes[asker.key.shape as usize];
        let wanted = shape.nodes as usize;
        // The worst of them is the first to go.
        let mut offers: BinaryHeap<Offer> = BinaryHeap::new();
        for node in 0..self.nodes.len() as u32 {
            let worst = offers.peek().filter(|_| offers.len() >= wanted).map(|offer| offer.count);
            if worst == Some(0) {
                break;
            }
            let Some(offer) = self.offer(round, asker, &shape.ask, node, own, worst) else { continue };
            offers.push(offer);
            if offers.len() > wanted {
                offers.pop();
            }
        }
        if offers.len() < wanted || wanted == 0 {
            return None;
        }
        let offers = offers.into_sorted_vec();
        let mut victims = own.to_vec();
        victims.extend(offers.iter().flat_map(|offer| &offer.victims));
        victims.sort_unstable();
        victims.dedup();
        Some((offers.iter().map(|offer| offer.node).collect(), victims))
    }

    /// `None` where nobody can make room, or where more than `worst` would have to.
    fn offer(
        &self,
        round: &Round,
        asker: &Asker,
        ask: &Ask,
        node: u32,
        own: &[u32],
        worst: Option<usize>,
    ) -> Option<Offer> {
        let most = round.kinds[usize::from(asker.kind)].most[node as usize];
        let state = &self.nodes[node as usize];
        if ask.fits((most.cards, most.cores, most.memory)).is_none()
            || !state.schedulable
            || state.kept.is_some()
            || state.bank(asker.kind).is_none()
        {
            return None;
        }
        let then = self.without(node, ask, own);
        if ask.fits((then.cards, then.cores, then.memory)).is_some() {
            return Some(Offer { count: 0, innocent: 0, age: 0, node, victims: Vec::new() });
        }
        if state.soft == 0 {
            return None;
        }
        let victims = state.runs.iter().filter(|&&run| self.is_victim(asker, run, round.now));
        let mut open: Vec<u32> = victims.copied().filter(|run| !own.contains(run)).collect();
        open.sort_unstable_by(|&a, &b| {
            let by_job = || self.job_of(b).cmp(&self.job_of(a));
            self.run(b).since.cmp(&self.run(a).since).then_with(by_job)
        });
        let fits = |victims: &[u32]| {
            let mut then = then;
            for &run in victims {
                self.give_back(&mut then, run, node, ask.kind);
            }
            ask.fits((then.cards, then.cores, then.memory)).is_some()
        };
        let victims = fewest_on(&open, worst.unwrap_or(usize::MAX), fits)?;
        let innocent = victims.iter().filter(|&&run| !self.is_guilty(asker, run)).count();
        let oldest = victims.iter().map(|&run| self.run(run).since).min().unwrap_or(round.now);
        Some(Offer { count: victims.len(), innocent, age: round.now.saturating_sub(oldest), node, victims })
    }

    fn is_guilty(&self, asker: &Asker, run: u32) -> bool {
        let entry = self.run(run).entry;
        self.user_gate(self.entry(entry).gate).vc == asker.key.vc || self.is_beyond(asker, entry)
    }

    /// What a node has free once those are gone, and those that leave anyway.
    fn without(&self, node: u32, ask: &Ask, victims: &[u32]) -> Then {
        let mut then = self.now_on(node, ask.kind);
        for &run in &self.nodes[node as usize].runs {
            if self.run(run).leaving.is_some() || victims.contains(&run) {
                self.give_back(&mut then, run, node, ask.kind);
            }
        }
        then
    }

    /// Lets those stay after all who need not leave: the choice was made node by node. The oldest are asked first.
    fn spare(&self, asker: &Asker, deficits: [u32; 2], nodes: &[u32], victims: &mut Vec<u32>) {
        let ask = self.shapes[asker.key.shape as usize].ask;
        victims.sort_unstable_by_key(|&run| (self.run(run).since, self.job_of(run)));
        let enough = |left: &[u32]| {
            let given = self.given(asker, left);
            let then = |node| self.without(node, &ask, left);
            given[0] >= deficits[0]
                && given[1] >= deficits[1]
                && nodes
                    .iter()
                    .map(|&node| then(node))
                    .all(|t| ask.fits((t.cards, t.cores, t.memory)).is_some())
        };
        let mut at = 0;
        while at < victims.len() && victims.len() > 1 {
            let stays = victims.remove(at);
            if !enough(victims) {
                victims.insert(at, stays);
                at += 1;
            }
        }
    }

    /// Tells the victims to leave and keeps the nodes.
    fn clear(&mut self, round: &mut Round, asker: &Asker, nodes: &[u32], victims: &[u32]) -> u64 {
        let until = round.now.saturating_add(self.policy.grace_ms);
        for &run in victims {
            let entry = self.run(run).entry;
            self.mark_leaving(entry, until);
            let job = self.entry(entry).job.id;
            round.plan.preempts.push(Preempt { job, room_for: Some(asker.job), until_ms: until });
        }
        let ask = self.shapes[asker.key.shape as usize].ask;
        let leave = |it: &Scheduler, node: u32| {
            let runs = it.nodes[node as usize].runs.iter();
            runs.filter_map(|&run| it.run(run).leaving).max().unwrap_or(round.now)
        };
        let gone = nodes.iter().map(|&node| leave(self, node)).max().unwrap_or(until);
        let gone = if victims.is_empty() { gone } else { gone.max(until) };
        for &node in nodes {
            let then = self.without(node, &ask, &[]);
            self.keep(round, node, &ask, then, gone);
        }
        debug_assert!(victims.iter().all(|&run| matches!(self.entry(self.run(run).entry).at, At::Run(_))));
        gone
    }
}
