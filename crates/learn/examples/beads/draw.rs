//! Draws beads of glue with exact truth: transparent, white and black ones on metal, wood and boards, under light from one
//! side, with blur and noise, and with faults where asked. The same seed gives the same picture. Also used by tests.
#![allow(
    dead_code,
    clippy::expect_used,
    reason = "for measuring and tests; each of its users draws some of it"
)]

use fovea_domain::bead::{BeadTruth, Track};
use fovea_vision::Picture;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glue {
    Transparent,
    White,
    Black,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    Metal,
    Wood,
    Board,
}

pub const GLUES: [Glue; 3] = [Glue::Transparent, Glue::White, Glue::Black];
pub const GROUNDS: [Ground; 3] = [Ground::Metal, Ground::Wood, Ground::Board];

/// What all pictures of a set have in common. Lengths in pixels.
#[derive(Debug, Clone)]
pub struct Scene {
    pub width: u32,
    pub height: u32,
    pub path: Vec<[f64; 2]>,
    pub closed: bool,
    pub bead: f64,
    pub tolerance: f64,
    pub mm_per_px: f64,
    pub glue: Glue,
    pub ground: Ground,
    /// Part shifted by up to so many pixels and turned by up to so many degrees.
    pub loose: (f64, f64),
}

/// Faults that a picture gets.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Lengths of breaks.
    pub breaks: Vec<f64>,
    pub overflow: usize,
    pub bubbles: usize,
    /// Begins so much late.
    pub late: f64,
    /// Part of the width that is missing at one place.
    pub narrow: f64,
    /// Lies so much beside its path.
    pub beside: f64,
}

pub struct Drawn {
    pub picture: Picture,
    /// 255 where the bead lies.
    pub mask: Vec<u8>,
    pub truth: BeadTruth,
}

pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d | 1);
        (0..4).for_each(|_| {
            dice.next();
        });
        dice
    }

    pub fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn within(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.next()
    }

    /// About a bell of spread 1.
    fn bell(&mut self) -> f64 {
        (0..6).map(|_| self.next()).sum::<f64>() * std::f64::consts::SQRT_2 - 3.0 * std::f64::consts::SQRT_2
    }
}

/// A line with round corners, as a nozzle goes.
pub fn rounded(corners: &[[f64; 2]], closed: bool, radius: f64) -> Vec<[f64; 2]> {
    let n = corners.len();
    let mut out = Vec::new();
    for i in 0..n {
        let inner = closed || (i > 0 && i + 1 < n);
        if !inner {
            out.push(corners[i]);
            continue;
        }
        let (a, b, c) = (corners[(i + n - 1) % n], corners[i], corners[(i + 1) % n]);
        let toward = |p: [f64; 2]| {
            let (dx, dy) = (p[0] - b[0], p[1] - b[1]);
            let length = dx.hypot(dy);
            let r = radius.min(length / 2.0);
            [b[0] + dx / length * r, b[1] + dy / length * r]
        };
        let (from, to) = (toward(a), toward(c));
        for k in 0..=8 {
            let t = f64::from(k) / 8.0;
            let at = |i: usize| (1.0 - t).powi(2) * from[i] + 2.0 * t * (1.0 - t) * b[i] + t * t * to[i];
            out.push([at(0), at(1)]);
        }
    }
    out
}

impl Scene {
    /// `glue.json` of this scene.
    pub fn plan(&self, image: &str) -> String {
        let points: Vec<String> = self.path.iter().map(|p| format!("[{:.3}, {:.3}]", p[0], p[1])).collect();
        format!(
            "{{\"image\": \"{image}\", \"path\": [{}], \"closed\": {}, \"width\": {{\"mm\": {}}}, \"tolerance\": \
             {{\"px\": {}}}, \"scale\": {{\"mm_per_px\": {}}}, \"locate\": {}}}\n",
            points.join(", "),
            self.closed,
            self.bead * self.mm_per_px,
            self.tolerance,
            self.mm_per_px,
            self.loose != (0.0, 0.0)
        )
    }

