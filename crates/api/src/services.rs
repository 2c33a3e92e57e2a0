//! Services: models at work.

pub(crate) mod ignored;

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{Permit, ServiceRead, ServiceWrite};
use crate::list::{List, page_request_in};
use crate::people::groups::named_order;
use crate::routes::BASE;
use crate::time::Time;
use crate::words::{known, word};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_service::{Point, Stats};
use fovea_store::{Id, Service, ServiceChange};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ServiceQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `name` or `created_at`, with `-` the other way round; left out: `created_at`
    sort: Option<String>,
    /// Part of the name
    q: Option<String>,
}

/// A project's services
#[utoipa::path(get, path = "/projects/{id}/services", tag = "services", params(("id" = Id, Path), ServiceQuery),
    responses((status = 200, body = List<dto::Service>)))]
pub async fn list(
    _: Permit<ServiceRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ServiceQuery>,
) -> ApiResult<Json<List<dto::Service>>> {
    let sort = query.sort.as_deref().unwrap_or("created_at");
    let order = named_order(Some(sort))?;
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let found = app.store.services(id, query.q.as_deref(), order, &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let items = found.items.into_iter().map(view).collect::<ApiResult<_>>()?;
    Ok(Json(List { items, next, total }.in_order(sort)))
}

/// Deploy a released model as a service, which starts at once
#[utoipa::path(post, path = "/projects/{id}/services", tag = "services", params(("id" = Id, Path)),
    request_body = dto::NewService, responses((status = 201, body = dto::Service)))]
pub async fn create(
    permit: Permit<ServiceWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(new): Body<dto::NewService>,
) -> ApiResult<Created<dto::Service>> {
    let name = check::name("name", &new.name, 100)?;
    app.store.project(id).await?;
    usable(&app, id, new.model_id).await?;
    let made = permit
        .store(&app)
        .create_service((id, new.model_id), &name, &word(&new.keep), new.virtual_cluster_id)
        .await?;
    let started = permit.store(&app).start_service(made.row.id, Some(permit.user())).await?;
    app.engine.wake();
    Ok(Created(view(started)?))
}

/// A model of the project that somebody has released.
async fn usable(app: &App, project: Id, model: Id) -> ApiResult<()> {
    let model = app.store.model(model).await.map_err(|_| ApiError::field("model_id", "field.unknown"))?;
    if model.project_id != project {
        return Err(ApiError::field("model_id", "field.unknown"));
    }
    if model.stage == "released" {
        Ok(())
    } else {
        Err(ApiError::from(Code::ModelNotReleased).with("stage", model.stage))
    }
}

/// A service
#[utoipa::path(get, path = "/services/{id}", tag = "services", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Service)))]
pub async fn show(
    _: Permit<ServiceRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::Service>> {
    Ok(Json(view(app.store.service(id).await?)?))
}

/// Change a service; with another model a running one is started anew
#[utoipa::path(patch, path = "/services/{id}", tag = "services", params(("id" = Id, Path)),
    request_body = dto::ServiceChange, responses((status = 200, body = dto::Service)))]
pub async fn change(
    permit: Permit<ServiceWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::ServiceChange>,
) -> ApiResult<Json<dto::Service>> {
    let name = wanted.name.as_deref().map(|n| check::name("name", n, 100)).transpose()?;
    let before = app.store.service(id).await?;
    let model = wanted.model_id.filter(|m| *m != before.row.model_id);
    if let Some(model) = model {
        usable(&app, before.row.project_id, model).await?;
    }
    let ignored = wanted.ignored.as_ref().map(ignored::written).transpose()?;
    ignored::fits(&app, &before, (model, ignored.as_ref())).await?;
    let change = ServiceChange {
        name,
        keep: wanted.keep.as_ref().map(word),
        model_id: model,
        virtual_cluster: wanted.virtual_cluster_id,
        ignored,
    };
    let changed = permit.store(&app).change_service(id, change).await?;
    let running = running_job(&changed)?;
    let (Some(job), true) = (running, model.is_some()) else { return Ok(Json(view(changed)?)) };
    app.engine.stop(&permit.store(&app), job).await?;
    let again = permit.store(&app).start_service(id, Some(permit.user())).await?;
    app.engine.wake();
    Ok(Json(view(again)?))
}

