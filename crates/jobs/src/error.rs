use crate::podman::{PodmanError, PodmanLack};
use fovea_store::StoreError;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum JobsError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("the process cannot be reached: {0}")]
    Process(std::io::Error),
    #[error("the job's description is damaged: {0}")]
    Spec(#[from] serde_json::Error),
    #[error("the model cannot be used: {0}")]
    Model(#[from] fovea_infer::InferError),
    #[error("the queue cannot be planned: {0}")]
    Queue(#[from] fovea_scheduler::Unknown),
    #[error("a job with an image needs Podman: {0}")]
    Podman(#[from] PodmanLack),
    #[error("the image {image} could not be fetched: {source}")]
    Image { image: String, source: PodmanError },
    #[error("the version {name} of data, which it was to read, is gone")]
    VersionGone { name: String },
    #[error("a task of the server ended: {0}")]
    Task(#[from] tokio::task::JoinError),
}

pub type Result<T> = std::result::Result<T, JobsError>;

impl JobsError {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> JobsError {
        let path = path.into();
        move |source| JobsError::File { path, source }
    }
}
