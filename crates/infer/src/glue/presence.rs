use super::looks::{Looks, Side};
use super::{CHANNELS, Edges, Frame};
use fovea_vision::Strip;
use serde::{Deserialize, Serialize};

/// What tells a column with bead from one without: likeness of the left and of the right edge, and how much of the usual
/// difference in colour between bead and ground is there. About 1 each with bead, about 0 without.
pub type Traits = [f32; 3];

/// Above 0 there is bead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    pub weights: Traits,
    pub bias: f32,
}

/// A difference in colour below this many times the noise tells little.
const LEAST_CONTRAST: f32 = 3.0;
/// Rows beside an edge that are neither bead nor ground for certain, and those of the ground that are looked at.
const BETWEEN: f64 = 2.0;
const GROUND: f64 = 6.0;

pub fn traits(strip: &Strip, frame: &Frame, looks: &Looks, edges: &Edges) -> Vec<Traits> {
    let raw: Vec<Traits> = (0..strip.columns)
        .map(|c| [edges.left_grip[c], edges.right_grip[c], contrast(strip, frame, looks, edges, c)])
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
pub fn presence(traits: &[Traits], rule: &Rule) -> Vec<f64> {
    traits
        .iter()
        .map(|t| f64::from(rule.bias + t.iter().zip(&rule.weights).map(|(t, w)| t * w).sum::<f32>()))
        .collect()
}

fn contrast(strip: &Strip, frame: &Frame, looks: &Looks, edges: &Edges, c: usize) -> f32 {
    let (left, right) = (edges.left[c], edges.right[c]);
    let last = (frame.rows - 1) as f64;
    let inset = BETWEEN.min((right - left) / 4.0);
    let (mut along, mut square) = (0.0f32, LEAST_CONTRAST * LEAST_CONTRAST);
    for channel in 0..CHANNELS {
        let bead = looks.inside(c, channel);
        let bead = bead.iter().sum::<f32>() / bead.len() as f32;
        let far = looks.shape.outward.saturating_sub(1).max(1) as usize;
        let outer = |side| looks.edge(side, c, channel)[..far].iter().sum::<f32>() / far as f32;
        let usual = (bead - (outer(Side::Left) + outer(Side::Right)) / 2.0) / looks.noise[channel];
        let line = strip.column(channel, c);
        let inside = mean(line, left + inset, right - inset);
        let ground = (mean(line, (left - GROUND).max(0.0), left - BETWEEN)
            + mean(line, right + BETWEEN, (right + GROUND).min(last)))
            / 2.0;
        along += (inside - ground) / looks.noise[channel] * usual;
        square += usual * usual;
    }
    (along / square).clamp(-2.0, 2.0)
}

/// Of the rows from `from` to `to`, at least one.
fn mean(line: &[f32], from: f64, to: f64) -> f32 {
    let first = (from.round().max(0.0) as usize).min(line.len() - 1);
    let last = (to.round().max(0.0) as usize).clamp(first, line.len() - 1);
    let part = &line[first..=last];
    part.iter().sum::<f32>() / part.len() as f32
}