    pub fn draw(&self, faults: &Faults, seed: u64) -> Drawn {
        let mut dice = Dice::new(seed);
        let bead = Course::of(self, faults, &mut dice);
        let look = Look::of(self, &mut dice);
        let mut paint = vec![[0.0f32; 3]; (self.width * self.height) as usize];
        let mut mask = vec![0u8; paint.len()];
        let near = bead.nearest(self);
        for y in 0..self.height {
            for x in 0..self.width {
                let at = (y * self.width + x) as usize;
                let (px, py) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
                if near[at] == usize::MAX {
                    paint[at] = look.ground(self.part(&look, px, py)).map(|v| v as f32);
                    continue;
                }
                for (dx, dy) in [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)] {
                    let p = self.part(&look, px + dx, py + dy);
                    let (color, _) = look.shade(&bead, p, near[at]);
                    (0..3).for_each(|k| paint[at][k] += color[k] as f32 / 4.0);
                }
                // By its middle: "at least half of four places" would draw masks a quarter of a pixel too far out.
                let (_, inside) = look.shade(&bead, self.part(&look, px, py), near[at]);
                mask[at] = if inside { 255 } else { 0 };
            }
        }
        blur(&mut paint, self.width as usize, self.height as usize, look.blur as f32);
        let mut picture = Picture::new(self.width, self.height);
        for (i, (pixel, color)) in picture.rgb.chunks_exact_mut(3).zip(&paint).enumerate() {
            let (x, y) = ((i as u32 % self.width) as f64, (i as u32 / self.width) as f64);
            let tilt = x / f64::from(self.width) * look.tilt.0 + y / f64::from(self.height) * look.tilt.1;
            for (value, c) in pixel.iter_mut().zip(color) {
                let lit = f64::from(*c) * look.gain * (1.0 + tilt) + look.noise * dice.bell();
                *value = lit.round().clamp(0.0, 255.0) as u8;
            }
        }
        Drawn { picture, mask, truth: bead.truth(self) }
    }

    /// From a place in the picture to the place on the part.
    fn part(&self, look: &Look, x: f64, y: f64) -> [f64; 2] {
        let (cx, cy) = (f64::from(self.width) / 2.0, f64::from(self.height) / 2.0);
        let (sin, cos) = look.turn.sin_cos();
        let (dx, dy) = (x - cx - look.shift.0, y - cy - look.shift.1);
        [cx + cos * dx + sin * dy, cy - sin * dx + cos * dy]
    }
}

/// The bead of one picture along its path.
struct Course {
    track: Track,
    /// By column: edges beside the path.
    left: Vec<f64>,
    right: Vec<f64>,
    /// Stretches without bead, in columns.
    gaps: Vec<[f64; 2]>,
    /// Column, place across from -1 to 1, radius.
    bubbles: Vec<[f64; 3]>,
    spans: Vec<[f64; 2]>,
    reach: f64,
}

/// Ends of a bead are round with at most this radius.
const CAP: f64 = 4.0;

