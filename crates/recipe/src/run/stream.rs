//! Many pictures: one thread reads them in their order, several work on them, and results come in the order of the paths.

use super::Given;
use super::step::{Runner, Shown};
use crate::RecipeError;
use crate::result::Verdicted;
use fovea_vision::{Limits, Picture, decode_bytes, read_limited};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// A picture that went through.
pub struct Ran {
    pub picture: Picture,
    pub verdicted: Verdicted,
    pub decode_ms: f32,
    pub run_ms: f32,
}

struct Read {
    index: usize,
    result: Result<(Vec<u8>, Picture, bool), RecipeError>,
    ms: f32,
}

/// Runs a recipe on pictures with so many threads beside the one that reads. Stops early where `sink` returns false.
pub fn run_pictures(
    runner: &Runner,
    paths: &[PathBuf],
    given: &Given,
    threads: usize,
    sink: &mut dyn FnMut(usize, Result<Ran, RecipeError>) -> bool,
) {
    let threads = threads.max(1);
    // Steps side by side first, for a line waits for each picture; what is left works on others.
    let each = runner.width().clamp(1, threads);
    let at_once = (threads / each).max(1);
    let stop = AtomicBool::new(false);
    let (pass, waiting) = sync_channel::<Read>(at_once);
    let (send, receive) = sync_channel(2 * at_once);
    let waiting = Mutex::new(waiting);
    std::thread::scope(|scope| {
        let stop = &stop;
        scope.spawn(move || {
            // Digests take time; only a recipe that asks for fresh pictures has them made.
            let fresh = runner.loaded.asks_for_fresh();
            let mut before = fresh.then_some(None);
            for (index, path) in paths.iter().enumerate() {
                let start = Instant::now();
                let result = read(path, &mut before);
                let ms = start.elapsed().as_secs_f32() * 1e3;
                if stop.load(Ordering::Relaxed) || pass.send(Read { index, result, ms }).is_err() {
                    return;
                }
            }
        });
        for k in 0..at_once {
            let (send, waiting) = (send.clone(), &waiting);
            scope.spawn(move || {
                while let Some(Read { index, result, ms }) = next(waiting) {
                    let ran = result.map(|(bytes, picture, repeated)| {
                        let shown = Shown { bytes: &bytes, picture, repeated };
                        let start = Instant::now();
                        let verdicted = runner.run(&shown, given, k * each, each);
                        let run_ms = start.elapsed().as_secs_f32() * 1e3;
                        Ran { picture: shown.picture, verdicted, decode_ms: ms, run_ms }
                    });
                    if send.send((index, ran)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let (mut early, mut turn) = (BTreeMap::new(), 0);
        for (index, ran) in receive {
            early.insert(index, ran);
            while let Some(ran) = early.remove(&turn) {
                if !stop.load(Ordering::Relaxed) && !sink(turn, ran) {
                    stop.store(true, Ordering::Relaxed);
                }
                turn += 1;
            }
        }
    });
}

fn next(waiting: &Mutex<Receiver<Read>>) -> Option<Read> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// The file's bytes, its pixels, and whether they are those of the picture before.
fn read(path: &Path, before: &mut Option<Option<u64>>) -> Result<(Vec<u8>, Picture, bool), RecipeError> {
    let limits = Limits::default();
    let bytes = read_limited(path, &limits)?;
    let picture = decode_bytes(&bytes, &limits).map_err(|e| RecipeError::in_file(e, path))?;
    let repeated = before.as_mut().is_some_and(|before| {
        let digest = pixels_digest(&picture);
        before.replace(digest) == Some(digest)
    });
    Ok((bytes, picture, repeated))
}

/// Equal for the same pixels, within one run of the program.
pub fn pixels_digest(picture: &Picture) -> u64 {
    let mut hasher = DefaultHasher::new();
    (picture.width, picture.height, &picture.rgb).hash(&mut hasher);
    hasher.finish()
}
