//! Lanes: waiting jobs that are alike in all that decides whether they can start. When the first of a lane cannot, the
//! others cannot either, so a round looks at lanes and not at jobs.

use crate::model::JobId;
use crate::why::Reason;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LaneKey {
    pub vc: u32,
    /// Of the user in this virtual cluster and type of device.
    pub gate: u32,
    pub shape: u32,
    pub firm: bool,
    /// The end of time for none.
    pub limit: u64,
}

/// Turn, job, its place among the entries.
type Waiting = (i64, JobId, u32);

#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    pub key: LaneKey,
    /// Most lanes have one job: it is looked at without a way through the heap.
    first: Option<Waiting>,
    /// Those after it; the next one is last.
    rest: Vec<Waiting>,
    sorted: bool,
    /// Why the first of them did not start in the last round.
    pub reason: Reason,
}

impl Lane {
    pub fn new(key: LaneKey) -> Lane {
        Lane { key, first: None, rest: Vec::new(), sorted: true, reason: Reason::NotLooked }
    }

    pub fn push(&mut self, turn: i64, job: JobId, entry: u32) {
        let new = (turn, job, entry);
        let Some(first) = self.first else {
            self.first = Some(new);
            return;
        };
        self.first = Some(first.min(new));
        let later = first.max(new);
        self.sorted &= self.rest.last().is_none_or(|last| later < *last);
        self.rest.push(later);
    }

    pub fn first(&self) -> Option<Waiting> {
        self.first
    }

    pub fn pop(&mut self) {
        if !self.sorted {
            self.rest.sort_unstable_by(|a, b| b.cmp(a));
            self.sorted = true;
        }
        self.first = self.rest.pop();
    }

    pub fn remove(&mut self, job: JobId) {
        if self.first.is_some_and(|(_, id, _)| id == job) {
            self.pop();
        } else {
            self.rest.retain(|&(_, id, _)| id != job);
        }
    }

    pub fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.rest.len()
    }

    pub fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// How many come before this turn.
    pub fn before(&self, turn: i64, job: JobId) -> usize {
        self.first.iter().chain(&self.rest).filter(|&&(t, id, _)| (t, id) < (turn, job)).count()
    }
}
