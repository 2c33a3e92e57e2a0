//! Template matching: where a part that was cut from one picture lies in another, shifted, turned and scaled. Every place and
//! pose is tried by normalised cross-correlation on a coarse level; the likeliest are laid over to a fraction of a pixel, and
//! the next best that is another place tells how sure the best one is.

mod mark;

use super::search::sums;
use super::{Affine, Aligner, Gray, Motion};
use fovea_domain::BBox;
use mark::Mark;

/// How otherwise the part may lie than on the picture that it was cut from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Search {
    /// Largest turn either way, in degrees.
    pub turn: f64,
    /// Largest change of size: 0.1 means from 0.9 to 1.1 times as large.
    pub scale: f64,
}

/// Where a part was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// From the template's own pixels into the picture.
    pub map: Affine,
    /// How well they agree there, -1 to 1.
    pub agreement: f32,
    /// How well the next best place agrees, or the next best turn at the same; -1 where there is none.
    pub second: f32,
}

/// A part made ready to be found.
#[derive(Debug, Clone)]
pub struct Finder {
    search: Search,
    /// Of a mark that tells a place alone.
    mark: Option<Mark>,
    /// From coarse to fine.
    levels: Vec<Aligner>,
    /// The finest level is the picture scaled down by this.
    reduction: usize,
    poses: Vec<Pose>,
}

/// Smaller sides of the template on the coarsest level are at least this, on the finest below twice that.
const COARSEST: usize = 12;
const FINEST: usize = 160;
/// How far a corner may move on the coarsest level from one pose to the next, in pixels.
const STEP: f64 = 1.2;
/// Poses that are tried at most; a template with more is looked at more coarsely.
const MOST_POSES: usize = 400;
/// Candidates of the coarse search that are refined.
const REFINED: usize = 8;
const ROUNDS: usize = 30;
/// Candidates of the coarse search agree at least so well: noise agrees with anything by less.
const LEAST: f32 = 0.2;
/// Two places are one where their middles are nearer than this part of the smaller side, and the turns within so many degrees.
const SAME_PLACE: f64 = 0.25;
const SAME_TURN: f64 = 15.0;
/// How much a turn is held where a mark tells nothing of it, in times of what holds its place.
const HELD: f64 = 1e4;
/// What alignment may add to the search's bounds: degrees, and share of size.
const SLACK_TURN: f64 = 1.0;
const SLACK_SCALE: f64 = 0.02;

/// The template in one pose, on the coarsest level.
#[derive(Debug, Clone)]
struct Pose {
    degrees: f64,
    scale: f64,
    width: usize,
    height: usize,
    /// For each row where it begins, and its values: without their mean, all together of length 1.
    rows: Vec<(usize, Vec<f32>)>,
    count: f32,
}

struct Candidate {
    agreement: f32,
    degrees: f64,
    scale: f64,
    middle: (f64, f64),
}

impl Finder {
    /// `None` where the template has no structure to hold on to, or is smaller than a few pixels.
    pub fn new(template: &Gray, search: Search) -> Option<Finder> {
        let (finest, reduction) = finest(template);
        Finder::of(finest, reduction, search, None)
    }

    /// Of a mark that is to tell a place alone, that of [`Finder::hold`]. What it shows nothing of is not looked for, such as the turn
    /// of a round one or the size of a corner: it would wander out of the bounds, and the mark be lost.
    pub fn of_mark(template: &Gray, search: Search) -> Option<Finder> {
        let (finest, reduction) = finest(template);
        let mark = Mark::of(&finest, &search)?;
        Finder::of(finest, reduction, search, Some(mark))
    }

    fn of(finest: Gray, reduction: usize, search: Search, mark: Option<Mark>) -> Option<Finder> {
        let (round, sizeless) = mark.map_or((false, false), |m| (m.round, m.sizeless));
        let tried = Search {
            turn: if round { 0.0 } else { search.turn },
            scale: if sizeless { 0.0 } else { search.scale },
        };
        let motion = if tried.scale > 0.0 { Motion::Similarity } else { Motion::Rigid };
        let held = if round { [HELD, 0.0] } else { [0.0; 2] };
        let mut level = finest;
        let mut levels = vec![Aligner::steadied(level.clone(), motion, held)?];
        while level.width.min(level.height) >= 2 * COARSEST {
            level = level.half();
            // A level on which nothing is left to hold on to is not needed.
            let Some(aligner) = Aligner::steadied(level.clone(), motion, held) else { break };
            levels.push(aligner);
        }
        levels.reverse();
        let poses = poses(levels.first()?.fixed(), &tried);
        (!poses.is_empty()).then_some(Finder { search, mark, levels, reduction, poses })
    }

    /// The place of the template, in its own pixels, that is found most surely; its middle where it is no mark.
    pub fn hold(&self) -> (f64, f64) {
        let (w, h) = self.size();
        let by = self.reduction as f64;
        self.mark.map_or((w / 2.0, h / 2.0), |m| (m.hold.0 * by, m.hold.1 * by))
    }

