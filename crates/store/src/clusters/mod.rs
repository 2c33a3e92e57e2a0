//! Virtual clusters: shares of the devices, with the people who may use them. Every job is of one.

mod change;
mod left;
mod list;
mod members;
mod of_user;
mod sharing;

pub use change::{ClusterChange, NewCluster, Sharing, Totals};
pub use left::LeftJobs;
pub use list::{ClusterFilter, QuotaUse, VirtualCluster};
pub use members::{ClusterMember, MembersWanted};
pub use of_user::{ClusterOfUser, ClusterWay, JobLimits};

pub use sharing::{DeviceUse, QUEUE_ORDER, QueueOrder};

pub(crate) use left::before_leaving;
pub(crate) use of_user::{cluster_of_new, default_of, is_member};
pub(crate) use sharing::charge;

use crate::jobs::shift;
use crate::{Id, Result, Store, StoreError, Topic, sql};
use fovea_domain::idle::IdleFault;
use fovea_domain::quota::{GuardFault, QuotaFault};
use fovea_domain::{JobEvent, JobState};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::{Value, json};

/// Why a change of a virtual cluster, or a job in it, was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClusterDenied {
    Guard(GuardFault),
    Quota(QuotaFault),
    Idle(IdleFault),
    /// They would be stopped: to be shown, and asked about again.
    JobsRun(Vec<ClusterJob>),
    /// One who is in none can run nothing.
    NoCluster,
    /// What is there already belongs to one that the caller is not in.
    NotMember {
        cluster: String,
    },
    UserUnknown,
    GroupUnknown,
    /// Only of those who are in it by themselves
    AdministratorNoMember,
}

impl From<ClusterDenied> for StoreError {
    fn from(denied: ClusterDenied) -> StoreError {
        StoreError::Cluster(denied)
    }
}

impl From<IdleFault> for StoreError {
    fn from(fault: IdleFault) -> StoreError {
        ClusterDenied::Idle(fault).into()
    }
}

impl From<GuardFault> for StoreError {
    fn from(fault: GuardFault) -> StoreError {
        ClusterDenied::Guard(fault).into()
    }
}

impl From<QuotaFault> for StoreError {
    fn from(fault: QuotaFault) -> StoreError {
        ClusterDenied::Quota(fault).into()
    }
}

/// A job that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ClusterJob {
    pub id: Id,
    pub name: String,
    pub owner: Option<String>,
    state: String,
    service_id: Option<Id>,
    /// Pictures on their way into the project of this name
    pub import: bool,
    /// A version on its way out
    pub export: bool,
}

pub(super) const MISSING: StoreError = StoreError::NotFound { what: "virtual_cluster" };

/// Of jobs that have not ended; as an index has it.
const OPEN: &str = "j.state NOT IN ('succeeded', 'failed', 'stopped')";

/// Ids of the virtual clusters that user `?1` is in.
pub(crate) const CLUSTERS_OF: &str = "SELECT v.id FROM virtual_clusters v WHERE v.open = 1
    UNION SELECT cluster_id FROM virtual_cluster_users WHERE user_id = ?1
    UNION SELECT g.cluster_id FROM group_members m
        JOIN virtual_cluster_groups g ON g.group_id = m.group_id WHERE m.user_id = ?1";

/// Jobs `o` of virtual cluster `?1` that have not ended, each with its owner `u`.
fn open_in() -> String {
    format!(
        "SELECT o.id, o.name, u.name AS owner, o.state, o.service_id, o.import, o.export FROM (
            SELECT j.id, j.name, j.owner, j.state, j.service_id, (j.kind = 'import') AS import,
                (j.kind = 'export') AS export FROM jobs j
                WHERE j.virtual_cluster_id = ?1 AND {OPEN}) o
         LEFT JOIN users u ON u.id = o.owner"
    )
}

/// Jobs that have not ended, also those whose owner is still a member.
async fn open_jobs(db: &impl ConnectionTrait, cluster: Id) -> Result<Vec<ClusterJob>> {
    sql::all(db, format!("{} ORDER BY o.id", open_in()), [cluster.into()]).await
}

/// Jobs that have not ended and whose owner is no member any more.
async fn orphans(db: &impl ConnectionTrait, cluster: Id) -> Result<Vec<ClusterJob>> {
    let query = format!(
        "{} WHERE u.id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM virtual_clusters v WHERE v.id = ?1 AND v.open = 1)
         AND NOT EXISTS (SELECT 1 FROM virtual_cluster_users c WHERE c.cluster_id = ?1 AND c.user_id = u.id)
         AND NOT EXISTS (SELECT 1 FROM virtual_cluster_groups g
             JOIN group_members m ON m.group_id = g.group_id WHERE g.cluster_id = ?1 AND m.user_id = u.id)
         ORDER BY o.id",
        open_in()
    );
    sql::all(db, query, [cluster.into()]).await
}

/// Their owners are no members any more.
fn left_cluster(name: &str) -> Value {
    let detail = format!("Its owner is no member of the virtual cluster {name} any more.");
    json!({ "code": "job.left_cluster", "detail": detail, "params": { "virtual_cluster": name } })
}

fn cluster_deleted(name: &str) -> Value {
    let detail = format!("The virtual cluster {name} was deleted.");
    json!({ "code": "job.cluster_deleted", "detail": detail, "params": { "virtual_cluster": name } })
}

impl Store {
    /// Asks all of them to end, and says why; nothing follows those of services.
    async fn stop_all(&self, change: &DatabaseTransaction, jobs: &[ClusterJob], why: &Value) -> Result<()> {
        for job in jobs {
            if job.import {
                self.stop_import(change, job.id).await?;
                continue;
            }
            if job.export {
                self.stop_export(change, job.id).await?;
                continue;
            }
            if let Some(service) = job.service_id {
                sql::run(change, "UPDATE services SET again = 0 WHERE id = ?", [Sql::from(service)]).await?;
            }
            if job.state != JobState::Stopping.name() {
                let moved = shift(change, job.id, JobEvent::StopAsked, Some(why)).await?;
                let entry = crate::audit::Entry::new("job.stop").on(job.id, &job.name);
                self.note(change, entry.project(moved.project_id)).await?;
            }
        }
        Ok(())
    }

    /// Pages that show these jobs look again.
    pub(crate) async fn tell_jobs(&self, jobs: &[ClusterJob]) -> Result<()> {
        for job in jobs {
            if job.import
                && let Ok(import) = self.import(job.id).await
            {
                self.events().tell(Topic::Import, import.id, Some(import.project_id));
            }
            if let Ok(job) = self.job(job.id).await {
                self.tell_job(&job);
            }
        }
        Ok(())
    }
}
