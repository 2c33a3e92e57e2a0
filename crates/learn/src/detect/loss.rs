//! What a picture's answer costs, and its gradient: the varifocal loss (Zhang et al. 2021, arXiv 2008.13367) of kinds, and 1 -
//! GIoU (Rezatofighi et al. 2019, arXiv 1902.09630) of boxes.

use super::assign::{Guess, Target};
use super::net::{MOST_STRETCH, USUAL};
use super::views::Mark;
use fovea_domain::BBox;
use fovea_infer::detect::{Level, place_of};

/// Weight of boxes beside kinds.
const OF_BOXES: f32 = 2.5;
/// Weight and exponent of places that show nothing.
const OF_NOTHING: f32 = 0.75;
const EXPONENT: i32 = 2;

/// One picture's outputs: for each level logits of the kinds, and four numbers a box.
pub struct Answer<'a> {
    pub levels: &'a [Level],
    /// Level after level: kinds, then boxes.
    pub outputs: Vec<&'a [f32]>,
}

impl Answer<'_> {
    /// The level of a place, its number there, and the level's middle of it.
    fn find(&self, place: usize) -> (usize, usize) {
        let mut place = place;
        for (k, level) in self.levels.iter().enumerate() {
            if place < level.places() {
                return (k, place);
            }
            place -= level.places();
        }
        (self.levels.len() - 1, 0)
    }

    fn numbers(&self, level: usize, at: usize) -> [f32; 4] {
        let n = self.levels[level].places();
        let values = self.outputs[2 * level + 1];
        [0, 1, 2, 3].map(|c| values[c * n + at])
    }
}

/// Left, top, right, bottom.
fn corners(level: &Level, at: usize, numbers: [f32; 4]) -> [f32; 4] {
    let step = level.stride as f32;
    let [x, y] = place_of(level, at);
    let (cx, cy) = (x + step * numbers[0], y + step * numbers[1]);
    let half = |v: f32| v.clamp(-MOST_STRETCH, MOST_STRETCH).exp() * step * USUAL / 2.0;
    let (w, h) = (half(numbers[2]), half(numbers[3]));
    [cx - w, cy - h, cx + w, cy + h]
}

impl Guess for Answer<'_> {
    fn levels(&self) -> &[Level] {
        self.levels
    }

    fn likely(&self, place: usize, kind: usize) -> f32 {
        let (level, at) = self.find(place);
        sigmoid(self.outputs[2 * level][kind * self.levels[level].places() + at])
    }

    fn bbox(&self, place: usize) -> BBox {
        let (level, at) = self.find(place);
        let [x0, y0, x1, y1] = corners(&self.levels[level], at, self.numbers(level, at));
        BBox { x: x0, y: y0, w: x1 - x0, h: y1 - y0 }
    }
}

fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}

/// ln(1 + e^z)
fn softplus(z: f32) -> f32 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}

/// Fills the gradients by each of the answer's outputs, scaled by `scale`, and returns the scaled loss.
pub fn loss(
    answer: &Answer,
    targets: &[Target],
    marks: &[Mark],
    scale: f32,
    grads: &mut [&mut [f32]],
) -> f32 {
    let mut sum = 0.0f32;
    for (logits, grad) in answer.outputs.iter().step_by(2).zip(grads.iter_mut().step_by(2)) {
        for (&z, g) in logits.iter().zip(grad.iter_mut()) {
            let (value, slope) = nothing(z);
            sum += scale * value;
            *g = scale * slope;
        }
    }
    for target in targets {
        let (level, at) = answer.find(target.place);
        let (mark, n) = (&marks[target.mark], answer.levels[level].places());
        let cell = mark.kind * n + at;
        let z = answer.outputs[2 * level][cell];
        let (was, _) = nothing(z);
        let (value, slope) = something(z, target.sure);
        sum += scale * (value - was);
        grads[2 * level][cell] = scale * slope;
        let (value, slopes) = beside(&answer.levels[level], at, answer.numbers(level, at), &mark.bbox);
        let weight = scale * OF_BOXES * target.sure;
        sum += weight * value;
        slopes.iter().enumerate().for_each(|(c, s)| grads[2 * level + 1][c * n + at] = weight * s);
    }
    sum
}

/// Of a place that shows nothing of a kind: focal, so that the many that are surely nothing do not drown the others.
fn nothing(z: f32) -> (f32, f32) {
    let p = sigmoid(z);
    let power = OF_NOTHING * p.powi(EXPONENT);
    let cost = softplus(z); // -ln(1 - p)
    (power * cost, power * (EXPONENT as f32 * (1.0 - p) * cost + p))
}

/// Of a place that is to be so sure of a kind: the better its box, the more it counts.
fn something(z: f32, sure: f32) -> (f32, f32) {
    // -(q ln p + (1 - q) ln (1 - p)) = softplus(z) - q z
    (sure * (softplus(z) - sure * z), sure * (sigmoid(z) - sure))
}

/// 1 - GIoU of a place's box and a marked one, and its slope by the place's four numbers.
fn beside(level: &Level, at: usize, numbers: [f32; 4], mark: &BBox) -> (f32, [f32; 4]) {
    let [x0, y0, x1, y1] = corners(level, at, numbers);
    let (value, [by_x0, by_y0, by_x1, by_y1]) = giou([x0, y0, x1, y1], mark);
    let step = level.stride as f32;
    let free = |v: f32| if v.abs() < MOST_STRETCH { 1.0 } else { 0.0 };
    let slopes = [
        step * (by_x0 + by_x1),
        step * (by_y0 + by_y1),
        free(numbers[2]) * (by_x1 - by_x0) * (x1 - x0) / 2.0,
        free(numbers[3]) * (by_y1 - by_y0) * (y1 - y0) / 2.0,
    ];
    (value, slopes)
}

/// 1 - GIoU, and its slope by left, top, right and bottom of the first box.
fn giou([x0, y0, x1, y1]: [f32; 4], mark: &BBox) -> (f32, [f32; 4]) {
    let (tx0, ty0, tx1, ty1) = (mark.x, mark.y, mark.x + mark.w, mark.y + mark.h);
    let (w, h) = (x1 - x0, y1 - y0);
    let (iw, ih) = (x1.min(tx1) - x0.max(tx0), y1.min(ty1) - y0.max(ty0));
    let meet = iw > 0.0 && ih > 0.0;
    let both = if meet { iw * ih } else { 0.0 };
    let union = (w * h + mark.area() - both).max(1e-6);
    let (cw, ch) = (x1.max(tx1) - x0.min(tx0), y1.max(ty1) - y0.min(ty0));
    let around = (cw * ch).max(1e-6);
    let value = 2.0 - both / union - union / around;
    // By one side: what the box's area, the common area and the area around both gain.
    let slope = |area: f32, common: f32, hull: f32| {
        let more = area - common;
        let by_iou = (common * union - both * more) / (union * union);
        let by_hull = (more * around - union * hull) / (around * around);
        -by_iou - by_hull
    };
    let is = |on: bool, v: f32| if on { v } else { 0.0 };
    let slopes = [
        slope(-h, is(meet && x0 > tx0, -ih), is(x0 < tx0, -ch)),
        slope(-w, is(meet && y0 > ty0, -iw), is(y0 < ty0, -cw)),
        slope(h, is(meet && x1 < tx1, ih), is(x1 > tx1, ch)),
        slope(w, is(meet && y1 < ty1, iw), is(y1 > ty1, cw)),
    ];
    (value, slopes)
}
