//! Files of an import by the protocol tus 1.0 (https://tus.io): creation and termination. What has come stays, also where the line is cut
//! or the server ends; a file is taken in once its last byte is there.

use super::intake::Outcome;
use super::limit;
use super::upload::{self, enough_space};
use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, PathUpload};
use crate::guard::{DataWrite, Permit};
use crate::imports::name::SafeName;
use crate::routes::BASE;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use fovea_datasets::may_hold_labels;
use fovea_store::{Blobs, Id};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::mpsc;

const VERSION: &str = "1.0.0";
const OFFSET_TYPE: &str = "application/offset+octet-stream";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
/// What became of a file that is whole: how many pictures were added, were there already, were refused.
const TAKEN: HeaderName = HeaderName::from_static("fovea-import");
/// A client that sends nothing for so long has hung up.
const SILENCE: Duration = Duration::from_secs(60);
/// Parts of the body that wait for the disk.
const WAITING: usize = 4;

/// What is known of an upload from its beginning on; it lies beside its bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    name: String,
    length: u64,
}

struct Place {
    head: PathBuf,
    bytes: PathBuf,
}

impl Place {
    fn of(app: &App, import: Id, upload: Id) -> Place {
        let folder = app.store.place().upload(import).join("tus");
        Place { head: folder.join(format!("{upload}.json")), bytes: folder.join(format!("{upload}.part")) }
    }

    /// Blocks. One that is finished or given up is not there.
    fn find(&self) -> ApiResult<(Head, u64)> {
        let text = match fs::read(&self.head) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Err(Code::NotFound.into()),
            other => other.map_err(ApiError::internal)?,
        };
        let head = serde_json::from_slice(&text).map_err(ApiError::internal)?;
        let there = fs::metadata(&self.bytes).map_err(ApiError::internal)?.len();
        Ok((head, there))
    }

    fn remove(&self) {
        let _ = fs::remove_file(&self.head);
        let _ = fs::remove_file(&self.bytes);
    }
}

/// What this server can, for clients of tus 1.0
#[utoipa::path(get, path = "/imports/{id}/tus", tag = "imports", params(("id" = Id, Path)),
    responses((status = 204, description = "Told by headers: Tus-Version, Tus-Extension, Tus-Max-Size")))]
pub async fn options(
    _: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Response> {
    app.store.import(id).await?;
    let mut answer = answer(StatusCode::NO_CONTENT);
    let told = answer.headers_mut();
    told.insert("tus-version", HeaderValue::from_static(VERSION));
    told.insert("tus-extension", HeaderValue::from_static("creation,termination"));
    told.insert("tus-max-size", app.settings.most_upload_bytes.into());
    Ok(answer)
}

/// Begin to send a file in parts, by tus 1.0
///
/// `Upload-Metadata` holds the file's path as `filename`. Files that are sent in one piece go by `PUT /imports/{id}/files`.
#[utoipa::path(post, path = "/imports/{id}/tus", tag = "imports",
    params(("id" = Id, Path), ("Tus-Resumable" = String, Header), ("Upload-Length" = u64, Header),
        ("Upload-Metadata" = String, Header)),
    responses((status = 201, description = "Begun: `Location` is where its parts go",
        headers(("Location" = String), ("Tus-Resumable" = String)))))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    runs(&app, id).await?;
    same_version(&headers)?;
    let length = number(&headers, &UPLOAD_LENGTH)?;
    let most = app.settings.most_upload_bytes;
    if length > most {
        return Err(ApiError::from(Code::ImportTooLarge).with("most_bytes", most));
    }
    let name = filename(&headers).ok_or_else(|| ApiError::field("upload-metadata", "field.required"))?;
    SafeName::parse(&name)
        .map_err(|fault| ApiError::from(Code::ImportBadName).with("reason", fault.detail()))?;
    if !may_hold_labels(&name) {
        app.store.data_fits(app.store.import(id).await?.project_id, length).await?;
    }
    let upload = Id::new();
    let place = Place::of(&app, id, upload);
    let task = app.clone();
    tokio::task::spawn_blocking(move || -> ApiResult<()> {
        let folder = place.head.parent().unwrap_or(&place.head).to_path_buf();
        fs::create_dir_all(&folder).map_err(ApiError::internal)?;
        enough_space(&task, &folder, length)?;
        File::create_new(&place.bytes).map_err(ApiError::internal)?;
        // Last: without it the upload is not there.
        let text = serde_json::to_vec(&Head { name, length }).map_err(ApiError::internal)?;
        fs::write(&place.head, text).map_err(ApiError::internal)
    })
    .await??;
    // The import counts its files; its begin and its end are written.
    permit.store(&app).nothing_changed();
    let mut answer = answer(StatusCode::CREATED);
    let location = HeaderValue::from_str(&format!("{BASE}/imports/{id}/tus/{upload}"));
    answer.headers_mut().insert(header::LOCATION, location.map_err(ApiError::internal)?);
    if length == 0 {
        finish(&app, id, upload).await?;
    }
    Ok(answer)
}

