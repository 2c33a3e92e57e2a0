use crate::LearnError;
use crate::backbone::{self, Stage, local_mean, name_output, write_backbone};
use crate::descriptor;
use crate::head::Head;
use crate::weighing::{Weighing, weigh};
use fovea_nn::{Graph, NodeId, Params};
use fovea_onnx::{Attr, GraphBuilder};

/// Backbone stages that the decoder takes, coarsest first.
pub const STAGES: [Stage; 5] = [Stage::Deep, Stage::Sixteenth, Stage::Eighth, Stage::Quarter, Stage::Half];

/// Those that stay frozen where the deeper ones are tuned.
const FROZEN: [Stage; 3] = [Stage::Eighth, Stage::Quarter, Stage::Half];
/// Tuned blocks learn at this share of the rate.
const PACE: f32 = 0.1;

/// Channels of the decoder at 1/32 to 1/2 of the picture's size.
const WIDTHS: [usize; 5] = [64, 64, 48, 32, 24];

/// A decoder after U-Net (Ronneberger et al. 2015, arXiv 1505.04597): from the coarsest stage up, each finer one
/// is joined to the enlarged result; ends at half the picture's size with a score a class, background first.
/// Where `tune` is set, it starts with the backbone's own deeper blocks, which learn on.
pub fn decoder(classes: usize, seed: u64, tune: bool) -> Result<(Graph, Params), LearnError> {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(seed));
    let mut inputs: Vec<NodeId> = given(tune).iter().map(|s| g.input(s.channels())).collect();
    if tune {
        let deeper = backbone::go_on((&mut g, &mut p), (FROZEN[0], inputs[0]), &STAGES[..2], PACE)?;
        inputs = [deeper, inputs].concat();
    }
    let mut block = |g: &mut Graph, x: NodeId, out: usize, kernel: usize| {
        let x = g.conv(&mut p, &mut rng, x, out, kernel);
        let x = g.batch_norm(&mut p, x);
        g.relu(x)
    };
    // Stages differ in scale, so each is normalised by a convolution of its own before they meet.
    let mut x = block(&mut g, inputs[0], WIDTHS[0], 1);
    x = block(&mut g, x, WIDTHS[0], 3);
    for (&stage, &width) in inputs[1..].iter().zip(&WIDTHS[1..]) {
        let narrow = block(&mut g, x, width, 1);
        let up = g.upsample(narrow, 2);
        let skip = block(&mut g, stage, width.min(32), 1);
        let both = g.concat(&[up, skip]);
        x = block(&mut g, both, width, 3);
    }
    x = g.dropout(x, 0.1);
    let out = g.conv(&mut p, &mut rng, x, classes + 1, 1);
    g.outputs = vec![out];
    Ok((g, p))
}

/// What the decoder gets of the frozen backbone.
fn given(tune: bool) -> &'static [Stage] {
    if tune { &FROZEN } else { &STAGES }
}

/// The graph that gives the decoder's inputs for training.
pub fn feature_graph(tune: bool) -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("features");
    let (stages, _) = write_backbone(&mut out, given(tune))?;
    for (i, value) in stages.iter().enumerate() {
        name_output(&mut out, value, &format!("stage{i}"), &["N", "C", "h", "w"]);
    }
    Ok(out.finish())
}

/// What a picture shows as a whole, beside what its places look like.
#[derive(Clone, Copy)]
pub struct Whole<'a> {
    /// Its classes are those of the decoder, background first.
    pub head: &'a Head,
    /// Whether a place's kind is held against what the picture shows.
    pub gates: bool,
    /// How place and picture make the score.
    pub weighing: Option<Weighing>,
}

/// Odds beyond these say no more.
const SURE: f32 = 1e-4;

