//! A request that came to a door.

use super::pass::{self, Pass};
use super::rights::{Entry, entry};
use super::{BELIEVED, Believed, MOST_BELIEVED, endpoints, lock, make_room, scheme, split_host};
use crate::app::App;
use crate::error::ApiResult;
use crate::hashing::hash_secret;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::Next;
use fovea_domain::JobState;
use fovea_domain::endpoint::of_host_label;
use fovea_gateway::{Broken, Notice, Visit, crossing, page};
use fovea_jobs::{EndpointState, endpoint_state};
use fovea_store::{Id, StoreError, now};
use std::sync::Arc;
use std::time::Instant;

/// Where a link leads; nothing of a job is ever there.
pub const ENTER: &str = "/.fovea/enter";
/// A cookie is good for so long, as long as what it stands for is.
const VISIT_MS: i64 = 24 * 3600 * 1000;

/// The name of a door.
pub struct Door {
    label: String,
    job: Id,
    endpoint: String,
    host: String,
}

/// Requests to a door go there; all others are the platform's.
pub async fn divert(State(app): State<App>, request: Request, next: Next) -> Response<Body> {
    match door(&app, request.headers()) {
        Some(door) => answer(&app, door, request).await,
        None => next.run(request).await,
    }
}

/// The door that a request is for; `None`: it is for the platform.
pub fn door(app: &App, headers: &HeaderMap) -> Option<Door> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    // Of most requests to the platform this is all that is looked at.
    if !host.contains("--") {
        return None;
    }
    let host = host.to_ascii_lowercase();
    let (name, _) = split_host(&host);
    let label = name.strip_suffix(app.settings.domain())?.strip_suffix('.')?;
    let (endpoint, job) = of_host_label(label)?;
    let (label, endpoint) = (label.into(), endpoint.into());
    Some(Door { label, job: job.into(), endpoint, host })
}

pub async fn answer(app: &App, door: Door, request: Request) -> Response<Body> {
    // What a page of ours needs to know once the request is gone.
    let mut asked = HeaderMap::new();
    for name in [header::ACCEPT, header::ACCEPT_LANGUAGE] {
        if let Some(value) = request.headers().get(&name) {
            asked.insert(name, value.clone());
        }
    }
    let answered = match request.uri().path() == ENTER {
        true => enter(app, &door, ticket(&request)).await,
        false => pass_on(app, &door, request).await,
    };
    match answered {
        Ok(Ok(response)) => response,
        Ok(Err(notice)) => page(notice, &asked),
        Err(_) => page(Notice::Broken, &asked),
    }
}

type Answered = ApiResult<Result<Response<Body>, Notice>>;

/// Of a link that was followed; whatever else asks there uses none up.
fn ticket(request: &Request) -> Option<String> {
    let query = request.uri().query().filter(|_| request.method() == Method::GET)?;
    query.split('&').find_map(|part| part.strip_prefix("ticket=")).map(String::from)
}

