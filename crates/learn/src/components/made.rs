//! Pictures that nobody took: a component turned by half a turn, gone, or moved and lit a little otherwise.

use fovea_domain::BBox;
use fovea_infer::components::{SIDE, edges};
use fovea_vision::Picture;
use fovea_vision::register::Affine;

/// The part of a patch that the component itself fills: left, top, right, bottom in pixels of the patch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inner {
    pub x0: usize,
    pub y0: usize,
    pub x1: usize,
    pub y1: usize,
}

impl Inner {
    /// As the patch is cut: see `Eye`.
    pub fn of(bbox: &BBox) -> Inner {
        let (x, y) = edges(bbox);
        Inner { x0: x, y0: y, x1: SIDE - x, y1: SIDE - y }
    }
}

/// Width in pixels of the soft edge between what was there and what was put there.
const SOFT: f32 = 2.0;

/// How much of what was put in is seen at a place: 1 inside, 0 outside.
fn share(inner: &Inner, x: f32, y: f32) -> f32 {
    let side = |v: f32, a: usize, b: usize| ((v - a as f32).min(b as f32 - v) / SOFT + 0.5).clamp(0.0, 1.0);
    side(x, inner.x0, inner.x1) * side(y, inner.y0, inner.y1)
}

/// The patch with `put` of each place of the component laid over it.
fn laid(patch: &Picture, inner: &Inner, put: impl Fn(usize, usize) -> [f32; 3]) -> Picture {
    let mut out = patch.clone();
    for y in 0..SIDE {
        for x in 0..SIDE {
            let s = share(inner, x as f32 + 0.5, y as f32 + 0.5);
            if s > 0.0 {
                let new = put(x, y);
                let pixel = &mut out.rgb[3 * (y * SIDE + x)..3 * (y * SIDE + x) + 3];
                pixel.iter_mut().zip(new).for_each(|(p, n)| {
                    *p = (f32::from(*p) * (1.0 - s) + n * s).round().clamp(0.0, 255.0) as u8;
                });
            }
        }
    }
    out
}

fn color(patch: &Picture, x: usize, y: usize) -> [f32; 3] {
    patch.pixel(x.min(SIDE - 1) as u32, y.min(SIDE - 1) as u32).unwrap_or_default().map(f32::from)
}

/// The component turned by half a turn, its surroundings as they are.
pub fn turned(patch: &Picture, inner: &Inner) -> Picture {
    laid(patch, inner, |x, y| color(patch, SIDE - 1 - x, SIDE - 1 - y))
}

/// The surroundings continued over the component.
pub fn filled(patch: &Picture, inner: &Inner) -> Picture {
    let (left, right) = (inner.x0.saturating_sub(2), (inner.x1 + 1).min(SIDE - 1));
    let (top, below) = (inner.y0.saturating_sub(2), (inner.y1 + 1).min(SIDE - 1));
    laid(patch, inner, |x, y| {
        let near = |d: usize| 1.0 / (d as f32 + 1.0);
        let sources = [
            (color(patch, left, y), near(x.saturating_sub(left))),
            (color(patch, right, y), near(right.saturating_sub(x))),
            (color(patch, x, top), near(y.saturating_sub(top))),
            (color(patch, x, below), near(below.saturating_sub(y))),
        ];
        let total: f32 = sources.iter().map(|s| s.1).sum();
        [0, 1, 2].map(|k| sources.iter().map(|s| s.0[k] * s.1).sum::<f32>() / total)
    })
}

/// One colour with a little noise where the component is.
pub fn plain(patch: &Picture, inner: &Inner, ground: [f32; 3], rng: &mut fastrand::Rng) -> Picture {
    let noise: Vec<f32> = (0..SIDE * SIDE).map(|_| 8.0 * (rng.f32() + rng.f32() - 1.0)).collect();
    laid(patch, inner, |x, y| ground.map(|g| g + noise[y * SIDE + x]))
}

/// Another piece of the board where the component is, stretched to it.
pub fn replaced(patch: &Picture, inner: &Inner, piece: &Picture) -> Picture {
    let (w, h) = ((inner.x1 - inner.x0) as u32, (inner.y1 - inner.y0) as u32);
    let piece = piece.resize(w, h);
    laid(patch, inner, |x, y| {
        let (x, y) = (x.clamp(inner.x0, inner.x1 - 1), y.clamp(inner.y0, inner.y1 - 1));
        let at = piece.pixel((x - inner.x0) as u32, (y - inner.y0) as u32);
        at.unwrap_or_default().map(f32::from)
    })
}

/// About normally distributed, deviation 1.
fn normal(rng: &mut fastrand::Rng) -> f32 {
    // The sum of twelve even ones has deviation 1.
    (0..12).map(|_| rng.f32()).sum::<f32>() - 6.0
}

