use super::*;
use crate::write::{Loss, PICTURE, Target};
use crate::{DataSet, Sample, convert, open};
use fovea_domain::{BBox, Shape};
use fovea_vision::{Picture, encode_png_gray, encode_png_rgb};
use std::fs;
use std::path::PathBuf;

fn png(shade: u8) -> Vec<u8> {
    let mut picture = Picture::new(40, 20);
    picture.rgb.fill(shade);
    encode_png_rgb(&picture).unwrap()
}

/// A record of a picture with boxes as left, top, right, bottom in parts, and their classes.
fn record(name: &str, encoded: &[u8], boxes: &[([f32; 4], &str, i64)], masks: &[&[u8]]) -> Vec<u8> {
    let mut features = Features::from([
        (FILE_NAME.to_string(), Values::Bytes(vec![name.as_bytes()])),
        (ENCODED.to_string(), Values::Bytes(vec![encoded])),
    ]);
    for (at, side) in SIDES.iter().enumerate() {
        features.insert(side.to_string(), Values::Floats(boxes.iter().map(|b| b.0[at]).collect()));
    }
    features.insert(CLASS.into(), Values::Bytes(boxes.iter().map(|b| b.1.as_bytes()).collect()));
    features.insert(NUMBER.into(), Values::Ints(boxes.iter().map(|b| b.2).collect()));
    if !masks.is_empty() {
        features.insert(MASKS.into(), Values::Bytes(masks.to_vec()));
    }
    let mut file = Vec::new();
    write_record(&mut file, &write_example(&features)).unwrap();
    file
}

fn unpacked(dir: &tempfile::TempDir, records: &[u8]) -> (PathBuf, Vec<String>) {
    let from = dir.path().join("from");
    fs::create_dir_all(&from).unwrap();
    fs::write(from.join("train.tfrecord"), records).unwrap();
    fs::write(from.join("label_map.pbtxt"), "item { id: 1 name: '划痕' }").unwrap();
    let into = dir.path().join("into");
    let problems = unpack_recorded(&from, &into, &Limits::default()).unwrap();
    (into, problems.into_iter().map(|p| p.code.to_string()).collect())
}

fn read_set(dir: &Path) -> DataSet {
    let set = open(dir, &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Tfrecord);
    set
}

fn codes(set: &DataSet) -> Vec<&str> {
    set.problems.iter().map(|p| p.code).collect()
}

/// By picture the classes of its boxes.
fn seen(set: &DataSet) -> Vec<String> {
    let one = |s: &Sample| {
        let boxes: Vec<&str> = s.regions.iter().map(|r| set.classes[r.class].name.as_str()).collect();
        format!("{} {}", s.id, boxes.join("+"))
    };
    set.samples.iter().map(one).collect()
}

#[test]
fn pictures_come_out_of_records_and_their_boxes_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut mask = vec![0; 40 * 20];
    mask[45] = 255;
    let painted = encode_png_gray(&mask, 40, 20).unwrap();
    let whole = [0.25, 0.5, 0.5, 1.0];
    let records = [
        record("a/x.png", &png(1), &[(whole, "scratch", 1), (whole, "dent", 2)], &[]),
        record("b/x.png", &png(2), &[(whole, "", 1)], &[&painted]),
        record("../../y", &png(3), &[], &[]),
    ]
    .concat();
    let (into, problems) = unpacked(&dir, &records);
    assert!(problems.is_empty() && holds_recorded_pictures(&dir.path().join("from"), &Limits::default()));
    assert!(!holds_recorded_pictures(&into, &Limits::default()));
    // Records stay without their pictures.
    assert!(fs::metadata(into.join("train.tfrecord")).unwrap().len() < records.len() as u64);
    let set = read_set(&into);
    assert_eq!(codes(&set), Vec::<&str>::new());
    assert_eq!(seen(&set), ["train/2-x.png 划痕", "train/x.png 划痕+dent", "train/y "]);
    assert_eq!(set.samples[1].regions[0].shape, Shape::Box(BBox { x: 10.0, y: 10.0, w: 10.0, h: 10.0 }));
    let rle = Runs::of(40, 20, &mask);
    assert_eq!(set.samples[0].regions[0].shape, Shape::Drawn(Mark::Brush { rle }));
    assert_eq!(set.is_good(&set.samples[2]), Some(true));
    assert!(set.samples.iter().all(|s| s.split == Some(crate::Split::Train)));
}

