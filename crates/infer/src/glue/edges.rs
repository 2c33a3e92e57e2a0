use super::looks::{Looks, Side};
use super::smooth::stiffened;
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
    /// How much the colour of each place of the strip speaks for bead.
    pub colors: Vec<f32>,
}

/// How edges are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Pixels to both sides of where an edge belongs.
    pub reach: f64,
    /// Where edges belong beside the wanted width, outwards.
    pub usual: [f64; 2],
    /// How much an edge is held from bending, against what tells its place; 0 takes means over a few columns instead.
    pub stiff: f64,
}

/// An edge moves by at most so many rows from column to column, and each costs.
const MOST_STEP: usize = 2;
const STEP_COST: f32 = 0.25;
/// What it costs to lie at the end of the reach.
const FAR_COST: f32 = 0.15;
/// A look that is stronger than the usual counts no more than this.
const MOST_GRIP: f32 = 1.3;
/// Columns that a place is averaged over, as a part of the spread of a bell.
const SMOOTH: f32 = 2.0;

pub fn trace_edges(strip: &Strip, frame: &Frame, looks: &Looks, search: &Search) -> Edges {
    let half = frame.wanted.width_px / 2.0;
    let colors = looks.color_of(strip);
    let seen = (strip, colors.as_slice());
    let home = [frame.middle() - half - search.usual[0], frame.middle() + half + search.usual[1]];
    let (left, left_grip) = trace(seen, looks, Side::Left, home[0], search);
    let (right, right_grip) = trace(seen, looks, Side::Right, home[1], search);
    let mut edges = Edges { left, right, left_grip, right_grip, colors };
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
fn trace(
    (strip, colors): (&Strip, &[f32]),
    looks: &Looks,
    side: Side,
    home: f64,
    &Search { reach, stiff, .. }: &Search,
) -> (Vec<f64>, Vec<f32>) {
    let seen = evidence((strip, colors), looks, side, home, reach);
    let Evidence { first, states, .. } = seen;
    let mix = looks.mix;
    let mixed: Vec<f32> =
        seen.fit.iter().zip(&seen.color).map(|(m, c)| mix.look * m + mix.color * c).collect();
    let scores = averaged(&mixed, strip.columns, states);
    let path = best_path(&scores, strip.columns, states, home - first as f64, reach);
    let shift = side.out() * f64::from(mix.shift[usize::from(side == Side::Right)]);
    let line = |c: usize| &scores[c * states..(c + 1) * states];
    let tops: Vec<(f64, f32)> = path.iter().enumerate().map(|(c, &k)| refined(line(c), k)).collect();
    let fine: Vec<f64> =
        tops.iter().map(|(place, _)| (place + shift).clamp(0.0, (states - 1) as f64)).collect();
    let at = |c: usize, place: f64| {
        let row = &seen.likeness[c * states..(c + 1) * states];
        let (i, t) = ((place as usize).min(states - 1), place.fract() as f32);
        row[i] + t * (row[(i + 1).min(states - 1)] - row[i])
    };
    let grip: Vec<f32> = fine.iter().enumerate().map(|(c, &place)| at(c, place)).collect();
    let smooth = if stiff > 0.0 {
        // A place counts as much as the score falls off beside it, and as it is worth.
        let worth = path.iter().enumerate().map(|(c, &k)| line(c)[k].clamp(0.05, 1.0));
        let weights: Vec<f64> = tops.iter().zip(worth).map(|((_, bend), w)| f64::from(bend * w)).collect();
        stiffened(&fine, &weights, stiff)
    } else {
        smoothed(&fine, &grip)
    };
    (smooth.into_iter().map(|p| p + first as f64).collect(), grip)
}

/// What speaks for an edge at each place of each column where it is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Row of the first place, and places of a column.
    pub first: usize,
    pub states: usize,
    /// The part of the edge's own look that is there: 1 for an edge, 0 for plain ground.
    pub likeness: Vec<f32>,
    /// The same less what is there beside: other edges are no likeness.
    pub fit: Vec<f32>,
    /// That colours inside are of bead and outside of ground: 1 as usual at an edge.
    pub color: Vec<f32>,
}

/// What is there beside the look counts no more than this.
const LEAST_MATCH: f32 = -0.5;

