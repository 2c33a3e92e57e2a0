use super::{tags_of, view};
use crate::app::App;
use crate::check;
use crate::dto::{Version, VersionChange};
use crate::error::ApiResult;
use crate::extract::{Body, IfMatch, PathId, Revised};
use crate::guard::{DataWrite, Permit};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_store::Id;

/// Change what is said of a version; what it holds stays
#[utoipa::path(patch, path = "/versions/{id}", tag = "versions", request_body = VersionChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = Version, headers(("ETag" = String, description = "Revision")))))]
pub async fn change(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<VersionChange>,
) -> ApiResult<Revised<Version>> {
    let note = wanted.note.map(|n| check::text("note", &n, 1000)).transpose()?;
    let tags = wanted.tags.map(|t| tags_of(&t)).transpose()?;
    let kept = permit.store(&app).change_version(id, revision, note, tags).await?;
    let value = view(&app, kept).await?;
    Ok(Revised { revision: value.revision, value })
}

/// Publish a version
///
/// It is shown as published, is the one that is proposed for training, and cannot be deleted.
#[utoipa::path(post, path = "/versions/{id}/publish", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Version)))]
pub async fn publish(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Version>> {
    let kept = permit.store(&app).publish_version(id, Some(permit.user())).await?;
    Ok(Json(view(&app, kept).await?))
}

/// Take back that a version was published
#[utoipa::path(post, path = "/versions/{id}/withdraw", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Version)))]
pub async fn withdraw(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Version>> {
    let kept = permit.store(&app).publish_version(id, None).await?;
    Ok(Json(view(&app, kept).await?))
}

/// Delete a version
///
/// Not one that is published, and not one that a training or a model came of. The project's pictures and labels stay.
#[utoipa::path(delete, path = "/versions/{id}", tag = "versions", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_version(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
