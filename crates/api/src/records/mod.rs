//! Records: every verdict that was given, and what people said of it.

mod counts;
mod csv;
mod pictures;
mod recheck;
mod view;

pub use counts::*;
pub use csv::*;
pub use pictures::*;
pub use recheck::*;
pub(crate) use view::{milliseconds, region};
pub use view::{prediction_of, view, views};

use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{PathId, Query};
use crate::guard::{Permit, RecordRead};
use crate::list::{List, page_request};
use crate::time::Time;
use crate::words::word;
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, RecordFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a person said, that nobody has, or that somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rechecked {
    None,
    Ok,
    Ng,
    Any,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecordQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    service_id: Option<Id>,
    verdict: Option<dto::OkOrNg>,
    class: Option<String>,
    #[param(inline)]
    recheck: Option<Rechecked>,
    serial: Option<String>,
    /// True: only those that a recipe left to a person; they are NG, too
    asked: Option<bool>,
    from: Option<Time>,
    /// Not included
    to: Option<Time>,
}

impl RecordQuery {
    fn filter(&self) -> RecordFilter {
        let given = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
        RecordFilter {
            service_id: self.service_id,
            verdict: self.verdict.as_ref().map(word),
            class: given(&self.class),
            recheck: self.recheck.as_ref().map(word),
            serial: given(&self.serial),
            asks: self.asked == Some(true),
            from: self.from.map(|t| t.0),
            to: self.to.map(|t| t.0),
        }
    }
}

/// A project's records, newest first
///
/// With the filters `class` or `serial`, `total` counts up to ten thousand.
#[utoipa::path(get, path = "/projects/{id}/records", tag = "records", params(("id" = Id, Path), RecordQuery),
    responses((status = 200, body = List<dto::Record>)))]
pub async fn list(
    _: Permit<RecordRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<RecordQuery>,
) -> ApiResult<Json<List<dto::Record>>> {
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let found = app.store.records(id, &query.filter(), &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    Ok(Json(List { items: views(&app, found.items).await?, next, total }))
}

/// A record
#[utoipa::path(get, path = "/records/{id}", tag = "records", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Record)))]
pub async fn show(
    _: Permit<RecordRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::Record>> {
    let record = app.store.record(id).await?;
    Ok(Json(view(&app, record).await?))
}
