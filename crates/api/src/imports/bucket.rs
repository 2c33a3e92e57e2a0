//! Storages that are a bucket of an S3 server: looked into page by page, and taken object by object. What is in already is not fetched again,
//! and an object that broke off is fetched anew.

use super::name::SafeName;
use super::storage::{Stop, Walk};
use crate::codes::Code;
use crate::dto::StorageFiles;
use crate::error::{ApiError, ApiResult};
use crate::jobs::told;
use fovea_bucket::{Bucket, BucketError, Object, is_way};
use fovea_jobs::work::{WorkFile, WorkKind};
use fovea_store::{BlobHash, ImportSource};
use std::path::PathBuf;
use std::time::Duration;
use tokio::runtime::Handle;

/// Objects asked for at a time.
const TOGETHER: u32 = 1000;
const MOST_TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(300);

/// A page of a folder. A bucket tells no number of all, so it is how many were told so far, which the cursor keeps.
pub(super) fn page(
    bucket: &Bucket,
    (storage, path): (&str, &str),
    (limit, cursor): (u64, Option<&str>),
    words: Option<&str>,
) -> ApiResult<StorageFiles> {
    let way = path.trim_matches('/');
    if !is_way(way) {
        return Err(ApiError::from(Code::WorkBadPath).with("path", path));
    }
    let (before, next) = match cursor.map(|cursor| cursor.split_once('.')) {
        None => (0, None),
        Some(Some((before, token))) => (before.parse().map_err(|_| Code::BadCursor)?, Some(token)),
        Some(None) => return Err(Code::BadCursor.into()),
    };
    let most = u32::try_from(limit).unwrap_or(TOGETHER);
    let found = bucket.list(way, true, next, most).map_err(|e| failed(storage, path, e))?;
    let below = |name: &str| if way.is_empty() { name.to_string() } else { format!("{way}/{name}") };
    let folders = found.folders.iter().map(|name| WorkFile {
        path: below(name),
        name: name.clone(),
        kind: WorkKind::Folder,
        bytes: 0,
        changed_ms: 0,
        executable: false,
        tag: String::new(),
        target: None,
    });
    let objects = found.objects.iter().filter_map(|object| {
        let name = bucket.way(&object.key)?.rsplit('/').next()?;
        Some(WorkFile {
            path: below(name),
            name: name.into(),
            kind: WorkKind::File,
            bytes: object.bytes,
            changed_ms: object.changed_ms,
            executable: false,
            tag: object.tag.clone(),
            target: None,
        })
    });
    let words = words.map(str::to_lowercase);
    let wanted = |file: &WorkFile| {
        words
            .as_ref()
            .is_none_or(|words| words.split_whitespace().all(|w| file.name.to_lowercase().contains(w)))
    };
    let items: Vec<_> = folders.chain(objects).filter(wanted).map(told).collect();
    let total = before + items.len() as u64;
    let next = found.next.map(|token| format!("{total}.{token}"));
    Ok(StorageFiles { path: way.into(), items, next, total })
}

/// Refused where there is nothing of this way.
pub(super) fn looked(bucket: &Bucket, storage: &str, path: &str) -> ApiResult<String> {
    let way = path.trim_matches('/');
    if !is_way(way) {
        return Err(ApiError::from(Code::WorkBadPath).with("path", path));
    }
    let there = bucket.is_object(way).map_err(|e| failed(storage, path, e))?;
    there.ok_or_else(|| failed(storage, path, BucketError::NotFound))?;
    Ok(way.into())
}

fn failed(storage: &str, path: &str, error: BucketError) -> ApiError {
    match error {
        BucketError::NotFound => ApiError::from(Code::WorkNotFound).with("path", path),
        other => {
            ApiError::from(Code::StorageBucket).with("storage", storage).with("reason", other.to_string())
        }
    }
}

impl Walk {
    pub(super) fn all_of_bucket(&mut self, bucket: &Bucket, source: &ImportSource) -> Result<(), Stop> {
        let failed = |error| Stop::Failed(failed(&source.storage, &source.path, error));
        let way = source.path.as_str();
        // As where a folder is sent: its own name says something, too.
        let name = way.rsplit('/').next().unwrap_or_default();
        if bucket.is_object(way).map_err(failed)? == Some(true) {
            let found = bucket.one(way).map_err(failed)?;
            return self.fetch(bucket, source, name, &found);
        }
        let mut next: Option<String> = None;
        loop {
            let page = bucket.list(way, false, next.as_deref(), TOGETHER).map_err(failed)?;
            for object in &page.objects {
                let Some(below) = bucket.way(&object.key) else { continue };
                let below = if way.is_empty() { Some(below) } else { below.strip_prefix(way) };
                let Some(below) = below.map(|b| b.trim_start_matches('/')) else { continue };
                let name = if name.is_empty() { below.to_string() } else { format!("{name}/{below}") };
                self.fetch(bucket, source, &name, object)?;
            }
            match page.next {
                None => return Ok(()),
                more => next = more,
            }
        }
    }

    fn fetch(
        &mut self,
        bucket: &Bucket,
        source: &ImportSource,
        name: &str,
        object: &Object,
    ) -> Result<(), Stop> {
        self.goes_on()?;
        let Some(name) = self.named(name, object.bytes)? else { return Ok(()) };
        if !self.fits(&name, object.bytes)? {
            return Ok(());
        }
        let fetched = self.fetched(bucket, source, object);
        let turn = self.app.imports.turn(self.id);
        // Nobody ends it while a file is taken in.
        let _turn = Handle::current().block_on(turn.read());
        if let Err(rests) = self.goes_on() {
            if let Ok(Some((path, ..))) = fetched {
                let _ = std::fs::remove_file(path);
            }
            return Err(rests);
        }
        match fetched? {
            Some((path, hash, bytes)) => self.settle(&name, path, hash, bytes),
            None => self.unreadable(&name),
        }
    }

    /// `None` where the object itself cannot be read.
    fn fetched(
        &self,
        bucket: &Bucket,
        source: &ImportSource,
        object: &Object,
    ) -> Result<Option<(PathBuf, BlobHash, u64)>, Stop> {
        let pending = self.intake.folder().join("pending");
        let mut away = None;
        for tried in 0..MOST_TRIES {
            if tried > 0 {
                std::thread::sleep(PAUSE * tried);
                self.goes_on()?;
            }
            match bucket.open(&object.key) {
                Ok(mut opened) => {
                    away = None;
                    let bytes = opened.bytes.min(self.app.settings.most_upload_bytes);
                    match self.copy(&mut opened.body, &pending, bytes).map_err(Stop::Failed)? {
                        Some((path, hash, came)) if came == opened.bytes => {
                            return Ok(Some((path, hash, came)));
                        }
                        // It broke off.
                        Some((path, ..)) => drop(std::fs::remove_file(path)),
                        None => {}
                    }
                }
                Err(error @ BucketError::Unreachable(_)) => away = Some(error),
                // Others can be read all the same.
                Err(error) => {
                    tracing::warn!(storage = %source.storage, %error, "an object cannot be read");
                    return Ok(None);
                }
            }
        }
        match away {
            Some(error) => Err(Stop::Failed(failed(&source.storage, &source.path, error))),
            None => Ok(None),
        }
    }

    fn unreadable(&mut self, name: &SafeName) -> Result<(), Stop> {
        self.intake.refuse(name.as_str(), "import.unreadable", "it could not be read to its end");
        Ok(())
    }
}
