use super::*;
use proptest::prelude::*;

#[test]
fn boxes_and_outlines_are_read() {
    let lines =
        parse_yolo("0 0.5 0.5 0.2 0.4\r\n\n 3.0 0.1 0.1 0.9 0.1 0.5 0.8\n1 0.5 0.5 1 1 0.87").unwrap();
    assert_eq!(lines.iter().map(|l| l.class).collect::<Vec<_>>(), [0, 3, 1]);
    let RawShape::Box(b) = lines[0].raw((100, 50)) else { panic!() };
    assert!(b.iter().zip([40.0, 15.0, 20.0, 20.0]).all(|(a, e)| (a - e).abs() < 1e-9), "{b:?}");
    assert!(lines[1].is_outline() && !lines[0].is_outline());
    assert_eq!(lines[2].raw((10, 10)), RawShape::Box([0.0, 0.0, 10.0, 10.0]));
    assert_eq!(parse_yolo(" \n\n"), Ok(vec![]));
}

#[test]
fn four_corners_of_a_turned_box_are_one() {
    let lines =
        parse_yolo("0 0.5 0.2 0.8 0.5 0.65 0.65 0.35 0.35\n0 0.1 0.1 0.9 0.1 0.9 0.9 0.1 0.9").unwrap();
    let RawShape::Drawn(fovea_domain::Mark::Rotated { cx, cy, angle, .. }) = lines[0].raw((100, 100)) else {
        panic!("{:?}", lines[0].raw((100, 100)))
    };
    assert!((cx - 57.5).abs() < 0.01 && (cy - 42.5).abs() < 0.01 && (angle - 45.0).abs() < 0.01);
    assert!(matches!(lines[1].raw((100, 100)), RawShape::Polygon(_)));
}

#[test]
fn other_text_is_not_taken_for_labels() {
    for text in [
        "466 441 493 470 3",
        "read me first",
        "0 0.5 0.5",
        "-1 0.5 0.5 0.2 0.2",
        "0 0.5 0.5 0.2 x",
        "1.5 0.5 0.5 0.2 0.2",
        "0 1 2 3 4 5 6 7",
        "99999999999 0 0 1 1",
        "0",
    ] {
        assert!(parse_yolo(text).is_err(), "{text}");
    }
}

#[test]
fn numbers_that_are_none_are_left_to_the_geometry() {
    assert_eq!(parse_yolo("0 nan 0.5 0.1 0.1\n0 inf 0.5 0.1 0.1").unwrap().len(), 2);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "[0-9. einfa\n-]{0,60}") {
        if let Ok(lines) = parse_yolo(&text) {
            for line in lines {
                let _ = line.raw((10, 10));
            }
        }
    }
}
