//! How unusual a picture is as a whole: the distance of its descriptor from the mean of good ones, measured by how good ones differ
//! among themselves (Mahalanobis; Rippel et al. 2021, arXiv 2005.14140). Faults move numbers that hardly differ between good parts,
//! and this tells them from those that differ all the time. A descriptor has more numbers than there are good pictures, so their
//! covariance is drawn a little towards that of numbers that have nothing to do with each other (Ledoit and Wolf 2004).
//!
//! The measure is that of a normal distribution, and the numbers of good pictures have longer tails: some are far out in a few of
//! them. Deviations are taken by their logarithm, and all numbers are tamed, so that what is far out counts by its logarithm, too.

use super::FOLDS;
use crate::LearnError;
use fovea_domain::quality::group_folds;
use fovea_nn::{Mat, matmul};
use fovea_onnx::{Attr, GraphBuilder};
use std::collections::BTreeSet;

/// How far the covariance is drawn; from a quarter of this to twice as much judged alike.
const SHRINK: f64 = 0.02;
/// A number that is the same for all good pictures must not be blown up to the size of the others.
const STILL: f32 = 1e-2;
/// Of fewer good parts nobody knows how they differ.
const FEWEST: usize = 20;
/// Most good pictures that are learnt from.
const MOST: usize = 4_000;
/// Sums that are added up side by side.
const LANES: usize = 8;
/// A deviation is never taken for less.
const LEAST: f32 = 1e-3;

/// How good pictures look as a whole, and how they differ.
pub(super) struct Usual {
    /// 1 for each number that is taken by its logarithm, else 0.
    by_log: Vec<f32>,
    mean: Vec<f32>,
    /// 1 / deviation.
    scale: Vec<f32>,
    /// Mean of the tamed numbers.
    middle: Vec<f32>,
    /// Row by row, what makes good pictures differ by as much in all directions.
    even: Vec<f32>,
}

impl Usual {
    /// From the descriptors of good pictures; `by_log` tells which of their numbers are taken by their logarithm.
    fn of(good: &[&[f32]], by_log: &[bool]) -> Usual {
        let width = by_log.len();
        let n = good.len().max(1) as f32;
        let by_log: Vec<f32> = by_log.iter().map(|&log| f32::from(u8::from(log))).collect();
        let blank = vec![0.0f32; width];
        let mut usual = Usual {
            by_log,
            mean: blank.clone(),
            scale: blank.clone(),
            middle: blank.clone(),
            even: Vec::new(),
        };
        let plain: Vec<f32> = good.iter().flat_map(|row| usual.plain(row)).collect();
        usual.mean = means(&plain, width);
        let mut var = blank;
        for row in plain.chunks_exact(width.max(1)) {
            var.iter_mut().zip(row).zip(&usual.mean).for_each(|((s, v), m)| *s += (v - m) * (v - m) / n);
        }
        usual.scale = var.into_iter().map(|v| 1.0 / (v.sqrt() + STILL)).collect();
        let mut rows: Vec<f32> = good.iter().flat_map(|row| usual.standard(row)).collect();
        usual.middle = means(&rows, width);
        for row in rows.chunks_exact_mut(width.max(1)) {
            row.iter_mut().zip(&usual.middle).for_each(|(v, m)| *v -= m);
        }
        let rows = Mat::new(&rows, good.len(), width);
        let mut squares = vec![0.0f32; width * width];
        matmul(&mut squares, width, 0.0, rows.t(), rows);
        let mut covariance: Vec<f64> = squares.iter().map(|v| f64::from(v / n) * (1.0 - SHRINK)).collect();
        let own: f64 = (0..width).map(|i| f64::from(squares[i * width + i] / n)).sum();
        let added = (SHRINK * own / width.max(1) as f64).max(1e-6);
        (0..width).for_each(|i| covariance[i * width + i] += added);
        root(&mut covariance, width);
        usual.even = inverse(&covariance, width).into_iter().map(|v| v as f32).collect();
        usual
    }

    fn plain(&self, row: &[f32]) -> Vec<f32> {
        let each = row.iter().zip(&self.by_log);
        each.map(|(v, log)| if *log > 0.0 { (v.max(0.0) + LEAST).ln() } else { *v }).collect()
    }

