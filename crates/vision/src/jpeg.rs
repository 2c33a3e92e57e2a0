use crate::{Limits, Picture, VisionError, reduced};
use image::metadata::Orientation;
use std::io::{BufRead, Cursor, Read, Seek};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP1: u8 = 0xE1;

/// What the segments before the pixels say. Sides are as stored, before the turn.
pub(crate) struct Header {
    pub width: u32,
    pub height: u32,
    pub orientation: Orientation,
}

/// Walks the segments, jumping over what does not matter, so that looking at a file costs one small read.
pub(crate) fn read_header<R: BufRead + Seek>(from: &mut R) -> Result<Header, VisionError> {
    if read_bytes::<2, R>(from)? != [0xFF, SOI] {
        return Err(VisionError::unreadable("it does not start like a JPEG"));
    }
    let mut orientation = None;
    loop {
        let marker = next_marker(from)?;
        if is_bare(marker) {
            continue;
        }
        if marker == EOI || marker == SOS {
            return Err(VisionError::unreadable("its size is not told before its pixels"));
        }
        let length = u16::from_be_bytes(read_bytes(from)?);
        let Some(length) = length.checked_sub(2) else {
            return Err(VisionError::unreadable("a segment says it is shorter than its own head"));
        };
        if is_frame(marker) {
            let [_depth, h1, h0, w1, w0] = read_bytes(from)?;
            return Ok(Header {
                width: u16::from_be_bytes([w1, w0]).into(),
                height: u16::from_be_bytes([h1, h0]).into(),
                orientation: orientation.unwrap_or(Orientation::NoTransforms),
            });
        }
        if marker == APP1 && orientation.is_none() {
            let mut segment = vec![0; length.into()];
            from.read_exact(&mut segment).map_err(ended)?;
            orientation = segment.strip_prefix(b"Exif\0\0").and_then(Orientation::from_exif_chunk);
        } else {
            from.seek_relative(length.into()).map_err(ended)?;
        }
    }
}

/// Straight from the file's bytes into the picture's, in strict mode: the decoder's default is to paint what
/// is missing grey and say nothing, and grey is what a good part may look like. It does so even then with a file that was
/// cut off and given a new end mark, so that the bits are counted, too (of what cameras write; not of progressive files).
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, VisionError> {
    let header = read_header(&mut Cursor::new(bytes))?;
    limits.check_size(header.width, header.height)?;
    if !reaches_end(bytes) {
        return Err(VisionError::truncated("it ends before its end mark"));
    }
    let options = DecoderOptions::default()
        .set_max_width(limits.max_side as usize)
        .set_max_height(limits.max_side as usize)
        .jpeg_set_out_colorspace(ColorSpace::RGB)
        .set_strict_mode(false);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    // Headers leniently: cameras leave stray bytes between segments, which harm nothing.
    decoder.decode_headers().map_err(|e| VisionError::unreadable(e.to_string()))?;
    let (w, h) = (header.width, header.height);
    if decoder.dimensions() != Some((w as usize, h as usize)) {
        return Err(VisionError::unreadable("it tells two different sizes"));
    }
    decoder.set_options(options.set_strict_mode(true));
    let mut rgb = vec![0; w as usize * h as usize * 3];
    decoder.decode_into(&mut rgb).map_err(|e| VisionError::truncated(e.to_string()))?;
    if reduced::is_short(bytes) {
        return Err(VisionError::truncated("its pixels end before the picture does"));
    }
    Ok(crate::turn::turned(Picture { width: w, height: h, rgb }, header.orientation))
}

/// Whether the segments and scans lead up to the end mark. A search for the two bytes alone would find the
/// end of the small preview that cameras put into the head.
fn reaches_end(bytes: &[u8]) -> bool {
    let mut from = Cursor::new(bytes);
    from.set_position(2);
    loop {
        let Ok(marker) = next_marker(&mut from) else { return false };
        if marker == EOI {
            return true;
        }
        if is_bare(marker) {
            continue;
        }
        let Ok(length) = read_bytes(&mut from).map(u16::from_be_bytes) else { return false };
        // Between a scan's head and the next marker lie its pixels, which `next_marker` jumps over.
        from.set_position(from.position() + u64::from(length.saturating_sub(2)));
    }
}

/// The next marker's second byte. Skips pixels: in them 0xFF is followed by 0 or by a restart mark.
fn next_marker<R: BufRead>(from: &mut R) -> Result<u8, VisionError> {
    loop {
        skip_to_ff(from)?;
        let mut code = 0xFF;
        while code == 0xFF {
            [code] = read_bytes(from)?;
        }
        if code != 0 {
            return Ok(code);
        }
    }
}

fn skip_to_ff<R: BufRead>(from: &mut R) -> Result<(), VisionError> {
    loop {
        let buffer = from.fill_buf().map_err(ended)?;
        if buffer.is_empty() {
            return Err(VisionError::truncated("it ends within its head"));
        }
        if let Some(at) = buffer.iter().position(|&b| b == 0xFF) {
            from.consume(at + 1);
            return Ok(());
        }
        let all = buffer.len();
        from.consume(all);
    }
}

/// Marks without a length: restarts and the start of a picture.
fn is_bare(marker: u8) -> bool {
    matches!(marker, 0x01 | 0xD0..=SOI)
}

/// Start of frame of any kind; the three in between mean other things.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn read_bytes<const N: usize, R: Read>(from: &mut R) -> Result<[u8; N], VisionError> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes).map_err(ended)?;
    Ok(bytes)
}

fn ended(e: std::io::Error) -> VisionError {
    VisionError::truncated(format!("it ends within its head: {e}"))
}

#[cfg(test)]
mod tests;
