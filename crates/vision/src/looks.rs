//! What a picture looks like in a few numbers: brightness, sharpness, and a small likeness by which nearly the same pictures are
//! found.

use crate::{Limits, Photo, Picture, VisionError, decode_for};

/// Longer side at which pictures are looked at, so that those of one scene compare whatever their size.
const SIDE: u32 = 1024;
/// Side of the likeness.
const LIKENESS: u32 = 16;
/// Mean difference of grey values, beyond that of the whole, up to which two likenesses are of the same scene.
const ALIKE: f64 = 2.0;

#[derive(Debug, Clone, PartialEq)]
pub struct Looks {
    /// Mean grey value, 0 to 255.
    pub brightness: f64,
    /// Variance of the Laplacian: low where nothing has an edge.
    pub sharpness: f64,
    /// Difference hash: few bits differ between nearly the same pictures.
    pub hash: u64,
    /// 16 × 16 grey values.
    pub likeness: Vec<u8>,
}

/// Of a picture's file.
pub fn looks_of(bytes: &[u8], limits: &Limits) -> Result<Looks, VisionError> {
    let photo = decode_for(bytes, limits, scaled)?;
    Ok(looks(&photo))
}

/// Of a picture that was decoded at no less than a thousand pixels, or its own size.
pub fn looks(photo: &Photo) -> Looks {
    let (width, height) = scaled(photo.width, photo.height);
    let picture = photo.resize(width, height);
    let grey = grey(&picture);
    let brightness = grey.iter().map(|v| f64::from(*v)).sum::<f64>() / grey.len().max(1) as f64;
    Looks {
        brightness,
        sharpness: sharpness(&grey, width as usize),
        hash: difference_hash(&picture),
        likeness: self::grey(&picture.resize(LIKENESS, LIKENESS)),
    }
}

/// Whether two likenesses are of the same scene in the same light, but for brightness as a whole.
pub fn alike(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a.is_empty() {
        return false;
    }
    let mean = |v: &[u8]| v.iter().map(|g| f64::from(*g)).sum::<f64>() / v.len() as f64;
    let shift = mean(a) - mean(b);
    let apart: f64 = a.iter().zip(b).map(|(a, b)| (f64::from(*a) - f64::from(*b) - shift).abs()).sum();
    apart / a.len() as f64 <= ALIKE
}

fn scaled(width: u32, height: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= SIDE {
        return (width, height);
    }
    let side = |v: u32| (u64::from(v) * u64::from(SIDE) / u64::from(longer)).max(1) as u32;
    (side(width), side(height))
}

pub(crate) fn grey(picture: &Picture) -> Vec<u8> {
    let luma = |p: &[u8]| match p {
        [r, g, b] => ((u32::from(*r) * 77 + u32::from(*g) * 150 + u32::from(*b) * 29) >> 8) as u8,
        _ => 0,
    };
    picture.rgb.chunks_exact(3).map(luma).collect()
}

fn sharpness(grey: &[u8], width: usize) -> f64 {
    let rows: Vec<&[u8]> = grey.chunks_exact(width.max(1)).collect();
    let (mut sum, mut squares, mut count) = (0i64, 0i64, 0i64);
    for three in rows.windows(3) {
        let [above, row, below] = three else { continue };
        let beside = row.windows(3).zip(above.iter().skip(1)).zip(below.iter().skip(1));
        for ((here, up), down) in beside {
            let [left, middle, right] = here else { continue };
            let edge = 4 * i64::from(*middle)
                - i64::from(*left)
                - i64::from(*right)
                - i64::from(*up)
                - i64::from(*down);
            sum += edge;
            squares += edge * edge;
            count += 1;
        }
    }
    if count == 0 {
        return 0.0;
    }
    let mean = sum as f64 / count as f64;
    squares as f64 / count as f64 - mean * mean
}

/// Whether each of 8 × 8 places is darker than the one to its right.
fn difference_hash(picture: &Picture) -> u64 {
    let small = grey(&picture.resize(9, 8));
    let bits = small.chunks_exact(9).flat_map(|row| row.windows(2).map(|w| w.first() < w.last()));
    bits.fold(0, |hash, bit| hash << 1 | u64::from(bit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode_jpeg;

    fn scene(number: u32, width: u32, height: u32) -> Picture {
        let mut picture = Picture::new(width, height);
        for (at, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) =
                (at as f32 % width as f32 / width as f32, (at as u32 / width) as f32 / height as f32);
            let wave = ((x * (3.0 + number as f32)).sin() + (y * 5.0 + number as f32).cos()) * 50.0 + 120.0;
            pixel.fill(wave as u8);
        }
        picture
    }

    fn of(picture: &Picture, quality: u8) -> Looks {
        looks_of(&encode_jpeg(picture, quality).unwrap(), &Limits::default()).unwrap()
    }

    #[test]
    fn a_picture_written_anew_or_made_smaller_or_brighter_is_nearly_the_same() {
        let first = of(&scene(1, 640, 480), 95);
        let mut brighter = scene(1, 640, 480);
        brighter.rgb.iter_mut().for_each(|v| *v = v.saturating_add(20));
        for other in [of(&scene(1, 640, 480), 60), of(&scene(1, 320, 240), 90), of(&brighter, 90)] {
            assert!((first.hash ^ other.hash).count_ones() <= 4, "{:b}", first.hash ^ other.hash);
            assert!(alike(&first.likeness, &other.likeness));
        }
        let other = of(&scene(4, 640, 480), 95);
        assert!(!alike(&first.likeness, &other.likeness));
    }

    #[test]
    fn a_blurred_picture_is_less_sharp_and_brightness_is_the_mean() {
        let mut stripes = Picture::new(200, 100);
        for (at, pixel) in stripes.rgb.chunks_exact_mut(3).enumerate() {
            pixel.fill(if at / 2 % 2 == 0 { 40 } else { 200 });
        }
        let (sharp, blurred) = (of(&stripes, 95), of(&stripes.resize(20, 10).resize(200, 100), 95));
        assert!(sharp.sharpness > 10.0 * blurred.sharpness, "{} {}", sharp.sharpness, blurred.sharpness);
        assert!((sharp.brightness - 120.0).abs() < 3.0, "{}", sharp.brightness);
        assert_eq!(of(&Picture::new(1, 1), 95).sharpness, 0.0);
    }

    #[test]
    fn likenesses_of_other_sizes_are_of_other_pictures() {
        assert!(!alike(&[], &[]) && !alike(&[1], &[1, 2]) && alike(&[1, 2], &[3, 4]));
    }
}
