use crate::graph::Padding;
use crate::matmul::{Mat, matmul};
use crate::ops::direct;
use crate::ops::norm::sum_of;

pub fn out_size(size: usize, kernel: usize, stride: usize, pad: Padding) -> usize {
    (size + pad.before + pad.after + stride).saturating_sub(kernel) / stride
}

/// The shape of one convolution over one sample.
#[derive(Debug, Clone, Copy)]
pub struct ConvShape {
    pub cin: usize,
    pub cout: usize,
    pub kernel: usize,
    pub stride: usize,
    pub pad: Padding,
    /// Rows and columns of input and output.
    pub input: (usize, usize),
    pub output: (usize, usize),
}

/// Numbers in the unfolded block: small enough to stay in the second-level cache beside the weights.
const BLOCK: usize = 96 * 1024;

/// Buffers that are kept between calls.
#[derive(Default)]
pub struct Scratch {
    cols: Vec<f32>,
    direct: direct::Scratch,
}

impl ConvShape {
    fn pointwise(&self) -> bool {
        self.kernel == 1 && self.stride == 1 && self.pad.before == 0 && self.pad.after == 0
    }

    /// Whether [`direct`] computes it.
    fn direct(&self) -> bool {
        self.kernel == 3 && self.stride == 1 && self.pad == Padding::same(3)
    }

    fn taps(&self) -> usize {
        self.cin * self.kernel * self.kernel
    }

    fn rows_per_block(&self) -> usize {
        (BLOCK / (self.taps() * self.output.1).max(1)).clamp(1, self.output.0.max(1))
    }

    /// Calls `f` with the input's column range for output columns that one kernel tap can reach.
    fn span(&self, tap: usize) -> (usize, usize) {
        let (w, ow) = (self.input.1, self.output.1);
        let first = (self.pad.before.saturating_sub(tap)).div_ceil(self.stride);
        let last = (w + self.pad.before).saturating_sub(tap).div_ceil(self.stride).min(ow);
        (first.min(last), last)
    }

    /// Writes the patches under output rows `rows` as a matrix of taps × positions.
    fn unfold(&self, x: &[f32], rows: std::ops::Range<usize>, cols: &mut [f32]) {
        let ((h, w), ow) = (self.input, self.output.1);
        let n = rows.len() * ow;
        let mut tap = 0;
        for c in 0..self.cin {
            for ky in 0..self.kernel {
                for kx in 0..self.kernel {
                    let out = &mut cols[tap * n..][..n];
                    tap += 1;
                    let (a, b) = self.span(kx);
                    for (line, oy) in out.chunks_exact_mut(ow).zip(rows.clone()) {
                        let y = (oy * self.stride + ky).wrapping_sub(self.pad.before);
                        if y >= h {
                            line.fill(0.0);
                            continue;
                        }
                        line[..a].fill(0.0);
                        line[b..].fill(0.0);
                        let row = &x[(c * h + y) * w..][..w];
                        let from = a * self.stride + kx - self.pad.before;
                        if self.stride == 1 {
                            line[a..b].copy_from_slice(&row[from..from + (b - a)]);
                        } else {
                            for (v, p) in line[a..b].iter_mut().zip(row[from..].iter().step_by(self.stride)) {
                                *v = *p;
                            }
                        }
                    }
                }
            }
        }
    }

    /// The reverse of `unfold`: adds the patches' gradients to the input's.
    fn fold(&self, cols: &[f32], rows: std::ops::Range<usize>, dx: &mut [f32]) {
        let ((h, w), ow) = (self.input, self.output.1);
        let n = rows.len() * ow;
        let mut tap = 0;
        for c in 0..self.cin {
            for ky in 0..self.kernel {
                for kx in 0..self.kernel {
                    let grad = &cols[tap * n..][..n];
                    tap += 1;
                    let (a, b) = self.span(kx);
                    if a == b {
                        continue;
                    }
                    for (line, oy) in grad.chunks_exact(ow).zip(rows.clone()) {
                        let y = (oy * self.stride + ky).wrapping_sub(self.pad.before);
                        if y >= h {
                            continue;
                        }
                        let from = a * self.stride + kx - self.pad.before;
                        let row = &mut dx[(c * h + y) * w + from..(c * h + y + 1) * w];
                        if self.stride == 1 {
                            for (d, g) in row.iter_mut().zip(&line[a..b]) {
                                *d += g;
                            }
                        } else {
                            for (d, g) in row.iter_mut().step_by(self.stride).zip(&line[a..b]) {
                                *d += g;
                            }
                        }
                    }
                }
            }
        }
    }
}

