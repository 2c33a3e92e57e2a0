use crate::RecipeFault;
use fovea_infer::InferError;
use fovea_vision::VisionError;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    #[error("{0}")]
    Fault(#[from] RecipeFault),
    #[error("`{}` cannot be read: {reason}", path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("the recipe package is damaged or not one: {0}")]
    Damaged(String),
    #[error("the recipe package is of format {found}; this Fovea reads up to format {known}")]
    Newer { found: u32, known: u32 },
    #[error("step `{step}`, model `{model}`: {source}")]
    Model { step: String, model: String, source: InferError },
    #[error("the recipe asks for `{0}`, which was not given")]
    NotGiven(String),
    #[error("the recipe asks for nothing called `{name}`; it asks for {}", none_or(.asked))]
    NotAsked { name: String, asked: Vec<String> },
    #[error(transparent)]
    Package(InferError),
    #[error(transparent)]
    Picture(#[from] VisionError),
    #[error("`{}`: {source}", path.display())]
    InFile { path: PathBuf, source: VisionError },
}

fn none_or(names: &[String]) -> String {
    if names.is_empty() { "nothing".into() } else { names.join(", ") }
}

impl RecipeError {
    /// The same error about the picture at `path`.
    pub(crate) fn in_file(source: VisionError, path: &Path) -> RecipeError {
        RecipeError::InFile { path: path.into(), source }
    }

    pub fn code(&self) -> &'static str {
        match self {
            RecipeError::Fault(_) => "recipe.fault",
            RecipeError::Unreadable { .. } => "recipe.unreadable",
            RecipeError::Damaged(_) => "recipe.damaged",
            RecipeError::Newer { .. } => "recipe.newer",
            RecipeError::Model { .. } => "recipe.model",
            RecipeError::NotGiven(_) => "recipe.not_given",
            RecipeError::NotAsked { .. } => "recipe.not_asked",
            RecipeError::Package(e) => e.code(),
            RecipeError::Picture(e) | RecipeError::InFile { source: e, .. } => e.code(),
        }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> String {
        match self {
            RecipeError::Fault(_) => "correct the recipe; `fovea recipe schema` describes it".into(),
            RecipeError::Unreadable { .. } => {
                "check the path, which counts from the recipe's file, and who may read it".into()
            }
            RecipeError::Damaged(_) => {
                "copy the package again from where it was made, or pack it anew".into()
            }
            RecipeError::Newer { .. } => "update Fovea".into(),
            RecipeError::Model { source, .. } => source.hint().into(),
            RecipeError::NotGiven(name) => format!("give it with --expect {name}=TEXT"),
            RecipeError::NotAsked { .. } => "leave it out, or correct its name".into(),
            RecipeError::Package(e) => e.hint().into(),
            RecipeError::Picture(_) | RecipeError::InFile { .. } => "replace or remove the picture".into(),
        }
    }
}
