//! Pausing, going on, taking away; what happened to a job, and why it waits.

use super::{changeable, readable, view};
use crate::app::App;
use crate::codes::Code;
use crate::doors::is_privileged;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::PathId;
use crate::guard::{JobReadOwn, JobWriteOwn, Permit};
use crate::reasons::Why;
use crate::time::Time;
use crate::words::{known, stored};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::JobState;
use fovea_domain::permission::Permission;
use fovea_store::{Id, Job, JobKind};
use serde_json::json;

/// Ask a job to pause
///
/// It is told by SIGTERM and by the file that its variable `FOVEA_NOTICE` names, has 30 seconds, and keeps its work folder; a
/// training goes on from its last checkpoint. One that waits is paused at once.
#[utoipa::path(post, path = "/jobs/{id}/pause", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Job)))]
pub async fn pause(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::Job>> {
    let (found, _) = changeable(&app, &permit, id).await?;
    if found.is(JobKind::Service) {
        return Err(Code::JobNoPause.into());
    }
    if matches!(found.state()?, JobState::Pausing | JobState::Paused) {
        permit.store(&app).nothing_changed();
        return Ok(Json(view(&app, found).await?));
    }
    let job = app.engine.pause(&permit.store(&app), id).await?;
    Ok(Json(view(&app, job).await?))
}

/// Let a paused job wait for its turn again
#[utoipa::path(post, path = "/jobs/{id}/resume", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Job)))]
pub async fn resume(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::Job>> {
    let (job, _) = changeable(&app, &permit, id).await?;
    if is_privileged(&job) {
        permit.principal.require(Permission::JobPrivilegedSubmit)?;
    }
    let job = app.engine.resume(&permit.store(&app), id).await?;
    Ok(Json(view(&app, job).await?))
}

/// Take a job that has ended out of all lists
///
/// Its log and work folder stay for as long as the server keeps them (`job_retention_days` of the settings), and can be read until then, see `/jobs/deleted`; images that it left behind when it paused go at once. A training that made a model stays with it.
#[utoipa::path(delete, path = "/jobs/{id}", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    changeable(&app, &permit, id).await?;
    permit.store(&app).delete_job(id).await?;
    app.engine.forget(id).await.map_err(ApiError::internal)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What happened to a job, in order
#[utoipa::path(get, path = "/jobs/{id}/events", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::JobEvents)))]
pub async fn events(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::JobEvents>> {
    let job = readable(&app, &permit, id).await?;
    let mut items = vec![dto::JobHappening {
        event: "submit".into(),
        state: dto::JobState::Queued,
        reason: None,
        at: job.created_at.into(),
    }];
    for row in app.store.job_events(id).await? {
        items.push(dto::JobHappening {
            event: row.event,
            state: known(&row.state)?,
            reason: row.reason.as_deref().map(stored).transpose()?,
            at: row.at.into(),
        });
    }
    Ok(Json(dto::JobEvents { items }))
}

/// Why a job waits, its place, and when it may start
#[utoipa::path(get, path = "/jobs/{id}/why", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::JobWhy)))]
pub async fn why(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::JobWhy>> {
    let job = readable(&app, &permit, id).await?;
    let state = job.state()?;
    if state != JobState::Queued {
        return Ok(Json(plain(&job, state)?));
    }
    let Some(why) = app.engine.why(id).await? else {
        let soon = Why::new("wait.soon", "Its turn comes in a moment.", json!({}));
        return Ok(Json(told(true, soon.into())));
    };
    let expected = why.expected_start_ms.and_then(|ms| i64::try_from(ms).ok());
    Ok(Json(dto::JobWhy {
        ahead: Some(why.ahead as u64),
        expected_start: expected.map(Time),
        ..told(true, Why::from(&why.reason).into())
    }))
}

fn told(waits: bool, why: dto::Reason) -> dto::JobWhy {
    let dto::Reason { code, detail, params } = why;
    dto::JobWhy { waits, code, detail, params, ahead: None, expected_start: None }
}

/// Of one that does not wait for its turn.
fn plain(job: &Job, state: JobState) -> ApiResult<dto::JobWhy> {
    if let Some(reason) = job.reason.as_deref() {
        return Ok(told(false, stored(reason)?));
    }
    let why = match state {
        JobState::Paused => {
            Why::new("wait.paused", "It is paused, and goes on when somebody says so.", json!({}))
        }
        _ => {
            let params = json!({ "state": state.name() });
            Why::new("wait.none", format!("It does not wait: it is {state}."), params)
        }
    };
    Ok(told(false, why.into()))
}