pub fn forward(
    s: &ConvShape,
    x: &[f32],
    weight: &[f32],
    bias: Option<&[f32]>,
    y: &mut [f32],
    scratch: &mut Scratch,
) {
    let n = s.output.0 * s.output.1;
    match bias {
        Some(b) => y.chunks_exact_mut(n).zip(b).for_each(|(row, &v)| row.fill(v)),
        None => y.fill(0.0),
    }
    let w = Mat::new(weight, s.cout, s.taps());
    if s.pointwise() {
        return matmul(y, n, 1.0, w, Mat::new(x, s.cin, n));
    }
    if s.direct() {
        return direct::forward(x, s.input, weight, s.cin, y, &mut scratch.direct);
    }
    let scratch = &mut scratch.cols;
    let step = s.rows_per_block();
    scratch.resize(s.taps() * step * s.output.1, 0.0);
    for start in (0..s.output.0).step_by(step) {
        let rows = start..(start + step).min(s.output.0);
        let count = rows.len() * s.output.1;
        s.unfold(x, rows, scratch);
        matmul(&mut y[start * s.output.1..], n, 1.0, w, Mat::new(scratch, s.taps(), count));
    }
}

/// Adds to the gradients of the weights, the bias and, where asked for, the input.
#[allow(clippy::too_many_arguments)] // one call site; a struct would only rename the same eight things
pub fn backward(
    s: &ConvShape,
    x: &[f32],
    weight: &[f32],
    dy: &[f32],
    dweight: Option<&mut [f32]>,
    dbias: Option<&mut [f32]>,
    dx: Option<&mut [f32]>,
    scratch: &mut Scratch,
) {
    let n = s.output.0 * s.output.1;
    if let Some(db) = dbias {
        for (d, row) in db.iter_mut().zip(dy.chunks_exact(n)) {
            *d += sum_of(row, row, |v, _| v);
        }
    }
    if s.pointwise() {
        if let Some(dw) = dweight {
            matmul(dw, s.cin, 1.0, Mat::new(dy, s.cout, n), Mat::new(x, s.cin, n).t());
        }
        if let Some(dx) = dx {
            matmul(dx, n, 1.0, Mat::new(weight, s.cout, s.cin).t(), Mat::new(dy, s.cout, n));
        }
        return;
    }
    if s.direct() {
        return direct::backward(x, s.input, weight, s.cin, dy, dweight, dx, &mut scratch.direct);
    }
    let scratch = &mut scratch.cols;
    let (mut dweight, mut dx) = (dweight, dx);
    let step = s.rows_per_block();
    scratch.resize(s.taps() * step * s.output.1, 0.0);
    for start in (0..s.output.0).step_by(step) {
        let rows = start..(start + step).min(s.output.0);
        let count = rows.len() * s.output.1;
        let grad = Mat::strided(&dy[start * s.output.1..], s.cout, count, n);
        if let Some(dw) = dweight.as_deref_mut() {
            s.unfold(x, rows.clone(), scratch);
            matmul(dw, s.taps(), 1.0, grad, Mat::new(scratch, s.taps(), count).t());
        }
        if let Some(dx) = dx.as_deref_mut() {
            matmul(scratch, count, 0.0, Mat::new(weight, s.cout, s.taps()).t(), grad);
            s.fold(scratch, rows, dx);
        }
    }
}
