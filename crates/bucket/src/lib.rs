//! A bucket of an S3 server, to be read: what lies below a prefix, page by page, and objects as they come. Requests are signed by Signature
//! Version 4. Where the server is and with which key it is asked are the administrator's, never a user's; redirects are not followed.

mod list;
mod sign;
mod when;

pub use list::{Listing, Object};

use rustls::crypto::ring::default_provider;
use std::fmt;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ureq::http::{Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy};

const TO_CONNECT: Duration = Duration::from_secs(10);
const MOST_SILENCE: Duration = Duration::from_secs(60);
/// Of a list; a thousand keys of a thousand bytes, written as long as they can be, are half of it.
const MOST_LIST_BYTES: u64 = 8 << 20;
const MOST_TOLD_BYTES: u64 = 64 << 10;
/// What a server gives at a time.
const MOST_KEYS: u32 = 1000;
const MOST_KEY_BYTES: usize = 1024;

#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    /// What the administrator gave cannot be used.
    #[error("{0}")]
    Setting(String),
    #[error("there is no such object")]
    NotFound,
    /// The key may not do this, or is wrong.
    #[error("the server refuses: {0}")]
    Refused(String),
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    #[error("the server answers something else than S3 does: {0}")]
    Strange(String),
}

pub type Result<T> = std::result::Result<T, BucketError>;

/// With which a server is asked.
#[derive(Clone)]
pub struct Access {
    pub key_id: String,
    pub secret: String,
    /// Of a key for a while
    pub session: Option<String>,
}

/// Never told, not even in a log.
impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Access")
    }
}

/// A server, and with which key it is asked.
#[derive(Debug, Clone)]
pub struct Server {
    scheme: String,
    /// With its port, where that is another than usual
    host: String,
    region: String,
    access: Access,
}

impl Server {
    /// `endpoint`: `https://host` or `http://host`, perhaps with a port; left out, Amazon's of the region.
    pub fn new(endpoint: Option<&str>, region: &str, access: Access) -> Result<Server> {
        let plain =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !plain(region) {
            return Err(BucketError::Setting(format!("{region:?} is no region")));
        }
        if access.key_id.is_empty() || access.secret.is_empty() {
            return Err(BucketError::Setting("there is no key to ask it with".into()));
        }
        let amazon = match region.starts_with("cn-") {
            true => format!("https://s3.{region}.amazonaws.com.cn"),
            false => format!("https://s3.{region}.amazonaws.com"),
        };
        let endpoint = endpoint.unwrap_or(&amazon).trim_end_matches('/');
        let wrong =
            || BucketError::Setting(format!("{endpoint:?} is no address such as https://s3.example.com"));
        let (scheme, host) = endpoint.split_once("://").ok_or_else(wrong)?;
        let fits = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if !matches!(scheme, "http" | "https") || host.is_empty() || !host.chars().all(fits) {
            return Err(wrong());
        }
        let usual = if scheme == "https" { ":443" } else { ":80" };
        let host = host.strip_suffix(usual).unwrap_or(host).to_ascii_lowercase();
        Ok(Server { scheme: scheme.into(), host, region: region.into(), access })
    }

    fn is_this_machine(&self) -> bool {
        let host = self.host.rsplit_once(':').map_or(self.host.as_str(), |(host, _)| host);
        matches!(host, "localhost" | "[::1]") || host.starts_with("127.")
    }
}

/// What lies below a prefix of a bucket. Cheap to clone. All calls block.
#[derive(Clone)]
pub struct Bucket {
    server: Arc<Server>,
    agent: Agent,
    name: String,
    /// Empty, or with a slash at its end
    prefix: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.name, self.prefix)
    }
}

/// An object as it comes.
pub struct Opened {
    pub bytes: u64,
    pub body: Box<dyn Read + Send>,
}

