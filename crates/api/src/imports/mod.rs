pub mod archive;
mod bucket;
mod columns;
mod go_on;
mod intake;
mod labels;
mod left;
mod limit;
mod log;
mod name;
mod records;
pub mod storage;
mod tags;
pub mod tus;
mod upload;

use crate::app::App;
use crate::dto::{FileResult, Import, ImportState, ImportedFrom, PastImport, Refusal};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Created, PathId, Query};
use crate::guard::{DataRead, DataWrite, Permit};
use crate::list::{List, ListQuery};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use fovea_datasets::Format;
use fovea_domain::JobState;
use fovea_store::{Id, ImportWish, JobLimits, Moment, NewRefusal, Page};
use serde::Deserialize;
use utoipa::IntoParams;

pub use archive::{Refused as RefusedEntry, is_archive, unpack_folder};
pub use go_on::find_left;
pub(crate) use intake::{is_picture, read as read_picture};
pub use left::{Imports, forget_unused};
pub use limit::{end_overdue, keep_imports};
pub(crate) use upload::{Received, SILENCE, enough_space, stream};

/// Refusals told in an answer; the list has all.
const MOST_TOLD: usize = 1_000;

/// Begin to bring in pictures
///
/// An import is a job of the same id: its place in the lists, log and events are those of the job, and so are pausing and stopping.
#[utoipa::path(post, path = "/projects/{id}/imports", tag = "imports",
    params(("id" = Id, Path), ImportQuery, ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Import)))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<ImportQuery>,
) -> ApiResult<Created<Import>> {
    let wish = wish(query.format.as_deref(), query.unmentioned_good)?;
    let made = permit.store(&app).create_import(project, permit.user(), None, &wish).await?;
    Ok(Created(view(&app, made).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// How labels are laid out: `folders`, `masks`, `labelme`, `coco`, `yolo`, `voc`, `cvat`, `datumaro`, `label_studio`, `csv`, `mvtec`,
    /// `camvid`, `mot`, `wider_face`, `vgg_face2`, `tfrecord`, `boards`, `pairs`, `texts` or `glue`; left out or `auto`: that is found by what lies there
    format: Option<String>,
    /// Pictures of which label files do not speak are good; else nothing is said of them
    #[serde(default)]
    unmentioned_good: bool,
}

/// What is said of the labels of an import.
fn wish(format: Option<&str>, unmentioned_good: bool) -> ApiResult<ImportWish> {
    let unknown = |_| ApiError::field("format", "field.unknown");
    let format = format.map(|name| name.parse::<Format>().map_err(unknown)).transpose()?;
    let told = format.filter(|format| *format != Format::Auto);
    Ok(ImportWish { format: told.map(|format| format.name().to_string()), unmentioned_good })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// Path of the file as the sender has it, relative, `/`-separated
    name: String,
}

/// Bring in one file: a picture, an archive (zip, tar, tar.gz, tar.zst) or a file with labels
///
/// Labels are read when the import is finished, from all its files together: names of folders, labelme, COCO, CVAT,
/// Datumaro, Label Studio, YOLO, VOC, CSV, masks, MVTec AD, CamVid, MOT, WIDER Face, VGGFace2, TFRecord, pairs, texts.
#[utoipa::path(put, path = "/imports/{id}/files", tag = "imports", params(("id" = Id, Path), FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = FileResult)))]
pub async fn put(
    _: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<FileQuery>,
    headers: HeaderMap,
    body: Body,
) -> ApiResult<Json<FileResult>> {
    let outcome = upload::receive(&app, id, &query.name, &headers, body).await?;
    let refused = outcome.refused.into_iter().take(MOST_TOLD).map(refusal).collect();
    Ok(Json(FileResult { added: outcome.added, duplicates: outcome.duplicates, refused }))
}

/// End an import: its labels are read and put on the pictures that have none
///
/// Should the server end meanwhile, it goes on with it by itself when it starts again.
#[utoipa::path(post, path = "/imports/{id}/finish", tag = "imports", params(("id" = Id, Path)),
    responses((status = 200, body = Import)))]
