//! Large pictures are cut to pieces once, when somebody first looks at one of them, and kept by the hash of their content.
//! Whoever asks meanwhile waits for the same work; when nobody waits any more it stops. One picture at a time: each takes
//! hundreds of megabytes.

use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use fovea_store::{BlobHash, Blobs, LinkFault, StoreError};
use fovea_vision::{Limits, VisionError, decode_bytes, read_limited, tiles};
use std::collections::HashMap;
use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{Semaphore, watch};

/// What all pieces together may take.
const MOST_BYTES: u64 = 4 << 30;

pub struct Tiling {
    going: Mutex<HashMap<BlobHash, Weak<Going>>>,
    turn: Arc<Semaphore>,
}

impl Default for Tiling {
    fn default() -> Tiling {
        Tiling { going: Mutex::default(), turn: Arc::new(Semaphore::new(1)) }
    }
}

/// Held by all who wait for one picture.
struct Going {
    ended: watch::Receiver<Option<Ended>>,
    stop: Arc<AtomicBool>,
}

impl Drop for Going {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

type Ended = Result<(), Arc<Failure>>;

#[derive(Debug)]
enum Failure {
    Picture(String),
    Linked(LinkFault),
    Server(String),
    Stopped,
}

/// A piece of a picture as JPEG. The number has to be one of the picture's.
pub async fn piece(app: &App, hash: &BlobHash, number: u32) -> ApiResult<Vec<u8>> {
    // Twice, since what is kept may go between the making and the reading.
    for _ in 0..2 {
        let (tiles, wanted) = (app.store.tiles().clone(), hash.clone());
        let read = tokio::task::spawn_blocking(move || {
            let mut file = File::open(tiles.path(&wanted)).ok()?;
            let piece = fovea_vision::tiles::unpack(&mut file, number).ok().flatten();
            match piece {
                Some(_) => tiles.touch(&wanted),
                // A power cut may leave half a file.
                None => drop(tiles.remove(&wanted)),
            }
            piece
        });
        if let Some(piece) = read.await? {
            return Ok(piece);
        }
        made(app, hash).await?;
    }
    Err(ApiError::internal(format!("the pieces of {hash} do not stay")))
}

/// Waits until the pieces of a picture are there.
async fn made(app: &App, hash: &BlobHash) -> ApiResult<()> {
    let going = joined(app, hash);
    let mut ended = going.ended.clone();
    let ended = ended.wait_for(Option::is_some).await.map_err(ApiError::internal)?.clone();
    match ended {
        Some(Ok(())) | None => Ok(()),
        Some(Err(failure)) => Err(match &*failure {
            Failure::Picture(reason) => {
                ApiError::from(Code::PictureUnreadable).with("reason", reason.clone())
            }
            Failure::Linked(fault) => StoreError::Linked(fault.clone()).into(),
            Failure::Server(reason) => ApiError::internal(reason),
            Failure::Stopped => ApiError::internal("stopped while somebody waited"),
        }),
    }
}

/// The work that is going on, or a new one.
fn joined(app: &App, hash: &BlobHash) -> Arc<Going> {
    let mut all = app.tiling.going.lock().unwrap_or_else(PoisonError::into_inner);
    all.retain(|_, one| one.strong_count() > 0);
    if let Some(going) = all.get(hash).and_then(Weak::upgrade) {
        return going;
    }
    let (tell, ended) = watch::channel(None);
    let stop = Arc::new(AtomicBool::new(false));
    let going = Arc::new(Going { ended, stop: stop.clone() });
    all.insert(hash.clone(), Arc::downgrade(&going));
    let (app, hash) = (app.clone(), hash.clone());
    tokio::spawn(async move {
        let done = make(&app, hash.clone(), stop).await;
        // Whoever comes from now on finds the pieces, or tries anew.
        app.tiling.going.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash);
        let _ = tell.send(Some(done.map_err(Arc::new)));
    });
    going
}

async fn make(app: &App, hash: BlobHash, stop: Arc<AtomicBool>) -> Result<(), Failure> {
    let server = |e: &dyn std::fmt::Display| Failure::Server(e.to_string());
    let turn = app.tiling.turn.clone().acquire_owned().await.map_err(|e| server(&e))?;
    if stop.load(Ordering::Relaxed) {
        return Err(Failure::Stopped);
    }
    let place = app.decoding.clone().acquire_owned().await.map_err(|e| server(&e))?;
    let store = app.store.clone();
    let task = tokio::task::spawn_blocking(move || {
        let (_turn, _place) = (turn, place);
        let stopped = || stop.load(Ordering::Relaxed);
        let bytes = packed(store.blobs(), &hash, &stopped)?;
        let kept = |e: StoreError| Failure::Server(e.to_string());
        store.tiles().put_as(&hash, &bytes, false).map_err(kept)?;
        store.tiles().keep_newest(MOST_BYTES, &hash).map_err(kept)
    });
    task.await.map_err(|e| server(&e))?
}

fn packed(blobs: &Blobs, hash: &BlobHash, stopped: &dyn Fn() -> bool) -> Result<Vec<u8>, Failure> {
    let bad = |e: VisionError| Failure::Picture(e.to_string());
    if stopped() {
        return Err(Failure::Stopped);
    }
    let limits = Limits::default();
    let bytes = match blobs.linked_bytes(hash) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => read_limited(&blobs.path(hash), &limits).map_err(bad)?,
        Err(StoreError::Linked(fault)) => return Err(Failure::Linked(fault)),
        Err(error) => return Err(Failure::Server(error.to_string())),
    };
    let picture = decode_bytes(&bytes, &limits).map_err(bad)?;
    tiles::pack(picture, stopped).map_err(bad)?.ok_or(Failure::Stopped)
}
