use super::made::Change;
use super::net::Turn;
use super::places::{VALUES, truth};
use fovea_domain::BBox;
use fovea_infer::compare::{Place, SIDE};
use fovea_vision::Picture;
use fovea_vision::difference::Spot;

fn place(x: f32, y: f32, w: f32, h: f32) -> Place {
    Place::of(Spot { bbox: BBox { x, y, w, h }, pixels: 20, peak: 200 }, 1.4)
}

#[test]
fn a_place_is_the_defect_whose_box_holds_its_middle_nothing_far_away_and_unclear_between() {
    let boxes = [(2, BBox { x: 100.0, y: 100.0, w: 40.0, h: 40.0 })];
    let (class, sides) = truth(&place(110.0, 112.0, 20.0, 16.0), &boxes).unwrap();
    assert_eq!(class, 3);
    let wanted = [10.0 / 64.0, 12.0 / 64.0, 10.0 / 64.0, 12.0 / 64.0];
    assert!(sides.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-6), "{sides:?}");
    assert_eq!(truth(&place(300.0, 300.0, 10.0, 10.0), &boxes), Some((0, [0.0; 4])));
    assert_eq!(truth(&place(130.0, 110.0, 30.0, 10.0), &boxes), None);
    assert_eq!(truth(&place(130.0, 110.0, 30.0, 10.0), &[]), Some((0, [0.0; 4])));
}

#[test]
fn of_two_boxes_over_a_place_the_nearer_one_counts() {
    let boxes = [
        (0, BBox { x: 60.0, y: 60.0, w: 120.0, h: 120.0 }),
        (1, BBox { x: 100.0, y: 100.0, w: 40.0, h: 40.0 }),
    ];
    assert_eq!(truth(&place(110.0, 110.0, 20.0, 20.0), &boxes).map(|t| t.0), Some(2));
}

#[test]
fn a_window_and_its_box_are_turned_alike() {
    // One bright pixel 5 from the left and 9 from the top; the box reaches as far beyond.
    let mut window = vec![0u8; VALUES];
    window[9 * SIDE + 5] = 255;
    let far = |v: usize| v as f32 / SIDE as f32;
    let given = [far(5), far(9), far(SIDE - 6), far(SIDE - 10)];
    for way in 0..8 {
        let mut out = Vec::new();
        Turn(way).window(&window, 1.0, 0.0, &mut out);
        let at = out.iter().position(|v| *v > 0.4).unwrap();
        let (x, y) = (at % SIDE, at / SIDE);
        let wanted = [far(x), far(y), far(SIDE - 1 - x), far(SIDE - 1 - y)];
        assert_eq!(Turn(way).sides(given), wanted, "{way}");
    }
}

#[test]
fn a_made_picture_shows_what_was_there_where_its_box_says() {
    let mut picture = Picture::new(300, 260);
    picture.rgb.fill(255);
    let bbox = BBox { x: 140.0, y: 80.0, w: 24.0, h: 20.0 };
    for y in 80..100 {
        picture.rgb[3 * (y * 300 + 140)..3 * (y * 300 + 164)].fill(0);
    }
    for seed in 0..12 {
        let change = Change::draw(&mut fastrand::Rng::with_seed(seed), 300, 260);
        let made = change.picture(&picture);
        let moved = change.bbox(&bbox, 300, 260).unwrap();
        let mean = |x: f32, y: f32| {
            let part = made.crop(x as u32 - 3, y as u32 - 3, 6, 6);
            part.rgb.iter().map(|v| f32::from(*v)).sum::<f32>() / part.rgb.len() as f32
        };
        let inside = mean(moved.x + moved.w / 2.0, moved.y + moved.h / 2.0);
        let outside = mean(moved.x + moved.w / 2.0, moved.y + moved.h + 14.0);
        assert!(inside + 40.0 < outside, "{seed}: {inside} {outside}");
        assert_eq!(change.picture(&picture), made, "the same seed makes the same picture");
        assert_eq!(change.bbox(&BBox { x: -200.0, y: 0.0, w: 20.0, h: 20.0 }, 300, 260), None);
    }
}
