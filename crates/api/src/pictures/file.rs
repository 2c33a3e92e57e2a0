use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::extract::PathId;
use crate::files;
use crate::guard::{Permit, SeePicture};
use crate::pictures::access::shown;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use fovea_store::{BlobHash, Blobs, Id, StoreError};
use fovea_vision::{
    Limits, Picture, VisionError, decode_bytes, decode_for, encode_jpeg, encode_png_rgb, read_limited,
};

/// Longer side of a thumbnail.
const THUMB_PX: u32 = 320;
const THUMB_QUALITY: u8 = 82;

/// The picture's file as it was uploaded
///
/// A format that browsers do not show (TIFF, PNM) comes as PNG to whoever asks for pictures but not for it.
#[utoipa::path(get, path = "/pictures/{id}/file", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, description = "The picture", content_type = "image/*", body = Vec<u8>),
        (status = 304, description = "You have it")))]
pub async fn file(
    permit: Permit<SeePicture>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let row = shown(&app, &permit.principal, id).await?.row;
    blob(&app, &row.hash, &row.format, &headers).await
}

/// The picture in small, as JPEG
#[utoipa::path(get, path = "/pictures/{id}/thumb", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, description = "At most 320 pixels a side", content_type = "image/jpeg", body = Vec<u8>),
        (status = 304, description = "You have it")))]
pub async fn thumb(
    permit: Permit<SeePicture>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let row = shown(&app, &permit.principal, id).await?.row;
    thumbnail(&app, &row.hash, &headers).await
}

/// Answers with a blob that is a picture.
pub(crate) async fn blob(app: &App, hash: &str, format: &str, headers: &HeaderMap) -> ApiResult<Response> {
    let hash: BlobHash = hash.parse()?;
    let foreign = matches!(format, "tiff" | "pnm") && wants_shown(headers, format);
    if !foreign {
        if files::knows(headers, hash.as_str()) {
            return Ok(files::unchanged(hash.as_str()));
        }
        let (blobs, wanted) = (app.store.blobs().clone(), hash.clone());
        let file = tokio::task::spawn_blocking(move || blobs.open(&wanted)).await??;
        return files::stream(tokio::fs::File::from_std(file), media_type(format), hash.as_str()).await;
    }
    let tag = format!("{hash}-png");
    if files::knows(headers, &tag) {
        return Ok(files::unchanged(&tag));
    }
    let png = decoded(app, hash, |picture| encode_png_rgb(&picture)).await?;
    Ok(files::made(png, "image/png", &tag))
}

/// Answers with the thumbnail of a blob, made anew where it is missing.
pub(crate) async fn thumbnail(app: &App, hash: &str, headers: &HeaderMap) -> ApiResult<Response> {
    let hash: BlobHash = hash.parse()?;
    let tag = format!("{hash}-thumb");
    if files::knows(headers, &tag) {
        return Ok(files::unchanged(&tag));
    }
    let thumbs = app.store.thumbs().clone();
    let wanted = hash.clone();
    let there = tokio::task::spawn_blocking(move || thumbs.holds(&wanted)).await?;
    if !there {
        let jpeg = by_bytes(app, hash.clone(), thumb_of).await?;
        let (thumbs, wanted) = (app.store.thumbs().clone(), hash.clone());
        tokio::task::spawn_blocking(move || thumbs.put_as(&wanted, &jpeg, false)).await??;
    }
    files::serve(&app.store.thumbs().path(&hash), "image/jpeg", &tag, headers).await
}

/// A small JPEG of the picture that a file holds. A file that is cut or damaged gives none: also where a fraction of a
/// JPEG's pixels is all that is drawn, every bit of the others is gone through.
pub(crate) fn thumb_of(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, VisionError> {
    // The decoder leaves half as much again as it is asked for; a thumbnail does with its own size.
    let enough = |width, height| {
        let (width, height) = thumb_size(width, height);
        (width * 2 / 3, height * 2 / 3)
    };
    let photo = decode_for(bytes, limits, enough)?;
    let (width, height) = thumb_size(photo.width, photo.height);
    encode_jpeg(&photo.resize(width, height), THUMB_QUALITY)
}

fn thumb_size(width: u32, height: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= THUMB_PX {
        return (width, height);
    }
    let scaled = |side: u32| (u64::from(side) * u64::from(THUMB_PX) / u64::from(longer)).max(1) as u32;
    (scaled(width), scaled(height))
}

async fn decoded(
    app: &App,
    hash: BlobHash,
    then: impl FnOnce(Picture) -> Result<Vec<u8>, VisionError> + Send + 'static,
) -> ApiResult<Vec<u8>> {
    by_bytes(app, hash, |bytes, limits| decode_bytes(bytes, limits).and_then(then)).await
}

/// Decodes off the async threads, few at a time.
async fn by_bytes(
    app: &App,
    hash: BlobHash,
    then: impl FnOnce(&[u8], &Limits) -> Result<Vec<u8>, VisionError> + Send + 'static,
) -> ApiResult<Vec<u8>> {
    let place = app.decoding.clone().acquire_owned().await.map_err(ApiError::internal)?;
    let blobs = app.store.blobs().clone();
    let task = tokio::task::spawn_blocking(move || {
        let _place = place;
        let limits = Limits::default();
        let bytes = whole(&blobs, &hash, &limits)?;
        then(&bytes, &limits).map_err(unreadable)
    });
    task.await?
}

/// A content as a whole, wherever it lies. Blocks.
pub(crate) fn whole(blobs: &Blobs, hash: &BlobHash, limits: &Limits) -> ApiResult<Vec<u8>> {
    match blobs.linked_bytes(hash)? {
        Some(bytes) => Ok(bytes),
        None => read_limited(&blobs.path(hash), limits).map_err(unreadable),
    }
}

/// Pictures that something else needs for as long as it is there, such as a recipe: linked ones are copied, whatever becomes of their
/// storage. One that cannot be read now stays as it is, which is told where it is read.
pub(crate) async fn bring_here(app: &App, project: Id, pictures: &[Id]) -> ApiResult<()> {
    for id in pictures {
        let Ok(found) = app.store.picture(*id).await else { continue };
        if found.row.project_id != project || !found.row.linked {
            continue;
        }
        let (hash, blobs) = (found.row.hash.parse::<BlobHash>()?, app.store.blobs().clone());
        let copied = tokio::task::spawn_blocking(move || {
            if let Some(bytes) = blobs.linked_bytes(&hash)? {
                blobs.put(&bytes)?;
            }
            Ok::<(), StoreError>(())
        });
        match copied.await? {
            Err(StoreError::Linked(fault)) => tracing::warn!(picture = %id, "not copied: {fault}"),
            copied => {
                copied?;
                app.store.content_is_here(&found.row.hash).await?;
            }
        }
    }
    Ok(())
}

pub(crate) fn unreadable(error: VisionError) -> ApiError {
    ApiError::from(Code::PictureUnreadable).with("reason", error.to_string())
}

fn wants_shown(headers: &HeaderMap, format: &str) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accepted.contains("image/") && !accepted.contains(media_type(format))
}

pub(crate) fn media_type(format: &str) -> &'static str {
    match format {
        "jpeg" => "image/jpeg",
        "png" => "image/png",
        "bmp" => "image/bmp",
        "tiff" => "image/tiff",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "pnm" => "image/x-portable-anymap",
        _ => "application/octet-stream",
    }
}
