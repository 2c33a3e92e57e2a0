use super::config::{self, checked, receiver, redirect_uri};
use crate::app::App;
use crate::dto::{IdentityProvider, MappingRow, ProviderKind, ProviderWanted};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, IfMatch, PathId, Query, Revised};
use crate::guard::{Permit, SettingRead, SettingWrite};
use crate::list::{List, ListQuery};
use crate::people::view::{group_ref, role_ref};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_store::Id;

pub(super) fn kind_of(kind: ProviderKind) -> fovea_store::ProviderKind {
    match kind {
        ProviderKind::Oidc => fovea_store::ProviderKind::Oidc,
        ProviderKind::Ldap => fovea_store::ProviderKind::Ldap,
    }
}

fn view(provider: fovea_store::IdentityProvider) -> ApiResult<IdentityProvider> {
    let (oidc, ldap) = config::settings(&provider)?;
    let row = |m: fovea_store::ProviderMapping| MappingRow {
        their_group: m.their_group,
        role: m.role.map(role_ref),
        group: m.group.map(group_ref),
    };
    Ok(IdentityProvider {
        id: provider.id,
        kind: if oidc.is_some() { ProviderKind::Oidc } else { ProviderKind::Ldap },
        name: provider.name,
        enabled: provider.enabled,
        create_users: provider.create_users,
        redirect_uri: oidc.as_ref().map(|o| redirect_uri(&o.server_url, provider.id)),
        oidc,
        ldap,
        has_secret: provider.secret.is_some(),
        mapping: provider.mapping.into_iter().map(row).collect(),
        users: u64::try_from(provider.users).unwrap_or(0),
        created_at: provider.created_at.into(),
        revision: provider.revision,
    })
}

/// Who else may say who somebody is
#[utoipa::path(get, path = "/identity_providers", tag = "house", params(ListQuery),
    responses((status = 200, body = List<IdentityProvider>)))]
pub async fn list(
    _: Permit<SettingRead>,
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<IdentityProvider>>> {
    let page = app.store.identity_providers(&query.request()?).await?;
    let (next, total) = (page.next.as_ref().map(ToString::to_string), page.total);
    let items = page.items.into_iter().map(view).collect::<ApiResult<_>>()?;
    Ok(Json(List { items, next, total }))
}

/// Add a provider of OpenID Connect or a directory
///
/// Only for those who may do everything: who holds a provider can come in as any of its users.
#[utoipa::path(post, path = "/identity_providers", tag = "house", request_body = ProviderWanted,
    responses((status = 201, body = IdentityProvider)))]
pub async fn create(
    permit: Permit<SettingWrite>,
    State(app): State<App>,
    Body(wanted): Body<ProviderWanted>,
) -> ApiResult<Created<IdentityProvider>> {
    let id = Id::new();
    let checked = checked(&wanted)?;
    let secret = seal(&app, id, wanted.secret.as_deref()).await?;
    let kept = kept(&wanted, checked, secret);
    let made = permit.store(&app).create_identity_provider(id, kind_of(wanted.kind), kept).await?;
    Ok(Created(view(made)?))
}

async fn seal(app: &App, id: Id, secret: Option<&str>) -> ApiResult<Option<Vec<u8>>> {
    match secret.filter(|s| !s.is_empty()) {
        Some(secret) => Ok(Some(app.seal.close(id, secret.as_bytes().to_vec()).await?)),
        None => Ok(None),
    }
}

fn kept(
    wanted: &ProviderWanted,
    checked: config::Checked,
    secret: Option<Vec<u8>>,
) -> fovea_store::ProviderWanted {
    fovea_store::ProviderWanted {
        name: checked.name,
        enabled: wanted.enabled,
        create_users: wanted.create_users,
        config: checked.config,
        secret,
        mapping: checked.mapping,
    }
}

/// A provider; its secret is told to nobody
#[utoipa::path(get, path = "/identity_providers/{id}", tag = "house", params(("id" = Id, Path)),
    responses((status = 200, body = IdentityProvider, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    _: Permit<SettingRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<IdentityProvider>> {
    let found = app.store.identity_provider(id).await?;
    Ok(Revised { revision: found.revision, value: view(found)? })
}

/// Change a provider as a whole; the kind stays
///
/// Where the secret would go to another place than before, it has to be given anew.
#[utoipa::path(put, path = "/identity_providers/{id}", tag = "house", request_body = ProviderWanted,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = IdentityProvider, headers(("ETag" = String, description = "Revision")))))]
pub async fn change(
    permit: Permit<SettingWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<ProviderWanted>,
) -> ApiResult<Revised<IdentityProvider>> {
    let found = app.store.identity_provider(id).await?;
    if found.kind != kind_of(wanted.kind) {
        return Err(ApiError::field("kind", "field.not_allowed"));
    }
    let checked = checked(&wanted)?;
    let secret = match &wanted.secret {
        Some(secret) => seal(&app, id, Some(secret)).await?,
        None => {
            may_keep_secret(&found, &checked.receiver)?;
            found.secret
        }
    };
    let made =
        permit.store(&app).change_identity_provider(id, revision, kept(&wanted, checked, secret)).await?;
    Ok(Revised { revision: made.revision, value: view(made)? })
}

/// A secret that is told to nobody must not be sent to somebody else either.
pub(super) fn may_keep_secret(found: &fovea_store::IdentityProvider, to: &str) -> ApiResult<()> {
    if found.secret.is_some() && receiver(found)? != to {
        return Err(ApiError::field("secret", "field.required"));
    }
    Ok(())
}

/// Take a provider away; its users stay
///
/// Those without a password cannot come in any more before they are given one.
#[utoipa::path(delete, path = "/identity_providers/{id}", tag = "house", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<SettingWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_identity_provider(id).await?;
    Ok(StatusCode::NO_CONTENT)
}
