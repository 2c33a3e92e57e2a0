//! The port: how many there may be, how long a stranger may take, and how connections end.

use crate::cut::Cut;
use crate::host::HostKey;
use crate::visitor::{House, Visitor};
use russh::server::Config;
use russh::{MethodKind, MethodSet, SshId};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Connections that have not said who they are. Beyond these, new ones are closed.
const MOST_STRANGERS: usize = 64;
/// Connections of those who were let in.
const MOST_GUESTS: usize = 512;
/// Within this time a stranger says who they are.
const GRACE: Duration = Duration::from_secs(60);
/// After an accept that failed, mostly for want of file handles.
const PAUSE: Duration = Duration::from_millis(50);
/// A refusal comes after this time, whatever it was that did not fit.
const REFUSED_AFTER: Duration = Duration::from_millis(400);
/// Signatures that a connection may try.
const MOST_TRIES: usize = 10;
const ALIVE_EVERY: Duration = Duration::from_secs(30);
/// Beyond these unanswered it is taken for dead.
const MOST_UNANSWERED: usize = 4;
/// Longest wait for connections to end once the server is to end.
const LAST: Duration = Duration::from_secs(3);

fn config(key: HostKey) -> Config {
    Config {
        server_id: SshId::Standard(Cow::Borrowed("SSH-2.0-Fovea")),
        methods: MethodSet::from(&[MethodKind::PublicKey, MethodKind::Password][..]),
        auth_rejection_time: REFUSED_AFTER,
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key.private],
        max_auth_attempts: MOST_TRIES,
        inactivity_timeout: None,
        keepalive_interval: Some(ALIVE_EVERY),
        keepalive_max: MOST_UNANSWERED,
        nodelay: true,
        event_buffer_size: 64,
        ..Config::default()
    }
}

/// Answers until it is stopping.
pub async fn run<H: House>(listener: TcpListener, key: HostKey, house: H, stopping: CancellationToken) {
    let config = Arc::new(config(key));
    let (strangers, guests) =
        (Arc::new(Semaphore::new(MOST_STRANGERS)), Arc::new(Semaphore::new(MOST_GUESTS)));
    let under_way = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopping.cancelled() => break,
        };
        let Ok((stream, from)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let Ok(place) = Arc::clone(&strangers).try_acquire_owned() else { continue };
        let cut = stopping.child_token();
        let visitor = Visitor::new(house.clone(), from.ip(), cut.clone(), place, Arc::clone(&guests));
        under_way.spawn(answer(Arc::clone(&config), stream, cut, visitor));
    }
    drop(listener);
    under_way.close();
    let _ = tokio::time::timeout(LAST, under_way.wait()).await;
}

async fn answer<H: House>(
    config: Arc<Config>,
    stream: TcpStream,
    cut: CancellationToken,
    visitor: Visitor<H>,
) {
    let _ = stream.set_nodelay(true);
    let let_in = visitor.let_in.clone();
    tokio::spawn({
        let cut = cut.clone();
        async move {
            tokio::select! {
                () = let_in.cancelled() => {}
                () = cut.cancelled() => {}
                () = tokio::time::sleep(GRACE) => cut.cancel(),
            }
        }
    });
    let stream = Cut::new(stream, cut.clone());
    // What goes wrong with a client is for it to see; all that matters is in the audit.
    let begun = tokio::select! {
        begun = russh::server::run_stream(config, stream, visitor) => begun,
        () = cut.cancelled() => return,
    };
    if let Ok(session) = begun
        && let Err(error) = session.await
    {
        tracing::debug!(%error, "an SSH connection ended");
    }
    cut.cancel();
}