    /// Numbers of good pictures lie around 0, and none far from it.
    fn standard(&self, row: &[f32]) -> Vec<f32> {
        let spread = self.mean.iter().zip(&self.scale).zip(&self.middle);
        let each = self.plain(row).into_iter().zip(spread);
        each.map(|(v, ((mean, scale), middle))| tamed((v - mean) * scale) - middle).collect()
    }

    /// The same, where good pictures differ by as much in all directions.
    pub fn evened(&self, row: &[f32]) -> Vec<f32> {
        let x = self.standard(row);
        let width = x.len();
        let mut even = vec![0.0f32; width];
        matmul(&mut even, width, 0.0, Mat::new(&x, 1, width), Mat::new(&self.even, width, width).t());
        even
    }

    fn distance(&self, row: &[f32]) -> f32 {
        self.evened(row).iter().map(|v| v * v).sum::<f32>().sqrt()
    }

    pub fn width(&self) -> usize {
        self.mean.len()
    }

    /// Of descriptors `[N, width, 1, 1]` the same as [`Usual::evened`], and the distance of each picture, `[N]`.
    pub fn write(&self, out: &mut GraphBuilder, name: &str, descriptors: &str) -> (String, String) {
        let width = self.mean.len();
        let part = |part: &str| format!("{name}.{part}");
        let row =
            |out: &mut GraphBuilder, of: &str, row: &[f32]| out.floats(&part(of), &[1, width, 1, 1], row);
        let by_log = row(out, "by_log", &self.by_log);
        let as_is: Vec<f32> = self.by_log.iter().map(|log| 1.0 - log).collect();
        let as_is = row(out, "as_is", &as_is);
        let as_is = out.node("Mul", &part("plain"), &[descriptors, &as_is], &[]);
        let log = log_above(out, &part("log"), descriptors, LEAST);
        let log = out.node("Mul", &part("logs"), &[&log, &by_log], &[]);
        let plain = out.node("Add", &part("numbers"), &[&as_is, &log], &[]);
        let (mean, scale) = (row(out, "mean", &self.mean), row(out, "scale", &self.scale));
        let centred = out.node("Sub", &part("centred"), &[&plain, &mean], &[]);
        let scaled = out.node("Mul", &part("scaled"), &[&centred, &scale], &[]);
        let above = tamed_above(out, &part("above"), &scaled);
        let other = out.node("Neg", &part("other"), &[&scaled], &[]);
        let below = tamed_above(out, &part("below"), &other);
        let tamed = out.node("Sub", &part("tamed"), &[&above, &below], &[]);
        let middle = row(out, "middle", &self.middle);
        let standard = out.node("Sub", &part("standard"), &[&tamed, &middle], &[]);
        let even = out.floats(&part("even"), &[width, width, 1, 1], &self.even);
        let kernel = [("kernel_shape", Attr::Ints(vec![1, 1]))];
        let evened = out.node("Conv", &part("evened"), &[&standard, &even], &kernel);
        let axes = [("axes", Attr::Ints(vec![1, 2, 3])), ("keepdims", Attr::Int(0))];
        let square = out.node("ReduceSumSquare", &part("square"), &[&evened], &axes);
        let distance = out.node("Sqrt", name, &[&square], &[]);
        (evened, distance)
    }
}

/// What is near 0 stays as it is, what is far from it counts by its logarithm.
fn tamed(v: f32) -> f32 {
    v.asinh()
}

/// The same of what is above 0: on both sides of it by itself, for the formula loses all digits far below.
fn tamed_above(out: &mut GraphBuilder, name: &str, value: &str) -> String {
    let part = |part: &str| format!("{name}.{part}");
    let above = out.node("Relu", &part("above"), &[value], &[]);
    let square = out.node("Mul", &part("square"), &[&above, &above], &[]);
    let one = out.floats(&part("one"), &[], &[1.0]);
    let more = out.node("Add", &part("more"), &[&square, &one], &[]);
    let root = out.node("Sqrt", &part("root"), &[&more], &[]);
    let sum = out.node("Add", &part("sum"), &[&above, &root], &[]);
    out.node("Log", name, &[&sum], &[])
}

/// The logarithm of what is above 0, and `least` more.
fn log_above(out: &mut GraphBuilder, name: &str, value: &str, least: f32) -> String {
    let above = out.node("Relu", &format!("{name}.above"), &[value], &[]);
    let least = out.floats(&format!("{name}.least"), &[], &[least]);
    let sum = out.node("Add", &format!("{name}.sum"), &[&above, &least], &[]);
    out.node("Log", name, &[&sum], &[])
}

