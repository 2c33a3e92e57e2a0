use crate::{InferError, Model, Outcome};
use fovea_vision::{Limits, Photo};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Instant;

/// One picture's result; the picture itself comes along for those who draw.
pub struct Item {
    pub index: usize,
    pub result: Result<(Photo, Outcome), InferError>,
}

/// Results that may wait for an earlier one before workers pause.
const AHEAD: usize = 32;

/// Reads, decodes and runs pictures, one worker a session, and hands the results over in the order of `paths`.
/// Each worker decodes and runs its own pictures, so both kinds of work overlap without a second queue.
/// Stops early where `sink` returns false.
pub fn run_paths(
    model: &Model,
    paths: &[PathBuf],
    batch: usize,
    limits: &Limits,
    sink: &mut dyn FnMut(Item) -> bool,
) {
    let (batch, workers) = (batch.max(1), model.sessions());
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let done = (Mutex::new(0usize), Condvar::new());
    let (send, receive) = sync_channel::<Item>(AHEAD * batch);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let (send, next, stop, done) = (send.clone(), &next, &stop, &done);
            scope.spawn(move || {
                let _end = StopOnPanic { stop, changed: &done.1 };
                loop {
                    let start = next.fetch_add(batch, Ordering::Relaxed);
                    if start >= paths.len() || stop.load(Ordering::Relaxed) {
                        break;
                    }
                    // Results kept for their turn hold pictures: do not run far ahead of a slow one.
                    let guard = done.0.lock().unwrap_or_else(PoisonError::into_inner);
                    let ahead =
                        |d: &mut usize| start > *d + AHEAD * batch * workers && !stop.load(Ordering::Relaxed);
                    drop(done.1.wait_while(guard, ahead));
                    let end = (start + batch).min(paths.len());
                    for item in run_some(model, worker, start, &paths[start..end], limits) {
                        if send.send(item).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut turn = 0;
        for item in receive {
            waiting.insert(item.index, item);
            while let Some(item) = waiting.remove(&turn) {
                turn += 1;
                if !stop.load(Ordering::Relaxed) && !sink(item) {
                    stop.store(true, Ordering::Relaxed);
                }
            }
            *done.0.lock().unwrap_or_else(PoisonError::into_inner) = turn;
            done.1.notify_all();
        }
    });
}

/// A worker that fails leaves a gap that the others would wait for, for ever; this lets them end, so that the
/// failure is seen.
struct StopOnPanic<'a> {
    stop: &'a AtomicBool,
    changed: &'a Condvar,
}

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.stop.store(true, Ordering::Relaxed);
            self.changed.notify_all();
        }
    }
}

fn run_some(model: &Model, worker: usize, start: usize, paths: &[PathBuf], limits: &Limits) -> Vec<Item> {
    if model.compares() || !model.has_graph() {
        let one = |path: &PathBuf| run_beside(model, worker, path, limits);
        let items = paths.iter().map(one).zip(start..);
        return items.map(|(result, index)| Item { index, result }).collect();
    }
    let mut items: Vec<Option<Item>> = Vec::with_capacity(paths.len());
    let (mut pictures, mut decode, mut at) = (Vec::new(), Vec::new(), Vec::new());
    for (k, path) in paths.iter().enumerate() {
        let began = Instant::now();
        items.push(match model.decode_file(path, limits) {
            Ok(picture) => {
                pictures.push(picture);
                decode.push(began.elapsed().as_secs_f32() * 1e3);
                at.push(k);
                None
            }
            Err(e) => Some(Item { index: start + k, result: Err(e.into()) }),
        });
    }
    let outcomes = model.infer_batch(&mut model.session(worker), &pictures);
    for (((k, picture), ms), outcome) in at.into_iter().zip(pictures).zip(decode).zip(outcomes) {
        let result = match outcome {
            Ok(mut outcome) => {
                outcome.prediction.ms.decode = ms;
                outcome.prediction.ms.total = ms + outcome.prediction.ms.run;
                Ok((picture, outcome))
            }
            Err(e) => Err(InferError::Unjudged { path: paths[k].clone(), source: Box::new(e) }),
        };
        items[k] = Some(Item { index: start + k, result });
    }
    items.into_iter().flatten().collect()
}

/// A picture by itself, beside its template where the model takes one.
fn run_beside(
    model: &Model,
    worker: usize,
    path: &Path,
    limits: &Limits,
) -> Result<(Photo, Outcome), InferError> {
    let began = Instant::now();
    let picture = model.decode_file(path, limits)?;
    let unjudged = |e| InferError::Unjudged { path: path.into(), source: Box::new(e) };
    let template = model.template_for(path, limits).map_err(unjudged)?;
    let decode = began.elapsed().as_secs_f32() * 1e3;
    let mut outcome = model.infer_beside(worker, &picture, template.as_deref()).map_err(unjudged)?;
    outcome.prediction.ms.decode = decode;
    outcome.prediction.ms.total = decode + outcome.prediction.ms.run;
    Ok((picture, outcome))
}
