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

#[cfg(test)]
mod tests {
    use super::*;

    fn place(rank: u64, turn: i64, job: u128) -> Place {
        Place::new(rank, turn, JobId(job), job as u32)
    }

    fn rest(mut row: Row) -> Vec<u32> {
        std::iter::from_fn(|| row.next()).map(|place| place.lane).collect()
    }

    #[test]
    fn rank_comes_before_turn_and_turn_before_job() {
        let places =
            [(1, i64::MIN, 1), (0, 5, 2), (0, -5, 4), (0, -5, 3), (0, i64::MAX, 5), (u64::MAX, 0, 6)];
        let row = Row::new(places.map(|(rank, turn, job)| place(rank, turn, job)).to_vec());
        assert_eq!(rest(row), [3, 4, 2, 5, 1, 6]);
    }

    #[test]
    fn who_joins_late_stands_where_the_turn_is() {
        let mut row = Row::new(vec![place(0, 10, 1), place(0, 30, 3)]);
        row.join(place(0, 20, 2));
        row.join(place(0, 5, 4).with_rank(u64::MAX));
        row.join(place(0, 40, 5));
        assert_eq!(rest(row), [1, 2, 3, 5, 4]);
        assert_eq!(place(7, -3, 1).with_rank(9), place(9, -3, 1));
        assert_eq!(place(9, -3, 1).rank(), 9);
    }
}
