//! Breaks that were made from sound beads: the ground beside the bead is drawn over it. They teach how bead is told from none,
//! so that no bad part is needed.

use super::fit::{Fitted, stiff};
use super::lesson::Lesson;
use crate::LearnError;
use fovea_infer::glue::{CHANNELS, Edges, Frame, Rule, Search, Traits, trace_edges, traits};
use fovea_vision::Strip;

/// Lengths of breaks that are made, in columns.
const LENGTHS: [usize; 6] = [3, 4, 6, 10, 24, 50];
/// Columns between two of them.
const APART: usize = 40;
/// Columns near a break that are neither: its ends are blurred.
const UNSURE: usize = 8;
/// Of the way from no bead to bead, where the rule lies at least and at most.
const BETWEEN: (f64, f64) = (0.5, 0.62);

/// The rule that parts sound columns from made breaks (Fisher's linear discriminant).
pub(super) fn presence_rule(
    frame: &Frame,
    lesson: &Lesson,
    fitted: &Fitted,
    seed: u64,
) -> Result<Rule, LearnError> {
    let search = Search { reach: frame.reach, usual: fitted.usual, stiff: stiff(frame) };
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for (i, (look, edges)) in lesson.looks.iter().zip(&fitted.edges).enumerate() {
        let mut rng = fastrand::Rng::with_seed(seed.wrapping_mul(0x9e37_79b9).wrapping_add(i as u64));
        let (strip, gone) = broken(&look.strip, frame, edges, &mut rng);
        let found = trace_edges(&strip, frame, &fitted.looks, &search);
        let seen = traits(&strip, &fitted.looks, &found);
        let track = &frame.track;
        let margin = if track.closed { 0 } else { (frame.wanted.width_px * 0.75) as usize + UNSURE };
        for c in track.lead + margin..(track.lead + track.steps()).saturating_sub(margin) {
            match gone[c] {
                Gone::Whole => without.push(seen[c]),
                Gone::No => with.push(seen[c]),
                Gone::Partly => {}
            }
        }
    }
    if with.len() < 20 || without.len() < 10 {
        return Err(LearnError::NotEnough(
            "the path is too short beside the width of the bead to tell bead from none".into(),
        ));
    }
    Ok(parted(&with, &without))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Gone {
    No,
    Partly,
    Whole,
}

/// The strip with breaks in it, and where they are.
fn broken(strip: &Strip, frame: &Frame, edges: &Edges, rng: &mut fastrand::Rng) -> (Strip, Vec<Gone>) {
    let mut out = strip.clone();
    let mut gone = vec![Gone::No; strip.columns];
    let last = frame.track.lead + frame.track.steps();
    let mut at = frame.track.lead + frame.wanted.width_px as usize + rng.usize(..APART);
    let mut turn = rng.usize(..LENGTHS.len());
    while at + LENGTHS[turn % LENGTHS.len()] + UNSURE < last {
        let length = LENGTHS[turn % LENGTHS.len()];
        gone[at.saturating_sub(UNSURE)..(at + length + UNSURE).min(strip.columns)].fill(Gone::Partly);
        for c in at - 1..=at + length {
            let outer = c + 1 == at || c == at + length;
            erase(&mut out, strip, edges, c, if outer { 0.3 } else { 1.0 });
        }
        // Columns in the middle are without for certain; the outermost of a long one, too, but for one.
        gone[at + 1..at + length - 1].fill(Gone::Whole);
        at += length + APART + rng.usize(..APART);
        turn += 1;
    }
    (out, gone)
}

/// Draws the ground beside the bead over it, mirrored at its edges.
fn erase(out: &mut Strip, strip: &Strip, edges: &Edges, column: usize, how_much: f32) {
    let last = strip.rows as isize - 1;
    let top = (edges.left[column] - 3.0).floor().clamp(1.0, last as f64 - 1.0) as isize;
    let low = (edges.right[column] + 3.0).ceil().clamp(top as f64, last as f64 - 1.0) as isize;
    for row in top..=low {
        let (near, far) = (row - top, low - row);
        // Whichever ground is nearer, folded as often as there is too little of it.
        let (from, depth, room) = match near <= far {
            true => (top - 1, near, top),
            false => (low + 1, far, last - low),
        };
        let room = room.max(1);
        let (fold, rest) = (depth / room, depth % room);
        let depth = if fold % 2 == 0 { rest } else { room - 1 - rest };
        let source = if near <= far { from - depth } else { from + depth };
        let source = source.clamp(0, last) as usize;
        for channel in 0..CHANNELS {
            let value = strip.column(channel, column)[source];
            let at = &mut out.data[channel][column * strip.rows + row as usize];
            *at += how_much * (value - *at);
        }
    }
}

/// The rule that is above 0 for columns with bead: 1 for the usual one.
fn parted(with: &[Traits], without: &[Traits]) -> Rule {
    let (a, b) = (mean(with), mean(without));
    let (sa, sb) = (scatter(with, &a), scatter(without, &b));
    let mut within = [[0.0f64; 3]; 3];
    for (i, row) in within.iter_mut().enumerate() {
        for (j, value) in row.iter_mut().enumerate() {
            *value = sa[i][j] + sb[i][j] + if i == j { 0.002 } else { 0.0 };
        }
    }
    let apart = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    // More of an edge or of the bead's colour never speaks against bead.
    let weights = solved(&within, &apart).map(|w| w.max(0.0));
    let weights = if weights.iter().sum::<f64>() > 1e-9 { weights } else { [0.5, 0.5, 0.0] };
    let along = |t: &[f64; 3]| t.iter().zip(&weights).map(|(t, w)| t * w).sum::<f64>();
    let spread = |s: &[[f64; 3]; 3]| {
        let sum: f64 = (0..3)
            .flat_map(|i| (0..3).map(move |j| (i, j)))
            .map(|(i, j)| weights[i] * weights[j] * s[i][j])
            .sum();
        sum.max(1e-9).sqrt()
    };
    let (high, low) = (along(&a), along(&b));
    let (wide, thin) = (spread(&sa), spread(&sb));
    let part = (thin / (wide + thin)).clamp(BETWEEN.0, BETWEEN.1);
    let cut = low + part * (high - low);
    let scale = 1.0 / (high - cut).max(1e-6);
    Rule { weights: weights.map(|w| (w * scale) as f32), bias: (-cut * scale) as f32 }
}

fn mean(rows: &[Traits]) -> [f64; 3] {
    [0, 1, 2].map(|k| rows.iter().map(|r| f64::from(r[k])).sum::<f64>() / rows.len() as f64)
}

fn scatter(rows: &[Traits], mean: &[f64; 3]) -> [[f64; 3]; 3] {
    let mut sums = [[0.0f64; 3]; 3];
    for row in rows {
        for (i, line) in sums.iter_mut().enumerate() {
            for (j, sum) in line.iter_mut().enumerate() {
                *sum += (f64::from(row[i]) - mean[i]) * (f64::from(row[j]) - mean[j]) / rows.len() as f64;
            }
        }
    }
    sums
}

/// By Cramer's rule; the matrix has something on its diagonal.
fn solved(m: &[[f64; 3]; 3], v: &[f64; 3]) -> [f64; 3] {
    let det = |m: &[[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    let whole = det(m);
    [0, 1, 2].map(|k| {
        let mut with = *m;
        (0..3).for_each(|i| with[i][k] = v[i]);
        det(&with) / whole
    })
}
