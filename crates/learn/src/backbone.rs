//! The pretrained network that all tasks see through: EfficientNet-Lite0 (Tan and Le 2019, arXiv 1905.11946),
//! frozen, but where a task goes on to train its deeper blocks. Pictures go in as `(x - 127) / 128`.

use crate::LearnError;
use fovea_nn::{Graph, NodeId, Op, Padding, Param, ParamId, Params};
use fovea_onnx::{Attr, GraphBuilder};
use safetensors::SafeTensors;

static WEIGHTS: &[u8] = include_bytes!(env!("FOVEA_BACKBONE"));

/// Blocks as (kernel, stride, expansion, output channels).
const BLOCKS: [(usize, usize, usize, usize); 15] = [
    (3, 1, 1, 16),
    (3, 2, 6, 24),
    (3, 1, 6, 24),
    (5, 2, 6, 40),
    (5, 1, 6, 40),
    (3, 2, 6, 80),
    (3, 1, 6, 80),
    (3, 1, 6, 80),
    (5, 1, 6, 112),
    (5, 1, 6, 112),
    (5, 1, 6, 112),
    (5, 2, 6, 192),
    (5, 1, 6, 192),
    (5, 1, 6, 192),
    (5, 1, 6, 192),
];

const NORM_EPS: f32 = 1e-3;

/// Where features are taken: after the last block of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 16 channels at half the picture's size.
    Half,
    /// 24 channels at a quarter.
    Quarter,
    /// 40 channels at an eighth.
    Eighth,
    /// 112 channels at a sixteenth.
    Sixteenth,
    /// 192 channels at a thirty-second.
    Deep,
}

impl Stage {
    fn block(self) -> usize {
        match self {
            Stage::Half => 0,
            Stage::Quarter => 2,
            Stage::Eighth => 4,
            Stage::Sixteenth => 10,
            Stage::Deep => 14,
        }
    }

    pub fn channels(self) -> usize {
        BLOCKS[self.block()].3
    }
}

/// The backbone up to the deepest of `stages`, frozen; the graph's outputs are the stages in the given order.
pub fn backbone(stages: &[Stage]) -> Result<(Graph, Params), LearnError> {
    let mut b = Reader::new(Graph::default(), Params::new(), None)?;
    let input = b.graph.input(3);
    let stem = Shape { kernel: 3, stride: 2, out: 32, depthwise: false };
    let x = b.conv(input, "_conv_stem", "_bn0", stem)?;
    let x = b.graph.relu6(x);
    let ends = b.blocks(x, 0..last_of(stages) + 1)?;
    b.graph.outputs = stages.iter().map(|s| ends[s.block()]).collect();
    Ok((b.graph, b.params))
}

/// Adds the backbone's blocks after the stage `from`, which `x` holds, to a network that learns: as they were trained before, and
/// to learn on at `pace` times its rate. The nodes of `stages`, which are deeper.
pub fn go_on(
    (graph, params): (&mut Graph, &mut Params),
    (from, x): (Stage, NodeId),
    stages: &[Stage],
    pace: f32,
) -> Result<Vec<NodeId>, LearnError> {
    let mut b = Reader::new(std::mem::take(graph), std::mem::take(params), Some(pace))?;
    let first = from.block() + 1;
    let ends = b.blocks(x, first..last_of(stages) + 1)?;
    (*graph, *params) = (b.graph, b.params);
    Ok(stages.iter().map(|s| ends[s.block() - first]).collect())
}

fn last_of(stages: &[Stage]) -> usize {
    stages.iter().map(|s| s.block()).max().unwrap_or(0)
}

#[derive(Clone, Copy)]
struct Shape {
    kernel: usize,
    stride: usize,
    out: usize,
    depthwise: bool,
}

struct Reader<'a> {
    tensors: SafeTensors<'a>,
    graph: Graph,
    params: Params,
    /// `None`: what is read stays as it is.
    pace: Option<f32>,
}

