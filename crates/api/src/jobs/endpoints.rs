//! The ways into a running job: which there are, how they are doing, a link that lets in, and who else may have one.

use super::may_read;
use crate::app::App;
use crate::codes::Code;
use crate::doors::{self, Entry, entry};
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId};
use crate::guard::{JobReadOwn, JobWriteOwn, Needs, Permit};
use crate::reasons::Why;
use crate::words::known;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::{Json, RequestPartsExt};
use fovea_domain::JobState;
use fovea_domain::endpoint::{Endpoint, EndpointKind, check_endpoints};
use fovea_domain::permission::Permission;
use fovea_jobs::enter::enter;
use fovea_jobs::enter::wire::{Ask, What};
use fovea_jobs::{EndpointState, endpoint_state};
use fovea_store::{EndpointShare, Id, Job, now};
use std::collections::HashMap;

const HOUR_MS: i64 = 3600 * 1000;
const MOST_HOURS: u32 = 720;
/// What others share with somebody, as far as it is listed.
const MOST_SHARED: u64 = 200;

/// The job and the endpoint's name in the path, and one more id behind them.
pub struct PathEndpoint {
    job: Id,
    name: String,
    share: Option<Id>,
}

impl<S: Send + Sync> FromRequestParts<S> for PathEndpoint {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<PathEndpoint> {
        let found = parts.extract::<axum::extract::Path<HashMap<String, String>>>().await;
        let found = found.map_err(|_| Code::NotFound)?;
        let id = |name: &str| found.get(name).and_then(|text| text.parse::<Id>().ok());
        let job = id("id").ok_or(Code::NotFound)?;
        let name = found.get("name").cloned().ok_or(Code::NotFound)?;
        Ok(PathEndpoint { job, name, share: id("share") })
    }
}

/// Ways into a job, and how each is doing
///
/// To whom only one of them was shared, only that one is there.
#[utoipa::path(get, path = "/jobs/{id}/endpoints", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Endpoints)))]
pub async fn endpoints(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Json<dto::Endpoints>> {
    let job = app.store.job_or_deleted(id, now() - app.job_kept_ms().await?).await?;
    let reads = may_read(&app, &permit, &job).await?;
    let shares = app.store.endpoint_shares(id).await?;
    let used = app.store.endpoint_uses(id).await?;
    let closed = app.store.closed_endpoints(id).await?;
    let mut items = Vec::new();
    for one in doors::endpoints(&job) {
        let entry = entry(&app, &job, &one.name, permit.user(), permit.principal.rights).await?;
        if !reads && entry == Entry::None {
            continue;
        }
        let seen = shares.iter().filter(|s| entry == Entry::Master && s.endpoint == one.name);
        items.push(dto::Endpoint {
            kind: kind(one.kind),
            state: match state(&app, &job, &one).await? {
                dto::EndpointState::Ended => dto::EndpointState::Ended,
                _ if closed.contains(&one.name) => dto::EndpointState::Closed,
                state => state,
            },
            host: doors::host(&app, id, &one.name),
            url: doors::address(&app, &headers, id, &one.name).ok(),
            may_open: entry != Entry::None,
            last_used_at: used.iter().find(|u| u.endpoint == one.name).map(|u| u.used_at.into()),
            shares: seen.cloned().map(share).collect(),
            name: one.name,
            port: one.port,
            socket: one.socket,
            logdir: one.logdir,
        });
    }
    if !reads && items.is_empty() {
        return Err(Code::NotFound.into());
    }
    Ok(Json(dto::Endpoints { items }))
}

/// One more way into a job
///
/// Of a job that runs it is there at once: a port or socket of its own program, or a tool, which is started beside it. A job that waits or is
/// paused has it once it runs. Whoever may change the job may add one.
#[utoipa::path(post, path = "/jobs/{id}/endpoints", tag = "jobs", params(("id" = Id, Path)),
    request_body = dto::JobFileEndpoint, responses((status = 201, body = dto::Endpoint)))]
