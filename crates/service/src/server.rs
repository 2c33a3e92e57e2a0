use crate::answer::HeatWish;
use crate::pool::{Judge, Pool, Task, Today};
use crate::stats::{Counter, Happened, Now};
use crate::{MOST_BYTES, ServiceError};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use fovea_infer::InferError;
use fovea_recipe::RecipeError;
use fovea_vision::VisionError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::net::UnixListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

#[derive(Debug, Clone)]
pub struct Options {
    pub package: PathBuf,
    pub socket: PathBuf,
    pub threads: usize,
    /// What recipes hold dates against
    pub today: Today,
}

struct Service {
    options: Options,
    pool: Pool,
    counter: Mutex<Counter>,
    in_flight: AtomicU64,
}

/// Serves until it is asked to end; what was taken in is answered first.
pub fn run(options: &Options) -> Result<(), ServiceError> {
    let judge = load(options)?;
    let pool = Pool::start(judge, options.threads).map_err(ServiceError::Runtime)?;
    // One thread moves bytes; the workers have the others.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(ServiceError::Runtime)?.block_on(serve(options.clone(), pool))
}

fn load(options: &Options) -> Result<Judge, ServiceError> {
    Judge::open(&options.package, options.threads, options.today)
}

async fn serve(options: Options, pool: Pool) -> Result<(), ServiceError> {
    let listener = listen(&options.socket)?;
    let socket = options.socket.clone();
    let mut ended = signal(SignalKind::terminate()).map_err(ServiceError::Runtime)?;
    let counter = Mutex::new(Counter::new(now_s()));
    let service = Arc::new(Service { options, pool, counter, in_flight: AtomicU64::new(0) });
    let routes = Router::new()
        .route("/ready", get(ready))
        .route("/stats", get(stats))
        .route("/reload", post(reload))
        .route("/infer", post(infer))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(service);
    let served = axum::serve(listener, routes)
        .with_graceful_shutdown(async move {
            ended.recv().await;
        })
        .await;
    let _ = std::fs::remove_file(&socket);
    served.map_err(ServiceError::Runtime)
}

/// Only who runs the server may talk to the socket.
fn listen(path: &Path) -> Result<UnixListener, ServiceError> {
    let fail = |source| ServiceError::Socket { path: path.into(), source };
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(fail(e)),
        _ => {}
    }
    let listener = UnixListener::bind(path).map_err(fail)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).map_err(fail)?;
    Ok(listener)
}

fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

impl Service {
    fn note(&self, happened: Happened) {
        self.counter.lock().unwrap_or_else(PoisonError::into_inner).note(happened);
    }
}

/// Counts a picture for as long as somebody waits for it, also where they hang up.
struct InFlight<'a>(&'a AtomicU64);

impl<'a> InFlight<'a> {
    fn new(count: &'a AtomicU64) -> InFlight<'a> {
        count.fetch_add(1, Ordering::Relaxed);
        InFlight(count)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn ready() -> &'static str {
    "ready"
}

async fn stats(State(service): State<Arc<Service>>) -> Response {
    let now = Now { in_flight: service.in_flight.load(Ordering::Relaxed), queue: service.pool.waiting() };
    axum::Json(service.counter.lock().unwrap_or_else(PoisonError::into_inner).tell(now)).into_response()
}

/// Reads the package anew, as after a change of its threshold. No picture waits for it.
async fn reload(State(service): State<Arc<Service>>) -> Response {
    let loading = Arc::clone(&service);
    match tokio::task::spawn_blocking(move || load(&loading.options)).await {
        Ok(Ok(judge)) => {
            service.pool.replace(judge);
            StatusCode::NO_CONTENT.into_response()
        }
        Ok(Err(e)) => problem(StatusCode::CONFLICT, e.code(), &e.to_string()),
        Err(e) => problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", &e.to_string()),
    }
}

#[derive(Deserialize)]
struct InferQuery {
    #[serde(default)]
    heat: HeatWish,
    /// Texts that a recipe asks for, as one JSON object
    texts: Option<String>,
}

async fn infer(
    State(service): State<Arc<Service>>,
    Query(query): Query<InferQuery>,
    body: Bytes,
) -> Response {
    let texts = query.texts.as_deref().map(serde_json::from_str::<BTreeMap<String, String>>).transpose();
    let Ok(texts) = texts else {
        return problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "recipe.texts",
            "texts are one JSON object of texts",
        );
    };
    let _counted = InFlight::new(&service.in_flight);
    let (answer, told) = oneshot::channel();
    let arrived = Instant::now();
    let task =
        Task { bytes: body.into(), wish: query.heat, texts: texts.unwrap_or_default(), arrived, answer };
    if service.pool.give(task).is_err() {
        service.note(Happened::Rejected);
        let full = problem(StatusCode::TOO_MANY_REQUESTS, "service.busy", "too many pictures wait already");
        return ([(header::RETRY_AFTER, "1")], full).into_response();
    }
    match told.await {
        Ok(Ok(answer)) => {
            service.note(Happened::Answered(arrived.elapsed().as_secs_f64() * 1e3));
            axum::Json(answer).into_response()
        }
        Ok(Err(e)) => {
            service.note(Happened::Error);
            refused(&e)
        }
        Err(_) => {
            service.note(Happened::Error);
            problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the worker failed on this picture")
        }
    }
}

fn refused(e: &ServiceError) -> Response {
    let status = match e {
        ServiceError::Model(InferError::Picture(VisionError::TooLarge { .. }))
        | ServiceError::Recipe(RecipeError::Picture(VisionError::TooLarge { .. })) => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        ServiceError::Model(InferError::Picture(_))
        | ServiceError::Recipe(
            RecipeError::Picture(_) | RecipeError::NotGiven(_) | RecipeError::NotAsked { .. },
        ) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    problem(status, e.code(), &e.to_string())
}

fn problem(status: StatusCode, code: &str, detail: &str) -> Response {
    (status, axum::Json(serde_json::json!({ "code": code, "detail": detail }))).into_response()
}
