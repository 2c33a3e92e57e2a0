use super::*;
use crate::{Limits, decode_bytes};

const KINDS: [(&str, &[u8]); 5] = [
    ("4:2:0", include_bytes!("../../tests/data/coarse-colours.jpg")),
    ("4:2:2", include_bytes!("../../tests/data/coarse-across.jpg")),
    ("4:4:4", include_bytes!("../../tests/data/fine-colours.jpg")),
    ("grey", include_bytes!("../../tests/data/grey.jpg")),
    ("restarts", include_bytes!("../../tests/data/large-restarts.jpg")),
];

#[test]
fn a_block_becomes_its_mean_at_an_eighth() {
    for (kind, bytes) in KINDS {
        let whole = decode_bytes(bytes, &Limits::default()).unwrap();
        let small = decode(bytes, 8).unwrap();
        assert_eq!((small.width, small.height), (42, 28), "{kind}");
        let mut off = 0.0;
        for (x, y) in (0..40).flat_map(|x| (0..27).map(move |y| (x, y))) {
            for c in 0..3 {
                let block = whole.crop(x * 8, y * 8, 8, 8);
                let sum: u32 = block.rgb.chunks_exact(3).map(|p| u32::from(p[c])).sum();
                off += (sum as f32 / 64.0 - f32::from(small.pixel(x, y).unwrap()[c])).abs();
            }
        }
        let mean = off / (40.0 * 27.0 * 3.0);
        assert!(mean < 1.5, "{kind}: {mean}");
    }
}

#[test]
fn other_kinds_are_left_to_the_whole_decoder() {
    let progressive = include_bytes!("../../tests/data/large-progressive.jpg");
    let cmyk = include_bytes!("../../tests/data/large-cmyk.jpg");
    assert_eq!((decode(progressive, 4), decode(cmyk, 4)), (None, None));
}

#[test]
fn a_cut_at_any_byte_gives_nothing() {
    let (_, whole) = KINDS[0];
    for length in 0..whole.len() {
        assert_eq!(decode(&whole[..length], 4), None, "{length} of {}", whole.len());
    }
    // An end mark put behind the cut by a repair tool does not make up for the pixels.
    let mut mended = whole[..whole.len() * 2 / 3].to_vec();
    mended.extend([0xFF, 0xD9]);
    assert_eq!(decode(&mended, 4), None);
}

#[test]
fn a_lost_restart_mark_gives_nothing() {
    let (_, whole) = KINDS[4];
    let at = whole.windows(2).position(|w| w == [0xFF, 0xD3]).unwrap();
    let lost = [&whole[..at], &whole[at + 2..]].concat();
    assert!(decode(whole, 8).is_some());
    assert_eq!(decode(&lost, 8), None);
}

#[test]
fn damage_anywhere_never_panics() {
    for (_, bytes) in KINDS {
        for i in (0..bytes.len()).step_by(61) {
            let mut hurt = bytes.to_vec();
            hurt[i] = hurt[i].wrapping_mul(31).wrapping_add(i as u8);
            for by in REDUCTIONS {
                if let Some(picture) = decode(&hurt, by) {
                    assert_eq!(picture.rgb.len(), (picture.width * picture.height * 3) as usize);
                }
            }
        }
    }
}

/// Waves of any length and direction, which blocks cut at any phase.
fn waves(width: u32, height: u32, lengths: [f32; 3]) -> Picture {
    let mut picture = Picture::new(width, height);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i as u32 % width) as f32, (i as u32 / width) as f32);
        for (turn, (value, length)) in (1u8..).zip(pixel.iter_mut().zip(lengths)) {
            *value = (127.0 + 100.0 * ((x + y / f32::from(turn)) / length).sin()) as u8;
        }
    }
    picture
}

/// Mean of each square of pixels that lies in the picture as a whole.
fn means(whole: &Picture, by: u32) -> impl Iterator<Item = (u32, u32, [f32; 3])> + '_ {
    let (across, down) = (whole.width / by, whole.height / by);
    (0..across * down).map(move |i| {
        let (x, y) = (i % across, i / across);
        let mut mean = [0.0; 3];
        for pixel in whole.crop(x * by, y * by, by, by).rgb.chunks_exact(3) {
            mean.iter_mut().zip(pixel).for_each(|(sum, &v)| *sum += f32::from(v) / (by * by) as f32);
        }
        (x, y, mean)
    })
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn any_picture_looks_as_when_decoded_whole_and_shrunk(
        width in 8u32..180, height in 8u32..180, quality in 40u8..=100,
        lengths in proptest::array::uniform3(12.0f32..90.0)
    ) {
        let bytes = crate::encode_jpeg(&waves(width, height, lengths), quality).unwrap();
        let whole = decode_bytes(&bytes, &Limits::default()).unwrap();
        for by in REDUCTIONS {
            let small = decode(&bytes, by).unwrap();
            proptest::prop_assert_eq!((small.width, small.height), (width.div_ceil(by), height.div_ceil(by)));
            let (mut square, mut count) = (0.0, 0);
            for (x, y, mean) in means(&whole, by) {
                let found = small.pixel(x, y).unwrap();
                square += mean.iter().zip(found).map(|(m, f)| (m - f32::from(f)).powi(2)).sum::<f32>();
                count += 3;
            }
            let psnr = 10.0 * (255.0 * 255.0 / (square / count as f32).max(1e-6)).log10();
            proptest::prop_assert!(psnr > 38.0, "{} dB at 1/{}", psnr, by);
        }
    }
}