pub async fn add_endpoint(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
    Body(wanted): Body<dto::JobFileEndpoint>,
) -> ApiResult<Created<dto::Endpoint>> {
    let job = app.store.job(id).await?;
    let entry = entry(&app, &job, "", permit.user(), permit.principal.rights).await?;
    if entry != Entry::Master {
        if !permit.may(Permission::JobRead) {
            return Err(Code::NotFound.into());
        }
        permit.principal.require(Permission::JobWrite)?;
        // Whoever may change all jobs, but is kept out of this one.
        permit.principal.require(Permission::JobPrivilegedManage)?;
    }
    let mut all = doors::endpoints(&job);
    if !job.runs_command() {
        return Err(Code::JobNoCommand.into());
    }
    let state = job.state()?;
    if state.ended() {
        return Err(Code::EndpointEnded.into());
    }
    let one = super::file::endpoint(&wanted);
    all.push(one.clone());
    check_endpoints(&all).map_err(|fault| {
        let field = fault.field.rsplit('.').next().unwrap_or_default().to_string();
        let why = Why::from(&fault.fault);
        ApiError::field(&field, why.code).because(&why)
    })?;
    if matches!(state, JobState::Starting | JobState::Running) {
        let ask = Ask { what: What::Keep(one.clone()), terminal: None, variables: Vec::new() };
        let told = enter(&app.engine.folder(id), 0, &ask).await;
        told.map_err(|e| ApiError::from(Code::JobNoAnswer).with("reason", e.to_string()))?;
    }
    let spec = serde_json::to_value(&one).map_err(ApiError::internal)?;
    let job = permit.store(&app).add_endpoint(&job, &one.name, spec).await?;
    Ok(Created(dto::Endpoint {
        kind: kind(one.kind),
        state: self::state(&app, &job, &one).await?,
        host: doors::host(&app, id, &one.name),
        url: doors::address(&app, &headers, id, &one.name).ok(),
        may_open: true,
        last_used_at: None,
        shares: Vec::new(),
        name: one.name,
        port: one.port,
        socket: one.socket,
        logdir: one.logdir,
    }))
}

fn kind(kind: EndpointKind) -> dto::EndpointKind {
    match kind {
        EndpointKind::Http => dto::EndpointKind::Http,
        EndpointKind::Jupyter => dto::EndpointKind::Jupyter,
        EndpointKind::Tensorboard => dto::EndpointKind::Tensorboard,
        EndpointKind::Vscode => dto::EndpointKind::Vscode,
    }
}

fn share(row: EndpointShare) -> dto::EndpointShare {
    dto::EndpointShare {
        id: row.id,
        user: row.user_name,
        created_at: row.created_at.into(),
        expires_at: row.expires_at.into(),
    }
}

async fn state(app: &App, job: &Job, endpoint: &Endpoint) -> ApiResult<dto::EndpointState> {
    let state = job.state()?;
    Ok(match state {
        JobState::Queued | JobState::Paused => dto::EndpointState::Waiting,
        _ if state.ended() => dto::EndpointState::Ended,
        _ => match endpoint_state(&app.engine.folder(job.id), endpoint).await {
            EndpointState::Starting => dto::EndpointState::Starting,
            EndpointState::Ready => dto::EndpointState::Ready,
            EndpointState::Dead => dto::EndpointState::Dead,
            EndpointState::NotInstalled => dto::EndpointState::NotInstalled,
        },
    })
}

/// The job with this endpoint, and how the caller may come in. What they may not even see is not there.
async fn found<P: Needs>(app: &App, permit: &Permit<P>, path: &PathEndpoint) -> ApiResult<(Job, Entry)> {
    let job = app.store.job(path.job).await?;
    let rights = permit.principal.rights;
    let entry = entry(app, &job, &path.name, permit.user(), rights).await?;
    let sees = entry != Entry::None || job.owner == Some(permit.user()) || permit.may(Permission::JobRead);
    let there = doors::endpoints(&job).iter().any(|e| e.name == path.name);
    if there && sees { Ok((job, entry)) } else { Err(Code::NotFound.into()) }
}

