//! What each place of a picture looks like, for helpers that look for more of the same in it.

use crate::app::App;
use crate::codes::Code;
use crate::error::ApiResult;
use crate::extract::PathId;
use crate::files;
use crate::guard::{Permit, SeePicture};
use crate::mapping::feature_map;
use crate::pictures::access::seen;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use fovea_store::{BlobHash, Id};

/// Features of the places of a picture
///
/// The picture, scaled so that its longer side has at most 1,024 px, is told by the backbone in places of 8 × 8 px, 64 channels each, in
/// deviations from the picture's mean. Little-endian: `FMP1`; columns, rows, channels and a zero as 16 bits; the pixels of the picture
/// from one place to the next, to the right and downwards, and the worth of a value, as 32-bit floats; then the values, -127 to 127 as
/// signed bytes, row by row, all channels of a place together. Worked out when it is first asked for, and kept.
#[utoipa::path(get, path = "/pictures/{id}/features", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, description = "Columns × rows × channels signed bytes behind 24 of head",
            content_type = "application/octet-stream", body = Vec<u8>),
        (status = 304, description = "You have it")))]
pub async fn show(
    permit: Permit<SeePicture>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let hash: BlobHash = seen(&app, &permit.principal, id).await?.row.hash.parse()?;
    let graph = app.settings.feature_graph.ok_or(Code::PictureNoFeatures)?;
    let tag = format!("{hash}-features-1");
    if files::knows(&headers, &tag) {
        return Ok(files::unchanged(&tag));
    }
    let bytes = feature_map(&app, graph, &hash).await?;
    Ok(files::made(bytes, "application/octet-stream", &tag))
}
