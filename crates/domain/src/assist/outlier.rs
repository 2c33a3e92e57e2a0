//! Pictures that look like no other: a lamp that failed, a wrong product, a hand in front of the lens.

use super::rank::distance2;

/// So many times the usual spread farther than usual from its neighbours.
pub const OUTLIER_FACTOR: f32 = 6.0;
/// Neighbours that are looked at.
const NEIGHBOURS: usize = 5;
/// Below so many pictures nothing is usual.
const FEWEST: usize = 20;
/// Pictures of more are held against so many of them, evenly taken.
const MOST_REFERENCES: usize = 20_000;

/// Places of the outliers with how far they are out, in spreads of the usual, the farthest first. The measure is the mean distance to the
/// five nearest others; an outlier is above the median by [`OUTLIER_FACTOR`] median deviations.
pub fn outliers(rows: &[f32], width: usize) -> Vec<(usize, f32)> {
    let count = rows.len().checked_div(width).unwrap_or(0);
    if count < FEWEST {
        return Vec::new();
    }
    let row = |at: usize| &rows[at * width..(at + 1) * width];
    let stride = count.div_ceil(MOST_REFERENCES);
    let far: Vec<f32> = (0..count)
        .map(|at| {
            let mut nearest = [f32::INFINITY; NEIGHBOURS];
            for other in (0..count).step_by(stride).filter(|other| *other != at) {
                let d = distance2(row(at), row(other));
                if d < nearest[NEIGHBOURS - 1] {
                    nearest[NEIGHBOURS - 1] = d;
                    nearest.sort_by(f32::total_cmp);
                }
            }
            nearest.iter().map(|d| d.sqrt()).sum::<f32>() / NEIGHBOURS as f32
        })
        .collect();
    let middle = median(far.clone());
    // Pictures that are all alike have hardly a spread; then a tenth of the usual distance is one.
    let spread = median(far.iter().map(|f| (f - middle).abs()).collect()).max(middle * 0.1).max(1e-6);
    let mut found: Vec<(usize, f32)> = far
        .iter()
        .map(|f| (f - middle) / spread)
        .enumerate()
        .filter(|(_, out)| *out > OUTLIER_FACTOR)
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_like_no_other_is_out() {
        let mut rows: Vec<f32> = (0..40).flat_map(|n| [(n % 7) as f32 * 0.1, (n % 5) as f32 * 0.1]).collect();
        assert_eq!(outliers(&rows, 2), []);
        rows.extend([9.0, 9.0]);
        rows.extend([-30.0, 0.0]);
        let found: Vec<usize> = outliers(&rows, 2).iter().map(|(at, _)| *at).collect();
        assert_eq!(found, [41, 40]);
    }

    #[test]
    fn of_a_few_pictures_none_is_out() {
        assert_eq!(outliers(&[0.0, 0.0, 0.0, 100.0], 1), []);
    }
}