impl Course {
    fn of(scene: &Scene, faults: &Faults, dice: &mut Dice) -> Course {
        let smooth = (scene.bead / 3.0).clamp(2.0, 40.0);
        let track = Track::of(&scene.path, scene.closed, 0, smooth).expect("a path that can be drawn");
        let n = track.points.len();
        let half = scene.bead / 2.0;
        let (whole, wave, sway) =
            (dice.within(0.94, 1.06), waves(dice, n, scene.closed), waves(dice, n, scene.closed));
        let sway_by = (0.3 * scene.tolerance).min(0.15 * scene.bead);
        let mut left: Vec<f64> = (0..n)
            .map(|i| sway_by * sway[i] + faults.beside - half * whole * (1.0 + 0.06 * wave[i]))
            .collect();
        let mut right: Vec<f64> = (0..n)
            .map(|i| sway_by * sway[i] + faults.beside + half * whole * (1.0 + 0.06 * wave[i]))
            .collect();
        // Each fault has a part of the path of its own.
        let count = faults.breaks.len() + faults.overflow + faults.bubbles + usize::from(faults.narrow > 0.0);
        let mut slots: Vec<usize> = (0..count).collect();
        (0..count).rev().for_each(|i| slots.swap(i, ((dice.next() * (i + 1) as f64) as usize).min(i)));
        let margin = 1.5 * scene.bead + faults.late;
        let mut place = |dice: &mut Dice| {
            let slot = slots.pop().unwrap_or(0) as f64;
            let room = n as f64 - 2.0 * margin;
            margin + room * (slot + dice.within(0.35, 0.65)) / count.max(1) as f64
        };
        let mut gaps: Vec<[f64; 2]> = Vec::new();
        for length in &faults.breaks {
            let at = place(dice);
            gaps.push([at - length / 2.0, at + length / 2.0]);
        }
        let mut spans = Vec::new();
        for _ in 0..faults.overflow {
            let (at, long) = (place(dice), dice.within(0.5, 1.0) * scene.bead);
            let right_side = dice.next() < 0.5;
            let by = scene.tolerance + dice.within(0.2, 0.45) * scene.tolerance.max(6.0);
            for i in 0..n {
                let bump = by * (-((i as f64 - at) / long).powi(2)).exp();
                if right_side { right[i] += bump } else { left[i] -= bump }
            }
            let band = half + scene.tolerance;
            let over = |i: &usize| if right_side { right[*i] > band + 0.5 } else { left[*i] < -band - 0.5 };
            let near = |i: &usize| (*i as f64 - at).abs() < 3.0 * long;
            let all: Vec<usize> = (0..n).filter(near).filter(over).collect();
            if let (Some(a), Some(b)) = (all.first(), all.last()) {
                spans.push([*a as f64, *b as f64]);
            }
        }
        if faults.narrow > 0.0 {
            let (at, long) = (place(dice), dice.within(0.7, 1.2) * scene.bead);
            for i in 0..n {
                let bite = faults.narrow * scene.bead * (-((i as f64 - at) / long).powi(2)).exp() / 2.0;
                (left[i], right[i]) = (left[i] + bite, right[i] - bite);
            }
        }
        let mut bubbles = Vec::new();
        for _ in 0..faults.bubbles {
            let radius = dice.within(3.0, (0.28 * scene.bead).max(3.5));
            bubbles.push([place(dice), dice.within(-0.35, 0.35), radius]);
        }
        if !scene.closed {
            gaps.push([-1e9, faults.late]);
            gaps.push([n as f64 - 1.0, 1e9]);
        }
        let widest = left.iter().chain(&right).fold(half, |m, v| m.max(v.abs()));
        Course { track, left, right, gaps, bubbles, spans, reach: widest + 14.0 }
    }

    /// For each pixel the nearest column, where one is near.
    fn nearest(&self, scene: &Scene) -> Vec<usize> {
        let (w, h) = (scene.width as usize, scene.height as usize);
        let slack = scene.loose.0 + scene.loose.1.to_radians() * (w.max(h) as f64);
        let reach = self.reach + slack;
        let mut best = vec![f64::MAX; w * h];
        let mut near = vec![usize::MAX; w * h];
        for (i, p) in self.track.points.iter().enumerate().step_by(2) {
            let rows = (p[1] - reach).max(0.0) as usize..((p[1] + reach).max(0.0) as usize + 1).min(h);
            for y in rows {
                for x in (p[0] - reach).max(0.0) as usize..((p[0] + reach).max(0.0) as usize + 1).min(w) {
                    let far = (x as f64 + 0.5 - p[0]).powi(2) + (y as f64 + 0.5 - p[1]).powi(2);
                    if far < best[y * w + x] && far <= reach * reach {
                        (best[y * w + x], near[y * w + x]) = (far, i);
                    }
                }
            }
        }
        near
    }

    /// Column and pixels across of a place near a column.
    fn project(&self, p: [f64; 2], near: usize) -> (f64, f64) {
        let n = self.track.points.len() as i64;
        let mut at = near as f64;
        let mut across = 0.0;
        for _ in 0..6 {
            let i = match self.track.closed {
                true => (at.round() as i64).rem_euclid(n),
                false => (at.round() as i64).clamp(0, n - 1),
            } as usize;
            let (o, normal) = (self.track.points[i], self.track.normals[i]);
            let (dx, dy) = (p[0] - o[0], p[1] - o[1]);
            across = dx * normal[0] + dy * normal[1];
            let along = dx * normal[1] - dy * normal[0];
            let next = i as f64 + along / self.track.step;
            let done = (next - at).abs() < 0.51 && (along / self.track.step).abs() <= 0.51;
            at = next;
            if done {
                break;
            }
        }
        (at, across)
    }

