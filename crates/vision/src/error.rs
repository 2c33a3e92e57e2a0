use std::path::Path;

/// Why pixels could not be read or written. `file` names the picture: its path, or "the picture" where only
/// bytes were given.
#[derive(Debug, thiserror::Error)]
pub enum VisionError {
    #[error("{file} is empty: {reason}")]
    Empty { file: String, reason: String },
    #[error(
        "{file} is not a picture of a known format ({reason}); known are JPEG, PNG, BMP, TIFF, WebP, GIF and PNM"
    )]
    UnknownFormat { file: String, reason: String },
    #[error("{file} is too large: {reason}")]
    TooLarge { file: String, reason: String },
    #[error("{file} is cut off or damaged: {reason}")]
    Truncated { file: String, reason: String },
    #[error("{file} cannot be decoded: {reason}")]
    Unreadable { file: String, reason: String },
    #[error("{file} cannot be read: {source}")]
    Read { file: String, source: std::io::Error },
    #[error("{file} cannot be written: {source}")]
    Write { file: String, source: std::io::Error },
    #[error("the picture cannot be encoded: {reason}")]
    Encode { reason: String },
}

const NO_NAME: &str = "the picture";

impl VisionError {
    pub fn code(&self) -> &'static str {
        match self {
            VisionError::Empty { .. } => "picture.empty",
            VisionError::UnknownFormat { .. } => "picture.unknown_format",
            VisionError::TooLarge { .. } => "picture.too_large",
            VisionError::Truncated { .. } => "picture.truncated",
            VisionError::Unreadable { .. } => "picture.unreadable",
            VisionError::Read { .. } => "file.unreadable",
            VisionError::Write { .. } => "file.unwritable",
            VisionError::Encode { .. } => "picture.not_encodable",
        }
    }

    pub(crate) fn empty(reason: impl Into<String>) -> Self {
        VisionError::Empty { file: NO_NAME.into(), reason: reason.into() }
    }

    pub(crate) fn unknown_format(reason: impl Into<String>) -> Self {
        VisionError::UnknownFormat { file: NO_NAME.into(), reason: reason.into() }
    }

    pub(crate) fn too_large(reason: impl Into<String>) -> Self {
        VisionError::TooLarge { file: NO_NAME.into(), reason: reason.into() }
    }

    pub(crate) fn truncated(reason: impl Into<String>) -> Self {
        VisionError::Truncated { file: NO_NAME.into(), reason: reason.into() }
    }

    pub(crate) fn unreadable(reason: impl Into<String>) -> Self {
        VisionError::Unreadable { file: NO_NAME.into(), reason: reason.into() }
    }

    pub(crate) fn read(path: &Path, source: std::io::Error) -> Self {
        VisionError::Read { file: path.display().to_string(), source }
    }

    pub(crate) fn write(path: &Path, source: std::io::Error) -> Self {
        VisionError::Write { file: path.display().to_string(), source }
    }

    /// The same error about the picture at `path`.
    pub(crate) fn in_file(mut self, path: &Path) -> Self {
        match &mut self {
            VisionError::Empty { file, .. }
            | VisionError::UnknownFormat { file, .. }
            | VisionError::TooLarge { file, .. }
            | VisionError::Truncated { file, .. }
            | VisionError::Unreadable { file, .. }
            | VisionError::Read { file, .. }
            | VisionError::Write { file, .. } => *file = path.display().to_string(),
            VisionError::Encode { .. } => {}
        }
        self
    }
}

impl From<image::ImageError> for VisionError {
    fn from(error: image::ImageError) -> Self {
        use image::ImageError;
        match error {
            ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
                VisionError::truncated("it ends too early")
            }
            ImageError::Limits(e) => VisionError::too_large(e.to_string()),
            other => {
                let reason = other.to_string();
                // Some decoders know no better than to say it in words.
                let lower = reason.to_lowercase();
                let cut = ["unexpected end", "eof", "end of file", "fill whole buffer", "missing image data"];
                if cut.iter().any(|w| lower.contains(w)) {
                    VisionError::truncated(reason)
                } else {
                    VisionError::unreadable(reason)
                }
            }
        }
    }
}
