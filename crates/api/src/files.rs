//! Files as answers, streamed.

use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fs::File;
use std::io::{ErrorKind, Seek, SeekFrom};
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
    stream(file, media_type, tag).await
}

/// Streams a file that is open.
pub(crate) async fn stream(
    file: tokio::fs::File,
    media_type: &'static str,
    tag: &str,
) -> ApiResult<Response> {
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

const PART_BYTES: usize = 128 << 10;

/// A file of which parts are given.
pub(crate) struct Part<'a> {
    /// Names the content.
    pub tag: &'a str,
    pub bytes: u64,
    /// As a browser should keep it
    pub name: &'a str,
    pub media_type: &'static str,
}

/// The file, or the part of it that is asked for.
pub(crate) fn serve_part(mut file: File, entry: &Part, asked: &HeaderMap) -> ApiResult<Response> {
    let tag = format!("\"{}\"", entry.tag);
    let about = |response: &mut Response| {
        let headers = response.headers_mut();
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
    };
    if knows(asked, entry.tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        about(&mut response);
        return Ok(response);
    }
    let text = |name| asked.get(name).and_then(|value| value.to_str().ok());
    let same = text(header::IF_RANGE).is_none_or(|known| known.trim() == tag);
    let (from, to, part) = match text(header::RANGE)
        .filter(|_| same)
        .and_then(|range| range_of(range, entry.bytes))
    {
        None => (0, entry.bytes, false),
        Some(Some((from, to))) => (from, to, true),
        Some(None) => {
            return Err(ApiError::from(Code::WorkRange).with("path", entry.name).with("bytes", entry.bytes));
        }
    };
    file.seek(SeekFrom::Start(from)).map_err(ApiError::internal)?;
    // No more than is said, should the file grow meanwhile.
    let body = tokio::io::AsyncReadExt::take(tokio::fs::File::from_std(file), to - from);
    let mut response = Body::from_stream(ReaderStream::with_capacity(body, PART_BYTES)).into_response();
    about(&mut response);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(entry.media_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    if part {
        let told = format!("bytes {from}-{}/{}", to.saturating_sub(1), entry.bytes);
        headers.extend(HeaderValue::from_str(&told).ok().map(|told| (header::CONTENT_RANGE, told)));
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    // Never shown by a browser as a page of ours: it is somebody else's.
    as_download(&mut response, entry.name);
    Ok(response)
}

/// First byte, and the one behind the last. `None`: no range that is understood, so all is sent; within, none that is there.
fn range_of(text: &str, bytes: u64) -> Option<Option<(u64, u64)>> {
    let range = text.trim().strip_prefix("bytes=").filter(|range| !range.contains(','))?;
    let (from, to) = range.split_once('-')?;
    let (from, to) = (from.trim(), to.trim());
    let number = |text: &str| text.parse::<u64>().ok();
    if from.is_empty() {
        let last = number(to)?;
        return Some((last > 0 && bytes > 0).then(|| (bytes.saturating_sub(last), bytes)));
    }
    let from = number(from)?;
    let end = match to.is_empty() {
        true => bytes,
        false => number(to).filter(|to| *to >= from)?.saturating_add(1).min(bytes),
    };
    Some((from < end).then_some((from, end)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_protocol_says() {
        assert_eq!(range_of("bytes=0-3", 10), Some(Some((0, 4))));
        assert_eq!(range_of("bytes=7-", 10), Some(Some((7, 10))));
        assert_eq!(range_of("bytes=7-99", 10), Some(Some((7, 10))));
        assert_eq!(range_of("bytes=-4", 10), Some(Some((6, 10))));
        assert_eq!(range_of("bytes=-40", 10), Some(Some((0, 10))));
        for beyond in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(range_of(beyond, 10), Some(None), "{beyond}");
        }
        for strange in ["", "lines=1-2", "bytes=1-2,4-5", "bytes=5-2", "bytes=a-b", "bytes=5"] {
            assert_eq!(range_of(strange, 10), None, "{strange}");
        }
    }
}
