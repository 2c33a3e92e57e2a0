//! Looking over what annotators finished.

use super::view;
use crate::app::App;
use crate::check;
use crate::dto::{NewReview, NextTaskPicture, ReviewVerdict, TaskPicture};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, PathIndex, Query};
use crate::guard::{AnnotationReview, Permit};
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, NewNote, Review};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReviewQuery {
    /// Number of the picture before; left out: begin with the first
    after: Option<u32>,
}

/// The next picture that waits for a reviewer
#[utoipa::path(get, path = "/annotation_tasks/{id}/review", tag = "annotation", params(("id" = Id, Path), ReviewQuery),
    responses((status = 200, body = NextTaskPicture)))]
pub async fn next(
    permit: Permit<AnnotationReview>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ReviewQuery>,
) -> ApiResult<Json<NextTaskPicture>> {
    let found = app.store.next_to_review(id, permit.user(), query.after.map(Into::into)).await?;
    Ok(Json(NextTaskPicture { next: found.map(view::piece) }))
}

/// Accept a picture, or send it back with a note
#[utoipa::path(post, path = "/annotation_tasks/{id}/pictures/{index}/review", tag = "annotation", request_body = NewReview,
    params(("id" = Id, Path), ("index" = u32, Path, description = "Its number within the task")),
    responses((status = 200, body = TaskPicture)))]
pub async fn create(
    permit: Permit<AnnotationReview>,
    State(app): State<App>,
    PathId(id): PathId,
    PathIndex(position): PathIndex,
    Body(wanted): Body<NewReview>,
) -> ApiResult<Json<TaskPicture>> {
    let piece = app.store.piece(id, position.into()).await?;
    let review = match wanted.verdict {
        ReviewVerdict::Accept => Review::Accept,
        ReviewVerdict::SendBack => {
            let text = check::text("note", &wanted.note, 2000)?;
            if text.is_empty() {
                return Err(ApiError::field("note", "field.required"));
            }
            let row = &piece.picture.row;
            let (width, height) = (f64::from(row.width), f64::from(row.height));
            let within = |x: f64, y: f64| (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
            if wanted.place.is_some_and(|p| !within(p.x, p.y)) {
                return Err(ApiError::field("place", "field.out_of_range"));
            }
            Review::SendBack(NewNote { text, place: wanted.place.map(|p| (p.x, p.y)) })
        }
    };
    permit.store(&app).review_piece(id, position.into(), permit.user(), &review).await?;
    Ok(Json(view::piece(app.store.piece(id, position.into()).await?)))
}
