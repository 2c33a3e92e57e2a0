//! What a person drew on a picture to show where something is.

use crate::Point;
use serde::{Deserialize, Serialize};

/// Regions of one picture at most.
pub const MOST_MARKS: usize = 2_000;
/// Corners of one outline at most.
pub const MOST_POINTS: usize = 20_000;
/// So far outside the picture, in pixels, a corner may lie: hands are not exact.
const OUTSIDE: f32 = 1.0;

/// A place in a picture, in its pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Mark {
    Box { x: f32, y: f32, w: f32, h: f32 },
    Polygon { points: Vec<Point> },
    Brush { rle: Runs },
}

/// A mask of a picture's size, row by row, as lengths of runs that are in turn outside and inside; the first is
/// outside and may be 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runs {
    pub width: u32,
    pub height: u32,
    pub counts: Vec<u32>,
}

/// Why a mark cannot be used on its picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarkFault {
    #[error("a number in it is none")]
    NotFinite,
    #[error("it lies outside of the picture")]
    Outside,
    #[error("it encloses nothing")]
    Empty,
    #[error("it has more corners than {MOST_POINTS}")]
    TooManyPoints,
    #[error("its mask is not of the picture's size")]
    OtherSize,
    #[error("the runs of its mask do not fill the picture")]
    Runs,
}

impl Mark {
    /// Whether it fits a picture of this size.
    pub fn check(&self, width: u32, height: u32) -> Result<(), MarkFault> {
        let (right, below) = (width as f32 + OUTSIDE, height as f32 + OUTSIDE);
        let inside = |[x, y]: Point| x >= -OUTSIDE && y >= -OUTSIDE && x <= right && y <= below;
        match self {
            Mark::Box { x, y, w, h } => {
                if ![x, y, w, h].iter().all(|v| v.is_finite()) {
                    Err(MarkFault::NotFinite)
                } else if *w <= 0.0 || *h <= 0.0 {
                    Err(MarkFault::Empty)
                } else if inside([*x, *y]) && inside([x + w, y + h]) {
                    Ok(())
                } else {
                    Err(MarkFault::Outside)
                }
            }
            Mark::Polygon { points } => {
                if points.len() > MOST_POINTS {
                    Err(MarkFault::TooManyPoints)
                } else if !points.iter().flatten().all(|v| v.is_finite()) {
                    Err(MarkFault::NotFinite)
                } else if !points.iter().all(|p| inside(*p)) {
                    Err(MarkFault::Outside)
                } else if points.len() < 3 || crate::Polygon(points.clone()).area() <= 0.0 {
                    Err(MarkFault::Empty)
                } else {
                    Ok(())
                }
            }
            Mark::Brush { rle } => rle.check(width, height),
        }
    }

    /// In square pixels.
    pub fn area(&self) -> f32 {
        match self {
            Mark::Box { w, h, .. } => w.max(0.0) * h.max(0.0),
            Mark::Polygon { points } => crate::Polygon(points.clone()).area(),
            Mark::Brush { rle } => rle.inside() as f32,
        }
    }
}

impl Runs {
    fn check(&self, width: u32, height: u32) -> Result<(), MarkFault> {
        if (self.width, self.height) != (width, height) {
            return Err(MarkFault::OtherSize);
        }
        let sum: u64 = self.counts.iter().map(|n| u64::from(*n)).sum();
        if sum != u64::from(width) * u64::from(height) {
            return Err(MarkFault::Runs);
        }
        if self.inside() == 0 { Err(MarkFault::Empty) } else { Ok(()) }
    }

    fn inside(&self) -> u64 {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_give_back_their_pixels(width in 1u32..20, pixels in prop::collection::vec(0u8..2, 20..400)) {
            let height = pixels.len() as u32 / width;
            let pixels = &pixels[..(width * height) as usize];
            let runs = Runs::of(width, height, pixels);
            let mut back = vec![0; pixels.len()];
            runs.fill(&mut back, 1);
            prop_assert_eq!(&back, pixels);
            let fits = runs.check(width, height);
            prop_assert_eq!(fits.is_ok(), pixels.contains(&1));
        }
    }

    #[test]
    fn marks_outside_or_empty_are_refused() {
        let mark = |x, y, w, h| Mark::Box { x, y, w, h }.check(100, 50);
        assert_eq!(mark(0.0, 0.0, 100.0, 50.0), Ok(()));
        assert_eq!(mark(0.0, 0.0, 0.0, 5.0), Err(MarkFault::Empty));
        assert_eq!(mark(90.0, 0.0, 20.0, 5.0), Err(MarkFault::Outside));
        assert_eq!(mark(f32::NAN, 0.0, 20.0, 5.0), Err(MarkFault::NotFinite));
        let line = Mark::Polygon { points: vec![[0.0, 0.0], [5.0, 5.0], [9.0, 9.0]] };
        assert_eq!(line.check(100, 50), Err(MarkFault::Empty));
        let other = Mark::Brush { rle: Runs { width: 9, height: 9, counts: vec![0, 81] } };
        assert_eq!(other.check(100, 50), Err(MarkFault::OtherSize));
        let short = Mark::Brush { rle: Runs { width: 9, height: 9, counts: vec![0, 80] } };
        assert_eq!(short.check(9, 9), Err(MarkFault::Runs));
    }

    #[test]
    fn a_mark_is_written_as_the_interface_says() {
        let mark = Mark::Brush { rle: Runs { width: 2, height: 1, counts: vec![1, 1] } };
        let text = serde_json::to_string(&mark).unwrap();
        assert_eq!(text, r#"{"kind":"brush","rle":{"width":2,"height":1,"counts":[1,1]}}"#);
    }
}
