//! Pictures of a storage that the administrator mounted: the server takes them itself. What lies there may be anybody's, so a way is
//! walked name by name and no link is followed; what is read is copied first.

use super::intake::{Intake, Linked, held, is_picture};
use super::name::SafeName;
use super::upload::enough_space;
use super::{archive, bucket};
use super::{labels, log, view};
use crate::app::App;
use crate::codes::Code;
use crate::dto::{Import, MountedStorage, StorageFiles, StorageImport, Storages};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{DataWrite, Permit};
use crate::jobs::{refused, told};
use crate::list::MOST_ROWS;
use axum::Json;
use axum::extract::{Path, State};
use fovea_bucket::Bucket;
use fovea_datasets::{may_be_mask, may_hold_labels};
use fovea_jobs::work::{Found, WorkFault, WorkFolder, WorkKind, WorkPath, WorkWanted};
use fovea_store::{BlobHash, Blobs, Id, ImportSource, LinkedFile, NewRefusal, StoreError};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use tokio::runtime::Handle;
use utoipa::IntoParams;

/// What a user keeps beside their jobs
const HOME: &str = "home";
/// The house's data that jobs may read
pub(crate) const DATA: &str = "data";
const BUFFER: usize = 256 << 10;

/// Storages of the server that pictures can be taken from
#[utoipa::path(get, path = "/storages", tag = "imports", responses((status = 200, body = Storages)))]
pub async fn list(permit: Permit<DataWrite>, State(app): State<App>) -> ApiResult<Json<Storages>> {
    let mut items: Vec<MountedStorage> = app
        .settings
        .storages
        .iter()
        .map(|(name, _)| MountedStorage { name: name.clone(), own: false, links: true })
        .collect();
    items.extend(app.settings.buckets.iter().map(|(name, _)| MountedStorage {
        name: name.clone(),
        own: false,
        links: false,
    }));
    for (name, own) in [(DATA, false), (HOME, true)] {
        let there = folder_of(&app, name, Some(permit.user()));
        let there = there.filter(|_| items.iter().all(|s| s.name != name));
        let there = tokio::task::spawn_blocking(move || there.is_some_and(|folder| folder.is_dir())).await?;
        if there {
            items.push(MountedStorage { name: name.into(), own, links: !own });
        }
    }
    Ok(Json(Storages { items }))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StorageQuery {
    /// The way from the storage, with `/` between names; left out: the storage itself
    #[serde(default)]
    path: String,
    /// Rows to give, at most 200
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    /// `next` of the page before
    cursor: Option<String>,
    /// Only names with these words
    q: Option<String>,
}

/// A folder of a storage
///
/// Page by page, folders first. Links are shown and never followed.
#[utoipa::path(get, path = "/storages/{name}/entries", tag = "imports",
    params(("name" = String, Path), StorageQuery), responses((status = 200, body = StorageFiles)))]
pub async fn entries(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    Path(name): Path<String>,
    Query(query): Query<StorageQuery>,
) -> ApiResult<Json<StorageFiles>> {
    if let Some(bucket) = bucket_of(&app, &name) {
        let limit = query.limit.unwrap_or(100).clamp(1, MOST_ROWS);
        let found = tokio::task::spawn_blocking(move || {
            let words = query.q.as_deref().filter(|words| !words.trim().is_empty());
            bucket::page(&bucket, (&name, &query.path), (limit, query.cursor.as_deref()), words)
        });
        return Ok(Json(found.await??));
    }
    let folder = folder_of(&app, &name, Some(permit.user())).ok_or(Code::NotFound)?;
    let path = WorkPath::parse(&query.path).map_err(refused)?;
    let shown = path.shown();
    let limit = query.limit.unwrap_or(100).clamp(1, MOST_ROWS);
    let wanted = WorkWanted {
        limit: usize::try_from(limit).unwrap_or(1),
        cursor: query.cursor,
        words: query.q.filter(|words| !words.trim().is_empty()),
        ..WorkWanted::default()
    };
    let found = tokio::task::spawn_blocking(move || WorkFolder::to_read(&folder).list(&path, &wanted));
    let page = found.await?.map_err(refused)?.ok_or(Code::BadCursor)?;
    let items = page.items.into_iter().map(told).collect();
    Ok(Json(StorageFiles { path: shown, items, next: page.next, total: page.total }))
}

