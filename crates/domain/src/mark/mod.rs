//! What a person drew on a picture to show where something is. A shape is kept as it was drawn; what it covers follows from it.

mod rings;
mod runs;

pub use runs::Runs;

use crate::{BBox, Point, Polygon};
use serde::{Deserialize, Serialize};

/// Regions of one picture at most.
pub const MOST_MARKS: usize = 2_000;
/// Corners of one outline at most.
pub const MOST_POINTS: usize = 20_000;
/// Bytes of a transcription at most.
pub const MOST_TEXT: usize = 1_000;
/// So far outside the picture, in pixels, a corner may lie: hands are not exact.
const OUTSIDE: f32 = 1.0;

/// A place in a picture, in its pixels. Angles are in degrees, clockwise as one sees the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Mark {
    Box {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
    },
    Polygon {
        points: Vec<Point>,
    },
    Brush {
        rle: Runs,
    },
    /// A box turned around its centre: `w` runs along the angle.
    Rotated {
        cx: f32,
        cy: f32,
        w: f32,
        h: f32,
        angle: f32,
    },
    /// `rx` runs along the angle.
    Ellipse {
        cx: f32,
        cy: f32,
        rx: f32,
        ry: f32,
        angle: f32,
    },
    /// A line as broad as a bead, with round ends.
    Line {
        points: Vec<Point>,
        width: f32,
    },
    /// Places without an extent.
    Points {
        points: Vec<Point>,
    },
    /// Corners from the text's top left on, as a clock goes, and what stands there; nothing where nobody can read it.
    Text {
        points: [Point; 4],
        text: String,
    },
}

/// The kind of shape that says nothing is wrong in projects of this scene: where text is read, what stands there; where beads are
/// measured, the line along one.
pub fn innocent_shape(scene: &str) -> Option<&'static str> {
    match scene {
        "text" => Some("text"),
        "glue" => Some("line"),
        _ => None,
    }
}

/// Why a mark cannot be used on its picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarkFault {
    #[error("a number in it is none")]
    NotFinite,
    #[error("it lies outside of the picture")]
    Outside,
    #[error("it encloses nothing")]
    Empty,
    #[error("it has more corners than {MOST_POINTS}")]
    TooManyPoints,
    #[error("its mask is not of the picture's size")]
    OtherSize,
    #[error("the runs of its mask do not fill the picture")]
    Runs,
    #[error("it is larger than the picture")]
    TooLarge,
    #[error("its sides cross each other")]
    Crossed,
    #[error("its text is longer than {MOST_TEXT} bytes or has signs that cannot be shown")]
    Text,
}

impl Mark {
    /// Whether it fits a picture of this size. What is turned or broad may reach out of it, its centre or line may not.
    pub fn check(&self, width: u32, height: u32) -> Result<(), MarkFault> {
        let frame = Frame { width: width as f32, height: height as f32 };
        match self {
            Mark::Box { x, y, w, h } => {
                finite(&[*x, *y, *w, *h])?;
                within(*w > 0.0 && *h > 0.0, MarkFault::Empty)?;
                frame.holds(&[[*x, *y], [x + w, y + h]])
            }
            Mark::Polygon { points } => {
                frame.holds_some(points)?;
                let encloses = points.len() >= 3 && Polygon(points.clone()).area() > 0.0;
                within(encloses, MarkFault::Empty)
            }
            Mark::Brush { rle } => rle.check(width, height),
            Mark::Rotated { cx, cy, w, h, angle } => frame.turned([*cx, *cy], [*w, *h], *angle),
            Mark::Ellipse { cx, cy, rx, ry, angle } => frame.turned([*cx, *cy], [2.0 * rx, 2.0 * ry], *angle),
            Mark::Line { points, width } => {
                frame.holds_some(points)?;
                finite(&[*width])?;
                let long = points.windows(2).any(|pair| pair[0] != pair[1]);
                within(*width > 0.0 && long, MarkFault::Empty)?;
                within(*width <= frame.width.max(frame.height), MarkFault::TooLarge)
            }
            Mark::Points { points } => {
                frame.holds_some(points)?;
                within(!points.is_empty(), MarkFault::Empty)
            }
            Mark::Text { points, text } => {
                frame.holds_some(points)?;
                within(Polygon(points.to_vec()).area() > 0.0, MarkFault::Empty)?;
                within(!crossed(points), MarkFault::Crossed)?;
                within(text.len() <= MOST_TEXT && !text.chars().any(char::is_control), MarkFault::Text)
            }
        }
    }

