//! OpenID Connect, the code flow: the browser is sent to the provider with a challenge (PKCE, S256), a state and a
//! nonce, and comes back with a code; the code is turned into an ID token, whose signature and claims are checked.

mod claims;
mod discovery;
mod jws;
mod keys;
mod token;

pub use token::ClientCheck;

use crate::http::{Http, address};
use crate::{Profile, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use discovery::Document;
use keys::Keys;
use sha2::{Digest, Sha256};
use url::Url;

/// How a provider knows us, and what we ask of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OidcConfig {
    pub issuer: String,
    pub client_id: String,
    /// Empty for a client without one.
    pub client_secret: String,
    /// `openid` is always asked for.
    pub scopes: Vec<String>,
    /// The claim with the groups: its name, or the way to it with dots.
    pub group_claim: String,
    /// Certificates in PEM that are trusted beside the system's.
    pub ca_pem: String,
    /// Where the browser comes back.
    pub redirect_uri: String,
}

/// A provider, with what it says of itself.
pub struct Provider {
    config: OidcConfig,
    http: Http,
    document: Document,
    keys: Keys,
}

/// A login on its way: where the browser goes, and what only we know of it.
#[derive(Debug, Clone)]
pub struct Begun {
    pub url: String,
    pub state: String,
    pub secrets: Secrets,
}

#[derive(Debug, Clone)]
pub struct Secrets {
    nonce: String,
    verifier: String,
}

impl Provider {
    /// Asks the provider for its description and its keys.
    pub async fn discover(config: OidcConfig) -> Result<Provider> {
        let http = Http::new(&config.ca_pem).await?;
        let document = discovery::fetch(&http, &config.issuer).await?;
        let keys = Keys::fetch(&http, &document.jwks_uri).await?;
        Ok(Provider { config, http, document, keys })
    }

    pub fn issuer(&self) -> &str {
        &self.document.issuer
    }

    /// The provider says in its answers who it is (RFC 9207): one that does not say so is from another.
    pub fn tells_issuer(&self) -> bool {
        self.document.tells_issuer
    }

    pub fn keys(&self) -> usize {
        self.keys.count()
    }

    pub fn begin(&self) -> Result<Begun> {
        let (state, nonce, verifier) = (random()?, random()?, random()?);
        let mut scopes = vec!["openid"];
        scopes.extend(self.config.scopes.iter().map(String::as_str).filter(|s| *s != "openid"));
        let mut url = self.document.authorization_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", &self.config.redirect_uri)
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge(&verifier))
            .append_pair("code_challenge_method", "S256");
        Ok(Begun { url: url.into(), state, secrets: Secrets { nonce, verifier } })
    }

    /// Who came back with this code.
    pub async fn finish(&self, code: &str, secrets: &Secrets) -> Result<Profile> {
        let tokens = token::exchange(self, code, &secrets.verifier).await?;
        let claims = self.keys.trusted(self, &tokens.id_token, &secrets.nonce).await?;
        let more = match &tokens.access_token {
            Some(access) => token::userinfo(self, access, &claims).await?,
            None => serde_json::Map::new(),
        };
        claims::profile(&self.config, &self.document.issuer, &claims, &more)
    }

    /// Whether the provider knows our id and secret, found out with a code that is none.
    pub async fn check_client(&self) -> Result<ClientCheck> {
        token::check_client(self).await
    }
}

/// Whether this can be the address of an issuer.
pub fn check_issuer(text: &str) -> Result<()> {
    discovery::issuer(text).map(|_| ())
}

fn endpoint(text: &str) -> Result<Url> {
    address(text)
}

/// 256 bits.
fn random() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| crate::IdentityError::at(crate::Stage::Address, e))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_ne!(random().unwrap(), random().unwrap());
    }
}
