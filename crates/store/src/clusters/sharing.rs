//! What the queue needs where virtual clusters share: who used how much of late, and how the whole queue is served.

use crate::{Id, Job, Moment, Result, Store, sql};
use fovea_domain::quota::faded;
use sea_orm::{DatabaseTransaction, FromQueryResult};

/// What a user had of the devices of a virtual cluster, as it was at a moment.
#[derive(Debug, Clone, PartialEq, FromQueryResult)]
pub struct DeviceUse {
    pub cluster_id: Id,
    pub user_id: Id,
    /// Devices times milliseconds
    pub device_ms: f64,
    pub at: Moment,
}

/// Name of the setting that says whose turn it is.
pub const QUEUE_ORDER: &str = "queue_order";

/// Whose turn it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QueueOrder {
    /// By priority, where waiting counts.
    #[default]
    Priority,
    /// Who used least of late comes first.
    FairShare,
}

impl QueueOrder {
    /// Never renamed: kept in databases.
    pub fn name(self) -> &'static str {
        match self {
            QueueOrder::Priority => "priority",
            QueueOrder::FairShare => "fair_share",
        }
    }

    pub fn from_name(name: &str) -> Option<QueueOrder> {
        [QueueOrder::Priority, QueueOrder::FairShare].into_iter().find(|order| order.name() == name)
    }
}

impl Store {
    /// As somebody chose it for the house; else as it is by itself, also where a newer program knows more of them.
    pub async fn queue_order(&self) -> Result<QueueOrder> {
        let chosen = self.settings().await?.remove(QUEUE_ORDER);
        Ok(chosen.and_then(|name| QueueOrder::from_name(&name)).unwrap_or_default())
    }

    /// Of all users who had something.
    pub async fn device_uses(&self) -> Result<Vec<DeviceUse>> {
        let query = "SELECT cluster_id, user_id, device_ms, at FROM device_uses ORDER BY cluster_id, user_id";
        sql::all(self.reader(), query, []).await
    }
}

/// A job gives back what it had: it is added to what its owner had of late.
pub(crate) async fn charge(change: &DatabaseTransaction, job: &Job, at: Moment) -> Result<()> {
    let (Some(cluster), Some(user), Some(since)) = (job.virtual_cluster_id, job.owner, job.run_since) else {
        return Ok(());
    };
    let more = job.devices as f64 * (at - since).max(0) as f64;
    if more <= 0.0 {
        return Ok(());
    }
    let key = || -> [sea_orm::Value; 2] { [cluster.into(), user.into()] };
    let query = "SELECT device_ms, at FROM device_uses WHERE cluster_id = ? AND user_id = ?";
    let rows = sql::rows(change, query, key()).await?;
    let before = match rows.first() {
        Some(row) => {
            let then: Moment = row.try_get("", "at")?;
            faded(row.try_get("", "device_ms")?, u64::try_from(at - then).unwrap_or(0))
        }
        None => 0.0,
    };
    // Its virtual cluster or owner may be gone by now: then there is nobody to charge.
    let query = "INSERT INTO device_uses SELECT v.id, u.id, ?3, ?4 FROM virtual_clusters v, users u
        WHERE v.id = ?1 AND u.id = ?2
        ON CONFLICT (cluster_id, user_id) DO UPDATE SET device_ms = excluded.device_ms, at = excluded.at";
    let [cluster, user] = key();
    sql::run(change, query, [cluster, user, (before + more).into(), at.into()]).await?;
    Ok(())
}
