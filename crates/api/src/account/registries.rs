//! Accounts at registries of images. Their secrets are sealed for their user as soon as they come in; nothing here tells one again, and
//! since job files and templates name only images, none can get into those.

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId};
use crate::guard::{JobWriteOwn, Permit};
use crate::seal::Seal;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::registry;
use fovea_jobs::{RegistryLogin, RegistryLogins};
use fovea_store::{Id, Registry, RegistryDenied, Store};

const LONGEST_LOGIN: usize = 200;
/// Tokens of some registries are long.
const LONGEST_SECRET: usize = 4000;

/// Your accounts at registries of images
#[utoipa::path(get, path = "/account/registries", tag = "account", responses((status = 200, body = dto::Registries)))]
pub async fn list(permit: Permit<JobWriteOwn>, State(app): State<App>) -> ApiResult<Json<dto::Registries>> {
    let found = app.store.registries(permit.user()).await?;
    let allowed = app.settings.image_registries.hosts();
    let allowed = allowed.map(|hosts| hosts.into_iter().map(Into::into).collect());
    Ok(Json(dto::Registries { items: found.into_iter().map(view).collect(), allowed }))
}

/// Keep an account at a registry, by which images of your jobs are fetched from there
#[utoipa::path(post, path = "/account/registries", tag = "account", request_body = dto::NewRegistry,
    responses((status = 201, body = dto::Registry)))]
pub async fn create(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    Body(wanted): Body<dto::NewRegistry>,
) -> ApiResult<Created<dto::Registry>> {
    // One by HTTP is there only where it was allowed, and then under its name alone.
    let host = registry::parse(&wanted.host).map_err(|e| ApiError::field("host", e.code()))?;
    if app.settings.image_registries.speech(&host).is_none() {
        return Err(ApiError::field("host", "registry.not_allowed"));
    }
    let (login, secret) = sealed(&app, &permit, &wanted.login, wanted.secret).await?;
    match permit.store(&app).create_registry(permit.user(), &host, &login, secret).await? {
        Ok(made) => Ok(Created(view(made))),
        Err(RegistryDenied::Known) => Err(Code::RegistryKnown.into()),
        Err(RegistryDenied::TooMany) => Err(Code::RegistryTooMany.into()),
    }
}

/// Another name or secret at the same registry
#[utoipa::path(put, path = "/account/registries/{id}", tag = "account", params(("id" = Id, Path)),
    request_body = dto::RegistryChange, responses((status = 200, body = dto::Registry)))]
pub async fn replace(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::RegistryChange>,
) -> ApiResult<Json<dto::Registry>> {
    let (login, secret) = sealed(&app, &permit, &wanted.login, wanted.secret).await?;
    Ok(Json(view(permit.store(&app).replace_registry(permit.user(), id, &login, secret).await?)))
}

/// Forget an account at a registry; images that are here already stay
#[utoipa::path(delete, path = "/account/registries/{id}", tag = "account", params(("id" = Id, Path)),
    responses((status = 204, description = "Nothing is fetched with it any more")))]
pub async fn delete(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_registry(permit.user(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn sealed(
    app: &App,
    permit: &Permit<JobWriteOwn>,
    login: &str,
    secret: String,
) -> ApiResult<(String, Vec<u8>)> {
    let login = check::name("login", login, LONGEST_LOGIN)?;
    if login.contains(':') {
        // Basic authentication would read the rest as the secret.
        return Err(ApiError::field("login", "field.invalid"));
    }
    if secret.is_empty() {
        return Err(ApiError::field("secret", "field.required"));
    }
    if secret.len() > LONGEST_SECRET {
        return Err(ApiError::field("secret", "field.too_long").with("most", LONGEST_SECRET));
    }
    if secret.contains(char::is_control) {
        return Err(ApiError::field("secret", "field.invalid"));
    }
    Ok((login, app.seal.close(permit.user(), secret.into_bytes()).await?))
}

/// Where jobs ask what a registry is told of their owner.
pub fn logins(store: &Store, seal: &Seal) -> RegistryLogins {
    let (store, seal) = (store.clone(), seal.clone());
    RegistryLogins::new(move |user, image: String| {
        let (store, seal) = (store.clone(), seal.clone());
        async move {
            let found = login_of(&store, &seal, user, &image).await;
            found.unwrap_or_else(|error| {
                tracing::error!(code = error.code().name(), "an account at a registry could not be opened");
                None
            })
        }
    })
}

/// What is told to the registry of an image, in the name of this user.
pub async fn login(app: &App, user: Id, image: &str) -> ApiResult<Option<RegistryLogin>> {
    login_of(&app.store, &app.seal, user, image).await
}

async fn login_of(store: &Store, seal: &Seal, user: Id, image: &str) -> ApiResult<Option<RegistryLogin>> {
    let Some(found) = store.registry_at(user, &registry::of_image(image)).await? else { return Ok(None) };
    let secret = String::from_utf8(seal.open(user, found.secret).await?).map_err(ApiError::internal)?;
    store.note_registry_use(found.id).await?;
    Ok(Some(RegistryLogin { registry: found.host, user: found.login, secret }))
}

fn view(row: Registry) -> dto::Registry {
    dto::Registry {
        id: row.id,
        host: row.host,
        login: row.login,
        created_at: row.created_at.into(),
        last_used_at: row.last_used_at.map(Into::into),
    }
}
