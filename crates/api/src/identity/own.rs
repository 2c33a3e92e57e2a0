//! What people link to themselves.

use super::config::{self, Open};
use super::oidc::leave;
use super::pending::Purpose;
use super::person::tidy;
use crate::account::password::confirmed;
use crate::app::App;
use crate::codes::Code;
use crate::dto::{DirectoryLink, Identity, LoginStarted, OidcLink};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query};
use crate::guard::{Permit, SignedIn};
use crate::list::{List, ListQuery};
use crate::people::view::moment;
use crate::words::known;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fovea_identity::ldap;
use fovea_store::Id;

/// Who you are elsewhere
#[utoipa::path(get, path = "/account/identities", tag = "account", params(ListQuery),
    responses((status = 200, body = List<Identity>)))]
pub async fn list(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<Identity>>> {
    let page = app.store.identities(permit.user(), &query.request()?).await?;
    let (next, total) = (page.next.as_ref().map(ToString::to_string), page.total);
    let items = page.items.into_iter().map(view).collect::<ApiResult<_>>()?;
    Ok(Json(List { items, next, total }))
}

fn view(found: fovea_store::Identity) -> ApiResult<Identity> {
    Ok(Identity {
        id: found.id,
        provider_id: found.provider_id,
        provider: found.provider_name,
        kind: known(&found.provider_kind)?,
        name: found.name,
        linked_at: found.linked_at.into(),
        last_used_at: moment(found.last_used_at),
    })
}

/// Begin to link yourself at a provider of OpenID Connect: the browser is to go to the address in the answer
#[utoipa::path(post, path = "/account/identities/oidc", tag = "account", request_body = OidcLink,
    responses((status = 200, description = "The answer sets a cookie that the way back needs", body = LoginStarted)))]
pub async fn link_oidc(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<OidcLink>,
) -> ApiResult<Response> {
    really_you(&permit, &app, wanted.password).await?;
    let response = leave(&app, wanted.provider_id, Purpose::Link { user: permit.user() }).await?;
    permit.origin.trace.nothing_changed();
    Ok(response)
}

/// Link yourself in a directory
#[utoipa::path(post, path = "/account/identities/directory", tag = "account", request_body = DirectoryLink,
    responses((status = 204, description = "Linked")))]
pub async fn link_directory(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<DirectoryLink>,
) -> ApiResult<StatusCode> {
    really_you(&permit, &app, wanted.password).await?;
    let key = format!("link:{}", permit.user());
    let (name, password) = (wanted.name.trim(), &wanted.directory_password);
    app.tries.step(key, link(&app, &permit, wanted.provider_id, (name, password))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever knows this name and password in the directory is this user from now on.
async fn link(
    app: &App,
    permit: &Permit<SignedIn>,
    provider: Id,
    (name, password): (&str, &str),
) -> ApiResult<()> {
    let provider = app.store.identity_provider(provider).await?;
    let (true, Open::Ldap(config)) = (provider.enabled, config::open(app, &provider).await?) else {
        return Err(Code::NotFound.into());
    };
    let found = ldap::log_in(&config, name, Some(password)).await.map_err(|error| {
        tracing::warn!(provider = provider.name, %error, "a directory cannot be asked");
        ApiError::from(Code::AuthDirectoryDown)
    })?;
    let person = tidy(found.ok_or(Code::IdentityWrong)?);
    permit.store(app).link_identity(permit.user(), provider.id, &person).await?;
    Ok(())
}

/// A session alone must not be enough for a way in that lasts.
async fn really_you(permit: &Permit<SignedIn>, app: &App, password: String) -> ApiResult<()> {
    permit.session()?;
    if app.store.user(permit.user()).await?.password_hash.is_empty() {
        return Ok(());
    }
    confirmed(app, permit.user(), password).await.map(|_| ())
}

/// No longer be this person here; the last way in stays
#[utoipa::path(delete, path = "/account/identities/{id}", tag = "account", params(("id" = Id, Path)),
    responses((status = 204, description = "Unlinked")))]
pub async fn unlink(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.session()?;
    permit.store(&app).unlink_identity(permit.user(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
