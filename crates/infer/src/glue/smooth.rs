//! An edge made even along the path: where little tells its place, as on a pad that is as bright as the bead, its neighbours do.

/// A place without any weight still holds a little, so that there is one answer.
const LEAST_WEIGHT: f64 = 1e-4;

/// The line that is near to the places, as far as each has weight, and bends little: the least sum of `weight * (line - place)^2`
/// and `stiff * bend^2` (Whittaker's smoother, solved by the Cholesky factors of its five diagonals).
pub fn stiffened(places: &[f64], weights: &[f64], stiff: f64) -> Vec<f64> {
    let n = places.len();
    let mean = weights.iter().sum::<f64>() / n.max(1) as f64;
    if n < 3 || mean <= 0.0 {
        return places.to_vec();
    }
    let last = n - 1;
    // How often each place is the end, the middle, and the other end of a bend.
    let own = |i: usize| {
        let ends = f64::from(u8::from(i + 2 <= last)) + f64::from(u8::from(i >= 2));
        let middle = if i > 0 && i < last { 4.0 } else { 0.0 };
        ends + middle
    };
    let next = |i: usize| -2.0 * (f64::from(u8::from(i > 0)) + f64::from(u8::from(i + 2 <= last)));
    // Factors and right sides, by place: the pivot, what it hands to the next place and to the one after that.
    let mut rows: Vec<[f64; 4]> = Vec::with_capacity(n);
    for (i, (place, weight)) in places.iter().zip(weights).enumerate() {
        let before = |k: usize| i.checked_sub(k).map_or([0.0; 4], |at| rows[at]);
        let ([d1, e1, f1, z1], [d2, _, f2, z2]) = (before(1), before(2));
        let weight = weight / mean + LEAST_WEIGHT;
        let pivot = weight + stiff * own(i) - e1 * e1 * d1 - f2 * f2 * d2;
        let to_next = if i < last { (stiff * next(i) - e1 * f1 * d1) / pivot } else { 0.0 };
        let beyond = if i + 2 <= last { stiff / pivot } else { 0.0 };
        rows.push([pivot, to_next, beyond, weight * place - e1 * z1 - f2 * z2]);
    }
    let mut line = vec![0.0; n];
    for i in (0..n).rev() {
        let after = |k: usize| line.get(i + k).copied().unwrap_or(0.0);
        let [pivot, to_next, beyond, right] = rows[i];
        line[i] = right / pivot - to_next * after(1) - beyond * after(2);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_stays_and_a_place_of_no_weight_follows_its_neighbours() {
        let straight: Vec<f64> = (0..40).map(|i| 3.0 + 0.25 * f64::from(i)).collect();
        let line = stiffened(&straight, &[1.0; 40], 50.0);
        assert!(line.iter().zip(&straight).all(|(a, b)| (a - b).abs() < 1e-6), "{line:?}");
        let (mut torn, mut weights) = (straight.clone(), [1.0; 40]);
        (15..20).for_each(|i| (torn[i], weights[i]) = (torn[i] + 4.0, 0.0));
        let line = stiffened(&torn, &weights, 50.0);
        assert!(line.iter().zip(&straight).all(|(a, b)| (a - b).abs() < 0.05), "{line:?}");
    }

    #[test]
    fn few_places_or_no_weight_are_left_alone() {
        assert_eq!(stiffened(&[1.0, 5.0], &[1.0, 1.0], 9.0), [1.0, 5.0]);
        assert_eq!(stiffened(&[1.0, 5.0, 2.0], &[0.0; 3], 9.0), [1.0, 5.0, 2.0]);
        let line = stiffened(&[1.0, 2.0, 3.0], &[1.0; 3], 9.0);
        assert!(line.iter().zip([1.0, 2.0, 3.0]).all(|(a, b)| (a - b).abs() < 1e-6), "{line:?}");
    }
}