impl Bucket {
    /// `address`: `s3://bucket` or `s3://bucket/prefix`.
    pub fn new(server: Server, address: &str) -> Result<Bucket> {
        let wrong = || BucketError::Setting(format!("{address:?} is no bucket such as s3://name/prefix"));
        let rest = address.strip_prefix("s3://").ok_or_else(wrong)?;
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
        if !(3..=63).contains(&name.len()) || !name.chars().all(fits) || name.contains("..") {
            return Err(wrong());
        }
        let prefix = prefix.trim_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        if !is_way(prefix.trim_end_matches('/')) {
            return Err(wrong());
        }
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(default_provider()));
        // What stays within the machine goes by no proxy.
        let proxy = if server.is_this_machine() { None } else { Proxy::try_from_env() };
        let agent = Agent::config_builder()
            .tls_config(tls.build())
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("fovea/", env!("CARGO_PKG_VERSION")))
            // As it lies there, or its bytes could not be counted.
            .accept_encoding("identity")
            .timeout_resolve(Some(TO_CONNECT))
            .timeout_connect(Some(TO_CONNECT))
            .timeout_per_read(Some(MOST_SILENCE))
            .build()
            .new_agent();
        Ok(Bucket { server: Arc::new(server), agent, name: name.into(), prefix })
    }

    /// A page of what lies below a way: all of it, or as a folder, in which what lies deeper is told by the folder it lies in.
    pub fn list(&self, way: &str, as_folder: bool, next: Option<&str>, most: u32) -> Result<Listing> {
        self.page(&self.below(way)?, as_folder, next, most)
    }

    /// What has this way: `Some(true)` where it is an object, `Some(false)` where it is a folder.
    pub fn is_object(&self, way: &str) -> Result<Option<bool>> {
        if !way.is_empty() {
            let key = format!("{}{way}", self.prefix);
            // What sorts first behind a prefix is the key that is just it.
            let found = self.page(&key, true, None, 1)?;
            if found.objects.iter().any(|object| object.key == key) {
                return Ok(Some(true));
            }
        }
        // The first may be what stands for the folder itself.
        let found = self.page(&self.below(way)?, false, None, 2)?;
        Ok((!found.objects.is_empty()).then_some(false))
    }

    /// The object of just this way.
    pub fn one(&self, way: &str) -> Result<Object> {
        let key = format!("{}{way}", self.prefix);
        let found = self.page(&key, true, None, 1)?;
        found.objects.into_iter().find(|object| object.key == key).ok_or(BucketError::NotFound)
    }

    /// The object of this key, as [`Object::key`] tells it.
    pub fn open(&self, key: &str) -> Result<Opened> {
        let mut response = self.ask(&format!("/{}/{}", self.name, sign::encoded(key, true)), &[])?;
        if response.status().as_u16() != 200 {
            return Err(refusal(&mut response));
        }
        let bytes =
            response.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
        let bytes = bytes.ok_or_else(|| BucketError::Strange("an object without a length".into()))?;
        let body = response.into_body().into_with_config().limit(u64::MAX).reader();
        Ok(Opened { bytes, body: Box::new(body) })
    }

    /// The way of an object from here.
    pub fn way<'a>(&self, key: &'a str) -> Option<&'a str> {
        key.strip_prefix(&self.prefix).filter(|way| !way.is_empty())
    }

    fn below(&self, way: &str) -> Result<String> {
        match is_way(way) {
            true if way.is_empty() => Ok(self.prefix.clone()),
            true => Ok(format!("{}{way}/", self.prefix)),
            false => Err(BucketError::NotFound),
        }
    }

    fn page(&self, prefix: &str, as_folder: bool, next: Option<&str>, most: u32) -> Result<Listing> {
        let most = most.clamp(1, MOST_KEYS).to_string();
        let mut query = vec![
            ("encoding-type", "url"),
            ("list-type", "2"),
            ("max-keys", most.as_str()),
            ("prefix", prefix),
        ];
        query.extend(next.map(|token| ("continuation-token", token)));
        query.extend(as_folder.then_some(("delimiter", "/")));
        let mut response = self.ask(&format!("/{}", self.name), &query)?;
        if response.status().as_u16() != 200 {
            return Err(refusal(&mut response));
        }
        let text = response.body_mut().with_config().limit(MOST_LIST_BYTES).read_to_string();
        list::parse(&text.map_err(|e| unreachable(&e))?, prefix)
    }

    fn ask(&self, path: &str, query: &[(&str, &str)]) -> Result<Response<Body>> {
        let signed = sign::sign(&self.server, path, query, SystemTime::now());
        let Server { scheme, host, .. } = &*self.server;
        let mark = if signed.query.is_empty() { "" } else { "?" };
        let mut request = self.agent.get(format!("{scheme}://{host}{path}{mark}{}", signed.query));
        for (name, value) in &signed.headers {
            request = request.header(*name, value.as_str());
        }
        request.call().map_err(|e| unreachable(&e))
    }
}

