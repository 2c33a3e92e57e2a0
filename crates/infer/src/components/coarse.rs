//! Components seen so coarsely that print vanishes: their colours, and where on them they lie.

use super::{BoardSpec, SIDE, edges};
use fovea_vision::Picture;
use std::sync::LazyLock;

/// Places along a side of a coarse look.
const CELLS: usize = 24;
/// Bytes of a coarse look.
pub const COARSE_ROW: usize = 3 * CELLS * CELLS;
/// Pixels of a patch a place.
const STEP: usize = SIDE / CELLS;
/// Standard deviation in places of what is seen as one, beside what a place covers itself.
const BLUR: f32 = 1.73;
/// A component may lie so many places beside.
const REACH: isize = 2;
/// A larger difference says no more; steps of 256.
const MOST: f32 = 60.0;
/// Added to squared differences.
const NOISE: f32 = 50.0;

/// How much each place along a side counts for each.
static KERNEL: LazyLock<Vec<[f32; CELLS]>> = LazyLock::new(|| (0..CELLS).map(kernel).collect());

fn kernel(middle: usize) -> [f32; CELLS] {
    let side = CELLS as isize;
    let mut weights = [0.0f32; CELLS];
    // Continued at the edges.
    for x in -side..2 * side {
        let z = (x - middle as isize) as f32 / BLUR;
        weights[x.clamp(0, side - 1) as usize] += (-0.5 * z * z).exp();
    }
    let sum: f32 = weights.iter().sum();
    weights.map(|w| w / sum)
}

/// A patch as a coarse look: rows of places, each red, green and blue.
pub fn coarse(patch: &Picture) -> Vec<u8> {
    const LINE: usize = 3 * CELLS;
    let mut means = vec![0.0f32; COARSE_ROW];
    for (y, line) in patch.rgb.chunks_exact(3 * SIDE).enumerate() {
        let row = &mut means[y / STEP * LINE..][..LINE];
        for (place, pixels) in row.chunks_exact_mut(3).zip(line.chunks_exact(3 * STEP)) {
            for pixel in pixels.chunks_exact(3) {
                place.iter_mut().zip(pixel).for_each(|(m, p)| *m += f32::from(*p) / (STEP * STEP) as f32);
            }
        }
    }
    let mut across = vec![0.0f32; COARSE_ROW];
    for (line, out) in means.chunks_exact(LINE).zip(across.chunks_exact_mut(LINE)) {
        for (weights, out) in KERNEL.iter().zip(out.chunks_exact_mut(3)) {
            for (w, place) in weights.iter().zip(line.chunks_exact(3)) {
                out.iter_mut().zip(place).for_each(|(o, p)| *o += w * p);
            }
        }
    }
    let mut look = Vec::with_capacity(COARSE_ROW);
    for weights in KERNEL.iter() {
        let mut row = [0.0f32; LINE];
        for (w, line) in weights.iter().zip(across.chunks_exact(LINE)) {
            row.iter_mut().zip(line).for_each(|(r, v)| *r += w * v);
        }
        look.extend(row.map(|v| v.round().clamp(0.0, 255.0) as u8));
    }
    look
}

/// Coarse looks that are remembered: of each component the good one, then some of its place without it.
#[derive(Debug, Clone)]
pub struct CoarseBank {
    data: Vec<u8>,
    rows: usize,
    /// What each component fills: left, top, right, below, in places.
    inner: Vec<[isize; 4]>,
}

impl CoarseBank {
    /// The size was checked by [`BoardSpec::check`].
    pub fn of(spec: &BoardSpec, bytes: &[u8], rows: usize) -> CoarseBank {
        let cells = |pixels: usize| (pixels as f32 / STEP as f32).round() as isize;
        let inner = spec.components.iter().map(|c| {
            let (x, y) = edges(&c.bbox);
            [cells(x), cells(y), cells(SIDE - x), cells(SIDE - y)]
        });
        CoarseBank { data: bytes.to_vec(), rows, inner: inner.collect() }
    }

    fn row(&self, component: usize, row: usize) -> &[u8] {
        let at = (component * self.rows + row) * COARSE_ROW;
        self.data.get(at..at + COARSE_ROW).unwrap_or_default()
    }

    /// How much lighter than the good board another one is, by colour: what most of its components are.
    pub fn gain<'a>(&self, looks: impl Iterator<Item = &'a [u8]>) -> [f32; 3] {
        let mean = |look: &[u8], k: usize| {
            let sum: f32 = look.chunks_exact(3).map(|p| f32::from(p[k])).sum();
            (sum / (CELLS * CELLS) as f32).max(1.0)
        };
        let mut gains: [Vec<f32>; 3] = Default::default();
        for (i, look) in looks.enumerate() {
            for (k, gains) in gains.iter_mut().enumerate() {
                gains.push(mean(look, k) / mean(self.row(i, 0), k));
            }
        }
        gains.map(|mut g| {
            g.sort_by(f32::total_cmp);
            g.get(g.len() / 2).copied().unwrap_or(1.0)
        })
    }

    /// Squared differences to the good one and to the nearest of those without it.
    pub fn distances(&self, component: usize, look: &[u8], gain: [f32; 3]) -> [f32; 2] {
        let even: Vec<f32> =
            look.chunks_exact(3).flat_map(|p| [0, 1, 2].map(|k| f32::from(p[k]) / gain[k])).collect();
        let far = |row: usize| self.distance(component, &even, self.row(component, row));
        [far(0), (1..self.rows).map(far).fold(MOST * MOST, f32::min)]
    }

    /// The least mean squared difference over small shifts.
    fn distance(&self, component: usize, look: &[f32], known: &[u8]) -> f32 {
        let mut least = MOST * MOST;
        for dy in -REACH..=REACH {
            for dx in -REACH..=REACH {
                least = least.min(shifted(look, known, self.inner[component], (dx, dy)));
            }
        }
        least
    }
}

fn shifted(look: &[f32], known: &[u8], [x0, y0, x1, y1]: [isize; 4], (dx, dy): (isize, isize)) -> f32 {
    let most = CELLS as isize;
    let (left, right) = ((x0 + dx).max(x0).max(0), (x1 + dx).min(x1).min(most));
    let (top, below) = ((y0 + dy).max(y0).max(0), (y1 + dy).min(y1).min(most));
    if left >= right || top >= below {
        return MOST * MOST;
    }
    let at = |x: isize, y: isize| 3 * (y * most + x) as usize;
    let width = 3 * (right - left) as usize;
    let mut sum = 0.0f32;
    for y in top..below {
        let (a, b) = (at(left, y), at(left - dx, y - dy));
        for (l, k) in look[a..a + width].iter().zip(&known[b..b + width]) {
            let d = (l - f32::from(*k)).abs().min(MOST);
            sum += d * d;
        }
    }
    sum / (width * (below - top) as usize) as f32
}

/// How much nearer, as a logarithm, to what is seen without the component than to the good one.
pub fn nearer_to_none([good, none]: [f32; 2]) -> f32 {
    (good + NOISE).ln() - (none + NOISE).ln()
}
