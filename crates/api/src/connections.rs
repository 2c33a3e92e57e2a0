//! Connections: how many there may be, how long a client may take to say what it wants, and how they end.

use crate::app::App;
use crate::doors;
use crate::server::service;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// Beyond these, clients wait at the door.
const MOST_CONNECTIONS: usize = 900;
/// Longest time for the head of a request. Also how long a connection stays open with nothing asked.
const HEAD: Duration = Duration::from_secs(30);
/// Longest wait for answers under way once the server is to end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// After an accept that failed, mostly for want of file handles.
const PAUSE: Duration = Duration::from_millis(50);

/// Answers until the app is stopping, then waits for answers under way.
pub async fn run(listener: TcpListener, app: App) {
    let router = service(app.clone());
    let under_way = TaskTracker::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = app.stopping.cancelled() => break,
        };
        let Some((stream, from, place)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let (router, to) = (router.clone(), app.clone());
        let answer = tower::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(from));
            let (router, app) = (router.clone(), to.clone());
            async move {
                // Past all that the platform has before its own answers: a job's pages ask often.
                match doors::door(&app, request.headers()) {
                    Some(door) => Ok(doors::answer(&app, door, request).await),
                    None => router.oneshot(request).await,
                }
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(answer))
            .with_upgrades();
        let stopping = app.stopping.clone();
        under_way.spawn(async move {
            let _place = place;
            let mut connection = pin!(connection);
            // A client that hangs up is no fault of ours; one that has become a tunnel has ended here.
            tokio::select! {
                _ = connection.as_mut() => return,
                () = stopping.cancelled() => connection.as_mut().graceful_shutdown(),
            }
            let _ = connection.await;
        });
    }
    drop(listener);
    under_way.close();
    if tokio::time::timeout(LAST_ANSWERS, under_way.wait()).await.is_err() {
        tracing::warn!("some clients were cut off");
    }
}

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<Accepted> {
    let place = places.clone().acquire_owned().await.ok()?;
    let (stream, from) = listener.accept().await.ok()?;
    // Answers are whole: waiting for more to send only makes them late.
    let _ = stream.set_nodelay(true);
    Some((stream, from, place))
}
