//! The keys of a provider, and what is signed with them.

use super::jws::{Key, Token};
use super::{Provider, claims};
use crate::Result;
use crate::error::{Distrust, IdentityError, Stage};
use crate::http::{Ask, Http};
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use url::Url;

pub(super) type Claims = Map<String, Value>;

/// Keys that are tried where a token does not say which one it is.
const MOST_TRIED: usize = 10;
const MOST_KEYS: usize = 100;
/// Between two times that an unknown key makes us ask anew.
const AGAIN: Duration = Duration::from_secs(5);

pub(super) struct Keys(Mutex<Held>);

struct Held {
    keys: Arc<Vec<Key>>,
    renewed: Option<Instant>,
}

impl Keys {
    pub async fn fetch(http: &Http, place: &Url) -> Result<Keys> {
        let keys = Arc::new(fetch(http, place).await?);
        Ok(Keys(Mutex::new(Held { keys, renewed: None })))
    }

    pub fn count(&self) -> usize {
        self.held().len()
    }

    fn held(&self) -> Arc<Vec<Key>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys.clone()
    }

    /// The claims of an ID token that this provider made for us, for the login with this nonce.
    pub async fn trusted(&self, provider: &Provider, text: &str, nonce: &str) -> Result<Claims> {
        let token = Token::read(text)?;
        let mut keys = self.held();
        if !keys.iter().any(|k| k.fits(&token)) && self.may_ask_again() {
            // Keys are changed now and then; the new one is known once it is used.
            keys = Arc::new(fetch(&provider.http, &provider.document.jwks_uri).await?);
            self.0.lock().unwrap_or_else(PoisonError::into_inner).keys = keys.clone();
        }
        if !keys.iter().any(|k| k.fits(&token)) {
            return Err(Distrust::UnknownKey.into());
        }
        let claims = token.claims(keys.iter().filter(|k| k.fits(&token)).take(MOST_TRIED))?;
        claims::check(&claims, provider, nonce)?;
        Ok(claims)
    }

    fn may_ask_again(&self) -> bool {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if held.renewed.is_some_and(|at| now.duration_since(at) < AGAIN) {
            return false;
        }
        held.renewed = Some(now);
        true
    }
}

async fn fetch(http: &Http, place: &Url) -> Result<Vec<Key>> {
    let found = http.send(place, Ask::default()).await?.object(Stage::Keys)?;
    let all = found.get("keys").and_then(Value::as_array);
    let all = all.ok_or_else(|| IdentityError::at(Stage::Keys, "the answer has no `keys`"))?;
    // One that is not understood is no reason not to use the others.
    let read = all.iter().take(MOST_KEYS).filter_map(|k| serde_json::from_value(k.clone()).ok());
    let keys: Vec<Key> = read.filter(Key::is_known).collect();
    if keys.is_empty() {
        return Err(IdentityError::at(Stage::Keys, "there is no key that we understand"));
    }
    Ok(keys)
}
