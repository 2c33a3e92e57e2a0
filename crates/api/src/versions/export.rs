use super::beside::write_beside;
use super::coco::write_coco;
use super::marked::Rows;
use super::report::write_report;
use super::zip_stream::{Scratch, zip_of};
use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::files::as_download;
use crate::guard::{DataRead, Permit};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fovea_store::{Id, LaidOut, Part};
use serde::Deserialize;
use std::fs;
use std::path::Path;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A folder a class, masks beside
    Folders,
    /// One `annotations.json`
    Coco,
    /// A JSON file beside each picture
    Labelme,
    /// Pascal VOC: an XML file for each picture, with boxes
    Voc,
    /// A text file for each picture, with boxes
    Yolo,
    /// A text file for each picture, with outlines
    YoloOutlines,
    /// A text file for each picture, with turned boxes
    YoloOriented,
    /// A text file for each picture, with what stands on it and where
    Icdar,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `folders` where left out
    #[param(inline)]
    format: Option<ExportFormat>,
}

/// A version as a zip archive
///
/// What the format cannot say of a label stands in `README.txt` within it.
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
    let format = query.format.unwrap_or(ExportFormat::Folders);
    let (rows, dir) = (Rows::new(&app, &version)?, scratch.0.clone());
    let task = tokio::task::spawn_blocking(move || {
        if format != ExportFormat::Folders {
            relabel(&rows, format, &dir, laid)?;
        }
        write_report(&rows, format, &dir)
    });
    task.await??;
    let mut response = zip_of(scratch).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    as_download(&mut response, &format!("{}-v{}.zip", project.name, version.number));
    Ok(response)
}

/// Puts another format's labels in the place of the masks.
fn relabel(rows: &Rows, format: ExportFormat, dir: &Path, laid: LaidOut) -> ApiResult<()> {
    let masks = dir.join("masks");
    if masks.is_dir() {
        fs::remove_dir_all(masks).map_err(ApiError::internal)?;
    }
    fs::remove_file(dir.join("classes.txt")).map_err(ApiError::internal)?;
    match format {
        ExportFormat::Coco => write_coco(rows, dir, laid),
        other => write_beside(rows, other, dir, laid),
    }
}
