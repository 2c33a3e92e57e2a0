use super::*;

/// 1 2 3
/// 4 5 6
fn picture() -> Picture {
    Picture { width: 3, height: 2, rgb: (1..=6).flat_map(|v| [v; 3]).collect() }
}

#[test]
fn every_exif_turn_puts_the_pixels_where_the_standard_says() {
    let expected: [(u8, &[u8]); 8] = [
        (1, &[1, 2, 3, 4, 5, 6]),
        (2, &[3, 2, 1, 6, 5, 4]),
        (3, &[6, 5, 4, 3, 2, 1]),
        (4, &[4, 5, 6, 1, 2, 3]),
        (5, &[1, 4, 2, 5, 3, 6]),
        (6, &[4, 1, 5, 2, 6, 3]),
        (7, &[6, 3, 5, 2, 4, 1]),
        (8, &[3, 6, 2, 5, 1, 4]),
    ];
    for (number, pixels) in expected {
        let orientation = Orientation::from_exif(number).unwrap();
        let turned = turned(picture(), orientation);
        let red: Vec<u8> = turned.rgb.iter().copied().step_by(3).collect();
        assert_eq!(red, pixels, "turn {number}");
        assert_eq!((turned.width, turned.height), turned_size(3, 2, orientation), "turn {number}");
    }
}
