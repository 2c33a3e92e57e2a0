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
use fovea_domain::permission::{Permission, Rights};
use fovea_store::{Id, Store, now};
use std::collections::HashMap;

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
    let mut names = HashMap::new();
    for project in page.items.iter().filter_map(|t| t.project_id) {
        // Of a project that was deleted only the id is left.
        if let Ok(found) = app.store.project(project).await {
            names.insert(project, found.name);
        }
    }
    Ok(Json(List::of(page, |row| {
        let name = row.project_id.and_then(|id| names.get(&id).cloned());
        token(row, name)
    })))
}

/// Make a token; its secret is told only in this answer
///
/// It may do no more than its scopes, and no more than its owner at the moment of use.
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
    let own = permit.principal.rights;
    let scopes = match wanted.scopes {
        Some(names) => Some(scopes(own, &names)?),
        // What a token that is cut makes is cut in the same way.
        None if own != app.store.rights_of(permit.user()).await? => {
            Some(own.iter().map(|p| p.name().to_string()).collect())
        }
        None => None,
    };
    let project = match wanted.project_id {
        Some(id) => {
            Some(app.store.project(id).await.map_err(|_| ApiError::field("project_id", "field.unknown"))?)
        }
        None => None,
    };
    let new = fovea_store::NewToken {
        user: permit.user(),
        name,
        secret_hash: Vec::new(),
        expires_at: days.map(|d| now() + i64::from(d) * DAY_MS),
        scopes,
        project_id: project.as_ref().map(|p| p.id),
    };
    let (mut token, secret) = make(&permit.store(&app), new).await?;
    token.project_name = project.map(|p| p.name);
    Ok(Created(TokenWithSecret { token, secret }))
}

fn scopes(own: Rights, names: &[String]) -> ApiResult<Vec<String>> {
    if names.is_empty() {
        return Err(ApiError::field("scopes", "field.required"));
    }
    for name in names {
        let permission =
            name.parse::<Permission>().map_err(|_| ApiError::field("scopes", "field.unknown"))?;
        if !own.contains(permission) {
            return Err(ApiError::field("scopes", "field.not_allowed"));
        }
    }
    Ok(names.to_vec())
}

/// Make a token void
#[utoipa::path(delete, path = "/tokens/{id}", tag = "account", params(("id" = Id, Path)),
    responses((status = 204, description = "Void from now on")))]
pub async fn delete(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_token(permit.user(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new token, and its secret.
pub async fn make(store: &Store, new: fovea_store::NewToken) -> ApiResult<(Token, String)> {
    let secret = format!("{TOKEN_PREFIX}{}", new_secret()?);
    let row = store.create_token(fovea_store::NewToken { secret_hash: hash_secret(&secret), ..new }).await?;
    Ok((token(row, None), secret))
}

fn token(row: fovea_store::Token, project_name: Option<String>) -> Token {
    Token {
        scopes: row.scope_names(),
        id: row.id,
        name: row.name,
        created_at: row.created_at.into(),
        last_used_at: row.last_used_at.map(Into::into),
        expires_at: row.expires_at.map(Into::into),
        project_id: row.project_id,
        project_name,
    }
}
