//! Virtual clusters: who may use how much of the devices, and for how long.

mod limits;
mod members;
mod of_user;
mod over_time;
mod view;

pub(crate) use limits::limits_of;
pub use limits::*;
pub use members::*;
pub use of_user::*;
pub use over_time::*;
pub(crate) use view::{seconds, view_of_user};

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, IfMatch, PathId, Query, Revised};
use crate::guard::{ClusterRead, ClusterWrite, Needs, Permit, SignedIn};
use crate::list::{List, page_request_in};
use crate::people::groups::named_order;
use crate::table::{BYTE_ORDER_MARK, CSV, cell, line, streamed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fovea_domain::command::MOST_MEMORY_MIB;
use fovea_domain::device::DeviceType;
use fovea_domain::idle::IdleLimits;
use fovea_domain::permission::Permission;
use fovea_domain::quota::{LONGEST_NAME, Quota, WEIGHTS, unallocated};
use fovea_jobs::DeviceCount;
use fovea_store::{ClusterChange, ClusterFilter, Id, NewCluster, Sharing, VirtualCluster};
use serde::Deserialize;
use utoipa::IntoParams;

const MOST_DESCRIPTION: usize = 200;
const MOST_QUOTAS: usize = 64;
/// Of one request.
const MOST_IDS: usize = 1000;
/// A quota of pictures that nobody's disk has.
const MOST_DATA_BYTES: u64 = 1 << 50;
const DISK_MIB: std::ops::RangeInclusive<u64> = 16..=MOST_MEMORY_MIB;
const LONGEST_S: std::ops::RangeInclusive<u64> = 60..=31_536_000;

/// Gives all devices to the first virtual cluster, once.
pub async fn begin(app: &App) -> ApiResult<()> {
    Ok(app.store.begin_clusters(&app.engine.devices()).await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClusterQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `name` or `created_at`, with `-` the other way round
    sort: Option<String>,
    /// Part of the name or description
    q: Option<String>,
    /// Only those that you are in
    #[serde(default)]
    mine: bool,
}

impl ClusterQuery {
    /// Without the right `cluster.read` there are only those that one is in.
    fn filter<P: Needs>(&self, permit: &Permit<P>) -> ClusterFilter {
        let own = self.mine || !permit.may(Permission::ClusterRead);
        ClusterFilter { q: self.q.clone(), of_user: own.then_some(permit.user()) }
    }
}

/// Virtual clusters; without the right `cluster.read` those that you are in
#[utoipa::path(get, path = "/virtual_clusters", tag = "virtual_clusters", params(ClusterQuery),
    responses((status = 200, body = List<dto::VirtualCluster>)))]
pub async fn list(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    Query(query): Query<ClusterQuery>,
) -> ApiResult<Json<List<dto::VirtualCluster>>> {
    let sort = query.sort.as_deref().unwrap_or("name");
    let order = named_order(Some(sort))?;
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let found = app.store.virtual_clusters(&query.filter(&permit), order, &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let items = view::clusters(&app, &permit, found.items).await?;
    Ok(Json(List { items, next, total }.in_order(sort)))
}

/// Virtual clusters as CSV, one line a type of device
#[utoipa::path(get, path = "/virtual_clusters.csv", tag = "virtual_clusters", params(ClusterQuery),
    responses((status = 200, description = "One line a virtual cluster and type of device", content_type = "text/csv", body = String)))]
pub async fn csv(
    permit: Permit<ClusterRead>,
    State(app): State<App>,
    Query(query): Query<ClusterQuery>,
) -> ApiResult<Response> {
    let (filter, order) = (query.filter(&permit), named_order(query.sort.as_deref())?);
    let head = format!(
        "{BYTE_ORDER_MARK}id,name,description,open,members,longest_run_s,jobs,device,quota,per_user,used,created_at\r\n"
    );
    Ok(streamed(CSV, "virtual_clusters.csv", head, move |page| {
        let (app, filter) = (app.clone(), filter.clone());
        async move {
            let found = app.store.virtual_clusters(&filter, order, &page).await?;
            let text = found.items.iter().map(csv_lines).collect();
            Ok((text, found.next))
        }
    }))
}

fn csv_lines(cluster: &VirtualCluster) -> String {
    let row = |device: [String; 4]| {
        let [name, quota, per_user, used] = device;
        line(&[
            cluster.id.to_string(),
            cell(&cluster.name),
            cell(&cluster.description),
            cluster.open.to_string(),
            cluster.members.to_string(),
            seconds(cluster.longest_run_ms).map(|s| s.to_string()).unwrap_or_default(),
            cluster.jobs.to_string(),
            name,
            quota,
            per_user,
            used,
            crate::time::Time(cluster.created_at).to_string(),
        ])
    };
    if cluster.quotas.is_empty() {
        return row(Default::default());
    }
    let quotas = cluster.quotas.iter().map(|q| {
        let Quota { device, quota, per_user } = &q.quota;
        row([device.name().into(), quota.to_string(), per_user.to_string(), q.used.to_string()])
    });
    quotas.collect()
}

