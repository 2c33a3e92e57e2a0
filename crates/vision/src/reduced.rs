//! JPEG at a quarter or an eighth of its size, straight from the coefficients: of each block of 8 × 8 only the low
//! frequencies are transformed back, and the bits of the others are stepped over, several at a time. For a model that
//! looks at 256 pixels of a picture of five million this takes less than half of the time of decoding it whole (at a half
//! of the size it would take as long). Only what cameras write (baseline, one interleaved scan, grey or YCbCr) is known
//! here. Of all else, and of whatever is not as it should be, `None` is told: then the picture is decoded whole, and it is
//! for that decoder to say what is wrong.

mod bits;
mod huffman;
mod planes;
mod tables;
mod transform;

use crate::Picture;
use bits::Scan;
use planes::Plane;
use tables::Tables;

/// By what the sides can be divided.
pub(crate) const REDUCTIONS: [u32; 2] = [8, 4];

/// The picture with its sides divided by `reduction` and rounded up, as it is stored (not turned).
pub(crate) fn decode(bytes: &[u8], reduction: u32) -> Option<Picture> {
    let tables = Tables::read(bytes)?;
    let scan = Scan::read(bytes.get(tables.pixels_at..)?)?;
    let planes = planes::decode(&tables, &scan, (8 / reduction) as usize).ok()?;
    let (width, height) = (tables.width.div_ceil(reduction), tables.height.div_ceil(reduction));
    Some(Picture { width, height, rgb: to_rgb(&planes, width as usize, height as usize)? })
}

/// Whether the pixels end before the picture does though an end mark follows them, as a repair tool leaves it. Other
/// decoders paint the rest. `false` as well for what is not known here.
pub(crate) fn is_short(bytes: &[u8]) -> bool {
    let Some(tables) = Tables::read(bytes) else { return false };
    let Some(scan) = bytes.get(tables.pixels_at..).and_then(Scan::read) else { return false };
    matches!(planes::decode(&tables, &scan, 1), Err(planes::Lack::Short))
}

fn to_rgb(planes: &[Plane], width: usize, height: usize) -> Option<Vec<u8>> {
    let mut rgb = vec![0; width * height * 3];
    for (y, line) in rgb.chunks_exact_mut(width * 3).enumerate() {
        let pixels = line.chunks_exact_mut(3);
        match planes {
            [grey] => pixels.zip(grey.row(y)?).for_each(|(pixel, &v)| pixel.fill(v)),
            [luma, blue, red] => {
                for (((pixel, &l), &b), &r) in pixels.zip(luma.row(y)?).zip(blue.row(y)?).zip(red.row(y)?) {
                    pixel.copy_from_slice(&colour(l, b, r));
                }
            }
            _ => return None,
        }
    }
    Some(rgb)
}

/// YCbCr to RGB as JFIF says, in steps of 1/65536.
fn colour(luma: u8, blue: u8, red: u8) -> [u8; 3] {
    let l = (i32::from(luma) << 16) + (1 << 15);
    let (b, r) = (i32::from(blue) - 128, i32::from(red) - 128);
    let byte = |v: i32| (v >> 16).clamp(0, 255) as u8;
    [byte(l + 91_881 * r), byte(l - 22_554 * b - 46_802 * r), byte(l + 116_130 * b)]
}

#[cfg(test)]
mod tests;
