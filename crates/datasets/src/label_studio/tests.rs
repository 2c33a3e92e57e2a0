use super::*;

fn tasks(json: &str) -> LabelStudio {
    parse_label_studio(json.as_bytes()).unwrap()
}

fn raw(kind: &str, value: &str, text: Option<&str>) -> Result<Option<RawShape>, LabelError> {
    let json = format!(
        r#"[{{"data": {{"image": "a.png"}}, "annotations": [{{"result": [{{"type": "{kind}", "value": {value}}}]}}]}}]"#
    );
    let read = tasks(&json);
    read.tasks[0].results.as_ref().unwrap()[0].raw((200, 100), text)
}

#[test]
fn percents_become_pixels_and_boxes_turn_around_their_corner() {
    let plain = raw("rectanglelabels", r#"{"x": 10, "y": 20, "width": 5, "height": 30}"#, None);
    assert_eq!(plain, Ok(Some(RawShape::Box([20.0, 20.0, 10.0, 30.0]))));
    // By a quarter as a clock goes: what was the left upper corner stays, the box hangs to its left.
    let turned =
        raw("rectanglelabels", r#"{"x": 50, "y": 20, "width": 20, "height": 10, "rotation": 90}"#, None);
    let Ok(Some(RawShape::Drawn(Mark::Rotated { cx, cy, w, h, angle }))) = turned else {
        panic!("{turned:?}")
    };
    assert_eq!([cx.round(), cy.round(), w, h, angle], [95.0, 40.0, 40.0, 10.0, 90.0]);
    let polygon = raw("polygonlabels", r#"{"points": [[0, 0], [10, 0], [10, 50]]}"#, None);
    assert_eq!(polygon, Ok(Some(RawShape::Polygon(vec![[0.0, 0.0], [20.0, 0.0], [20.0, 50.0]]))));
    let ellipse =
        raw("ellipselabels", r#"{"x": 50, "y": 50, "radiusX": 10, "radiusY": 10, "rotation": 0}"#, None);
    let round = Mark::Ellipse { cx: 100.0, cy: 50.0, rx: 20.0, ry: 10.0, angle: 0.0 };
    assert_eq!(ellipse, Ok(Some(RawShape::Drawn(round))));
    let text = raw("rectangle", r#"{"x": 0, "y": 0, "width": 50, "height": 50}"#, Some("A1"));
    let points = [[0.0, 0.0], [100.0, 0.0], [100.0, 50.0], [0.0, 50.0]];
    assert_eq!(text, Ok(Some(RawShape::Drawn(Mark::Text { points, text: "A1".into() }))));
    assert_eq!(raw("rectanglelabels", r#"{"x": 10}"#, None), Ok(None));
    assert!(raw("brushlabels", r#"{"rle": [0, 0, 300]}"#, None).is_err());
    assert!(raw("brushlabels", r#"{"rle": [255, 255, 255, 255, 255]}"#, None).is_err());
}

#[test]
fn pictures_are_known_by_the_path_within_their_address() {
    for (told, name) in [
        ("/data/local-files/?d=sub%20folder/a%E5%9B%BE.png", "sub folder/a图.png"),
        ("s3://bucket/some/a.png", "some/a.png"),
        ("https://host/x/a.png?token=1", "x/a.png"),
        ("/data/upload/3/0a1b2c3d-a.png", "data/upload/3/0a1b2c3d-a.png"),
    ] {
        assert_eq!(picture_name(told), name);
    }
    assert_eq!(without_prefix("data/upload/3/0a1b2c3d-a.png"), Some("a.png"));
    assert_eq!(without_prefix("part-001-a.png"), None);
}

#[test]
fn nobody_has_looked_where_no_answer_is_or_it_was_skipped() {
    let read = tasks(
        r#"[{"data": {"image": "a.png"}, "annotations": []},
        {"data": {"image": "b.png"}, "annotations": [{"result": [], "was_cancelled": true}]},
        {"data": {"photo": "c.png"}, "annotations": [{"result": []}]},
        {"data": {"image": "d.png"}, "annotations": [{"result": [], "ground_truth": true}, {"result": [1]}]}, 5]"#,
    );
    let looked: Vec<bool> = read.tasks.iter().map(|t| t.results.is_some()).collect();
    assert_eq!((looked.as_slice(), read.unreadable), ([false, false, true, true].as_slice(), 1));
    assert_eq!(read.tasks[2].image.as_deref(), Some("c.png"));
    assert_eq!((read.tasks[3].said, read.tasks[3].unreadable), (2, 0));
}

#[test]
fn hostile_files_are_errors() {
    let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    assert!(parse_label_studio(deep.as_bytes()).is_err());
    for json in ["", "{}", "[1, 2]", r#"[{"data": 1}]"#] {
        assert!(parse_label_studio(json.as_bytes()).is_err(), "{json}");
    }
    assert_eq!(parse_label_studio(b"[]").unwrap().tasks, []);
}
