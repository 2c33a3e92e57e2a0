//! From a picture to one patch a component: the board is found in the picture, then each component near its place.

use crate::InferError;
use fovea_domain::BBox;
use fovea_vision::Picture;
use fovea_vision::register::{Affine, Aligner, Gray, Motion, Registrar, Template, warped};

/// Side in pixels that a component is looked at with, whatever its form.
pub const SIDE: usize = 96;
/// A component may lie so far from its place, as a part of the board's shorter side.
const REACH: f64 = 0.0175;
/// Least and largest reach in pixels.
const REACHES: (f64, f64) = (6.0, 48.0);
/// A place at the end of the reach must agree so much better than the middle.
const PULL: f32 = 0.15;
/// What is looked at around a component: some pixels and a part of its shorter side.
const MARGIN: (f64, f64) = (4.0, 0.08);
/// Components with a shorter side, in pixels, are not looked for on a coarser picture.
const SMALL: usize = 48;
const ROUNDS: usize = 6;
/// A fine alignment that leads farther (pixels of the halved picture, degrees) went astray.
const ASTRAY: (f64, f64) = (3.0, 12.0);
/// Found nearer to its place than so many pixels, it was found in its place.
const BESIDE: f32 = 1.0;
/// Agreement from which on the fine alignment is believed.
const BELIEVED: f32 = 0.5;

/// A good board made ready to find others.
pub struct Eye {
    registrar: Registrar,
    half: (usize, usize),
    sights: Vec<Sight>,
    reach: f64,
}

/// One component.
struct Sight {
    bbox: BBox,
    /// Upper left pixel of the templates on the halved picture.
    x: isize,
    y: isize,
    half: Template,
    /// On the picture halved twice.
    quarter: Option<Template>,
    /// Both, turned by half a turn.
    turned: (Template, Option<Template>),
    aligner: Option<Aligner>,
}

/// A picture looked at.
pub struct Look {
    /// How well the picture agrees with the good board (-1 to 1).
    pub agreement: f32,
    /// From the good board into the picture.
    pub map: Affine,
    pub parts: Vec<Part>,
    /// The picture in grey as the good board lies, halved once and twice.
    half: Gray,
    quarter: Gray,
}

pub struct Part {
    /// How far it was found from its place, in pixels of the good board.
    pub dx: f32,
    pub dy: f32,
    /// Degrees, clockwise.
    pub angle: f32,
    pub agreement: f32,
    pub patch: Picture,
}

impl Eye {
    pub fn new(golden: &Picture, boxes: &[BBox]) -> Result<Eye, InferError> {
        let gray = Gray::of(golden);
        let registrar = Registrar::new(&gray).ok_or_else(|| {
            InferError::Refused("the picture of the good board shows nothing to hold on to".into())
        })?;
        let half = gray.half();
        let quarter = half.half();
        let sights = boxes.iter().map(|b| Sight::new(*b, &half, &quarter)).collect();
        let reach = f64::from(golden.width.min(golden.height)) * REACH;
        let reach = reach.clamp(REACHES.0, REACHES.1);
        Ok(Eye { registrar, half: (half.width, half.height), sights, reach })
    }

    /// How far components are looked for, in pixels.
    pub fn reach(&self) -> f64 {
        self.reach
    }

    /// `None` where the good board cannot be laid over the picture.
    pub fn look(&self, picture: &Picture) -> Option<Look> {
        let gray = Gray::of(picture);
        let found = self.registrar.register(&gray)?;
        let half = warped(&gray.half(), &found.map.scaled(0.5), self.half.0, self.half.1);
        let quarter = half.half();
        let parts = self.sights.iter().map(|sight| {
            let (dx, dy, angle, agreement) = sight.find(&half, &quarter, self.reach);
            let patch = patch(picture, &found.map, &sight.bbox, (dx, dy));
            Part { dx: dx as f32, dy: dy as f32, angle: angle as f32, agreement, patch }
        });
        let parts = parts.collect();
        Some(Look { agreement: found.correlation, map: found.map, parts, half, quarter })
    }

    /// Component `i` in its very place, wherever it was found; `None` where it was found there.
    pub fn in_place(&self, picture: &Picture, look: &Look, i: usize) -> Option<Picture> {
        let (sight, part) = (self.sights.get(i)?, look.parts.get(i)?);
        let beside = part.dx.abs().max(part.dy.abs()) >= BESIDE;
        beside.then(|| patch(picture, &look.map, &sight.bbox, (0.0, 0.0)))
    }

