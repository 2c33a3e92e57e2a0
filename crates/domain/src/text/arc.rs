//! Text along a circle: told by three points on the middle of its line, and its height.

use crate::{BBox, Point, Polygon};
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// A line of text that is bent along a circle, or straight where its points are.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TextArc {
    /// Where it begins, as it is read, half way between its top and its bottom.
    pub start: Point,
    /// Anywhere between.
    pub middle: Point,
    pub end: Point,
    /// From its top to its bottom, in pixels.
    pub height: f32,
}

/// How it lies, worked out once for many places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LaidArc {
    way: Way,
    height: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Straight {
        start: [f64; 2],
        by: [f64; 2],
    },
    /// `sweep` is positive clockwise, as it is seen on a picture.
    Round {
        center: [f64; 2],
        radius: f64,
        from: f64,
        sweep: f64,
    },
}

/// Three points whose triangle is flatter than this part of its longest side are a straight line.
const FLAT: f64 = 1e-3;
/// No line is longer, laid flat, and none has more pixels: three points nearly in a row, told in a wrong order, lie on a circle that goes
/// around far outside.
const LONGEST: f32 = 1e5;
const MOST_PIXELS: f32 = 5e7;
/// Places along it that its outline goes through.
const CORNERS: usize = 24;

impl TextArc {
    pub fn laid(&self) -> LaidArc {
        let [a, b, c] = [self.start, self.middle, self.end].map(|[x, y]| [f64::from(x), f64::from(y)]);
        let by = [c[0] - a[0], c[1] - a[1]];
        let chord = by[0].hypot(by[1]).max((b[0] - a[0]).hypot(b[1] - a[1]));
        let twice = 2.0 * (a[0] * (b[1] - c[1]) + b[0] * (c[1] - a[1]) + c[0] * (a[1] - b[1]));
        let height = f64::from(self.height);
        if twice.abs() <= 2.0 * FLAT * chord * chord {
            return LaidArc { way: Way::Straight { start: a, by }, height };
        }
        let square = |p: [f64; 2]| p[0] * p[0] + p[1] * p[1];
        let center = [
            (square(a) * (b[1] - c[1]) + square(b) * (c[1] - a[1]) + square(c) * (a[1] - b[1])) / twice,
            (square(a) * (c[0] - b[0]) + square(b) * (a[0] - c[0]) + square(c) * (b[0] - a[0])) / twice,
        ];
        let angle = |p: [f64; 2]| (p[1] - center[1]).atan2(p[0] - center[0]);
        let from = angle(a);
        let on = |p: [f64; 2]| (angle(p) - from).rem_euclid(TAU);
        let sweep = if on(b) <= on(c) { on(c) } else { on(c) - TAU };
        let radius = (a[0] - center[0]).hypot(a[1] - center[1]);
        LaidArc { way: Way::Round { center, radius, from, sweep }, height }
    }

    /// As it reads upside down.
    pub fn reversed(&self) -> TextArc {
        TextArc { start: self.end, end: self.start, ..*self }
    }

    /// Around it: its top from the start to the end, and its bottom back.
    pub fn outline(&self) -> Vec<Point> {
        let laid = self.laid();
        let u = |i: usize| i as f32 / CORNERS as f32;
        let top = (0..=CORNERS).map(|i| laid.at(u(i), 0.0));
        top.chain((0..=CORNERS).rev().map(|i| laid.at(u(i), 1.0))).collect()
    }

    /// The smallest upright box around it.
    pub fn bounds(&self) -> Option<BBox> {
        Polygon(self.outline()).bounds()
    }

    /// Whether it can be laid flat: long enough and not too long, and no higher than its circle has room for.
    pub fn is_sound(&self) -> bool {
        let mut numbers = self.start.iter().chain(&self.middle).chain(&self.end).chain([&self.height]);
        if !numbers.all(|v| v.is_finite() && v.abs() <= 1e6) || self.height < 1.0 {
            return false;
        }
        let laid = self.laid();
        let room = match laid.way {
            Way::Straight { .. } => true,
            Way::Round { radius, .. } => radius > laid.height / 2.0 + 1.0,
        };
        let length = laid.length();
        room && (1.0..=LONGEST).contains(&length) && length * laid.height() <= MOST_PIXELS
    }
}

impl LaidArc {
    /// Along the middle of the line, in pixels.
    pub fn length(&self) -> f32 {
        match self.way {
            Way::Straight { by, .. } => by[0].hypot(by[1]) as f32,
            Way::Round { radius, sweep, .. } => (radius * sweep.abs()) as f32,
        }
    }

