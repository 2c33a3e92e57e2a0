//! Fine alignment: which affine map lays one picture over another, to a fraction of a pixel.
//!
//! The inverse compositional form (Baker and Matthews 2004) of maximising the correlation (ECC, Evangelidis and
//! Psarakis 2008): slopes and their products are of the fixed picture alone and are worked out once; each round takes the
//! moving picture as it lies now, brings its brightness and contrast to those of the fixed one and moves by the least
//! squares of what is left. What is left is cut at twice its usual size, so that a missing part pulls little.

use super::{Affine, Gray};

/// How free the map is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// Shift and turn.
    Rigid,
    /// Shift, turn and scale.
    Similarity,
    /// Shift, turn, scale and shear.
    Affine,
}

/// A picture that others are laid over, with what is worked out once.
#[derive(Debug, Clone)]
pub struct Aligner {
    fixed: Gray,
    motion: Motion,
    /// For each pixel how the value would change with each freedom.
    slopes: Vec<[f32; 6]>,
    /// The inverse of the sum of products of slopes.
    inverse: [[f64; 6]; 6],
}

/// A map from the fixed picture into the moving one, and how well they agree there (-1 to 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alignment {
    pub map: Affine,
    pub correlation: f32,
}

/// Below this movement of the corners, in pixels, it is done.
const STILL: f64 = 0.004;
/// Part of the fixed picture that the moving one must cover.
const COVERED: f64 = 0.5;
/// What is left counts up to so many times its usual size.
const CUT: f32 = 2.0;

impl Aligner {
    /// `None` where the picture has no structure to hold on to.
    pub fn new(fixed: Gray, motion: Motion) -> Option<Aligner> {
        Aligner::steadied(fixed, motion, [0.0; 2])
    }

    /// As [`Aligner::new`], with a turn and a scale that are held back by so many times of what holds a shift; where nothing of the
    /// picture tells them, they would wander. An affine map has neither by itself.
    pub fn steadied(fixed: Gray, motion: Motion, held: [f64; 2]) -> Option<Aligner> {
        let (w, h) = (fixed.width, fixed.height);
        if w < 4 || h < 4 {
            return None;
        }
        let (cx, cy, unit) = frame(w, h);
        let mut slopes = Vec::with_capacity(w * h);
        let mut sums = [[0.0f64; 6]; 6];
        let free = motion.freedoms();
        for y in 0..h as isize {
            for x in 0..w as isize {
                let gx = (fixed.near(x + 1, y) - fixed.near(x - 1, y)) / 2.0;
                let gy = (fixed.near(x, y + 1) - fixed.near(x, y - 1)) / 2.0;
                let (u, v) = ((x as f32 + 0.5 - cx) / unit, (y as f32 + 0.5 - cy) / unit);
                let s = match motion {
                    Motion::Affine => [gx * u, gx * v, gx, gy * u, gy * v, gy],
                    Motion::Rigid => [gy * u - gx * v, gx, gy, 0.0, 0.0, 0.0],
                    Motion::Similarity => [gy * u - gx * v, gx * u + gy * v, gx, gy, 0.0, 0.0],
                };
                for (row, a) in sums.iter_mut().zip(&s).take(free) {
                    row.iter_mut().zip(&s).for_each(|(sum, b)| *sum += f64::from(a * b));
                }
                slopes.push(s);
            }
        }
        if motion != Motion::Affine {
            // Shifts come last.
            let shift = (sums[free - 2][free - 2] + sums[free - 1][free - 1]) / 2.0;
            for (k, held) in held.into_iter().enumerate().take(free - 2) {
                sums[k][k] += held * shift;
            }
        }
        let inverse = invert(&sums, free)?;
        Some(Aligner { fixed, motion, slopes, inverse })
    }

    pub fn fixed(&self) -> &Gray {
        &self.fixed
    }

