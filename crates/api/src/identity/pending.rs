//! Logins whose browsers are with a provider. Kept in memory: whoever is on the way while the server starts anew
//! begins again.

use fovea_identity::oidc::Secrets;
use fovea_store::Id;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

pub const LASTS: Duration = Duration::from_secs(10 * 60);
/// Beginning costs nothing, so nobody may fill the memory by it: the oldest give way.
const MOST: usize = 10_000;

#[derive(Debug, Clone)]
pub struct Waiting {
    pub provider: Id,
    /// Of the setting: one that was changed meanwhile may be another's.
    pub revision: i64,
    pub secrets: Secrets,
    /// The hash of what only this browser has.
    pub browser: Vec<u8>,
    pub purpose: Purpose,
    pub begun: Instant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// To come in, and go on to this page.
    LogIn { return_to: String },
    /// To link whoever comes back to the user of this session.
    Link { user: Id },
}

/// By the hash of their state.
#[derive(Default)]
pub struct Pending(Mutex<HashMap<Vec<u8>, Waiting>>);

impl Pending {
    pub fn put(&self, state_hash: Vec<u8>, waiting: Waiting) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = waiting.begun;
        if all.len() >= MOST {
            all.retain(|_, w| now.duration_since(w.begun) < LASTS);
        }
        if all.len() >= MOST {
            let mut times: Vec<Instant> = all.values().map(|w| w.begun).collect();
            times.sort();
            let middle = times.get(times.len() / 2).copied().unwrap_or(now);
            all.retain(|_, w| w.begun > middle);
        }
        all.insert(state_hash, waiting);
    }

    /// Once: the same state again finds nothing.
    pub fn take(&self, state_hash: &[u8], now: Instant) -> Option<Waiting> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(state_hash).filter(|w| now.duration_since(w.begun) < LASTS)
    }
}
