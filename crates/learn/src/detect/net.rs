//! The network: a pyramid of three levels over the frozen backbone's stages, and at each place of each level how likely
//! each kind is there and where its box lies.

use crate::LearnError;
use crate::backbone::{self, Stage, name_output, write_backbone, write_blurred};
use fovea_infer::detect::{BOXES, KINDS};
use fovea_nn::{Graph, NodeId, Op, Padding, Params, Window};
use fovea_onnx::{Attr, GraphBuilder};

/// Backbone stages that the pyramid takes, coarsest first.
const STAGES: [Stage; 4] = [Stage::Deep, Stage::Sixteenth, Stage::Eighth, Stage::Quarter];
/// Those that stay frozen where the deeper ones are tuned.
const FROZEN: [Stage; 2] = [Stage::Eighth, Stage::Quarter];
/// Tuned blocks learn at this share of the rate.
const PACE: f32 = 0.1;
/// Input pixels from place to place, finest level first.
pub const STRIDES: [u32; 3] = [8, 16, 32];
/// Channels of every level.
const WIDTH: usize = 64;
/// Convolutions before a level tells kinds, and before it tells boxes.
const TOWER: usize = 2;
/// Views of the training are drawn from pictures between their pixels, which blurs them: at a place by chance a bilinear mean has
/// a variance of 1/6 of a pixel in each direction. Judged pictures are drawn at their pixels; so large a share of the mean of nine
/// gives them the same variance.
pub const BLUR: f32 = 0.25;
/// What an untaught network gives for each kind: boxes are rare.
const AT_FIRST: f32 = 0.01;
/// Sides of a box in steps of its level where the network says 0.
pub const USUAL: f32 = 4.0;
/// Natural logarithm of how much longer or shorter than usual a side may be.
pub const MOST_STRETCH: f32 = 4.0;

/// As a pyramid of features (Lin et al. 2017, arXiv 1612.03144) with a way back up (Liu et al. 2018, arXiv 1803.01534). The
/// outputs are, for each level, logits of the kinds and four numbers of the box: how far its middle lies from the place's, in
/// steps, and the logarithms of its sides over [`USUAL`] steps.
pub fn network(kinds: usize, seed: u64, tune: bool) -> Result<(Graph, Params), LearnError> {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(seed));
    let mut inputs: Vec<NodeId> = given(tune).iter().map(|s| g.input(s.channels())).collect();
    if tune {
        let deeper =
            backbone::go_on((&mut g, &mut p), (FROZEN[0], inputs[0]), &[STAGES[0], STAGES[1]], PACE)?;
        inputs = [deeper, inputs].concat();
    }
    let mut block = |g: &mut Graph, x: NodeId, out: usize, kernel: usize, stride: usize| {
        let window = Window { kernel, stride, pad: Padding::same(kernel) };
        let x = g.conv_over(&mut p, &mut rng, x, out, window);
        let x = g.batch_norm(&mut p, x);
        g.relu(x)
    };
    // Stages differ in scale, so each is normalised by a convolution of its own before they meet.
    let deep = block(&mut g, inputs[0], WIDTH, 1, 1);
    let deep = block(&mut g, deep, WIDTH, 3, 1);
    let up = g.upsample(deep, 2);
    let own = block(&mut g, inputs[1], WIDTH, 1, 1);
    let both = g.concat(&[up, own]);
    let middle = block(&mut g, both, WIDTH, 3, 1);
    let up = g.upsample(middle, 2);
    let own = block(&mut g, inputs[2], WIDTH / 2, 1, 1);
    // The finest stage comes in by a step, for marks of few pixels.
    let finest = block(&mut g, inputs[3], WIDTH / 2, 3, 2);
    let both = g.concat(&[up, own, finest]);
    let fine = block(&mut g, both, WIDTH, 3, 1);
    let down = block(&mut g, fine, WIDTH, 3, 2);
    let both = g.concat(&[down, middle]);
    let middle = block(&mut g, both, WIDTH, 3, 1);
    let down = block(&mut g, middle, WIDTH, 3, 2);
    let both = g.concat(&[down, deep]);
    let deep = block(&mut g, both, WIDTH, 3, 1);
    let levels = [fine, middle, deep];
    let about_kinds = tower(&mut g, (&mut p, &mut rng), levels);
    let about_boxes = tower(&mut g, (&mut p, &mut rng), levels);
    for (k, b) in about_kinds.into_iter().zip(about_boxes) {
        let k = g.dropout(k, 0.1);
        for (x, out, start) in [(k, kinds, (AT_FIRST / (1.0 - AT_FIRST)).ln()), (b, 4, 0.0)] {
            let last = g.conv(&mut p, &mut rng, x, out, 1);
            if let Op::Conv { weight, bias: Some(bias), .. } = g.nodes[last].op {
                // Small, so that at first all places say the same.
                p[weight].data.iter_mut().for_each(|w| *w *= 0.1);
                p[bias].data.fill(start);
            }
            g.outputs.push(last);
        }
    }
    Ok((g, p))
}

