use crate::graph::{Graph, Op, Params};
use crate::ops::{conv, conv::ConvShape, depthwise, norm, resize};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Normalises by the part's own statistics and applies dropout, drawn from this seed.
    Train {
        seed: u64,
    },
    Use,
}

/// Forward and backward over one part of a batch, on one thread. Buffers are kept between calls.
#[derive(Default)]
pub struct Pass {
    values: Vec<Vec<f32>>,
    grads: Vec<Vec<f32>>,
    /// Batch statistics of a norm, or the kept positions of a dropout, by node.
    extra: Vec<Vec<f32>>,
    sizes: Vec<(usize, usize)>,
    samples: usize,
    scratch: conv::Scratch,
}

impl Pass {
    /// `inputs` holds `samples` samples for each of the graph's inputs, `sizes` their rows and columns.
    pub fn forward(
        &mut self,
        graph: &Graph,
        params: &Params,
        inputs: &[Vec<f32>],
        sizes: &[(usize, usize)],
        samples: usize,
        mode: Mode,
    ) {
        self.sizes = graph.sizes(sizes);
        self.samples = samples;
        self.values.resize(graph.nodes.len(), Vec::new());
        self.extra.resize(graph.nodes.len(), Vec::new());
        let mut next_input = inputs.iter();
        for (id, node) in graph.nodes.iter().enumerate() {
            let size = self.sizes[id].0 * self.sizes[id].1;
            let mut out = std::mem::take(&mut self.values[id]);
            out.resize(samples * node.channels * size, 0.0);
            let arg = |k: usize| self.values[node.inputs[k]].as_slice();
            match &node.op {
                Op::Input => {
                    if let Some(data) = next_input.next() {
                        out.copy_from_slice(data);
                    }
                }
                Op::Conv { weight, bias, depthwise, .. } => {
                    let shape = self.shape(graph, id);
                    let bias = bias.map(|b| params[b].data.as_slice());
                    let weight = params[*weight].data.as_slice();
                    let x = arg(0).chunks_exact(shape.cin * shape.input.0 * shape.input.1);
                    for (x, y) in x.zip(out.chunks_exact_mut(node.channels * size)) {
                        if *depthwise {
                            depthwise::forward(&shape, x, weight, bias, y);
                        } else {
                            conv::forward(&shape, x, weight, bias, y, &mut self.scratch);
                        }
                    }
                }
                Op::BatchNorm { gain, shift, mean, var } => {
                    let p = |i: usize| params[i].data.as_slice();
                    match mode {
                        Mode::Train { .. } => {
                            norm::forward_train(
                                arg(0),
                                &mut out,
                                p(*gain),
                                p(*shift),
                                size,
                                &mut self.extra[id],
                            );
                        }
                        Mode::Use => {
                            norm::forward_use(arg(0), &mut out, p(*gain), p(*shift), p(*mean), p(*var), size);
                        }
                    }
                }
                Op::Relu => map(arg(0), &mut out, |v| v.max(0.0)),
                Op::Relu6 => map(arg(0), &mut out, |v| v.clamp(0.0, 6.0)),
                Op::Add => {
                    out.iter_mut().zip(arg(0)).zip(arg(1)).for_each(|((o, a), b)| *o = a + b);
                }
                Op::Concat => {
                    let mut at = 0;
                    for (k, &i) in node.inputs.iter().enumerate() {
                        let len = graph.channels(i) * size;
                        let rows = out.chunks_exact_mut(node.channels * size);
                        rows.zip(arg(k).chunks_exact(len))
                            .for_each(|(o, x)| o[at..at + len].copy_from_slice(x));
                        at += len;
                    }
                }
                Op::Upsample(factor) => {
                    resize::forward(arg(0), &mut out, self.sizes[node.inputs[0]], *factor)
                }
                Op::Dropout(probability) => match mode {
                    Mode::Use => out.copy_from_slice(arg(0)),
                    Mode::Train { seed } => {
                        let mut rng = fastrand::Rng::with_seed(seed ^ (id as u64).wrapping_mul(0x9e37_79b9));
                        let keep = 1.0 / (1.0 - probability);
                        let kept = &mut self.extra[id];
                        kept.clear();
                        kept.extend(
                            (0..out.len()).map(|_| if rng.f32() < *probability { 0.0 } else { keep }),
                        );
                        let x = self.values[node.inputs[0]].iter();
                        out.iter_mut().zip(x).zip(kept).for_each(|((o, x), k)| *o = x * *k);
                    }
                },
            }
            self.values[id] = out;
        }
    }

    fn shape(&self, graph: &Graph, id: usize) -> ConvShape {
        let node = &graph.nodes[id];
        let input = node.inputs[0];
        let Op::Conv { kernel, stride, pad, .. } = node.op else { unreachable!("asked for a convolution") };
        ConvShape {
            cin: graph.channels(input),
            cout: node.channels,
            kernel,
            stride,
            pad,
            input: self.sizes[input],
            output: self.sizes[id],
        }
    }

    /// The numbers of the graph's `k`th output, sample after sample.
    pub fn output(&self, graph: &Graph, k: usize) -> &[f32] {
        &self.values[graph.outputs[k]]
    }

    /// Mean and 1 / deviation of the last training pass, for each norm.
    pub(crate) fn norm_stats(&self, node: usize) -> &[f32] {
        &self.extra[node]
    }