/// Devices of the whole cluster, and how many of them no virtual cluster has
#[utoipa::path(get, path = "/virtual_clusters/devices", tag = "virtual_clusters",
    responses((status = 200, body = dto::ClusterDevices)))]
pub async fn devices(
    permit: Permit<ClusterRead>,
    State(app): State<App>,
) -> ApiResult<Json<dto::ClusterDevices>> {
    let given = app.store.all_quotas().await?;
    let mut counts = app.engine.device_counts().await?;
    // What was given of a type that is away now is shown, too.
    for (_, quota) in &given {
        counts.entry(quota.device.clone()).or_default();
    }
    let one = |(device, count): (DeviceType, DeviceCount)| {
        let of = given.iter().filter(|(_, q)| q.device == device).map(|(_, q)| q.quota);
        dto::ClusterDevice {
            unit: view::unit(&device),
            unallocated: unallocated(count.total, of),
            device: device.name().into(),
            total: count.total,
            schedulable: count.schedulable,
            free: count.free,
        }
    };
    let items = counts.into_iter().map(one).collect();
    Ok(Json(dto::ClusterDevices { items, nodes: crate::nodes::told(&app, &permit).await? }))
}

/// Make a virtual cluster
#[utoipa::path(post, path = "/virtual_clusters", tag = "virtual_clusters", request_body = dto::NewVirtualCluster,
    responses((status = 201, body = dto::VirtualCluster)))]
pub async fn create(
    permit: Permit<ClusterWrite>,
    State(app): State<App>,
    Body(wanted): Body<dto::NewVirtualCluster>,
) -> ApiResult<Created<dto::VirtualCluster>> {
    for (field, ids) in [("user_ids", &wanted.user_ids), ("group_ids", &wanted.group_ids)] {
        few(field, ids)?;
    }
    let new = NewCluster {
        name: check::one_line("name", &check::name("name", &wanted.name, LONGEST_NAME)?, LONGEST_NAME)?,
        description: check::text("description", &wanted.description, MOST_DESCRIPTION)?,
        open: wanted.open,
        longest_run_ms: longest(wanted.longest_run_s)?,
        sharing: Sharing {
            lends: wanted.lends,
            borrows: wanted.borrows,
            weight: weight(wanted.weight)?.unwrap_or(1),
            disk_mib: disk(wanted.disk_mib)?,
            writes_data: wanted.writes_data,
        },
        data_quota_bytes: data_quota(wanted.data_quota_bytes)?,
        idle: IdleLimits {
            warn_ms: span("idle_warn_s", wanted.idle_warn_s)?,
            pause_ms: span("idle_pause_s", wanted.idle_pause_s)?,
        },
        quotas: quotas(wanted.quotas)?,
        user_ids: wanted.user_ids,
        group_ids: wanted.group_ids,
    };
    let made = permit.store(&app).create_virtual_cluster(new, &app.engine.devices()).await?;
    app.engine.wake();
    Ok(Created(view::cluster(&app, &permit, made).await?))
}

fn few(field: &str, ids: &[Id]) -> ApiResult<()> {
    if ids.len() > MOST_IDS { Err(ApiError::field(field, "field.too_many")) } else { Ok(()) }
}

fn longest(seconds: Option<u64>) -> ApiResult<Option<i64>> {
    span("longest_run_s", seconds)
}

fn span(field: &str, seconds: Option<u64>) -> ApiResult<Option<i64>> {
    match seconds {
        Some(s) if !LONGEST_S.contains(&s) => Err(ApiError::field(field, "field.out_of_range")),
        other => Ok(other.map(|s| i64::try_from(s * 1000).unwrap_or(i64::MAX))),
    }
}

fn weight(wanted: Option<u32>) -> ApiResult<Option<u32>> {
    match wanted {
        Some(weight) if !WEIGHTS.contains(&weight) => Err(ApiError::field("weight", "field.out_of_range")),
        other => Ok(other),
    }
}

fn disk(mib: Option<u64>) -> ApiResult<Option<i64>> {
    match mib {
        Some(mib) if !DISK_MIB.contains(&mib) => Err(ApiError::field("disk_mib", "field.out_of_range")),
        other => Ok(other.map(|mib| i64::try_from(mib).unwrap_or(i64::MAX))),
    }
}

