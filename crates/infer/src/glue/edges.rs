use super::looks::{Looks, Side};
use super::{CHANNELS, Frame, STATION};
use fovea_vision::Strip;

/// Both edges of a bead for each column, as rows of the strip, and how well each looks like one: about 1 where it does, about
/// 0 where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Edges {
    pub left: Vec<f64>,
    pub right: Vec<f64>,
    pub left_grip: Vec<f32>,
    pub right_grip: Vec<f32>,
}

/// How edges are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Pixels to both sides of where an edge belongs.
    pub reach: f64,
    /// Where edges belong beside the wanted width, outwards.
    pub usual: [f64; 2],
}

/// An edge moves by at most so many rows from column to column, and each costs.
const MOST_STEP: usize = 2;
const STEP_COST: f32 = 0.12;
/// What it costs to lie at the end of the reach.
const FAR_COST: f32 = 0.15;
/// A look that is stronger than the usual counts no more than this.
const MOST_GRIP: f32 = 1.3;
/// Columns that a place is averaged over, as a part of the spread of a bell.
const SMOOTH: f32 = 2.0;

pub fn trace_edges(strip: &Strip, frame: &Frame, looks: &Looks, search: &Search) -> Edges {
    let half = frame.wanted.width_px / 2.0;
    let (left, left_grip) =
        trace(strip, looks, Side::Left, frame.middle() - half - search.usual[0], search.reach);
    let (right, right_grip) =
        trace(strip, looks, Side::Right, frame.middle() + half + search.usual[1], search.reach);
    let mut edges = Edges { left, right, left_grip, right_grip };
    // A bead has no negative width.
    for (l, r) in edges.left.iter_mut().zip(&mut edges.right) {
        if *r - *l < 1.0 {
            let middle = (*l + *r) / 2.0;
            (*l, *r) = (middle - 0.5, middle + 0.5);
        }
    }
    edges
}

/// One edge: by column its row, and its likeness there.
fn trace(strip: &Strip, looks: &Looks, side: Side, home: f64, reach: f64) -> (Vec<f64>, Vec<f32>) {
    let first = (home - reach).round().max(0.0) as usize;
    let last = ((home + reach).round() as usize).min(strip.rows - 1);
    let states = last.saturating_sub(first) + 1;
    let likeness = likeness(strip, looks, side, first, states);
    let scores = averaged(&likeness, strip.columns, states);
    let path = best_path(&scores, strip.columns, states, home - first as f64, reach);
    let fine: Vec<f64> =
        path.iter().enumerate().map(|(c, &k)| refined(&scores[c * states..(c + 1) * states], k)).collect();
    let at = |c: usize, place: f64| {
        let row = &likeness[c * states..(c + 1) * states];
        let (i, t) = ((place as usize).min(states - 1), place.fract() as f32);
        row[i] + t * (row[(i + 1).min(states - 1)] - row[i])
    };
    let grip: Vec<f32> = fine.iter().enumerate().map(|(c, &place)| at(c, place)).collect();
    let smooth = smoothed(&fine, &grip);
    (smooth.into_iter().map(|p| p + first as f64).collect(), grip)
}

/// How much each place of each column looks like this edge: the part of the edge's own look that is there.
fn likeness(strip: &Strip, looks: &Looks, side: Side, first: usize, states: usize) -> Vec<f32> {
    let taps = looks.shape.taps();
    let outward = looks.shape.outward as isize;
    let mut out = vec![0.0f32; strip.columns * states];
    let last = strip.rows as isize - 1;
    for (block, out) in out.chunks_mut(STATION * states).enumerate() {
        let (template, energy) = looks.template(side, block * STATION);
        let scale = if energy > 1e-6 { 1.0 / energy } else { 0.0 };
        for (k, out) in out.chunks_exact_mut(states).enumerate() {
            let column = block * STATION + k;
            for channel in 0..CHANNELS {
                let line = strip.column(channel, column);
                let template = &template[channel * taps..(channel + 1) * taps];
                let weight = scale / looks.noise[channel];
                for (state, out) in out.iter_mut().enumerate() {
                    let row = (first + state) as isize;
                    let from = match side {
                        Side::Left => row - outward,
                        Side::Right => row - (taps as isize - 1 - outward),
                    };
                    let sum: f32 = if from >= 0 && from + taps as isize - 1 <= last {
                        let window = &line[from as usize..from as usize + taps];
                        match side {
                            Side::Left => window.iter().zip(template).map(|(v, t)| v * t).sum(),
                            Side::Right => window.iter().rev().zip(template).map(|(v, t)| v * t).sum(),
                        }
                    } else {
                        let at = |i: usize| line[(from + i as isize).clamp(0, last) as usize];
                        match side {
                            Side::Left => template.iter().enumerate().map(|(i, t)| at(i) * t).sum(),
                            Side::Right => {
                                template.iter().enumerate().map(|(i, t)| at(taps - 1 - i) * t).sum()
                            }
                        }
                    };
                    *out += sum * weight;
                }
            }
        }
    }
    out.iter_mut().for_each(|v| *v = v.clamp(-MOST_GRIP, MOST_GRIP));
    out
}

