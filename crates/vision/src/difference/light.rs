//! How the tested picture is lit beside the template: a gain and a lift for each place, from large blocks, so that defects
//! hardly move them.

use super::{Plane, Reach};
use crate::register::Gray;

/// Means of the dark and the bright part of a picture, parted where both are most alike in themselves (Otsu 1979); `None` where
/// there is no contrast.
pub fn modes(gray: &Gray) -> Option<(f32, f32)> {
    let mut counts = [0u32; 256];
    gray.data.iter().for_each(|v| counts[v.clamp(0.0, 255.0) as usize] += 1);
    let n = gray.data.len() as f64;
    let total: f64 = counts.iter().enumerate().map(|(v, c)| v as f64 * f64::from(*c)).sum();
    let (mut below, mut sum, mut best) = (0.0f64, 0.0f64, None::<(f64, f32, f32)>);
    for (v, count) in counts.iter().enumerate() {
        below += f64::from(*count);
        sum += v as f64 * f64::from(*count);
        if below == 0.0 || below == n {
            continue;
        }
        let (low, high) = (sum / below, (total - sum) / (n - below));
        let worth = below * (n - below) * (high - low) * (high - low);
        if best.is_none_or(|b| worth > b.0) {
            best = Some((worth, low as f32, high as f32));
        }
    }
    best.map(|(_, low, high)| (low, high)).filter(|(low, high)| high - low >= LEAST_CONTRAST)
}

/// Steps of 256 between dark and bright that a picture must have.
const LEAST_CONTRAST: f32 = 8.0;
/// Blocks along a side; each looks at its neighbours, too.
const BLOCKS: usize = 8;
/// Every so many pixels are looked at.
const STRIDE: usize = 4;
/// What a block must vary by, as a part of the whole picture's variance, for its own gain to count as much as that of all.
const DOUBT: f64 = 0.25;
/// Gains outside would make noise of one picture, or nothing.
const GAINS: (f64, f64) = (0.2, 5.0);

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    n: f64,
    s: f64,
    t: f64,
    ss: f64,
    tt: f64,
    st: f64,
}

impl Sums {
    fn add(&mut self, o: &Sums) {
        self.n += o.n;
        self.s += o.s;
        self.t += o.t;
        self.ss += o.ss;
        self.tt += o.tt;
        self.st += o.st;
    }

    fn var_t(&self) -> f64 {
        (self.tt / self.n.max(1.0) - (self.t / self.n.max(1.0)).powi(2)).max(0.0)
    }

    fn var_s(&self) -> f64 {
        (self.ss / self.n.max(1.0) - (self.s / self.n.max(1.0)).powi(2)).max(0.0)
    }
}

/// What the tested picture's values are multiplied by, and what is added, to be lit as the template.
pub struct Field {
    /// By blocks, row by row.
    cells: Vec<(f32, f32)>,
    size: (usize, usize),
}

impl Field {
    pub fn of(test: &Gray, template: &Gray, reach: &Reach) -> Field {
        let (w, h) = (test.width, test.height);
        let mut blocks = vec![Sums::default(); BLOCKS * BLOCKS];
        for y in (STRIDE / 2..h).step_by(STRIDE) {
            let row = y * BLOCKS / h;
            for x in (STRIDE / 2..w).step_by(STRIDE) {
                if !reach.all && !reach.shows(x as f64 + 0.5, y as f64 + 0.5, 0.0) {
                    continue;
                }
                let (s, t) = (f64::from(test.data[y * w + x]), f64::from(template.data[y * w + x]));
                let one = Sums { n: 1.0, s, t, ss: s * s, tt: t * t, st: s * t };
                blocks[row * BLOCKS + x * BLOCKS / w].add(&one);
            }
        }
        let mut all = Sums::default();
        blocks.iter().for_each(|b| all.add(b));
        let gain = (all.var_t() / all.var_s().max(1e-6)).sqrt().clamp(GAINS.0, GAINS.1);
        let around = |row: usize, column: usize| {
            let mut sum = Sums::default();
            for r in row.saturating_sub(1)..(row + 2).min(BLOCKS) {
                for c in column.saturating_sub(1)..(column + 2).min(BLOCKS) {
                    sum.add(&blocks[r * BLOCKS + c]);
                }
            }
            sum
        };
        let cell = |i: usize| {
            let sum = around(i / BLOCKS, i % BLOCKS);
            if sum.n < 1.0 {
                return (gain as f32, ((all.t - gain * all.s) / all.n.max(1.0)) as f32);
            }
            let doubt = DOUBT * all.var_s();
            let own = (sum.var_t() / sum.var_s().max(1e-6)).sqrt().clamp(GAINS.0, GAINS.1);
            let own = (own * sum.var_s() + gain * doubt) / (sum.var_s() + doubt).max(1e-6);
            (own as f32, ((sum.t - own * sum.s) / sum.n) as f32)
        };
        Field { cells: (0..BLOCKS * BLOCKS).map(cell).collect(), size: (w, h) }
    }

    /// The tested picture as the template is lit, put through `level`.
    pub fn plane(&self, test: &Gray, level: impl Fn(f32) -> u8) -> Plane {
        let (w, h) = self.size;
        let across: Vec<(usize, usize, f32)> = (0..w).map(|x| between(x, w)).collect();
        let mut data = Vec::with_capacity(w * h);
        for (y, line) in test.data.chunks_exact(w.max(1)).enumerate() {
            let (a, b, v) = between(y, h);
            // The row's own gains and lifts first.
            let row: Vec<(f32, f32)> = (0..BLOCKS)
                .map(|c| {
                    let (p, q) = (self.cells[a * BLOCKS + c], self.cells[b * BLOCKS + c]);
                    (p.0 + v * (q.0 - p.0), p.1 + v * (q.1 - p.1))
                })
                .collect();
            data.extend(line.iter().zip(&across).map(|(value, &(a, b, u))| {
                let (p, q) = (row[a], row[b]);
                level(value * (p.0 + u * (q.0 - p.0)) + p.1 + u * (q.1 - p.1))
            }));
        }
        Plane { width: w, height: h, data }
    }
}

/// The blocks that a pixel lies between, and how far it is to the second.
fn between(at: usize, size: usize) -> (usize, usize, f32) {
    let place = ((at as f32 + 0.5) * BLOCKS as f32 / size as f32 - 0.5).clamp(0.0, BLOCKS as f32 - 1.0);
    let low = place as usize;
    (low, (low + 1).min(BLOCKS - 1), place - low as f32)
}