/// How much of a file is there
///
/// Clients of tus ask by `HEAD`.
#[utoipa::path(get, path = "/imports/{id}/tus/{upload}", tag = "imports",
    params(("id" = Id, Path), ("upload" = Id, Path)),
    responses((status = 200, description = "Told by headers",
        headers(("Upload-Offset" = u64), ("Upload-Length" = u64), ("Tus-Resumable" = String)))))]
pub async fn show(
    _: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    PathUpload(upload): PathUpload,
) -> ApiResult<Response> {
    app.store.import(id).await?;
    let place = Place::of(&app, id, upload);
    let (head, there) = tokio::task::spawn_blocking(move || place.find()).await??;
    if there == head.length {
        // The server ended between the last byte and the taking in: who asks would take it for done.
        finish(&app, id, upload).await?;
    }
    let mut answer = answer(StatusCode::OK);
    let told = answer.headers_mut();
    told.insert(UPLOAD_OFFSET, there.into());
    told.insert(UPLOAD_LENGTH, head.length.into());
    told.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// Send a part of a file
///
/// `Upload-Offset` says with which byte it begins: as many have to be there. With the last one the file is taken in: `Fovea-Import` tells how
/// many pictures were added, were there already, and were refused, such as `12 0 1`. What was refused stands in the list of the import's refusals.
#[utoipa::path(patch, path = "/imports/{id}/tus/{upload}", tag = "imports",
    params(("id" = Id, Path), ("upload" = Id, Path), ("Tus-Resumable" = String, Header), ("Upload-Offset" = u64, Header)),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "It has come",
        headers(("Upload-Offset" = u64), ("Tus-Resumable" = String), ("Fovea-Import" = String)))))]
pub async fn send(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    PathUpload(upload): PathUpload,
    headers: HeaderMap,
    body: Body,
) -> ApiResult<Response> {
    runs(&app, id).await?;
    same_version(&headers)?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    if kind != Some(OFFSET_TYPE) {
        return Err(ApiError::from(Code::WrongMediaType).with("expected", OFFSET_TYPE));
    }
    let at = number(&headers, &UPLOAD_OFFSET)?;
    let _sending = app.imports.send(id);
    let _place = app.imports.place().await?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let place = Place::of(&app, id, upload);
    let (task, folder) = (app.clone(), app.store.place().upload(id));
    let writing = tokio::task::spawn_blocking(move || write(&task, &folder, &place, at, receiver));
    let cut = pass_on(body, sender).await;
    // Also where it was cut: what has come is there when the answer tells so.
    let (there, length) = writing.await??;
    cut?;
    let taken = if there == length { Some(finish(&app, id, upload).await?) } else { None };
    permit.store(&app).nothing_changed();
    let mut answer = answer(StatusCode::NO_CONTENT);
    if let Some(taken) = taken {
        let counts = format!("{} {} {}", taken.added, taken.duplicates, taken.refused.len());
        answer.headers_mut().insert(TAKEN, HeaderValue::from_str(&counts).map_err(ApiError::internal)?);
    }
    answer.headers_mut().insert(UPLOAD_OFFSET, there.into());
    Ok(answer)
}

/// Give a file up of which a part has come
#[utoipa::path(delete, path = "/imports/{id}/tus/{upload}", tag = "imports",
    params(("id" = Id, Path), ("upload" = Id, Path)), responses((status = 204, description = "Given up")))]
pub async fn give_up(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    PathUpload(upload): PathUpload,
) -> ApiResult<Response> {
    app.store.import(id).await?;
    let place = Place::of(&app, id, upload);
    tokio::task::spawn_blocking(move || place.find().map(|_| place.remove())).await??;
    permit.store(&app).nothing_changed();
    Ok(answer(StatusCode::NO_CONTENT))
}

