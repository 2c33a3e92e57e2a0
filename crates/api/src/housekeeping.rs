use crate::app::App;
use crate::error::ApiResult;
use crate::imports::forget_unused;
use fovea_store::{Moment, now};
use std::time::Duration;

const DAY_MS: i64 = 24 * 3600 * 1000;
/// A picture taken out of its project stays so long, for a mistake that is noticed late.
const KEPT_MS: i64 = 30 * DAY_MS;
const EVERY: Duration = Duration::from_secs(6 * 3600);
/// Not while a server that just started has better things to do.
const FIRST: Duration = Duration::from_secs(60);
const TOGETHER: u64 = 200;

/// Tidies up now and then until the app is stopping.
pub async fn keep_house(app: App) {
    let mut wait = FIRST;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = app.stopping.cancelled() => return,
        }
        wait = EVERY;
        if let Err(error) = remove_old(&app, now() - KEPT_MS).await {
            tracing::warn!(code = error.code().name(), "tidying up failed; it is tried again later");
        }
    }
}

/// Pictures taken out before this moment go for good, unless a version holds them.
pub async fn remove_old(app: &App, before: Moment) -> ApiResult<()> {
    loop {
        let gone = app.store.purge_removed(before, TOGETHER).await?;
        if gone.is_empty() {
            return Ok(());
        }
        let task = app.clone();
        tokio::task::spawn_blocking(move || gone.iter().for_each(|hash| forget_unused(&task, hash))).await?;
    }
}
