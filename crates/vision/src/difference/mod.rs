//! The difference of two pictures of the same scene: a good one, the template, is laid over the other, brought to the same
//! light, and what is left beyond a tolerance at edges becomes spots. No learning: what a spot is, others tell.

mod axis;
mod light;
mod names;
mod plane;
mod spots;

pub use axis::Axis;
pub use names::{is_template, pair_name, template_beside, template_stem};
pub use plane::Plane;
pub use spots::{Spot, spots};

use crate::Picture;
use crate::register::{Affine, Registrar, warped};

/// What counts as a difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// An edge may lie so many pixels beside its place.
    pub edge: usize,
    /// A pixel must differ by so much of the contrast between the template's dark and bright parts.
    pub contrast: f32,
    /// Places that are at most so many pixels apart make one spot.
    pub join: usize,
    /// A spot has at least so many pixels.
    pub least: u32,
}

/// Two pictures laid over each other, of the size of the tested one.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// Both at the same light: the template's dark parts at 48, its bright ones at 208.
    pub test: Plane,
    pub template: Plane,
    /// How far a pixel of the one is from all of the other near it; 0 where the template does not reach.
    pub rest: Plane,
    /// From the tested picture into the template.
    pub map: Affine,
    /// How well they agree, -1 to 1.
    pub agreement: f32,
}

/// Values that the template's dark and bright parts are brought to.
const DARK: f32 = 48.0;
const BRIGHT: f32 = 208.0;
/// A shift of the corners below this, in pixels, is none.
const STILL: f64 = 0.3;
/// Side of the finest level that pictures are laid over each other at: edges may lie a pixel or two beside their place
/// anyway.
const FINEST: usize = 160;

/// `None` where one of them shows nothing to hold on to.
pub fn lay(test: &Picture, template: &Picture, tolerance: &Tolerance) -> Option<Laid> {
    let axis = Axis::of(template);
    let (seen, wanted) = (axis.gray(test), axis.gray(template));
    let found = Registrar::with_finest(&seen, FINEST)?.register(&wanted)?;
    let (width, height) = (seen.width, seen.height);
    let moved = moves(&found.map, width, height) > STILL || (wanted.width, wanted.height) != (width, height);
    let map = if moved { found.map } else { Affine::IDENTITY };
    let wanted = if moved { warped(&wanted, &map, width, height) } else { wanted };
    let reach = Reach::of(&map, (template.width, template.height), (width, height));
    let (dark, bright) = light::modes(&wanted)?;
    let field = light::Field::of(&seen, &wanted, &reach);
    let gain = (BRIGHT - DARK) / (bright - dark);
    let level = |v: f32| ((v - dark) * gain + DARK).clamp(0.0, 255.0) as u8;
    let template = Plane { width, height, data: wanted.data.iter().map(|v| level(*v)).collect() };
    let test = field.plane(&seen, level);
    let mut rest = plane::apart(&test, &template, tolerance.edge);
    reach.clear_outside(&mut rest, tolerance.edge);
    Some(Laid { test, template, rest, map, agreement: found.correlation })
}

impl Laid {
    /// Where they differ, in reading order.
    pub fn spots(&self, tolerance: &Tolerance) -> Vec<Spot> {
        let step = (tolerance.contrast * (BRIGHT - DARK)).clamp(1.0, 255.0) as u8;
        spots(&self.rest, step, tolerance.join, tolerance.least)
    }
}

/// The largest way that a corner goes.
fn moves(map: &Affine, width: usize, height: usize) -> f64 {
    let (w, h) = (width as f64, height as f64);
    let far = [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)].map(|(x, y)| {
        let (u, v) = map.apply(x, y);
        (u - x).hypot(v - y)
    });
    far.into_iter().fold(0.0, f64::max)
}

/// Which pixels of the tested picture the template shows.
struct Reach {
    map: Affine,
    template: (f64, f64),
    size: (usize, usize),
    all: bool,
}

impl Reach {
    fn of(map: &Affine, template: (u32, u32), size: (usize, usize)) -> Reach {
        let template = (f64::from(template.0), f64::from(template.1));
        let mut reach = Reach { map: *map, template, size, all: false };
        let (w, h) = (size.0 as f64, size.1 as f64);
        reach.all =
            [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)].into_iter().all(|(x, y)| reach.shows(x, y, -1e-6));
        reach
    }

    /// `margin` pixels inside of the template's edges.
    fn shows(&self, x: f64, y: f64, margin: f64) -> bool {
        let (u, v) = self.map.apply(x, y);
        u >= margin && v >= margin && u <= self.template.0 - margin && v <= self.template.1 - margin
    }

    fn clear_outside(&self, rest: &mut Plane, edge: usize) {
        if self.all {
            return;
        }
        for y in 0..self.size.1 {
            let line = &mut rest.data[y * self.size.0..(y + 1) * self.size.0];
            for (x, value) in line.iter_mut().enumerate().filter(|(_, v)| **v > 0) {
                if !self.shows(x as f64 + 0.5, y as f64 + 0.5, edge as f64) {
                    *value = 0;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