    /// The place of the fixed picture, in its pixels, that a turn and a scale which are little known move least: the middle of what is
    /// round, the tip of a corner.
    pub fn hold(&self) -> (f64, f64) {
        let (w, h) = (self.fixed.width, self.fixed.height);
        let (cx, cy, unit) = frame(w, h);
        // How surely freedoms are known, and how they hang together.
        let c = &self.inverse;
        let (u, v) = match self.motion {
            Motion::Rigid => (-c[0][2] / c[0][0], c[0][1] / c[0][0]),
            Motion::Similarity => {
                let both = c[0][0] + c[1][1];
                (-(c[1][2] + c[0][3]) / both, (c[0][2] - c[1][3]) / both)
            }
            Motion::Affine => (0.0, 0.0),
        };
        let place = |middle: f32, by: f64, most: usize| {
            let place = f64::from(middle) + by * f64::from(unit);
            if place.is_finite() { place.clamp(0.0, most as f64) } else { middle.into() }
        };
        (place(cx, u, w), place(cy, v, h))
    }

    /// Refines `start` in at most `rounds`; `None` where the pictures come to lie beside each other.
    pub fn align(&self, moving: &Gray, start: Affine, rounds: usize) -> Option<Alignment> {
        let (w, h) = (self.fixed.width, self.fixed.height);
        let (cx, cy, unit) = frame(w, h);
        let mut map = start;
        let mut best: Option<Alignment> = None;
        let mut values = vec![f32::NAN; w * h];
        for round in 0..=rounds {
            let seen = look(&self.fixed, moving, &map, &mut values)?;
            if best.is_none_or(|b| seen.correlation > b.correlation) {
                best = Some(Alignment { map, correlation: seen.correlation });
            }
            if round == rounds {
                break;
            }
            let cut = CUT * seen.usual_rest;
            let mut pull = [0.0f64; 6];
            for ((value, fixed), s) in values.iter().zip(&self.fixed.data).zip(&self.slopes) {
                let rest = value * seen.gain + seen.lift - fixed;
                if rest.is_finite() {
                    let rest = rest.clamp(-cut, cut);
                    pull.iter_mut().zip(s).for_each(|(p, s)| *p += f64::from(rest * s));
                }
            }
            let free = self.motion.freedoms();
            let mut step = [0.0f64; 6];
            for (a, s) in step.iter_mut().enumerate().take(free) {
                *s = (0..free).map(|b| self.inverse[a][b] * pull[b]).sum();
            }
            let step = self.motion.map(&step, (cx.into(), cy.into()), unit.into());
            map = map.after(&step.inverse()?);
            let corners = [(0.0, 0.0), (w as f64, 0.0), (0.0, h as f64), (w as f64, h as f64)];
            let moved = corners.map(|(x, y)| {
                let (a, b) = step.apply(x, y);
                (a - x).hypot(b - y)
            });
            if moved.iter().all(|m| *m < STILL) {
                let seen = look(&self.fixed, moving, &map, &mut values)?;
                if best.is_none_or(|b| seen.correlation >= b.correlation) {
                    best = Some(Alignment { map, correlation: seen.correlation });
                }
                break;
            }
        }
        best
    }
}

impl Motion {
    fn freedoms(self) -> usize {
        match self {
            Motion::Rigid => 3,
            Motion::Similarity => 4,
            Motion::Affine => 6,
        }
    }

    /// The small map that a step means.
    fn map(self, s: &[f64; 6], (cx, cy): (f64, f64), unit: f64) -> Affine {
        match self {
            Motion::Rigid => Affine::similarity((s[0] / unit).to_degrees(), 1.0, (cx, cy), (s[1], s[2])),
            Motion::Similarity => {
                let (a, b) = (1.0 + s[1] / unit, s[0] / unit);
                Affine([a, -b, cx - a * cx + b * cy + s[2], b, a, cy - b * cx - a * cy + s[3]])
            }
            Motion::Affine => {
                let m = [1.0 + s[0] / unit, s[1] / unit, s[3] / unit, 1.0 + s[4] / unit];
                let [a, b, d, e] = m;
                Affine([a, b, cx - a * cx - b * cy + s[2], d, e, cy - d * cx - e * cy + s[5]])
            }
        }
    }
}

/// The middle of a picture and the length that its half is measured in.
fn frame(w: usize, h: usize) -> (f32, f32, f32) {
    (w as f32 / 2.0, h as f32 / 2.0, (w.max(h) as f32 / 2.0).max(1.0))
}

