//! Whoever works on a picture has it to themselves meanwhile.

use crate::app::App;
use crate::codes::Code;
use crate::dto::{LeaseWanted, PictureLease};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query};
use crate::guard::{Label, Permit};
use crate::pictures::access::changeable;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_store::{Id, LEASE_MS, Lease};
use serde::Deserialize;
use utoipa::IntoParams;

/// Take a picture to work on, or keep it
///
/// Meanwhile nobody else can save what they say of it. It ends by itself half a minute after it was asked for last.
#[utoipa::path(put, path = "/pictures/{id}/lease", tag = "annotation", request_body = LeaseWanted,
    params(("id" = Id, Path)), responses((status = 200, body = PictureLease)))]
pub async fn renew(
    permit: Permit<Label>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<LeaseWanted>,
) -> ApiResult<Json<PictureLease>> {
    changeable(&app, &permit.principal, id).await?;
    match permit.store(&app).lease_picture(id, permit.user(), wanted.active).await? {
        Lease::Yours { until } => {
            Ok(Json(PictureLease { until: until.into(), again_s: (LEASE_MS / 3000).unsigned_abs() }))
        }
        Lease::Theirs { name, .. } => Err(ApiError::from(Code::AnnotationLeased).with("name", name)),
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReleaseQuery {
    /// The hand moved since the last time
    #[serde(default)]
    active: bool,
}

/// Let go of a picture
#[utoipa::path(delete, path = "/pictures/{id}/lease", tag = "annotation", params(("id" = Id, Path), ReleaseQuery),
    responses((status = 204, description = "It is free, or another's")))]
pub async fn release(
    permit: Permit<Label>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ReleaseQuery>,
) -> ApiResult<StatusCode> {
    permit.store(&app).release_picture(id, permit.user(), query.active).await?;
    Ok(StatusCode::NO_CONTENT)
}
