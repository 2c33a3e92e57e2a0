use super::*;
use crate::{DataSet, Unmentioned, open};
use fovea_domain::{Runs, Shape};
use fovea_vision::{Picture, encode_png_rgb};
use std::fs;
use std::path::Path;

const ROAD: [u8; 3] = [128, 64, 128];
const CAR: [u8; 3] = [64, 0, 128];
const COLORS: &str = "64 0 128\tCar\n128 64 128\tRoad side\n0 0 0\tVoid\n";

/// A picture of 8 × 4 pixels whose first ones have these colours.
fn picture(path: &Path, pixels: &[[u8; 3]]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut picture = Picture::new(8, 4);
    picture.rgb[..pixels.len() * 3].copy_from_slice(pixels.as_flattened());
    fs::write(path, encode_png_rgb(&picture).unwrap()).unwrap();
}

fn set(files: &[(&str, &[[u8; 3]])], texts: &[(&str, &str)]) -> DataSet {
    let dir = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, pixels)| picture(&dir.path().join(name), pixels));
    texts.iter().for_each(|(name, text)| fs::write(dir.path().join(name), text).unwrap());
    let options = OpenOptions { unmentioned: Unmentioned::Unlabelled, ..OpenOptions::default() };
    open(dir.path(), &options).unwrap()
}

fn listed_samples(set: &DataSet) -> Vec<String> {
    let name = |class: usize| set.classes[class].name.as_str();
    let one = |s: &crate::Sample| {
        let regions: Vec<&str> = s.regions.iter().map(|r| name(r.class)).collect();
        let split = s.split.map_or(String::new(), |s| format!(" {s:?}"));
        format!("{} {}{split} {}", s.id, s.class.map_or("-", name), regions.join("+"))
    };
    set.samples.iter().map(|s| one(s).trim_end().to_string()).collect()
}

fn codes(set: &DataSet) -> Vec<String> {
    set.problems.iter().map(|p| format!("{} {}", p.code, p.path)).collect()
}

#[test]
fn lists_tell_pairs_and_splits_wherever_they_were_made() {
    let set = set(
        &[
            ("train/1.png", &[]),
            ("trainannot/1.png", &[ROAD, ROAD, CAR]),
            ("train/2.png", &[]),
            ("trainannot/2.png", &[]),
            ("test/1.png", &[]),
            ("testannot/1.png", &[CAR]),
            ("test/3.png", &[]),
        ],
        &[
            ("label_colors.txt", COLORS),
            (
                "train.txt",
                "/SegNet/CamVid/train/1.png /SegNet/CamVid/trainannot/1.png\ntrain/2.png trainannot/2.png\n",
            ),
            ("test.txt", "\"/test/1.png\" \"testannot/1.png\"\n/test/3.png\n"),
        ],
    );
    assert_eq!((set.format, codes(&set)), (Format::Camvid, vec![]));
    let names: Vec<&str> = set.classes.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["Car", "Road side", "good"]);
    assert_eq!(
        listed_samples(&set),
        [
            "test/1.png Car Test Car",
            "test/3.png - Test",
            "train/1.png Road side Train Car+Road side",
            "train/2.png good Train"
        ]
    );
    let of_road = set.samples[2].regions.iter().find(|r| r.class == 1).unwrap();
    let mut pixels = [0; 32];
    pixels[..2].fill(1);
    assert_eq!(of_road.shape, Shape::Drawn(Mark::Brush { rle: Runs::of(8, 4, &pixels) }));
}

#[test]
fn without_lists_names_tell_and_what_cannot_be_used_is_told() {
    let set = set(
        &[
            ("raw/a.png", &[]),
            ("LabeledApproved/a_L.png", &[CAR, [1, 2, 3], [1, 2, 4]]),
            ("raw/b.png", &[]),
            ("LabeledApproved/b_L.png", &[[1, 2, 3]]),
            ("raw/c.png", &[]),
        ],
        &[("label_colors.txt", COLORS), ("notes.txt", "taken in May\n")],
    );
    assert_eq!(set.format, Format::Camvid);
    assert_eq!(
        codes(&set),
        ["mask.unknown_value LabeledApproved/a_L.png", "mask.unknown_value LabeledApproved/b_L.png"]
    );
    assert!(set.problems[0].message.contains("2 pixels") && set.problems[0].message.contains("1 2 3"));
    // Of what is left of b nobody knows whether it is good.
    assert_eq!(listed_samples(&set), ["raw/a.png Car Car", "raw/b.png -", "raw/c.png -"]);
}

#[test]
fn lies_of_lists_are_told_and_lead_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["images/a.png", "images/b.png", "annot/a.png", "annot/b.png"] {
        picture(&dir.path().join(name), &[CAR]);
    }
    let mut small = Picture::new(4, 4);
    small.rgb.fill(0);
    fs::write(dir.path().join("annot/b.png"), encode_png_rgb(&small).unwrap()).unwrap();
    fs::write(dir.path().join("label_colors.txt"), COLORS).unwrap();
    let lines = "images/a.png annot/a.png\nimages/gone.png annot/a.png\nimages/b.png ../../etc/passwd\n";
    fs::write(dir.path().join("val.txt"), lines).unwrap();
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Camvid);
    assert_eq!(
        codes(&set),
        ["mask.size_differs annot/b.png", "label.no_picture val.txt", "label.path_refused val.txt"]
    );
    assert_eq!(listed_samples(&set), ["images/a.png Car Val Car", "images/b.png - Val"]);
}

#[test]
fn colours_are_read_strictly_and_made_where_none_is_told() {
    let read = |text: &str| {
        parse_label_colors(text).map(|all| all.into_iter().map(|c| (c.name, c.color)).collect::<Vec<_>>())
    };
    let own = |all: &[(&str, [u8; 3])]| all.iter().map(|(n, c)| (n.to_string(), *c)).collect::<Vec<_>>();
    assert_eq!(read("# r g b\n\n1 2 3 a b\n").unwrap(), own(&[("a b", [1, 2, 3])]));
    let made =
        own(&[("background", [0, 0, 0]), ("x", [128, 0, 0]), ("y", [0, 128, 0]), ("z", [128, 128, 0])]);
    assert_eq!(read("x\ny\nbackground\nz\n").unwrap(), made);
    for wrong in ["", "# only a note\n", "1 2 3 a\n1 2 3 b\n", "1 2 3 a\n1 2 300 b\n", "1 2 3 a\nb\n"] {
        assert!(read(wrong).is_err(), "{wrong:?}");
    }
    assert!(read(&"1 2 3 a\n".repeat(10_001)).is_err());
    // Each class another colour.
    let mut all: Vec<[u8; 3]> = (0..4_096).map(color_of).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 4_096);
}
