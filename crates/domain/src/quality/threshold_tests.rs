use super::*;
use proptest::prelude::*;

fn samples(most: usize) -> impl Strategy<Value = (Vec<f32>, Vec<bool>)> {
    prop::collection::vec((0u8..60, any::<bool>()), 0..most)
        .prop_map(|pairs| pairs.into_iter().map(|(s, bad)| (f32::from(s) / 60.0, bad)).unzip())
}

fn choose(good: &[f32], bad: &[f32], rule: ThresholdRule) -> Choice {
    let scores: Vec<f32> = good.iter().chain(bad).copied().collect();
    let labels: Vec<bool> = (0..scores.len()).map(|i| i >= good.len()).collect();
    choose_threshold(&scores, &labels, rule)
}

/// Every threshold that can differ, without any cleverness.
fn brute(scores: &[f32]) -> Vec<f32> {
    scores.iter().copied().chain(scores.iter().map(|s| s.next_up())).chain([-1.0]).collect()
}

#[test]
fn a_clean_gap_is_cut_in_its_middle_by_every_rule() {
    for rule in [ThresholdRule::Cost(10.0), ThresholdRule::Cost(1.0), ThresholdRule::Overkill(0.2)] {
        let choice = choose(&[0.1, 0.2, 0.25], &[0.75, 0.9], rule);
        assert_eq!(choice.threshold, 0.5);
        assert_eq!((choice.rates.overkilled, choice.rates.escaped), (0, 0));
        assert_eq!(choice.overkill_interval.0, 0.0);
        assert!(choice.escape_interval.1 > 0.5, "two bad pictures prove little");
    }
}

#[test]
fn dear_escapes_lower_the_threshold() {
    let (good, bad) = ([0.1, 0.2, 0.3, 0.6, 0.65], [0.5, 0.8, 0.9]);
    let cheap = choose(&good, &bad, ThresholdRule::Cost(1.0));
    let dear = choose(&good, &bad, ThresholdRule::Cost(3.0));
    assert_eq!((cheap.rates.overkilled, cheap.rates.escaped), (0, 1));
    assert_eq!((dear.rates.overkilled, dear.rates.escaped), (2, 0));
    assert_eq!(dear.threshold, 0.4);
}

#[test]
fn allowed_overkill_is_used_only_where_it_finds_more() {
    let (good, bad) = ([0.1, 0.2, 0.3, 0.6], [0.5, 0.8]);
    assert_eq!(choose(&good, &bad, ThresholdRule::Overkill(0.24)).rates.escaped, 1);
    let choice = choose(&good, &bad, ThresholdRule::Overkill(0.9));
    assert_eq!((choice.rates.overkilled, choice.rates.escaped), (1, 0));
}

#[test]
fn no_pictures_and_odd_numbers_do_no_harm() {
    assert_eq!(choose(&[], &[], ThresholdRule::Cost(5.0)).threshold, 0.5);
    for odd in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(choose(&[0.1, 0.2], &[0.15], ThresholdRule::Cost(odd)).threshold.is_finite());
        assert!(choose(&[0.1, 0.2], &[0.15], ThresholdRule::Overkill(odd)).threshold.is_finite());
        assert!(choose(&[0.1, 0.2], &[], ThresholdRule::Overkill(odd)).threshold.is_finite());
    }
    assert!(choose(&[f32::NAN, 0.2], &[f32::INFINITY], ThresholdRule::Cost(2.0)).threshold.is_finite());
}

#[test]
fn bad_pictures_alone_are_all_found() {
    let choice = choose(&[], &[0.3, 0.9], ThresholdRule::Overkill(0.0));
    assert_eq!(choice.rates.escaped, 0);
    assert_eq!(choice.threshold, 0.3);
}

