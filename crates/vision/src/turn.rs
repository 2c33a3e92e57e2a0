use crate::Picture;
use image::metadata::Orientation;

/// Does what the camera asked for in its EXIF note, so that a box drawn on a screen fits the pixels.
pub(crate) fn turned(picture: Picture, orientation: Orientation) -> Picture {
    match orientation {
        Orientation::NoTransforms => picture,
        Orientation::FlipHorizontal => picture.flip_horizontal(),
        Orientation::FlipVertical => picture.flip_vertical(),
        Orientation::Rotate180 => picture.flip_vertical().flip_horizontal(),
        // "Rotate, then flip" by a quarter is a swap of the axes or its mirror.
        Orientation::Rotate90FlipH => transposed(&picture),
        Orientation::Rotate90 => transposed(&picture).flip_horizontal(),
        Orientation::Rotate270 => transposed(&picture).flip_vertical(),
        Orientation::Rotate270FlipH => transposed(&picture).flip_vertical().flip_horizontal(),
    }
}

/// Width and height after the turn.
pub(crate) fn turned_size(width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

/// Rows become columns.
fn transposed(picture: &Picture) -> Picture {
    let (w, h) = (picture.width as usize, picture.height as usize);
    let mut rgb = vec![0; picture.rgb.len()];
    for (y, row) in picture.rows().enumerate() {
        for (x, pixel) in row.chunks_exact(3).enumerate().take(w) {
            let at = (x * h + y) * 3;
            rgb[at..at + 3].copy_from_slice(pixel);
        }
    }
    Picture { width: picture.height, height: picture.width, rgb }
}

#[cfg(test)]
mod tests;
