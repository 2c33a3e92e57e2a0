use crate::ops::conv::out_size;

pub type NodeId = usize;
pub type ParamId = usize;

/// Rows and columns added on each side before a convolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Padding {
    pub before: usize,
    pub after: usize,
}

impl Padding {
    pub fn same(kernel: usize) -> Self {
        Padding { before: (kernel - 1) / 2, after: kernel / 2 }
    }
}

/// What a convolution looks at, and how far it steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub kernel: usize,
    pub stride: usize,
    pub pad: Padding,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    Input,
    /// Weight `[out, in, k, k]`, or `[channels, 1, k, k]` where `depthwise`.
    Conv {
        weight: ParamId,
        bias: Option<ParamId>,
        kernel: usize,
        stride: usize,
        pad: Padding,
        depthwise: bool,
    },
    /// Gain, shift, and the running mean and variance that take the place of the batch's own in use.
    BatchNorm {
        gain: ParamId,
        shift: ParamId,
        mean: ParamId,
        var: ParamId,
    },
    Relu,
    /// min(max(x, 0), 6)
    Relu6,
    Add,
    Concat,
    /// Bilinear enlargement by a whole factor (half-pixel centres).
    Upsample(usize),
    /// Sets values to 0 with this probability while training.
    Dropout(f32),
}

#[derive(Debug, Clone)]
pub struct Node {
    pub op: Op,
    pub inputs: Vec<NodeId>,
    pub channels: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    pub name: String,
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
    /// Running statistics and frozen weights are kept out of the optimizer.
    pub trainable: bool,
    /// Weights are drawn towards 0, biases and gains are not.
    pub decay: bool,
    /// Share of the rate that it learns at: what has learnt elsewhere before learns slowly.
    pub pace: f32,
}

pub type Params = Vec<Param>;

/// A network as a list of nodes in the order of their computation.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub nodes: Vec<Node>,
    pub inputs: Vec<NodeId>,
    pub outputs: Vec<NodeId>,
}

impl Graph {
    fn push(&mut self, op: Op, inputs: Vec<NodeId>, channels: usize) -> NodeId {
        self.nodes.push(Node { op, inputs, channels });
        self.nodes.len() - 1
    }

    pub fn channels(&self, id: NodeId) -> usize {
        self.nodes[id].channels
    }

    pub fn input(&mut self, channels: usize) -> NodeId {
        let id = self.push(Op::Input, vec![], channels);
        self.inputs.push(id);
        id
    }

    /// A convolution with weights drawn after He et al. 2015 (arXiv 1502.01852) and a bias of 0.
    pub fn conv(
        &mut self,
        params: &mut Params,
        rng: &mut fastrand::Rng,
        x: NodeId,
        out: usize,
        kernel: usize,
    ) -> NodeId {
        self.conv_over(params, rng, x, out, Window { kernel, stride: 1, pad: Padding::same(kernel) })
    }

    /// As [`Graph::conv`], with any step and padding.
    pub fn conv_over(
        &mut self,
        params: &mut Params,
        rng: &mut fastrand::Rng,
        x: NodeId,
        out: usize,
        Window { kernel, stride, pad }: Window,
    ) -> NodeId {
        let cin = self.channels(x);
        let fan_in = (cin * kernel * kernel) as f32;
        let data = (0..out * cin * kernel * kernel).map(|_| normal(rng) * (2.0 / fan_in).sqrt()).collect();
        let name = format!("conv{}", self.nodes.len());
        let weight = add_param(params, format!("{name}.weight"), vec![out, cin, kernel, kernel], data, true);
        let bias = add_param(params, format!("{name}.bias"), vec![out], vec![0.0; out], false);
        let op = Op::Conv { weight, bias: Some(bias), kernel, stride, pad, depthwise: false };
        self.push(op, vec![x], out)
    }

    /// A convolution over given parameters.
    pub fn conv_with(&mut self, x: NodeId, channels: usize, op: Op) -> NodeId {
        self.push(op, vec![x], channels)
    }

    pub fn batch_norm(&mut self, params: &mut Params, x: NodeId) -> NodeId {
        let c = self.channels(x);
        let name = format!("norm{}", self.nodes.len());
        let gain = add_param(params, format!("{name}.gain"), vec![c], vec![1.0; c], false);
        let shift = add_param(params, format!("{name}.shift"), vec![c], vec![0.0; c], false);
        let mean = add_param(params, format!("{name}.mean"), vec![c], vec![0.0; c], false);
        let var = add_param(params, format!("{name}.var"), vec![c], vec![1.0; c], false);
        params[mean].trainable = false;
        params[var].trainable = false;
        self.push(Op::BatchNorm { gain, shift, mean, var }, vec![x], c)
    }

    pub fn relu(&mut self, x: NodeId) -> NodeId {
        self.push(Op::Relu, vec![x], self.channels(x))
    }

    pub fn relu6(&mut self, x: NodeId) -> NodeId {
        self.push(Op::Relu6, vec![x], self.channels(x))
    }

    pub fn add(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.push(Op::Add, vec![a, b], self.channels(a))
    }

    pub fn concat(&mut self, xs: &[NodeId]) -> NodeId {
        let channels = xs.iter().map(|&x| self.channels(x)).sum();
        self.push(Op::Concat, xs.to_vec(), channels)
    }

    pub fn upsample(&mut self, x: NodeId, factor: usize) -> NodeId {
        self.push(Op::Upsample(factor), vec![x], self.channels(x))
    }

    pub fn dropout(&mut self, x: NodeId, probability: f32) -> NodeId {
        self.push(Op::Dropout(probability), vec![x], self.channels(x))
    }

    /// Rows and columns of every node's output for inputs of the given sizes (in the order of `inputs`).
    pub fn sizes(&self, inputs: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let mut sizes: Vec<(usize, usize)> = Vec::with_capacity(self.nodes.len());
        let mut next = inputs.iter();
        for node in &self.nodes {
            let first = node.inputs.first().map(|&i| sizes[i]);
            let size = match (&node.op, first) {
                (Op::Input, _) => *next.next().unwrap_or(&(0, 0)),
                (Op::Conv { kernel, stride, pad, .. }, Some((h, w))) => {
                    (out_size(h, *kernel, *stride, *pad), out_size(w, *kernel, *stride, *pad))
                }
                (Op::Upsample(f), Some((h, w))) => (h * f, w * f),
                (_, first) => first.unwrap_or((0, 0)),
            };
            sizes.push(size);
        }
        sizes
    }
}

pub(crate) fn add_param(
    params: &mut Params,
    name: String,
    shape: Vec<usize>,
    data: Vec<f32>,
    decay: bool,
) -> ParamId {
    params.push(Param { name, shape, data, trainable: true, decay, pace: 1.0 });
    params.len() - 1
}

/// A normally distributed number (Box and Muller).
fn normal(rng: &mut fastrand::Rng) -> f32 {
    let (u, v) = (1.0 - rng.f32(), rng.f32());
    (-2.0 * u.ln()).sqrt() * (std::f32::consts::TAU * v).cos()
}
