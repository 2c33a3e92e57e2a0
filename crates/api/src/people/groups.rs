use super::batch::DryRun;
use super::view;
use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{Group, GroupChange, MembersChange, NewGroup, RowProblem, RowsAnswer};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, IfMatch, PathId, Query, Revised};
use crate::guard::{Permit, UserRead, UserWrite};
use crate::list::{List, page_request_in};
use crate::table::{BYTE_ORDER_MARK, CSV, cell, line, streamed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use fovea_store::{Id, LeftJobs, NamedOrder};
use serde::Deserialize;
use utoipa::IntoParams;

pub(super) const MOST_NAME: usize = 32;
pub(super) const MOST_DESCRIPTION: usize = 200;
const MOST_MEMBERS: usize = 1000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `name` or `created_at`, with `-` the other way round
    sort: Option<String>,
    /// Part of the name or description
    q: Option<String>,
}

pub(crate) fn named_order(sort: Option<&str>) -> ApiResult<NamedOrder> {
    match sort.unwrap_or("name") {
        "name" => Ok(NamedOrder { by_time: false, descending: false }),
        "-name" => Ok(NamedOrder { by_time: false, descending: true }),
        "created_at" => Ok(NamedOrder { by_time: true, descending: false }),
        "-created_at" => Ok(NamedOrder { by_time: true, descending: true }),
        _ => Err(Code::BadSort.into()),
    }
}

/// Groups
#[utoipa::path(get, path = "/groups", tag = "people", params(GroupQuery),
    responses((status = 200, body = List<Group>)))]
pub async fn list(
    _: Permit<UserRead>,
    State(app): State<App>,
    Query(query): Query<GroupQuery>,
) -> ApiResult<Json<List<Group>>> {
    let sort = query.sort.as_deref().unwrap_or("name");
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let found = app.store.groups(query.q.as_deref(), named_order(Some(sort))?, &page).await?;
    Ok(Json(List::of(found, view::group).in_order(sort)))
}

/// Groups as CSV
#[utoipa::path(get, path = "/groups.csv", tag = "people", params(GroupQuery),
    responses((status = 200, description = "One line a group", content_type = "text/csv", body = String)))]
pub async fn csv(
    _: Permit<UserRead>,
    State(app): State<App>,
    Query(query): Query<GroupQuery>,
) -> ApiResult<Response> {
    let order = named_order(query.sort.as_deref())?;
    let head = format!("{BYTE_ORDER_MARK}id,name,description,roles,members,created_at\r\n");
    Ok(streamed(CSV, "groups.csv", head, move |page| {
        let (app, q) = (app.clone(), query.q.clone());
        async move {
            let found = app.store.groups(q.as_deref(), order, &page).await?;
            let text = found.items.into_iter().map(|g| csv_line(&view::group(g))).collect();
            Ok((text, found.next))
        }
    }))
}

fn csv_line(group: &Group) -> String {
    let roles: Vec<&str> = group.roles.iter().map(|r| r.name.as_str()).collect();
    line(&[
        group.id.to_string(),
        cell(&group.name),
        cell(&group.description),
        cell(&roles.join(";")),
        group.members.to_string(),
        group.created_at.to_string(),
    ])
}

/// Make a group, which gives its roles to its users
#[utoipa::path(post, path = "/groups", tag = "people", request_body = NewGroup, params(DryRun),
    responses((status = 201, body = Group), (status = 200, description = "Dry run", body = RowsAnswer)))]
pub async fn create(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    Query(query): Query<DryRun>,
    Body(wanted): Body<NewGroup>,
) -> ApiResult<Response> {
    let mut rows = Vec::new();
    let mut add =
        |field: &str, code: &str| rows.push(RowProblem { index: 0, field: field.into(), code: code.into() });
    let name = check::name("name", &wanted.name, MOST_NAME);
    let description = check::text("description", &wanted.description, MOST_DESCRIPTION);
    if let Err(error) = &name {
        add("name", error.field_code("name"));
    } else if app.store.group_name_taken(&wanted.name).await? {
        add("name", "group.name_taken");
    }
    if let Err(error) = &description {
        add("description", error.field_code("description"));
    }
    match wanted.role_ids.as_deref() {
        Some([]) => add("role_ids", "field.required"),
        None if !query.dry_run => add("role_ids", "field.required"),
        _ => {}
    }
    if wanted.user_ids.len() > MOST_MEMBERS {
        add("user_ids", "field.too_many");
    }
    for role in wanted.role_ids.iter().flatten() {
        match app.store.rights_of_role(*role).await? {
            None => add("role_ids", "role.not_found"),
            Some(rights) if !permit.principal.rights.cover(rights) => add("role_ids", "auth.above_you"),
            Some(_) => {}
        }
    }
    if query.dry_run {
        permit.origin.trace.nothing_changed();
        return Ok(Json(RowsAnswer { rows }).into_response());
    }
    refuse(&rows)?;
    let roles = wanted.role_ids.unwrap_or_default();
    let group = permit.store(&app).create_group(&name?, &description?, &roles, &wanted.user_ids).await?;
    Ok((StatusCode::CREATED, Json(view::group(group))).into_response())
}

