//! Imports run no longer than their virtual cluster and their owner may, as trainings do, and what one that was ended so
//! tells.

use super::left;
use crate::app::App;
use crate::codes::Code;
use crate::dto::Reason;
use crate::error::{ApiError, ApiResult};
use crate::words::stored;
use fovea_store::{Id, Import, ImportLimits, Moment, StoreError, now};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

/// How often running imports are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Until the app is stopping.
pub async fn keep_limits(app: App) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = app.stopping.cancelled() => return,
        }
        if let Err(error) = end_overdue(&app, now()).await {
            tracing::warn!(
                code = error.code().name(),
                "imports could not be looked after; it is tried again"
            );
        }
    }
}

/// Ends imports that have run for as long as they may. Folders of those that ended elsewhere go, too.
pub async fn end_overdue(app: &App, now: Moment) -> ApiResult<()> {
    for limits in app.store.import_limits(None).await? {
        if limits.ends_by().is_some_and(|end| end <= now) {
            tracing::info!(import = %limits.import, "an import has run for as long as it may");
            match app.store.end_import(limits.import, "cancelled", Some(&too_long(&limits))).await {
                Ok(_) | Err(StoreError::WrongState { .. } | StoreError::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    clear_ended(app).await
}

fn too_long(limits: &ImportLimits) -> Value {
    let seconds = limits.longest_run_ms().unwrap_or(0) / 1000;
    let of_cluster = limits.cluster_ms.is_some() && limits.cluster_ms == limits.longest_run_ms();
    let cluster = limits.cluster.as_deref().filter(|_| of_cluster);
    let (code, whose) = match cluster {
        Some(cluster) => ("import.longest_run", format!("an import in the virtual cluster {cluster}")),
        None => ("import.longest_run_of_user", "an import of its owner".into()),
    };
    let detail = format!("It had run for {seconds} seconds, the longest that {whose} may.");
    // To two places.
    let hours = (seconds as f64 / 36.0).round() / 100.0;
    let params = json!({"seconds": seconds, "hours": hours, "virtual_cluster": cluster});
    json!({"code": code, "detail": detail, "params": params})
}

/// What lies in folders of imports that have ended. One into which nobody sends has nobody else to clear it.
async fn clear_ended(app: &App) -> ApiResult<()> {
    let uploads = app.store.place().uploads();
    let folders = tokio::task::spawn_blocking(move || {
        let entries = std::fs::read_dir(uploads).into_iter().flatten().flatten();
        let id = |e: std::fs::DirEntry| e.file_name().to_str().and_then(|n| n.parse::<Id>().ok());
        entries.filter_map(id).collect::<Vec<Id>>()
    });
    for id in folders.await? {
        let over = match app.store.import(id).await {
            Ok(import) => import.state != "running",
            // Of a project that was taken away: it may come back.
            Err(StoreError::NotFound { .. }) => false,
            Err(error) => return Err(error.into()),
        };
        if over {
            let turn = app.imports.turn(id);
            let _turn = turn.write().await;
            left::clear(app, id).await?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Stored {
    code: String,
    detail: String,
    params: Value,
}

pub(super) fn reason(import: &Import) -> ApiResult<Option<Reason>> {
    let found = import.reason.as_deref().map(stored::<Stored>).transpose()?;
    Ok(found.map(|r| Reason { code: r.code, detail: r.detail, params: r.params }))
}

/// What whoever goes on sending is told.
pub(super) fn ended(import: &Import) -> ApiError {
    let Ok(Some(reason)) = reason(import) else { return Code::ImportEnded.into() };
    let code = match reason.code.as_str() {
        "import.longest_run" => Code::ImportLongestRun,
        "import.longest_run_of_user" => Code::ImportLongestRunOfUser,
        "import.stopped" => Code::ImportStopped,
        _ => Code::ImportEnded,
    };
    let params = reason.params.as_object().cloned().unwrap_or_default();
    params.into_iter().fold(ApiError::from(code), |error, (key, value)| error.with(&key, value))
}