    fn edges(&self, at: f64) -> (f64, f64) {
        let n = self.left.len() as i64;
        let (i, t) = (at.floor(), at - at.floor());
        let index = |i: i64| if self.track.closed { i.rem_euclid(n) } else { i.clamp(0, n - 1) } as usize;
        let (a, b) = (index(i as i64), index(i as i64 + 1));
        (
            self.left[a] + t * (self.left[b] - self.left[a]),
            self.right[a] + t * (self.right[b] - self.right[a]),
        )
    }

    /// Columns to the nearest stretch without bead; below 0 inside of one.
    fn end(&self, at: f64) -> f64 {
        let far = |g: &[f64; 2]| {
            if at < g[0] {
                g[0] - at
            } else if at > g[1] {
                at - g[1]
            } else {
                -1.0
            }
        };
        self.gaps.iter().map(far).fold(f64::MAX, f64::min)
    }

    fn truth(&self, scene: &Scene) -> BeadTruth {
        let mm = scene.mm_per_px * self.track.step;
        let inner = |g: &&[f64; 2]| g[0] > 0.0 && g[1] < self.left.len() as f64 - 1.5;
        let width = |i: usize| {
            let known = self.end(i as f64) > CAP + 1.0;
            known.then(|| (self.right[i] - self.left[i]) * scene.mm_per_px)
        };
        BeadTruth {
            width_mm: (0..self.left.len()).map(width).map(|w| w.map(|w| (w * 1e5).round() / 1e5)).collect(),
            breaks: self.gaps.iter().filter(inner).map(|g| g.map(|v| v * mm)).collect(),
            overflow: self.spans.iter().map(|g| g.map(|v| v * mm)).collect(),
            bubbles: self
                .bubbles
                .iter()
                .map(|b| {
                    let (left, right) = self.edges(b[0]);
                    let across = (left + right) / 2.0 + b[1] * (right - left) / 2.0;
                    [b[0] * mm, across * scene.mm_per_px]
                })
                .collect(),
        }
    }
}

/// From -1 to 1, slowly up and down.
fn waves(dice: &mut Dice, n: usize, closed: bool) -> Vec<f64> {
    let tau = std::f64::consts::TAU;
    let parts: Vec<(f64, f64)> = (0..4)
        .map(|_| {
            let length = dice.within(70.0, 320.0);
            let turns = n as f64 / length;
            let turns = if closed { turns.round().max(1.0) } else { turns };
            (turns / n as f64, dice.next())
        })
        .collect();
    (0..n)
        .map(|i| parts.iter().map(|(f, p)| (tau * (f * i as f64 + p)).sin()).sum::<f64>() / 4.0 * 1.6)
        .collect()
}

/// How one picture looks.
struct Look {
    glue: Glue,
    ground: Ground,
    seed: u64,
    /// Where the texture begins.
    origin: [f64; 2],
    light: [f64; 2],
    gain: f64,
    tilt: (f64, f64),
    blur: f64,
    noise: f64,
    shift: (f64, f64),
    turn: f64,
}

impl Look {
    fn of(scene: &Scene, dice: &mut Dice) -> Look {
        let free = dice.within(0.0, 5000.0);
        let fixed = scene.ground == Ground::Board;
        let (shift, turn) = scene.loose;
        Look {
            glue: scene.glue,
            ground: scene.ground,
            seed: if fixed { 7 } else { (free * 1000.0) as u64 },
            origin: if fixed {
                [dice.within(-0.7, 0.7), dice.within(-0.7, 0.7)]
            } else {
                [free, dice.within(0.0, 900.0)]
            },
            light: [-0.6, -0.8],
            gain: dice.within(0.9, 1.1),
            tilt: (dice.within(-0.06, 0.06), dice.within(-0.06, 0.06)),
            blur: dice.within(0.7, 1.2),
            noise: dice.within(1.5, 3.5),
            shift: (dice.within(-shift, shift), dice.within(-shift, shift)),
            turn: dice.within(-turn, turn).to_radians(),
        }
    }

