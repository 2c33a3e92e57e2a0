use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::words::{known, stored};
use fovea_store::{Id, Job};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// A job as clients see it.
pub async fn view(app: &App, job: Job) -> ApiResult<dto::Job> {
    let names = app.store.user_names(job.owner.as_slice()).await?;
    one(job, &names)
}

pub async fn views(app: &App, jobs: Vec<Job>) -> ApiResult<Vec<dto::Job>> {
    let owners: Vec<Id> = jobs.iter().filter_map(|j| j.owner).collect();
    let names = app.store.user_names(&owners).await?;
    jobs.into_iter().map(|j| one(j, &names)).collect()
}

#[derive(Deserialize)]
struct StoredReason {
    code: String,
    detail: String,
    params: Value,
}

fn one(job: Job, names: &HashMap<Id, String>) -> ApiResult<dto::Job> {
    let reason = job.reason.as_deref().map(stored::<StoredReason>).transpose()?;
    let progress = job.progress.as_deref().map(stored::<fovea_jobs::Progress>).transpose()?;
    Ok(dto::Job {
        id: job.id,
        kind: known(&job.kind)?,
        project_id: job.project_id,
        name: job.name,
        state: known(&job.state)?,
        reason: reason.map(|r| dto::Reason { code: r.code, detail: r.detail, params: r.params }),
        progress: progress.map(|p| dto::Progress {
            phase: p.phase,
            done: p.done,
            total: p.total,
            note: p.note,
            remaining_s: p.remaining_s,
            curve: p.curve,
        }),
        created_at: job.created_at.into(),
        started_at: job.started_at.map(Into::into),
        ended_at: job.ended_at.map(Into::into),
        owner: job.owner.and_then(|id| names.get(&id).cloned()),
        spec: stored(&job.spec)?,
        model_id: job.model_id,
    })
}
