use super::*;
use proptest::prelude::*;

/// What `fit` makes small: one sample's weight is spread over all classes.
fn loss(logits: &[Vec<f32>], targets: &[usize], temperature: f32) -> f64 {
    let even = 1.0 / (targets.len() + 1) as f64;
    let one = |(row, &target): (&Vec<f32>, &usize)| {
        let surprise: Vec<f64> =
            Temperature::softmax(row, temperature).iter().map(|p| -f64::from(*p).ln()).collect();
        let all = surprise.iter().sum::<f64>() / surprise.len() as f64;
        (1.0 - even) * surprise[target] + even * all
    };
    logits.iter().zip(targets).map(one).sum()
}

#[test]
fn overconfident_logits_get_a_temperature_above_one() {
    // Sure of class 0 at odds of e^6, but right in only three of four cases: the odds should be 3.
    let logits = vec![vec![6.0, 0.0]; 4000];
    let targets: Vec<usize> = (0..4000).map(|i| usize::from(i % 4 == 0)).collect();
    let temperature = Temperature::fit(&logits, &targets);
    assert!((temperature - 6.0 / 3.0f32.ln()).abs() < 1e-2, "{temperature}");
    assert!((Temperature::softmax(&logits[0], temperature)[0] - 0.75).abs() < 1e-3);
}

#[test]
fn nothing_to_learn_from_leaves_logits_alone() {
    assert_eq!(Temperature::fit(&[], &[]), 1.0);
    assert_eq!(Temperature::fit(&[vec![f32::NAN, 1.0]], &[0]), 1.0);
    assert_eq!(Temperature::fit(&[vec![1.0, 2.0]], &[2]), 1.0);
    assert_eq!(Temperature::fit(&[vec![1.0, 1.0]], &[0]), 1.0);
}

#[test]
fn always_right_on_few_samples_is_not_boundlessly_sure() {
    let fit = |n: usize| {
        let (logits, targets): (Vec<Vec<f32>>, Vec<usize>) =
            (0..n).map(|i| (if i % 2 == 0 { vec![3.0, 0.0] } else { vec![0.0, 3.0] }, i % 2)).unzip();
        Temperature::softmax(&[3.0, 0.0], Temperature::fit(&logits, &targets))[0]
    };
    assert!((fit(2) - 5.0 / 6.0).abs() < 1e-3, "{}", fit(2));
    assert!(fit(200) > 0.995 && fit(200) < 0.999, "{}", fit(200));
}

#[test]
fn platt_gives_the_observed_share() {
    let scores: Vec<f32> = (0..400).map(|i| (i / 100) as f32).collect();
    let bad: Vec<bool> = (0..400).map(|i| i % 100 < [5, 20, 55, 85][i / 100]).collect();
    let platt = Platt::fit(&scores, &bad).unwrap();
    for (score, share) in [(0.0, 0.05), (1.0, 0.2), (2.0, 0.55), (3.0, 0.85)] {
        assert!((platt.probability(score) - share).abs() < 0.05, "{score}: {}", platt.probability(score));
    }
}

#[test]
fn platt_stays_finite_where_scores_part_completely() {
    let platt = Platt::fit(&[1e-5, 2e-5, 7e-5, 8e-5], &[false, false, true, true]).unwrap();
    let (low, high) = (platt.probability(2e-5), platt.probability(7e-5));
    assert!(platt.slope.is_finite() && low < 0.4 && high > 0.6, "{low} {high}");
    assert_eq!(Platt::fit(&[0.1, 0.2], &[true, true]), None);
    assert_eq!(Platt::fit(&[0.1, 0.1], &[true, false]), None);
}

#[test]
fn calibration_error_is_the_weighted_gap() {
    let confidence = [0.95, 0.95, 0.95, 0.95, 0.55, 0.55];
    let correct = [true, true, true, false, true, false];
    let error = expected_calibration_error(&confidence, &correct, 10).unwrap();
    assert!((error - (4.0 * 0.2 + 2.0 * 0.05) / 6.0).abs() < 1e-6, "{error}");
    assert_eq!(expected_calibration_error(&[], &[], 10), None);
    assert_eq!(expected_calibration_error(&[1.0], &[true], 0), Some(0.0));
}

proptest! {
    #[test]
    fn the_fitted_temperature_is_no_worse_than_others(
        rows in prop::collection::vec((prop::collection::vec(-5.0f32..5.0, 3), 0usize..3), 5..30),
        other in 0.06f32..19.0,
    ) {
        let (logits, targets): (Vec<Vec<f32>>, Vec<usize>) = rows.into_iter().unzip();
        let fitted = Temperature::fit(&logits, &targets);
        prop_assert!((0.049..=20.1).contains(&fitted));
        prop_assert!(loss(&logits, &targets, fitted) <= loss(&logits, &targets, other) + 1e-3);
    }
}
