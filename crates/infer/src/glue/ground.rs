//! The ground under a bead where it is the same on each part, as tracks and pads of a board are: taken off a strip, only what the bead
//! does to the light is left.

use super::{CHANNELS, Frame};
use crate::InferError;
use fovea_vision::Strip;

/// Light added before the logarithm is taken, so that noise of dark places does not count for more.
const SOFT: f32 = 12.0;
/// A hundredth of light is a step of about one.
const STEPS: f32 = 100.0;
/// What brightness becomes where the ground shows, so that it stays within a channel's range.
const LEVEL: f32 = 128.0;
/// Parts of a step that files keep.
const KEPT: f32 = 100.0;
/// Rounds of laying the ground over a picture, and columns between two that are looked at.
const ROUNDS: usize = 4;
const APART: usize = 4;
/// A part that lies farther off than this, in pixels, is no matter of fractions.
const FARTHEST: f64 = 3.0;
/// Unknowns of how a picture lies: light, its slopes, and shifts.
const UNKNOWNS: usize = 5;

/// Logarithms of red, green and blue by column and row of a strip.
pub type Logs = [Vec<f32>; CHANNELS];

/// The bare ground along the path. Under the bead it is what shines through, without what edges do.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    pub columns: usize,
    pub rows: usize,
    pub logs: Logs,
}

/// How one picture lies beside the ground: light at the middle, how it falls off to the right and down, and pixels that the
/// part is shifted by.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Lie {
    pub light: [f64; 3],
    pub shift: [f64; 2],
}

impl Lie {
    fn lit(&self, [x, y]: [f64; 2]) -> f32 {
        (self.light[0] + self.light[1] * x + self.light[2] * y) as f32
    }
}

/// Logarithms of a strip's light.
pub fn logs_of(strip: &Strip) -> Logs {
    let [bright, red, blue] = &strip.data;
    let log = |v: f32| STEPS * (v.max(0.0) + SOFT).ln();
    let mut out = [0, 1, 2].map(|_| Vec::with_capacity(bright.len()));
    for ((y, r), b) in bright.iter().zip(red).zip(blue) {
        let green = y - 0.299 * r - 0.114 * b;
        [green + r, green, green + b].into_iter().zip(&mut out).for_each(|(v, out)| out.push(log(v)));
    }
    out
}

/// Where a place of a strip lies, in thousands of pixels.
fn place(frame: &Frame, column: usize, row: usize) -> [f64; 2] {
    let (point, normal) = (frame.track.points[column], frame.track.normals[column]);
    let across = row as f64 - frame.middle();
    [0, 1].map(|k| (point[k] + across * normal[k]) / 1000.0 - 0.5)
}

/// Columns and rows that a shift in the picture is in the strip.
pub fn shifted(frame: &Frame, column: usize, shift: [f64; 2]) -> [f64; 2] {
    let normal = frame.track.normals[column];
    [
        (normal[1] * shift[0] - normal[0] * shift[1]) / frame.track.step,
        normal[0] * shift[0] + normal[1] * shift[1],
    ]
}

/// The value between four places of a strip whose columns have `rows` places.
fn mixed(values: &[f32], rows: usize, [column, row]: [f64; 2]) -> f32 {
    let columns = values.len() / rows;
    let column = column.clamp(0.0, (columns - 1) as f64);
    let row = row.clamp(0.0, (rows - 1) as f64);
    let (c, r) = (column as usize, row as usize);
    let (u, v) = ((column - c as f64) as f32, (row - r as f64) as f32);
    let (d, s) = ((c + 1).min(columns - 1), (r + 1).min(rows - 1));
    let first = values[c * rows + r] + v * (values[c * rows + s] - values[c * rows + r]);
    let second = values[d * rows + r] + v * (values[d * rows + s] - values[d * rows + r]);
    first + u * (second - first)
}

/// Rows on which no bead can lie that is looked for.
pub fn bare_rows(frame: &Frame) -> Vec<usize> {
    let far = frame.wanted.width_px / 2.0 + frame.reach + 1.0;
    (0..frame.rows).filter(|r| (*r as f64 - frame.middle()).abs() >= far).collect()
}

impl Ground {
    /// How a picture lies, by least squares over rows without bead; what differs much counts little.
    pub fn lie(&self, frame: &Frame, seen: &Logs) -> Lie {
        let gray = |logs: &Logs| -> Vec<f32> {
            (0..logs[0].len()).map(|i| (logs[0][i] + logs[1][i] + logs[2][i]) / 3.0).collect()
        };
        let (ground, seen) = (gray(&self.logs), gray(seen));
        let rows = bare_rows(frame);
        let mut lie = Lie::default();
        for _ in 0..ROUNDS {
            let mut lines: Vec<([f64; UNKNOWNS], f64)> = Vec::new();
            for c in (0..self.columns).step_by(APART) {
                let [along, across] = shifted(frame, c, lie.shift);
                for &r in &rows {
                    let at = |dc: f64, dr: f64| {
                        f64::from(mixed(&ground, self.rows, [c as f64 + along + dc, r as f64 + across + dr]))
                    };
                    let slope = [(at(1.0, 0.0) - at(-1.0, 0.0)) / 2.0, (at(0.0, 1.0) - at(0.0, -1.0)) / 2.0];
                    let by = |shift: [f64; 2]| {
                        let [along, across] = shifted(frame, c, shift);
                        slope[0] * along + slope[1] * across
                    };
                    let place = place(frame, c, r);
                    let rest = f64::from(seen[c * self.rows + r] - lie.lit(place)) - at(0.0, 0.0);
                    lines.push(([1.0, place[0], place[1], by([1.0, 0.0]), by([0.0, 1.0])], rest));
                }
            }
            let Some(step) = least_squares(&lines) else { return Lie::default() };
            (0..3).for_each(|k| lie.light[k] += step[k]);
            (0..2).for_each(|k| lie.shift[k] += step[3 + k]);
        }
        if lie.shift.iter().any(|s| s.abs() > FARTHEST) { Lie::default() } else { lie }
    }

