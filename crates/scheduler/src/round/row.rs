//! The row of a round: the first jobs of all lanes, by their turn.

use crate::model::JobId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Who stands in the row, in the order in which they are asked: by rank, then by turn, then by job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Rank and turn in one number, so that one comparison nearly always tells.
    key: u128,
    job: JobId,
    pub lane: u32,
}

impl Place {
    pub fn new(rank: u64, turn: i64, job: JobId, lane: u32) -> Place {
        // With the sign turned over, numbers are ordered as bits are.
        let turn = turn as u64 ^ 1 << 63;
        Place { key: u128::from(rank) << 64 | u128::from(turn), job, lane }
    }

    pub fn rank(&self) -> u64 {
        (self.key >> 64) as u64
    }

    pub fn with_rank(self, rank: u64) -> Place {
        Place { key: u128::from(rank) << 64 | u128::from(self.key as u64), ..self }
    }
}

/// Those that are there from the beginning are sorted once; the few that join later stand beside them.
pub(super) struct Row {
    /// The next one is last.
    sorted: Vec<Place>,
    late: BinaryHeap<Reverse<Place>>,
}

impl Row {
    pub fn new(mut places: Vec<Place>) -> Row {
        places.sort_unstable_by(|a, b| b.cmp(a));
        Row { sorted: places, late: BinaryHeap::new() }
    }

    pub fn join(&mut self, place: Place) {
        self.late.push(Reverse(place));
    }

    pub fn next(&mut self) -> Option<Place> {
        match (self.sorted.last(), self.late.peek()) {
            (Some(place), Some(Reverse(late))) if late < place => self.late.pop().map(|Reverse(late)| late),
            (None, _) => self.late.pop().map(|Reverse(late)| late),
            (Some(_), _) => self.sorted.pop(),
        }
    }
}
