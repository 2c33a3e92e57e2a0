//! Faults that no part had: pieces of the part itself and drawn textures, pasted into good pictures, so that good can be told from
//! bad where there are no or few bad pictures. After CutPaste (Li et al. 2021, arXiv 2104.04015: cuts and thin scars of the picture
//! itself) and DRAEM (Zavrtanik et al. 2021, arXiv 2108.07610: foreign textures within a noisy outline, more or less opaque); the
//! textures are drawn here instead of taken from a set of pictures. The same seed gives the same pixels.

use fovea_vision::Picture;
use std::f32::consts::TAU;

/// Most pictures that are made of one good picture.
pub(super) const PASTES: usize = 2;
/// Most pictures that are made in all.
pub(super) const MOST: usize = 400;
/// Tries to paste something that can be seen.
const TRIES: usize = 12;
/// A fault changes what it covers by at least this on average, of 255.
const VISIBLE: f32 = 12.0;
/// Fewest pixels that it covers.
const FEWEST: usize = 12;
/// Pieces that a bent line is drawn with.
const PIECES: usize = 16;

/// Which pictures are made: `slots[i * PASTES + k]` tells whether picture `i` is pasted into the `k`th time. `wanted` of them, spread
/// evenly over the good ones.
pub(super) fn slots(good: &[bool], wanted: usize) -> Vec<bool> {
    let total = good.iter().filter(|g| **g).count() * PASTES;
    let wanted = wanted.min(total);
    let mut at = 0;
    let mut slots = Vec::with_capacity(good.len() * PASTES);
    for &good in good {
        for _ in 0..PASTES {
            at += usize::from(good);
            slots.push(good && at * wanted / total != (at - 1) * wanted / total);
        }
    }
    slots
}

/// One of its own for each made picture.
pub(super) fn seed_of(seed: u64, slot: usize) -> u64 {
    (seed ^ 0x5eed_0fa5_7e00_0001).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(slot as u64)
}

/// The picture with something foreign in it.
pub(super) fn pasted(picture: &Picture, seed: u64) -> Picture {
    let mut rng = fastrand::Rng::with_seed(seed);
    // A camera without colours sees foreign things without them, too.
    let gray = picture.rgb.chunks_exact(3).all(|p| p[0] == p[1] && p[1] == p[2]);
    for _ in 0..TRIES {
        let (shape, fill) = (Shape::drawn(picture, &mut rng), Fill::drawn(picture, gray, &mut rng));
        if let Some(made) = laid(picture, &shape, &fill) {
            return made;
        }
    }
    stamped(picture)
}

/// `None` where one could hardly see it.
fn laid(picture: &Picture, shape: &Shape, fill: &Fill) -> Option<Picture> {
    let mut made = picture.clone();
    let (mut covered, mut changed) = (0usize, 0.0f32);
    for y in 0..picture.height {
        for x in 0..picture.width {
            let alpha = shape.alpha(x as f32 + 0.5, y as f32 + 0.5);
            if alpha <= 0.0 {
                continue;
            }
            let at = 3 * (y as usize * picture.width as usize + x as usize);
            let color = fill.color(picture, x, y);
            for (channel, color) in color.into_iter().enumerate() {
                let old = f32::from(picture.rgb[at + channel]);
                let new = (old + alpha * (color - old)).round().clamp(0.0, 255.0);
                made.rgb[at + channel] = new as u8;
                if alpha > 0.5 {
                    changed += (new - old).abs() / 3.0;
                }
            }
            covered += usize::from(alpha > 0.5);
        }
    }
    (covered >= FEWEST && changed >= VISIBLE * covered as f32).then_some(made)
}

/// What can always be seen: a small square that is lighter or darker than what it lies on.
fn stamped(picture: &Picture) -> Picture {
    let mut made = picture.clone();
    let side = (picture.width.min(picture.height) / 12).max(4);
    let (left, top) = (picture.width / 2, picture.height / 2);
    for y in top..(top + side).min(picture.height) {
        for x in left..(left + side).min(picture.width) {
            let at = 3 * (y as usize * picture.width as usize + x as usize);
            made.rgb[at..at + 3].iter_mut().for_each(|v| *v = if *v < 128 { *v + 100 } else { *v - 100 });
        }
    }
    made
}

/// From one number to another.
fn between(rng: &mut fastrand::Rng, least: f32, most: f32) -> f32 {
    least + rng.f32() * (most - least)
}

/// Where it lies: the middle, how it is turned, and its outline about that.
struct Shape {
    middle: [f32; 2],
    /// Sine and cosine.
    turn: (f32, f32),
    outline: Outline,
}

