//! In which virtual clusters somebody is, and in which one they work.

use super::{CLUSTERS_OF, ClusterDenied, MISSING};
use crate::{Id, Moment, Result, Store, sql};
use fovea_domain::idle::{IdleLimits, Idleness};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// How a user came into a virtual cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterWay {
    /// By name
    User,
    /// By a group
    Group,
    /// It is open to everybody
    Everybody,
}

#[derive(Debug, Clone)]
pub struct ClusterOfUser {
    pub id: Id,
    pub name: String,
    pub way: ClusterWay,
    pub administers: bool,
    pub longest_run_ms: Option<i64>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Id,
    name: String,
    longest_run_ms: Option<i64>,
    by_name: i64,
    administers: bool,
    by_group: i64,
}

/// Where jobs are planned: limits of their virtual cluster and owner.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct JobLimits {
    pub job: Id,
    pub cluster_id: Option<Id>,
    pub cluster: Option<String>,
    pub cluster_ms: Option<i64>,
    pub cluster_disk_mib: Option<i64>,
    pub writes_data: bool,
    pub owner_ms: Option<i64>,
    /// What the job itself asked for
    pub job_ms: Option<i64>,
    pub owner: Option<String>,
    /// Since when it uses nothing, where it is idle
    pub idle_since: Option<Moment>,
    pub idle_warned_at: Option<Moment>,
    /// What its virtual cluster does about it
    pub idle_warn_ms: Option<i64>,
    pub idle_pause_ms: Option<i64>,
}

impl JobLimits {
    /// The longest time that the job may run.
    pub fn longest_run_ms(&self) -> Option<Moment> {
        longest(self.cluster_ms, self.owner_ms, self.job_ms)
    }

    /// Since when it uses nothing, whether its owner was warned, and when it is paused; `None`: it is not idle.
    pub fn idle(&self) -> Option<(Moment, bool, Option<Moment>)> {
        let since = self.idle_since?;
        let of = Idleness { used_at: since, warned_at: self.idle_warned_at };
        let limits = IdleLimits { warn_ms: self.idle_warn_ms, pause_ms: self.idle_pause_ms };
        let warned = self.idle_warned_at.is_some_and(|at| at >= since);
        Some((since, warned, limits.pauses_at(of)))
    }

    /// Most that its virtual cluster lets a job keep on the disk.
    pub fn disk_mib(&self) -> Option<u64> {
        self.cluster_disk_mib.and_then(|mib| u64::try_from(mib).ok())
    }
}

/// The shortest one holds.
fn longest(cluster: Option<i64>, user: Option<i64>, job: Option<i64>) -> Option<i64> {
    let whole = |ms: Option<i64>| ms.and_then(|ms| u64::try_from(ms).ok());
    fovea_domain::quota::longest_run(whole(cluster), whole(user), whole(job))
        .and_then(|ms| i64::try_from(ms).ok())
}

impl Store {
    /// Of all that this user is in, by name.
    pub async fn clusters_of(&self, user: Id) -> Result<Vec<ClusterOfUser>> {
        let query = format!(
            "SELECT v.id, v.name, v.longest_run_ms, COUNT(c.user_id) AS by_name,
                COALESCE(MAX(c.administers), 0) AS administers,
                (SELECT COUNT(*) FROM virtual_cluster_groups g JOIN group_members m ON m.group_id = g.group_id
                 WHERE g.cluster_id = v.id AND m.user_id = ?1) AS by_group
             FROM virtual_clusters v
             LEFT JOIN virtual_cluster_users c ON c.cluster_id = v.id AND c.user_id = ?1
             WHERE v.id IN ({CLUSTERS_OF}) GROUP BY v.id ORDER BY v.name_key LIMIT 1000"
        );
        let rows: Vec<Row> = sql::all(self.reader(), query, [user.into()]).await?;
        let way = |r: &Row| match (r.by_name > 0, r.by_group > 0) {
            (true, _) => ClusterWay::User,
            (false, true) => ClusterWay::Group,
            (false, false) => ClusterWay::Everybody,
        };
        Ok(rows
            .into_iter()
            .map(|r| ClusterOfUser {
                way: way(&r),
                id: r.id,
                name: r.name,
                administers: r.administers,
                longest_run_ms: r.longest_run_ms,
            })
            .collect())
    }