/// Take pictures from a storage of the server
///
/// An import as any other, with the same formats of labels, but that nothing is sent: the server copies the folder or file itself and ends
/// the import then. The folder's own name counts as one of an upload does. With `link` pictures stay where they are and are read there, held
/// against their hash each time; archives, masks and label files are copied all the same.
#[utoipa::path(post, path = "/projects/{id}/imports/from_storage", tag = "imports", request_body = StorageImport,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)), responses((status = 201, body = Import)))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<StorageImport>,
) -> ApiResult<Created<Import>> {
    app.store.project(project).await?;
    let wish = super::wish(wanted.format.as_deref(), wanted.unmentioned_good)?;
    if let Some(bucket) = bucket_of(&app, &wanted.storage) {
        if wanted.link {
            return Err(Code::StorageLinkBucket.into());
        }
        let looked = tokio::task::spawn_blocking(move || {
            let path = bucket::looked(&bucket, &wanted.storage, &wanted.path)?;
            Ok::<_, ApiError>(ImportSource { storage: wanted.storage, path, linked: false })
        });
        let source = looked.await??;
        let made = permit.store(&app).create_import(project, permit.user(), Some(&source), &wish).await?;
        begin(&app, made.clone(), source, false);
        return Ok(Created(view(&app, made).await?));
    }
    let unknown = || ApiError::field("storage", "field.unknown");
    let folder = folder_of(&app, &wanted.storage, Some(permit.user())).ok_or_else(unknown)?;
    let path = WorkPath::parse(&wanted.path).map_err(refused)?;
    if wanted.link && wanted.storage == HOME {
        return Err(Code::StorageLinkOwn.into());
    }
    let source = ImportSource { storage: wanted.storage, path: path.shown(), linked: wanted.link };
    let looked = tokio::task::spawn_blocking(move || WorkFolder::to_read(&folder).entry(&path));
    let code = match looked.await?.map_err(refused)?.kind {
        WorkKind::Folder | WorkKind::File => None,
        WorkKind::Link => Some(Code::WorkLink),
        WorkKind::Other => Some(Code::WorkNoFile),
    };
    if let Some(code) = code {
        return Err(ApiError::from(code).with("path", source.path));
    }
    let made = permit.store(&app).create_import(project, permit.user(), Some(&source), &wish).await?;
    begin(&app, made.clone(), source, false);
    Ok(Created(view(&app, made).await?))
}

fn bucket_of(app: &App, name: &str) -> Option<Bucket> {
    app.settings.buckets.iter().find(|(known, _)| known == name).map(|(_, bucket)| bucket.clone())
}

/// Where it lies on the machine, which is nobody's business.
fn folder_of(app: &App, name: &str, user: Option<Id>) -> Option<PathBuf> {
    let mounted =
        app.settings.storages.iter().find(|(known, _)| known == name).map(|(_, folder)| folder.clone());
    mounted.or_else(|| match name {
        DATA => app.settings.job_data.clone(),
        HOME => user.map(|user| app.store.place().home(user)),
        _ => None,
    })
}

/// Takes all of it, unless somebody does already. `again`: some of it may have been taken before the server ended.
pub(super) fn begin(app: &App, import: fovea_store::Import, source: ImportSource, again: bool) {
    let app = app.clone();
    tokio::spawn(async move {
        let id = import.id;
        let Some(_walking) = app.imports.walk(id) else { return };
        let (task, at) = (app.clone(), source.clone());
        let walked = tokio::task::spawn_blocking(move || Walk::new(task, import, again).run(&at)).await;
        let ended = match walked.map_err(ApiError::from) {
            Ok(Ok(true)) => labels::finish(&app, &app.store, id).await.map(|_| ()),
            // It is paused: it goes on once its job does. Or it was ended.
            Ok(Ok(false)) => Ok(()),
            Ok(Err(error)) | Err(error) => Err(error),
        };
        match ended {
            Err(error) if !matches!(error.code(), Code::ImportEnded | Code::ImportPaused) => {
                tracing::warn!(import = %id, code = error.code().name(), "an import from a storage was broken off; it is tried again");
            }
            _ => {}
        }
    });
}

pub(super) struct Walk {
    pub app: App,
    pub id: Id,
    project: Id,
    user: Option<Id>,
    pub intake: Intake,
    /// Name and folder of the storage, where pictures stay there
    linking: Option<(String, PathBuf)>,
}

/// The way from the storage, where it can be written down.
fn below(path: &WorkPath, way: &WorkPath) -> Option<String> {
    let (above, way) = (path.plain()?, way.plain()?);
    Some(if above.is_empty() { way } else { format!("{above}/{way}") })
}

/// Why it goes no further.
pub(super) enum Stop {
    /// It is paused or has ended.
    Rests,
    Failed(ApiError),
}

