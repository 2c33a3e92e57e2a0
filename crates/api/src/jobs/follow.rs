//! The log of a job as it grows, by server-sent events.

use super::log::told;
use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::events::{BEAT, RETRY, Who, last_id, unbuffered};
use crate::extract::{PathId, Query};
use crate::guard::{JobReadOwn, Permit};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::Event as Line;
use fovea_domain::JobState;
use fovea_jobs::{JobFolder, LogFrom, LogPage, log_lines, log_page};
use fovea_store::{Heard, Id, Listener};
use futures_util::stream;
use serde::Deserialize;
use std::convert::Infallible;
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
}

/// A job's log as it grows
///
/// Each event's data is `{"lines", "total"}` as of a page of the log, and its id the number of the next line: with `Last-Event-ID` a
/// listener goes on where it was. Named events: `beat` every ten seconds in which nothing else came, and at last `end` with
/// `{"state"}`, once the job has ended and all of its log was told; whoever comes back then is told so again.
#[utoipa::path(get, path = "/jobs/{id}/log/follow", tag = "jobs", params(("id" = Id, Path), FollowQuery,
    ("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that was taken in")),
    responses((status = 200, description = "Server-sent events", content_type = "text/event-stream", body = String)))]
pub async fn follow(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
    Query(query): Query<FollowQuery>,
) -> ApiResult<impl IntoResponse> {
    // Before the job is read: what happens to it afterwards is heard.
    let listener = app.store.events().listen();
    let job = super::readable(&app, &permit, id).await?;
    let from = last_id(&headers).and_then(|text| text.parse().ok()).unwrap_or(query.from);
    let following = Following {
        folder: app.engine.folder(id),
        who: Who::new(&app, permit.principal).await?,
        ended: Some(job.state()?).filter(|s| s.ended()),
        begun: false,
        app,
        id,
        from,
        listener,
        seen: None,
        over: false,
    };
    Ok(unbuffered(stream::unfold(following, Following::next)))
}

struct Following {
    app: App,
    id: Id,
    folder: JobFolder,
    /// Number of the next line
    from: u64,
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
            let hello = Line::default().event("hello").retry(RETRY).id(self.from.to_string()).data("{}");
            return Some((Ok(hello), self));
        }
        let due = Instant::now() + BEAT;
        loop {
            if !self.who.still_in(&self.app).await {
                return None;
            }
            // The state first: what is written until then is in the page that is read after it.
            self.look_at_job().await?;
            let found = self.lines().await?;
            if let Some(last) = found.lines.last() {
                self.from = last.n + 1;
                let line = Line::default().data(serde_json::to_string(&found).unwrap_or_default());
                return Some((Ok(line.id(self.from.to_string())), self));
            }
            if let Some(state) = self.ended {
                self.over = true;
                let data = serde_json::json!({ "state": state.name() }).to_string();
                return Some((Ok(Line::default().event("end").id(self.from.to_string()).data(data)), self));
            }
            if Instant::now() >= due {
                let beat = Line::default().event("beat").id(self.from.to_string()).data("{}");
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

    async fn lines(&mut self) -> Option<dto::LogPage> {
        let (folder, from) = (self.folder.clone(), self.from);
        let known = self.seen;
        let read = tokio::task::spawn_blocking(move || {
            let count = log_lines(&folder)?;
            match known == Some(count) && from >= count {
                true => Ok(LogPage { total: count, ..LogPage::default() }),
                false => log_page(&folder, &LogFrom::Line(from), LINES),
            }
        });
        let found: std::io::Result<LogPage> = read.await.ok()?;
        let found = found.ok()?;
        self.seen = Some(found.total);
        Some(told(found))
    }
}
