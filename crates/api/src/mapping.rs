//! What the places of a picture look like, worked out once by the backbone and kept by the hash of its content. One picture at a time, so
//! that looking never takes more than its part of the cores and of the memory; whoever goes away while waiting leaves no work behind.

use crate::app::{App, FeatureGraph};
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::pictures::file::{unreadable, whole};
use fovea_infer::features::{FeatureMap, scaled};
use fovea_infer::{InferError, Session};
use fovea_store::{BlobHash, Store};
use fovea_vision::{Limits, decode_for};
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::Semaphore;

/// What all maps together may take.
const MOST_BYTES: u64 = 2 << 30;
/// Requests that wait for a map at a time.
const MOST_WAITING: usize = 64;
/// Maps that are made between two looks at how much room all take.
const BETWEEN: u32 = 32;
/// Of the machine's cores; the rest is for those who wait for less.
const MOST_THREADS: usize = 4;
const WAIT_S: u32 = 5;

pub struct Mapping {
    turn: Arc<Semaphore>,
    room: Semaphore,
    made: AtomicU32,
    /// Written once.
    graph: OnceLock<Result<Vec<u8>, String>>,
}

impl Default for Mapping {
    fn default() -> Mapping {
        Mapping {
            turn: Arc::new(Semaphore::new(1)),
            room: Semaphore::new(MOST_WAITING),
            made: AtomicU32::new(0),
            graph: OnceLock::new(),
        }
    }
}

/// The packed map of a picture.
pub async fn feature_map(app: &App, graph: FeatureGraph, hash: &BlobHash) -> ApiResult<Vec<u8>> {
    if let Some(bytes) = kept(app, hash).await? {
        return Ok(bytes);
    }
    let busy = |_| ApiError::from(Code::PictureFeaturesBusy).with("wait_s", WAIT_S);
    let _room = app.mapping.room.try_acquire().map_err(busy)?;
    let turn = app.mapping.turn.clone().acquire_owned().await.map_err(ApiError::internal)?;
    // Somebody who waited before may have wanted the same.
    if let Some(bytes) = kept(app, hash).await? {
        return Ok(bytes);
    }
    let place = app.decoding.clone().acquire_owned().await.map_err(ApiError::internal)?;
    let (own, hash) = (app.clone(), hash.clone());
    let tidy = app.mapping.made.fetch_add(1, Ordering::Relaxed).is_multiple_of(BETWEEN);
    let task = tokio::task::spawn_blocking(move || {
        let (_turn, _place) = (turn, place);
        let bytes = looked_at(&own, &hash, graph)?;
        keep(&own.store, &hash, &bytes, tidy);
        Ok::<_, ApiError>(bytes)
    });
    task.await?
}

async fn kept(app: &App, hash: &BlobHash) -> ApiResult<Option<Vec<u8>>> {
    let (maps, hash) = (app.store.feature_maps().clone(), hash.clone());
    let read = tokio::task::spawn_blocking(move || match std::fs::read(maps.path(&hash)) {
        Ok(bytes) if FeatureMap::is_whole(&bytes) => {
            maps.touch(&hash);
            Some(bytes)
        }
        // Of an older program, or damaged.
        Ok(_) => {
            drop(maps.remove(&hash));
            None
        }
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                tracing::warn!(%error, picture = %hash, "a map of features cannot be read, and is made anew");
            }
            None
        }
    });
    Ok(read.await?)
}

/// Blocks. The session is not kept: its memory is that of its largest run, and it is opened in a fraction of one.
fn looked_at(app: &App, hash: &BlobHash, graph: FeatureGraph) -> ApiResult<Vec<u8>> {
    let limits = Limits::default();
    let bytes = whole(app.store.blobs(), hash, &limits)?;
    let photo = decode_for(&bytes, &limits, scaled).map_err(unreadable)?;
    drop(bytes);
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let failed = |e: InferError| ApiError::internal(e.to_string());
    let graph = app.mapping.graph.get_or_init(graph).as_ref().map_err(ApiError::internal)?;
    let mut session = Session::new(graph, (cores / 2).clamp(1, MOST_THREADS)).map_err(failed)?;
    Ok(FeatureMap::of(&mut session, &photo).map_err(failed)?.pack())
}

/// Blocks. A map that cannot be kept is still a good answer.
fn keep(store: &Store, hash: &BlobHash, bytes: &[u8], tidy: bool) {
    let maps = store.feature_maps();
    let mut done = maps.put_as(hash, bytes, true);
    if tidy {
        done = done.and_then(|()| maps.keep_newest(MOST_BYTES, hash));
    }
    if let Err(error) = done {
        tracing::warn!(%error, "a map of features is not kept");
    }
}
