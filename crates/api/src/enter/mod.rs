//! Visits to running jobs: by SSH, by the terminal of a page, or for one command. However somebody comes, the same holds: whoever may
//! change the job may come in, it is asked again while they stay, and that they were there stands in the audit.

mod house;

use crate::app::App;
use crate::doors::{Entry, entry};
use crate::error::{ApiError, ApiResult};
use fovea_domain::JobState;
use fovea_domain::permission::Rights;
use fovea_jobs::enter::wire::{Ask, What};
use fovea_jobs::enter::{EnterError, enter};
use fovea_ssh::{Guest, HostKey};
use fovea_store::{Actor, Entrance, Id, Job, Store, StoreError, Trace, Visited, now};
use house::AtTheDoor;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, UnixStream};
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How often it is asked whether somebody may still be there.
const ASKED_EVERY: Duration = Duration::from_secs(3);
/// Longest wait for what is still to be written down once the server is to end.
const LAST_WORDS: Duration = Duration::from_secs(3);
/// Stands among the endpoints of a job for being in it; none has such a name.
const ENTERED: &str = ".enter";
/// Of a job's id, what its host is called by.
const SHORT: usize = 12;

/// What the server tells of its port for SSH.
#[derive(Debug, Clone)]
pub struct SshPort {
    pub port: u16,
    /// `SHA256:…`
    pub fingerprint: String,
    /// Kind and key, as in a file of known hosts
    pub public_key: String,
}

#[derive(Default)]
pub struct Enter {
    pub ssh: OnceLock<SshPort>,
    /// Ends of visits that are being written down
    noting: TaskTracker,
}

/// Answers by SSH until the app is stopping.
pub async fn run_ssh(listener: TcpListener, key: HostKey, app: App) {
    if let Ok(address) = listener.local_addr() {
        let told = SshPort {
            port: address.port(),
            fingerprint: key.fingerprint.clone(),
            public_key: key.public.clone(),
        };
        let _ = app.enter.ssh.set(told);
    }
    let stopping = app.stopping.clone();
    fovea_ssh::run(listener, key, AtTheDoor(app.clone()), stopping).await;
    app.enter.noting.close();
    let _ = tokio::time::timeout(LAST_WORDS, app.enter.noting.wait()).await;
}

/// By what somebody came in.
#[derive(Debug, Clone, Copy)]
pub enum By {
    Session(Id),
    Token(Id),
    SshKey(Id),
}

/// Somebody who may come into a job.
pub struct Visitor {
    pub user: Id,
    pub name: String,
    pub rights: Rights,
    pub by: By,
    pub address: String,
    pub request: Arc<Trace>,
}

impl Visitor {
    pub fn of(found: Entrance, by: By, from: IpAddr) -> Visitor {
        let address = from.to_string();
        Visitor {
            user: found.user.id,
            name: found.user.name,
            rights: found.rights,
            by,
            address,
            request: Arc::default(),
        }
    }
}

/// One visit; over once the last copy is gone.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    app: App,
    store: Store,
    job: Job,
    rank: u32,
    way: &'static str,
    /// Key, token or session, in words
    opened_by: String,
    closing: CancellationToken,
    begun: OnceCell<i64>,
    kinds: Mutex<BTreeMap<&'static str, u64>>,
}

/// Whether somebody may come into this job now.
pub async fn may_enter(app: &App, job: &Job, user: Id, rights: Rights) -> ApiResult<bool> {
    Ok(entry(app, job, "", user, rights).await? == Entry::Master)
}

impl Visit {
    /// Of somebody who may come in, which was found out before.
    pub fn new(app: &App, visitor: Visitor, job: Job, rank: u32, way: (&'static str, String)) -> Visit {
        let Visitor { user, name, rights, by, address, request } = visitor;
        let store = app.store.by(Actor { id: Some(user), name, rights, address, request });
        let closing = app.stopping.child_token();
        tokio::spawn(watch(app.clone(), job.id, user, by, closing.clone()));
        Visit(Arc::new(Inner {
            app: app.clone(),
            store,
            job,
            rank,
            way: way.0,
            opened_by: way.1,
            closing,
            begun: OnceCell::new(),
            kinds: Mutex::default(),
        }))
    }

    /// Begins what is asked for. The first of a visit is written down before.
    pub async fn begin(&self, ask: &Ask) -> Result<UnixStream, EnterError> {
        let kind = match ask.what {
            What::Shell => "shell",
            What::Command(_) => "command",
            What::Files => "files",
            What::Port(_) => "port",
            What::Keep(_) => "endpoint",
        };
        *self.0.kinds.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default() += 1;
        let broken = |error: ApiError| {
            tracing::error!(code = error.code().name(), "a visit to a job could not be begun");
            EnterError::Refused("something went wrong inside Fovea; its log tells more".into())
        };
        let inner = &self.0;
        inner.begun.get_or_try_init(|| inner.note_begin(kind)).await.map_err(broken)?;
        let job = inner.app.store.job(inner.job.id).await.map_err(|e| broken(e.into()))?;
        if let Some(why) = shut(&job, inner.rank).map_err(broken)? {
            return Err(EnterError::Refused(why.to_string()));
        }
        self.used();
        enter(&inner.app.engine.folder(job.id), inner.rank, ask).await
    }

    /// Whoever is there says something, which is a use of the job as that of an endpoint is.
    pub fn used(&self) {
        self.0.app.doors.used(&self.0.app, self.0.job.id, ENTERED);
    }

    pub fn closing(&self) -> CancellationToken {
        self.0.closing.clone()
    }
}

impl Guest for Visit {
    async fn enter(&self, ask: Ask) -> Result<UnixStream, EnterError> {
        self.begin(&ask).await
    }

