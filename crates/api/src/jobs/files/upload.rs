use super::{aside, refused, to_change, told};
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, PathUpload, Query};
use crate::guard::{JobWriteOwn, Permit};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_jobs::work::{Receiving, Upload, UploadHead, WorkFile, WorkFolder};
use fovea_store::{Id, free_bytes};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use tokio::sync::mpsc;
use utoipa::IntoParams;

/// A client that sends nothing for so long has hung up.
const SILENCE: Duration = Duration::from_secs(60);
/// How often free space is looked at.
const LOOK_EVERY: u64 = 32 << 20;
/// Parts of the body that wait for the disk.
const WAITING: usize = 4;

fn shown(upload: Upload, file: Option<WorkFile>) -> dto::WorkUpload {
    dto::WorkUpload {
        id: upload.id,
        path: upload.head.path,
        bytes: upload.head.bytes,
        received: upload.received,
        file: file.map(told),
    }
}

/// Whether so many more bytes leave what must stay free.
fn enough_space(app: &App, folder: &WorkFolder, path: &str, more: u64) -> ApiResult<()> {
    if free_bytes(folder.place())? < more.saturating_add(app.settings.spare_bytes) {
        return Err(ApiError::from(Code::WorkDiskFull).with("path", path));
    }
    Ok(())
}

/// Begin to bring a file into a job's work folder
///
/// The same path, size and `mark` again is the same upload: `received` says where it goes on. Its folders are made. The job
/// sees the file once all of it is there. What nobody went on with for a week goes.
#[utoipa::path(post, path = "/jobs/{id}/files/uploads", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::NewWorkUpload, responses((status = 201, body = dto::WorkUpload)))]
pub async fn begin_upload(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::NewWorkUpload>,
) -> ApiResult<Created<dto::WorkUpload>> {
    let (_, folder) = to_change(&app, &permit, id).await?;
    let most = app.settings.most_upload_bytes;
    if wanted.bytes > most {
        return Err(ApiError::from(Code::WorkTooLarge).with("path", wanted.path).with("most_bytes", most));
    }
    if wanted.mark.chars().count() > 200 {
        return Err(ApiError::field("mark", "field.too_long").with("most", 200));
    }
    let user = permit.user().to_string();
    let head = UploadHead {
        path: fovea_jobs::work::WorkPath::parse(&wanted.path).map_err(refused)?.shown(),
        bytes: wanted.bytes,
        replace: wanted.replace,
        user,
        mark: wanted.mark,
    };
    let looked = app.clone();
    let begun = tokio::task::spawn_blocking(move || {
        let path = head.path.clone();
        let begun = folder.begin_upload(head).map_err(refused)?;
        enough_space(&looked, &folder, &path, begun.head.bytes.saturating_sub(begun.received))?;
        Ok::<_, ApiError>(begun)
    });
    let begun = begun.await??;
    // What it becomes is told when it is there.
    permit.store(&app).nothing_changed();
    Ok(Created(shown(begun, None)))
}

/// How much of an upload is there
#[utoipa::path(get, path = "/jobs/{id}/files/uploads/{upload}", tag = "jobs",
    params(("id" = Id, Path), ("upload" = Id, Path)), responses((status = 200, body = dto::WorkUpload)))]
pub async fn show_upload(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    PathUpload(upload): PathUpload,
) -> ApiResult<Json<dto::WorkUpload>> {
    let (_, folder) = to_change(&app, &permit, id).await?;
    Ok(Json(shown(mine(&permit, folder, upload).await?.1, None)))
}

/// An upload of somebody else is not there.
async fn mine(permit: &Permit<JobWriteOwn>, folder: WorkFolder, id: Id) -> ApiResult<(WorkFolder, Upload)> {
    let user = permit.user().to_string();
    let found = tokio::task::spawn_blocking(move || folder.upload(id).map(|found| (folder, found))).await?;
    let found = found.ok().filter(|(_, upload)| upload.head.user == user);
    found.ok_or_else(|| Code::NotFound.into())
}

/// Give an upload up
#[utoipa::path(delete, path = "/jobs/{id}/files/uploads/{upload}", tag = "jobs",
    params(("id" = Id, Path), ("upload" = Id, Path)), responses((status = 204, description = "Given up")))]
pub async fn cancel_upload(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    PathUpload(upload): PathUpload,
) -> ApiResult<StatusCode> {
    let (_, folder) = to_change(&app, &permit, id).await?;
    let (folder, _) = mine(&permit, folder, upload).await?;
    aside(move || folder.cancel_upload(upload)).await?;
    permit.store(&app).nothing_changed();
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PartQuery {
    /// Number of the first byte: as many have to be there
    at: u64,
}

/// Send a part of an upload, or all that lacks
///
/// What has come stays, also where the line is cut. With the last byte the file gets its name, and is told.
#[utoipa::path(put, path = "/jobs/{id}/files/uploads/{upload}", tag = "jobs",
    params(("id" = Id, Path), ("upload" = Id, Path), PartQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = dto::WorkUpload)))]
pub async fn send_upload(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    PathUpload(upload): PathUpload,
    Query(query): Query<PartQuery>,
    body: axum::body::Body,
) -> ApiResult<Json<dto::WorkUpload>> {
    let (job, folder) = to_change(&app, &permit, id).await?;
    let (folder, _) = mine(&permit, folder, upload).await?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let store = permit.store(&app);
    let writing = tokio::spawn(async move {
        let written = tokio::task::spawn_blocking(move || write(&app, &folder, upload, query.at, receiver));
        let (upload, file) = written.await??;
        match &file {
            Some(file) => {
                let after = json!({ "path": file.path, "bytes": file.bytes });
                store.note_job_file("job_file.upload", &job, None, Some(after)).await?;
            }
            None => store.nothing_changed(),
        }
        Ok::<_, ApiError>(shown(upload, file))
    });
    let whole = pass_on(body, sender).await;
    let told = writing.await??;
    whole.map(|()| Json(told))
}

/// Whether the body came to its end.
async fn pass_on(body: axum::body::Body, to: mpsc::Sender<Bytes>) -> ApiResult<()> {
    let mut parts = body.into_data_stream();
    loop {
        match tokio::time::timeout(SILENCE, parts.next()).await {
            Ok(Some(Ok(bytes))) => {
                // Where the writer has ended early, its answer says why.
                if to.send(bytes).await.is_err() {
                    return Ok(());
                }
            }
            Ok(None) => return Ok(()),
            Ok(Some(Err(_))) => return Err(Code::WorkUploadCut.into()),
            Err(_) => return Err(Code::BodyTimeout.into()),
        }
    }
}

fn write(
    app: &App,
    folder: &WorkFolder,
    upload: Id,
    at: u64,
    mut parts: mpsc::Receiver<Bytes>,
) -> ApiResult<(Upload, Option<WorkFile>)> {
    let mut receiving: Receiving = folder.receive(upload, at).map_err(refused)?;
    let path = receiving.upload().head.path.clone();
    enough_space(app, folder, &path, receiving.left())?;
    let mut looked = at;
    while let Some(bytes) = parts.blocking_recv() {
        receiving.write(&bytes).map_err(refused)?;
        let received = receiving.upload().received;
        if received - looked > LOOK_EVERY {
            looked = received;
            enough_space(app, folder, &path, 0)?;
        }
    }
    receiving.end().map_err(refused)
}
