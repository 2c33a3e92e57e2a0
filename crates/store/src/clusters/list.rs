//! What there is of virtual clusters, for lists and for the engine.

use super::{CLUSTERS_OF, MISSING, OPEN};
use crate::data_quota::used_in_clusters;
use crate::idle::idle_limits;
use crate::names::fold;
use crate::people::NamedOrder;
use crate::{Cursor, Id, Moment, Page, PageRequest, Result, Store, StoreError, sql};
use fovea_domain::device::DeviceType;
use fovea_domain::idle::IdleLimits;
use fovea_domain::quota::Quota;
use sea_orm::{ConnectionTrait, FromQueryResult, Value as Sql};
use std::collections::HashMap;

#[derive(Debug, Clone)]
pub struct VirtualCluster {
    pub id: Id,
    pub name: String,
    name_key: String,
    pub description: String,
    /// Everybody is a member.
    pub open: bool,
    /// Of one job; `None`: no end.
    pub longest_run_ms: Option<i64>,
    /// What it does not use, others may.
    pub lends: bool,
    /// Its preemptible jobs may use what others lend.
    pub borrows: bool,
    /// Beside the others, where the order is by fair share.
    pub weight: i64,
    /// Most that a job may keep on the disk; `None`: no limit.
    pub disk_mib: Option<i64>,
    /// Its jobs may change the shared folder of data.
    pub writes_data: bool,
    /// Of all pictures of those who work in it; `None`: no limit.
    pub data_quota_bytes: Option<i64>,
    pub data_used_bytes: i64,
    /// About jobs that use nothing
    pub idle: IdleLimits,
    pub created_at: Moment,
    pub revision: i64,
    pub quotas: Vec<QuotaUse>,
    /// Everybody in it, once
    pub members: i64,
    /// Named one by one
    pub users: i64,
    pub groups: Vec<(Id, String)>,
    /// Jobs that have not ended
    pub jobs: i64,
}

/// A quota with what jobs hold of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaUse {
    pub quota: Quota,
    pub used: u32,
    /// Of that, by jobs that make room when they have to.
    pub preemptible: u32,
    /// What the busiest user has.
    pub most_used: u32,
}

#[derive(Debug, Clone, Default)]
pub struct ClusterFilter {
    /// Part of the name or description
    pub q: Option<String>,
    /// Only those that this user is in
    pub of_user: Option<Id>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Id,
    name: String,
    name_key: String,
    description: String,
    open: bool,
    longest_run_ms: Option<i64>,
    lends: bool,
    borrows: bool,
    weight: i64,
    disk_mib: Option<i64>,
    writes_data: bool,
    data_quota_bytes: Option<i64>,
    created_at: Moment,
    revision: i64,
    members: i64,
    users: i64,
    jobs: i64,
}

fn fields() -> String {
    format!(
        "v.id, v.name, v.name_key, v.description, v.open, v.longest_run_ms, v.lends, v.borrows,
    v.weight, v.disk_mib, v.writes_data, v.data_quota_bytes, v.created_at, v.revision,
    CASE WHEN v.open = 1 THEN (SELECT COUNT(*) FROM users) ELSE (SELECT COUNT(*) FROM (
        SELECT user_id FROM virtual_cluster_users WHERE cluster_id = v.id
        UNION SELECT m.user_id FROM virtual_cluster_groups g JOIN group_members m ON m.group_id = g.group_id
            WHERE g.cluster_id = v.id)) END AS members,
    (SELECT COUNT(*) FROM virtual_cluster_users c WHERE c.cluster_id = v.id) AS users,
    (SELECT COUNT(*) FROM jobs j WHERE j.virtual_cluster_id = v.id AND {OPEN}) AS jobs"
    )
}

