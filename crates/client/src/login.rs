//! Logging in: the server shows a short code in a browser, where its user says yes to it (after RFC 8628).

use crate::{Client, ClientError, Login, Logins, Result, ServerUrl};
use fovea_api::dto::{BegunDevice, DeviceCode, DeviceToken, NewDevice};
use std::path::Path;
use std::time::{Duration, Instant};

/// How much longer to wait each time the server asks for it (RFC 8628).
const SLOWER: Duration = Duration::from_secs(5);
/// A server that is away for a moment is no reason to give up.
const MOST_MISSES: u32 = 5;

/// What the user has to do.
pub struct Begun {
    client: Client,
    told: BegunDevice,
    began: Instant,
}

/// What came of asking once.
enum Waiting {
    /// Ask again after so long.
    For(Duration),
    Done(Login),
}

pub fn begin_login(server: ServerUrl, name: &str) -> Result<Begun> {
    let client = Client::new(server, None);
    let told = client.post("/device", &NewDevice { name: name.into() })?;
    Ok(Begun { client, told, began: Instant::now() })
}

impl Begun {
    /// The page to say yes on; it knows the code.
    pub fn link(&self) -> String {
        format!("{}{}", self.client.server(), self.told.verify_url)
    }

    /// What the page must show.
    pub fn code(&self) -> &str {
        &self.told.user_code
    }

    pub fn minutes(&self) -> u64 {
        self.told.expires_in_s.div_ceil(60)
    }

    /// Asks until somebody says yes or no, or the time is over. `pause` waits, and is false where the user wants to stop.
    pub fn wait(&self, mut pause: impl FnMut(Duration) -> bool) -> Result<Login> {
        let mut wait = Duration::from_secs(self.told.interval_s.max(1));
        let mut misses = 0;
        loop {
            if !pause(wait) {
                return Err(ClientError::LoginStopped);
            }
            match self.ask() {
                Ok(Waiting::Done(login)) => return Ok(login),
                Ok(Waiting::For(more)) => (wait, misses) = (wait + more, 0),
                Err(ClientError::Unreachable { .. }) if misses < MOST_MISSES => misses += 1,
                Err(e) => return Err(e),
            }
        }
    }

    fn ask(&self) -> Result<Waiting> {
        let code = DeviceCode { device_code: self.told.device_code.clone() };
        match self.client.post::<DeviceToken>("/device/token", &code) {
            Ok(told) => Ok(Waiting::Done(Login {
                server: self.client.server().to_string(),
                user: told.name,
                token: told.secret,
                token_id: told.token_id,
            })),
            Err(ClientError::Refused(refusal)) => match refusal.code.as_str() {
                "device.pending" => Ok(Waiting::For(Duration::ZERO)),
                "device.slow_down" => Ok(Waiting::For(SLOWER)),
                // The server does not tell one from the other, but this clock does.
                "device.ended" if self.began.elapsed().as_secs() + 1 >= self.told.expires_in_s => {
                    Err(ClientError::LoginExpired { minutes: self.minutes() })
                }
                "device.ended" => Err(ClientError::LoginRefused),
                _ => Err(ClientError::Refused(refusal)),
            },
            Err(e) => Err(e),
        }
    }
}

impl Login {
    /// Makes the token void on the server, then forgets it. One that is void already is forgotten as well.
    pub fn end(&self, folder: &Path) -> Result<()> {
        let server = ServerUrl::parse(&self.server)?;
        match self.revoke(server.clone()) {
            Err(ClientError::Refused(r)) if matches!(r.status, 401 | 404) => {}
            other => other?,
        }
        Logins::change(folder, |logins| logins.remove(&server))
    }

    pub fn revoke(&self, server: ServerUrl) -> Result<()> {
        Client::new(server, Some(self.token.clone())).delete(format!("/tokens/{}", self.token_id))
    }
}
