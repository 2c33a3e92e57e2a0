//! Jobs that were deleted: to be looked at for a while, and then gone.

use crate::entities::job;
use crate::page::keyset;
use crate::{Cursor, Id, Job, Key, Moment, Page, PageRequest, Result, Store, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QuerySelect};

/// What is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct DeletedJobs {
    pub since: Moment,
    /// As of [`crate::JobFilter`]
    pub seen_by: Option<Id>,
    pub project_id: Option<Id>,
    /// In the name
    pub q: Option<String>,
}

impl Store {
    /// Also one that was deleted since this moment.
    pub async fn job_or_deleted(&self, id: Id, since: Moment) -> Result<Job> {
        let deleted = job::Entity::find_by_id(id).filter(job::Column::DeletedAt.gte(since));
        match deleted.one(self.reader()).await? {
            Some(job) => {
                if let Some(project) = job.project_id {
                    self.project(project).await.map_err(|_| StoreError::NotFound { what: "job" })?;
                }
                Ok(job)
            }
            None => self.job(id).await,
        }
    }

    /// Jobs that were deleted since a moment, the last first.
    pub async fn deleted_jobs(&self, which: &DeletedJobs, page: &PageRequest) -> Result<Page<Job>> {
        let mut all = job::Entity::find().filter(job::Column::DeletedAt.gte(which.since)).filter(Expr::cust(
            "(project_id IS NULL OR project_id IN (SELECT id FROM projects WHERE deleted_at IS NULL))",
        ));
        if let Some(user) = which.seen_by {
            let seen = "(owner = ? OR virtual_cluster_id IN
                (SELECT cluster_id FROM virtual_cluster_users WHERE user_id = ? AND administers = 1)
                OR project_id IN (SELECT id FROM projects WHERE created_by = ? AND deleted_at IS NULL))";
            all = all.filter(Expr::cust_with_values(seen, [user, user, user]));
        }
        if let Some(project) = which.project_id {
            all = all.filter(job::Column::ProjectId.eq(project));
        }
        if let Some(text) = which.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            all = all.filter(Expr::cust_with_values("instr(lower(name), lower(?)) > 0", [text]));
        }
        let total = all.clone().count(self.reader()).await?;
        let rows = keyset(all, job::Column::DeletedAt, job::Column::Id, Order::Desc, page);
        let rows = rows.all(self.reader()).await?;
        let cursor = |job: &Job| Cursor { key: Key::Number(job.deleted_at.unwrap_or(0)), id: job.id };
        Ok(Page::cut(rows, page.limit, total, cursor))
    }

    /// Jobs that were deleted before this moment, whose folders may go now. What a model or a service came from stays.
    pub async fn jobs_to_purge(&self, before: Moment, most: u64) -> Result<Vec<Id>> {
        let old = job::Entity::find().filter(job::Column::DeletedAt.lt(before)).filter(Expr::cust(
            "id NOT IN (SELECT job_id FROM models)
            AND id NOT IN (SELECT job_id FROM services WHERE job_id IS NOT NULL)",
        ));
        let ids = old.select_only().column(job::Column::Id).limit(most).into_tuple();
        Ok(ids.all(self.reader()).await?)
    }

    /// Once nothing of it lies in a folder any more. What it did stays in the audit.
    pub async fn purge_job(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let gone = job::Entity::delete_many()
            .filter(job::Column::Id.eq(id))
            .filter(job::Column::DeletedAt.is_not_null());
        gone.exec(&change).await?;
        change.commit().await?;
        Ok(())
    }
}
