//! Images that jobs may bring: those that Podman has on this machine.

use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::guard::{JobWriteOwn, Permit};
use crate::reasons::Why;
use axum::Json;
use axum::extract::State;
use fovea_jobs::PodmanLack;

/// Images that a job may name
///
/// They are made or fetched by whoever looks after the machine, such as by `podman pull`.
#[utoipa::path(get, path = "/images", tag = "jobs", responses((status = 200, body = dto::Images)))]
pub async fn list(_: Permit<JobWriteOwn>, State(app): State<App>) -> ApiResult<Json<dto::Images>> {
    let engine = app.engine.clone();
    let found = tokio::task::spawn_blocking(move || {
        let (podman, _) = engine.podman()?;
        podman.images().map_err(|e| PodmanLack::Silent { socket: podman.socket().into(), why: e.to_string() })
    });
    let told = match found.await? {
        Ok(items) => dto::Images { items, lacks: None },
        Err(lack) => dto::Images { items: Vec::new(), lacks: Some(Why::from(&lack).into()) },
    };
    Ok(Json(told))
}
