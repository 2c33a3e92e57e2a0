//! Versions as archives that other programs read: at once, or as a job whose archive is kept for a while.

mod cuts;
mod keep;
mod rows;
mod zip;

pub(crate) use self::zip::Scratch;
use self::zip::zip_of;
use crate::app::App;
use crate::codes::Code;
use crate::dto::{
    CutsInto, Export, ExportFormat, ExportState, LossCount, NewChosenExport, NewExport, Progress,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::files::{Part, as_download, serve_part};
use crate::guard::{DataRead, Permit};
use crate::list::List;
use crate::pictures::chosen;
use crate::words::{known, stored, word};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fovea_datasets::write::{Losses, readme, readme_file};
use fovea_domain::JobState;
use fovea_domain::permission::Permission;
use fovea_store::{Id, LaidOut, Page, Part as VersionPart};
use rows::{OnPicture, Rows};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use utoipa::IntoParams;

pub use cuts::*;
pub use keep::{Exports, clear_old as clear_old_exports, keep_exports, run_waiting as run_waiting_exports};

/// Told of one version.
const MOST_TOLD: u64 = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `folders` where left out
    #[param(inline)]
    format: Option<ExportFormat>,
}

/// A version as a zip archive, made while it is sent
///
/// What the format cannot say of a label stands in `README.txt` within it. A large one is better begun by `POST /versions/{id}/exports`,
/// whose archive can be fetched in parts.
#[utoipa::path(get, path = "/versions/{id}/export", tag = "versions", params(("id" = Id, Path), ExportQuery),
    responses((status = 200, description = "Pictures and labels", content_type = "application/zip", body = Vec<u8>)))]
pub async fn at_once(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ExportQuery>,
) -> ApiResult<Response> {
    let version = app.store.version(id).await?;
    let project = app.store.project(version.project_id).await?;
    // Among the uploads, whose rest is cleared when the server starts.
    let scratch = Scratch(app.store.place().uploads().join(format!("export-{}", Id::new())));
    let laid = app.store.lay_out(id, &scratch.0, VersionPart::Whole).await?;
    let format = query.format.unwrap_or(ExportFormat::Folders);
    let (rows, dir) = (Rows::new(&app, &version)?, scratch.0.clone());
    tokio::task::spawn_blocking(move || write(&rows, format, &dir, laid, &mut |_| Ok(()))).await??;
    let mut response = zip_of(scratch).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    as_download(&mut response, &format!("{}-v{}.zip", project.name, version.number));
    Ok(response)
}

/// Labels as the format has them, and a word of what it cannot say.
fn write(rows: &Rows, format: ExportFormat, dir: &Path, laid: LaidOut, on: OnPicture) -> ApiResult<Losses> {
    let losses = rows.write(format.into(), dir, laid, on)?;
    if let Some(text) = readme(&losses) {
        fs::write(dir.join(readme_file(format.into())), text).map_err(ApiError::internal)?;
    }
    Ok(losses)
}

/// Begin to write a version into an archive
///
/// An export is a job of the same id, done by the server itself. Its archive is kept for seven days.
#[utoipa::path(post, path = "/versions/{id}/exports", tag = "versions", request_body = NewExport,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Export)))]
pub async fn create(
    permit: Permit<DataRead>,
    State(app): State<App>,
    PathId(version): PathId,
    Body(wanted): Body<NewExport>,
) -> ApiResult<Created<Export>> {
    let store = permit.store(&app);
    let made = store.create_export(version, &word(&wanted.format), permit.user()).await?;
    app.exports.wake();
    Ok(Created(view(&app, made).await?))
}

/// Begin to write chosen pictures, as they are now, into an archive
///
/// An export like that of a version, without a version to look at.
#[utoipa::path(post, path = "/projects/{id}/exports", tag = "versions", request_body = NewChosenExport,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Export)))]
pub async fn create_chosen(
    permit: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewChosenExport>,
) -> ApiResult<Created<Export>> {
    app.store.project(project).await?;
    let chosen = chosen(&app, project, wanted.ids, wanted.found).await?;
    let store = permit.store(&app);
    let made = store.export_chosen(project, &chosen, &word(&wanted.format), permit.user()).await?;
    app.exports.wake();
    Ok(Created(view(&app, made).await?))
}

