//! A picture on its way from a machine to the disk.

use super::view;
use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{OkOrNg, RawAbout, RawForm, RawPicture};
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::guard::{DataWrite, Permit};
use crate::idempotency::request_key;
use crate::imports::{Received, SILENCE, enough_space, forget_unused, is_picture, read_picture, stream};
use crate::time::Time;
use crate::words::word;
use axum::Json;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use fovea_domain::{MOST_MARKS, Mark, innocent_shape};
use fovea_store::{Blobs, Id, NewRawPicture, RawLabel, now};
use fovea_vision::{Limits, VisionError};
use serde::Deserialize;
use serde_json::error::Category;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};
use utoipa::IntoParams;

/// What a form has beside the picture.
const MOST_ABOUT: usize = 4 << 20;
/// A clock of a machine may be ahead of ours by so much.
const DAY_MS: i64 = 24 * 3600 * 1000;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RawQuery {
    #[param(max_length = 100)]
    machine: Option<String>,
    #[param(max_length = 100)]
    product: Option<String>,
    /// Step of the work, or the station that took it
    #[param(max_length = 100)]
    station: Option<String>,
    flag: Option<OkOrNg>,
    /// Of the file
    #[param(max_length = 200)]
    name: Option<String>,
    /// Left out: when it came
    taken_at: Option<Time>,
    /// Of the part
    #[param(max_length = 200)]
    serial: Option<String>,
    /// Of the machine's program, say
    #[param(max_length = 100)]
    version: Option<String>,
}

/// Send a picture from the line
///
/// The body is the picture itself with all else behind the `?`, or a form with the picture in the part `image` and all else as JSON in the part
/// `about`, which may have places that the machine marked. `machine` is a must. It is kept beside the project's data until somebody takes it
/// into them. The answer comes once it is on the disk: 201, or 200 with the first one where the same was sent before, which is told by the
/// `Idempotency-Key`, or without one by content, machine and `taken_at`.
#[utoipa::path(post, path = "/projects/{id}/raw_pictures", tag = "raw pictures",
    params(("id" = Id, Path), RawQuery, ("Idempotency-Key" = Option<String>, Header)),
    request_body(content((Vec<u8> = "image/*"), (RawForm = "multipart/form-data"))),
    responses((status = 201, body = RawPicture), (status = 200, description = "It came before", body = RawPicture)))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<RawQuery>,
    request: Request,
) -> ApiResult<(StatusCode, Json<RawPicture>)> {
    app.store.project(project).await?;
    let key = request_key(request.headers())?;
    app.store.data_fits(project, told(request.headers()).1.unwrap_or(0)).await?;
    let (pending, about) = receive(&app, query, request).await?;
    let about = checked(about)?;
    let user = permit.user();
    let sent = Sent { project, user, key, about };
    let task = app.clone();
    // A task of its own: whoever hangs up leaves no picture without a row.
    let (row, new) = tokio::spawn(async move { keep(&task, sent, pending).await }).await??;
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(view(row, app.house().await?.raw_days)?)))
}

struct Sent {
    project: Id,
    user: Id,
    key: Option<String>,
    about: fovea_store::RawAbout,
}

/// A file that goes with this unless something else holds it by then.
struct Pending(Received);

impl Drop for Pending {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0.path);
    }
}

fn folder(app: &App) -> PathBuf {
    app.store.place().uploads().join("raw")
}

