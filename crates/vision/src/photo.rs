use crate::decode::{format_or_error, guarded};
use crate::turn::{turned, turned_size};
use crate::{Limits, Picture, VisionError, decode_bytes, jpeg, read_limited, reduced};
use image::ImageFormat;
use image::metadata::Orientation;
use std::borrow::Cow;
use std::io::Cursor;
use std::path::Path;

/// A picture as a model takes it in: decoded no finer than the model needs. All results are told in its real size.
#[derive(Debug, Clone, PartialEq)]
pub struct Photo {
    /// The real sides, as a person sees the picture (EXIF turn done).
    pub width: u32,
    pub height: u32,
    pixels: Picture,
    /// The part of `pixels` that the picture covers, from the top left: a block at its edge may lie half outside.
    covered: (f64, f64),
    /// What is still to be done to `pixels`; cheaper once they are few.
    turn: Orientation,
}

impl From<Picture> for Photo {
    fn from(pixels: Picture) -> Photo {
        let (width, height) = (pixels.width, pixels.height);
        let covered = (width.into(), height.into());
        Photo { width, height, pixels, covered, turn: Orientation::NoTransforms }
    }
}

impl Photo {
    /// The picture drawn to any size, turned as it should be.
    pub fn resize(&self, width: u32, height: u32) -> Picture {
        let (w, h) = turned_size(width, height, self.turn);
        turned(self.pixels.resize_part(self.covered, w, h), self.turn)
    }

    /// The picture in its real size; what was decoded whole and lies as it should is not copied.
    pub fn whole(&self) -> Cow<'_, Picture> {
        let size = (self.width, self.height);
        let covers = self.covered == (f64::from(self.width), f64::from(self.height));
        if self.turn == Orientation::NoTransforms && covers && size == (self.pixels.width, self.pixels.height)
        {
            return Cow::Borrowed(&self.pixels);
        }
        Cow::Owned(self.resize(self.width, self.height))
    }

    /// Whether fewer pixels were decoded than the file holds.
    pub fn is_reduced(&self) -> bool {
        u64::from(self.pixels.width) * u64::from(self.pixels.height)
            < u64::from(self.width) * u64::from(self.height)
    }
}

/// Reads a picture for a model that looks at it in the size that `want` tells for its real size. A JPEG that is much
/// larger is decoded at a fraction of its size; everything else as by [`decode_bytes`]. What is decoded depends on the
/// file's bytes and `want` alone, so training, evaluation and services see the same pixels.
pub fn decode_for(
    bytes: &[u8],
    limits: &Limits,
    want: impl Fn(u32, u32) -> (u32, u32),
) -> Result<Photo, VisionError> {
    limits.check_bytes(bytes.len() as u64)?;
    match guarded(|| decode_reduced(bytes, limits, want))? {
        Some(photo) => Ok(photo),
        None => decode_bytes(bytes, limits).map(Photo::from),
    }
}

/// As [`decode_for`], from a file.
pub fn decode_file_for(
    path: &Path,
    limits: &Limits,
    want: impl Fn(u32, u32) -> (u32, u32),
) -> Result<Photo, VisionError> {
    let bytes = read_limited(path, limits)?;
    decode_for(&bytes, limits, want).map_err(|e| e.in_file(path))
}

fn decode_reduced(
    bytes: &[u8],
    limits: &Limits,
    want: impl Fn(u32, u32) -> (u32, u32),
) -> Result<Option<Photo>, VisionError> {
    if format_or_error(bytes)? != ImageFormat::Jpeg {
        return Ok(None);
    }
    let header = jpeg::read_header(&mut Cursor::new(bytes))?;
    limits.check_size(header.width, header.height)?;
    let (width, height) = turned_size(header.width, header.height, header.orientation);
    let Some(by) = reduction((width, height), want(width, height)) else { return Ok(None) };
    let Some(pixels) = reduced::decode(bytes, by) else { return Ok(None) };
    if (pixels.width, pixels.height) != (header.width.div_ceil(by), header.height.div_ceil(by)) {
        return Err(VisionError::unreadable("it tells two different sizes"));
    }
    let covered = (f64::from(header.width) / f64::from(by), f64::from(header.height) / f64::from(by));
    Ok(Some(Photo { width, height, pixels, covered, turn: header.orientation }))
}

/// The strongest reduction that leaves one and a half times the wanted sides, so that it is still the resizing that says
/// how fine marks fade.
fn reduction(size: (u32, u32), wanted: (u32, u32)) -> Option<u32> {
    let leaves =
        |by: u32, side: u32, wanted: u32| 2 * u64::from(side) >= 3 * u64::from(wanted) * u64::from(by);
    reduced::REDUCTIONS.into_iter().find(|&by| leaves(by, size.0, wanted.0) && leaves(by, size.1, wanted.1))
}

#[cfg(test)]
mod tests;
