/// Where a place goes: `x' = m0 x + m1 y + m2`, `y' = m3 x + m4 y + m5`, in continuous coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affine(pub [f64; 6]);

impl Affine {
    pub const IDENTITY: Affine = Affine([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);

    /// A turn by `degrees` (from x towards y) and a scale about a place, then a shift.
    pub fn similarity(degrees: f64, scale: f64, about: (f64, f64), shift: (f64, f64)) -> Affine {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (a, b) = (scale * cos, scale * sin);
        let (x, y) = about;
        Affine([a, -b, x - a * x + b * y + shift.0, b, a, y - b * x - a * y + shift.1])
    }

    /// The turn, scale and shift that bring the first of each pair nearest to the second (least squares). `None` for fewer
    /// than two, or where all first ones are one place.
    #[allow(clippy::type_complexity)] // pairs of places
    pub fn nearest_similarity(pairs: &[((f64, f64), (f64, f64))]) -> Option<Affine> {
        let n = pairs.len() as f64;
        if pairs.len() < 2 {
            return None;
        }
        let sum = pairs.iter().fold([0.0; 4], |s, (p, q)| [s[0] + p.0, s[1] + p.1, s[2] + q.0, s[3] + q.1]);
        let [px, py, qx, qy] = sum.map(|v| v / n);
        let (mut along, mut across, mut squares) = (0.0, 0.0, 0.0);
        for (p, q) in pairs {
            let (x, y, u, v) = (p.0 - px, p.1 - py, q.0 - qx, q.1 - qy);
            along += x * u + y * v;
            across += x * v - y * u;
            squares += x * x + y * y;
        }
        if squares < 1e-6 {
            return None;
        }
        let (a, b) = (along / squares, across / squares);
        Some(Affine([a, -b, qx - a * px + b * py, b, a, qy - b * px - a * py]))
    }

    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let m = &self.0;
        (m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5])
    }

    /// First `first`, then this.
    pub fn after(&self, first: &Affine) -> Affine {
        let (m, f) = (&self.0, &first.0);
        Affine([
            m[0] * f[0] + m[1] * f[3],
            m[0] * f[1] + m[1] * f[4],
            m[0] * f[2] + m[1] * f[5] + m[2],
            m[3] * f[0] + m[4] * f[3],
            m[3] * f[1] + m[4] * f[4],
            m[3] * f[2] + m[4] * f[5] + m[5],
        ])
    }

    /// The way back; `None` where there is none.
    pub fn inverse(&self) -> Option<Affine> {
        let [a, b, c, d, e, f] = self.0;
        let det = a * e - b * d;
        if !det.is_finite() || det.abs() < 1e-9 {
            return None;
        }
        let (ia, ib, id, ie) = (e / det, -b / det, -d / det, a / det);
        Some(Affine([ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)]))
    }

    /// The same between pictures that are both drawn `factor` times as large.
    pub fn scaled(&self, factor: f64) -> Affine {
        let m = &self.0;
        Affine([m[0], m[1], m[2] * factor, m[3], m[4], m[5] * factor])
    }

    /// The turn that it makes, in degrees from x towards y.
    pub fn degrees(&self) -> f64 {
        let m = &self.0;
        (m[3] - m[1]).atan2(m[0] + m[4]).to_degrees()
    }

    /// How much larger things become.
    pub fn scale(&self) -> f64 {
        let m = &self.0;
        (m[0] * m[4] - m[1] * m[3]).abs().sqrt()
    }
}
