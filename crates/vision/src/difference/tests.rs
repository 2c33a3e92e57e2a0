use super::*;
use crate::register::Gray;
use fovea_domain::BBox;
use proptest::prelude::*;

const TOLERANCE: Tolerance = Tolerance { edge: 2, contrast: 0.4, join: 6, least: 4 };

/// A board with traces and pads that repeat nowhere; `colors` are those of board and copper.
fn board(width: u32, height: u32, colors: [[u8; 3]; 2]) -> Picture {
    let mut picture = Picture::new(width, height);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i as u32 % width) as f32, (i as u32 / width) as f32);
        let trace = ((y + 14.0 * (x * 0.021).sin()) / 37.0).fract() < 0.34 && x > 30.0;
        let pads = [(60.0, 70.0), (190.0, 40.0), (230.0, 210.0), (90.0, 250.0), (270.0, 120.0)];
        let pad = pads.iter().any(|(px, py)| (x - px).hypot(y - py) < 17.0);
        pixel.copy_from_slice(&colors[usize::from(trace || pad)]);
    }
    picture
}

const PLAIN: [[u8; 3]; 2] = [[255; 3], [0; 3]];

fn fill(picture: &mut Picture, x: u32, y: u32, w: u32, h: u32, color: [u8; 3]) {
    for row in y..y + h {
        for column in x..x + w {
            let at = 3 * (row * picture.width + column) as usize;
            picture.rgb[at..at + 3].copy_from_slice(&color);
        }
    }
}

/// What a camera would see: moved by `map` (from the result into `picture`), lit otherwise.
fn seen(picture: &Picture, map: &Affine, light: impl Fn(f32, f32, f32) -> f32) -> Picture {
    let mut out = picture.clone();
    for channel in 0..3 {
        let gray = Gray {
            width: picture.width as usize,
            height: picture.height as usize,
            data: picture.rgb.iter().skip(channel).step_by(3).map(|v| f32::from(*v)).collect(),
        };
        let moved = warped(&gray, map, gray.width, gray.height);
        for (i, v) in moved.data.iter().enumerate() {
            let (x, y) = ((i % gray.width) as f32, (i / gray.width) as f32);
            out.rgb[3 * i + channel] = light(*v, x, y).clamp(0.0, 255.0) as u8;
        }
    }
    out
}

fn found(test: &Picture, template: &Picture) -> Vec<Spot> {
    lay(test, template, &TOLERANCE).unwrap().spots(&TOLERANCE)
}

#[test]
fn equal_boards_differ_nowhere_and_a_defect_is_one_spot_in_its_place() {
    let template = board(320, 300, PLAIN);
    assert_eq!(found(&template, &template), []);
    let mut test = template.clone();
    fill(&mut test, 100, 100, 9, 12, [128; 3]);
    let spots = found(&test, &template);
    assert_eq!(spots.len(), 1, "{spots:?}");
    let BBox { x, y, w, h } = spots[0].bbox;
    assert!(x >= 98.0 && y >= 98.0 && x + w <= 111.0 && y + h <= 114.0, "{spots:?}");
}

