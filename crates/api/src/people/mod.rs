//! Users, groups and roles, for those who manage them.

pub mod actions;
mod batch;
pub mod groups;
pub mod import;
pub mod permissions;
pub mod roles;
pub mod secrets;
pub(crate) mod view;

pub use batch::*;

use crate::app::App;
use crate::check;
use crate::clusters::{data_quota, longest_of_user};
use crate::codes::Code;
use crate::dto::{Belongings, Console, RunningJob, User, UserChange, UserDetail, UserState};
use crate::error::ApiResult;
use crate::extract::{Body, IfMatch, PathId, Query, Revised};
use crate::guard::{Permit, UserRead, UserWrite};
use crate::list::{List, page_request_in};
use crate::table::{BYTE_ORDER_MARK, CSV, cell, line, streamed};
use crate::words::word;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fovea_store::{Id, UserFilter, UserOrder, UserSort};
use serde::Deserialize;
use utoipa::IntoParams;
use view::count;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `name`, `nickname`, `created_at` or `last_login_at`, with `-` the other way round
    sort: Option<String>,
    /// Part of the user name, nickname, mail or phone
    q: Option<String>,
    state: Option<UserState>,
    role_id: Option<Id>,
    group_id: Option<Id>,
}

impl UserQuery {
    fn filter(&self) -> UserFilter {
        let state = self.state.and_then(|s| fovea_store::UserState::from_name(&word(&s)));
        UserFilter { q: self.q.clone(), state, role: self.role_id, group: self.group_id }
    }

    fn order(&self) -> ApiResult<UserOrder> {
        let text = self.sort.as_deref().unwrap_or("name");
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let sort = match name {
            "name" => UserSort::Name,
            "nickname" => UserSort::Nickname,
            "created_at" => UserSort::CreatedAt,
            "last_login_at" => UserSort::LastLoginAt,
            _ => return Err(Code::BadSort.into()),
        };
        Ok(UserOrder { sort, descending })
    }
}

/// How many users, groups and roles there are
#[utoipa::path(get, path = "/console", tag = "people", responses((status = 200, body = Console)))]
pub async fn console(_: Permit<UserRead>, State(app): State<App>) -> ApiResult<Json<Console>> {
    let counts = app.store.people_counts().await?;
    Ok(Json(Console {
        users: count(counts.users),
        groups: count(counts.groups),
        roles: count(counts.roles),
        waiting: count(counts.waiting),
        invited: count(counts.invited),
        locked: count(counts.locked),
    }))
}

/// Users; with a filter no more than 10,000 are counted, with several at least 200 where there are so many
#[utoipa::path(get, path = "/users", tag = "people", params(UserQuery),
    responses((status = 200, body = List<User>)))]
pub async fn list(
    _: Permit<UserRead>,
    State(app): State<App>,
    Query(query): Query<UserQuery>,
) -> ApiResult<Json<List<User>>> {
    let sort = query.sort.as_deref().unwrap_or("name");
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let found = app.store.people(&query.filter(), query.order()?, &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let items = found.items.into_iter().map(view::user).collect::<ApiResult<_>>()?;
    Ok(Json(List { items, next, total }.in_order(sort)))
}

/// Users as CSV
#[utoipa::path(get, path = "/users.csv", tag = "people", params(UserQuery),
    responses((status = 200, description = "One line a user", content_type = "text/csv", body = String)))]
pub async fn csv(
    _: Permit<UserRead>,
    State(app): State<App>,
    Query(query): Query<UserQuery>,
) -> ApiResult<Response> {
    let (filter, order) = (query.filter(), query.order()?);
    let head = format!(
        "{BYTE_ORDER_MARK}id,name,nickname,phone,mail,note,language,roles,groups,state,last_login_at,created_at\r\n"
    );
    Ok(streamed(CSV, "users.csv", head, move |page| {
        let (app, filter) = (app.clone(), filter.clone());
        async move {
            let found = app.store.people(&filter, order, &page).await?;
            let mut text = String::new();
            for person in found.items {
                text += &csv_line(view::user(person)?);
            }
            Ok((text, found.next))
        }
    }))
}

