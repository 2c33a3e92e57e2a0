use crate::{Chosen, ClientError, Query, Refusal, Result, ServerUrl};
use fovea_api::{BASE, List};
use rustls::crypto::ring::default_provider;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;
use ureq::http::{Request, Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, AsSendBody, Body, Proxy};

const TO_CONNECT: Duration = Duration::from_secs(10);
/// Of silence: a server that reads the labels of a large import says nothing for a while.
const MOST_SILENCE: Duration = Duration::from_secs(900);
/// Of a line of events, which says every ten seconds that it is there.
const MOST_SILENCE_OF_EVENTS: Duration = Duration::from_secs(30);
/// Of an answer that is taken as a whole.
const MOST_BYTES: u64 = 256 << 20;
/// Of a page of a list.
const MOST_ROWS: u64 = 200;
const JSON: &str = "application/json";

/// One server, asked in the name of one token.
pub struct Client {
    agent: Agent,
    server: ServerUrl,
    token: Option<String>,
}

/// Rows of a list, perhaps not all.
#[derive(Debug, Serialize)]
pub struct Found<T> {
    pub items: Vec<T>,
    /// Rows of the whole list
    pub total: u64,
}

impl Client {
    /// Asks nothing yet. Without a token only what is open to anyone is answered.
    pub fn new(server: ServerUrl, token: Option<String>) -> Client {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(default_provider()));
        // What stays within the machine goes by no proxy.
        let proxy = if server.is_loopback() { None } else { Proxy::try_from_env() };
        let agent = Agent::config_builder()
            .tls_config(tls.build())
            .proxy(proxy)
            .http_status_as_error(false)
            // Followed, a redirect could carry the token elsewhere.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("fovea/", env!("CARGO_PKG_VERSION")))
            .timeout_resolve(Some(TO_CONNECT))
            .timeout_connect(Some(TO_CONNECT))
            .timeout_per_read(Some(MOST_SILENCE))
            .build()
            .new_agent();
        Client { agent, server, token }
    }

    pub fn of(chosen: &Chosen) -> Result<Client> {
        match &chosen.token {
            Some(token) => Ok(Client::new(chosen.server.clone(), Some(token.clone()))),
            None => Err(ClientError::NotLoggedIn { server: chosen.server.clone() }),
        }
    }

    pub fn server(&self) -> &ServerUrl {
        &self.server
    }

    pub fn get<T: DeserializeOwned>(&self, path: impl Display) -> Result<T> {
        self.json(self.send("GET", &path, &[], ())?)
    }

    pub fn post<T: DeserializeOwned>(&self, path: impl Display, body: &impl Serialize) -> Result<T> {
        self.json(self.post_raw(path, body)?)
    }

    /// Where nothing is answered but that it was done.
    pub fn tell(&self, path: impl Display, body: &impl Serialize) -> Result<()> {
        self.post_raw(path, body).map(|_| ())
    }

    /// The same of what is put in the place of something.
    pub fn put(&self, path: impl Display, body: &impl Serialize) -> Result<()> {
        let kind = [(header::CONTENT_TYPE.as_str(), JSON)];
        self.send("PUT", &path, &kind, self.written(body)?).map(|_| ())
    }

    pub(crate) fn post_raw(&self, path: impl Display, body: &impl Serialize) -> Result<Response<Body>> {
        self.send("POST", &path, &[(header::CONTENT_TYPE.as_str(), JSON)], self.written(body)?)
    }

    /// Changes what was read at this revision.
    pub fn patch<T: DeserializeOwned>(
        &self,
        path: impl Display,
        revision: i64,
        body: &impl Serialize,
    ) -> Result<T> {
        let revision = format!("\"{revision}\"");
        let headers = [(header::CONTENT_TYPE.as_str(), JSON), (header::IF_MATCH.as_str(), revision.as_str())];
        self.json(self.send("PATCH", &path, &headers, self.written(body)?)?)
    }

    pub fn delete(&self, path: impl Display) -> Result<()> {
        self.send("DELETE", &path, &[], ()).map(|_| ())
    }

    /// Sends bytes or a file as they are.
    pub fn give<T: DeserializeOwned>(
        &self,
        method: &str,
        path: impl Display,
        headers: &[(&str, &str)],
        body: impl AsSendBody,
    ) -> Result<T> {
        self.json(self.send(method, &path, headers, body)?)
    }

    /// The first rows of a list, page by page.
    pub fn list<T: DeserializeOwned>(&self, path: &Query, most: u64) -> Result<Found<T>> {
        let mut found = Found { items: Vec::new(), total: 0 };
        let mut cursor = None;
        loop {
            let left = most.saturating_sub(found.items.len() as u64);
            let query = path.clone().and("limit", left.clamp(1, MOST_ROWS)).maybe("cursor", cursor.take());
            let page: List<T> = self.get(query)?;
            (found.total, cursor) = (page.total, page.next);
            found.items.extend(page.items.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)));
            if cursor.is_none() || found.items.len() as u64 >= most {
                return Ok(found);
            }
        }
    }

    /// An answer of any length, to be read as it comes.
    pub(crate) fn stream(&self, path: impl Display) -> Result<Response<Body>> {
        self.send("GET", &path, &[], ())
    }

    /// An answer that goes on for as long as somebody listens.
    pub(crate) fn listen(&self, path: impl Display, last: Option<&str>) -> Result<Response<Body>> {
        let headers: Vec<(&str, &str)> = last.map(|id| ("last-event-id", id)).into_iter().collect();
        self.send_within(MOST_SILENCE_OF_EVENTS, "GET", &path, &headers, ())
    }

    /// Sends a request; an answer that is no success is an error.
    fn send(
        &self,
        method: &str,
        path: &dyn Display,
        headers: &[(&str, &str)],
        body: impl AsSendBody,
    ) -> Result<Response<Body>> {
        self.send_within(MOST_SILENCE, method, path, headers, body)
    }

    fn send_within(
        &self,
        silence: Duration,
        method: &str,
        path: &dyn Display,
        headers: &[(&str, &str)],
        body: impl AsSendBody,
    ) -> Result<Response<Body>> {
        let mut request = Request::builder().method(method).uri(format!("{}{BASE}{path}", self.server));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(body).map_err(|e| self.strange(&e))?;
        let request = self.agent.configure_request(request).timeout_per_read(Some(silence)).build();
        let response = self.agent.run(request).map_err(|e| self.unreachable(&e))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        if status.is_redirection() {
            let to = response.headers().get(header::LOCATION).and_then(|v| v.to_str().ok());
            let to = to.unwrap_or("it does not say which").to_string();
            return Err(ClientError::Redirected { server: self.server.clone(), to });
        }
        Err(self.refusal(response))
    }

    fn refusal(&self, mut response: Response<Body>) -> ClientError {
        let status = response.status();
        let text = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        match text.ok().and_then(|t| serde_json::from_slice::<Refusal>(&t).ok()) {
            Some(refusal) => ClientError::Refused(refusal),
            None => self.strange(&format!("status {status} without a reason")),
        }
    }

    fn json<T: DeserializeOwned>(&self, mut response: Response<Body>) -> Result<T> {
        let text = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let text = text.map_err(|e| self.unreachable(&e))?;
        serde_json::from_slice(&text).map_err(|e| self.strange(&e))
    }

    fn written(&self, body: &impl Serialize) -> Result<Vec<u8>> {
        serde_json::to_vec(body).map_err(|e| self.strange(&e))
    }

    fn strange(&self, why: &dyn Display) -> ClientError {
        ClientError::Strange { server: self.server.clone(), why: why.to_string() }
    }

    pub(crate) fn unreachable(&self, error: &ureq::Error) -> ClientError {
        let why = match error {
            ureq::Error::Io(e) => e.to_string(),
            ureq::Error::HostNotFound => "there is no host of this name".into(),
            ureq::Error::Timeout(_) => "it does not answer in time".into(),
            other => other.to_string(),
        };
        ClientError::Unreachable { server: self.server.clone(), why }
    }
}
