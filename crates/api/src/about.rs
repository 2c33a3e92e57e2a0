//! What runs here: the version, since when, and what had run before.

use crate::app::App;
use crate::error::ApiResult;
use crate::extract::Query;
use crate::guard::{Permit, SignedIn};
use crate::list::{List, ListQuery};
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// Of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Debug, Serialize, ToSchema)]
pub struct About {
    /// As semantic versioning has them
    #[schema(example = "0.1.0")]
    pub version: &'static str,
    /// When the server was started
    pub started_at: Time,
    /// SPDX expression of the licence of Fovea itself
    #[schema(example = "Apache-2.0")]
    pub licence: &'static str,
    /// Text of that licence, in English
    pub licence_text: &'static str,
}

/// A version that has run on this data.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunVersion {
    pub version: String,
    /// Since when
    pub at: Time,
}

/// What runs here
#[utoipa::path(get, path = "/about", tag = "server", responses((status = 200, body = About)))]
pub async fn show(_: Permit<SignedIn>, State(app): State<App>) -> Json<About> {
    Json(About {
        version: VERSION,
        started_at: Time(app.started_at),
        licence: env!("CARGO_PKG_LICENSE"),
        licence_text: include_str!("../../../LICENSE"),
    })
}

/// Versions that have run on this data, the newest first
#[utoipa::path(get, path = "/about/versions", tag = "server", params(ListQuery),
    responses((status = 200, body = List<RunVersion>)))]
pub async fn versions(
    _: Permit<SignedIn>,
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<RunVersion>>> {
    let page = app.store.program_versions(&query.request()?).await?;
    Ok(Json(List::of(page, |one| RunVersion { version: one.version, at: Time(one.at) })))
}
