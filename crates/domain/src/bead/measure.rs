use super::{BeadRule, Track, Wanted};
use crate::Point;
use serde::{Deserialize, Serialize};

/// Where a bead was seen, for each column of a track (with those before its start and behind its end).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Traced {
    /// Pixels to the right of the path; the left edge is below the right one.
    pub left: Vec<f64>,
    pub right: Vec<f64>,
    /// Above 0 where there is bead.
    pub present: Vec<f64>,
    pub bubbles: Vec<BubbleSpot>,
}

/// A hole, by column and pixels across.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BubbleSpot {
    pub at: f64,
    pub across: f64,
    pub area_px: f64,
}

/// All that is told of a bead. Places along the path are in mm from its start.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Bead {
    /// Length of the wanted path, and of the bead along it.
    pub path_mm: f32,
    pub length_mm: f32,
    pub area_mm2: f32,
    /// Of a cross-section that is a segment of a circle.
    pub volume_mm3: f32,
    pub width_mm: WidthProfile,
    /// Of the middle of the bead from its path, to the right, where that is farthest.
    pub offset_max_mm: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_at_mm: Option<f32>,
    /// How much later than its path it begins, and earlier it ends; of a closed path nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_mm: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_mm: Option<f32>,
    pub breaks: Vec<BeadBreak>,
    pub overflow: Vec<BeadOverflow>,
    pub bubbles: Vec<BeadBubble>,
    /// Why it is not sound, the worst first.
    pub reasons: Vec<BeadReason>,
    /// Widths that are allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits_mm: Option<[f32; 2]>,
    /// Where its path lies in the picture: at even distances, the first at its start and the last at its end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Point>,
    /// How large a pixel is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mm_per_px: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WidthProfile {
    pub min: Option<f32>,
    pub mean: Option<f32>,
    pub max: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_at_mm: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_at_mm: Option<f32>,
    /// From one value of the profile to the next.
    pub step_mm: f32,
    /// From the path's start on; nothing where there is no bead, and within half a width of where it ends.
    pub profile: Vec<Option<f32>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BeadBreak {
    pub from_mm: f32,
    pub to_mm: f32,
    pub length_mm: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BeadSide {
    Left,
    Right,
}

impl BeadSide {
    pub fn sign(self) -> f64 {
        match self {
            BeadSide::Left => -1.0,
            BeadSide::Right => 1.0,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BeadOverflow {
    pub from_mm: f32,
    pub to_mm: f32,
    pub side: BeadSide,
    pub area_mm2: f32,
    /// How far it reaches over the band that is allowed.
    pub reach_mm: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BeadBubble {
    pub at_mm: f32,
    pub across_mm: f32,
    pub area_mm2: f32,
}

/// A rule that is not kept: what was measured, what is allowed, and where in the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BeadReason {
    pub rule: BeadRule,
    pub value: f32,
    pub limit: f32,
    /// `mm`, `mm2` or `mm3`.
    pub unit: String,
    pub from_mm: f32,
    pub to_mm: f32,
    /// In pixels of the picture.
    pub place: Point,
}

/// Fewer columns without bead are no break, and fewer with bead between two breaks are none.
const LEAST_BREAK: usize = 2;
const LEAST_PIECE: usize = 4;
/// An edge must lie so many pixels over the band to be overflow.
const OVER: f64 = 0.5;
/// Columns that the least and the largest width are means of.
const MEAN_OF: usize = 5;

/// Measures a traced bead; `reasons` and `path` stay empty for whoever knows the picture.
pub fn measure(traced: &Traced, track: &Track, wanted: &Wanted) -> Bead {
    let mm = wanted.mm_per_px;
    let pieces = pieces(traced, track);
    let first = track.lead as f64;
    let last = (track.lead + track.steps() - 1) as f64;
    let along = |column: f64| (column - first) * track.step * mm;
    let path_mm = (track.steps() - usize::from(!track.closed)) as f64 * track.step * mm;
    let limits_mm = Some(wanted.width_mm.map(short));
    let mut bead = Bead { path_mm: short(path_mm), limits_mm, mm_per_px: Some(mm), ..Bead::default() };
    bead.breaks = breaks(&pieces, track, path_mm, along);
    if !track.closed
        && let (Some(head), Some(tail)) = (pieces.first(), pieces.last())
    {
        bead.start_mm = Some(short(along(head.from)));
        bead.end_mm = Some(short((last - tail.to) * track.step * mm));
    }
    let inside = |piece: &Piece, column: usize, margin: f64| {
        let at = column as f64;
        (piece.whole || (at - piece.from >= margin && piece.to - at >= margin)) && at >= first && at <= last
    };
    let of_piece = |column: usize| pieces.iter().find(|p| p.covers(column, track));
    let mut widths: Vec<Option<f64>> = Vec::with_capacity(track.steps());
    let (mut length, mut area, mut volume) = (0.0f64, 0.0f64, 0.0f64);
    for column in track.lead..track.lead + track.steps() {
        let Some(piece) = of_piece(column) else {
            widths.push(None);
            continue;
        };
        let width = (traced.right[column] - traced.left[column]).max(0.0);
        let leap = match column + 1 < traced.left.len() {
            true => {
                (traced.left[column + 1] + traced.right[column + 1]
                    - traced.left[column]
                    - traced.right[column])
                    .abs()
                    / 2.0
            }
            false => 0.0,
        };
        // From here to the next column, where the bead goes on.
        let next = column + 1;
        if of_piece(next).is_some() && (track.closed || next < track.lead + track.steps()) {
            length += track.step.hypot(leap.min(track.step));
        }
        area += width * track.step;
        volume += wanted.fullness * width * width * track.step;
        let sure = inside(piece, column, wanted.width_px / 2.0 + 2.0);
        widths.push(sure.then_some(width));
    }
    bead.length_mm = short(length * mm);
    bead.area_mm2 = short(area * mm * mm);
    bead.volume_mm3 = short(volume * mm * mm * mm);
    bead.width_mm = profile(&widths, track.step * mm, mm);
    let farthest = (track.lead..track.lead + track.steps())
        .filter(|&c| widths[c - track.lead].is_some())
        .map(|c| (c, (traced.left[c] + traced.right[c]) / 2.0))
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    bead.offset_max_mm = farthest.map(|(_, offset)| short(offset * mm));
    bead.offset_at_mm = farthest.map(|(c, _)| short(along(c as f64)));
    let seen = |column: usize| of_piece(column).is_some_and(|p| inside(p, column, 3.0));
    for (side, edges) in [(BeadSide::Left, &traced.left), (BeadSide::Right, &traced.right)] {
        bead.overflow.extend(overflow(side, edges, track, wanted, &seen, along));
    }
    bead.overflow.sort_by(|a, b| a.from_mm.total_cmp(&b.from_mm));
    bead.bubbles = traced
        .bubbles
        .iter()
        .map(|b| BeadBubble {
            at_mm: short(along(b.at)),
            across_mm: short(b.across * mm),
            area_mm2: short(b.area_px * mm * mm),
        })
        .collect();
    bead
}

/// Four decimals are enough for whoever reads, and short.
fn short(value: f64) -> f32 {
    ((value * 1e4).round() / 1e4) as f32
}

/// A stretch of columns with bead, to fractions of one. Of a closed path it may reach over the end.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Piece {
    from: f64,
    to: f64,
    /// A closed bead without any break.
    whole: bool,
}

impl Piece {
    fn covers(&self, column: usize, track: &Track) -> bool {
        let at = column as f64;
        let round = if track.closed { track.steps() as f64 } else { 0.0 };
        self.whole
            || (self.from - 0.5..=self.to + 0.5).contains(&at)
            || (track.closed && (self.from - 0.5..=self.to + 0.5).contains(&(at + round)))
    }
}

fn pieces(traced: &Traced, track: &Track) -> Vec<Piece> {
    let inner = &traced.present[track.lead..track.lead + track.steps()];
    if !track.closed {
        return stretches(&traced.present, 0);
    }
    if !inner.iter().any(|v| *v > 0.0) {
        return Vec::new();
    }
    // Begun where there is no bead, a ring is a line.
    let Some(gap) = longest_gap(inner) else {
        return vec![Piece { from: 0.0, to: 0.0, whole: true }];
    };
    let turned: Vec<f64> = (0..inner.len()).map(|i| inner[(gap + i) % inner.len()]).collect();
    stretches(&turned, track.lead + gap)
}

/// Somewhere in the middle of the longest run without bead that is a break.
fn longest_gap(ring: &[f64]) -> Option<usize> {
    let n = ring.len();
    let start = (0..n).find(|&i| ring[i] > 0.0)?;
    let (mut best, mut run) = ((0usize, 0usize), 0usize);
    for i in start..start + n {
        run = if ring[i % n] > 0.0 { 0 } else { run + 1 };
        if run > best.0 {
            best = (run, (i + n - run / 2) % n);
        }
    }
    (best.0 >= LEAST_BREAK).then_some(best.1)
}

fn stretches(present: &[f64], offset: usize) -> Vec<Piece> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (i, _) in present.iter().enumerate().filter(|(_, v)| **v > 0.0) {
        match runs.last_mut() {
            Some(run) if i - run.1 <= LEAST_BREAK => run.1 = i,
            _ => runs.push((i, i)),
        }
    }
    runs.retain(|(a, b)| b - a + 1 >= LEAST_PIECE);
    let crossing = |out: usize, within: usize| {
        let (a, b) = (present[out], present[within]);
        let t = if b > a { (b / (b - a)).clamp(0.0, 1.0) } else { 0.5 };
        within as f64 + t * (out as f64 - within as f64)
    };
    let edge = |(a, b): (usize, usize)| Piece {
        from: offset as f64 + if a > 0 { crossing(a - 1, a) } else { 0.0 },
        to: offset as f64 + if b + 1 < present.len() { crossing(b + 1, b) } else { b as f64 },
        whole: false,
    };
    runs.into_iter().map(edge).collect()
}

fn breaks(pieces: &[Piece], track: &Track, path_mm: f64, along: impl Fn(f64) -> f64) -> Vec<BeadBreak> {
    if pieces.is_empty() {
        let whole = short(path_mm);
        return vec![BeadBreak { from_mm: 0.0, to_mm: whole, length_mm: whole }];
    }
    let told = |from: f64, to: f64| BeadBreak {
        from_mm: short(along(from)),
        to_mm: short(along(to)),
        length_mm: short(along(to) - along(from)),
    };
    let mut found: Vec<BeadBreak> = pieces.windows(2).map(|w| told(w[0].to, w[1].from)).collect();
    if let (true, Some(first), Some(last)) = (track.closed, pieces.first(), pieces.last())
        && !first.whole
    {
        found.push(told(last.to, first.from + track.steps() as f64));
    }
    if track.closed {
        for b in &mut found {
            let rounds = (f64::from(b.from_mm) / path_mm).floor() * path_mm;
            b.from_mm = short(f64::from(b.from_mm) - rounds);
            b.to_mm = short(f64::from(b.to_mm) - rounds);
        }
        found.sort_by(|a, b| a.from_mm.total_cmp(&b.from_mm));
    }
    found
}

fn profile(widths: &[Option<f64>], step_mm: f64, mm: f64) -> WidthProfile {
    let known: Vec<f64> = widths.iter().flatten().copied().collect();
    let mut told = WidthProfile {
        step_mm: (step_mm * 1e6).round() as f32 / 1e6,
        profile: widths.iter().map(|w| w.map(|w| short(w * mm))).collect(),
        ..WidthProfile::default()
    };
    if known.is_empty() {
        return told;
    }
    told.mean = Some(short(known.iter().sum::<f64>() / known.len() as f64 * mm));
    let windows = widths.windows(MEAN_OF).enumerate().filter_map(|(i, w)| {
        let w: Option<Vec<f64>> = w.iter().copied().collect();
        let w = w?;
        Some(((i + MEAN_OF / 2) as f64 * step_mm, w.iter().sum::<f64>() / w.len() as f64 * mm))
    });
    let windows: Vec<(f64, f64)> = windows.collect();
    let least = windows.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let most = windows.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    (told.min, told.min_at_mm) = (least.map(|w| short(w.1)), least.map(|w| short(w.0)));
    (told.max, told.max_at_mm) = (most.map(|w| short(w.1)), most.map(|w| short(w.0)));
    told
}

fn overflow(
    side: BeadSide,
    edges: &[f64],
    track: &Track,
    wanted: &Wanted,
    seen: &dyn Fn(usize) -> bool,
    along: impl Fn(f64) -> f64,
) -> Vec<BeadOverflow> {
    let (mm, band) = (wanted.mm_per_px, wanted.width_px / 2.0 + wanted.tolerance_px);
    let mut found = Vec::new();
    let mut run: Option<(usize, f64, f64)> = None;
    let inner = edges.iter().enumerate().skip(track.lead).take(track.steps());
    let over = inner.map(|(column, edge)| if seen(column) { edge * side.sign() - band } else { 0.0 });
    // What ends the last run.
    for (column, over) in (track.lead..).zip(over.chain([0.0])) {
        match (&mut run, over > OVER) {
            (Some((_, area, reach)), true) => {
                *area += over * track.step;
                *reach = reach.max(over);
            }
            (None, true) => run = Some((column, over * track.step, over)),
            (Some((from, area, reach)), false) => {
                found.push(BeadOverflow {
                    from_mm: short(along(*from as f64)),
                    to_mm: short(along(column as f64)),
                    side,
                    area_mm2: short(*area * mm * mm),
                    reach_mm: short(*reach * mm),
                });
                run = None;
            }
            (None, false) => {}
        }
    }
    found
}
