use crate::app::App;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::guard::{JobReadOwn, Permit};
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use fovea_jobs::{LogLine, LogPage, MAX_PAGE, Stream, log_page, log_search};
use fovea_store::Id;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LogQuery {
    /// Number of the first line, from 0
    #[serde(default)]
    #[param(minimum = 0)]
    from: u64,
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Only lines that hold these words; `total` then counts those
    q: Option<String>,
}

/// Lines of a job's log
///
/// A page of very long lines may hold fewer than asked for; the next one begins after its last line.
#[utoipa::path(get, path = "/jobs/{id}/log", tag = "jobs", params(("id" = Id, Path), LogQuery),
    responses((status = 200, body = dto::LogPage)))]
pub async fn log(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<LogQuery>,
) -> ApiResult<Json<dto::LogPage>> {
    super::readable(&app, &permit, id).await?;
    let folder = app.engine.folder(id);
    let limit = query.limit.unwrap_or(200).clamp(1, MAX_PAGE);
    let found = tokio::task::spawn_blocking(move || match query.q.as_deref().filter(|q| !q.is_empty()) {
        Some(words) => log_search(&folder, words, query.from, limit),
        None => log_page(&folder, query.from, limit),
    });
    let found = found.await?.map_err(ApiError::internal)?;
    Ok(Json(told(found)))
}

pub(super) fn told(found: LogPage) -> dto::LogPage {
    dto::LogPage { lines: found.lines.into_iter().map(line).collect(), total: found.total }
}

fn line(line: LogLine) -> dto::LogLine {
    let stream = match line.stream {
        Stream::Out => dto::LogStream::Out,
        Stream::Err => dto::LogStream::Err,
        Stream::Fovea => dto::LogStream::Fovea,
    };
    let at = Time::parse(&line.at).unwrap_or(Time(0));
    dto::LogLine { n: line.n, at, stream, text: line.text }
}
