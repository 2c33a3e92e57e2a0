//! One request to a job and its answer back, as streams: nothing is held here but what is on its way, so that a slow reader slows
//! down whoever writes.

use crate::line::{Answer, Asked, Line, Lines};
use crate::{headers, tunnel};
use axum::body::{Body, Bytes, HttpBody};
use axum::http::response::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, Uri, Version};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::client::conn::http1::handshake;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
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
type Staying = Pin<Box<dyn Future<Output = bool> + Send>>;

/// What a visit needs beside its request.
#[derive(Clone)]
pub struct Visit {
    /// `http` or `https`, as the visitor's browser sees it
    pub scheme: &'static str,
    /// Called whenever the visitor says something
    pub used: Arc<dyn Fn() + Send + Sync>,
    /// Whether the visitor may still be there
    pub may_stay: Arc<dyn Fn() -> Staying + Send + Sync>,
    pub closing: CancellationToken,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Proxy {
    connect: Connect,
    places: Arc<Semaphore>,
    doors: Doors,
}

type Doors = Arc<Mutex<HashMap<String, Door>>>;

/// What is held for one door.
#[derive(Clone)]
struct Door {
    places: Arc<Semaphore>,
    lines: Arc<Lines>,
}

/// Given back when the answer is over.
struct Place {
    _all: OwnedSemaphorePermit,
    _door: OwnedSemaphorePermit,
}

impl Proxy {
    /// Within the async runtime.
    pub fn new(connect: Connect) -> Proxy {
        let doors = Doors::default();
        tokio::spawn(sweep(Arc::downgrade(&doors)));
        Proxy { connect, places: Arc::new(Semaphore::new(MOST)), doors }
    }

    fn door(&self, name: &str) -> Door {
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(door) = doors.get(name) {
            return door.clone();
        }
        if doors.len() > 4 * MOST {
            doors.retain(|_, door| Arc::strong_count(&door.places) > 1);
        }
        let door = Door { places: Arc::new(Semaphore::new(MOST_OF_DOOR)), lines: Arc::default() };
        doors.insert(name.into(), door.clone());
        door
    }

    /// Passes on a request of a visitor who may. The door's name is the first part of its host.
    pub async fn pass(
        &self,
        name: &str,
        mut request: Request<Body>,
        visit: Visit,
    ) -> Result<Response<Body>, Broken> {
        let Door { places, lines } = self.door(name);
        let _door = places.try_acquire_owned().map_err(|_| Broken::Busy)?;
        let _all = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Broken::Busy)?;
        let place = Place { _all, _door };
        (visit.used)();
        let going = Going::default();
        if let Some(what) = headers::upgrade(request.headers()) {
            let visitor = hyper::upgrade::on(&mut request);
            let request = outward(request, Some(&what), visit.scheme, &going)?;
            return self.upgrade(name, request, visitor, visit, place, &going).await;
        }
        let request = outward(request, None, visit.scheme, &going)?;
        let (line, answer) = in_time(self.ask(name, &lines, request), &going).await?;
        if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
            return Err(Broken::Cut("it changed the protocol unasked".into()));
        }
        let (mut parts, body) = answer.into_parts();
        let body = Answer::new(line, body, lines, place).await;
        tidy(&mut parts);
        Ok(Response::from_parts(parts, Body::new(body)))
    }

    /// Over a line that is kept, or a new one.
    async fn ask(
        &self,
        name: &str,
        lines: &Lines,
        mut request: Request<Body>,
    ) -> Result<(Box<Line>, Response<Incoming>), Broken> {
        loop {
            let kept = lines.take();
            let fresh = kept.is_none();
            let mut line = match kept {
                Some(line) => line,
                None => Line::new(self.connect(name).await?).await.map_err(cut)?,
            };
            if !fresh && !line.is_ready().await {
                continue;
            }
            match line.ask(request).await {
                Asked::Answer(line, answer) => return Ok((line, answer)),
                Asked::Unsent(_) if fresh => return Err(Broken::Cut("it hung up at once".into())),
                // The job hung up in this very moment.
                Asked::Unsent(unsent) => request = unsent,
                Asked::Failed(error) => return Err(cut(error)),
            }
        }
    }

    async fn connect(&self, name: &str) -> Result<UnixStream, Broken> {
        (self.connect)(name).await.map_err(|_| Broken::Nobody)
    }

    /// A connection of its own, which becomes a tunnel where the job agrees.
    async fn upgrade(
        &self,
        name: &str,
        request: Request<Body>,
        visitor: OnUpgrade,
        visit: Visit,
        place: Place,
        going: &Going,
    ) -> Result<Response<Body>, Broken> {
        let stream = TokioIo::new(self.connect(name).await?);
        let (mut send, work) = handshake(stream).await.map_err(cut)?;
        tokio::spawn(work.with_upgrades());
        let mut response = in_time(async { send.send_request(request).await.map_err(cut) }, going).await?;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            let Some(what) = headers::upgrade(response.headers()) else {
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
        tidy(&mut parts);
        Ok(Response::from_parts(parts, Body::new(Held { body, _place: place })))
    }
}

/// Lines that nobody uses are let go of, also those of jobs that nobody visits any more.
async fn sweep(doors: Weak<Mutex<HashMap<String, Door>>>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(doors) = doors.upgrade() else { return };
        let doors = doors.lock().unwrap_or_else(PoisonError::into_inner);
        doors.values().for_each(|door| door.lines.sweep());
    }
}

fn tidy(parts: &mut Parts) {
    headers::from_job(&mut parts.headers, None);
    parts.version = Version::HTTP_11;
    parts.extensions.clear();
}

fn cut(error: hyper::Error) -> Broken {
    let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
    Broken::Cut(cause)
}

async fn in_time<T>(answer: impl Future<Output = Result<T, Broken>>, going: &Going) -> Result<T, Broken> {
    let mut answer = std::pin::pin!(answer);
    loop {
        tokio::select! {
            biased;
            answered = &mut answer => return answered,
            () = tokio::time::sleep(LOOK) => {}
        }
        if going.still_for() > LONGEST {
            return Err(Broken::Late);
        }
    }
}

fn outward(
    request: Request<Body>,
    upgrade: Option<&axum::http::HeaderValue>,
    scheme: &'static str,
    going: &Going,
) -> Result<Request<Body>, Broken> {
    let (parts, body) = request.into_parts();
    if parts.method == Method::CONNECT {
        return Err(Broken::Address);
    }
    // Without scheme and host, whatever the visitor sent.
    let path = parts.uri.into_parts().path_and_query;
    let uri = Uri::from(path.unwrap_or_else(|| PathAndQuery::from_static("/")));
    // Most have none: nothing of it is to be seen going on.
    let body = match body.is_end_stream() {
        true => Body::empty(),
        false => Body::new(Watched { body, going: going.clone() }),
    };
    let mut out = Request::new(body);
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
