//! Models: what trainings gave.

mod board;
mod change;
mod download;
mod evaluation;
mod view;

pub use board::*;
pub use change::*;
pub use download::*;
pub use evaluation::*;
pub use view::view;

use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{PathId, Query, Revised};
use crate::guard::{ModelRead, Permit};
use crate::list::{List, page_request_in};
use crate::people::groups::named_order;
use crate::words::word;
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, ModelFilter};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ModelQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    stage: Option<dto::ModelStage>,
    /// `name` or `created_at`, with `-` the other way round; left out: `-created_at`
    sort: Option<String>,
    /// Part of the name or note
    q: Option<String>,
}

/// A project's models
#[utoipa::path(get, path = "/projects/{id}/models", tag = "models", params(("id" = Id, Path), ModelQuery),
    responses((status = 200, body = List<dto::Model>)))]
pub async fn list(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ModelQuery>,
) -> ApiResult<Json<List<dto::Model>>> {
    let sort = query.sort.as_deref().unwrap_or("-created_at");
    let order = named_order(Some(sort))?;
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let filter = ModelFilter { stage: query.stage.as_ref().map(word), q: query.q };
    let found = app.store.models(id, &filter, order, &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let mut items = Vec::with_capacity(found.items.len());
    for model in found.items {
        items.push(view(&app, model).await?);
    }
    Ok(Json(List { items, next, total }.in_order(sort)))
}

/// A model
#[utoipa::path(get, path = "/models/{id}", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, body = dto::Model)))]
pub async fn show(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<dto::Model>> {
    let value = view(&app, app.store.model(id).await?).await?;
    Ok(Revised { revision: value.revision, value })
}
