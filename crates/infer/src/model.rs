use crate::answer::{Answer, Expected};
use crate::compare::{Comparer, TEMPLATE};
use crate::components::Board;
use crate::detect::Detector;
use crate::flips;
use crate::glue::Gluer;
use crate::manifest::Manifest;
use crate::outcome::{Outcome, read_outcome};
use crate::read::Reader;
use crate::runtime::Session;
use crate::{Fit, InferError, Package, Placement};
use fovea_domain::Timings;
use fovea_vision::difference::template_beside;
use fovea_vision::{Limits, Photo, Picture, VisionError, decode_bytes, decode_file};
use std::borrow::Cow;
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
/// Of a model that reads: its graphs are deeper, and its score is that of the least sure sign.
const READ_DRIFT: f32 = 0.05;

/// Reference pictures are small when packed; a large one would only make opening slow.
const REFERENCE_LIMITS: Limits = Limits { max_side: 4096, max_pixels: 4096 * 4096, max_bytes: 64 << 20 };

/// A package made ready to run.
pub struct Model {
    pub manifest: Manifest,
    /// Pictures that can be worked on at the same time.
    workers: usize,
    /// One a worker; none where the package has no graph.
    sessions: Vec<Mutex<Session>>,
    board: Option<Board>,
    comparer: Option<Comparer>,
    detector: Option<Detector>,
    reader: Option<Reader>,
    gluer: Option<Gluer>,
    /// What pictures are compared with, whatever lies beside them.
    template: Option<Picture>,
    /// The package's own, for pictures that nothing lies beside.
    own_template: Option<Picture>,
}

impl Model {
    pub fn open(path: &Path, options: LoadOptions) -> Result<Model, InferError> {
        Model::from_package(&Package::read(path)?, options)
    }

    pub fn from_package(package: &Package, options: LoadOptions) -> Result<Model, InferError> {
        let workers = options.sessions.max(1);
        let with_graph = if package.manifest.glue.is_some() { 0 } else { workers };
        let sessions: Result<Vec<_>, _> =
            (0..with_graph).map(|_| Session::new(package.graph(), options.threads).map(Mutex::new)).collect();
        let board = package.manifest.board.as_ref().map(|spec| Board::of(package, spec)).transpose()?;
        let comparer = package.manifest.compare.map(Comparer::new);
        let detector = package.manifest.detect.clone().map(Detector::new);
        let reader = package.manifest.read.as_ref();
        let reader = reader.map(|spec| Reader::of(package, spec, options)).transpose()?;
        let gluer = package.manifest.glue.as_ref().map(|spec| Gluer::of(package, spec)).transpose()?;
        let own_template = own_template(package)?;
        let manifest = package.manifest.clone();
        let sessions = sessions?;
        let model = Model {
            manifest,
            workers,
            sessions,
            board,
            comparer,
            detector,
            reader,
            gluer,
            template: None,
            own_template,
        };
        if options.check {
            model.check_references(package)?;
        }
        Ok(model)
    }

    /// Runs the package's reference pictures and compares with what they gave when packed.
    pub fn check_references(&self, package: &Package) -> Result<(), InferError> {
        for reference in &package.manifest.references {
            let bytes = package.files.get(&reference.file).map_or(&[][..], Vec::as_slice);
            let picture = self
                .decode(bytes, &REFERENCE_LIMITS)
                .map_err(|e| InferError::Damaged(format!("`{}`: {e}", reference.file)))?;
            let template = reference.template.as_ref().and_then(|file| package.files.get(file));
            let template = template.map(|bytes| decode_bytes(bytes, &REFERENCE_LIMITS)).transpose();
            let template = template.map_err(|e| InferError::Damaged(format!("`{}`: {e}", reference.file)))?;
            let found = self.infer_beside(0, &picture, template.as_ref())?.prediction;
            let texts: Vec<&str> = found.texts.iter().map(|t| t.text.as_str()).collect();
            if let Some(gone) = reference.texts.iter().find(|t| !texts.contains(&t.as_str())) {
                let (file, is) = (&reference.file, texts.join(" | "));
                return Err(InferError::Drifted(format!("{file}: `{gone}` is read as `{is}`")));
            }
            let mut pairs = vec![("score", reference.score, found.score)];
            for (name, &want) in &reference.components {
                pairs.push((name, want, found.components.get(name).map_or(f32::NAN, |c| c.score)));
            }
            for (class, &want) in &reference.scores {
                pairs.push((class, want, found.scores.get(class).copied().unwrap_or(f32::NAN)));
            }
            let most = if self.reader.is_some() { READ_DRIFT } else { DRIFT };
            let apart = |a: f32, b: f32| (a - b).is_nan() || (a - b).abs() > most;
            if let Some((what, want, got)) = pairs.into_iter().find(|&(_, a, b)| apart(a, b)) {
                let file = &reference.file;
                return Err(InferError::Drifted(format!("{file}: {what} was {want:.4}, is {got:.4}")));
            }
        }
        Ok(())
    }

