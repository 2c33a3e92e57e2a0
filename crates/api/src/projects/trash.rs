//! Projects that were deleted: back again, or gone at once.

use super::project;
use crate::app::App;
use crate::check;
use crate::dto::{Project, RestoredProject};
use crate::error::ApiResult;
use crate::extract::{Body, PathId};
use crate::guard::{Permit, ProjectWrite};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_store::{Id, KEPT_MS, now};

/// Bring a deleted project back
///
/// With all that it had; its services are stopped.
#[utoipa::path(post, path = "/projects/{id}/restore", tag = "projects", params(("id" = Id, Path)),
    request_body = RestoredProject, responses((status = 200, body = Project)))]
pub async fn restore(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<RestoredProject>,
) -> ApiResult<Json<Project>> {
    let name = wanted.name.map(|n| check::name("name", &n, 100)).transpose()?;
    let row = permit.store(&app).restore_project(id, name, now() - KEPT_MS).await?;
    Ok(Json(project(&app, row, None).await?))
}

/// Remove a deleted project for good, without waiting
///
/// It is no longer found at once; what it takes on the disk is freed soon after.
#[utoipa::path(post, path = "/projects/{id}/purge", tag = "projects", params(("id" = Id, Path)),
    responses((status = 204, description = "Cannot be restored any more")))]
pub async fn purge(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).give_up_project(id, now() - KEPT_MS).await?;
    app.tidy.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