impl Walk {
    fn new(app: App, import: fovea_store::Import, again: bool) -> Walk {
        let (id, project, user) = (import.id, import.project_id, import.created_by);
        let intake = Intake::new(app.clone(), import);
        Walk { app, id, project, user, intake: if again { intake.again() } else { intake }, linking: None }
    }

    /// True once all of it was taken. Blocks.
    fn run(mut self, source: &ImportSource) -> ApiResult<bool> {
        let shown = format!("{}/{}", source.storage, source.path);
        match self.all(source) {
            Ok(()) => {}
            Err(Stop::Rests) => return Ok(false),
            // Told as of a file, and what came stays.
            Err(Stop::Failed(error)) => {
                let problem = error.problem();
                self.intake.refuse(&shown, problem.code, problem.detail);
            }
        }
        let (app, id) = (self.app, self.id);
        let outcome = self.intake.end()?;
        log::file(&app, id, &shown, &outcome);
        Ok(true)
    }

    fn all(&mut self, source: &ImportSource) -> Result<(), Stop> {
        if let Some(bucket) = bucket_of(&self.app, &source.storage) {
            return self.all_of_bucket(&bucket, source);
        }
        let gone = || Stop::Failed(Code::NotFound.into());
        let root = folder_of(&self.app, &source.storage, self.user).ok_or_else(gone)?;
        let folder = WorkFolder::to_read(&root);
        self.linking = source.linked.then(|| (source.storage.clone(), root));
        let failed = |error| Stop::Failed(refused(error));
        let path = WorkPath::parse(&source.path).map_err(failed)?;
        // As where a folder is sent: its own name says something, too.
        let name = path.name().unwrap_or_default();
        if folder.entry(&path).map_err(failed)?.kind != WorkKind::Folder {
            let (file, entry) = folder.open(&path).map_err(failed)?;
            return self.take(&name, path.plain(), file, entry.bytes);
        }
        let mut stop = None;
        let walked = folder.each(&path, &mut |way, found| {
            let name = if name.is_empty() { way.shown() } else { format!("{name}/{}", way.shown()) };
            let done = match found {
                Found::Folder => Ok(()),
                Found::File(file, entry) => self.take(&name, below(&path, way), file, entry.bytes),
                Found::Left(fault) => self.leave(&name, &fault),
            };
            done.map_err(|why| {
                stop = Some(why);
                std::io::Error::other("it goes no further")
            })
        });
        match (stop, walked) {
            (Some(why), _) => Err(why),
            (None, walked) => walked.map_err(failed),
        }
    }

    fn leave(&mut self, name: &str, fault: &WorkFault) -> Result<(), Stop> {
        let code = match fault {
            WorkFault::Link => "import.link",
            WorkFault::NoFile => "import.no_file",
            WorkFault::Denied => "import.denied",
            _ => "import.unreadable",
        };
        let known = SafeName::parse(name).is_ok_and(|name| self.intake.knows(&name).unwrap_or(false));
        if !known {
            self.intake.refuse(name, code, fault.to_string());
        }
        Ok(())
    }

    fn take(&mut self, name: &str, way: Option<String>, mut file: File, bytes: u64) -> Result<(), Stop> {
        let turn = self.app.imports.turn(self.id);
        // Nobody ends it while a file is taken in.
        let _turn = Handle::current().block_on(turn.read());
        self.goes_on()?;
        let Some(name) = self.named(name, bytes)? else { return Ok(()) };
        if let Some((storage, root)) = self.linking.clone()
            && stays(&name, &file)
        {
            return self.link(&name, (storage, root), way, file, bytes);
        }
        if !self.fits(&name, bytes)? {
            return Ok(());
        }
        let pending = self.intake.folder().join("pending");
        let copied = self.copy(&mut file, &pending, bytes).map_err(Stop::Failed)?;
        let Some((path, hash, bytes)) = copied else {
            self.intake.refuse(name.as_str(), "import.unreadable", "it could not be read to its end");
            return Ok(());
        };
        self.settle(&name, path, hash, bytes)
    }

    /// Whether it is neither paused nor over.
    pub(super) fn goes_on(&self) -> Result<(), Stop> {
        let now = Handle::current().block_on(self.app.store.import(self.id)).map_err(|_| Stop::Rests)?;
        let rests = Handle::current()
            .block_on(self.app.store.import_rests(self.id))
            .map_err(|e| Stop::Failed(e.into()))?;
        if now.state != "running" || rests || self.app.stopping.is_cancelled() {
            return Err(Stop::Rests);
        }
        Ok(())
    }

