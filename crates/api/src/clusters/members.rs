use super::{few, readable, revised};
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query, Revised};
use crate::guard::{Needs, Permit, SignedIn};
use crate::list::{List, page_request};
use crate::people::view::{count, group_ref};
use axum::Json;
use axum::extract::State;
use fovea_domain::permission::Permission;
use fovea_store::{Id, MembersWanted, NamedOrder, PageRequest, UserFilter, UserOrder};
use serde::Deserialize;
use utoipa::IntoParams;

/// So many are shown to choose from.
const CANDIDATES: u64 = 20;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MemberQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// Part of the user name, nickname, mail or phone
    q: Option<String>,
}

/// Members that are named one by one
#[utoipa::path(get, path = "/virtual_clusters/{id}/users", tag = "virtual_clusters", params(("id" = Id, Path), MemberQuery),
    responses((status = 200, body = List<dto::ClusterMember>)))]
pub async fn users(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<MemberQuery>,
) -> ApiResult<Json<List<dto::ClusterMember>>> {
    readable(&app, &permit, id).await?;
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let found = app.store.cluster_members(id, query.q.as_deref(), &page).await?;
    Ok(Json(List::of(found, |m| dto::ClusterMember {
        id: m.id,
        name: m.name,
        nickname: m.nickname,
        administers: m.administers,
        jobs: count(m.jobs),
    })))
}

/// Who may change members: whoever may change virtual clusters, and its own administrators.
async fn manages<P: Needs>(app: &App, permit: &Permit<P>, id: Id) -> ApiResult<()> {
    readable(app, permit, id).await?;
    if permit.may(Permission::ClusterWrite) || app.store.administers_cluster(id, permit.user()).await? {
        Ok(())
    } else {
        permit.principal.require(Permission::ClusterWrite)
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CandidateQuery {
    /// Part of the user name, nickname, mail or phone, or of a group's name
    q: Option<String>,
}

/// Users and groups to choose members from; for those who may change members
#[utoipa::path(get, path = "/virtual_clusters/{id}/candidates", tag = "virtual_clusters",
    params(("id" = Id, Path), CandidateQuery), responses((status = 200, body = dto::ClusterCandidates)))]
pub async fn candidates(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<CandidateQuery>,
) -> ApiResult<Json<dto::ClusterCandidates>> {
    manages(&app, &permit, id).await?;
    let page = PageRequest { limit: CANDIDATES, cursor: None };
    let filter = UserFilter { q: query.q.clone(), ..UserFilter::default() };
    let users = app.store.people(&filter, UserOrder::default(), &page).await?.items;
    let groups = app.store.groups(query.q.as_deref(), NamedOrder::default(), &page).await?.items;
    let user = |p: fovea_store::Person| dto::Candidate {
        id: p.user.id,
        name: p.user.name,
        nickname: p.user.nickname,
    };
    Ok(Json(dto::ClusterCandidates {
        users: users.into_iter().map(user).collect(),
        groups: groups.into_iter().map(|g| group_ref((g.id, g.name))).collect(),
    }))
}

/// Put users and groups in and take others out, all or none
///
/// Where somebody who is no member then has jobs or running imports there, the answer is `vc.jobs_run` with the list, until it
/// is said with `stop_jobs` that they are to be stopped.
#[utoipa::path(post, path = "/virtual_clusters/{id}/members", tag = "virtual_clusters",
    request_body = dto::ClusterMembersChange, params(("id" = Id, Path)),
    responses((status = 200, body = dto::VirtualCluster, headers(("ETag" = String, description = "Revision")))))]
pub async fn change_members(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::ClusterMembersChange>,
) -> ApiResult<Revised<dto::VirtualCluster>> {
    manages(&app, &permit, id).await?;
    if !wanted.add_administrator_ids.is_empty() || !wanted.remove_administrator_ids.is_empty() {
        permit.principal.require(Permission::ClusterWrite)?;
    }
    for (field, ids) in [
        ("add_user_ids", &wanted.members.add_user_ids),
        ("remove_user_ids", &wanted.members.remove_user_ids),
        ("add_group_ids", &wanted.members.add_group_ids),
        ("remove_group_ids", &wanted.members.remove_group_ids),
        ("add_administrator_ids", &wanted.add_administrator_ids),
        ("remove_administrator_ids", &wanted.remove_administrator_ids),
    ] {
        few(field, ids)?;
    }
    let change = MembersWanted {
        add_users: wanted.members.add_user_ids,
        remove_users: wanted.members.remove_user_ids,
        add_groups: wanted.members.add_group_ids,
        remove_groups: wanted.members.remove_group_ids,
        add_administrators: wanted.add_administrator_ids,
        remove_administrators: wanted.remove_administrator_ids,
    };
    if change.is_empty() {
        permit.origin.trace.nothing_changed();
        let found = readable(&app, &permit, id).await?;
        return revised(&app, &permit, found).await;
    }
    // Who administers it and takes themselves out could not see it any more.
    let leaves = change.remove_users.contains(&permit.user()) && !permit.may(Permission::ClusterRead);
    if leaves {
        return Err(ApiError::from(Code::VcLeavesYou));
    }
    let changed = permit.store(&app).change_cluster_members(id, &change, wanted.stop_jobs).await?;
    app.engine.wake();
    revised(&app, &permit, changed).await
}
