use super::coco::write_coco;
use super::zip_stream::{Scratch, zip_of};
use crate::app::App;
use crate::error::ApiResult;
use crate::extract::{PathId, Query};
use crate::files::as_download;
use crate::guard::{DataRead, Permit};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fovea_store::{Id, Part};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A folder a class, masks beside
    Folders,
    Coco,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `folders` where left out
    #[param(inline)]
    format: Option<ExportFormat>,
}

/// A version as a zip archive
#[utoipa::path(get, path = "/versions/{id}/export", tag = "versions", params(("id" = Id, Path), ExportQuery),
    responses((status = 200, description = "Pictures and labels", content_type = "application/zip", body = Vec<u8>)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ExportQuery>,
) -> ApiResult<Response> {
    let version = app.store.version(id).await?;
    let project = app.store.project(version.project_id).await?;
    // Among the uploads, whose rest is cleared when the server starts.
    let scratch = Scratch(app.store.place().uploads().join(format!("export-{}", Id::new())));
    let laid = app.store.lay_out(id, &scratch.0, Part::Whole).await?;
    if query.format == Some(ExportFormat::Coco) {
        write_coco(&app, &version, &scratch.0, laid).await?;
    }
    let mut response = zip_of(scratch).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    as_download(&mut response, &format!("{}-v{}.zip", project.name, version.number));
    Ok(response)
}
