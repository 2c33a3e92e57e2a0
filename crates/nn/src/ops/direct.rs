//! 3 × 3 convolutions straight over the pixels, without unfolding them into a matrix first: where channels are few
//! and pixels many, unfolding and packing cost more than the arithmetic, and short matrices leave registers idle.
//!
//! A plane with a border of zeros is one long row, in which each tap of the kernel is a shift. Places of the border
//! get results that nobody reads.

use pulp::{Arch, Simd, WithSimd};

pub const TAPS: usize = 9;
/// Output channels summed up at once; with three registers each they leave some of AVX-512 for the pixels.
const TOGETHER: usize = 6;
/// Every kernel takes whole steps of this many places.
const STEP: usize = 48;
/// Places whose products make one sum of a weight's gradient: small enough for the second-level cache.
const CHUNK: usize = 64 * STEP;

/// Planes of one size, each with a border of one zero on all sides.
#[derive(Default)]
pub struct Bordered {
    data: Vec<f32>,
    /// Columns of a row with its border.
    columns: usize,
    /// Numbers from one plane to the next.
    stride: usize,
    /// Places of a plane that are computed: all of its rows, border included, in whole steps.
    places: usize,
    channels: usize,
}

impl Bordered {
    /// Takes the planes of `x`, and zeros for channels up to a multiple of `whole`.
    fn fill(&mut self, x: &[f32], (rows, columns): (usize, usize), whole: usize) {
        let channels = x.len() / (rows * columns).max(1);
        self.columns = columns + 2;
        self.places = (rows * self.columns).next_multiple_of(STEP);
        self.stride = self.places + 2 * self.columns + 2;
        self.channels = channels.next_multiple_of(whole);
        self.data.clear();
        self.data.resize(self.channels * self.stride, 0.0);
        for (plane, x) in self.data.chunks_exact_mut(self.stride).zip(x.chunks_exact(rows * columns)) {
            let lines = plane[self.columns..].chunks_exact_mut(self.columns);
            lines.zip(x.chunks_exact(columns)).for_each(|(line, x)| line[1..=columns].copy_from_slice(x));
        }
    }

    fn plane(&self, channel: usize) -> &[f32] {
        &self.data[channel * self.stride..][..self.stride]
    }

    fn shift(&self, tap: usize) -> usize {
        tap / 3 * self.columns + tap % 3
    }
}

/// Buffers that are kept between calls.
#[derive(Default)]
pub struct Scratch {
    x: Bordered,
    dy: Bordered,
    /// Weights, by `TOGETHER` output channels, input channel and tap.
    packed: Vec<f32>,
    /// Results at the places of the border, too.
    out: Vec<f32>,
}

/// Adds the convolution of `x` with `weight`, `[out, in, 3, 3]`, to `y`.
pub fn forward(x: &[f32], size: (usize, usize), weight: &[f32], cin: usize, y: &mut [f32], s: &mut Scratch) {
    s.x.fill(x, size, 1);
    let cout = weight.len() / (cin * TAPS);
    pack(&mut s.packed, cout, cin, |o, c, tap| weight[(o * cin + c) * TAPS + tap]);
    correlate(&s.x, &s.packed, &mut s.out);
    add(&s.x, &s.out, size, y);
}

/// Adds to the gradients of the weights and of the input, where asked for.
#[allow(clippy::too_many_arguments)] // one call site; a struct would only rename the same eight things
pub fn backward(
    x: &[f32],
    size: (usize, usize),
    weight: &[f32],
    cin: usize,
    dy: &[f32],
    dweight: Option<&mut [f32]>,
    dx: Option<&mut [f32]>,
    s: &mut Scratch,
) {
    s.dy.fill(dy, size, 2 * TOGETHER);
    if let Some(dweight) = dweight {
        s.x.fill(x, size, 1);
        Arch::new().dispatch(Weigh { x: &s.x, dy: &s.dy, dweight });
    }
    if let Some(dx) = dx {
        let cout = weight.len() / (cin * TAPS);
        // The gradient by the input is a convolution, too, with the kernel turned round.
        pack(&mut s.packed, cin, cout, |c, o, tap| weight[(o * cin + c) * TAPS + TAPS - 1 - tap]);
        s.dy.channels = cout;
        correlate(&s.dy, &s.packed, &mut s.out);
        add(&s.dy, &s.out, size, dx);
    }
}

