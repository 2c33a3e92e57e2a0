use super::Homography;
use crate::register::Affine;

/// A place, and where it lies in the other picture.
pub type Pair = ((f64, f64), (f64, f64));

/// How free a map is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Shift, turn and scale.
    Similarity,
    /// Shear too.
    Affine,
    /// Whatever a camera makes of something flat.
    Homography,
}

const ROUNDS: usize = 30;
/// Times that it is told anew what is far off.
const SETTLED: usize = 3;
/// Normal equations whose pivot is smaller than this part of the largest cannot be told apart.
const SINGULAR: f64 = 1e-12;
/// What is left weighs fully up to so many of its usual size (Huber's 1.345, of what 1.4826 medians are).
const CUT: f64 = 1.345 * 1.4826;
/// What is left of an exact fit, squared, in normalised coordinates.
const EXACT: f64 = 1e-16;

impl Fit {
    /// Pairs that it takes at least.
    pub fn fewest(self) -> usize {
        match self {
            Fit::Similarity => 2,
            Fit::Affine => 3,
            Fit::Homography => 4,
        }
    }

    /// The map that brings the first of each pair nearest to the second. `None` for too few, and where they lie so that they
    /// do not tell: all in one place, or in a line.
    pub fn through(self, pairs: &[Pair]) -> Option<Homography> {
        if pairs.len() < self.fewest() {
            return None;
        }
        match self {
            Fit::Similarity => Affine::nearest_similarity(pairs).map(Homography::from),
            Fit::Affine => nearest_affine(pairs).map(Homography::from),
            Fit::Homography => nearest_homography(pairs),
        }
    }
}

fn nearest_affine(pairs: &[Pair]) -> Option<Affine> {
    let n = pairs.len() as f64;
    let sum = pairs.iter().fold([0.0; 4], |s, (p, q)| [s[0] + p.0, s[1] + p.1, s[2] + q.0, s[3] + q.1]);
    let [px, py, qx, qy] = sum.map(|v| v / n);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    let (mut xu, mut yu, mut xv, mut yv) = (0.0, 0.0, 0.0, 0.0);
    for (p, q) in pairs {
        let (x, y, u, v) = (p.0 - px, p.1 - py, q.0 - qx, q.1 - qy);
        xx += x * x;
        xy += x * y;
        yy += y * y;
        xu += x * u;
        yu += y * u;
        xv += x * v;
        yv += y * v;
    }
    let det = xx * yy - xy * xy;
    if !det.is_finite() || det <= 1e-6 * (xx + yy) * (xx + yy) {
        return None;
    }
    let (a, b) = ((xu * yy - yu * xy) / det, (yu * xx - xu * xy) / det);
    let (d, e) = ((xv * yy - yv * xy) / det, (yv * xx - xv * xy) / det);
    Some(Affine([a, b, qx - a * px - b * py, d, e, qy - d * px - e * py]))
}

fn nearest_homography(pairs: &[Pair]) -> Option<Homography> {
    let from = normal(pairs.iter().map(|(p, _)| *p), pairs.len())?;
    let to = normal(pairs.iter().map(|(_, q)| *q), pairs.len())?;
    let own: Vec<Pair> = pairs.iter().map(|(p, q)| (from.apply(p.0, p.1), to.apply(q.0, q.1))).collect();
    let mut found = linear(&own)?;
    for _ in 0..SETTLED {
        found = settled(found, &own);
    }
    let [scale, _, x, _, _, y] = to.0;
    let back = Affine([1.0 / scale, 0.0, -x / scale, 0.0, 1.0 / scale, -y / scale]);
    let map = Homography::from(back).after(&whole(&found)).after(&Homography::from(from));
    map.0.iter().all(|v| v.is_finite()).then_some(map)
}

/// Puts the middle of places to the origin, and their mean distance from it to the root of 2.
fn normal(places: impl Iterator<Item = (f64, f64)> + Clone, count: usize) -> Option<Affine> {
    let n = count as f64;
    let (x, y) = places.clone().fold((0.0, 0.0), |s, p| (s.0 + p.0 / n, s.1 + p.1 / n));
    let far: f64 = places.map(|p| (p.0 - x).hypot(p.1 - y) / n).sum();
    if !far.is_finite() || far < 1e-9 {
        return None;
    }
    let scale = std::f64::consts::SQRT_2 / far;
    Some(Affine([scale, 0.0, -scale * x, 0.0, scale, -scale * y]))
}

fn whole(m: &[f64; 8]) -> Homography {
    let [a, b, c, d, e, f, g, h] = *m;
    Homography([a, b, c, d, e, f, g, h, 1.0])
}

