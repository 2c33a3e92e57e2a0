use super::*;

fn shape(kind: &str, points: &[[f64; 2]]) -> Option<RawShape> {
    LabelmeShape { label: "x".into(), points: points.to_vec(), shape_type: kind.into(), description: None }
        .raw()
}

#[test]
fn shapes_with_an_area_are_understood_and_others_not() {
    assert_eq!(shape("rectangle", &[[5.0, 6.0], [1.0, 2.0]]), Some(RawShape::Box([1.0, 2.0, 4.0, 4.0])));
    let Some(RawShape::Polygon(circle)) = shape("circle", &[[5.0, 5.0], [5.0, 8.0]]) else { panic!() };
    assert!(circle.iter().all(|p| ((p[0] - 5.0).hypot(p[1] - 5.0) - 3.0).abs() < 1e-9));
    for kind in ["point", "line", "linestrip", "points", "mask", ""] {
        assert_eq!(shape(kind, &[[1.0, 1.0], [2.0, 2.0]]), None, "{kind}");
    }
    assert_eq!(shape("rectangle", &[[1.0, 1.0]]), None);
}

#[test]
fn old_files_without_a_kind_hold_polygons() {
    let json = br#"{"shapes": [{"label": "a", "points": [[0, 0], [1, 0], [1, 1]]}], "imageData": null}"#;
    let file = parse_labelme(json).unwrap();
    assert_eq!((file.shapes[0].shape_type.as_str(), file.width), ("polygon", None));
}

#[test]
fn hostile_files_are_errors() {
    let deep = format!("{{\"shapes\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let extra = format!("{{\"shapes\": [], \"x\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for json in [
        "",
        "null",
        "[]",
        "{}",
        "{\"shapes\": 5}",
        r#"{"shapes": [{"label": "a", "points": [[NaN, 0]]}]}"#,
        r#"{"shapes": [{"label": "a", "points": [[1e999, 0]]}]}"#,
        r#"{"shapes": [{"label": 7, "points": []}]}"#,
        &deep,
    ] {
        assert!(parse_labelme(json.as_bytes()).is_err(), "{}", &json[..json.len().min(60)]);
    }
    // What is not asked for is skipped without a call per level.
    assert!(parse_labelme(extra.as_bytes()).is_ok());
}