/// What was cut on its way before this moment, as by a server that was killed. Blocks.
pub(crate) fn clear_cut(app: &App, before: SystemTime) {
    for entry in std::fs::read_dir(folder(app)).into_iter().flatten().flatten() {
        let old = entry.metadata().and_then(|m| m.modified()).is_ok_and(|at| at < before);
        if old {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Whether it is a form, and how long it says that it is.
fn told(headers: &HeaderMap) -> (bool, Option<u64>) {
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let form = text(header::CONTENT_TYPE).is_some_and(|media| media.starts_with("multipart/form-data"));
    (form, text(header::CONTENT_LENGTH).and_then(|v| v.parse().ok()))
}

async fn receive(app: &App, query: RawQuery, mut request: Request) -> ApiResult<(Pending, RawAbout)> {
    let most = Limits::default().max_bytes.min(app.settings.most_upload_bytes);
    let (form, claimed) = told(request.headers());
    let more = if form { MOST_ABOUT as u64 } else { 0 };
    if claimed.is_some_and(|n| n > most + more) {
        return Err(ApiError::from(Code::ImportTooLarge).with("most_bytes", most));
    }
    let _place = app.imports.place().await?;
    let space = {
        let app = app.clone();
        move || {
            let writer = Blobs::writer(&folder(&app))?;
            enough_space(&app, &folder(&app), claimed.unwrap_or(0))?;
            Ok::<_, ApiError>(writer)
        }
    };
    let writer = tokio::task::spawn_blocking(space).await??;
    if !form {
        let parts = request.into_body().into_data_stream();
        let received = stream(app, &folder(app), writer, parts, most).await?;
        return Ok((Pending(received), query.into()));
    }
    let room = usize::try_from(most).unwrap_or(usize::MAX).saturating_add(2 * MOST_ABOUT);
    DefaultBodyLimit::max(room).apply(&mut request);
    let mut form =
        Multipart::from_request(request, &()).await.map_err(|e| ApiError::no_form(e.body_text()))?;
    let (mut writer, mut image, mut about) = (Some(writer), None, None);
    while let Some(mut field) = sent(SILENCE, form.next_field()).await? {
        match field.name() {
            Some("image") => {
                let writer = writer.take().ok_or_else(|| ApiError::form_twice("image"))?;
                image = Some(Pending(stream(app, &folder(app), writer, field, most).await?));
            }
            Some("about") => {
                let mut text = Vec::new();
                while let Some(bytes) = sent(SILENCE, field.chunk()).await? {
                    if text.len() + bytes.len() > MOST_ABOUT {
                        return Err(Code::BodyTooLarge.into());
                    }
                    text.extend_from_slice(&bytes);
                }
                about = Some(about_of(&text)?);
            }
            _ => while sent(SILENCE, field.chunk()).await?.is_some() {},
        }
    }
    let image = image.ok_or_else(|| ApiError::form_lacks("image"))?;
    Ok((image, about.ok_or_else(|| ApiError::form_lacks("about"))?))
}

/// What comes next of a form. It holds the place of an import, so whoever sends nothing for so long has hung up.
async fn sent<T>(silence: Duration, coming: impl Future<Output = Result<T, MultipartError>>) -> ApiResult<T> {
    let came = tokio::time::timeout(silence, coming).await;
    came.map_err(|_| ApiError::from(Code::BodyTimeout))?.map_err(|e| ApiError::of_form(&e))
}

fn about_of(text: &[u8]) -> ApiResult<RawAbout> {
    serde_json::from_slice(text).map_err(|e| {
        let told = e.to_string();
        ApiError::of_json(&told, e.classify() == Category::Data, format!("the part `about`: {told}"))
    })
}

impl From<RawQuery> for RawAbout {
    fn from(query: RawQuery) -> RawAbout {
        let RawQuery { machine, product, station, flag, name, taken_at, serial, version } = query;
        RawAbout { machine, product, station, flag, name, taken_at, serial, version, labels: Vec::new() }
    }
}

fn checked(about: RawAbout) -> ApiResult<fovea_store::RawAbout> {
    let said = |field: &str, text: Option<String>, most| match text.as_deref().map(str::trim) {
        None | Some("") => Ok(String::new()),
        Some(text) => check::name(field, text, most),
    };
    if about.labels.len() > MOST_MARKS {
        return Err(ApiError::field("labels", "field.too_many").with("most", MOST_MARKS));
    }
    let at = now();
    let taken_at = about.taken_at.map_or(at, |t| t.0);
    if !(0..at + DAY_MS).contains(&taken_at) {
        return Err(ApiError::field("taken_at", "field.out_of_range"));
    }
    let labels = about.labels.into_iter().map(|label| {
        let class = check::name("labels", &label.class, 60)?;
        Ok(RawLabel { class, shape: Mark::from(label.shape) })
    });
    Ok(fovea_store::RawAbout {
        machine: check::name("machine", about.machine.as_deref().unwrap_or_default(), 100)?,
        product: said("product", about.product, 100)?,
        station: said("station", about.station, 100)?,
        name: said("name", about.name, 200)?,
        serial: said("serial", about.serial, 200)?,
        version: said("version", about.version, 100)?,
        flag: about.flag.as_ref().map(word),
        labels: labels.collect::<ApiResult<Vec<_>>>()?,
        taken_at,
    })
}

async fn keep(app: &App, sent: Sent, pending: Pending) -> ApiResult<(fovea_store::RawPicture, bool)> {
    let Sent { project, user, key, mut about } = sent;
    let hash = pending.0.hash.clone();
    let request = match &key {
        Some(key) => format!("key {user} {key}"),
        None => format!("{hash} {} {}", about.taken_at, about.machine),
    };
    if let Some(first) = app.store.raw_of_request(project, &request).await? {
        return same(first, hash.as_str());
    }
    let place = app.decoding.clone().acquire_owned().await.map_err(ApiError::internal)?;
    let path = pending.0.path.clone();
    let read = tokio::task::spawn_blocking(move || {
        let _place = place;
        if !is_picture(&path) {
            return Err(ApiError::from(Code::PictureUnreadable)
                .with("reason", "it is no picture of a kind that Fovea reads")
                .with("code", "import.unknown_kind"));
        }
        read_picture(&path).map_err(|e: VisionError| {
            ApiError::from(Code::PictureUnreadable).with("reason", e.to_string()).with("code", e.code())
        })
    });
    let (probe, thumb) = read.await??;
    let scene = app.store.project(project).await?.scene;
    fits(&about, (probe.width, probe.height), innocent_shape(&scene))?;
    if about.name.is_empty() {
        let ending = match probe.format {
            "jpeg" => "jpg",
            "tiff" => "tif",
            other => other,
        };
        about.name = format!("{}.{ending}", &hash.as_str()[..16]);
    }
    let bytes = pending.0.bytes;
    let new = NewRawPicture {
        project,
        request,
        hash: hash.clone(),
        width: probe.width,
        height: probe.height,
        bytes,
        format: probe.format,
        about,
        by: user,
    };
    // Nobody takes the content away between its coming and the row that speaks of it.
    let gate = app.keeping.read().await;
    let (blobs, thumbs, named) = (app.store.blobs().clone(), app.store.thumbs().clone(), hash.clone());
    let path = pending.0.path.clone();
    let laid = tokio::task::spawn_blocking(move || {
        blobs.adopt(&path, &named)?;
        thumbs.put_as(&named, &thumb, false)
    });
    let kept = match laid.await? {
        Ok(()) => app.store.keep_raw_picture(&new).await,
        Err(error) => Err(error),
    };
    drop(gate);
    match kept {
        Ok((row, true)) => Ok((row, true)),
        Ok((first, false)) => {
            unused(app, hash.clone()).await?;
            same(first, hash.as_str())
        }
        Err(error) => {
            unused(app, hash).await?;
            Err(error.into())
        }
    }
}

async fn unused(app: &App, hash: fovea_store::BlobHash) -> ApiResult<()> {
    let app = app.clone();
    Ok(tokio::task::spawn_blocking(move || forget_unused(&app, &hash)).await?)
}

/// A key stands for one picture.
fn same(first: fovea_store::RawPicture, hash: &str) -> ApiResult<(fovea_store::RawPicture, bool)> {
    if first.hash == hash { Ok((first, false)) } else { Err(Code::IdempotencyMismatch.into()) }
}

/// `innocent` is the kind of shape that says nothing is wrong.
fn fits(about: &fovea_store::RawAbout, size: (u32, u32), innocent: Option<&str>) -> ApiResult<()> {
    let invalid = |reason: String| ApiError::from(Code::AnnotationInvalid).with("reason", reason);
    for (number, label) in (1..).zip(&about.labels) {
        label
            .shape
            .check(size.0, size.1)
            .map_err(|fault| invalid(format!("the label {number} does not fit the picture: {fault}")))?;
    }
    let wrong = about.labels.iter().any(|l| Some(l.shape.kind()) != innocent);
    if wrong && about.flag.as_deref() == Some("ok") {
        return Err(invalid("a picture cannot be OK and have a defect".into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_sends_nothing_of_a_form_has_hung_up() {
        let never = std::future::pending::<Result<(), MultipartError>>();
        let refused = sent(Duration::from_millis(1), never).await.unwrap_err();
        assert_eq!(refused.code(), Code::BodyTimeout);
        assert!(sent(SILENCE, std::future::ready(Ok(7))).await.is_ok());
    }
}
