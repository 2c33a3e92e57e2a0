//! Files as answers, streamed.

use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io::ErrorKind;
use std::path::Path;
use tokio_util::io::ReaderStream;

/// Content that its address names by its hash or never changes: kept by browsers, but not by what lies between.
pub(crate) const FOR_EVER: &str = "private, max-age=31536000, immutable";

/// Streams a file. `tag` names the content.
pub(crate) async fn serve(
    path: &Path,
    media_type: &'static str,
    tag: &str,
    asked: &HeaderMap,
) -> ApiResult<Response> {
    if knows(asked, tag) {
        return Ok(unchanged(tag));
    }
    let file = match tokio::fs::File::open(path).await {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Err(Code::NotFound.into()),
        Err(e) => return Err(ApiError::internal(format!("{}: {e}", path.display()))),
    };
    let length = file.metadata().await.map_err(ApiError::internal)?.len();
    let mut response = Body::from_stream(ReaderStream::with_capacity(file, 64 << 10)).into_response();
    describe(&mut response, media_type, tag);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    Ok(response)
}

/// Answers with bytes that were made just now.
pub(crate) fn made(bytes: Vec<u8>, media_type: &'static str, tag: &str) -> Response {
    let mut response = bytes.into_response();
    describe(&mut response, media_type, tag);
    response
}

/// Whether the client has this content.
pub(crate) fn knows(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    known.is_some_and(|known| {
        known.split(',').any(|k| k.trim().trim_start_matches("W/").trim_matches('"') == tag)
    })
}

pub(crate) fn unchanged(tag: &str) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    set_tag(&mut response, tag);
    response
}

fn describe(response: &mut Response, media_type: &'static str, tag: &str) {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    set_tag(response, tag);
}

fn set_tag(response: &mut Response, tag: &str) {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        headers.insert(header::ETAG, tag);
    }
}

/// Says under which name a browser should keep it.
pub(crate) fn as_download(response: &mut Response, name: &str) {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%;".contains(c) { c } else { '_' }).collect();
    let coded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    let text = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
}