/// The mean row.
fn means(rows: &[f32], width: usize) -> Vec<f32> {
    let n = (rows.len() / width.max(1)).max(1) as f32;
    let mut mean = vec![0.0f32; width];
    let rows = rows.chunks_exact(width.max(1));
    rows.for_each(|row| mean.iter_mut().zip(row).for_each(|(m, v)| *m += v / n));
    mean
}

/// Whether so many good parts tell how they differ.
pub(super) fn enough<P: Ord>(parts: impl Iterator<Item = P>) -> bool {
    parts.collect::<BTreeSet<_>>().len() >= FEWEST
}

/// How good pictures look as a whole by all of them, and by those outside of each fold.
pub(super) struct Usuals {
    pub all: Usual,
    pub folds: Vec<Usual>,
    /// For each picture of the lesson its fold, where it is good.
    pub fold: Vec<Option<usize>>,
}

impl Usuals {
    /// `None` where there are too few good parts.
    pub fn learnt(
        good: &[usize],
        groups: &[String],
        read: &dyn Fn(usize) -> Result<Vec<f32>, LearnError>,
        by_log: &[bool],
        (threads, seed): (usize, u64),
    ) -> Result<Option<Usuals>, LearnError> {
        let own: Vec<String> = good.iter().map(|&i| groups[i].clone()).collect();
        if !enough(own.iter()) {
            return Ok(None);
        }
        let dealt = group_folds(&own, &vec![0; own.len()], FOLDS, seed);
        let mut fold = vec![None; groups.len()];
        good.iter().zip(&dealt).for_each(|(&i, &f)| fold[i] = Some(f));
        // Of very many good pictures each so many-th.
        let step = good.len().div_ceil(MOST);
        let taken: Vec<usize> = good.iter().copied().step_by(step).collect();
        let rows = taken.iter().map(|&i| read(i)).collect::<Result<Vec<_>, _>>()?;
        let without = |f: usize| -> Usual {
            let rest = taken.iter().zip(&rows).filter(|(i, _)| fold[**i] != Some(f));
            Usual::of(&rest.map(|(_, row)| row.as_slice()).collect::<Vec<_>>(), by_log)
        };
        let threads = threads.max(1);
        let mut folds = Vec::with_capacity(FOLDS + 1);
        // The last leaves nothing out.
        for start in (0..=FOLDS).step_by(threads) {
            folds.extend(std::thread::scope(|scope| {
                let without = &without;
                let some = start..(start + threads).min(FOLDS + 1);
                let handles: Vec<_> = some.map(|f| scope.spawn(move || without(f))).collect();
                handles.into_iter().filter_map(|h| h.join().ok()).collect::<Vec<_>>()
            }));
        }
        let whole = folds.len() == FOLDS + 1;
        Ok(folds.pop().filter(|_| whole).map(|all| Usuals { all, folds, fold }))
    }

    /// How far a picture is; `own` is the good picture of the lesson that it is, or was made of.
    pub fn distance(&self, row: &[f32], own: Option<usize>) -> f32 {
        match own.and_then(|i| self.fold[i]) {
            Some(f) => self.folds[f].distance(row),
            None => self.all.distance(row),
        }
    }
}

/// The lower triangle whose product with its own transpose is `a`, in its place (Cholesky); `a` is positive.
fn root(a: &mut [f64], width: usize) {
    for i in 0..width {
        let (above, rest) = a.split_at_mut(i * width);
        let row = &mut rest[..width];
        for j in 0..i {
            let other = &above[j * width..][..width];
            row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
        }
        row[i] = (row[i] - dot(&row[..i], &row[..i])).max(1e-12).sqrt();
        row[i + 1..].fill(0.0);
    }
}

