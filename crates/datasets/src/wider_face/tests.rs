use super::*;
use crate::write::{Loss, PICTURE, Target};
use crate::{DataSet, Sample, convert, open};
use fovea_domain::{AttributeValue, Attributes, BBox, Shape};
use fovea_vision::{Limits, Picture, encode_png_rgb};
use std::fs;
use std::path::Path;

const FIRST: &str = "WIDER_train/images/0--Parade/a.png";

/// Pictures of 40 × 20 pixels, each another shade, and a list of the subset `train`.
fn folder(pictures: &[&str], list: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (at, name) in pictures.iter().enumerate() {
        let mut picture = Picture::new(40, 20);
        picture.rgb.fill(at as u8 * 9);
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, encode_png_rgb(&picture).unwrap()).unwrap();
    }
    fs::create_dir_all(dir.path().join("wider_face_split")).unwrap();
    fs::write(dir.path().join("wider_face_split/wider_face_train_bbx_gt.txt"), list).unwrap();
    dir
}

fn read_set(dir: &Path) -> DataSet {
    let set = open(dir, &OpenOptions::default()).unwrap();
    assert_eq!(set.format, Format::WiderFace);
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
fn faces_are_read_with_what_is_said_of_them_and_events_are_words() {
    let list = "0--Parade/a.png\n2\n2 3 10 5 2 0 1 0 0 0 \n20 3 10.5 5\n0--Parade/b.png\n0\n0 0 0 0 0 0 0 0 0 0\n\
                x/c.png\n1\n1 2 3 4 - True - 2 - False helmet\nx/d.png\n";
    let pictures = [
        FIRST,
        "WIDER_train/images/0--Parade/b.png",
        "WIDER_train/images/x/c.png",
        "WIDER_train/images/x/d.png",
        "WIDER_test/images/x/e.png",
    ];
    let set = read_set(folder(&pictures, list).path());
    assert_eq!(codes(&set), Vec::<&str>::new());
    let all = [
        "WIDER_test/images/x/e.png ",
        "WIDER_train/images/0--Parade/a.png face+face",
        "WIDER_train/images/0--Parade/b.png ",
        "WIDER_train/images/x/c.png helmet",
        "WIDER_train/images/x/d.png ",
    ];
    assert_eq!(seen(&set), all);
    let a = &set.samples[1];
    assert_eq!(a.regions[0].shape, Shape::Box(BBox { x: 2.0, y: 3.0, w: 10.0, h: 5.0 }));
    let number = |name: &str, n: f64| (name.to_string(), AttributeValue::Number(n));
    assert_eq!(
        a.regions[0].extra.attributes,
        Attributes::from([number("blur", 2.0), number("illumination", 1.0)])
    );
    assert_eq!((a.tags.as_slice(), a.split), (["Parade".to_string()].as_slice(), Some(crate::Split::Train)));
    // As other programs write it, in another order.
    let words =
        Attributes::from([("expression".to_string(), AttributeValue::Tick(true)), number("occluded", 2.0)]);
    assert_eq!(set.samples[3].regions[0].extra.attributes, words);
    // Of a picture that no list tells nobody knows anything.
    let good: Vec<Option<bool>> = set.samples.iter().map(|s| set.is_good(s)).collect();
    assert_eq!(good, [None, Some(false), Some(true), Some(false), Some(true)]);
}

#[test]
fn lines_that_cannot_be_are_told_and_the_rest_stays() {
    for (list, codes_told) in [
        ("x\n0--Parade/a.png\n1\n2 3 10 5\n", vec!["label.unreadable"]),
        ("0--Parade/a.png\n2\n2 3 10 5\n", vec!["label.unreadable"]),
        ("0--Parade/a.png\n2\n2 3 10 5\nb.png\n0\n", vec!["label.unreadable"]),
        ("0--Parade/a.png\n2\n2 3 10 5\nnonsense\nb.png\n", vec!["label.unreadable"]),
        ("0--Parade/a.png\n1\n2 3 10 5\n2 3 10 6\n", vec!["label.unreadable"]),
        ("0--Parade/a.png\n2\n2 3 10 5\n2 3 10 5 1 1\n", vec!["label.unreadable"]),
        ("0--Parade/a.png\n18446744073709551615\n2 3 10 5\n", vec!["label.unreadable"]),
        ("0--Parade/a.png\n2\n2 3 10 5\n2 3 0 5\n", vec!["label.degenerate"]),
        ("0--Parade/a.png\n2\n2 3 10 5\n90 3 2 5\n", vec!["label.outside"]),
        ("0--Parade/a.png\n1\n2 3 10 5\n../../etc/x.png\n0\n", vec!["label.path_refused"]),
        ("0--Parade/a.png\n1\n2 3 10 5\ny/gone.png\n1\n1 1 2 2\n", vec!["label.no_picture"]),
    ] {
        let set = read_set(folder(&[FIRST, "WIDER_train/images/b.png"], list).path());
        assert_eq!(codes(&set), codes_told, "{list}");
        assert_eq!(set.samples[0].regions.len(), 1, "{list}");
    }
    let many = parse_wider_face(&"nonsense\n".repeat(5_000));
    assert_eq!((many.pictures.len(), many.problems.len()), (0, 1_000));
}

#[test]
fn what_is_written_comes_back_and_what_cannot_is_told() {
    let list = "0--Parade/a.png\n2\n2 3 10 5 2 0 1 0 0 0\n20 3 10 5 0 0 0 1 2 1 hard_hat\nx/b.png\n0\n0 0 0 0 0 0 0 0 0 0\n";
    let dir = folder(&[FIRST, "WIDER_train/images/x/b.png"], list);
    let mut set = read_set(dir.path());
    let out = dir.path().join("out");
    let done = convert(&set, Target::WiderFace, &out, &Limits::default(), &|_, _| {}).unwrap();
    let lost: Vec<_> = done.losses.iter().map(|l| (l.what, l.kind, l.count)).collect();
    assert_eq!(lost, [(Loss::Tags, PICTURE, 1)]);
    let again = read_set(&out);
    assert_eq!(codes(&again), Vec::<&str>::new());
    let plain = |set: &DataSet| -> Vec<_> {
        set.samples.iter().map(|s| (s.regions.clone(), s.class, s.split)).collect()
    };
    assert_eq!(plain(&again), plain(&set));
    assert_eq!(fs::read_to_string(out.join("labels.txt")).unwrap(), "face\nhard_hat\n");
    // A name of two words, and words about a face.
    set.classes[1].name = "hard hat".into();
    set.samples[0].regions[0].extra.attributes.insert("note".into(), AttributeValue::Text("x".into()));
    let done =
        convert(&set, Target::WiderFace, &dir.path().join("more"), &Limits::default(), &|_, _| {}).unwrap();
    let lost: Vec<_> = done.losses.iter().map(|l| (l.what, l.kind, l.count)).collect();
    assert!(
        lost.contains(&(Loss::Name, "box", 1)) && lost.contains(&(Loss::Attributes, "box", 1)),
        "{lost:?}"
    );
}