    fn closing(&self) -> CancellationToken {
        Visit::closing(self)
    }

    fn used(&self) {
        Visit::used(self);
    }
}

/// Why nobody can be in a job, as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Shut {
    #[error("only jobs that run a command can be entered")]
    NoCommand,
    #[error("the job has no task {0}")]
    NoTask(u32),
    #[error("the job waits for its turn")]
    Waits,
    #[error("the job is paused")]
    Paused,
    #[error("the job has ended")]
    Ended,
}

pub fn shut(job: &Job, rank: u32) -> ApiResult<Option<Shut>> {
    let state = job.state()?;
    let tasks = job.nodes.and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
    Ok(match state {
        _ if !job.runs_command() => Some(Shut::NoCommand),
        _ if rank >= tasks => Some(Shut::NoTask(rank)),
        JobState::Queued => Some(Shut::Waits),
        JobState::Paused => Some(Shut::Paused),
        _ if state.ended() => Some(Shut::Ended),
        _ => None,
    })
}

impl Inner {
    fn visited(&self, kinds: Vec<(&'static str, u64)>, seconds: Option<i64>) -> Visited {
        Visited { way: self.way, by: self.opened_by.clone(), rank: self.rank, kinds, seconds }
    }

    async fn note_begin(&self, kind: &'static str) -> ApiResult<i64> {
        self.store.note_visit(&self.job, &self.visited(vec![(kind, 1)], None)).await?;
        Ok(now())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.closing.cancel();
        let Some(begun) = self.begun.get().copied() else { return };
        let kinds = std::mem::take(&mut *self.kinds.lock().unwrap_or_else(PoisonError::into_inner));
        let visited = self.visited(kinds.into_iter().collect(), Some((now() - begun) / 1000));
        let (store, job) = (self.store.clone(), self.job.clone());
        if tokio::runtime::Handle::try_current().is_ok() {
            self.app.enter.noting.spawn(async move {
                if let Err(error) = store.note_visit(&job, &visited).await {
                    tracing::warn!(job = %job.id, %error, "the end of a visit could not be written down");
                }
            });
        }
    }
}

/// Until the visit is over, or may not go on.
async fn watch(app: App, job: Id, user: Id, by: By, closing: CancellationToken) {
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(ASKED_EVERY) => {}
        }
        // What cannot be found out now is asked again later.
        if !may_stay(&app, job, user, by).await.unwrap_or(true) {
            closing.cancel();
        }
    }
}

async fn may_stay(app: &App, job: Id, user: Id, by: By) -> ApiResult<bool> {
    let found = match by {
        By::Session(id) => app.store.session_again(id).await?,
        By::Token(id) => app.store.token_again(id).await?,
        By::SshKey(id) => app.store.ssh_key_again(id).await?,
    };
    let Some(found) = found.filter(|f| f.user.id == user && !f.user.must_change_password) else {
        return Ok(false);
    };
    let job = match app.store.job(job).await {
        Ok(job) => job,
        Err(StoreError::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    if job.state()?.ended() || found.project.is_some_and(|project| job.project_id != Some(project)) {
        return Ok(false);
    }
    may_enter(app, &job, user, found.rights).await
}

/// Job and task of a login name, such as `0123456789ab`, a whole id, or either with `.2` for a task.
async fn place(app: &App, login: &str) -> ApiResult<Option<(Job, u32)>> {
    let (name, rank) = match login.split_once('.') {
        Some((name, rank)) => match rank.parse() {
            Ok(rank) => (name, rank),
            Err(_) => return Ok(None),
        },
        None => (login, 0),
    };
    let id = match (name.parse::<Id>(), last_of(name)) {
        (Ok(id), _) => Some(id),
        (_, Some(last)) => app.store.open_job_ending_in(last).await?,
        _ => None,
    };
    let Some(id) = id else { return Ok(None) };
    match app.store.job(id).await {
        Ok(job) => Ok(Some((job, rank))),
        Err(StoreError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn last_of(name: &str) -> Option<[u8; 6]> {
    let plain = name.len() == SHORT && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let number = u64::from_str_radix(name, 16).ok().filter(|_| plain)?;
    let [_, _, last @ ..] = number.to_be_bytes();
    Some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_the_end_of_an_id() {
        let id: Id = "01936d3e-7c3a-7000-8000-0123456789ab".parse().unwrap();
        assert!(last_of("0123456789ab").is_some_and(|last| id.as_bytes().ends_with(&last)));
        assert_eq!(last_of("0123456789ab"), Some([0x01, 0x23, 0x45, 0x67, 0x89, 0xab]));
        for bad in ["0123456789AB", "0123456789a", "0123456789abc", "+123456789ab", ""] {
            assert_eq!(last_of(bad), None, "{bad}");
        }
    }
}
