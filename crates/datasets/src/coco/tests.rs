use super::*;

#[test]
fn a_bad_annotation_does_not_cost_the_others() {
    let json = br#"{"images": [{"id": 1, "file_name": "a.png"}], "categories": [{"id": 3, "name": " x "}],
        "annotations": [{"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4]}, {"image_id": "one"}, 5,
        {"image_id": 1, "category_id": 3, "segmentation": [[0, 0, 1, 0, 1, 1]]},
        {"image_id": 1, "category_id": 3, "segmentation": {"counts": "04", "size": [2, 2]}},
        {"image_id": 1, "category_id": 3, "segmentation": {"counts": [0, 4], "size": [2, 2]}}]}"#;
    let coco = parse_coco(json).unwrap();
    assert_eq!((coco.annotations.len(), coco.unreadable), (4, 2));
    assert_eq!(coco.categories[&3], "x");
    let square = coco.annotations[3].shapes((2, 2)).unwrap();
    assert_eq!(square, [RawShape::Polygon(vec![[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])]);
    assert_eq!(coco.annotations[2].shapes((2, 2)), Ok(square));
    assert!(coco.annotations[3].shapes((3, 3)).is_err());
}

#[test]
fn hostile_files_are_errors() {
    let deep =
        format!("{{\"images\": [], \"annotations\": [{}{}]}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(parse_coco(deep.as_bytes()).unwrap().unreadable, 1);
    for json in ["", "[]", "{}", r#"{"images": []}"#, r#"{"images": {}, "annotations": []}"#] {
        assert!(parse_coco(json.as_bytes()).is_err(), "{}", &json[..json.len().min(60)]);
    }
}