/// Exports of chosen pictures of a project, the newest first
#[utoipa::path(get, path = "/projects/{id}/exports", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = List<Export>)))]
pub async fn list_chosen(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<List<Export>>> {
    listed(&app, app.store.exports_of_chosen(project, MOST_TOLD).await?).await
}

/// Exports of a version, the newest first
#[utoipa::path(get, path = "/versions/{id}/exports", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = List<Export>)))]
pub async fn list(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(version): PathId,
) -> ApiResult<Json<List<Export>>> {
    listed(&app, app.store.exports_of(version, MOST_TOLD).await?).await
}

async fn listed(app: &App, rows: Vec<fovea_store::Export>) -> ApiResult<Json<List<Export>>> {
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(view(app, row).await?);
    }
    let total = items.len() as u64;
    Ok(Json(List::of(Page { items, next: None, total }, |export| export)))
}

/// An export
#[utoipa::path(get, path = "/exports/{id}", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Export)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Export>> {
    let found = app.store.export(id).await?;
    Ok(Json(view(&app, found).await?))
}

/// End an export without an archive
///
/// Somebody else's only by those who may change the project's data.
#[utoipa::path(post, path = "/exports/{id}/cancel", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Export)))]
pub async fn cancel(
    permit: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Export>> {
    let found = app.store.export(id).await?;
    if found.created_by != Some(permit.user()) {
        permit.principal.require(Permission::DataWrite)?;
    }
    let ended = permit.store(&app).end_export(id, false, None).await?;
    Ok(Json(view(&app, ended).await?))
}

/// The archive of an export
///
/// Parts are given (`Range`), so that a download that broke off goes on.
#[utoipa::path(get, path = "/exports/{id}/file", tag = "versions",
    params(("id" = Id, Path), ("Range" = Option<String>, Header), ("If-Range" = Option<String>, Header),
        ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, description = "The archive", content_type = "application/zip", body = Vec<u8>),
        (status = 206, description = "The part", content_type = "application/zip", body = Vec<u8>)))]
pub async fn file(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let export = app.store.export(id).await?;
    if export.state != "done" {
        return Err(Code::ExportNotDone.into());
    }
    let version = app.store.version(export.version_id).await?;
    let project = app.store.project(export.project_id).await?;
    let Some(tag) = export.tag else { return Err(Code::ExportGone.into()) };
    let path = archive(&app, id);
    let opened = tokio::task::spawn_blocking(move || {
        let file = fs::File::open(path)?;
        let bytes = file.metadata()?.len();
        Ok::<_, std::io::Error>((file, bytes))
    });
    let (file, bytes) = opened.await?.map_err(|_| ApiError::from(Code::ExportGone))?;
    let name = match version.number {
        number @ 1.. => format!("{}-v{number}-{}.zip", project.name, export.format),
        _ => format!("{}-{}.zip", project.name, export.format),
    };
    let part = Part { tag: &tag, bytes, name: &name, media_type: "application/zip" };
    serve_part(file, &part, &headers)
}

/// Where the archive lies.
fn archive(app: &App, id: Id) -> PathBuf {
    app.store.place().job(id).join("export.zip")
}

async fn view(app: &App, row: fovea_store::Export) -> ApiResult<Export> {
    let version = Some(app.store.version(row.version_id).await?).filter(|v| v.number > 0);
    let job = app.store.job(row.id).await.ok();
    let progress = match job.as_ref().and_then(|job| job.progress.as_deref()) {
        Some(text) => Some(stored::<Progress>(text)?),
        None => None,
    };
    let into = match app.store.cuts_of(row.id).await? {
        Some(cuts) => Some(into(app, cuts).await?),
        None => None,
    };
    let rests = |state| matches!(state, JobState::Queued | JobState::Starting | JobState::Paused);
    let paused = row.state == "running" && job.as_ref().is_some_and(|job| job.state().is_ok_and(rests));
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(Export {
        id: row.id,
        project_id: row.project_id,
        version_id: version.map(|v| v.id),
        format: known(&row.format)?,
        state: known::<ExportState>(&row.state)?,
        paused,
        done: progress.as_ref().map_or(0, |p| p.done),
        total: progress.as_ref().map_or(0, |p| p.total),
        pictures: number(row.pictures),
        bytes: row.bytes.filter(|_| row.tag.is_some()).map(number),
        losses: stored::<Vec<LossCount>>(&row.losses)?,
        created_at: row.created_at.into(),
        ended_at: row.ended_at.map(Into::into),
        kept_until: row.kept_until.map(Into::into),
        reason: row.reason.as_deref().map(stored).transpose()?,
        into,
    })
}

async fn into(app: &App, cuts: fovea_store::Cuts) -> ApiResult<CutsInto> {
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let there = app.store.cuts_have_place(&cuts).await?;
    let name = if there { Some(app.store.project(cuts.into_project).await?.name) } else { None };
    Ok(CutsInto {
        project_id: cuts.into_project,
        name,
        margin: cuts.margin,
        whole: cuts.whole,
        added: number(cuts.added),
        known: number(cuts.known),
        labelled: number(cuts.labelled),
    })
}
