use super::{PathQuery, aside, to_read};
use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::files::{as_download, knows};
use crate::guard::{JobReadOwn, Permit};
use crate::zip_stream::{Pipe, streamed};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fovea_jobs::work::{Found, WorkFile, WorkFolder, WorkKind, WorkPath};
use fovea_store::{Id, Job};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use tokio_util::io::ReaderStream;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PART: usize = 128 << 10;
/// Without the longer form an archive holds no larger file.
const SHORT_FORM: u64 = u32::MAX as u64;
/// Names of what was left out of an archive, as far as they are told in it.
const MOST_LEFT: usize = 10_000;
const LEFT_OUT: &str = "LEFT-OUT.txt";

/// A file of a job's work folder, or a folder as a zip archive
///
/// Of a file parts are given (`Range`). An archive is made while it is sent; links, pipes and what may not be read are left out, and
/// named in its `LEFT-OUT.txt`.
#[utoipa::path(get, path = "/jobs/{id}/files/content", tag = "jobs",
    params(("id" = Id, Path), PathQuery, ("Range" = Option<String>, Header), ("If-Range" = Option<String>, Header),
        ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, description = "The file, or the archive", content((Vec<u8> = "application/octet-stream"), (Vec<u8> = "application/zip"))),
        (status = 206, description = "The part", content_type = "application/octet-stream", body = Vec<u8>)))]
pub async fn file_content(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(at): Query<PathQuery>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let (job, folder) = to_read(&app, &permit, id).await?;
    let path = at.parse()?;
    let (looked, way) = (folder.clone(), path.clone());
    let entry = aside(move || looked.entry(&way)).await?;
    if entry.kind == WorkKind::Folder {
        return Ok(archive(&job, folder, path));
    }
    let (file, entry) = aside(move || folder.open(&path)).await?;
    serve(file, &entry, &headers)
}

fn serve(mut file: File, entry: &WorkFile, asked: &HeaderMap) -> ApiResult<Response> {
    let tag = format!("\"{}\"", entry.tag);
    let about = |response: &mut Response| {
        let headers = response.headers_mut();
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
    };
    if knows(asked, &entry.tag) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        about(&mut response);
        return Ok(response);
    }
    let text = |name| asked.get(name).and_then(|value| value.to_str().ok());
    let same = text(header::IF_RANGE).is_none_or(|known| known.trim() == tag);
    let (from, to, part) =
        match text(header::RANGE).filter(|_| same).and_then(|range| range_of(range, entry.bytes)) {
            None => (0, entry.bytes, false),
            Some(Some((from, to))) => (from, to, true),
            Some(None) => {
                return Err(ApiError::from(Code::WorkRange)
                    .with("path", entry.path.clone())
                    .with("bytes", entry.bytes));
            }
        };
    file.seek(SeekFrom::Start(from)).map_err(ApiError::internal)?;
    // No more than is said, should the file grow meanwhile.
    let body = tokio::io::AsyncReadExt::take(tokio::fs::File::from_std(file), to - from);
    let mut response = Body::from_stream(ReaderStream::with_capacity(body, PART)).into_response();
    about(&mut response);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    if part {
        let told = format!("bytes {from}-{}/{}", to.saturating_sub(1), entry.bytes);
        headers.extend(HeaderValue::from_str(&told).ok().map(|told| (header::CONTENT_RANGE, told)));
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    // Never shown by a browser as a page of ours: it is somebody else's.
    as_download(&mut response, &entry.name);
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

fn archive(job: &Job, folder: WorkFolder, path: WorkPath) -> Response {
    let name = path.name().unwrap_or_else(|| format!("job-{}", job.id));
    let mut response = streamed(move |pipe| write(&folder, &path, pipe)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    as_download(&mut response, &format!("{name}.zip"));
    response
}

fn write(folder: &WorkFolder, path: &WorkPath, pipe: Pipe) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(BufWriter::with_capacity(PART, pipe));
    let mut left = Vec::new();
    let plain = SimpleFileOptions::default();
    let walked = folder.each(path, &mut |way, found| {
        let name = way.shown();
        match found {
            Found::Folder => zip.add_directory(name, plain).map_err(io::Error::other),
            Found::Left(why) => {
                if left.len() < MOST_LEFT {
                    left.push(format!("{name}: {why}\n"));
                }
                Ok(())
            }
            Found::File(file, entry) => {
                let large = entry.bytes >= SHORT_FORM / 2;
                let rights = if entry.executable { 0o755 } else { 0o644 };
                let how = plain.compression_method(CompressionMethod::Deflated).compression_level(Some(1));
                zip.start_file(name, how.large_file(large).unix_permissions(rights))
                    .map_err(io::Error::other)?;
                // A file that grows without end is cut where the archive could hold no more.
                let most = if large { u64::MAX } else { SHORT_FORM };
                io::copy(&mut file.take(most), &mut zip).map(|_| ())
            }
        }
    });
    walked.map_err(io::Error::other)?;
    if !left.is_empty() {
        zip.start_file(LEFT_OUT, plain).map_err(io::Error::other)?;
        zip.write_all(left.concat().as_bytes())?;
    }
    zip.finish().map_err(io::Error::other)?.into_inner().flush()
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
