use super::{PathQuery, aside, to_read};
use crate::app::App;
use crate::error::ApiResult;
use crate::extract::{PathId, Query};
use crate::files::{Part, as_download, serve_part};
use crate::guard::{JobReadOwn, Permit};
use crate::zip_stream::{Pipe, streamed};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fovea_jobs::work::{Found, WorkFolder, WorkKind, WorkPath};
use fovea_store::{Id, Job};
use std::io::{self, BufWriter, Read, Write};
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
    let part = Part {
        tag: &entry.tag,
        bytes: entry.bytes,
        name: &entry.name,
        media_type: "application/octet-stream",
    };
    serve_part(file, &part, &headers)
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