/// Of a strip with what its colours speak for.
pub fn evidence(
    (strip, colors): (&Strip, &[f32]),
    looks: &Looks,
    side: Side,
    home: f64,
    reach: f64,
) -> Evidence {
    let first = (home - reach).round().max(0.0) as usize;
    let last = ((home + reach).round() as usize).min(strip.rows - 1);
    let states = last.saturating_sub(first) + 1;
    let room = || Vec::with_capacity(strip.columns * states);
    let mut out = Evidence { first, states, likeness: room(), fit: room(), color: room() };
    let taps = looks.shape.taps();
    // Where the window of the first place begins.
    let outward = if side == Side::Left { looks.shape.outward } else { looks.shape.inward };
    let from = first as isize - outward as isize;
    let noise = (CHANNELS * (taps - 1)) as f32;
    let (mut template, mut energy) = (Vec::new(), 0.0f32);
    let (mut sums, mut line) = (vec![[0.0f32; 2]; states], vec![0.0f32; states + taps - 1]);
    for column in 0..strip.columns {
        if column % STATION == 0 {
            (template, energy) = looks.template(side, column);
            if side == Side::Right {
                template.chunks_exact_mut(taps).for_each(<[f32]>::reverse);
            }
        }
        sums.fill([0.0; 2]);
        for channel in 0..CHANNELS {
            let values = strip.column(channel, column);
            let last = values.len() as isize - 1;
            let scale = 1.0 / looks.noise[channel];
            for (i, v) in line.iter_mut().enumerate() {
                *v = values[(from + i as isize).clamp(0, last) as usize] * scale;
            }
            correlate(&line, &template[channel * taps..(channel + 1) * taps], &mut sums);
        }
        let scale = if energy > 1e-3 { 1.0 / energy } else { 0.0 };
        let colors = &colors[column * strip.rows..(column + 1) * strip.rows];
        for (state, [product, square]) in sums.iter().enumerate() {
            let (along, whole) = (product * scale, (square - noise) * scale);
            out.likeness.push(along.clamp(-MOST_GRIP, MOST_GRIP));
            out.fit.push((2.0 * along - whole).clamp(LEAST_MATCH, 1.0));
            out.color.push(parted(colors, looks, side, first + state));
        }
    }
    out
}

/// Adds, for each window of the line, its product with the template, and with itself without its mean.
fn correlate(line: &[f32], template: &[f32], sums: &mut [[f32; 2]]) {
    let taps = template.len();
    let (mut total, mut square) = (0.0f32, 0.0f32);
    for v in &line[..taps - 1] {
        total += v;
        square += v * v;
    }
    for (window, sum) in line.windows(taps).zip(sums) {
        let (first, last) = (window[0], window[taps - 1]);
        total += last;
        square += last * last;
        sum[0] += window.iter().zip(template).map(|(v, t)| v * t).sum::<f32>();
        sum[1] += (square - total * total / taps as f32).max(0.0);
        total -= first;
        square -= first * first;
    }
}

/// Mean colour just inside less that just outside.
fn parted(colors: &[f32], looks: &Looks, side: Side, row: usize) -> f32 {
    let (outward, inward) = (looks.shape.outward as usize, looks.shape.inward as usize);
    let mean = |from: usize, to: usize| {
        let (from, to) = (from.min(colors.len()), to.min(colors.len()));
        if from < to { colors[from..to].iter().sum::<f32>() / (to - from) as f32 } else { 0.0 }
    };
    let (inside, outside) = match side {
        Side::Left => (mean(row + 1, row + 1 + inward), mean(row.saturating_sub(outward), row)),
        Side::Right => (mean(row.saturating_sub(inward), row), mean(row + 1, row + 1 + outward)),
    };
    ((inside - outside) / (2.0 * looks.mix.usual)).clamp(-1.0, 1.3)
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

/// The top of the parabola through the best of the places around `k`, and how much it bends there.
fn refined(line: &[f32], k: usize) -> (f64, f32) {
    let near = k.saturating_sub(1)..(k + 2).min(line.len());
    let top = near.max_by(|&a, &b| line[a].total_cmp(&line[b])).unwrap_or(k);
    if top == 0 || top + 1 >= line.len() {
        return (top as f64, 0.0);
    }
    let (a, b, c) = (line[top - 1], line[top], line[top + 1]);
    let bend = a - 2.0 * b + c;
    let shift = if bend < -1e-6 { 0.5 * (a - c) / bend } else { 0.0 };
    let place = (top as f64 + f64::from(shift.clamp(-0.5, 0.5))).clamp(0.0, (line.len() - 1) as f64);
    (place, (-bend).max(0.0))
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
