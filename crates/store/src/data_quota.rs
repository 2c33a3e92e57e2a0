//! How many bytes of pictures people may keep. A project counts for whoever made it, and for the virtual cluster in which they work who say
//! nothing else: projects themselves belong to none. What is linked lies elsewhere and does not count; what is in the bin does.

use crate::clusters::default_of;
use crate::{Id, Result, Store, StoreError, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Whose quota it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaOf {
    User,
    Cluster,
}

/// Something does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataFull {
    pub of: QuotaOf,
    pub used: i64,
    pub limit: i64,
}

/// What may still come into a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataRoom {
    /// Each with what is used and its limit
    quotas: Vec<(QuotaOf, i64, i64)>,
}

impl DataRoom {
    /// Takes so many bytes where all quotas have room for them, and else nothing.
    pub fn take(&mut self, bytes: u64) -> std::result::Result<(), DataFull> {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        for (of, used, limit) in &self.quotas {
            if used.saturating_add(bytes) > *limit {
                return Err(DataFull { of: *of, used: *used, limit: *limit });
            }
        }
        for (_, used, _) in &mut self.quotas {
            *used = used.saturating_add(bytes);
        }
        Ok(())
    }
}

/// Where somebody works who says nothing else, as `default_of` finds it, for each row `o` of users.
fn cluster_of() -> String {
    // An order by something of the row outside is more than the database understands.
    let theirs = "(v.open = 1 OR v.id IN (SELECT c.cluster_id FROM virtual_cluster_users c WHERE c.user_id = o.id)
        OR v.id IN (SELECT g.cluster_id FROM group_members m JOIN virtual_cluster_groups g ON g.group_id = m.group_id
            WHERE m.user_id = o.id))";
    format!(
        "COALESCE((SELECT v.id FROM virtual_clusters v WHERE v.id = o.virtual_cluster_id AND {theirs}),
            (SELECT v.id FROM virtual_clusters v WHERE {theirs} ORDER BY v.open, v.created_at, v.id LIMIT 1))"
    )
}

#[derive(FromQueryResult)]
struct Sum {
    cluster: Id,
    bytes: i64,
}

impl Store {
    /// Refused where so many bytes do not fit into a project any more; of an unknown number at least one has to.
    pub async fn data_fits(&self, project: Id, bytes: u64) -> Result<()> {
        let mut room = room_in(self.reader(), project).await?;
        room.take(bytes.max(1)).map_err(StoreError::DataFull)
    }

    /// Bytes of the projects that somebody made.
    pub async fn data_used_by(&self, user: Id) -> Result<i64> {
        used_by(self.reader(), user).await
    }
}

pub(crate) async fn room_in(db: &impl ConnectionTrait, project: Id) -> Result<DataRoom> {
    let mut room = DataRoom::default();
    let query = "SELECT p.created_by AS owner, u.data_quota_bytes AS quota FROM projects p
        JOIN users u ON u.id = p.created_by WHERE p.id = ?";
    let rows = sql::rows(db, query, [project.into()]).await?;
    // What belongs to nobody is held to nothing.
    let Some(row) = rows.first() else { return Ok(room) };
    let (owner, quota): (Id, Option<i64>) = (row.try_get("", "owner")?, row.try_get("", "quota")?);
    if let Some(limit) = quota {
        room.quotas.push((QuotaOf::User, used_by(db, owner).await?, limit));
    }
    let limited = "SELECT COUNT(*) FROM virtual_clusters WHERE data_quota_bytes IS NOT NULL";
    if sql::number(db, limited, []).await? == 0 {
        return Ok(room);
    }
    let Some(cluster) = default_of(db, owner).await? else { return Ok(room) };
    let query = "SELECT data_quota_bytes AS quota FROM virtual_clusters WHERE id = ?";
    let rows = sql::rows(db, query, [cluster.into()]).await?;
    let quota: Option<i64> = rows.first().map(|row| row.try_get("", "quota")).transpose()?.flatten();
    if let Some(limit) = quota {
        let used = used_in_clusters(db).await?.get(&cluster).copied().unwrap_or(0);
        room.quotas.push((QuotaOf::Cluster, used, limit));
    }
    Ok(room)
}

async fn used_by(db: &impl ConnectionTrait, user: Id) -> Result<i64> {
    let query = "SELECT COALESCE(SUM(d.bytes), 0) FROM projects p JOIN data_use d ON d.project_id = p.id
        WHERE p.created_by = ?";
    sql::number(db, query, [user.into()]).await
}

/// Of all virtual clusters that somebody with a project works in.
pub(crate) async fn used_in_clusters(db: &impl ConnectionTrait) -> Result<HashMap<Id, i64>> {
    let cluster = cluster_of();
    let query = format!(
        "SELECT s.cluster, SUM(s.bytes) AS bytes FROM (
            SELECT {cluster} AS cluster, d.bytes FROM users o JOIN (
                SELECT p.created_by AS owner, SUM(d.bytes) AS bytes FROM projects p JOIN data_use d ON d.project_id = p.id
                GROUP BY p.created_by) d ON d.owner = o.id) s
         WHERE s.cluster IS NOT NULL GROUP BY s.cluster"
    );
    let rows: Vec<Sum> = sql::all(db, query, []).await?;
    Ok(rows.into_iter().map(|row| (row.cluster, row.bytes)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_takes_nothing() {
        let mut room = DataRoom { quotas: vec![(QuotaOf::User, 90, 100), (QuotaOf::Cluster, 0, 5)] };
        let full = DataFull { of: QuotaOf::Cluster, used: 0, limit: 5 };
        assert_eq!(room.take(6), Err(full));
        assert_eq!(room.take(5), Ok(()));
        assert_eq!(room.take(1), Err(DataFull { used: 5, ..full }));
        assert_eq!(room.take(10).unwrap_err().of, QuotaOf::User);
        assert_eq!(DataRoom::default().take(u64::MAX), Ok(()));
    }
}