enum Outline {
    /// An ellipse with an uneven edge: half axes, and height and phase of its waves.
    Blob([f32; 2], [(f32, f32); 4]),
    /// A thin straight piece: half sides.
    Scar([f32; 2]),
    /// A bent line: its points, and half its width.
    Fibre(Vec<[f32; 2]>, f32),
}

impl Shape {
    fn drawn(picture: &Picture, rng: &mut fastrand::Rng) -> Shape {
        let (w, h) = (picture.width as f32, picture.height as f32);
        let side = w.min(h);
        let outline = match rng.u8(..5) {
            0..=2 => {
                let half = between(rng, 0.02, 0.11) * side;
                let other = half * between(rng, 0.45, 1.0);
                let waves =
                    [2.0f32, 3.0, 4.0, 5.0].map(|k| (between(rng, 0.0, 0.5) / k, between(rng, 0.0, TAU)));
                Outline::Blob([half, other], waves)
            }
            3 => {
                Outline::Scar([between(rng, 0.04, 0.17) * side, (between(rng, 0.006, 0.02) * side).max(0.8)])
            }
            _ => {
                let reach = between(rng, 0.08, 0.2) * side;
                let bend = between(rng, -0.7, 0.7) * reach;
                // A parabola from end to end, bent by so much in its middle.
                let point = |i: usize| {
                    let t = 2.0 * i as f32 / PIECES as f32 - 1.0;
                    [t * reach, bend * (1.0 - t * t)]
                };
                Outline::Fibre(
                    (0..=PIECES).map(point).collect(),
                    (between(rng, 0.004, 0.012) * side).max(0.8),
                )
            }
        };
        let middle = [between(rng, 0.08, 0.92) * w, between(rng, 0.08, 0.92) * h];
        Shape { middle, turn: between(rng, 0.0, TAU).sin_cos(), outline }
    }

    /// How much of the place it covers: 0 outside, 1 inside, between them over one pixel.
    fn alpha(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - self.middle[0], y - self.middle[1]);
        let (sin, cos) = self.turn;
        let (u, v) = (cos * x + sin * y, cos * y - sin * x);
        let outside = match &self.outline {
            Outline::Blob([a, b], waves) => {
                let (p, q) = (u / a, v / b);
                let far = p.hypot(q);
                if far > 2.0 {
                    return 0.0;
                }
                let angle = q.atan2(p);
                let edge: f32 = waves
                    .iter()
                    .zip(2u8..)
                    .map(|((high, at), k)| high * (f32::from(k) * angle + at).sin())
                    .sum();
                (far - 1.0 - edge) * a.min(*b)
            }
            Outline::Scar([a, b]) => (u.abs() - a).max(v.abs() - b),
            Outline::Fibre(points, half) => {
                let far = points.windows(2).map(|p| to_line([u, v], p[0], p[1])).fold(f32::MAX, f32::min);
                far - half
            }
        };
        (0.5 - outside).clamp(0.0, 1.0)
    }
}

/// How far a point lies from a piece of a line.
fn to_line(p: [f32; 2], a: [f32; 2], b: [f32; 2]) -> f32 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let t = (((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy).max(1e-6)).clamp(0.0, 1.0);
    (p[0] - a[0] - t * dx).hypot(p[1] - a[1] - t * dy)
}

/// What it shows.
enum Fill {
    /// Another place of the picture, lighter or darker.
    Cut { shift: (u32, u32), gain: f32, lift: f32 },
    /// Two colours mixed by noise of three sizes, and how opaque that is.
    Texture { colors: [[f32; 3]; 2], layers: Vec<(Noise, f32)>, opaque: f32 },
}

impl Fill {
    fn drawn(picture: &Picture, gray: bool, rng: &mut fastrand::Rng) -> Fill {
        let (w, h) = (picture.width, picture.height);
        if rng.u8(..5) < 2 {
            let shift = (w / 4 + rng.u32(..(w / 2).max(1)), h / 4 + rng.u32(..(h / 2).max(1)));
            return Fill::Cut { shift, gain: between(rng, 0.75, 1.3), lift: between(rng, -25.0, 25.0) };
        }
        let mut color = || {
            let mut color = [0, 1, 2].map(|_| between(rng, 5.0, 250.0));
            if gray {
                color = [color[0]; 3];
            }
            color
        };
        let (first, other) = (color(), color());
        // From all but one colour to two that differ.
        let mixed = between(rng, 0.1, 1.0);
        let second = [0, 1, 2].map(|i| first[i] + mixed * (other[i] - first[i]));
        let cells = between(rng, 4.0, 24.0);
        let layers = [(1.0f32, 0.5f32), (2.0, 0.3), (4.0, 0.2)]
            .map(|(finer, weight)| (Noise::drawn((cells * finer) as usize, rng), weight));
        Fill::Texture { colors: [first, second], layers: layers.into(), opaque: between(rng, 0.5, 1.0) }
    }