/// As fields, where there are any.
pub(super) fn refuse(rows: &[RowProblem]) -> ApiResult<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let error = match first.code.as_str() {
        "group.name_taken" => Code::GroupNameTaken.into(),
        "role.name_taken" => Code::RoleNameTaken.into(),
        "auth.above_you" => Code::AuthAboveYou.into(),
        _ => ApiError::from(Code::InvalidFields),
    };
    Err(rows.iter().fold(error, |e, r| e.and_field(&r.field, &r.code)))
}

/// A group; its members are listed by `/users?group_id=`
#[utoipa::path(get, path = "/groups/{id}", tag = "people", params(("id" = Id, Path)),
    responses((status = 200, body = Group, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    _: Permit<UserRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<Group>> {
    let group = app.store.group(id).await?;
    Ok(Revised { revision: group.revision, value: view::group(group) })
}

/// Change a group
#[utoipa::path(patch, path = "/groups/{id}", tag = "people", request_body = GroupChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = Group, headers(("ETag" = String, description = "Revision")))))]
pub async fn change(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<GroupChange>,
) -> ApiResult<Revised<Group>> {
    if wanted.role_ids.as_ref().is_some_and(Vec::is_empty) {
        return Err(ApiError::field("role_ids", "field.required"));
    }
    let change = fovea_store::GroupChange {
        name: wanted.name.map(|n| check::name("name", &n, MOST_NAME)).transpose()?,
        description: wanted
            .description
            .map(|d| check::text("description", &d, MOST_DESCRIPTION))
            .transpose()?,
        role_ids: wanted.role_ids,
    };
    let group = permit.store(&app).change_group(id, revision, change).await?;
    Ok(Revised { revision: group.revision, value: view::group(group) })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeleteQuery {
    /// Stop jobs in virtual clusters that its users were in by it alone; else they are told and nothing is deleted
    #[serde(default)]
    stop_jobs: bool,
}

/// Delete a group; its users stay
///
/// Where a user leaves a virtual cluster by this and has jobs there, the answer is `vc.jobs_run` with the list, until it is said with
/// `stop_jobs` that they are to be stopped.
#[utoipa::path(delete, path = "/groups/{id}", tag = "people", params(("id" = Id, Path), DeleteQuery),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<DeleteQuery>,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_group(id, LeftJobs::stop(query.stop_jobs)).await?;
    app.engine.wake();
    Ok(StatusCode::NO_CONTENT)
}

/// Put users into a group and take others out, all or none
///
/// Where one leaves a virtual cluster by this and has jobs there, the answer is `vc.jobs_run` with the list, until it is said with
/// `stop_jobs` that they are to be stopped.
#[utoipa::path(post, path = "/groups/{id}/members", tag = "people", request_body = MembersChange,
    params(("id" = Id, Path)), responses((status = 200, body = Group)))]
pub async fn change_members(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<MembersChange>,
) -> ApiResult<Json<Group>> {
    for (field, ids) in [("add", &wanted.add), ("remove", &wanted.remove)] {
        if ids.len() > MOST_MEMBERS {
            return Err(ApiError::field(field, "field.too_many"));
        }
    }
    let jobs = LeftJobs::stop(wanted.stop_jobs);
    let group = permit.store(&app).change_members(id, &wanted.add, &wanted.remove, jobs).await?;
    app.engine.wake();
    if wanted.add.is_empty() && wanted.remove.is_empty() {
        permit.origin.trace.nothing_changed();
    }
    Ok(Json(view::group(group)))
}
