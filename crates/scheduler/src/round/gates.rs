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
    /// Until then, as far as limits tell.
    Full {
        until: u64,
        reason: Reason,
    },
    /// For another that waits there.
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
            if state.has_room(asker.need) {
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
            return Passage::Full { until: self.stand_in_line(round, asker), reason };
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

    /// Waits at the gates that have no room for it. What it needs is kept at both until it passes the last, else those who
    /// take it at the one while it waits at the other could keep it waiting for ever; but of its virtual cluster
    /// nothing is kept for one whose own user is in the way for longer. Tells when both let it pass; the end of time where
    /// that makes no difference any more in this round.
    pub(super) fn stand_in_line(&mut self, round: &mut Round, asker: &Asker) -> u64 {
        let [own, common] = self.gates_of(asker.key, asker.kind);
        let taken = [own, common].iter().all(|&gate| self.gates[gate].line.is_some());
        if taken && !self.may_wait_ahead(round, asker) {
            return u64::MAX;
        }
        let full = [own, common].map(|gate| !self.gates[gate].has_room(asker.need));
        let frees = |gate: usize| {
            if self.gates[gate].has_room(asker.need) { round.now } else { self.frees(round, asker, gate).0 }
        };
        let [own_frees, common_frees] = [own, common].map(frees);
        // Who borrows has no place in the line of a virtual cluster, unless nothing is lent.
        let borrows = !asker.key.firm && self.policy.borrowing && self.vcs[asker.key.vc as usize].borrows;
        let waits = full[1] && (!borrows || self.borrow(asker).is_err());
        if full[0] || waits {
            self.queue_at(round, asker, own, if waits { common_frees } else { round.now });
        }
        if waits && own_frees <= common_frees {
            self.queue_at(round, asker, common, common_frees);
        }
        own_frees.max(if waits { common_frees } else { round.now })
    }

    /// Nodes are kept for it until then, and so is its part of the quotas: nobody takes it meanwhile who stays longer.
    pub(super) fn keep_quota(&mut self, round: &mut Round, asker: &Asker, until: u64) {
        for gate in self.gates_of(asker.key, asker.kind) {
            let state = &mut self.gates[gate];
            if state.line.is_some_and(|line| line.job == asker.job) {
                continue;
            }
            let extra = match state.line {
                Some(line) => line.extra,
                None => state.limit.saturating_sub(state.used - state.leaving),
            };
            let (job, until) = state.line.map_or((asker.job, until), |line| (line.job, line.stricter(until)));
            state.line = Some(Line { job, until, extra: extra.saturating_sub(asker.need) });
            round.lines.push(gate);
        }
    }

    /// The first that waits at a gate has its quota reserved there, until then at least.
    fn queue_at(&mut self, round: &mut Round, asker: &Asker, gate: usize, until: u64) {
        if self.gates[gate].line.is_some() || self.policy.passing == Passing::Everybody {
            return;
        }
        let (frees, extra) = self.frees(round, asker, gate);
        let until = until.max(frees);
        let waited = self.waited(round, asker);
        if until == u64::MAX && self.policy.passing == Passing::Harmless && waited < self.policy.patience_ms {
            return;
        }
        self.gates[gate].line = Some(Line { job: asker.job, until, extra });
        round.lines.push(gate);
    }

    /// From when on a gate has room for it, and what is beyond that then.
    fn frees(&self, round: &Round, asker: &Asker, gate: usize) -> (u64, u32) {
        match self.policy.passing {
            Passing::Harmless => self.gates[gate].frees(asker.need, asker.key.firm, round.now),
            Passing::Everybody | Passing::Nobody => (u64::MAX, 0),
        }
    }
}

fn quota_reason(is_user: bool, used: u32, limit: u32, need: u32) -> Reason {
    if is_user { Reason::UserQuota { used, limit, need } } else { Reason::VcQuota { used, limit, need } }
}