    /// In square pixels. Of a line as if it were stretched straight.
    pub fn area(&self) -> f32 {
        match self {
            Mark::Box { w, h, .. } | Mark::Rotated { w, h, .. } => w.max(0.0) * h.max(0.0),
            Mark::Polygon { points } => Polygon(points.clone()).area(),
            Mark::Brush { rle } => rle.inside() as f32,
            Mark::Ellipse { rx, ry, .. } => std::f32::consts::PI * rx * ry,
            Mark::Line { points, width } => {
                let long: f32 = points.windows(2).map(|p| (p[1][0] - p[0][0]).hypot(p[1][1] - p[0][1])).sum();
                long * width + std::f32::consts::PI * width * width / 4.0
            }
            Mark::Points { .. } => 0.0,
            Mark::Text { points, .. } => Polygon(points.to_vec()).area(),
        }
    }

    /// Whether it covers pixels.
    pub fn covers(&self) -> bool {
        !matches!(self, Mark::Points { .. })
    }

    /// The name that it is written with.
    pub fn kind(&self) -> &'static str {
        match self {
            Mark::Box { .. } => "box",
            Mark::Polygon { .. } => "polygon",
            Mark::Brush { .. } => "brush",
            Mark::Rotated { .. } => "rotated",
            Mark::Ellipse { .. } => "ellipse",
            Mark::Line { .. } => "line",
            Mark::Points { .. } => "points",
            Mark::Text { .. } => "text",
        }
    }

    /// The smallest upright box around it; that of points may have no extent.
    pub fn bounds(&self) -> Option<BBox> {
        match self {
            Mark::Box { x, y, w, h } => Some(BBox { x: *x, y: *y, w: *w, h: *h }),
            Mark::Brush { rle } => rle.bounds(),
            Mark::Polygon { points } | Mark::Points { points } => Polygon(points.clone()).bounds(),
            Mark::Text { points, .. } => Polygon(points.to_vec()).bounds(),
            Mark::Rotated { .. } => self.corners().and_then(|c| Polygon(c.to_vec()).bounds()),
            Mark::Ellipse { cx, cy, rx, ry, angle } => {
                let (sin, cos) = angle.to_radians().sin_cos();
                let (w, h) = ((rx * cos).hypot(ry * sin), (rx * sin).hypot(ry * cos));
                Some(BBox { x: cx - w, y: cy - h, w: 2.0 * w, h: 2.0 * h })
            }
            Mark::Line { points, width } => {
                let BBox { x, y, w, h } = Polygon(points.clone()).bounds()?;
                Some(BBox { x: x - width / 2.0, y: y - width / 2.0, w: w + width, h: h + width })
            }
        }
    }
}

fn within(holds: bool, fault: MarkFault) -> Result<(), MarkFault> {
    if holds { Ok(()) } else { Err(fault) }
}

fn finite(numbers: &[f32]) -> Result<(), MarkFault> {
    within(numbers.iter().all(|v| v.is_finite()), MarkFault::NotFinite)
}

/// Whether two sides of a quadrilateral that do not meet at a corner cross.
fn crossed([a, b, c, d]: &[Point; 4]) -> bool {
    let side = |p: &Point, q: &Point, r: &Point| {
        (f64::from(q[0]) - f64::from(p[0])) * (f64::from(r[1]) - f64::from(p[1]))
            - (f64::from(q[1]) - f64::from(p[1])) * (f64::from(r[0]) - f64::from(p[0]))
    };
    let cross = |a, b, c, d| side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0;
    cross(a, b, c, d) || cross(b, c, d, a)
}

struct Frame {
    width: f32,
    height: f32,
}

impl Frame {
    fn holds(&self, points: &[Point]) -> Result<(), MarkFault> {
        let inside = |[x, y]: &Point| {
            *x >= -OUTSIDE && *y >= -OUTSIDE && *x <= self.width + OUTSIDE && *y <= self.height + OUTSIDE
        };
        within(points.iter().all(inside), MarkFault::Outside)
    }