#[test]
fn many_good_pictures_alone_give_an_order_statistic() {
    let good: Vec<f32> = (1..=999).map(|i| i as f32).collect();
    let choice = choose(&good, &[], ThresholdRule::Overkill(0.01));
    assert_eq!(choice.threshold, 990.5);
    assert_eq!(choice.rates.overkilled, 9);
    assert_eq!(choose(&good, &[], ThresholdRule::Cost(50.0)).threshold, 990.5);
}

#[test]
fn few_good_pictures_alone_leave_room_above() {
    for good in [&[0.3][..], &[0.3, 0.3, 0.3], &[0.0], &[-2.0, -1.0], &[0.1, 0.2, 0.3]] {
        let choice = choose(good, &[], ThresholdRule::Overkill(0.01));
        assert_eq!(choice.rates.overkilled, 0);
        assert!(choice.threshold > good[good.len() - 1]);
    }
    let (loose, strict) = (ThresholdRule::Overkill(0.02), ThresholdRule::Overkill(0.001));
    let good: Vec<f32> = (0..30).map(|i| (i as f32 * 0.7).sin()).collect();
    assert!(choose(&good, &[], loose).threshold < choose(&good, &[], strict).threshold);
}

/// What the margin is for: the overkill on good pictures not seen when the threshold was chosen.
#[test]
fn new_good_pictures_meet_the_promised_overkill() {
    let mut state = 1u64;
    let mut draw = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let uniform = ((state >> 40) as f64 + 0.5) / (1u64 << 24) as f64;
        (-uniform.ln()) as f32
    };
    // The true overkill of a threshold t over these scores is e^-t.
    for (n, share) in [(40, 0.01), (40, 0.1), (150, 0.01), (300, 0.001)] {
        let mean = (0..300)
            .map(|_| {
                let good: Vec<f32> = (0..n).map(|_| draw()).collect();
                (-f64::from(choose(&good, &[], ThresholdRule::Overkill(share)).threshold)).exp()
            })
            .sum::<f64>()
            / 300.0;
        assert!(mean < share * 1.25, "n {n}: asked {share}, got {mean}");
        assert!(mean > share * 0.2, "n {n}: asked {share}, got {mean}, needlessly far");
    }
}

proptest! {
    #[test]
    fn never_more_overkill_than_asked((scores, bad) in samples(80), share in 0.0f64..0.5) {
        let choice = choose_threshold(&scores, &bad, ThresholdRule::Overkill(share));
        prop_assert!(choice.rates.overkill <= share);
        prop_assert_eq!(choice.rates, rates_at(&scores, &bad, choice.threshold));
        for other in brute(&scores) {
            let rates = rates_at(&scores, &bad, other);
            let possible = rates.overkill <= share && rates.bad > 0;
            prop_assert!(!possible || choice.rates.escaped <= rates.escaped);
        }
    }

    #[test]
    fn no_threshold_costs_less((scores, bad) in samples(80), cost in 0.1f64..50.0) {
        let sum = |rates: &Rates| cost * rates.escaped as f64 + rates.overkilled as f64;
        let choice = choose_threshold(&scores, &bad, ThresholdRule::Cost(cost));
        if choice.rates.bad > 0 {
            for other in brute(&scores) {
                prop_assert!(sum(&choice.rates) <= sum(&rates_at(&scores, &bad, other)) + 1e-9);
            }
        }
    }

    #[test]
    fn the_order_of_pictures_does_not_matter((scores, bad) in samples(40), cost in 0.1f64..50.0) {
        let reversed: (Vec<f32>, Vec<bool>) = scores.iter().copied().zip(bad.iter().copied()).rev().unzip();
        for rule in [ThresholdRule::Cost(cost), ThresholdRule::Overkill(cost / 100.0)] {
            let one = choose_threshold(&scores, &bad, rule);
            prop_assert_eq!(one, choose_threshold(&reversed.0, &reversed.1, rule));
            prop_assert!(scores.is_empty() || scores.iter().all(|s| *s != one.threshold)
                || scores.iter().all(|s| *s >= one.threshold), "no score lies on the threshold");
        }
    }
}
