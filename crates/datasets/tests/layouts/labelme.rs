use crate::folder::{Folder, classes, listed, problems};
use fovea_datasets::{Format, OpenOptions, Unmentioned, open};
use fovea_vision::Limits;

fn file(shapes: &[&str]) -> String {
    format!(
        r#"{{"shapes": [{}], "imagePath": "../../../etc/passwd", "imageHeight": 10, "imageWidth": 20}}"#,
        shapes.join(",")
    )
}

const LARGE: &str =
    r#"{"label": "stain", "points": [[0, 0], [10, 0], [10, 10], [0, 10]], "shape_type": "polygon"}"#;
const SMALL: &str = r#"{"label": "划痕", "points": [[4, 4], [2, 2]], "shape_type": "rectangle"}"#;
const OUT: &str =
    r#"{"label": "stain", "points": [[15, 5], [90, 5], [90, 50], [15, 50]], "shape_type": "polygon"}"#;
const LINE: &str = r#"{"label": "stain", "points": [[1, 5], [9, 5]], "shape_type": "line"}"#;

#[test]
fn files_in_another_folder_find_their_pictures_and_no_file_is_good() {
    let f = Folder::new()
        .pictures(&["images/a.jpg", "images/b.jpg", "images/c.jpg"])
        .text("labelme/a.json", &file(&[SMALL, LARGE]))
        .text("labelme/b.json", &file(&[]));
    let set = f.open(Format::Labelme);
    assert_eq!(classes(&set), ["stain", "划痕", "good+"]);
    assert_eq!(listed(&set), ["images/a.jpg stain 2", "images/b.jpg good", "images/c.jpg good"]);
    // The smaller lies over the larger.
    let mask = set.samples[0].label_mask(3, &Limits::default()).unwrap().unwrap();
    assert_eq!((mask.get(0, 0), mask.get(2, 2), mask.get(12, 2)), (1, 2, 0));
}

#[test]
fn where_nobody_may_have_looked_only_a_folder_makes_good() {
    let f = Folder::new()
        .pictures(&["a.jpg", "b.jpg", "c.jpg", "good/d.jpg"])
        .text("a.json", &file(&[SMALL, LARGE]))
        .text("b.json", &file(&[]));
    let options = OpenOptions { unmentioned: Unmentioned::Unlabelled, ..OpenOptions::default() };
    let set = open(f.root(), &options).unwrap();
    assert_eq!(listed(&set), ["a.jpg stain 2", "b.jpg good", "c.jpg -", "good/d.jpg good"]);
}

#[test]
fn lying_files_are_told_and_never_fatal() {
    let f = Folder::new()
        .pictures(&["a.png", "b.png", "c.png", "d.png"])
        .text("a.json", &file(&[OUT]))
        .text("b.json", &file(&[&LINE.replace("\"line\"", "\"spiral\"")]))
        .text("c.json", "{broken")
        .text("gone.json", &file(&[LARGE]))
        .text("settings.json", "{\"a\": 1}")
        .text("d.json", &file(&[]).replace("\"imageWidth\": 20", "\"imageWidth\": 99"));
    let set = f.open(Format::Labelme);
    assert_eq!(listed(&set), ["a.png stain 1", "b.png -", "c.png -", "d.png good"]);
    assert_eq!(
        problems(&set),
        [
            "label.outside a.json",
            "label.unsupported_shape b.json",
            "label.unreadable c.json",
            "label.size_differs d.json",
            "label.no_picture gone.json"
        ]
    );
}
