use crate::app::App;
use crate::codes::Code;
use crate::dto::{Login, Me};
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::guard::{Anyone, By, Permit, SESSION_COOKIE, SignedIn};
use crate::hashing::{hash_secret, new_secret};
use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fovea_domain::permission::{Role, permissions_of};
use fovea_store::{Id, SESSION_MS, User};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Instant;

/// Log in
#[utoipa::path(post, path = "/session", tag = "account", request_body = Login,
    responses((status = 200, description = "Logged in; the answer sets the cookie", body = Me)))]
pub async fn create(
    _: Anyone,
    State(app): State<App>,
    Address(from): Address,
    Body(login): Body<Login>,
) -> ApiResult<Response> {
    let keys = [format!("name:{}", short(&login.name)), format!("from:{}", network(from))];
    app.tries
        .take(&keys, Instant::now())
        .map_err(|wait| ApiError::from(Code::AuthTooManyTries).with("wait_s", wait.as_secs().max(1)))?;
    let user = app.store.user_by_name(login.name.trim()).await?;
    let hash = user.as_ref().map(|u| u.password_hash.clone());
    let fits = app.passwords.verify(login.password, hash).await?;
    let user = user.filter(|_| fits).ok_or(Code::AuthWrong)?;
    app.tries.clear(&keys);
    enter(&app, user).await
}

/// Who is logged in
#[utoipa::path(get, path = "/session", tag = "account", responses((status = 200, body = Me)))]
pub async fn show(permit: Permit<SignedIn>) -> Json<Me> {
    let who = permit.principal;
    Json(me(who.user, who.name, &who.roles))
}

/// Log out
#[utoipa::path(delete, path = "/session", tag = "account",
    responses((status = 204, description = "Logged out")))]
pub async fn delete(permit: Permit<SignedIn>, State(app): State<App>) -> ApiResult<Response> {
    if let By::Session(id) = permit.principal.by {
        app.store.close_session(id).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&app, &mut response, "", 0);
    Ok(response)
}

/// Begins a session and answers with its cookie.
pub(crate) async fn enter(app: &App, user: User) -> ApiResult<Response> {
    let secret = new_secret()?;
    app.store.open_session(user.id, &hash_secret(&secret)).await?;
    let mut response = Json(me(user.id, user.name, &user.roles)).into_response();
    set_cookie(app, &mut response, &secret, SESSION_MS / 1000);
    Ok(response)
}

fn set_cookie(app: &App, response: &mut Response, secret: &str, seconds: i64) {
    let secure = if app.settings.secure_cookie { "; Secure" } else { "" };
    let text =
        format!("{SESSION_COOKIE}={secret}; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

fn me(id: Id, name: String, roles: &[Role]) -> Me {
    let permissions = permissions_of(roles).iter().map(|p| p.name()).collect();
    Me { id, name, roles: roles.iter().map(|r| r.name()).collect(), permissions }
}

/// Case does not make another account, and a long name no long key.
fn short(name: &str) -> String {
    name.trim().to_lowercase().chars().take(64).collect()
}

/// Whoever has one IPv6 address mostly has a whole network of them.
fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

/// Where the request came from.
pub struct Address(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Address, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Address(peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |p| p.0.ip())))
    }
}
