//! What runs, ran or waits.

mod again;
mod device_errors;
mod endpoints;
mod enter;
pub(crate) mod file;
mod files;
mod follow;
mod list;
mod log;
mod metrics;
mod parameters;
mod places;
mod steer;
pub(crate) mod submit;
mod tasks;
mod view;

pub use again::job_file_of;
pub use device_errors::*;
pub use endpoints::*;
pub use enter::*;
pub(crate) use file::notify;
pub use files::*;
pub use follow::*;
pub use list::*;
pub use log::*;
pub use metrics::*;
pub use steer::*;
pub use submit::*;
pub use tasks::*;
pub use view::{view, views};

use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{Body, PathId};
use crate::guard::{JobReadOwn, JobWriteOwn, Permit};
use axum::Json;
use axum::extract::State;
use fovea_domain::permission::Permission;
use fovea_domain::quota::check_priority;
use fovea_store::{Id, JobKind, now};

/// A job
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Job)))]
pub async fn show(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::Job>> {
    let job = readable(&app, &permit, id).await?;
    Ok(Json(view(&app, job).await?))
}

/// Another's job is not there for those who may only see their own.
pub(super) async fn readable(app: &App, permit: &Permit<JobReadOwn>, id: Id) -> ApiResult<fovea_store::Job> {
    let since = now() - app.job_kept_ms().await?;
    let job = app.store.job_or_deleted(id, since).await?;
    if may_read(app, permit, &job).await? { Ok(job) } else { Err(Code::NotFound.into()) }
}

async fn may_read(app: &App, permit: &Permit<JobReadOwn>, job: &fovea_store::Job) -> ApiResult<bool> {
    let own = job.owner == Some(permit.user());
    // A service is everybody's who may see services, and so is what runs it.
    let service = job.is(JobKind::Service) && permit.may(Permission::ServiceRead);
    Ok(own || service || permit.may(Permission::JobRead) || oversees(app, job, permit.user()).await?)
}

/// Whether a job of somebody else is this user's affair: it is of a project that they made, or of a virtual cluster that they
/// administer.
async fn oversees(app: &App, job: &fovea_store::Job, user: Id) -> ApiResult<bool> {
    if let Some(project) = job.project_id
        && app.store.project(project).await?.created_by == Some(user)
    {
        return Ok(true);
    }
    administers(app, job, user).await
}

/// Whether this user administers the virtual cluster of the job.
pub(crate) async fn administers(app: &App, job: &fovea_store::Job, user: Id) -> ApiResult<bool> {
    match job.virtual_cluster_id {
        Some(cluster) => Ok(app.store.administers_cluster(cluster, user).await?),
        None => Ok(false),
    }
}

/// A job that the caller may change: their own, one of a project that they made or of a virtual cluster that they administer, or
/// any. Tells whether they may give it any priority.
async fn changeable(app: &App, permit: &Permit<JobWriteOwn>, id: Id) -> ApiResult<(fovea_store::Job, bool)> {
    let found = app.store.job(id).await?;
    let manages = permit.may(Permission::JobWrite) || administers(app, &found, permit.user()).await?;
    if found.owner != Some(permit.user()) && !manages && !oversees(app, &found, permit.user()).await? {
        // Who may see it is told that they may not change it; to others it is not there.
        if !permit.may(Permission::JobRead) {
            return Err(Code::NotFound.into());
        }
        permit.principal.require(Permission::JobWrite)?;
    }
    Ok((found, manages))
}

/// Change the priority of a job that waits
#[utoipa::path(patch, path = "/jobs/{id}", tag = "jobs", params(("id" = Id, Path)), request_body = dto::JobChange,
    responses((status = 200, body = dto::Job)))]
pub async fn change(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::JobChange>,
) -> ApiResult<Json<dto::Job>> {
    let (_, manages) = changeable(&app, &permit, id).await?;
    check_priority(wanted.priority, manages)?;
    let job = permit.store(&app).set_priority(id, wanted.priority).await?;
    app.engine.wake();
    Ok(Json(view(&app, job).await?))
}

/// Ask a job to end
///
/// A training keeps what it learnt so far as a model. A job that has ended is left as it is.
#[utoipa::path(post, path = "/jobs/{id}/stop", tag = "jobs", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Job)))]
pub async fn stop(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::Job>> {
    let (found, _) = changeable(&app, &permit, id).await?;
    let store = permit.store(&app);
    if let Some(service) = found.service_id {
        // Nothing is to follow it.
        match store.rest_service(service).await {
            Err(fovea_store::StoreError::NotFound { .. }) => {}
            other => other?,
        }
    }
    let job = app.engine.stop(&store, id).await?;
    Ok(Json(view(&app, job).await?))
}