/// A link that works once becomes a cookie of this host.
async fn enter(app: &App, door: &Door, ticket: Option<String>) -> Answered {
    let Some(ticket) = ticket else { return Ok(Err(Notice::UsedLink)) };
    let fits = |pass: &Pass| pass.job == door.job && pass.endpoint == door.endpoint;
    let Some(pass) = app.doors.redeem(&ticket).filter(fits) else { return Ok(Err(Notice::UsedLink)) };
    let pass = pass.until(now() + VISIT_MS);
    if !admitted(app, &pass).await? {
        return Ok(Err(Notice::NotLetIn));
    }
    let cookie = pass::set_cookie(app, &pass.seal(app).await?, VISIT_MS / 1000);
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::from_static("/"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Some(cookie) = cookie {
        headers.insert(header::SET_COOKIE, cookie);
    }
    Ok(Ok(response))
}

async fn pass_on(app: &App, door: &Door, request: Request) -> Answered {
    let Some(pass) = let_in(app, door, request.headers()).await? else { return Ok(Err(Notice::NotLetIn)) };
    if !crossing::allowed(request.method(), request.headers(), &door.host) {
        return Ok(Err(Notice::OtherPage));
    }
    let used = {
        let (app, endpoint) = (app.clone(), door.endpoint.clone());
        let job = door.job;
        Arc::new(move || app.doors.used(&app, job, &endpoint))
    };
    let may_stay = {
        let (app, pass) = (app.clone(), pass);
        Arc::new(move || {
            let (app, pass) = (app.clone(), pass.clone());
            // What cannot be found out now is asked again later.
            let asked = async move { admitted(&app, &pass).await.unwrap_or(true) };
            Box::pin(asked) as std::pin::Pin<Box<dyn Future<Output = bool> + Send>>
        })
    };
    let visit = Visit { scheme: scheme(app), used, may_stay, closing: app.stopping.clone() };
    match app.doors.proxy.pass(&door.label, request, visit).await {
        Ok(response) => Ok(Ok(response)),
        Err(broken) => Ok(Err(why(app, door, &broken).await?)),
    }
}

/// By any of the cookies that came along; believed for a moment once it was found out.
async fn let_in(app: &App, door: &Door, headers: &HeaderMap) -> ApiResult<Option<Arc<Pass>>> {
    for cookie in pass::cookies(app, headers) {
        let key = hash_secret(cookie);
        let pass = match believed(app, &key) {
            Some(pass) => pass,
            None => {
                let found = match Pass::open(app, cookie).await {
                    Some(pass) if admitted(app, &pass).await? => Some(Arc::new(pass)),
                    _ => None,
                };
                let mut believed = lock(&app.doors.believed);
                make_room(&mut believed);
                let now = Instant::now();
                believed.insert(key, Believed { found_out: now, asked: now, pass: found.clone() });
                found
            }
        };
        if let Some(pass) = pass.filter(|p| p.job == door.job && p.endpoint == door.endpoint) {
            return Ok(Some(pass));
        }
    }
    Ok(None)
}

/// What is known of a cookie; `None`: it is to be found out. Of many requests that come when it is too old one finds it out anew.
fn believed(app: &App, key: &[u8]) -> Option<Option<Arc<Pass>>> {
    let mut all = lock(&app.doors.believed);
    let known = all.get_mut(key)?;
    let age = known.found_out.elapsed();
    if age >= MOST_BELIEVED || (age >= BELIEVED && known.asked.elapsed() >= BELIEVED) {
        known.asked = Instant::now();
        return None;
    }
    Some(known.pass.clone())
}

/// Whether the holder may come in by this door now.
async fn admitted(app: &App, pass: &Pass) -> ApiResult<bool> {
    if pass.until <= now() {
        return Ok(false);
    }
    let Some(holder) = pass.holder(app).await? else { return Ok(false) };
    let job = match app.store.job(pass.job).await {
        Ok(job) => job,
        Err(StoreError::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    if holder.project.is_some_and(|project| job.project_id != Some(project)) {
        return Ok(false);
    }
    if app.store.closed_endpoints(job.id).await?.contains(&pass.endpoint) {
        return Ok(false);
    }
    Ok(entry(app, &job, &pass.endpoint, pass.user, holder.rights).await? != Entry::None)
}

/// Why nothing of the job came back.
async fn why(app: &App, door: &Door, broken: &Broken) -> ApiResult<Notice> {
    match broken {
        Broken::Busy => return Ok(Notice::Busy),
        Broken::Late => return Ok(Notice::Late),
        Broken::Nobody | Broken::Cut(_) | Broken::Address => {}
    }
    let job = app.store.job(door.job).await?;
    let Some(endpoint) = endpoints(&job).into_iter().find(|e| e.name == door.endpoint) else {
        return Ok(Notice::Unknown);
    };
    let state = job.state()?;
    Ok(match state {
        JobState::Queued | JobState::Paused => Notice::Waiting,
        _ if state.ended() => Notice::Ended,
        _ => match endpoint_state(&app.engine.folder(job.id), &endpoint).await {
            EndpointState::Starting => Notice::Starting,
            EndpointState::Dead => Notice::Dead,
            EndpointState::NotInstalled => Notice::NotInstalled,
            EndpointState::Ready => Notice::Broken,
        },
    })
}
