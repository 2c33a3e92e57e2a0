use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId};
use crate::guard::{Permit, SignedIn};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_ssh::PublicKey;
use fovea_store::{Id, NewSshKey, SshKey, SshKeyDenied};

const LONGEST_NAME: usize = 100;

/// Your public keys for SSH, newest first
#[utoipa::path(get, path = "/account/ssh_keys", tag = "account", responses((status = 200, body = dto::SshKeys)))]
pub async fn list(permit: Permit<SignedIn>, State(app): State<App>) -> ApiResult<Json<dto::SshKeys>> {
    let found = app.store.ssh_keys(permit.user()).await?;
    Ok(Json(dto::SshKeys { items: found.into_iter().map(view).collect() }))
}

/// Add a public key, by which its holder comes into your jobs
#[utoipa::path(post, path = "/account/ssh_keys", tag = "account", request_body = dto::NewSshKey,
    responses((status = 201, body = dto::SshKey)))]
pub async fn create(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<dto::NewSshKey>,
) -> ApiResult<Created<dto::SshKey>> {
    whole(&app, &permit).await?;
    let key = PublicKey::parse(&wanted.public_key).map_err(|e| ApiError::field("public_key", e.code()))?;
    let name = match wanted.name.trim() {
        "" => usual_name(&key),
        given => check::name("name", given, LONGEST_NAME)?,
    };
    let new = NewSshKey {
        name,
        kind: key.kind,
        bits: key.bits,
        public_key: key.text,
        fingerprint: key.fingerprint,
    };
    match permit.store(&app).create_ssh_key(permit.user(), new).await? {
        Ok(made) => Ok(Created(view(made))),
        Err(SshKeyDenied::Known) => Err(Code::SshKeyKnown.into()),
        Err(SshKeyDenied::TooMany) => Err(Code::SshKeyTooMany.into()),
    }
}

/// Take a public key away; whoever is in a job by it is out within seconds
#[utoipa::path(delete, path = "/account/ssh_keys/{id}", tag = "account", params(("id" = Id, Path)),
    responses((status = 204, description = "It opens nothing any more")))]
pub async fn delete(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_ssh_key(permit.user(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A key opens all that its owner may: who may less gives none.
async fn whole(app: &App, permit: &Permit<SignedIn>) -> ApiResult<()> {
    match permit.principal.rights == app.store.rights_of(permit.user()).await? {
        true => Ok(()),
        false => Err(Code::AuthSessionNeeded.into()),
    }
}

fn usual_name(key: &PublicKey) -> String {
    let plain: String = key.comment.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if plain.trim().is_empty() { key.kind.clone() } else { plain.trim().into() }
}

fn view(row: SshKey) -> dto::SshKey {
    dto::SshKey {
        id: row.id,
        name: row.name,
        kind: row.kind,
        bits: u32::try_from(row.bits).unwrap_or(0),
        fingerprint: row.fingerprint,
        created_at: row.created_at.into(),
        last_used_at: row.last_used_at.map(Into::into),
    }
}
