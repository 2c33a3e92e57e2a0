use super::*;

fn named(counts: &[(&'static str, u32, usize)]) -> Option<Vec<String>> {
    let seen: Vec<(&str, u32)> =
        counts.iter().flat_map(|(stem, id, n)| std::iter::repeat_n((*stem, *id), *n)).collect();
    let mut ids: Vec<u32> = counts.iter().map(|c| c.1).collect();
    ids.sort();
    ids.dedup();
    names_from_prefixes(&seen, &ids)
}

#[test]
fn prefixes_that_agree_name_the_classes() {
    assert_eq!(
        named(&[("crazing_1", 0, 9), ("rolled-in_scale_7", 4, 5)]).unwrap(),
        ["crazing", "rolled-in_scale"]
    );
    // A few regions of another kind do not spoil it.
    assert!(named(&[("a_1", 0, 40), ("b_1", 1, 40), ("b_2", 0, 3)]).is_some());
}

#[test]
fn prefixes_that_do_not_agree_name_nothing() {
    assert_eq!(named(&[("a_1", 0, 5), ("b_1", 1, 5), ("b_2", 0, 5)]), None);
    assert_eq!(named(&[("img_1", 0, 5), ("img_2", 1, 5)]), None);
    assert_eq!(named(&[("a_1", 0, 5), ("b", 1, 5)]), None);
    assert_eq!(named(&[("img_1", 0, 5)]), None);
    assert_eq!(named(&[("a_1", 0, 50), ("b_1", 1, 50), ("c_1", 1, 2)]), None);
    assert_eq!(named(&[]), None);
}