/// The whole model: picture to a probability a class and pixel, and the picture's score. Without a head that is
/// the highest probability of any defect after a 5 × 5 mean (a lone pixel is noise); with one, both are weighed.
/// `shifts` are added to the logits of the kinds, so that one threshold fits them all.
pub fn model_graph(
    graph: &Graph,
    params: &Params,
    whole: Option<Whole>,
    shifts: &[f32],
) -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("segment");
    let tuned = graph.inputs.len() == FROZEN.len();
    let mut taken = given(tuned).to_vec();
    if whole.is_some() {
        // The head tells by the frozen stages, whether the decoder's are tuned or not.
        taken.extend(descriptor::STAGES.iter().filter(|s| !given(tuned).contains(s)));
    }
    let (stages, _) = write_backbone(&mut out, &taken)?;
    let names: Vec<&str> = stages[..given(tuned).len()].iter().map(String::as_str).collect();
    let exported = fovea_nn::export(graph, params, "d", &names, &mut out);
    let logits = exported.name(graph.outputs[0]).to_string();
    let told = whole.map(|w| {
        let place = |stage| taken.iter().position(|t| t == stage).map(|i| stages[i].clone());
        let seen: Vec<String> = descriptor::STAGES.iter().filter_map(place).collect();
        let descriptor = descriptor::whole(&mut out, &seen);
        w.head.write(&mut out, "whole.head", &descriptor).0
    });
    let fine = descriptor::double(&mut out, "map.logits", &logits);
    let fine = match (whole, &told) {
        (Some(w), Some(told)) if w.gates => {
            let gate = gate(&mut out, told, graph.channels(graph.outputs[0]));
            out.node("Add", "map.gated", &[&fine, &gate], &[])
        }
        _ => fine,
    };
    let fine = match shifts.iter().any(|s| *s != 0.0) {
        true => {
            let all: Vec<f32> = std::iter::once(0.0).chain(shifts.iter().copied()).collect();
            let shifts = out.floats("map.shifts", &[1, all.len(), 1, 1], &all);
            out.node("Add", "map.shifted", &[&fine, &shifts], &[])
        }
        false => fine,
    };
    out.node("Softmax", "map", &[&fine], &[("axis", Attr::Int(1))]);
    out.output("map", &["N", "C", "H", "W"]);
    let coarse = out.node("Softmax", "coarse", &[&logits], &[("axis", Attr::Int(1))]);
    let defect = all_but_first(&mut out, "defect", &coarse);
    let smooth = local_mean(&mut out, &defect, "defect.smooth", 5);
    let top = out.node("GlobalMaxPool", "defect.top", &[&smooth], &[]);
    let flat = out.ints("score.shape", &[-1]);
    match (whole.and_then(|w| w.weighing), &told) {
        (Some(w), Some(told)) => {
            let soft = out.node("Softmax", "whole.soft", &[told], &[("axis", Attr::Int(1))]);
            let bad = all_but_first(&mut out, "whole.bad", &soft);
            let bad = odds(&mut out, "whole.odds", &bad);
            let place = odds(&mut out, "defect.odds", &top);
            let place = weigh(&mut out, "place.z", &place, w.place, w.shift);
            let bad = weigh(&mut out, "whole.z", &bad, w.head, 0.0);
            let z = out.node("Add", "z", &[&place, &bad], &[]);
            let score = out.node("Sigmoid", "weighed", &[&z], &[]);
            out.node("Reshape", "score", &[&score, &flat], &[])
        }
        _ => out.node("Reshape", "score", &[&top, &flat], &[]),
    };
    out.output("score", &["N"]);
    Ok(out.finish())
}

/// How much less likely than the likeliest the picture is to show each kind, as a logarithm; 0 for background.
fn gate(out: &mut GraphBuilder, told: &str, classes: usize) -> String {
    let top = out.node("ReduceMax", "gate.top", &[told], &[("axes", Attr::Ints(vec![1]))]);
    let below = out.node("Sub", "gate.below", &[told, &top], &[]);
    let counts: Vec<f32> = (0..classes).map(|c| if c == 0 { 0.0 } else { 1.0 }).collect();
    let counts = out.floats("gate.kinds", &[1, classes, 1, 1], &counts);
    out.node("Mul", "gate", &[&below, &counts], &[])
}

/// 1 − the first of the probabilities `[N, C, h, w]`.
fn all_but_first(out: &mut GraphBuilder, name: &str, soft: &str) -> String {
    let n = |part: &str| format!("{name}.{part}");
    let (from, to, axis) = (out.ints(&n("from"), &[0]), out.ints(&n("to"), &[1]), out.ints(&n("axis"), &[1]));
    let first = out.node("Slice", &n("first"), &[soft, &from, &to, &axis], &[]);
    let one = out.floats(&n("one"), &[], &[1.0]);
    out.node("Sub", name, &[&one, &first], &[])
}

/// The logarithm of the odds, as [`log_odds`].
fn odds(out: &mut GraphBuilder, name: &str, value: &str) -> String {
    let n = |part: &str| format!("{name}.{part}");
    let (lo, hi) = (out.floats(&n("lo"), &[], &[SURE]), out.floats(&n("hi"), &[], &[1.0 - SURE]));
    let p = out.node("Clip", &n("p"), &[value, &lo, &hi], &[]);
    let one = out.floats(&n("one"), &[], &[1.0]);
    let not = out.node("Sub", &n("not"), &[&one, &p], &[]);
    let (p, not) = (out.node("Log", &n("log"), &[&p], &[]), out.node("Log", &n("log.not"), &[&not], &[]));
    out.node("Sub", name, &[&p, &not], &[])
}

pub fn log_odds(p: f32) -> f32 {
    let p = p.clamp(SURE, 1.0 - SURE);
    (p / (1.0 - p)).ln()
}
