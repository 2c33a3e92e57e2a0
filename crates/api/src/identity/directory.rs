//! Names and passwords that may be those of a directory.

use super::config::{self, Open};
use super::oidc::enter;
use super::person::tidy;
use crate::app::App;
use crate::client::Origin;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use fovea_identity::{Profile, ldap};
use fovea_store::{IdentityProvider, ProviderKind, User};
use futures_util::future::join_all;
use std::time::Duration;

const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// The user whose name and password in a directory these are, where our own did not fit. `known` is the user of this
/// name here, if there is one: then only an identity that is linked to them opens, and only to such a directory the
/// password goes. Each directory is asked in any case, so that the time tells nothing of the name.
pub(crate) async fn log_in(
    app: &App,
    origin: &Origin,
    known: Option<&User>,
    name: &str,
    password: &str,
) -> ApiResult<Option<User>> {
    let providers = app.store.enabled_providers(ProviderKind::Ldap).await?;
    if providers.is_empty() {
        return Ok(None);
    }
    let busy = || ApiError::from(Code::AuthBusy).with("wait_s", 3);
    let place = tokio::time::timeout(LONGEST_WAIT, app.identity.directories.acquire()).await;
    let _place = place.map_err(|_| busy())?.map_err(ApiError::internal)?;
    let asked = join_all(providers.iter().map(|p| ask(app, p, known, name, password))).await;
    let mut down = false;
    for (provider, answer) in providers.iter().zip(asked) {
        match answer {
            Ok(Some(profile)) => match user(app, origin, provider, known, profile).await? {
                Some(user) => return Ok(Some(user)),
                None => continue,
            },
            Ok(None) => {}
            Err(Down) => down = true,
        }
    }
    // Told whatever name it is: else the answer would tell which names are not ours.
    if down { Err(Code::AuthDirectoryDown.into()) } else { Ok(None) }
}

struct Down;

async fn ask(
    app: &App,
    provider: &IdentityProvider,
    known: Option<&User>,
    name: &str,
    password: &str,
) -> Result<Option<Profile>, Down> {
    let failed = |error: &dyn std::fmt::Display| {
        tracing::warn!(provider = provider.name, %error, "a directory cannot be asked");
        Down
    };
    let may = match known {
        Some(user) => app.store.has_identity(user.id, provider.id).await.map_err(|e| failed(&e))?,
        None => true,
    };
    match config::open(app, provider).await {
        Ok(Open::Ldap(config)) => {
            ldap::log_in(&config, name.trim(), may.then_some(password)).await.map_err(|e| failed(&e))
        }
        Ok(Open::Oidc(_)) => Ok(None),
        Err(error) => Err(failed(&error.code().name())),
    }
}

async fn user(
    app: &App,
    origin: &Origin,
    provider: &IdentityProvider,
    known: Option<&User>,
    profile: Profile,
) -> ApiResult<Option<User>> {
    let person = tidy(profile);
    if let Some(known) = known
        && app.store.user_of_identity(provider.id, &person).await? != Some(known.id)
    {
        return Ok(None);
    }
    enter(app, origin, provider.id, person).await
}
