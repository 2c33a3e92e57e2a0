use crate::folder::{Folder, classes, listed, problems};
use fovea_datasets::Format;
use fovea_vision::{Limits, encode_png_gray};

#[test]
fn masks_in_class_folders_mark_that_class() {
    let f = Folder::new()
        .pictures(&["images/crack/1.jpg", "images/crack/2.jpg", "images/free/3.jpg", "images/hole/4.jpg"])
        .mask("masks/crack/1.png", &[255])
        .mask("masks/free/3.png", &[])
        .mask("masks/hole/4.png", &[0, 255]);
    let set = f.open(Format::Masks);
    assert_eq!(classes(&set), ["crack", "free+", "hole"]);
    assert_eq!(
        listed(&set),
        [
            "images/crack/1.jpg crack 1",
            "images/crack/2.jpg crack",
            "images/free/3.jpg free",
            "images/hole/4.jpg hole 1"
        ]
    );
    let mask = set.samples[3].label_mask(3, &Limits::default()).unwrap().unwrap();
    assert_eq!(mask.data[..3], [0, 3, 0]);
    assert_eq!(set.samples[2].label_mask(3, &Limits::default()).unwrap(), None);
    assert!(set.samples[0].has_pixel_labels());
}

#[test]
fn a_list_of_classes_names_the_values_and_the_folder_the_whole() {
    let f = Folder::new()
        .pictures(&["images/bad/5.jpg", "images/crack/1.jpg", "images/crack/2.jpg", "images/free/3.jpg"])
        .pictures(&["images/unlabelled/4.jpg"])
        .mask("masks/crack/1.png", &[2, 3, 9])
        .text("classes.txt", "free\ncrack\nhole\n");
    let set = f.open(Format::Masks);
    assert_eq!(classes(&set), ["free+", "crack", "hole", "bad"]);
    assert_eq!(
        listed(&set),
        [
            "images/bad/5.jpg bad",
            "images/crack/1.jpg crack 2",
            "images/crack/2.jpg crack",
            "images/free/3.jpg free",
            "images/unlabelled/4.jpg -"
        ]
    );
    let mask = set.samples[1].label_mask(4, &Limits::default()).unwrap().unwrap();
    assert_eq!(mask.data[..4], [2, 3, 0, 0]);
    assert_eq!(problems(&set), ["mask.unknown_value masks/crack/1.png"]);
}

#[test]
fn values_of_flat_masks_are_classes() {
    let f = Folder::new()
        .pictures(&["images/1.jpg", "images/2.jpg", "images/3.jpg", "images/4.jpg"])
        .mask("masks/1.png", &[1, 1, 7])
        .mask("masks/2.png", &[7])
        .mask("masks/3.png", &[]);
    let set = f.open(Format::Masks);
    assert_eq!(classes(&set), ["1", "7", "good+"]);
    assert_eq!(listed(&set), ["images/1.jpg 1 2", "images/2.jpg 7 1", "images/3.jpg good", "images/4.jpg -"]);
    let mask = set.samples[0].label_mask(3, &Limits::default()).unwrap().unwrap();
    assert_eq!(mask.data[..4], [1, 1, 2, 0]);
}

#[test]
fn white_alone_is_a_defect_and_without_empty_masks_no_mask_is_good() {
    let f = Folder::new().pictures(&["a.jpg", "b.jpg"]).mask("a_mask.png", &[255, 255]);
    let set = f.open(Format::Masks);
    assert_eq!(classes(&set), ["defect", "good+"]);
    assert_eq!(listed(&set), ["a.jpg defect 1", "b.jpg good"]);
}

#[test]
fn a_mask_of_another_size_or_without_picture_is_told() {
    let small = encode_png_gray(&[255; 4], 2, 2).unwrap();
    let f = Folder::new()
        .pictures(&["images/1.jpg", "images/2.jpg", "images/3.jpg"])
        .bytes("masks/1.png", &small)
        .mask("masks/2.png", &[255])
        .mask("masks/9.png", &[255]);
    let set = f.open(Format::Masks);
    assert_eq!(problems(&set), ["mask.size_differs masks/1.png", "label.no_picture masks/9.png"]);
    assert!(set.problems[0].message.contains("2 × 2") && set.problems[0].message.contains("20 × 10"));
    assert_eq!(listed(&set), ["images/1.jpg -", "images/2.jpg defect 1", "images/3.jpg good"]);
    // Should the file change later, the mask is refused, naming both sizes.
    let f = f.bytes("masks/2.png", &small);
    let e = set.samples[1].label_mask(2, &Limits::default()).unwrap_err();
    assert_eq!(e.code(), "mask.size_differs");
    drop(f);
}
