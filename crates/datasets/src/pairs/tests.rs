use super::*;
use crate::open;
use fovea_domain::{BBox, Shape};
use fovea_vision::{Picture, encode_png_rgb};

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn png(width: u32, height: u32) -> Vec<u8> {
    encode_png_rgb(&Picture::new(width, height)).unwrap()
}

/// Pairs of 120 × 80 pixels with their files of boxes.
fn folder(pairs: &[(&str, Option<&str>)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, boxes) in pairs {
        for end in ["test", "temp"] {
            write(&dir.path().join(format!("images/{name}_{end}.png")), &png(120, 80));
        }
        if let Some(text) = boxes {
            write(&dir.path().join(format!("boxes/{name}.txt")), text.as_bytes());
        }
    }
    dir
}

fn codes(set: &crate::DataSet) -> Vec<&str> {
    set.problems.iter().map(|p| p.code).collect()
}

#[test]
fn pairs_are_found_by_their_names_and_only_the_tests_are_samples() {
    let dir = folder(&[
        ("00041000", Some("10 12 40 32 1\n50 20 90 60 6\n")),
        ("00041001", Some("")),
        ("12000000", Some("10,12,40,32,3")),
    ]);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!((set.format, codes(&set)), (Format::Pairs, vec![]));
    let names: Vec<&str> = set.classes.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["open", "mousebite", "pinhole", "good"]);
    let ids: Vec<&str> = set.samples.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["images/00041000_test.png", "images/00041001_test.png", "images/12000000_test.png"]);
    assert_eq!(set.samples[0].regions[0].shape, Shape::Box(BBox { x: 10.0, y: 12.0, w: 30.0, h: 20.0 }));
    assert_eq!(
        set.samples.iter().map(|s| set.is_good(s)).collect::<Vec<_>>(),
        [Some(false), Some(true), Some(false)]
    );
    assert_eq!(set.samples.iter().map(|s| s.group.as_str()).collect::<Vec<_>>(), ["00041", "00041", "12000"]);
    let pairs = set.pairs.unwrap();
    assert!(pairs.templates["images/00041001_test.png"].ends_with("images/00041001_temp.png"));
}

#[test]
fn boxes_that_cannot_be_are_told_and_the_rest_stays() {
    for (bad, code) in [
        ("200 200 220 220 1", "label.outside"),
        ("40 40 10 10 1", "label.degenerate"),
        ("nan 0 20 20 1", "label.degenerate"),
        ("0 0 1e999 20 1", "label.degenerate"),
        ("10 12 40 32 0", "label.unknown_class"),
        ("10 12 40 32 7", "label.unknown_class"),
        ("10 12 40 32 99999999999999999999999", "label.unknown_class"),
        ("10 12 40 32 -1", "label.unknown_class"),
        ("10 12 40 32 1.5", "label.unknown_class"),
        ("10 12 40 32 nan", "label.unknown_class"),
        ("10 12 40 32", "label.unreadable"),
        ("10 12 40 32 1 1", "label.unreadable"),
        ("a b c d 1", "label.unreadable"),
        ("10 12 40 32 \u{7}", "label.unreadable"),
        ("-30 -30 40 32 1", "label.outside"),
    ] {
        let dir = folder(&[("a", Some(&format!("{bad}\n50 20 90 60 2"))), ("b", None)]);
        let set = open(dir.path(), &OpenOptions::default()).unwrap();
        assert_eq!(codes(&set), [code], "{bad}");
        assert!(set.samples[0].regions.iter().any(|r| set.classes[r.class].name == "short"), "{bad}");
    }
    // With nothing left nobody knows whether the board is good.
    let dir = folder(&[("a", Some("10 12 40 32 9")), ("b", Some("10 12 40 32 2"))]);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!(set.is_good(&set.samples[0]), None);
}

#[test]
fn a_kind_may_be_a_name() {
    let dir = folder(&[("a", Some("10 12 40 32 scratch\n10 12 40 32 2"))]);
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    let names: Vec<&str> = set.classes.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["short", "scratch"]);
}

#[test]
fn a_picture_without_template_or_of_another_size_is_left_out_and_told() {
    let good: Vec<(String, Option<&str>)> =
        (0..12).map(|i| (format!("p{i}"), Some("10 12 40 32 1"))).collect();
    let good: Vec<(&str, Option<&str>)> = good.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let dir = folder(&good);
    write(&dir.path().join("images/alone_test.png"), &png(120, 80));
    write(&dir.path().join("images/p3_temp.png"), &png(121, 80));
    write(&dir.path().join("images/other.png"), &png(50, 50));
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Pairs);
    assert_eq!(codes(&set), ["pair.no_template", "pair.unnamed", "pair.size_differs"]);
    assert_eq!(set.samples.len(), 11);
}

#[test]
fn a_folder_without_pairs_is_none() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a_test.png", "b_test.png", "c.png"] {
        write(&dir.path().join(name), &png(20, 20));
    }
    assert_ne!(open(dir.path(), &OpenOptions::default()).unwrap().format, Format::Pairs);
    let options = OpenOptions { format: Format::Pairs, ..OpenOptions::default() };
    assert!(open(dir.path(), &options).is_err());
}
