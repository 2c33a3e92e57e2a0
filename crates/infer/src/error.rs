use fovea_vision::VisionError;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum InferError {
    #[error("`{}` cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("`{}` cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("the model package is damaged or not one: {0}")]
    Damaged(String),
    #[error("the model package is of format {found}; this Fovea reads up to format {known}")]
    Newer { found: u32, known: u32 },
    #[error("the package is a recipe with its models, not one model")]
    Recipe,
    #[error("the model package is refused: {0}")]
    Refused(String),
    #[error("the model does not give the results it was packed with: {0}")]
    Drifted(String),
    #[error("ONNX Runtime cannot be loaded: {0}")]
    Runtime(String),
    #[error("the model's graph fails: {0}")]
    Graph(String),
    #[error(
        "the picture does not show the board that was taught: it agrees by {agreement:.2}, and it takes {least:.2}"
    )]
    NotFound { agreement: f32, least: f32 },
    #[error("this model judges a picture beside its template, and there is none for this one")]
    NoTemplate,
    #[error(
        "the picture has {} × {} px, but its template has {} × {}",
        picture.0, picture.1, template.0, template.1
    )]
    TemplateSize { picture: (u32, u32), template: (u32, u32) },
    #[error(
        "the picture does not show what its template shows: they agree by {agreement:.2}, and it takes {least:.2}"
    )]
    Apart { agreement: f32, least: f32 },
    #[error(
        "the picture has {} × {} px, but the path of the bead was drawn on one of {} × {}",
        picture.0, picture.1, wanted.0, wanted.1
    )]
    OtherSize { picture: (u32, u32), wanted: (u32, u32) },
    #[error("`{}` cannot be judged: {source}", path.display())]
    Unjudged { path: PathBuf, source: Box<InferError> },
    #[error(transparent)]
    Picture(#[from] VisionError),
}

impl InferError {
    pub fn code(&self) -> &'static str {
        match self {
            InferError::Read { .. } => "model.unreadable",
            InferError::Write { .. } => "model.unwritable",
            InferError::Damaged(_) => "model.damaged",
            InferError::Newer { .. } => "model.newer",
            InferError::Recipe => "model.recipe",
            InferError::Refused(_) => "model.refused",
            InferError::Drifted(_) => "model.drifted",
            InferError::Runtime(_) => "runtime.unavailable",
            InferError::Graph(_) => "model.graph",
            InferError::NotFound { .. } => "picture.other_board",
            InferError::NoTemplate => "picture.no_template",
            InferError::TemplateSize { .. } => "picture.template_size",
            InferError::Apart { .. } => "picture.other_template",
            InferError::OtherSize { .. } => "picture.other_size",
            InferError::Unjudged { source, .. } => source.code(),
            InferError::Picture(e) => e.code(),
        }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            InferError::Read { .. } => "check the path and who may read it",
            InferError::Write { .. } => "check the free space and who may write there",
            InferError::Damaged(_) | InferError::Refused(_) => {
                "copy the package again from where it was made, or train it anew"
            }
            InferError::Recipe => "use it with `fovea recipe` or `fovea predict`",
            InferError::Newer { .. } => "update Fovea",
            InferError::Drifted(_) => "train the model on this machine, or report the kind of processor",
            InferError::Runtime(_) => "build Fovea with `make build`, which brings the runtime along",
            InferError::Graph(_) => "train the model anew; if it stays, report it with the package",
            InferError::NotFound { .. } => {
                "place the board under the camera as the good one lay, or train a model for this board"
            }
            InferError::NoTemplate => {
                "call the picture <name>_test and lay its template beside it as <name>_temp, or give --template FILE"
            }
            InferError::TemplateSize { .. } => "take both with the same camera at the same settings",
            InferError::Apart { .. } => {
                "check that the template is of this board, and that the board lies as on the template"
            }
            InferError::OtherSize { .. } => {
                "take it with the same camera at the same settings, or train with \"locate\": true in glue.json"
            }
            InferError::Unjudged { source, .. } => source.hint(),
            InferError::Picture(_) => "replace or remove the picture",
        }
    }
}
