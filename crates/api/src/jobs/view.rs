use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::time::Time;
use crate::words::{known, stored};
use fovea_domain::JobState;
use fovea_domain::command::CommandSpec;
use fovea_store::{Id, Job, JobLimits};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// A job as clients see it.
pub async fn view(app: &App, job: Job) -> ApiResult<dto::Job> {
    let limits = app.store.job_limits(&[job.id]).await?;
    one(job, &limits, app.job_kept_ms().await?)
}

pub async fn views(app: &App, jobs: Vec<Job>) -> ApiResult<Vec<dto::Job>> {
    let ids: Vec<Id> = jobs.iter().map(|j| j.id).collect();
    let limits = app.store.job_limits(&ids).await?;
    let kept = app.job_kept_ms().await?;
    jobs.into_iter().map(|j| one(j, &limits, kept)).collect()
}

#[derive(Deserialize)]
struct StoredReason {
    code: String,
    detail: String,
    params: Value,
}

fn one(job: Job, limits: &HashMap<Id, JobLimits>, kept_ms: i64) -> ApiResult<dto::Job> {
    let limits = limits.get(&job.id);
    let (wanted, nodes, cores) = (job.wanted()?, job.nodes()?, cores(&job));
    let longest = limits.and_then(JobLimits::longest_run_ms);
    let since = job.run_since.filter(|_| job.state().is_ok_and(JobState::active));
    let reason = job.reason.as_deref().map(stored::<StoredReason>).transpose()?;
    let disk_mib = disk(&job, limits);
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
        owner: limits.and_then(|l| l.owner.clone()),
        virtual_cluster: limits.and_then(|l| {
            let name = l.cluster.clone()?;
            Some(dto::ClusterRef { id: l.cluster_id?, name })
        }),
        priority: job.priority,
        cores,
        cores_wanted: (job.device != fovea_jobs::CPU).then(|| u32::try_from(job.cores).unwrap_or(0)),
        longest_run_s: job.limit_ms.and_then(|ms| u64::try_from(ms / 1000).ok()),
        nodes,
        held: u32::try_from(job.devices).unwrap_or(0),
        ends_by: since.zip(longest).map(|(since, longest)| Time(since.saturating_add(longest))),
        device: job.device.clone(),
        devices: wanted,
        memory_mib: u64::try_from(job.memory_mib).ok().filter(|mib| *mib > 0),
        disk_mib,
        preemptible: job.preemptible,
        tags: stored(&job.tags)?,
        attempt: u32::try_from(job.attempt).unwrap_or(0),
        idle: limits.and_then(JobLimits::idle).map(|(since, warned, pauses_at)| dto::JobIdle {
            since: Time(since),
            warned,
            pauses_at: pauses_at.map(Time),
        }),
        deleted_at: job.deleted_at.map(Into::into),
        kept_until: job.deleted_at.map(|at| at.saturating_add(kept_ms).into()),
        spec: stored(&job.spec)?,
        model_id: job.model_id,
    })
}

/// Of a command, by itself or by its virtual cluster.
fn disk(job: &Job, limits: Option<&JobLimits>) -> Option<u64> {
    let spec = job.runs_command().then(|| serde_json::from_str::<CommandSpec>(&job.spec).ok());
    let most = spec.flatten()?.disk_limit(limits.and_then(JobLimits::disk_mib));
    Some(most).filter(|mib| *mib > 0)
}

/// Held at this moment: of a job on cards those beside them.
fn cores(job: &Job) -> u32 {
    let held = match job.device == fovea_jobs::CPU {
        true => job.devices,
        false if job.state().is_ok_and(JobState::active) => job.cores.saturating_mul(job.nodes.unwrap_or(1)),
        false => 0,
    };
    u32::try_from(held).unwrap_or(0)
}
