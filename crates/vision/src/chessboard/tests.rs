use super::*;

/// Where a board's coordinates (in squares) lie in the picture.
type Camera = [f64; 8];

/// A chessboard of 8 by 6 squares as a camera sees it that maps squares to pixels, and its inner corners.
fn board(camera: &Camera, grain: u64) -> (Picture, Vec<[f64; 2]>) {
    const SIZE: (u32, u32) = (360, 280);
    let [a, b, c, d, e, f, g, h] = *camera;
    let to = |u: f64, v: f64| {
        let s = g * u + h * v + 1.0;
        [(a * u + b * v + c) / s, (d * u + e * v + f) / s]
    };
    // The way back, by Cramer's rule for each place.
    let back = |x: f64, y: f64| {
        let (p, q, r) = (a - x * g, b - x * h, x - c);
        let (s, t, z) = (d - y * g, e - y * h, y - f);
        let det = p * t - q * s;
        ((r * t - q * z) / det, (p * z - r * s) / det)
    };
    let mut state = grain;
    let mut picture = Picture::new(SIZE.0, SIZE.1);
    for y in 0..SIZE.1 {
        for x in 0..SIZE.0 {
            let mut light = 0.0;
            for k in 0..64 {
                let (dx, dy) = ((f64::from(k % 8) + 0.5) / 8.0, (f64::from(k / 8) + 0.5) / 8.0);
                let (u, v) = back(f64::from(x) + dx, f64::from(y) + dy);
                let on = (0.0..8.0).contains(&u) && (0.0..6.0).contains(&v);
                let dark = on && (u.floor() + v.floor()) as i64 % 2 == 0;
                light += if dark { 50.0 } else { 200.0 } / 64.0;
            }
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let noise =
                if grain == 0 { 0.0 } else { (state >> 40) as f64 / f64::from(1u32 << 24) * 6.0 - 3.0 };
            let at = 3 * (y * SIZE.0 + x) as usize;
            picture.rgb[at..at + 3].fill((light + noise).round() as u8);
        }
    }
    let places = (1..6u8).flat_map(|v| (1..8u8).map(move |u| (u, v)));
    let corners = places.map(|(u, v)| to(f64::from(u), f64::from(v)));
    (picture, corners.collect())
}

fn turned(degrees: f64, square: f64) -> Camera {
    let (sin, cos) = degrees.to_radians().sin_cos();
    // The middle of the board lies in the middle of the picture.
    let (a, b, d, e) = (square * cos, -square * sin, square * sin, square * cos);
    [a, b, 180.0 - 4.0 * a - 3.0 * b, d, e, 140.0 - 4.0 * d - 3.0 * e, 0.0, 0.0]
}

#[test]
fn corners_are_found_to_a_fraction_of_a_pixel_and_tell_the_size_of_one() {
    for (degrees, square, grain) in [(0.0, 30.0, 0), (11.0, 30.0, 7), (-7.3, 21.4, 5), (40.0, 24.0, 9)] {
        let (picture, truth) = board(&turned(degrees, square), grain);
        let found = find_chessboard(&picture).unwrap_or_else(|e| panic!("{degrees}°, {square} px: {e}"));
        assert_eq!((found.columns, found.rows), (7, 5), "{degrees}°");
        for (corner, truth) in found.corners.iter().zip(&truth) {
            let far = distance(*corner, *truth);
            assert!(far < 0.2, "{degrees}°, {square} px: {corner:?} beside {truth:?}");
        }
        let told = found.mm_per_px(5.0);
        assert!((told / (5.0 / square) - 1.0).abs() < 0.005, "{degrees}°: {told}");
        assert!(found.spread < 0.02, "{}", found.spread);
    }
}

#[test]
fn a_board_on_its_side_is_told_as_one_sees_it() {
    let found = find_chessboard(&board(&turned(90.0, 24.0), 3).0).unwrap();
    assert_eq!((found.columns, found.rows), (5, 7));
    assert!(found.corners[0][0] < found.corners[4][0] && found.corners[0][1] < found.corners[34][1]);
}

#[test]
fn what_is_seen_at_a_slant_is_refused() {
    // Squares on the one side are seen a fifth smaller than on the other.
    let slanted = [30.0, 0.0, 60.0, 0.0, 30.0, 50.0, 0.03, 0.0];
    let told = find_chessboard(&board(&slanted, 0).0);
    assert!(matches!(told, Err(NoChessboard::Slanted { spread }) if spread > 0.1), "{told:?}");
    // Sheared: rows and columns no longer stand at a right angle.
    let sheared = [28.0, 3.0, 60.0, 0.0, 28.0, 50.0, 0.0, 0.0];
    let told = find_chessboard(&board(&sheared, 0).0);
    assert!(matches!(told, Err(NoChessboard::Skewed { .. })), "{told:?}");
}

#[test]
fn what_is_no_chessboard_is_refused() {
    assert_eq!(find_chessboard(&Picture::new(300, 200)), Err(NoChessboard::NotFound));
    let (mut grain, mut state) = (Picture::new(300, 200), 1u64);
    for v in &mut grain.rgb {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *v = 100 + (state >> 58) as u8;
    }
    assert_eq!(find_chessboard(&grain), Err(NoChessboard::NotFound));
    // Stripes have edges and no corners.
    let mut stripes = Picture::new(300, 200);
    stripes
        .rgb
        .iter_mut()
        .enumerate()
        .for_each(|(i, v)| *v = if i / 3 % 300 / 20 % 2 == 0 { 40 } else { 210 });
    assert_eq!(find_chessboard(&stripes), Err(NoChessboard::NotFound));
    assert_eq!(find_chessboard(&Picture::new(8, 8)), Err(NoChessboard::NotFound));
}
