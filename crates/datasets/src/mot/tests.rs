use super::*;
use crate::write::Target;
use crate::{DataSet, convert, open};
use fovea_domain::{AttributeValue, Attributes, BBox, Shape};
use fovea_vision::{Limits, Picture, encode_png_rgb};
use std::fs;
use std::path::Path;

/// Frames of 40 × 20 pixels, each another shade, and texts.
fn folder(frames: &[&str], texts: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for (at, name) in frames.iter().enumerate() {
        let mut picture = Picture::new(40, 20);
        picture.rgb.fill(at as u8 * 9);
        make(name, &encode_png_rgb(&picture).unwrap());
    }
    texts.iter().for_each(|(name, text)| make(name, text.as_bytes()));
    dir
}

fn read_set(dir: &Path) -> DataSet {
    let set = open(dir, &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::Mot);
    set
}

/// By picture the classes of its boxes.
fn seen(set: &DataSet) -> Vec<String> {
    let one = |s: &Sample| {
        let boxes: Vec<&str> = s.regions.iter().map(|r| set.classes[r.class].name.as_str()).collect();
        format!("{} {}", s.id, boxes.join("+"))
    };
    set.samples.iter().map(one).collect()
}

fn codes(set: &DataSet) -> Vec<&str> {
    set.problems.iter().map(|p| p.code).collect()
}

#[test]
fn boxes_of_frames_have_their_track_and_classes_by_number() {
    let dir = folder(
        &["train/a/img1/000001.png", "train/a/img1/000002.png", "train/b/frames/7.png"],
        &[
            ("train/a/gt/gt.txt", "1,3,2,4,10,5,1,3,0.25\n1,-1,20.5,4,10,5,0,1,1\n"),
            ("train/b/gt/gt.txt", "7, 2, 1, 2, 3, 4, 1, 2\n"),
            ("train/b/gt/labels.txt", "screw\nnut\n"),
            ("train/b/seqinfo.ini", "[Sequence]\nname=b\nimDir=frames\n"),
        ],
    );
    let set = read_set(dir.path());
    assert_eq!(codes(&set), Vec::<&str>::new());
    let all =
        ["train/a/img1/000001.png car+pedestrian", "train/a/img1/000002.png ", "train/b/frames/7.png nut"];
    assert_eq!(seen(&set), all);
    let first = &set.samples[0].regions;
    assert_eq!(first[0].shape, Shape::Box(BBox { x: 2.0, y: 4.0, w: 10.0, h: 5.0 }));
    let said = [(TRACK, AttributeValue::Number(3.0)), (VISIBILITY, AttributeValue::Number(0.25))];
    assert_eq!(
        first[0].extra.attributes,
        Attributes::from(said.map(|(name, value)| (name.to_string(), value)))
    );
    let ignored = Attributes::from([(IGNORED.to_string(), AttributeValue::Tick(true))]);
    assert_eq!(first[1].extra.attributes, ignored);
    // A frame without a box was looked at; what is one video stays together.
    assert_eq!(set.is_good(&set.samples[1]), Some(true));
    assert!(set.samples.iter().all(|s| s.split == Some(crate::Split::Train)));
    assert_eq!(set.samples[0].group, set.samples[1].group);
    assert_ne!(set.samples[0].group, set.samples[2].group);
}

