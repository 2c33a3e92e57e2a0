use crate::folder::{Folder, classes, listed, problems};
use fovea_datasets::Format;

#[test]
fn train_test_and_ground_truth_are_read() {
    let f = Folder::new()
        .pictures(&[
            "train/good/000.png",
            "train/good/001.png",
            "test/good/000.png",
            "test/cut/000.png",
            "test/cut/001.png",
        ])
        .mask("ground_truth/cut/000_mask.png", &[255])
        .mask("ground_truth/cut/009_mask.png", &[255]);
    let set = f.open(Format::Mvtec);
    assert_eq!(classes(&set), ["cut", "good+"]);
    assert_eq!(
        listed(&set),
        [
            "test/cut/000.png cut Test 1",
            "test/cut/001.png cut Test",
            "test/good/000.png good Test",
            "train/good/000.png good Train",
            "train/good/001.png good Train"
        ]
    );
    assert_eq!(
        problems(&set),
        ["label.no_picture ground_truth/cut/009_mask.png", "mask.missing test/cut/001.png"]
    );
}

#[test]
fn several_sets_in_one_folder_are_refused_with_their_names() {
    let f = Folder::new().pictures(&[
        "bottle/train/good/0.png",
        "cable/train/good/0.png",
        "cable/test/bent/0.png",
    ]);
    let e = f.try_open(Format::Auto).unwrap_err();
    assert_eq!(e.code(), "dataset.several");
    assert!(e.to_string().contains("bottle, cable") && e.hint().contains("bottle"), "{e}");
}

#[test]
fn of_several_labels_the_richest_is_read_and_the_other_named() {
    let f = Folder::new()
        .pictures(&["images/a.jpg", "images/b.jpg"])
        .mask("masks/a.png", &[255])
        .text("labels/a.txt", "0 0.5 0.5 0.2 0.2");
    let set = f.open(Format::Masks);
    assert_eq!(set.problems[0].code, "dataset.ambiguous");
    assert!(set.problems[0].message.contains("yolo"), "{}", set.problems[0].message);
    assert_eq!(f.try_open(Format::Yolo).unwrap().format, Format::Yolo);
}