/// The linear solution. The middle of the places is taken to be before the horizon, as it must be to be seen.
fn linear(pairs: &[Pair]) -> Option<[f64; 8]> {
    let mut sums = Sums::default();
    for &((x, y), (u, v)) in pairs {
        sums.add(&[x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y], u, 1.0);
        sums.add(&[0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y], v, 1.0);
    }
    sums.solve(0.0)
}

/// How far each pair is off; `NAN` behind the horizon.
fn rests<'a>(map: &'a Homography, pairs: &'a [Pair]) -> impl Iterator<Item = f64> + 'a {
    pairs.iter().map(move |(p, q)| {
        let (u, v) = map.apply(p.0, p.1);
        (q.0 - u).hypot(q.1 - v)
    })
}

/// Levenberg and Marquardt from `start` on.
fn settled(start: [f64; 8], pairs: &[Pair]) -> [f64; 8] {
    let mut far: Vec<f64> = rests(&whole(&start), pairs).collect();
    far.sort_by(f64::total_cmp);
    let cut = (CUT * far.get(far.len() / 2).copied().unwrap_or(0.0)).max(1e-9);
    let cost = |m: &[f64; 8]| -> f64 {
        rests(&whole(m), pairs).map(|r| if r <= cut { r * r / 2.0 } else { cut * (r - cut / 2.0) }).sum()
    };
    let (mut now, mut costs, mut lift) = (start, cost(&start), 1e-3);
    for _ in 0..ROUNDS {
        if costs.is_nan() || costs <= EXACT || lift > 1e9 {
            break;
        }
        let map = whole(&now);
        let mut sums = Sums::default();
        for &((x, y), q) in pairs {
            let (w, (u, v)) = (map.depth(x, y), map.apply(x, y));
            let (a, b) = (q.0 - u, q.1 - v);
            let rest = a.hypot(b);
            let weight = if rest <= cut { 1.0 } else { cut / rest };
            let (x, y) = (x / w, y / w);
            sums.add(&[x, y, 1.0 / w, 0.0, 0.0, 0.0, -u * x, -u * y], a, weight);
            sums.add(&[0.0, 0.0, 0.0, x, y, 1.0 / w, -v * x, -v * y], b, weight);
        }
        let Some(step) = sums.solve(lift) else { break };
        let mut next = now;
        next.iter_mut().zip(step).for_each(|(v, s)| *v += s);
        let then = cost(&next);
        if then < costs {
            let still = costs - then <= 1e-10 * costs;
            (now, costs, lift) = (next, then, lift / 10.0);
            if still {
                break;
            }
        } else {
            // Also where a place came to lie behind the horizon.
            lift *= 10.0;
        }
    }
    now
}

/// Normal equations of eight unknowns.
#[derive(Default)]
struct Sums {
    squares: [[f64; 8]; 8],
    pull: [f64; 8],
}

impl Sums {
    fn add(&mut self, row: &[f64; 8], value: f64, weight: f64) {
        for ((line, pull), a) in self.squares.iter_mut().zip(&mut self.pull).zip(row) {
            line.iter_mut().zip(row).for_each(|(sum, b)| *sum += weight * a * b);
            *pull += weight * a * value;
        }
    }

    /// By Gauss, with the diagonal made larger by a part of itself; `None` where unknowns cannot be told apart.
    fn solve(&self, lift: f64) -> Option<[f64; 8]> {
        let (mut a, mut b) = (self.squares, self.pull);
        for (k, line) in a.iter_mut().enumerate() {
            line[k] += lift * line[k];
        }
        let largest = (0..8).map(|i| a[i][i]).fold(0.0, f64::max);
        for column in 0..8 {
            let pivot = (column..8).max_by(|&p, &q| a[p][column].abs().total_cmp(&a[q][column].abs()))?;
            a.swap(column, pivot);
            b.swap(column, pivot);
            let (head, above) = (a[column][column], a[column]);
            if !head.is_finite() || head.abs() <= largest * SINGULAR {
                return None;
            }
            for row in column + 1..8 {
                let factor = a[row][column] / head;
                a[row].iter_mut().zip(&above).skip(column).for_each(|(cell, over)| *cell -= factor * over);
                b[row] -= factor * b[column];
            }
        }
        let mut out = [0.0; 8];
        for row in (0..8).rev() {
            let rest: f64 = (row + 1..8).map(|k| a[row][k] * out[k]).sum();
            out[row] = (b[row] - rest) / a[row][row];
        }
        Some(out)
    }
}
