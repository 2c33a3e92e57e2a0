//! What moves, told as it happens by server-sent events.

use crate::app::App;
use crate::guard::{Permit, Principal, SignedIn, again};
use axum::extract::State;
use axum::response::sse::{Event as Line, KeepAlive, Sse};
use fovea_domain::permission::Permission;
use fovea_store::{Event, Topic};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::error::RecvError;

/// Changes as they happen
///
/// Each event's data is `{"type", "id", "project_id"}`, and for jobs also `"job"`. An event of the name `missed`
/// says that some were lost because the client was too slow: load what you show again.
#[utoipa::path(get, path = "/events", tag = "server",
    responses((status = 200, description = "Server-sent events", content_type = "text/event-stream", body = String)))]
pub async fn listen(
    permit: Permit<SignedIn>,
    State(app): State<App>,
) -> Sse<impl Stream<Item = Result<Line, Infallible>>> {
    let listener = app.store.events().listen();
    let who = Who { principal: permit.principal, seen: Instant::now() };
    let lines = stream::unfold((listener, app, who), |(mut listener, app, mut who)| async move {
        loop {
            let event = tokio::select! {
                event = listener.recv() => event,
                () = app.stopping.cancelled() => return None,
            };
            if !who.still_in(&app).await {
                return None;
            }
            let line = match event {
                Ok(event) if !who.may_know(&event) => continue,
                Ok(event) => line(&app, event, &who.principal).await,
                Err(RecvError::Lagged(_)) => Line::default().event("missed").data("{}"),
                Err(RecvError::Closed) => return None,
            };
            return Some((Ok(line), (listener, app, who)));
        }
    });
    Sse::new(lines).keep_alive(KeepAlive::default())
}

/// Who listens, asked for again now and then: what they lose meanwhile holds for an open page too.
struct Who {
    principal: Principal,
    seen: Instant,
}

const LOOK_AGAIN: Duration = Duration::from_secs(2);

impl Who {
    async fn still_in(&mut self, app: &App) -> bool {
        if self.seen.elapsed() > LOOK_AGAIN {
            match again(app, &self.principal).await {
                Ok(Some(principal)) => self.principal = principal,
                _ => return false,
            }
            self.seen = Instant::now();
        }
        true
    }

    fn may_know(&self, event: &Event) -> bool {
        let right = match event.topic {
            Topic::Project => Permission::ProjectRead,
            Topic::Import | Topic::Picture | Topic::Version => Permission::DataRead,
            Topic::Job => Permission::JobReadOwn,
            Topic::Model => Permission::ModelRead,
            Topic::Service => Permission::ServiceRead,
            Topic::Record => Permission::RecordRead,
        };
        let here = self.principal.project.is_none_or(|own| event.project_id == Some(own));
        here && self.principal.may(right)
    }
}

async fn line(app: &App, event: Event, who: &Principal) -> Line {
    let mut data = serde_json::to_value(event).unwrap_or_default();
    // Whoever shows jobs moves with every step; asking for each one would be as many requests.
    if event.topic == Topic::Job
        && let Ok(job) = app.store.job(event.id).await
        && (who.may(Permission::JobRead) || job.owner == Some(who.user))
        && let Ok(job) = crate::jobs::view(app, job).await
    {
        data["job"] = serde_json::to_value(job).unwrap_or_default();
    }
    Line::default().data(data.to_string())
}