fn pack(packed: &mut Vec<f32>, cout: usize, cin: usize, weight: impl Fn(usize, usize, usize) -> f32) {
    packed.clear();
    for first in (0..cout).step_by(TOGETHER) {
        for c in 0..cin {
            for tap in 0..TAPS {
                let one = |o: usize| if o < cout { weight(o, c, tap) } else { 0.0 };
                packed.extend((first..first + TOGETHER).map(one));
            }
        }
    }
}

fn correlate(x: &Bordered, packed: &[f32], out: &mut Vec<f32>) {
    let blocks = packed.len() / (x.channels * TAPS * TOGETHER).max(1);
    out.resize(blocks * TOGETHER * x.places, 0.0);
    Arch::new().dispatch(Correlate { x, packed, out });
}

/// Adds what was computed for the places within the border.
fn add(x: &Bordered, out: &[f32], (rows, columns): (usize, usize), y: &mut [f32]) {
    for (plane, y) in out.chunks_exact(x.places).zip(y.chunks_exact_mut(rows * columns)) {
        for (line, y) in plane.chunks(x.columns).zip(y.chunks_exact_mut(columns)) {
            y.iter_mut().zip(line).for_each(|(y, v)| *y += v);
        }
    }
}

struct Correlate<'a> {
    x: &'a Bordered,
    packed: &'a [f32],
    out: &'a mut [f32],
}

impl WithSimd for Correlate<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::F32_LANES >= 16 { self.run::<S, 3>(simd) } else { self.run::<S, 2>(simd) }
    }
}

impl Correlate<'_> {
    // Only loops of fixed length over single places of arrays leave the sums in registers.
    #[allow(clippy::needless_range_loop, clippy::manual_memcpy)]
    #[inline(always)]
    fn run<S: Simd, const WIDE: usize>(self, simd: S) {
        let Correlate { x, packed, out } = self;
        let step = WIDE * S::F32_LANES;
        let (packed, _) = packed.as_chunks::<TOGETHER>();
        for start in (0..x.places).step_by(step) {
            for (b, weights) in packed.chunks_exact(x.channels * TAPS).enumerate() {
                let mut sums = [[simd.splat_f32s(0.0); WIDE]; TOGETHER];
                for (c, weights) in weights.chunks_exact(TAPS).enumerate() {
                    let plane = &x.plane(c)[start..];
                    for (tap, weights) in weights.iter().enumerate() {
                        let Some(seen) = registers::<S, WIDE>(&plane[x.shift(tap)..][..step]) else { return };
                        for k in 0..TOGETHER {
                            let weight = simd.splat_f32s(weights[k]);
                            for l in 0..WIDE {
                                sums[k][l] = simd.mul_add_e_f32s(weight, seen[l], sums[k][l]);
                            }
                        }
                    }
                }
                for k in 0..TOGETHER {
                    let at = (b * TOGETHER + k) * x.places + start;
                    let (out, _) = S::as_mut_simd_f32s(&mut out[at..][..step]);
                    let out = &mut out[..WIDE];
                    for l in 0..WIDE {
                        out[l] = sums[k][l];
                    }
                }
            }
        }
    }
}

/// The first numbers of a row, which must be long enough, as whole registers.
#[inline(always)]
fn registers<S: Simd, const N: usize>(row: &[f32]) -> Option<[S::f32s; N]> {
    S::as_simd_f32s(row).0.first_chunk::<N>().copied()
}

struct Weigh<'a> {
    x: &'a Bordered,
    dy: &'a Bordered,
    dweight: &'a mut [f32],
}

impl WithSimd for Weigh<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::F32_LANES >= 16 { self.run::<S, TOGETHER>(simd) } else { self.run::<S, 4>(simd) }
    }
}

