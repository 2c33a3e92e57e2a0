use super::*;
use crate::{Format, OpenOptions, open};
use fovea_vision::{Picture, encode_png_rgb};

fn picture(path: &Path, shade: u8) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut picture = Picture::new(40, 20);
    picture.rgb.fill(shade);
    fs::write(path, encode_png_rgb(&picture).unwrap()).unwrap();
}

/// Two pictures of one name in a folder, labelled as COCO.
fn coco(dir: &Path) -> DataSet {
    for (at, name) in
        ["images/a.png", "images/a.bmp", "images/deep/a.png", "images/fine.png", "images/new.png"]
            .iter()
            .enumerate()
    {
        picture(&dir.join(name), at as u8 * 30);
    }
    let json = r#"{"images": [{"id": 1, "file_name": "images/a.png"}, {"id": 2, "file_name": "images/a.bmp"},
        {"id": 3, "file_name": "images/deep/a.png"}, {"id": 4, "file_name": "images/fine.png"}], "categories": [{"id": 1, "name": "a/b"}],
        "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]},
        {"image_id": 2, "category_id": 1, "segmentation": [[0, 0, 9, 0, 9, 9]]},
        {"image_id": 3, "category_id": 1, "bbox": [5, 5, 0, 0], "keypoints": [1, 2, 2]}]}"#;
    fs::write(dir.join("labels.json"), json).unwrap();
    open(dir, &OpenOptions { unmentioned: crate::Unmentioned::Unlabelled, ..OpenOptions::default() }).unwrap()
}

#[test]
fn each_format_is_written_and_found_again_and_losses_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let set = coco(&dir.path().join("from"));
    assert_eq!(set.format, Format::Coco);
    for target in Target::ALL {
        let out = dir.path().join(target.name());
        let done = convert(&set, target, &out, &Limits::default(), &|_, _| {}).unwrap();
        assert_eq!(done.regions, 3);
        let told = fs::read_to_string(out.join(readme_file(target))).unwrap_or_default();
        assert_eq!(told.is_empty(), done.losses.is_empty(), "{target:?}");
        let lost =
            |what, kind| done.losses.iter().find(|l| l.what == what && l.kind == kind).map(|l| l.count);
        let left = lost(Loss::LeftOut, PICTURE).unwrap_or(0);
        assert_eq!(done.pictures + left, 5);
        match target {
            Target::Icdar | Target::PaddleOcr => assert_eq!(left, 4),
            Target::Pairs => assert_eq!(left, 5),
            // A box and an outline can be cut out.
            Target::Crops => assert_eq!(left, 3),
            Target::Folders | Target::Coco | Target::CocoRle | Target::Cvat | Target::Datumaro => {
                assert_eq!(left, 0)
            }
            Target::LabelStudio | Target::Csv | Target::Camvid | Target::VggFace2 => assert_eq!(left, 0),
            _ => assert_eq!(left, 1),
        }
        if left > 1 {
            continue;
        }
        // Its pictures are within its records.
        let out = match target {
            Target::Tfrecord => {
                let unpacked = dir.path().join("unpacked");
                assert!(crate::unpack_recorded(&out, &unpacked, &Limits::default()).unwrap().is_empty());
                unpacked
            }
            _ => out,
        };
        let again = open(
            &out,
            &OpenOptions { unmentioned: crate::Unmentioned::Unlabelled, ..OpenOptions::default() },
        );
        let again = again.unwrap();
        assert_eq!(again.samples.len() as u64, done.pictures, "{target:?}");
        // Points, or in their place all of the picture.
        let whole = lost(Loss::Whole, PICTURE).is_some();
        let points = u64::from(lost(Loss::LeftOut, "points").is_none() || whole);
        let regions: usize = again.samples.iter().map(|s| s.regions.len()).sum();
        assert_eq!(regions as u64, 2 + points, "{target:?}: {:?}", again.problems);
    }
}

#[test]
fn nothing_is_overwritten_and_nothing_is_left_of_what_failed() {
    let dir = tempfile::tempdir().unwrap();
    let mut set = coco(&dir.path().join("from"));
    let out = dir.path().join("out");
    fs::create_dir(&out).unwrap();
    convert(&set, Target::Csv, &out, &Limits::default(), &|_, _| {}).unwrap();
    let taken = convert(&set, Target::Csv, &out, &Limits::default(), &|_, _| {}).unwrap_err();
    assert_eq!(taken.code(), "dataset.out_taken");
    set.samples[0].path = dir.path().join("gone.png");
    let failed = convert(&set, Target::Csv, &dir.path().join("new"), &Limits::default(), &|_, _| {});
    assert_eq!(failed.unwrap_err().code(), "dataset.unwritable");
    assert!(!dir.path().join("new").exists() && !dir.path().join("new.part").exists());
}

#[test]
fn words_of_pictures_go_along() {
    let dir = tempfile::tempdir().unwrap();
    let from = dir.path().join("from");
    coco(&from);
    fs::write(from.join("tags.csv"), "picture,tags\nimages/fine.png,\"night,夜班\"\ngone.png,x\n").unwrap();
    let options = OpenOptions { unmentioned: crate::Unmentioned::Unlabelled, ..OpenOptions::default() };
    let set = open(&from, &options).unwrap();
    for target in
        [Target::Folders, Target::Datumaro, Target::LabelStudio, Target::Csv, Target::Labelme, Target::Yolo]
    {
        let out = dir.path().join(target.name());
        convert(&set, target, &out, &Limits::default(), &|_, _| {}).unwrap();
        let again = open(&out, &options).unwrap();
        let tagged: Vec<_> = again.samples.iter().filter(|s| !s.tags.is_empty()).collect();
        assert_eq!(tagged.len(), 1, "{target:?}");
        assert!(tagged[0].id.ends_with("fine.png"), "{target:?}");
        assert_eq!(tagged[0].tags, ["night", "夜班"], "{target:?}");
    }
}
