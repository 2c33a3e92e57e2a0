use crate::app::App;
use crate::check;
use crate::client::Origin;
use crate::codes::Code;
use crate::dto::{Me, Setup, SetupUse};
use crate::error::ApiResult;
use crate::extract::Body;
use crate::guard::Anyone;
use crate::hashing::{hash_secret, new_secret};
use crate::session::enter;
use axum::Json;
use axum::extract::State;
use axum::response::Response;

/// Whether there is no administrator yet
#[utoipa::path(get, path = "/setup", tag = "account", responses((status = 200, body = Setup)))]
pub async fn show(_: Anyone, State(app): State<App>) -> ApiResult<Json<Setup>> {
    Ok(Json(Setup { needed: !app.store.has_administrator().await? }))
}

/// Create the first administrator
///
/// Needs the token of the link that the server printed, which is good for one use.
#[utoipa::path(post, path = "/setup", tag = "account", request_body = SetupUse,
    responses((status = 200, description = "Logged in", body = Me)))]
pub async fn create(
    _: Anyone,
    State(app): State<App>,
    origin: Origin,
    Body(wanted): Body<SetupUse>,
) -> ApiResult<Response> {
    let hash = hash_secret(&wanted.token);
    // Asked first: no costly hashing for whoever just tries tokens.
    if !app.store.setup_link_is_good(&hash).await? {
        return Err(Code::SetupLinkUsed.into());
    }
    let name = check::user_name("name", &wanted.name)?;
    check::password("password", &wanted.password, &name)?;
    let password = app.passwords.hash(wanted.password).await?;
    let store = app.store.by(origin.stranger());
    let user = store.use_setup_link(&hash, &name, &password).await?.ok_or(Code::SetupLinkUsed)?;
    enter(&app, user, &origin).await
}

/// The token of a new link, as long as there is no administrator. Links made before are void.
pub async fn new_link(app: &App) -> ApiResult<Option<String>> {
    let secret = new_secret()?;
    let needed = app.store.make_setup_link(&hash_secret(&secret)).await?;
    Ok(needed.then_some(secret))
}