impl Reader<'_> {
    fn new(graph: Graph, params: Params, pace: Option<f32>) -> Result<Reader<'static>, LearnError> {
        let tensors = SafeTensors::deserialize(WEIGHTS).map_err(|e| LearnError::Backbone(e.to_string()))?;
        Ok(Reader { tensors, graph, params, pace })
    }

    /// The ends of these blocks, which follow `x`.
    fn blocks(&mut self, mut x: NodeId, which: std::ops::Range<usize>) -> Result<Vec<NodeId>, LearnError> {
        let mut ends = Vec::with_capacity(which.len());
        for i in which {
            let (kernel, stride, expansion, out) = BLOCKS[i];
            let (start, channels) = (x, self.graph.channels(x));
            let name = |part: &str| format!("_blocks.{i}.{part}");
            if expansion > 1 {
                let wide = Shape { kernel: 1, stride: 1, out: channels * expansion, depthwise: false };
                x = self.conv(x, &name("_expand_conv"), &name("_bn0"), wide)?;
                x = self.graph.relu6(x);
            }
            let deep = Shape { kernel, stride, out: channels * expansion, depthwise: true };
            x = self.conv(x, &name("_depthwise_conv"), &name("_bn1"), deep)?;
            x = self.graph.relu6(x);
            let narrow = Shape { kernel: 1, stride: 1, out, depthwise: false };
            x = self.conv(x, &name("_project_conv"), &name("_bn2"), narrow)?;
            if stride == 1 && channels == out {
                x = self.graph.add(start, x);
            }
            ends.push(x);
        }
        Ok(ends)
    }

    fn floats(&self, name: &str) -> Result<Vec<f32>, LearnError> {
        let tensor = self.tensors.tensor(name).map_err(|e| LearnError::Backbone(format!("{name}: {e}")))?;
        Ok(tensor.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    /// A convolution with the norm after it folded in.
    fn conv(&mut self, x: NodeId, conv: &str, norm: &str, s: Shape) -> Result<NodeId, LearnError> {
        let mut weight = self.floats(&format!("{conv}.weight"))?;
        let [gain, shift, mean, var] =
            ["weight", "bias", "running_mean", "running_var"].map(|p| format!("{norm}.{p}"));
        let (gain, shift) = (self.floats(&gain)?, self.floats(&shift)?);
        let (mean, var) = (self.floats(&mean)?, self.floats(&var)?);
        let cin = if s.depthwise { 1 } else { self.graph.channels(x) };
        let per = cin * s.kernel * s.kernel;
        if weight.len() != s.out * per || var.len() != s.out {
            return Err(LearnError::Backbone(format!("{conv} has an unexpected size")));
        }
        let mut bias = vec![0.0; s.out];
        for (c, row) in weight.chunks_exact_mut(per).enumerate() {
            let a = gain[c] / (var[c] + NORM_EPS).sqrt();
            row.iter_mut().for_each(|w| *w *= a);
            bias[c] = shift[c] - mean[c] * a;
        }
        let weight = self.param(conv, vec![s.out, cin, s.kernel, s.kernel], weight);
        let bias = Some(self.param(norm, vec![s.out], bias));
        // As its makers trained it: where a step skips positions, one row and column less before than after.
        let total = s.kernel - s.stride.min(s.kernel);
        let pad = Padding { before: total / 2, after: total - total / 2 };
        let op = Op::Conv { weight, bias, kernel: s.kernel, stride: s.stride, pad, depthwise: s.depthwise };
        Ok(self.graph.conv_with(x, s.out, op))
    }

    fn param(&mut self, name: &str, shape: Vec<usize>, data: Vec<f32>) -> ParamId {
        let (trainable, pace) = (self.pace.is_some(), self.pace.unwrap_or(0.0));
        self.params.push(Param { name: name.into(), shape, data, trainable, decay: false, pace });
        self.params.len() - 1
    }
}

/// Writes the picture's input and the backbone into an ONNX graph; returns the names of the stages' values and
/// of the scaled picture.
pub fn write_backbone(out: &mut GraphBuilder, stages: &[Stage]) -> Result<(Vec<String>, String), LearnError> {
    write_blurred(out, stages, 0.0)
}

/// As [`write_backbone`]; the backbone sees each pixel with so large a share of the mean of it and its eight neighbours.
pub fn write_blurred(
    out: &mut GraphBuilder,
    stages: &[Stage],
    share: f32,
) -> Result<(Vec<String>, String), LearnError> {
    let (graph, params) = backbone(stages)?;
    out.input("image", &["N", "3", "H", "W"]);
    let middle = out.floats("image.middle", &[], &[127.0]);
    let scale = out.floats("image.scale", &[], &[1.0 / 128.0]);
    let centred = out.node("Sub", "image.centred", &["image", &middle], &[]);
    let mut scaled = out.node("Mul", "image.scaled", &[&centred, &scale], &[]);
    if share > 0.0 {
        let mean = local_mean(out, &scaled, "image.mean", 3);
        let (other, own) =
            (out.floats("image.other", &[], &[share]), out.floats("image.own", &[], &[1.0 - share]));
        let mean = out.node("Mul", "image.around", &[&mean, &other], &[]);
        let sharp = out.node("Mul", "image.sharp", &[&scaled, &own], &[]);
        scaled = out.node("Add", "image.blurred", &[&sharp, &mean], &[]);
    }
    let exported = fovea_nn::export(&graph, &params, "b", &[&scaled], out);
    Ok((graph.outputs.iter().map(|&o| exported.name(o).to_string()).collect(), scaled))
}

/// Names a value and makes it an output of the graph.
pub fn name_output(out: &mut GraphBuilder, value: &str, name: &str, dims: &[&str]) {
    out.node("Identity", name, &[value], &[]);
    out.output(name, dims);
}

/// The mean over the `size` × `size` places around each, of those inside the picture.
pub fn local_mean(out: &mut GraphBuilder, value: &str, name: &str, size: usize) -> String {
    let pad = (size / 2) as i64;
    out.node(
        "AveragePool",
        name,
        &[value],
        &[
            ("kernel_shape", Attr::Ints(vec![size as i64; 2])),
            ("pads", Attr::Ints(vec![pad; 4])),
            ("strides", Attr::Ints(vec![1, 1])),
            ("count_include_pad", Attr::Int(0)),
        ],
    )
}