    /// Component `i` where one that lies the other way round agrees best.
    pub fn if_turned(&self, picture: &Picture, look: &Look, i: usize) -> Option<Picture> {
        let sight = self.sights.get(i)?;
        let (dx, dy) = sight.find_turned(&look.half, &look.quarter, self.reach);
        Some(patch(picture, &look.map, &sight.bbox, (dx, dy)))
    }
}

/// Pixels of a patch from its edges to what the component itself fills: at the left and right, at the top and below.
pub fn edges(bbox: &BBox) -> (usize, usize) {
    let margin = MARGIN.0 as f32 + MARGIN.1 as f32 * bbox.w.min(bbox.h);
    let edge = |size: f32| ((margin / (size + 2.0 * margin)) * SIDE as f32).round() as usize;
    (edge(bbox.w).min(SIDE / 3), edge(bbox.h).min(SIDE / 3))
}

impl Sight {
    fn new(bbox: BBox, half: &Gray, quarter: &Gray) -> Sight {
        // On whole pixels of the coarsest picture, so that all templates show the same.
        let cells = |from: f32, size: f32| {
            let start = (from / 4.0).round() as isize;
            (start, (((from + size) / 4.0).round() as isize - start).max(2) as usize)
        };
        let ((x, w), (y, h)) = (cells(bbox.x, bbox.w), cells(bbox.y, bbox.h));
        let part = half.part(2 * x, 2 * y, 2 * w, 2 * h);
        let large = bbox.w.min(bbox.h) >= SMALL as f32;
        let small = quarter.part(x, y, w, h);
        let turned = |part: &Gray| {
            let mut part = part.clone();
            part.data.reverse();
            Template::of(&part)
        };
        Sight {
            bbox,
            x: 2 * x,
            y: 2 * y,
            half: Template::of(&part),
            quarter: large.then(|| Template::of(&small)),
            turned: (turned(&part), large.then(|| turned(&small))),
            aligner: Aligner::new(part, Motion::Rigid),
        }
    }

    /// Shift in pixels of the good board of the place that a turned one agrees with best.
    fn find_turned(&self, half: &Gray, quarter: &Gray, reach: f64) -> (f64, f64) {
        let cells = |by: f64| (reach / by).round().max(1.0) as isize;
        let (dx, dy) = match &self.turned.1 {
            None => {
                let (dx, dy, _) = self.turned.0.find(half, self.x, self.y, cells(2.0), 0.0);
                (dx, dy)
            }
            Some(coarse) => {
                let (cx, cy, _) = coarse.find(quarter, self.x / 2, self.y / 2, cells(4.0), 0.0);
                let (fx, fy, _) = self.turned.0.find(half, self.x + 2 * cx, self.y + 2 * cy, 2, 0.0);
                (2 * cx + fx, 2 * cy + fy)
            }
        };
        (2.0 * dx as f64, 2.0 * dy as f64)
    }

    /// Shift in pixels of the good board, turn in degrees, agreement.
    fn find(&self, half: &Gray, quarter: &Gray, reach: f64) -> (f64, f64, f64, f32) {
        let cells = |by: f64| (reach / by).round().max(1.0) as isize;
        let (dx, dy, agreement) = match &self.quarter {
            None => self.half.find(half, self.x, self.y, cells(2.0), PULL),
            Some(coarse) => {
                let (cx, cy, _) = coarse.find(quarter, self.x / 2, self.y / 2, cells(4.0), PULL);
                let (fx, fy, agreement) = self.half.find(half, self.x + 2 * cx, self.y + 2 * cy, 2, 0.0);
                (2 * cx + fx, 2 * cy + fy, agreement)
            }
        };
        let (dx, dy) = (dx as f64, dy as f64);
        let fine = self.aligner.as_ref().filter(|_| agreement >= BELIEVED).and_then(|aligner| {
            let start = Affine([1.0, 0.0, self.x as f64 + dx, 0.0, 1.0, self.y as f64 + dy]);
            let found = aligner.align(half, start, ROUNDS)?;
            let (w, h) = (aligner.fixed().width as f64 / 2.0, aligner.fixed().height as f64 / 2.0);
            let (x, y) = found.map.apply(w, h);
            let (fx, fy) = (x - w - self.x as f64, y - h - self.y as f64);
            let degrees = found.map.degrees();
            let sane = (fx - dx).abs() <= ASTRAY.0
                && (fy - dy).abs() <= ASTRAY.0
                && degrees.abs() <= ASTRAY.1
                && found.correlation >= agreement;
            sane.then_some((2.0 * fx, 2.0 * fy, degrees, found.correlation))
        });
        fine.unwrap_or((2.0 * dx, 2.0 * dy, 0.0, agreement))
    }
}

