use crate::{Picture, VisionError};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

pub fn encode_png_rgb(picture: &Picture) -> Result<Vec<u8>, VisionError> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    check_buffer(picture.width, picture.height, 3, picture.rgb.len())?;
    encoder
        .write_image(&picture.rgb, picture.width, picture.height, ExtendedColorType::Rgb8)
        .map_err(refused)?;
    Ok(bytes)
}

pub fn encode_png_gray(gray: &[u8], width: u32, height: u32) -> Result<Vec<u8>, VisionError> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    check_buffer(width, height, 1, gray.len())?;
    encoder.write_image(gray, width, height, ExtendedColorType::L8).map_err(refused)?;
    Ok(bytes)
}

/// `quality` from 1 to 100; others are pulled in.
pub fn encode_jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>, VisionError> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100));
    check_buffer(picture.width, picture.height, 3, picture.rgb.len())?;
    encoder
        .write_image(&picture.rgb, picture.width, picture.height, ExtendedColorType::Rgb8)
        .map_err(refused)?;
    Ok(bytes)
}

fn refused(e: image::ImageError) -> VisionError {
    VisionError::Encode { reason: e.to_string() }
}

/// The encoders of `image` panic on a buffer of another length; the fields of a picture are open to callers.
fn check_buffer(width: u32, height: u32, channels: u64, bytes: usize) -> Result<(), VisionError> {
    if width == 0 || height == 0 {
        return Err(VisionError::Encode { reason: format!("{width} × {height} px") });
    }
    if u64::from(width) * u64::from(height) * channels != bytes as u64 {
        let reason = format!("{bytes} bytes for {width} × {height} px of {channels} channels");
        return Err(VisionError::Encode { reason });
    }
    Ok(())
}
