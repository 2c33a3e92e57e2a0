//! What a mark tells of how it lies: a round one nothing of its turn, a corner nothing of its size.

use super::Search;
use crate::register::{Affine, Aligner, Gray, Motion};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    /// The place that is found most surely, in pixels of the mark.
    pub hold: (f64, f64),
    /// Whether it looks the same in every turn that is looked for.
    pub round: bool,
    /// Whether it looks the same in other sizes.
    pub sizeless: bool,
}

/// Two looks are the same from this agreement on.
const ALIKE: f32 = 0.95;
/// Turns that a round mark does not show, in degrees; the first counts even where less is looked for.
const TURNS: [f64; 4] = [12.0, 45.0, 90.0, 180.0];
/// Another size, either way.
const SIZE: f64 = 1.12;
/// Holds what is not told at all, so that it can be seen that it is not.
const LITTLE: f64 = 1e-3;

impl Mark {
    /// `None` where there is nothing to hold on to.
    pub fn of(template: &Gray, search: &Search) -> Option<Mark> {
        let motion = if search.scale > 0.0 { Motion::Similarity } else { Motion::Rigid };
        let aligner = Aligner::steadied(template.clone(), motion, [LITTLE; 2])?;
        let hold = aligner.hold();
        let alike = |degrees: f64, scale: f64| {
            let map = Affine::similarity(degrees, scale, hold, (0.0, 0.0));
            aligner.align(aligner.fixed(), map, 0).is_some_and(|a| a.correlation >= ALIKE)
        };
        let most = search.turn.max(TURNS[0]);
        let round = TURNS.iter().filter(|t| **t <= most).all(|t| alike(*t, 1.0) && alike(-t, 1.0));
        let sizeless = search.scale > 0.0 && alike(0.0, SIZE) && alike(0.0, 1.0 / SIZE);
        Some(Mark { hold, round, sizeless })
    }
}
