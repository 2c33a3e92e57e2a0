use super::evaluation::find_file;
use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::files::{self, as_download};
use crate::guard::{ModelRead, Permit};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fovea_infer::Package;
use fovea_jobs::RECIPE_TASK;
use fovea_jobs::train::REPORT;
use fovea_store::{Id, Model};
use serde::Deserialize;
use std::io::ErrorKind;
use utoipa::IntoParams;

/// A model's package
#[utoipa::path(get, path = "/models/{id}/package", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, description = "The package", content_type = "application/zip", body = Vec<u8>)))]
pub async fn package(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let model = app.store.model(id).await?;
    let tag = format!("{id}-{}", model.revision);
    let mut response = files::serve(&app.store.place().model(id), "application/zip", &tag, &headers).await?;
    download(&mut response, &model, "fovea");
    Ok(response)
}

/// A model's graph, for any ONNX runtime
#[utoipa::path(get, path = "/models/{id}/onnx", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, description = "The graph", content_type = "application/octet-stream", body = Vec<u8>)))]
pub async fn onnx(_: Permit<ModelRead>, State(app): State<App>, PathId(id): PathId) -> ApiResult<Response> {
    let model = app.store.model(id).await?;
    if model.task == RECIPE_TASK {
        return Err(Code::RecipeModel.into());
    }
    let path = app.store.place().model(id);
    let read = tokio::task::spawn_blocking(move || Package::read(&path).map(|p| p.graph().to_vec()));
    let graph = read.await?.map_err(ApiError::internal)?;
    let mut response = ([(header::CONTENT_TYPE, "application/octet-stream")], graph).into_response();
    download(&mut response, &model, "onnx");
    Ok(response)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// `zh-CN` or `en`; left out: that of the browser
    lang: Option<String>,
}

/// A package changes with its model's threshold, so that it is asked for anew each time.
fn download(response: &mut Response, model: &Model, ending: &str) {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    as_download(response, &format!("{}-{}.{ending}", model.name, model.number));
}

/// In a sandbox of its own: the page brings its scripts along and must reach nothing of ours.
const REPORT_POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
img-src data: blob:; sandbox allow-scripts allow-downloads allow-modals";

/// A model's evaluation as one HTML page
#[utoipa::path(get, path = "/models/{id}/report", tag = "models", params(("id" = Id, Path), ReportQuery),
    responses((status = 200, description = "The page", content_type = "text/html", body = String)))]
pub async fn report(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ReportQuery>,
) -> ApiResult<Response> {
    let model = app.store.model(id).await?;
    let path = find_file(&app, &model, &[REPORT, "report.html"]);
    let mut page = match tokio::fs::read_to_string(&path).await {
        Ok(page) => page,
        Err(e) if e.kind() == ErrorKind::NotFound => return Err(Code::NotFound.into()),
        Err(e) => return Err(ApiError::internal(e)),
    };
    let language = match query.lang.as_deref() {
        Some("en") => Some(("en", "en")),
        Some(zh) if zh.starts_with("zh") => Some(("zh-CN", "zh")),
        _ => None,
    };
    // The threshold may have been moved since the evaluation was written.
    let chosen = match language {
        Some((tag, word)) => format!("lang=\"{tag}\" data-chosen=\"{word}\""),
        None => "lang=\"zh-CN\"".to_owned(),
    };
    let head = format!("<html {chosen} data-threshold=\"{}\">", model.threshold as f32);
    page = page.replacen("<html lang=\"zh-CN\">", &head, 1);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, REPORT_POLICY),
    ];
    Ok((headers, page).into_response())
}
