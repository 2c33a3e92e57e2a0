//! Feature matching: where a part that was cut from one picture lies in another, turned by any angle and from half to twice as
//! large. Corners (Shi and Tomasi 1994) on several sizes of the picture are turned upright and described as ORB does (Rublee et al.
//! 2011: rotated BRIEF, Calonder et al. 2010); which of them belong together is told by their descriptions, and where the part lies
//! by the place that most of them agree on (RANSAC, Fischler and Bolles 1981). That place is then laid over as finely as a
//! template's, and its agreement is told in the same way. `free` does the same for parts that are sheared or seen from aside.

mod corners;
mod describe;
mod free;
mod pose;

use super::{Affine, Aligner, Found, Gray, Motion};
pub use free::Laid;

use describe::{Feature, features};
use pose::Matches;

/// The part is looked at no finer than at a smaller side of this to twice that.
const FINEST: usize = 160;
/// Fewest corners that a part is known by.
const FEWEST: usize = 12;
/// The most of a part and of a picture; the strongest are kept.
const MOST_OF_PART: usize = 400;
const MOST_OF_PICTURE: usize = 12_000;
/// How large a part may be beside the one that it was cut from.
const SCALES: std::ops::RangeInclusive<f64> = 0.45..=2.2;
const ROUNDS: usize = 40;

/// A part made ready to be found.
#[derive(Debug, Clone)]
pub struct FeatureFinder {
    /// From coarse to fine.
    levels: Vec<Aligner>,
    /// The finest level is the picture scaled down by this.
    reduction: usize,
    features: Vec<Feature>,
}

impl FeatureFinder {
    /// `None` where the part has too few corners to be known by.
    pub fn new(part: &Gray) -> Option<FeatureFinder> {
        let mut level = part.clone();
        let mut reduction = 1;
        while level.width.min(level.height) >= 2 * FINEST {
            level = level.half();
            reduction *= 2;
        }
        let features = features(&level, MOST_OF_PART);
        if features.len() < FEWEST {
            return None;
        }
        let mut levels = vec![Aligner::new(level.half(), Motion::Similarity)?];
        levels.push(Aligner::new(level, Motion::Similarity)?);
        Some(FeatureFinder { levels, reduction, features })
    }

    /// The best place in `picture`, and how well the next best one agrees. `None` where too few corners agree on any.
    pub fn find(&self, picture: &Gray) -> Option<Found> {
        let mut level = picture.clone();
        for _ in 0..self.reduction.ilog2() {
            level = level.half();
        }
        let seen = features(&level, MOST_OF_PICTURE);
        let matches = Matches::of(&self.features, &seen);
        let pyramid = [level.half(), level];
        let size =
            self.levels.last().map_or((0.0, 0.0), |l| (l.fixed().width as f64, l.fixed().height as f64));
        let (first, rest) = matches.place(size)?;
        let best = self.refine(&pyramid, first)?;
        let second = rest.place(size).and_then(|(other, _)| self.refine(&pyramid, other));
        let middle = |found: &Found| found.map.apply(size.0 / 2.0, size.1 / 2.0);
        let (at, near) = (middle(&best), size.0.min(size.1) / 4.0);
        let apart = |found: &Found| {
            let other = middle(found);
            let turn = (found.map.degrees() - best.map.degrees()).rem_euclid(360.0);
            (other.0 - at.0).hypot(other.1 - at.1) >= near || (15.0..345.0).contains(&turn)
        };
        let second = second.filter(apart);
        let whole = |found: Found| Found { map: found.map.scaled(self.reduction as f64), ..found };
        Some(match second {
            // What most corners agree on need not be what agrees best.
            Some(second) if second.agreement > best.agreement => {
                Found { second: best.agreement, ..whole(second) }
            }
            second => Found { second: second.map_or(-1.0, |s| s.agreement), ..whole(best) },
        })
    }

    fn refine(&self, pyramid: &[Gray], start: Affine) -> Option<Found> {
        let mut map = start.scaled(0.5);
        let mut agreement = 0.0;
        for (k, (level, picture)) in self.levels.iter().zip(pyramid).enumerate() {
            if k > 0 {
                map = map.scaled(2.0);
            }
            let found = level.align(picture, map, ROUNDS)?;
            (map, agreement) = (found.map, found.correlation);
        }
        SCALES.contains(&map.scale()).then_some(Found { map, agreement, second: -1.0 })
    }
}

#[cfg(test)]
mod tests;
