//! Gates: counters that a job must pass. There is one a virtual cluster and type of device, and one a user in it.

use crate::model::JobId;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    pub limit: u32,
    pub used: u32,
    /// Of these, by jobs that are not made to leave.
    pub firm: u32,
    /// Of these, by preemptible jobs that are leaving.
    pub leaving: u32,
    /// When what comes free: end, job, devices, whether firm.
    pub ends: BTreeSet<(u64, JobId, u32, bool)>,
    /// Within a round: a job that waits here for quota.
    pub line: Option<Line>,
}

/// What may pass a job that waits for quota: who is gone by `until`, or who needs no more than `extra`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The first who waits.
    pub job: JobId,
    pub until: u64,
    pub extra: u32,
}

impl Line {
    /// The moment where another waits as well: whoever is gone by then puts off neither. Where nobody knows when one of them
    /// has its turn, nobody is gone in time.
    pub fn stricter(&self, until: u64) -> u64 {
        if self.until.max(until) == u64::MAX { u64::MAX } else { self.until.min(until) }
    }
}

impl Gate {
    pub fn new(limit: u32) -> Gate {
        Gate { limit, ..Gate::default() }
    }

    /// What is used beyond the limit, but for what is leaving.
    pub fn over(&self) -> u32 {
        (self.used - self.leaving).saturating_sub(self.limit)
    }

    pub fn has_room(&self, need: u32) -> bool {
        self.used.saturating_add(need) <= self.limit
    }

    pub fn idle(&self) -> u32 {
        self.limit.saturating_sub(self.used)
    }

    /// When enough will have come free for a job that needs `need` now, and how much there is beyond that then.
    /// `firm` jobs need not wait for those that can be made to leave.
    pub fn frees(&self, need: u32, firm: bool, now: u64) -> (u64, u32) {
        let mut used = if firm { self.firm } else { self.used };
        let fits = |used: u32| u64::from(used) + u64::from(need) <= u64::from(self.limit);
        let mut until = now;
        for &(end, _, devices, is_firm) in &self.ends {
            if fits(used) {
                break;
            }
            if is_firm || !firm {
                until = end.max(now.saturating_add(1));
                used -= devices;
            }
        }
        if fits(used) { (until, self.limit - used - need) } else { (u64::MAX, 0) }
    }

    pub fn lets_pass(&self, need: u32, end: u64) -> bool {
        self.line.is_none_or(|line| (line.until != u64::MAX && end <= line.until) || need <= line.extra)
    }

    /// One that stays on after the line's moment uses up what is beyond.
    pub fn passed(&mut self, need: u32, end: u64) {
        if let Some(line) = self.line.as_mut().filter(|line| line.until == u64::MAX || end > line.until) {
            line.extra = line.extra.saturating_sub(need);
        }
    }
}