    fn color(&self, picture: &Picture, x: u32, y: u32) -> [f32; 3] {
        let pixel = |x: u32, y: u32| picture.pixel(x, y).unwrap_or_default().map(f32::from);
        match self {
            Fill::Cut { shift, gain, lift } => {
                let from = pixel((x + shift.0) % picture.width, (y + shift.1) % picture.height);
                from.map(|v| v * gain + lift)
            }
            Fill::Texture { colors, layers, opaque } => {
                let (u, v) = (x as f32 / picture.width as f32, y as f32 / picture.height as f32);
                let mix: f32 = layers.iter().map(|(noise, weight)| weight * noise.at(u, v)).sum();
                let under = pixel(x, y);
                [0, 1, 2].map(|i| {
                    let color = colors[0][i] + mix * (colors[1][i] - colors[0][i]);
                    under[i] + opaque * (color - under[i])
                })
            }
        }
    }
}

/// Random values on a grid, smooth between them, 0 to 1.
struct Noise {
    side: usize,
    values: Vec<f32>,
}

impl Noise {
    fn drawn(cells: usize, rng: &mut fastrand::Rng) -> Noise {
        let side = cells.max(2) + 1;
        Noise { side, values: (0..side * side).map(|_| rng.f32()).collect() }
    }

    /// `u` and `v` from 0 to 1 over the picture.
    fn at(&self, u: f32, v: f32) -> f32 {
        let cells = (self.side - 1) as f32;
        let split = |t: f32| {
            let t = (t * cells).clamp(0.0, cells - 1e-3);
            let part = t.fract();
            (t as usize, part * part * (3.0 - 2.0 * part))
        };
        let ((x, a), (y, b)) = (split(u), split(v));
        let value = |x: usize, y: usize| self.values[y * self.side + x];
        let top = value(x, y) + a * (value(x + 1, y) - value(x, y));
        let low = value(x, y + 1) + a * (value(x + 1, y + 1) - value(x, y + 1));
        top + b * (low - top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plate(gray: bool) -> Picture {
        let mut picture = Picture::new(96, 80);
        for (i, p) in picture.rgb.chunks_exact_mut(3).enumerate() {
            let value = 90 + (i * 7919 % 31) as u8;
            p.copy_from_slice(&if gray { [value; 3] } else { [value, 120, 60] });
        }
        picture
    }

    #[test]
    fn something_can_be_seen_and_most_of_the_picture_stays() {
        for gray in [false, true] {
            let good = plate(gray);
            for seed in 0..60 {
                let made = pasted(&good, seed_of(3, seed));
                let pairs = good.rgb.chunks_exact(3).zip(made.rgb.chunks_exact(3));
                let far =
                    |a: &[u8], b: &[u8]| a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0);
                let changed = pairs.filter(|(a, b)| far(a, b) >= 5).count();
                assert!(changed >= 6, "{seed}: {changed}");
                assert!(changed < 96 * 80 / 3, "{seed}: {changed}");
                let colourless = made.rgb.chunks_exact(3).all(|p| p[0] == p[1] && p[1] == p[2]);
                assert_eq!(colourless, gray, "{seed}");
            }
        }
    }

    #[test]
    fn the_same_seed_pastes_the_same_and_another_something_else() {
        let good = plate(false);
        assert_eq!(pasted(&good, seed_of(1, 4)), pasted(&good, seed_of(1, 4)));
        assert_ne!(pasted(&good, seed_of(1, 4)), pasted(&good, seed_of(1, 5)));
        assert_ne!(pasted(&good, seed_of(1, 4)), pasted(&good, seed_of(2, 4)));
    }

    #[test]
    fn made_pictures_are_spread_over_the_good_ones() {
        let good = [true, false, true, true, true];
        let count = |slots: &[bool]| slots.iter().filter(|s| **s).count();
        for (wanted, made) in [(0, 0), (3, 3), (8, 8), (100, 8)] {
            let slots = slots(&good, wanted);
            assert_eq!((slots.len(), count(&slots)), (5 * PASTES, made));
            assert!(!slots[PASTES] && !slots[PASTES + 1], "a bad picture stays as it is");
        }
        let few = slots(&good, 4);
        let each: Vec<usize> = few.chunks_exact(PASTES).map(count).collect();
        assert_eq!(each, [1, 0, 1, 1, 1]);
        assert!(slots(&[false, false], 5).iter().all(|s| !s));
    }
}
