//! The way to the process that serves a model: HTTP over its Unix socket, by connections that are kept.

use axum::body::Bytes;
use axum::http::{Method, Request, StatusCode, Uri};
use fovea_jobs::{Engine, connect};
use fovea_store::Id;
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::UnixStream;
use tokio::sync::Semaphore;

/// A service answers a picture within this time or not at all.
const LONGEST: Duration = Duration::from_secs(120);
/// An answer with a heat map is some hundred kilobytes.
const MOST_ANSWER: usize = 32 << 20;
/// Megabytes of pictures that are held at a time, over all services.
const MOST_MEGABYTES: usize = 512;

#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// Nobody listens.
    #[error("the service does not run")]
    NotRunning,
    #[error("the service did not answer: {0}")]
    Broken(String),
}

/// What a service answered.
#[derive(Debug)]
pub struct Told {
    pub status: StatusCode,
    pub body: Bytes,
}

#[derive(Clone)]
pub struct Gateway {
    client: Client<Connect, Full<Bytes>>,
    /// In megabytes.
    pub room: Arc<Semaphore>,
}

impl Gateway {
    pub fn new(engine: Engine) -> Gateway {
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(64)
            .build(Connect(engine));
        Gateway { client, room: Arc::new(Semaphore::new(MOST_MEGABYTES)) }
    }

    pub async fn infer(
        &self,
        job: Id,
        heat: &str,
        texts: &BTreeMap<String, String>,
        picture: Bytes,
    ) -> Result<Told, GatewayError> {
        let mut path = format!("/infer?heat={heat}");
        if !texts.is_empty() {
            let plain = serde_json::to_string(texts).unwrap_or_default();
            path += "&texts=";
            path.extend(plain.bytes().map(|b| format!("%{b:02X}")));
        }
        self.ask(Method::POST, job, &path, picture).await
    }

    pub async fn stats(&self, job: Id) -> Result<Told, GatewayError> {
        self.ask(Method::GET, job, "/stats", Bytes::new()).await
    }

    /// Lets it read its package anew.
    pub async fn reload(&self, job: Id) -> Result<(), GatewayError> {
        let told = self.ask(Method::POST, job, "/reload", Bytes::new()).await?;
        if told.status.is_success() {
            Ok(())
        } else {
            Err(GatewayError::Broken(String::from_utf8_lossy(&told.body).into_owned()))
        }
    }

    async fn ask(&self, method: Method, job: Id, path: &str, body: Bytes) -> Result<Told, GatewayError> {
        let broken = |e: &dyn std::fmt::Display| GatewayError::Broken(e.to_string());
        // The job's id stands where other addresses have a host: each service has connections of its own.
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{job}{path}"))
            .body(Full::new(body))
            .map_err(|e| broken(&e))?;
        let answer = async {
            let response = self.client.request(request).await.map_err(|e| match e.is_connect() {
                true => GatewayError::NotRunning,
                false => broken(&e),
            })?;
            let status = response.status();
            let body = Limited::new(response.into_body(), MOST_ANSWER).collect().await;
            Ok(Told { status, body: body.map_err(|e| broken(&e))?.to_bytes() })
        };
        tokio::time::timeout(LONGEST, answer).await.map_err(|e| broken(&e))?
    }
}

#[derive(Clone)]
struct Connect(Engine);

impl tower::Service<Uri> for Connect {
    type Response = TokioIo<UnixStream>;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = std::io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let engine = self.0.clone();
        Box::pin(async move {
            let job = uri.host().and_then(|host| host.parse::<Id>().ok());
            let job = job.ok_or(std::io::ErrorKind::InvalidInput)?;
            connect(&engine.folder(job)).await.map(TokioIo::new)
        })
    }
}
