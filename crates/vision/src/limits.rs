use crate::VisionError;

/// What a file may claim before it is refused. A header of 60,000 × 60,000 px costs its sender 60 bytes and
/// would cost the reader 10 GB, so these are checked before any pixel memory is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub max_side: u32,
    pub max_pixels: u64,
    /// Of the file itself.
    pub max_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_side: 32_768, max_pixels: 200_000_000, max_bytes: 512 << 20 }
    }
}

impl Limits {
    /// Ok where a picture of this size may be decoded.
    pub fn check_size(&self, width: u32, height: u32) -> Result<(), VisionError> {
        if width == 0 || height == 0 {
            return Err(VisionError::empty(format!("it says it is {width} × {height} px")));
        }
        if width > self.max_side || height > self.max_side {
            let most = self.max_side;
            return Err(VisionError::too_large(format!(
                "{width} × {height} px, and a side may have at most {most} px"
            )));
        }
        if u64::from(width) * u64::from(height) > self.max_pixels {
            let most = self.max_pixels;
            return Err(VisionError::too_large(format!(
                "{width} × {height} px, and a picture may have at most {most} pixels"
            )));
        }
        Ok(())
    }

    pub fn check_bytes(&self, bytes: u64) -> Result<(), VisionError> {
        if bytes > self.max_bytes {
            let most = self.max_bytes;
            return Err(VisionError::too_large(format!(
                "{bytes} bytes, and a file may have at most {most} bytes"
            )));
        }
        Ok(())
    }
}