    /// The best place in `picture`; `within` tells where the middle of the part may lie. `None` where there is no place at
    /// all. What it is worth tells the agreement; whoever asks decides from where on that is too little.
    pub fn find(&self, picture: &Gray, within: Option<&BBox>) -> Option<Found> {
        let mut level = picture.clone();
        for _ in 0..self.reduction.ilog2() {
            level = level.half();
        }
        let mut pyramid = vec![level];
        while pyramid.len() < self.levels.len() {
            let next = pyramid.last()?.half();
            pyramid.push(next);
        }
        pyramid.reverse();
        let coarse = (self.reduction << (self.levels.len() - 1)) as f64;
        let candidates = self.candidates(pyramid.first()?, within, coarse);
        let mut found: Vec<Found> =
            candidates.iter().filter_map(|c| self.refine(&pyramid, c, within)).collect();
        found.sort_by(|a, b| b.agreement.total_cmp(&a.agreement));
        let best = *found.first()?;
        let other = found.iter().skip(1).find(|f| !self.same(&best, f));
        Some(Found { second: other.map_or(-1.0, |f| f.agreement), ..best })
    }

    /// The likeliest places on the coarsest level, the best first.
    fn candidates(&self, picture: &Gray, within: Option<&BBox>, coarse: f64) -> Vec<Candidate> {
        let mut all = Vec::new();
        for pose in &self.poses {
            if pose.width > picture.width || pose.height > picture.height {
                continue;
            }
            let span = |from: Option<(f32, f32)>, size: usize, side: usize| {
                let most = (side - size) as isize;
                let Some((from, length)) = from else { return (0, most) };
                let first = (f64::from(from) / coarse - size as f64 / 2.0).floor() as isize;
                let last = (f64::from(from + length) / coarse - size as f64 / 2.0).ceil() as isize;
                (first.max(0), last.min(most))
            };
            let (left, right) = span(within.map(|b| (b.x, b.w)), pose.width, picture.width);
            let (top, bottom) = span(within.map(|b| (b.y, b.h)), pose.height, picture.height);
            if right < left || bottom < top {
                continue;
            }
            let columns = (right - left + 1) as usize;
            let mut values = Vec::with_capacity(columns * (bottom - top + 1) as usize);
            for y in top..=bottom {
                values.extend((left..=right).map(|x| pose.agreement(picture, x as usize, y as usize)));
            }
            let rows = values.len() / columns;
            for (i, &agreement) in values.iter().enumerate().filter(|(_, v)| **v >= LEAST) {
                let (x, y) = (i % columns, i / columns);
                let mut near = (y.saturating_sub(1)..=(y + 1).min(rows - 1))
                    .flat_map(|b| (x.saturating_sub(1)..=(x + 1).min(columns - 1)).map(move |a| (a, b)));
                if near.all(|(a, b)| values[b * columns + a] <= agreement) {
                    let middle = (
                        (left + x as isize) as f64 + pose.width as f64 / 2.0,
                        (top + y as isize) as f64 + pose.height as f64 / 2.0,
                    );
                    all.push(Candidate { agreement, degrees: pose.degrees, scale: pose.scale, middle });
                }
            }
        }
        all.sort_by(|a, b| b.agreement.total_cmp(&a.agreement));
        let side = self.levels.first().map_or(0, |l| l.fixed().width.min(l.fixed().height)) as f64;
        let mut kept: Vec<Candidate> = Vec::new();
        for c in all {
            let near = |k: &Candidate| {
                (k.middle.0 - c.middle.0).hypot(k.middle.1 - c.middle.1) < SAME_PLACE * side
                    && (self.mark.is_some() || turned(k.degrees, c.degrees) < SAME_TURN)
            };
            if !kept.iter().any(near) {
                kept.push(c);
            }
            if kept.len() == REFINED {
                break;
            }
        }
        kept
    }

    fn refine(&self, pyramid: &[Gray], candidate: &Candidate, within: Option<&BBox>) -> Option<Found> {
        let first = self.levels.first()?.fixed();
        let (cx, cy) = (first.width as f64 / 2.0, first.height as f64 / 2.0);
        let shift = (candidate.middle.0 - cx, candidate.middle.1 - cy);
        let mut map = Affine::similarity(candidate.degrees, candidate.scale, (cx, cy), shift);
        let mut agreement = 0.0;
        for (k, (level, picture)) in self.levels.iter().zip(pyramid).enumerate() {
            if k > 0 {
                map = map.scaled(2.0);
            }
            let found = level.align(picture, map, ROUNDS)?;
            (map, agreement) = (found.map, found.correlation);
        }
        let found = Found { map: map.scaled(self.reduction as f64), agreement, second: -1.0 };
        let (x, y) = self.middle(&found);
        let inside = within.is_none_or(|b| {
            let (left, top) = (f64::from(b.x), f64::from(b.y));
            x >= left && y >= top && x <= left + f64::from(b.w) && y <= top + f64::from(b.h)
        });
        let allowed = turned(found.map.degrees(), 0.0) <= self.search.turn + SLACK_TURN
            && (found.map.scale() - 1.0).abs() <= self.search.scale + SLACK_SCALE;
        (inside && allowed).then_some(found)
    }

