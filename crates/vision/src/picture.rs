use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

/// Red, green and blue bytes, row by row from the top left, as a person sees the picture (EXIF turn done).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

impl Picture {
    /// A black picture.
    pub fn new(width: u32, height: u32) -> Picture {
        Picture { width, height, rgb: vec![0; width as usize * height as usize * 3] }
    }

    /// The colour at a place, `None` outside.
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let at = (y as usize * self.width as usize + x as usize) * 3;
        self.rgb.get(at..at + 3).and_then(|p| p.try_into().ok())
    }

    /// Every source pixel counts (a cubic filter as wide as the reduction), so fine defects fade on
    /// shrinking instead of vanishing between samples.
    pub fn resize(&self, width: u32, height: u32) -> Picture {
        self.resize_part((self.width.into(), self.height.into()), width, height)
    }

    /// As [`Picture::resize`], from the part whose lower right corner is `covered`.
    pub(crate) fn resize_part(&self, covered: (f64, f64), width: u32, height: u32) -> Picture {
        let whole = covered == (self.width.into(), self.height.into());
        if whole && (width, height) == (self.width, self.height) {
            return self.clone();
        }
        self.resized(covered, width, height).unwrap_or_else(|| Picture::new(width, height))
    }

    /// `None` only for an empty side or a buffer that does not fit the sides, which no decoder here makes.
    fn resized(&self, covered: (f64, f64), width: u32, height: u32) -> Option<Picture> {
        if width == 0 || height == 0 {
            return None;
        }
        // For this one kind of pixel: `resize` would be compiled for all thirteen, for minutes.
        let from = TypedImageRef::<U8x3>::from_buffer(self.width, self.height, &self.rgb).ok()?;
        let mut made = Picture::new(width, height);
        let mut to = TypedImage::<U8x3>::from_buffer(width, height, &mut made.rgb).ok()?;
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        let options = options.crop(0.0, 0.0, covered.0, covered.1);
        Resizer::new().resize_typed(&from, &mut to, &options).ok()?;
        Some(made)
    }

    /// The part of the picture inside the box; what lies outside the picture is cut off.
    pub fn crop(&self, x: u32, y: u32, width: u32, height: u32) -> Picture {
        let (x, y) = (x.min(self.width), y.min(self.height));
        let (width, height) = (width.min(self.width - x), height.min(self.height - y));
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        for row in self.rows().skip(y as usize).take(height as usize) {
            if let Some(part) = row.get(x as usize * 3..(x as usize + width as usize) * 3) {
                rgb.extend_from_slice(part);
            }
        }
        Picture { width, height, rgb }
    }

    /// Left and right swapped.
    pub fn flip_horizontal(&self) -> Picture {
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for row in self.rows() {
            rgb.extend(row.chunks_exact(3).rev().flatten());
        }
        Picture { rgb, ..*self }
    }

    /// Top and bottom swapped.
    pub fn flip_vertical(&self) -> Picture {
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for row in self.rows().rev() {
            rgb.extend_from_slice(row);
        }
        Picture { rgb, ..*self }
    }

    pub(crate) fn rows(&self) -> impl DoubleEndedIterator<Item = &[u8]> {
        self.rgb.chunks_exact((self.width as usize * 3).max(1))
    }
}

#[cfg(test)]
mod tests;
