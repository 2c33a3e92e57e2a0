//! Jobs that use nothing: what virtual clusters do about them, which there are, and how long users hold devices for nothing.

use crate::entities::job_event;
use crate::notices::{NoticeKind, put_notice};
use crate::{Id, Job, Moment, Result, Store, StoreError, now, sql};
use fovea_domain::idle::IdleLimits;
use fovea_domain::{JobEvent, JobState};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    PaginatorTrait, QueryFilter,
};
use serde_json::Value;
use std::collections::HashMap;

/// Name of the event that tells of a warning; the state stays.
pub const IDLE_WARNED: &str = "idle_warned";
/// Days that what users hold is kept.
pub const HELD_DAYS: i64 = 31;
const DAY_MS: i64 = 86_400_000;

/// A job that is idle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct IdleJob {
    pub job_id: Id,
    /// When it used something last
    pub since: Moment,
    pub warned_at: Option<Moment>,
}

/// What a user held of a type of device on a day, in devices times milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPart {
    pub cluster: Id,
    pub user: Id,
    pub device: String,
    /// Days since 1970
    pub day: i64,
    pub held_ms: i64,
    pub idle_ms: i64,
}

/// A user with a type of device in a virtual cluster.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct DeviceUser {
    pub user_id: Id,
    pub name: String,
    pub nickname: String,
    pub device: String,
    /// At this moment
    pub held: i64,
    /// Of these by jobs that make room for others
    pub preemptible: i64,
    /// Of these by jobs that are idle
    pub idle: i64,
    /// Of the last days, in devices times milliseconds
    pub held_ms: i64,
    pub idle_ms: i64,
}

/// Which of them.
#[derive(Debug, Clone, Default)]
pub struct DeviceUserFilter {
    /// Only this one
    pub user: Option<Id>,
    /// Part of the name, folded
    pub q: String,
    /// Also those who hold nothing at this moment
    pub past: bool,
    pub most: u64,
}

/// The day of a moment, in days since 1970.
pub fn day_of(moment: Moment) -> i64 {
    moment.div_euclid(DAY_MS)
}

pub(crate) async fn put_idle_limits(
    change: &DatabaseTransaction,
    cluster: Id,
    limits: IdleLimits,
) -> Result<()> {
    if limits == IdleLimits::default() {
        sql::run(change, "DELETE FROM cluster_idle_limits WHERE cluster_id = ?", [cluster.into()]).await?;
        return Ok(());
    }
    let query = "INSERT INTO cluster_idle_limits (cluster_id, warn_ms, pause_ms) VALUES (?, ?, ?)
        ON CONFLICT (cluster_id) DO UPDATE SET warn_ms = excluded.warn_ms, pause_ms = excluded.pause_ms";
    sql::run(change, query, [cluster.into(), limits.warn_ms.into(), limits.pause_ms.into()]).await?;
    Ok(())
}

/// One that has no processes any more is not idle.
pub(crate) async fn forget_idle(change: &DatabaseTransaction, job: Id) -> Result<()> {
    sql::run(change, "DELETE FROM job_idle WHERE job_id = ?", [job.into()]).await?;
    Ok(())
}

impl Store {
    /// Of virtual clusters that do something about idle jobs.
    pub async fn idle_limits(&self) -> Result<HashMap<Id, IdleLimits>> {
        idle_limits(self.reader()).await
    }

    pub async fn idle_jobs(&self) -> Result<Vec<IdleJob>> {
        sql::all(self.reader(), "SELECT job_id, since, warned_at FROM job_idle", []).await
    }

    /// When somebody was last at an endpoint of a job that has not ended.
    pub async fn last_endpoint_uses(&self) -> Result<HashMap<Id, Moment>> {
        let query = "SELECT e.job_id AS job_id, MAX(e.used_at) AS used_at FROM jobs j
            JOIN endpoint_uses e ON e.job_id = j.id
            WHERE j.state NOT IN ('succeeded', 'failed', 'stopped') GROUP BY e.job_id";
        let rows = sql::rows(self.reader(), query, []).await?;
        rows.iter().map(|r| Ok((r.try_get("", "job_id")?, r.try_get("", "used_at")?))).collect()
    }

    /// It uses nothing since then, as far as it still runs.
    pub async fn note_idle(&self, job: &Job, since: Moment) -> Result<()> {
        let change = self.begin().await?;
        let query = "INSERT INTO job_idle (job_id, since)
            SELECT id, ? FROM jobs WHERE id = ? AND state IN ('starting', 'running')
            ON CONFLICT (job_id) DO UPDATE SET since = excluded.since";
        let made = sql::run(&change, query, [since.into(), job.id.into()]).await?;
        change.commit().await?;
        if made > 0 {
            self.tell_job(job);
        }
        Ok(())
    }

    /// It uses something again.
    pub async fn note_used(&self, job: &Job) -> Result<()> {
        let change = self.begin().await?;
        forget_idle(&change, job.id).await?;
        change.commit().await?;
        self.tell_job(job);
        Ok(())
    }

