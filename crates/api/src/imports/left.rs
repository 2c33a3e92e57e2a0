//! What imports leave in their folders, and how it goes.

use super::log::Logs;
use crate::app::App;
use crate::error::{ApiError, ApiResult};
use fovea_store::{BlobHash, Id, Import, Moment, now};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, Weak};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Running imports: which picture each path of their trees is, as far as this server has seen it.
#[derive(Debug)]
pub struct Imports {
    trees: Mutex<HashMap<Id, HashMap<String, Id>>>,
    /// When this server began: of older imports it does not know all
    since: Moment,
    /// Requests that send files at this moment
    sending: Mutex<HashMap<Id, u32>>,
    /// Those whose labels are read at this moment
    finishing: Mutex<HashSet<Id>>,
    /// Those whose storage is walked at this moment
    walking: Mutex<HashSet<Id>>,
    pub(super) logs: Logs,
    gate: RwLock<()>,
    uploads: Semaphore,
    turns: Mutex<HashMap<Id, Weak<Turn>>>,
}

/// Read while a received file is taken in, written while the import ends.
pub(super) type Turn = tokio::sync::RwLock<()>;

/// Uploads at a time: each keeps a thread, of which there must be some left for all else.
const MOST_UPLOADS: usize = 64;

impl Default for Imports {
    fn default() -> Imports {
        let uploads = Semaphore::new(MOST_UPLOADS);
        Imports {
            trees: Mutex::default(),
            since: now(),
            sending: Mutex::default(),
            finishing: Mutex::default(),
            walking: Mutex::default(),
            logs: Logs::default(),
            gate: RwLock::default(),
            uploads,
            turns: Mutex::default(),
        }
    }
}

impl Imports {
    /// Until it is dropped nobody else takes from the storage; `None` where somebody does.
    pub(super) fn walk(&self, import: Id) -> Option<Walking<'_>> {
        let mut all = self.walking.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(import).then(|| Walking(self, import))
    }

    /// Waits for a place among the uploads.
    pub(crate) async fn place(&self) -> ApiResult<SemaphorePermit<'_>> {
        self.uploads.acquire().await.map_err(ApiError::internal)
    }

    /// Of two that end an import at once, the second finds it ended, and no file is taken in meanwhile.
    pub(super) fn turn(&self, import: Id) -> Arc<Turn> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = turns.get(&import).and_then(Weak::upgrade).unwrap_or_default();
        turns.insert(import, Arc::downgrade(&turn));
        turn
    }

    pub(super) fn note(&self, import: Id, path: String, picture: Id) {
        let mut trees = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
        trees.entry(import).or_default().insert(path, picture);
    }

    pub(super) fn take(&self, import: Id) -> HashMap<String, Id> {
        self.trees.lock().unwrap_or_else(PoisonError::into_inner).remove(&import).unwrap_or_default()
    }

    /// What it brought, if this server has seen all of it and gave it away to nobody.
    pub(super) fn take_all(&self, import: &Import) -> Option<HashMap<String, Id>> {
        let found = self.trees.lock().unwrap_or_else(PoisonError::into_inner).remove(&import.id);
        found.filter(|_| import.created_at > self.since)
    }

    pub(super) fn is_sending(&self, import: Id) -> bool {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&import)
    }

    /// For as long as what is returned is held.
    pub(super) fn send(&self, import: Id) -> Sending<'_> {
        *self.sending.lock().unwrap_or_else(PoisonError::into_inner).entry(import).or_default() += 1;
        Sending(self, import)
    }

    pub(super) fn is_finishing(&self, import: Id) -> bool {
        self.finishing.lock().unwrap_or_else(PoisonError::into_inner).contains(&import)
    }

    /// The same of its last step.
    pub(super) fn finish(&self, import: Id) -> Finishing<'_> {
        self.finishing.lock().unwrap_or_else(PoisonError::into_inner).insert(import);
        Finishing(self, import)
    }

    /// Held from when a blob comes until a row speaks of it.
    pub(super) fn gate(&self) -> RwLockReadGuard<'_, ()> {
        self.gate.read().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) struct Sending<'a>(&'a Imports, Id);

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        let mut all = self.0.sending.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = all.get_mut(&self.1) {
            *number -= 1;
            if *number == 0 {
                all.remove(&self.1);
            }
        }
    }
}

pub(super) struct Walking<'a>(&'a Imports, Id);

impl Drop for Walking<'_> {
    fn drop(&mut self) {
        self.0.walking.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

pub(super) struct Finishing<'a>(&'a Imports, Id);

impl Drop for Finishing<'_> {
    fn drop(&mut self) {
        self.0.finishing.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

/// Removes the folder of an import that has ended.
pub(super) async fn clear(app: &App, import: Id) -> ApiResult<()> {
    app.imports.take(import);
    app.imports.logs.close(import);
    let app = app.clone();
    tokio::task::spawn_blocking(move || clear_folder(&app, &app.store.place().upload(import))).await?;
    Ok(())
}

/// What was received and is in no row. Blocks.
pub(super) fn clear_pending(app: &App, folder: &Path) {
    if let Ok(pending) = fs::read_dir(folder.join("pending")) {
        for file in pending.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let hash = name.split('.').next().and_then(|hash| hash.parse::<BlobHash>().ok());
            match hash {
                Some(hash) => forget(app, &file.path(), &hash),
                // Cut while it came.
                None => drop(fs::remove_file(file.path())),
            }
        }
    }
}

/// Blocks.
pub(super) fn clear_folder(app: &App, folder: &Path) {
    clear_pending(app, folder);
    match fs::remove_dir_all(folder) {
        Ok(()) => {}
        Err(e) if e.kind() == ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(folder = %folder.display(), %error, "an upload's rest stays"),
    }
}

/// Removes a received file and, where no row speaks of it, its blob. Blocks.
pub(super) fn forget(app: &App, file: &Path, hash: &BlobHash) {
    forget_unused(app, hash);
    let _ = fs::remove_file(file);
}

/// Removes a blob of which no row speaks. Blocks.
pub fn forget_unused(app: &App, hash: &BlobHash) {
    let _gate = app.imports.gate.write().unwrap_or_else(PoisonError::into_inner);
    // Second, and for a moment only: verdicts do not wait for a batch of an import.
    let _keeping = app.keeping.blocking_write();
    match Handle::current().block_on(app.store.blob_is_used(hash)) {
        Ok(true) => {}
        Ok(false) => {
            let store = &app.store;
            let removed = store.blobs().remove(hash).and_then(|_| store.thumbs().remove(hash));
            let removed = removed.and_then(|_| store.tiles().remove(hash));
            let removed = removed.and_then(|_| store.feature_maps().remove(hash));
            if let Err(error) = removed {
                tracing::warn!(%error, "a file that nobody speaks of stays");
            }
        }
        Err(error) => tracing::warn!(%error, "whether a file is used could not be told, so it stays"),
    }
}