#[test]
fn records_that_cannot_be_are_told_and_the_rest_stays() {
    let whole = [0.25, 0.5, 0.5, 1.0];
    let good = record("a.png", &png(1), &[(whole, "x", 1)], &[]);
    let dir = tempfile::tempdir().unwrap();
    let mut damaged = good.clone();
    damaged.extend(&good[..good.len() - 1]);
    let (into, problems) = unpacked(&dir, &damaged);
    assert_eq!(problems, ["label.unreadable"]);
    assert_eq!(seen(&read_set(&into)), ["train/a.png 划痕"]);
    for (bad, code) in [
        (record("b.png", &png(2), &[([2.0, 0.5, 2.5, 1.0], "x", 1)], &[]), "label.outside"),
        (record("b.png", &png(2), &[([0.5, 0.5, 0.25, 1.0], "x", 1)], &[]), "label.degenerate"),
        (record("b.png", &png(2), &[([f32::NAN, 0.5, 0.25, 1.0], "x", 1)], &[]), "label.degenerate"),
        (record("b.png", &png(2), &[(whole, " ", 7)], &[]), "label.unknown_class"),
        (record("b.png", &png(2), &[(whole, "x", 1)], &[b"no picture"]), "mask.unreadable"),
        (record("gone.png", b"", &[(whole, "x", 1)], &[]), "label.no_picture"),
        (record("../b.png", b"", &[(whole, "x", 1)], &[]), "label.path_refused"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let (into, problems) = unpacked(&dir, &[good.clone(), bad].concat());
        assert!(problems.is_empty());
        let set = read_set(&into);
        assert_eq!(codes(&set), [code]);
        assert!(seen(&set).contains(&"train/a.png 划痕".to_string()), "{code}");
    }
}

#[test]
fn what_is_written_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let whole = [0.25, 0.5, 0.5, 1.0];
    let records = [
        record("a.png", &png(1), &[(whole, "", 1), (whole, "it's", 9)], &[]),
        record("b.png", &png(2), &[], &[]),
    ];
    let (into, _) = unpacked(&dir, &records.concat());
    let mut set = read_set(&into);
    set.samples[0].tags.push("night".into());
    let out = dir.path().join("out");
    let done = convert(&set, Target::Tfrecord, &out, &Limits::default(), &|_, _| {}).unwrap();
    let lost: Vec<_> = done.losses.iter().map(|l| (l.what, l.kind, l.count)).collect();
    assert_eq!(lost, [(Loss::Tags, PICTURE, 1)]);
    assert!(!out.join("images").exists());
    let again = dir.path().join("again");
    assert!(unpack_recorded(&out.join("train.tfrecord"), &again, &Limits::default()).unwrap().is_empty());
    let again = read_set(&again);
    assert_eq!((codes(&again), seen(&again)), (vec![], seen(&set)));
    let regions = |set: &DataSet| set.samples.iter().map(|s| s.regions.clone()).collect::<Vec<_>>();
    assert_eq!(regions(&again), regions(&set));
}

#[test]
fn files_of_records_are_known_by_their_names() {
    for name in
        ["train.tfrecord", "a/TRAIN.TFRecord", "x.record", "train.record-00001-of-00010", "a.tfrecord-0-of-1"]
    {
        assert!(is_records(name), "{name}");
    }
    for name in ["tfrecord.png", "records.txt", "my.recorded", "a.tfrecord/b.png"] {
        assert!(!is_records(name), "{name}");
    }
}
