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
    let marked: Vec<_> = marks.iter().map(|(i, name, mark)| (*i, *name, mark)).collect();
    for (file, marks) in [("a.jpg", marked.as_slice()), ("b.jpg", &[])] {
        let mut picture = Picture::new(SIZE.0, SIZE.1);
        picture.rgb.fill(if file == "a.jpg" { 90 } else { 200 });
        fs::write(dir.path().join("images").join(file), encode_jpeg(&picture, 90).unwrap()).unwrap();
        write(dir.path(), &Written { file, width: SIZE.0, height: SIZE.1, marks });
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
    for write in [yolo_boxes, yolo_outlines] {
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
    mask.fill_polygon(&Polygon(corners(brush)), 1);
    let Mark::Brush { rle } = brush else { panic!() };
    assert_eq!(Runs::of(40, 30, &mask.data), *rle);
}
