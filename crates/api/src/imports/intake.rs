//! What becomes of one file, once it lies in the import's folder.

use super::name::{NameFault, SafeName};
use super::{left, records};
use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::pictures::file::thumb_of;
use fovea_datasets::{is_records, may_be_mask, may_hold_labels};
use fovea_store::{Added, BlobHash, Id, Import, LinkedFile, NewPicture, NewRefusal, sync_file};
use fovea_vision::{Limits, Probe, VisionError, probe_bytes, read_limited, sniff};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::os::fd::AsRawFd;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use tokio::runtime::Handle;

/// Files that are decoded and put down together: one transaction for all of them.
const TOGETHER: usize = 24;
const TOGETHER_BYTES: u64 = 96 << 20;
/// Label files are read whole later.
const MOST_LABEL_BYTES: u64 = 1 << 30;

/// What one request brought.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub added: u64,
    pub duplicates: u64,
    pub refused: Vec<NewRefusal>,
}

/// Takes files in, some at a time. All calls block.
pub(super) struct Intake {
    app: App,
    import: Import,
    waiting: Vec<Waiting>,
    waiting_bytes: u64,
    received_bytes: u64,
    files: u64,
    refusals: Vec<NewRefusal>,
    outcome: Outcome,
    /// Some of it came before: what has its place, or was refused, is not taken again.
    again: bool,
}

struct Waiting {
    name: SafeName,
    /// In the import's folder `pending`, named by its hash.
    path: PathBuf,
    hash: BlobHash,
    bytes: u64,
    linked: Option<Linked>,
}

/// A picture that stays on its storage.
pub(super) struct Linked {
    pub at: LinkedFile,
    /// Held until it is in a row; the way to it is by this handle.
    pub file: File,
    /// Where it lies on the machine
    pub full: PathBuf,
}

