use super::users::find_user;
use crate::{Id, Result, Store, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A job that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RunningJob {
    pub id: Id,
    pub name: String,
    pub project_id: Option<Id>,
}

/// What hangs on a user.
#[derive(Debug, Clone)]
pub struct Belongings {
    pub running: Vec<RunningJob>,
    pub jobs: i64,
    pub projects: i64,
    pub versions: i64,
    pub imports: i64,
    pub tokens: i64,
    pub sessions: i64,
}

impl Store {
    pub async fn belongings(&self, user: Id) -> Result<Belongings> {
        let db = self.reader();
        find_user(db, user).await?;
        let count = async |table: &str, column: &str, also: &str| {
            sql::number(db, format!("SELECT COUNT(*) FROM {table} WHERE {column} = ?{also}"), [user.into()])
                .await
        };
        Ok(Belongings {
            running: running(db, user).await?,
            jobs: count("jobs", "owner", " AND kind NOT IN ('import', 'export')").await?,
            projects: count("projects", "created_by", " AND deleted_at IS NULL").await?,
            versions: count("versions", "created_by", "").await?,
            imports: count("imports", "created_by", "").await?,
            tokens: count("tokens", "user_id", "").await?,
            sessions: count("sessions", "user_id", "").await?,
        })
    }
}

pub(super) async fn running(db: &impl ConnectionTrait, user: Id) -> Result<Vec<RunningJob>> {
    let query = "SELECT id, name, project_id FROM jobs
        WHERE owner = ? AND state NOT IN ('succeeded', 'failed', 'stopped') ORDER BY id";
    sql::all(db, query, [user.into()]).await
}
