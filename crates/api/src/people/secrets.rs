//! What lets users in, in the hands of those who manage them.

use crate::app::App;
use crate::check;
use crate::dto::{Invitation, NewPassword};
use crate::error::ApiResult;
use crate::extract::{Body, Created, PathId};
use crate::guard::{Permit, UserWrite};
use crate::hashing::{hash_secret, new_secret};
use crate::mail::{self, Link, LinkKind};
use axum::extract::State;
use axum::http::StatusCode;
use fovea_store::{Id, Moment};

/// Set a user's password, which they must change at the next login
#[utoipa::path(put, path = "/users/{id}/password", tag = "people", params(("id" = Id, Path)),
    request_body = NewPassword, responses((status = 204, description = "Set; their sessions and tokens ended")))]
pub async fn set_password(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<NewPassword>,
) -> ApiResult<StatusCode> {
    let user = app.store.user(id).await?;
    check::password("password", &wanted.password, &user.name)?;
    let hash = app.passwords.hash(wanted.password).await?;
    permit.store(&app).set_password(id, &hash).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make another invitation; the one before is void
#[utoipa::path(post, path = "/users/{id}/invitation", tag = "people", params(("id" = Id, Path)),
    responses((status = 201, body = Invitation)))]
pub async fn invite(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Created<Invitation>> {
    let secret = new_secret()?;
    let until = permit.store(&app).invite(id, &hash_secret(&secret)).await?;
    handed_over(&app, &permit, LinkKind::Invitation, id, (secret, until)).await
}

/// Make a link by which a user chooses a new password; one made before is void
///
/// It works once, for 24 hours; the old password holds until then. Sessions and tokens end once it is used.
#[utoipa::path(post, path = "/users/{id}/reset_link", tag = "people", params(("id" = Id, Path)),
    responses((status = 201, body = Invitation)))]
pub async fn reset(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Created<Invitation>> {
    let secret = new_secret()?;
    let until = permit.store(&app).begin_reset(id, &hash_secret(&secret)).await?;
    handed_over(&app, &permit, LinkKind::Reset, id, (secret, until)).await
}

/// By mail where there is one, and in the answer.
async fn handed_over(
    app: &App,
    permit: &Permit<UserWrite>,
    kind: LinkKind,
    id: Id,
    (secret, until): (String, Moment),
) -> ApiResult<Created<Invitation>> {
    let user = app.store.user(id).await?;
    let states = mail::bring(app, permit.store(app), kind, &[Link::to(&user, &secret)]).await?;
    Ok(Created(Invitation { secret, expires_at: until.into(), mail: states.into_iter().next().flatten() }))
}

/// Take a user's second factor away, such as when the authenticator is lost
#[utoipa::path(post, path = "/users/{id}/second_factor/remove", tag = "people", params(("id" = Id, Path)),
    responses((status = 204, description = "No longer asked for")))]
pub async fn remove_factor(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).remove_factor(id, false).await?;
    Ok(StatusCode::NO_CONTENT)
}
