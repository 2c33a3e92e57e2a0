//! Who leaves virtual clusters by leaving a group: jobs that they have there are told and asked about, as where somebody is taken out.

use super::{ClusterDenied, ClusterJob, left_cluster, orphans};
use crate::{Id, Result, Store, sql};
use fovea_domain::quota::{Members, remove_member};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use std::collections::HashSet;

/// What becomes of jobs in virtual clusters that their owners leave by a change of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftJobs {
    /// They are told, and nothing is changed
    Ask,
    /// They are stopped
    Stop,
    /// They go by the engine's rules, where nobody is there to be asked: those that wait do not start
    Keep,
}

impl LeftJobs {
    pub fn stop(confirmed: bool) -> LeftJobs {
        if confirmed { LeftJobs::Stop } else { LeftJobs::Ask }
    }
}

/// A virtual cluster that somebody may leave.
pub(crate) struct Left {
    cluster: Id,
    name: String,
    /// Jobs whose owners were no members already
    known: HashSet<Id>,
}

#[derive(FromQueryResult)]
struct Named {
    id: Id,
    name: String,
}

/// Those that these groups are in, before members of the groups go.
pub(crate) async fn before_leaving(db: &impl ConnectionTrait, groups: &[Id]) -> Result<Vec<Left>> {
    let query = format!(
        "SELECT DISTINCT v.id, v.name FROM virtual_clusters v JOIN virtual_cluster_groups g ON g.cluster_id = v.id
         WHERE v.open = 0 AND g.group_id IN ({}) ORDER BY v.id",
        sql::marks(groups.len())
    );
    let found: Vec<Named> = sql::all(db, query, groups.iter().map(|id| Sql::from(*id))).await?;
    let mut all = Vec::with_capacity(found.len());
    for Named { id, name } in found {
        let known = orphans(db, id).await?.into_iter().map(|job| job.id).collect();
        all.push(Left { cluster: id, name, known });
    }
    Ok(all)
}

impl Store {
    /// Within a change, once they are gone. Returns what was stopped.
    pub(crate) async fn after_leaving(
        &self,
        change: &DatabaseTransaction,
        before: Vec<Left>,
        jobs: LeftJobs,
    ) -> Result<Vec<ClusterJob>> {
        let (mut stopped, mut asked) = (Vec::new(), Vec::new());
        if jobs == LeftJobs::Keep {
            return Ok(stopped);
        }
        for Left { cluster, name, known } in before {
            let all = orphans(change, cluster).await?;
            let new: Vec<ClusterJob> = all.into_iter().filter(|job| !known.contains(&job.id)).collect();
            match remove_member(new, jobs == LeftJobs::Stop) {
                Members::Remove => {}
                Members::Ask(new) => asked.extend(new),
                Members::RemoveAndStop(new) => {
                    self.stop_all(change, &new, &left_cluster(&name)).await?;
                    stopped.extend(new);
                }
            }
        }
        if asked.is_empty() { Ok(stopped) } else { Err(ClusterDenied::JobsRun(asked).into()) }
    }
}