    pub fn sessions(&self) -> usize {
        self.workers
    }

    /// Whether pictures run through a graph.
    pub(crate) fn has_graph(&self) -> bool {
        self.gluer.is_none()
    }

    /// A session to run on; sessions are chosen by the caller so that workers do not wait for each other.
    pub(crate) fn session(&self, worker: usize) -> MutexGuard<'_, Session> {
        // A run that panicked leaves the session itself whole.
        self.sessions[worker % self.sessions.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a picture as this model was taught to see it.
    pub fn decode(&self, bytes: &[u8], limits: &Limits) -> Result<Photo, VisionError> {
        match self.manifest.reduced {
            true => self.manifest.input.decode(bytes, limits),
            false => decode_bytes(bytes, limits).map(Photo::from),
        }
    }

    /// As [`Model::decode`], from a file.
    pub fn decode_file(&self, path: &Path, limits: &Limits) -> Result<Photo, VisionError> {
        match self.manifest.reduced {
            true => self.manifest.input.decode_file(path, limits),
            false => decode_file(path, limits).map(Photo::from),
        }
    }

    /// The bead that this model measures, where it measures one.
    pub fn gluer(&self) -> Option<&Gluer> {
        self.gluer.as_ref()
    }

    /// The board that this model knows, where it knows one.
    pub fn board(&self) -> Option<&Board> {
        self.board.as_ref()
    }

    /// What this model reads by, where it reads.
    pub fn reader(&self) -> Option<&Reader> {
        self.reader.as_ref()
    }

    pub fn infer(&self, picture: &Photo) -> Result<Outcome, InferError> {
        self.infer_on(0, picture)
    }

    /// As [`Model::infer`], on the session of a worker: those with numbers of their own do not wait for each other.
    pub fn infer_on(&self, worker: usize, picture: &Photo) -> Result<Outcome, InferError> {
        if let Some(gluer) = &self.gluer {
            let whole = picture.whole();
            return gluer.outcome(&self.manifest, &whole);
        }
        self.infer_one(&mut self.session(worker), picture)
    }

    /// Whether this model judges a picture beside its template.
    pub fn compares(&self) -> bool {
        self.comparer.is_some()
    }

    /// Every picture is compared with this one from now on.
    pub fn set_template(&mut self, template: Picture) {
        self.template = Some(template);
    }

    /// What pictures are compared with where nothing else is told.
    pub fn template(&self) -> Option<&Picture> {
        self.template.as_ref().or(self.own_template.as_ref())
    }

    /// What the picture at `path` is compared with; `None` for models that compare with nothing.
    pub fn template_for(&self, path: &Path, limits: &Limits) -> Result<Option<Cow<'_, Picture>>, InferError> {
        match (&self.comparer, &self.template) {
            (None, _) => Ok(None),
            (Some(_), Some(template)) => Ok(Some(Cow::Borrowed(template))),
            (Some(_), None) => match (template_beside(path), &self.own_template) {
                (Some(beside), _) => Ok(Some(Cow::Owned(decode_file(&beside, limits)?))),
                (None, Some(own)) => Ok(Some(Cow::Borrowed(own))),
                (None, None) => Err(InferError::NoTemplate),
            },
        }
    }

    /// As [`Model::infer_on`], beside a template where the model takes one.
    pub fn infer_beside(
        &self,
        worker: usize,
        picture: &Photo,
        template: Option<&Picture>,
    ) -> Result<Outcome, InferError> {
        match (&self.comparer, template.or(self.template())) {
            (Some(_), None) => Err(InferError::NoTemplate),
            (Some(comparer), Some(template)) => {
                let whole = picture.whole();
                comparer.outcome(&mut self.session(worker), &self.manifest, &whole, template)
            }
            (None, _) => self.infer_on(worker, picture),
        }
    }

    /// Results of several pictures; those of one size run together.
    pub(crate) fn infer_batch(
        &self,
        session: &mut Session,
        pictures: &[Photo],
    ) -> Vec<Result<Outcome, InferError>> {
        let alone =
            self.manifest.flips || self.board.is_some() || self.reader.is_some() || self.detector.is_some();
        let together = pictures.len() > 1 && !alone;
        if let (Fit::Stretch { width, height }, true) = (self.manifest.input, together) {
            return match self.infer_stacked(session, pictures, (width, height)) {
                Ok(outcomes) => outcomes,
                Err(e) => pictures.iter().map(|_| Err(InferError::Graph(e.to_string()))).collect(),
            };
        }
        pictures.iter().map(|p| self.infer_one(session, p)).collect()
    }

