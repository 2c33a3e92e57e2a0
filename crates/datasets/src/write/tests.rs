use super::*;
use crate::{Format, OpenOptions, open};
use fovea_domain::{Runs, Shape};
use fovea_vision::{Picture, encode_jpeg};
use std::fs;
use std::path::Path;

const SIZE: (u32, u32) = (40, 30);

fn marks() -> Vec<(usize, &'static str, Mark)> {
    let mut pixels = vec![0; 40 * 30];
    for at in [125, 126, 127, 165, 167, 205, 206, 207, 1199] {
        pixels[at] = 1;
    }
    vec![
        (0, "划痕 <1> & co", Mark::Box { x: 2.0, y: 3.0, w: 10.0, h: 5.0 }),
        (1, "dent", Mark::Polygon { points: vec![[20.0, 10.0], [30.0, 10.0], [25.0, 20.0]] }),
        (1, "dent", Mark::Brush { rle: Runs::of(40, 30, &pixels) }),
    ]
}

fn folder(write: impl Fn(&Path, &Written)) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("images")).unwrap();
    let marks = marks();
    let none = Attributes::new();
    let marked: Vec<_> = marks
        .iter()
        .map(|(class, name, mark)| WrittenMark { class: *class, name, mark, attributes: &none, group: None })
        .collect();
    for (file, marks) in [("a.jpg", marked.as_slice()), ("b.jpg", &[])] {
        let mut picture = Picture::new(SIZE.0, SIZE.1);
        picture.rgb.fill(if file == "a.jpg" { 90 } else { 200 });
        fs::write(dir.path().join("images").join(file), encode_jpeg(&picture, 90).unwrap()).unwrap();
        write(dir.path(), &Written { file, width: SIZE.0, height: SIZE.1, marks, tags: &[] });
    }
    dir
}

/// Class names with the boxes around what is marked on the first picture; the second must be good.
fn read(dir: &Path, format: Format) -> Vec<(String, [f32; 4])> {
    let set = open(dir, &OpenOptions::default()).unwrap();
    assert_eq!(set.format, format);
    assert!(set.problems.is_empty(), "{:?}", set.problems);
    assert_eq!(set.samples.len(), 2);
    assert!(set.samples[1].regions.is_empty() && set.classes[set.samples[1].class.unwrap()].good);
    let around = |shape: &Shape| match shape {
        Shape::Box(b) => [b.x, b.y, b.w, b.h],
        Shape::Polygon(p) => p.bounds().map(|b| [b.x, b.y, b.w, b.h]).unwrap(),
        Shape::Drawn(mark) => mark.bounds().map(|b| [b.x, b.y, b.w, b.h]).unwrap(),
        Shape::Mask { .. } => panic!("no mask was written"),
    };
    let regions = set.samples[0].regions.iter();
    regions.map(|r| (set.classes[r.class].name.clone(), around(&r.shape).map(f32::round))).collect()
}

fn expected() -> Vec<(String, [f32; 4])> {
    let name = "划痕 <1> & co".to_string();
    let brush = [5.0, 3.0, 35.0, 27.0];
    vec![(name, [2.0, 3.0, 10.0, 5.0]), ("dent".into(), [20.0, 10.0, 10.0, 10.0]), ("dent".into(), brush)]
}

#[test]
fn what_is_written_is_read_again() {
    let beside = |dir: &Path, folder: &str, picture: &Written, ending: &str, text: String| {
        let stem = picture.file.trim_end_matches(".jpg");
        fs::create_dir_all(dir.join(folder)).unwrap();
        fs::write(dir.join(folder).join(format!("{stem}.{ending}")), text).unwrap();
    };
    let dir = folder(|dir, p| beside(dir, "images", p, "json", labelme(p)));
    assert_eq!(read(dir.path(), Format::Labelme), expected());
    let dir = folder(|dir, p| beside(dir, "annotations", p, "xml", voc(p)));
    assert_eq!(read(dir.path(), Format::Voc), expected());
    for write in [yolo_boxes as fn(&Written) -> String, yolo_outlines] {
        let dir = folder(|dir, p| {
            beside(dir, "labels", p, "txt", write(p));
            fs::write(dir.join("data.yaml"), yolo_names(&["划痕 <1> & co", "dent"])).unwrap();
        });
        assert_eq!(read(dir.path(), Format::Yolo), expected());
    }
}

#[test]
fn outlines_of_the_brush_keep_each_pixel() {
    let (.., brush) = &marks()[2];
    let mut mask = fovea_vision::Mask::new(40, 30);
    mask.fill_polygon(&fovea_vision::mark_outline(brush, 40, 30), 1);
    let Mark::Brush { rle } = brush else { panic!() };
    assert_eq!(Runs::of(40, 30, &mask.data), *rle);
}

