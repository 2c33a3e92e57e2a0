use super::*;
use proptest::prelude::*;

fn yaml(text: &str) -> Vec<String> {
    parse_names(text, true).unwrap()
}

#[test]
fn good_names_are_known_in_any_case_and_spelling() {
    for name in ["good", " OK ", "Free", "Defect_Free", "no defect", "良品", "OK品", "合格", "Non-Defective"]
    {
        assert!(is_good_name(name, &[]), "{name}");
    }
    for name in ["", "bad", "negative", "goods", "不良品", "crack", "ng"] {
        assert!(!is_good_name(name, &[]), "{name}");
    }
    assert!(is_good_name("Golden Sample", &["golden_sample".into()]));
}

#[test]
fn names_are_read_from_every_usual_way_to_write_them() {
    let expected = ["crack", "dent, deep", "划痕"];
    assert_eq!(yaml("path: x\nnames: [crack, 'dent, deep', \"划痕\"] # three\nnc: 3"), expected);
    assert_eq!(yaml("names:\n  - crack\n  - 'dent, deep'\n  - 划痕\nnc: 3"), expected);
    assert_eq!(yaml("names:\n- crack\n- dent, deep\n- 划痕\n"), expected);
    assert_eq!(yaml("\u{feff}names:\n  2: 划痕\n  0: crack\n  1: dent, deep\ntrain: x"), expected);
    assert_eq!(yaml("names: {0: crack, 1: 'dent, deep', 2: 划痕}"), expected);
    assert_eq!(yaml("names: [\n  crack,\n  'dent, deep',\n  划痕\n]"), expected);
    assert_eq!(parse_names("crack\r\ndent, deep\n划痕\n\n", false).unwrap(), expected);
}

#[test]
fn a_number_left_out_is_its_own_name() {
    assert_eq!(yaml("names:\n  0: a\n  2: c"), ["a", "1", "c"]);
    assert_eq!(parse_names("a\n\nc", false).unwrap(), ["a", "1", "c"]);
}

#[test]
fn hostile_yaml_gives_an_error_and_takes_no_memory() {
    for text in [
        "",
        "nc: 3",
        "names:",
        "names: 5",
        "names:\n  99999999999: x",
        "names: {4000000000: x}",
        "a: &a [x,x]\nb: &b [*a,*a]\n",
        "names:\n  x",
        "namesake: [a]",
        "names: []",
    ] {
        assert!(parse_names(text, true).is_err(), "{text}");
    }
    assert!(parse_names(&"x\n".repeat(10_001), false).is_err());
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*", yaml in any::<bool>()) {
        let _ = parse_names(&text, yaml);
        let _ = parse_names(&format!("names:{text}"), yaml);
    }
}
