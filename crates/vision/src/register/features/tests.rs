use super::*;
use crate::register::{Affine, Fit, Homography, seen_through, warped};

fn numbers(seed: u64) -> impl FnMut() -> f32 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// Bars and plates of many sizes over each other, unlike anywhere else.
fn scene(seed: u64, width: usize, height: usize) -> Gray {
    let mut next = numbers(seed);
    let mut out = Gray { width, height, data: vec![120.0; width * height] };
    for _ in 0..width * height / 500 {
        let (x, y) = (next() * width as f32, next() * height as f32);
        let (w, h, value) = (5.0 + next() * 26.0, 5.0 + next() * 26.0, 20.0 + next() * 215.0);
        for row in y as usize..((y + h) as usize).min(height) {
            for column in x as usize..((x + w) as usize).min(width) {
                out.data[row * width + column] = value;
            }
        }
    }
    out
}

const AT: (usize, usize) = (140, 90);
const SIZE: (usize, usize) = (160, 140);

fn part(of: &Gray) -> Gray {
    of.part(AT.0 as isize, AT.1 as isize, SIZE.0, SIZE.1)
}

#[test]
fn a_part_is_found_turned_by_any_angle_and_in_another_size() {
    let whole = scene(5, 440, 330);
    let finder = FeatureFinder::new(&part(&whole)).unwrap();
    for (degrees, scale, shift) in [
        (0.0, 1.0, (0.0, 0.0)),
        (37.0, 1.0, (18.3, -9.6)),
        (-145.0, 1.0, (-20.2, 11.7)),
        (80.0, 0.8, (9.4, 6.1)),
        (12.0, 1.3, (-7.5, 4.2)),
    ] {
        let map = Affine::similarity(degrees, scale, (220.0, 165.0), shift);
        let mut seen = warped(&whole, &map.inverse().unwrap(), 440, 330);
        seen.data.iter_mut().for_each(|v| *v = *v * 0.7 + 30.0);
        let found = finder.find(&seen).unwrap_or_else(|| panic!("{degrees}° {scale}: nothing found"));
        for (x, y) in [(0.0, 0.0), (160.0, 0.0), (0.0, 140.0), (160.0, 140.0)] {
            let (a, b) = found.map.apply(x, y);
            let (u, v) = map.apply(x + AT.0 as f64, y + AT.1 as f64);
            let far = (a - u).hypot(b - v);
            assert!(far < 0.7, "{degrees}° {scale}: {far} px off, {found:?}");
        }
        assert!(
            found.agreement > 0.8 && found.agreement - found.second > 0.2,
            "{degrees}° {scale}: {found:?}"
        );
    }
}

#[test]
fn a_part_that_is_not_there_is_not_found() {
    let finder = FeatureFinder::new(&part(&scene(5, 440, 330))).unwrap();
    let agreement = finder.find(&scene(6, 440, 330)).map_or(0.0, |f| f.agreement);
    assert!(agreement < 0.6, "{agreement}");
    assert!(finder.find(&Gray::new(20, 20)).is_none(), "smaller than a corner");
    assert!(FeatureFinder::new(&Gray::new(200, 200)).is_none(), "nothing to hold on to");
}

#[test]
fn two_of_a_kind_are_told_as_such() {
    let own = part(&scene(5, 440, 330));
    let mut twice = Gray { width: 460, height: 220, data: vec![120.0; 460 * 220] };
    for left in [30, 260] {
        for row in 0..SIZE.1 {
            let to = (40 + row) * 460 + left;
            twice.data[to..to + SIZE.0].copy_from_slice(&own.data[row * SIZE.0..(row + 1) * SIZE.0]);
        }
    }
    let found = FeatureFinder::new(&own).unwrap().find(&twice).unwrap();
    assert!(found.agreement > 0.95 && found.second > 0.9, "{found:?}");
}

/// Seen from aside: about the middle of the scene, with one corner of the part a quarter nearer than another.
fn aside(degrees: f64) -> Homography {
    let to = Homography::from(Affine([1.0, 0.0, -220.0, 0.0, 1.0, -165.0]));
    let back = Homography::from(Affine([1.0, 0.0, 220.0, 0.0, 1.0, 165.0]));
    let tilt = Homography([1.05, 0.1, 6.0, -0.08, 0.95, -4.0, 0.001, 0.0006, 1.0]);
    let turn = Homography::from(Affine::similarity(degrees, 1.0, (0.0, 0.0), (0.0, 0.0)));
    back.after(&turn).after(&tilt).after(&to)
}

fn drawn(scene: &Gray, map: &Homography) -> Gray {
    let mut seen = seen_through(scene, &map.inverse().unwrap(), scene.width, scene.height);
    seen.data.iter_mut().for_each(|v| *v = if v.is_nan() { 120.0 } else { *v * 0.8 + 20.0 });
    seen
}

fn furthest(found: &Laid, truth: &Homography) -> f64 {
    let corners = [(0.0, 0.0), (160.0, 0.0), (0.0, 140.0), (160.0, 140.0)];
    let far = corners.map(|(x, y)| {
        let (a, b) = found.map.apply(x, y);
        let (u, v) = truth.apply(x + AT.0 as f64, y + AT.1 as f64);
        (a - u).hypot(b - v)
    });
    far.into_iter().fold(0.0, f64::max)
}

#[test]
fn a_part_seen_from_aside_is_found_as_it_lies() {
    let whole = scene(5, 440, 330);
    let finder = FeatureFinder::new(&part(&whole)).unwrap();
    for degrees in [0.0, 35.0] {
        let truth = aside(degrees);
        let found = finder.find_freely(&drawn(&whole, &truth), Fit::Homography).unwrap();
        let far = furthest(&found, &truth);
        assert!(far < 1.0, "{degrees}°: {far} px off, {found:?}");
        assert!(found.agreement > 0.8 && found.agreement - found.second > 0.2, "{degrees}°: {found:?}");
    }
}

#[test]
fn a_sheared_part_is_found_by_an_affine_map() {
    let whole = scene(5, 440, 330);
    let finder = FeatureFinder::new(&part(&whole)).unwrap();
    let truth = Homography::from(Affine([1.08, 0.14, -30.0, -0.05, 0.95, 12.0]));
    let found = finder.find_freely(&drawn(&whole, &truth), Fit::Affine).unwrap();
    assert!(furthest(&found, &truth) < 1.0, "{found:?}");
    assert!(found.map.affine().is_some() && found.agreement > 0.8, "{found:?}");
}

#[test]
fn a_free_map_makes_no_part_of_what_is_none() {
    let whole = scene(5, 440, 330);
    let own = part(&whole);
    let finder = FeatureFinder::new(&own).unwrap();
    let worth = |picture: &Gray| finder.find_freely(picture, Fit::Homography).map_or(0.0, |f| f.agreement);
    assert!(worth(&scene(6, 440, 330)) < 0.6, "another scene");
    let mirrored = Homography::from(Affine([-1.0, 0.0, 440.0, 0.0, 1.0, 0.0]));
    assert!(worth(&drawn(&whole, &mirrored)) < 0.6, "seen from behind");
    // Nothing but one corner of it.
    let mut corner = Gray { width: 440, height: 330, data: vec![120.0; 440 * 330] };
    for row in 0..45 {
        let to = (100 + row) * 440 + 150;
        corner.data[to..to + 45].copy_from_slice(&own.data[row * SIZE.0..row * SIZE.0 + 45]);
    }
    assert!(worth(&corner) < 0.6, "one corner");
    assert!(finder.find_freely(&Gray::new(20, 20), Fit::Affine).is_err(), "smaller than a corner");
}
