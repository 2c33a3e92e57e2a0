/// For each output position the two inputs it lies between and the second one's share (half-pixel centres,
/// as ONNX `Resize` with `half_pixel` does).
fn taps(size: usize, factor: usize) -> Vec<(usize, usize, f32)> {
    (0..size * factor)
        .map(|o| {
            let at = ((o as f32 + 0.5) / factor as f32 - 0.5).clamp(0.0, (size - 1) as f32);
            let lo = at as usize;
            (lo, (lo + 1).min(size - 1), at - lo as f32)
        })
        .collect()
}

pub fn forward(x: &[f32], y: &mut [f32], (h, w): (usize, usize), factor: usize) {
    let (ty, tx) = (taps(h, factor), taps(w, factor));
    let mut line = vec![0.0f32; w];
    for (src, dst) in x.chunks_exact(h * w).zip(y.chunks_exact_mut(h * w * factor * factor)) {
        for (out, &(a, b, t)) in dst.chunks_exact_mut(w * factor).zip(&ty) {
            let (ra, rb) = (&src[a * w..][..w], &src[b * w..][..w]);
            line.iter_mut().zip(ra).zip(rb).for_each(|((l, a), b)| *l = a + t * (b - a));
            out.iter_mut().zip(&tx).for_each(|(o, &(a, b, t))| *o = line[a] + t * (line[b] - line[a]));
        }
    }
}

pub fn backward(dy: &[f32], dx: &mut [f32], (h, w): (usize, usize), factor: usize) {
    let (ty, tx) = (taps(h, factor), taps(w, factor));
    let mut line = vec![0.0f32; w];
    for (g, dst) in dy.chunks_exact(h * w * factor * factor).zip(dx.chunks_exact_mut(h * w)) {
        for (row, &(a, b, t)) in g.chunks_exact(w * factor).zip(&ty) {
            line.fill(0.0);
            row.iter().zip(&tx).for_each(|(g, &(a, b, t))| {
                line[a] += (1.0 - t) * g;
                line[b] += t * g;
            });
            for (k, share) in [(a, 1.0 - t), (b, t)] {
                dst[k * w..][..w].iter_mut().zip(&line).for_each(|(d, l)| *d += share * l);
            }
        }
    }
}
