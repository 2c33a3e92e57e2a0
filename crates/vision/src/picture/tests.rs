use super::*;
use proptest::prelude::*;

fn numbered(width: u32, height: u32) -> Picture {
    let rgb = (0..width * height).flat_map(|i| [i as u8, (i * 7) as u8, (i * 31) as u8]).collect();
    Picture { width, height, rgb }
}

#[test]
fn a_picture_of_one_colour_stays_so_at_any_size() {
    let p = Picture { width: 5, height: 3, rgb: [9, 90, 200].repeat(15) };
    for (w, h) in [(1, 1), (2, 9), (64, 40)] {
        let r = p.resize(w, h);
        assert_eq!((r.width, r.height, r.rgb.len()), (w, h, (w * h * 3) as usize));
        assert!(r.rgb.chunks_exact(3).all(|c| c == [9, 90, 200]));
    }
}

#[test]
fn a_thin_line_fades_on_shrinking_and_does_not_vanish() {
    let mut p = Picture::new(64, 64);
    for y in 0..64 {
        p.rgb[(y * 64 + 33) * 3] = 255;
    }
    let red: u32 = p.resize(8, 8).rgb.iter().step_by(3).map(|v| u32::from(*v)).sum();
    assert!((8 * 24..8 * 40).contains(&red), "{red}");
}

#[test]
fn an_empty_size_or_a_wrong_buffer_gives_a_black_picture_and_no_panic() {
    assert_eq!(numbered(4, 4).resize(0, 3), Picture::new(0, 3));
    let wrong = Picture { width: 9, height: 9, rgb: vec![1; 5] };
    assert_eq!(wrong.resize(2, 2), Picture::new(2, 2));
    let _ = (wrong.crop(1, 1, 4, 4), wrong.flip_horizontal(), wrong.flip_vertical(), wrong.pixel(8, 8));
}

#[test]
fn a_crop_is_cut_off_at_the_border() {
    let p = numbered(6, 4);
    let c = p.crop(4, 2, 10, u32::MAX);
    assert_eq!((c.width, c.height), (2, 2));
    assert_eq!(c.pixel(0, 0), p.pixel(4, 2));
    assert_eq!(c.pixel(1, 1), p.pixel(5, 3));
    assert_eq!(p.crop(99, 99, 5, 5), Picture::new(0, 0));
}

proptest! {
    #[test]
    fn flipping_twice_changes_nothing(w in 1u32..12, h in 1u32..12) {
        let p = numbered(w, h);
        prop_assert_eq!(&p.flip_horizontal().flip_horizontal(), &p);
        prop_assert_eq!(&p.flip_vertical().flip_vertical(), &p);
        prop_assert_eq!(p.flip_horizontal().pixel(0, 0), p.pixel(w - 1, 0));
        prop_assert_eq!(p.flip_vertical().pixel(0, 0), p.pixel(0, h - 1));
    }
}
