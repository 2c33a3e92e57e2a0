//! Registration: where a known scene lies in a picture. A coarse search by correlation finds it under larger shifts and
//! turns, a fine alignment lays it over to a fraction of a pixel, and parts are looked for near their place. Refuses where
//! the picture does not agree with what is looked for.

mod affine;
mod align;
mod features;
mod finder;
mod gray;
mod homography;
mod search;

pub use affine::Affine;
pub use align::{Aligner, Alignment, Motion};
pub use features::{FeatureFinder, Laid};
pub use finder::{Finder, Found, Search};
pub use gray::Gray;
pub use homography::{Fit, Homography, NoFit, Pair, seen_through, sound, spread, steady};
pub use search::Template;

/// A scene made ready to be found in pictures.
#[derive(Debug, Clone)]
pub struct Registrar {
    /// From coarse to fine.
    levels: Vec<Aligner>,
    /// The finest level is the picture scaled down by this.
    pub reduction: usize,
}

/// Sides of the coarsest and of the finest level are not below these; the finer goes no finer than it needs.
const COARSEST: usize = 64;
const FINEST: usize = 320;
const ROUNDS: usize = 30;
/// An agreement that needs no further search.
const SURE: f32 = 0.9;
/// How far the coarse search goes, as a part of the coarsest level's sides, and in degrees.
const REACH: f64 = 0.16;
const TURNS: [f64; 7] = [0.0, -3.0, 3.0, -6.0, 6.0, -9.0, 9.0];
/// Candidates of the coarse search that are refined.
const REFINED: usize = 3;

impl Registrar {
    /// `None` where the scene has no structure, or is smaller than a few pixels.
    pub fn new(scene: &Gray) -> Option<Registrar> {
        Registrar::with_finest(scene, FINEST)
    }

    /// As [`Registrar::new`], looking no finer than at sides of `finest` to twice that: faster, and less exact.
    pub fn with_finest(scene: &Gray, finest: usize) -> Option<Registrar> {
        let mut level = scene.clone();
        let mut reduction = 1;
        while level.width.min(level.height) >= 2 * finest.max(COARSEST) {
            level = level.half();
            reduction *= 2;
        }
        let mut levels = vec![Aligner::new(level.clone(), Motion::Affine)?];
        while level.width.min(level.height) >= 2 * COARSEST && levels.len() < 4 {
            level = level.half();
            levels.push(Aligner::new(level.clone(), Motion::Affine)?);
        }
        levels.reverse();
        Some(Registrar { levels, reduction })
    }

    /// The map from the scene into `picture`, both in full size. What it is worth tells the correlation; whoever asks
    /// decides from where on that is too little.
    pub fn register(&self, picture: &Gray) -> Option<Alignment> {
        let mut pyramid = vec![picture.clone()];
        let mut reduction = 1;
        while reduction < self.reduction {
            pyramid = vec![pyramid.pop()?.half()];
            reduction *= 2;
        }
        while pyramid.len() < self.levels.len() {
            let next = pyramid.last()?.half();
            pyramid.push(next);
        }
        pyramid.reverse();
        let first = self.refine(&pyramid, Affine::IDENTITY);
        if let Some(found) = first.filter(|f| f.correlation >= SURE) {
            return Some(self.whole(found));
        }
        let starts = self.starts(pyramid.first()?);
        let found = starts.into_iter().filter_map(|start| self.refine(&pyramid, start)).chain(first);
        found.max_by(|a, b| a.correlation.total_cmp(&b.correlation)).map(|f| self.whole(f))
    }

    fn whole(&self, found: Alignment) -> Alignment {
        Alignment { map: found.map.scaled(self.reduction as f64), ..found }
    }

    fn refine(&self, pyramid: &[Gray], start: Affine) -> Option<Alignment> {
        let mut found = Alignment { map: start, correlation: 0.0 };
        for (k, (level, picture)) in self.levels.iter().zip(pyramid).enumerate() {
            if k > 0 {
                found.map = found.map.scaled(2.0);
            }
            found = level.align(picture, found.map, ROUNDS)?;
        }
        Some(found)
    }

    /// The likeliest places on the coarsest level.
    fn starts(&self, picture: &Gray) -> Vec<Affine> {
        let Some(level) = self.levels.first() else { return Vec::new() };
        let fixed = level.fixed();
        let (w, h) = (fixed.width, fixed.height);
        // Of the middle of the scene, so that it stays inside when shifted.
        let inset = |side: usize| (side as f64 * REACH) as usize;
        let (ix, iy) = (inset(w), inset(h));
        let middle = (w as f64 / 2.0, h as f64 / 2.0);
        let (inner_w, inner_h) = (w - 2 * ix, h - 2 * iy);
        let template = Template::of(&fixed.part(ix as isize, iy as isize, inner_w, inner_h));
        let reach = ix.max(iy) as isize;
        let mut found: Vec<(f32, Affine)> = Vec::new();
        for degrees in TURNS {
            let turn = Affine::similarity(degrees, 1.0, middle, (0.0, 0.0));
            let turned = warped(picture, &turn, w, h);
            let mut places = Vec::new();
            for dy in -reach..=reach {
                for dx in -reach..=reach {
                    let agreement = template.agreement(&turned, ix as isize + dx, iy as isize + dy);
                    places.push((agreement, dx, dy));
                }
            }
            places.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
            if let Some(&(agreement, dx, dy)) = places.first() {
                let shift = Affine([1.0, 0.0, dx as f64, 0.0, 1.0, dy as f64]);
                found.push((agreement, turn.after(&shift)));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().take(REFINED).map(|(_, map)| map).collect()
    }
}

/// The picture as seen through `map`, which tells for each place of the result where it lies in `picture`; continued at
/// the edges.
pub fn warped(picture: &Gray, map: &Affine, width: usize, height: usize) -> Gray {
    let m = map.0.map(|v| v as f32);
    let mut data = Vec::with_capacity(width * height);
    let (right, below) = (picture.width as f32 - 0.51, picture.height as f32 - 0.51);
    for y in 0..height {
        let y = y as f32 + 0.5;
        let (x0, y0) = (m[1] * y + m[2], m[4] * y + m[5]);
        data.extend((0..width).map(|x| {
            let x = x as f32 + 0.5;
            let at = ((m[0] * x + x0).clamp(0.5, right), (m[3] * x + y0).clamp(0.5, below));
            picture.at(at.0, at.1).unwrap_or(0.0)
        }));
    }
    Gray { width, height, data }
}

#[cfg(test)]
mod tests;
