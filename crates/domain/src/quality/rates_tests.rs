use super::*;
use proptest::prelude::*;

#[test]
fn a_picture_is_ng_from_the_threshold_on() {
    let rates = rates_at(&[0.2, 0.5, 0.5, 0.8], &[false, false, true, true], 0.5);
    assert_eq!((rates.overkilled, rates.good, rates.escaped, rates.bad), (1, 2, 0, 2));
    assert_eq!((rates.overkill, rates.escape), (0.5, 0.0));
    let higher = rates_at(&[0.2, 0.5, 0.5, 0.8], &[false, false, true, true], 0.51);
    assert_eq!((higher.overkilled, higher.escaped), (0, 1));
}

#[test]
fn a_score_that_is_no_number_is_ok_and_counts_as_escape() {
    let rates = rates_at(&[f32::NAN, f32::NAN], &[true, false], 0.5);
    assert_eq!((rates.overkilled, rates.escaped), (0, 1));
}

#[test]
fn accuracies_of_one_sided_data() {
    let both = Rates::from_counts(1, 10, 5, 10);
    assert_eq!(both.accuracy(), Some(0.7));
    assert_eq!(both.balanced_accuracy(), Some(0.7));
    let good_only = Rates::from_counts(1, 10, 0, 0);
    assert_eq!(good_only.balanced_accuracy(), Some(0.9));
    assert_eq!(Rates::default().accuracy(), None);
}

#[test]
fn wilson_agrees_with_published_values() {
    // Newcombe (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
    let close = |(low, high): (f64, f64), want: (f64, f64)| {
        assert!((low - want.0).abs() < 6e-5 && (high - want.1).abs() < 6e-5, "{low} {high}");
    };
    close(wilson(81, 263), (0.2553, 0.3662));
    close(wilson(15, 148), (0.0624, 0.1605));
    close(wilson(0, 20), (0.0, 0.1611));
    close(wilson(1, 29), (0.0061, 0.1718));
    assert_eq!(wilson(0, 0), (0.0, 1.0));
    assert_eq!(wilson(7, 7).1, 1.0);
}

proptest! {
    #[test]
    fn an_interval_holds_its_share_and_narrows_with_pictures(n in 1usize..500, part in 0.0f64..=1.0) {
        let k = (part * n as f64).round() as usize;
        let (low, high) = wilson(k, n);
        let share = k as f64 / n as f64;
        prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
        let (low10, high10) = wilson(k * 10, n * 10);
        prop_assert!(high10 - low10 < high - low);
        let (mirror_low, mirror_high) = wilson(n - k, n);
        prop_assert!((mirror_low - (1.0 - high)).abs() < 1e-12 && (mirror_high - (1.0 - low)).abs() < 1e-12);
    }
}