/// Means over five columns, the nearer ones counting more.
fn averaged(values: &[f32], columns: usize, states: usize) -> Vec<f32> {
    const WEIGHTS: [f32; 5] = [1.0 / 16.0, 4.0 / 16.0, 6.0 / 16.0, 4.0 / 16.0, 1.0 / 16.0];
    let mut out = vec![0.0f32; values.len()];
    for (c, out) in out.chunks_exact_mut(states).enumerate() {
        for (k, weight) in WEIGHTS.iter().enumerate() {
            let from = (c + k).saturating_sub(2).min(columns - 1);
            let line = &values[from * states..(from + 1) * states];
            out.iter_mut().zip(line).for_each(|(o, v)| *o += weight * v);
        }
    }
    out
}

/// The path through all columns with the largest sum of scores, less what its moves cost.
fn best_path(scores: &[f32], columns: usize, states: usize, home: f64, reach: f64) -> Vec<usize> {
    let far: Vec<f32> =
        (0..states).map(|k| FAR_COST * (((k as f64 - home) / reach.max(1.0)) as f32).powi(2)).collect();
    let mut best: Vec<f32> = scores[..states].iter().zip(&far).map(|(s, f)| s - f).collect();
    let mut came: Vec<u8> = vec![MOST_STEP as u8; columns * states];
    for c in 1..columns {
        let line = &scores[c * states..(c + 1) * states];
        let mut next = vec![f32::NEG_INFINITY; states];
        for k in 0..states {
            for step in 0..=2 * MOST_STEP {
                let Some(from) = (k + step).checked_sub(MOST_STEP).filter(|f| *f < states) else { continue };
                let cost = STEP_COST * from.abs_diff(k) as f32;
                if best[from] - cost > next[k] {
                    next[k] = best[from] - cost;
                    came[c * states + k] = step as u8;
                }
            }
            next[k] += line[k] - far[k];
        }
        best = next;
    }
    let mut at = (0..states).max_by(|&a, &b| best[a].total_cmp(&best[b])).unwrap_or(0);
    let mut path = vec![0; columns];
    for c in (0..columns).rev() {
        path[c] = at;
        at = (at + usize::from(came[c * states + at])).saturating_sub(MOST_STEP).min(states - 1);
    }
    path
}

/// The top of the parabola through the best of the places around `k`.
fn refined(line: &[f32], k: usize) -> f64 {
    let near = k.saturating_sub(1)..(k + 2).min(line.len());
    let top = near.max_by(|&a, &b| line[a].total_cmp(&line[b])).unwrap_or(k);
    if top == 0 || top + 1 >= line.len() {
        return top as f64;
    }
    let (a, b, c) = (line[top - 1], line[top], line[top + 1]);
    let bend = a - 2.0 * b + c;
    let shift = if bend < -1e-6 { 0.5 * (a - c) / bend } else { 0.0 };
    (top as f64 + f64::from(shift.clamp(-0.5, 0.5))).clamp(0.0, (line.len() - 1) as f64)
}

/// Means over some columns, in which those count more that look like an edge.
fn smoothed(places: &[f64], grip: &[f32]) -> Vec<f64> {
    let reach = (2.5 * SMOOTH) as isize;
    let bell: Vec<f64> =
        (-reach..=reach).map(|k| f64::from((-0.5 * (k as f32 / SMOOTH).powi(2)).exp())).collect();
    (0..places.len() as isize)
        .map(|c| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for (k, bell) in (-reach..=reach).zip(&bell) {
                let i = c + k;
                if i < 0 || i >= places.len() as isize {
                    continue;
                }
                let w = bell * f64::from(grip[i as usize].clamp(0.05, 1.0));
                sum += w * places[i as usize];
                weight += w;
            }
            sum / weight
        })
        .collect()
}
