//! Which pictures a report shows where there are too many: those that are judged wrongly, then the nearest to the threshold.

use std::collections::BTreeMap;

/// What comes first is kept: whether it is judged rightly, how far it is from the threshold, its place in the evaluation.
type Rank = (bool, u32, usize);

pub fn rank(right: bool, score: f32, threshold: f32, index: usize) -> Rank {
    // Numbers from 0 on have the order of their bits, and what is no number comes last.
    (right, (score - threshold).abs().to_bits(), index)
}

pub struct Chosen<T> {
    most: usize,
    kept: BTreeMap<Rank, T>,
}

impl<T> Chosen<T> {
    pub fn new(most: usize) -> Chosen<T> {
        Chosen { most, kept: BTreeMap::new() }
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.kept.values()
    }

    /// Draws a picture where it belongs to the first of those so far; the last of them goes where there are too many.
    pub fn offer(&mut self, rank: Rank, draw: impl FnOnce() -> Option<T>) {
        let full = self.kept.len() >= self.most;
        if full && self.kept.last_key_value().is_none_or(|(last, _)| *last < rank) {
            return;
        }
        let Some(drawn) = draw() else { return };
        self.kept.insert(rank, drawn);
        if full {
            self.kept.pop_last();
        }
    }

    /// In the order of the evaluation.
    pub fn in_order(self) -> Vec<T> {
        let mut all: Vec<(Rank, T)> = self.kept.into_iter().collect();
        all.sort_by_key(|((_, _, index), _)| *index);
        all.into_iter().map(|(_, one)| one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_ones_stay_then_those_near_the_threshold() {
        let mut chosen = Chosen::new(3);
        let mut drawn = Vec::new();
        for (index, right, score) in
            [(0, true, 0.1), (1, true, 0.45), (2, true, 0.9), (3, false, 0.0), (4, true, 0.6), (5, true, 1.0)]
        {
            chosen.offer(rank(right, score, 0.5, index), || {
                drawn.push(index);
                Some(index)
            });
        }
        assert_eq!(chosen.in_order(), [1, 3, 4]);
        assert_eq!(drawn, [0, 1, 2, 3, 4], "what is not shown is not drawn");
    }

    #[test]
    fn of_too_many_wrong_ones_the_nearest_stay_and_no_number_goes_first() {
        let mut chosen = Chosen::new(2);
        for (index, score) in [(0, f32::NAN), (1, 0.9), (2, 0.6), (3, 0.7)] {
            chosen.offer(rank(false, score, 0.5, index), || Some(index));
        }
        assert_eq!(chosen.in_order(), [2, 3]);
        let mut none = Chosen::new(0);
        none.offer(rank(false, 0.9, 0.5, 0), || Some(0));
        assert_eq!(none.iter().count(), 0);
    }
}
