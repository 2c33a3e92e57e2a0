use super::super::rates_at;
use super::*;
use proptest::prelude::*;

/// Few different values, so that ties are frequent.
fn samples() -> impl Strategy<Value = (Vec<f32>, Vec<bool>)> {
    prop::collection::vec((0u8..40, any::<bool>()), 0..60)
        .prop_map(|pairs| pairs.into_iter().map(|(s, bad)| (f32::from(s) / 40.0, bad)).unzip())
}

#[test]
fn auroc_of_the_textbook_example() {
    let scores = [0.1, 0.4, 0.35, 0.8];
    let bad = [false, false, true, true];
    assert_eq!(auroc(&scores, &bad), Some(0.75));
    let precision = average_precision(&scores, &bad).unwrap();
    assert!((precision - (0.5 + 0.5 * 2.0 / 3.0)).abs() < 1e-12);
}

#[test]
fn one_sided_data_has_no_curve() {
    for bad in [[true, true], [false, false]] {
        assert_eq!(auroc(&[0.1, 0.2], &bad), None);
        assert_eq!(auroc_interval(&[0.1, 0.2], &bad), None);
        assert_eq!(average_precision(&[0.1, 0.2], &bad), None);
        assert!(roc_curve(&[0.1, 0.2], &bad).is_empty() && pr_curve(&[0.1, 0.2], &bad).is_empty());
    }
    assert_eq!(auroc(&[], &[]), None);
}

#[test]
fn equal_scores_are_worth_half() {
    assert_eq!(auroc(&[0.5; 6], &[true, false, true, false, false, false]), Some(0.5));
    assert_eq!(auroc(&[0.0, -0.0], &[true, false]), Some(0.5));
}

#[test]
fn no_number_lies_lowest() {
    assert_eq!(auroc(&[f32::NAN, 0.1], &[true, false]), Some(0.0));
    assert_eq!(auroc(&[f32::NEG_INFINITY, f32::INFINITY], &[false, true]), Some(1.0));
}

#[test]
fn a_perfect_score_on_few_pictures_is_not_certain() {
    let interval = |n: usize| {
        let scores: Vec<f32> = (0..2 * n).map(|i| i as f32).collect();
        let bad: Vec<bool> = (0..2 * n).map(|i| i >= n).collect();
        auroc_interval(&scores, &bad).unwrap()
    };
    let (few, many) = (interval(5), interval(500));
    assert_eq!((few.1, many.1), (1.0, 1.0));
    assert!(few.0 < 0.75 && few.0 > 0.4, "{few:?}");
    assert!(many.0 > 0.99, "{many:?}");
}

/// How often an interval that claims 95 % holds the true value, for normal scores whose true area is known.
#[test]
fn the_interval_covers_the_truth_about_as_often_as_it_says() {
    let mut state = 7u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    // Sum of twelve uniform values: nearly normal with variance 1. The true area at a shift of 2 is 0.9214.
    let mut normal = move || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
    let mut held = 0;
    for _ in 0..400 {
        let bad: Vec<bool> = (0..80).map(|i| i % 4 == 0).collect();
        let scores: Vec<f32> = bad.iter().map(|&b| (normal() + if b { 2.0 } else { 0.0 }) as f32).collect();
        let (low, high) = auroc_interval(&scores, &bad).unwrap();
        held += usize::from(low <= 0.9214 && 0.9214 <= high);
    }
    assert!((368..=396).contains(&held), "{held} of 400");
}

#[test]
fn long_curves_are_thinned_and_keep_their_ends() {
    let scores: Vec<f32> = (0..20_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 8) as f32).collect();
    let bad: Vec<bool> = (0..20_000).map(|i| i % 3 == 0).collect();
    for curve in [roc_curve(&scores, &bad), pr_curve(&scores, &bad)] {
        assert!(curve.len() <= 200 && curve.len() > 150, "{}", curve.len());
        assert_eq!(curve.last().map(|point| point.x), Some(1.0));
    }
    assert_eq!(roc_curve(&scores, &bad)[0].x, 0.0);
}

proptest! {
    #[test]
    fn auroc_counts_pairs((scores, bad) in samples()) {
        let (mut won, mut pairs) = (0.0, 0.0);
        for i in 0..scores.len() {
            for j in (0..scores.len()).filter(|&j| bad[i] && !bad[j]) {
                pairs += 1.0;
                won += if scores[i] > scores[j] { 1.0 } else if scores[i] == scores[j] { 0.5 } else { 0.0 };
            }
        }
        match auroc(&scores, &bad) {
            None => prop_assert_eq!(pairs, 0.0),
            Some(area) => {
                prop_assert!((area - won / pairs).abs() < 1e-12);
                let (low, high) = auroc_interval(&scores, &bad).unwrap();
                prop_assert!(0.0 <= low && low <= area && area <= high && high <= 1.0);
                let flipped: Vec<bool> = bad.iter().map(|b| !b).collect();
                prop_assert!((auroc(&scores, &flipped).unwrap() - (1.0 - area)).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_area_under_the_roc_points_is_the_auroc((scores, bad) in samples()) {
        let curve = roc_curve(&scores, &bad);
        let area: f64 = curve.windows(2).map(|p| (p[1].x - p[0].x) * (p[0].y + p[1].y) / 2.0).sum();
        prop_assert!((area - auroc(&scores, &bad).unwrap_or(0.0)).abs() < 1e-9);
    }

    #[test]
    fn every_point_is_what_its_threshold_does((scores, bad) in samples()) {
        for point in roc_curve(&scores, &bad) {
            let rates = rates_at(&scores, &bad, point.threshold);
            prop_assert_eq!((point.x, point.y), (rates.overkill, (rates.bad - rates.escaped) as f64 / rates.bad as f64));
        }
        for point in pr_curve(&scores, &bad) {
            let rates = rates_at(&scores, &bad, point.threshold);
            let found = rates.bad - rates.escaped;
            prop_assert_eq!(point.y, found as f64 / (found + rates.overkilled) as f64);
        }
    }
}
