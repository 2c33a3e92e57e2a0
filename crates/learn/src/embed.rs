//! Pictures to features, several at a time, kept in a file so that no data set is too large for memory.

use crate::{LearnError, Progress, Stop};
use fovea_datasets::Sample;
use fovea_infer::{Fit, Session, Tensor};
use fovea_vision::{Limits, Picture};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows of equal length, one a picture (or a view of it), in a file without a name.
pub struct Rows {
    file: File,
    pub width: usize,
}

impl Rows {
    fn new(width: usize) -> Result<Rows, LearnError> {
        let file = tempfile::tempfile().map_err(spool)?;
        Ok(Rows { file, width })
    }

    pub fn read(&self, row: usize) -> Result<Vec<f32>, LearnError> {
        let mut bytes = vec![0u8; self.width * 4];
        self.file.read_exact_at(&mut bytes, (row * self.width * 4) as u64).map_err(spool)?;
        Ok(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    fn write(&self, row: usize, data: &[f32]) -> Result<(), LearnError> {
        let bytes: Vec<u8> = data.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.file.write_all_at(&bytes, (row * self.width * 4) as u64).map_err(spool)
    }
}

fn spool(source: std::io::Error) -> LearnError {
    LearnError::Spool { path: std::env::temp_dir(), source }
}

/// A picture as it is or mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Plain,
    Mirrored,
    Flipped,
    Turned,
}

impl View {
    pub fn of(self, picture: Picture) -> Picture {
        match self {
            View::Plain => picture,
            View::Mirrored => picture.flip_horizontal(),
            View::Flipped => picture.flip_vertical(),
            View::Turned => picture.flip_horizontal().flip_vertical(),
        }
    }
}

pub struct Embedded {
    /// One store for each output of the graph; row `sample × views + view`.
    pub outputs: Vec<Rows>,
    /// For each sample whether it could be read.
    pub usable: Vec<bool>,
}

/// Runs `graph` (input `image`) over each sample in each view. A picture that cannot be read is told of and left
/// out. Returns `None` where stopped.
pub fn embed(
    graph: &[u8],
    fit: Fit,
    samples: &[&Sample],
    views: &[View],
    threads: usize,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Option<Embedded>, LearnError> {
    let seen = |_: usize, v: usize, scaled: &Picture| views.get(v).map(|view| view.of(scaled.clone()));
    embed_seen(graph, fit, samples, (views.len(), &seen), threads, progress, stop)
}

/// What is seen of a sample, told by its place, in one of its views; `None` where that view is left out.
pub type Seen<'a> = dyn Fn(usize, usize, &Picture) -> Option<Picture> + Sync + 'a;

/// As [`embed`], in so many views that are made of the scaled picture. Rows of views that are left out hold nothing.
pub fn embed_seen(
    graph: &[u8],
    fit: Fit,
    samples: &[&Sample],
    (views, seen): (usize, &Seen),
    threads: usize,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Option<Embedded>, LearnError> {
    let mut sessions: Vec<Session> =
        (0..threads.max(1)).map(|_| Session::new(graph, 1)).collect::<Result<_, _>>()?;
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let stores: Mutex<Vec<Rows>> = Mutex::new(Vec::new());
    let failure: Mutex<Option<LearnError>> = Mutex::new(None);
    let usable: Vec<AtomicUsize> = samples.iter().map(|_| AtomicUsize::new(0)).collect();
    let work = |session: &mut Session| -> Result<(), LearnError> {
        let mut data = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= samples.len() || stop.due() || failure.lock().is_ok_and(|f| f.is_some()) {
                return Ok(());
            }
            match fit.decode_file(&samples[i].path, &Limits::default()) {
                Err(e) => progress.warn(&format!("left out: {e}")),
                Ok(picture) => {
                    let scaled = fit.scale(&picture);
                    for v in 0..views {
                        let Some(picture) = seen(i, v, &scaled) else { continue };
                        data.clear();
                        let at = fit.placements(picture.width, picture.height)[0];
                        Fit::tensor(&picture, at, &mut data);
                        let outputs = session.run(&data, [1, 3, at.height as usize, at.width as usize])?;
                        keep(&stores, i * views + v, &outputs)?;
                    }
                    usable[i].store(1, Ordering::Relaxed);
                }
            }
            progress.step("features", done.fetch_add(1, Ordering::Relaxed) + 1, samples.len(), "");
        }
    };
    std::thread::scope(|scope| {
        for session in &mut sessions {
            let (work, failure) = (&work, &failure);
            scope.spawn(move || {
                if let (Err(e), Ok(mut slot)) = (work(session), failure.lock()) {
                    slot.get_or_insert(e);
                }
            });
        }
    });
    if let Ok(Some(e)) = failure.into_inner() {
        return Err(e);
    }
    if done.into_inner() < samples.len() {
        return Ok(None);
    }
    let usable = usable.into_iter().map(|u| u.into_inner() == 1).collect();
    Ok(Some(Embedded { outputs: stores.into_inner().unwrap_or_default(), usable }))
}

fn keep(stores: &Mutex<Vec<Rows>>, row: usize, outputs: &[Tensor]) -> Result<(), LearnError> {
    let mut stores = stores.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if stores.is_empty() {
        *stores = outputs.iter().map(|t| Rows::new(t.data.len())).collect::<Result<_, _>>()?;
    }
    stores.iter().zip(outputs).try_for_each(|(s, t)| s.write(row, &t.data))
}
