//! Parts that are located by round marks, and may be larger or smaller than on the reference picture.

use super::Runner;
use super::tests::{Folder, given, reasons, recipe, reference, shown};
use crate::result::StepValue;
use fovea_domain::Point;
use fovea_vision::Picture;
use fovea_vision::register::Affine;
use serde_json::json;

/// The picture turned and scaled about its middle, then shifted, and what that does to a place.
fn moved(picture: &Picture, degrees: f64, scale: f64, shift: (f64, f64)) -> (Picture, Affine) {
    let (w, h) = (f64::from(picture.width), f64::from(picture.height));
    let map = Affine::similarity(degrees, scale, (w / 2.0, h / 2.0), shift);
    let back = map.inverse().unwrap();
    let corner = |x: f64, y: f64| -> Point {
        let (x, y) = back.apply(x, y);
        [x as f32, y as f32]
    };
    let quad = [corner(0.0, 0.0), corner(w, 0.0), corner(w, h), corner(0.0, h)];
    (picture.cut_quad(&quad, picture.width, picture.height), map)
}

#[test]
fn round_fiducials_tell_a_part_that_is_larger_or_smaller() {
    let mut recipe = recipe();
    // Two holes and the corner of the plate.
    let marks = json!([[130, 100, 40, 40], [130, 190, 50, 50], [320, 75, 40, 30]]);
    recipe["steps"][1]["by"] = json!({ "fiducials": { "marks": marks, "reach_px": 45.0, "apart_px": 4.0 } });
    recipe["steps"][1]["turn"] = json!(8.0);
    recipe["steps"][1]["scale"] = json!(0.12);
    let runner = Runner::new(Folder::new().load(recipe).unwrap());
    let good = reference(Some("SN-0001"));
    for (scale, degrees, shift) in [
        (0.92, 3.0, (6.0, -4.0)),
        (0.96, -5.0, (-8.0, 5.0)),
        (1.0, 4.0, (9.0, 3.0)),
        (1.05, -3.0, (4.0, 8.0)),
        (1.09, 2.0, (-5.0, -6.0)),
    ] {
        let (picture, map) = moved(&good, degrees, scale, shift);
        let told = runner.run(&shown(picture), &given("SN-0001"), 0, 1);
        // The code may be too small to be read then.
        assert!(reasons(&told).iter().all(|(step, _)| *step != "part"), "{scale} {degrees}: {told:#?}");
        let StepValue::Place { place } = &told.steps[1].value else { panic!("{:?}", told.steps[1]) };
        assert!((place.scale - scale).abs() < 0.02 && (place.angle - degrees).abs() < 1.0, "{place:?}");
        let middle = map.apply(240.0, 180.0);
        let far = (place.dx + 240.0 - middle.0).hypot(place.dy + 180.0 - middle.1);
        assert!(far < 2.0, "{far} px off at {scale}: {place:?}");
    }
}
