//! Where the tasks of a job run, and how each is doing.

use super::readable;
use crate::app::App;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::PathId;
use crate::guard::{JobReadOwn, Permit};
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use fovea_domain::JobState;
use fovea_jobs::{Exit, NOT_STARTED, Seen};
use fovea_store::{Id, Job, JobTask};

/// Where the tasks of a job run, or ran last, and how each is doing
///
/// A job on one node has one task; one on several nodes has a task on each, which all run or none.
#[utoipa::path(get, path = "/jobs/{id}/tasks", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::JobTasks)))]
pub async fn tasks(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::JobTasks>> {
    let job = readable(&app, &permit, id).await?;
    let tasks = app.store.job_tasks(&[id]).await?.remove(&id).unwrap_or_default();
    let seen = match tasks.is_empty() {
        true => Vec::new(),
        false => app.engine.look_at_tasks(&job).await.map_err(ApiError::internal)?,
    };
    let items = tasks.into_iter().zip(seen).map(|(task, seen)| told(&job, task, seen)).collect();
    Ok(Json(dto::JobTasks { items }))
}

fn told(job: &Job, task: JobTask, seen: Seen) -> dto::JobTask {
    let state = match &seen {
        Seen::Alive => dto::JobTaskState::Running,
        Seen::Ended(exit) if exit.complete => dto::JobTaskState::Succeeded,
        Seen::Ended(exit) if exit.stopped => dto::JobTaskState::Stopped,
        Seen::Ended(_) => dto::JobTaskState::Failed,
        Seen::Gone if job.state().is_ok_and(|s| s == JobState::Starting) => dto::JobTaskState::Starting,
        Seen::Gone if never_began(job) => dto::JobTaskState::NotStarted,
        Seen::Gone => dto::JobTaskState::Lost,
    };
    let exit = match seen {
        Seen::Ended(exit) => Some(exit_of(exit)),
        _ => None,
    };
    dto::JobTask {
        rank: task.rank,
        node: task.node,
        address: task.address,
        device: job.device.clone(),
        devices: task.devices,
        cards: task.cards.numbers().collect(),
        cores: task.cores,
        state,
        exit,
    }
}

/// What is told of why it ended is that it had no process.
fn never_began(job: &Job) -> bool {
    let why = job.reason.as_deref().and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let code = why.as_ref().and_then(|why| why.get("code")).and_then(serde_json::Value::as_str);
    job.state().is_ok_and(|s| s == JobState::Failed) && code.is_some_and(|code| NOT_STARTED.contains(&code))
}

fn exit_of(exit: Exit) -> dto::JobTaskExit {
    dto::JobTaskExit {
        code: exit.code,
        signal: exit.signal,
        out_of_memory: exit.out_of_memory,
        out_of_disk: exit.out_of_disk,
        trouble: exit.trouble,
        at: Some(exit.ended_ms).filter(|ms| *ms > 0).map(Time),
    }
}
