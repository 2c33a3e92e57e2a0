//! What an import says of itself, in the log of its job: what each file brought, and why one was left out.

use super::intake::Outcome;
use crate::app::App;
use fovea_jobs::{LogWriter, Stream, clock};
use fovea_store::Id;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Logs of running imports, each opened once.
#[derive(Default)]
pub struct Logs(Mutex<HashMap<Id, Arc<Mutex<LogWriter>>>>);

impl std::fmt::Debug for Logs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Logs")
    }
}

/// Files that are told one by one of what one request brought.
const MOST_TOLD: usize = 1_000;

impl Logs {
    fn of(&self, app: &App, import: Id) -> std::io::Result<Arc<Mutex<LogWriter>>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(log) = all.get(&import) {
            return Ok(Arc::clone(log));
        }
        let folder = app.engine.folder(import);
        std::fs::create_dir_all(folder.root())?;
        let log = Arc::new(Mutex::new(LogWriter::open(&folder)?));
        all.insert(import, Arc::clone(&log));
        Ok(log)
    }

    pub(super) fn close(&self, import: Id) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&import);
    }
}

/// Blocks. A log that cannot be written keeps no picture out.
pub(super) fn tell(app: &App, import: Id, phase: &str, lines: impl IntoIterator<Item = (Stream, String)>) {
    let log = match app.imports.logs.of(app, import) {
        Ok(log) => log,
        Err(error) => {
            tracing::warn!(%import, %error, "an import's log cannot be written");
            return;
        }
    };
    let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
    let at = clock::now_text();
    log.in_step(&at, phase);
    for (stream, text) in lines {
        log.add(&at, stream, &text);
    }
    log.flush();
}

/// What one file brought.
pub(super) fn file(app: &App, import: Id, name: &str, outcome: &Outcome) {
    let Outcome { added, duplicates, refused } = outcome;
    let sum = format!("{name}: {added} new, {duplicates} known, {} left out", refused.len());
    let why = refused
        .iter()
        .take(MOST_TOLD)
        .map(|r| (Stream::Err, format!("{} was left out: {} ({})", r.name, r.detail, r.code)));
    tell(app, import, "files", std::iter::once((Stream::Out, sum)).chain(why));
}

/// A word of the server itself.
pub(super) fn own(app: &App, import: Id, phase: &str, text: String) {
    tell(app, import, phase, [(Stream::Fovea, text)]);
}