fn csv_line(user: User) -> String {
    let roles: Vec<String> = user.roles.into_iter().map(|r| r.name).collect();
    let groups: Vec<String> = user.groups.into_iter().map(|g| g.name).collect();
    line(&[
        user.id.to_string(),
        cell(&user.name),
        cell(&user.nickname),
        cell(&user.phone),
        cell(&user.mail),
        cell(&user.note),
        user.language,
        cell(&roles.join(";")),
        cell(&groups.join(";")),
        word(&user.state),
        user.last_login_at.map(|t| t.to_string()).unwrap_or_default(),
        user.created_at.to_string(),
    ])
}

/// A user, with where each right comes from
#[utoipa::path(get, path = "/users/{id}", tag = "people", params(("id" = Id, Path)),
    responses((status = 200, body = UserDetail, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    _: Permit<UserRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<UserDetail>> {
    detail(&app, id).await
}

async fn detail(app: &App, id: Id) -> ApiResult<Revised<UserDetail>> {
    let person = app.store.person(id).await?;
    let sources = app.store.right_sources(id).await?;
    let invited = app.store.invitation_of(id).await?;
    let revision = person.user.revision;
    let used = app.store.data_used_by(id).await?;
    Ok(Revised { revision, value: view::detail(person, &sources, invited, used)? })
}

/// Change a user
///
/// Where they leave a virtual cluster with their groups and have jobs there, the answer is `vc.jobs_run` with the list, until it is said with
/// `stop_jobs` that they are to be stopped.
#[utoipa::path(patch, path = "/users/{id}", tag = "people", request_body = UserChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = UserDetail, headers(("ETag" = String, description = "Revision")))))]
pub async fn change(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<UserChange>,
) -> ApiResult<Revised<UserDetail>> {
    let change = fovea_store::UserChange {
        name: wanted.name.map(|n| check::user_name("name", &n)).transpose()?,
        nickname: wanted.nickname.map(|n| check::nickname("nickname", &n)).transpose()?,
        phone: wanted.phone.map(|p| check::phone("phone", &p)).transpose()?,
        mail: wanted.mail.map(|m| check::mail("mail", &m)).transpose()?,
        note: wanted.note.map(|n| check::text("note", &n, 200)).transpose()?,
        language: wanted.language.map(|l| check::language("language", &l)).transpose()?,
        role_ids: wanted.role_ids,
        group_ids: wanted.group_ids,
        stop_jobs: wanted.stop_jobs,
        longest_run_ms: wanted.longest_run_s.map(longest_of_user).transpose()?,
        data_quota_bytes: wanted.data_quota_bytes.map(data_quota).transpose()?,
        virtual_cluster_id: wanted.virtual_cluster_id,
        job_mail: None,
    };
    permit.store(&app).change_user(id, revision, change).await?;
    app.engine.wake();
    detail(&app, id).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeleteQuery {
    /// Who gets what they made; else it belongs to nobody
    transfer_to: Option<Id>,
}

/// Delete a user who has no running jobs
#[utoipa::path(delete, path = "/users/{id}", tag = "people", params(("id" = Id, Path), DeleteQuery),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<DeleteQuery>,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_user(id, query.transfer_to).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What hangs on a user
#[utoipa::path(get, path = "/users/{id}/belongings", tag = "people", params(("id" = Id, Path)),
    responses((status = 200, body = Belongings)))]
pub async fn belongings(
    _: Permit<UserRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Belongings>> {
    let found = app.store.belongings(id).await?;
    let job = |j: fovea_store::RunningJob| RunningJob { id: j.id, name: j.name, project_id: j.project_id };
    Ok(Json(Belongings {
        running_jobs: found.running.into_iter().map(job).collect(),
        jobs: count(found.jobs),
        projects: count(found.projects),
        versions: count(found.versions),
        imports: count(found.imports),
        tokens: count(found.tokens),
        sessions: count(found.sessions),
    }))
}
