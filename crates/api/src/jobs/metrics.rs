//! What a job used, over time.

use crate::app::App;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::guard::{JobReadOwn, Permit};
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use fovea_domain::JobState;
use fovea_jobs::{MOST_POINTS, Point};
use fovea_store::{Id, JobTask};
use serde::Deserialize;
use utoipa::IntoParams;

const USUAL_POINTS: usize = 300;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MetricsQuery {
    /// From this moment on; left out: from the beginning
    from: Option<Time>,
    /// Up to this one; left out: up to now
    to: Option<Time>,
    /// At most so many points; left out: 300
    #[param(minimum = 1, maximum = 2000)]
    points: Option<u64>,
    /// Of a job on several nodes: only this task; left out: all of them added up
    rank: Option<u32>,
}

/// What a job used over time
///
/// It is measured every two seconds, and kept so for an hour, in steps of 30 seconds for a day and of 15 minutes for three months. A
/// point tells the mean of its step. What cannot be told on this machine is null: the network of a job is known where it has
/// one of its own, as in a sandbox, and what cards do where `nvidia-smi` is on the server's machine.
#[utoipa::path(get, path = "/jobs/{id}/metrics", tag = "jobs", params(("id" = Id, Path), MetricsQuery),
    responses((status = 200, body = dto::JobMetrics)))]
pub async fn metrics(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<MetricsQuery>,
) -> ApiResult<Json<dto::JobMetrics>> {
    let job = super::readable(&app, &permit, id).await?;
    let tasks = app.store.job_tasks(&[id]).await?.remove(&id).unwrap_or_default();
    let mut folders = app.engine.task_folders(&job)?;
    if let Some(rank) = query.rank {
        let one = folders.get(rank as usize).cloned();
        folders = vec![one.ok_or_else(|| ApiError::field("rank", "field.out_of_range"))?];
    }
    let parts = folders.len() as u64;
    let points =
        query.points.and_then(|n| usize::try_from(n).ok()).unwrap_or(USUAL_POINTS).clamp(1, MOST_POINTS);
    let (from, to) = (query.from.map_or(0, |t| t.0), query.to.map_or(i64::MAX, |t| t.0));
    let first = query.rank.unwrap_or(0);
    let read = tokio::task::spawn_blocking(move || -> std::io::Result<_> {
        let usage = fovea_jobs::usage(&folders, from, to, points)?;
        let mut cards = Vec::new();
        for (rank, folder) in (first..).zip(&folders) {
            let of = fovea_jobs::card_usage(folder, from, to, points)?;
            cards.extend(of.into_iter().map(|(card, usage)| told_card(rank, card, &usage.points)));
        }
        Ok((usage, cards))
    });
    let (usage, cards) = read.await?.map_err(ApiError::internal)?;
    let wanted = |t: &&JobTask| query.rank.is_none_or(|rank| rank == t.rank);
    let active = job.state().is_ok_and(JobState::active);
    let held = active.then(|| tasks.iter().filter(wanted));
    Ok(Json(dto::JobMetrics {
        step_s: usage.step_ms as f64 / 1e3,
        cores: held.map(|of| of.map(|t| t.cores).sum()).filter(|n| *n > 0),
        memory_mib: u64::try_from(job.memory_mib).ok().filter(|mib| *mib > 0).map(|mib| mib * parts),
        points: usage.points.iter().map(told).collect(),
        cards,
    }))
}

fn told_card(rank: u32, card: u32, points: &[Point]) -> dto::JobCardMetrics {
    let one = |point: &Point| dto::JobCardMetric {
        at: Time(point.mean.at_ms),
        share: point.mean.cores,
        most_share: point.most_cores,
        memory_bytes: point.mean.memory,
    };
    dto::JobCardMetrics { rank, card, points: points.iter().map(one).collect() }
}

fn told(point: &Point) -> dto::JobMetric {
    let mean = &point.mean;
    dto::JobMetric {
        at: Time(mean.at_ms),
        cores: mean.cores,
        most_cores: point.most_cores,
        memory_bytes: mean.memory,
        most_memory_bytes: point.most_memory,
        read_bytes_s: mean.read,
        written_bytes_s: mean.written,
        received_bytes_s: mean.received,
        sent_bytes_s: mean.sent,
        processes: mean.processes,
    }
}