/// How the moving picture lies now.
struct Seen {
    correlation: f32,
    /// What its values are multiplied by, and what is added, to be like the fixed one's.
    gain: f32,
    lift: f32,
    /// Mean size of what is left then.
    usual_rest: f32,
}

/// Writes the moving picture's values into `values`, `NAN` where it does not reach.
fn look(fixed: &Gray, moving: &Gray, map: &Affine, values: &mut [f32]) -> Option<Seen> {
    let (mut n, mut sf, mut sm, mut sff, mut smm, mut sfm) = (0usize, 0f64, 0f64, 0f64, 0f64, 0f64);
    let m = map.0.map(|v| v as f32);
    for (y, (line, fixed)) in
        values.chunks_exact_mut(fixed.width).zip(fixed.data.chunks_exact(fixed.width)).enumerate()
    {
        let y = y as f32 + 0.5;
        let (x0, y0) = (m[1] * y + m[2], m[4] * y + m[5]);
        let (mut lf, mut lm, mut lff, mut lmm, mut lfm) = (0f32, 0f32, 0f32, 0f32, 0f32);
        for (x, (value, &f)) in line.iter_mut().zip(fixed).enumerate() {
            let x = x as f32 + 0.5;
            *value = moving.at(m[0] * x + x0, m[3] * x + y0).unwrap_or(f32::NAN);
            if !value.is_nan() {
                let (f, v) = (f - 128.0, *value - 128.0);
                n += 1;
                lf += f;
                lm += v;
                lff += f * f;
                lmm += v * v;
                lfm += f * v;
            }
        }
        sf += f64::from(lf);
        sm += f64::from(lm);
        sff += f64::from(lff);
        smm += f64::from(lmm);
        sfm += f64::from(lfm);
    }
    if (n as f64) < COVERED * (fixed.width * fixed.height) as f64 {
        return None;
    }
    let count = n as f64;
    let (vf, vm, cov) = (sff - sf * sf / count, smm - sm * sm / count, sfm - sf * sm / count);
    if vf <= 1e-6 * count || vm <= 1e-6 * count {
        return Some(Seen { correlation: 0.0, gain: 0.0, lift: 0.0, usual_rest: 0.0 });
    }
    let correlation = cov / (vf * vm).sqrt();
    // Contrast as that of the fixed picture: least squares would shrink what lies badly.
    let gain = (vf / vm).sqrt();
    let lift = (sf - gain * sm) / count + 128.0 - 128.0 * gain;
    let (gain, lift) = (gain as f32, lift as f32);
    let rest: f64 = values
        .iter()
        .zip(&fixed.data)
        .map(|(v, f)| (v * gain + lift - f).abs())
        .filter(|r| r.is_finite())
        .map(f64::from)
        .sum();
    Some(Seen { correlation: correlation as f32, gain, lift, usual_rest: (rest / count) as f32 })
}

/// By Gauss and Jordan; `None` where the freedoms cannot be told apart.
fn invert(sums: &[[f64; 6]; 6], free: usize) -> Option<[[f64; 6]; 6]> {
    let mut a = *sums;
    let mut inverse = [[0.0f64; 6]; 6];
    (0..6).for_each(|i| inverse[i][i] = 1.0);
    let largest = (0..free).map(|i| a[i][i]).fold(0.0, f64::max);
    for column in 0..free {
        let pivot = (column..free).max_by(|&p, &q| a[p][column].abs().total_cmp(&a[q][column].abs()))?;
        a.swap(column, pivot);
        inverse.swap(column, pivot);
        let head = a[column][column];
        if !head.is_finite() || head.abs() <= largest * 1e-9 {
            return None;
        }
        for k in 0..6 {
            a[column][k] /= head;
            inverse[column][k] /= head;
        }
        for row in (0..free).filter(|r| *r != column) {
            let factor = a[row][column];
            for k in 0..6 {
                a[row][k] -= factor * a[column][k];
                inverse[row][k] -= factor * inverse[column][k];
            }
        }
    }
    Some(inverse)
}
