use super::*;
use crate::{encode_jpeg, encode_png_gray, encode_png_rgb};
use image::{ExtendedColorType as Color, ImageEncoder};

const CMYK: &[u8] = include_bytes!("../../tests/data/cmyk.jpg");
const GIF: &[u8] = include_bytes!("../../tests/data/two-frames.gif");
const WEBP: &[u8] = include_bytes!("../../tests/data/two-frames.webp");
const PROGRESSIVE: &[u8] = include_bytes!("../../tests/data/progressive.jpg");
const RESTARTS: &[u8] = include_bytes!("../../tests/data/restarts.jpg");

fn read(bytes: &[u8]) -> Picture {
    decode_bytes(bytes, &Limits::default()).unwrap()
}

fn encoded(format: ImageFormat, pixels: &[u8], w: u32, h: u32, color: Color) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    match format {
        ImageFormat::Bmp => bmp::BmpEncoder::new(&mut out).write_image(pixels, w, h, color),
        ImageFormat::Tiff => tiff::TiffEncoder::new(&mut out).write_image(pixels, w, h, color),
        ImageFormat::WebP => webp::WebPEncoder::new_lossless(&mut out).write_image(pixels, w, h, color),
        ImageFormat::Pnm => pnm::PnmEncoder::new(&mut out).write_image(pixels, w, h, color),
        _ => png::PngEncoder::new(&mut out).write_image(pixels, w, h, color),
    }
    .unwrap();
    out.into_inner()
}

const FORMATS: [ImageFormat; 5] =
    [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP, ImageFormat::Pnm];

fn noise() -> Vec<u8> {
    (0..20 * 10 * 3u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

#[test]
fn every_lossless_format_gives_back_its_pixels_and_probes_right() {
    for format in FORMATS {
        let bytes = encoded(format, &noise(), 20, 10, Color::Rgb8);
        assert_eq!(read(&bytes), Picture { width: 20, height: 10, rgb: noise() }, "{format:?}");
        let probe = probe_bytes(&bytes, &Limits::default()).unwrap();
        let expected = Probe { width: 20, height: 10, format: formats::name(format), animated: false };
        assert_eq!(probe, expected);
    }
}

#[test]
fn a_cut_is_an_error_in_every_format() {
    let mut all: Vec<(String, Vec<u8>)> =
        FORMATS.map(|f| (format!("{f:?}"), encoded(f, &noise(), 20, 10, Color::Rgb8))).to_vec();
    all.push(("progressive".into(), PROGRESSIVE.to_vec()));
    all.push(("restarts".into(), RESTARTS.to_vec()));
    all.push(("cmyk".into(), CMYK.to_vec()));
    let mut gif = Vec::new();
    gif::GifEncoder::new(&mut gif).encode(&noise(), 20, 10, Color::Rgb8).unwrap();
    all.push(("gif".into(), gif));
    for (name, bytes) in all {
        assert!(decode_bytes(&bytes, &Limits::default()).is_ok(), "{name}");
        for part in 1..20 {
            let cut = &bytes[..bytes.len() * part / 20];
            assert!(decode_bytes(cut, &Limits::default()).is_err(), "{name} cut at {part}/20");
        }
    }
}

#[test]
fn grey_transparency_and_sixteen_bits_become_rgb() {
    assert_eq!(read(&encode_png_gray(&[7, 200], 2, 1).unwrap()).rgb, [7, 7, 7, 200, 200, 200]);
    let rgba = [10, 20, 30, 0, 40, 50, 60, 255];
    assert_eq!(read(&encoded(ImageFormat::Png, &rgba, 2, 1, Color::Rgba8)).rgb, [10, 20, 30, 40, 50, 60]);
    let wide: Vec<u8> = [0u16, 128, 129, 257, 65_534, 65_535].iter().flat_map(|v| v.to_ne_bytes()).collect();
    let grey: Vec<u8> =
        read(&encoded(ImageFormat::Png, &wide, 6, 1, Color::L16)).rgb.into_iter().step_by(3).collect();
    assert_eq!(grey, [0, 0, 1, 1, 255, 255]);
    assert_eq!(read(&encoded(ImageFormat::Tiff, &wide, 2, 1, Color::Rgb16)).rgb, [0, 0, 1, 1, 255, 255]);
}

#[test]
fn a_palette_gives_its_colours_with_transparency_dropped() {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, 3, 1);
    encoder.set_color(::png::ColorType::Indexed);
    encoder.set_depth(::png::BitDepth::Two);
    encoder.set_palette(vec![1, 2, 3, 50, 60, 70, 255, 0, 0]);
    encoder.set_trns(vec![255, 0, 128]);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0b00_01_10_00]).unwrap();
    writer.finish().unwrap();
    assert_eq!(read(&bytes).rgb, [1, 2, 3, 50, 60, 70, 255, 0, 0]);
}

