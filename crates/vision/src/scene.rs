//! Whether two pictures show the same place, however each was lit, moved by a little, turned, cut or packed: they are laid over each
//! other, and what is fine in both is held against each other.

use crate::looks::grey;
use crate::register::{Affine, Aligner, Gray, Motion};
use crate::{Limits, VisionError, decode_for};

/// Sides that a picture is drawn to, whatever its form.
const SIDE: u32 = 128;
/// Steps of the alignment on each level, from an eighth of the side to the whole.
const ROUNDS: [usize; 4] = [12, 10, 8, 5];
/// Reach of the mean that is taken away while pictures are laid over each other, as a part of the side: what is coarser is light.
const COARSE: usize = 8;
/// Pictures that agree by less on a coarse level do not on a fine one.
const HOPELESS: f32 = 0.35;
/// Reach of the mean and the spread that are made even before pictures are compared.
const EVEN: usize = 5;
/// Squared grey values that are no more than noise.
const NOISE: f32 = 25.0;
/// A picture with less structure (0 none, 1 full) is compared with none.
const STRUCTURE: f32 = 0.05;
/// Part of the one picture that the other must cover.
const COVERED: f64 = 0.5;

/// What [`agreement`] compares: grey values, row by row.
pub fn scene_of(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, VisionError> {
    let photo = decode_for(bytes, limits, |_, _| (SIDE, SIDE))?;
    Ok(grey(&photo.resize(SIDE, SIDE)))
}

/// How well two pictures agree where they are laid over each other best, -1 to 1. Edges count alike, whether they are strong or weak, so
/// that the outline that all parts of one kind have does not outweigh what each has of its own. `None` where there is nothing to
/// compare by.
pub fn agreement(a: &[u8], b: &[u8]) -> Option<f32> {
    let (a, b) = (levels(a)?, levels(b)?);
    let mut map = Affine::IDENTITY;
    for (rounds, (fixed, moving)) in ROUNDS.into_iter().zip(a.iter().zip(&b)) {
        let finest = fixed.width == SIDE as usize;
        let (aligner, moving) = (Aligner::new(fine(fixed), Motion::Affine)?, fine(moving));
        // Where the alignment goes astray, they lie as they lay.
        let found = aligner.align(&moving, map, rounds).or_else(|| aligner.align(&moving, map, 0))?;
        if finest {
            map = found.map;
        } else if found.correlation < HOPELESS {
            return Some(found.correlation);
        } else {
            map = found.map.scaled(2.0);
        }
    }
    correlation(&even(a.last()?)?, &even(b.last()?)?, &map)
}

/// From coarse to fine.
fn levels(grey: &[u8]) -> Option<Vec<Gray>> {
    let side = SIDE as usize;
    if grey.len() != side * side {
        return None;
    }
    let data = grey.iter().map(|v| f32::from(*v)).collect();
    let mut levels = vec![Gray { width: side, height: side, data }];
    while levels.len() < ROUNDS.len() {
        levels.push(levels.last()?.half());
    }
    levels.reverse();
    Some(levels)
}

/// Without what is coarse; around the middle of grey, where the alignment counts most exactly.
fn fine(level: &Gray) -> Gray {
    let around = means(level, (level.width / COARSE).max(2));
    let data = level.data.iter().zip(&around.data).map(|(v, mean)| v - mean + 128.0).collect();
    Gray { data, ..*level }
}

/// What differs from its surroundings, in spreads of those. `None` where nothing does.
fn even(level: &Gray) -> Option<Gray> {
    let (width, height) = (level.width, level.height);
    let around = means(level, EVEN);
    let rest: Vec<f32> = level.data.iter().zip(&around.data).map(|(v, mean)| v - mean).collect();
    let squares = means(&Gray { width, height, data: rest.iter().map(|v| v * v).collect() }, EVEN);
    let data: Vec<f32> =
        rest.iter().zip(&squares.data).map(|(v, square)| v / (square.max(0.0) + NOISE).sqrt()).collect();
    let structure = data.iter().map(|v| v * v).sum::<f32>() / data.len().max(1) as f32;
    (structure >= STRUCTURE).then_some(Gray { width, height, data })
}

/// Means of the values within `reach` to either side, in both directions; a picture goes on at its edges as it ends there.
fn means(level: &Gray, reach: usize) -> Gray {
    let (width, height) = (level.width, level.height);
    let turned = along(&level.data, width, reach);
    Gray { width, height, data: along(&turned, height, reach) }
}

/// Means along each row, rows and columns changed with each other.
fn along(data: &[f32], width: usize, reach: usize) -> Vec<f32> {
    let height = data.len() / width.max(1);
    let (reach, last) = (reach as isize, width as isize - 1);
    let mut out = vec![0.0; data.len()];
    for (y, row) in data.chunks_exact(width.max(1)).enumerate() {
        let at = |x: isize| f64::from(row[x.clamp(0, last) as usize]);
        let mut sum: f64 = (-reach..=reach).map(at).sum();
        for x in 0..=last {
            out[x as usize * height + y] = (sum / (2 * reach + 1) as f64) as f32;
            sum += at(x + reach + 1) - at(x - reach);
        }
    }
    out
}

/// Pearson's, where both are; `None` where they hardly overlap, or nothing varies.
fn correlation(fixed: &Gray, moving: &Gray, map: &Affine) -> Option<f32> {
    let (mut n, mut sums) = (0.0f64, [0.0f64; 5]);
    for (y, row) in fixed.data.chunks_exact(fixed.width.max(1)).enumerate() {
        for (x, value) in row.iter().enumerate() {
            let (u, v) = map.apply(x as f64 + 0.5, y as f64 + 0.5);
            let Some(other) = moving.at(u as f32, v as f32) else { continue };
            let (a, b) = (f64::from(*value), f64::from(other));
            n += 1.0;
            sums.iter_mut().zip([a, b, a * a, b * b, a * b]).for_each(|(sum, v)| *sum += v);
        }
    }
    if n < COVERED * fixed.data.len() as f64 {
        return None;
    }
    let [a, b, aa, bb, ab] = sums;
    let spread = (aa - a * a / n) * (bb - b * b / n);
    (spread > 1e-9 * n * n).then(|| ((ab - a * b / n) / spread.sqrt()) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Picture, encode_jpeg};

    /// A rough surface that repeats nowhere, seen from (`x`, `y`) on.
    fn surface(seed: u32, (x, y): (u32, u32), light: f32) -> Picture {
        let lattice = |u: u32, v: u32, of: u32| {
            let mut h = u.wrapping_mul(374_761_393) ^ v.wrapping_mul(668_265_263) ^ of.wrapping_mul(69_069);
            h = (h ^ (h >> 13)).wrapping_mul(1_274_126_177);
            ((h ^ (h >> 16)) & 255) as f32
        };
        let soft = |u: u32, v: u32, cell: u32| {
            let (c, r) = (u / cell, v / cell);
            let (s, t) = ((u % cell) as f32 / cell as f32, (v % cell) as f32 / cell as f32);
            let corner = |i: u32, j: u32| lattice(c + i, r + j, seed * 7 + cell);
            let (top, low) =
                (corner(0, 0) * (1.0 - s) + corner(1, 0) * s, corner(0, 1) * (1.0 - s) + corner(1, 1) * s);
            top * (1.0 - t) + low * t
        };
        let mut picture = Picture::new(200, 160);
        for (at, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            let (u, v) = (at as u32 % 200 + x, at as u32 / 200 + y);
            let value = 0.5 * soft(u, v, 7) + 0.5 * soft(u, v, 19);
            pixel.fill((value * light) as u8);
        }
        picture
    }

    fn scene(picture: &Picture, quality: u8) -> Vec<u8> {
        scene_of(&encode_jpeg(picture, quality).unwrap(), &Limits::default()).unwrap()
    }

    #[test]
    fn the_same_place_agrees_though_it_was_moved_lit_and_packed_otherwise() {
        let one = scene(&surface(1, (20, 20), 0.9), 92);
        for (at, light, quality) in [((20, 20), 0.9, 40), ((26, 16), 0.7, 80), ((17, 24), 1.0, 60)] {
            let other = scene(&surface(1, at, light), quality);
            let found = agreement(&one, &other).unwrap();
            assert!(found > 0.85, "{at:?} {light}: {found}");
        }
        // Cut by 4 % all around.
        let cut = scene(&surface(1, (20, 20), 0.9).crop(4, 3, 192, 154), 90);
        assert!(agreement(&one, &cut).unwrap() > 0.85);
    }

    #[test]
    fn other_places_of_such_a_surface_do_not_agree() {
        let one = scene(&surface(1, (20, 20), 0.9), 92);
        for other in [surface(2, (20, 20), 0.9), surface(1, (400, 300), 0.9)] {
            assert!(agreement(&one, &scene(&other, 92)).is_none_or(|found| found < 0.6));
        }
    }

    #[test]
    fn what_has_no_structure_is_compared_with_nothing() {
        let mut plain = Picture::new(64, 64);
        plain.rgb.fill(90);
        let plain = scene(&plain, 95);
        let one = scene(&surface(1, (20, 20), 0.9), 92);
        assert_eq!((agreement(&plain, &plain), agreement(&plain, &one)), (None, None));
        assert_eq!(agreement(&one, &one[1..]), None);
        assert!(agreement(&one, &one).unwrap() > 0.999);
    }

    #[test]
    fn means_are_of_what_lies_around() {
        let grey = Gray { width: 3, height: 2, data: vec![0.0, 3.0, 6.0, 6.0, 9.0, 12.0] };
        // The middle of the upper row: three columns, the upper row twice.
        let around = means(&grey, 1);
        assert!((around.data[1] - (9.0 + 9.0 + 27.0) / 9.0).abs() < 1e-5, "{:?}", around.data);
    }
}
