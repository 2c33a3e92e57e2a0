use super::SizeMismatch;
use serde::{Deserialize, Serialize};

/// Pixels of one class over all pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PixelCounts {
    /// Truly of the class.
    pub truth: u64,
    pub predicted: u64,
    pub both: u64,
}

impl PixelCounts {
    /// `None` where the class neither is nor was predicted anywhere.
    pub fn iou(&self) -> Option<f64> {
        ratio(self.both, self.truth + self.predicted - self.both)
    }

    pub fn recall(&self) -> Option<f64> {
        ratio(self.both, self.truth)
    }

    pub fn precision(&self) -> Option<f64> {
        ratio(self.both, self.predicted)
    }
}

/// How far predicted pixel classes cover the true ones, summed over pictures. Class 0 is the ground, the
/// others are defects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlap {
    counts: Vec<PixelCounts>,
}

impl Overlap {
    /// A true pixel of this value counts neither for nor against anything.
    pub const IGNORED: u8 = 255;

    pub fn new(classes: usize) -> Overlap {
        Overlap { counts: vec![PixelCounts::default(); classes] }
    }

    /// Adds one picture. A class beyond those of [`Overlap::new`] makes room for itself.
    pub fn add(&mut self, truth: &[u8], predicted: &[u8]) -> Result<(), SizeMismatch> {
        SizeMismatch::check(truth.len(), predicted.len())?;
        let mut seen = [PixelCounts::default(); 256];
        for (&truth, &predicted) in truth.iter().zip(predicted) {
            if truth == Self::IGNORED {
                continue;
            }
            seen[usize::from(truth)].truth += 1;
            seen[usize::from(predicted)].predicted += 1;
            seen[usize::from(truth)].both += u64::from(truth == predicted);
        }
        let used = seen.iter().rposition(|c| *c != PixelCounts::default()).map_or(0, |last| last + 1);
        self.counts.resize(self.counts.len().max(used), PixelCounts::default());
        for (sum, new) in self.counts.iter_mut().zip(&seen) {
            sum.truth += new.truth;
            sum.predicted += new.predicted;
            sum.both += new.both;
        }
        Ok(())
    }

    pub fn counts(&self, class: usize) -> PixelCounts {
        self.counts.get(class).copied().unwrap_or_default()
    }

    pub fn iou(&self, class: usize) -> Option<f64> {
        self.counts(class).iou()
    }

    /// Over the defect classes that truly occur; `None` where none does.
    pub fn mean_iou(&self) -> Option<f64> {
        let present = self.counts.iter().skip(1).filter(|c| c.truth > 0);
        let ious: Vec<f64> = present.filter_map(PixelCounts::iou).collect();
        (!ious.is_empty()).then(|| ious.iter().sum::<f64>() / ious.len() as f64)
    }
}

fn ratio(part: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iou_is_shared_over_joined_pixels_and_sums_over_pictures() {
        let mut overlap = Overlap::new(3);
        overlap.add(&[0, 1, 1, 2], &[0, 1, 0, 2]).unwrap();
        overlap.add(&[1, 1, 0, 0], &[1, 1, 1, 0]).unwrap();
        assert_eq!(overlap.counts(1), PixelCounts { truth: 4, predicted: 4, both: 3 });
        assert_eq!(overlap.iou(1), Some(0.6));
        assert_eq!(overlap.mean_iou(), Some(0.8));
    }

    #[test]
    fn ignored_pixels_count_for_nothing() {
        let mut overlap = Overlap::new(2);
        overlap.add(&[255, 255, 1], &[1, 0, 1]).unwrap();
        assert_eq!(overlap.counts(1), PixelCounts { truth: 1, predicted: 1, both: 1 });
        assert_eq!(overlap.counts(0), PixelCounts::default());
    }

    #[test]
    fn a_class_that_never_occurs_leaves_the_mean_alone_but_spoils_the_ground() {
        let mut overlap = Overlap::new(3);
        overlap.add(&[0, 0, 1], &[2, 0, 1]).unwrap();
        assert_eq!(overlap.iou(2), Some(0.0));
        assert_eq!(overlap.mean_iou(), Some(1.0));
        assert_eq!(overlap.iou(0), Some(0.5));
        assert_eq!(Overlap::new(4).mean_iou(), None);
    }

    #[test]
    fn pictures_of_unequal_size_are_refused_whole() {
        let mut overlap = Overlap::new(2);
        let error = overlap.add(&[0, 1], &[0]).unwrap_err();
        assert_eq!(error, SizeMismatch { expected: 2, found: 1 });
        assert_eq!(overlap.counts(0), PixelCounts::default());
    }
}
