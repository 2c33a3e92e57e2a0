//! One connection: who they are, and what they ask for.

use crate::channel;
use fovea_jobs::enter::EnterError;
use fovea_jobs::enter::wire::{Ask, Size, Terminal, What};
use russh::keys::Algorithm;
use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, Error, Pty};
use std::collections::HashMap;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;

/// Of one connection, at a time.
const MOST_CHANNELS: usize = 128;
const MOST_VARIABLES: usize = 64;
const LONGEST_WORD: usize = 256;
/// What was said last still arrives before the connection of one who may no longer stay is cut.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Who may come in, and where to. A refusal must not tell what did not fit.
pub trait House: Clone + Send + Sync + 'static {
    type Guest: Guest;

    /// Whether this key would open, if it is theirs; `fingerprint` is its SHA-256.
    fn knows(&self, from: IpAddr, login: &str, fingerprint: &str) -> impl Future<Output = bool> + Send;

    /// With a key that is theirs.
    fn by_key(
        &self,
        from: IpAddr,
        login: &str,
        fingerprint: &str,
    ) -> impl Future<Output = Option<Self::Guest>> + Send;

    /// With a secret in place of a password.
    fn by_secret(
        &self,
        from: IpAddr,
        login: &str,
        secret: &str,
    ) -> impl Future<Output = Option<Self::Guest>> + Send;
}

/// Somebody who was let in. Their visit is over once the last copy is gone.
pub trait Guest: Clone + Send + Sync + 'static {
    /// Into their job.
    fn enter(&self, ask: Ask) -> impl Future<Output = Result<UnixStream, EnterError>> + Send;

    /// Cancelled once they may no longer stay.
    fn closing(&self) -> CancellationToken;

    /// They say something: a connection that is only held open is no use of the job.
    fn used(&self);
}

/// A channel for which nothing was begun yet.
struct Opened {
    channel: Channel<Msg>,
    terminal: Option<Terminal>,
    variables: Vec<(String, String)>,
    place: OwnedSemaphorePermit,
}

pub struct Visitor<H: House> {
    house: H,
    from: IpAddr,
    cut: CancellationToken,
    /// Cancelled, as it were, once they are in
    pub let_in: CancellationToken,
    stranger: Option<OwnedSemaphorePermit>,
    guests: Arc<Semaphore>,
    seat: Option<OwnedSemaphorePermit>,
    guest: Option<H::Guest>,
    opened: HashMap<ChannelId, Opened>,
    places: Arc<Semaphore>,
}

impl<H: House> Visitor<H> {
    pub fn new(
        house: H,
        from: IpAddr,
        cut: CancellationToken,
        stranger: OwnedSemaphorePermit,
        guests: Arc<Semaphore>,
    ) -> Visitor<H> {
        Visitor {
            house,
            from: from.to_canonical(),
            cut,
            let_in: CancellationToken::new(),
            stranger: Some(stranger),
            guests,
            seat: None,
            guest: None,
            opened: HashMap::new(),
            places: Arc::new(Semaphore::new(MOST_CHANNELS)),
        }
    }

    fn welcome(&mut self, guest: Option<H::Guest>) -> Auth {
        let Some(guest) = guest else { return Auth::reject() };
        let Ok(seat) = Arc::clone(&self.guests).try_acquire_owned() else { return Auth::reject() };
        let (closing, cut) = (guest.closing(), self.cut.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = closing.cancelled() => tokio::time::sleep(LAST_WORDS).await,
                () = cut.cancelled() => {}
            }
            cut.cancel();
        });
        (self.guest, self.seat, self.stranger) = (Some(guest), Some(seat), None);
        self.let_in.cancel();
        Auth::Accept
    }

    fn begin(&mut self, id: ChannelId, what: What, session: &mut Session) -> Result<(), Error> {
        let (Some(opened), Some(guest)) = (self.opened.remove(&id), self.guest.clone()) else {
            return session.channel_failure(id);
        };
        session.channel_success(id)?;
        let ask = Ask { what, terminal: opened.terminal, variables: opened.variables };
        let (handle, cut, place) = (session.handle(), self.cut.clone(), opened.place);
        tokio::spawn(async move {
            tokio::select! {
                () = channel::session(opened.channel, handle, guest, ask) => {}
                () = cut.cancelled() => {}
            }
            drop(place);
        });
        Ok(())
    }
}

