//! Large pictures in pieces, so that a browser holds only what it shows.

use crate::app::App;
use crate::codes::Code;
use crate::dto::{TileLevel, Tiles};
use crate::error::ApiResult;
use crate::extract::{PathId, PathIndex};
use crate::files;
use crate::guard::{Permit, SeePicture};
use crate::pictures::access::seen;
use crate::tiling::piece;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use fovea_store::{BlobHash, Id};
use fovea_vision::tiles;

/// How a picture is cut to pieces
///
/// The first level has the picture's own size, each other one half of that before. Pieces are numbered row by row, level by level.
#[utoipa::path(get, path = "/pictures/{id}/tiles", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, body = Tiles)))]
pub async fn show(
    permit: Permit<SeePicture>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Tiles>> {
    let row = seen(&app, &permit.principal, id).await?.row;
    let side = |v: i32| u32::try_from(v).unwrap_or(0);
    let level = |l: tiles::Level| TileLevel {
        width: l.width,
        height: l.height,
        columns: l.columns,
        rows: l.rows,
        first: l.first,
    };
    let levels = tiles::levels(side(row.width), side(row.height)).into_iter().map(level).collect();
    Ok(Json(Tiles { side: tiles::TILE, levels }))
}

/// A piece of a picture, as JPEG
///
/// The first that is asked for takes some seconds for a large picture: all of its pieces are made then.
#[utoipa::path(get, path = "/pictures/{id}/tiles/{index}", tag = "pictures",
    params(("id" = Id, Path), ("index" = u32, Path, description = "Number of the piece")),
    responses((status = 200, description = "At most 512 pixels a side", content_type = "image/jpeg", body = Vec<u8>),
        (status = 304, description = "You have it")))]
pub async fn one(
    permit: Permit<SeePicture>,
    State(app): State<App>,
    PathId(id): PathId,
    PathIndex(index): PathIndex,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let row = seen(&app, &permit.principal, id).await?.row;
    let hash: BlobHash = row.hash.parse()?;
    let side = |v: i32| u32::try_from(v).unwrap_or(0);
    let count = tiles::levels(side(row.width), side(row.height)).last().map_or(0, |last| last.first + 1);
    if index >= count {
        return Err(Code::NotFound.into());
    }
    let tag = format!("{hash}-tile-{index}");
    if files::knows(&headers, &tag) {
        return Ok(files::unchanged(&tag));
    }
    let bytes = piece(&app, &hash, index).await?;
    Ok(files::made(bytes, "image/jpeg", &tag))
}
