//! One request on a connection of its own. Redirects are not followed: an answer from somewhere else is none.

use crate::error::{IdentityError, Stage};
use crate::reach::{connect, is_this_machine};
use crate::{Result, tls};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use url::{Position, Url};

const WHOLE: Duration = Duration::from_secs(10);
const MOST_BYTES: usize = 1 << 20;
const MOST_HEAD_BYTES: usize = 64 << 10;

#[derive(Clone)]
pub(crate) struct Http {
    tls: Arc<ClientConfig>,
}

#[derive(Default)]
pub(crate) struct Ask<'a> {
    /// A form to be sent; without it is only asked.
    pub form: Option<String>,
    pub authorization: Option<&'a str>,
}

pub(crate) struct Reply {
    pub status: u16,
    pub body: Bytes,
}

/// `https`, or `http` on this machine.
pub(crate) fn address(text: &str) -> Result<Url> {
    let wrong = |why: &str| IdentityError::at(Stage::Address, format!("{text}: {why}"));
    let url = Url::parse(text).map_err(|e| wrong(&e.to_string()))?;
    if url.host_str().is_none_or(str::is_empty) || !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("an address has a host, and no user or password in it"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_this_machine(&url) => Ok(url),
        "http" => Err(wrong("http is only for this machine; use https")),
        _ => Err(wrong("only https is taken")),
    }
}

/// How browsers reach a server: `https://host` or `http://host`, perhaps with a port, and nothing behind.
pub fn origin(text: &str) -> Result<String> {
    let wrong = || {
        IdentityError::at(Stage::Address, format!("{text}: https://host is wanted, and nothing behind it"))
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let bare =
        url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if !bare || !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(wrong());
    }
    Ok(url.origin().ascii_serialization())
}

impl Http {
    pub async fn new(extra_pem: &str) -> Result<Http> {
        Ok(Http { tls: tls::config(extra_pem).await? })
    }

    pub async fn send(&self, url: &Url, ask: Ask<'_>) -> Result<Reply> {
        let done = timeout(WHOLE, self.exchange(url, ask)).await;
        done.map_err(|_| {
            IdentityError::at(Stage::Connect, format!("no answer within {} s", WHOLE.as_secs()))
        })?
    }

    async fn exchange(&self, url: &Url, ask: Ask<'_>) -> Result<Reply> {
        let request = request(url, ask)?;
        let plain = url.scheme() == "http";
        let stream = connect(url, if plain { 80 } else { 443 }, plain).await?;
        if plain {
            return over(stream, request).await;
        }
        let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_string()).map_err(|e| IdentityError::at(Stage::Tls, e))?;
        let stream = TlsConnector::from(self.tls.clone()).connect(name, stream).await;
        over(stream.map_err(|e| IdentityError::at(Stage::Tls, e))?, request).await
    }
}

fn request(url: &Url, ask: Ask<'_>) -> Result<Request<Full<Bytes>>> {
    let method = if ask.form.is_some() { Method::POST } else { Method::GET };
    let mut builder = Request::builder()
        .method(method)
        .uri(&url[Position::BeforePath..Position::AfterQuery])
        .header(HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, concat!("fovea/", env!("CARGO_PKG_VERSION")));
    if let Some(authorization) = ask.authorization {
        builder = builder.header(AUTHORIZATION, authorization);
    }
    if ask.form.is_some() {
        builder = builder.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    let body = Full::new(Bytes::from(ask.form.unwrap_or_default()));
    builder.body(body).map_err(|e| IdentityError::at(Stage::Address, e))
}

async fn over<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Reply>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let broken = |e: hyper::Error| IdentityError::at(Stage::Connect, e);
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(MOST_HEAD_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let ask = async move {
        let response = sender.send_request(request).await.map_err(broken)?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), MOST_BYTES).collect().await;
        let body = body.map_err(|e| IdentityError::at(Stage::Connect, e))?.to_bytes();
        Ok(Reply { status, body })
    };
    tokio::pin!(connection);
    tokio::pin!(ask);
    // Driven here and not by a task of its own: what is given up takes its connection with it.
    tokio::select! {
        done = &mut ask => done,
        end = &mut connection => match end {
            Ok(()) => ask.await,
            Err(error) => Err(broken(error)),
        },
    }
}

impl Reply {
    /// The body, where it is a JSON object that came with 200.
    pub fn object(&self, stage: Stage) -> Result<serde_json::Map<String, serde_json::Value>> {
        match self.status {
            200 => {}
            300..=399 => return Err(IdentityError::at(stage, "it sends elsewhere, which is not followed")),
            status => return Err(IdentityError::at(stage, format!("the answer is {status}"))),
        }
        serde_json::from_slice(&self.body)
            .map_err(|e| IdentityError::at(stage, format!("no JSON object: {e}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    async fn answering(text: String) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut seen = [0u8; 4096];
            assert!(stream.read(&mut seen).await.unwrap() > 0);
            let _ = stream.write_all(text.as_bytes()).await;
        });
        address(&format!("http://127.0.0.1:{port}/x?y=1")).unwrap()
    }

    async fn asked(text: String) -> Result<Reply> {
        Http::new("").await.unwrap().send(&answering(text).await, Ask::default()).await
    }

    #[test]
    fn only_this_machine_is_talked_to_without_tls() {
        for good in
            ["https://id.example/realms/a", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:1/"]
        {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://id.example",
            "http://10.0.0.1",
            "ftp://localhost",
            "https://a:b@id.example",
            "id.example",
            "",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn an_answer_is_read_and_a_redirect_is_not_followed() {
        let reply = asked("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"a\": 12}".into()).await.unwrap();
        assert_eq!(reply.object(Stage::Discovery).unwrap()["a"], 12);
        let moved = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
        let reply = asked(moved.into()).await.unwrap();
        assert!(reply.object(Stage::Discovery).unwrap_err().to_string().contains("elsewhere"));
    }

    #[tokio::test]
    async fn an_answer_without_end_is_cut() {
        let long = "x".repeat(MOST_BYTES + 1);
        let text = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{long}", long.len());
        assert!(asked(text).await.is_err());
    }
}