#[test]
fn cmyk_ink_becomes_light() {
    let p = read(CMYK);
    let [r, g, b] = p.pixel(2, 8).unwrap();
    assert!(r < 60 && g > 180 && b > 180, "cyan is {r} {g} {b}");
    let [r, g, b] = p.pixel(13, 8).unwrap();
    assert!(r > 230 && g > 230 && b > 230, "paper is {r} {g} {b}");
}

#[test]
fn of_an_animation_the_first_frame_is_read() {
    for bytes in [GIF, WEBP] {
        let p = read(bytes);
        assert_eq!((p.width, p.height, p.pixel(3, 3)), (8, 6, Some([255, 0, 0])));
        assert!(probe_bytes(bytes, &Limits::default()).unwrap().animated);
    }
}

/// A PNG's head that claims a size, with the checksum a decoder wants to see.
fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 2, 0, 0, 0]);
    let mut crc = !0u32;
    for byte in &chunk {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    bytes.extend(chunk);
    bytes.extend((!crc).to_be_bytes());
    bytes.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    bytes
}

#[test]
fn a_bomb_is_refused_before_memory_is_taken() {
    for bytes in [png_bomb(60_000, 60_000), b"P6 60000 60000 255\n".to_vec(), png_bomb(30_000, 30_000)] {
        assert_eq!(decode_bytes(&bytes, &Limits::default()).unwrap_err().code(), "picture.too_large");
        assert_eq!(probe_bytes(&bytes, &Limits::default()).unwrap_err().code(), "picture.too_large");
    }
}

#[test]
fn what_is_no_picture_is_told_apart() {
    let code = |b: &[u8]| decode_bytes(b, &Limits::default()).unwrap_err().code();
    assert_eq!(code(b""), "picture.empty");
    assert_eq!(code(b"hello"), "picture.unknown_format");
    assert_eq!(code(b"BMW is a car, not a bitmap"), "picture.unknown_format");
    assert_eq!(code(b"\x89PNG\r\n\x1a\n"), "picture.truncated");
    assert_eq!(code(b"\xFF\xD8\xFF"), "picture.truncated");
}

#[test]
fn a_file_is_read_by_content_and_its_errors_name_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("lying.jpg");
    std::fs::write(&path, encode_png_rgb(&Picture::new(3, 2)).unwrap()).unwrap();
    assert_eq!(decode_file(&path, &Limits::default()).unwrap(), Picture::new(3, 2));
    assert_eq!(probe_file(&path, &Limits::default()).unwrap().format, "png");
    std::fs::write(&path, b"not at all").unwrap();
    let e = decode_file(&path, &Limits::default()).unwrap_err();
    assert!(e.to_string().contains("lying.jpg"), "{e}");
}

#[test]
fn damage_in_the_middle_never_panics() {
    let mut all: Vec<Vec<u8>> = FORMATS.map(|f| encoded(f, &noise(), 20, 10, Color::Rgb8)).to_vec();
    all.extend([GIF, WEBP, CMYK, PROGRESSIVE, RESTARTS].map(<[u8]>::to_vec));
    all.push(encode_jpeg(&Picture::new(20, 20), 80).unwrap());
    let limits = Limits { max_side: 500, max_pixels: 100_000, max_bytes: 1 << 20 };
    for bytes in all {
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0xA5;
            if let Ok(p) = decode_bytes(&damaged, &limits) {
                assert_eq!(p.rgb.len(), (p.width * p.height * 3) as usize);
            }
            let _ = probe_bytes(&damaged, &limits);
        }
    }
}
