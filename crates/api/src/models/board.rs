use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::PathId;
use crate::files;
use crate::guard::{ModelRead, Permit};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use fovea_infer::Package;
use fovea_infer::compare::TEMPLATE;
use fovea_infer::components::BoardSpec;
use fovea_store::Id;

/// A model's package.
async fn read_package(app: &App, id: Id) -> ApiResult<Package> {
    let path = app.store.place().model(app.store.model(id).await?.id);
    let package = tokio::task::spawn_blocking(move || Package::read(&path)).await?;
    package.map_err(ApiError::internal)
}

/// A package with the board that it knows; not there where the model is of another task.
async fn read(app: &App, id: Id) -> ApiResult<(Package, BoardSpec)> {
    let package = read_package(app, id).await?;
    let board = package.manifest.board.clone().ok_or(Code::NotFound)?;
    Ok((package, board))
}

/// The board that a model of the task `components` knows
#[utoipa::path(get, path = "/models/{id}/board", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, body = dto::ModelBoard)))]
pub async fn board(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<dto::ModelBoard>> {
    let (_, board) = read(&app, id).await?;
    let one = |c: fovea_infer::components::ComponentSpec| dto::PlacedComponent {
        name: c.name,
        bbox: c.bbox.into(),
        either_way: c.either_way,
    };
    let components = board.components.into_iter().map(one).collect();
    Ok(Json(dto::ModelBoard { width: board.width, height: board.height, components }))
}

/// The picture of the good board that a model was taught by
#[utoipa::path(get, path = "/models/{id}/board/picture", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, description = "The picture", content_type = "image/png", body = Vec<u8>)))]
pub async fn board_picture(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    // A model's board never changes.
    let tag = format!("{id}-board");
    if files::knows(&headers, &tag) {
        app.store.model(id).await?;
        return Ok(files::unchanged(&tag));
    }
    let (mut package, board) = read(&app, id).await?;
    let bytes = package.files.remove(&board.golden).ok_or(Code::NotFound)?;
    Ok(files::made(bytes, "image/png", &tag))
}

/// The picture that a model of the task `compare` holds others beside
#[utoipa::path(get, path = "/models/{id}/golden", tag = "models", params(("id" = Id, Path)),
    responses((status = 200, description = "The picture", content_type = "image/png", body = Vec<u8>)))]
pub async fn golden(
    _: Permit<ModelRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    // It never changes, either.
    let tag = format!("{id}-golden");
    if files::knows(&headers, &tag) {
        app.store.model(id).await?;
        return Ok(files::unchanged(&tag));
    }
    let mut package = read_package(&app, id).await?;
    let bytes = package.files.remove(TEMPLATE).filter(|_| package.manifest.compare.is_some());
    Ok(files::made(bytes.ok_or(Code::NotFound)?, "image/png", &tag))
}