pub async fn finish(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Import>> {
    let ended = labels::finish(&app, &permit.store(&app), id).await?;
    Ok(Json(view(&app, ended).await?))
}

/// End an import without reading labels; pictures that came in stay
#[utoipa::path(post, path = "/imports/{id}/cancel", tag = "imports", params(("id" = Id, Path)),
    responses((status = 200, body = Import)))]
pub async fn cancel(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Import>> {
    let turn = app.imports.turn(id);
    let _turn = turn.write().await;
    let ended = permit.store(&app).end_import(id, "cancelled", None).await?;
    left::clear(&app, id).await?;
    Ok(Json(view(&app, ended).await?))
}

/// Imports of a project, the last one first
#[utoipa::path(get, path = "/projects/{id}/imports", tag = "imports", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<PastImport>)))]
pub async fn list(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<PastImport>>> {
    let found = app.store.imports_of(project, &query.request()?).await?;
    let people: Vec<Id> = found.items.iter().filter_map(|row| row.created_by).collect();
    let names = app.store.user_names(&people).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for row in found.items {
        let created_by = row.created_by.and_then(|by| names.get(&by).cloned());
        let source = app.store.import_source(row.id).await?.map(|from| ImportedFrom {
            storage: from.storage,
            path: from.path,
            linked: from.linked,
        });
        let format = row.read_format.clone();
        items.push(PastImport { import: view(&app, row).await?, created_by, source, format });
    }
    Ok(Json(List::of(Page { items, next: found.next, total: found.total }, |one| one)))
}

/// An import
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", params(("id" = Id, Path)),
    responses((status = 200, body = Import)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Import>> {
    let found = app.store.import(id).await?;
    Ok(Json(view(&app, found).await?))
}

/// Files that were left out, and why
#[utoipa::path(get, path = "/imports/{id}/refusals", tag = "imports", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<Refusal>)))]
pub async fn refusals(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<Refusal>>> {
    let page = app.store.refusals(id, &query.request()?).await?;
    Ok(Json(List::of(page, |r| Refusal { name: r.name, code: r.code, detail: r.detail })))
}

fn refusal(refused: NewRefusal) -> Refusal {
    Refusal { name: refused.name, code: refused.code, detail: refused.detail }
}

async fn view(app: &App, row: fovea_store::Import) -> ApiResult<Import> {
    let runs = row.state == "running";
    let ends_by = if runs { ends_by(app, row.id).await? } else { None };
    let paused = runs && app.store.import_rests(row.id).await?;
    let state = match row.state.as_str() {
        "running" => ImportState::Running,
        "done" => ImportState::Done,
        "cancelled" => ImportState::Cancelled,
        "failed" => ImportState::Failed,
        other => return Err(ApiError::internal(format!("the import state {other:?}"))),
    };
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(Import {
        id: row.id,
        project_id: row.project_id,
        state,
        received_bytes: number(row.received_bytes),
        files: number(row.files),
        added: number(row.added),
        duplicates: number(row.duplicates),
        refused: number(row.refused),
        labels: number(row.labels),
        columns: number(row.columns),
        created_at: row.created_at.into(),
        ended_at: row.ended_at.map(Into::into),
        ends_by: ends_by.map(Into::into),
        paused,
        reason: limit::reason(&row)?,
    })
}

/// When its job will have run for as long as it may.
async fn ends_by(app: &App, id: Id) -> ApiResult<Option<Moment>> {
    let job = app.store.job(id).await?;
    let limits = app.store.job_limits(&[id]).await?;
    let longest = limits.get(&id).and_then(JobLimits::longest_run_ms);
    let runs = job.run_since.filter(|_| job.state().is_ok_and(JobState::active));
    Ok(runs.zip(longest).map(|(since, longest)| since.saturating_add(longest)))
}
