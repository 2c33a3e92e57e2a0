use crate::app::App;
use crate::dto::{LoginProvider, LoginWays};
use crate::error::ApiResult;
use crate::guard::Anyone;
use axum::Json;
use axum::extract::State;
use fovea_store::ProviderKind;

/// Ways in beside name and password
#[utoipa::path(get, path = "/login_ways", tag = "account", responses((status = 200, body = LoginWays)))]
pub async fn show(_: Anyone, State(app): State<App>) -> ApiResult<Json<LoginWays>> {
    let oidc = app.store.enabled_providers(ProviderKind::Oidc).await?;
    let directories = app.store.enabled_providers(ProviderKind::Ldap).await?;
    let named = |all: Vec<fovea_store::IdentityProvider>| {
        all.into_iter().map(|p| LoginProvider { id: p.id, name: p.name }).collect()
    };
    Ok(Json(LoginWays { providers: named(oidc), directories: named(directories) }))
}
