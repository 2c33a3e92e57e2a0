//! The files of a job's work folder. Of commands only: what trainings and services keep in theirs is the server's own.

mod change;
mod download;
mod places;
mod read;
mod upload;

pub use change::*;
pub use download::*;
pub use places::*;
pub use read::*;
pub use upload::*;

use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::guard::{JobReadOwn, JobWriteOwn, Permit};
use crate::time::Time;
use fovea_jobs::work::{WorkError, WorkFault, WorkFile, WorkFolder, WorkKind, WorkPath};
use fovea_store::{Id, Job};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PathQuery {
    /// The way from the work folder, with `/` between names; left out: the folder itself
    #[serde(default)]
    path: String,
}

impl PathQuery {
    fn parse(&self) -> ApiResult<WorkPath> {
        WorkPath::parse(&self.path).map_err(refused)
    }
}

fn folder_of(app: &App, job: &Job) -> ApiResult<WorkFolder> {
    match job.runs_command() {
        true => Ok(WorkFolder::of(&app.engine.folder(job.id))),
        false => Err(Code::WorkNone.into()),
    }
}

async fn to_read(app: &App, permit: &Permit<JobReadOwn>, id: Id) -> ApiResult<(Job, WorkFolder)> {
    let job = super::readable(app, permit, id).await?;
    let folder = folder_of(app, &job)?;
    Ok((job, folder))
}

async fn to_change(app: &App, permit: &Permit<JobWriteOwn>, id: Id) -> ApiResult<(Job, WorkFolder)> {
    let (job, _) = super::changeable(app, permit, id).await?;
    // What a job runs may lie in its folder: who writes there comes in.
    super::enter::comes_in(app, permit, &job).await?;
    let folder = folder_of(app, &job)?;
    Ok((job, folder))
}

/// Away from the async runtime: a disk may take its time.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WorkError> + Send + 'static,
) -> ApiResult<T> {
    tokio::task::spawn_blocking(work).await?.map_err(refused)
}

/// A change goes on to its end, and is written down, also where whoever asked for it hangs up.
async fn anyway<T: Send + 'static>(
    change: impl Future<Output = ApiResult<T>> + Send + 'static,
) -> ApiResult<T> {
    tokio::spawn(change).await?
}

pub(crate) fn refused(error: WorkError) -> ApiError {
    let WorkError { path, fault } = error;
    let of = |code: Code| ApiError::from(code).with("path", path.clone());
    match fault {
        WorkFault::BadPath => of(Code::WorkBadPath),
        WorkFault::NotFound => of(Code::WorkNotFound),
        WorkFault::NotFolder => of(Code::WorkNotFolder),
        WorkFault::IsFolder => of(Code::WorkIsFolder),
        WorkFault::Link => of(Code::WorkLink),
        WorkFault::NoFile => of(Code::WorkNoFile),
        WorkFault::Exists => of(Code::WorkExists),
        WorkFault::NotEmpty => of(Code::WorkNotEmpty),
        WorkFault::Changed => of(Code::WorkChanged),
        WorkFault::Denied => of(Code::WorkDenied),
        WorkFault::Full => of(Code::WorkDiskFull),
        WorkFault::TooLarge { most } => of(Code::WorkTooLarge).with("most_bytes", most),
        WorkFault::UploadPlace { received } => of(Code::WorkUploadPlace).with("received", received),
        WorkFault::UploadBusy => of(Code::WorkUploadBusy),
        WorkFault::TooManyUploads => of(Code::WorkTooManyUploads),
        WorkFault::Io(error) => ApiError::internal(format!("{path}: {error}")),
    }
}

pub(crate) fn told(file: WorkFile) -> dto::WorkFile {
    dto::WorkFile {
        path: file.path,
        name: file.name,
        kind: match file.kind {
            WorkKind::File => dto::WorkKind::File,
            WorkKind::Folder => dto::WorkKind::Folder,
            WorkKind::Link => dto::WorkKind::Link,
            WorkKind::Other => dto::WorkKind::Other,
        },
        bytes: file.bytes,
        changed_at: Time(file.changed_ms),
        executable: file.executable,
        etag: file.tag,
        target: file.target,
    }
}
