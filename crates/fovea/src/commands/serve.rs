use super::DONE;
use crate::cli::ServeArgs;
use crate::console::{self, note};
use crate::failure::{Failure, exit};
use fovea_api::{
    ApiError, App, Bucket, BucketAccess, BucketError, BucketServer, HostKey, HostKeyError, Settings,
};
use fovea_domain::registry::Allowed;
use fovea_jobs::Declared;
use fovea_store::{Store, StoreError};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;

/// Name in the folder of the data.
const CLUSTER_FILE: &str = "cluster.yaml";
/// Longest wait for what the job engine has under way once the server is to end.
const LAST_ROUND: Duration = Duration::from_secs(10);

pub fn run(args: &ServeArgs) -> Result<u8, Failure> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::INFO)
        .with_target(false)
        .init();
    runtime()?.block_on(serve(args))?;
    DONE
}

pub(super) fn runtime() -> Result<Runtime, Failure> {
    let made = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    made.map_err(|e| trouble("server.start", format!("the server cannot start: {e}"), ""))
}

async fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let server = Server::start(args).await?;
    server.greet().await?;
    server.run().await;
    Ok(())
}

/// The interface, the pages and the job engine, at work.
pub(super) struct Server {
    pub app: App,
    store: Store,
    address: SocketAddr,
    answering: JoinHandle<()>,
    engine: JoinHandle<()>,
    /// Where it takes SSH
    ssh: Option<JoinHandle<()>>,
    ssh_address: Option<SocketAddr>,
}

impl Server {
    pub async fn start(args: &ServeArgs) -> Result<Server, Failure> {
        // Before anything is made or begun: a file with a fault in it starts no server.
        let declared = declared(args)?;
        let store = Store::open(&args.data).await?;
        let listener = TcpListener::bind(args.listen).await.map_err(|e| {
            let message = format!("{} cannot be listened on: {e}", args.listen);
            trouble("server.address", message, "give another address or port with --listen")
        })?;
        let address = listener.local_addr()?;
        let ssh = match args.ssh {
            Some(address) => Some((
                TcpListener::bind(address).await.map_err(|e| {
                    let message = format!("{address} cannot be listened on: {e}");
                    trouble("server.address", message, "give another address or port with --ssh")
                })?,
                HostKey::of(&args.data)?,
            )),
            None => None,
        };
        let (storages, buckets) = storages(args)?;
        let image_registries = Allowed::of(args.image_registry.iter().map(String::as_str)).map_err(|e| {
            trouble(
                "server.image_registry",
                format!("--image-registry: {e}"),
                "give a host such as registry.example.com:5000",
            )
        })?;
        let app = App::new(
            store.clone(),
            Settings {
                secure_cookie: args.behind_tls,
                most_upload_bytes: args.most_upload,
                unsandboxed_jobs: args.unsandboxed_jobs,
                job_data: args.job_data.clone(),
                storages,
                buckets,
                image_registries,
                privileged_jobs: args.privileged_jobs,
                podman: args.podman.clone(),
                declared,
                gateway_domain: args.gateway_domain.clone(),
                feature_graph: Some(feature_graph),
                ..Settings::default()
            },
        );
        store.release_left_keys().await?;
        store.note_program_version(fovea_api::VERSION).await?;
        fovea_api::begin_clusters(&app).await?;
        let closed = fovea_api::find_left_imports(&app).await?;
        if closed > 0 {
            tracing::info!("{closed} imports of an older server cannot go on, and are closed as they stand");
        }
        fovea_api::go_on_with_statistics(&app).await?;
        let engine = tokio::spawn({
            let engine = app.engine.clone();
            async move { engine.run().await }
        });
        tokio::spawn(fovea_api::keep_house(app.clone()));
        tokio::spawn(fovea_api::keep_imports(app.clone()));
        tokio::spawn(fovea_api::keep_exports(app.clone()));
        tokio::spawn(fovea_api::keep_notices(app.clone()));
        tokio::spawn(fovea_api::keep_loops(app.clone()));
        let answering = tokio::spawn(fovea_api::run(listener, app.clone()));
        let ssh_address = ssh.as_ref().and_then(|(listener, _)| listener.local_addr().ok());
        let ssh = ssh.map(|(listener, key)| tokio::spawn(fovea_api::run_ssh(listener, key, app.clone())));
        Ok(Server { app, store, address, answering, engine, ssh, ssh_address })
    }

    /// Answers until the program is asked to end.
    async fn run(mut self) {
        tokio::select! {
            ended = &mut self.answering => tracing::error!("the server ended by itself: {ended:?}"),
            () = asked_to_end() => {}
        }
        self.end().await;
    }

    pub async fn end(self) {
        tracing::info!("ending; jobs go on and are found again at the next start");
        self.app.stopping.cancel();
        self.app.engine.close();
        if !self.answering.is_finished() {
            let _ = self.answering.await;
        }
        let _ = tokio::time::timeout(LAST_ROUND, self.engine).await;
        if let Some(ssh) = self.ssh {
            let _ = tokio::time::timeout(LAST_ROUND, ssh).await;
        }
        self.store.close().await;
    }

    pub async fn greet(&self) -> Result<(), Failure> {
        greet(&self.app, self.address, self.ssh_address).await
    }
}

