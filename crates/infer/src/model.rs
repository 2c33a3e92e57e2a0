use crate::manifest::Manifest;
use crate::outcome::{HeatMap, Outcome, read_outcome};
use crate::runtime::{Session, Tensor};
use crate::{Fit, InferError, Package};
use fovea_domain::Timings;
use fovea_vision::{Limits, Picture};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

#[derive(Debug, Clone, Copy)]
pub struct LoadOptions {
    /// Pictures that can be worked on at the same time.
    pub sessions: usize,
    /// Threads that work together on one picture.
    pub threads: usize,
    /// Run the reference pictures and compare; only the package's own author may do without.
    pub check: bool,
}

impl Default for LoadOptions {
    fn default() -> Self {
        LoadOptions { sessions: 1, threads: 1, check: true }
    }
}

/// How far a reference picture's score may be from the packed one: processors round differently.
const DRIFT: f32 = 2e-3;

/// A package made ready to run.
pub struct Model {
    pub manifest: Manifest,
    sessions: Vec<Mutex<Session>>,
}

impl Model {
    pub fn open(path: &Path, options: LoadOptions) -> Result<Model, InferError> {
        Model::from_package(&Package::read(path)?, options)
    }

    pub fn from_package(package: &Package, options: LoadOptions) -> Result<Model, InferError> {
        let sessions: Result<Vec<_>, _> = (0..options.sessions.max(1))
            .map(|_| Session::new(package.graph(), options.threads).map(Mutex::new))
            .collect();
        let model = Model { manifest: package.manifest.clone(), sessions: sessions? };
        if options.check {
            model.check_references(package)?;
        }
        Ok(model)
    }

    /// Runs the package's reference pictures and compares with what they gave when packed.
    pub fn check_references(&self, package: &Package) -> Result<(), InferError> {
        for reference in &package.manifest.references {
            let bytes = package.files.get(&reference.file).map_or(&[][..], Vec::as_slice);
            let picture = fovea_vision::decode_bytes(bytes, &Limits::default())?;
            let found = self.infer(&picture)?.prediction;
            let mut pairs = vec![("score", reference.score, found.score)];
            for (class, &want) in &reference.scores {
                pairs.push((class, want, found.scores.get(class).copied().unwrap_or(f32::NAN)));
            }
            // Written so that a NaN fails too.
            if let Some((what, want, got)) = pairs.into_iter().find(|(_, a, b)| !((a - b).abs() <= DRIFT)) {
                let file = &reference.file;
                return Err(InferError::Drifted(format!("{file}: {what} was {want:.4}, is {got:.4}")));
            }
        }
        Ok(())
    }

    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// A session to run on; sessions are chosen by the caller so that workers do not wait for each other.
    pub(crate) fn session(&self, worker: usize) -> MutexGuard<'_, Session> {
        // A run that panicked leaves the session itself whole.
        self.sessions[worker % self.sessions.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn infer(&self, picture: &Picture) -> Result<Outcome, InferError> {
        let mut all = self.infer_batch(&mut self.session(0), std::slice::from_ref(picture))?;
        all.pop().ok_or_else(|| InferError::Graph("no result".into()))
    }

    /// Results of several pictures; those of one size run together.
    pub(crate) fn infer_batch(&self, session: &mut Session, pictures: &[Picture]) -> Result<Vec<Outcome>, InferError> {
        if let (Fit::Stretch { width, height }, true) = (self.manifest.input, pictures.len() > 1) {
            return self.infer_stacked(session, pictures, width, height);
        }
        pictures.iter().map(|p| self.infer_one(session, p)).collect()
    }

    fn infer_stacked(&self, session: &mut Session, pictures: &[Picture], w: u32, h: u32) -> Result<Vec<Outcome>, InferError> {
        let start = Instant::now();
        let mut data = Vec::with_capacity(pictures.len() * 3 * (w * h) as usize);
        for picture in pictures {
            let scaled = self.manifest.input.scale(picture);
            Fit::tensor(&scaled, self.manifest.input.placements(w, h)[0], &mut data);
        }
        let outputs = session.run(&data, [pictures.len(), 3, h as usize, w as usize])?;
        let run = start.elapsed().as_secs_f32() * 1e3 / pictures.len() as f32;
        let split = |k: usize| -> Vec<Tensor> {
            let row = |t: &Tensor| {
                let len = t.data.len() / pictures.len();
                let mut dims = t.dims.clone();
                dims[0] = 1;
                Tensor { dims, data: t.data[k * len..(k + 1) * len].to_vec() }
            };
            outputs.iter().map(row).collect()
        };
        let timings = Timings { decode: 0.0, run, total: run };
        pictures
            .iter()
            .enumerate()
            .map(|(k, p)| read_outcome(&self.manifest, session.outputs(), &split(k), p, (w, h), timings))
            .collect()
    }

    fn infer_one(&self, session: &mut Session, picture: &Picture) -> Result<Outcome, InferError> {
        let start = Instant::now();
        let scaled = self.manifest.input.scale(picture);
        let size = (scaled.width, scaled.height);
        let tiles = self.manifest.input.placements(size.0, size.1);
        let mut data = Vec::new();
        let mut whole: Option<Vec<Tensor>> = None;
        for &tile in &tiles {
            data.clear();
            Fit::tensor(&scaled, tile, &mut data);
            let outputs = session.run(&data, [1, 3, tile.height as usize, tile.width as usize])?;
            if tiles.len() == 1 {
                whole = Some(outputs);
                break;
            }
            let names = session.outputs();
            let canvas = whole.get_or_insert_with(|| HeatMap::canvas(names, &outputs, size));
            HeatMap::place(names, canvas, &outputs, tile, size);
        }
        let outputs = whole.unwrap_or_default();
        let run = start.elapsed().as_secs_f32() * 1e3;
        let padded = match tiles.as_slice() {
            [only] => (only.width, only.height),
            _ => size,
        };
        let timings = Timings { decode: 0.0, run, total: run };
        let cut = HeatMap::cut(session.outputs(), outputs, padded, size);
        read_outcome(&self.manifest, session.outputs(), &cut, picture, size, timings)
    }
}
