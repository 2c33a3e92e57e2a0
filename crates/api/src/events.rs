//! What moves, told as it happens by server-sent events.

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::extract::Query;
use crate::guard::{Permit, Principal, SignedIn, again};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::IntoResponse;
use axum::response::sse::{Event as Line, Sse};
use fovea_domain::permission::{Permission, Rights};
use fovea_store::{Event, Heard, Id, Listener, Topic};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use std::collections::{HashSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use utoipa::IntoParams;

/// How often a line without events says that it is there.
pub const BEAT: Duration = Duration::from_secs(10);
/// After which a browser comes back whose line was cut.
pub const RETRY: Duration = Duration::from_secs(1);

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// Only events of these types, such as `job,service`
    types: Option<String>,
    /// Only events of this job
    job: Option<Id>,
}

/// Changes as they happen
///
/// Each event's data is `{"type", "id", "project_id"}`, and for jobs also `"job"`, as far as the listener may see it. Every event has an
/// id: with `Last-Event-ID` a listener goes on where it was. Of several changes of one thing that a listener was too slow for, it
/// is told the last. Named events: `hello` comes first, `beat` every ten seconds in which nothing else came, and `missed` says
/// that some were lost, as after a restart of the server: load what you show again.
#[utoipa::path(get, path = "/events", tag = "server", params(EventQuery,
    ("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that was taken in")),
    responses((status = 200, description = "Server-sent events", content_type = "text/event-stream", body = String)))]
pub async fn listen(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    headers: HeaderMap,
    Query(query): Query<EventQuery>,
) -> ApiResult<impl IntoResponse> {
    let events = app.store.events();
    let listener = match last_id(&headers) {
        // One that is none of ours is of a line that is not known any more.
        Some(text) => events.listen_after(text.parse().unwrap_or_default()),
        None => events.listen(),
    };
    let wanted = Wanted::read(&query)?;
    let who = Who::new(&app, permit.principal).await?;
    let first = Line::default().event("hello").retry(RETRY).id(listener.at().to_string()).data("{}");
    let lines = stream::unfold(Hearing { app, listener, who, wanted, first: Some(first) }, Hearing::next);
    Ok(unbuffered(lines))
}

/// A line that no proxy is to gather.
pub fn unbuffered(lines: impl Stream<Item = Result<Line, Infallible>> + Send + 'static) -> impl IntoResponse {
    let header = (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    ([header], Sse::new(lines))
}

/// What a listener had last, where it comes back.
pub fn last_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("last-event-id").and_then(|v| v.to_str().ok()).filter(|text| !text.is_empty())
}

struct Hearing {
    app: App,
    listener: Listener,
    who: Who,
    wanted: Wanted,
    first: Option<Line>,
}

impl Hearing {
    async fn next(mut self) -> Option<(Result<Line, Infallible>, Hearing)> {
        if let Some(first) = self.first.take() {
            return Some((Ok(first), self));
        }
        let due = tokio::time::Instant::now() + BEAT;
        loop {
            let heard = tokio::select! {
                heard = self.listener.recv() => Some(heard),
                () = tokio::time::sleep_until(due) => None,
                () = self.app.stopping.cancelled() => return None,
            };
            if !self.who.still_in(&self.app).await {
                return None;
            }
            let line = match heard {
                Some(Heard::Event(event)) if !self.wanted.has(&event) || !self.who.may_know(&event) => {
                    continue;
                }
                Some(Heard::Event(event)) => {
                    let number = self.listener.at().number();
                    Line::default().data(&*data(&self.app, &event, number).await)
                }
                Some(Heard::Missed) => Line::default().event("missed").data("{}"),
                None => Line::default().event("beat").data("{}"),
            };
            let line = line.id(self.listener.at().to_string());
            return Some((Ok(line), self));
        }
    }
}

/// Which events somebody asked for.
struct Wanted {
    types: Option<Vec<Topic>>,
    job: Option<Id>,
}

impl Wanted {
    fn read(query: &EventQuery) -> ApiResult<Wanted> {
        let unknown = || ApiError::field("types", "field.unknown");
        let one = |word: &str| serde_json::from_value(word.trim().into()).map_err(|_| unknown());
        let types = query.types.as_deref().map(|all| all.split(',').map(one).collect()).transpose()?;
        Ok(Wanted { types, job: query.job })
    }

    fn has(&self, event: &Event) -> bool {
        let type_fits = self.types.as_ref().is_none_or(|types| types.contains(&event.topic));
        type_fits && self.job.is_none_or(|job| event.topic == Topic::Job && event.id == job)
    }
}

