use super::{few, view_of_user};
use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{Body, PathId};
use crate::guard::{ClusterRead, ClusterWrite, Permit};
use axum::Json;
use axum::extract::State;
use fovea_store::Id;

/// Virtual clusters that a user is in.
#[derive(Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct ClustersOfUser {
    pub items: Vec<dto::ClusterOfUser>,
    /// Where they work who say nothing else; null: in none
    pub default_id: Option<Id>,
}

async fn told(app: &App, user: Id) -> ApiResult<Json<ClustersOfUser>> {
    let longest = app.store.user(user).await?.longest_run_ms;
    let items = app.store.clusters_of(user).await?.into_iter().map(|c| view_of_user(c, longest)).collect();
    Ok(Json(ClustersOfUser { items, default_id: app.store.default_cluster(user).await? }))
}

/// Virtual clusters that a user is in
#[utoipa::path(get, path = "/users/{id}/virtual_clusters", tag = "virtual_clusters", params(("id" = Id, Path)),
    responses((status = 200, body = ClustersOfUser)))]
pub async fn of_user(
    _: Permit<ClusterRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<ClustersOfUser>> {
    told(&app, id).await
}

/// Put a user into virtual clusters and take them out of others, all or none
///
/// Where they have jobs or running imports in one that they leave, the answer is `vc.jobs_run` with the list, until it is said
/// with `stop_jobs` that they are to be stopped.
#[utoipa::path(post, path = "/users/{id}/virtual_clusters", tag = "virtual_clusters", params(("id" = Id, Path)),
    request_body = dto::ClustersOfUserChange, responses((status = 200, body = ClustersOfUser)))]
pub async fn change_of_user(
    permit: Permit<ClusterWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<dto::ClustersOfUserChange>,
) -> ApiResult<Json<ClustersOfUser>> {
    few("add", &wanted.add)?;
    few("remove", &wanted.remove)?;
    if wanted.add.is_empty() && wanted.remove.is_empty() {
        permit.origin.trace.nothing_changed();
    }
    let store = permit.store(&app);
    store.change_clusters_of(id, &wanted.add, &wanted.remove, wanted.stop_jobs).await?;
    app.engine.wake();
    told(&app, id).await
}