    pub fn height(&self) -> f32 {
        self.height as f32
    }

    /// The place of the picture that lies so far along the text and so far down from its top, both from 0 to 1.
    pub fn at(&self, along: f32, down: f32) -> Point {
        let (along, down) = (f64::from(along), (f64::from(down) - 0.5) * self.height);
        match self.way {
            Way::Straight { start, by } => {
                let length = by[0].hypot(by[1]).max(1e-9);
                let x = start[0] + along * by[0] - down * by[1] / length;
                let y = start[1] + along * by[1] + down * by[0] / length;
                [x as f32, y as f32]
            }
            Way::Round { center, radius, from, sweep } => {
                // Clockwise the bottom of the text is towards the middle of the circle.
                let radius = radius - down * sweep.signum();
                let angle = from + along * sweep;
                [(center[0] + radius * angle.cos()) as f32, (center[1] + radius * angle.sin()) as f32]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: Point, b: Point) -> bool {
        (a[0] - b[0]).hypot(a[1] - b[1]) < 0.02
    }

    #[test]
    fn text_over_a_circle_has_its_top_outside_and_under_it_inside() {
        let over = TextArc { start: [0.0, 100.0], middle: [100.0, 0.0], end: [200.0, 100.0], height: 20.0 };
        assert!((over.laid().length() - 314.16).abs() < 0.1);
        assert!(near(over.laid().at(0.5, 0.0), [100.0, -10.0]), "{:?}", over.laid().at(0.5, 0.0));
        assert!(near(over.laid().at(0.0, 1.0), [10.0, 100.0]));
        let under = TextArc { middle: [100.0, 200.0], ..over };
        assert!(near(under.laid().at(0.5, 0.0), [100.0, 190.0]), "{:?}", under.laid().at(0.5, 0.0));
        let bounds = over.bounds().unwrap();
        assert!((bounds.y + 10.0).abs() < 0.1 && (bounds.w - 220.0).abs() < 0.1, "{bounds:?}");
    }

    #[test]
    fn points_on_a_line_are_a_line() {
        let flat = TextArc { start: [10.0, 50.0], middle: [60.0, 50.0], end: [110.0, 50.0], height: 20.0 };
        assert_eq!(flat.laid().length(), 100.0);
        assert!(
            near(flat.laid().at(0.5, 0.0), [60.0, 40.0]) && near(flat.laid().at(1.0, 1.0), [110.0, 60.0])
        );
        assert!(near(flat.reversed().laid().at(0.0, 0.0), [110.0, 60.0]), "upside down, the top is below");
    }

    #[test]
    fn what_cannot_be_laid_flat_is_told() {
        let sound = TextArc { start: [0.0, 100.0], middle: [100.0, 0.0], end: [200.0, 100.0], height: 20.0 };
        assert!(sound.is_sound());
        for wrong in [
            TextArc { height: 210.0, ..sound },
            TextArc { height: 0.0, ..sound },
            TextArc { height: f32::NAN, ..sound },
            TextArc { middle: [f32::INFINITY, 0.0], ..sound },
            TextArc { middle: sound.start, end: sound.start, ..sound },
            // The points are told in a wrong order: nearly all of a circle of 500,000 pixels across.
            TextArc { start: [0.0, 0.0], middle: [3000.0, 12.0], end: [1000.0, 0.0], height: 20.0 },
            TextArc { start: [0.0, 0.0], middle: [2000.0, 0.0], end: [4000.0, 0.0], height: 1e6 },
        ] {
            assert!(!wrong.is_sound(), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn its_points_lie_on_it(x in -200.0f32..200.0, y in 20.0f32..200.0, turn in 0.0f32..6.2) {
            let turned = |[x, y]: Point| [x * turn.cos() - y * turn.sin(), x * turn.sin() + y * turn.cos()];
            let arc = TextArc {
                start: turned([-200.0, 0.0]), middle: turned([x.clamp(-150.0, 150.0), y]), end: turned([200.0, 0.0]), height: 10.0,
            };
            let laid = arc.laid();
            prop_assert!(near(laid.at(0.0, 0.5), arc.start) && near(laid.at(1.0, 0.5), arc.end));
            let nearest = (0..=2000).map(|i| laid.at(i as f32 / 2000.0, 0.5))
                .map(|p| (p[0] - arc.middle[0]).hypot(p[1] - arc.middle[1])).fold(f32::INFINITY, f32::min);
            prop_assert!(nearest < 1.0, "{nearest}");
        }
    }
}
