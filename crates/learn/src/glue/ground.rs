//! The ground that is the same on each part, as tracks and pads are, learnt from good beads alone: a bead lies now a little to
//! the left and now to the right, so that what stays in its place is ground, and what goes with the edges is of the bead.

use super::lesson::{Lesson, Look};
use fovea_infer::glue::{CHANNELS, Edges, Frame, Ground, Lie, Logs, bare_rows, logs_of, shifted};

/// Fewer pictures do not tell what stays in its place.
const LEAST_PICTURES: usize = 4;
/// The ground is known where less than this part of what varies along it is left once the others' is taken off.
const KNOWN: f64 = 0.5;
/// Rounds of parting ground from bead.
const ROUNDS: usize = 3;
/// Pixels outside of an edge that a bead still shades, and inside beyond half of its width that are told apart.
const OUTSIDE: usize = 14;
const BEYOND: usize = 4;
/// Columns over which what a bead does to the light is averaged, as the spread of a bell: light falls otherwise on each part of a path.
const ALONG: f64 = 16.0;

/// One picture on its way to ground and bead.
struct Part<'a> {
    seen: Logs,
    edges: &'a Edges,
    lie: Lie,
    even: Logs,
}

/// `None` where the ground differs from picture to picture, or too few are there to tell.
pub(super) fn learn(frame: &Frame, lesson: &Lesson, edges: &[Edges]) -> Option<Ground> {
    if lesson.looks.len() < LEAST_PICTURES {
        return None;
    }
    let mut parts: Vec<Part> = lesson
        .looks
        .iter()
        .zip(edges)
        .map(|(look, edges)| {
            let seen = logs_of(&look.strip);
            Part { even: seen.clone(), seen, edges, lie: Lie::default() }
        })
        .collect();
    let mut ground =
        Ground { columns: frame.columns(), rows: frame.rows, logs: mean(&parts, |p| p.even.clone()) };
    for round in 0..ROUNDS {
        if round > 0 {
            lay(frame, &ground, &mut parts);
        }
        let bead = Bead::of(frame, &parts, &ground);
        ground.logs = mean(&parts, |part| bead.taken_off(frame, part));
    }
    known(frame, &parts).then_some(ground)
}

/// The same lesson with the ground taken off each picture.
pub(super) fn level(frame: &Frame, lesson: &Lesson, ground: &Ground) -> Lesson {
    let one = |look: &Look| Look { strip: ground.level(frame, &look.strip), marked: look.marked.clone() };
    Lesson { looks: lesson.looks.iter().map(one).collect(), parts: lesson.parts.clone() }
}

/// How each picture lies beside the ground; on average they lie as it does.
fn lay(frame: &Frame, ground: &Ground, parts: &mut [Part]) {
    let count = parts.len() as f64;
    let mut middle = Lie::default();
    for part in parts.iter_mut() {
        part.lie = ground.lie(frame, &part.seen);
        (0..3).for_each(|k| middle.light[k] += part.lie.light[k] / count);
        (0..2).for_each(|k| middle.shift[k] += part.lie.shift[k] / count);
    }
    for part in parts {
        (0..3).for_each(|k| part.lie.light[k] -= middle.light[k]);
        (0..2).for_each(|k| part.lie.shift[k] -= middle.shift[k]);
        part.even = Ground::undone(frame, &part.seen, &part.lie);
    }
}

fn mean(parts: &[Part], of: impl Fn(&Part) -> Logs) -> Logs {
    let mut sums: Logs = parts[0].even.clone().map(|v| vec![0.0; v.len()]);
    let share = 1.0 / parts.len() as f32;
    for part in parts {
        for (sums, values) in sums.iter_mut().zip(of(part)) {
            sums.iter_mut().zip(values).for_each(|(s, v)| *s += share * v);
        }
    }
    sums
}

/// Whether the others' ground tells a picture's, on rows where no bead lies.
fn known(frame: &Frame, parts: &[Part]) -> bool {
    let (rows, count) = (bare_rows(frame), parts.len() as f32);
    let sums = mean(parts, |p| p.even.clone());
    let (mut left, mut whole) = (0.0f64, 0.0f64);
    for part in parts {
        for (sums, seen) in sums.iter().zip(&part.even) {
            let places = || (0..frame.columns()).flat_map(|c| rows.iter().map(move |r| c * frame.rows + r));
            // The mean of the others.
            let others = |at: usize| (count * sums[at] - seen[at]) / (count - 1.0);
            left += variance(places().map(|at| seen[at] - others(at)));
            whole += variance(places().map(|at| seen[at]));
        }
    }
    left < KNOWN * whole
}

