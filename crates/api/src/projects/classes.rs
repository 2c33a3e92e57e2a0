use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{Class, ClassChange, NewClass};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId};
use crate::guard::{Permit, ProjectWrite};
use crate::projects::class;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::{Attribute, check_asked};
use fovea_store::Id;

/// Add a kind of defect
#[utoipa::path(post, path = "/projects/{id}/classes", tag = "projects", request_body = NewClass,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Class)))]
pub async fn create(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewClass>,
) -> ApiResult<Created<Class>> {
    let name = check::class_name("name", &wanted.name)?;
    let colour = wanted.colour.map(|c| check::colour("colour", &c)).transpose()?;
    Ok(Created(class(permit.store(&app).create_class(project, &name, colour.as_deref()).await?)))
}

/// Change a class
#[utoipa::path(patch, path = "/classes/{id}", tag = "projects", request_body = ClassChange,
    params(("id" = Id, Path)), responses((status = 200, body = Class)))]
pub async fn change(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<ClassChange>,
) -> ApiResult<Json<Class>> {
    let attributes: Option<Vec<Attribute>> =
        wanted.attributes.map(|all| all.into_iter().map(Attribute::from).collect());
    if let Some(asked) = &attributes {
        check_asked(asked)
            .map_err(|e| ApiError::from(Code::ClassAttributes).with("reason", e.to_string()))?;
    }
    let change = fovea_store::ClassChange {
        attributes,
        name: wanted.name.map(|n| check::class_name("name", &n)).transpose()?,
        colour: wanted.colour.map(|c| check::colour("colour", &c)).transpose()?,
        position: wanted.position,
    };
    Ok(Json(class(permit.store(&app).change_class(id, change).await?)))
}

/// Remove a class that no label uses
#[utoipa::path(delete, path = "/classes/{id}", tag = "projects", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_class(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
