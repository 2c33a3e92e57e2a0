//! Secrets: how they are made, and what is kept of them.

use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What tokens begin with, so that people and scanners of source code know one when they see it.
pub const TOKEN_PREFIX: &str = "fovea_";

/// 256 bits from the system, in hexadecimal.
pub fn new_secret() -> ApiResult<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(ApiError::internal)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// Of a secret with so many random bits a plain hash tells nothing.
pub fn hash_secret(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Logins that wait for their turn; more are told to come back, so that a storm of them ends.
const MOST_WAITING: usize = 32;
const LONGEST_WAIT: Duration = Duration::from_secs(8);
/// After which somebody who was sent away should try again.
const COME_BACK_S: u64 = 3;

/// Hashes passwords with Argon2id, off the async threads, and few at a time: each takes 19 MB and a core.
#[derive(Debug, Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Passwords {
        // Half of the cores, so that a storm of logins leaves the rest for other requests.
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
        let places = Semaphore::new((cores / 2).clamp(1, 4));
        Passwords { places: Arc::new(places), waiting: Arc::new(Semaphore::new(MOST_WAITING)) }
    }
}

impl Passwords {
    pub async fn hash(&self, password: String) -> ApiResult<String> {
        self.run(move || hash_password(&password)).await?
    }

    /// Takes as long for a user that is not there (`None`), or has no password yet, as for one that is.
    pub async fn verify(&self, password: String, hash: Option<String>) -> ApiResult<bool> {
        let hash = hash.filter(|h| !h.is_empty());
        self.run(move || {
            let known = hash.is_some();
            let hash = match hash {
                Some(hash) => hash,
                None => nobodys_hash()?.to_string(),
            };
            let parsed = PasswordHash::new(&hash).map_err(ApiError::internal)?;
            Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok() && known)
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> ApiResult<T> {
        let waiting = self.waiting.clone().try_acquire_owned().map_err(|_| passwords_busy())?;
        let place = tokio::time::timeout(LONGEST_WAIT, self.places.clone().acquire_owned()).await;
        let place = place.map_err(|_| passwords_busy())?.map_err(ApiError::internal)?;
        drop(waiting);
        let task = tokio::task::spawn_blocking(move || {
            // Kept until the work is done, also where the client has gone.
            let _place = place;
            work()
        });
        Ok(task.await?)
    }
}

/// More want to log in than there is place for.
pub fn passwords_busy() -> ApiError {
    ApiError::from(Code::AuthBusy).with("wait_s", COME_BACK_S)
}

/// Blocks for some tens of milliseconds.
pub fn hash_password(password: &str) -> ApiResult<String> {
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).map_err(ApiError::internal)?;
    let salt = SaltString::encode_b64(&salt).map_err(ApiError::internal)?;
    let hash = hasher()?.hash_password(password.as_bytes(), &salt).map_err(ApiError::internal)?;
    Ok(hash.to_string())
}

/// 19 MB, two passes, as OWASP recommends.
fn hasher() -> ApiResult<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(ApiError::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn nobodys_hash() -> ApiResult<&'static str> {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(hash);
    }
    let hash = hash_password(&new_secret()?)?;
    Ok(HASH.get_or_init(|| hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let passwords = Passwords::default();
        let hash = passwords.hash("right".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("right".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("wrong".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("right".into(), None).await.unwrap());
        assert!(!passwords.verify(String::new(), Some(String::new())).await.unwrap());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_storm_is_sent_away_rather_than_piled_up() {
        let passwords = Passwords::default();
        let all = (0..MOST_WAITING * 3).map(|_| passwords.verify("x".into(), None));
        let done = futures_util::future::join_all(all).await;
        let busy = done.iter().filter(|d| d.as_ref().is_err_and(|e| e.code() == Code::AuthBusy)).count();
        assert!(busy >= MOST_WAITING, "{busy}");
        assert!(done.iter().any(Result::is_ok));
    }
}