/// Of a user or a virtual cluster, as it is kept.
pub(crate) fn data_quota(bytes: Option<u64>) -> ApiResult<Option<i64>> {
    match bytes {
        Some(bytes) if bytes > MOST_DATA_BYTES => {
            Err(ApiError::field("data_quota_bytes", "field.out_of_range"))
        }
        other => Ok(other.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX))),
    }
}

/// The longest time that jobs of a user may run, as it is kept.
pub(crate) fn longest_of_user(seconds: Option<u64>) -> ApiResult<Option<i64>> {
    longest(seconds)
}

fn quotas(wanted: Vec<dto::Quota>) -> ApiResult<Vec<Quota>> {
    if wanted.len() > MOST_QUOTAS {
        return Err(ApiError::field("quotas", "field.too_many"));
    }
    let one = |q: dto::Quota| {
        let device =
            DeviceType::parse(&q.device).map_err(|_| ApiError::field("quotas", "vc.device_unknown"))?;
        Ok(Quota { device, quota: q.quota, per_user: q.per_user })
    };
    wanted.into_iter().map(one).collect()
}

/// A virtual cluster; one that you are not in is not there without the right `cluster.read`
#[utoipa::path(get, path = "/virtual_clusters/{id}", tag = "virtual_clusters", params(("id" = Id, Path)),
    responses((status = 200, body = dto::VirtualCluster, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<dto::VirtualCluster>> {
    let found = readable(&app, &permit, id).await?;
    revised(&app, &permit, found).await
}

async fn revised<P: Needs>(
    app: &App,
    permit: &Permit<P>,
    found: VirtualCluster,
) -> ApiResult<Revised<dto::VirtualCluster>> {
    let revision = found.revision;
    Ok(Revised { revision, value: view::cluster(app, permit, found).await? })
}

/// Another's virtual cluster is not there.
async fn readable<P: Needs>(app: &App, permit: &Permit<P>, id: Id) -> ApiResult<VirtualCluster> {
    let found = app.store.virtual_cluster(id).await?;
    if permit.may(Permission::ClusterRead) || app.store.is_cluster_member(id, permit.user()).await? {
        Ok(found)
    } else {
        Err(Code::NotFound.into())
    }
}

/// Change a virtual cluster
///
/// It may grow while jobs run, and not shrink below what they hold. Where it is no longer open and somebody who is no
/// member then has jobs there, the answer is `vc.jobs_run` with the list, until it is said with `stop_jobs` that they are to
/// be stopped.
#[utoipa::path(patch, path = "/virtual_clusters/{id}", tag = "virtual_clusters",
    request_body = dto::VirtualClusterChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = dto::VirtualCluster, headers(("ETag" = String, description = "Revision")))))]
pub async fn change(
    permit: Permit<ClusterWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<dto::VirtualClusterChange>,
) -> ApiResult<Revised<dto::VirtualCluster>> {
    let change = ClusterChange {
        description: wanted
            .description
            .map(|d| check::text("description", &d, MOST_DESCRIPTION))
            .transpose()?,
        open: wanted.open,
        longest_run_ms: wanted.longest_run_s.map(longest).transpose()?,
        lends: wanted.lends,
        borrows: wanted.borrows,
        weight: weight(wanted.weight)?,
        disk_mib: wanted.disk_mib.map(disk).transpose()?,
        writes_data: wanted.writes_data,
        data_quota_bytes: wanted.data_quota_bytes.map(data_quota).transpose()?,
        idle_warn_ms: wanted.idle_warn_s.map(|s| span("idle_warn_s", s)).transpose()?,
        idle_pause_ms: wanted.idle_pause_s.map(|s| span("idle_pause_s", s)).transpose()?,
        quotas: wanted.quotas.map(quotas).transpose()?,
    };
    let (store, devices) = (permit.store(&app), app.engine.devices());
    let changed = store.change_virtual_cluster(id, revision, change, &devices, wanted.stop_jobs).await?;
    app.engine.wake();
    revised(&app, &permit, changed).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeleteQuery {
    /// Stop its jobs; else they are told and nothing is deleted
    #[serde(default)]
    stop_jobs: bool,
}

/// Delete a virtual cluster: not the last one, and not the one that you work in
///
/// With jobs that have not ended the answer is `vc.jobs_run` with the list, until it is said with `stop_jobs` that they are to
/// be stopped. What they made stays.
#[utoipa::path(delete, path = "/virtual_clusters/{id}", tag = "virtual_clusters", params(("id" = Id, Path), DeleteQuery),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<ClusterWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<DeleteQuery>,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_virtual_cluster(id, query.stop_jobs).await?;
    app.engine.wake();
    Ok(StatusCode::NO_CONTENT)
}