    fn ground(&self, p: [f64; 2]) -> [f64; 3] {
        let (x, y) = (p[0] + self.origin[0], p[1] + self.origin[1]);
        match self.ground {
            Ground::Metal => {
                let brushed = lattice(x / 60.0, y / 1.3, self.seed) - 0.5;
                let cloud = lattice(x / 140.0, y / 90.0, self.seed + 1) - 0.5;
                let v = 158.0 + 22.0 * brushed + 14.0 * cloud;
                [v, v + 1.0, v + 4.0]
            }
            Ground::Wood => {
                let bend = 14.0 * lattice(x / 180.0, y / 70.0, self.seed);
                let ring = ((y + bend) / 9.0).sin() * 0.5 + ((y + 1.7 * bend) / 3.7).sin() * 0.25;
                let fibre = lattice(x / 24.0, y / 1.2, self.seed + 2) - 0.5;
                let v = 1.0 + 0.10 * ring + 0.14 * fibre;
                [184.0 * v, 140.0 * v, 92.0 * v]
            }
            Ground::Board => {
                let (u, v) = ((x + 0.35 * y).rem_euclid(46.0), (y - 0.2 * x).rem_euclid(61.0));
                let grain = 6.0 * (lattice(x / 2.5, y / 2.5, self.seed) - 0.5);
                let pad = ((u - 23.0).hypot(v - 30.0) - 6.0).clamp(0.0, 1.0);
                let trace =
                    ((u - 8.0).abs() - 3.5).clamp(0.0, 1.0).min(((v - 12.0).abs() - 2.5).clamp(0.0, 1.0));
                let mask = [26.0 + grain, 92.0 + grain, 58.0 + grain];
                let copper = [44.0 + grain, 124.0 + grain, 76.0 + grain];
                let tin = [188.0 + grain, 190.0 + grain, 186.0 + grain];
                [0, 1, 2].map(|k| {
                    let base = copper[k] + trace * (mask[k] - copper[k]);
                    tin[k] + pad * (base - tin[k])
                })
            }
        }
    }

