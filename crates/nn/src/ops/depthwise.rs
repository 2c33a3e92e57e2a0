use super::conv::ConvShape;

/// One kernel a channel.
pub fn forward(s: &ConvShape, x: &[f32], weight: &[f32], bias: Option<&[f32]>, y: &mut [f32]) {
    let ((h, w), (oh, ow)) = (s.input, s.output);
    for c in 0..s.cout {
        let (src, dst) = (&x[c * h * w..][..h * w], &mut y[c * oh * ow..][..oh * ow]);
        dst.fill(bias.map_or(0.0, |b| b[c]));
        for (oy, line) in dst.chunks_exact_mut(ow).enumerate() {
            each_tap(s, c, oy, |k, row, from, cols| {
                let (wk, src) = (weight[k], &src[row * w..][..w]);
                let line = &mut line[cols.clone()];
                if s.stride == 1 {
                    line.iter_mut().zip(&src[from..]).for_each(|(o, v)| *o += wk * v);
                } else {
                    line.iter_mut().zip(src[from..].iter().step_by(s.stride)).for_each(|(o, v)| *o += wk * v);
                }
            });
        }
    }
}

pub fn backward(
    s: &ConvShape,
    x: &[f32],
    weight: &[f32],
    dy: &[f32],
    mut dweight: Option<&mut [f32]>,
    dbias: Option<&mut [f32]>,
    mut dx: Option<&mut [f32]>,
) {
    let ((h, w), (oh, ow)) = (s.input, s.output);
    if let Some(db) = dbias {
        db.iter_mut().zip(dy.chunks_exact(oh * ow)).for_each(|(d, row)| *d += row.iter().sum::<f32>());
    }
    let taps = s.kernel * s.kernel;
    let mut sums = vec![[0.0f32; LANES]; taps];
    for c in 0..s.cout {
        let (src, grad) = (&x[c * h * w..][..h * w], &dy[c * oh * ow..][..oh * ow]);
        sums.fill([0.0; LANES]);
        for (oy, line) in grad.chunks_exact(ow).enumerate() {
            each_tap(s, c, oy, |k, row, from, cols| {
                let line = &line[cols];
                if dweight.is_some() {
                    let (src, sums) = (&src[row * w + from..(row + 1) * w], &mut sums[k - c * taps]);
                    if s.stride == 1 {
                        multiply(line, src, sums);
                    } else {
                        let pairs = line.iter().zip(src.iter().step_by(s.stride));
                        pairs.enumerate().for_each(|(i, (g, v))| sums[i % LANES] += g * v);
                    }
                }
                if let Some(dx) = dx.as_deref_mut() {
                    let dst = &mut dx[(c * h + row) * w + from..(c * h + row + 1) * w];
                    if s.stride == 1 {
                        dst.iter_mut().zip(line).for_each(|(d, g)| *d += weight[k] * g);
                    } else {
                        dst.iter_mut().step_by(s.stride).zip(line).for_each(|(d, g)| *d += weight[k] * g);
                    }
                }
            });
        }
        if let Some(dw) = dweight.as_deref_mut() {
            dw[c * taps..][..taps].iter_mut().zip(&sums).for_each(|(d, s)| *d += s.iter().sum::<f32>());
        }
    }
}

/// Sums that are kept apart, so that the processor adds them side by side.
const LANES: usize = 8;

fn multiply(a: &[f32], b: &[f32], sums: &mut [f32; LANES]) {
    let (a, b) = (a.chunks_exact(LANES), b[..a.len()].chunks_exact(LANES));
    let rest = a.remainder().iter().zip(b.remainder());
    rest.zip(sums.iter_mut()).for_each(|((x, y), s)| *s += x * y);
    for (a, b) in a.zip(b) {
        a.iter().zip(b).zip(sums.iter_mut()).for_each(|((x, y), s)| *s += x * y);
    }
}

/// Calls `f(weight index, input row, first input column, output columns)` for each tap that meets the input.
fn each_tap(
    s: &ConvShape,
    c: usize,
    oy: usize,
    mut f: impl FnMut(usize, usize, usize, std::ops::Range<usize>),
) {
    let ((h, w), ow) = (s.input, s.output.1);
    for ky in 0..s.kernel {
        let row = (oy * s.stride + ky).wrapping_sub(s.pad.before);
        if row >= h {
            continue;
        }
        for kx in 0..s.kernel {
            let first = s.pad.before.saturating_sub(kx).div_ceil(s.stride);
            let last = (w + s.pad.before).saturating_sub(kx).div_ceil(s.stride).min(ow);
            if first < last {
                f(
                    (c * s.kernel + ky) * s.kernel + kx,
                    row,
                    first * s.stride + kx - s.pad.before,
                    first..last,
                );
            }
        }
    }
}
