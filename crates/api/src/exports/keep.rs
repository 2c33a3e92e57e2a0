//! Exports are written one after the other, beside all requests. One that a server left half done is begun anew.

use super::rows::Rows;
use super::zip::{self, Scratch};
use super::{archive, cuts, write};
use crate::app::App;
use crate::codes::Code;
use crate::dto::LossCount;
use crate::error::{ApiError, ApiResult};
use crate::imports::enough_space;
use crate::words::known;
use fovea_datasets::write::{Loss, Losses, PICTURE};
use fovea_store::{Export, Exported, Id, LaidOut, Moment, Part, StoreError, now};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Notify;

/// How often waiting exports are looked for where nobody tells of one.
const LOOK: Duration = Duration::from_secs(5);
/// Files of an archive between two words of how far it is.
const TOLD_EVERY: u64 = 200;

/// Wakes whoever writes.
#[derive(Debug, Default)]
pub struct Exports(Notify);

impl Exports {
    pub(super) fn wake(&self) {
        self.0.notify_one();
    }
}

/// Until the app is stopping.
pub async fn keep_exports(app: App) {
    loop {
        let looked = match run_waiting(&app).await {
            Ok(()) => clear_old(&app, now()).await,
            Err(error) => Err(error),
        };
        if let Err(error) = looked {
            tracing::warn!(
                code = error.code().name(),
                "exports could not be looked after; it is tried again"
            );
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = app.exports.0.notified() => {}
            () = app.stopping.cancelled() => return,
        }
    }
}

/// Writes all whose turn it is.
pub async fn run_waiting(app: &App) -> ApiResult<()> {
    let mut tried = HashSet::new();
    while let Some(export) = app.store.running_exports().await?.into_iter().find(|e| tried.insert(e.id)) {
        if app.stopping.is_cancelled() {
            return Ok(());
        }
        let id = export.id;
        match run(app, export).await {
            Ok(()) => {}
            // Stopped or paused meanwhile, or its project was taken away; or the server ends, and begins it anew.
            Err(error) if matches!(error.code(), Code::ExportEnded | Code::NotFound) => {
                remove(archive(app, id)).await?;
            }
            Err(error) => {
                let problem = error.problem();
                tracing::warn!(export = %id, code = error.code().name(), "an export failed");
                let reason = json!({ "code": "export.failed", "detail": format!("It could not be written: {}", problem.detail),
                    "params": { "reason": problem.detail } });
                match app.store.end_export(id, true, Some(&reason)).await {
                    Ok(_) | Err(StoreError::WrongState { .. } | StoreError::NotFound { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
    Ok(())
}

/// Archives that were kept for long enough go.
pub async fn clear_old(app: &App, at: Moment) -> ApiResult<()> {
    for id in app.store.exports_to_clear(at).await? {
        remove(archive(app, id)).await?;
        app.store.clear_export(id).await?;
    }
    Ok(())
}

async fn remove(path: PathBuf) -> ApiResult<()> {
    match tokio::fs::remove_file(path).await {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(ApiError::internal(e)),
        _ => Ok(()),
    }
}

async fn run(app: &App, export: Export) -> ApiResult<()> {
    if let Some(cuts) = app.store.cuts_of(export.id).await? {
        return cuts::run(app, &export, cuts).await;
    }
    let version = app.store.version(export.version_id).await?;
    let folder = app.store.place().job(export.id);
    let scratch = folder.join("set");
    let task = (folder.clone(), scratch.clone());
    let space = app.clone();
    tokio::task::spawn_blocking(move || {
        let (folder, scratch) = task;
        fs::create_dir_all(&folder).map_err(ApiError::internal)?;
        match fs::remove_dir_all(scratch) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(ApiError::internal(e)),
            _ => enough_space(&space, &folder, 0),
        }
    })
    .await??;
    let scratch = Scratch(scratch);
    let total = u64::try_from(version.pictures).unwrap_or(0);
    app.store.put_export_progress(export.id, "export_lay", 0, total).await?;
    let laid = app.store.lay_out(version.id, &scratch.0, Part::Whole).await?;
    let writing = Writing { app: app.clone(), rows: Rows::new(app, &version)?, export, total };
    let made = tokio::task::spawn_blocking(move || writing.run(&scratch.0, laid)).await??;
    let (id, made) = made;
    app.store.finish_export(id, &made).await?;
    Ok(())
}

struct Writing {
    app: App,
    rows: Rows,
    export: Export,
    total: u64,
}

impl Writing {
    /// Blocks.
    fn run(self, dir: &Path, laid: LaidOut) -> ApiResult<(Id, Exported)> {
        let id = self.export.id;
        let format = known(&self.export.format)?;
        let mut tell = |done| self.tell("export_labels", done, self.total);
        let losses = write(&self.rows, format, dir, laid, &mut tell)?;
        let files = count(dir).map_err(ApiError::internal)?;
        let to = archive(&self.app, id);
        let part = to.with_extension("zip.part");
        let mut file =
            Hashed { file: File::create(&part).map_err(ApiError::internal)?, hash: Sha256::new(), bytes: 0 };
        let mut fault = None;
        let packed = zip::write(dir, BufWriter::with_capacity(1 << 20, &mut file), &mut |done| {
            if done % TOLD_EVERY != 0 {
                return Ok(());
            }
            let told = self
                .tell("export_pack", done, files)
                .and_then(|()| enough_space(&self.app, to.parent().unwrap_or(&to), 0));
            told.map_err(|error| {
                fault = Some(error);
                io::Error::other("stopped")
            })
        });
        if let Err(error) = packed {
            let _ = fs::remove_file(&part);
            return Err(fault.unwrap_or_else(|| ApiError::internal(error)));
        }
        file.file.sync_all().map_err(ApiError::internal)?;
        fs::rename(&part, &to).map_err(ApiError::internal)?;
        let left = losses.get(&(Loss::LeftOut, PICTURE)).copied().unwrap_or(0);
        let tag: String = file.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let made = Exported {
            pictures: self.total.saturating_sub(left),
            bytes: file.bytes,
            tag,
            losses: serde_json::to_value(told(&losses)).map_err(ApiError::internal)?,
        };
        Ok((id, made))
    }

    fn tell(&self, phase: &str, done: u64, total: u64) -> ApiResult<()> {
        if self.app.stopping.is_cancelled() {
            return Err(Code::ExportEnded.into());
        }
        Handle::current().block_on(self.app.store.put_export_progress(self.export.id, phase, done, total))?;
        Ok(())
    }
}

fn told(losses: &Losses) -> Vec<LossCount> {
    let one = |((what, kind), count): (&(Loss, &'static str), &u64)| LossCount {
        what: what.name().into(),
        kind: (*kind).into(),
        count: *count,
    };
    losses.iter().map(one).collect()
}

fn count(folder: &Path) -> io::Result<u64> {
    let mut files = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files += if entry.file_type()?.is_dir() { count(&entry.path())? } else { 1 };
    }
    Ok(files)
}

/// A file whose content gets a name while it is written.
struct Hashed {
    file: File,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