#[test]
fn lines_that_cannot_be_are_told_and_the_rest_stays() {
    for (bad, code) in [
        ("1,1,100,100,10,10,1,1,1", "label.outside"),
        ("1,1,2,2,0,10,1,1,1", "label.degenerate"),
        ("1,1,nan,2,5,10,1,1,1", "label.degenerate"),
        ("1,1,2,2,5,10,1,13,1", "label.unknown_class"),
        ("1,1,2,2,5,10,1,0,1", "label.unreadable"),
        ("1,1,2,2,5,10,1,1.5,1", "label.unreadable"),
        ("1,1,2,2,5", "label.unreadable"),
        ("0,1,2,2,5,10,1,1,1", "label.unreadable"),
        ("1e300,1,2,2,5,10,1,1,1", "label.unreadable"),
        ("x", "label.unreadable"),
        ("1,a,2,2,5,10,1,1,1", "label.unreadable"),
        ("1,1,2,2,5,10,b,1,1", "label.unreadable"),
        ("99,1,2,2,5,10,1,1,1", "label.no_picture"),
    ] {
        let text = format!("2,1,2,2,5,10,1,2,1\n{bad}\n");
        let dir = folder(&["img1/000001.png", "img1/000002.png"], &[("gt/gt.txt", &text)]);
        let set = read_set(dir.path());
        assert_eq!(codes(&set), [code], "{bad}");
        assert_eq!(set.samples[1].regions.len(), 1, "{bad}");
    }
    // What was marked and cannot be used does not make a frame good.
    let dir = folder(&["img1/1.png", "img1/2.png"], &[("gt/gt.txt", "2,1,2,2,5,10,1,2,1\n1,1,2\n")]);
    let set = read_set(dir.path());
    assert_eq!(set.is_good(&set.samples[0]), None);
    // However many are wrong, few are kept.
    let (boxes, problems) = parse_mot(&"nonsense\n".repeat(5_000));
    assert_eq!((boxes.len(), problems.len()), (0, 1_000));
}

#[test]
fn a_folder_of_frames_leads_nowhere_else() {
    for told in ["imDir=../other", "imDir=/etc", "imDir=", "imDir=a//b"] {
        assert_eq!(frame_folder(told).filter(|f| *f != "etc"), None, "{told}");
    }
    assert_eq!(frame_folder("imWidth=3\n imdir = frames/left/ \n"), Some("frames/left"));
}

#[test]
fn what_is_written_comes_back_with_tracks_and_each_video_for_itself() {
    let dir = folder(
        &["train/img1/000001.png", "train/img1/000002.png", "test/img1/000001.png"],
        &[
            ("train/gt/gt.txt", "1,3,2.5,4,10,5,1,1,0.25\n2,3,3,4,10,5,0,2,1\n"),
            ("train/gt/labels.txt", "划痕\ndent & co\n"),
            ("test/gt/gt.txt", ""),
            ("test/gt/labels.txt", "划痕\ndent & co\n"),
        ],
    );
    let set = read_set(dir.path());
    let out = dir.path().join("out");
    let done = convert(&set, Target::Mot, &out, &Limits::default(), &|_, _| {}).unwrap();
    let lost: Vec<_> = done.losses.iter().map(|l| (l.what.name(), l.kind, l.count)).collect();
    assert_eq!(lost, [("renamed", "picture", 3)]);
    let text = fs::read_to_string(out.join("train/gt/gt.txt")).unwrap();
    assert_eq!(text, "1,3,2.5,4,10,5,1,1,0.25\n2,3,3,4,10,5,0,2,1\n");
    let info = fs::read_to_string(out.join("train/seqinfo.ini")).unwrap();
    assert!(info.contains("seqLength=2\nimWidth=40\nimHeight=20\nimExt=.png\n"), "{info}");
    let again = read_set(&out);
    assert_eq!((codes(&again), seen(&again)), (vec![], seen(&set)));
    let regions = |set: &DataSet| set.samples.iter().map(|s| s.regions.clone()).collect::<Vec<_>>();
    assert_eq!(regions(&again), regions(&set));
    assert_eq!(again.is_good(&again.samples[0]), Some(true));
    // What a line cannot tell of a box is told.
    let mut other = read_set(dir.path().join("out").as_path());
    other.samples[1].regions[0].extra.attributes.insert("note".into(), AttributeValue::Text("x".into()));
    let done =
        convert(&other, Target::Mot, &dir.path().join("more"), &Limits::default(), &|_, _| {}).unwrap();
    assert!(done.losses.iter().any(|l| (l.what.name(), l.kind, l.count) == ("attributes", "box", 1)));
}