fn size(columns: u32, rows: u32) -> Size {
    let small = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
    Size { columns: small(columns), rows: small(rows) }
}

/// Signatures over SHA-1 prove nothing any more.
fn is_weak(algorithm: &Algorithm) -> bool {
    matches!(algorithm, Algorithm::Rsa { hash: None } | Algorithm::Dsa)
}

impl<H: House> Handler for Visitor<H> {
    type Error = Error;

    async fn auth_publickey_offered(&mut self, user: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Error> {
        if is_weak(offer.algorithm) {
            return Ok(Auth::reject());
        }
        let fingerprint = crate::key::fingerprint(offer.public_key);
        Ok(match self.house.knows(self.from, user, &fingerprint).await {
            true => Auth::Accept,
            false => Auth::reject(),
        })
    }

    async fn auth_publickey(&mut self, user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Error> {
        if is_weak(key.algorithm) {
            return Ok(Auth::reject());
        }
        let fingerprint = crate::key::fingerprint(key.public_key);
        let guest = self.house.by_key(self.from, user, &fingerprint).await;
        Ok(self.welcome(guest))
    }

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, Error> {
        let guest = self.house.by_secret(self.from, user, password).await;
        Ok(self.welcome(guest))
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        match Arc::clone(&self.places).try_acquire_owned() {
            Ok(place) => {
                let opened = Opened { terminal: None, variables: Vec::new(), place, channel };
                self.opened.insert(opened.channel.id(), opened);
                reply.accept().await;
            }
            Err(_) => reply.reject(ChannelOpenFailure::ResourceShortage).await,
        }
        Ok(())
    }

    async fn channel_close(&mut self, id: ChannelId, _: &mut Session) -> Result<(), Error> {
        self.opened.remove(&id);
        Ok(())
    }

    /// Only to what listens on the job's own loopback.
    async fn channel_open_direct_tcpip(
        &mut self,
        channel: Channel<Msg>,
        host: &str,
        port: u32,
        _: &str,
        _: u32,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Error> {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let own = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|a| a.is_loopback());
        let (Some(guest), true, Ok(port)) = (self.guest.clone(), own, u16::try_from(port)) else {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        };
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        };
        let cut = self.cut.clone();
        tokio::spawn(async move {
            let ask = Ask { what: What::Port(port), terminal: None, variables: Vec::new() };
            match guest.enter(ask).await {
                Ok(stream) => {
                    reply.accept().await;
                    tokio::select! {
                        () = channel::port(channel, stream, guest.clone()) => {}
                        () = cut.cancelled() => {}
                    }
                }
                Err(_) => reply.reject(ChannelOpenFailure::ConnectFailed).await,
            }
            drop((place, guest));
        });
        Ok(())
    }

    async fn pty_request(
        &mut self,
        id: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Error> {
        match self.opened.get_mut(&id).filter(|_| term.len() <= LONGEST_WORD) {
            Some(opened) => {
                opened.terminal = Some(Terminal { name: term.into(), size: size(columns, rows) });
                session.channel_success(id)
            }
            None => session.channel_failure(id),
        }
    }

    async fn env_request(
        &mut self,
        id: ChannelId,
        name: &str,
        value: &str,
        session: &mut Session,
    ) -> Result<(), Error> {
        let fits = |opened: &&mut Opened| {
            opened.variables.len() < MOST_VARIABLES && name.len().max(value.len()) <= LONGEST_WORD
        };
        match self.opened.get_mut(&id).filter(fits) {
            Some(opened) => {
                // Which of them count is for the keeper to say.
                opened.variables.push((name.into(), value.into()));
                session.channel_success(id)
            }
            None => session.channel_failure(id),
        }
    }

    async fn shell_request(&mut self, id: ChannelId, session: &mut Session) -> Result<(), Error> {
        self.begin(id, What::Shell, session)
    }

    async fn exec_request(&mut self, id: ChannelId, data: &[u8], session: &mut Session) -> Result<(), Error> {
        self.begin(id, What::Command(data.to_vec()), session)
    }

    async fn subsystem_request(
        &mut self,
        id: ChannelId,
        name: &str,
        session: &mut Session,
    ) -> Result<(), Error> {
        match name {
            "sftp" => self.begin(id, What::Files, session),
            _ => session.channel_failure(id),
        }
    }
}

impl<H: House> Drop for Visitor<H> {
    fn drop(&mut self) {
        self.cut.cancel();
    }
}
