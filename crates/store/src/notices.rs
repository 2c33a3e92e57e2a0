//! Mail about jobs that is still to be sent. It is written down with what it tells of, so that a server that is killed in between
//! sends it later.

use crate::entities::user;
use crate::{Id, Job, Moment, Result, Store, now, sql};
use fovea_domain::JobState;
use fovea_domain::command::CommandSpec;
use fovea_domain::notify::Notify;
use sea_orm::{DatabaseTransaction, EntityTrait, FromQueryResult};
use serde_json::Value;

/// News that could not be sent for so long are none any more.
const KEPT_MS: Moment = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    IdleWarned,
    IdlePaused,
    Ended,
}

impl NoticeKind {
    fn name(self) -> &'static str {
        match self {
            NoticeKind::IdleWarned => "idle_warned",
            NoticeKind::IdlePaused => "idle_paused",
            NoticeKind::Ended => "ended",
        }
    }

    fn from_name(name: &str) -> Option<NoticeKind> {
        let all = [NoticeKind::IdleWarned, NoticeKind::IdlePaused, NoticeKind::Ended];
        all.into_iter().find(|kind| kind.name() == name)
    }
}

/// With whom it goes to.
#[derive(Debug, Clone, PartialEq)]
pub struct JobNotice {
    pub number: i64,
    pub kind: NoticeKind,
    pub job_id: Id,
    pub job_name: String,
    /// Of the job when it was written down
    pub state: String,
    /// As the job has it
    pub reason: Option<Value>,
    pub at: Moment,
    pub user_id: Id,
    pub user_name: String,
    pub mail: String,
    pub language: String,
}

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    what: String,
    job_id: Id,
    job_name: String,
    state: String,
    reason: Option<String>,
    at: Moment,
    user_id: Id,
    user_name: String,
    mail: String,
    language: String,
}

pub(crate) async fn put_notice(
    change: &DatabaseTransaction,
    job: Id,
    kind: NoticeKind,
    state: JobState,
    reason: Option<&Value>,
) -> Result<()> {
    // To nobody without an address.
    let query = "INSERT INTO job_notices (job_id, what, state, reason, at) SELECT j.id, ?2, ?3, ?4, ?5
        FROM jobs j JOIN users u ON u.id = j.owner WHERE j.id = ?1 AND u.mail <> ''";
    let reason = reason.map(Value::to_string);
    let values = [job.into(), kind.name().into(), state.name().into(), reason.into(), now().into()];
    sql::run(change, query, values).await?;
    Ok(())
}

/// If its owner wants to know. Of a service nobody does: it ends when somebody stops it, or begins anew.
pub(crate) async fn put_end(change: &DatabaseTransaction, job: &Job) -> Result<()> {
    let Some(owner) = job.owner.filter(|_| job.service_id.is_none()) else { return Ok(()) };
    let Some(owner) = user::Entity::find_by_id(owner).one(change).await? else { return Ok(()) };
    let own = serde_json::from_str::<CommandSpec>(&job.spec).ok().and_then(|spec| spec.notify);
    let wanted = own.or_else(|| Notify::from_name(&owner.job_mail)).unwrap_or_default();
    let state = job.state()?;
    let reason = job.reason.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    // What a person did is no limit.
    let by_limit = reason.as_ref().is_some_and(|why| why["code"] != "job.stopped_by");
    if !wanted.is_due(state, by_limit) {
        return Ok(());
    }
    put_notice(change, job.id, NoticeKind::Ended, state, reason.as_ref()).await
}

impl Store {
    /// The oldest ones, of owners with an address.
    pub async fn job_notices(&self, most: u64) -> Result<Vec<JobNotice>> {
        let query = "SELECT n.number, n.what, n.job_id, j.name AS job_name, n.state, n.reason, n.at,
                u.id AS user_id, u.name AS user_name, u.mail, u.language
            FROM job_notices n JOIN jobs j ON j.id = n.job_id JOIN users u ON u.id = j.owner
            WHERE u.mail <> '' ORDER BY n.number LIMIT ?";
        let rows: Vec<Row> =
            sql::all(self.reader(), query, [i64::try_from(most).unwrap_or(i64::MAX).into()]).await?;
        let one = |row: Row| {
            Some(JobNotice {
                kind: NoticeKind::from_name(&row.what)?,
                reason: row.reason.as_deref().and_then(|text| serde_json::from_str(text).ok()),
                number: row.number,
                job_id: row.job_id,
                job_name: row.job_name,
                state: row.state,
                at: row.at,
                user_id: row.user_id,
                user_name: row.user_name,
                mail: row.mail,
                language: row.language,
            })
        };
        Ok(rows.into_iter().filter_map(one).collect())
    }

    /// They were sent, or nobody is to get them: all up to this number, and what is older than a day.
    pub async fn end_job_notices(&self, up_to: i64) -> Result<()> {
        let change = self.begin().await?;
        let old = now() - KEPT_MS;
        let query = "DELETE FROM job_notices WHERE number <= ? OR at < ?";
        sql::run(&change, query, [up_to.into(), old.into()]).await?;
        change.commit().await?;
        Ok(())
    }
}
