//! What a mark covers, as outlines.

use super::Mark;
use crate::Point;
use std::f32::consts::{PI, TAU};

/// So far may the corners that stand for an arc leave it, in pixels.
const FLATNESS: f32 = 0.1;

impl Mark {
    /// Corners of a turned box, from the one that is at the top left when it stands upright.
    pub fn corners(&self) -> Option<[Point; 4]> {
        let Mark::Rotated { cx, cy, w, h, angle } = self else { return None };
        let (sin, cos) = angle.to_radians().sin_cos();
        let at = |x: f32, y: f32| [cx + x * cos - y * sin, cy + x * sin + y * cos];
        let (w, h) = (w / 2.0, h / 2.0);
        Some([at(-w, -h), at(w, -h), at(w, h), at(-w, h)])
    }

    /// Closed outlines that cover together what the mark covers; they may overlap. None for masks, which are pixels
    /// already, and for points, which cover nothing.
    pub fn rings(&self) -> Vec<Vec<Point>> {
        match self {
            Mark::Box { x, y, w, h } => vec![vec![[*x, *y], [x + w, *y], [x + w, y + h], [*x, y + h]]],
            Mark::Polygon { points } => vec![points.clone()],
            Mark::Text { points, .. } => vec![points.to_vec()],
            Mark::Rotated { .. } => self.corners().map(|c| c.to_vec()).into_iter().collect(),
            Mark::Ellipse { cx, cy, rx, ry, angle } => vec![ellipse([*cx, *cy], [*rx, *ry], *angle)],
            Mark::Line { points, width } => points
                .windows(2)
                .filter(|pair| pair[0] != pair[1])
                .map(|pair| capsule(pair[0], pair[1], width / 2.0))
                .collect(),
            Mark::Brush { .. } | Mark::Points { .. } => Vec::new(),
        }
    }
}

/// Corners for a whole turn.
fn steps(radius: f32) -> usize {
    let least = PI / (1.0 - FLATNESS / radius.max(1.0)).acos();
    (least.ceil() as usize).clamp(12, 256)
}

fn ellipse(centre: Point, [rx, ry]: [f32; 2], angle: f32) -> Vec<Point> {
    let (sin, cos) = angle.to_radians().sin_cos();
    let many = steps(rx.max(ry));
    let at = |i: usize| {
        let (s, c) = (i as f32 / many as f32 * TAU).sin_cos();
        let (x, y) = (rx * c, ry * s);
        [centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos]
    };
    (0..many).map(at).collect()
}

/// A piece of a line with both its round ends.
fn capsule(a: Point, b: Point, radius: f32) -> Vec<Point> {
    let way = (b[1] - a[1]).atan2(b[0] - a[0]);
    let half = steps(radius).div_ceil(2);
    let arc = |centre: Point, from: f32| {
        (0..=half).map(move |i| {
            let (sin, cos) = (from + i as f32 / half as f32 * PI).sin_cos();
            [centre[0] + radius * cos, centre[1] + radius * sin]
        })
    };
    arc(b, way - PI / 2.0).chain(arc(a, way + PI / 2.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Polygon;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn outlines_enclose_as_much_as_the_mark(
            sides in (2.0f32..200.0, 2.0f32..200.0), angle in -360.0f32..360.0, to in (-50.0f32..50.0, 1.0f32..50.0)
        ) {
            let area = |mark: &Mark| mark.rings().iter().map(|r| Polygon(r.clone()).area()).sum::<f32>();
            let (w, h) = sides;
            for mark in [
                Mark::Rotated { cx: 300.0, cy: 300.0, w, h, angle },
                Mark::Ellipse { cx: 300.0, cy: 300.0, rx: w, ry: h, angle },
                Mark::Line { points: vec![[300.0, 300.0], [300.0 + to.0, 300.0 + to.1]], width: w },
            ] {
                prop_assert!((area(&mark) / mark.area() - 1.0).abs() < 0.05, "{mark:?}: {}", area(&mark));
                let around = mark.bounds().unwrap();
                for [x, y] in mark.rings().into_iter().flatten() {
                    prop_assert!(x >= around.x - 0.1 && x <= around.x + around.w + 0.1);
                    prop_assert!(y >= around.y - 0.1 && y <= around.y + around.h + 0.1);
                }
            }
        }
    }
}
