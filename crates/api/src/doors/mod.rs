//! Doors: the ways into running jobs, each under the name of a host of its own, so that to a browser what a job shows is another
//! site than the platform and than any other job. Who may come in is asked of the platform; then a link that works once brings the
//! browser to the door, which gives it a cookie of its own. How requests pass is the gateway's.

mod pass;
mod rights;
mod visit;

pub use rights::{Entry, entry, is_privileged};
pub use visit::{answer, divert, door};

use crate::app::{App, LOCAL_DOMAIN};
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::hashing::{hash_secret, new_secret};
use axum::http::{HeaderMap, header};
use fovea_domain::command::CommandSpec;
use fovea_domain::endpoint::{Endpoint, host_label, of_host_label};
use fovea_gateway::{Connect, Connecting, Proxy};
use fovea_jobs::{Engine, connect_endpoint};
use fovea_store::{Id, Job, Moment, Store, now};
use pass::Pass;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A link is good for so long.
pub const TICKET_MS: Moment = 60_000;
/// A visit is asked about anew after so long, by one of those who make it; the others go on meanwhile.
const BELIEVED: Duration = Duration::from_secs(1);
/// However long that takes, and whatever becomes of the one who does it.
const MOST_BELIEVED: Duration = Duration::from_secs(3);
/// A use is written down no more often.
const NOTED_EVERY_MS: Moment = 20_000;
/// Of what is remembered; beyond that all of it is found out again.
const MOST: usize = 10_000;

/// What a cookie is good for; without a pass for nothing.
struct Believed {
    found_out: Instant,
    /// Somebody finds it out anew since then.
    asked: Instant,
    pass: Option<Arc<Pass>>,
}

pub struct Doors {
    proxy: Proxy,
    tickets: Mutex<HashMap<Vec<u8>, Pass>>,
    /// By the hash of a cookie: what it is good for
    believed: Mutex<HashMap<Vec<u8>, Believed>>,
    used: Mutex<HashMap<(Id, String), Moment>>,
}

impl Doors {
    /// Within the async runtime.
    pub fn new(store: Store, engine: Engine) -> Doors {
        let known: Arc<Mutex<HashMap<String, Endpoint>>> = Arc::default();
        let connect: Connect = Arc::new(move |label: &str| -> Connecting {
            let (store, engine, known, label) =
                (store.clone(), engine.clone(), Arc::clone(&known), label.to_string());
            Box::pin(async move {
                let nowhere = || std::io::Error::from(std::io::ErrorKind::NotFound);
                let (name, job) =
                    of_host_label(&label).map(|(n, j)| (n.to_string(), Id::from(j))).ok_or_else(nowhere)?;
                let found = lock(&known).get(&label).cloned();
                let endpoint = match found {
                    Some(endpoint) => endpoint,
                    None => {
                        let row = store.job(job).await.map_err(|_| nowhere())?;
                        let endpoint =
                            endpoints(&row).into_iter().find(|e| e.name == name).ok_or_else(nowhere)?;
                        let mut known = lock(&known);
                        make_room(&mut known);
                        known.insert(label, endpoint.clone());
                        endpoint
                    }
                };
                connect_endpoint(&engine.folder(job), &endpoint).await
            })
        });
        Doors {
            proxy: Proxy::new(connect),
            tickets: Mutex::default(),
            believed: Mutex::default(),
            used: Mutex::default(),
        }
    }

    /// What was believed is asked about anew: somebody may no longer come in.
    pub fn forget(&self) {
        lock(&self.believed).clear();
    }

    /// A ticket for this pass.
    fn sell(&self, pass: Pass) -> ApiResult<String> {
        let secret = new_secret()?;
        let mut tickets = lock(&self.tickets);
        tickets.retain(|_, pass| pass.until > now());
        make_room(&mut tickets);
        tickets.insert(hash_secret(&secret), pass);
        Ok(secret)
    }

    /// Works once.
    fn redeem(&self, ticket: &str) -> Option<Pass> {
        lock(&self.tickets).remove(&hash_secret(ticket)).filter(|pass| pass.until > now())
    }

