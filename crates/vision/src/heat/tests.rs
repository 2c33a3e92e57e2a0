use super::*;
use fovea_domain::heat_color;

#[test]
fn colours_get_brighter_all_the_way() {
    let light = |v: f32| {
        let [r, g, b] = heat_color(v).map(f32::from);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    for i in 0..100 {
        assert!(light((i + 1) as f32 / 100.0) > light(i as f32 / 100.0), "at {i} %");
    }
    assert_eq!(heat_color(f32::NAN), heat_color(0.0));
    assert_eq!(heat_color(f32::INFINITY), heat_color(1.0));
    assert_eq!(heat_color(-5.0), heat_color(0.0));
}

#[test]
fn a_map_is_smoothed_to_the_pictures_size() {
    let p = heat_picture(&[0.0, 1.0], 2, 1, 8, 2);
    assert_eq!(p.pixel(0, 0), Some(heat_color(0.0)));
    assert_eq!(p.pixel(7, 1), Some(heat_color(1.0)));
    assert!(p.pixel(3, 0) != p.pixel(4, 0) && p.pixel(3, 0) != p.pixel(0, 0));
}

#[test]
fn opacity_goes_from_picture_to_colours_and_a_wrong_map_changes_nothing() {
    let picture = Picture { width: 2, height: 1, rgb: vec![10, 20, 30, 40, 50, 60] };
    assert_eq!(overlay(&picture, &[1.0], 1, 1, 0.0), picture);
    assert_eq!(overlay(&picture, &[1.0], 1, 1, 1.0).pixel(1, 0), Some(heat_color(1.0)));
    assert_eq!(overlay(&picture, &[1.0], 2, 2, 1.0), picture);
    assert_eq!(overlay(&picture, &[], 0, 0, f32::NAN), picture);
    let _ = overlay(&picture, &[f32::NAN, f32::INFINITY], 2, 1, 2.0);
}
