use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::imports::forget_unused;
use crate::raw_pictures::clear_cut;
use crate::sweep::sweep;
use fovea_store::{BlobHash, KEPT_MS, Moment, ProjectFiles, StoreError, now};
use std::io::ErrorKind;
use std::time::{Duration, SystemTime};

const EVERY: Duration = Duration::from_secs(6 * 3600);
/// Not while a server that just started has better things to do.
const FIRST: Duration = Duration::from_secs(60);
const TOGETHER: u64 = 200;
const DAY_MS: Moment = 24 * 3600 * 1000;
/// What lies so long without a row is not about to get one.
const LEFT_FOR: Duration = Duration::from_secs(3600);

/// Tidies up now and then until the app is stopping.
pub async fn keep_house(app: App) {
    let mut wait = FIRST;
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = app.tidy.notified() => {}
            () = app.stopping.cancelled() => return,
        }
        wait = EVERY;
        let before = now() - KEPT_MS;
        let pictures = remove_old(&app, before).await;
        // What keeps one from going is no reason for the other to stay.
        let projects = remove_old_projects(&app, before).await;
        let jobs = match app.job_kept_ms().await {
            Ok(kept) => remove_old_jobs(&app, now() - kept).await,
            Err(error) => Err(error),
        };
        let jobs = jobs.and(remove_left_homes(&app).await);
        let swept = sweep(&app, SystemTime::now() - LEFT_FOR).await;
        let looks = app.store.forget_looks().await;
        let looks = looks.and(app.store.forget_features().await);
        let edits = app.store.forget_edits(before).await;
        let looks = looks.and(edits);
        let raw = remove_old_raw(&app, now()).await;
        if let Err(error) =
            looks.map_err(Into::into).map(|_| ()).and(pictures).and(projects).and(jobs).and(swept).and(raw)
        {
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
        forget_all(app, gone).await?;
    }
}

/// Pictures of the line go that nobody took into the data for as long as the house keeps them.
pub async fn remove_old_raw(app: &App, now: Moment) -> ApiResult<()> {
    let task = app.clone();
    tokio::task::spawn_blocking(move || clear_cut(&task, SystemTime::now() - LEFT_FOR)).await?;
    let Some(days) = app.house().await?.raw_days else { return Ok(()) };
    let before = now - i64::from(days) * DAY_MS;
    loop {
        let gone = app.store.purge_raw(before, TOGETHER).await?;
        if gone.is_empty() {
            return Ok(());
        }
        forget_all(app, gone).await?;
    }
}

/// Projects taken away before this moment go for good, with their models, jobs, records and pictures. Contents that other
/// projects have too stay.
pub async fn remove_old_projects(app: &App, before: Moment) -> ApiResult<()> {
    while let Some(files) = app.store.project_to_purge(before).await? {
        for job in &files.jobs {
            app.engine.forget(*job).await.map_err(ApiError::internal)?;
        }
        let (project, task) = (files.project, app.clone());
        tokio::task::spawn_blocking(move || remove_files(&task, &files))
            .await?
            .map_err(ApiError::internal)?;
        while let Some(gone) = app.store.purge_project(project, TOGETHER).await? {
            forget_all(app, gone).await?;
        }
    }
    Ok(())
}

/// Jobs deleted before this moment go for good, with their logs and work folders.
pub async fn remove_old_jobs(app: &App, before: Moment) -> ApiResult<()> {
    loop {
        let old = app.store.jobs_to_purge(before, TOGETHER).await?;
        if old.is_empty() {
            return Ok(());
        }
        for job in old {
            app.engine.forget(job).await.map_err(ApiError::internal)?;
            let folder = app.store.place().job(job);
            let removed = tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder)).await?;
            match removed {
                Err(e) if e.kind() != ErrorKind::NotFound => return Err(ApiError::internal(e)),
                _ => app.store.purge_job(job).await?,
            }
        }
    }
}

/// What users kept beside their jobs goes once they are gone.
pub async fn remove_left_homes(app: &App) -> ApiResult<()> {
    let homes = app.store.place().homes();
    let names = tokio::task::spawn_blocking(move || {
        let all = std::fs::read_dir(homes)?.filter_map(|e| e.ok()?.file_name().into_string().ok());
        Ok::<Vec<String>, std::io::Error>(all.collect())
    });
    for name in names.await?.map_err(ApiError::internal)? {
        let Ok(user) = name.parse() else { continue };
        match app.store.user(user).await {
            Err(StoreError::NotFound { .. }) => {
                let folder = app.store.place().home(user);
                tokio::task::spawn_blocking(move || std::fs::remove_dir_all(folder))
                    .await?
                    .map_err(ApiError::internal)?;
            }
            Err(error) => return Err(error.into()),
            Ok(_) => {}
        }
    }
    Ok(())
}

async fn forget_all(app: &App, gone: Vec<BlobHash>) -> ApiResult<()> {
    let task = app.clone();
    Ok(tokio::task::spawn_blocking(move || gone.iter().for_each(|hash| forget_unused(&task, hash))).await?)
}

/// Blocks.
fn remove_files(app: &App, files: &ProjectFiles) -> std::io::Result<()> {
    let place = app.store.place();
    let gone = |done: std::io::Result<()>| match done {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    };
    for job in &files.jobs {
        gone(std::fs::remove_dir_all(place.job(*job)))?;
    }
    for model in &files.models {
        gone(std::fs::remove_file(place.model(*model)))?;
    }
    Ok(())
}
