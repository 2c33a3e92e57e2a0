use crate::LearnError;
use crate::backbone::{Stage, local_mean, name_output, write_backbone};
use fovea_nn::{Graph, NodeId, Params};
use fovea_onnx::{Attr, GraphBuilder};

/// Backbone stages that the decoder takes, coarsest first.
pub const STAGES: [Stage; 5] = [Stage::Deep, Stage::Sixteenth, Stage::Eighth, Stage::Quarter, Stage::Half];

/// Channels of the decoder at 1/32 to 1/2 of the picture's size.
const WIDTHS: [usize; 5] = [64, 64, 48, 32, 24];

/// A decoder after U-Net (Ronneberger et al. 2015, arXiv 1505.04597): from the coarsest stage up, each finer one
/// is joined to the enlarged result; ends at half the picture's size with a score a class, background first.
pub fn decoder(classes: usize, seed: u64) -> (Graph, Params) {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(seed));
    let inputs: Vec<NodeId> = STAGES.iter().map(|s| g.input(s.channels())).collect();
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
    (g, p)
}

/// The graph that gives the decoder's inputs for training.
pub fn feature_graph() -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("features");
    let (stages, _) = write_backbone(&mut out, &STAGES)?;
    for (i, value) in stages.iter().enumerate() {
        name_output(&mut out, value, &format!("stage{i}"), &["N", "C", "h", "w"]);
    }
    Ok(out.finish())
}

/// The whole model: picture to a probability a class and pixel, and the picture's score, which is the highest
/// probability of any defect after a 5 × 5 mean (a lone pixel is noise).
pub fn model_graph(graph: &Graph, params: &Params) -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("segment");
    let (stages, _) = write_backbone(&mut out, &STAGES)?;
    let stages: Vec<&str> = stages.iter().map(String::as_str).collect();
    let exported = fovea_nn::export(graph, params, "d", &stages, &mut out);
    let logits = exported.name(graph.outputs[0]).to_string();
    let scales = out.floats("map.scales", &[4], &[1.0, 1.0, 2.0, 2.0]);
    let resize = [("mode", Attr::Str("linear")), ("coordinate_transformation_mode", Attr::Str("half_pixel"))];
    let fine = out.node("Resize", "map.logits", &[&logits, "", &scales], &resize);
    out.node("Softmax", "map", &[&fine], &[("axis", Attr::Int(1))]);
    out.output("map", &["N", "C", "H", "W"]);
    let coarse = out.node("Softmax", "coarse", &[&logits], &[("axis", Attr::Int(1))]);
    let (from, to, axis) = (out.ints("bg.from", &[0]), out.ints("bg.to", &[1]), out.ints("bg.axis", &[1]));
    let background = out.node("Slice", "background", &[&coarse, &from, &to, &axis], &[]);
    let one = out.floats("one", &[], &[1.0]);
    let defect = out.node("Sub", "defect", &[&one, &background], &[]);
    let smooth = local_mean(&mut out, &defect, "defect.smooth", 5);
    let top = out.node("GlobalMaxPool", "defect.top", &[&smooth], &[]);
    let flat = out.ints("score.shape", &[-1]);
    out.node("Reshape", "score", &[&top, &flat], &[]);
    out.output("score", &["N"]);
    Ok(out.finish())
}
