//! Signed tokens (RFC 7515) and the keys they are signed with (RFC 7517). The arithmetic is that of `ring`, which does
//! it for TLS too. Only signatures with a public key count: what a secret of ours could sign, or what is not signed at
//! all, nobody can be believed for.

use super::keys::Claims;
use crate::error::Distrust;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

/// Larger tokens are none.
const MOST_BYTES: usize = 64 << 10;

#[derive(Clone, Copy)]
enum Algorithm {
    Rsa(&'static signature::RsaParameters),
    Curve(&'static str, &'static signature::EcdsaVerificationAlgorithm),
    Edwards,
}

fn algorithm(name: &str) -> Option<Algorithm> {
    Some(match name {
        // Of 2048 bits at least.
        "RS256" => Algorithm::Rsa(&signature::RSA_PKCS1_2048_8192_SHA256),
        "RS384" => Algorithm::Rsa(&signature::RSA_PKCS1_2048_8192_SHA384),
        "RS512" => Algorithm::Rsa(&signature::RSA_PKCS1_2048_8192_SHA512),
        "PS256" => Algorithm::Rsa(&signature::RSA_PSS_2048_8192_SHA256),
        "PS384" => Algorithm::Rsa(&signature::RSA_PSS_2048_8192_SHA384),
        "PS512" => Algorithm::Rsa(&signature::RSA_PSS_2048_8192_SHA512),
        "ES256" => Algorithm::Curve("P-256", &signature::ECDSA_P256_SHA256_FIXED),
        "ES384" => Algorithm::Curve("P-384", &signature::ECDSA_P384_SHA384_FIXED),
        "EdDSA" => Algorithm::Edwards,
        _ => return None,
    })
}

/// A public key as providers publish it. Others than these are none of ours.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Key {
    pub fn is_known(&self) -> bool {
        matches!(self.kty.as_str(), "RSA" | "EC" | "OKP")
    }

    /// Whether the token may be signed with this key.
    pub fn fits(&self, token: &Token) -> bool {
        let kind = match token.algorithm {
            Algorithm::Rsa(_) => self.kty == "RSA",
            Algorithm::Curve(name, _) => self.kty == "EC" && self.crv.as_deref() == Some(name),
            Algorithm::Edwards => self.kty == "OKP" && self.crv.as_deref() == Some("Ed25519"),
        };
        let named = token.head.kid.is_none() || self.kid == token.head.kid;
        let signs = self.usage.as_deref().is_none_or(|u| u == "sig");
        kind && named && signs && self.alg.as_ref().is_none_or(|a| *a == token.head.alg)
    }

    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Option<()> {
        let part = |text: &Option<String>| bytes(text.as_deref()?);
        let done = match algorithm {
            Algorithm::Rsa(parameters) => {
                let (n, e) = (part(&self.n)?, part(&self.e)?);
                RsaPublicKeyComponents { n, e }.verify(parameters, message, signature)
            }
            Algorithm::Curve(_, parameters) => {
                let point = [vec![4], part(&self.x)?, part(&self.y)?].concat();
                UnparsedPublicKey::new(parameters, point).verify(message, signature)
            }
            Algorithm::Edwards => {
                UnparsedPublicKey::new(&signature::ED25519, part(&self.x)?).verify(message, signature)
            }
        };
        done.ok()
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[derive(Debug, Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    /// What must be understood beyond the standard; we understand none of it.
    crit: Option<serde_json::Value>,
}

/// A token that says which algorithm and key it is signed with, and is not believed yet.
pub(super) struct Token<'a> {
    head: Head,
    algorithm: Algorithm,
    message: &'a str,
    claims: &'a str,
    signature: Vec<u8>,
}

impl Token<'_> {
    pub fn read(text: &str) -> Result<Token<'_>, Distrust> {
        let malformed = Distrust::Malformed;
        if text.len() > MOST_BYTES {
            return Err(malformed);
        }
        let (message, signature) = text.rsplit_once('.').ok_or(malformed)?;
        let (head, claims) = message.split_once('.').ok_or(malformed)?;
        let head = bytes(head).and_then(|h| serde_json::from_slice::<Head>(&h).ok()).ok_or(malformed)?;
        if head.crit.is_some() || claims.contains('.') {
            return Err(malformed);
        }
        let algorithm = algorithm(&head.alg).ok_or(Distrust::Algorithm)?;
        let signature = bytes(signature).ok_or(malformed)?;
        Ok(Token { head, algorithm, message, claims, signature })
    }

