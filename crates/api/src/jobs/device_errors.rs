//! What the driver of NPU cards told of errors of a job's cards, while the job had them.

use super::readable;
use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{PathId, Query};
use crate::guard::{JobReadOwn, Permit};
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use fovea_domain::JobState;
use fovea_domain::device::{Cards, DeviceType};
use fovea_jobs::{DeviceErrors, ErrorsWanted, read_device_errors};
use fovea_store::{Id, Job, JobTask, Moment, now};
use serde::Deserialize;
use utoipa::IntoParams;

const USUAL: u64 = 200;
const MOST: u64 = 1000;
/// Clocks of nodes, and files that are written late.
const AROUND_MS: Moment = 2_000;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeviceErrorQuery {
    /// Only of this task
    rank: Option<u32>,
    /// Only of this card
    card: Option<u32>,
    /// Leave out so many lines
    from: Option<u64>,
    /// At most so many lines; left out: 200
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u64>,
}

/// Errors that the driver told of the job's NPU cards, while it had them
///
/// Out of the folder that the cluster file names as `device_logs` of the node. A driver does not know jobs: what is told are lines
/// about the cards of this job within its time. Of the host's own log those lines are told that name one of them; the system on a
/// group of cards may mean another card of the group.
#[utoipa::path(get, path = "/jobs/{id}/device_errors", tag = "jobs", params(("id" = Id, Path), DeviceErrorQuery),
    responses((status = 200, body = dto::DeviceErrors)))]
pub async fn device_errors(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<DeviceErrorQuery>,
) -> ApiResult<Json<dto::DeviceErrors>> {
    let job = readable(&app, &permit, id).await?;
    let mut told =
        dto::DeviceErrors { nodes: Vec::new(), groups: Vec::new(), items: Vec::new(), total: 0, next: None };
    let device = DeviceType::parse(&job.device).ok();
    let Some(group) = device.filter(|d| d.rules().has_rank_table()).and_then(|d| d.rules().group()) else {
        return Ok(Json(told));
    };
    let Some((from_ms, to_ms)) = span(&app, &job).await? else { return Ok(Json(told)) };
    for task in app.store.job_tasks(&[id]).await?.remove(&id).unwrap_or_default() {
        let wanted = ErrorsWanted { cards: task.cards, group, from_ms, to_ms };
        add(&app, &task, wanted, &query, &mut told).await?;
    }
    told.items.sort_by_key(|line| (line.at, line.rank));
    told.total = told.items.len() as u64;
    let (from, limit) = (query.from.unwrap_or(0), query.limit.unwrap_or(USUAL).clamp(1, MOST));
    let until = from.saturating_add(limit).min(told.total);
    told.next = (until < told.total).then_some(until);
    let place = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    told.items = told.items.into_iter().skip(place(from)).take(place(limit)).collect();
    Ok(Json(told))
}

/// From the last start on, as long as it had its cards; `None`: it never did.
async fn span(app: &App, job: &Job) -> ApiResult<Option<(Moment, Moment)>> {
    let Some(began) = job.run_since else { return Ok(None) };
    let events = app.store.job_events(job.id).await?;
    let gone = |state: &str| JobState::from_name(state).is_some_and(|s| !s.active());
    let over = events.iter().filter(|e| e.at >= began).find(|e| gone(&e.state)).map(|e| e.at);
    Ok(Some((began - AROUND_MS, over.unwrap_or_else(now) + AROUND_MS)))
}

async fn add(
    app: &App,
    task: &JobTask,
    wanted: ErrorsWanted,
    query: &DeviceErrorQuery,
    told: &mut dto::DeviceErrors,
) -> ApiResult<()> {
    let logs = app.engine.device_logs(&task.node).filter(|_| task.cards != Cards::NONE);
    let mut node = dto::DeviceErrorNode {
        node: task.node.clone(),
        rank: task.rank,
        cards: task.cards.numbers().collect(),
        configured: logs.is_some(),
        readable: false,
    };
    let mut found = DeviceErrors::default();
    if let Some(logs) = logs {
        let read = tokio::task::spawn_blocking(move || read_device_errors(&logs, &wanted)).await?;
        node.readable = read.is_ok();
        found = read.unwrap_or_else(|error| {
            tracing::warn!(node = task.node, %error, "the logs of the driver of its cards cannot be read");
            DeviceErrors::default()
        });
    }
    told.nodes.push(node);
    for (card, lines) in found.by_card {
        told.groups.push(dto::DeviceErrorGroup {
            node: task.node.clone(),
            rank: task.rank,
            card,
            lines: lines.len() as u64,
            cut: found.cut.contains(&card),
        });
        let asked = query.rank.is_none_or(|rank| rank == task.rank)
            && query.card.is_none_or(|wanted| card == Some(wanted));
        let lines = lines.into_iter().filter(|_| asked).map(|line| dto::DeviceErrorLine {
            at: Time(line.at_ms),
            node: task.node.clone(),
            rank: task.rank,
            card: line.card,
            by_host: line.by_host,
            module: line.module,
            process: line.process,
            text: line.text,
        });
        told.items.extend(lines);
    }
    Ok(())
}
