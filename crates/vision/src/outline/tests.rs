use super::*;
use crate::Mask;
use proptest::prelude::*;

fn refilled(polygon: &Polygon, width: u32, height: u32) -> Vec<u8> {
    let mut mask = Mask::new(width, height);
    mask.fill_polygon(polygon, 1);
    mask.data
}

#[test]
fn one_pixel_has_four_corners() {
    assert_eq!(outline(&[0, 1], 2, 1).0, [[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0]]);
    assert_eq!(outline(&[0; 4], 2, 2).0, [] as [Point; 0]);
    assert_eq!(outline(&[], 0, 0).0, [] as [Point; 0]);
    assert_eq!(simplify(&outline(&[1], 1, 1), 0.75).0.len(), 4);
}

#[test]
fn a_buffer_that_does_not_fit_its_sides_does_no_harm() {
    let _ = (outline(&[1; 7], 3, 3), outline(&[1; 9], 2, 2), outline(&[1; 3], 0, 3));
}

#[test]
fn a_staircase_becomes_a_straight_line() {
    let n = 40;
    let stairs: Vec<u8> = (0..n * n).map(|i| u8::from(i % n <= i / n)).collect();
    let full = outline(&stairs, n as u32, n as u32);
    let simple = simplify(&full, 0.75);
    assert!(full.0.len() > 60 && simple.0.len() <= 8, "{} to {}", full.0.len(), simple.0.len());
    assert!((simple.area() / full.area() - 1.0).abs() < 0.05);
}

#[test]
fn a_long_outline_is_simplified_in_no_time() {
    let teeth: Vec<u8> = (0..2000 * 2000).map(|i| u8::from((i / 7) % 3 > 0)).collect();
    let polygon = outline(&teeth, 2000, 2000);
    assert_eq!(simplify(&polygon, 0.75), polygon);
}

proptest! {
    #[test]
    fn filling_an_outline_gives_back_the_pixels(
        (w, h, bits) in (1u32..12, 1u32..12).prop_flat_map(|(w, h)| {
            (Just(w), Just(h), prop::collection::vec(0u8..2, (w * h) as usize))
        })
    ) {
        let polygon = outline(&bits, w, h);
        prop_assert_eq!(refilled(&polygon, w, h), bits.clone());
        let pixels = bits.iter().filter(|b| **b != 0).count() as f32;
        prop_assert!((polygon.area() - pixels).abs() < 1e-3);
    }

    #[test]
    fn simplifying_keeps_to_the_points_and_nearly_to_the_area(
        bits in prop::collection::vec(0u8..2, 144), tolerance in 0.0f32..2.0
    ) {
        let full = outline(&bits, 12, 12);
        let simple = simplify(&full, tolerance);
        prop_assert!(simple.0.iter().all(|p| full.0.contains(p)));
        prop_assert!((simple.area() - full.area()).abs() <= full.area() * 0.05 + 1e-3);
    }
}
