//! Imports that nobody looks after by a request, and what one that was ended tells.

use super::go_on::{self, Tries};
use super::left;
use crate::app::App;
use crate::codes::Code;
use crate::dto::Reason;
use crate::error::{ApiError, ApiResult};
use crate::words::stored;
use fovea_store::{Import, Moment, StoreError, now};
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// How often running imports are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Until the app is stopping: imports go on that a server left, folders of those that ended elsewhere go.
pub async fn keep_imports(app: App) {
    let mut tries = Tries::default();
    loop {
        let looked = match go_on::look_after(&app, &mut tries, now()).await {
            Ok(()) => clear_ended(&app).await,
            Err(error) => Err(error),
        };
        if let Err(error) = looked {
            tracing::warn!(
                code = error.code().name(),
                "imports could not be looked after; it is tried again"
            );
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = app.stopping.cancelled() => return,
        }
    }
}

/// Ends imports that have run for as long as they may by this moment, or that nobody sends to. Folders of those that ended
/// elsewhere go, too.
pub async fn end_overdue(app: &App, now: Moment) -> ApiResult<()> {
    app.engine.end_overdue(now).await?;
    go_on::look_after(app, &mut Tries::default(), now).await?;
    clear_ended(app).await
}

/// What lies in folders of imports that have ended. One into which nobody sends has nobody else to clear it.
async fn clear_ended(app: &App) -> ApiResult<()> {
    let uploads = app.store.place().uploads();
    for (id, _) in tokio::task::spawn_blocking(move || go_on::folders(&uploads)).await? {
        let over = match app.store.import(id).await {
            Ok(import) => import.state != "running",
            // Of a project that was taken away, which ended it.
            Err(StoreError::NotFound { .. }) => true,
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
        "import.stopped_by_hand" => Code::ImportStoppedByHand,
        "import.silent" => Code::ImportSilent,
        _ => Code::ImportEnded,
    };
    let params = reason.params.as_object().cloned().unwrap_or_default();
    params.into_iter().fold(ApiError::from(code), |error, (key, value)| error.with(&key, value))
}