    fn holds_some(&self, points: &[Point]) -> Result<(), MarkFault> {
        within(points.len() <= MOST_POINTS, MarkFault::TooManyPoints)?;
        within(points.iter().flatten().all(|v| v.is_finite()), MarkFault::NotFinite)?;
        self.holds(points)
    }

    fn turned(&self, centre: Point, sides: [f32; 2], angle: f32) -> Result<(), MarkFault> {
        finite(&[centre[0], centre[1], sides[0], sides[1], angle])?;
        within(sides.iter().all(|s| *s > 0.0), MarkFault::Empty)?;
        let most = self.width.hypot(self.height) + 2.0 * OUTSIDE;
        within(sides.iter().all(|s| *s <= most) && angle.abs() <= 360.0, MarkFault::TooLarge)?;
        self.holds(&[centre])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_give_back_their_pixels(width in 1u32..20, pixels in prop::collection::vec(0u8..2, 20..400)) {
            let height = pixels.len() as u32 / width;
            let pixels = &pixels[..(width * height) as usize];
            let runs = Runs::of(width, height, pixels);
            let mut back = vec![0; pixels.len()];
            runs.fill(&mut back, 1);
            prop_assert_eq!(&back, pixels);
            let fits = runs.check(width, height);
            prop_assert_eq!(fits.is_ok(), pixels.contains(&1));
        }
    }

    #[test]
    fn marks_outside_or_empty_are_refused() {
        let mark = |x, y, w, h| Mark::Box { x, y, w, h }.check(100, 50);
        assert_eq!(mark(0.0, 0.0, 100.0, 50.0), Ok(()));
        assert_eq!(mark(0.0, 0.0, 0.0, 5.0), Err(MarkFault::Empty));
        assert_eq!(mark(90.0, 0.0, 20.0, 5.0), Err(MarkFault::Outside));
        assert_eq!(mark(f32::NAN, 0.0, 20.0, 5.0), Err(MarkFault::NotFinite));
        let line = Mark::Polygon { points: vec![[0.0, 0.0], [5.0, 5.0], [9.0, 9.0]] };
        assert_eq!(line.check(100, 50), Err(MarkFault::Empty));
        let other = Mark::Brush { rle: Runs { width: 9, height: 9, counts: vec![0, 81] } };
        assert_eq!(other.check(100, 50), Err(MarkFault::OtherSize));
        let short = Mark::Brush { rle: Runs { width: 9, height: 9, counts: vec![0, 80] } };
        assert_eq!(short.check(9, 9), Err(MarkFault::Runs));
    }

