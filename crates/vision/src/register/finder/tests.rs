use super::*;
use crate::register::warped;

/// Grained ground with a part of blobs that is like nothing else, at (`x`, `y`).
fn picture(width: usize, height: usize, parts: &[(usize, usize)]) -> Gray {
    let mut rng = 0x2545_f491_4f6c_dd1du64;
    let mut next = move || {
        rng ^= rng << 13;
        rng ^= rng >> 7;
        rng ^= rng << 17;
        (rng >> 40) as f32 / (1u64 << 24) as f32
    };
    let mut out = Gray { width, height, data: (0..width * height).map(|_| 120.0 + 6.0 * next()).collect() };
    for &(x, y) in parts {
        for row in 0..60usize {
            for column in 0..80usize {
                let (u, v) = (column as f32, row as f32);
                let spot =
                    |cx: f32, cy: f32, r: f32| 1.0 / (1.0 + (((u - cx).hypot(v - cy) - r) / 1.2).exp());
                let bar = if (46.0..72.0).contains(&u) && (12.0..20.0).contains(&v) { 1.0 } else { 0.0 };
                let value = 90.0 * spot(18.0, 20.0, 10.0) - 70.0 * spot(52.0, 42.0, 12.0) + 80.0 * bar;
                out.data[(y + row) * width + x + column] += value;
            }
        }
    }
    out
}

/// What a camera sees of it, moved about the middle.
fn moved(picture: &Gray, degrees: f64, scale: f64, shift: (f64, f64)) -> (Gray, Affine) {
    let middle = (picture.width as f64 / 2.0, picture.height as f64 / 2.0);
    let map = Affine::similarity(degrees, scale, middle, shift);
    let mut seen = warped(picture, &map.inverse().unwrap(), picture.width, picture.height);
    seen.data.iter_mut().for_each(|v| *v = *v * 0.8 + 20.0);
    (seen, map)
}

const AT: (usize, usize) = (150, 110);

fn template(picture: &Gray) -> Gray {
    picture.part(AT.0 as isize, AT.1 as isize, 80, 60)
}

#[test]
fn a_part_is_found_wherever_it_lies_to_a_fraction_of_a_pixel() {
    let whole = picture(400, 300, &[AT]);
    for (search, degrees, scale, shift) in [
        (Search::default(), 0.0, 1.0, (61.4, -52.7)),
        (Search { turn: 20.0, scale: 0.0 }, -14.0, 1.0, (-70.3, 41.6)),
        (Search { turn: 180.0, scale: 0.0 }, 160.0, 1.0, (20.5, 30.25)),
        (Search { turn: 10.0, scale: 0.15 }, 7.0, 1.12, (33.3, 12.8)),
    ] {
        let finder = Finder::new(&template(&whole), search).unwrap();
        let (seen, map) = moved(&whole, degrees, scale, shift);
        let found = finder.find(&seen, None).unwrap();
        for corner in [(0.0, 0.0), (80.0, 0.0), (0.0, 60.0), (80.0, 60.0)] {
            let (x, y) = found.map.apply(corner.0, corner.1);
            let (u, v) = map.apply(corner.0 + AT.0 as f64, corner.1 + AT.1 as f64);
            let far = (x - u).hypot(y - v);
            assert!(far < 0.25, "{degrees}° {scale} {shift:?}: {far} px off, {found:?}");
        }
        assert!(found.agreement > 0.95 && found.agreement - found.second > 0.3, "{found:?}");
    }
}

#[test]
fn two_of_a_kind_are_told_as_such_and_a_window_settles_it() {
    let whole = picture(400, 300, &[AT, (30, 30)]);
    let finder = Finder::new(&template(&whole), Search { turn: 5.0, scale: 0.0 }).unwrap();
    let found = finder.find(&whole, None).unwrap();
    assert!(found.second > 0.95, "{found:?}");
    let within = BBox { x: 20.0, y: 20.0, w: 100.0, h: 90.0 };
    let found = finder.find(&whole, Some(&within)).unwrap();
    assert!(found.second < 0.6, "{found:?}");
    let (x, y) = found.map.apply(0.0, 0.0);
    assert!((x - 30.0).hypot(y - 30.0) < 0.25, "{found:?}");
}

#[test]
fn a_part_that_is_not_there_agrees_little() {
    let whole = picture(400, 300, &[AT]);
    let finder = Finder::new(&template(&whole), Search { turn: 10.0, scale: 0.0 }).unwrap();
    let agreement = finder.find(&picture(400, 300, &[]), None).map_or(0.0, |f| f.agreement);
    assert!(agreement < 0.5, "{agreement}");
    assert!(Finder::new(&Gray::new(40, 40), Search::default()).is_none(), "nothing to hold on to");
    assert!(finder.find(&Gray::new(30, 20), None).is_none(), "smaller than the part");
}