/// The inverse of a lower triangle.
fn inverse(lower: &[f64], width: usize) -> Vec<f64> {
    let mut out = vec![0.0f64; width * width];
    for i in 0..width {
        let (above, rest) = out.split_at_mut(i * width);
        let (row, line) = (&mut rest[..width], &lower[i * width..][..width]);
        row[i] = 1.0;
        for (j, factor) in line[..i].iter().enumerate() {
            let done = &above[j * width..][..=j];
            row[..=j].iter_mut().zip(done).for_each(|(o, d)| *o -= factor * d);
        }
        row[..=i].iter_mut().for_each(|o| *o /= line[i]);
    }
    out
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0f64; LANES];
    let (whole, other) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f64 = whole.remainder().iter().zip(other.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in whole.zip(other) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    rest + sums.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_infer::Session;

    const BY_LOG: [bool; 3] = [false, true, false];

    /// Rows of three numbers; the second follows the first, the third is on its own.
    fn rows(n: usize) -> Vec<Vec<f32>> {
        let mut rng = fastrand::Rng::with_seed(5);
        let mut number = || rng.f32() * 2.0 - 1.0;
        (0..n)
            .map(|_| {
                let first = number();
                vec![5.0 + first, 7.0 + 2.0 * first + 0.05 * number(), number()]
            })
            .collect()
    }

    fn usual(rows: &[Vec<f32>]) -> Usual {
        Usual::of(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), &BY_LOG)
    }

    #[test]
    fn what_goes_against_the_habit_is_farther_than_what_goes_far_along_it() {
        let usual = usual(&rows(200));
        let (along, against) = (usual.distance(&[6.0, 9.0, 0.0]), usual.distance(&[5.5, 6.0, 0.0]));
        assert!(against > 3.0 * along, "{along} {against}");
        assert!(usual.distance(&[5.0, 7.0, 0.0]) < 1.5);
    }

    #[test]
    fn root_and_inverse_undo_a_covariance() {
        let width = 11;
        let mut rng = fastrand::Rng::with_seed(9);
        let some: Vec<f64> = (0..width * 20).map(|_| rng.f64() - 0.5).collect();
        let at = |i: usize, j: usize| (0..20).map(|k| some[i * 20 + k] * some[j * 20 + k]).sum::<f64>();
        let full: Vec<f64> = (0..width * width).map(|k| at(k / width, k % width)).collect();
        let mut lower = full.clone();
        root(&mut lower, width);
        let undo = inverse(&lower, width);
        // undo · full · undoᵀ has ones on the diagonal and nothing beside it.
        for i in 0..width {
            for j in 0..width {
                let sum: f64 = (0..width * width)
                    .map(|k| undo[i * width + k / width] * full[k] * undo[j * width + k % width])
                    .sum();
                assert!((sum - f64::from(u8::from(i == j))).abs() < 1e-9, "{i} {j} {sum}");
            }
        }
    }

    #[test]
    fn the_graph_measures_as_the_training_does() {
        let (rows, mut out) = (rows(60), GraphBuilder::new("test"));
        let usual = usual(&rows);
        out.input("image", &["N", "3", "H", "W"]);
        let (_, far) = usual.write(&mut out, "usual", "image");
        crate::backbone::name_output(&mut out, &far, "far", &["N"]);
        let data: Vec<f32> = rows[..4].iter().flatten().map(|v| v * 1.5).collect();
        let told = Session::new(&out.finish(), 1).unwrap().run(&data, [4, 3, 1, 1]).unwrap();
        assert_eq!(told[0].dims, [4]);
        for (row, far) in data.chunks_exact(3).zip(&told[0].data) {
            assert!((usual.distance(row) - far).abs() < 1e-3 * far.max(1.0), "{far}");
        }
    }

    #[test]
    fn good_pictures_are_judged_without_their_own_part() {
        let all = rows(FEWEST + 3);
        let groups: Vec<String> = (0..all.len()).map(|i| (i / 2 * 2).to_string()).collect();
        let good: Vec<usize> = (0..all.len()).collect();
        let read = |i: usize| -> Result<Vec<f32>, LearnError> { Ok(all[i].clone()) };
        assert!(
            Usuals::learnt(&good, &groups, &read, &BY_LOG, (1, 1)).unwrap().is_none(),
            "pairs are one part"
        );
        let groups: Vec<String> = (0..all.len()).map(|i| i.to_string()).collect();
        let alone = Usuals::learnt(&good, &groups, &read, &BY_LOG, (1, 1)).unwrap().unwrap();
        let together = Usuals::learnt(&good, &groups, &read, &BY_LOG, (4, 1)).unwrap().unwrap();
        for (i, row) in all.iter().enumerate() {
            let far = alone.distance(row, Some(i));
            assert_eq!(far, together.distance(row, Some(i)));
            let own: Vec<Vec<f32>> =
                (0..all.len()).filter(|&j| alone.fold[j] != alone.fold[i]).map(|j| all[j].clone()).collect();
            assert_eq!(far, usual(&own).distance(row));
        }
        assert_eq!(alone.distance(&all[0], None), alone.all.distance(&all[0]));
    }
}
