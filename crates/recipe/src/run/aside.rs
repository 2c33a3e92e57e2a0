//! Parts that are seen from aside, drawn.

use super::Runner;
use super::tests::{CODE, Folder, SIZE, fill, given, reasons, recipe, reference, shown, write};
use crate::result::{ReasonKind, StepValue, Verdict, Verdicted};
use fovea_domain::Point;
use fovea_vision::Picture;
use fovea_vision::register::{Affine, Homography};
use serde_json::json;

/// Its modules fill the upper left of their field.
const MIDDLE_OF_CODE: (f64, f64) = (CODE[0] as f64 + 33.0, CODE[1] as f64 + 33.0);

/// About the middle of the picture: its right side is further away by `across`, its lower one by `down`, a pixel.
fn tilt(across: f64, down: f64) -> Homography {
    let to = Affine([1.0, 0.0, -240.0, 0.0, 1.0, -180.0]);
    let back = Affine([1.0, 0.0, 240.0, 0.0, 1.0, 180.0]);
    let tilt = Homography([1.02, 0.06, 8.0, -0.05, 0.98, -5.0, across, down, 1.0]);
    Homography::from(back).after(&tilt).after(&to.into())
}

fn seen(picture: &Picture, map: &Homography) -> Picture {
    let back = map.inverse().unwrap();
    let (w, h) = (f64::from(picture.width), f64::from(picture.height));
    let corner = |x: f64, y: f64| -> Point {
        let (x, y) = back.apply(x, y);
        [x as f32, y as f32]
    };
    let quad = [corner(0.0, 0.0), corner(w, 0.0), corner(w, h), corner(0.0, h)];
    picture.cut_quad(&quad, picture.width, picture.height)
}

/// How far a corner of the region `code` lies from where it must.
fn off(told: &Verdicted, truth: &Homography) -> f64 {
    let StepValue::Regions { regions } = &told.steps[2].value else { panic!("{told:#?}") };
    let corners = [(228.0, 98.0), (344.0, 98.0), (344.0, 214.0), (228.0, 214.0)];
    let far = regions["code"].iter().zip(corners).map(|(at, (x, y))| {
        let (u, v) = truth.apply(x, y);
        (f64::from(at[0]) - u).hypot(f64::from(at[1]) - v)
    });
    far.fold(0.0, f64::max)
}

/// The code was read, and is told where the picture shows it.
fn code_lies_there(told: &Verdicted, truth: &Homography) {
    let StepValue::Codes { codes } = &told.steps[3].value else { panic!("{told:#?}") };
    let [code] = codes["code"].as_slice() else { panic!("{codes:?}") };
    let middle = code.quad.iter().fold((0.0, 0.0), |m, p| (m.0 + p[0] / 4.0, m.1 + p[1] / 4.0));
    let (u, v) = truth.apply(MIDDLE_OF_CODE.0, MIDDLE_OF_CODE.1);
    let far = (f64::from(middle.0) - u).hypot(f64::from(middle.1) - v);
    assert!(far < 10.0, "{far} px off: {code:?}");
}

#[test]
fn four_marks_tell_a_part_that_is_seen_from_aside() {
    let mut recipe = recipe();
    let marks = json!([[130, 100, 40, 40], [130, 190, 50, 50], [280, 215, 45, 30], [320, 75, 40, 30]]);
    recipe["steps"][1]["by"] = json!({ "fiducials": { "marks": marks, "reach_px": 45.0 } });
    recipe["steps"][1]["turn"] = json!(6.0);
    recipe["steps"][1]["fit"] = json!("homography");
    let runner = Runner::new(Folder::new().load(recipe).unwrap());
    let good = reference(Some("SN-0001"));
    let truth = tilt(0.0003, 0.0002);
    let told = runner.run(&shown(seen(&good, &truth)), &given("SN-0001"), 0, 1);
    assert_eq!((told.verdict, reasons(&told)), (Verdict::Ok, vec![]), "{told:#?}");
    let StepValue::Place { place } = &told.steps[1].value else { panic!("{:?}", told.steps[1]) };
    assert_eq!(place.map.len(), 9, "{place:?}");
    assert!(off(&told, &truth) < 4.0, "{} px: {place:?}", off(&told, &truth));
    code_lies_there(&told, &truth);
    // As ever where nothing is tilted.
    let told = runner.run(&shown(good), &given("SN-0001"), 0, 1);
    assert_eq!(told.verdict, Verdict::Ok, "{told:#?}");
    assert!(off(&told, &Homography::IDENTITY) < 1.0);
}

/// Bars of many sizes over each other, unlike anywhere else.
fn barred(picture: &mut Picture, [x, y, w, h]: [f32; 4]) {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1u64 << 24) as f32
    };
    for _ in 0..(w * h / 400.0) as usize {
        let (across, down) = (5.0 + next() * 24.0, 5.0 + next() * 24.0);
        let at = [x + next() * (w - across), y + next() * (h - down), across, down];
        fill(picture, at.map(f32::floor), (20.0 + next() * 215.0) as u8);
    }
}

#[test]
fn features_tell_a_part_that_is_seen_from_aside_and_refuse_what_is_none() {
    let folder = Folder::new();
    let mut good = reference(Some("SN-0001"));
    barred(&mut good, [10.0, 120.0, 215.0, 220.0]);
    write(&folder.0.path().join("good.png"), &good);
    let mut recipe = recipe();
    recipe["steps"][1]["by"] = json!({ "features": [20, 130, 195, 200] });
    recipe["steps"][1]["fit"] = json!("homography");
    let runner = Runner::new(folder.load(recipe).unwrap());
    let see = |picture: Picture| runner.run(&shown(picture), &given("SN-0001"), 0, 1);
    let truth = tilt(0.0005, -0.0003);
    let told = see(seen(&good, &truth));
    assert_eq!((told.verdict, reasons(&told)), (Verdict::Ok, vec![]), "{told:#?}");
    // The code lies outside of what was looked for.
    assert!(off(&told, &truth) < 6.0, "{} px", off(&told, &truth));
    code_lies_there(&told, &truth);
    let mut other = Picture::new(SIZE.0, SIZE.1);
    other.rgb.iter_mut().enumerate().for_each(|(i, v)| *v = 60 + (i / 3 * 7919 % 97) as u8);
    let told = see(other);
    assert_eq!((told.verdict, reasons(&told)), (Verdict::Recheck, vec![("part", ReasonKind::NotFound)]));
}
