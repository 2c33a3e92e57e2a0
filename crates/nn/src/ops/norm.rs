pub const EPS: f32 = 1e-5;

/// The sum of `f` over two rows in sixteen lanes, which the processor adds at once: one running sum would wait for
/// each addition. The order is fixed, so equal rows give equal bytes.
pub fn sum_of(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> f32 {
    const LANES: usize = 16;
    let mut lanes = [0.0f32; LANES];
    let (wide_a, rest_a) = a.as_chunks::<LANES>();
    let (wide_b, rest_b) = b.as_chunks::<LANES>();
    for (a, b) in wide_a.iter().zip(wide_b) {
        for i in 0..LANES {
            lanes[i] += f(a[i], b[i]);
        }
    }
    lanes.iter().sum::<f32>() + rest_a.iter().zip(rest_b).map(|(a, b)| f(*a, *b)).sum::<f32>()
}

/// Normalises `n` samples of `channels × size` by the part's own mean and variance, which are left in
/// `stats` (mean, then 1 / deviation, a channel each).
pub fn forward_train(
    x: &[f32],
    y: &mut [f32],
    gain: &[f32],
    shift: &[f32],
    size: usize,
    stats: &mut Vec<f32>,
) {
    let c = gain.len();
    let count = (x.len() / c) as f32;
    stats.clear();
    stats.resize(2 * c, 0.0);
    let (mean, inv) = stats.split_at_mut(c);
    for sample in x.chunks_exact(c * size) {
        for (ch, row) in sample.chunks_exact(size).enumerate() {
            mean[ch] += sum_of(row, row, |v, _| v) / count;
        }
    }
    for sample in x.chunks_exact(c * size) {
        for (ch, row) in sample.chunks_exact(size).enumerate() {
            let m = mean[ch];
            inv[ch] += sum_of(row, row, |v, _| (v - m) * (v - m)) / count;
        }
    }
    inv.iter_mut().for_each(|v| *v = 1.0 / (*v + EPS).sqrt());
    scale(x, y, size, c, |ch| {
        let a = gain[ch] * inv[ch];
        (a, shift[ch] - mean[ch] * a)
    });
}

pub fn forward_use(
    x: &[f32],
    y: &mut [f32],
    gain: &[f32],
    shift: &[f32],
    mean: &[f32],
    var: &[f32],
    size: usize,
) {
    scale(x, y, size, gain.len(), |ch| {
        let a = gain[ch] / (var[ch] + EPS).sqrt();
        (a, shift[ch] - mean[ch] * a)
    });
}

fn scale(x: &[f32], y: &mut [f32], size: usize, c: usize, factors: impl Fn(usize) -> (f32, f32)) {
    for (i, (src, dst)) in x.chunks_exact(size).zip(y.chunks_exact_mut(size)).enumerate() {
        let (a, b) = factors(i % c);
        dst.iter_mut().zip(src).for_each(|(d, s)| *d = a * s + b);
    }
}

/// Gradients of [`forward_train`].
#[allow(clippy::too_many_arguments)] // the formula has eight terms
pub fn backward(
    x: &[f32],
    dy: &[f32],
    gain: &[f32],
    stats: &[f32],
    size: usize,
    dgain: &mut [f32],
    dshift: &mut [f32],
    dx: Option<&mut [f32]>,
) {
    let c = gain.len();
    let count = (x.len() / c) as f32;
    let (mean, inv) = stats.split_at(c);
    let (mut sum, mut sum_x) = (vec![0.0f32; c], vec![0.0f32; c]);
    for (i, (src, g)) in x.chunks_exact(size).zip(dy.chunks_exact(size)).enumerate() {
        let ch = i % c;
        sum[ch] += sum_of(g, g, |g, _| g);
        let m = mean[ch];
        sum_x[ch] += sum_of(src, g, |v, g| (v - m) * g) * inv[ch];
    }
    for ch in 0..c {
        dshift[ch] += sum[ch];
        dgain[ch] += sum_x[ch];
    }
    let Some(dx) = dx else { return };
    for (i, ((src, g), d)) in
        x.chunks_exact(size).zip(dy.chunks_exact(size)).zip(dx.chunks_exact_mut(size)).enumerate()
    {
        let ch = i % c;
        let (m, a) = (mean[ch], gain[ch] * inv[ch]);
        let (s, sx) = (sum[ch] / count, sum_x[ch] * inv[ch] / count);
        d.iter_mut().zip(src).zip(g).for_each(|((d, v), g)| *d += a * (g - s - (v - m) * sx));
    }
}
