use super::batch::DryRun;
use super::groups::{MOST_DESCRIPTION, MOST_NAME, named_order, refuse};
use super::view;
use crate::app::App;
use crate::check;
use crate::dto::{HoldersChange, NewRole, Role, RoleChange, RoleKind, RowProblem, RowsAnswer};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, IfMatch, PathId, Query, Revised};
use crate::guard::{Permit, RoleRead, RoleWrite, UserWrite};
use crate::list::{List, page_request_in};
use crate::table::{BYTE_ORDER_MARK, CSV, cell, line, streamed};
use crate::words::word;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use fovea_domain::permission::{Permission, Rights};
use fovea_store::Id;
use serde::Deserialize;
use utoipa::IntoParams;

const MOST_HOLDERS: usize = 1000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RoleQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `name` or `created_at`, with `-` the other way round
    sort: Option<String>,
    /// Part of the name or description
    q: Option<String>,
    kind: Option<RoleKind>,
}

/// Roles
#[utoipa::path(get, path = "/roles", tag = "people", params(RoleQuery),
    responses((status = 200, body = List<Role>)))]
pub async fn list(
    _: Permit<RoleRead>,
    State(app): State<App>,
    Query(query): Query<RoleQuery>,
) -> ApiResult<Json<List<Role>>> {
    let sort = query.sort.as_deref().unwrap_or("name");
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let preset = query.kind.map(|k| k == RoleKind::Preset);
    let found = app.store.roles(query.q.as_deref(), preset, named_order(Some(sort))?, &page).await?;
    Ok(Json(List::of(found, view::role).in_order(sort)))
}

/// Roles as CSV
#[utoipa::path(get, path = "/roles.csv", tag = "people", params(RoleQuery),
    responses((status = 200, description = "One line a role", content_type = "text/csv", body = String)))]
pub async fn csv(
    _: Permit<RoleRead>,
    State(app): State<App>,
    Query(query): Query<RoleQuery>,
) -> ApiResult<Response> {
    let order = named_order(query.sort.as_deref())?;
    let preset = query.kind.map(|k| k == RoleKind::Preset);
    let head = format!("{BYTE_ORDER_MARK}id,name,description,kind,permissions,users,groups\r\n");
    Ok(streamed(CSV, "roles.csv", head, move |page| {
        let (app, q) = (app.clone(), query.q.clone());
        async move {
            let found = app.store.roles(q.as_deref(), preset, order, &page).await?;
            let text = found.items.into_iter().map(|r| csv_line(&view::role(r))).collect();
            Ok((text, found.next))
        }
    }))
}

fn csv_line(role: &Role) -> String {
    line(&[
        role.id.to_string(),
        cell(&role.name),
        cell(&role.description),
        word(&role.kind),
        cell(&role.permissions.join(";")),
        role.users.to_string(),
        role.groups.to_string(),
    ])
}

/// Make a role from the tree of rights
#[utoipa::path(post, path = "/roles", tag = "people", request_body = NewRole, params(DryRun),
    responses((status = 201, body = Role), (status = 200, description = "Dry run", body = RowsAnswer)))]
pub async fn create(
    permit: Permit<RoleWrite>,
    State(app): State<App>,
    Query(query): Query<DryRun>,
    Body(wanted): Body<NewRole>,
) -> ApiResult<Response> {
    let mut rows = Vec::new();
    let mut add =
        |field: &str, code: &str| rows.push(RowProblem { index: 0, field: field.into(), code: code.into() });
    let name = check::name("name", &wanted.name, MOST_NAME);
    let description = check::text("description", &wanted.description, MOST_DESCRIPTION);
    if let Err(error) = &name {
        add("name", error.field_code("name"));
    } else if app.store.role_name_taken(&wanted.name).await? {
        add("name", "role.name_taken");
    }
    if let Err(error) = &description {
        add("description", error.field_code("description"));
    }
    let permissions = permissions(wanted.permissions.as_deref().unwrap_or_default());
    match (&permissions, &wanted.permissions) {
        (_, None) if query.dry_run => {}
        (Err(error), _) => add("permissions", error.field_code("permissions")),
        (Ok(all), _) if !permit.principal.rights.cover(all.iter().copied().collect::<Rights>()) => {
            add("permissions", "auth.above_you");
        }
        _ => {}
    }
    if query.dry_run {
        permit.origin.trace.nothing_changed();
        return Ok(Json(RowsAnswer { rows }).into_response());
    }
    refuse(&rows)?;
    let role = permit.store(&app).create_role(&name?, &description?, &permissions?).await?;
    Ok((StatusCode::CREATED, Json(view::role(role))).into_response())
}

fn permissions(names: &[String]) -> ApiResult<Vec<Permission>> {
    if names.is_empty() {
        return Err(ApiError::field("permissions", "field.required"));
    }
    let all: Result<Vec<Permission>, _> = names.iter().map(|n| n.parse()).collect();
    all.map_err(|_| ApiError::field("permissions", "field.unknown"))
}

/// A role
#[utoipa::path(get, path = "/roles/{id}", tag = "people", params(("id" = Id, Path)),
    responses((status = 200, body = Role, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    _: Permit<RoleRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<Role>> {
    let role = app.store.role(id).await?;
    Ok(Revised { revision: role.revision, value: view::role(role) })
}

/// Change a role; it holds from the next request of those who have it
#[utoipa::path(patch, path = "/roles/{id}", tag = "people", request_body = RoleChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = Role, headers(("ETag" = String, description = "Revision")))))]
pub async fn change(
    permit: Permit<RoleWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<RoleChange>,
) -> ApiResult<Revised<Role>> {
    let change = fovea_store::RoleChange {
        name: wanted.name.map(|n| check::name("name", &n, MOST_NAME)).transpose()?,
        description: wanted
            .description
            .map(|d| check::text("description", &d, MOST_DESCRIPTION))
            .transpose()?,
        permissions: wanted.permissions.as_deref().map(permissions).transpose()?,
    };
    let role = permit.store(&app).change_role(id, revision, change).await?;
    Ok(Revised { revision: role.revision, value: view::role(role) })
}

/// Delete a role of your own making that nobody has
#[utoipa::path(delete, path = "/roles/{id}", tag = "people", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<RoleWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_role(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a role to users and groups, and take it from others, all or none
#[utoipa::path(post, path = "/roles/{id}/holders", tag = "people", request_body = HoldersChange,
    params(("id" = Id, Path)), responses((status = 200, body = Role)))]
pub async fn change_holders(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<HoldersChange>,
) -> ApiResult<Json<Role>> {
    let all =
        [&wanted.add_user_ids, &wanted.remove_user_ids, &wanted.add_group_ids, &wanted.remove_group_ids];
    let many = all.iter().map(|ids| ids.len()).sum::<usize>();
    if many > MOST_HOLDERS {
        return Err(ApiError::field("add_user_ids", "field.too_many"));
    }
    let add = (wanted.add_user_ids.as_slice(), wanted.add_group_ids.as_slice());
    let remove = (wanted.remove_user_ids.as_slice(), wanted.remove_group_ids.as_slice());
    let role = permit.store(&app).change_holders(id, add, remove).await?;
    if many == 0 {
        permit.origin.trace.nothing_changed();
    }
    Ok(Json(view::role(role)))
}
