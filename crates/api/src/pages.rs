//! The pages, from within the program.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use std::borrow::Cow;
use std::io::Read;

struct File {
    path: &'static str,
    /// Of the content.
    tag: &'static str,
    gzip: bool,
    bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

const NOT_BUILT: &str = "<!doctype html><meta charset=\"utf-8\"><title>Fovea</title>\
<h1>The pages were not built</h1>\
<p>This program was built without its pages. Build them, then the program again:</p>\
<pre>make web\nmake build</pre><p>The API under <code>/api/v1</code> works without them.</p>";

/// Every address that names no file is a place within the pages, which find their way themselves.
pub(crate) async fn show(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    match find(path) {
        Some(file) => serve(file, &headers),
        // A missing script must not come as a page.
        None if path.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        None => match find("index.html") {
            Some(index) => serve(index, &headers),
            None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response(),
        },
    }
}

fn find(path: &str) -> Option<&'static File> {
    FILES.binary_search_by(|file| file.path.cmp(path)).ok().and_then(|at| FILES.get(at))
}

fn serve(file: &'static File, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", file.tag);
    // The names of assets hold a hash of their content; anything else may change with the next version.
    let caching =
        if file.path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|v| v == tag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if file.gzip && takes_gzip(headers) {
        ([(header::CONTENT_ENCODING, "gzip")], file.bytes).into_response()
    } else {
        plain(file).into_response()
    };
    let to = response.headers_mut();
    to.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(file.path)));
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    to.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        to.insert(header::ETAG, tag);
    }
    response
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("gzip"))
}

fn plain(file: &'static File) -> Cow<'static, [u8]> {
    if !file.gzip {
        return Cow::Borrowed(file.bytes);
    }
    let mut bytes = Vec::new();
    match GzDecoder::new(file.bytes).read_to_end(&mut bytes) {
        Ok(_) => Cow::Owned(bytes),
        // The build wrote it, so this cannot be; an empty page says so.
        Err(_) => Cow::Borrowed(&[]),
    }
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_in_order_so_that_they_are_found() {
        assert!(FILES.is_sorted_by(|a, b| a.path < b.path));
        assert!(FILES.iter().all(|file| find(file.path).is_some()));
    }
}
