//! Pictures that were deleted: back again, or gone for good.

use crate::app::App;
use crate::dto::{BinChosen, BinnedPicture, OfBin};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query};
use crate::guard::{DataRead, DataWrite, Permit};
use crate::list::{List, page_request};
use crate::pictures::{MOST_IDS, picture};
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, KEPT_MS};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BinQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// Part of the name
    name: Option<String>,
}

/// Deleted pictures of a project that can still be brought back
#[utoipa::path(get, path = "/projects/{id}/bin", tag = "pictures", params(("id" = Id, Path), BinQuery),
    responses((status = 200, body = List<BinnedPicture>)))]
pub async fn list(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<BinQuery>,
) -> ApiResult<Json<List<BinnedPicture>>> {
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let found = app.store.bin(project, query.name, &page).await?;
    Ok(Json(List::of(found, |one| BinnedPicture {
        picture: picture(one.picture),
        deleted_at: one.deleted_at.into(),
        deleted_by: one.deleted_by,
        kept_until: (one.deleted_at + KEPT_MS).into(),
    })))
}

/// Bring deleted pictures back
#[utoipa::path(post, path = "/projects/{id}/bin/restore", tag = "pictures", request_body = BinChosen,
    params(("id" = Id, Path)), responses((status = 200, body = OfBin)))]
pub async fn restore(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<BinChosen>,
) -> ApiResult<Json<OfBin>> {
    let done = permit.store(&app).restore_pictures(project, chosen(&wanted)?).await?;
    Ok(Json(OfBin { changed: done.changed, left_out: done.left_out }))
}

/// Remove deleted pictures for good, without waiting
///
/// Versions that hold them keep them. What they take on the disk is freed soon after.
#[utoipa::path(post, path = "/projects/{id}/bin/purge", tag = "pictures", request_body = BinChosen,
    params(("id" = Id, Path)), responses((status = 200, body = OfBin)))]
pub async fn purge(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<BinChosen>,
) -> ApiResult<Json<OfBin>> {
    let done = permit.store(&app).purge_pictures(project, chosen(&wanted)?).await?;
    app.tidy.notify_one();
    Ok(Json(OfBin { changed: done.changed, left_out: done.left_out }))
}

fn chosen(wanted: &BinChosen) -> ApiResult<Option<&[Id]>> {
    match (wanted.ids.len(), wanted.all) {
        (0, true) => Ok(None),
        (0, false) => Err(ApiError::field("ids", "field.required")),
        (_, true) => Err(ApiError::field("ids", "field.not_allowed")),
        (1..=MOST_IDS, false) => Ok(Some(&wanted.ids)),
        _ => Err(ApiError::field("ids", "field.too_many").with("most", MOST_IDS)),
    }
}
