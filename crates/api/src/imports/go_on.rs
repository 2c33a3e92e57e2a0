//! Imports outlive the server that began them: their files lie in a folder, and what came in stands in rows. Whoever sends goes
//! on sending; what was at its last step is brought to its end by the server alone.

use super::{intake, labels, left, log, storage};
use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use fovea_store::{BlobHash, Id, Import, ImportStep, Moment, StoreError};
use fovea_vision::{Limits, read_limited};
use serde_json::json;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use tokio::runtime::Handle;

/// How often an import is tried to be brought to its end before it is given up.
const MOST_TRIES: u32 = 3;
/// Nobody sends anything any more.
const MOST_SILENCE_MS: Moment = 24 * 3_600_000;

/// What was tried so far.
pub(super) type Tries = HashMap<Id, u32>;

/// Brings those to their end to which nothing more comes, and ends those that nobody sends to.
pub(super) async fn look_after(app: &App, tries: &mut Tries, now: Moment) -> ApiResult<()> {
    let running = app.store.running_imports().await?;
    tries.retain(|id, _| running.iter().any(|import| import.id == *id));
    for import in running {
        if import.step == ImportStep::Receive.name() {
            if let Some(source) = app.store.import_source(import.id).await? {
                storage::begin(app, import, source, true);
                continue;
            }
            end_silent(app, &import, now).await?;
            continue;
        }
        if app.imports.is_finishing(import.id) {
            continue;
        }
        match labels::finish(app, &app.store, import.id).await {
            Ok(_) => {}
            // It was paused, or ended, in this very moment.
            Err(error) if matches!(error.code(), Code::ImportEnded | Code::ImportPaused) => {}
            Err(error) => {
                let tried = tries.entry(import.id).or_default();
                *tried += 1;
                tracing::warn!(import = %import.id, code = error.code().name(), tried, "an import could not be brought to its end");
                if *tried >= MOST_TRIES {
                    give_up(app, &import, &error).await?;
                }
            }
        }
    }
    Ok(())
}

async fn give_up(app: &App, import: &Import, error: &ApiError) -> ApiResult<()> {
    let problem = error.problem();
    let detail = format!("Its labels could not be read: {} Its pictures stay.", problem.detail);
    let reason =
        json!({ "code": "import.not_finished", "detail": detail, "params": { "reason": problem.detail } });
    end(app, import.id, "failed", &reason).await
}

async fn end_silent(app: &App, import: &Import, now: Moment) -> ApiResult<()> {
    let heard = import.heard_at.unwrap_or(import.created_at);
    if now - heard < MOST_SILENCE_MS || app.imports.is_sending(import.id) {
        return Ok(());
    }
    let hours = MOST_SILENCE_MS / 3_600_000;
    let detail = format!("For {hours} hours nobody had sent anything. What it brought stays.");
    end(
        app,
        import.id,
        "cancelled",
        &json!({ "code": "import.silent", "detail": detail, "params": { "hours": hours } }),
    )
    .await
}

async fn end(app: &App, id: Id, state: &'static str, reason: &serde_json::Value) -> ApiResult<()> {
    match app.store.end_import(id, state, Some(reason)).await {
        Ok(_) | Err(StoreError::WrongState { .. } | StoreError::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// For the start of a server: what was cut while it was received goes, whoever sends sends it again. Folders of imports that have
/// ended go as a whole, with blobs that no row speaks of. Returns how many of an older server's are closed as they stand.
pub async fn find_left(app: &App) -> ApiResult<u64> {
    let closed = app.store.close_left_imports().await?;
    let uploads = app.store.place().uploads();
    for (id, folder) in tokio::task::spawn_blocking(move || folders(&uploads)).await? {
        let found = app.store.import(id).await;
        let task = app.clone();
        match found {
            Ok(import) if import.state == "running" => {
                tokio::task::spawn_blocking(move || left::clear_pending(&task, &folder)).await?;
            }
            // Of a project that was taken away, which ended it.
            Ok(_) | Err(StoreError::NotFound { .. }) => {
                tokio::task::spawn_blocking(move || left::clear_folder(&task, &folder)).await?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(closed)
}

/// Blocks.
pub(super) fn folders(uploads: &Path) -> Vec<(Id, PathBuf)> {
    let entries = fs::read_dir(uploads).into_iter().flatten().flatten();
    entries.filter_map(|e| Some((e.file_name().to_str()?.parse::<Id>().ok()?, e.path()))).collect()
}

/// Which picture each file of the tree is, found by contents: what the server knew of it is gone. Blocks.
pub(super) fn pictures_of(app: &App, import: &Import, tree: &Path) -> ApiResult<HashMap<String, Id>> {
    let mut hashes: Vec<(String, BlobHash)> = Vec::new();
    let limits = Limits::default();
    for path in files(tree) {
        let Some(name) = path.strip_prefix(tree).ok().and_then(Path::to_str) else { continue };
        if !intake::is_picture(&path) {
            continue;
        }
        let Ok(bytes) = read_limited(&path, &limits) else { continue };
        hashes.push((name.into(), BlobHash::of(&bytes)));
    }
    let all: Vec<BlobHash> = hashes.iter().map(|(_, hash)| hash.clone()).collect();
    let known = Handle::current().block_on(app.store.pictures_by_hash(import.project_id, &all))?;
    Ok(hashes.into_iter().filter_map(|(name, hash)| Some((name, *known.get(hash.as_str())?))).collect())
}

/// Files of a server that was killed while it took them in at the end go back to where they lay. Blocks.
pub(super) fn put_back(app: &App, import: &Import) -> ApiResult<()> {
    let folder = app.store.place().upload(import.id);
    let (held, tree) = (folder.join(HELD), folder.join("tree"));
    for path in files(&held) {
        let Ok(name) = path.strip_prefix(&held) else { continue };
        let known = Handle::current().block_on(app.store.is_refused(import.id, &name.to_string_lossy()));
        if known? {
            continue; // What is wrong with it was told.
        }
        let to = tree.join(name);
        if !to.exists() {
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(ApiError::internal)?;
            }
            fs::rename(&path, &to).map_err(ApiError::internal)?;
            log::own(app, import.id, "labels", format!("{} is looked at again", name.display()));
        }
    }
    Ok(())
}

/// Beside the tree: files that are about to come in as pictures.
pub(super) const HELD: &str = "held";

/// All files below a folder.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                // Of a linked picture.
                Ok(kind) if kind.is_file() || kind.is_symlink() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found
}