#[test]
fn a_shift_a_turn_a_scale_and_light_are_no_defects() {
    let template = board(320, 300, PLAIN);
    let mut marked = template.clone();
    fill(&mut marked, 190, 150, 11, 11, [255; 3]);
    fill(&mut marked, 190, 168, 11, 11, [0; 3]);
    for (degrees, scale, shift) in
        [(0.0, 1.0, (0.0, 0.0)), (0.0, 1.0, (7.0, -5.0)), (2.0, 1.0, (3.0, 4.0)), (-3.0, 1.02, (10.0, -9.0))]
    {
        let map = Affine::similarity(degrees, scale, (160.0, 150.0), shift);
        // Darker from left to right, with less contrast.
        let test = seen(&marked, &map, |v, x, _| 30.0 + v * (0.75 - 0.3 * x / 320.0));
        let laid = lay(&test, &template, &TOLERANCE).unwrap();
        assert!(laid.agreement > 0.8, "{degrees} {scale} {shift:?}: {}", laid.agreement);
        let spots = laid.spots(&TOLERANCE);
        let back = map.inverse().unwrap();
        let near = |x: f64, y: f64| {
            let (x, y) = back.apply(x, y);
            let at = |s: &&Spot| {
                (s.bbox.x + s.bbox.w / 2.0 - x as f32).hypot(s.bbox.y + s.bbox.h / 2.0 - y as f32) < 12.0
            };
            spots.iter().filter(at).count()
        };
        let (one, two) = (near(195.5, 155.5), near(195.5, 173.5));
        assert!(one + two >= 1, "{degrees} {scale} {shift:?}: {spots:?}");
        assert_eq!(one + two, spots.len(), "{degrees} {scale} {shift:?}: {spots:?}");
    }
}

#[test]
fn colours_that_are_equally_bright_are_told_apart() {
    // Copper and solder mask of one brightness: 0.299 r + 0.587 g + 0.114 b.
    let colors = [[40, 120, 60], [200, 40, 50]];
    let template = board(320, 300, colors);
    let gray = Gray::of(&template);
    let (low, high) = gray.data.iter().fold((255.0f32, 0.0f32), |(l, h), v| (l.min(*v), h.max(*v)));
    assert!(high - low < 8.0, "{low} {high}");
    let mut test = template.clone();
    fill(&mut test, 100, 100, 10, 10, colors[0]);
    fill(&mut test, 100, 118, 10, 10, colors[1]);
    let spots = found(&test, &template);
    assert!(!spots.is_empty() && spots.iter().all(|s| (90.0..115.0).contains(&s.bbox.x)), "{spots:?}");
}

#[test]
fn where_the_template_does_not_reach_nothing_is_told() {
    let template = board(320, 300, PLAIN);
    let map = Affine([1.0, 0.0, 18.0, 0.0, 1.0, 0.0]);
    let mut test = seen(&template, &map, |v, _, _| v);
    fill(&mut test, 310, 100, 8, 12, [128; 3]);
    assert_eq!(found(&test, &template), []);
}

#[test]
fn a_thin_trace_that_is_cut_and_a_thin_gap_that_is_closed_are_seen() {
    let mut template = board(320, 300, PLAIN);
    fill(&mut template, 0, 270, 320, 30, [255; 3]);
    fill(&mut template, 0, 280, 320, 3, [0; 3]);
    fill(&mut template, 20, 291, 280, 9, [0; 3]);
    fill(&mut template, 20, 294, 280, 3, [255; 3]);
    let mut test = template.clone();
    fill(&mut test, 100, 279, 12, 5, [255; 3]);
    fill(&mut test, 200, 293, 12, 5, [0; 3]);
    let spots = found(&test, &template);
    let at = |x: f32| spots.iter().filter(|s| (s.bbox.x..s.bbox.x + s.bbox.w).contains(&x)).count();
    assert_eq!((at(106.0), at(206.0), spots.len()), (1, 1, 2), "{spots:?}");
}

#[test]
fn a_picture_without_structure_cannot_be_compared() {
    let flat = Picture::new(320, 300);
    let template = board(320, 300, PLAIN);
    assert!(lay(&template, &flat, &TOLERANCE).is_none());
    assert!(lay(&flat, &template, &TOLERANCE).is_none());
    assert!(lay(&Picture::new(1, 1), &Picture::new(1, 1), &TOLERANCE).is_none());
}

