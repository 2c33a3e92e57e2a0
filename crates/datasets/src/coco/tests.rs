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
    let rle = fovea_domain::Runs { width: 2, height: 2, counts: vec![0, 4] };
    assert_eq!(square, [RawShape::Drawn(Mark::Brush { rle })]);
    assert_eq!(coco.annotations[2].shapes((2, 2)), Ok(square));
    assert!(coco.annotations[3].shapes((3, 3)).is_err());
}

#[test]
fn shapes_as_they_were_drawn_count_while_the_rest_agrees() {
    let one = |bbox: &str| {
        let json = format!(
            r#"{{"images": [], "annotations": [{{"image_id": 1, "category_id": 3, "bbox": {bbox}, "group": 4,
            "segmentation": [[0, 0, 4, 0, 4, 4]], "attributes": {{"rotation": 90, "um": 2}},
            "shape": {{"kind": "rotated", "cx": 10, "cy": 10, "w": 8, "h": 4, "angle": 90}}}}]}}"#
        );
        parse_coco(json.as_bytes()).unwrap().annotations.remove(0)
    };
    let kept = one("[8, 6, 4, 8]");
    let turned = Mark::Rotated { cx: 10.0, cy: 10.0, w: 8.0, h: 4.0, angle: 90.0 };
    assert_eq!(kept.shapes((20, 20)).unwrap(), [RawShape::Drawn(turned)]);
    let extra = kept.extra();
    assert_eq!(
        (extra.group, extra.attributes.len(), extra.attributes.contains_key("um")),
        (Some(4), 1, true)
    );
    // Somebody moved the outline elsewhere: that counts.
    assert!(matches!(one("[0, 0, 4, 4]").shapes((20, 20)).unwrap()[0], RawShape::Polygon(_)));
}

#[test]
fn points_and_turned_boxes_of_others_are_read_and_nonsense_costs_nothing() {
    let json = br#"{"images": [], "annotations": [
        {"image_id": 1, "category_id": 3, "bbox": [1, 1, 0, 0], "segmentation": [], "keypoints": [1, 1, 2, 5, 6, 0]},
        {"image_id": 1, "category_id": 3, "bbox": [4, 8, 10, 4], "segmentation": [], "attributes": {"rotation": 30}},
        {"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "keypoints": "x", "attributes": [], "shape": 5, "group": "a"}]}"#;
    let coco = parse_coco(json).unwrap();
    assert_eq!(coco.unreadable, 0);
    let shapes: Vec<_> = coco.annotations.iter().map(|a| a.shapes((20, 20)).unwrap().remove(0)).collect();
    assert_eq!(shapes[0], RawShape::Drawn(Mark::Points { points: vec![[1.0, 1.0]] }));
    let turned = Mark::Rotated { cx: 9.0, cy: 10.0, w: 10.0, h: 4.0, angle: 30.0 };
    assert_eq!(shapes[1], RawShape::Drawn(turned));
    assert_eq!(shapes[2], RawShape::Box([1.0, 2.0, 3.0, 4.0]));
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
