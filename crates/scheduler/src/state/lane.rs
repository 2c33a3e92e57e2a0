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

#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    pub key: LaneKey,
    /// Turn, job, its place among the entries; the next one is last.
    jobs: Vec<(i64, JobId, u32)>,
    sorted: bool,
    /// Why the first of them did not start in the last round.
    pub reason: Reason,
}

impl Lane {
    pub fn new(key: LaneKey) -> Lane {
        Lane { key, jobs: Vec::new(), sorted: true, reason: Reason::NotLooked }
    }

    pub fn push(&mut self, turn: i64, job: JobId, entry: u32) {
        let new = (turn, job, entry);
        self.sorted &= self.jobs.last().is_none_or(|last| new < *last);
        self.jobs.push(new);
    }

    pub fn sort(&mut self) {
        if !self.sorted {
            self.jobs.sort_unstable_by(|a, b| b.cmp(a));
            self.sorted = true;
        }
    }

    /// Only of a sorted lane.
    pub fn first(&self) -> Option<(i64, JobId, u32)> {
        self.jobs.last().copied()
    }

    pub fn pop(&mut self) {
        self.jobs.pop();
    }

    pub fn remove(&mut self, job: JobId) {
        self.jobs.retain(|&(_, id, _)| id != job);
    }

    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// How many come before this turn.
    pub fn before(&self, turn: i64, job: JobId) -> usize {
        self.jobs.iter().filter(|&&(t, id, _)| (t, id) < (turn, job)).count()
    }
}
