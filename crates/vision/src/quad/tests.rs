use super::*;
use proptest::prelude::*;

/// A rectangle around a middle, turned by an angle.
fn rect(middle: Point, (w, h): (f32, f32), angle: f32) -> Quad {
    let (s, c) = angle.sin_cos();
    [(-w, -h), (w, -h), (w, h), (-w, h)].map(|(x, y)| {
        let (x, y) = (x / 2.0, y / 2.0);
        [middle[0] + x * c - y * s, middle[1] + x * s + y * c]
    })
}

#[test]
fn an_upright_part_is_cut_as_it_is() {
    let mut picture = Picture::new(9, 7);
    picture.rgb.iter_mut().enumerate().for_each(|(i, v)| *v = (i * 7 % 251) as u8);
    let quad = [[2.0, 1.0], [6.0, 1.0], [6.0, 4.0], [2.0, 4.0]];
    assert_eq!(picture.cut_quad(&quad, 4, 3), picture.crop(2, 1, 4, 3));
    // Turned by half a turn it comes out turned.
    let turned = [[6.0, 4.0], [2.0, 4.0], [2.0, 1.0], [6.0, 1.0]];
    let mut back = picture.crop(2, 1, 4, 3).rgb.chunks_exact(3).rev().flatten().copied().collect::<Vec<_>>();
    assert_eq!(picture.cut_quad(&turned, 4, 3).rgb, std::mem::take(&mut back));
}

#[test]
fn a_part_seen_aslant_is_straightened() {
    // Left half dark, right half bright on a card that is seen in perspective: the middle of the card is not the middle
    // between its ends.
    let quad: Quad = [[10.0, 40.0], [90.0, 20.0], [90.0, 80.0], [10.0, 60.0]];
    let map = Projection::of(&quad);
    for (corner, (u, v)) in quad.iter().zip([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]) {
        let at = map.at(u, v);
        assert!((at[0] - corner[0]).abs() < 1e-3 && (at[1] - corner[1]).abs() < 1e-3, "{at:?} {corner:?}");
    }
    let middle = map.at(0.5, 0.5);
    // The farther (shorter) end takes less of the picture; diagonals meet in the middle of the card.
    assert!((middle[0] - 30.0).abs() < 1e-3 && (middle[1] - 50.0).abs() < 1e-3, "{middle:?}");
}

#[test]
fn odd_points_have_no_rectangle_or_a_flat_one() {
    assert_eq!(smallest_rect(&[]), None);
    assert_eq!(smallest_rect(&[[f32::NAN, 0.0]]), None);
    let flat = smallest_rect(&[[1.0, 1.0], [5.0, 1.0], [3.0, 1.0]]).unwrap();
    assert_eq!(quad_size(&flat), (4.0, 0.0));
    assert_eq!(quad_size(&smallest_rect(&[[2.0, 2.0]]).unwrap()), (0.0, 0.0));
    let empty = Picture::new(0, 0).cut_quad(&[[0.0; 2]; 4], 3, 3);
    assert_eq!(empty.rgb, [0; 27]);
}

proptest! {
    #[test]
    fn the_rectangle_of_a_rectangle_is_itself(
        w in 2.0f32..200.0, h in 2.0f32..200.0, angle in -3.0f32..3.0, x in -50.0f32..300.0,
    ) {
        let quad = rect([x, 40.0], (w, h), angle);
        let mut points = quad.to_vec();
        points.push([x, 40.0]);
        let found = smallest_rect(&points).unwrap();
        let (a, b) = quad_size(&found);
        prop_assert!((a.max(b) - w.max(h)).abs() < 0.02 && (a.min(b) - w.min(h)).abs() < 0.02, "{:?}", (a, b));
        for p in &points {
            let inside = (0..4).all(|i| {
                let (s, e) = (found[i], found[(i + 1) % 4]);
                (e[0] - s[0]) * (p[1] - s[1]) - (e[1] - s[1]) * (p[0] - s[0]) >= -0.05 * (a + b)
            });
            prop_assert!(inside, "{:?} not in {:?}", p, found);
        }
    }

    #[test]
    fn whatever_is_asked_for_is_drawn(
        corners in proptest::array::uniform4(proptest::array::uniform2(-1e4f32..1e4)), w in 1u32..20, h in 1u32..20,
    ) {
        let mut picture = Picture::new(5, 4);
        picture.rgb.fill(90);
        let cut = picture.cut_quad(&corners, w, h);
        prop_assert_eq!(cut.rgb, vec![90; (w * h * 3) as usize]);
    }
}
