//! Quotas: of a user, of a virtual cluster, and what is lent between them.

use super::{Asker, Round};
use crate::policy::Passing;
use crate::state::Scheduler;
use crate::state::gate::Line;
use crate::state::lane::LaneKey;
use crate::why::Reason;

pub(super) enum Passage {
    Open,
    /// Once preemptible jobs of the same user and of the same virtual cluster have given back so much.
    AfterOwn {
        deficits: [u32; 2],
        reason: Reason,
    },
    /// Once all who need not borrow had their turn.
    Borrows,
    Shut(Reason),
}

impl Scheduler {
    pub(super) fn ask_gates(&mut self, round: &mut Round, asker: &Asker, may_borrow: bool) -> Passage {
        let places = self.gates_of(asker.key, asker.kind);
        if places.iter().any(|&gate| !self.gates[gate].lets_pass(asker.need, asker.end)) {
            return Passage::Shut(Reason::BehindQuota { need: asker.need });
        }
        let mut deficits = [0, 0];
        let mut told = None;
        for (at, gate) in places.into_iter().enumerate() {
            let state = &self.gates[gate];
            if state.used.saturating_add(asker.need) <= state.limit {
                continue;
            }
            let is_user = at == 0;
            let reason = quota_reason(is_user, state.used, state.limit, asker.need);
            let own_in_the_way = asker.key.firm
                && self.policy.preemption
                && state.firm.saturating_add(asker.need) <= state.limit;
            if own_in_the_way {
                deficits[at] = (state.used - state.leaving + asker.need).saturating_sub(state.limit);
                told = Some(reason);
                continue;
            }
            let reason = match !is_user && !asker.key.firm && self.policy.borrowing {
                true if self.vcs[asker.key.vc as usize].borrows => match self.borrow(asker) {
                    Ok(()) if !may_borrow => return Passage::Borrows,
                    Ok(()) => continue,
                    Err(reason) => reason,
                },
                _ => reason,
            };
            self.queue_at(round, asker, gate);
            return Passage::Shut(reason);
        }
        told.map_or(Passage::Open, |reason| Passage::AfterOwn { deficits, reason })
    }

    fn gates_of(&self, key: LaneKey, kind: u16) -> [usize; 2] {
        [key.gate as usize, self.vc_gate(key.vc, kind)]
    }

    /// A preemptible job beyond the quota of its virtual cluster: what others lend must still cover all that is over.
    fn borrow(&self, asker: &Asker) -> Result<(), Reason> {
        let kind = &self.kinds[usize::from(asker.kind)];
        let gate = &self.gates[self.vc_gate(asker.key.vc, asker.kind)];
        let more = u64::from((gate.used + asker.need).saturating_sub(gate.limit.max(gate.used)));
        let own = if self.vcs[asker.key.vc as usize].lends { u64::from(gate.idle()) } else { 0 };
        let lent = kind.lent - own;
        match kind.over + more <= lent {
            true => Ok(()),
            false => Err(Reason::NothingToBorrow {
                need: u32::try_from(more).unwrap_or(u32::MAX),
                lent: u32::try_from(lent.saturating_sub(kind.over)).unwrap_or(u32::MAX),
            }),
        }
    }

    /// Whether the start keeps within the quota, so that what others have beyond theirs is to be given back for it.
    pub(super) fn is_own(&self, asker: &Asker) -> bool {
        let gate = &self.gates[self.vc_gate(asker.key.vc, asker.kind)];
        gate.used.saturating_add(asker.need) <= gate.limit
    }

    /// What is lent and what is over, of every kind, at the beginning of a round.
    pub(super) fn count_lent(&mut self) {
        for kind in 0..self.kinds.len() as u16 {
            let (mut over, mut lent) = (0, 0);
            for vc in 0..self.vcs.len() as u32 {
                let gate = &self.gates[self.vc_gate(vc, kind)];
                over += u64::from(gate.used.saturating_sub(gate.limit));
                lent += if self.vcs[vc as usize].lends { u64::from(gate.idle()) } else { 0 };
            }
            let kind = &mut self.kinds[usize::from(kind)];
            (kind.over, kind.lent) = (over, lent);
        }
    }

    /// Counts a start, before it is seated.
    pub(super) fn pass_gates(&mut self, round: &Round, key: LaneKey, kind: u16, need: u32) {
        let end = round.now.saturating_add(key.limit);
        for gate in self.gates_of(key, kind) {
            self.gates[gate].passed(need, end);
        }
        let gate = &self.gates[self.vc_gate(key.vc, kind)];
        let idle = gate.idle();
        let kind = &mut self.kinds[usize::from(kind)];
        kind.over += u64::from((gate.used + need).saturating_sub(gate.limit.max(gate.used)));
        kind.lent -= if self.vcs[key.vc as usize].lends { u64::from(idle.min(need)) } else { 0 };
    }

    /// Waits at all gates that have no room for it.
    pub(super) fn stand_in_line(&mut self, round: &mut Round, asker: &Asker) {
        for gate in self.gates_of(asker.key, asker.kind) {
            if self.gates[gate].used.saturating_add(asker.need) > self.gates[gate].limit {
                self.queue_at(round, asker, gate);
            }
        }
    }

    /// Nodes are kept for it until then, and so is its part of the quotas: nobody takes it meanwhile who stays longer.
    pub(super) fn keep_quota(&mut self, round: &mut Round, asker: &Asker, until: u64) {
        for gate in self.gates_of(asker.key, asker.kind) {
            let state = &mut self.gates[gate];
            let extra = match state.line {
                Some(line) => line.extra,
                None => state.limit.saturating_sub(state.used - state.leaving),
            };
            let until = state.line.map_or(until, |line| line.until.min(until));
            state.line = Some(Line { until, extra: extra.saturating_sub(asker.need) });
            round.lines.push(gate);
        }
    }

    /// The first that waits at a gate has its quota reserved there.
    fn queue_at(&mut self, round: &mut Round, asker: &Asker, gate: usize) {
        let state = &mut self.gates[gate];
        if state.line.is_some() {
            return;
        }
        let (until, extra) = match self.policy.passing {
            Passing::Everybody => return,
            Passing::Nobody => (u64::MAX, 0),
            Passing::Harmless => state.frees(asker.need, asker.key.firm, round.now),
        };
        let waited = round.now.saturating_sub(asker.submitted);
        if until == u64::MAX && self.policy.passing == Passing::Harmless && waited < self.policy.patience_ms {
            return;
        }
        state.line = Some(Line { until, extra });
        round.lines.push(gate);
    }
}

fn quota_reason(is_user: bool, used: u32, limit: u32, need: u32) -> Reason {
    if is_user { Reason::UserQuota { used, limit, need } } else { Reason::VcQuota { used, limit, need } }
}
