//! Managers of one project: whom its owner, or whoever may do as much everywhere, lets hand out and review its annotation work.

use crate::app::App;
use crate::dto::{NewProjectManager, ProjectManager};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, PathOther, Query};
use crate::guard::{LookAtProject, Permit, ProjectWrite};
use crate::list::{List, ListQuery, by_name};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::permission::{Permission, Rights};
use fovea_store::{Id, Manager};

/// Managers of a project, by name
///
/// They may hand out and review its annotation work, and read its pictures for that, whatever they may elsewhere.
#[utoipa::path(get, path = "/projects/{id}/managers", tag = "projects", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<ProjectManager>)))]
pub async fn list(
    permit: Permit<LookAtProject>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<ProjectManager>>> {
    // Whoever only looks at a public project hears of its data alone.
    permit.principal.require(Permission::ProjectRead)?;
    let page = by_name(query.request()?)?;
    Ok(Json(List::of(app.store.managers(project, &page).await?, manager)))
}

/// Make a user a manager of a project
///
/// By its owner, or by whoever may hand out and review everywhere. Who is one already stays one.
#[utoipa::path(post, path = "/projects/{id}/managers", tag = "projects", request_body = NewProjectManager,
    params(("id" = Id, Path)), responses((status = 201, body = ProjectManager)))]
pub async fn create(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewProjectManager>,
) -> ApiResult<Created<ProjectManager>> {
    may_name(&app, &permit, project).await?;
    let user = wanted.user.trim();
    if user.is_empty() {
        return Err(ApiError::field("user", "field.required"));
    }
    let user =
        app.store.user_by_name(user).await?.ok_or_else(|| ApiError::field("user", "user.not_found"))?;
    Ok(Created(manager(permit.store(&app).add_manager(project, user.id, permit.user()).await?)))
}

/// Let a user be a manager of a project no more
#[utoipa::path(delete, path = "/projects/{id}/managers/{other}", tag = "projects",
    params(("id" = Id, Path), ("other" = Id, Path, description = "The user")),
    responses((status = 204, description = "No more")))]
pub async fn delete(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    PathOther(user): PathOther,
) -> ApiResult<StatusCode> {
    may_name(&app, &permit, project).await?;
    permit.store(&app).remove_manager(project, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Nobody gives what they do not have, but the owner of the project.
async fn may_name(app: &App, permit: &Permit<ProjectWrite>, project: Id) -> ApiResult<()> {
    let owner = app.store.project(project).await?.created_by == Some(permit.user());
    // By a token that is cut to less the owner is no more than its scopes.
    if owner && !permit.principal.cut {
        return Ok(());
    }
    Rights::of_manager().iter().try_for_each(|permission| permit.principal.require(permission))
}

fn manager(found: Manager) -> ProjectManager {
    ProjectManager {
        id: found.user_id,
        name: found.name,
        nickname: found.nickname,
        named_at: found.named_at.into(),
        named_by: found.named_by,
    }
}
