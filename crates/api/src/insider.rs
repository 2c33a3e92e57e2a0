//! The interface for what runs inside the server's own process, such as the demo: the same routes and rules,
//! without a wire.

use crate::app::App;
use crate::error::ApiResult;
use crate::guard::{By, Principal};
use crate::hashing::{hash_password, new_secret};
use crate::routes::BASE;
use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode, header};
use fovea_domain::permission::Rights;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

const JSON: &str = "application/json";

/// An answer that is not of the 200s: the stable code and the sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Refused {
    pub code: String,
    pub detail: String,
}

/// Calls routes with an administrator's rights in the name of a user who cannot log in.
pub struct Insider {
    router: Router,
    principal: Principal,
}

impl Insider {
    /// The user is made where it is missing: with no role, and with a password that nobody gets to know.
    pub async fn named(app: &App, name: &str) -> ApiResult<Insider> {
        let user = match app.store.user_by_name(name).await? {
            Some(user) => user.id,
            None => {
                let hash = tokio::task::spawn_blocking(|| hash_password(&new_secret()?)).await??;
                app.store.create_user(name, &hash).await?.id
            }
        };
        let principal = Principal {
            user,
            name: name.into(),
            rights: Rights::all(),
            by: By::Process,
            cut: false,
            project: None,
            must_change_password: false,
        };
        Ok(Insider { router: crate::service(app.clone()), principal })
    }

    pub async fn get(&self, path: &str) -> Result<Value, Refused> {
        json(self.send(Request::get(address(path)), Body::empty()).await?)
    }

    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, Refused> {
        let request = Request::post(address(path)).header(header::CONTENT_TYPE, JSON);
        json(self.send(request, Body::from(body.to_string())).await?)
    }

    pub async fn put(&self, path: &str, body: &Value) -> Result<Value, Refused> {
        let request = Request::put(address(path)).header(header::CONTENT_TYPE, JSON);
        json(self.send(request, Body::from(body.to_string())).await?)
    }

    /// Changes what has this revision.
    pub async fn patch(&self, path: &str, revision: i64, body: &Value) -> Result<Value, Refused> {
        let request = Request::patch(address(path)).header(header::CONTENT_TYPE, JSON);
        let request = request.header(header::IF_MATCH, revision);
        json(self.send(request, Body::from(body.to_string())).await?)
    }

    pub async fn put_file(&self, path: &str, bytes: Vec<u8>) -> Result<Value, Refused> {
        json(self.send(Request::put(address(path)), Body::from(bytes)).await?)
    }

    /// An answer that is no JSON, whole.
    pub async fn download(&self, path: &str) -> Result<Vec<u8>, Refused> {
        self.send(Request::get(address(path)), Body::empty()).await
    }

    async fn send(&self, request: Builder, body: Body) -> Result<Vec<u8>, Refused> {
        let lost = |e: &dyn std::fmt::Display| Refused { code: "internal".into(), detail: e.to_string() };
        let mut request = request.body(body).map_err(|e| lost(&e))?;
        request.extensions_mut().insert(self.principal.clone());
        let response = self.router.clone().oneshot(request).await.map_err(|e| lost(&e))?;
        let status: StatusCode = response.status();
        let bytes = response.into_body().collect().await.map_err(|e| lost(&e))?.to_bytes();
        if status.is_success() {
            return Ok(bytes.to_vec());
        }
        let problem: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let text = |name: &str| problem[name].as_str().unwrap_or_default().to_string();
        Err(Refused { code: text("code"), detail: text("detail") })
    }
}

fn address(path: &str) -> String {
    format!("{BASE}{path}")
}

fn json(bytes: Vec<u8>) -> Result<Value, Refused> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&bytes).map_err(|e| Refused { code: "internal".into(), detail: e.to_string() })
}
