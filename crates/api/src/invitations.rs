use crate::app::App;
use crate::check;
use crate::client::Origin;
use crate::codes::Code;
use crate::dto::{AcceptedInvitation, Invited, Me};
use crate::error::ApiResult;
use crate::extract::Body;
use crate::guard::Anyone;
use crate::hashing::hash_secret;
use crate::session::enter;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use fovea_store::Actor;

/// Whom an invitation is for
#[utoipa::path(get, path = "/invitations/{secret}", tag = "account", params(("secret" = String, Path)),
    responses((status = 200, body = Invited)))]
pub async fn show(_: Anyone, State(app): State<App>, Path(secret): Path<String>) -> ApiResult<Json<Invited>> {
    let found = app.store.invited(&hash_secret(&secret)).await?.ok_or(Code::InvitationUsed)?;
    Ok(Json(Invited {
        name: found.user.name,
        nickname: found.user.nickname,
        reset: found.reset,
        expires_at: found.expires_at.into(),
    }))
}

/// Use an invitation: choose a password and come in; of a reset, log in as usual then
#[utoipa::path(post, path = "/invitations/{secret}", tag = "account", params(("secret" = String, Path)),
    request_body = AcceptedInvitation, responses((status = 200, description = "Logged in", body = Me), (status = 204, description = "Of a reset: the password is set; log in")))]
pub async fn accept(
    _: Anyone,
    State(app): State<App>,
    Path(secret): Path<String>,
    origin: Origin,
    Body(wanted): Body<AcceptedInvitation>,
) -> ApiResult<Response> {
    let hash = hash_secret(&secret);
    // Asked first: no costly hashing for whoever just tries secrets.
    let found = app.store.invited(&hash).await?.ok_or(Code::InvitationUsed)?;
    check::password("password", &wanted.password, &found.user.name)?;
    if found.reset {
        let password = app.passwords.hash(wanted.password).await?;
        let actor = Actor { id: Some(found.user.id), name: found.user.name, ..origin.stranger() };
        app.store.by(actor).use_reset(&hash, &password).await?.ok_or(Code::InvitationUsed)?;
        // Not in yet: there may be a second factor.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let nickname = wanted.nickname.map(|n| check::nickname("nickname", &n)).transpose()?;
    let password = app.passwords.hash(wanted.password).await?;
    let actor = Actor { id: Some(found.user.id), name: found.user.name, ..origin.stranger() };
    let store = app.store.by(actor);
    let user =
        store.use_invitation(&hash, &password, nickname.as_deref()).await?.ok_or(Code::InvitationUsed)?;
    enter(&app, user, &origin).await
}
