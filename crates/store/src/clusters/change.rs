//! New, changed and deleted virtual clusters, under the rules of `fovea_domain::quota`.

use super::list::{VirtualCluster, all_quotas, find_cluster};
use super::{ClusterDenied, MISSING, cluster_deleted, left_cluster, open_jobs, orphans};
use crate::audit::Entry;
use crate::idle::put_idle_limits;
use crate::names::fold;
use crate::people::group_named;
use crate::{Id, Result, Store, StoreError, now, sql};
use fovea_domain::device::DeviceType;
use fovea_domain::idle::IdleLimits;
use fovea_domain::quota::{
    GuardFault, Members, Quota, check_per_user, check_quotas, may_change, may_delete, remove_member,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Devices of the whole cluster, by type.
pub type Totals = BTreeMap<DeviceType, u32>;

#[derive(Debug, Clone)]
pub struct NewCluster {
    pub name: String,
    pub description: String,
    pub open: bool,
    pub longest_run_ms: Option<i64>,
    pub sharing: Sharing,
    pub data_quota_bytes: Option<i64>,
    pub idle: IdleLimits,
    pub quotas: Vec<Quota>,
    pub user_ids: Vec<Id>,
    pub group_ids: Vec<Id>,
}

/// How one shares with the others, and what it lets a job keep on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    pub lends: bool,
    pub borrows: bool,
    pub weight: u32,
    pub disk_mib: Option<i64>,
    /// Jobs may change the shared folder of data.
    pub writes_data: bool,
}

impl Default for Sharing {
    fn default() -> Sharing {
        Sharing { lends: false, borrows: false, weight: 1, disk_mib: None, writes_data: false }
    }
}

/// What is `None` stays. The name stays always: job files and scripts know it by that.
#[derive(Debug, Clone, Default)]
pub struct ClusterChange {
    pub description: Option<String>,
    pub open: Option<bool>,
    pub longest_run_ms: Option<Option<i64>>,
    pub lends: Option<bool>,
    pub borrows: Option<bool>,
    pub weight: Option<u32>,
    pub disk_mib: Option<Option<i64>>,
    pub writes_data: Option<bool>,
    /// Of all pictures of those who work in it
    pub data_quota_bytes: Option<Option<i64>>,
    /// About jobs that use nothing
    pub idle_warn_ms: Option<Option<i64>>,
    pub idle_pause_ms: Option<Option<i64>>,
    pub quotas: Option<Vec<Quota>>,
}

impl Store {
    /// Gives all devices to the first virtual cluster, as long as nobody has touched it.
    pub async fn begin_clusters(&self, totals: &Totals) -> Result<()> {
        let change = self.begin().await?;
        let query = "SELECT id FROM virtual_clusters v WHERE v.revision = 1
            AND (SELECT COUNT(*) FROM virtual_clusters) = 1 AND NOT EXISTS (SELECT 1 FROM virtual_cluster_quotas)";
        let rows = sql::rows(&change, query, []).await?;
        let Some(first) = rows.first() else { return Ok(()) };
        let id: Id = first.try_get("", "id")?;
        let all = |(device, total): (&DeviceType, &u32)| Quota {
            device: device.clone(),
            quota: *total,
            per_user: *total,
        };
        put_quotas(&change, id, &totals.iter().map(all).collect::<Vec<_>>()).await?;
        let made = find_cluster(&change, id).await?;
        self.note(&change, Entry::new("virtual_cluster.create").on(id, &made.name).after(told(&made)))
            .await?;
        change.commit().await?;
        Ok(())
    }

