//! What moves, told as it happens by server-sent events.

use crate::app::App;
use crate::guard::{Permit, SignedIn};
use axum::extract::State;
use axum::response::sse::{Event as Line, KeepAlive, Sse};
use fovea_store::{Event, Topic};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use tokio::sync::broadcast::error::RecvError;

/// Changes as they happen
///
/// Each event's data is `{"type", "id", "project_id"}`, and for jobs also `"job"`. An event of the name `missed`
/// says that some were lost because the client was too slow: load what you show again.
#[utoipa::path(get, path = "/events", tag = "server",
    responses((status = 200, description = "Server-sent events", content_type = "text/event-stream", body = String)))]
pub async fn listen(
    _: Permit<SignedIn>,
    State(app): State<App>,
) -> Sse<impl Stream<Item = Result<Line, Infallible>>> {
    let listener = app.store.events().listen();
    let lines = stream::unfold((listener, app), |(mut listener, app)| async move {
        let event = tokio::select! {
            event = listener.recv() => event,
            () = app.stopping.cancelled() => return None,
        };
        let line = match event {
            Ok(event) => line(&app, event).await,
            Err(RecvError::Lagged(_)) => Line::default().event("missed").data("{}"),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(line), (listener, app)))
    });
    Sse::new(lines).keep_alive(KeepAlive::default())
}

async fn line(app: &App, event: Event) -> Line {
    let mut data = serde_json::to_value(event).unwrap_or_default();
    // Whoever shows jobs moves with every step; asking for each one would be as many requests.
    if event.topic == Topic::Job
        && let Ok(job) = app.store.job(event.id).await
        && let Ok(job) = crate::jobs::view(app, job).await
    {
        data["job"] = serde_json::to_value(job).unwrap_or_default();
    }
    Line::default().data(data.to_string())
}