/// What a network gets of the frozen backbone.
fn given(tune: bool) -> &'static [Stage] {
    if tune { &FROZEN } else { &STAGES }
}

/// The same convolutions over all levels, so that what is learnt of small things helps with large ones; each level has norms
/// of its own, since their scales differ.
fn tower(g: &mut Graph, (p, rng): (&mut Params, &mut fastrand::Rng), levels: [NodeId; 3]) -> [NodeId; 3] {
    let mut xs = levels;
    for _ in 0..TOWER {
        let first = g.conv(p, rng, xs[0], WIDTH, 3);
        let shared = g.nodes[first].op.clone();
        let others = [xs[1], xs[2]].map(|x| g.conv_with(x, WIDTH, shared.clone()));
        xs = [first, others[0], others[1]].map(|x| {
            let x = g.batch_norm(p, x);
            g.relu(x)
        });
    }
    xs
}

/// Adds to the logits of each kind.
pub fn shift(graph: &Graph, params: &mut Params, shifts: &[f32]) {
    for kinds in graph.outputs.iter().step_by(2) {
        if let Op::Conv { bias: Some(bias), .. } = graph.nodes[*kinds].op {
            params[bias].data.iter_mut().zip(shifts).for_each(|(b, shift)| *b += shift);
        }
    }
}

/// The graph that gives the network's inputs for training.
pub fn feature_graph(tune: bool) -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("features");
    let (stages, _) = write_backbone(&mut out, given(tune))?;
    for (i, value) in stages.iter().enumerate() {
        name_output(&mut out, value, &format!("stage{i}"), &["N", "C", "h", "w"]);
    }
    Ok(out.finish())
}

/// The whole model: from a picture to each place's kinds and the distances of its box's sides.
pub fn model_graph(graph: &Graph, params: &Params, tune: bool) -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("detect");
    let (stages, _) = write_blurred(&mut out, given(tune), BLUR)?;
    let names: Vec<&str> = stages.iter().map(String::as_str).collect();
    let exported = fovea_nn::export(graph, params, "d", &names, &mut out);
    let (mut kinds, mut boxes) = (Vec::new(), Vec::new());
    for (level, (pair, stride)) in graph.outputs.chunks_exact(2).zip(STRIDES).enumerate() {
        let name = |part: &str| format!("level{level}.{part}");
        let likely = out.node("Sigmoid", &name("likely"), &[exported.name(pair[0])], &[]);
        kinds.push(flat(&mut out, &name("kinds"), &likely, graph.channels(pair[0])));
        let sides = sides(&mut out, &name("box"), exported.name(pair[1]), stride as f32);
        boxes.push(flat(&mut out, &name("boxes"), &sides, 4));
    }
    for (all, name) in [(kinds, KINDS), (boxes, BOXES)] {
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        out.node("Concat", name, &all, &[("axis", Attr::Int(2))]);
        out.output(name, &["N", "C", "P"]);
    }
    Ok(out.finish())
}

/// `[N, channels, h, w]` as `[N, channels, h · w]`.
fn flat(out: &mut GraphBuilder, name: &str, value: &str, channels: usize) -> String {
    let shape = out.ints(&format!("{name}.shape"), &[0, channels as i64, -1]);
    out.node("Reshape", name, &[value, &shape], &[])
}

/// From the network's four numbers to the distances of left, top, right and bottom from the place's middle, in pixels.
fn sides(out: &mut GraphBuilder, name: &str, value: &str, stride: f32) -> String {
    let n = |part: &str| format!("{name}.{part}");
    let axis = out.ints(&n("axis"), &[1]);
    let part = |out: &mut GraphBuilder, what: &str, from: i64, to: i64| {
        let (a, b) =
            (out.ints(&n(&format!("{what}.from")), &[from]), out.ints(&n(&format!("{what}.to")), &[to]));
        out.node("Slice", &n(what), &[value, &a, &b, &axis], &[])
    };
    let (aside, size) = (part(out, "aside", 0, 2), part(out, "size", 2, 4));
    let step = out.floats(&n("step"), &[], &[stride]);
    let aside = out.node("Mul", &n("aside.px"), &[&aside, &step], &[]);
    let (lo, hi) = (out.floats(&n("lo"), &[], &[-MOST_STRETCH]), out.floats(&n("hi"), &[], &[MOST_STRETCH]));
    let size = out.node("Clip", &n("size.held"), &[&size, &lo, &hi], &[]);
    let size = out.node("Exp", &n("size.exp"), &[&size], &[]);
    let half = out.floats(&n("half"), &[], &[stride * USUAL / 2.0]);
    let half = out.node("Mul", &n("size.half"), &[&size, &half], &[]);
    let before = out.node("Sub", &n("before"), &[&half, &aside], &[]);
    let after = out.node("Add", &n("after"), &[&half, &aside], &[]);
    out.node("Concat", &n("sides"), &[&before, &after], &[("axis", Attr::Int(1))])
}
