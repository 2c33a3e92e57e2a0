use crate::app::App;
use crate::check;
use crate::dto::{
    Changed, ChangedClass, Class, ClassChange, ClassTask, ClassUse, MergeInto, NewClass, ShapeCount,
    ShapeKind,
};
use crate::error::ApiResult;
use crate::extract::{Body, Created, PathId};
use crate::guard::{Permit, ProjectRead, ProjectWrite};
use crate::pictures::changed;
use crate::projects::class;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
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
    params(("id" = Id, Path)), responses((status = 200, body = ChangedClass)))]
pub async fn change(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<ClassChange>,
) -> ApiResult<Json<ChangedClass>> {
    let change = fovea_store::ClassChange {
        attributes: wanted.attributes.map(check::asked).transpose()?,
        name: wanted.name.map(|n| check::class_name("name", &n)).transpose()?,
        colour: wanted.colour.map(|c| check::colour("colour", &c)).transpose()?,
        position: wanted.position,
        shape: wanted.shape.map(|shape| shape.map(|s| s.name().to_string())),
        key: wanted.key.map(|key| key.map(|k| check::key("key", &k)).transpose()).transpose()?,
    };
    let (found, edit) = permit.store(&app).change_class(id, change).await?;
    Ok(Json(ChangedClass { class: class(found), edit }))
}

/// Remove a class that no label uses
#[utoipa::path(delete, path = "/classes/{id}", tag = "projects", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_class(id, permit.user()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What speaks of a class: what a change of it would change
#[utoipa::path(get, path = "/classes/{id}/use", tag = "projects", params(("id" = Id, Path)),
    responses((status = 200, body = ClassUse)))]
pub async fn used(
    _: Permit<ProjectRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<ClassUse>> {
    let found = app.store.class_use(id).await?;
    let task =
        |t: fovea_store::ClassTask| ClassTask { id: t.id, name: t.name, pictures: t.pictures.unsigned_abs() };
    let shape = |(name, regions): (String, u64)| {
        ShapeKind::from_name(&name).map(|shape| ShapeCount { shape, regions })
    };
    Ok(Json(ClassUse {
        pictures: found.pictures,
        regions: found.regions,
        in_bin: found.in_bin,
        only: found.only,
        apart: found.apart,
        tasks: found.tasks.into_iter().map(task).collect(),
        shapes: found.shapes.into_iter().filter_map(shape).collect(),
    }))
}

/// Make one class of two
///
/// All that is labelled with this one is labelled with the other, also in the bin; versions stay as they are.
#[utoipa::path(post, path = "/classes/{id}/merge", tag = "projects", request_body = MergeInto,
    params(("id" = Id, Path)), responses((status = 200, body = Changed)))]
pub async fn merge(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<MergeInto>,
) -> ApiResult<Json<Changed>> {
    Ok(Json(changed(permit.store(&app).merge_class(id, wanted.into, permit.user()).await?)))
}

/// Remove a class with all that is labelled with it
///
/// Pictures of which nothing else is said are not labelled any more. Versions stay as they are.
#[utoipa::path(post, path = "/classes/{id}/remove", tag = "projects", params(("id" = Id, Path)),
    responses((status = 200, body = Changed)))]
pub async fn remove(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Changed>> {
    Ok(Json(changed(permit.store(&app).remove_class(id, permit.user()).await?)))
}