    pub async fn create_virtual_cluster(&self, new: NewCluster, totals: &Totals) -> Result<VirtualCluster> {
        let change = self.begin().await?;
        let id = Id::new();
        let others = given(&change, id).await?;
        let reach = reach(new.sharing.borrows, totals);
        check_quotas(&new.quotas, |d| total(totals, d), |d| total(&others, d), reach)?;
        let values = [
            id.into(),
            new.name.clone().into(),
            fold(&new.name).into(),
            new.description.into(),
            new.open.into(),
            new.longest_run_ms.into(),
            now().into(),
            new.sharing.lends.into(),
            new.sharing.borrows.into(),
            i64::from(new.sharing.weight).into(),
            new.sharing.disk_mib.into(),
            new.sharing.writes_data.into(),
            new.data_quota_bytes.into(),
        ];
        let query =
            "INSERT INTO virtual_clusters (id, name, name_key, description, open, longest_run_ms, created_at,
            revision, lends, borrows, weight, disk_mib, writes_data, data_quota_bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)";
        let made = change.execute(sql::statement(query, values)).await;
        made.map_err(StoreError::taken("virtual_cluster"))?;
        new.idle.check()?;
        put_idle_limits(&change, id, new.idle).await?;
        put_quotas(&change, id, &new.quotas).await?;
        for user in &new.user_ids {
            super::members::add_user(&change, id, *user).await?;
        }
        for group in &new.group_ids {
            group_named(&change, *group).await?.ok_or(ClusterDenied::GroupUnknown)?;
            super::members::add_group(&change, id, *group).await?;
        }
        let made = find_cluster(&change, id).await?;
        let mut after = told(&made);
        after["users"] = json!(new.user_ids);
        after["groups"] = json!(new.group_ids);
        self.note(&change, Entry::new("virtual_cluster.create").on(id, &made.name).after(after)).await?;
        change.commit().await?;
        Ok(made)
    }

    /// Closing an open one may leave jobs of people who are no members then: those are told, or with `confirmed`
    /// stopped.
    pub async fn change_virtual_cluster(
        &self,
        id: Id,
        revision: i64,
        wanted: ClusterChange,
        totals: &Totals,
        confirmed: bool,
    ) -> Result<VirtualCluster> {
        let change = self.begin().await?;
        let found = find_cluster(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "virtual_cluster" });
        }
        let borrows = wanted.borrows.unwrap_or(found.borrows);
        if let Some(quotas) = &wanted.quotas {
            check_change(&found, quotas, totals, &given(&change, id).await?, borrows)?;
            put_quotas(&change, id, quotas).await?;
        } else if !borrows && found.borrows {
            let kept: Vec<Quota> = found.quotas.iter().map(|q| q.quota.clone()).collect();
            check_per_user(&kept, |q| q.quota)?;
        }
        let before = told(&found);
        let idle = IdleLimits {
            warn_ms: wanted.idle_warn_ms.unwrap_or(found.idle.warn_ms),
            pause_ms: wanted.idle_pause_ms.unwrap_or(found.idle.pause_ms),
        };
        idle.check()?;
        put_idle_limits(&change, id, idle).await?;
        let query = "UPDATE virtual_clusters SET description = ?, open = ?, longest_run_ms = ?, lends = ?, borrows = ?,
            weight = ?, disk_mib = ?, writes_data = ?, data_quota_bytes = ?, revision = revision + 1 WHERE id = ?";
        let values = [
            wanted.description.unwrap_or(found.description).into(),
            wanted.open.unwrap_or(found.open).into(),
            wanted.longest_run_ms.unwrap_or(found.longest_run_ms).into(),
            wanted.lends.unwrap_or(found.lends).into(),
            borrows.into(),
            wanted.weight.map_or(found.weight, i64::from).into(),
            wanted.disk_mib.unwrap_or(found.disk_mib).into(),
            wanted.writes_data.unwrap_or(found.writes_data).into(),
            wanted.data_quota_bytes.unwrap_or(found.data_quota_bytes).into(),
            id.into(),
        ];
        sql::run(&change, query, values).await?;
        let stopped = match remove_member(orphans(&change, id).await?, confirmed) {
            // Nobody was taken out by this: who went before goes by the engine's rules.
            Members::Ask(jobs) if wanted.open == Some(false) && found.open => {
                return Err(ClusterDenied::JobsRun(jobs).into());
            }
            Members::RemoveAndStop(jobs) if wanted.open == Some(false) && found.open => jobs,
            _ => Vec::new(),
        };
        self.stop_all(&change, &stopped, &left_cluster(&found.name)).await?;
        let made = find_cluster(&change, id).await?;
        let entry = Entry::new("virtual_cluster.change").on(id, &made.name).changed(before, told(&made));
        self.note(&change, entry).await?;
        change.commit().await?;
        self.tell_jobs(&stopped).await?;
        Ok(made)
    }

    /// Its jobs that have not ended are told, or with `confirmed` stopped; those that ended stay, and are of none then.
    pub async fn delete_virtual_cluster(&self, id: Id, confirmed: bool) -> Result<()> {
        let change = self.begin().await?;
        let found = find_cluster(&change, id).await?;
        let active = open_jobs(&change, id).await?;
        let all = sql::number(&change, "SELECT COUNT(*) FROM virtual_clusters", []).await?;
        let current = match self.actor().and_then(|a| a.id) {
            Some(user) => super::of_user::default_of(&change, user).await? == Some(id),
            None => false,
        };
        match may_delete(active.len(), usize::try_from(all).unwrap_or(0), current) {
            Ok(()) => {}
            Err(GuardFault::JobsActive { .. }) if confirmed => {}
            Err(GuardFault::JobsActive { .. }) => return Err(ClusterDenied::JobsRun(active).into()),
            Err(fault) => return Err(fault.into()),
        }
        self.stop_all(&change, &active, &cluster_deleted(&found.name)).await?;
        if sql::run(&change, "DELETE FROM virtual_clusters WHERE id = ?", [id.into()]).await? != 1 {
            return Err(MISSING);
        }
        let entry = Entry::new("virtual_cluster.delete").on(id, &found.name).before(told(&found));
        self.note(&change, entry).await?;
        change.commit().await?;
        self.tell_jobs(&active).await
    }
}