    /// What a picture that lies so shows, less what it would show without a bead.
    fn rest(&self, frame: &Frame, seen: &Logs, lie: &Lie) -> Logs {
        let mut out = seen.clone();
        for c in 0..self.columns {
            let [along, across] = shifted(frame, c, lie.shift);
            for r in 0..self.rows {
                let (at, lit) = ([c as f64 + along, r as f64 + across], lie.lit(place(frame, c, r)));
                for (out, ground) in out.iter_mut().zip(&self.logs) {
                    out[c * self.rows + r] -= mixed(ground, self.rows, at) + lit;
                }
            }
        }
        out
    }

    /// A strip with the ground taken off: brightness, red less green and blue less green of what is left, in hundredths.
    pub fn level(&self, frame: &Frame, strip: &Strip) -> Strip {
        let seen = logs_of(strip);
        let [red, green, blue] = self.rest(frame, &seen, &self.lie(frame, &seen));
        let mut data = [0, 1, 2].map(|_| Vec::with_capacity(red.len()));
        for ((r, g), b) in red.iter().zip(&green).zip(&blue) {
            data[0].push(LEVEL + 0.299 * r + 0.587 * g + 0.114 * b);
            data[1].push(r - g);
            data[2].push(b - g);
        }
        Strip { columns: strip.columns, rows: strip.rows, data }
    }

    /// A picture's logarithms as the ground lies: its light evened out and its shift undone.
    pub fn undone(frame: &Frame, seen: &Logs, lie: &Lie) -> Logs {
        let back = lie.shift.map(|s| -s);
        let rows = frame.rows;
        [0, 1, 2].map(|channel: usize| {
            let mut even = seen[channel].clone();
            for (at, v) in even.iter_mut().enumerate() {
                *v -= lie.lit(place(frame, at / rows, at % rows));
            }
            (0..even.len())
                .map(|at| {
                    let (c, r) = (at / rows, at % rows);
                    let [along, across] = shifted(frame, c, back);
                    mixed(&even, rows, [c as f64 + along, r as f64 + across])
                })
                .collect()
        })
    }

    pub fn read(frame: &Frame, bytes: &[u8]) -> Result<Ground, InferError> {
        let (columns, rows) = (frame.columns(), frame.rows);
        let each = columns * rows;
        if bytes.len() != 2 * CHANNELS * each {
            return Err(InferError::Damaged(
                "the ground of its bead has another size than its plan tells".into(),
            ));
        }
        let all: Vec<f32> =
            bytes.chunks_exact(2).map(|b| f32::from(u16::from_le_bytes([b[0], b[1]])) / KEPT).collect();
        let logs = [0, 1, 2].map(|k| all[k * each..(k + 1) * each].to_vec());
        Ok(Ground { columns, rows, logs })
    }

    pub fn write(&self) -> Vec<u8> {
        let whole = |v: &f32| (v * KEPT).round().clamp(0.0, f32::from(u16::MAX)) as u16;
        self.logs.iter().flatten().flat_map(|v| whole(v).to_le_bytes()).collect()
    }
}

/// Least squares, in which rests far beyond the usual one count little; `None` where something is not told at all.
fn least_squares(lines: &[([f64; UNKNOWNS], f64)]) -> Option<[f64; UNKNOWNS]> {
    let mut sizes: Vec<f64> = lines.iter().map(|(_, rest)| rest.abs()).collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() {
        return None;
    }
    let usual = *sizes.select_nth_unstable_by(middle, f64::total_cmp).1;
    let far = 3.0 * usual.max(0.1);
    let mut sums = [[0.0f64; UNKNOWNS + 1]; UNKNOWNS];
    for (line, rest) in lines {
        let weight = 1.0 / (1.0 + (rest / far).powi(2));
        for (i, sums) in sums.iter_mut().enumerate() {
            for (sum, v) in sums.iter_mut().zip(line.iter().chain([rest])) {
                *sum += weight * line[i] * v;
            }
        }
    }
    // A ground without any pattern tells no shift: a little holds it where it is.
    (0..UNKNOWNS).for_each(|i| sums[i][i] += 1e-6 * lines.len() as f64);
    for i in 0..UNKNOWNS {
        let pivot = sums[i];
        if pivot[i].abs() < 1e-12 {
            return None;
        }
        for (_, row) in sums.iter_mut().enumerate().filter(|(k, _)| *k != i) {
            let part = row[i] / pivot[i];
            row.iter_mut().zip(pivot).for_each(|(v, p)| *v -= part * p);
        }
    }
    let mut out = [0.0; UNKNOWNS];
    (0..UNKNOWNS).for_each(|i| out[i] = sums[i][UNKNOWNS] / sums[i][i]);
    out.iter().all(|v| v.is_finite()).then_some(out)
}
