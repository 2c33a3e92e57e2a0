use fovea_datasets::DataError;
use fovea_infer::InferError;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    #[error(transparent)]
    Data(#[from] DataError),
    #[error(transparent)]
    Infer(#[from] InferError),
    #[error("the data cannot teach this: {0}")]
    NotEnough(String),
    #[error("`{}` cannot be written: {source}", path.display())]
    Spool { path: PathBuf, source: std::io::Error },
    #[error("the built-in backbone is damaged: {0}")]
    Backbone(String),
    #[error("what is to be read cannot be: {0}")]
    Reading(String),
    #[error("stopped before anything was learnt")]
    StoppedEarly,
}

impl LearnError {
    pub fn code(&self) -> &'static str {
        match self {
            LearnError::Data(e) => e.code(),
            LearnError::Infer(e) => e.code(),
            LearnError::NotEnough(_) => "train.not_enough",
            LearnError::Spool { .. } => "train.unwritable",
            LearnError::Backbone(_) => "train.backbone",
            LearnError::Reading(_) => "train.reading",
            LearnError::StoppedEarly => "train.stopped",
        }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> String {
        match self {
            LearnError::Data(e) => e.hint(),
            LearnError::Infer(e) => e.hint().into(),
            LearnError::NotEnough(_) => {
                "add or label pictures; `fovea dataset inspect DIR` tells what is there".into()
            }
            LearnError::Spool { .. } => "free some space or set TMPDIR to a folder that has it".into(),
            LearnError::Backbone(_) => "build Fovea anew with `make build`".into(),
            LearnError::Reading(_) => "change --pattern, --alphabet, --region or --check".into(),
            LearnError::StoppedEarly => "give a larger --budget".into(),
        }
    }
}
