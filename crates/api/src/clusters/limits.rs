//! What a job may ask for in a virtual cluster, what is free there, and when it would start: for forms, by the functions
//! that a job is submitted by.

use super::seconds;
use super::view::{learning_part, quotas, real, unit};
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::guard::{Permit, SignedIn};
use crate::reasons::Why;
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use fovea_domain::command::DEFAULT_CORES;
use fovea_domain::device::{Counts, DeviceType};
use fovea_domain::permission::Permission;
use fovea_domain::quota::{DEFAULT_PRIORITY, PRIORITIES, USER_PRIORITIES, longest_run};
use fovea_jobs::{Asked, NeverFits, Offered, Outlook};
use fovea_store::{Id, JobAsk, JobKind, NewJob, VirtualCluster};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

/// What would be asked for, as far as it is known already.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LimitsQuery {
    /// Type of device that `devices` counts
    device: Option<String>,
    /// On each node; left out: as few as can be asked for
    devices: Option<u32>,
    /// Left out: a job on one node
    #[param(minimum = 1, maximum = 64)]
    nodes: Option<u32>,
    /// On each node, beside devices that are cards; left out: 1
    #[param(minimum = 1, maximum = 4096)]
    cores: Option<u32>,
    memory_mib: Option<u64>,
    #[param(minimum = 1, maximum = 1000)]
    priority: Option<u16>,
    #[serde(default)]
    preemptible: bool,
    longest_run_s: Option<u64>,
}

/// What a job of yours may have there, and when it would start
///
/// The rules are those that a job is submitted by: what is allowed here is taken, and what would never start is told with the same
/// reason.
#[utoipa::path(get, path = "/virtual_clusters/{id}/limits", tag = "virtual_clusters",
    params(("id" = Id, Path), LimitsQuery), responses((status = 200, body = dto::ClusterLimits)))]
pub async fn limits(
    permit: Permit<SignedIn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<LimitsQuery>,
) -> ApiResult<Json<dto::ClusterLimits>> {
    if !app.store.is_cluster_member(id, permit.user()).await? {
        return Err(Code::NotFound.into());
    }
    let found = app.store.virtual_cluster(id).await?;
    let manages = permit.may(Permission::JobWrite);
    Ok(Json(limits_of(&app, permit.user(), manages, found, Some(&query)).await?))
}

/// Without a query nothing is asked of the queue.
pub(crate) async fn limits_of(
    app: &App,
    user: Id,
    manages_jobs: bool,
    found: VirtualCluster,
    query: Option<&LimitsQuery>,
) -> ApiResult<dto::ClusterLimits> {
    let own = seconds(app.store.user(user).await?.longest_run_ms);
    let longest = longest_run(seconds(found.longest_run_ms), own, None);
    let administers = manages_jobs || app.store.administers_cluster(found.id, user).await?;
    let priorities = if administers { PRIORITIES } else { USER_PRIORITIES };
    Ok(dto::ClusterLimits {
        quotas: quotas(&found, &real(app).await?),
        devices: match query {
            Some(query) => devices(app, user, found.id, query).await?,
            None => Vec::new(),
        },
        id: found.id,
        name: found.name,
        longest_run_s: longest,
        longest_training_s: longest.map(learning_part),
        disk_mib: found.disk_mib.and_then(|mib| u64::try_from(mib).ok()),
        priority_min: *priorities.start(),
        priority_max: *priorities.end(),
        data_folder: app.settings.job_data.is_some(),
        writes_data: found.writes_data,
    })
}

