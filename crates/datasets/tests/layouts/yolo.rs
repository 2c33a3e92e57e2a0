use crate::folder::{Folder, classes, listed, problems};
use fovea_datasets::Format;

#[test]
fn names_come_from_a_list_and_no_file_is_good() {
    let f = Folder::new()
        .pictures(&["images/train/1.jpg", "images/train/2.jpg", "images/val/1.jpg"])
        .text("labels/train/1.txt", "1 0.5 0.5 0.2 0.2\n0 0.1 0.1 0.1 0.1\n")
        .text("labels/val/1.txt", "0 0.1 0.1 0.9 0.1 0.5 0.9\n")
        .text("data.yaml", "train: x\nnames:\n  0: dent\n  1: 划痕\n");
    let set = f.open(Format::Yolo);
    assert_eq!(classes(&set), ["dent", "划痕", "good+"]);
    assert_eq!(
        listed(&set),
        ["images/train/1.jpg 划痕 Train 2", "images/train/2.jpg good Train", "images/val/1.jpg dent Val 1"]
    );
    assert!(set.samples[2].has_pixel_labels() && !set.samples[0].has_pixel_labels());
}

#[test]
fn without_a_list_names_come_from_the_pictures_names_or_are_numbers() {
    let f = Folder::new()
        .pictures(&["images/crazing_1.jpg", "images/dent_1.jpg"])
        .text("labels/crazing_1.txt", "0 0.5 0.5 0.2 0.2")
        .text("labels/dent_1.txt", "5 0.5 0.5 0.2 0.2");
    assert_eq!(classes(&f.open(Format::Yolo)), ["crazing", "dent"]);
    let f = Folder::new()
        .pictures(&["x.jpg", "y.jpg"])
        .text("x.txt", "3 0.5 0.5 0.2 0.2")
        .text("y.txt", "4000000000 0.5 0.5 1 1");
    assert_eq!(classes(&f.open(Format::Yolo)), ["3", "4000000000"]);
}

#[test]
fn lying_files_are_told_and_never_fatal() {
    let f = Folder::new()
        .pictures(&["a.jpg", "b.jpg", "c.jpg", "d.jpg"])
        .text("classes.txt", "dent\n")
        .text("a.txt", "0 0.5 0.5 0.2 0.2\n9 0.5 0.5 0.2 0.2\n8 0.5 0.5 0.2 0.2")
        .text("b.txt", "0 1.4 1.4 0.1 0.1")
        .text("c.txt", "0 nan 0.5 0.1 0.1\n0 0.9 0.9 1.5 1.5")
        .text("d.txt", "rubbish")
        .text("gone.txt", "0 0.5 0.5 0.2 0.2");
    let set = f.open(Format::Yolo);
    assert_eq!(listed(&set), ["a.jpg dent 1", "b.jpg -", "c.jpg dent 1", "d.jpg -"]);
    assert_eq!(
        problems(&set),
        [
            "label.unknown_class a.txt",
            "label.outside b.txt",
            "label.degenerate c.txt",
            "label.outside c.txt",
            "label.unreadable d.txt",
            "label.no_picture gone.txt"
        ]
    );
    assert!(set.problems[0].message.ends_with("(and 1 more like it)"), "{}", set.problems[0].message);
}

#[test]
fn boxes_in_pixels_are_not_yolo_and_do_not_go_by_in_silence() {
    let f = Folder::new()
        .pictures(&["images/1_left.jpg", "images/1_right.jpg"])
        .text("boxes/1.txt", "466 441 493 470 3");
    let set = f.open(Format::Folders);
    assert_eq!(listed(&set), ["images/1_left.jpg -", "images/1_right.jpg -"]);
    assert_eq!(problems(&set), ["label.unknown_format "]);
}
