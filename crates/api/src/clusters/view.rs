//! Virtual clusters as clients see them.

use crate::app::App;
use crate::dto;
use crate::error::ApiResult;
use crate::guard::{Needs, Permit};
use crate::people::view::{count, group_ref};
use fovea_domain::device::{DeviceType, Unit};
use fovea_domain::permission::Permission;
use fovea_domain::quota::{Quota, longest_run, real_quotas, standing};
use fovea_jobs::DeviceCount;
use fovea_store::{ClusterOfUser, ClusterWay, Id, VirtualCluster};
use std::collections::{BTreeMap, HashMap, HashSet};

pub(crate) fn seconds(ms: Option<i64>) -> Option<u64> {
    ms.and_then(|ms| u64::try_from(ms / 1000).ok())
}

pub(super) fn unit(device: &DeviceType) -> dto::DeviceUnit {
    match device.rules().unit() {
        Unit::Core => dto::DeviceUnit::Core,
        Unit::Card => dto::DeviceUnit::Card,
    }
}

pub(super) async fn cluster<P: Needs>(
    app: &App,
    permit: &Permit<P>,
    found: VirtualCluster,
) -> ApiResult<dto::VirtualCluster> {
    let mut all = clusters(app, permit, vec![found]).await?;
    all.pop().ok_or_else(|| crate::error::ApiError::internal("a virtual cluster was lost on its way"))
}

pub(super) async fn clusters<P: Needs>(
    app: &App,
    permit: &Permit<P>,
    found: Vec<VirtualCluster>,
) -> ApiResult<Vec<dto::VirtualCluster>> {
    let real = real(app).await?;
    let own: HashSet<Id> = match permit.may(Permission::ClusterWrite) {
        true => HashSet::new(),
        false => {
            let all = app.store.clusters_of(permit.user()).await?;
            all.into_iter().filter(|c| c.administers).map(|c| c.id).collect()
        }
    };
    Ok(found
        .into_iter()
        .map(|c| dto::VirtualCluster {
            administers: permit.may(Permission::ClusterWrite) || own.contains(&c.id),
            quotas: quotas(&c, &real),
            id: c.id,
            name: c.name,
            description: c.description,
            open: c.open,
            longest_run_s: seconds(c.longest_run_ms),
            lends: c.lends,
            borrows: c.borrows,
            weight: u32::try_from(c.weight).unwrap_or(1),
            disk_mib: c.disk_mib.and_then(|mib| u64::try_from(mib).ok()),
            writes_data: c.writes_data,
            data_quota_bytes: c.data_quota_bytes.map(count),
            data_used_bytes: count(c.data_used_bytes),
            idle_warn_s: seconds(c.idle.warn_ms),
            idle_pause_s: seconds(c.idle.pause_ms),
            created_at: c.created_at.into(),
            revision: c.revision,
            members: count(c.members),
            users: count(c.users),
            groups: c.groups.into_iter().map(group_ref).collect(),
            jobs: count(c.jobs),
        })
        .collect())
}

/// What is left of each quota when machines are away, and how many devices of a type there are.
pub(super) struct Real {
    left: HashMap<(Id, DeviceType), u32>,
    counts: BTreeMap<DeviceType, DeviceCount>,
}

pub(super) async fn real(app: &App) -> ApiResult<Real> {
    let counts = app.engine.device_counts().await?;
    let mut by_device: HashMap<DeviceType, Vec<(Id, Quota)>> = HashMap::new();
    for (cluster, quota) in app.store.all_quotas().await? {
        by_device.entry(quota.device.clone()).or_default().push((cluster, quota));
    }
    let mut left = HashMap::new();
    for (device, all) in by_device {
        let quotas: Vec<u32> = all.iter().map(|(_, q)| q.quota).collect();
        let there = counts.get(&device).map_or(0, DeviceCount::shared);
        for ((cluster, _), real) in all.iter().zip(real_quotas(&quotas, there)) {
            left.insert((*cluster, device.clone()), real);
        }
    }
    Ok(Real { left, counts })
}

pub(super) fn quotas(cluster: &VirtualCluster, real: &Real) -> Vec<dto::QuotaUse> {
    let one = |q: &fovea_store::QuotaUse| {
        let Quota { device, quota, per_user } = q.quota.clone();
        let left = real.left.get(&(cluster.id, device.clone())).copied().unwrap_or(0);
        let free = real.counts.get(&device).map_or(0, |c| c.free);
        let seen = standing(quota, left, q.used, 0, free);
        dto::QuotaUse {
            device: device.name().into(),
            quota,
            per_user,
            used: q.used,
            used_preemptible: q.preemptible,
            available: seen.available,
            unschedulable: seen.unschedulable,
        }
    };
    cluster.quotas.iter().map(one).collect()
}

pub(crate) fn view_of_user(found: ClusterOfUser, longest_of_user: Option<i64>) -> dto::ClusterOfUser {
    dto::ClusterOfUser {
        id: found.id,
        name: found.name,
        way: match found.way {
            ClusterWay::User => dto::ClusterWay::User,
            ClusterWay::Group => dto::ClusterWay::Group,
            ClusterWay::Everybody => dto::ClusterWay::Everybody,
        },
        administers: found.administers,
        longest_run_s: longest_run(seconds(found.longest_run_ms), seconds(longest_of_user), None),
    }
}

/// Of the time that a training may run, a tenth is left for its evaluation.
pub(crate) fn learning_part(longest_s: u64) -> u64 {
    (longest_s - longest_s / 10).max(10)
}
