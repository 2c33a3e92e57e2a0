use crate::folder::{Folder, classes, listed, problems};
use fovea_datasets::Format;
use fovea_vision::Limits;

#[test]
fn outlines_runs_and_boxes_are_read_in_the_order_of_ids() {
    let json = r#"{"categories": [{"id": 9, "name": "a"}, {"id": 2, "name": "z"}],
        "images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "images/b.jpg"}, {"id": 3, "file_name": "C:/x/c.jpg"},
                   {"id": 4, "file_name": "d.jpg"}],
        "annotations": [
            {"image_id": 1, "category_id": 9, "segmentation": [[0, 0, 4, 0, 4, 4, 0, 4], [6, 0, 8, 0, 8, 2, 6, 2]]},
            {"image_id": 1, "category_id": 2, "segmentation": {"counts": [0, 10, 190], "size": [10, 20]}},
            {"image_id": 2, "category_id": 9, "bbox": [1, 2, 3, 4], "segmentation": []},
            {"image_id": 4, "category_id": 9, "segmentation": {"counts": [0, 99999999999], "size": [10, 20]}}]}"#;
    let f = Folder::new()
        .pictures(&["images/a.jpg", "images/b.jpg", "images/c.jpg", "images/d.jpg"])
        .text("annotations/instances_train2017.json", json);
    let set = f.open(Format::Coco);
    assert_eq!(classes(&set), ["z", "a"]);
    assert_eq!(
        listed(&set),
        ["images/a.jpg a Train 3", "images/b.jpg a Train 1", "images/c.jpg -", "images/d.jpg - Train"]
    );
    assert!(!set.samples[1].has_pixel_labels());
    let mask = set.samples[0].label_mask(2, &Limits::default()).unwrap().unwrap();
    let column: Vec<u8> = (0..10).map(|y| mask.get(0, y)).collect();
    assert_eq!(column, [1; 10]);
    assert_eq!((mask.get(1, 1), mask.get(7, 1)), (2, 2));
    let file = "annotations/instances_train2017.json";
    assert_eq!(problems(&set), [format!("label.path_refused {file}"), format!("label.unreadable {file}")]);
}

#[test]
fn lying_files_are_told_and_never_fatal() {
    let json = r#"{"categories": [{"id": 1, "name": "x"}],
        "images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "../../etc/a.jpg"}, {"id": 3, "file_name": "gone.jpg"}],
        "annotations": [{"image_id": 1, "category_id": 77, "bbox": [0, 0, 2, 2]}, {"image_id": 50, "category_id": 1},
            {"image_id": 1, "category_id": 1, "bbox": [-1e300, 0, 1e308, 1e308]}, {"image_id": 1, "category_id": 1, "bbox": [5, 5, 0, 0]},
            {"image_id": 1, "category_id": 1}]}"#;
    let f = Folder::new().picture("a.jpg").text("coco.json", json);
    let set = f.open(Format::Coco);
    assert_eq!(listed(&set), ["a.jpg x 1"]);
    let codes: Vec<&str> = set.problems.iter().map(|p| p.code).collect();
    assert_eq!(
        codes,
        [
            "label.degenerate",
            "label.no_picture",
            "label.outside",
            "label.path_refused",
            "label.unknown_class"
        ]
    );
}
