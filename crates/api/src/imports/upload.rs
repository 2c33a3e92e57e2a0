//! One request's body on its way to the disk.

use super::archive::{self, Kind};
use super::intake::{Intake, Outcome};
use super::name::SafeName;
use super::{left, limit, log};
use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use fovea_datasets::may_hold_labels;
use fovea_store::{BlobHash, BlobWriter, Blobs, Id, free_bytes};
use futures_util::{Stream, StreamExt};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc;

/// A client that sends nothing for so long has hung up.
pub(crate) const SILENCE: Duration = Duration::from_secs(60);
/// How often free space is looked at.
const LOOK_EVERY: u64 = 32 << 20;
/// Parts of the body that wait for the disk.
const WAITING: usize = 4;

enum Part {
    Bytes(Bytes),
    /// The body came to its end. Without this word it was cut.
    End,
}

/// A whole file in the import's folder `pending`.
pub(crate) struct Received {
    pub path: PathBuf,
    pub hash: BlobHash,
    pub bytes: u64,
}

pub(super) async fn receive(
    app: &App,
    id: Id,
    name: &str,
    headers: &HeaderMap,
    body: Body,
) -> ApiResult<Outcome> {
    let import = app.store.import(id).await?;
    if import.state != "running" {
        return Err(limit::ended(&import));
    }
    if app.store.import_rests(id).await? {
        return Err(Code::ImportPaused.into());
    }
    let name = SafeName::parse(name)
        .map_err(|fault| ApiError::from(Code::ImportBadName).with("reason", fault.detail()))?;
    let claimed = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    let most = app.settings.most_upload_bytes;
    if claimed.is_some_and(|n| n > most) {
        return Err(ApiError::from(Code::ImportTooLarge).with("most_bytes", most));
    }
    if !may_hold_labels(name.as_str()) {
        app.store.data_fits(import.project_id, claimed.unwrap_or(0)).await?;
    }
    let _sending = app.imports.send(id);
    let _place = app.imports.place().await?;
    let folder = app.store.place().upload(id);
    let writer = tokio::task::spawn_blocking({
        let app = app.clone();
        let folder = folder.clone();
        move || -> ApiResult<BlobWriter> {
            let writer = Blobs::writer(&folder.join("pending"))?;
            enough_space(&app, &folder, claimed.unwrap_or(0))?;
            Ok(writer)
        }
    });
    let received = match writer.await? {
        Ok(writer) => stream(app, &folder, writer, body.into_data_stream(), most).await,
        Err(error) => Err(error),
    };
    settled(app, id, name, received).await
}

/// Takes in a file that has come by another way.
pub(super) async fn taken(app: &App, id: Id, name: SafeName, received: Received) -> ApiResult<Outcome> {
    settled(app, id, name, Ok(received)).await
}

async fn settled(app: &App, id: Id, name: SafeName, received: ApiResult<Received>) -> ApiResult<Outcome> {
    let turn = app.imports.turn(id);
    let turn = turn.read_owned().await;
    let now = app.store.import(id).await?;
    if now.state != "running" {
        // It ended meanwhile, and its folder went with what had come.
        left::clear(app, id).await?;
        return Err(limit::ended(&now));
    }
    let received = received?;
    if app.store.import_rests(id).await? {
        // It was paused meanwhile: the file is to be sent again. Nothing speaks of it yet.
        let path = received.path;
        let _ = tokio::task::spawn_blocking(move || std::fs::remove_file(path)).await?;
        return Err(Code::ImportPaused.into());
    }
    let intake = Intake::new(app.clone(), now);
    let task = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        take(intake, &name, received)
    });
    match task.await? {
        // It was ended while the file was taken in.
        Err(error) if error.code() == Code::ImportEnded => Err(limit::ended(&app.store.import(id).await?)),
        other => other,
    }
}

/// Brings what comes to the disk, at most so many bytes of it.
pub(crate) async fn stream<E>(
    app: &App,
    folder: &Path,
    writer: BlobWriter,
    parts: impl Stream<Item = Result<Bytes, E>>,
    most: u64,
) -> ApiResult<Received> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let task = {
        let (app, folder) = (app.clone(), folder.to_path_buf());
        tokio::task::spawn_blocking(move || write(&app, &folder, (writer, most), receiver))
    };
    let mut parts = std::pin::pin!(parts);
    let mut cut = None;
    loop {
        let part = match tokio::time::timeout(SILENCE, parts.next()).await {
            Ok(Some(Ok(bytes))) => Part::Bytes(bytes),
            Ok(None) => Part::End,
            Ok(Some(Err(_))) => {
                cut = Some(Code::ImportCut);
                break;
            }
            Err(_) => {
                cut = Some(Code::BodyTimeout);
                break;
            }
        };
        let end = matches!(part, Part::End);
        // Where the writer has ended early, its answer says why.
        if sender.send(part).await.is_err() || end {
            break;
        }
    }
    drop(sender);
    // Also where it was cut: the answer comes when nothing is left of it.
    let written = task.await?;
    match cut {
        Some(code) => Err(code.into()),
        None => written,
    }
}

fn write(
    app: &App,
    folder: &Path,
    (mut writer, most): (BlobWriter, u64),
    mut parts: mpsc::Receiver<Part>,
) -> ApiResult<Received> {
    let mut looked = 0;
    while let Some(part) = parts.blocking_recv() {
        let Part::Bytes(bytes) = part else {
            let length = writer.bytes();
            let (path, hash) = writer.finish_unsynced()?;
            return Ok(Received { path, hash, bytes: length });
        };
        writer.write(&bytes)?;
        if writer.bytes() > most {
            return Err(ApiError::from(Code::ImportTooLarge).with("most_bytes", most));
        }
        if writer.bytes() - looked > LOOK_EVERY {
            looked = writer.bytes();
            enough_space(app, folder, 0)?;
        }
    }
    Err(Code::ImportCut.into())
}

/// Whether so many more bytes leave what must stay free.
pub(crate) fn enough_space(app: &App, folder: &Path, more: u64) -> ApiResult<()> {
    let free = free_bytes(folder)?;
    if free < more.saturating_add(app.settings.spare_bytes) {
        return Err(ApiError::from(Code::ImportDiskFull).with("free_bytes", free));
    }
    Ok(())
}

/// Blocks.
fn take(mut intake: Intake, name: &SafeName, received: Received) -> ApiResult<Outcome> {
    intake.received(received.bytes);
    match archive::kind(&received.path, name.as_str()) {
        Some(kind) => unpack(&mut intake, kind, name, &received)?,
        None => intake.file(name, received.path, received.hash, received.bytes)?,
    }
    let (app, import) = (intake.app().clone(), intake.import());
    let outcome = intake.end()?;
    log::file(&app, import, name.as_str(), &outcome);
    Ok(outcome)
}

fn unpack(intake: &mut Intake, kind: Kind, name: &SafeName, received: &Received) -> ApiResult<()> {
    let done = archive::unpack(intake, kind, name, &received.path, received.bytes);
    // An archive is no picture: nothing speaks of it once it is unpacked. The folder goes as a whole later.
    let _ = std::fs::remove_file(&received.path);
    done
}