/// What does not grow is not held to what is left: nodes may have gone since it was given.
fn check_change(
    found: &VirtualCluster,
    quotas: &[Quota],
    totals: &Totals,
    others: &Totals,
    borrows: bool,
) -> Result<()> {
    let before: Vec<Quota> = found.quotas.iter().map(|q| q.quota.clone()).collect();
    let grows = |device: &DeviceType| {
        let old = before.iter().find(|q| q.device == *device).map_or(0, |q| q.quota);
        quotas.iter().any(|q| q.device == *device && q.quota > old)
    };
    let others = |d: &DeviceType| if grows(d) { total(others, d) } else { 0 };
    let reach = reach(borrows, totals);
    check_quotas(quotas, |d| if grows(d) { total(totals, d) } else { u32::MAX }, others, reach)?;
    let of = |d: &DeviceType| found.quotas.iter().find(|q| q.quota.device == *d);
    may_change(&before, quotas, |d| of(d).map_or(0, |q| q.used), |d| of(d).map_or(0, |q| q.most_used))?;
    Ok(())
}

/// What one with this quota may come to use: where it borrows, all that there is.
fn reach(borrows: bool, totals: &Totals) -> impl Fn(&Quota) -> u32 {
    move |quota| if borrows { total(totals, &quota.device) } else { quota.quota }
}

fn total(of: &Totals, device: &DeviceType) -> u32 {
    of.get(device).copied().unwrap_or(0)
}

/// What the others have together.
async fn given(db: &impl ConnectionTrait, but: Id) -> Result<Totals> {
    let mut sums = Totals::new();
    for (cluster, quota) in all_quotas(db).await? {
        if cluster != but {
            let sum = sums.entry(quota.device).or_default();
            *sum = sum.saturating_add(quota.quota);
        }
    }
    Ok(sums)
}

async fn put_quotas(change: &DatabaseTransaction, id: Id, quotas: &[Quota]) -> Result<()> {
    sql::run(change, "DELETE FROM virtual_cluster_quotas WHERE cluster_id = ?", [id.into()]).await?;
    for quota in quotas {
        let values = [
            id.into(),
            quota.device.name().into(),
            i64::from(quota.quota).into(),
            i64::from(quota.per_user).into(),
        ];
        sql::run(change, "INSERT INTO virtual_cluster_quotas VALUES (?, ?, ?, ?)", values).await?;
    }
    Ok(())
}

/// What the audit tells of one.
fn told(cluster: &VirtualCluster) -> Value {
    let quota = |q: &super::QuotaUse| {
        let Quota { device, quota, per_user } = &q.quota;
        json!({"device": device.name(), "quota": quota, "per_user": per_user})
    };
    json!({
        "name": cluster.name,
        "description": cluster.description,
        "open": cluster.open,
        "longest_run_s": cluster.longest_run_ms.map(|ms| ms / 1000),
        "lends": cluster.lends,
        "borrows": cluster.borrows,
        "weight": cluster.weight,
        "disk_mib": cluster.disk_mib,
        "writes_data": cluster.writes_data,
        "data_quota_bytes": cluster.data_quota_bytes,
        "idle_warn_s": cluster.idle.warn_ms.map(|ms| ms / 1000),
        "idle_pause_s": cluster.idle.pause_ms.map(|ms| ms / 1000),
        "quotas": cluster.quotas.iter().map(quota).collect::<Vec<_>>(),
    })
}
