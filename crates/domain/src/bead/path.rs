/// A wanted path cut into steps of about one pixel, with the direction across it at each.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    pub points: Vec<[f64; 2]>,
    /// Unit vectors to the right as one walks along (down where one walks to the right in a picture).
    pub normals: Vec<[f64; 2]>,
    /// Columns before the start and behind the end: an open path goes straight on there, a closed one goes round.
    pub lead: usize,
    pub closed: bool,
    /// Pixels from one column to the next.
    pub step: f64,
}

impl Track {
    /// `smooth` tells over how many pixels directions are averaged, so that they do not jump at corners. `None` where the
    /// path is shorter than a few pixels.
    pub fn of(path: &[[f64; 2]], closed: bool, lead: usize, smooth: f64) -> Option<Track> {
        let mut corners = path.to_vec();
        if closed {
            corners.push(*path.first()?);
        }
        let far = reach(&corners);
        let length = *far.last()?;
        if !length.is_finite() || length < 8.0 {
            return None;
        }
        let count = length.round() as usize + usize::from(!closed);
        let step = if closed { length / count as f64 } else { length / (count - 1) as f64 };
        let inner: Vec<[f64; 2]> = (0..count).map(|i| place(&corners, &far, i as f64 * step)).collect();
        let points: Vec<[f64; 2]> = (0..count + 2 * lead)
            .map(|i| {
                let at = i as i64 - lead as i64;
                match closed {
                    true => inner[at.rem_euclid(count as i64) as usize],
                    false => ahead(&inner, at, smooth),
                }
            })
            .collect();
        let normals = across(&points, smooth);
        Some(Track { points, normals, lead, closed, step })
    }

    /// Columns from start to end.
    pub fn steps(&self) -> usize {
        self.points.len() - 2 * self.lead
    }

    /// The place `across` pixels to the right of column `at`.
    pub fn place(&self, at: f64, across: f64) -> [f64; 2] {
        let last = self.points.len() - 1;
        let at = at.clamp(0.0, last as f64);
        let (i, t) = (at as usize, at.fract());
        let j = (i + 1).min(last);
        let between = |a: &[f64; 2], b: &[f64; 2], k: usize| a[k] + t * (b[k] - a[k]);
        let (p, n) = (
            [between(&self.points[i], &self.points[j], 0), between(&self.points[i], &self.points[j], 1)],
            [between(&self.normals[i], &self.normals[j], 0), between(&self.normals[i], &self.normals[j], 1)],
        );
        [p[0] + across * n[0], p[1] + across * n[1]]
    }
}

/// For each corner how far it is from the first along the line.
fn reach(corners: &[[f64; 2]]) -> Vec<f64> {
    let mut sum = 0.0;
    let steps = corners.windows(2).map(|w| {
        sum += (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1]);
        sum
    });
    std::iter::once(0.0).chain(steps.collect::<Vec<_>>()).collect()
}

fn place(corners: &[[f64; 2]], far: &[f64], at: f64) -> [f64; 2] {
    let next = far.partition_point(|f| *f <= at).clamp(1, corners.len() - 1);
    let (a, b) = (corners[next - 1], corners[next]);
    let length = far[next] - far[next - 1];
    let t = if length > 0.0 { ((at - far[next - 1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
}

/// The column `at` of an open path, straight on before its start and behind its end.
fn ahead(inner: &[[f64; 2]], at: i64, smooth: f64) -> [f64; 2] {
    let last = inner.len() as i64 - 1;
    if (0..=last).contains(&at) {
        return inner[at as usize];
    }
    let back = (smooth.ceil() as i64).clamp(1, last);
    let (from, to, beyond) = match at < 0 {
        true => (inner[back as usize], inner[0], -at),
        false => (inner[(last - back) as usize], inner[last as usize], at - last),
    };
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx.hypot(dy).max(1e-9);
    let beyond = beyond as f64;
    [to[0] + beyond * dx / length, to[1] + beyond * dy / length]
}

fn across(points: &[[f64; 2]], smooth: f64) -> Vec<[f64; 2]> {
    let last = points.len() - 1;
    let tangents: Vec<[f64; 2]> = (0..points.len())
        .map(|i| {
            let (a, b) = (points[i.saturating_sub(1)], points[(i + 1).min(last)]);
            [b[0] - a[0], b[1] - a[1]]
        })
        .collect();
    let reach = (2.5 * smooth).ceil() as i64;
    let weights: Vec<f64> =
        (-reach..=reach).map(|k| (-0.5 * (k as f64 / smooth.max(0.3)).powi(2)).exp()).collect();
    (0..points.len() as i64)
        .map(|i| {
            let mut sum = [0.0f64; 2];
            for (k, w) in (-reach..=reach).zip(&weights) {
                let t = tangents[(i + k).clamp(0, last as i64) as usize];
                sum[0] += w * t[0];
                sum[1] += w * t[1];
            }
            // Where a path turns back on itself, directions cancel each other.
            let sum = if sum[0].hypot(sum[1]) > 1e-6 { sum } else { tangents[i as usize] };
            match sum[0].hypot(sum[1]) {
                length if length > 1e-9 => [-sum[1] / length, sum[0] / length],
                // Right where it turns there is none at all, and any will do.
                _ => [0.0, 1.0],
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_straight_path_goes_by_pixels_and_straight_on() {
        let track = Track::of(&[[10.0, 5.0], [110.0, 5.0]], false, 4, 3.0).unwrap();
        assert_eq!((track.steps(), track.points.len()), (101, 109));
        assert_eq!((track.points[4], track.points[104]), ([10.0, 5.0], [110.0, 5.0]));
        assert!((track.points[0][0] - 6.0).abs() < 1e-9 && (track.points[108][0] - 114.0).abs() < 1e-9);
        // To the right as one walks to the right is down.
        assert!(track.normals.iter().all(|n| n[0].abs() < 1e-9 && (n[1] - 1.0).abs() < 1e-9));
        assert_eq!(track.place(4.5, 2.0), [10.5, 7.0]);
    }

    #[test]
    fn a_closed_path_goes_round() {
        let square = [[0.0, 0.0], [40.0, 0.0], [40.0, 40.0], [0.0, 40.0]];
        let track = Track::of(&square, true, 10, 2.0).unwrap();
        assert_eq!(track.steps(), 160);
        assert_eq!(track.points[0], track.points[160]);
        assert_eq!(track.points[10], track.points[170 - 1 + 1]);
    }

    #[test]
    fn what_has_no_length_is_no_path() {
        assert_eq!(Track::of(&[[1.0, 1.0], [1.0, 1.0]], false, 0, 1.0), None);
        assert_eq!(Track::of(&[], true, 0, 1.0), None);
        assert_eq!(Track::of(&[[0.0, 0.0], [f64::NAN, 9.0]], false, 0, 1.0), None);
    }

    proptest! {
        #[test]
        fn directions_are_of_length_one_and_steps_of_about_a_pixel(
            corners in prop::collection::vec([0.0f64..400.0, 0.0..400.0], 2..8), closed: bool
        ) {
            if let Some(track) = Track::of(&corners, closed, 5, 4.0) {
                prop_assert!((0.85..1.15).contains(&track.step), "{}", track.step);
                for (i, n) in track.normals.iter().enumerate() {
                    prop_assert!((n[0].hypot(n[1]) - 1.0).abs() < 1e-6);
                    if i > 0 {
                        let (a, b) = (track.points[i - 1], track.points[i]);
                        prop_assert!((a[0] - b[0]).hypot(a[1] - b[1]) < 1.2);
                    }
                }
            }
        }
    }
}
