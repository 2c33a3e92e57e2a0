//! Files that nobody speaks of and that nothing else takes away: a server that was killed between keeping a picture and
//! writing its record leaves one, and so does a write that was cut off.

use crate::app::App;
use crate::error::ApiResult;
use crate::imports::forget_unused;
use fovea_store::{BlobHash, OldFile};
use std::time::SystemTime;

/// Removes contents that have lain since before this moment and are spoken of nowhere, with thumbnails, pieces and
/// maps of features whose picture is gone. Returns how many files went.
pub async fn sweep(app: &App, before: SystemTime) -> ApiResult<u64> {
    let mut gone = 0;
    for folder in 0..=u8::MAX {
        let task = app.clone();
        let (blobs, thumbs, tiles, maps) = tokio::task::spawn_blocking(move || {
            Ok::<_, fovea_store::StoreError>((
                task.store.blobs().old(folder, before)?,
                task.store.thumbs().old(folder, before)?,
                task.store.tiles().old(folder, before)?,
                task.store.feature_maps().old(folder, before)?,
            ))
        })
        .await??;
        let unused = app.store.unused(blobs.iter().filter_map(content).collect()).await?;
        let task = app.clone();
        gone += tokio::task::spawn_blocking(move || remove(&task, &unused, &blobs, [&thumbs, &tiles, &maps]))
            .await?;
    }
    Ok(gone)
}

fn content(file: &OldFile) -> Option<BlobHash> {
    match file {
        OldFile::Content(hash) => Some(hash.clone()),
        OldFile::Part(_) => None,
    }
}

/// Blocks.
fn remove(app: &App, unused: &[BlobHash], blobs: &[OldFile], made: [&[OldFile]; 3]) -> u64 {
    unused.iter().for_each(|hash| forget_unused(app, hash));
    let mut gone = unused.len() as u64;
    for file in blobs.iter().chain(made.into_iter().flatten()) {
        if let OldFile::Part(path) = file {
            gone += u64::from(std::fs::remove_file(path).is_ok());
        }
    }
    let store = &app.store;
    for (files, of) in made.into_iter().zip([store.thumbs(), store.tiles(), store.feature_maps()]) {
        for hash in files.iter().filter_map(content).filter(|hash| !app.store.blobs().knows(hash)) {
            gone += u64::from(of.remove(&hash).unwrap_or(false));
        }
    }
    gone
}
