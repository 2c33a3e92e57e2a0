//! The second factor of a login.

use super::password::confirmed;
use super::totp::{SECRET_BYTES, base32, step_of};
use crate::app::App;
use crate::codes::Code;
use crate::dto::{BegunFactor, Confirmation, FactorCode, RecoveryCodes, SecondFactor};
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::guard::{Permit, SignedIn};
use crate::hashing::hash_secret;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_store::{RECOVERY_CODES, User, now};

/// Signs of a recovery code, none of which looks like another.
const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// Whether a second factor is asked for at your logins
#[utoipa::path(get, path = "/account/second_factor", tag = "account",
    responses((status = 200, body = SecondFactor)))]
pub async fn show(permit: Permit<SignedIn>, State(app): State<App>) -> ApiResult<Json<SecondFactor>> {
    let factor = app.store.factor(permit.user()).await?;
    let left = app.store.recovery_codes_left(permit.user()).await?;
    Ok(Json(SecondFactor {
        on: factor.is_some_and(|f| f.confirmed_at.is_some()),
        recovery_codes_left: u32::try_from(left).unwrap_or(0),
    }))
}

/// Begin a second factor: its secret, told once
#[utoipa::path(post, path = "/account/second_factor", tag = "account", request_body = Confirmation,
    responses((status = 200, body = BegunFactor)))]
pub async fn begin(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<Confirmation>,
) -> ApiResult<Json<BegunFactor>> {
    permit.session()?;
    let user = confirmed(&app, permit.user(), wanted.password).await?;
    let mut secret = [0u8; SECRET_BYTES];
    getrandom::fill(&mut secret).map_err(ApiError::internal)?;
    let sealed = app.seal.close(user.id, secret.to_vec()).await?;
    if !permit.store(&app).begin_factor(user.id, &sealed).await? {
        return Err(Code::AccountFactorOn.into());
    }
    let text = base32(&secret);
    let plain = |t: &str| -> String {
        t.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    let issuer = plain(&app.house().await?.product_name);
    let url = format!("otpauth://totp/{issuer}:{}?secret={text}&issuer={issuer}", plain(&user.name));
    Ok(Json(BegunFactor { secret: text, url }))
}

/// Confirm the second factor with a code; from now on it is asked for
#[utoipa::path(post, path = "/account/second_factor/confirm", tag = "account", request_body = FactorCode,
    responses((status = 200, description = "Codes for the day the authenticator is lost, told once", body = RecoveryCodes)))]
pub async fn confirm(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<FactorCode>,
) -> ApiResult<Json<RecoveryCodes>> {
    permit.session()?;
    let factor = app.store.factor(permit.user()).await?.ok_or(Code::NotFound)?;
    if factor.confirmed_at.is_some() {
        return Err(Code::AccountFactorOn.into());
    }
    let secret = app.seal.open(permit.user(), factor.sealed).await?;
    let step = step_of(&secret, &wanted.code, now() / 1000)
        .ok_or_else(|| ApiError::field("code", "field.invalid"))?;
    let codes = new_codes()?;
    permit.store(&app).confirm_factor(permit.user(), step, &hashes(&codes)).await?;
    Ok(Json(RecoveryCodes { recovery_codes: codes }))
}

/// Give the second factor up
#[utoipa::path(post, path = "/account/second_factor/remove", tag = "account", request_body = Confirmation,
    responses((status = 204, description = "No longer asked for")))]
pub async fn remove(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<Confirmation>,
) -> ApiResult<StatusCode> {
    permit.session()?;
    let user = confirmed(&app, permit.user(), wanted.password).await?;
    permit.store(&app).remove_factor(user.id, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// New recovery codes; the old ones are void
#[utoipa::path(post, path = "/account/recovery_codes", tag = "account", request_body = Confirmation,
    responses((status = 200, body = RecoveryCodes)))]
pub async fn renew_codes(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<Confirmation>,
) -> ApiResult<Json<RecoveryCodes>> {
    permit.session()?;
    let user = confirmed(&app, permit.user(), wanted.password).await?;
    if app.store.factor(user.id).await?.is_none_or(|f| f.confirmed_at.is_none()) {
        return Err(Code::NotFound.into());
    }
    let codes = new_codes()?;
    permit.store(&app).replace_recovery_codes(user.id, &hashes(&codes)).await?;
    Ok(Json(RecoveryCodes { recovery_codes: codes }))
}

pub(crate) enum Checked {
    Fits,
    Missing,
    Wrong,
}

/// Whether the code is enough; one that was used is not.
pub(crate) async fn check(app: &App, user: &User, code: Option<&str>) -> ApiResult<Checked> {
    let factor = app.store.factor(user.id).await?.filter(|f| f.confirmed_at.is_some());
    let Some(factor) = factor else { return Ok(Checked::Fits) };
    let Some(code) = code.map(str::trim).filter(|c| !c.is_empty()) else { return Ok(Checked::Missing) };
    let secret = app.seal.open(user.id, factor.sealed).await?;
    let used = match step_of(&secret, code, now() / 1000) {
        Some(step) => app.store.use_factor_step(user.id, step).await?,
        None => app.store.use_recovery_code(user.id, &hash_secret(&tidy(code))).await?,
    };
    Ok(if used { Checked::Fits } else { Checked::Wrong })
}

/// Fifty bits each, in two halves: `abcde-fghjk`.
fn new_codes() -> ApiResult<Vec<String>> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0u8; 10];
        getrandom::fill(&mut bytes).map_err(ApiError::internal)?;
        let signs: String = bytes.iter().map(|b| char::from(SIGNS[usize::from(b % 32)])).collect();
        codes.push(format!("{}-{}", &signs[..5], &signs[5..]));
    }
    Ok(codes)
}

fn tidy(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect()
}

fn hashes(codes: &[String]) -> Vec<Vec<u8>> {
    codes.iter().map(|c| hash_secret(&tidy(c))).collect()
}
