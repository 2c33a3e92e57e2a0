use super::Edges;
use super::looks::Looks;
use fovea_vision::Strip;
use serde::{Deserialize, Serialize};

/// What tells a column with bead from one without: likeness of the left and of the right edge, and how much the colours between
/// them speak for bead. About 1 each with bead, about 0 or less without.
pub type Traits = [f32; 3];

/// Above 0 there is bead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    pub weights: Traits,
    pub bias: f32,
}

/// Rows beside an edge whose colour is not looked at.
const BETWEEN: f64 = 2.0;

pub fn traits(strip: &Strip, looks: &Looks, edges: &Edges) -> Vec<Traits> {
    let raw: Vec<Traits> = (0..strip.columns)
        .map(|c| {
            let colors = &edges.colors[c * strip.rows..(c + 1) * strip.rows];
            let inset = BETWEEN.min((edges.right[c] - edges.left[c]) / 4.0);
            let inside = mean(colors, edges.left[c] + inset, edges.right[c] - inset);
            [edges.left_grip[c], edges.right_grip[c], (inside / looks.mix.usual).clamp(-2.0, 2.0)]
        })
        .collect();
    // A little of both neighbours, against noise.
    (0..raw.len())
        .map(|c| {
            let (a, b, d) = (raw[c.saturating_sub(1)], raw[c], raw[(c + 1).min(raw.len() - 1)]);
            [0, 1, 2].map(|k| (a[k] + 2.0 * b[k] + d[k]) / 4.0)
        })
        .collect()
}

/// Above 0 in columns with bead.
pub fn presence(traits: &[Traits], rule: &Rule, looks: &Looks) -> Vec<f64> {
    let told = |t: &Traits| rule.bias + t.iter().zip(&rule.weights).map(|(t, w)| t * w).sum::<f32>();
    traits.iter().enumerate().map(|(c, t)| f64::from(told(t) - looks.cut(c))).collect()
}

/// Of the rows from `from` to `to`, at least one.
fn mean(line: &[f32], from: f64, to: f64) -> f32 {
    let first = (from.round().max(0.0) as usize).min(line.len() - 1);
    let last = (to.round().max(0.0) as usize).clamp(first, line.len() - 1);
    let part = &line[first..=last];
    part.iter().sum::<f32>() / part.len() as f32
}
