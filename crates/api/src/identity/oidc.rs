//! Logging in by OpenID Connect: off to the provider, and back.

use super::Known;
use super::config::{self, Open};
use super::pending::{LASTS, Purpose, Waiting};
use super::person::tidy;
use crate::app::App;
use crate::client::Origin;
use crate::codes::Code;
use crate::dto::{LoginStart, LoginStarted};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query};
use crate::guard::{Anyone, cookie, user_of_session};
use crate::hashing::{hash_secret, new_secret};
use crate::routes::BASE;
use crate::session::{begin, refused, set_cookie};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fovea_domain::identity::is_own_page;
use fovea_identity::oidc::Provider;
use fovea_identity::{IdentityError, Profile};
use fovea_store::{Actor, Id, IdentityProvider, KnownPerson, ProviderKind, User, UserState};
use serde::Deserialize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use utoipa::IntoParams;

/// After which a provider is asked anew what it says of itself.
const KNOWN_FOR: Duration = Duration::from_secs(3600);
const MOST_ANSWER: usize = 4096;

/// Begin to log in by a provider: the browser is to go to the address in the answer
#[utoipa::path(post, path = "/oidc/{id}/start", tag = "account", request_body = LoginStart,
    params(("id" = Id, Path)),
    responses((status = 200, description = "The answer sets a cookie that the way back needs", body = LoginStarted)))]
pub async fn start(
    _: Anyone,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<LoginStart>,
) -> ApiResult<Response> {
    let return_to = if is_own_page(&wanted.return_to) { wanted.return_to } else { "/".into() };
    leave(&app, id, Purpose::LogIn { return_to }).await
}

/// Sends the browser off; only the same browser can come back.
pub(super) async fn leave(app: &App, id: Id, purpose: Purpose) -> ApiResult<Response> {
    let setting = enabled(app, id).await?;
    let provider = provider(app, &setting).await.map_err(|e| fault(&setting, &e))?;
    let begun = provider.begin().map_err(|e| fault(&setting, &e))?;
    let browser = new_secret()?;
    let state = hash_secret(&begun.state);
    let cookie = cookie_name(&state);
    let waiting = Waiting {
        provider: id,
        revision: setting.revision,
        secrets: begun.secrets,
        browser: hash_secret(&browser),
        purpose,
        begun: Instant::now(),
    };
    app.identity.pending.put(state, waiting);
    let mut response = Json(LoginStarted { url: begun.url }).into_response();
    bind(app, &mut response, &cookie, &browser, LASTS.as_secs());
    Ok(response)
}

/// One a login, so that two tabs do not disturb each other.
fn cookie_name(state_hash: &[u8]) -> String {
    let short: String = state_hash.iter().take(6).map(|b| format!("{b:02x}")).collect();
    format!("fovea_oidc_{short}")
}

