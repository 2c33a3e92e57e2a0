use crate::account;
use crate::doors::Doors;
use crate::enter::Enter;
use crate::events::ToldJobs;
use crate::exports::Exports;
use crate::gateway::Gateway;
use crate::hashing::Passwords;
use crate::house::House;
use crate::identity::Identity;
use crate::imports::Imports;
use crate::imports::storage::DATA;
use crate::mapping::Mapping;
use crate::seal::Seal;
use crate::throttle::Throttle;
use crate::tiling::Tiling;
use crate::trials::Trials;
use fovea_bucket::Bucket;
use fovea_domain::registry::Allowed;
use fovea_jobs::{Declared, Engine, EngineSettings, LocalExecutor};
use fovea_store::{Moment, RecordWriter, Store, now};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Mutex, Notify, RwLock, Semaphore};
use tokio_util::sync::CancellationToken;

/// What all handlers share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// Reached through [`App`].
pub struct Inner {
    pub store: Store,
    pub settings: Settings,
    pub passwords: Passwords,
    pub tries: Throttle,
    pub seal: Seal,
    pub identity: Identity,
    pub imports: Imports,
    pub exports: Exports,
    /// Pictures that are decoded at a time: each may need hundreds of megabytes.
    pub decoding: Arc<Semaphore>,
    /// Large pictures that are cut to pieces just now
    pub tiling: Tiling,
    /// Pictures whose places are looked at just now
    pub mapping: Mapping,
    /// Runs only where somebody calls [`Engine::run`].
    pub engine: Engine,
    pub gateway: Gateway,
    /// Where recipes are tried that somebody writes
    pub trials: Trials,
    /// The ways into running jobs
    pub doors: Doors,
    /// And into them as a shell
    pub enter: Enter,
    /// What listeners are told of jobs
    pub told_jobs: ToldJobs,
    pub records: RecordWriter,
    /// Read while a picture is kept whose record is not written yet; nobody takes it away then.
    pub keeping: RwLock<()>,
    /// When the server was started
    pub started_at: Moment,
    /// Cancelled when the server is to end: answers without an end of their own end then.
    pub stopping: CancellationToken,
    /// Held while a model's package is written anew.
    pub model_changes: Mutex<()>,
    /// Held while statistics are worked out: one after the other.
    pub counting: Mutex<()>,
    /// What an administrator set, once it was read.
    pub settings_kept: Mutex<Option<House>>,
    /// Something was given up that takes room on the disk.
    pub tidy: Notify,
}

#[derive(Debug, Clone)]
pub struct Settings {
    /// Browsers reach the server by TLS, so that the cookie must not travel without.
    pub secure_cookie: bool,
    /// Largest file of one upload.
    pub most_upload_bytes: u64,
    /// Free space that no upload may take.
    pub spare_bytes: u64,
    /// Users' commands run also where no sandbox can be made, with all that the server may do.
    pub unsandboxed_jobs: bool,
    /// Socket of the Podman that jobs with an image run by; `None`: where it usually is
    pub podman: Option<PathBuf>,
    /// What the cluster file declares beside this machine.
    pub declared: Declared,
    /// The program that tries recipes, where it is not this one
    pub trial_program: Option<PathBuf>,
    /// Registries that images of jobs are fetched from
    pub image_registries: Allowed,
    /// Who has the right to may have containers with all rights.
    pub privileged_jobs: bool,
    /// A folder of the machine with data that jobs may read
    pub job_data: Option<PathBuf>,
    /// Folders of the machine that pictures may be taken from, by name
    pub storages: Vec<(String, PathBuf)>,
    /// Buckets that pictures may be taken from, by name
    pub buckets: Vec<(String, Bucket)>,
    /// Behind the names of the hosts that endpoints of jobs have, each its own; with a port where that is another
    pub gateway_domain: String,
    /// Writes the graph that tells what each place of a picture looks like, for the annotator's helpers
    pub feature_graph: Option<FeatureGraph>,
}

/// An ONNX file as bytes, or why there is none; see `fovea_infer::features`.
pub type FeatureGraph = fn() -> Result<Vec<u8>, String>;

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            secure_cookie: false,
            most_upload_bytes: 64 << 30,
            spare_bytes: 256 << 20,
            unsandboxed_jobs: false,
            podman: None,
            declared: Declared::default(),
            trial_program: None,
            image_registries: Allowed::default(),
            privileged_jobs: false,
            job_data: None,
            storages: Vec::new(),
            buckets: Vec::new(),
            gateway_domain: LOCAL_DOMAIN.into(),
            feature_graph: None,
        }
    }
}

/// Browsers take all names below it for their own machine.
pub const LOCAL_DOMAIN: &str = "localhost";

impl Settings {
    /// Of endpoints, without a port.
    pub fn domain(&self) -> &str {
        self.gateway_domain.split(':').next().unwrap_or_default()
    }
}

impl App {
    /// Within the async runtime, since records are written by a task.
    pub fn new(store: Store, settings: Settings) -> App {
        let mut jobs = EngineSettings::of_this_process();
        jobs.plain_commands = settings.unsandboxed_jobs;
        jobs.podman = settings.podman.clone();
        let trials = Trials::new(settings.trial_program.clone().unwrap_or_else(|| jobs.program.clone()));
        jobs.declared = settings.declared.clone();
        jobs.domain = settings.domain().into();
        jobs.data = settings.job_data.clone();
        let linked = settings.storages.iter().cloned();
        let data = settings.job_data.iter().map(|folder| (DATA.to_string(), folder.clone()));
        store.blobs().set_storages(linked.chain(data));
        let seal = Seal::new(store.place().folder());
        jobs.image_registries = settings.image_registries.clone();
        jobs.registries = account::registries::logins(&store, &seal);
        let engine = Engine::new(store.clone(), LocalExecutor::new(jobs.program.clone()), jobs);
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
        App(Arc::new(Inner {
            gateway: Gateway::new(engine.clone()),
            trials,
            doors: Doors::new(store.clone(), engine.clone()),
            enter: Enter::default(),
            told_jobs: ToldJobs::default(),
            records: RecordWriter::start(store.clone()),
            keeping: RwLock::new(()),
            engine,
            started_at: now(),
            stopping: CancellationToken::new(),
            model_changes: Mutex::new(()),
            counting: Mutex::new(()),
            settings_kept: Mutex::new(None),
            tidy: Notify::new(),
            seal,
            store,
            settings,
            passwords: Passwords::default(),
            tries: Throttle::default(),
            identity: Identity::default(),
            imports: Imports::default(),
            exports: Exports::default(),
            decoding: Arc::new(Semaphore::new(cores.max(2))),
            tiling: Tiling::default(),
            mapping: Mapping::default(),
        }))
    }
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
