use crate::account::{factor, me};
use crate::app::App;
use crate::client::{Origin, network};
use crate::codes::Code;
use crate::dto::{Login, Me};
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::guard::{Anyone, By, Permit, SignedInAnyhow, session_cookie_name};
use crate::hashing::{hash_secret, new_secret, passwords_busy};
use crate::identity::directory;
use crate::throttle::NotNow;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fovea_store::{Actor, Entry, User, UserState};
use serde_json::json;
use std::net::IpAddr;
use std::time::Instant;

/// Log in
///
/// Where the account has a second factor, the first answer is `auth.second_factor_needed`; then the same again with
/// `code`, six digits of the authenticator or a recovery code.
#[utoipa::path(post, path = "/session", tag = "account", request_body = Login,
    responses((status = 200, description = "Logged in; the answer sets the cookie", body = Me)))]
pub async fn create(
    _: Anyone,
    State(app): State<App>,
    origin: Origin,
    Body(login): Body<Login>,
) -> ApiResult<Response> {
    let keys = [format!("name:{}", short(&login.name)), format!("from:{}", network(origin.address))];
    let known = app.store.user_by_name(&login.name).await?;
    let attempt = match app.tries.begin(&keys, Instant::now()) {
        Ok(attempt) => attempt,
        Err(NotNow::Busy) => return Err(passwords_busy()),
        Err(NotNow::TooMany { wait, first }) => {
            // One row for a wait, not for each knock at a closed door: else knocking would fill the disk.
            if first {
                refused(&app, &origin, known.as_ref(), "too_many_tries").await?;
            }
            return Err(ApiError::from(Code::AuthTooManyTries).with("wait_s", wait.as_secs().max(1)));
        }
    };
    let hash = known.as_ref().map(|u| u.password_hash.clone());
    let fits = match app.passwords.verify(login.password.clone(), hash).await {
        Ok(fits) => fits,
        Err(busy) => {
            attempt.open();
            return Err(busy);
        }
    };
    let found = match fits {
        true => known.clone(),
        // Ours come first; a directory is asked where they do not open.
        false => match directory::log_in(&app, &origin, known.as_ref(), &login.name, &login.password).await {
            Ok(found) => found,
            Err(error) if error.code() == Code::AuthDirectoryDown => {
                refused(&app, &origin, known.as_ref(), "directory_down").await?;
                return Err(error);
            }
            Err(busy) => {
                attempt.open();
                return Err(busy);
            }
        },
    };
    let Some(user) = found else {
        refused(&app, &origin, known.as_ref(), "wrong").await?;
        return Err(Code::AuthWrong.into());
    };
    // From here on the caller has shown to know the password: they may learn why it is not enough.
    let (code, why) = match UserState::from_name(&user.state) {
        Some(UserState::Active) => match factor::check(&app, &user, login.code.as_deref()).await? {
            factor::Checked::Fits => {
                attempt.right();
                return enter(&app, user, &origin).await;
            }
            factor::Checked::Missing => {
                // The try is not over yet.
                attempt.open();
                return Err(Code::AuthSecondFactorNeeded.into());
            }
            factor::Checked::Wrong => (Code::AuthSecondFactorWrong, "second_factor_wrong"),
        },
        Some(UserState::Waiting) => (Code::AuthWaiting, "waiting"),
        _ => (Code::AuthLocked, "locked"),
    };
    refused(&app, &origin, Some(&user), why).await?;
    Err(code.into())
}

/// What somebody types as a name may be a password: only names that exist are written down.
pub(crate) async fn refused(app: &App, origin: &Origin, user: Option<&User>, why: &str) -> ApiResult<()> {
    let entry = Entry::new("session.open").after(json!({"reason": why})).refused();
    let entry = match user {
        Some(user) => entry.on(user.id, &user.name),
        None => entry,
    };
    Ok(app.store.by(origin.stranger()).note_alone(entry).await?)
}

/// Who is logged in
#[utoipa::path(get, path = "/session", tag = "account", responses((status = 200, body = Me)))]
pub async fn show(permit: Permit<SignedInAnyhow>, State(app): State<App>) -> ApiResult<Json<Me>> {
    Ok(Json(me(&app, permit.user(), permit.principal.rights).await?))
}

/// Log out
#[utoipa::path(delete, path = "/session", tag = "account",
    responses((status = 204, description = "Logged out")))]
pub async fn delete(permit: Permit<SignedInAnyhow>, State(app): State<App>) -> ApiResult<Response> {
    let mut response = StatusCode::NO_CONTENT.into_response();
    match permit.principal.by {
        By::Session(id) => permit.store(&app).close_session(permit.user(), id).await?,
        By::Token(_) | By::Process => {
            permit.origin.trace.nothing_changed();
        }
    }
    set_cookie(&app, &mut response, "", 0);
    Ok(response)
}

/// Begins a session of its own, whatever cookie came with the request, and answers with its cookie.
pub(crate) async fn enter(app: &App, user: User, origin: &Origin) -> ApiResult<Response> {
    let secret = begin(app, &user, origin).await?;
    let rights = app.store.rights_of(user.id).await?;
    let mut response = Json(me(app, user.id, rights).await?).into_response();
    set_cookie(app, &mut response, &secret, app.session_ms().await? / 1000);
    Ok(response)
}

/// The secret of a new session.
pub(crate) async fn begin(app: &App, user: &User, origin: &Origin) -> ApiResult<String> {
    let secret = new_secret()?;
    let rights = app.store.rights_of(user.id).await?;
    let actor = Actor { id: Some(user.id), name: user.name.clone(), rights, ..origin.stranger() };
    let store = app.store.by(actor);
    store.open_session(user.id, &hash_secret(&secret), &origin.place(), app.session_ms().await?).await?;
    Ok(secret)
}

pub(crate) fn set_cookie(app: &App, response: &mut Response, secret: &str, seconds: i64) {
    let secure = if app.settings.secure_cookie { "; Secure" } else { "" };
    let name = session_cookie_name(app);
    let text = format!("{name}={secret}; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

/// How the same name is written does not make another account, and a long name no long key.
fn short(name: &str) -> String {
    fovea_store::fold(&name.chars().take(64).collect::<String>())
}

/// The key under which tries from an address are counted.
pub(crate) fn from_key(address: IpAddr) -> String {
    format!("from:{}", network(address))
}
