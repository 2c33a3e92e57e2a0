//! What the queue is planned from, and what a plan does to its jobs.

use crate::audit::Entry;
use crate::clusters::cluster_of_new;
use crate::entities::job;
use crate::jobs::{draft, shift, told};
use crate::nodes::put_tasks;
use crate::{Id, Job, JobTask, Moment, NewJob, Result, Store, StoreError, now, sql};
use fovea_domain::quota::Quota;
use fovea_domain::{JobEvent, JobState};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::Value;
use std::collections::HashMap;

/// Name of the event that tells that the server's clock was set; the state stays.
pub const CLOCK_STEPPED: &str = "clock_stepped";
/// The longest grace that a job has.
const LONGEST_GRACE_MS: Moment = 30_000;

/// A virtual cluster as the queue sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterShare {
    pub id: Id,
    pub longest_run_ms: Option<u64>,
    pub lends: bool,
    pub borrows: bool,
    pub weight: u32,
    pub quotas: Vec<Quota>,
}

impl Store {
    /// Those that have not ended, in the order in which they came.
    pub async fn open_jobs(&self) -> Result<Vec<Job>> {
        // By name, so that the index is used: of a million jobs hardly any is open.
        let open = JobState::ALL.into_iter().filter(|s| !s.ended()).map(JobState::name);
        let open = job::Entity::find().filter(job::Column::State.is_in(open));
        Ok(open.order_by_asc(job::Column::CreatedAt).order_by_asc(job::Column::Id).all(self.reader()).await?)
    }

    /// Of all virtual clusters, the oldest first.
    pub async fn cluster_shares(&self) -> Result<Vec<ClusterShare>> {
        let query =
            "SELECT id, longest_run_ms, lends, borrows, weight FROM virtual_clusters ORDER BY created_at, id";
        let mut shares = Vec::new();
        for row in sql::rows(self.reader(), query, []).await? {
            let longest: Option<i64> = row.try_get("", "longest_run_ms")?;
            let longest_run_ms = longest.and_then(|ms| u64::try_from(ms).ok());
            let weight: i64 = row.try_get("", "weight")?;
            shares.push(ClusterShare {
                id: row.try_get("", "id")?,
                longest_run_ms,
                lends: row.try_get("", "lends")?,
                borrows: row.try_get("", "borrows")?,
                weight: u32::try_from(weight).unwrap_or(1).max(1),
                quotas: Vec::new(),
            });
        }
        for (cluster, quota) in self.all_quotas().await? {
            if let Some(share) = shares.iter_mut().find(|s| s.id == cluster) {
                share.quotas.push(quota);
            }
        }
        Ok(shares)
    }

    /// The longest that jobs of these users may run, for those who have a limit of their own.
    pub async fn user_limits(&self) -> Result<HashMap<Id, u64>> {
        let query = "SELECT id, longest_run_ms FROM users WHERE longest_run_ms IS NOT NULL";
        let rows = sql::rows(self.reader(), query, []).await?;
        let one = |row: &sea_orm::QueryResult| {
            let ms: i64 = row.try_get("", "longest_run_ms")?;
            Ok((row.try_get("", "id")?, u64::try_from(ms).unwrap_or(0)))
        };
        rows.iter().map(one).collect()
    }

    /// Its turn has come, and it gets these devices; `reason`: what is to be known of how it runs.
    pub async fn start_job(&self, id: Id, tasks: &[JobTask], reason: Option<&Value>) -> Result<Job> {
        let change = self.begin().await?;
        let mut row = shift(&change, id, JobEvent::Start, reason).await?.into_active_model();
        row.devices = Set(tasks.iter().map(|t| i64::from(t.devices)).sum());
        put_tasks(&change, id, tasks).await?;
        let job = row.update(&change).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }

    /// The clock was set by `step` and says `at` now: what runs has its times moved along, and an event that tells why.
    pub async fn move_deadlines(&self, step: Moment, at: Moment, reason: &Value) -> Result<()> {
        let names: Vec<String> = JobState::ALL
            .into_iter()
            .filter(|state| state.active())
            .map(|state| format!("'{}'", state.name()))
            .collect();
        let active = format!("state IN ({})", names.join(", "));
        let change = self.begin().await?;
        // What was written between the step and now is right already, and must not move past what is possible.
        let times = format!(
            "UPDATE jobs SET run_since = MIN(run_since + ?1, ?2),
                leave_by = MIN(leave_by + ?1, MAX(leave_by, ?2 + {LONGEST_GRACE_MS})) WHERE {active}"
        );
        sql::run(&change, times, [step.into(), at.into()]).await?;
        let idle = "UPDATE job_idle SET since = MIN(since + ?1, ?2), warned_at = MIN(warned_at + ?1, ?2)";
        sql::run(&change, idle, [step.into(), at.into()]).await?;
        let told = format!(
            "INSERT INTO job_events (job_id, number, event, state, reason, at)
             SELECT id, (SELECT COUNT(*) FROM job_events e WHERE e.job_id = jobs.id), ?1, state, ?2, ?3
             FROM jobs WHERE {active}"
        );
        sql::run(&change, told, [CLOCK_STEPPED.into(), reason.to_string().into(), at.into()]).await?;
        change.commit().await?;
        for job in self.open_jobs().await?.iter().filter(|job| job.state().is_ok_and(JobState::active)) {
            self.tell_job(job);
        }
        Ok(())
    }

    /// As it would stand in the queue; keeps nothing.
    pub async fn draft_job(&self, new: NewJob) -> Result<Job> {
        let cluster = cluster_of_new(self.reader(), new.owner, new.virtual_cluster).await?;
        Ok(draft(new, cluster))
    }

    /// Takes a job that has ended out of sight. Its log stays for a while.
    pub async fn delete_job(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = job::Entity::find_by_id(id).filter(job::Column::DeletedAt.is_null()).one(&change).await?;
        let found = found.ok_or(StoreError::NotFound { what: "job" })?;
        let state = found.state()?;
        if !state.ended() {
            return Err(StoreError::WrongState { what: "job", state: state.name().into() });
        }
        if found.model_id.is_some() {
            return Err(StoreError::InUse { what: "job" });
        }
        let entry =
            Entry::new("job.delete").on(id, &found.name).project(found.project_id).before(told(&found));
        let mut row = found.into_active_model();
        row.deleted_at = Set(Some(now()));
        let job = row.update(&change).await?;
        self.note(&change, entry).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(())
    }

    /// It is to make room, and is gone by then.
    pub async fn preempt_job(&self, id: Id, until: Moment, reason: &Value) -> Result<Job> {
        let change = self.begin().await?;
        let mut row = shift(&change, id, JobEvent::Preempt, Some(reason)).await?.into_active_model();
        row.leave_by = Set(Some(until.max(now())));
        let job = row.update(&change).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }
}

impl Job {
    /// Nodes that it runs on at once; `None`: it is a job on one node.
    pub fn nodes(&self) -> Result<Option<u32>> {
        let corrupt = || StoreError::corrupt(format!("{:?} nodes of a job", self.nodes));
        self.nodes.map(|n| u32::try_from(n).map_err(|_| corrupt())).transpose()
    }

    /// Devices that it asks for, on each node of it; `None`: as many as its virtual cluster gives it.
    pub fn wanted(&self) -> Result<Option<u32>> {
        let corrupt = || StoreError::corrupt(format!("{:?} devices of a job", self.wanted));
        self.wanted.map(|n| u32::try_from(n).map_err(|_| corrupt())).transpose()
    }
}