    /// What it says, where one of these keys has signed it.
    pub fn claims<'k>(&self, mut keys: impl Iterator<Item = &'k Key>) -> Result<Claims, Distrust> {
        let signed =
            |key: &Key| key.verify(self.algorithm, self.message.as_bytes(), &self.signature).is_some();
        if !keys.any(signed) {
            return Err(Distrust::Signature);
        }
        let claims = bytes(self.claims).ok_or(Distrust::Malformed)?;
        serde_json::from_slice(&claims).map_err(|_| Distrust::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
    use serde_json::json;

    fn text(value: serde_json::Value) -> String {
        URL_SAFE_NO_PAD.encode(value.to_string())
    }

    struct Signer(EcdsaKeyPair);

    impl Signer {
        fn new() -> Signer {
            let (kind, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
            let document = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
            Signer(EcdsaKeyPair::from_pkcs8(kind, document.as_ref(), &random).unwrap())
        }

        fn key(&self, kid: &str) -> Key {
            let point = self.0.public_key().as_ref();
            let part = |at: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[at]);
            let key = json!({"kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": part(1..33), "y": part(33..65)});
            serde_json::from_value(key).unwrap()
        }

        fn token(&self, head: serde_json::Value) -> String {
            let message = format!("{}.{}", text(head), text(json!({"sub": "eve"})));
            let signature = self.0.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
            format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
        }
    }

    fn read(token: &str, keys: &[Key]) -> Result<Claims, Distrust> {
        let token = Token::read(token)?;
        let mut fit = keys.iter().filter(|k| k.fits(&token)).peekable();
        if fit.peek().is_none() {
            return Err(Distrust::UnknownKey);
        }
        token.claims(fit)
    }

    #[test]
    fn only_what_a_known_key_signed_is_read() {
        let (ours, theirs) = (Signer::new(), Signer::new());
        let keys = [ours.key("a"), theirs.key("b")];
        let good = ours.token(json!({"alg": "ES256", "kid": "a"}));
        assert_eq!(read(&good, &keys).unwrap()["sub"], "eve");
        assert!(read(&ours.token(json!({"alg": "ES256"})), &keys).is_ok());
        let why = |token: &str| read(token, &keys).unwrap_err();
        assert_eq!(why(&ours.token(json!({"alg": "ES256", "kid": "b"}))), Distrust::Signature);
        assert_eq!(why(&ours.token(json!({"alg": "ES256", "kid": "c"}))), Distrust::UnknownKey);
        assert_eq!(why(&ours.token(json!({"alg": "RS256", "kid": "a"}))), Distrust::UnknownKey);
        for alg in ["none", "None", "HS256", "ES512", ""] {
            assert_eq!(why(&ours.token(json!({"alg": alg, "kid": "a"}))), Distrust::Algorithm, "{alg}");
        }
        assert_eq!(why(&ours.token(json!({"alg": "ES256", "crit": ["x"]}))), Distrust::Malformed);
        let parts: Vec<&str> = good.split('.').collect();
        let other = format!("{}.{}.{}", parts[0], text(json!({"sub": "ada"})), parts[2]);
        assert_eq!(why(&other), Distrust::Signature);
        for bad in ["", ".", "..", "a.b", "a.b.c.d", &good[1..], &good.repeat(200)] {
            assert_eq!(why(bad), Distrust::Malformed, "{bad}");
        }
    }
}
