use super::*;
use crate::write::{Loss, PICTURE, Target};
use crate::{DataSet, Sample, convert, open};
use fovea_domain::{BBox, Region, Shape};
use fovea_vision::{Picture, encode_png_rgb};
use std::fs;
use std::path::Path;

/// Pictures of 40 × 20 pixels, each another shade, and tables in `bb_landmark`.
fn folder(pictures: &[&str], tables: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for (at, name) in pictures.iter().enumerate() {
        let mut picture = Picture::new(40, 20);
        picture.rgb.fill(at as u8 * 9);
        make(name, &encode_png_rgb(&picture).unwrap());
    }
    tables.iter().for_each(|(name, text)| make(&format!("bb_landmark/{name}.csv"), text.as_bytes()));
    dir
}

fn read_set(dir: &Path) -> DataSet {
    let set = open(dir, &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::VggFace2);
    set
}

fn codes(set: &DataSet) -> Vec<&str> {
    set.problems.iter().map(|p| p.code).collect()
}

/// Pictures with class, split and number of regions.
fn seen(set: &DataSet) -> Vec<String> {
    let one = |s: &Sample| {
        let class = s.class.map_or("-", |class| set.classes[class].name.as_str());
        let split = s.split.map_or(String::new(), |split| format!(" {split:?}"));
        format!("{} {class}{split} {}", s.id, s.regions.len())
    };
    set.samples.iter().map(one).collect()
}

#[test]
fn a_folder_a_class_with_a_box_and_points_of_each_picture() {
    let dir = folder(
        &[
            "train/n01/0001_01.png",
            "train/n02/0001_01.png",
            "test/no_label/b.png",
            "test/good/c.png",
            "test/n01/d.png",
        ],
        &[
            ("loose_bb_train", "NAME_ID,X,Y,W,H\n\"n01/0001_01\",2,3,10,5\n\"n02/0001_01\",1,1,2.5,3\n"),
            (
                "loose_landmark_train",
                "NAME_ID,P1X,P1Y,P2X,P2Y,P3X,P3Y,P4X,P4Y,P5X,P5Y\nn01/0001_01,3,4,9,4,6,5,4,7,8,7\n",
            ),
            (
                "loose_landmark_test",
                "NAME_ID,P1X,P1Y,P2X,P2Y,P3X,P3Y,P4X,P4Y,P5X,P5Y\ngood/c,,,,,,,,,,\nno_label/b,,,,,,,,,,\n",
            ),
        ],
    );
    let set = read_set(dir.path());
    assert_eq!(codes(&set), Vec::<&str>::new());
    let all = [
        "test/good/c.png good Test 0",
        "test/n01/d.png - Test 0",
        "test/no_label/b.png - Test 0",
        "train/n01/0001_01.png n01 Train 2",
        "train/n02/0001_01.png n02 Train 1",
    ];
    assert_eq!(seen(&set), all);
    let shapes: Vec<&Shape> = set.samples[3].regions.iter().map(|r| &r.shape).collect();
    assert!(shapes.contains(&&Shape::Box(BBox { x: 2.0, y: 3.0, w: 10.0, h: 5.0 })));
    let points = vec![[3.0, 4.0], [9.0, 4.0], [6.0, 5.0], [4.0, 7.0], [8.0, 7.0]];
    assert!(shapes.contains(&&Shape::Drawn(Mark::Points { points })));
}

#[test]
fn rows_that_cannot_be_are_told_and_the_rest_stays() {
    for (row, code) in [
        ("n/gone,1,1,2,2", "label.no_picture"),
        ("../../etc/x,1,1,2,2", "label.no_picture"),
        (",1,1,2,2", "label.unreadable"),
        ("n/b,1,1,2", "label.unreadable"),
        ("n/b,1,a,2,2", "label.unreadable"),
        ("n/b,1,1,0,2", "label.degenerate"),
        ("n/b,nan,1,2,2", "label.degenerate"),
        ("n/b,90,1,2,2", "label.outside"),
    ] {
        let table = format!("NAME_ID,X,Y,W,H\nn/a,2,3,10,5\n{row}\n");
        let set = read_set(folder(&["val/n/a.png", "val/n/b.png"], &[("loose_bb_val", &table)]).path());
        assert_eq!(codes(&set), [code], "{row}");
        assert_eq!(seen(&set)[0], "val/n/a.png n Val 1", "{row}");
        assert_ne!(set.is_good(&set.samples[1]), Some(true), "{row}");
    }
    assert!(parse_vgg_face2("a,b\n1,2\n").is_err() && parse_vgg_face2("NAME_ID,X\na,2\n").is_err());
    let many = parse_vgg_face2(&format!("NAME_ID,X,Y,W,H\n{}", "a,b,c,d,e\n".repeat(5_000))).unwrap();
    assert_eq!((many.rows.len(), many.problems.len()), (0, 1_000));
}

#[test]
fn what_is_written_comes_back_and_more_than_one_box_is_told() {
    let dir = folder(
        &["train/n01/a.png", "train/n02/a.png", "test/good/c.png"],
        &[
            ("loose_bb_train", "NAME_ID,X,Y,W,H\nn01/a,2,3,10,5.5\nn02/a,1,1,2.5,3\n"),
            (
                "loose_landmark_train",
                "NAME_ID,P1X,P1Y,P2X,P2Y,P3X,P3Y,P4X,P4Y,P5X,P5Y\nn01/a,3,4,9,4,6,5,4,7,8,7\n",
            ),
            ("loose_landmark_test", "NAME_ID,P1X,P1Y,P2X,P2Y,P3X,P3Y,P4X,P4Y,P5X,P5Y\ngood/c,,,,,,,,,,\n"),
        ],
    );
    let mut set = read_set(dir.path());
    let out = dir.path().join("out");
    let done = convert(&set, Target::VggFace2, &out, &Limits::default(), &|_, _| {}).unwrap();
    assert!(done.losses.is_empty(), "{:?}", done.losses);
    let again = read_set(&out);
    assert_eq!((codes(&again), seen(&again)), (vec![], seen(&set)));
    let shapes = |set: &DataSet| -> Vec<Vec<Region>> {
        let mut all: Vec<Vec<Region>> = set.samples.iter().map(|s| s.regions.clone()).collect();
        all.iter_mut().for_each(|regions| regions.sort_by_key(|r| matches!(r.shape, Shape::Box(_))));
        all
    };
    assert_eq!(shapes(&again), shapes(&set));
    // The largest box of a picture stays, and five points.
    let Some(at) = set.samples.iter().position(|s| s.regions.len() == 2) else {
        panic!("no face with points")
    };
    let class = set.samples[at].regions[0].class;
    let more = |shape: Shape| Region { class, shape, extra: Extra::default() };
    set.samples[at].regions.push(more(Shape::Box(BBox { x: 0.0, y: 0.0, w: 1.0, h: 1.0 })));
    set.samples[at].regions.push(more(Shape::Drawn(Mark::Points { points: vec![[1.0, 1.0]] })));
    set.samples[at].tags.push("night".into());
    let done =
        convert(&set, Target::VggFace2, &dir.path().join("more"), &Limits::default(), &|_, _| {}).unwrap();
    let lost: Vec<_> = done.losses.iter().map(|l| (l.what, l.kind, l.count)).collect();
    for one in [(Loss::LeftOut, "box", 1), (Loss::LeftOut, "points", 1), (Loss::Tags, PICTURE, 1)] {
        assert!(lost.contains(&one), "{lost:?}");
    }
    assert_eq!(shapes(&read_set(&dir.path().join("more"))), shapes(&again));
}
