use fovea_infer::InferError;
use fovea_recipe::RecipeError;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error(transparent)]
    Model(#[from] InferError),
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    #[error("the socket `{}` cannot be opened: {source}", path.display())]
    Socket { path: PathBuf, source: std::io::Error },
    #[error("this computer's clock tells no usable day")]
    NoDay,
    #[error("the service cannot run: {0}")]
    Runtime(std::io::Error),
}

impl ServiceError {
    pub fn code(&self) -> &'static str {
        match self {
            ServiceError::Model(e) => e.code(),
            ServiceError::Recipe(e) => e.code(),
            ServiceError::NoDay => "recipe.no_day",
            ServiceError::Socket { .. } => "service.socket",
            ServiceError::Runtime(_) => "service.runtime",
        }
    }

    pub fn hint(&self) -> String {
        match self {
            ServiceError::Model(e) => e.hint().into(),
            ServiceError::Recipe(e) => e.hint(),
            ServiceError::NoDay => "set the clock".into(),
            ServiceError::Socket { .. } => {
                "check who may write there, and that the path is short enough".into()
            }
            ServiceError::Runtime(_) => "check how many threads and files this user may have".into(),
        }
    }
}
