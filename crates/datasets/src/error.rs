use crate::Format;
use fovea_vision::VisionError;
use std::path::PathBuf;

/// Why a folder cannot be used as a data set, or a label not as a mask.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("{} is no folder", path.display())]
    NoFolder { path: PathBuf },
    #[error("{} cannot be listed: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("no readable picture (JPEG, PNG, BMP, TIFF, WebP, GIF, PNM) in {} or its folders: {seen}", path.display())]
    NoPictures { path: PathBuf, seen: String },
    #[error("{} does not look like `{format}`: looked for {}", path.display(), format.looks_like())]
    FormatNotFound { path: PathBuf, format: Format },
    #[error("the plan {} cannot be used: {reason}", path.display())]
    BadPlan { path: PathBuf, reason: String },
    #[error("{} holds several data sets: {}", path.display(), names.join(", "))]
    SeveralSets { path: PathBuf, names: Vec<String> },
    #[error("the group pattern `{pattern}` is no regular expression: {reason}")]
    BadGroup { pattern: String, reason: String },
    #[error("{} classes are more than a mask can hold (254)", count)]
    TooManyClasses { count: usize },
    #[error(
        "the mask {} has {mask_width} × {mask_height} px, but its picture {} has {width} × {height} px",
        mask.display(), picture.display()
    )]
    MaskSize { mask: PathBuf, mask_width: u32, mask_height: u32, picture: PathBuf, width: u32, height: u32 },
    #[error("{} is there already", path.display())]
    OutTaken { path: PathBuf },
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Picture(#[from] VisionError),
}

impl DataError {
    pub fn code(&self) -> &'static str {
        match self {
            DataError::NoFolder { .. } => "dataset.no_folder",
            DataError::Unreadable { .. } => "dataset.unreadable",
            DataError::NoPictures { .. } => "dataset.no_pictures",
            DataError::FormatNotFound { .. } => "dataset.format_not_found",
            DataError::BadPlan { .. } => "dataset.bad_plan",
            DataError::SeveralSets { .. } => "dataset.several",
            DataError::BadGroup { .. } => "dataset.bad_group",
            DataError::TooManyClasses { .. } => "dataset.too_many_classes",
            DataError::MaskSize { .. } => "mask.size_differs",
            DataError::OutTaken { .. } => "dataset.out_taken",
            DataError::Unwritable { .. } => "dataset.unwritable",
            DataError::Picture(e) => e.code(),
        }
    }

    /// The next step for whoever sees the error.
    pub fn hint(&self) -> String {
        match self {
            DataError::NoFolder { .. } => "give the folder that holds the pictures".into(),
            DataError::Unreadable { .. } => "check that this user may read the folder".into(),
            DataError::NoPictures { .. } => {
                "put pictures into one folder per class, such as good/ and scratch/, and give the folder above"
                    .into()
            }
            DataError::FormatNotFound { .. } => "leave the format `auto`, or give the folder above".into(),
            DataError::BadPlan { .. } => {
                "correct it; docs/glue.schema.json says what belongs into it".into()
            }
            DataError::SeveralSets { names, .. } => {
                let first = names.first().map(String::as_str).unwrap_or_default();
                format!("open one of them, such as {first}")
            }
            DataError::BadGroup { .. } => {
                "put brackets around what names the part, such as `num_([0-9]+)`".into()
            }
            DataError::TooManyClasses { .. } => "merge kinds that need not be told apart".into(),
            DataError::MaskSize { .. } => "draw the mask again on this picture, or remove it".into(),
            DataError::OutTaken { .. } => "give a folder that is not there yet, or an empty one".into(),
            DataError::Unwritable { .. } => "look whether the disk is full and this user may write there".into(),
            DataError::Picture(_) => "open the file in a viewer; replace or remove it if that fails too".into(),
        }
    }
}

/// Why one label file is no such file. The rest of the data set stays usable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LabelError(pub String);

impl From<serde_json::Error> for LabelError {
    fn from(e: serde_json::Error) -> Self {
        LabelError(format!("no valid JSON: {e}"))
    }
}
