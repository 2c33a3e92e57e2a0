//! Bead told from ground by light or colour alone: nothing is learnt. Where the bead is lighter or of another colour than all that
//! lies around it, its edge is where a value is crossed.

use super::{Edges, Frame, find_bubbles};
use fovea_domain::bead::{BeadThreshold, BubbleSpot};
use fovea_vision::Strip;

/// Rows beside an edge that are not looked at for bubbles.
const MARGIN: f64 = 2.0;
/// Shorter runs of bead are noise, as a part of the width.
const SHORTEST: f64 = 0.15;
/// Part of the width in its middle that tells whether there is bead.
const MIDDLE: f64 = 0.5;

/// What a strip shows.
pub struct Crossed {
    pub edges: Edges,
    /// Above 0 in columns with bead.
    pub present: Vec<f64>,
    pub bubbles: Vec<BubbleSpot>,
}

pub fn cross(strip: &Strip, frame: &Frame, threshold: &BeadThreshold) -> Crossed {
    let (columns, rows, half) = (strip.columns, strip.rows, frame.wanted.width_px / 2.0);
    let values = smoothed(strip, threshold);
    let bounds = [threshold.least as f32, threshold.most as f32];
    let inside = |value: &f32| (bounds[0]..=bounds[1]).contains(value);
    let home = [frame.middle() - half, frame.middle() + half];
    let mut edges = Edges {
        left: vec![home[0]; columns],
        right: vec![home[1]; columns],
        left_grip: vec![0.0; columns],
        right_grip: vec![0.0; columns],
        colors: Vec::new(),
    };
    let mut present = vec![-1.0; columns];
    let mut odd = vec![0.0f32; columns * rows];
    for c in 0..columns {
        let line = &values[c * rows..(c + 1) * rows];
        let within = filled(line.iter().map(inside).collect(), home);
        let Some((top, low)) = run(&within, frame.middle(), (SHORTEST * 2.0 * half).max(2.0)) else {
            continue;
        };
        let (left, right) = (crossing(line, bounds, top, -1), crossing(line, bounds, low, 1));
        (edges.left[c], edges.right[c]) = (left, right.max(left + 1.0));
        (edges.left_grip[c], edges.right_grip[c]) = (1.0, 1.0);
        let middle = frame.middle() - MIDDLE * half..=frame.middle() + MIDDLE * half;
        let (mut all, mut there) = (0.0f64, 0.0f64);
        for (row, bead) in within.iter().enumerate().filter(|(row, _)| middle.contains(&(*row as f64))) {
            all += 1.0;
            there += f64::from(u8::from(*bead && (top..=low).contains(&row)));
        }
        present[c] = 2.0 * there / all.max(1.0) - 1.0;
        if present[c] > 0.0 {
            let inner = (left + MARGIN).ceil().max(0.0) as usize
                ..((right - MARGIN).floor().max(0.0) as usize).min(rows);
            inner.filter(|row| !inside(&line[*row])).for_each(|row| odd[c * rows + row] = 1.0);
        }
    }
    Crossed { edges, present, bubbles: find_bubbles(&odd, frame, 0.5) }
}

/// What is looked at; a little of both neighbours along the path, against noise.
fn smoothed(strip: &Strip, threshold: &BeadThreshold) -> Vec<f32> {
    let data = &strip.data[threshold.of.channel()];
    let mut out = vec![0.0f32; data.len()];
    for c in 0..strip.columns {
        let (before, after) = (c.saturating_sub(1), (c + 1).min(strip.columns - 1));
        for row in 0..strip.rows {
            let at = |column: usize| data[column * strip.rows + row];
            out[c * strip.rows + row] = (at(before) + 2.0 * at(c) + at(after)) / 4.0;
        }
    }
    out
}

/// Which rows are of the bead; holes between bead and bead where the bead belongs are of it, too.
fn filled(mut within: Vec<bool>, home: [f64; 2]) -> Vec<bool> {
    let belongs = |row: usize| (home[0]..=home[1]).contains(&(row as f64));
    let mut last: Option<usize> = None;
    for row in 0..within.len() {
        if !within[row] {
            continue;
        }
        if let Some(before) = last.filter(|before| belongs(*before) && belongs(row)) {
            within[before..row].fill(true);
        }
        last = Some(row);
    }
    within
}

/// The run of bead that lies nearest to the middle, from its first to its last row.
fn run(within: &[bool], middle: f64, shortest: f64) -> Option<(usize, usize)> {
    let mut runs = Vec::new();
    let mut from = None;
    for row in 0..=within.len() {
        match (within.get(row).copied().unwrap_or(false), from) {
            (true, None) => from = Some(row),
            (false, Some(first)) => {
                runs.push((first, row - 1));
                from = None;
            }
            _ => {}
        }
    }
    let far = |(top, low): &(usize, usize)| (*top as f64 - middle).max(middle - *low as f64).max(0.0);
    let long = |(top, low): &(usize, usize)| (low - top + 1) as f64 >= shortest;
    runs.into_iter().filter(long).min_by(|a, b| far(a).total_cmp(&far(b)))
}

/// Where the bound is crossed beside the outermost row of the bead, between two rows.
fn crossing(line: &[f32], [least, most]: [f32; 2], row: usize, out: isize) -> f64 {
    let inside = line[row];
    let Some(outside) = row.checked_add_signed(out).and_then(|beside| line.get(beside)) else {
        return row as f64;
    };
    let bound = if *outside < least { least } else { most };
    let far = (bound - inside) / (outside - inside);
    row as f64 + out as f64 * f64::from(if far.is_finite() { far.clamp(0.0, 1.0) } else { 0.0 })
}