impl Store {
    pub async fn virtual_clusters(
        &self,
        filter: &ClusterFilter,
        order: NamedOrder,
        page: &PageRequest,
    ) -> Result<Page<VirtualCluster>> {
        let mut test =
            String::from("(?2 = '' OR instr(v.name_key, ?2) > 0 OR instr(lower(v.description), ?2) > 0)");
        if filter.of_user.is_some() {
            test += &format!(" AND v.id IN ({CLUSTERS_OF})");
        }
        let q = fold(filter.q.as_deref().unwrap_or_default());
        let mut values: Vec<Sql> = vec![filter.of_user.into(), q.into()];
        let count = format!("SELECT COUNT(*) FROM virtual_clusters v WHERE {test}");
        let total = sql::number(self.reader(), count, values.clone()).await?;
        if let Some(cursor) = &page.cursor {
            let (behind, place) = order.behind("v", cursor, 3);
            test += &behind;
            values.extend(place);
        }
        let (fields, column, way, limit) = (fields(), order.column(), order.way(), page.limit + 1);
        let query = format!(
            "SELECT {fields} FROM virtual_clusters v WHERE {test} ORDER BY v.{column} {way}, v.id {way} LIMIT {limit}"
        );
        let found = with_quotas(self.reader(), sql::all(self.reader(), query, values).await?).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(found, page.limit, total, |v| Cursor {
            key: order.key(&v.name_key, v.created_at),
            id: v.id,
        }))
    }

    pub async fn virtual_cluster(&self, id: Id) -> Result<VirtualCluster> {
        find_cluster(self.reader(), id).await
    }

    /// Whatever case and width the name is written in.
    pub async fn virtual_cluster_by_name(&self, name: &str) -> Result<VirtualCluster> {
        let query = "SELECT id FROM virtual_clusters WHERE name_key = ?";
        let rows = sql::rows(self.reader(), query, [fold(name).into()]).await?;
        let id = rows.first().map(|r| r.try_get("", "id")).transpose()?.ok_or(MISSING)?;
        find_cluster(self.reader(), id).await
    }

    /// What jobs hold of each type of device.
    pub async fn devices_used(&self) -> Result<super::Totals> {
        let query = format!(
            "SELECT j.device AS device, SUM(j.devices) AS used FROM jobs j WHERE {OPEN} AND j.devices > 0 GROUP BY 1"
        );
        let rows = sql::rows(self.reader(), query, []).await?;
        let mut all = super::Totals::new();
        for row in rows {
            let name: String = row.try_get("", "device")?;
            let device = DeviceType::parse(&name).map_err(|e| StoreError::corrupt(e.to_string()))?;
            all.insert(device, small(row.try_get("", "used")?));
        }
        Ok(all)
    }

    /// What all virtual clusters have, oldest first, with what jobs hold of it.
    pub async fn quota_uses(&self) -> Result<Vec<(Id, QuotaUse)>> {
        let used = used(self.reader()).await?;
        let one = |(cluster, quota): (Id, Quota)| {
            let key = (cluster, quota.device.name().to_string());
            (cluster, used.get(&key).copied().unwrap_or_default().of(quota))
        };
        Ok(self.all_quotas().await?.into_iter().map(one).collect())
    }

    /// What all virtual clusters have, oldest first.
    pub async fn all_quotas(&self) -> Result<Vec<(Id, Quota)>> {
        all_quotas(self.reader()).await
    }
}

pub(super) async fn all_quotas(db: &impl ConnectionTrait) -> Result<Vec<(Id, Quota)>> {
    let query = "SELECT q.cluster_id, q.device, q.quota, q.per_user FROM virtual_cluster_quotas q
        JOIN virtual_clusters v ON v.id = q.cluster_id ORDER BY v.created_at, v.id, q.device";
    let rows = sql::rows(db, query, []).await?;
    rows.iter().map(|r| Ok((r.try_get("", "cluster_id")?, quota_of(r)?))).collect()
}

pub(super) async fn find_cluster(db: &impl ConnectionTrait, id: Id) -> Result<VirtualCluster> {
    let query = format!("SELECT {} FROM virtual_clusters v WHERE v.id = ?", fields());
    let rows = sql::all(db, query, [id.into()]).await?;
    with_quotas(db, rows).await?.pop().ok_or(MISSING)
}

