//! Boxes with a kind: which of those told are right, and what that is worth over a set of pictures.

mod coco;
mod quality;

pub use coco::{CocoKind, CocoQuality, CocoSize};
pub use quality::{DetectionPoint, DetectionQuality, KindQuality, MarkedBox, ToldBox, found_or_false};

use crate::BBox;

/// Of boxes of one picture the most certain ones that do not lie over a more certain one: two boxes whose intersection over
/// union is above `overlap` show the same place. Boxes and scores that are no numbers are dropped. Returns places in `boxes`,
/// the most certain first.
pub fn distinct(boxes: &[(BBox, f32)], overlap: f32) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..boxes.len()).filter(|&i| is_finite(&boxes[i].0) && boxes[i].1.is_finite()).collect();
    order.sort_by(|&a, &b| boxes[b].1.total_cmp(&boxes[a].1).then(a.cmp(&b)));
    let mut kept: Vec<usize> = Vec::new();
    for i in order {
        if kept.iter().all(|&k| boxes[k].0.iou(&boxes[i].0) <= overlap) {
            kept.push(i);
        }
    }
    kept
}

/// Minima and maxima pass over what is no number, so that such a box would lie over any other.
fn is_finite(bbox: &BBox) -> bool {
    [bbox.x, bbox.y, bbox.w, bbox.h].iter().all(|v| v.is_finite())
}

#[cfg(test)]
mod tests;
