use super::MarkFault;
use crate::BBox;
use serde::{Deserialize, Serialize};

/// A mask of a picture's size, row by row, as lengths of runs that are in turn outside and inside; the first is
/// outside and may be 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runs {
    pub width: u32,
    pub height: u32,
    pub counts: Vec<u32>,
}

impl Runs {
    pub(super) fn check(&self, width: u32, height: u32) -> Result<(), MarkFault> {
        if (self.width, self.height) != (width, height) {
            return Err(MarkFault::OtherSize);
        }
        let sum: u64 = self.counts.iter().map(|n| u64::from(*n)).sum();
        if sum != u64::from(width) * u64::from(height) {
            return Err(MarkFault::Runs);
        }
        if self.inside() == 0 { Err(MarkFault::Empty) } else { Ok(()) }
    }

    pub(super) fn inside(&self) -> u64 {
        self.counts.iter().skip(1).step_by(2).map(|n| u64::from(*n)).sum()
    }

    /// From one value a pixel, row by row; anything but 0 is inside.
    pub fn of(width: u32, height: u32, pixels: &[u8]) -> Runs {
        let mut counts = vec![0];
        let mut inside = false;
        for pixel in pixels {
            if (*pixel != 0) != inside {
                inside = !inside;
                counts.push(0);
            }
            if let Some(last) = counts.last_mut() {
                *last += 1;
            }
        }
        Runs { width, height, counts }
    }

    /// Writes `value` wherever it is inside; `pixels` holds the picture row by row.
    pub fn fill(&self, pixels: &mut [u8], value: u8) {
        let (mut from, mut inside) = (0usize, false);
        for count in &self.counts {
            let to = from.saturating_add(*count as usize).min(pixels.len());
            if let Some(run) = pixels.get_mut(from..to).filter(|_| inside) {
                run.fill(value);
            }
            (from, inside) = (to, !inside);
        }
    }

    /// The smallest upright box around what is inside, `None` where nothing is.
    pub fn bounds(&self) -> Option<BBox> {
        let width = u64::from(self.width.max(1));
        let (mut left, mut top, mut right, mut below) = (u64::MAX, u64::MAX, 0, 0);
        let (mut from, mut inside) = (0u64, false);
        for count in &self.counts {
            let to = from + u64::from(*count);
            if inside && to > from {
                let (first, last) = (from / width, (to - 1) / width);
                // A run that goes on in the next row reaches from side to side.
                let (l, r) = if first == last { (from % width, (to - 1) % width + 1) } else { (0, width) };
                (left, right) = (left.min(l), right.max(r));
                (top, below) = (top.min(first), below.max(last + 1));
            }
            (from, inside) = (to, !inside);
        }
        (right > left).then(|| BBox {
            x: left as f32,
            y: top as f32,
            w: (right - left) as f32,
            h: (below - top) as f32,
        })
    }
}