impl Waiting {
    /// A file of a storage stays.
    fn drop_file(&self) {
        if self.linked.is_none() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The way to a file that is held, whatever its name means by now.
pub(super) fn held(file: &File) -> PathBuf {
    format!("/proc/self/fd/{}", file.as_raw_fd()).into()
}

impl Intake {
    pub fn new(app: App, import: Import) -> Intake {
        Intake {
            app,
            import,
            waiting: Vec::new(),
            waiting_bytes: 0,
            received_bytes: 0,
            files: 0,
            refusals: Vec::new(),
            outcome: Outcome::default(),
            again: false,
        }
    }

    /// For one that goes on with files that may have come already.
    pub fn again(mut self) -> Intake {
        self.again = true;
        self
    }

    /// Whether a file of this name need not be taken any more.
    pub fn knows(&self, name: &SafeName) -> ApiResult<bool> {
        if !self.again {
            return Ok(false);
        }
        let told = self.app.store.is_refused(self.import.id, name.as_str());
        Ok(self.folder().join("tree").join(name.path()).exists() || Handle::current().block_on(told)?)
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn import(&self) -> Id {
        self.import.id
    }

    pub fn folder(&self) -> PathBuf {
        self.app.store.place().upload(self.import.id)
    }

    pub fn received(&mut self, bytes: u64) {
        self.received_bytes += bytes;
    }

    pub fn refuse(&mut self, name: &str, code: &str, detail: impl Into<String>) {
        self.files += 1;
        let name = name.chars().filter(|c| !c.is_control()).take(500).collect();
        self.refusals.push(NewRefusal { name, code: code.into(), detail: detail.into() });
        if self.refusals.len() >= 1_000 {
            // Told at the latest at the end; an error then will be the same.
            let _ = self.flush();
        }
    }

    pub fn refuse_name(&mut self, name: &str, fault: NameFault) {
        self.refuse(name, "import.bad_name", fault.detail());
    }

    /// Takes a file that lies in `pending`.
    pub fn file(&mut self, name: &SafeName, path: PathBuf, hash: BlobHash, bytes: u64) -> ApiResult<()> {
        if name.is_litter() || self.knows(name)? {
            let _ = fs::remove_file(path);
            return Ok(());
        }
        if is_records(name.as_str()) {
            return records::take(self, name, &path);
        }
        if may_hold_labels(name.as_str()) || (may_be_mask(name.as_str()) && is_picture(&path)) {
            return self.hold(name, &path, bytes);
        }
        self.file_as_picture(name, path, hash, bytes)
    }

    /// As [`Intake::file`], of one that is known to be no mask.
    pub fn file_as_picture(
        &mut self,
        name: &SafeName,
        path: PathBuf,
        hash: BlobHash,
        bytes: u64,
    ) -> ApiResult<()> {
        self.wait(Waiting { name: name.clone(), path, hash, bytes, linked: None })
    }

    /// Takes a picture that stays where it is.
    pub fn link(&mut self, name: &SafeName, linked: Linked, hash: BlobHash) -> ApiResult<()> {
        let (path, bytes) = (held(&linked.file), linked.at.bytes);
        self.wait(Waiting { name: name.clone(), path, hash, bytes, linked: Some(linked) })
    }

    fn wait(&mut self, waiting: Waiting) -> ApiResult<()> {
        self.waiting_bytes += waiting.bytes;
        self.waiting.push(waiting);
        if self.waiting.len() >= TOGETHER || self.waiting_bytes >= TOGETHER_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Files that say something of pictures wait for the end of the import.
    pub fn hold(&mut self, name: &SafeName, path: &Path, bytes: u64) -> ApiResult<()> {
        if bytes > MOST_LABEL_BYTES {
            let _ = fs::remove_file(path);
            self.refuse(name.as_str(), "label.too_large", "a file with labels may have at most 1 GB");
            return Ok(());
        }
        self.files += 1;
        sync_file(path)?;
        let placed = self.lay(name, |to| fs::hard_link(path, to))?;
        let _ = fs::remove_file(path);
        if placed.is_none() {
            self.files -= 1;
            self.refuse(name.as_str(), "import.name_conflict", "a file and a folder have the same name");
        }
        Ok(())
    }

    /// Puts down all that waits.
    pub fn flush(&mut self) -> ApiResult<()> {
        if self.waiting.is_empty() && self.refusals.is_empty() && self.received_bytes == 0 && self.files == 0
        {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        let place = Handle::current().block_on(self.app.decoding.clone().acquire_many_owned(2));
        let place = place.map_err(ApiError::internal)?;
        // Nobody takes a blob away between its coming and the row that speaks of it.
        let gate = self.app.imports.gate();
        let looked: Vec<ApiResult<Result<NewPicture, NewRefusal>>> =
            waiting.par_iter().map(|w| look(&self.app, self.import.id, w)).collect();
        drop(place);
        let (mut pictures, mut kept) = (Vec::new(), Vec::new());
        for (waiting, looked) in waiting.into_iter().zip(looked) {
            match looked? {
                Ok(picture) => {
                    pictures.push(picture);
                    kept.push(waiting);
                }
                Err(refusal) => {
                    waiting.drop_file();
                    self.refusals.push(refusal);
                    self.files += 1;
                }
            }
        }
        let received = fovea_store::Received {
            bytes: std::mem::take(&mut self.received_bytes),
            files: std::mem::take(&mut self.files) + pictures.len() as u64,
            pictures,
            refusals: std::mem::take(&mut self.refusals),
            step: None,
        };
        // Before the row that speaks of it.
        let own = kept.iter().filter(|w| w.linked.is_none()).map(|w| (w.path.as_path(), &w.hash));
        let adopted = self.app.store.blobs().adopt_all(&own.collect::<Vec<_>>());
        let outcomes = adopted
            .and_then(|()| Handle::current().block_on(self.app.store.receive(self.import.id, &received)));
        drop(gate);
        let outcomes = match outcomes {
            Ok(outcomes) => outcomes,
            Err(error) => {
                for waiting in &kept {
                    left::forget_unused(&self.app, &waiting.hash);
                    waiting.drop_file();
                }
                return Err(error.into());
            }
        };
        self.outcome.refused.extend(received.refusals);
        for (waiting, added) in kept.into_iter().zip(outcomes) {
            let id = match added {
                Ok(Added::New(id)) => {
                    self.outcome.added += 1;
                    id
                }
                Ok(Added::Duplicate(id)) => {
                    self.outcome.duplicates += 1;
                    id
                }
                Err(refusal) => {
                    self.outcome.refused.push(refusal);
                    left::forget_unused(&self.app, &waiting.hash);
                    waiting.drop_file();
                    continue;
                }
            };
            let laid = match &waiting.linked {
                Some(linked) => self.lay(&waiting.name, |to| symlink(&linked.full, to))?,
                None => self.lay(&waiting.name, |to| fs::hard_link(&waiting.path, to))?,
            };
            if let Some(name) = laid {
                self.app.imports.note(self.import.id, name, id);
            }
            waiting.drop_file();
        }
        Ok(())
    }

    pub fn end(mut self) -> ApiResult<Outcome> {
        self.flush()?;
        Ok(self.outcome)
    }

    /// Gives the file its place in the import's tree, where labels are read from. `None` where there is none.
    fn lay(&self, name: &SafeName, put: impl Fn(&Path) -> std::io::Result<()>) -> ApiResult<Option<String>> {
        let tree = self.folder().join("tree");
        let mut name = name.clone();
        for number in 2..1_000 {
            let to = tree.join(name.path());
            if let Some(folder) = to.parent()
                && fs::create_dir_all(folder).is_err()
            {
                return Ok(None);
            }
            match put(&to) {
                Ok(()) => return Ok(Some(name.as_str().to_string())),
                Err(e) if e.kind() == ErrorKind::AlreadyExists => name = name.numbered(number),
                Err(e) => return Err(fovea_store::StoreError::file(&to, e).into()),
            }
        }
        Ok(None)
    }
}

/// Reads a picture to its end, which shows that it can be used.
fn look(app: &App, import: Id, waiting: &Waiting) -> ApiResult<Result<NewPicture, NewRefusal>> {
    let refuse = |code: &str, detail: String| {
        Ok(Err(NewRefusal { name: waiting.name.as_str().into(), code: code.into(), detail }))
    };
    if !is_picture(&waiting.path) {
        let detail = match waiting.bytes {
            0 => "it is empty",
            _ => "it is neither a picture nor labels of a kind that Fovea reads",
        };
        return refuse("import.unknown_kind", detail.into());
    }
    let bytes = match read_limited(&waiting.path, &Limits::default()) {
        Ok(bytes) => bytes,
        Err(e) => return refuse(e.code(), e.to_string()),
    };
    if waiting.linked.is_some() && BlobHash::of(&bytes) != waiting.hash {
        return refuse("import.unreadable", "it was changed while it was read".into());
    }
    let (probe, thumb) = match read_bytes(&bytes) {
        Ok(read) => read,
        Err(e) => return refuse(e.code(), e.to_string()),
    };
    if let Some(linked) = &waiting.linked {
        app.store.blobs().put_link(&waiting.hash, &linked.at)?;
    }
    app.store.thumbs().put_as(&waiting.hash, &thumb, false)?;
    Ok(Ok(NewPicture {
        hash: waiting.hash.clone(),
        name: waiting.name.as_str().into(),
        width: probe.width,
        height: probe.height,
        bytes: waiting.bytes,
        format: probe.format,
        source: "upload",
        import_id: Some(import),
        linked: waiting.linked.is_some(),
    }))
}

/// By its bytes, so that what is said of it names no path of this machine.
pub(crate) fn read(path: &Path) -> Result<(Probe, Vec<u8>), VisionError> {
    read_bytes(&read_limited(path, &Limits::default())?)
}

fn read_bytes(bytes: &[u8]) -> Result<(Probe, Vec<u8>), VisionError> {
    let limits = Limits::default();
    let probe = probe_bytes(bytes, &limits)?;
    Ok((probe, thumb_of(bytes, &limits)?))
}

pub(crate) fn is_picture(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|f| f.take(64).read_to_end(&mut head));
    read.is_ok() && sniff(&head).is_some()
}