/// One mark of each kind, with a number, a tick and a group said of the first.
fn drawn() -> Vec<Mark> {
    vec![
        Mark::Rotated { cx: 20.0, cy: 15.0, w: 16.0, h: 6.0, angle: 30.0 },
        Mark::Ellipse { cx: 12.0, cy: 12.0, rx: 6.0, ry: 6.0, angle: 0.0 },
        Mark::Line { points: vec![[5.0, 5.0], [20.0, 8.0], [30.0, 25.0]], width: 4.0 },
        Mark::Line { points: vec![[5.0, 5.0], [20.0, 8.0]], width: 2.5 },
        Mark::Points { points: vec![[3.0, 4.0]] },
        Mark::Points { points: vec![[3.0, 4.0], [9.0, 9.0]] },
        Mark::Text {
            points: [[4.0, 4.0], [30.0, 5.0], [30.0, 12.0], [4.0, 11.0]],
            text: "批号, \"A1\"".into(),
        },
    ]
}

fn said() -> Attributes {
    Attributes::from([
        ("µm".to_string(), AttributeValue::Number(12.5)),
        ("确定".to_string(), AttributeValue::Tick(true)),
    ])
}

fn written(write: impl Fn(&Written) -> String, file: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let picture = Picture::new(SIZE.0, SIZE.1);
    fs::write(dir.path().join("a.jpg"), encode_jpeg(&picture, 90).unwrap()).unwrap();
    let (marks, said, none) = (drawn(), said(), Attributes::new());
    let marks: Vec<_> = marks
        .iter()
        .enumerate()
        .map(|(i, mark)| WrittenMark {
            class: 0,
            name: "dent",
            mark,
            attributes: if i == 0 { &said } else { &none },
            group: (i < 2).then_some(7),
        })
        .collect();
    let text = write(&Written { file: "a.jpg", width: SIZE.0, height: SIZE.1, marks: &marks, tags: &[] });
    fs::write(dir.path().join(file), text).unwrap();
    dir
}

/// Whether two marks are the same up to rounding.
fn alike(one: &Mark, other: &Mark) -> bool {
    let numbers = |mark: &Mark| -> Vec<f64> {
        let text = serde_json::to_string(mark).unwrap();
        let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
        parts.filter_map(|p| p.parse().ok()).collect()
    };
    let (a, b) = (numbers(one), numbers(other));
    one.kind() == other.kind() && a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 0.01)
}

#[test]
fn labelme_keeps_each_kind_of_shape_with_what_is_said_of_it() {
    let dir = written(labelme, "a.json");
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert!(set.problems.is_empty(), "{:?}", set.problems);
    let regions = &set.samples[0].regions;
    assert_eq!(regions.len(), drawn().len());
    for (region, mark) in regions.iter().zip(drawn()) {
        let Shape::Drawn(read) = &region.shape else { panic!("{region:?}") };
        assert!(alike(read, &mark), "{read:?} was {mark:?}");
    }
    assert_eq!((&regions[0].extra.attributes, regions[0].extra.group), (&said(), Some(7)));
    assert_eq!((regions[1].extra.group, regions[2].extra.group), (Some(7), None));
}

#[test]
fn oriented_boxes_keep_their_turn_and_points_are_left_out() {
    let dir = written(yolo_oriented, "a.txt");
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert_eq!((set.format, set.samples[0].regions.len()), (Format::Yolo, 5));
    let Shape::Drawn(Mark::Rotated { angle, w, .. }) = set.samples[0].regions[0].shape else { panic!() };
    assert!((angle - 30.0).abs() < 0.1 && (w - 16.0).abs() < 0.1);
}

#[test]
fn icdar_keeps_what_the_texts_say() {
    let dir = written(icdar, "gt_a.txt");
    let set = open(dir.path(), &OpenOptions::default()).unwrap();
    assert!(set.problems.is_empty(), "{:?}", set.problems);
    let told = &set.texts.unwrap()["a.jpg"];
    assert_eq!((told.len(), told[0].text.as_str()), (1, "批号, \"A1\""));
    assert_eq!(told[0].quad, Some([[4.0, 4.0], [30.0, 5.0], [30.0, 12.0], [4.0, 11.0]]));
}

#[test]
fn what_a_format_cannot_say_is_told() {
    let (marks, said) = (drawn(), said());
    let told = |target, i: usize| {
        losses(
            target,
            &WrittenMark { class: 0, name: "x", mark: &marks[i], attributes: &said, group: Some(1) },
        )
    };
    assert_eq!(told(Target::Coco, 0), []);
    assert_eq!(told(Target::Labelme, 2), []);
    assert_eq!(told(Target::YoloOriented, 0), [Loss::Attributes, Loss::Group]);
    assert_eq!(told(Target::Yolo, 0), [Loss::UprightBox, Loss::Attributes, Loss::Group]);
    assert_eq!(told(Target::Voc, 4), [Loss::LeftOut]);
    assert_eq!(
        told(Target::YoloOutlines, 6),
        [Loss::Outline, Loss::Transcription, Loss::Attributes, Loss::Group]
    );
    assert_eq!(told(Target::Icdar, 6), [Loss::Attributes, Loss::Group, Loss::Class]);
    assert_eq!(told(Target::Icdar, 0), [Loss::LeftOut]);
}