async fn devices(app: &App, user: Id, cluster: Id, query: &LimitsQuery) -> ApiResult<Vec<dto::DeviceLimits>> {
    let asked = match (&query.device, query.devices) {
        (device, Some(devices)) => {
            let name = device.as_deref().unwrap_or(fovea_jobs::CPU);
            let known = DeviceType::parse(name);
            let device = known.map_err(|_| ApiError::field("device", "vc.device_unknown"))?;
            Some(Asked { device, count: devices, nodes: query.nodes })
        }
        (_, None) => None,
    };
    let new = NewJob {
        kind: JobKind::Command,
        project_id: None,
        name: String::new(),
        owner: Some(user),
        spec: Value::Null,
        service_id: None,
        virtual_cluster: Some(cluster),
        priority: query.priority.unwrap_or(DEFAULT_PRIORITY),
        ask: JobAsk {
            memory_mib: query.memory_mib.unwrap_or(0),
            preemptible: query.preemptible,
            limit_ms: query.longest_run_s.map(|s| s.saturating_mul(1000)),
            cores: query.cores.unwrap_or(DEFAULT_CORES),
            ..JobAsk::default()
        },
    };
    let draft = app.store.draft_job(new).await?;
    let totals = app.engine.devices();
    let offers = app.engine.offers(draft, asked).await?;
    Ok(offers.into_iter().map(|offer| told(totals.get(&offer.device).copied().unwrap_or(0), offer)).collect())
}

fn told(total: u32, offer: Offered) -> dto::DeviceLimits {
    let limits = offer.limits.as_ref().ok();
    let number = |of: fn(&fovea_jobs::Limits) -> u32| limits.map_or(0, of);
    let spread = limits.and_then(|l| l.offer.distributed.as_ref());
    dto::DeviceLimits {
        unit: unit(&offer.device),
        lacking: offer.limits.as_ref().err().map(|never| Why::from(never).into()),
        regular: limits.map_or_else(none_allowed, |l| counts(&l.offer.regular)),
        distributed: spread.map(|s| dto::AllowedSpread {
            most_nodes: s.per_node.least_above(0).map_or(0, |n| s.most_nodes(n)),
            per_node: counts(&s.per_node),
            quota: s.quota,
        }),
        distributed_lacks: offer.no_spread.as_ref().map(|fault| Why::from(fault).into()),
        nodes: number(|l| l.room.nodes),
        whole_nodes_free: number(|l| l.whole_nodes_free),
        total,
        free: number(|l| l.free),
        quota: number(|l| l.quota),
        left_to_vc: number(|l| l.left_to_vc),
        left_to_user: number(|l| l.left_to_user),
        most_now: number(|l| l.most_on_one),
        waiting: offer.waiting as u64,
        outlook: outlook(offer.count, offer.nodes, &offer.outlook),
        device: offer.device.name().into(),
    }
}

fn none_allowed() -> dto::AllowedCounts {
    dto::AllowedCounts { least: None, most: None, one_of: None }
}

fn counts(counts: &Counts) -> dto::AllowedCounts {
    match counts {
        Counts::Range { least, most } if least > most => none_allowed(),
        Counts::Range { least, most } => {
            dto::AllowedCounts { least: Some(*least), most: Some(*most), one_of: None }
        }
        Counts::OneOf(all) => dto::AllowedCounts {
            least: all.iter().copied().min(),
            most: counts.most(),
            one_of: Some(all.clone()),
        },
    }
}

fn outlook(devices: u32, nodes: Option<u32>, outlook: &Result<Outlook, NeverFits>) -> dto::DeviceOutlook {
    let mut told = dto::DeviceOutlook {
        devices,
        nodes,
        starts: dto::DeviceStarts::Now,
        reason: None,
        ahead: None,
        expected_start: None,
    };
    match outlook {
        Ok(Outlook::StartsNow) => {}
        Ok(Outlook::Waits(why)) => {
            told.starts = dto::DeviceStarts::Later;
            told.reason = Some(Why::from(&why.reason).into());
            told.ahead = Some(why.ahead as u64);
            told.expected_start = why.expected_start_ms.and_then(|ms| i64::try_from(ms).ok()).map(Time);
        }
        Err(never) => {
            told.starts = dto::DeviceStarts::Never;
            told.reason = Some(Why::from(never).into());
        }
    }
    told
}
