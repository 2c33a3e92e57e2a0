//! The graph from a component's picture to the numbers that it is compared by.

use crate::LearnError;
use crate::backbone::{Stage, name_output, write_backbone};
use fovea_onnx::{Attr, GraphBuilder};

/// Fine and coarse: print and edges, and what it is.
pub const STAGES: [Stage; 2] = [Stage::Eighth, Stage::Sixteenth];
/// Both are brought to as many places as the coarser has.
pub const PLACES: usize = 36;
const TINY: f32 = 1e-6;
/// Places along a side, and how much those at the edge count beside the inner ones: they show more of the surroundings.
const SIDE: usize = 6;
const EDGE: f32 = 0.5;

pub fn channels() -> [usize; 2] {
    STAGES.map(Stage::channels)
}

/// Mean and 1 / deviation of each channel, over what the good board shows.
pub struct Standard {
    pub mean: Vec<f32>,
    pub scale: Vec<f32>,
}

impl Standard {
    /// From rows of a graph without one.
    pub fn of(rows: &[Vec<f32>]) -> Standard {
        let count: usize = channels().iter().sum();
        let n = (rows.len() * PLACES).max(1) as f64;
        let (mut sum, mut squares) = (vec![0.0f64; count], vec![0.0f64; count]);
        for row in rows {
            for (c, places) in row.chunks_exact(PLACES).enumerate() {
                sum[c] += places.iter().map(|v| f64::from(*v)).sum::<f64>();
                squares[c] += places.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>();
            }
        }
        let mean: Vec<f64> = sum.iter().map(|s| s / n).collect();
        let scale = squares.iter().zip(&mean).map(|(s, m)| 1.0 / ((s / n - m * m).max(0.0).sqrt() + 1e-3));
        Standard { scale: scale.map(|v| v as f32).collect(), mean: mean.iter().map(|v| *v as f32).collect() }
    }
}

/// What each place is multiplied by, so that a sum of products over all of them weighs them as it should.
fn weights() -> Vec<f32> {
    let edge = |i: usize| i == 0 || i == SIDE - 1;
    let of = |p: usize| if edge(p / SIDE) || edge(p % SIDE) { EDGE } else { 1.0 };
    let sum: f32 = (0..PLACES).map(of).sum();
    (0..PLACES).map(|p| (of(p) * PLACES as f32 / sum).sqrt()).collect()
}

/// Without a standard the channels come as they are; with one they are brought to the same spread, and each place of
/// each stage to length 1.
pub fn features(standard: Option<&Standard>) -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("components");
    let (stages, _) = write_backbone(&mut out, &STAGES)?;
    let halved = [("kernel_shape", Attr::Ints(vec![2, 2])), ("strides", Attr::Ints(vec![2, 2]))];
    let fine = out.node("AveragePool", "fine", &[&stages[0]], &halved);
    let mut first = 0;
    let mut parts = Vec::new();
    for (k, (stage, width)) in [fine, stages[1].clone()].into_iter().zip(channels()).enumerate() {
        let name = |what: &str| format!("part{k}.{what}");
        let mut value = stage;
        if let Some(s) = standard {
            let mean = out.floats(&name("mean"), &[1, width, 1, 1], &s.mean[first..first + width]);
            let scale = out.floats(&name("scale"), &[1, width, 1, 1], &s.scale[first..first + width]);
            let centred = out.node("Sub", &name("centred"), &[&value, &mean], &[]);
            let even = out.node("Mul", &name("even"), &[&centred, &scale], &[]);
            let axes = [("axes", Attr::Ints(vec![1])), ("keepdims", Attr::Int(1))];
            // The axes of this operator are an attribute in the opset that is written.
            let square = out.node("ReduceSumSquare", &name("square"), &[&even], &axes);
            let tiny = out.floats(&name("tiny"), &[], &[TINY]);
            let square = out.node("Add", &name("square1"), &[&square, &tiny], &[]);
            let length = out.node("Sqrt", &name("length"), &[&square], &[]);
            let unit = out.node("Div", &name("unit"), &[&even, &length], &[]);
            let weights = out.floats(&name("weights"), &[1, 1, SIDE, SIDE], &weights());
            value = out.node("Mul", &name("weighed"), &[&unit, &weights], &[]);
        }
        first += width;
        parts.push(value);
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let all = out.node("Concat", "all", &parts, &[("axis", Attr::Int(1))]);
    name_output(&mut out, &all, "features", &["N", "C", "h", "w"]);
    Ok(out.finish())
}