#[test]
fn places_near_each_other_are_one_spot_and_small_ones_none() {
    let mut rest = Plane::new(60, 40);
    for (x, y) in [(10, 10), (11, 10), (10, 11), (16, 10), (16, 11), (40, 20), (41, 20)] {
        rest.data[y * 60 + x] = 200;
    }
    let all = spots(&rest, 100, 6, 1);
    assert_eq!(all.iter().map(|s| s.pixels).collect::<Vec<_>>(), [5, 2]);
    assert_eq!(all[0].bbox, BBox { x: 10.0, y: 10.0, w: 7.0, h: 2.0 });
    assert_eq!(spots(&rest, 100, 2, 1).len(), 3);
    assert_eq!(spots(&rest, 100, 6, 3).len(), 1);
    assert_eq!(spots(&rest, 200, 6, 1), []);
}

#[test]
fn a_window_at_its_own_size_is_the_pixels_and_a_larger_one_their_means() {
    let plane = Plane { width: 8, height: 8, data: (0..64).map(|v| v * 4).collect() };
    let mut out = Vec::new();
    plane.window((4.0, 4.0), 8.0, 8, None, &mut out);
    assert!(out.iter().zip(&plane.data).all(|(o, v)| ((o + 0.5) * 255.0 - f32::from(*v)).abs() < 1e-3));
    out.clear();
    plane.window((4.0, 4.0), 8.0, 4, None, &mut out);
    let wanted = (0.0 + 4.0 + 32.0 + 36.0) / 4.0;
    assert!(((out[0] + 0.5) * 255.0 - wanted).abs() < 1e-3, "{}", out[0]);
    out.clear();
    plane.window((-20.0, -20.0), 8.0, 2, Some(255), &mut out);
    assert_eq!(out, [0.5; 4]);
    out.clear();
    plane.window((-20.0, -20.0), 8.0, 2, None, &mut out);
    assert_eq!(out, [-0.5; 4]);
}

#[test]
fn the_template_beside_a_picture_is_found_whatever_its_ending() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name);
    for name in ["a_test.png", "a_temp.png", "a_temp.jpg", "b_temp.png", "_temp.png"] {
        std::fs::write(file(name), b"").unwrap();
    }
    assert_eq!(template_beside(&file("a_test.png")), Some(file("a_temp.png")));
    assert_eq!(template_beside(&file("b_test.jpg")), Some(file("b_temp.png")));
    for alone in ["c_test.png", "a_temp.png", "_test.png", "test.png"] {
        assert_eq!(template_beside(&file(alone)), None, "{alone}");
    }
    assert!(is_template(&file("a_temp.png")) && !is_template(&file("a_test.png")));
    assert!(!is_template(&file("_temp.png")));
}

proptest! {
    #[test]
    fn spots_hold_every_hot_pixel(hot in prop::collection::btree_set(0usize..40 * 30, 0..60), join in 0usize..6) {
        let mut rest = Plane::new(40, 30);
        hot.iter().for_each(|&i| rest.data[i] = 255);
        let all = spots(&rest, 128, join, 1);
        prop_assert_eq!(all.iter().map(|s| s.pixels as usize).sum::<usize>(), hot.len());
        for &i in &hot {
            let (x, y) = ((i % 40) as f32 + 0.5, (i / 40) as f32 + 0.5);
            let inside = |s: &Spot| {
                let b = s.bbox;
                x > b.x && y > b.y && x < b.x + b.w && y < b.y + b.h
            };
            prop_assert!(all.iter().any(inside));
        }
    }

    #[test]
    fn nothing_is_beyond_itself_moved_within_the_tolerance(
        data in prop::collection::vec(any::<u8>(), 12 * 9), dx in 0usize..3, dy in 0usize..3,
    ) {
        let a = Plane { width: 12, height: 9, data };
        let mut b = a.clone();
        for y in 0..9 {
            for x in 0..12 {
                b.data[y * 12 + x] = a.data[(y + dy).min(8) * 12 + (x + dx).min(11)];
            }
        }
        let rest = plane::apart(&b, &a, 2);
        prop_assert!(rest.data.iter().all(|v| *v == 0));
    }
}