/// By the cluster file that was named, or the one in the folder.
fn declared(args: &ServeArgs) -> Result<Declared, Failure> {
    let usual = args.data.join(CLUSTER_FILE);
    let path = match &args.cluster {
        Some(path) => path,
        None if usual.exists() => &usual,
        None => return Ok(Declared::default()),
    };
    fovea_api::read_cluster_file(path).map_err(|e| {
        let problem = e.problem();
        let hint = "`fovea node schema` prints what it may hold; --cluster names another file".into();
        Failure { exit: exit::DATA, code: problem.code.into(), message: problem.detail, hint }
    })
}

/// Tells where the server is and, as long as there is no administrator, the link that creates one.
async fn greet(app: &App, address: SocketAddr, ssh: Option<SocketAddr>) -> Result<(), Failure> {
    let mut shown = address;
    if shown.ip().is_unspecified() {
        shown.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    if !address.ip().is_loopback() && !app.settings.secure_cookie {
        note!("note: other machines reach this server without TLS; put a proxy with TLS before it");
    }
    let mut text = format!("Fovea answers at http://{shown}\n");
    if let Some(ssh) = ssh {
        text += &format!("SSH into running jobs at {ssh}\n");
    }
    if let Some(token) = fovea_api::new_setup_link(app).await? {
        text += &format!("Create the administrator: http://{shown}/setup#token={token}\n");
    }
    console::write(text.as_bytes())
}

/// For the annotator's helpers; `api` knows no backbone.
fn feature_graph() -> Result<Vec<u8>, String> {
    fovea_learn::feature_graph().map_err(|e| e.to_string())
}

pub(super) async fn asked_to_end() {
    let waits = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(signal);
    let [Ok(mut term), Ok(mut int), Ok(mut hup)] = waits else {
        // Without signals the server runs until it is killed, which it survives.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
        _ = hup.recv() => {}
    }
}

type Storages = (Vec<(String, PathBuf)>, Vec<(String, Bucket)>);

/// Each a folder of its own, and none that has to do with the server's own data; or a bucket.
fn storages(args: &ServeArgs) -> Result<Storages, Failure> {
    let wrong = |given: &str, why: String| {
        let message = format!("--storage {given}: {why}");
        trouble("server.storage", message, "give a name and a folder, such as --storage lines=/mnt/lines")
    };
    let (mut all, mut buckets): Storages = (Vec::new(), Vec::new());
    for given in &args.storage {
        let (name, folder) = given.split_once('=').ok_or_else(|| wrong(given, "it has no name".into()))?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if !(1..=40).contains(&name.len()) || !name.chars().all(plain) {
            return Err(wrong(given, "a name has small letters, digits, - and _".into()));
        }
        let taken = all.iter().map(|(known, _)| known).chain(buckets.iter().map(|(known, _)| known));
        if ["home", "data"].contains(&name) || taken.into_iter().any(|known| known == name) {
            return Err(wrong(given, format!("{name} is the name of another one")));
        }
        if folder.starts_with("s3://") {
            let bucket = bucket_server().and_then(|server| Bucket::new(server, folder));
            buckets.push((name.into(), bucket.map_err(|e| wrong(given, e.to_string()))?));
            continue;
        }
        let folder = Path::new(folder).canonicalize().map_err(|e| wrong(given, e.to_string()))?;
        if !folder.is_dir() {
            return Err(wrong(given, "it is no folder".into()));
        }
        let own = args.data.canonicalize().map_err(|e| wrong(given, e.to_string()))?;
        if folder.starts_with(&own) || own.starts_with(&folder) {
            return Err(wrong(given, "it is the server's own folder, lies in it or holds it".into()));
        }
        all.push((name.into(), folder));
    }
    Ok((all, buckets))
}

/// As the environment says; jobs see nothing of it.
fn bucket_server() -> Result<BucketServer, BucketError> {
    let told = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let needed = |name: &str| told(name).ok_or_else(|| BucketError::Setting(format!("{name} is not set")));
    let access = BucketAccess {
        key_id: needed("AWS_ACCESS_KEY_ID")?,
        secret: needed("AWS_SECRET_ACCESS_KEY")?,
        session: told("AWS_SESSION_TOKEN"),
    };
    let region = told("AWS_REGION").unwrap_or_else(|| "us-east-1".into());
    BucketServer::new(told("FOVEA_S3_ENDPOINT").as_deref(), &region, access)
}

fn trouble(code: &'static str, message: String, hint: &str) -> Failure {
    Failure { exit: exit::FAILED, code: code.into(), message, hint: hint.into() }
}

impl From<StoreError> for Failure {
    fn from(e: StoreError) -> Failure {
        let (code, hint) = match e {
            StoreError::Locked { .. } => {
                ("store.locked", "end the other server, or give another folder with --data")
            }
            StoreError::Newer { .. } => ("store.newer", "use the newer program, or another folder"),
            StoreError::Older { .. } => {
                ("store.older", "start its server once with this program, which brings it up to date")
            }
            StoreError::NoFolder { .. } => ("store.no_folder", "give the folder of a server with --data"),
            StoreError::DiskFull => ("store.disk_full", "free some space"),
            StoreError::File { .. } => ("store.file", "check the free space and who may write there"),
            _ => ("store.failed", ""),
        };
        trouble(code, e.to_string(), hint)
    }
}

impl From<HostKeyError> for Failure {
    fn from(e: HostKeyError) -> Failure {
        trouble("ssh.host_key", e.to_string(), "mend the file, or take it away so that a new key is made")
    }
}

impl From<ApiError> for Failure {
    fn from(e: ApiError) -> Failure {
        let problem = e.problem();
        let fields: Vec<String> =
            problem.fields.iter().map(|(name, code)| format!("{name}: {code}")).collect();
        trouble(problem.code, problem.detail, &fields.join(", "))
    }
}