fn quota_of(row: &sea_orm::QueryResult) -> Result<Quota> {
    let name: String = row.try_get("", "device")?;
    let device = DeviceType::parse(&name).map_err(|e| StoreError::corrupt(e.to_string()))?;
    let (quota, per_user): (i64, i64) = (row.try_get("", "quota")?, row.try_get("", "per_user")?);
    Ok(Quota { device, quota: small(quota), per_user: small(per_user) })
}

fn small(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// What jobs hold of a type of device: all together, those that make room, and the busiest user.
#[derive(Clone, Copy, Default)]
struct Held {
    used: u32,
    preemptible: u32,
    most_used: u32,
}

impl Held {
    fn of(self, quota: Quota) -> QuotaUse {
        let Held { used, preemptible, most_used } = self;
        QuotaUse { quota, used, preemptible, most_used }
    }
}

/// By virtual cluster and device.
async fn used(db: &impl ConnectionTrait) -> Result<HashMap<(Id, String), Held>> {
    let query = format!(
        "SELECT cluster_id, device, SUM(used) AS used, SUM(preemptible) AS preemptible,
             MAX(CASE WHEN owner IS NULL THEN 0 ELSE used END) AS most
         FROM (SELECT j.virtual_cluster_id AS cluster_id, j.device AS device, j.owner AS owner,
                   SUM(j.devices) AS used, SUM(j.devices * j.preemptible) AS preemptible FROM jobs j
               WHERE {OPEN} AND j.devices > 0 AND j.virtual_cluster_id IS NOT NULL GROUP BY 1, 2, 3)
         GROUP BY 1, 2"
    );
    let mut found = HashMap::new();
    for row in sql::rows(db, query, []).await? {
        let key = (row.try_get("", "cluster_id")?, row.try_get("", "device")?);
        let held = Held {
            used: small(row.try_get("", "used")?),
            preemptible: small(row.try_get("", "preemptible")?),
            most_used: small(row.try_get("", "most")?),
        };
        found.insert(key, held);
    }
    Ok(found)
}

async fn with_quotas(db: &impl ConnectionTrait, rows: Vec<Row>) -> Result<Vec<VirtualCluster>> {
    let mut groups: HashMap<Id, Vec<(Id, String)>> = HashMap::new();
    let query = format!(
        "SELECT c.cluster_id, g.id, g.name FROM virtual_cluster_groups c JOIN groups g ON g.id = c.group_id
         WHERE c.cluster_id IN ({}) ORDER BY g.name_key",
        sql::marks(rows.len())
    );
    for row in sql::rows(db, query, rows.iter().map(|r| Sql::from(r.id))).await? {
        let group = (row.try_get("", "id")?, row.try_get("", "name")?);
        groups.entry(row.try_get("", "cluster_id")?).or_default().push(group);
    }
    let used = used(db).await?;
    let mut quotas: HashMap<Id, Vec<QuotaUse>> = HashMap::new();
    for (cluster, quota) in all_quotas(db).await? {
        let held = used.get(&(cluster, quota.device.name().to_string())).copied().unwrap_or_default();
        quotas.entry(cluster).or_default().push(held.of(quota));
    }
    let idle = idle_limits(db).await?;
    let kept = used_in_clusters(db).await?;
    Ok(rows
        .into_iter()
        .map(|r| VirtualCluster {
            quotas: quotas.remove(&r.id).unwrap_or_default(),
            groups: groups.remove(&r.id).unwrap_or_default(),
            id: r.id,
            name: r.name,
            name_key: r.name_key,
            description: r.description,
            open: r.open,
            longest_run_ms: r.longest_run_ms,
            lends: r.lends,
            borrows: r.borrows,
            weight: r.weight,
            disk_mib: r.disk_mib,
            writes_data: r.writes_data,
            data_quota_bytes: r.data_quota_bytes,
            data_used_bytes: kept.get(&r.id).copied().unwrap_or(0),
            idle: idle.get(&r.id).copied().unwrap_or_default(),
            created_at: r.created_at,
            revision: r.revision,
            members: r.members,
            users: r.users,
            jobs: r.jobs,
        })
        .collect())
}
