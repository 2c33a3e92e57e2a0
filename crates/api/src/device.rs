//! Logging a program in: it shows a short code, and its user says yes to that in a browser (after RFC 8628).

use crate::app::App;
use crate::check;
use crate::client::Origin;
use crate::codes::Code;
use crate::dto::{BegunDevice, DeviceCode, DeviceToken, NewDevice, UserCode, WaitingDevice};
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::guard::{Anyone, Permit, SignedIn};
use crate::hashing::{hash_secret, new_secret};
use crate::session::from_key;
use crate::tokens;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_store::{Actor, DeviceState, NewToken, now};

const LASTS_MS: i64 = 10 * 60 * 1000;
const INTERVAL_S: u64 = 3;
/// A little less than told, for clocks that differ.
const LEAST_MS: i64 = 2000;
const TOKEN_MS: i64 = 90 * 24 * 3600 * 1000;
/// No vowels, so no words, and no signs that look alike.
const SIGNS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// Ask to be let in
#[utoipa::path(post, path = "/device", tag = "account", request_body = NewDevice,
    responses((status = 200, body = BegunDevice)))]
pub async fn begin(
    _: Anyone,
    State(app): State<App>,
    origin: Origin,
    Body(wanted): Body<NewDevice>,
) -> ApiResult<Json<BegunDevice>> {
    app.tries.now(&[format!("device-{}", from_key(origin.address))])?;
    let name = check::one_line("name", &wanted.name, 64)?;
    let (device_code, user_code) = (new_secret()?, new_user_code()?);
    let hash = hash_secret(&device_code);
    let store = app.store.by(origin.stranger());
    if !store.begin_device((&hash, &user_code), &name, &origin.address.to_string(), LASTS_MS).await? {
        return Err(ApiError::from(Code::AuthBusy).with("wait_s", 60));
    }
    Ok(Json(BegunDevice {
        verify_url: format!("/device#code={user_code}"),
        device_code,
        user_code,
        interval_s: INTERVAL_S,
        expires_in_s: u64::try_from(LASTS_MS / 1000).unwrap_or(0),
    }))
}

/// Eight signs in two halves, as RFC 8628 recommends.
fn new_user_code() -> ApiResult<String> {
    let mut signs = String::new();
    while signs.len() < 8 {
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes).map_err(ApiError::internal)?;
        // 240 is the last multiple of 20 below 256: beyond it some signs would come more often.
        let even = bytes.iter().filter(|b| **b < 240).map(|b| char::from(SIGNS[usize::from(b % 20)]));
        signs.extend(even.take(8 - signs.len()));
    }
    Ok(format!("{}-{}", &signs[..4], &signs[4..]))
}

fn tidy(code: &str) -> String {
    let signs: String = code.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_uppercase();
    if signs.len() == 8 { format!("{}-{}", &signs[..4], &signs[4..]) } else { signs }
}

/// Ask whether somebody has said yes
#[utoipa::path(post, path = "/device/token", tag = "account", request_body = DeviceCode,
    responses((status = 200, description = "A token, told once", body = DeviceToken)))]
pub async fn token(
    _: Anyone,
    State(app): State<App>,
    origin: Origin,
    Body(asked): Body<DeviceCode>,
) -> ApiResult<Json<DeviceToken>> {
    match app.store.ask_device(&hash_secret(&asked.device_code), LEAST_MS).await? {
        DeviceState::Waiting => Err(Code::DevicePending.into()),
        DeviceState::TooSoon => Err(Code::DeviceSlowDown.into()),
        DeviceState::Ended => Err(Code::DeviceEnded.into()),
        DeviceState::Approved(user, name) => {
            let user = app.store.user(user).await.map_err(|_| Code::DeviceEnded)?;
            let actor = Actor { id: Some(user.id), name: user.name.clone(), ..origin.stranger() };
            let name = if name.is_empty() { "fovea login".into() } else { name };
            let new = NewToken {
                user: user.id,
                name,
                secret_hash: Vec::new(),
                expires_at: Some(now() + TOKEN_MS),
                scopes: None,
                project_id: None,
            };
            let (token, secret) = tokens::make(&app.store.by(actor), new).await?;
            Ok(Json(DeviceToken { secret, token_id: token.id, name: user.name }))
        }
    }
}

/// What waits under a code
#[utoipa::path(post, path = "/device/find", tag = "account", request_body = UserCode,
    responses((status = 200, body = WaitingDevice)))]
pub async fn find(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(asked): Body<UserCode>,
) -> ApiResult<Json<WaitingDevice>> {
    permit.session()?;
    let look = async { app.store.device(&tidy(&asked.user_code)).await.map_err(ApiError::from) };
    let found = app.tries.step(guess_key(&permit), look).await?;
    Ok(Json(WaitingDevice {
        name: found.name,
        address: found.address,
        created_at: found.created_at.into(),
        expires_at: found.expires_at.into(),
    }))
}

/// Let the program in, with all your rights
#[utoipa::path(post, path = "/device/approve", tag = "account", request_body = UserCode,
    responses((status = 204, description = "It gets a token when it asks next")))]
pub async fn approve(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(asked): Body<UserCode>,
) -> ApiResult<StatusCode> {
    answer(&app, &permit, &asked.user_code, true).await
}

/// Do not let the program in
#[utoipa::path(post, path = "/device/refuse", tag = "account", request_body = UserCode,
    responses((status = 204, description = "Refused")))]
pub async fn refuse(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(asked): Body<UserCode>,
) -> ApiResult<StatusCode> {
    answer(&app, &permit, &asked.user_code, false).await
}

async fn answer(app: &App, permit: &Permit<SignedIn>, code: &str, yes: bool) -> ApiResult<StatusCode> {
    permit.session()?;
    let store = permit.store(app);
    let answer = async { store.answer_device(&tidy(code), permit.user(), yes).await.map_err(ApiError::from) };
    app.tries.step(guess_key(permit), answer).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Nobody finds another's code by trying.
fn guess_key(permit: &Permit<SignedIn>) -> String {
    format!("device-code:{}", permit.user())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_however_they_are_typed() {
        let code = new_user_code().unwrap();
        assert_eq!(tidy(&code), code);
        assert_eq!(tidy(&format!(" {} ", code.to_lowercase().replace('-', " "))), code);
        assert_ne!(code, new_user_code().unwrap());
    }
}
