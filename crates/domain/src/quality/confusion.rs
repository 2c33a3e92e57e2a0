use serde::{Deserialize, Serialize};

/// How many pictures of each class were called what. Rows are the truth, columns the prediction; a label
/// such as `unknown` may be predicted without ever being true.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Confusion {
    pub labels: Vec<String>,
    pub matrix: Vec<Vec<u64>>,
}

impl Confusion {
    pub fn new(labels: Vec<String>) -> Confusion {
        let matrix = vec![vec![0; labels.len()]; labels.len()];
        Confusion { labels, matrix }
    }

    /// Counts one picture; false where an index is not a label's, and then nothing is counted.
    pub fn add(&mut self, truth: usize, predicted: usize) -> bool {
        match self.matrix.get_mut(truth).and_then(|row| row.get_mut(predicted)) {
            Some(cell) => {
                *cell += 1;
                true
            }
            None => false,
        }
    }

    pub fn pictures(&self) -> u64 {
        self.matrix.iter().flatten().sum()
    }

    /// How many pictures truly are of the class.
    pub fn of_class(&self, class: usize) -> u64 {
        self.matrix.get(class).map_or(0, |row| row.iter().sum())
    }

    /// Share of pictures called what they are.
    pub fn accuracy(&self) -> Option<f64> {
        let right = (0..self.labels.len()).map(|class| self.right(class)).sum();
        ratio(right, self.pictures())
    }

    /// Mean recall of the classes that have pictures: a rare class weighs as much as a frequent one.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        let recalls: Vec<f64> = (0..self.labels.len()).filter_map(|class| self.recall(class)).collect();
        (!recalls.is_empty()).then(|| recalls.iter().sum::<f64>() / recalls.len() as f64)
    }

    /// Share of the class's pictures that were called so; `None` where it has none.
    pub fn recall(&self, class: usize) -> Option<f64> {
        ratio(self.right(class), self.of_class(class))
    }

    /// Share of the pictures called so that are; `None` where none was.
    pub fn precision(&self, class: usize) -> Option<f64> {
        let called = self.matrix.iter().filter_map(|row| row.get(class)).sum();
        ratio(self.right(class), called)
    }

    fn right(&self, class: usize) -> u64 {
        self.matrix.get(class).and_then(|row| row.get(class)).copied().unwrap_or(0)
    }
}

fn ratio(part: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Confusion {
        let mut confusion = Confusion::new(["ok", "scratch", "dent", "unknown"].map(String::from).to_vec());
        for (truth, predicted, times) in [(0, 0, 8), (0, 1, 2), (1, 1, 3), (1, 3, 1), (2, 0, 1)] {
            for _ in 0..times {
                assert!(confusion.add(truth, predicted));
            }
        }
        confusion
    }

    #[test]
    fn accuracy_counts_pictures_and_balanced_accuracy_counts_classes() {
        let confusion = sample();
        assert_eq!(confusion.pictures(), 15);
        assert_eq!(confusion.accuracy(), Some(11.0 / 15.0));
        let balanced = confusion.balanced_accuracy().unwrap();
        assert!((balanced - (0.8 + 0.75 + 0.0) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn recall_and_precision_are_none_where_nothing_can_be_said() {
        let confusion = sample();
        assert_eq!(confusion.recall(1), Some(0.75));
        assert_eq!(confusion.precision(1), Some(0.6));
        assert_eq!(confusion.recall(3), None, "no picture truly is unknown");
        assert_eq!(confusion.precision(2), None, "dent was never predicted");
        assert_eq!(Confusion::new(Vec::new()).accuracy(), None);
    }

    #[test]
    fn an_index_without_label_is_refused() {
        let mut confusion = sample();
        assert!(!confusion.add(4, 0));
        assert!(!confusion.add(0, 4));
        assert_eq!(confusion.pictures(), 15);
    }
}
