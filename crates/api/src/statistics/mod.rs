//! Statistics of versions and projects, worked out by a task of the server.

mod closely;
mod figures;
mod near;
mod work;

pub use work::go_on;

use crate::app::App;
use crate::codes::Code;
use crate::dto::{Facet, LastStatistics, Statistics, StatisticsWanted};
use crate::error::ApiResult;
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{DataWrite, LookAtData, Permit};
use crate::words::{known, stored};
use axum::Json;
use axum::extract::State;
use fovea_domain::dataset;
use fovea_store::{Id, Statistic};
use serde::Deserialize;
use utoipa::IntoParams;

/// Begin to work out statistics
///
/// It goes on in the background; where it is under way already, that is answered. What each content looks like is worked out
/// once, so that a second time is quick.
#[utoipa::path(post, path = "/projects/{id}/statistics", tag = "versions", params(("id" = Id, Path)),
    request_body = StatisticsWanted, responses((status = 201, body = Statistics)))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<StatisticsWanted>,
) -> ApiResult<Created<Statistics>> {
    if let Some(version) = wanted.version_id
        && app.store.version(version).await?.project_id != project
    {
        return Err(Code::NotFound.into());
    }
    if app.store.step_counts(project, 0).await?.pictures == 0 && wanted.version_id.is_none() {
        app.store.project(project).await?;
        return Err(Code::StatisticsNone.into());
    }
    let (begun, new) = permit.store(&app).start_statistics(project, wanted.version_id, permit.user()).await?;
    if new {
        work::start(&app, begun.clone());
    }
    Ok(Created(view(&app, begun).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatisticsQuery {
    /// Of which version; left out: of the project as it is
    version_id: Option<Id>,
}

/// The last statistics of a project or of one of its versions
#[utoipa::path(get, path = "/projects/{id}/statistics", tag = "versions",
    params(("id" = Id, Path), StatisticsQuery), responses((status = 200, body = LastStatistics)))]
pub async fn last(
    _: Permit<LookAtData>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<StatisticsQuery>,
) -> ApiResult<Json<LastStatistics>> {
    if let Some(version) = query.version_id
        && app.store.version(version).await?.project_id != project
    {
        return Err(Code::NotFound.into());
    }
    let (done, last) = app.store.last_statistics(project, query.version_id).await?;
    let newer = last.filter(|l| done.as_ref().is_none_or(|d| d.number < l.number));
    let changed = match (&done, query.version_id) {
        (Some(done), None) => app.store.changed_since(project, done.created_at).await?,
        // A version never changes.
        _ => false,
    };
    let done = match done {
        Some(done) => Some(view(&app, done).await?),
        None => None,
    };
    let stale = match (&done, query.version_id) {
        (Some(done), None) if !changed => parts_differ(&app, done).await?,
        _ => changed,
    };
    Ok(Json(LastStatistics {
        done,
        newer: match newer {
            Some(newer) => Some(view(&app, newer).await?),
            None => None,
        },
        stale,
    }))
}

/// Statistics, with how far they are
#[utoipa::path(get, path = "/statistics/{id}", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Statistics)))]
pub async fn show(
    _: Permit<LookAtData>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Statistics>> {
    Ok(Json(view(&app, app.store.statistic(id).await?).await?))
}

/// Work them out no further
#[utoipa::path(post, path = "/statistics/{id}/cancel", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Statistics)))]
pub async fn cancel(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Statistics>> {
    app.store.statistic(id).await?;
    let ended = permit.store(&app).end_statistics(id, "cancelled").await?;
    Ok(Json(view(&app, ended).await?))
}

/// Whether labelled pictures went from one part into another since.
async fn parts_differ(app: &App, of: &Statistics) -> ApiResult<bool> {
    let Some(result) = &of.result else { return Ok(false) };
    let then = result.by_class.iter().fold([0, 0], |[v, t], c| [v + c.validation, t + c.test]);
    let mut now = [0, 0];
    for one in app.store.split_counts(of.project_id).await?.iter().filter(|one| one.verdict.is_some()) {
        let [validation, test] = &mut now;
        match one.split.as_deref().and_then(dataset::Part::from_name) {
            Some(dataset::Part::Validation) => *validation += one.pictures.unsigned_abs(),
            Some(dataset::Part::Test) => *test += one.pictures.unsigned_abs(),
            _ => {}
        }
    }
    Ok(then != now)
}

async fn view(app: &App, row: Statistic) -> ApiResult<Statistics> {
    let names = app.store.user_names(row.created_by.as_slice()).await?;
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(Statistics {
        id: row.id,
        project_id: row.project_id,
        version_id: row.version_id,
        state: known(&row.state)?,
        done: number(row.done),
        total: number(row.total),
        created_by: row.created_by.and_then(|id| names.get(&id).cloned()),
        created_at: row.created_at.into(),
        ended_at: row.ended_at.map(Into::into),
        result: row.result.as_deref().map(stored).transpose()?,
    })
}

impl From<Facet> for dataset::Facet {
    fn from(facet: Facet) -> dataset::Facet {
        match facet {
            Facet::Size => dataset::Facet::Size,
            Facet::Brightness => dataset::Facet::Brightness,
            Facet::Sharpness => dataset::Facet::Sharpness,
            Facet::Extent => dataset::Facet::Extent,
            Facet::Aspect => dataset::Facet::Aspect,
            Facet::Place => dataset::Facet::Place,
            Facet::Near => dataset::Facet::Near,
            Facet::Leak => dataset::Facet::Leak,
            Facet::Unreadable => dataset::Facet::Unreadable,
            Facet::OutOfReach => dataset::Facet::OutOfReach,
        }
    }
}
