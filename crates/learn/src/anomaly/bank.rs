//! A memory of how good parts look: patch features, thinned to those that cover all the others best (the
//! coreset of PatchCore, Roth et al. 2022, arXiv 2106.08265).

use fovea_nn::{Mat, matmul};
use std::sync::{Barrier, Mutex, PoisonError};

/// Patches that the coreset is chosen from.
pub const POOL: usize = 80_000;
/// Patches kept.
pub const KEPT: usize = 6_000;
/// Dimensions in which patches are compared while choosing (Johnson–Lindenstrauss projection).
const PROJECTED: usize = 32;

/// Patches, row after row, with the picture group each is from.
#[derive(Default)]
pub struct Patches {
    pub width: usize,
    pub data: Vec<f32>,
    pub groups: Vec<u32>,
}

impl Patches {
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    fn row(&self, i: usize) -> &[f32] {
        &self.data[i * self.width..][..self.width]
    }

    fn pick(&self, rows: &[usize]) -> Patches {
        Patches {
            width: self.width,
            data: rows.iter().flat_map(|&i| self.row(i).iter().copied()).collect(),
            groups: rows.iter().map(|&i| self.groups[i]).collect(),
        }
    }

    /// The `count` patches that a greedy k-centre choice takes: each time the one farthest from all taken. The
    /// choice is the same for any number of threads.
    pub fn coreset(&self, count: usize, threads: usize, seed: u64) -> Patches {
        let n = self.len();
        if n <= count {
            return self.pick(&(0..n).collect::<Vec<_>>());
        }
        let projected = self.project(seed);
        let row = |i: usize| &projected[i * PROJECTED..][..PROJECTED];
        let threads = threads.max(1);
        let share = n.div_ceil(threads);
        let barrier = Barrier::new(threads);
        // For each thread its farthest patch: distance and number.
        let farthest: Vec<Mutex<(f32, usize)>> = (0..threads).map(|_| Mutex::new((f32::MIN, 0))).collect();
        let read = |m: &Mutex<(f32, usize)>| *m.lock().unwrap_or_else(PoisonError::into_inner);
        let work = |t: usize| {
            let mine = (t * share).min(n)..((t + 1) * share).min(n);
            let mut nearest = vec![f32::INFINITY; mine.len()];
            let mut last = 0usize;
            let mut chosen = vec![last];
            while chosen.len() < count {
                let centre: [f32; PROJECTED] = row(last).try_into().unwrap_or([0.0; PROJECTED]);
                let mut best = (f32::MIN, 0usize);
                for (slot, i) in nearest.iter_mut().zip(mine.clone()) {
                    let d: f32 = row(i).iter().zip(&centre).map(|(a, b)| (a - b) * (a - b)).sum();
                    *slot = slot.min(d);
                    if *slot > best.0 {
                        best = (*slot, i);
                    }
                }
                *farthest[t].lock().unwrap_or_else(PoisonError::into_inner) = best;
                barrier.wait();
                // Earlier threads hold lower numbers, so a tie goes to the lowest, whatever the threads.
                last = farthest.iter().map(read).fold((f32::MIN, 0), |a, b| if b.0 > a.0 { b } else { a }).1;
                chosen.push(last);
                barrier.wait();
            }
            chosen
        };
        let chosen = std::thread::scope(|scope| {
            let work = &work;
            let others: Vec<_> = (1..threads).map(|t| scope.spawn(move || work(t))).collect();
            let chosen = work(0);
            others.into_iter().for_each(|h| drop(h.join()));
            chosen
        });
        self.pick(&chosen)
    }

    fn project(&self, seed: u64) -> Vec<f32> {
        let mut rng = fastrand::Rng::with_seed(seed);
        let matrix: Vec<f32> =
            (0..self.width * PROJECTED).map(|_| if rng.bool() { 1.0 } else { -1.0 }).collect();
        let mut out = vec![0.0; self.len() * PROJECTED];
        let rows = Mat::new(&self.data, self.len(), self.width);
        matmul(&mut out, PROJECTED, 0.0, rows, Mat::new(&matrix, self.width, PROJECTED));
        out
    }

    /// For each of `queries` the distance to the nearest patch of another group than `group`.
    pub fn distances(&self, queries: &[f32], group: Option<u32>) -> Vec<f32> {
        let (n, w) = (self.len(), self.width);
        let count = queries.len() / w;
        let mut cross = vec![0.0; count * n];
        matmul(&mut cross, n, 0.0, Mat::new(queries, count, w), Mat::new(&self.data, n, w).t());
        let squares: Vec<f32> = (0..n).map(|i| self.row(i).iter().map(|v| v * v).sum()).collect();
        queries
            .chunks_exact(w)
            .zip(cross.chunks_exact(n))
            .map(|(q, row)| {
                let own: f32 = q.iter().map(|v| v * v).sum();
                let others = row.iter().zip(&squares).zip(&self.groups).filter(|(_, g)| Some(**g) != group);
                let least = others.map(|((c, s), _)| s - 2.0 * c).fold(f32::INFINITY, f32::min);
                (least + own).max(0.0).sqrt()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patches(n: usize) -> Patches {
        let mut rng = fastrand::Rng::with_seed(2);
        let data = (0..n * 8).map(|_| rng.f32()).collect();
        Patches { width: 8, data, groups: (0..n as u32).collect() }
    }

    #[test]
    fn coreset_is_the_same_for_any_threads() {
        let all = patches(1000);
        let one = all.coreset(50, 1, 3);
        assert_eq!(one.len(), 50);
        for threads in [2, 3, 7] {
            assert_eq!(one.groups, all.coreset(50, threads, 3).groups);
        }
    }

    #[test]
    fn nearest_leaves_out_the_own_group() {
        let all = patches(100);
        let d = all.distances(&all.data, None);
        assert!(d.iter().all(|d| *d < 1e-2));
        let far = all.distances(&all.data[..8], Some(0))[0];
        let want = (1..100)
            .map(|i| all.row(0).iter().zip(all.row(i)).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt())
            .fold(f32::INFINITY, f32::min);
        assert!((far - want).abs() < 1e-4, "{far} {want}");
    }
}
