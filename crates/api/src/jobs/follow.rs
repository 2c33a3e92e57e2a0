//! The log of a job as it grows, by server-sent events.

use super::log::{LogOrderWord, Logs, Source, Which};
use crate::app::App;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::events::{BEAT, RETRY, Who, last_id, unbuffered};
use crate::extract::{OnlyQuery, PathId};
use crate::guard::{JobReadOwn, Permit};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::Event as Line;
use fovea_domain::JobState;
use fovea_jobs::{LogFrom, LogPage, log_lines, log_page, merged_lines, merged_news, merged_places};
use fovea_store::{Heard, Id, Listener};
use futures_util::stream;
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use utoipa::IntoParams;

/// How often it is looked whether the log has grown. One look is one question to the file system.
const LOOK: Duration = Duration::from_millis(200);
/// Lines of one event at most.
const LINES: usize = 500;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FollowQuery {
    /// Number of the first line, from 0
    #[serde(default)]
    #[param(minimum = 0)]
    from: u64,
    /// Of a job on several nodes: only this task
    rank: Option<u32>,
    /// The same by the name of the node that a task is on
    node: Option<String>,
    /// Only tasks that hold this type of device, or the card behind a `/`, such as `huawei_npu_arm64/3`
    device: Option<String>,
    /// Only lines of this stream; `total` counts all the same
    stream: Option<dto::LogStream>,
}

/// A job's log as it grows
///
/// Each event's data is `{"lines", "total"}` as of a page of the log, and its id the number of the next line: with `Last-Event-ID` a
/// listener goes on where it was; of a job on several nodes it is a number for each task, such as `12-7`. Named events: `beat` every ten seconds in which nothing else came, and at last `end` with
/// `{"state"}`, once the job has ended and all of its log was told; whoever comes back then is told so again.
#[utoipa::path(get, path = "/jobs/{id}/log/follow", tag = "jobs", params(("id" = Id, Path), FollowQuery,
    ("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that was taken in")),
    responses((status = 200, description = "Server-sent events", content_type = "text/event-stream", body = String)))]
pub async fn follow(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
    OnlyQuery(query): OnlyQuery<FollowQuery>,
) -> ApiResult<impl IntoResponse> {
    // Before the job is read: what happens to it afterwards is heard.
    let listener = app.store.events().listen();
    let job = super::readable(&app, &permit, id).await?;
    let which = Which { rank: query.rank, node: query.node.as_deref(), device: query.device.as_deref() };
    let logs = Logs::of(&app, &job, which, LogOrderWord::Time).await?;
    let (logs, from) = begin(logs, last_id(&headers).map(str::to_string), query.from).await?;
    let following = Following {
        logs,
        who: Who::new(&app, permit.principal).await?,
        ended: Some(job.state()?).filter(|s| s.ended()),
        begun: false,
        app,
        id,
        from,
        stream: query.stream,
        listener,
        seen: None,
        over: false,
    };
    Ok(unbuffered(stream::unfold(following, Following::next)))
}

/// The number of the next line of each log, as an event's id tells it or counted from the beginning.
async fn begin(logs: Logs, last: Option<String>, from: u64) -> ApiResult<(Arc<Logs>, Vec<u64>)> {
    let logs = Arc::new(logs);
    let known: Option<Vec<u64>> = last.and_then(|text| text.split('-').map(|n| n.parse().ok()).collect());
    let count = match &logs.source {
        Source::One(..) => 1,
        Source::Many(all, _) => all.len(),
    };
    if let Some(known) = known.filter(|k| k.len() == count) {
        return Ok((logs, known));
    }
    let asked = Arc::clone(&logs);
    let places = tokio::task::spawn_blocking(move || match &asked.source {
        Source::One(..) => Ok(vec![from]),
        Source::Many(all, _) => merged_places(all, from),
    });
    Ok((logs, places.await?.map_err(ApiError::internal)?))
}

struct Following {
    app: App,
    id: Id,
    logs: Arc<Logs>,
    /// Number of the next line, of each log
    from: Vec<u64>,
    stream: Option<dto::LogStream>,
    listener: Listener,
    who: Who,
    ended: Option<JobState>,
    /// Lines that were counted last
    seen: Option<u64>,
    begun: bool,
    over: bool,
}

impl Following {
    async fn next(mut self) -> Option<(Result<Line, Infallible>, Following)> {
        if self.over {
            return None;
        }
        if !self.begun {
            self.begun = true;
            let hello = Line::default().event("hello").retry(RETRY).id(self.place()).data("{}");
            return Some((Ok(hello), self));
        }
        let due = Instant::now() + BEAT;
        loop {
            if !self.who.still_in(&self.app).await {
                return None;
            }
            // The state first: what is written until then is in the page that is read after it.
            self.look_at_job().await?;
            let (mut found, from) = self.lines().await?;
            if !found.lines.is_empty() {
                self.from = from;
                found.lines.retain(|line| self.stream.is_none_or(|stream| line.stream == stream));
                // What others said is passed by.
                if found.lines.is_empty() {
                    continue;
                }
                let line = Line::default().data(serde_json::to_string(&found).unwrap_or_default());
                return Some((Ok(line.id(self.place())), self));
            }
            if let Some(state) = self.ended {
                self.over = true;
                let data = serde_json::json!({ "state": state.name() }).to_string();
                return Some((Ok(Line::default().event("end").id(self.place()).data(data)), self));
            }
            if Instant::now() >= due {
                let beat = Line::default().event("beat").id(self.place()).data("{}");
                return Some((Ok(beat), self));
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = self.app.stopping.cancelled() => return None,
            }
        }
    }

    /// `None`: it is not there any more.
    async fn look_at_job(&mut self) -> Option<()> {
        let mut moved = false;
        while let Some(heard) = self.listener.ready() {
            moved |= match heard {
                Heard::Event(event) => event.id == self.id,
                Heard::Missed => true,
            };
        }
        if moved {
            let job = self.app.store.job(self.id).await.ok()?;
            self.ended = job.state().ok().filter(|s| s.ended());
        }
        Some(())
    }

    /// As an event's id tells it.
    fn place(&self) -> String {
        self.from.iter().map(u64::to_string).collect::<Vec<_>>().join("-")
    }

    /// What is new, and the places behind it.
    async fn lines(&mut self) -> Option<(dto::LogPage, Vec<u64>)> {
        let (logs, from) = (Arc::clone(&self.logs), self.from.clone());
        let known = self.seen;
        let read = tokio::task::spawn_blocking(move || {
            let count = match &logs.source {
                Source::One(folder, _) => log_lines(folder),
                Source::Many(all, _) => merged_lines(all),
            }?;
            if known == Some(count) && from.iter().sum::<u64>() >= count {
                return Ok((logs.told(LogPage { total: count, ..LogPage::default() }), from));
            }
            let (page, from) = match &logs.source {
                Source::One(folder, _) => {
                    let first = from.first().copied().unwrap_or(0);
                    let page = log_page(folder, &LogFrom::Line(first), LINES)?;
                    let next = page.lines.last().map_or(first, |last| last.n + 1);
                    (page, vec![next])
                }
                Source::Many(all, _) => merged_news(all, &from, LINES)?,
            };
            Ok((logs.told(page), from))
        });
        let found: std::io::Result<_> = read.await.ok()?;
        let (page, from): (dto::LogPage, Vec<u64>) = found.ok()?;
        self.seen = Some(page.total);
        Some((page, from))
    }
}
