use crate::app::App;
use crate::check;
use crate::client::Origin;
use crate::codes::Code;
use crate::dto::NewOwnPassword;
use crate::error::ApiResult;
use crate::extract::Body;
use crate::guard::{Permit, SignedInAnyhow};
use crate::session::{begin, set_cookie};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use fovea_store::{Id, User};

/// Change your password
///
/// All other sessions end, and this one gets a new cookie. Tokens end too, unless `end_tokens` is false.
#[utoipa::path(put, path = "/account/password", tag = "account", request_body = NewOwnPassword,
    responses((status = 204, description = "Changed")))]
pub async fn change(
    permit: Permit<SignedInAnyhow>,
    State(app): State<App>,
    Body(wanted): Body<NewOwnPassword>,
) -> ApiResult<Response> {
    permit.session()?;
    let user = confirmed(&app, permit.user(), wanted.current).await?;
    check::password("new", &wanted.new, &user.name)?;
    let hash = app.passwords.hash(wanted.new).await?;
    let end_tokens = wanted.end_tokens.unwrap_or(true);
    // Not even this session goes on: whoever copied its cookie is out.
    permit.store(&app).change_own_password(user.id, &hash, None, end_tokens).await?;
    again(&app, &user, &permit.origin).await
}

async fn again(app: &App, user: &User, origin: &Origin) -> ApiResult<Response> {
    let secret = begin(app, user, origin).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(app, &mut response, &secret, app.session_ms().await? / 1000);
    Ok(response)
}

/// The user, who has shown to know their password: a session alone must not be enough for what lasts.
pub(crate) async fn confirmed(app: &App, id: Id, password: String) -> ApiResult<User> {
    app.tries.step(format!("confirm:{id}"), known(app, id, password)).await
}

async fn known(app: &App, id: Id, password: String) -> ApiResult<User> {
    let user = app.store.user(id).await?;
    if !app.passwords.verify(password, Some(user.password_hash.clone())).await? {
        return Err(Code::AccountWrongPassword.into());
    }
    Ok(user)
}
