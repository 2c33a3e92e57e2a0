use super::looks::{Looks, between};
use super::{CHANNELS, Edges, Frame};
use fovea_domain::bead::BubbleSpot;
use fovea_vision::{Strip, components};

/// What differs inside of a bead from how sound ones look there.
#[derive(Debug, Clone, PartialEq)]
pub struct Inside {
    /// By column and row of the strip, each channel as the mean over three by three places; 0 outside.
    pub rest: [Vec<f32>; CHANNELS],
    /// Whether the place lies inside, away from the edges.
    pub within: Vec<bool>,
    pub rows: usize,
}

/// Rows beside an edge that are not looked at: edges differ more than what lies between them.
const MARGIN: f64 = 2.5;
/// A smaller place is noise, in pixels.
const LEAST_AREA: u32 = 6;

impl Inside {
    /// `present` tells which columns have bead; those near one without are left out.
    pub fn of(strip: &Strip, frame: &Frame, looks: &Looks, edges: &Edges, present: &[bool]) -> Inside {
        let rows = strip.rows;
        let mut within = vec![false; strip.columns * rows];
        let mut raw = [0, 1, 2].map(|_| vec![0.0f32; strip.columns * rows]);
        let near = (frame.wanted.width_px / 2.0 + 3.0) as usize;
        let mut absent = vec![0usize; strip.columns + 1];
        for (c, p) in present.iter().enumerate() {
            absent[c + 1] = absent[c] + usize::from(!p);
        }
        let sure = |c: usize| {
            let (from, to) = (c.saturating_sub(near), (c + near + 1).min(strip.columns));
            absent[to] == absent[from]
        };
        for c in (0..strip.columns).filter(|c| sure(*c)) {
            let (left, right) = (edges.left[c], edges.right[c]);
            let (from, to) =
                ((left + MARGIN).ceil().max(0.0), (right - MARGIN).floor().min((rows - 1) as f64));
            if to < from {
                continue;
            }
            for row in from as usize..=to as usize {
                let t = (row as f64 - left) / (right - left);
                within[c * rows + row] = true;
                for (channel, raw) in raw.iter_mut().enumerate() {
                    raw[c * rows + row] =
                        strip.column(channel, c)[row] - between(looks.inside(c, channel), t);
                }
            }
        }
        for raw in &mut raw {
            level(raw, &within);
            *raw = boxed(raw, &within, strip.columns, rows);
        }
        Inside { rest: raw, within, rows }
    }

    /// How far each place is from the usual, in units of how much that varies: the largest of all channels.
    pub fn oddness(&self, looks: &Looks, edges: &Edges) -> Vec<f32> {
        let mut odd = vec![0.0f32; self.within.len()];
        for (at, odd) in odd.iter_mut().enumerate().filter(|(at, _)| self.within[*at]) {
            let (c, row) = (at / self.rows, (at % self.rows) as f64);
            let t = (row - edges.left[c]) / (edges.right[c] - edges.left[c]);
            for (channel, rest) in self.rest.iter().enumerate() {
                let usual = between(looks.spread(c, channel), t).max(0.2);
                *odd = odd.max(rest[at].abs() / usual);
            }
        }
        odd
    }
}

/// Light differs from picture to picture: the mean is none of the bead's.
fn level(raw: &mut [f32], within: &[bool]) {
    let count = within.iter().filter(|w| **w).count().max(1);
    let mean = raw.iter().map(|v| f64::from(*v)).sum::<f64>() / count as f64;
    raw.iter_mut().zip(within).filter(|(_, w)| **w).for_each(|(v, _)| *v -= mean as f32);
}

/// Means over three by three places, of those that lie within.
fn boxed(raw: &[f32], within: &[bool], columns: usize, rows: usize) -> Vec<f32> {
    let mut out = vec![0.0f32; raw.len()];
    for c in 0..columns {
        for row in 0..rows {
            if !within[c * rows + row] {
                continue;
            }
            let (mut sum, mut count) = (0.0, 0);
            for near in c.saturating_sub(1)..(c + 2).min(columns) {
                for r in row.saturating_sub(1)..(row + 2).min(rows) {
                    if within[near * rows + r] {
                        sum += raw[near * rows + r];
                        count += 1;
                    }
                }
            }
            out[c * rows + row] = sum / count as f32;
        }
    }
    out
}

/// Places inside of the bead that are odder than `from`.
pub fn find_bubbles(odd: &[f32], frame: &Frame, from: f32) -> Vec<BubbleSpot> {
    let rows = frame.rows;
    let hot: Vec<u8> = odd.iter().map(|v| u8::from(*v > from)).collect();
    if !hot.contains(&1) {
        return Vec::new();
    }
    // Rows of a column lie side by side, so that across comes first.
    let (found, _) = components(&hot, rows as u32, (odd.len() / rows) as u32, LEAST_AREA);
    found
        .iter()
        .map(|c| BubbleSpot {
            at: f64::from(c.bbox.y + c.bbox.h / 2.0) - 0.5,
            across: f64::from(c.bbox.x + c.bbox.w / 2.0) - 0.5 - frame.middle(),
            area_px: f64::from(c.area) * frame.track.step,
        })
        .collect()
}