/// The part of the board around a component, as the good board would lie in the picture.
fn patch(picture: &Picture, map: &Affine, bbox: &BBox, shift: (f64, f64)) -> Picture {
    let (x, y) = (f64::from(bbox.x), f64::from(bbox.y));
    let (w, h) = (f64::from(bbox.w), f64::from(bbox.h));
    let margin = MARGIN.0 + MARGIN.1 * w.min(h);
    let (left, top) = (x - margin + shift.0, y - margin + shift.1);
    let (step_x, step_y) = ((w + 2.0 * margin) / SIDE as f64, (h + 2.0 * margin) / SIDE as f64);
    // Where a pixel of the patch covers several of the picture, it is the mean of some of them.
    let (taps_x, taps_y) = (taps(step_x), taps(step_y));
    let mut out = Picture::new(SIDE as u32, SIDE as u32);
    let scale = 1.0 / (taps_x * taps_y) as f32;
    for (row, line) in out.rgb.chunks_exact_mut(3 * SIDE).enumerate() {
        for (column, pixel) in line.chunks_exact_mut(3).enumerate() {
            let mut sum = [0.0f32; 3];
            for v in 0..taps_y {
                let py = top + (row as f64 + (v as f64 + 0.5) / taps_y as f64) * step_y;
                for u in 0..taps_x {
                    let px = left + (column as f64 + (u as f64 + 0.5) / taps_x as f64) * step_x;
                    let (sx, sy) = map.apply(px, py);
                    add_at(picture, sx as f32, sy as f32, &mut sum);
                }
            }
            for (p, s) in pixel.iter_mut().zip(sum) {
                *p = (s * scale).round().clamp(0.0, 255.0) as u8;
            }
        }
    }
    out
}

fn taps(step: f64) -> usize {
    (step.round() as usize).clamp(1, 8)
}

/// Adds the colour at a place, between four pixels; continued at the edges.
fn add_at(picture: &Picture, x: f32, y: f32, sum: &mut [f32; 3]) {
    let (w, h) = (picture.width as usize, picture.height as usize);
    let x = (x - 0.5).clamp(0.0, w as f32 - 1.0);
    let y = (y - 0.5).clamp(0.0, h as f32 - 1.0);
    let (x0, y0) = (x as usize, y as usize);
    let (x1, y1) = ((x0 + 1).min(w - 1), (y0 + 1).min(h - 1));
    let (u, v) = (x - x0 as f32, y - y0 as f32);
    let at = |x: usize, y: usize| &picture.rgb[3 * (y * w + x)..3 * (y * w + x) + 3];
    let (a, b, c, d) = (at(x0, y0), at(x1, y0), at(x0, y1), at(x1, y1));
    for (k, s) in sum.iter_mut().enumerate() {
        let top = f32::from(a[k]) + u * (f32::from(b[k]) - f32::from(a[k]));
        let low = f32::from(c[k]) + u * (f32::from(d[k]) - f32::from(c[k]));
        *s += top + v * (low - top);
    }
}

impl Part {
    /// Mean colour of the component itself.
    pub fn color(patch: &Picture) -> [f32; 3] {
        const EDGE: u32 = SIDE as u32 / 6;
        let inner = patch.crop(EDGE, EDGE, patch.width - 2 * EDGE, patch.height - 2 * EDGE);
        let n = (inner.rgb.len() / 3).max(1) as f32;
        let mut sum = [0.0f32; 3];
        for p in inner.rgb.chunks_exact(3) {
            sum.iter_mut().zip(p).for_each(|(s, v)| *s += f32::from(*v));
        }
        sum.map(|s| s / n)
    }
}
