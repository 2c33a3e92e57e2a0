use serde::{Deserialize, Serialize};

/// `[x, y]` in pixels of the picture as a person sees it (after its EXIF turn); the origin is the top left
/// corner of the top left pixel, so the centre of that pixel is `[0.5, 0.5]`.
pub type Point = [f32; 2];

/// An upright box: left, top, width, height in pixels. Written as `[x, y, w, h]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f32; 4]", into = "[f32; 4]")]
pub struct BBox {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl From<[f32; 4]> for BBox {
    fn from([x, y, w, h]: [f32; 4]) -> Self {
        BBox { x, y, w, h }
    }
}

impl From<BBox> for [f32; 4] {
    fn from(b: BBox) -> Self {
        [b.x, b.y, b.w, b.h]
    }
}

impl BBox {
    pub fn area(&self) -> f32 {
        self.w.max(0.0) * self.h.max(0.0)
    }

    /// The part of the box inside a picture of `width` × `height`, or `None` where nothing is inside.
    pub fn clip(&self, width: f32, height: f32) -> Option<BBox> {
        let (x0, y0) = (self.x.max(0.0), self.y.max(0.0));
        let (x1, y1) = ((self.x + self.w).min(width), (self.y + self.h).min(height));
        (x1 > x0 && y1 > y0).then_some(BBox { x: x0, y: y0, w: x1 - x0, h: y1 - y0 })
    }

    /// Intersection over union, 0 for boxes without area.
    pub fn iou(&self, other: &BBox) -> f32 {
        let w = (self.x + self.w).min(other.x + other.w) - self.x.max(other.x);
        let h = (self.y + self.h).min(other.y + other.h) - self.y.max(other.y);
        let both = w.max(0.0) * h.max(0.0);
        let union = self.area() + other.area() - both;
        if union > 0.0 { both / union } else { 0.0 }
    }
}

/// A closed outline; the last point joins the first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Polygon(pub Vec<Point>);

impl Polygon {
    /// The smallest upright box around the outline, `None` where there are no points.
    pub fn bounds(&self) -> Option<BBox> {
        let first = self.0.first()?;
        let (mut lo, mut hi) = (*first, *first);
        for p in &self.0 {
            for k in 0..2 {
                lo[k] = lo[k].min(p[k]);
                hi[k] = hi[k].max(p[k]);
            }
        }
        Some(BBox { x: lo[0], y: lo[1], w: hi[0] - lo[0], h: hi[1] - lo[1] })
    }

    /// Enclosed area in square pixels (shoelace formula).
    pub fn area(&self) -> f32 {
        let n = self.0.len();
        let twice: f32 = (0..n)
            .map(|i| {
                let (a, b) = (self.0[i], self.0[(i + 1) % n]);
                a[0] * b[1] - b[0] * a[1]
            })
            .sum();
        twice.abs() / 2.0
    }
}