    #[test]
    fn a_mark_is_written_as_the_interface_says() {
        let mark = Mark::Brush { rle: Runs { width: 2, height: 1, counts: vec![1, 1] } };
        let text = serde_json::to_string(&mark).unwrap();
        assert_eq!(text, r#"{"kind":"brush","rle":{"width":2,"height":1,"counts":[1,1]}}"#);
    }

    fn on_100_50(mark: Mark) -> Result<(), MarkFault> {
        mark.check(100, 50)
    }

    #[test]
    fn turned_boxes_and_ellipses_may_reach_out_but_not_lie_outside() {
        let rotated = |cx, cy, w, h, angle| on_100_50(Mark::Rotated { cx, cy, w, h, angle });
        assert_eq!(rotated(2.0, 2.0, 30.0, 8.0, 45.0), Ok(()));
        assert_eq!(rotated(-9.0, 2.0, 30.0, 8.0, 45.0), Err(MarkFault::Outside));
        assert_eq!(rotated(50.0, 20.0, 0.0, 8.0, 45.0), Err(MarkFault::Empty));
        assert_eq!(rotated(50.0, 20.0, 1e30, 8.0, 45.0), Err(MarkFault::TooLarge));
        assert_eq!(rotated(50.0, 20.0, 9.0, 8.0, 1e9), Err(MarkFault::TooLarge));
        assert_eq!(rotated(50.0, 20.0, 9.0, 8.0, f32::INFINITY), Err(MarkFault::NotFinite));
        let ellipse = |rx, ry| on_100_50(Mark::Ellipse { cx: 50.0, cy: 20.0, rx, ry, angle: 0.0 });
        assert_eq!(ellipse(40.0, 30.0), Ok(()));
        assert_eq!(ellipse(f32::NAN, 30.0), Err(MarkFault::NotFinite));
        assert_eq!(ellipse(-4.0, 30.0), Err(MarkFault::Empty));
    }

    #[test]
    fn lines_need_length_and_breadth_and_points_a_place() {
        let line = |points: &[Point], width| on_100_50(Mark::Line { points: points.to_vec(), width });
        assert_eq!(line(&[[1.0, 1.0], [9.0, 9.0]], 4.0), Ok(()));
        assert_eq!(line(&[[1.0, 1.0], [1.0, 1.0]], 4.0), Err(MarkFault::Empty));
        assert_eq!(line(&[[1.0, 1.0], [9.0, 9.0]], 0.0), Err(MarkFault::Empty));
        assert_eq!(line(&[[1.0, 1.0], [9.0, 9.0]], 101.0), Err(MarkFault::TooLarge));
        assert_eq!(line(&[[1.0, 1.0], [9.0, 90.0]], 4.0), Err(MarkFault::Outside));
        assert_eq!(line(&vec![[1.0, 1.0]; MOST_POINTS + 1], 4.0), Err(MarkFault::TooManyPoints));
        let points = |points: &[Point]| on_100_50(Mark::Points { points: points.to_vec() });
        assert_eq!(points(&[[1.0, 1.0]]), Ok(()));
        assert_eq!(points(&[]), Err(MarkFault::Empty));
        assert_eq!(points(&[[f32::NAN, 1.0]]), Err(MarkFault::NotFinite));
    }

    #[test]
    fn texts_need_a_sound_place_and_signs_that_can_be_shown() {
        let quad = [[10.0, 10.0], [40.0, 10.0], [40.0, 20.0], [10.0, 20.0]];
        let text = |points, text: &str| on_100_50(Mark::Text { points, text: text.into() });
        assert_eq!(text(quad, "批号 A1"), Ok(()));
        assert_eq!(text(quad, ""), Ok(()));
        assert_eq!(text(quad, "a\nb"), Err(MarkFault::Text));
        assert_eq!(text(quad, &"x".repeat(MOST_TEXT + 1)), Err(MarkFault::Text));
        let [a, b, c, d] = quad;
        assert_eq!(text([a, c, [40.0, 12.0], [10.0, 25.0]], "x"), Err(MarkFault::Crossed));
        assert_eq!(text([a, a, a, a], "x"), Err(MarkFault::Empty));
        assert_eq!(text([a, b, c, [1e9, d[1]]], "x"), Err(MarkFault::Outside));
    }

    #[test]
    fn what_says_nothing_is_wrong_is_a_kind_of_shape() {
        let points = [[1.0, 1.0], [9.0, 1.0], [9.0, 5.0], [1.0, 5.0]];
        assert_eq!(innocent_shape("text"), Some(Mark::Text { points, text: String::new() }.kind()));
        let line = Mark::Line { points: points.to_vec(), width: 2.0 };
        assert_eq!((innocent_shape("glue"), innocent_shape("free")), (Some(line.kind()), None));
    }

    #[test]
    fn bounds_hold_what_is_drawn() {
        let of = |mark: Mark| mark.bounds().map(|b| [b.x, b.y, b.w, b.h].map(|v| (v * 10.0).round() / 10.0));
        let turned = Mark::Rotated { cx: 50.0, cy: 20.0, w: 20.0, h: 10.0, angle: 90.0 };
        assert_eq!(of(turned), Some([45.0, 10.0, 10.0, 20.0]));
        let ellipse = Mark::Ellipse { cx: 50.0, cy: 20.0, rx: 10.0, ry: 5.0, angle: 90.0 };
        assert_eq!(of(ellipse), Some([45.0, 10.0, 10.0, 20.0]));
        let line = Mark::Line { points: vec![[10.0, 10.0], [20.0, 10.0]], width: 4.0 };
        assert_eq!(of(line), Some([8.0, 8.0, 14.0, 4.0]));
        let runs = Runs { width: 4, height: 3, counts: vec![1, 2, 3, 1, 5] };
        assert_eq!(of(Mark::Brush { rle: runs }), Some([1.0, 0.0, 2.0, 2.0]));
    }
}
