use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::extract::PathId;
use crate::files;
use crate::guard::{Permit, RecordRead};
use crate::pictures::file::{blob, thumbnail};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use fovea_store::{BlobHash, Id};

/// The picture that a record was made from
#[utoipa::path(get, path = "/records/{id}/picture", tag = "records", params(("id" = Id, Path)),
    responses((status = 200, description = "The file as it was sent", content_type = "image/*", body = Vec<u8>)))]
pub async fn picture(
    _: Permit<RecordRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let record = app.store.record(id).await?;
    let hash = record.picture_hash().ok_or(Code::NotFound)?;
    let path = app.store.blobs().path(&hash);
    let format = tokio::task::spawn_blocking(move || format_of(&path)).await?.map_err(ApiError::internal)?;
    blob(&app, hash.as_str(), format, &headers).await
}

/// By the file's first bytes: what a client called it says nothing.
fn format_of(path: &std::path::Path) -> std::io::Result<&'static str> {
    use std::io::Read;
    let mut head = Vec::new();
    match std::fs::File::open(path) {
        Ok(file) => file.take(64).read_to_end(&mut head)?,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => 0,
        Err(e) => return Err(e),
    };
    Ok(fovea_vision::sniff(&head).unwrap_or("unknown"))
}

/// The picture of a record, small
#[utoipa::path(get, path = "/records/{id}/thumb", tag = "records", params(("id" = Id, Path)),
    responses((status = 200, description = "320 px at most", content_type = "image/jpeg", body = Vec<u8>)))]
pub async fn thumb(
    _: Permit<RecordRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let record = app.store.record(id).await?;
    let hash = record.picture.ok_or(Code::NotFound)?;
    thumbnail(&app, &hash, &headers).await
}

/// Where the model looked in the picture of a record
#[utoipa::path(get, path = "/records/{id}/heat", tag = "records", params(("id" = Id, Path)),
    responses((status = 200, description = "A picture of the same shape", content_type = "image/png", body = Vec<u8>)))]
pub async fn heat(
    _: Permit<RecordRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let record = app.store.record(id).await?;
    let hash: BlobHash = record.heat_hash().ok_or(Code::NotFound)?;
    files::serve(&app.store.blobs().path(&hash), "image/png", hash.as_str(), &headers).await
}
