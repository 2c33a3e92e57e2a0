use super::*;
use crate::{OpenOptions, open};
use fovea_domain::BBox;
use std::path::Path;

fn names(layout: &Layout) -> Vec<&str> {
    layout.components.iter().map(|c| c.name.as_str()).collect()
}

fn layout(components: &str) -> Layout {
    parse_layout(format!(r#"{{"image":"g.png","components":{components}}}"#).as_bytes(), (200, 100)).unwrap()
}

#[test]
fn boxes_are_corners_and_cut_to_the_picture() {
    let l = layout(r#"{"R1":[10,20,40,60],"R2":[-0.5,0,30,100.6]}"#);
    assert_eq!(l.components[0].bbox, BBox { x: 10.0, y: 20.0, w: 30.0, h: 40.0 });
    assert_eq!(l.components[1].bbox, BBox { x: 0.0, y: 0.0, w: 30.0, h: 100.0 });
    assert!(l.problems.is_empty());
}

#[test]
fn boxes_that_cannot_be_are_left_out_with_a_word_and_the_rest_stays() {
    for bad in [
        "[150,20,240,60]",
        "[-30,0,20,20]",
        "[40,20,10,60]",
        "[10,10,12,40]",
        "[1e999,0,20,20]",
        "[0,0,1e300,20]",
        "[10,20,40]",
        "[10,20,40,60,80]",
        "\"10,20,40,60\"",
        "[null,0,20,20]",
        "{\"x\":1}",
    ] {
        let l = layout(&format!(r#"{{"R1":{bad},"R2":[10,20,40,60]}}"#));
        assert_eq!((names(&l), l.problems.len()), (vec!["R2"], 1), "{bad}");
    }
    let l = layout("{\"\":[10,20,40,60],\"a\\u0007\":[10,20,40,60],\"R2\":[10,20,40,60]}");
    assert_eq!((names(&l), l.problems.len()), (vec!["R2"], 2));
}

#[test]
fn components_whose_way_round_does_not_matter_are_named_beside() {
    let text =
        r#"{"image":"g.png","components":{"R1":[10,20,40,60],"U2":[50,20,90,60]},"either_way":["R1","R9"]}"#;
    let l = parse_layout(text.as_bytes(), (200, 100)).unwrap();
    assert_eq!(l.components.iter().map(|c| c.either_way).collect::<Vec<_>>(), [true, false]);
    assert!(l.problems.len() == 1 && l.problems[0].contains("R9"), "{:?}", l.problems);
    assert!(layout(r#"{"R1":[10,20,40,60]}"#).components.iter().all(|c| !c.either_way));
}

#[test]
fn what_is_no_layout_is_refused_whole() {
    for bad in ["", "[]", "{}", r#"{"image":"g.png"}"#, r#"{"image":1,"components":{}}"#, "{\"image\":NaN}"] {
        assert!(parse_layout(bad.as_bytes(), (10, 10)).is_err(), "{bad}");
    }
    let many: Vec<String> = (0..1001).map(|i| format!("\"{i}\":[0,0,9,9]")).collect();
    let many = format!(r#"{{"image":"g.png","components":{{{}}}}}"#, many.join(","));
    assert!(parse_layout(many.as_bytes(), (10, 10)).is_err());
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn folder(layout: &str, faults: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let png = fovea_vision::encode_png_rgb(&fovea_vision::Picture::new(120, 80)).unwrap();
    for name in ["golden.png", "images/a.png", "images/b.png"] {
        write(&dir.path().join(name), &png);
    }
    write(&dir.path().join("layout.json"), layout.as_bytes());
    for (name, text) in faults {
        write(&dir.path().join("faults").join(name), text.as_bytes());
    }
    dir
}

const PLAIN: &str = r#"{"image":"golden.png","components":{"R1":[10,20,40,60],"U2":[50,20,90,60]}}"#;

#[test]
fn a_board_without_a_file_of_faults_is_sound_and_the_golden_one_is_no_sample() {
    let dir = folder(PLAIN, &[("b.json", r#"{"components":{"R1":"reversed","U2":"unclear"}}"#)]);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Boards);
    assert!(set.problems.is_empty(), "{:?}", set.problems);
    let told: Vec<_> = set.samples.iter().map(|s| (s.id.as_str(), set.is_good(s))).collect();
    assert_eq!(told, [("images/a.png", Some(true)), ("images/b.png", Some(false))]);
    assert_eq!(set.samples[1].regions.len(), 1);
    let boards = set.boards.unwrap();
    assert_eq!((boards.golden_id.as_str(), boards.components.len()), ("golden.png", 2));
    assert_eq!(boards.truth["images/b.png"]["U2"], ComponentTruth::Unclear);
    assert!(boards.truth["images/a.png"].is_empty());
}

#[test]
fn a_component_without_a_way_round_is_never_reversed() {
    let plain = PLAIN.replace("}}", r#"},"either_way":["R1"]}"#);
    let dir = folder(&plain, &[("b.json", r#"{"components":{"R1":"reversed"}}"#)]);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!(set.problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["label.either_way"]);
    assert_eq!(set.is_good(&set.samples[1]), Some(true));
    let dir = folder(&plain, &[("b.json", r#"{"components":{"R1":"missing","U2":"reversed"}}"#)]);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert!(set.problems.is_empty(), "{:?}", set.problems);
    assert_eq!(set.boards.unwrap().truth["images/b.png"].len(), 2);
}

#[test]
fn unknown_names_and_words_are_told_and_a_broken_file_makes_its_board_unknown() {
    let faults =
        [("a.json", r#"{"components":{"R9":"missing","R1":"bent"}}"#), ("b.json", "{"), ("c.json", "{}")];
    let dir = folder(PLAIN, &faults);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    let mut codes: Vec<&str> = set.problems.iter().map(|p| p.code).collect();
    codes.sort();
    assert_eq!(
        codes,
        ["label.no_picture", "label.unknown_component", "label.unknown_state", "label.unreadable"]
    );
    assert_eq!(set.is_good(&set.samples[0]), Some(true));
    assert_eq!(set.is_good(&set.samples[1]), None);
    let boards = set.boards.unwrap();
    assert_eq!(boards.truth["images/a.png"]["R1"], ComponentTruth::Unclear);
    assert!(!boards.truth.contains_key("images/b.png"));
}

#[test]
fn a_layout_that_names_a_picture_elsewhere_opens_nothing_outside() {
    for image in ["../golden.png", "/etc/hostname", "missing.png"] {
        let dir = folder(&PLAIN.replace("golden.png", image), &[]);
        let options = OpenOptions { format: Format::Boards, ..OpenOptions::default() };
        assert!(open(dir.path(), &options).is_err(), "{image}");
    }
}
