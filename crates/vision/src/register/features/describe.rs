use super::Gray;
use super::corners::{boxed, corners};
use crate::register::{Affine, warped};
use std::f32::consts::TAU;

/// A corner as it is known again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Feature {
    /// In the picture as it was given.
    pub x: f64,
    pub y: f64,
    /// Which way it points, in degrees.
    pub degrees: f32,
    pub strength: f32,
    /// Which of two places near it is the lighter one, of 256 pairs.
    bits: [u64; 4],
}

impl Feature {
    /// In how many pairs two differ.
    pub fn differs(&self, other: &Feature) -> u32 {
        self.bits.iter().zip(&other.bits).map(|(a, b)| (a ^ b).count_ones()).sum()
    }
}

/// From one size to the next, and how many there are.
const STEP: f64 = 1.3;
const SIZES: usize = 6;
/// Pixels around a corner that tell which way it points, and that pairs are taken from.
const AROUND: isize = 9;
const REACH: f32 = 11.0;
/// Pixels that a corner must lie within the picture.
const MARGIN: usize = 14;

/// The strongest corners of a picture in all its sizes.
pub(super) fn features(picture: &Gray, most: usize) -> Vec<Feature> {
    let pairs = pairs();
    let mut all = Vec::new();
    let mut level = boxed(picture, 1);
    for size in 0..SIZES {
        let scale = STEP.powi(size as i32);
        let soft = boxed(&level, 2);
        for corner in corners(&level, MARGIN) {
            let (x, y) = (corner.x - 0.5, corner.y - 0.5);
            let angle = pointing(&level, x.round() as isize, y.round() as isize);
            all.push(Feature {
                x: f64::from(corner.x) * scale,
                y: f64::from(corner.y) * scale,
                degrees: angle.to_degrees(),
                strength: corner.strength,
                bits: told(&soft, (x, y), angle, &pairs),
            });
        }
        let (w, h) = ((level.width as f64 / STEP) as usize, (level.height as f64 / STEP) as usize);
        if w.min(h) <= 2 * MARGIN + 4 {
            break;
        }
        level = warped(&boxed(&level, 1), &Affine([STEP, 0.0, 0.0, 0.0, STEP, 0.0]), w, h);
    }
    all.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    all.truncate(most);
    all
}

/// The way from the corner to the middle of the light around it.
fn pointing(level: &Gray, x: isize, y: isize) -> f32 {
    let (mut across, mut down) = (0.0f32, 0.0f32);
    for dy in -AROUND..=AROUND {
        for dx in -AROUND..=AROUND {
            if dx * dx + dy * dy <= AROUND * AROUND {
                let value = level.near(x + dx, y + dy);
                across += dx as f32 * value;
                down += dy as f32 * value;
            }
        }
    }
    down.atan2(across)
}

fn told(soft: &Gray, (x, y): (f32, f32), angle: f32, pairs: &[[f32; 4]]) -> [u64; 4] {
    let (sin, cos) = angle.sin_cos();
    let at = |u: f32, v: f32| {
        let (a, b) = (x + cos * u - sin * v, y + sin * u + cos * v);
        soft.near(a.round() as isize, b.round() as isize)
    };
    let mut bits = [0u64; 4];
    for (k, [u, v, p, q]) in pairs.iter().enumerate() {
        if at(*u, *v) < at(*p, *q) {
            bits[k / 64] |= 1 << (k % 64);
        }
    }
    bits
}

/// 256 pairs of places, most of them near the middle; the same ones each time.
fn pairs() -> Vec<[f32; 4]> {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1u64 << 24) as f32
    };
    let mut place = move || {
        // The mean of two makes places near the middle likelier.
        let (far, angle) = (REACH * (next() + next()) / 2.0, TAU * next());
        [far * angle.cos(), far * angle.sin()]
    };
    (0..256)
        .map(|_| {
            let ([u, v], [p, q]) = (place(), place());
            [u, v, p, q]
        })
        .collect()
}