    /// Adds the gradients of the loss by each parameter to `dparams`, given those by each output.
    pub fn backward(&mut self, graph: &Graph, params: &Params, douts: &[Vec<f32>], dparams: &mut [Vec<f32>]) {
        let wanted = needs_gradient(graph, params);
        self.grads.resize(graph.nodes.len(), Vec::new());
        for (id, value) in self.values.iter().enumerate() {
            self.grads[id].clear();
            if wanted[id] {
                self.grads[id].resize(value.len(), 0.0);
            }
        }
        for (&id, grad) in graph.outputs.iter().zip(douts) {
            self.grads[id].iter_mut().zip(grad).for_each(|(d, g)| *d += g);
        }
        for (id, node) in graph.nodes.iter().enumerate().rev() {
            if !wanted[id] || node.inputs.is_empty() {
                continue;
            }
            let dy = std::mem::take(&mut self.grads[id]);
            let first = node.inputs[0];
            let mut dx = std::mem::take(&mut self.grads[first]);
            let x = self.values[first].as_slice();
            let size = self.sizes[id].0 * self.sizes[id].1;
            match &node.op {
                Op::Input => {}
                Op::Conv { weight, bias, depthwise, .. } => {
                    let shape = self.shape(graph, id);
                    let (xlen, ylen) = (shape.cin * shape.input.0 * shape.input.1, node.channels * size);
                    for s in 0..self.samples {
                        let (x, dy) = (&x[s * xlen..][..xlen], &dy[s * ylen..][..ylen]);
                        let dx = if wanted[first] { Some(&mut dx[s * xlen..][..xlen]) } else { None };
                        let [dw, db] = two(dparams, *weight, *bias);
                        let dw = params[*weight].trainable.then_some(dw).flatten();
                        let w = &params[*weight].data;
                        if *depthwise {
                            depthwise::backward(&shape, x, w, dy, dw, db, dx);
                        } else {
                            conv::backward(&shape, x, w, dy, dw, db, dx, &mut self.scratch);
                        }
                    }
                }
                Op::BatchNorm { gain, shift, .. } => {
                    let stats = &self.extra[id];
                    if let [Some(dg), Some(ds)] = two(dparams, *gain, Some(*shift)) {
                        let dx = wanted[first].then_some(dx.as_mut_slice());
                        norm::backward(x, &dy, &params[*gain].data, stats, size, dg, ds, dx);
                    }
                }
                Op::Relu => {
                    dx.iter_mut()
                        .zip(&dy)
                        .zip(x)
                        .for_each(|((d, g), x)| *d += if *x > 0.0 { *g } else { 0.0 });
                }
                Op::Relu6 => dx.iter_mut().zip(&dy).zip(x).for_each(|((d, g), x)| {
                    *d += if *x > 0.0 && *x < 6.0 { *g } else { 0.0 };
                }),
                Op::Add => {
                    dx.iter_mut().zip(&dy).for_each(|(d, g)| *d += g);
                    if node.inputs[1] != first {
                        let other = &mut self.grads[node.inputs[1]];
                        other.iter_mut().zip(&dy).for_each(|(d, g)| *d += g);
                    } else {
                        dx.iter_mut().zip(&dy).for_each(|(d, g)| *d += g);
                    }
                }
                Op::Concat => {
                    self.grads[first] = std::mem::take(&mut dx);
                    let mut at = 0;
                    for &i in &node.inputs {
                        let len = graph.channels(i) * size;
                        if wanted[i] {
                            let parts = dy.chunks_exact(node.channels * size);
                            for (d, g) in self.grads[i].chunks_exact_mut(len).zip(parts) {
                                d.iter_mut().zip(&g[at..at + len]).for_each(|(d, g)| *d += g);
                            }
                        }
                        at += len;
                    }
                    dx = std::mem::take(&mut self.grads[first]);
                }
                Op::Upsample(factor) => resize::backward(&dy, &mut dx, self.sizes[first], *factor),
                Op::Dropout(_) => {
                    dx.iter_mut().zip(&dy).zip(&self.extra[id]).for_each(|((d, g), k)| *d += g * k);
                }
            }
            self.grads[first] = dx;
            self.grads[id] = dy;
        }
    }
}

fn map(x: &[f32], out: &mut [f32], f: impl Fn(f32) -> f32) {
    out.iter_mut().zip(x).for_each(|(o, x)| *o = f(*x));
}

/// Two different gradients at once.
fn two(grads: &mut [Vec<f32>], a: usize, b: Option<usize>) -> [Option<&mut [f32]>; 2] {
    let Some(b) = b else { return [Some(grads[a].as_mut_slice()), None] };
    match grads.get_disjoint_mut([a, b]) {
        Ok([x, y]) => [Some(x.as_mut_slice()), Some(y.as_mut_slice())],
        Err(_) => [None, None],
    }
}

/// Which nodes a gradient must reach: those with something to learn in or before them.
fn needs_gradient(graph: &Graph, params: &Params) -> Vec<bool> {
    let mut wanted: Vec<bool> = Vec::with_capacity(graph.nodes.len());
    for node in &graph.nodes {
        let own = match &node.op {
            Op::Conv { weight, .. } => params[*weight].trainable,
            Op::BatchNorm { gain, .. } => params[*gain].trainable,
            _ => false,
        };
        wanted.push(own || node.inputs.iter().any(|&i| wanted[i]));
    }
    wanted
}
