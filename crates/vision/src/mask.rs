use crate::decode::{Raw, format_or_error, guarded, narrow, read_raw};
use crate::file::{read_limited, write_atomic};
use crate::{Limits, VisionError, encode_png_gray, jpeg};
use image::{ColorType, ImageFormat};
use std::io::Cursor;
use std::path::Path;

/// One value a pixel, row by row: the index of a class, or 0 and 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    pub width: u32,
    pub height: u32,
    pub data: Vec<u8>,
}

impl Mask {
    pub fn new(width: u32, height: u32) -> Mask {
        Mask { width, height, data: vec![0; width as usize * height as usize] }
    }

    /// The value at a place, 0 outside.
    pub fn get(&self, x: u32, y: u32) -> u8 {
        if x >= self.width {
            return 0;
        }
        self.data.get(y as usize * self.width as usize + x as usize).copied().unwrap_or(0)
    }

    /// Each new pixel takes the value of the old pixel under its centre: class numbers cannot be averaged.
    pub fn resize_nearest(&self, width: u32, height: u32) -> Mask {
        let pick = |i: u32, new: u32, old: u32| {
            ((2 * u64::from(i) + 1) * u64::from(old) / (2 * u64::from(new))) as u32
        };
        let columns: Vec<u32> = (0..width).map(|x| pick(x, width, self.width)).collect();
        let mut data = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            let row = pick(y, height, self.height);
            data.extend(columns.iter().map(|&x| self.get(x, row)));
        }
        Mask { width, height, data }
    }

    /// As a grey PNG with the values as they are.
    pub fn write_png(&self, path: &Path) -> Result<(), VisionError> {
        write_atomic(path, &encode_png_gray(&self.data, self.width, self.height)?)
    }
}

/// 1 where the mask picture has `value` (or, without one, anything but 0), else 0.
pub fn read_mask_file(path: &Path, value: Option<u8>, limits: &Limits) -> Result<Mask, VisionError> {
    let mut mask = read_value_file(path, limits)?;
    for v in &mut mask.data {
        *v = u8::from(value.map_or(*v != 0, |wanted| *v == wanted));
    }
    Ok(mask)
}

/// The values a mask picture stores: the index of a palette, not its colour; grey as it is, black and white
/// as 0 and 255; of colours the brightest channel. 16-bit values above 255 are scaled (never to 0). JPEG
/// blurs values, so there only dark and bright are told apart, as 0 and 255.
pub fn read_value_file(path: &Path, limits: &Limits) -> Result<Mask, VisionError> {
    let bytes = read_limited(path, limits)?;
    read_values(&bytes, limits).map_err(|e| e.in_file(path))
}

fn read_values(bytes: &[u8], limits: &Limits) -> Result<Mask, VisionError> {
    guarded(|| match format_or_error(bytes)? {
        ImageFormat::Png => png_values(bytes, limits),
        ImageFormat::Jpeg => {
            let picture = jpeg::decode(bytes, limits)?;
            let data =
                picture.rgb.chunks_exact(3).map(|p| if brightest(p) >= 128 { 255 } else { 0 }).collect();
            Ok(Mask { width: picture.width, height: picture.height, data })
        }
        format => {
            let Raw { width, height, color, bytes, .. } = read_raw(format, bytes, limits)?;
            let channels = usize::from(color.channel_count());
            let alpha = usize::from(color.has_alpha());
            let data = match color {
                ColorType::L8 => bytes,
                ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => values8(&bytes, channels, alpha),
                ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16 => {
                    let wide: Vec<u16> =
                        bytes.chunks_exact(2).map(|b| u16::from_ne_bytes([b[0], b[1]])).collect();
                    values16(&wide, channels, alpha)
                }
                other => return Err(VisionError::unreadable(format!("a mask of {other:?} has no classes"))),
            };
            Ok(Mask { width, height, data })
        }
    })
}

/// By the `png` crate itself, since `image` turns palette indices into colours.
fn png_values(bytes: &[u8], limits: &Limits) -> Result<Mask, VisionError> {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().map_err(png_error)?;
    let (width, height) = (reader.info().width, reader.info().height);
    limits.check_size(width, height)?;
    let size = reader.output_buffer_size().ok_or_else(|| VisionError::too_large("its rows overflow"))?;
    let mut pixels = vec![0; size];
    let frame = reader.next_frame(&mut pixels).map_err(png_error)?;
    let channels = frame.color_type.samples();
    let alpha =
        usize::from(matches!(frame.color_type, png::ColorType::GrayscaleAlpha | png::ColorType::Rgba));
    let bits = frame.bit_depth as usize;
    let data = match bits {
        8 => values8(&pixels, channels, alpha),
        16 => {
            let wide: Vec<u16> = pixels.chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
            values16(&wide, channels, alpha)
        }
        _ => {
            // Only grey and palette come in fewer bits. One grey bit means black or white, not class 1.
            let white = if bits == 1 && frame.color_type == png::ColorType::Grayscale { 255 } else { 1 };
            let mut data = Vec::with_capacity(width as usize * height as usize);
            for row in pixels.chunks_exact(frame.line_size.max(1)).take(height as usize) {
                data.extend((0..width as usize).map(|x| {
                    let byte = row.get(x * bits / 8).copied().unwrap_or(0);
                    let shift = 8 - bits - x * bits % 8;
                    (byte >> shift & ((1u16 << bits) - 1) as u8) * white
                }));
            }
            data
        }
    };
    Ok(Mask { width, height, data })
}

fn values8(pixels: &[u8], channels: usize, alpha: usize) -> Vec<u8> {
    pixels.chunks_exact(channels.max(1)).map(|p| brightest(&p[..p.len() - alpha])).collect()
}

fn values16(pixels: &[u16], channels: usize, alpha: usize) -> Vec<u8> {
    let of = |p: &[u16]| p[..p.len() - alpha].iter().copied().max().unwrap_or(0);
    let values = || pixels.chunks_exact(channels.max(1)).map(of);
    if values().all(|v| v <= 255) {
        values().map(|v| v as u8).collect()
    } else {
        values().map(|v| narrow(v).max(u8::from(v > 0))).collect()
    }
}

fn brightest(pixel: &[u8]) -> u8 {
    pixel.iter().copied().max().unwrap_or(0)
}

fn png_error(e: png::DecodingError) -> VisionError {
    match e {
        png::DecodingError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            VisionError::truncated("it ends too early")
        }
        png::DecodingError::LimitsExceeded => VisionError::too_large("its parts need too much memory"),
        other => VisionError::unreadable(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