/// Who listens, asked for again now and then: what they lose meanwhile holds for an open page too.
pub struct Who {
    principal: Principal,
    /// Virtual clusters that they administer
    administers: HashSet<Id>,
    /// Projects that they made
    made: HashSet<Id>,
    /// Projects whose managers they are
    manages: HashSet<Id>,
    seen: Instant,
}

const LOOK_AGAIN: Duration = Duration::from_secs(2);

impl Who {
    pub async fn new(app: &App, principal: Principal) -> ApiResult<Who> {
        let (administers, made, manages) = Default::default();
        let mut who = Who { principal, administers, made, manages, seen: Instant::now() };
        who.look(app).await?;
        Ok(who)
    }

    async fn look(&mut self, app: &App) -> ApiResult<()> {
        self.manages = match self.principal.cut {
            true => HashSet::new(),
            false => app.store.projects_managed_by(self.principal.user).await?.into_iter().collect(),
        };
        // Who may see all jobs needs no more.
        if self.principal.may(Permission::JobRead) {
            (self.administers, self.made) = Default::default();
            return Ok(());
        }
        let own = app.store.clusters_of(self.principal.user).await?.into_iter();
        self.administers = own.filter(|c| c.administers).map(|c| c.id).collect();
        self.made = app.store.projects_made_by(self.principal.user).await?.into_iter().collect();
        Ok(())
    }

    pub async fn still_in(&mut self, app: &App) -> bool {
        if self.seen.elapsed() > LOOK_AGAIN {
            match again(app, &self.principal).await {
                Ok(Some(principal)) => self.principal = principal,
                _ => return false,
            }
            if self.look(app).await.is_err() {
                return false;
            }
            self.seen = Instant::now();
        }
        true
    }

    pub fn may_know(&self, event: &Event) -> bool {
        let here = self.principal.project.is_none_or(|own| event.project_id == Some(own));
        let manages = event.project_id.is_some_and(|project| self.manages.contains(&project));
        let more = if manages { Rights::of_manager() } else { Rights::NONE };
        let may = |right| self.principal.may(right) || more.contains(right);
        let right = match event.topic {
            Topic::Project => Permission::ProjectRead,
            Topic::Import | Topic::Picture | Topic::Version | Topic::Statistics => Permission::DataRead,
            Topic::Job => Permission::JobReadOwn,
            Topic::Model | Topic::Recipe => Permission::ModelRead,
            Topic::Service => Permission::ServiceRead,
            Topic::Record => Permission::RecordRead,
            // Annotators hear of what is theirs alone.
            Topic::AnnotationTask if event.id == self.principal.user => Permission::Annotate,
            Topic::AnnotationTask if may(Permission::AnnotationReview) => Permission::AnnotationReview,
            Topic::AnnotationTask => Permission::AnnotationDispatch,
        };
        here && may(right) && (event.topic != Topic::Job || self.sees_job(event))
    }

    /// Another's job is not there for those who may only see their own.
    fn sees_job(&self, event: &Event) -> bool {
        self.principal.may(Permission::JobRead)
            || event.owner == Some(self.principal.user)
            || event.cluster.is_some_and(|cluster| self.administers.contains(&cluster))
            || event.project_id.is_some_and(|project| self.made.contains(&project))
    }
}

/// Data of the newest events of jobs, so that each is read once and not once a listener.
#[derive(Debug, Default)]
pub struct ToldJobs(Mutex<VecDeque<ToldJob>>);

#[derive(Debug)]
struct ToldJob {
    id: Id,
    /// Number of the last event before it was read
    number: u64,
    data: Arc<str>,
}

/// Jobs that move at the same time, about.
const TOLD_JOBS: usize = 256;

/// `number` is that of the event: what was read since is new enough.
async fn data(app: &App, event: &Event, number: u64) -> Arc<str> {
    if event.topic != Topic::Job {
        return serde_json::to_string(event).unwrap_or_default().into();
    }
    let mut told = app.told_jobs.0.lock().await;
    if let Some(known) = told.iter().find(|t| t.id == event.id && t.number >= number) {
        return Arc::clone(&known.data);
    }
    let number = app.store.events().at().number();
    let mut data = serde_json::to_value(event).unwrap_or_default();
    // Whoever shows jobs moves with every step; asking for each one would be as many requests.
    if let Ok(job) = app.store.job(event.id).await
        && let Ok(job) = crate::jobs::view(app, job).await
    {
        data["job"] = serde_json::to_value(job).unwrap_or_default();
    }
    let data: Arc<str> = data.to_string().into();
    told.retain(|t| t.id != event.id);
    told.truncate(TOLD_JOBS - 1);
    told.push_front(ToldJob { id: event.id, number, data: Arc::clone(&data) });
    data
}
