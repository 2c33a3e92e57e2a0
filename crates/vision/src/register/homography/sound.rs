use super::{Fit, Homography};

/// Why no map is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NoFit {
    /// So few places agree, of so many that must.
    Few { agree: usize, least: usize },
    /// Those that agree lie in a heap or a line: how much of the part they fill, and how much they must.
    Clustered { spread: f64, least: f64 },
    /// It would be seen from behind.
    Mirrored,
    /// One corner would be so many times nearer than another.
    Steep { bend: f64, most: f64 },
    /// It would be so many times longer one way than the other.
    Flat { stretch: f64, most: f64 },
}

/// How much nearer one corner of a part may be than another, and how much longer it may be seen one way than the other.
const MOST_BEND: f64 = 2.0;
const MOST_STRETCH: f64 = 3.0;
/// Triangles of marks are at least this part of the square over their longest distance.
const LEAST_TRIANGLE: f64 = 0.02;

/// Whether a camera could see a part of these sides so, and well enough to be measured.
pub fn sound(map: &Homography, (w, h): (f64, f64)) -> Result<(), NoFit> {
    let bend = map.bend((w, h));
    if bend.is_nan() || bend > MOST_BEND {
        return Err(NoFit::Steep { bend, most: MOST_BEND });
    }
    let [a, b, _, d, e, _] = map.near(w / 2.0, h / 2.0).0;
    let det = a * e - b * d;
    if det.is_nan() || det <= 0.0 {
        return Err(NoFit::Mirrored);
    }
    // Singular values s ≥ t: s² + t² is the sum of squares, s t the determinant.
    let half = (a * a + b * b + d * d + e * e) / (2.0 * det);
    let stretch = half + (half * half - 1.0).max(0.0).sqrt();
    if stretch.is_nan() || stretch > MOST_STRETCH {
        return Err(NoFit::Flat { stretch, most: MOST_STRETCH });
    }
    Ok(())
}

/// How much of a part of these sides places fill: 1 where they are strewn evenly over all of it, 0 in one place or a line.
pub fn spread(places: &[(f64, f64)], (w, h): (f64, f64)) -> f64 {
    let n = places.len().max(1) as f64;
    let (x, y) = places.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0 / n, s.1 + p.1 / n));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for p in places {
        let (u, v) = (p.0 - x, p.1 - y);
        xx += u * u / n;
        xy += u * v / n;
        yy += v * v / n;
    }
    // An even spread over a length has a twelfth of its square as variance.
    12.0 * (xx * yy - xy * xy).max(0.0).sqrt() / (w * h).max(1e-9)
}

/// Whether places lie so that a map through them is told: three of them in no line for an affine one, four of which no three
/// are in a line for a homography.
pub fn steady(places: &[(f64, f64)], fit: Fit) -> bool {
    let far = |a: &(f64, f64), b: &(f64, f64)| (a.0 - b.0).hypot(a.1 - b.1);
    let longest = places.iter().flat_map(|a| places.iter().map(move |b| far(a, b))).fold(0.0, f64::max);
    let wide = |i: usize, j: usize, k: usize| {
        let (a, b, c) = (places[i], places[j], places[k]);
        let twice = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        twice.abs() >= 2.0 * LEAST_TRIANGLE * longest * longest
    };
    let n = places.len();
    let mut triples = (0..n).flat_map(|i| (i + 1..n).flat_map(move |j| (j + 1..n).map(move |k| (i, j, k))));
    match fit {
        Fit::Similarity => longest >= 1.0,
        Fit::Affine => longest >= 1.0 && triples.any(|(i, j, k)| wide(i, j, k)),
        Fit::Homography => {
            let mut wide_ones = triples.filter(|&(i, j, k)| wide(i, j, k));
            let fourth = |(i, j, k): (usize, usize, usize)| {
                (k + 1..n).any(|l| wide(i, j, l) && wide(i, k, l) && wide(j, k, l))
            };
            longest >= 1.0 && wide_ones.any(fourth)
        }
    }
}
