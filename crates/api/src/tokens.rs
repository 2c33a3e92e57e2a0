use crate::app::App;
use crate::check;
use crate::dto::{NewToken, Token, TokenWithSecret};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{Permit, SignedIn};
use crate::hashing::{TOKEN_PREFIX, hash_secret, new_secret};
use crate::list::{List, ListQuery};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_store::{Id, Moment, Store, now};

const DAY_MS: i64 = 24 * 3600 * 1000;

/// Your tokens, newest first
#[utoipa::path(get, path = "/tokens", tag = "account", params(ListQuery),
    responses((status = 200, body = List<Token>)))]
pub async fn list(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<Token>>> {
    let page = app.store.tokens(permit.user(), &query.request()?).await?;
    Ok(Json(List::of(page, token)))
}

/// Make a token; its secret is told only in this answer
#[utoipa::path(post, path = "/tokens", tag = "account", request_body = NewToken,
    responses((status = 201, body = TokenWithSecret)))]
pub async fn create(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Body(wanted): Body<NewToken>,
) -> ApiResult<Created<TokenWithSecret>> {
    let name = check::name("name", &wanted.name, 100)?;
    let days = wanted.expires_days;
    if days.is_some_and(|d| !(1..=3650).contains(&d)) {
        return Err(ApiError::field("expires_days", "field.out_of_range"));
    }
    let expires_at = days.map(|d| now() + i64::from(d) * DAY_MS);
    let (token, secret) = make(&app.store, permit.user(), &name, expires_at).await?;
    Ok(Created(TokenWithSecret { token, secret }))
}

/// Make a token void
#[utoipa::path(delete, path = "/tokens/{id}", tag = "account", params(("id" = Id, Path)),
    responses((status = 204, description = "Void from now on")))]
pub async fn delete(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    app.store.delete_token(permit.user(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new token of a user, and its secret.
pub async fn make(
    store: &Store,
    user: Id,
    name: &str,
    expires_at: Option<Moment>,
) -> ApiResult<(Token, String)> {
    let secret = format!("{TOKEN_PREFIX}{}", new_secret()?);
    let row = store.create_token(user, name, &hash_secret(&secret), expires_at).await?;
    Ok((token(row), secret))
}

fn token(row: fovea_store::Token) -> Token {
    Token {
        id: row.id,
        name: row.name,
        created_at: row.created_at.into(),
        last_used_at: row.last_used_at.map(Into::into),
        expires_at: row.expires_at.map(Into::into),
    }
}