impl Weigh<'_> {
    #[inline(always)]
    fn run<S: Simd, const MANY: usize>(self, simd: S) {
        let Weigh { x, dy, dweight } = self;
        let cin = x.channels;
        // Seen from its first pixel, a gradient's border lies behind each row, and is zero: it counts for nothing.
        let first = dy.columns + 1;
        for start in (0..x.places).step_by(CHUNK) {
            let count = CHUNK.min(x.places - start);
            for o in (0..dy.channels).step_by(MANY) {
                let grads: [&[S::f32s]; MANY] =
                    std::array::from_fn(|k| S::as_simd_f32s(&dy.plane(o + k)[first + start..][..count]).0);
                for c in 0..cin {
                    for row in 0..3 {
                        let seen = &x.plane(c)[start + row * x.columns..];
                        let seen: [&[S::f32s]; 3] =
                            std::array::from_fn(|k| S::as_simd_f32s(&seen[k..][..count]).0);
                        let mut sums = [[simd.splat_f32s(0.0); 3]; MANY];
                        for i in 0..count / S::F32_LANES {
                            let seen = [seen[0][i], seen[1][i], seen[2][i]];
                            for k in 0..MANY {
                                let grad = grads[k][i];
                                for l in 0..3 {
                                    sums[k][l] = simd.mul_add_e_f32s(grad, seen[l], sums[k][l]);
                                }
                            }
                        }
                        for (k, sums) in sums.iter().enumerate() {
                            let at = ((o + k) * cin + c) * TAPS + row * 3;
                            let Some(dweight) = dweight.get_mut(at..at + 3) else { break };
                            let all = dweight.iter_mut().zip(sums);
                            all.for_each(|(d, sum)| *d += simd.reduce_sum_f32s(*sum));
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a convolution is, term by term.
    fn plain(x: &[f32], (h, w): (usize, usize), weight: &[f32], cin: usize) -> Vec<f32> {
        let cout = weight.len() / (cin * TAPS);
        let mut y = vec![0.0; cout * h * w];
        for (i, y) in y.iter_mut().enumerate() {
            let (o, row, column) = (i / (h * w), i / w % h, i % w);
            for c in 0..cin {
                for tap in 0..TAPS {
                    let (r, k) = (row + tap / 3, column + tap % 3);
                    if (1..=h).contains(&r) && (1..=w).contains(&k) {
                        *y += weight[(o * cin + c) * TAPS + tap] * x[(c * h + r - 1) * w + k - 1];
                    }
                }
            }
        }
        y
    }

    fn close(a: &[f32], b: &[f32]) {
        assert_eq!(a.len(), b.len());
        let far = a.iter().zip(b).map(|(a, b)| (a - b).abs() / (1.0 + b.abs())).fold(0.0, f32::max);
        assert!(far < 1e-4, "{far}");
    }

    #[test]
    fn is_the_convolution_of_the_definition_at_any_size() {
        let mut rng = fastrand::Rng::with_seed(5);
        let mut s = Scratch::default();
        for (cin, cout, size) in [(1, 1, (1, 1)), (3, 7, (5, 9)), (5, 12, (17, 3)), (8, 6, (70, 70))] {
            let mut draw = |n: usize| (0..n).map(|_| rng.f32() - 0.5).collect::<Vec<f32>>();
            let places = size.0 * size.1;
            let (x, weight, dy) = (draw(cin * places), draw(cout * cin * TAPS), draw(cout * places));
            let mut y = vec![1.0; cout * places];
            forward(&x, size, &weight, cin, &mut y, &mut s);
            close(&y, &plain(&x, size, &weight, cin).iter().map(|v| v + 1.0).collect::<Vec<_>>());

            let (mut dweight, mut dx) = (vec![0.5; weight.len()], vec![2.0; x.len()]);
            backward(&x, size, &weight, cin, &dy, Some(&mut dweight), Some(&mut dx), &mut s);
            // By the input: the transposed kernel, turned round.
            let turned: Vec<f32> = (0..weight.len())
                .map(|i| {
                    let (c, o, tap) = (i / (cout * TAPS), i / TAPS % cout, i % TAPS);
                    weight[(o * cin + c) * TAPS + TAPS - 1 - tap]
                })
                .collect();
            close(&dx, &plain(&dy, size, &turned, cout).iter().map(|v| v + 2.0).collect::<Vec<_>>());
            // By a weight: what the output changes by it, weighed by the gradient of the output.
            for (i, d) in dweight.iter().enumerate() {
                let mut one = vec![0.0; weight.len()];
                one[i] = 1.0;
                let by = plain(&x, size, &one, cin);
                let want: f64 = by.iter().zip(&dy).map(|(a, b)| f64::from(a * b)).sum::<f64>() + 0.5;
                assert!((f64::from(*d) - want).abs() < 1e-3 * (1.0 + want.abs()), "{i}: {d} {want}");
                if i > 40 {
                    break;
                }
            }
        }
    }
}
