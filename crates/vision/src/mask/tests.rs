use super::*;
use crate::{Picture, encode_jpeg, encode_png_rgb};
use png::{BitDepth, ColorType as Png};

fn png(color: Png, depth: BitDepth, width: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, 1);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == Png::Indexed {
        encoder.set_palette([9, 8, 7].repeat(1 << depth as usize));
    }
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(data).unwrap();
    writer.finish().unwrap();
    bytes
}

fn values(bytes: &[u8]) -> Vec<u8> {
    read_values(bytes, &Limits::default()).unwrap().data
}

#[test]
fn a_palette_gives_indices_and_not_colours() {
    assert_eq!(values(&png(Png::Indexed, BitDepth::Eight, 4, &[0, 1, 200, 255])), [0, 1, 200, 255]);
    assert_eq!(
        values(&png(Png::Indexed, BitDepth::Two, 5, &[0b00_01_10_11, 0b10_00_00_00])),
        [0, 1, 2, 3, 2]
    );
    assert_eq!(values(&png(Png::Indexed, BitDepth::One, 3, &[0b1010_0000])), [1, 0, 1]);
    assert_eq!(values(&png(Png::Indexed, BitDepth::Four, 3, &[0x1F, 0x20])), [1, 15, 2]);
}

#[test]
fn grey_gives_its_value_and_one_bit_is_black_or_white() {
    assert_eq!(values(&png(Png::Grayscale, BitDepth::Eight, 3, &[0, 3, 255])), [0, 3, 255]);
    assert_eq!(values(&png(Png::Grayscale, BitDepth::One, 2, &[0b0100_0000])), [0, 255]);
    assert_eq!(values(&png(Png::GrayscaleAlpha, BitDepth::Eight, 2, &[0, 255, 5, 0])), [0, 5]);
}

#[test]
fn sixteen_bits_keep_class_numbers_and_never_lose_a_mark() {
    assert_eq!(values(&png(Png::Grayscale, BitDepth::Sixteen, 3, &[0, 0, 0, 2, 0, 255])), [0, 2, 255]);
    assert_eq!(values(&png(Png::Grayscale, BitDepth::Sixteen, 3, &[0, 0, 0, 2, 255, 255])), [0, 1, 255]);
}

#[test]
fn of_colours_the_brightest_channel_counts_and_jpeg_is_only_dark_or_bright() {
    let red = Picture { width: 2, height: 1, rgb: vec![0, 0, 0, 128, 0, 0] };
    assert_eq!(values(&encode_png_rgb(&red).unwrap()), [0, 128]);
    let mut half = Picture::new(32, 16);
    for row in half.rgb.chunks_exact_mut(32 * 3) {
        row[16 * 3..].fill(255);
    }
    let mask = read_values(&encode_jpeg(&half, 60).unwrap(), &Limits::default()).unwrap();
    assert!(mask.data.iter().all(|v| *v == 0 || *v == 255));
    assert_eq!((mask.get(3, 3), mask.get(30, 3)), (0, 255));
}

#[test]
fn a_mask_file_is_zero_and_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("m.png");
    let mask = Mask { width: 3, height: 1, data: vec![0, 2, 5] };
    mask.write_png(&path).unwrap();
    assert_eq!(read_value_file(&path, &Limits::default()).unwrap(), mask);
    assert_eq!(read_mask_file(&path, None, &Limits::default()).unwrap().data, [0, 1, 1]);
    assert_eq!(read_mask_file(&path, Some(5), &Limits::default()).unwrap().data, [0, 0, 1]);
    std::fs::write(&path, b"").unwrap();
    let e = read_mask_file(&path, None, &Limits::default()).unwrap_err();
    assert!(e.code() == "picture.empty" && e.to_string().contains("m.png"), "{e}");
}

#[test]
fn nearest_takes_what_is_under_the_centre() {
    let mask = Mask { width: 2, height: 2, data: vec![1, 2, 3, 4] };
    assert_eq!(mask.resize_nearest(4, 2).data, [1, 1, 2, 2, 3, 3, 4, 4]);
    assert_eq!(mask.resize_nearest(1, 1).data, [4]);
    assert_eq!(mask.resize_nearest(0, 5).data, [0u8; 0]);
    assert_eq!(Mask::new(0, 0).resize_nearest(2, 1).data, [0, 0]);
}

#[test]
fn a_large_mask_is_refused_by_its_header() {
    let limits = Limits { max_side: 2, ..Limits::default() };
    let bytes = png(Png::Grayscale, BitDepth::Eight, 3, &[0, 3, 255]);
    assert_eq!(read_values(&bytes, &limits).unwrap_err().code(), "picture.too_large");
}