/// What a camera sees of a mark, drawn where `map` takes it, with grain of its own.
fn mark_seen(map: &Affine, seed: u64, mark: &dyn Fn(f32, f32) -> f32) -> Gray {
    let (width, height) = (300usize, 240usize);
    let mut rng = 0x9e37_79b9_7f4a_7c15u64 ^ seed;
    let mut next = move || {
        rng ^= rng << 13;
        rng ^= rng >> 7;
        rng ^= rng << 17;
        (rng >> 40) as f32 / (1u64 << 24) as f32
    };
    let back = map.inverse().unwrap();
    let mut out = Gray::new(width, height);
    for (i, value) in out.data.iter_mut().enumerate() {
        let (x, y) = back.apply((i % width) as f64 + 0.5, (i / width) as f64 + 0.5);
        *value = 170.0 + 8.0 * (next() - 0.5) - 100.0 * mark(x as f32, y as f32);
    }
    out
}

fn soft(v: f32) -> f32 {
    1.0 / (1.0 + (v / 0.5).exp())
}

const DOT: (f32, f32) = (150.4, 121.2);

/// Scales and turns that marks are looked for in, and how the picture is shifted.
fn lies() -> impl Iterator<Item = (f64, f64, (f64, f64))> {
    [0.9, 0.95, 1.0, 1.06, 1.1].into_iter().flat_map(|scale| {
        [(0.0, (11.3, -7.6)), (8.0, (-14.2, 9.1)), (-9.0, (5.5, 12.4))]
            .map(|(turn, shift)| (scale, turn, shift))
    })
}

#[test]
fn a_round_mark_is_found_larger_or_smaller_and_turned() {
    let dot = |x: f32, y: f32| soft((x - DOT.0).hypot(y - DOT.1) - 14.0);
    let template = mark_seen(&Affine::IDENTITY, 1, &dot).part(130, 100, 40, 40);
    for search in [Search { turn: 10.0, scale: 0.1 }, Search { turn: 180.0, scale: 0.1 }] {
        let finder = Finder::of_mark(&template, search).unwrap();
        // The box was not drawn around the very middle.
        let (x, y) = finder.hold();
        let off = (x + 130.0 - f64::from(DOT.0)).hypot(y + 100.0 - f64::from(DOT.1));
        assert!(off < 0.5, "{off} px beside the middle");
        for (scale, turn, shift) in lies() {
            let map = Affine::similarity(turn, scale, (150.0, 120.0), shift);
            let found = finder.find(&mark_seen(&map, 7, &dot), None).unwrap();
            let ((u, v), wanted) = (found.map.apply(x, y), map.apply(x + 130.0, y + 100.0));
            let far = (u - wanted.0).hypot(v - wanted.1);
            assert!(far < 0.3, "{scale} {turn}: {far} px off, {found:?}");
            assert!((found.map.scale() - scale).abs() < 0.02, "{scale}: {found:?}");
            assert!(found.agreement > 0.95 && found.agreement - found.second > 0.2, "{found:?}");
        }
    }
}

#[test]
fn a_corner_is_found_by_its_tip_whatever_its_size() {
    let corner = |x: f32, y: f32| soft(x - 150.0) * soft(y - 120.0);
    let template = mark_seen(&Affine::IDENTITY, 1, &corner).part(130, 105, 40, 30);
    let finder = Finder::of_mark(&template, Search { turn: 12.0, scale: 0.1 }).unwrap();
    for (scale, turn, shift) in lies() {
        let map = Affine::similarity(turn, scale, (150.0, 120.0), shift);
        let found = finder.find(&mark_seen(&map, 9, &corner), None).unwrap();
        let tip = map.apply(150.0, 120.0);
        let (u, v) = found.map.apply(20.0, 15.0);
        assert!((u - tip.0).hypot(v - tip.1) < 0.6, "{scale} {turn}: {found:?}");
        assert!(found.agreement > 0.9, "{found:?}");
    }
}

#[test]
fn a_mark_that_tells_its_turn_keeps_it() {
    let whole = picture(400, 300, &[AT]);
    let finder = Finder::of_mark(&template(&whole), Search { turn: 20.0, scale: 0.1 }).unwrap();
    let (seen, map) = moved(&whole, -14.0, 1.08, (-40.3, 31.6));
    let found = finder.find(&seen, None).unwrap();
    assert!((found.map.degrees() + 14.0).abs() < 0.5 && (found.map.scale() - 1.08).abs() < 0.01, "{found:?}");
    let (x, y) = finder.hold();
    let ((u, v), wanted) = (found.map.apply(x, y), map.apply(x + AT.0 as f64, y + AT.1 as f64));
    assert!((u - wanted.0).hypot(v - wanted.1) < 0.25, "{found:?}");
    assert!(Finder::of_mark(&Gray::new(40, 40), Search::default()).is_none(), "nothing to hold on to");
}
