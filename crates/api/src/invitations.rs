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
use axum::response::Response;
use fovea_store::Actor;

/// Whom an invitation is for
#[utoipa::path(get, path = "/invitations/{secret}", tag = "account", params(("secret" = String, Path)),
    responses((status = 200, body = Invited)))]
pub async fn show(_: Anyone, State(app): State<App>, Path(secret): Path<String>) -> ApiResult<Json<Invited>> {
    let found = app.store.invited(&hash_secret(&secret)).await?.ok_or(Code::InvitationUsed)?;
    Ok(Json(Invited {
        name: found.user.name,
        nickname: found.user.nickname,
        expires_at: found.expires_at.into(),
    }))
}

/// Use an invitation: choose a password and come in
#[utoipa::path(post, path = "/invitations/{secret}", tag = "account", params(("secret" = String, Path)),
    request_body = AcceptedInvitation, responses((status = 200, description = "Logged in", body = Me)))]
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
    let nickname = wanted.nickname.map(|n| check::nickname("nickname", &n)).transpose()?;
    let password = app.passwords.hash(wanted.password).await?;
    let actor = Actor { id: Some(found.user.id), name: found.user.name, ..origin.stranger() };
    let store = app.store.by(actor);
    let user =
        store.use_invitation(&hash, &password, nickname.as_deref()).await?.ok_or(Code::InvitationUsed)?;
    enter(&app, user, &origin).await
}
