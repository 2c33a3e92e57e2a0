//! People whom somebody else knows: the settings of providers, logging in by them, and linking them to users.

mod config;
pub mod directory;
pub mod oidc;
pub mod own;
mod pending;
mod person;
pub mod providers;
pub mod test;
pub mod ways;

use fovea_identity::oidc::Provider;
use fovea_store::Id;
use pending::Pending;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{Mutex, Semaphore};

/// Names and passwords that directories are asked about at a time.
const MOST_ASKED: usize = 16;

/// What is kept between requests.
pub struct Identity {
    /// Logins whose browsers are with a provider.
    pending: Pending,
    known: Mutex<HashMap<Id, Known>>,
    directories: Semaphore,
}

/// What a provider says of itself.
struct Known {
    /// Of the setting
    revision: i64,
    asked: Instant,
    provider: Arc<Provider>,
}

impl Default for Identity {
    fn default() -> Identity {
        Identity {
            pending: Pending::default(),
            known: Mutex::default(),
            directories: Semaphore::new(MOST_ASKED),
        }
    }
}