/// The job of a service that has not ended.
fn running_job(service: &Service) -> ApiResult<Option<Id>> {
    let Some(job) = &service.job else { return Ok(None) };
    Ok((!job.state()?.ended()).then_some(job.id))
}

/// Take a service away; its records stay
#[utoipa::path(delete, path = "/services/{id}", tag = "services", params(("id" = Id, Path)),
    responses((status = 204)))]
pub async fn remove(
    permit: Permit<ServiceWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    let service = app.store.service(id).await?;
    permit.store(&app).delete_service(id).await?;
    if let Some(job) = running_job(&service)? {
        app.engine.stop(&permit.store(&app), job).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Start a service; one that runs is left alone
#[utoipa::path(post, path = "/services/{id}/start", tag = "services", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Service)))]
pub async fn start(
    permit: Permit<ServiceWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::Service>> {
    let service = app.store.service(id).await?;
    usable(&app, service.row.project_id, service.row.model_id).await?;
    let started = permit.store(&app).start_service(id, Some(permit.user())).await?;
    app.engine.wake();
    Ok(Json(view(started)?))
}

/// Stop a service; pictures that it has taken in are answered first
#[utoipa::path(post, path = "/services/{id}/stop", tag = "services", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Service)))]
pub async fn stop(
    permit: Permit<ServiceWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::Service>> {
    let service = app.store.service(id).await?;
    permit.store(&app).rest_service(id).await?;
    if let Some(job) = running_job(&service)? {
        app.engine.stop(&permit.store(&app), job).await?;
    }
    Ok(Json(view(app.store.service(id).await?)?))
}

/// Requests and times of the last quarter of an hour; empty while the service does not run
#[utoipa::path(get, path = "/services/{id}/stats", tag = "services", params(("id" = Id, Path)),
    responses((status = 200, body = dto::ServiceStats)))]
pub async fn stats(
    _: Permit<ServiceRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::ServiceStats>> {
    let service = app.store.service(id).await?;
    let told = match running_job(&service)? {
        Some(job) => app.gateway.stats(job).await.ok(),
        None => None,
    };
    let stats = told.and_then(|t| serde_json::from_slice::<Stats>(&t.body).ok());
    Ok(Json(match stats {
        Some(stats) => dto::ServiceStats {
            window_s: stats.window_s,
            points: stats.points.into_iter().map(point).collect(),
            now: dto::StatsNow { in_flight: stats.now.in_flight, queue: stats.now.queue },
        },
        None => dto::ServiceStats {
            window_s: 900,
            points: Vec::new(),
            now: dto::StatsNow { in_flight: 0, queue: 0 },
        },
    }))
}

fn point(p: Point) -> dto::StatsPoint {
    let answered = p.requests > p.rejected + p.errors;
    dto::StatsPoint {
        at: Time(i64::try_from(p.at_s).unwrap_or(0).saturating_mul(1000)),
        requests: p.requests,
        rejected: p.rejected,
        errors: p.errors,
        mean_ms: answered.then_some(p.mean_ms),
        p50_ms: answered.then_some(p.p50_ms),
        p99_ms: answered.then_some(p.p99_ms),
    }
}

/// A service as clients see it. One that was never started counts as stopped.
pub fn view(service: Service) -> ApiResult<dto::Service> {
    let state = match &service.job {
        Some(job) => known(&job.state)?,
        None => dto::JobState::Stopped,
    };
    let row = service.row;
    Ok(dto::Service {
        id: row.id,
        project_id: row.project_id,
        model_id: row.model_id,
        model_number: service.model_number,
        name: row.name,
        state,
        job_id: row.job_id,
        address: format!("{BASE}/services/{}/infer", row.id),
        keep: known(&row.keep)?,
        created_at: row.created_at.into(),
        virtual_cluster_id: row.virtual_cluster_id,
        ignored: ignored::told(row.ignored.as_deref())?,
    })
}