/// As another sound board might show it: the component moved, turned and stretched a little in its surroundings, all of
/// it lit otherwise, a little blurred, with noise.
pub fn varied(patch: &Picture, inner: &Inner, rng: &mut fastrand::Rng) -> Picture {
    let middle = (SIDE as f64 / 2.0, SIDE as f64 / 2.0);
    let shift = (f64::from(normal(rng)) * 2.5, f64::from(normal(rng)) * 2.5);
    let (turn, scale) = (f64::from(normal(rng)) * 2.5, 1.0 + f64::from(normal(rng)) * 0.02);
    let map = Affine::similarity(turn, scale, middle, shift);
    let moved = laid(patch, inner, |x, y| {
        let (x, y) = map.apply(x as f64 + 0.5, y as f64 + 0.5);
        between(patch, x as f32, y as f32)
    });
    let (gain, lift) = (1.0 + 0.1 * normal(rng), 6.0 * normal(rng));
    let gamma = (0.12 * normal(rng)).exp();
    let blur = if rng.bool() { rng.f32() * 0.5 } else { 0.0 };
    let mut out = moved.clone();
    for y in 0..SIDE {
        for x in 0..SIDE {
            let here = color(&moved, x, y);
            let around = [
                color(&moved, x.saturating_sub(1), y),
                color(&moved, x + 1, y),
                color(&moved, x, y.saturating_sub(1)),
                color(&moved, x, y + 1),
            ];
            for k in 0..3 {
                let mean = around.iter().map(|c| c[k]).sum::<f32>() / 4.0;
                let v = here[k] + blur * (mean - here[k]);
                let v = ((v * gain + lift) / 255.0).clamp(0.0, 1.0).powf(gamma) * 255.0 + 2.0 * normal(rng);
                out.rgb[3 * (y * SIDE + x) + k] = v.round().clamp(0.0, 255.0) as u8;
            }
        }
    }
    out
}

fn between(patch: &Picture, x: f32, y: f32) -> [f32; 3] {
    let most = SIDE as f32 - 1.0;
    let (x, y) = ((x - 0.5).clamp(0.0, most), (y - 0.5).clamp(0.0, most));
    let (x0, y0) = (x as usize, y as usize);
    let (u, v) = (x - x0 as f32, y - y0 as f32);
    let (a, b) = (color(patch, x0, y0), color(patch, x0 + 1, y0));
    let (c, d) = (color(patch, x0, y0 + 1), color(patch, x0 + 1, y0 + 1));
    [0, 1, 2].map(|k| {
        let (top, low) = (a[k] + u * (b[k] - a[k]), c[k] + u * (d[k] - c[k]));
        top + v * (low - top)
    })
}

/// The ground of a board: what lies between its components.
pub struct Ground<'a> {
    golden: &'a Picture,
    boxes: Vec<BBox>,
    /// Around all components.
    field: [f32; 4],
    pub color: [f32; 3],
}

/// Side in pixels of the largest piece.
const PIECE: f32 = 90.0;
const TRIES: usize = 40;

impl Ground<'_> {
    pub fn of<'a>(golden: &'a Picture, boxes: &[BBox]) -> Ground<'a> {
        let least = |f: fn(&BBox) -> f32| boxes.iter().map(f).fold(f32::INFINITY, f32::min);
        let most = |f: fn(&BBox) -> f32| boxes.iter().map(f).fold(0.0, f32::max);
        let field = [least(|b| b.x), least(|b| b.y), most(|b| b.x + b.w), most(|b| b.y + b.h)];
        let mut ground = Ground { golden, boxes: boxes.to_vec(), field, color: [0.0; 3] };
        let mut values: [Vec<u8>; 3] = Default::default();
        for y in (field[1] as u32..field[3] as u32).step_by(3) {
            for x in (field[0] as u32..field[2] as u32).step_by(3) {
                if ground.covered(x as f32, y as f32, 1.0, 1.0) == 0.0 {
                    let pixel = golden.pixel(x, y).unwrap_or_default();
                    values.iter_mut().zip(pixel).for_each(|(v, p)| v.push(p));
                }
            }
        }
        ground.color = values.map(|mut v| {
            v.sort_unstable();
            v.get(v.len() / 2).copied().map_or(0.0, f32::from)
        });
        ground
    }

    /// Share of a place that components cover; they do not overlap much.
    fn covered(&self, x: f32, y: f32, w: f32, h: f32) -> f32 {
        let common = |b: &BBox| {
            let across = (b.x + b.w).min(x + w) - b.x.max(x);
            let down = (b.y + b.h).min(y + h) - b.y.max(y);
            across.max(0.0) * down.max(0.0)
        };
        self.boxes.iter().map(common).sum::<f32>() / (w * h)
    }

    /// A piece of about the form of a component, as free of components as some tries find.
    pub fn piece(&self, like: &BBox, rng: &mut fastrand::Rng) -> Picture {
        let [left, top, right, below] = self.field;
        let (w, h) = (like.w.min(PIECE).min(right - left), like.h.min(PIECE).min(below - top));
        let mut best = (f32::INFINITY, left, top);
        for _ in 0..TRIES {
            let x = left + rng.f32() * (right - left - w);
            let y = top + rng.f32() * (below - top - h);
            let covered = self.covered(x, y, w, h);
            if covered < best.0 {
                best = (covered, x, y);
            }
        }
        self.golden.crop(best.1 as u32, best.2 as u32, (w as u32).max(2), (h as u32).max(2))
    }
}