    /// Its owner is warned: an event of the job, and mail.
    pub async fn warn_idle(&self, job: &Job, since: Moment, reason: &Value) -> Result<()> {
        let change = self.begin().await?;
        let query = "INSERT INTO job_idle (job_id, since, warned_at)
            SELECT id, ?, ? FROM jobs WHERE id = ? AND state = 'running'
            ON CONFLICT (job_id) DO UPDATE SET since = excluded.since, warned_at = excluded.warned_at";
        if sql::run(&change, query, [since.into(), now().into(), job.id.into()]).await? == 0 {
            let state = job.state.clone();
            return Err(StoreError::WrongState { what: "job", state });
        }
        let number = job_event::Entity::find().filter(job_event::Column::JobId.eq(job.id));
        let row = job_event::ActiveModel {
            job_id: Set(job.id),
            number: Set(i32::try_from(number.count(&change).await?).unwrap_or(i32::MAX)),
            event: Set(IDLE_WARNED.into()),
            state: Set(JobState::Running.name().into()),
            reason: Set(Some(reason.to_string())),
            at: Set(now()),
        };
        row.insert(&change).await?;
        put_notice(&change, job.id, NoticeKind::IdleWarned, JobState::Running, Some(reason)).await?;
        change.commit().await?;
        self.tell_job(job);
        Ok(())
    }

    /// Asked to pause because it used nothing; its owner gets mail.
    pub async fn pause_idle(&self, id: Id, reason: &Value) -> Result<Job> {
        let change = self.begin().await?;
        let job = crate::jobs::shift(&change, id, JobEvent::PauseAsked, Some(reason)).await?;
        put_notice(&change, id, NoticeKind::IdlePaused, JobState::Pausing, Some(reason)).await?;
        let entry = crate::audit::Entry::new("job.pause").on(id, &job.name).project(job.project_id);
        self.note(&change, entry.after(reason.clone())).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }

    /// Adds what was held, and forgets what is too old.
    pub async fn add_held(&self, parts: &[HeldPart], today: i64) -> Result<()> {
        let change = self.begin().await?;
        for part in parts {
            // Owner or virtual cluster may be gone meanwhile.
            let query = "INSERT INTO device_days (cluster_id, user_id, device, day, held_ms, idle_ms)
                SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM virtual_clusters WHERE id = ?1)
                    AND EXISTS (SELECT 1 FROM users WHERE id = ?2)
                ON CONFLICT (cluster_id, user_id, device, day)
                DO UPDATE SET held_ms = held_ms + excluded.held_ms, idle_ms = idle_ms + excluded.idle_ms";
            let values = [
                part.cluster.into(),
                part.user.into(),
                part.device.clone().into(),
                part.day.into(),
                part.held_ms.into(),
                part.idle_ms.into(),
            ];
            sql::run(&change, query, values).await?;
        }
        sql::run(&change, "DELETE FROM device_days WHERE day <= ?", [(today - HELD_DAYS).into()]).await?;
        change.commit().await?;
        Ok(())
    }

    /// Who holds devices of a virtual cluster, who holds most first, and how many there are.
    pub async fn device_users(
        &self,
        cluster: Id,
        filter: &DeviceUserFilter,
    ) -> Result<(Vec<DeviceUser>, u64)> {
        let from = "FROM (SELECT user_id, device, SUM(held) AS held, SUM(preemptible) AS preemptible,
                SUM(idle) AS idle, SUM(held_ms) AS held_ms, SUM(idle_ms) AS idle_ms FROM (
              SELECT j.owner AS user_id, j.device AS device, j.devices AS held,
                j.devices * j.preemptible AS preemptible,
                CASE WHEN i.job_id IS NULL THEN 0 ELSE j.devices END AS idle, 0 AS held_ms, 0 AS idle_ms
                FROM jobs j LEFT JOIN job_idle i ON i.job_id = j.id
                WHERE j.virtual_cluster_id = ?1 AND j.owner IS NOT NULL AND j.devices > 0
                    AND j.state NOT IN ('succeeded', 'failed', 'stopped')
              UNION ALL SELECT user_id, device, 0, 0, 0, SUM(held_ms), SUM(idle_ms) FROM device_days
                WHERE cluster_id = ?1 AND day > ?2 GROUP BY user_id, device)
            GROUP BY user_id, device) h JOIN users u ON u.id = h.user_id
            WHERE (?3 IS NULL OR h.user_id = ?3) AND (?4 = '' OR instr(u.name_key, ?4) > 0 OR instr(u.nickname, ?4) > 0)
                AND (?5 OR h.held > 0)";
        let values = || {
            [
                cluster.into(),
                (day_of(now()) - HELD_DAYS).into(),
                filter.user.into(),
                filter.q.clone().into(),
                filter.past.into(),
            ]
        };
        let total = sql::number(self.reader(), format!("SELECT COUNT(*) {from}"), values()).await?;
        let query = format!(
            "SELECT u.id AS user_id, u.name, u.nickname, h.device, h.held, h.preemptible, h.idle, h.held_ms,
                h.idle_ms {from} ORDER BY h.held DESC, h.held_ms DESC, u.name_key, h.device LIMIT {}",
            filter.most
        );
        let found = sql::all(self.reader(), query, values()).await?;
        Ok((found, u64::try_from(total).unwrap_or(0)))
    }
}

pub(crate) async fn idle_limits(db: &impl ConnectionTrait) -> Result<HashMap<Id, IdleLimits>> {
    let rows = sql::rows(db, "SELECT cluster_id, warn_ms, pause_ms FROM cluster_idle_limits", []).await?;
    let one = |row: &sea_orm::QueryResult| {
        let limits =
            IdleLimits { warn_ms: row.try_get("", "warn_ms")?, pause_ms: row.try_get("", "pause_ms")? };
        Ok((row.try_get("", "cluster_id")?, limits))
    };
    rows.iter().map(one).collect()
}