/// `Lax`, since the way back begins on the provider's page.
fn bind(app: &App, response: &mut Response, name: &str, secret: &str, seconds: u64) {
    let secure = if app.settings.secure_cookie { "; Secure" } else { "" };
    let text =
        format!("{name}={secret}; HttpOnly; SameSite=Lax; Path={BASE}/oidc; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

async fn enabled(app: &App, id: Id) -> ApiResult<IdentityProvider> {
    let found = app.store.identity_provider(id).await?;
    if found.enabled && found.kind == ProviderKind::Oidc { Ok(found) } else { Err(Code::NotFound.into()) }
}

/// What the provider says of itself, asked once and kept for a while.
async fn provider(app: &App, setting: &IdentityProvider) -> Result<Arc<Provider>, IdentityError> {
    if let Some(known) = app.identity.known.lock().await.get(&setting.id)
        && known.revision == setting.revision
        && known.asked.elapsed() < KNOWN_FOR
    {
        return Ok(known.provider.clone());
    }
    let config = match config::open(app, setting).await {
        Ok(Open::Oidc(config)) => config,
        Ok(Open::Ldap(_)) | Err(_) => {
            let reason = "the setting cannot be opened".into();
            return Err(IdentityError::Fault { stage: fovea_identity::Stage::Address, reason });
        }
    };
    let found = Arc::new(Provider::discover(config).await?);
    let known = Known { revision: setting.revision, asked: Instant::now(), provider: found.clone() };
    app.identity.known.lock().await.insert(setting.id, known);
    Ok(found)
}

/// The log tells an administrator; whoever wants in is told that it is not up to them.
fn fault(setting: &IdentityProvider, error: &IdentityError) -> ApiError {
    tracing::warn!(provider = setting.name, %error, "a login by a provider failed");
    match error {
        IdentityError::Fault { .. } => ApiError::from(Code::OidcUnavailable),
        IdentityError::Untrusted(_) => ApiError::from(Code::OidcUntrusted),
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Answer {
    state: Option<String>,
    code: Option<String>,
    /// Why the provider let nobody in
    error: Option<String>,
    /// Who the provider is
    iss: Option<String>,
}

impl Answer {
    fn is_short(&self) -> bool {
        let all = [&self.state, &self.code, &self.error, &self.iss];
        all.into_iter().flatten().all(|t| t.len() <= MOST_ANSWER)
    }
}

/// The way back from a provider: leads on to a page
#[utoipa::path(get, path = "/oidc/{id}/callback", tag = "account", params(("id" = Id, Path), Answer),
    responses((status = 303, description = "Logged in, or back to the login with `?problem=`")))]
pub async fn callback(
    _: Anyone,
    State(app): State<App>,
    PathId(id): PathId,
    origin: Origin,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> ApiResult<Response> {
    let state = hash_secret(answer.state.as_deref().unwrap_or_default());
    let taken = app.identity.pending.take(&state, Instant::now());
    let purpose = taken.as_ref().map(|w| w.purpose.clone());
    let back = Back { app: &app, origin: &origin, headers: &headers, provider: id };
    let done = match taken {
        Some(waiting) if answer.is_short() => back.come(waiting, &cookie_name(&state), &answer).await,
        _ => Err(Code::OidcBeginAgain.into()),
    };
    let mut response = match done {
        Ok(response) => response,
        Err(error) => {
            back.write(&error).await?;
            let page = if matches!(purpose, Some(Purpose::Link { .. })) { "/account" } else { "/login" };
            goes_on(&format!("{page}?problem={}", error.code().name()))
        }
    };
    bind(&app, &mut response, &cookie_name(&state), "", 0);
    Ok(response)
}

struct Back<'a> {
    app: &'a App,
    origin: &'a Origin,
    headers: &'a HeaderMap,
    provider: Id,
}

impl Back<'_> {
    async fn come(&self, waiting: Waiting, cookie_name: &str, answer: &Answer) -> ApiResult<Response> {
        let begin_again = || ApiError::from(Code::OidcBeginAgain);
        // Another browser would be one that somebody else has sent here with their own login.
        let browser = cookie(self.headers, cookie_name).ok_or_else(begin_again)?;
        if waiting.provider != self.provider || hash_secret(browser) != waiting.browser {
            return Err(begin_again());
        }
        let setting = enabled(self.app, self.provider).await?;
        if setting.revision != waiting.revision {
            return Err(begin_again());
        }
        let provider = provider(self.app, &setting).await.map_err(|e| fault(&setting, &e))?;
        // The answer of one provider must not be taken for that of another.
        let from = answer.iss.as_deref();
        if from.is_some_and(|i| i != provider.issuer()) || (provider.tells_issuer() && from.is_none()) {
            return Err(Code::OidcUntrusted.into());
        }
        if let Some(error) = &answer.error {
            tracing::info!(provider = setting.name, error, "a provider let nobody in");
            return Err(Code::OidcRefused.into());
        }
        let code = answer.code.as_deref().ok_or_else(begin_again)?;
        let profile = provider.finish(code, &waiting.secrets).await.map_err(|e| fault(&setting, &e))?;
        match waiting.purpose {
            Purpose::LogIn { return_to } => self.log_in(profile, &return_to).await,
            Purpose::Link { user } => self.link(profile, user).await,
        }
    }

    async fn log_in(&self, profile: Profile, return_to: &str) -> ApiResult<Response> {
        let user = enter(self.app, self.origin, self.provider, tidy(profile)).await?;
        let user = user.ok_or(Code::OidcNoAccount)?;
        if let Some(code) = out(&user) {
            refused(self.app, self.origin, Some(&user), code.name()).await?;
            return Err(code.into());
        }
        let secret = begin(self.app, &user, self.origin).await?;
        let mut response = goes_on(return_to);
        set_cookie(self.app, &mut response, &secret, self.app.session_ms().await? / 1000);
        Ok(response)
    }

    /// Only for whoever asked for it and is still logged in here.
    async fn link(&self, profile: Profile, user: Id) -> ApiResult<Response> {
        let now = user_of_session(self.app, self.headers).await?;
        let now = now.filter(|u| u.id == user).ok_or(Code::OidcBeginAgain)?;
        let rights = self.app.store.rights_of(user).await?;
        let actor = Actor { id: Some(user), name: now.name, rights, ..self.origin.stranger() };
        self.app.store.by(actor).link_identity(user, self.provider, &tidy(profile)).await?;
        Ok(goes_on("/account?linked=1"))
    }

    /// Who stays out is written down, unless it was already.
    async fn write(&self, error: &ApiError) -> ApiResult<()> {
        let already = matches!(error.code(), Code::AuthLocked | Code::AuthWaiting);
        if already { Ok(()) } else { refused(self.app, self.origin, None, error.code().name()).await }
    }
}

/// The user that this person is, as the audit tells it: made or changed by nobody who was logged in.
pub(super) async fn enter(
    app: &App,
    origin: &Origin,
    provider: Id,
    person: KnownPerson,
) -> ApiResult<Option<User>> {
    Ok(app.store.by(origin.stranger()).enter_by_identity(provider, &person).await?)
}

/// Why this user may not come in.
pub(super) fn out(user: &User) -> Option<Code> {
    match UserState::from_name(&user.state) {
        Some(UserState::Active) => None,
        Some(UserState::Waiting) => Some(Code::AuthWaiting),
        _ => Some(Code::AuthLocked),
    }
}

fn goes_on(page: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let plain = |b: u8| if b.is_ascii_graphic() { char::from(b).to_string() } else { format!("%{b:02X}") };
    let page: String = page.bytes().map(plain).collect();
    let place = HeaderValue::from_str(&page).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, place);
    response
}