    /// Where the middle of the template lies.
    fn middle(&self, found: &Found) -> (f64, f64) {
        let (w, h) = self.size();
        found.map.apply(w / 2.0, h / 2.0)
    }

    /// Sides of the template in full size.
    fn size(&self) -> (f64, f64) {
        let finest = self.levels.last().map_or((0, 0), |l| (l.fixed().width, l.fixed().height));
        ((finest.0 * self.reduction) as f64, (finest.1 * self.reduction) as f64)
    }

    fn same(&self, a: &Found, b: &Found) -> bool {
        let ((ax, ay), (bx, by), (w, h)) = (self.middle(a), self.middle(b), self.size());
        (ax - bx).hypot(ay - by) < SAME_PLACE * w.min(h)
            && (self.mark.is_some() || turned(a.map.degrees(), b.map.degrees()) < SAME_TURN)
    }
}

/// The finest level of a template, and what it is scaled down by.
fn finest(template: &Gray) -> (Gray, usize) {
    let mut level = template.clone();
    let mut reduction = 1;
    while level.width.min(level.height) >= 2 * FINEST {
        level = level.half();
        reduction *= 2;
    }
    (level, reduction)
}

/// The way from one turn to the other, 0 to 180 degrees.
fn turned(a: f64, b: f64) -> f64 {
    let far = (a - b).rem_euclid(360.0);
    far.min(360.0 - far)
}

/// From `-most` to `most` in equal steps of at most `step`, the middle one 0.
fn around(most: f64, step: f64) -> Vec<f64> {
    let steps = (most / step).ceil().max(0.0) as i32;
    (-steps..=steps).map(|i| if i == 0 { 0.0 } else { most * f64::from(i) / f64::from(steps) }).collect()
}

fn poses(template: &Gray, search: &Search) -> Vec<Pose> {
    let half = (template.width as f64).hypot(template.height as f64) / 2.0;
    let mut step = STEP / half.max(1.0);
    loop {
        let mut turns = around(search.turn.clamp(0.0, 180.0), step.to_degrees());
        if search.turn >= 180.0 {
            // Half a turn to the left is one to the right.
            turns.remove(0);
        }
        let scales = around(search.scale.clamp(0.0, 0.5), step);
        if turns.len() * scales.len() <= MOST_POSES {
            let both = turns.iter().flat_map(|&turn| scales.iter().map(move |&s| (turn, 1.0 + s)));
            return both.filter_map(|(turn, scale)| Pose::of(template, turn, scale)).collect();
        }
        step *= 1.3;
    }
}

impl Pose {
    fn of(template: &Gray, degrees: f64, scale: f64) -> Option<Pose> {
        let (w, h) = (template.width as f64, template.height as f64);
        let (sin, cos) = degrees.to_radians().sin_cos();
        let across = |a: f64, b: f64| ((a * w + b * h) * scale).ceil().max(1.0);
        let (width, height) = (across(cos.abs(), sin.abs()), across(sin.abs(), cos.abs()));
        let mut rows = Vec::with_capacity(height as usize);
        for row in 0..height as usize {
            let y = row as f64 + 0.5 - height / 2.0;
            let mut line = (0, Vec::new());
            for column in 0..width as usize {
                let x = column as f64 + 0.5 - width / 2.0;
                // The way back: turned the other way.
                let (u, v) = ((cos * x + sin * y) / scale, (cos * y - sin * x) / scale);
                if let Some(value) = template.at((u + w / 2.0) as f32, (v + h / 2.0) as f32) {
                    if line.1.is_empty() {
                        line.0 = column;
                    }
                    line.1.push(value);
                }
            }
            rows.push(line);
        }
        let count = rows.iter().map(|r| r.1.len()).sum::<usize>() as f32;
        let mean = rows.iter().flat_map(|r| &r.1).sum::<f32>() / count.max(1.0);
        rows.iter_mut().flat_map(|r| &mut r.1).for_each(|v| *v -= mean);
        let length = rows.iter().flat_map(|r| &r.1).map(|v| v * v).sum::<f32>().sqrt();
        if count < 16.0 || length < count.sqrt() {
            return None;
        }
        rows.iter_mut().flat_map(|r| &mut r.1).for_each(|v| *v /= length);
        Some(Pose { degrees, scale, width: width as usize, height: height as usize, rows, count })
    }

    /// How well it agrees with the place whose upper left pixel is (`x`, `y`), which lies inside.
    fn agreement(&self, picture: &Gray, x: usize, y: usize) -> f32 {
        let (mut dot, mut sum, mut squares) = (0.0f32, 0.0f32, 0.0f32);
        for (row, (first, values)) in self.rows.iter().enumerate() {
            let from = (y + row) * picture.width + x + first;
            let (d, s, q) = sums(values, &picture.data[from..from + values.len()]);
            dot += d;
            sum += s;
            squares += q;
        }
        // A place flatter than the noise of a camera agrees with nothing.
        let spread = (squares - sum * sum / self.count).max(self.count).sqrt();
        (dot / spread).clamp(-1.0, 1.0)
    }
}

#[cfg(test)]
mod tests;
