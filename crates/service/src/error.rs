use fovea_infer::InferError;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error(transparent)]
    Model(#[from] InferError),
    #[error("the socket `{}` cannot be opened: {source}", path.display())]
    Socket { path: PathBuf, source: std::io::Error },
    #[error("the service cannot run: {0}")]
    Runtime(std::io::Error),
}

impl ServiceError {
    pub fn code(&self) -> &'static str {
        match self {
            ServiceError::Model(e) => e.code(),
            ServiceError::Socket { .. } => "service.socket",
            ServiceError::Runtime(_) => "service.runtime",
        }
    }

    pub fn hint(&self) -> &'static str {
        match self {
            ServiceError::Model(e) => e.hint(),
            ServiceError::Socket { .. } => "check who may write there, and that the path is short enough",
            ServiceError::Runtime(_) => "check how many threads and files this user may have",
        }
    }
}
