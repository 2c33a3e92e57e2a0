//! The same for many at once; each is answered for itself.

use crate::app::App;
use crate::codes::Code;
use crate::dto::{
    ActionResult, ActionResults, GroupAction, GroupActionName, RoleAction, RoleActionName, UserAction,
    UserActionName,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::Body;
use crate::guard::{Permit, RoleWrite, UserWrite};
use axum::Json;
use axum::extract::State;
use fovea_store::{BulkAction, ClusterDenied, ClusterJob, Id, LeftJobs, StoreError, Trace};

const MOST_IDS: usize = 200;

/// Lock, unlock, delete users, or give and take groups and roles
///
/// Users who would leave a virtual cluster with their groups and have jobs there are left as they are; the answer is `vc.jobs_run` with the
/// list then, until it is said with `stop_jobs` that they are to be stopped.
#[utoipa::path(post, path = "/users/actions", tag = "people", request_body = UserAction,
    responses((status = 200, description = "One result for each id", body = ActionResults)))]
pub async fn users(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    Body(wanted): Body<UserAction>,
) -> ApiResult<Json<ActionResults>> {
    some(&wanted.ids)?;
    let action = match wanted.action {
        UserActionName::Delete => BulkAction::Delete { transfer_to: wanted.transfer_to },
        UserActionName::Lock => BulkAction::Lock,
        UserActionName::Unlock => BulkAction::Unlock,
        UserActionName::AddGroups => BulkAction::AddGroups(given("group_ids", wanted.group_ids)?),
        UserActionName::RemoveGroups => {
            BulkAction::RemoveGroups(given("group_ids", wanted.group_ids)?, LeftJobs::stop(wanted.stop_jobs))
        }
        UserActionName::AddRoles => BulkAction::AddRoles(given("role_ids", wanted.role_ids)?),
        UserActionName::RemoveRoles => BulkAction::RemoveRoles(given("role_ids", wanted.role_ids)?),
    };
    let results = permit.store(&app).change_users(&wanted.ids, &action).await?;
    app.engine.wake();
    asked(&results)?;
    Ok(told(&permit.origin.trace, results))
}

/// Delete groups, or put users into them
#[utoipa::path(post, path = "/groups/actions", tag = "people", request_body = GroupAction,
    responses((status = 200, description = "One result for each id", body = ActionResults)))]
pub async fn groups(
    permit: Permit<UserWrite>,
    State(app): State<App>,
    Body(wanted): Body<GroupAction>,
) -> ApiResult<Json<ActionResults>> {
    some(&wanted.ids)?;
    let users = match wanted.action {
        GroupActionName::Delete => Vec::new(),
        GroupActionName::AddUsers => given("user_ids", wanted.user_ids)?,
    };
    let store = permit.store(&app);
    let mut results = Vec::new();
    for id in wanted.ids {
        let done = match wanted.action {
            GroupActionName::Delete => store.delete_group(id, LeftJobs::stop(wanted.stop_jobs)).await,
            GroupActionName::AddUsers => {
                store.change_members(id, &users, &[], LeftJobs::Ask).await.map(|_| ())
            }
        };
        results.push((id, done));
    }
    app.engine.wake();
    asked(&results)?;
    Ok(told(&permit.origin.trace, results))
}

/// Delete roles of your own making
#[utoipa::path(post, path = "/roles/actions", tag = "people", request_body = RoleAction,
    responses((status = 200, description = "One result for each id", body = ActionResults)))]
pub async fn roles(
    permit: Permit<RoleWrite>,
    State(app): State<App>,
    Body(wanted): Body<RoleAction>,
) -> ApiResult<Json<ActionResults>> {
    some(&wanted.ids)?;
    let RoleActionName::Delete = wanted.action;
    let store = permit.store(&app);
    let mut results = Vec::new();
    for id in wanted.ids {
        results.push((id, store.delete_role(id).await));
    }
    Ok(told(&permit.origin.trace, results))
}

/// All jobs that would be stopped are told at once; what none stand in the way of is done.
fn asked(results: &[(Id, Result<(), StoreError>)]) -> ApiResult<()> {
    let of_one = |(_, done): &(Id, Result<(), StoreError>)| match done {
        Err(StoreError::Cluster(ClusterDenied::JobsRun(jobs))) => jobs.clone(),
        _ => Vec::new(),
    };
    let jobs: Vec<ClusterJob> = results.iter().flat_map(of_one).collect();
    if jobs.is_empty() { Ok(()) } else { Err(StoreError::Cluster(ClusterDenied::JobsRun(jobs)).into()) }
}

fn some(ids: &[Id]) -> ApiResult<()> {
    if (1..=MOST_IDS).contains(&ids.len()) {
        Ok(())
    } else {
        Err(ApiError::field("ids", "field.out_of_range").with("most", MOST_IDS))
    }
}

fn given(field: &str, ids: Vec<Id>) -> ApiResult<Vec<Id>> {
    match ids.len() {
        0 => Err(ApiError::field(field, "field.required")),
        1..=MOST_IDS => Ok(ids),
        _ => Err(ApiError::field(field, "field.too_many")),
    }
}

fn told(trace: &Trace, results: Vec<(Id, Result<(), StoreError>)>) -> Json<ActionResults> {
    if results.iter().all(|(_, done)| done.is_err()) {
        trace.nothing_changed();
    }
    let code = |e: StoreError| -> Code { ApiError::from(e).code() };
    let results = results
        .into_iter()
        .map(|(id, done)| ActionResult {
            id,
            ok: done.is_ok(),
            code: done.err().map(|e| code(e).name().into()),
        })
        .collect();
    Json(ActionResults { results })
}
