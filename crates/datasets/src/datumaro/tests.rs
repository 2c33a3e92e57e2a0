use super::*;

fn file(annotations: &str) -> Datumaro {
    let json = format!(
        r#"{{"categories": {{"label": {{"labels": [{{"name": "scratch", "parent": ""}}]}}}},
        "items": [{{"id": "a", "annotations": [{annotations}], "image": {{"path": "a.png", "size": [20, 40]}}}}, 7]}}"#
    );
    parse_datumaro(json.as_bytes()).unwrap()
}

#[test]
fn each_annotation_is_read_and_a_bad_one_does_not_cost_the_others() {
    let read = file(
        r#"{"type": "bbox", "label_id": 0, "bbox": [1, 2, 3, 4], "attributes": {"occluded": false, "odd": [1]}},
        {"type": "bbox", "label_id": 0, "bbox": [4, 8, 10, 4], "attributes": {"rotation": 30}}, 5,
        {"type": "mask", "label_id": 0, "rle": {"counts": "04", "size": [2, 2]}},
        {"type": "mask", "label_id": 0, "rle": {"counts": [0, 5], "size": [2, 2]}},
        {"type": "points", "label_id": 0, "points": [1, 2, 3, 4], "visibility": [2, 0]},
        {"type": "ellipse", "label_id": 0, "points": [1, 2, 7, 6]}, {"type": "cuboid_3d", "label_id": 0}"#,
    );
    assert_eq!((read.unreadable, read.items[0].unreadable, read.items[0].annotations.len()), (1, 1, 7));
    let raw: Vec<_> = read.items[0].annotations.iter().map(|a| a.raw(&mut a.attributes.clone())).collect();
    assert_eq!(raw[0], Ok(Some(RawShape::Box([1.0, 2.0, 3.0, 4.0]))));
    assert_eq!(read.items[0].annotations[0].attributes.len(), 1);
    let turned = Mark::Rotated { cx: 9.0, cy: 10.0, w: 10.0, h: 4.0, angle: 30.0 };
    assert_eq!(raw[1], Ok(Some(RawShape::Drawn(turned))));
    let rle = fovea_domain::Runs { width: 2, height: 2, counts: vec![0, 4] };
    assert_eq!(raw[2], Ok(Some(RawShape::Drawn(Mark::Brush { rle }))));
    assert!(raw[3].is_err());
    assert_eq!(raw[4], Ok(Some(RawShape::Drawn(Mark::Points { points: vec![[1.0, 2.0]] }))));
    let ellipse = Mark::Ellipse { cx: 4.0, cy: 4.0, rx: 3.0, ry: 2.0, angle: 0.0 };
    assert_eq!(raw[5], Ok(Some(RawShape::Drawn(ellipse))));
    assert_eq!(raw[6], Ok(None));
}

#[test]
fn hostile_files_are_errors() {
    let deep =
        format!("{{\"categories\": {{}}, \"items\": [{}{}]}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(parse_datumaro(deep.as_bytes()).unwrap().unreadable, 1);
    for json in ["", "[]", "{}", r#"{"items": []}"#, r#"{"categories": 1, "items": []}"#] {
        assert!(parse_datumaro(json.as_bytes()).is_err(), "{json}");
    }
}
