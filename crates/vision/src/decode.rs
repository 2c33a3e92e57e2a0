use crate::file::{open_plain, read_limited};
use crate::turn::{turned, turned_size};
use crate::{Limits, Picture, VisionError, formats, jpeg};
use image::codecs::{bmp, gif, png, pnm, tiff, webp};
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, ImageFormat};
use std::io::{BufRead, BufReader, Cursor, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What a file's head says, sides as seen after the EXIF turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    pub width: u32,
    pub height: u32,
    pub format: &'static str,
    /// Whether the head announces several frames, of which only the first is ever read.
    pub animated: bool,
}

/// Reads a picture: 16 bits scaled to 8, grey expanded, palettes looked up, CMYK converted, transparency
/// dropped (the colour below it stays), the first frame of an animation, EXIF turn applied.
pub fn decode_file(path: &Path, limits: &Limits) -> Result<Picture, VisionError> {
    let bytes = read_limited(path, limits)?;
    decode_bytes(&bytes, limits).map_err(|e| e.in_file(path))
}

/// As [`decode_file`], from the file's bytes.
pub fn decode_bytes(bytes: &[u8], limits: &Limits) -> Result<Picture, VisionError> {
    limits.check_bytes(bytes.len() as u64)?;
    guarded(|| match format_or_error(bytes)? {
        ImageFormat::Jpeg => jpeg::decode(bytes, limits),
        format => decode_other(format, bytes, limits),
    })
}

/// Size and format from the head alone, without reading the pixels.
pub fn probe_file(path: &Path, limits: &Limits) -> Result<Probe, VisionError> {
    let file = open_plain(path)?;
    let length = file.metadata().map_err(|e| VisionError::read(path, e))?.len();
    limits
        .check_bytes(length)
        .and_then(|()| probe(&mut BufReader::new(file), limits))
        .map_err(|e| e.in_file(path))
}

/// As [`probe_file`], from the file's bytes.
pub fn probe_bytes(bytes: &[u8], limits: &Limits) -> Result<Probe, VisionError> {
    limits.check_bytes(bytes.len() as u64)?;
    probe(&mut Cursor::new(bytes), limits)
}

fn probe(mut from: &mut dyn Source, limits: &Limits) -> Result<Probe, VisionError> {
    guarded(|| {
        let head = from.fill_buf().map_err(|e| VisionError::truncated(e.to_string()))?;
        let format = format_or_error(head)?;
        // A GIF tells its number of frames nowhere; this block, early in the file, asks players to loop.
        let loops = format == ImageFormat::Gif && head.windows(11).any(|w| w == b"NETSCAPE2.0");
        let (size, orientation, animated) = if format == ImageFormat::Jpeg {
            let header = jpeg::read_header(&mut from)?;
            ((header.width, header.height), header.orientation, false)
        } else {
            let (mut decoder, animated) = open_decoder(format, from)?;
            (decoder.dimensions(), orientation_of(decoder.as_mut()), animated || loops)
        };
        limits.check_size(size.0, size.1)?;
        let (width, height) = turned_size(size.0, size.1, orientation);
        Ok(Probe { width, height, format: formats::name(format), animated })
    })
}

pub(crate) fn format_or_error(head: &[u8]) -> Result<ImageFormat, VisionError> {
    if head.is_empty() {
        return Err(VisionError::empty("it has no bytes"));
    }
    formats::format_of(head).ok_or_else(|| {
        let start: Vec<String> = head.iter().take(8).map(|b| format!("{b:02x}")).collect();
        VisionError::unknown_format(format!("it starts with {}", start.join(" ")))
    })
}

/// Pixels as the file stores them, for callers that need values and not colours.
pub(crate) struct Raw {
    pub width: u32,
    pub height: u32,
    pub color: ColorType,
    pub bytes: Vec<u8>,
    pub orientation: Orientation,
}