    /// The outer result is of the run as a whole, the inner ones are of each picture.
    fn infer_stacked(
        &self,
        session: &mut Session,
        pictures: &[Photo],
        size: (u32, u32),
    ) -> Result<Vec<Result<Outcome, InferError>>, InferError> {
        let start = Instant::now();
        let (w, h) = (size.0 as usize, size.1 as usize);
        let mut data = Vec::with_capacity(pictures.len() * 3 * w * h);
        let whole = Placement { x: 0, y: 0, width: size.0, height: size.1 };
        for picture in pictures {
            Fit::tensor(&self.manifest.input.scale(picture), whole, &mut data);
        }
        let outputs = session.run(&data, [pictures.len(), 3, h, w])?;
        let expected = Expected { manifest: &self.manifest, pictures: pictures.len(), input: size };
        let answer = Answer::read(session.outputs(), outputs, expected)?;
        let run = start.elapsed().as_secs_f32() * 1e3 / pictures.len() as f32;
        let ms = Timings { decode: 0.0, run, total: run };
        let each = answer.split().into_iter().zip(pictures);
        Ok(each.map(|(answer, picture)| read_outcome(&self.manifest, &answer, picture, size, ms)).collect())
    }

    /// What the graph says of the one input in `data`.
    fn answer(
        &self,
        session: &mut Session,
        data: &mut Vec<f32>,
        input: (u32, u32),
    ) -> Result<Answer, InferError> {
        let (w, h) = (input.0 as usize, input.1 as usize);
        let pictures = if self.manifest.flips { flips::FLIPS.len() } else { 1 };
        if self.manifest.flips {
            flips::add_flipped(data, w, h);
        }
        let outputs = session.run(data, [pictures, 3, h, w])?;
        let expected = Expected { manifest: &self.manifest, pictures, input };
        let answer = Answer::read(session.outputs(), outputs, expected)?;
        match self.manifest.flips {
            true => flips::merge(answer.split()).ok_or_else(|| InferError::Graph("no result".into())),
            false => Ok(answer),
        }
    }

    fn infer_one(&self, session: &mut Session, picture: &Photo) -> Result<Outcome, InferError> {
        if let Some(board) = &self.board {
            let whole = picture.whole();
            return board.outcome(session, &self.manifest, &whole);
        }
        if let Some(detector) = &self.detector {
            return detector.outcome(session, &self.manifest, picture);
        }
        if let Some(reader) = &self.reader {
            let whole = picture.whole();
            return reader.outcome(session, &self.manifest, &whole);
        }
        if let Some(comparer) = &self.comparer {
            let template = self.template().ok_or(InferError::NoTemplate)?;
            let whole = picture.whole();
            return comparer.outcome(session, &self.manifest, &whole, template);
        }
        let start = Instant::now();
        let size = self.manifest.input.scaled(picture.width, picture.height);
        // The factor is the package's claim: the scaled picture must fit into memory like any other.
        Limits::default().check_size(size.0, size.1)?;
        let scaled = self.manifest.input.scale(picture);
        let tiles = self.manifest.input.placements(size.0, size.1);
        let mut data = Vec::new();
        let mut whole: Option<Answer> = None;
        for &tile in &tiles {
            data.clear();
            Fit::tensor(&scaled, tile, &mut data);
            let input = (tile.width, tile.height);
            let answer = self.answer(session, &mut data, input)?;
            match tiles.len() {
                1 => whole = Some(if input == size { answer } else { answer.cut(size) }),
                _ => whole.get_or_insert_with(|| answer.canvas(size)).place(&answer, tile),
            }
        }
        let whole = whole.ok_or_else(|| InferError::Graph("no result".into()))?;
        let run = start.elapsed().as_secs_f32() * 1e3;
        read_outcome(&self.manifest, &whole, picture, size, Timings { decode: 0.0, run, total: run })
    }
}

/// The picture that a package which compares carries, where it does.
fn own_template(package: &Package) -> Result<Option<Picture>, InferError> {
    let bytes = package.manifest.compare.and_then(|_| package.files.get(TEMPLATE));
    let template = bytes.map(|bytes| decode_bytes(bytes, &Limits::default())).transpose();
    template.map_err(|e| InferError::Damaged(format!("`{TEMPLATE}`: {e}")))
}
