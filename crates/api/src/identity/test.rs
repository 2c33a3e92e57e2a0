use super::config::{self, Open};
use super::providers::{kind_of, may_keep_secret};
use crate::app::App;
use crate::codes::Code;
use crate::dto::{FoundPerson, ProviderTestWanted, ProviderTested};
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::guard::{Permit, SettingWrite};
use axum::Json;
use axum::extract::State;
use fovea_domain::permission::Rights;
use fovea_identity::IdentityError;
use fovea_identity::ldap::{self, LdapConfig};
use fovea_identity::oidc::{ClientCheck, OidcConfig, Provider};
use fovea_store::Id;

/// Try a provider out, also before it is kept
///
/// Nobody is logged in by it. Tells the stage that fails.
#[utoipa::path(post, path = "/identity_providers/test", tag = "house", request_body = ProviderTestWanted,
    responses((status = 200, body = ProviderTested)))]
pub async fn run(
    permit: Permit<SettingWrite>,
    State(app): State<App>,
    Body(wanted): Body<ProviderTestWanted>,
) -> ApiResult<Json<ProviderTested>> {
    // Opens connections to where it is told to, so it is for the same few as the setting itself.
    if !permit.principal.rights.cover(Rights::all()) {
        return Err(Code::AuthAboveYou.into());
    }
    if wanted.name.len() > 256 {
        return Err(ApiError::field("name", "field.too_long").with("most", 256));
    }
    let checked = config::checked(&wanted.provider)?;
    let kept = match wanted.id {
        Some(id) => Some(app.store.identity_provider(id).await?),
        None => None,
    };
    let secret = match (&wanted.provider.secret, &kept) {
        (Some(secret), _) => secret.clone(),
        (None, Some(kept)) => {
            may_keep_secret(kept, &checked.receiver)?;
            config::secret(&app, kept).await?
        }
        (None, None) => String::new(),
    };
    let id = wanted.id.unwrap_or_else(Id::new);
    let tested = match config::opened(id, &checked.config, kind_of(wanted.provider.kind), secret)? {
        Open::Oidc(config) => oidc(config).await,
        Open::Ldap(config) => directory(&config, wanted.name.trim()).await,
    };
    permit.origin.trace.nothing_changed();
    Ok(Json(tested))
}

fn failed(error: &IdentityError) -> ProviderTested {
    match error {
        IdentityError::Fault { stage, reason } => ProviderTested {
            stage: Some(stage.name()),
            reason: Some(reason.clone()),
            ..ProviderTested::default()
        },
        IdentityError::Untrusted(why) => {
            ProviderTested { reason: Some(why.name().into()), ..ProviderTested::default() }
        }
    }
}

async fn oidc(config: OidcConfig) -> ProviderTested {
    let provider = match Provider::discover(config).await {
        Ok(provider) => provider,
        Err(error) => return failed(&error),
    };
    let keys = u64::try_from(provider.keys()).ok();
    match provider.check_client().await {
        Ok(ClientCheck::Known) => {
            ProviderTested { ok: true, keys, client_known: Some(true), ..ProviderTested::default() }
        }
        Ok(ClientCheck::Unsure(told)) => {
            ProviderTested { ok: true, keys, reason: Some(told), ..ProviderTested::default() }
        }
        Err(error) => ProviderTested { keys, ..failed(&error) },
    }
}

async fn directory(config: &LdapConfig, name: &str) -> ProviderTested {
    match ldap::test(config, name).await {
        Ok(found) => ProviderTested {
            ok: true,
            found: found.map(|f| FoundPerson {
                dn: f.dn,
                name: f.profile.name,
                nickname: f.profile.nickname,
                mail: f.profile.mail,
                phone: f.profile.phone,
                groups: f.profile.groups,
            }),
            ..ProviderTested::default()
        },
        Err(error) => failed(&error),
    }
}
