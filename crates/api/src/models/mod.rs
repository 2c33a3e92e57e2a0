//! Models: what trainings gave.

mod change;
mod download;
mod evaluation;
mod view;

pub use change::*;
pub use download::*;
pub use evaluation::*;
pub use view::view;

use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{PathId, Query, Revised};
use crate::guard::{ModelRead, Permit};
use crate::list::{List, ListQuery};
use axum::Json;
use axum::extract::State;
use fovea_store::Id;

/// A project's models, newest first
#[utoipa::path(get, path = "/projects/{id}/models", tag = "models", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<dto::Model>)))]
pub async fn list(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<dto::Model>>> {
    let found = app.store.models(id, &query.request()?).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let items = found.items.into_iter().map(view).collect::<ApiResult<_>>()?;
    Ok(Json(List { items, next, total }))
}

/// A model
#[utoipa::path(get, path = "/models/{id}", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Model)))]
pub async fn show(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<dto::Model>> {
    let value = view(app.store.model(id).await?)?;
    Ok(Revised { revision: value.revision, value })
}
