use super::*;
use proptest::prelude::*;

fn dealt() -> impl Strategy<Value = (Vec<String>, Vec<usize>)> {
    prop::collection::vec((0u8..25, 0usize..4), 0..120).prop_map(|pairs| {
        pairs.into_iter().map(|(group, stratum)| (format!("part-{group}"), stratum)).unzip()
    })
}

fn singles(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("picture {i}")).collect()
}

#[test]
fn single_pictures_are_spread_evenly_over_every_class() {
    let groups = singles(103);
    let strata: Vec<usize> = (0..103)
        .map(|i| {
            if i < 80 {
                0
            } else if i < 98 {
                1
            } else {
                2
            }
        })
        .collect();
    let folds = group_folds(&groups, &strata, 5, 3);
    for (stratum, least) in [(0, 16), (1, 3), (2, 1)] {
        for fold in 0..5 {
            let count = (0..103).filter(|&i| strata[i] == stratum && folds[i] == fold).count();
            assert!(count == least || count == least + 1, "stratum {stratum} fold {fold}: {count}");
        }
    }
    for fold in 0..5 {
        let count = folds.iter().filter(|f| **f == fold).count();
        assert!((20..=21).contains(&count), "fold {fold} has {count}");
    }
}

#[test]
fn the_seed_deals_anew_and_only_the_seed() {
    let (groups, strata) = (singles(60), vec![0; 60]);
    assert_eq!(group_folds(&groups, &strata, 4, 1), group_folds(&groups, &strata, 4, 1));
    assert_ne!(group_folds(&groups, &strata, 4, 1), group_folds(&groups, &strata, 4, 2));
    assert_ne!(holdout(&groups, &strata, 0.3, 1), holdout(&groups, &strata, 0.3, 2));
}

#[test]
fn odd_requests() {
    assert!(group_folds(&[], &[], 3, 0).is_empty());
    assert_eq!(group_folds(&singles(3), &[0], 0, 0), [0, 0, 0]);
    assert!(holdout(&singles(4), &[0; 4], 0.0, 0).iter().all(|held| !held));
    assert!(holdout(&singles(4), &[0; 4], f64::NAN, 0).iter().all(|held| !held));
    assert!(holdout(&singles(4), &[0; 4], 1.0, 0).iter().all(|held| *held));
}

#[test]
fn a_holdout_of_single_pictures_is_exact() {
    let strata: Vec<usize> = (0..110).map(|i| usize::from(i >= 100)).collect();
    let held = holdout(&singles(110), &strata, 0.2, 9);
    assert_eq!((0..100).filter(|&i| held[i]).count(), 20);
    assert_eq!((100..110).filter(|&i| held[i]).count(), 2);
}

#[test]
fn a_class_of_one_group_stays_for_learning() {
    let groups: Vec<String> = (0..30).map(|i| format!("{}", if i < 24 { i } else { 99 })).collect();
    let strata: Vec<usize> = (0..30).map(|i| usize::from(i >= 24)).collect();
    let held = holdout(&groups, &strata, 0.25, 5);
    assert!(held[24..].iter().all(|held| !held));
    assert_eq!(held.iter().filter(|held| **held).count(), 6);
}

proptest! {
    #[test]
    fn groups_stay_together_and_folds_exist((groups, strata) in dealt(), k in 1usize..7, seed: u64) {
        let folds = group_folds(&groups, &strata, k, seed);
        let held = holdout(&groups, &strata, 0.3, seed);
        prop_assert_eq!(folds.len(), groups.len());
        prop_assert_eq!(held.len(), groups.len());
        let mut home: BTreeMap<&String, (usize, bool)> = BTreeMap::new();
        for (i, group) in groups.iter().enumerate() {
            prop_assert!(folds[i] < k);
            let first = *home.entry(group).or_insert((folds[i], held[i]));
            prop_assert_eq!(first, (folds[i], held[i]));
        }
    }

    #[test]
    fn the_order_of_samples_does_not_matter((groups, strata) in dealt(), seed: u64) {
        let back: Vec<String> = groups.iter().rev().cloned().collect();
        let back_strata: Vec<usize> = strata.iter().rev().copied().collect();
        let mut folds = group_folds(&back, &back_strata, 3, seed);
        folds.reverse();
        prop_assert_eq!(folds, group_folds(&groups, &strata, 3, seed));
    }

    #[test]
    fn one_stratum_folds_differ_by_at_most_the_largest_group((groups, _) in dealt(), k in 1usize..6, seed: u64) {
        let folds = group_folds(&groups, &vec![0; groups.len()], k, seed);
        let counts: Vec<usize> = (0..k).map(|fold| folds.iter().filter(|f| **f == fold).count()).collect();
        let mut sizes: BTreeMap<&String, usize> = BTreeMap::new();
        for group in &groups {
            *sizes.entry(group).or_default() += 1;
        }
        let largest = sizes.values().max().copied().unwrap_or(0);
        prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= largest);
    }
}
