//! Small graphs from picture to score and map, right or wrong in one respect.

use fovea_onnx::{Attr, GraphBuilder};

/// How the outputs look; the default is a sound anomaly graph: the map is the picture's brightness 0..1, the
/// score its highest value.
#[derive(Debug, Clone)]
pub struct Shapes {
    /// What the score is reshaped to; empty for one constant.
    pub score: Vec<i64>,
    pub score_twice: bool,
    pub score_integer: bool,
    pub nan_score: bool,
    pub nan_map: bool,
    pub channels: usize,
    /// What the map is reshaped to; empty for as it is.
    pub map: Vec<i64>,
    pub larger: bool,
    pub coarse: bool,
    pub empty: bool,
    pub probabilities: usize,
}

impl Default for Shapes {
    fn default() -> Shapes {
        Shapes {
            score: vec![-1],
            score_twice: false,
            score_integer: false,
            nan_score: false,
            nan_map: false,
            channels: 1,
            map: vec![],
            larger: false,
            coarse: false,
            empty: false,
            probabilities: 0,
        }
    }
}

pub fn graph(shapes: &Shapes) -> Vec<u8> {
    let mut b = GraphBuilder::new("test");
    b.input("image", &["N", "3", "H", "W"]);
    let scale = b.floats("scale", &[], &[1.0 / 255.0]);
    let mean = b.node("ReduceMean", "mean", &["image"], &[("axes", Attr::Ints(vec![1]))]);
    let bright = b.node("Mul", "bright", &[&mean, &scale], &[]);
    map(&mut b, shapes, &bright);
    score(&mut b, shapes, &bright);
    if shapes.probabilities > 0 {
        let top = b.node("GlobalMaxPool", "probabilities.top", &[&bright], &[]);
        let top = b.node("Flatten", "probabilities.flat", &[&top], &[("axis", Attr::Int(1))]);
        let row = b.floats("probabilities.row", &[1, shapes.probabilities], &vec![0.4; shapes.probabilities]);
        b.node("MatMul", "probabilities", &[&top, &row], &[]);
        b.output("probabilities", &["N", "K"]);
    }
    b.finish()
}

/// The square root of what is below 0.
fn nan(b: &mut GraphBuilder, name: &str, value: &str) -> String {
    let nine = b.floats(&format!("{name}.nine"), &[], &[9.0]);
    let below = b.node("Sub", &format!("{name}.below"), &[value, &nine], &[]);
    b.node("Sqrt", &format!("{name}.nan"), &[&below], &[])
}

fn map(b: &mut GraphBuilder, shapes: &Shapes, bright: &str) {
    let mut map = bright.to_string();
    if shapes.nan_map {
        map = nan(b, "map", &map);
    }
    if shapes.channels > 1 {
        let all = vec![map.as_str(); shapes.channels];
        map = b.node("Concat", "map.all", &all, &[("axis", Attr::Int(1))]);
    }
    if shapes.coarse {
        let attrs = [("kernel_shape", Attr::Ints(vec![4, 4])), ("strides", Attr::Ints(vec![4, 4]))];
        map = b.node("MaxPool", "map.coarse", &[&map], &attrs);
    }
    if shapes.larger {
        let scales = b.floats("map.scales", &[4], &[1.0, 1.0, 2.0, 2.0]);
        map = b.node("Resize", "map.larger", &[&map, "", &scales], &[("mode", Attr::Str("nearest"))]);
    }
    if shapes.empty {
        let (from, to, axis) = (b.ints("cut.from", &[0]), b.ints("cut.to", &[0]), b.ints("cut.axis", &[3]));
        map = b.node("Slice", "map.empty", &[&map, &from, &to, &axis], &[]);
    }
    if !shapes.map.is_empty() {
        let shape = b.ints("map.shape", &shapes.map);
        map = b.node("Reshape", "map.shaped", &[&map, &shape], &[]);
    }
    b.node("Identity", "map", &[&map], &[]);
    let names = ["N", "K", "h", "w", "x"];
    b.output("map", &names[..if shapes.map.is_empty() { 4 } else { shapes.map.len() }]);
}

fn score(b: &mut GraphBuilder, shapes: &Shapes, bright: &str) {
    let mut score = b.node("GlobalMaxPool", "score.top", &[bright], &[]);
    let shape = b.ints("score.shape", if shapes.score.is_empty() { &[-1] } else { &shapes.score });
    score = b.node("Reshape", "score.flat", &[&score, &shape], &[]);
    if shapes.nan_score {
        score = nan(b, "score", &score);
    }
    if shapes.score.is_empty() {
        score = b.floats("score.constant", &[1], &[0.5]);
    }
    if shapes.score_twice {
        score = b.node("Concat", "score.twice", &[&score, &score], &[("axis", Attr::Int(0))]);
    }
    if shapes.score_integer {
        score = b.node("Cast", "score.integer", &[&score], &[("to", Attr::Int(7))]);
    }
    b.node("Identity", "score", &[&score], &[]);
    b.output("score", &["M"]);
}
