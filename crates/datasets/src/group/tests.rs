use super::*;
use proptest::prelude::*;

fn groups(stems: &[String]) -> Grouping {
    group_stems(&stems.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_position_and_angle_of_a_spindle_stay_and_the_time_goes() {
    let mut stems = Vec::new();
    for place in ["635000_270", "277500_315", "437500_315", "490000_180", "585000_090"] {
        for hour in 10..30 {
            stems.push(format!("01_2009070908{hour}_{place}_crop_{}", hour % 3));
        }
    }
    // Another series with as many parts in its names but other ones.
    stems.extend((60..72).map(|i| format!("KGT1-S-0{i}-A0{}_crop_0", i % 4)));
    let found = groups(&stems);
    assert_eq!((found.groups[0].as_str(), found.groups[99].as_str()), ("635000_270", "585000_090"));
    assert_eq!(found.groups[100..].iter().collect::<HashSet<_>>().len(), 12);
    assert!(found.rule.unwrap().contains("635000_270"));
}

#[test]
fn a_tile_under_several_lights_is_one_tile() {
    let stems: Vec<String> = (0..60).map(|i| format!("exp{}_num_{}", i % 6, 1000 + i / 6 * 37)).collect();
    let found = groups(&stems);
    assert_eq!(found.groups[..6], vec!["1000"; 6]);
    assert_eq!(found.groups.iter().collect::<HashSet<_>>().len(), 10);
}

#[test]
fn names_that_number_pictures_of_a_kind_give_no_groups() {
    let kinds = ["crazing", "inclusion", "patches", "pitted_surface", "rolled-in_scale", "scratches"];
    let many: Vec<String> = kinds.iter().flat_map(|k| (1..=300).map(move |i| format!("{k}_{i}"))).collect();
    assert_eq!(groups(&many).rule, None);
    // Also where there are so few that the number looks like a counter of views.
    let few: Vec<String> =
        kinds.iter().flat_map(|k| (1..=9).map(move |i| format!("{}_{i}", &k[..5]))).collect();
    assert_eq!(groups(&few), Grouping { groups: few.clone(), rule: None });
}

#[test]
fn plain_counters_times_and_too_few_parts_give_no_groups() {
    let none = |stems: Vec<String>| assert_eq!(groups(&stems).rule, None, "{}", stems[0]);
    none((0..50).map(|i| format!("IMG_{i:04}")).collect());
    none((0..50).map(|i| format!("20240105_1345{i}")).collect());
    none((0..40).map(|i| format!("{}_cam{}", 1000 + i % 4, i / 4)).collect());
    none((0..40).map(|i| format!("cam{}_{}", i % 4, i / 4)).collect());
    none(vec![]);
    none(vec!["".into(), "_".into(), "a".into(), "b_c".into(), "1_2_3".into()]);
}

#[test]
fn date_and_clock_and_view_go_and_the_part_stays() {
    let stems: Vec<String> =
        (0..40).map(|i| format!("20240105-13{:02}22_SN{:05}_view{}", i, 70 + i / 4, i % 4)).collect();
    let found = groups(&stems);
    assert_eq!(found.groups[0], "SN00070");
    assert_eq!(found.groups.iter().collect::<HashSet<_>>().len(), 10);
    // Few parts with small numbers are parts all the same.
    let few: Vec<String> = (0..40).map(|i| format!("part{}_view{}", i / 4, i % 4)).collect();
    assert_eq!(groups(&few).groups[7], "part1");
}

proptest! {
    #[test]
    fn the_order_of_pictures_does_not_matter(mut stems in prop::collection::vec("[a-c]{0,2}[0-9]{0,3}_[0-9]{1,4}_v[0-9]", 0..40)) {
        let before: BTreeMap<String, String> = stems.iter().cloned().zip(groups(&stems).groups).collect();
        stems.reverse();
        let after: BTreeMap<String, String> = stems.iter().cloned().zip(groups(&stems).groups).collect();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn with_a_rule_there_are_enough_groups_and_fewer_than_pictures(
        stems in prop::collection::vec("[a-c]{0,2}[0-9]{0,3}[_ -][0-9]{1,4}[_-]v[0-9]", 0..60)
    ) {
        let found = groups(&stems);
        prop_assert_eq!(found.groups.len(), stems.len());
        let count = found.groups.iter().collect::<HashSet<_>>().len();
        if found.rule.is_some() {
            prop_assert!(count >= FEWEST_GROUPS && count < stems.len());
        } else {
            prop_assert_eq!(found.groups, stems);
        }
    }

    #[test]
    fn any_names_are_cut_without_panic(stems in prop::collection::vec("\\PC{0,30}", 0..30)) {
        let _ = groups(&stems);
    }
}