    /// The colour of a place near the bead, and whether it lies on the bead.
    fn shade(&self, bead: &Course, p: [f64; 2], near: usize) -> ([f64; 3], bool) {
        let (at, across) = bead.project(p, near);
        let (left, right) = bead.edges(at);
        let (middle, end) = ((left + right) / 2.0, bead.end(at));
        let index = (at.round().max(0.0) as usize).min(bead.track.normals.len() - 1);
        let normal = bead.track.normals[index];
        let facing = normal[0] * self.light[0] + normal[1] * self.light[1];
        // Ends are round: the bead is narrower near them.
        let cap = if end < 0.0 {
            0.0
        } else if end < CAP {
            1.0 - (1.0 - end / CAP).powi(2)
        } else {
            1.0
        };
        let half = (right - left) / 2.0;
        let half_here = half - CAP.min(half) * (1.0 - cap.sqrt());
        let inside = end >= 0.0 && (across - middle).abs() <= half_here;
        let ground = self.ground(p);
        if !inside {
            // Light comes from one side; the bead throws a little shadow on the other.
            let beyond = (across - middle).abs() - half;
            let side = (across - middle).signum() * facing;
            let dark = match self.glue {
                Glue::Transparent => 0.10,
                Glue::White | Glue::Black => 0.22,
            };
            let shadow =
                if end > 0.0 && side < 0.0 { -side * dark * (-beyond.max(0.0) / 3.5).exp() } else { 0.0 };
            return (ground.map(|v| v * (1.0 - shadow)), false);
        }
        let t = ((across - middle) / half).clamp(-1.0, 1.0);
        let steep = if end < CAP { 1.0 - end / CAP } else { 0.0 };
        let rim = t.abs().max(steep);
        let lit = t * facing;
        let bubble = bead.bubbles.iter().map(|b| {
            let far = ((at - b[0]) * bead.track.step).hypot(across - middle - b[1] * half);
            (far / b[2], b[2])
        });
        let bubble = bubble.min_by(|a, b| a.0.total_cmp(&b.0)).filter(|b| b.0 < 1.15);
        let shine = |at: f64, wide: f64| (-((lit - at) / wide).powi(2)).exp() * (1.0 - steep);
        let mut color = match self.glue {
            Glue::White => {
                let v = 0.86 + 0.16 * lit - 0.20 * rim.powi(6);
                let shine = 18.0 * shine(0.5, 0.12);
                [228.0 * v + shine, 225.0 * v + shine, 216.0 * v + shine]
            }
            Glue::Black => {
                let shine = 95.0 * shine(0.5, 0.10) + 10.0 * (1.0 - rim * rim);
                [24.0 + shine, 24.0 + shine, 27.0 + shine]
            }
            Glue::Transparent => {
                let by = 0.30 * half * t * (1.0 - t * t).max(0.0).sqrt();
                let behind = self.ground([p[0] - by * normal[0], p[1] - by * normal[1]]);
                let dark = 0.97 - 0.50 * rim.powi(7);
                let light = 80.0 * shine(0.5, 0.09) + 22.0 * shine(-0.65, 0.14);
                [
                    0.98 * behind[0] * dark + light,
                    0.98 * behind[1] * dark + light,
                    0.95 * behind[2] * dark + light,
                ]
            }
        };
        if let Some((far, _)) = bubble {
            // A ring with another middle.
            let ring = (-((far - 0.85) / 0.25).powi(2)).exp();
            let middle = (1.0 - far).max(0.0);
            color = match self.glue {
                Glue::White => color.map(|v| v * (1.0 - 0.45 * ring - 0.2 * middle)),
                Glue::Black => color.map(|v| v + 70.0 * ring + 15.0 * middle),
                Glue::Transparent => color.map(|v| v * (1.0 - 0.55 * ring) + 45.0 * middle),
            };
        }
        (color, true)
    }
}

/// Smooth noise of 0 to 1.
fn lattice(x: f64, y: f64, seed: u64) -> f64 {
    let (x0, y0) = (x.floor(), y.floor());
    let (u, v) = (x - x0, y - y0);
    let (u, v) = (u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v));
    let at = |dx: f64, dy: f64| {
        let mut h = ((x0 + dx) as i64 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ ((y0 + dy) as i64 as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f)
            ^ seed.wrapping_mul(0x1656_67b1_9e37_79f9);
        h = (h ^ (h >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        h = (h ^ (h >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((h ^ (h >> 31)) >> 40) as f64 / (1u64 << 24) as f64
    };
    let top = at(0.0, 0.0) + u * (at(1.0, 0.0) - at(0.0, 0.0));
    let low = at(0.0, 1.0) + u * (at(1.0, 1.0) - at(0.0, 1.0));
    top + v * (low - top)
}

fn blur(paint: &mut [[f32; 3]], width: usize, height: usize, spread: f32) {
    let reach = (3.0 * spread).ceil() as isize;
    let bell: Vec<f32> = (-reach..=reach).map(|k| (-0.5 * (k as f32 / spread).powi(2)).exp()).collect();
    let sum: f32 = bell.iter().sum();
    let mut across = vec![[0.0f32; 3]; paint.len()];
    for y in 0..height {
        for x in 0..width {
            let out = &mut across[y * width + x];
            for (k, w) in (-reach..=reach).zip(&bell) {
                let from = &paint[y * width + (x as isize + k).clamp(0, width as isize - 1) as usize];
                (0..3).for_each(|c| out[c] += w / sum * from[c]);
            }
        }
    }
    for y in 0..height {
        for x in 0..width {
            let mut out = [0.0f32; 3];
            for (k, w) in (-reach..=reach).zip(&bell) {
                let from = &across[(y as isize + k).clamp(0, height as isize - 1) as usize * width + x];
                (0..3).for_each(|c| out[c] += w / sum * from[c]);
            }
            paint[y * width + x] = out;
        }
    }
}
