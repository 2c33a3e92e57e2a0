//! Accepting by a sample.

use crate::app::App;
use crate::dto::{BatchWanted, InspectionLevel, ReviewBatch, SamplingPlan, TaskBatch};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query};
use crate::guard::{AnnotationReview, OverseeAnnotation, Permit};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::annotating::{Aql, Level};
use fovea_store::Id;

/// The sampling review of a task, and how one of what waits now would be done
#[utoipa::path(get, path = "/annotation_tasks/{id}/batch", tag = "annotation", params(("id" = Id, Path), BatchWanted),
    responses((status = 200, body = TaskBatch)))]
pub async fn show(
    _: Permit<OverseeAnnotation>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(wanted): Query<BatchWanted>,
) -> ApiResult<Json<TaskBatch>> {
    Ok(Json(told(&app, id, wanted).await?))
}

/// Begin a sampling review of all that waits for a reviewer
///
/// The sample is drawn by chance. Once more of it are sent back than the plan accepts, all of the batch goes back; once all of it was
/// looked at with no more than these, the rest is accepted. After ISO 2859-1, single sampling, normal inspection.
#[utoipa::path(post, path = "/annotation_tasks/{id}/batch", tag = "annotation", request_body = BatchWanted,
    params(("id" = Id, Path)), responses((status = 200, body = TaskBatch)))]
pub async fn begin(
    permit: Permit<AnnotationReview>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<BatchWanted>,
) -> ApiResult<Json<TaskBatch>> {
    permit.store(&app).begin_batch(id, permit.user(), aql(wanted)?, level(wanted)).await?;
    Ok(Json(told(&app, id, wanted).await?))
}

/// Give the sampling review up: each picture is looked at by itself again
#[utoipa::path(delete, path = "/annotation_tasks/{id}/batch", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 204, description = "Given up")))]
pub async fn give_up(
    permit: Permit<AnnotationReview>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).give_up_batch(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn told(app: &App, task: Id, wanted: BatchWanted) -> ApiResult<TaskBatch> {
    let (waiting, plan) = app.store.batch_plan(task, aql(wanted)?, level(wanted)).await?;
    let plan =
        plan.map(|p| SamplingPlan { letter: p.letter.sign().into(), sample: p.sample, accept: p.accept });
    Ok(TaskBatch { batch: app.store.review_batch(task).await?.map(view), waiting, plan })
}

fn aql(wanted: BatchWanted) -> ApiResult<Aql> {
    let hundredths = (wanted.aql * 100.0).round().clamp(0.0, 10_000.0) as u32;
    Aql::of_hundredths(hundredths).ok_or_else(|| ApiError::field("aql", "field.out_of_range"))
}

fn level(wanted: BatchWanted) -> Level {
    match wanted.level {
        InspectionLevel::I => Level::I,
        InspectionLevel::II => Level::II,
        InspectionLevel::III => Level::III,
    }
}

fn view(found: fovea_store::ReviewBatch) -> ReviewBatch {
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    ReviewBatch {
        aql: found.aql as f64 / 100.0,
        level: match found.level {
            1 => InspectionLevel::I,
            3 => InspectionLevel::III,
            _ => InspectionLevel::II,
        },
        size: number(found.size),
        sample: number(found.sample),
        accept: number(found.accept),
        reviewed: number(found.reviewed),
        faulty: number(found.faulty),
        created_at: found.created_at.into(),
        ended_at: found.ended_at.map(Into::into),
        accepted: found.accepted,
    }
}