fn variance(values: impl Iterator<Item = f32>) -> f64 {
    let [n, sum, squares] = values.map(f64::from).fold([0.0; 3], |[n, s, q], v| [n + 1.0, s + v, q + v * v]);
    if n > 0.0 { squares / n - (sum / n).powi(2) } else { 0.0 }
}

/// What the bead does to the light by how far from an edge: by column, side, distance and channel.
struct Bead {
    steps: usize,
    values: Vec<f32>,
}

impl Bead {
    fn of(frame: &Frame, parts: &[Part], ground: &Ground) -> Bead {
        let steps = OUTSIDE + frame.wanted.width_px as usize / 2 + BEYOND + 1;
        let width = 2 * steps * CHANNELS;
        let mut raw = vec![0.0f32; frame.columns() * width];
        let share = 1.0 / parts.len() as f32;
        for part in parts {
            for c in 0..frame.columns() {
                let rows = edges_on(frame, part, c);
                for (side, row) in rows.into_iter().enumerate() {
                    for step in 0..steps {
                        let inward = step as f64 - OUTSIDE as f64;
                        let at = if side == 0 { row + inward } else { row - inward };
                        for channel in 0..CHANNELS {
                            let of = |logs: &Logs| line(&logs[channel], frame.rows, c, at);
                            raw[c * width + (side * steps + step) * CHANNELS + channel] +=
                                share * (of(&part.even) - of(&ground.logs));
                        }
                    }
                }
            }
        }
        Bead { steps, values: averaged(frame, &raw, width) }
    }

    /// A picture as its ground would be.
    fn taken_off(&self, frame: &Frame, part: &Part) -> Logs {
        let mut out = part.even.clone();
        let width = 2 * self.steps * CHANNELS;
        for c in with_bead(frame) {
            let [left, right] = edges_on(frame, part, c);
            for row in 0..frame.rows {
                let at = row as f64;
                let (side, inward) = if at < (left + right) / 2.0 { (0, at - left) } else { (1, right - at) };
                let step = (inward + OUTSIDE as f64).clamp(0.0, (self.steps - 1) as f64);
                let (i, t) = (step as usize, step.fract() as f32);
                let next = (i + 1).min(self.steps - 1);
                for (channel, out) in out.iter_mut().enumerate() {
                    let of = |k: usize| self.values[c * width + (side * self.steps + k) * CHANNELS + channel];
                    out[c * frame.rows + row] -= of(i) + t * (of(next) - of(i));
                }
            }
        }
        out
    }
}

/// Columns on which the bead lies.
fn with_bead(frame: &Frame) -> std::ops::Range<usize> {
    match frame.track.closed {
        true => 0..frame.columns(),
        false => frame.track.lead..frame.track.lead + frame.track.steps(),
    }
}

/// Rows of both edges where the picture is laid on the ground.
fn edges_on(frame: &Frame, part: &Part, column: usize) -> [f64; 2] {
    let [_, across] = shifted(frame, column, part.lie.shift);
    [part.edges.left[column] + across, part.edges.right[column] + across]
}

fn line(values: &[f32], rows: usize, column: usize, row: f64) -> f32 {
    let row = row.clamp(0.0, (rows - 1) as f64);
    let (i, t) = (column * rows + row as usize, row.fract() as f32);
    let next = i + usize::from(row as usize + 1 < rows);
    values[i] + t * (values[next] - values[i])
}

/// Means along the path over columns that surely show bead, the nearer ones counting more.
fn averaged(frame: &Frame, raw: &[f32], width: usize) -> Vec<f32> {
    let sure = super::fit::sure(frame);
    let reach = (3.0 * ALONG) as usize;
    let bell: Vec<f32> = (0..=reach).map(|k| (-0.5 * (k as f64 / ALONG).powi(2)).exp() as f32).collect();
    let mut out = vec![0.0f32; raw.len()];
    for (c, out) in out.chunks_exact_mut(width).enumerate() {
        // Beyond the ends what is nearest.
        let c = c.clamp(sure.start, sure.end.max(sure.start + 1) - 1);
        let mut weight = 0.0;
        for from in c.saturating_sub(reach).max(sure.start)..(c + reach + 1).min(sure.end) {
            let w = bell[c.abs_diff(from)];
            weight += w;
            out.iter_mut().zip(&raw[from * width..]).for_each(|(o, v)| *o += w * v);
        }
        out.iter_mut().for_each(|o| *o /= weight.max(1e-6));
    }
    out
}