    /// Where this user works who says nothing else; `None`: in none.
    pub async fn default_cluster(&self, user: Id) -> Result<Option<Id>> {
        default_of(self.reader(), user).await
    }

    pub async fn is_cluster_member(&self, cluster: Id, user: Id) -> Result<bool> {
        is_member(self.reader(), cluster, user).await
    }

    /// What holds for these jobs.
    pub async fn job_limits(&self, jobs: &[Id]) -> Result<HashMap<Id, JobLimits>> {
        let query = format!(
            "SELECT j.id AS job, v.id AS cluster_id, v.name AS cluster, v.longest_run_ms AS cluster_ms,
                v.disk_mib AS cluster_disk_mib, COALESCE(v.writes_data, 0) AS writes_data,
                u.longest_run_ms AS owner_ms, j.limit_ms AS job_ms, u.name AS owner,
                i.since AS idle_since, i.warned_at AS idle_warned_at, l.warn_ms AS idle_warn_ms,
                l.pause_ms AS idle_pause_ms
             FROM jobs j LEFT JOIN virtual_clusters v ON v.id = j.virtual_cluster_id
             LEFT JOIN users u ON u.id = j.owner LEFT JOIN job_idle i ON i.job_id = j.id
             LEFT JOIN cluster_idle_limits l ON l.cluster_id = j.virtual_cluster_id WHERE j.id IN ({})",
            sql::marks(jobs.len())
        );
        let found: Vec<JobLimits> =
            sql::all(self.reader(), query, jobs.iter().map(|id| (*id).into())).await?;
        Ok(found.into_iter().map(|l| (l.job, l)).collect())
    }
}

/// As said by the user, as long as that one is theirs.
async fn own_default(db: &impl ConnectionTrait, user: Id) -> Result<Option<Id>> {
    let query = format!(
        "SELECT virtual_cluster_id AS id FROM users WHERE id = ?1 AND virtual_cluster_id IN ({CLUSTERS_OF})"
    );
    let rows = sql::rows(db, query, [user.into()]).await?;
    Ok(rows.first().map(|r| r.try_get("", "id")).transpose()?)
}

/// As said by the user; else one that names them or a group of theirs comes before one that is for everybody, and the
/// older before the newer.
pub(crate) async fn default_of(db: &impl ConnectionTrait, user: Id) -> Result<Option<Id>> {
    if let Some(own) = own_default(db, user).await? {
        return Ok(Some(own));
    }
    let query = format!(
        "SELECT v.id FROM virtual_clusters v WHERE v.id IN ({CLUSTERS_OF})
         ORDER BY v.open, v.created_at, v.id LIMIT 1"
    );
    let rows = sql::rows(db, query, [user.into()]).await?;
    Ok(rows.first().map(|r| r.try_get("", "id")).transpose()?)
}

pub(crate) async fn is_member(db: &impl ConnectionTrait, cluster: Id, user: Id) -> Result<bool> {
    let query = format!("SELECT COUNT(*) FROM ({CLUSTERS_OF}) WHERE id = ?2");
    Ok(sql::number(db, query, [user.into(), cluster.into()]).await? > 0)
}

/// Of which one something new is. One that its owner is not in is not there for them; what the server makes by itself
/// goes to the oldest.
pub(crate) async fn cluster_of_new(
    db: &impl ConnectionTrait,
    owner: Option<Id>,
    wanted: Option<Id>,
) -> Result<Id> {
    match (wanted, owner) {
        (Some(wanted), Some(owner)) if is_member(db, wanted, owner).await? => Ok(wanted),
        (Some(_), Some(_)) => Err(MISSING),
        (Some(wanted), None) => Ok(super::list::find_cluster(db, wanted).await?.id),
        (None, Some(owner)) => Ok(default_of(db, owner).await?.ok_or(ClusterDenied::NoCluster)?),
        (None, None) => {
            let query = "SELECT id FROM virtual_clusters ORDER BY created_at, id LIMIT 1";
            let rows = sql::rows(db, query, []).await?;
            Ok(rows.first().map(|r| r.try_get("", "id")).transpose()?.ok_or(ClusterDenied::NoCluster)?)
        }
    }
}
