use super::made::{self, Ground, Inner};
use super::*;
use fovea_domain::BBox;
use fovea_infer::components::SIDE;

/// A grey patch with a bright bar in the upper part of the component.
fn patch(inner: &Inner) -> Picture {
    let mut p = Picture::new(SIDE as u32, SIDE as u32);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let inside = (inner.x0..inner.x1).contains(&x) && (inner.y0..inner.y1).contains(&y);
            let bar = inside && y < inner.y0 + 12;
            let color = if bar {
                [230, 230, 230]
            } else if inside {
                [60, 60, 60]
            } else {
                [20, 110, 50]
            };
            p.rgb[3 * (y * SIDE + x)..3 * (y * SIDE + x) + 3].copy_from_slice(&color);
        }
    }
    p
}

const INNER: Inner = Inner { x0: 12, y0: 10, x1: 84, y1: 86 };

#[test]
fn a_turned_one_has_its_mark_below_and_the_same_surroundings() {
    let before = patch(&INNER);
    let after = made::turned(&before, &INNER);
    assert_eq!(after.pixel(48, 16), Some([60, 60, 60]));
    assert_eq!(after.pixel(48, 80), Some([230, 230, 230]));
    for (x, y) in [(2, 2), (48, 3), (93, 50)] {
        assert_eq!(after.pixel(x, y), before.pixel(x, y));
    }
    let back = made::turned(&after, &INNER);
    let far = back.rgb.iter().zip(&before.rgb).filter(|(a, b)| a.abs_diff(**b) > 2).count();
    assert!(far < back.rgb.len() / 20, "turned twice is as before, but for the soft edge: {far}");
}

#[test]
fn where_one_is_gone_the_ground_is_seen() {
    let before = patch(&INNER);
    let mut rng = fastrand::Rng::with_seed(3);
    let piece = Picture { width: 2, height: 2, rgb: [20, 110, 50].repeat(4) };
    let gone = [
        made::filled(&before, &INNER),
        made::plain(&before, &INNER, [20.0, 110.0, 50.0], &mut rng),
        made::replaced(&before, &INNER, &piece),
    ];
    for picture in gone {
        let [r, g, b] = picture.pixel(48, 48).unwrap();
        assert!(r.abs_diff(20) <= 9 && g.abs_diff(110) <= 9 && b.abs_diff(50) <= 9, "{r} {g} {b}");
        assert_eq!(picture.pixel(1, 1), before.pixel(1, 1));
    }
}

#[test]
fn a_varied_one_is_still_the_same_thing_the_same_way_round() {
    let before = patch(&INNER);
    let mut rng = fastrand::Rng::with_seed(5);
    for _ in 0..20 {
        let other = made::varied(&before, &INNER, &mut rng);
        assert_ne!(other, before);
        let mean = |rows: std::ops::Range<u32>| {
            let values =
                rows.flat_map(|y| (30..66).map(move |x| (x, y))).map(|(x, y)| other.pixel(x, y).unwrap()[0]);
            let values: Vec<f32> = values.map(f32::from).collect();
            values.iter().sum::<f32>() / values.len() as f32
        };
        let (above, middle, below) = (mean(10..24), mean(42..54), mean(72..86));
        assert!(above > middle + 25.0 && above > below + 25.0, "the bar is above: {above} {middle} {below}");
    }
}

#[test]
fn the_ground_is_what_lies_between_components() {
    let mut golden = Picture::new(200, 150);
    golden.rgb.chunks_exact_mut(3).for_each(|p| p.copy_from_slice(&[10, 90, 40]));
    let boxes = [(20.0, 20.0), (120.0, 20.0), (20.0, 90.0), (120.0, 90.0)].map(|(x, y)| BBox {
        x,
        y,
        w: 40.0,
        h: 30.0,
    });
    for b in &boxes {
        for y in b.y as usize..(b.y + b.h) as usize {
            let from = 3 * (y * 200 + b.x as usize);
            golden.rgb[from..from + 120].fill(240);
        }
    }
    let ground = Ground::of(&golden, &boxes);
    assert_eq!(ground.color, [10.0, 90.0, 40.0]);
    let mut rng = fastrand::Rng::with_seed(1);
    let piece = ground.piece(&BBox { x: 0.0, y: 0.0, w: 20.0, h: 12.0 }, &mut rng);
    assert!(piece.rgb.chunks_exact(3).filter(|p| p[0] == 10).count() > piece.rgb.len() / 3 * 3 / 4);
}
