//! `Idempotency-Key`: a creation that is asked for again, because its answer was lost on the way, is not done
//! again but answered again.

use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::extract::within;
use crate::guard::authenticate;
use crate::routes::BASE;
use crate::server::MOST_BODY_BYTES;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use fovea_store::{BlobHash, Claim, Id};

pub const HEADER: &str = "idempotency-key";
const MOST_KEY_BYTES: usize = 128;
/// Of a picture's.
const MOST_OF_PICTURE: usize = 200;

pub(crate) async fn repeat(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Pictures to judge or to keep may be large; their rows bear the key.
    let picture = path.ends_with("/infer") || path.ends_with("/raw_pictures");
    let wanted = request.method() == Method::POST && !picture && !tells_secrets(path);
    let key = request.headers().get(HEADER).filter(|_| wanted).cloned();
    match key {
        None => next.run(request).await,
        Some(key) => once(app, key, request, next).await.unwrap_or_else(IntoResponse::into_response),
    }
}

/// Of a picture whose row bears it.
pub(crate) fn request_key(headers: &HeaderMap) -> ApiResult<Option<String>> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let key = value.to_str().ok().filter(|k| (1..=MOST_OF_PICTURE).contains(&k.len()));
    key.map(|k| Some(k.to_string())).ok_or_else(|| ApiError::wrong_key(MOST_OF_PICTURE))
}

/// Routes whose answers tell a secret: those are kept nowhere.
fn tells_secrets(path: &str) -> bool {
    let path = path.strip_prefix(BASE).unwrap_or(path);
    // A link that lets in whoever has it.
    if path.ends_with("/open") {
        return true;
    }
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    ["account", "device", "invitations", "oidc", "session", "setup", "tokens", "users"].contains(&first)
}

async fn once(app: App, key: HeaderValue, request: Request, next: Next) -> ApiResult<Response> {
    let key = key.to_str().ok().filter(|k| (1..=MOST_KEY_BYTES).contains(&k.len()));
    let key = key.ok_or_else(|| ApiError::wrong_key(MOST_KEY_BYTES))?.to_string();
    let (mut parts, body) = request.into_parts();
    let Ok(principal) = authenticate(&mut parts, &app).await else {
        // Routes for everybody, and the refusal of others, need no memory.
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    within(&body, MOST_BODY_BYTES)?;
    let body = to_bytes(body, MOST_BODY_BYTES).await.map_err(|_| Code::BodyTooLarge)?;
    let name = format!("{} {} {}", parts.method, parts.uri, BlobHash::of(&body));
    let user = principal.user;
    match app.store.claim_key(user, &key, &name).await? {
        Claim::Mine => {}
        Claim::Running => return Err(Code::IdempotencyRunning.into()),
        Claim::Other => return Err(Code::IdempotencyMismatch.into()),
        Claim::Answered { status, body } => return Ok(again(status, body)),
    }
    // A task of its own: whoever hangs up must find the answer when asking again.
    let request = Request::from_parts(parts, Body::from(body));
    let task = tokio::spawn(async move {
        let response = next.run(request).await;
        keep(&app, user, &key, response).await
    });
    task.await?
}

async fn keep(app: &App, user: Id, key: &str, response: Response) -> ApiResult<Response> {
    if !response.status().is_success() {
        app.store.release_key(user, key).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, MOST_BODY_BYTES).await.map_err(ApiError::internal)?;
    app.store.answer_key(user, key, parts.status.as_u16(), &body).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn again(status: u16, body: Vec<u8>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("idempotent-replay", HeaderValue::from_static("true"));
    response
}