pub(crate) fn read_raw(format: ImageFormat, bytes: &[u8], limits: &Limits) -> Result<Raw, VisionError> {
    let mut from = Cursor::new(bytes);
    let (mut decoder, _) = open_decoder(format, &mut from)?;
    let (width, height) = decoder.dimensions();
    limits.check_size(width, height)?;
    let mut inner = image::Limits::default();
    // Decoders may need a buffer beside the picture's own; the picture's size is checked above.
    inner.max_alloc = Some(limits.max_pixels.saturating_mul(16).saturating_add(16 << 20));
    decoder.set_limits(inner)?;
    let orientation = orientation_of(decoder.as_mut());
    let color = decoder.color_type();
    let needed = usize::try_from(decoder.total_bytes())
        .map_err(|_| VisionError::too_large("more bytes than this machine can address"))?;
    let mut pixels = vec![0; needed];
    decoder.read_image_boxed(&mut pixels)?;
    Ok(Raw { width, height, color, bytes: pixels, orientation })
}

fn decode_other(format: ImageFormat, bytes: &[u8], limits: &Limits) -> Result<Picture, VisionError> {
    let raw = read_raw(format, bytes, limits)?;
    let rgb = to_rgb(raw.bytes, raw.color)?;
    Ok(turned(Picture { width: raw.width, height: raw.height, rgb }, raw.orientation))
}

/// One kind of reader for files and memory alike: the decoders are compiled once for each, and are half of this crate.
trait Source: BufRead + Seek {}

impl<R: BufRead + Seek> Source for R {}

type Opened<'a> = (Box<dyn ImageDecoder + 'a>, bool);

fn open_decoder(format: ImageFormat, from: &mut dyn Source) -> Result<Opened<'_>, VisionError> {
    Ok(match format {
        ImageFormat::Png => {
            let decoder = png::PngDecoder::new(from)?;
            let animated = decoder.is_apng()?;
            (Box::new(decoder), animated)
        }
        ImageFormat::WebP => {
            let decoder = webp::WebPDecoder::new(from)?;
            let animated = decoder.has_animation();
            (Box::new(decoder), animated)
        }
        ImageFormat::Gif => (Box::new(gif::GifDecoder::new(from)?), false),
        ImageFormat::Bmp => (Box::new(bmp::BmpDecoder::new(from)?), false),
        ImageFormat::Tiff => (Box::new(tiff::TiffDecoder::new(from)?), false),
        ImageFormat::Pnm => (Box::new(pnm::PnmDecoder::new(from)?), false),
        _ => return Err(VisionError::unknown_format("no decoder for it")),
    })
}

/// A broken EXIF note must not cost the picture.
fn orientation_of(decoder: &mut dyn ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn to_rgb(bytes: Vec<u8>, color: ColorType) -> Result<Vec<u8>, VisionError> {
    let wide = |b: &[u8]| narrow(u16::from_ne_bytes([b[0], b[1]]));
    let float =
        |b: &[u8]| (f32::from_ne_bytes([b[0], b[1], b[2], b[3]]).clamp(0.0, 1.0) * 255.0).round() as u8;
    Ok(match color {
        ColorType::Rgb8 => bytes,
        ColorType::L8 => bytes.iter().flat_map(|&v| [v; 3]).collect(),
        ColorType::La8 => bytes.chunks_exact(2).flat_map(|p| [p[0]; 3]).collect(),
        ColorType::Rgba8 => bytes.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect(),
        ColorType::L16 => bytes.chunks_exact(2).flat_map(|p| [wide(p); 3]).collect(),
        ColorType::La16 => bytes.chunks_exact(4).flat_map(|p| [wide(p); 3]).collect(),
        ColorType::Rgb16 => bytes.chunks_exact(2).map(wide).collect(),
        ColorType::Rgba16 => {
            bytes.chunks_exact(8).flat_map(|p| [wide(&p[..2]), wide(&p[2..4]), wide(&p[4..6])]).collect()
        }
        ColorType::Rgb32F => bytes.chunks_exact(4).map(float).collect(),
        ColorType::Rgba32F => {
            bytes.chunks_exact(16).flat_map(|p| [float(&p[..4]), float(&p[4..8]), float(&p[8..12])]).collect()
        }
        other => return Err(VisionError::unreadable(format!("pixels of kind {other:?}"))),
    })
}

/// 65535 / 255 = 257, so this is the nearest 8-bit value.
pub(crate) fn narrow(value: u16) -> u8 {
    ((u32::from(value) + 128) / 257) as u8
}

/// The decoders are other people's code fed with anyone's files: a bug in one must cost a picture, not the
/// server.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, VisionError>) -> Result<T, VisionError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(VisionError::unreadable("the decoder failed on it")))
}

#[cfg(test)]
mod tests;
