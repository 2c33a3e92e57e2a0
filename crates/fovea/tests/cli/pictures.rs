//! Pictures drawn in code, all different and all the same on each run.

use fovea_vision::{Picture, encode_jpeg, encode_png_rgb};
use std::path::Path;

pub const SIDE: u32 = 96;
pub const GOOD: usize = 24;
pub const BAD: usize = 12;

/// A square of grained metal; where `blob` is given, with a dark spot.
pub fn part(number: u64, blob: bool) -> Picture {
    let mut rng = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move || {
        rng ^= rng << 13;
        rng ^= rng >> 7;
        rng ^= rng << 17;
        (rng >> 40) as f32 / (1u64 << 24) as f32
    };
    let shift = next() * 6.0;
    let (cx, cy, radius) = (24.0 + next() * 48.0, 24.0 + next() * 48.0, 8.0 + next() * 6.0);
    let mut picture = Picture::new(SIDE, SIDE);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i as u32 % SIDE) as f32, (i as u32 / SIDE) as f32);
        let mut value = 150.0 + 20.0 * (y * 0.9 + shift).sin() + 16.0 * (next() - 0.5);
        if blob && (x - cx).hypot(y - cy) < radius {
            value *= 0.35;
        }
        pixel.fill(value as u8);
    }
    picture
}

/// 24 good parts and 12 with a dark spot, a folder a class.
pub fn draw_parts(folder: &Path) {
    for i in 0..(GOOD + BAD) {
        let bad = i >= GOOD;
        write_png(&folder.join(if bad { "blob" } else { "good" }).join(name(i)), &part(i as u64, bad));
    }
}

fn name(i: usize) -> String {
    // Letters only: a number could pass for that of a part seen twice.
    let letter = |v: usize| char::from(b'a' + v as u8);
    format!("{}{}.png", letter(i / 6), letter(i % 6))
}

pub fn write_png(path: &Path, picture: &Picture) {
    write(path, &encode_png_rgb(picture).unwrap());
}

pub fn write_jpeg(path: &Path, picture: &Picture) {
    write(path, &encode_jpeg(picture, 90).unwrap());
}

pub fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}
