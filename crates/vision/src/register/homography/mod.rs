//! The map from a flat thing to a picture of it that was taken from anywhere, and how it is found from pairs of places: a
//! direct linear solution in normalised coordinates (Hartley 1997, "In defense of the eight-point algorithm"; Hartley and
//! Zisserman, "Multiple View Geometry", 2nd edition, algorithms 4.2 and 4.3), then least squares of how far places lie from
//! where they were seen (Levenberg 1944, Marquardt 1963), with Huber's weights (1964), so that a pair that is far off pulls little.

mod fit;
mod sound;

pub use fit::{Fit, Pair};
pub use sound::{NoFit, sound, spread, steady};

use super::{Affine, Gray};

/// Where a place goes: `x' = (h0 x + h1 y + h2) / w`, `y' = (h3 x + h4 y + h5) / w` with `w = h6 x + h7 y + h8`, in continuous
/// coordinates. What is seen has a positive `w`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography(pub [f64; 9]);

/// What lies no further before the horizon is not seen.
const HORIZON: f64 = 1e-6;

impl From<Affine> for Homography {
    fn from(Affine([a, b, c, d, e, f]): Affine) -> Homography {
        Homography([a, b, c, d, e, f, 0.0, 0.0, 1.0])
    }
}

impl Homography {
    pub const IDENTITY: Homography = Homography([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);

    /// No numbers (`NAN`) for a place on the horizon or behind it.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let (h, w) = (&self.0, self.depth(x, y));
        if w.is_nan() || w <= HORIZON {
            return (f64::NAN, f64::NAN);
        }
        ((h[0] * x + h[1] * y + h[2]) / w, (h[3] * x + h[4] * y + h[5]) / w)
    }

    /// How far away a place is, beside others.
    pub fn depth(&self, x: f64, y: f64) -> f64 {
        self.0[6] * x + self.0[7] * y + self.0[8]
    }

    /// First `first`, then this.
    pub fn after(&self, first: &Homography) -> Homography {
        let (m, f) = (&self.0, &first.0);
        let mut out = [0.0; 9];
        for (k, v) in out.iter_mut().enumerate() {
            let (row, column) = (k / 3 * 3, k % 3);
            *v = m[row] * f[column] + m[row + 1] * f[3 + column] + m[row + 2] * f[6 + column];
        }
        Homography(out)
    }

    /// The way back; `None` where there is none.
    pub fn inverse(&self) -> Option<Homography> {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let (p, q, r) = (e * i - f * h, f * g - d * i, d * h - e * g);
        let det = a * p + b * q + c * r;
        if !det.is_finite() || det.abs() < 1e-12 {
            return None;
        }
        let (s, t, u) = (c * h - b * i, a * i - c * g, b * g - a * h);
        let (v, w, x) = (b * f - c * e, c * d - a * f, a * e - b * d);
        Some(Homography([p, s, v, q, t, w, r, u, x].map(|n| n / det)))
    }

    /// The same between pictures that are both drawn `factor` times as large.
    pub fn scaled(&self, factor: f64) -> Homography {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Homography([a, b, c * factor, d, e, f * factor, g / factor, h / factor, i])
    }

    /// The affine map that it is all but near a place.
    pub fn near(&self, x: f64, y: f64) -> Affine {
        let (h, w) = (&self.0, self.depth(x, y));
        let (u, v) = self.apply(x, y);
        let (a, b) = ((h[0] - u * h[6]) / w, (h[1] - u * h[7]) / w);
        let (d, e) = ((h[3] - v * h[6]) / w, (h[4] - v * h[7]) / w);
        Affine([a, b, u - a * x - b * y, d, e, v - d * x - e * y])
    }

    /// The same where nothing is nearer than anything else.
    pub fn affine(&self) -> Option<Affine> {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let flat = g == 0.0 && h == 0.0 && i > HORIZON;
        flat.then(|| Affine([a, b, c, d, e, f].map(|v| v / i)))
    }

    /// Six numbers where it is affine, as of [`Affine`]; else nine, row by row, the last of them 1 where that can be.
    pub fn numbers(&self) -> Vec<f64> {
        if let Some(affine) = self.affine() {
            return affine.0.to_vec();
        }
        let last = self.0[8];
        let unit = if last > HORIZON { last } else { 1.0 };
        self.0.iter().map(|v| v / unit).collect()
    }

    /// How much nearer the nearest corner of a rectangle from (0, 0) to these sides is than the furthest; without end where the
    /// horizon goes through it.
    pub fn bend(&self, (w, h): (f64, f64)) -> f64 {
        let depths = [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h)].map(|(x, y)| self.depth(x, y));
        let (least, most) = depths.iter().fold((f64::MAX, f64::MIN), |(l, m), d| (l.min(*d), m.max(*d)));
        if least > HORIZON { most / least } else { f64::INFINITY }
    }
}

/// The picture as seen through `map`, which tells for each place of the result where it lies in `picture`; `NAN` outside.
pub fn seen_through(picture: &Gray, map: &Homography, width: usize, height: usize) -> Gray {
    let mut data = Vec::with_capacity(width * height);
    for y in 0..height {
        data.extend((0..width).map(|x| {
            let (u, v) = map.apply(x as f64 + 0.5, y as f64 + 0.5);
            picture.at(u as f32, v as f32).unwrap_or(f32::NAN)
        }));
    }
    Gray { width, height, data }
}

#[cfg(test)]
mod tests;