fn answer(status: StatusCode) -> Response {
    let mut response = status.into_response();
    response.headers_mut().insert(RESUMABLE, HeaderValue::from_static(VERSION));
    response
}

async fn runs(app: &App, id: Id) -> ApiResult<()> {
    let import = app.store.import(id).await?;
    if import.state != "running" {
        return Err(limit::ended(&import));
    }
    match app.store.import_rests(id).await? {
        true => Err(Code::ImportPaused.into()),
        false => Ok(()),
    }
}

fn same_version(headers: &HeaderMap) -> ApiResult<()> {
    match headers.get(RESUMABLE).is_some_and(|v| v == VERSION) {
        true => Ok(()),
        false => Err(Code::PreconditionFailed.into()),
    }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> ApiResult<u64> {
    let found = headers.get(name).and_then(|v| v.to_str().ok()?.parse().ok());
    found.ok_or_else(|| ApiError::field(name.as_str(), "field.invalid"))
}

/// `filename` of `Upload-Metadata`: words with their values in base64, separated by commas.
fn filename(headers: &HeaderMap) -> Option<String> {
    let told = headers.get(UPLOAD_METADATA)?.to_str().ok()?;
    told.split(',').find_map(|pair| {
        let (word, value) = pair.trim().split_once(' ')?;
        if word != "filename" {
            return None;
        }
        String::from_utf8(base64::engine::general_purpose::STANDARD.decode(value.trim()).ok()?).ok()
    })
}

/// Whether the body came to its end.
async fn pass_on(body: Body, to: mpsc::Sender<Bytes>) -> ApiResult<()> {
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
            Ok(Some(Err(_))) => return Err(Code::ImportCut.into()),
            Err(_) => return Err(Code::BodyTimeout.into()),
        }
    }
}

/// Blocks. Returns how much is there then, and of how much.
fn write(
    app: &App,
    folder: &std::path::Path,
    place: &Place,
    at: u64,
    mut parts: mpsc::Receiver<Bytes>,
) -> ApiResult<(u64, u64)> {
    let (head, _) = place.find()?;
    let mut file = OpenOptions::new().append(true).open(&place.bytes).map_err(ApiError::internal)?;
    // Of two at once the second is told to wait.
    if file.try_lock().is_err() {
        return Err(ApiError::from(Code::WorkUploadBusy).with("path", head.name));
    }
    let mut there = file.metadata().map_err(ApiError::internal)?.len();
    if there != at {
        return Err(ApiError::from(Code::WorkUploadPlace).with("path", head.name).with("received", there));
    }
    enough_space(app, folder, head.length - there.min(head.length))?;
    while let Some(bytes) = parts.blocking_recv() {
        if there + bytes.len() as u64 > head.length {
            return Err(ApiError::from(Code::ImportTooLarge).with("most_bytes", head.length));
        }
        file.write_all(&bytes).map_err(ApiError::internal)?;
        there += bytes.len() as u64;
    }
    file.sync_data().map_err(ApiError::internal)?;
    Ok((there, head.length))
}

/// The file is whole: it is taken in as one that was sent at once.
async fn finish(app: &App, id: Id, upload: Id) -> ApiResult<Outcome> {
    let place = Place::of(app, id, upload);
    let folder = app.store.place().upload(id);
    let (name, received) = tokio::task::spawn_blocking(move || -> ApiResult<_> {
        let (head, _) = place.find()?;
        let mut writer = Blobs::writer(&folder.join("pending"))?;
        let mut file = File::open(&place.bytes).map_err(ApiError::internal)?;
        let mut part = vec![0; 1 << 20];
        loop {
            let read = file.read(&mut part).map_err(ApiError::internal)?;
            let Some(bytes) = part.get(..read).filter(|b| !b.is_empty()) else { break };
            writer.write(bytes)?;
        }
        let (path, hash) = writer.finish_unsynced()?;
        Ok((head.name, upload::Received { path, hash, bytes: head.length }))
    })
    .await??;
    let name = SafeName::parse(&name)
        .map_err(|fault| ApiError::from(Code::ImportBadName).with("reason", fault.detail()))?;
    let taken = upload::taken(app, id, name, received).await?;
    // Last: what is taken in twice is there once, what is not taken in would be lost.
    let place = Place::of(app, id, upload);
    tokio::task::spawn_blocking(move || place.remove()).await?;
    Ok(taken)
}
