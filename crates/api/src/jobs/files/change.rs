use super::read::no_root;
use super::{PathQuery, anyway, aside, refused, to_change, told};
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query, within};
use crate::guard::{JobWriteOwn, Permit};
use axum::Json;
use axum::body::to_bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use fovea_jobs::work::{Expect, MOST_TEXT, WorkPath};
use fovea_store::Id;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

/// What a change was made on: `If-Match` names it, and `If-None-Match: *` says that there was nothing.
fn expected(headers: &HeaderMap) -> ApiResult<Expect> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    match (text(header::IF_MATCH), text(header::IF_NONE_MATCH)) {
        (Some(tag), _) => Ok(Expect::Tag(tag.trim_start_matches("W/").trim_matches('"').into())),
        (None, Some("*")) => Ok(Expect::Nothing),
        _ => Err(Code::PreconditionMissing.into()),
    }
}

/// Write a small text into a file of a job's work folder
///
/// With `If-Match` it takes the place of what was read under that `etag`, else 412; with `If-None-Match: *` it is a new file. At most
/// 1 MiB. It is there as a whole or not at all, and keeps the rights of what was there.
#[utoipa::path(put, path = "/jobs/{id}/files/content", tag = "jobs",
    params(("id" = Id, Path), PathQuery, ("If-Match" = Option<String>, Header), ("If-None-Match" = Option<String>, Header)),
    request_body(content = String, content_type = "text/plain"), responses((status = 200, body = dto::WorkFile)))]
pub async fn save_file(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(at): Query<PathQuery>,
    headers: HeaderMap,
    body: axum::body::Body,
) -> ApiResult<Json<dto::WorkFile>> {
    let (job, folder) = to_change(&app, &permit, id).await?;
    let (path, expect) = (at.parse()?, expected(&headers)?);
    no_root(&path)?;
    let shown = path.shown();
    let most = usize::try_from(MOST_TEXT).unwrap_or(usize::MAX);
    let large =
        || ApiError::from(Code::WorkTooLarge).with("path", shown.clone()).with("most_bytes", MOST_TEXT);
    within(&body, most).map_err(|_| large())?;
    let text = to_bytes(body, most).await.map_err(|_| large())?;
    let store = permit.store(&app);
    anyway(async move {
        let saved = aside(move || {
            folder.make()?;
            folder.save(&path, &text, &expect)
        });
        let saved = saved.await?;
        let after = json!({ "path": saved.path, "bytes": saved.bytes });
        store.note_job_file("job_file.save", &job, None, Some(after)).await?;
        Ok(Json(told(saved)))
    })
    .await
}

/// Make a folder in a job's work folder
#[utoipa::path(post, path = "/jobs/{id}/files/folders", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::NewWorkFolder, responses((status = 201, body = dto::WorkFile)))]
pub async fn make_folder(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::NewWorkFolder>,
) -> ApiResult<Created<dto::WorkFile>> {
    let (job, folder) = to_change(&app, &permit, id).await?;
    let path = WorkPath::parse(&wanted.path).map_err(refused)?;
    let store = permit.store(&app);
    anyway(async move {
        let made = aside(move || {
            folder.make()?;
            folder.make_folder(&path)
        });
        let made = made.await?;
        store.note_job_file("job_file.folder", &job, None, Some(json!({ "path": made.path }))).await?;
        Ok(Created(told(made)))
    })
    .await
}

/// Give a file or folder of a job's work folder another name or place
///
/// What has that name already stays, and this is refused.
#[utoipa::path(post, path = "/jobs/{id}/files/move", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::WorkMove, responses((status = 200, body = dto::WorkFile)))]
pub async fn move_file(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::WorkMove>,
) -> ApiResult<Json<dto::WorkFile>> {
    let (job, folder) = to_change(&app, &permit, id).await?;
    let from = WorkPath::parse(&wanted.from).map_err(refused)?;
    let to = WorkPath::parse(&wanted.to).map_err(refused)?;
    let before = json!({ "path": from.shown() });
    let store = permit.store(&app);
    anyway(async move {
        let moved = aside(move || folder.rename(&from, &to)).await?;
        let after = json!({ "path": moved.path });
        store.note_job_file("job_file.move", &job, Some(before), Some(after)).await?;
        Ok(Json(told(moved)))
    })
    .await
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RemoveQuery {
    /// A folder with all that is in it
    #[serde(default)]
    all: bool,
}

/// Delete a file or folder of a job's work folder
///
/// A link goes, never what it leads to. A folder with something in it goes only with `all=true`.
#[utoipa::path(delete, path = "/jobs/{id}/files", tag = "jobs", params(("id" = Id, Path), PathQuery, RemoveQuery),
    responses((status = 204, description = "Deleted")))]
pub async fn delete_file(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(at): Query<PathQuery>,
    Query(query): Query<RemoveQuery>,
) -> ApiResult<StatusCode> {
    let (job, folder) = to_change(&app, &permit, id).await?;
    let path = at.parse()?;
    no_root(&path)?;
    let before = json!({ "path": path.shown() });
    let store = permit.store(&app);
    anyway(async move {
        aside(move || folder.remove(&path, query.all)).await?;
        store.note_job_file("job_file.delete", &job, Some(before), None).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
