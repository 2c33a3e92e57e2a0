use super::*;

fn shape(kind: &str, points: &[[f64; 2]]) -> Option<RawShape> {
    let points = points.to_vec();
    LabelmeShape { label: "x".into(), points, shape_type: kind.into(), ..LabelmeShape::default() }.raw()
}

#[test]
fn known_shapes_keep_their_kind_and_others_are_not_understood() {
    assert_eq!(shape("rectangle", &[[5.0, 6.0], [1.0, 2.0]]), Some(RawShape::Box([1.0, 2.0, 4.0, 4.0])));
    let circle = Mark::Ellipse { cx: 5.0, cy: 5.0, rx: 3.0, ry: 3.0, angle: 0.0 };
    assert_eq!(shape("circle", &[[5.0, 5.0], [5.0, 8.0]]), Some(RawShape::Drawn(circle)));
    let two = [[1.0, 1.0], [2.0, 2.0]];
    let line = || Mark::Line { points: vec![[1.0, 1.0], [2.0, 2.0]], width: 1.0 };
    for kind in ["line", "linestrip"] {
        assert_eq!(shape(kind, &two), Some(RawShape::Drawn(line())), "{kind}");
    }
    let points = Mark::Points { points: vec![[1.0, 1.0], [2.0, 2.0]] };
    assert_eq!(shape("points", &two), Some(RawShape::Drawn(points)));
    for kind in ["point", "mask", ""] {
        assert_eq!(shape(kind, &two), None, "{kind}");
    }
    assert_eq!(shape("line", &[[1.0, 1.0]]), None);
    assert_eq!(shape("rectangle", &[[1.0, 1.0]]), None);
}

#[test]
fn old_files_without_a_kind_hold_polygons() {
    let json = br#"{"shapes": [{"label": "a", "points": [[0, 0], [1, 0], [1, 1]]}], "imageData": null}"#;
    let file = parse_labelme(json).unwrap();
    assert_eq!((file.shapes[0].shape_type.as_str(), file.width), ("polygon", None));
}

#[test]
fn four_corners_are_a_turned_box_only_where_they_are_one() {
    let turned = shape("rotation", &[[10.0, 0.0], [20.0, 10.0], [15.0, 15.0], [5.0, 5.0]]);
    let Some(RawShape::Drawn(Mark::Rotated { cx, cy, w, h, angle })) = turned else { panic!("{turned:?}") };
    assert_eq!([cx, cy, angle], [12.5, 7.5, 45.0]);
    assert!((w - 14.142).abs() < 0.001 && (h - 7.071).abs() < 0.001);
    let upright = [[1.0, 1.0], [9.0, 1.0], [9.0, 4.0], [1.0, 4.0]];
    assert_eq!(shape("rectangle", &upright), Some(RawShape::Polygon(upright.to_vec())));
    let odd = [[10.0, 0.0], [40.0, 10.0], [15.0, 35.0], [5.0, 5.0]];
    assert_eq!(shape("rotation", &odd), Some(RawShape::Polygon(odd.to_vec())));
}

#[test]
fn what_is_said_beside_the_class_is_kept_and_nonsense_there_costs_nothing() {
    let json = br#"{"shapes": [
        {"label": "a", "points": [[0, 0], [1, 0], [1, 1]], "group_id": 3, "flags": {"sure": true}, "attributes": {"um": 1.5}},
        {"label": "a", "points": [[0, 0], [1, 0], [1, 1]], "group_id": null, "flags": ["x"], "attributes": 7}]}"#;
    let file = parse_labelme(json).unwrap();
    let (first, second) = (file.shapes[0].extra(), file.shapes[1].extra());
    assert_eq!((first.group, first.attributes.len()), (Some(3), 2));
    assert_eq!(second, Extra::default());
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
