//! An annotator's own work.

use super::{readable, view};
use crate::app::App;
use crate::dto::{AnnotationTask, NextTaskPicture, NextWanted, TaskPicture};
use crate::error::ApiResult;
use crate::extract::{Body, PathId, PathIndex, Query};
use crate::guard::{Annotate, Permit};
use crate::list::{List, ListQuery};
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, TaskOrder};

/// Your tasks that are open
#[utoipa::path(get, path = "/annotation_tasks", tag = "annotation", params(ListQuery),
    responses((status = 200, body = List<AnnotationTask>)))]
pub async fn list(
    permit: Permit<Annotate>,
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<AnnotationTask>>> {
    let found = app.store.annotation_tasks(TaskOrder::Mine, permit.user(), &query.request()?).await?;
    Ok(Json(view::tasks(&app, &permit.principal, found).await?))
}

/// The next picture for you: what was sent back first, then what is yours, then from the pool one that is free
#[utoipa::path(post, path = "/annotation_tasks/{id}/next", tag = "annotation", request_body = NextWanted,
    params(("id" = Id, Path)), responses((status = 200, body = NextTaskPicture)))]
pub async fn next(
    permit: Permit<Annotate>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<NextWanted>,
) -> ApiResult<Json<NextTaskPicture>> {
    readable(&app, &permit.principal, id).await?;
    let found = permit.store(&app).next_piece(id, permit.user(), wanted.after.map(Into::into)).await?;
    Ok(Json(NextTaskPicture { next: found.map(view::piece) }))
}

/// A picture of yours is done
#[utoipa::path(post, path = "/annotation_tasks/{id}/pictures/{index}/finish", tag = "annotation",
    params(("id" = Id, Path), ("index" = u32, Path, description = "Its number within the task")),
    responses((status = 200, body = TaskPicture)))]
pub async fn finish(
    permit: Permit<Annotate>,
    State(app): State<App>,
    PathId(id): PathId,
    PathIndex(position): PathIndex,
) -> ApiResult<Json<TaskPicture>> {
    readable(&app, &permit.principal, id).await?;
    permit.store(&app).finish_piece(id, position.into(), permit.user()).await?;
    Ok(Json(view::piece(app.store.piece(id, position.into()).await?)))
}