    /// The name of a file that is to be taken; `None` where it is not, or was already.
    pub(super) fn named(&mut self, name: &str, bytes: u64) -> Result<Option<SafeName>, Stop> {
        let name = match SafeName::parse(name) {
            Ok(name) => name,
            Err(fault) => {
                self.intake.refuse_name(name, fault);
                return Ok(None);
            }
        };
        if name.is_litter() || self.intake.knows(&name).map_err(Stop::Failed)? {
            return Ok(None);
        }
        let most = self.app.settings.most_upload_bytes;
        if bytes > most {
            let problem = ApiError::from(Code::ImportTooLarge).with("most_bytes", most).problem();
            self.intake.refuse(name.as_str(), problem.code, problem.detail);
            return Ok(None);
        }
        Ok(Some(name))
    }

    /// Whether the data quotas have room for it; where not, that is told. Labels take none.
    pub(super) fn fits(&mut self, name: &SafeName, bytes: u64) -> Result<bool, Stop> {
        if may_hold_labels(name.as_str()) {
            return Ok(true);
        }
        match Handle::current().block_on(self.app.store.data_fits(self.project, bytes)) {
            Ok(()) => Ok(true),
            Err(StoreError::DataFull(full)) => {
                let NewRefusal { name, code, detail } = NewRefusal::full(name.as_str(), full);
                self.intake.refuse(&name, &code, detail);
                Ok(false)
            }
            Err(error) => Err(Stop::Failed(error.into())),
        }
    }

    /// Takes in what lies in `pending`.
    pub(super) fn settle(
        &mut self,
        name: &SafeName,
        path: PathBuf,
        hash: BlobHash,
        bytes: u64,
    ) -> Result<(), Stop> {
        self.intake.received(bytes);
        let taken = match archive::kind(&path, name.as_str()) {
            Some(kind) => {
                let done = archive::unpack(&mut self.intake, kind, name, &path, bytes);
                let _ = std::fs::remove_file(&path);
                done
            }
            None => self.intake.file(name, path, hash, bytes),
        };
        taken.map_err(Stop::Failed)
    }

    /// Only what the file is has to be read.
    fn link(
        &mut self,
        name: &SafeName,
        (storage, root): (String, PathBuf),
        way: Option<String>,
        mut file: File,
        bytes: u64,
    ) -> Result<(), Stop> {
        let Some(path) = way else {
            let why = "a name on the way to it is no UTF-8, so it cannot be linked";
            self.intake.refuse(name.as_str(), "import.bad_name", why);
            return Ok(());
        };
        let Some(hash) = hash_of(&mut file, bytes) else {
            self.intake.refuse(name.as_str(), "import.unreadable", "it could not be read to its end");
            return Ok(());
        };
        let full = root.join(&path);
        let linked = Linked { at: LinkedFile { storage, path, bytes }, file, full };
        self.intake.link(name, linked, hash).map_err(Stop::Failed)
    }

    /// `None` where the file itself cannot be read.
    pub(super) fn copy(
        &self,
        file: &mut dyn Read,
        pending: &std::path::Path,
        bytes: u64,
    ) -> ApiResult<Option<(PathBuf, BlobHash, u64)>> {
        let mut writer = Blobs::writer(pending)?;
        enough_space(&self.app, pending, bytes)?;
        let mut buffer = vec![0; BUFFER];
        // No more than it was said to be, should it grow without end.
        let mut file = file.take(bytes);
        loop {
            match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => writer.write(buffer.get(..read).unwrap_or_default())?,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => return Ok(None),
            }
        }
        let bytes = writer.bytes();
        let (path, hash) = writer.finish_unsynced()?;
        Ok(Some((path, hash, bytes)))
    }
}

/// Whether it is a picture and nothing else, which need not be copied to be read.
fn stays(name: &SafeName, file: &File) -> bool {
    let (path, name) = (held(file), name.as_str());
    !may_hold_labels(name) && !may_be_mask(name) && archive::kind(&path, name).is_none() && is_picture(&path)
}

/// `None` where it cannot be read, or does not have so many bytes any more.
fn hash_of(file: &mut File, bytes: u64) -> Option<BlobHash> {
    let (mut digest, mut buffer, mut sum) = (Sha256::new(), vec![0; BUFFER], 0);
    let mut file = file.take(bytes.saturating_add(1));
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                sum += read as u64;
                digest.update(buffer.get(..read).unwrap_or_default());
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    (sum == bytes).then(|| BlobHash::from_digest(digest.finalize().as_slice()))
}