/// A link to an endpoint that works once and for one minute
///
/// It leads to a host of the endpoint's own, where the browser gets a cookie for that endpoint alone. Whoever may change the job may
/// open it, and whom they shared it with.
#[utoipa::path(post, path = "/jobs/{id}/endpoints/{name}/open", tag = "jobs",
    params(("id" = Id, Path), ("name" = String, Path)), responses((status = 200, body = dto::EndpointOpened)))]
pub async fn open_endpoint(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    path: PathEndpoint,
    headers: HeaderMap,
) -> ApiResult<Json<dto::EndpointOpened>> {
    let (job, entry) = found(&app, &permit, &path).await?;
    if entry == Entry::None {
        let needed =
            if job.owner == Some(permit.user()) { Permission::JobWriteOwn } else { Permission::JobWrite };
        permit.principal.require(needed)?;
    }
    if job.state()?.ended() {
        return Err(Code::EndpointEnded.into());
    }
    if app.store.closed_endpoints(job.id).await?.contains(&path.name) {
        return Err(Code::EndpointClosed.into());
    }
    let who = (permit.user(), permit.principal.by);
    let (url, until) = doors::link(&app, &headers, who, job.id, &path.name)?;
    permit.store(&app).note_endpoint_opened(&job, &path.name).await?;
    Ok(Json(dto::EndpointOpened { url, expires_at: until.into() }))
}

/// Let a member of the job's virtual cluster open an endpoint, for a time
///
/// Whom it is shared with already may from now on until the new moment.
#[utoipa::path(post, path = "/jobs/{id}/endpoints/{name}/shares", tag = "jobs",
    params(("id" = Id, Path), ("name" = String, Path)), request_body = dto::NewEndpointShare,
    responses((status = 201, body = dto::EndpointShare)))]
pub async fn share_endpoint(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    path: PathEndpoint,
    Body(wanted): Body<dto::NewEndpointShare>,
) -> ApiResult<Created<dto::EndpointShare>> {
    let job = shareable(&app, &permit, &path).await?;
    if !(1..=MOST_HOURS).contains(&wanted.hours) {
        return Err(ApiError::field("hours", "field.out_of_range"));
    }
    let user = app.store.user_by_name(wanted.user.trim()).await?.ok_or(Code::UserNotFound)?;
    let rights = app.store.rights_of(user.id).await?;
    if entry(&app, &job, "", user.id, rights).await? == Entry::Master {
        return Err(Code::EndpointShareOwner.into());
    }
    let member = match job.virtual_cluster_id {
        Some(cluster) => app.store.is_cluster_member(cluster, user.id).await?,
        None => false,
    };
    if !member || !rights.contains(Permission::JobReadOwn) {
        return Err(ApiError::from(Code::EndpointShareUser).with("user", user.name));
    }
    let until = now() + i64::from(wanted.hours) * HOUR_MS;
    let made = permit.store(&app).share_endpoint(&job, &path.name, user.id, permit.user(), until).await?;
    Ok(Created(share(made)))
}

/// End a share
///
/// What is asked for is refused at once; a connection that is held open ends within ten seconds.
#[utoipa::path(delete, path = "/jobs/{id}/endpoints/{name}/shares/{share}", tag = "jobs",
    params(("id" = Id, Path), ("name" = String, Path), ("share" = Id, Path)),
    responses((status = 204, description = "Ended")))]
pub async fn unshare_endpoint(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    path: PathEndpoint,
) -> ApiResult<StatusCode> {
    let job = shareable(&app, &permit, &path).await?;
    let share = path.share.ok_or(Code::NotFound)?;
    permit.store(&app).end_endpoint_share(&job, &path.name, share).await?;
    app.doors.forget();
    Ok(StatusCode::NO_CONTENT)
}