/// Names with `/` between them, and none that leads elsewhere. Nothing at all is the bucket, or its prefix.
pub fn is_way(way: &str) -> bool {
    let sound =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.chars().any(char::is_control);
    way.is_empty() || (way.len() <= MOST_KEY_BYTES && way.split('/').all(sound))
}

fn unreachable(error: &ureq::Error) -> BucketError {
    BucketError::Unreachable(match error {
        ureq::Error::Io(e) => e.to_string(),
        ureq::Error::HostNotFound => "there is no host of this name".into(),
        ureq::Error::Timeout(_) => "it does not answer in time".into(),
        other => other.to_string(),
    })
}

/// By what the server says of it.
fn refusal(response: &mut Response<Body>) -> BucketError {
    let status = response.status().as_u16();
    let text = response.body_mut().with_config().limit(MOST_TOLD_BYTES).read_to_string().unwrap_or_default();
    let code = list::error_code(&text).unwrap_or_default();
    match status {
        404 if code == "NoSuchBucket" => BucketError::Refused(code),
        404 => BucketError::NotFound,
        300..=399 => {
            BucketError::Refused(format!("{status} {code}, it sends elsewhere; is the region right?"))
        }
        400..=499 => BucketError::Refused(format!("{status} {code}")),
        _ => BucketError::Unreachable(format!("{status} {code}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access() -> Access {
        Access { key_id: "id".into(), secret: "secret".into(), session: None }
    }

    #[test]
    fn only_addresses_of_servers_and_buckets_are_taken() {
        for good in ["https://s3.example.com", "http://127.0.0.1:9000/", "https://[::1]:9000"] {
            assert!(Server::new(Some(good), "us-east-1", access()).is_ok(), "{good}");
        }
        for bad in ["s3.example.com", "ftp://a", "https://", "https://a/b", "https://a:b@c", "https://a?b"] {
            assert!(Server::new(Some(bad), "us-east-1", access()).is_err(), "{bad}");
        }
        assert!(Server::new(None, "a/b", access()).is_err());
        let none = Access { secret: String::new(), ..access() };
        assert!(Server::new(None, "us-east-1", none).is_err());
        let server = Server::new(None, "cn-north-1", access()).unwrap();
        assert_eq!(server.host, "s3.cn-north-1.amazonaws.com.cn");
        for bad in
            ["bucket", "s3://", "s3://ab", "s3://Upper", "s3://a..b", "s3://name/../other", "s3://name/a//b"]
        {
            assert!(Bucket::new(server.clone(), bad).is_err(), "{bad}");
        }
        let bucket = Bucket::new(server, "s3://name/2026/线/").unwrap();
        assert_eq!(bucket.prefix, "2026/线/");
        assert_eq!((bucket.way("2026/线/a/b.jpg"), bucket.way("2026/other")), (Some("a/b.jpg"), None));
    }

    #[test]
    fn no_way_leads_elsewhere() {
        for bad in ["..", "a/..", "/a", "a/", "a//b", "./a", "a\nb"] {
            assert!(!is_way(bad), "{bad:?}");
        }
        assert!(is_way("") && is_way("螺丝 1/a.b"));
    }

    #[test]
    fn a_key_is_told_by_nothing() {
        let server = Server::new(None, "us-east-1", access()).unwrap();
        let told = format!("{server:?} {:?}", Bucket::new(server.clone(), "s3://name").unwrap());
        assert!(!told.contains("secret") && told.contains("s3://name"), "{told}");
    }
}
