//! One request to a job and its answer back, as streams: nothing is held here but what is on its way, so that a slow reader slows
//! down whoever writes.

use crate::{headers, tunnel};
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, Uri, Version};
use hyper::body::{Frame, SizeHint};
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::UnixStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

/// Requests and tunnels at a time, of one door and of all.
const MOST_OF_DOOR: usize = 128;
const MOST: usize = 512;
/// Without a byte of the request going on, an answer begins within this time or not at all.
const LONGEST: Duration = Duration::from_secs(120);
const LOOK: Duration = Duration::from_secs(5);
const KEPT_OPEN: Duration = Duration::from_secs(20);
const MOST_KEPT: usize = 16;

/// Why there is no answer of the job.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// Nobody listens.
    #[error("nothing answers there")]
    Nobody,
    #[error("it did not answer in the way of HTTP, or hung up: {0}")]
    Cut(String),
    #[error("it did not answer in time")]
    Late,
    #[error("it has more requests than it may have at a time")]
    Busy,
    #[error("this address cannot be asked for")]
    Address,
}

pub type Connecting = Pin<Box<dyn Future<Output = std::io::Result<UnixStream>> + Send>>;
/// From the name of a door to a connection with what it leads to.
pub type Connect = Arc<dyn Fn(&str) -> Connecting + Send + Sync>;
type Asked = Pin<Box<dyn Future<Output = bool> + Send>>;

/// What a visit needs beside its request.
#[derive(Clone)]
pub struct Visit {
    /// `http` or `https`, as the visitor's browser sees it
    pub scheme: &'static str,
    /// Called whenever the visitor says something
    pub used: Arc<dyn Fn() + Send + Sync>,
    /// Whether the visitor may still be there
    pub may_stay: Arc<dyn Fn() -> Asked + Send + Sync>,
    pub closing: CancellationToken,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Proxy {
    client: Client<Connector, Body>,
    places: Arc<Semaphore>,
    doors: Arc<Mutex<HashMap<String, Arc<Semaphore>>>>,
}

/// Given back when the answer is over.
struct Place {
    _all: OwnedSemaphorePermit,
    _door: OwnedSemaphorePermit,
}

impl Proxy {
    /// Within the async runtime.
    pub fn new(connect: Connect) -> Proxy {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(KEPT_OPEN)
            .pool_max_idle_per_host(MOST_KEPT)
            .set_host(false)
            .build(Connector(connect));
        Proxy { client, places: Arc::new(Semaphore::new(MOST)), doors: Arc::default() }
    }

    fn place(&self, door: &str) -> Option<Place> {
        let of_door = {
            let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
            if doors.len() > 4 * MOST {
                doors.retain(|_, places| Arc::strong_count(places) > 1);
            }
            let new = || Arc::new(Semaphore::new(MOST_OF_DOOR));
            Arc::clone(doors.entry(door.into()).or_insert_with(new))
        };
        let _door = of_door.try_acquire_owned().ok()?;
        let _all = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(Place { _all, _door })
    }

    /// Passes on a request of a visitor who may. The door's name is the first part of its host.
    pub async fn pass(
        &self,
        door: &str,
        mut request: Request<Body>,
        visit: Visit,
    ) -> Result<Response<Body>, Broken> {
        let place = self.place(door).ok_or(Broken::Busy)?;
        (visit.used)();
        let upgrade = headers::upgrade(request.headers());
        let visitor = upgrade.as_ref().map(|_| hyper::upgrade::on(&mut request));
        let going = Going::default();
        let request = outward(door, request, upgrade.as_ref(), visit.scheme, &going)?;
        let mut response = self.answer(request, &going).await?;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            let (Some(visitor), Some(what)) = (visitor, headers::upgrade(response.headers())) else {
                return Err(Broken::Cut("it changed the protocol unasked".into()));
            };
            let job = hyper::upgrade::on(&mut response);
            let mut answer = Response::new(Body::empty());
            *answer.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            *answer.headers_mut() = std::mem::take(response.headers_mut());
            headers::from_job(answer.headers_mut(), Some(&what));
            tokio::spawn(async move {
                tunnel::run(visitor, job, visit).await;
                drop(place);
            });
            return Ok(answer);
        }
        let (mut parts, body) = response.into_parts();
        headers::from_job(&mut parts.headers, None);
        parts.version = Version::HTTP_11;
        parts.extensions.clear();
        Ok(Response::from_parts(parts, Body::new(Held { body, _place: place })))
    }

    async fn answer(
        &self,
        request: Request<Body>,
        going: &Going,
    ) -> Result<Response<hyper::body::Incoming>, Broken> {
        let mut answer = std::pin::pin!(self.client.request(request));
        loop {
            tokio::select! {
                answered = &mut answer => return answered.map_err(|e| broken(&e)),
                () = tokio::time::sleep(LOOK) => {}
            }
            if going.still_for() > LONGEST {
                return Err(Broken::Late);
            }
        }
    }
}

fn broken(error: &Error) -> Broken {
    match error.is_connect() {
        true => Broken::Nobody,
        false => {
            let cause =
                std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
            Broken::Cut(cause)
        }
    }
}

fn outward(
    door: &str,
    request: Request<Body>,
    upgrade: Option<&axum::http::HeaderValue>,
    scheme: &'static str,
    going: &Going,
) -> Result<Request<Body>, Broken> {
    let (parts, body) = request.into_parts();
    if parts.method == Method::CONNECT {
        return Err(Broken::Address);
    }
    let path = parts.uri.path_and_query().map_or("/", |p| p.as_str());
    let uri: Uri = format!("http://{door}{path}").parse().map_err(|_| Broken::Address)?;
    let mut out = Request::new(Body::new(Watched { body, going: going.clone() }));
    *out.method_mut() = parts.method;
    *out.uri_mut() = uri;
    let mut all: HeaderMap = parts.headers;
    headers::to_job(&mut all, upgrade, scheme);
    *out.headers_mut() = all;
    Ok(out)
}

/// When something of a request went on last.
#[derive(Clone)]
struct Going(Arc<AtomicU64>, Instant);

impl Default for Going {
    fn default() -> Going {
        Going(Arc::default(), Instant::now())
    }
}

impl Going {
    fn now(&self) -> u64 {
        u64::try_from(self.1.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn on(&self) {
        self.0.store(self.now(), Ordering::Relaxed);
    }

    fn still_for(&self) -> Duration {
        Duration::from_millis(self.now().saturating_sub(self.0.load(Ordering::Relaxed)))
    }
}

/// The visitor's body, seen going on.
struct Watched {
    body: Body,
    going: Going,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        if frame.is_ready() {
            self.going.on();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The job's answer, with its place.
struct Held {
    body: hyper::body::Incoming,
    _place: Place,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[derive(Clone)]
struct Connector(Connect);

impl tower::Service<Uri> for Connector {
    type Response = TokioIo<UnixStream>;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = std::io::Result<TokioIo<UnixStream>>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = (self.0)(uri.host().unwrap_or_default());
        Box::pin(async move { connecting.await.map(TokioIo::new) })
    }
}