/// Close an endpoint
///
/// Nobody comes in by it any more, whoever has a link or a share; a connection that is held open ends within ten seconds. What serves there
/// goes on, and shares hold once it is opened again.
#[utoipa::path(post, path = "/jobs/{id}/endpoints/{name}/close", tag = "jobs",
    params(("id" = Id, Path), ("name" = String, Path)), responses((status = 204, description = "Closed")))]
pub async fn close_endpoint(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    path: PathEndpoint,
) -> ApiResult<StatusCode> {
    let job = shareable(&app, &permit, &path).await?;
    permit.store(&app).close_endpoint(&job, &path.name, true).await?;
    app.doors.forget();
    Ok(StatusCode::NO_CONTENT)
}

/// Open an endpoint again that was closed
#[utoipa::path(post, path = "/jobs/{id}/endpoints/{name}/reopen", tag = "jobs",
    params(("id" = Id, Path), ("name" = String, Path)), responses((status = 204, description = "Open")))]
pub async fn reopen_endpoint(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    path: PathEndpoint,
) -> ApiResult<StatusCode> {
    let job = shareable(&app, &permit, &path).await?;
    permit.store(&app).close_endpoint(&job, &path.name, false).await?;
    app.doors.forget();
    Ok(StatusCode::NO_CONTENT)
}

/// Guests let nobody in.
async fn shareable(app: &App, permit: &Permit<JobWriteOwn>, path: &PathEndpoint) -> ApiResult<Job> {
    let (job, entry) = found(app, permit, path).await?;
    if entry != Entry::Master {
        permit.principal.require(Permission::JobWrite)?;
    }
    Ok(job)
}

/// Endpoints of others that were shared with you
#[utoipa::path(get, path = "/jobs/shared_endpoints", tag = "jobs",
    responses((status = 200, body = dto::SharedEndpoints)))]
pub async fn shared_endpoints(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
) -> ApiResult<Json<dto::SharedEndpoints>> {
    let mut items = Vec::new();
    for row in app.store.endpoints_shared_with(permit.user(), MOST_SHARED).await? {
        // Of a project that was taken away meanwhile.
        let Ok(job) = app.store.job(row.job_id).await else { continue };
        let bound = permit.principal.project;
        if bound.is_some_and(|project| job.project_id != Some(project)) {
            continue;
        }
        let Some(one) = doors::endpoints(&job).into_iter().find(|e| e.name == row.endpoint) else { continue };
        let owner = match job.owner {
            Some(owner) => app.store.user_names(&[owner]).await?.remove(&owner),
            None => None,
        };
        items.push(dto::SharedEndpoint {
            job_id: job.id,
            job_name: job.name.clone(),
            job_state: known(&job.state)?,
            owner,
            endpoint: one.name,
            kind: kind(one.kind),
            expires_at: row.expires_at.into(),
        });
    }
    Ok(Json(dto::SharedEndpoints { items }))
}

/// Tools that can be started beside a job's command, and whether this server has them
#[utoipa::path(get, path = "/jobs/endpoint_tools", tag = "jobs",
    responses((status = 200, body = dto::EndpointTools)))]
pub async fn endpoint_tools(
    _: Permit<JobReadOwn>,
    State(app): State<App>,
) -> ApiResult<Json<dto::EndpointTools>> {
    let engine = app.engine.clone();
    let found = tokio::task::spawn_blocking(move || engine.tools()).await?;
    let one = |tool: fovea_jobs::Tool| dto::EndpointTool {
        kind: kind(tool.kind),
        installed: tool.installed,
        program: tool.kind.program().unwrap_or_default().into(),
    };
    Ok(Json(dto::EndpointTools { items: found.into_iter().map(one).collect() }))
}