    /// Somebody does something there.
    pub fn used(&self, app: &App, job: Id, endpoint: &str) {
        let at = now();
        {
            let mut used = lock(&self.used);
            let key = (job, endpoint.to_string());
            if used.get(&key).is_some_and(|last| at - last < NOTED_EVERY_MS) {
                return;
            }
            make_room(&mut used);
            used.insert(key, at);
        }
        let (store, endpoint) = (app.store.clone(), endpoint.to_string());
        tokio::spawn(async move {
            if let Err(error) = store.note_endpoint_use(job, &endpoint, at).await {
                tracing::warn!(%job, %error, "the use of an endpoint could not be noted");
            }
        });
    }
}

fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn make_room<K, V>(map: &mut HashMap<K, V>) {
    if map.len() >= MOST {
        map.clear();
    }
}

/// Those of a job; none of one that is no command.
pub fn endpoints(job: &Job) -> Vec<Endpoint> {
    let spec: Result<CommandSpec, _> = serde_json::from_str(&job.spec);
    spec.map(|s| s.endpoints).unwrap_or_default()
}

/// The host that an endpoint has for itself, without a port.
pub fn host(app: &App, job: Id, endpoint: &str) -> String {
    format!("{}.{}", host_label(endpoint, job.into()), app.settings.domain())
}

/// A link that lets whoever has it in, once, in the name of the caller.
pub fn link(
    app: &App,
    headers: &HeaderMap,
    permit_of: (Id, crate::guard::By),
    job: Id,
    endpoint: &str,
) -> ApiResult<(String, Moment)> {
    let (user, by) = permit_of;
    let address = address(app, headers, job, endpoint)?;
    let until = now() + TICKET_MS;
    let pass = Pass::new(user, by, job, endpoint, until)?;
    let ticket = app.doors.sell(pass)?;
    Ok((format!("{}{}?ticket={ticket}", address.trim_end_matches('/'), visit::ENTER), until))
}

/// Where a browser finds it, once it was let in.
pub fn address(app: &App, headers: &HeaderMap, job: Id, endpoint: &str) -> ApiResult<String> {
    let (scheme, port) = (scheme(app), port(app, headers)?);
    Ok(format!("{scheme}://{}{port}/", host(app, job, endpoint)))
}

fn scheme(app: &App) -> &'static str {
    if app.settings.secure_cookie { "https" } else { "http" }
}

/// With its colon: as the settings say, else the one by which the caller reached us.
fn port(app: &App, headers: &HeaderMap) -> ApiResult<String> {
    if let Some((_, port)) = app.settings.gateway_domain.split_once(':') {
        return Ok(format!(":{port}"));
    }
    let asked = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (name, port) = split_host(asked);
    if app.settings.domain() == LOCAL_DOMAIN && !is_local(name) {
        return Err(ApiError::from(Code::EndpointNoHost).with("domain", LOCAL_DOMAIN));
    }
    Ok(port.map_or_else(String::new, |port| format!(":{port}")))
}

fn split_host(host: &str) -> (&str, Option<u16>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !name.is_empty() && !port.contains(']') => (name, port.parse().ok()),
        _ => (host, None),
    }
}

/// Whether a browser that used this name is on this machine, or at the end of a tunnel to it.
fn is_local(name: &str) -> bool {
    let plain = name.trim_start_matches('[').trim_end_matches(']');
    let local = plain.parse::<std::net::IpAddr>().is_ok_and(|a| a.is_loopback());
    // Without a name it is a program of this machine, or none that has a browser.
    local || name.is_empty() || plain == LOCAL_DOMAIN || plain.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_a_name_and_maybe_a_port() {
        assert_eq!(split_host("127.0.0.1:8585"), ("127.0.0.1", Some(8585)));
        assert_eq!(split_host("fovea.example.com"), ("fovea.example.com", None));
        assert_eq!(split_host("[::1]:8585"), ("[::1]", Some(8585)));
        assert_eq!(split_host("[::1]"), ("[::1]", None));
        for (name, local) in [
            ("127.0.0.1", true),
            ("localhost", true),
            ("[::1]", true),
            ("10.0.0.1", false),
            ("fovea.lan", false),
        ] {
            assert_eq!(is_local(name), local, "{name}");
        }
    }
}
