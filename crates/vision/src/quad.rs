//! Turned rectangles: the smallest around points, and what a picture shows inside one, drawn upright.

use crate::Picture;
use fovea_domain::Point;

/// Corners in the order of a clock: top left, top right, bottom right, bottom left of what it shows.
pub type Quad = [Point; 4];

/// The rectangle of least area around the points, wherever it is turned to (rotating calipers: one side lies on a side of the
/// hull). `None` where there are no points, or numbers that are none.
pub fn smallest_rect(points: &[Point]) -> Option<Quad> {
    if points.is_empty() || points.iter().flatten().any(|v| !v.is_finite()) {
        return None;
    }
    let hull = hull(points);
    let mut best: Option<(f32, Quad)> = None;
    for (i, a) in hull.iter().enumerate() {
        let b = hull[(i + 1) % hull.len()];
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy);
        let (ux, uy) = if length > 0.0 { (dx / length, dy / length) } else { (1.0, 0.0) };
        let along = |p: &Point| (p[0] * ux + p[1] * uy, p[1] * ux - p[0] * uy);
        let start = along(a);
        let (mut lo, mut hi) = (start, start);
        for p in &hull {
            let (u, v) = along(p);
            (lo, hi) = ((lo.0.min(u), lo.1.min(v)), (hi.0.max(u), hi.1.max(v)));
        }
        let area = (hi.0 - lo.0) * (hi.1 - lo.1);
        if best.as_ref().is_none_or(|(least, _)| area < *least) {
            let back = |u: f32, v: f32| [u * ux - v * uy, u * uy + v * ux];
            best = Some((area, [back(lo.0, lo.1), back(hi.0, lo.1), back(hi.0, hi.1), back(lo.0, hi.1)]));
        }
    }
    best.map(|(_, quad)| quad)
}

/// Corners of the convex hull, turning one way (Andrew's monotone chain).
fn hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    sorted.dedup();
    if sorted.len() < 3 {
        return sorted;
    }
    let turn = |o: Point, a: Point, b: Point| (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
    let chain = |points: &mut dyn Iterator<Item = &Point>| {
        let mut out: Vec<Point> = Vec::new();
        for &p in points {
            while out.len() >= 2 && turn(out[out.len() - 2], out[out.len() - 1], p) <= 0.0 {
                out.pop();
            }
            out.push(p);
        }
        out.pop();
        out
    };
    let mut all = chain(&mut sorted.iter());
    all.extend(chain(&mut sorted.iter().rev()));
    all
}

/// Lengths of the sides along and across: the mean of opposite ones.
pub fn quad_size(quad: &Quad) -> (f32, f32) {
    let side = |a: usize, b: usize| (quad[b][0] - quad[a][0]).hypot(quad[b][1] - quad[a][1]);
    ((side(0, 1) + side(3, 2)) / 2.0, (side(0, 3) + side(1, 2)) / 2.0)
}

impl Picture {
    /// What lies inside `quad`, drawn upright to `width` × `height` as a camera right above would see it (a projective map).
    /// Where the quad is larger than what is drawn, several places count for each pixel; outside of the picture its edges go on.
    pub fn cut_quad(&self, quad: &Quad, width: u32, height: u32) -> Picture {
        let map = Projection::of(quad);
        self.cut_by((width, height), quad_size(quad), |u, v| map.at(u, v))
    }

    /// What lies where `at` says, for places from 0 to 1 along and across; the second pair is about how large it is in the picture.
    pub(crate) fn cut_by(
        &self,
        (width, height): (u32, u32),
        (along, across): (f32, f32),
        at: impl Fn(f32, f32) -> Point,
    ) -> Picture {
        let mut out = Picture::new(width, height);
        if width == 0 || height == 0 || self.width == 0 || self.height == 0 {
            return out;
        }
        let taps = |size: f32, drawn: u32| ((size / drawn as f32).round() as usize).clamp(1, MOST_TAPS);
        let (nx, ny) = (taps(along, width), taps(across, height));
        let scale = 1.0 / (nx * ny) as f32;
        for (y, row) in out.rgb.chunks_exact_mut(width as usize * 3).enumerate() {
            for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
                let mut sum = [0.0f32; 3];
                for j in 0..ny {
                    let v = (y as f32 + (j as f32 + 0.5) / ny as f32) / height as f32;
                    for i in 0..nx {
                        let u = (x as f32 + (i as f32 + 0.5) / nx as f32) / width as f32;
                        self.add_at(at(u, v), &mut sum);
                    }
                }
                for (to, value) in pixel.iter_mut().zip(sum) {
                    *to = (value * scale).round().clamp(0.0, 255.0) as u8;
                }
            }
        }
        out
    }

    /// Adds the colour between the four pixels around a place.
    fn add_at(&self, [x, y]: Point, sum: &mut [f32; 3]) {
        let (w, h) = (self.width as usize, self.height as usize);
        let (x, y) = ((x - 0.5).clamp(0.0, (w - 1) as f32), (y - 0.5).clamp(0.0, (h - 1) as f32));
        let (x0, y0) = (x as usize, y as usize);
        let (x1, y1) = ((x0 + 1).min(w - 1), (y0 + 1).min(h - 1));
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let corners = [
            ((y0 * w + x0) * 3, (1.0 - fx) * (1.0 - fy)),
            ((y0 * w + x1) * 3, fx * (1.0 - fy)),
            ((y1 * w + x0) * 3, (1.0 - fx) * fy),
            ((y1 * w + x1) * 3, fx * fy),
        ];
        for (at, weight) in corners {
            for (c, value) in sum.iter_mut().enumerate() {
                *value += weight * f32::from(self.rgb[at + c]);
            }
        }
    }
}

/// Places that count for one pixel in each direction.
const MOST_TAPS: usize = 4;

/// From the unit square to a quad (Heckbert 1989).
struct Projection {
    a: [f32; 3],
    b: [f32; 3],
    c: [f32; 2],
}

impl Projection {
    fn of([p0, p1, p2, p3]: &Quad) -> Projection {
        let (d1, d2) = ([p1[0] - p2[0], p1[1] - p2[1]], [p3[0] - p2[0], p3[1] - p2[1]]);
        let s = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
        let det = d1[0] * d2[1] - d2[0] * d1[1];
        let (g, h) = if det.abs() < 1e-9 {
            (0.0, 0.0)
        } else {
            ((s[0] * d2[1] - d2[0] * s[1]) / det, (d1[0] * s[1] - s[0] * d1[1]) / det)
        };
        Projection {
            a: [p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0]],
            b: [p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1]],
            c: [g, h],
        }
    }

    fn at(&self, u: f32, v: f32) -> Point {
        let w = self.c[0] * u + self.c[1] * v + 1.0;
        let w = if w.abs() < 1e-6 { 1e-6 } else { w };
        [(self.a[0] * u + self.a[1] * v + self.a[2]) / w, (self.b[0] * u + self.b[1] * v + self.b[2]) / w]
    }
}

#[cfg(test)]
mod tests;
