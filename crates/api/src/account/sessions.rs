use crate::app::App;
use crate::dto::Session;
use crate::error::ApiResult;
use crate::extract::{PathId, Query};
use crate::guard::{By, Permit, SignedIn};
use crate::list::{List, ListQuery};
use crate::session::set_cookie;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use fovea_store::Id;

/// Your sessions, newest first
#[utoipa::path(get, path = "/sessions", tag = "account", params(ListQuery),
    responses((status = 200, body = List<Session>)))]
pub async fn list(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<Session>>> {
    let page = app.store.sessions(permit.user(), &query.request()?).await?;
    let by = permit.principal.by;
    Ok(Json(List::of(page, |s| Session {
        current: by == By::Session(s.id),
        id: s.id,
        device: s.device,
        address: s.address,
        created_at: s.created_at.into(),
        last_seen_at: s.last_used_at.into(),
        expires_at: s.expires_at.into(),
    })))
}

/// End one of your sessions
#[utoipa::path(delete, path = "/sessions/{id}", tag = "account", params(("id" = Id, Path)),
    responses((status = 204, description = "Ended")))]
pub async fn delete(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).close_session(permit.user(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Log out everywhere, here too
#[utoipa::path(delete, path = "/sessions", tag = "account",
    responses((status = 204, description = "All ended")))]
pub async fn delete_all(permit: Permit<SignedIn>, State(app): State<App>) -> ApiResult<Response> {
    permit.store(&app).close_all_sessions(permit.user()).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&app, &mut response, "", 0);
    Ok(response)
}
