//! Ways into running jobs: who was let in by whom and until when, and when each was used last. Which there are stands in the
//! job itself.

use crate::audit::Entry;
use crate::{Id, Job, Moment, Result, Store, StoreError, now, sql};
use sea_orm::FromQueryResult;

/// Somebody else who may come in by an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct EndpointShare {
    pub id: Id,
    pub job_id: Id,
    pub endpoint: String,
    pub user_id: Id,
    pub user_name: String,
    pub created_at: Moment,
    pub expires_at: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct EndpointUse {
    pub endpoint: String,
    pub used_at: Moment,
}

const SHARES: &str =
    "SELECT s.id, s.job_id, s.endpoint, s.user_id, u.name AS user_name, s.created_at, s.expires_at
    FROM endpoint_shares s JOIN users u ON u.id = s.user_id";

impl Store {
    /// Lets a user in until a moment; whoever was let in before stays until the new one.
    pub async fn share_endpoint(
        &self,
        job: &Job,
        endpoint: &str,
        user: Id,
        by: Id,
        until: Moment,
    ) -> Result<EndpointShare> {
        let change = self.begin().await?;
        let query = "INSERT INTO endpoint_shares (id, job_id, endpoint, user_id, shared_by, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (job_id, endpoint, user_id)
            DO UPDATE SET shared_by = excluded.shared_by, created_at = excluded.created_at, expires_at = excluded.expires_at";
        let values = [
            Id::new().into(),
            job.id.into(),
            endpoint.into(),
            user.into(),
            by.into(),
            now().into(),
            until.into(),
        ];
        sql::run(&change, query, values).await?;
        let query = format!("{SHARES} WHERE s.job_id = ? AND s.endpoint = ? AND s.user_id = ?");
        let made = sql::one::<EndpointShare>(&change, query, [job.id.into(), endpoint.into(), user.into()]);
        let made = made.await?.ok_or(StoreError::NotFound { what: "share" })?;
        let told = serde_json::json!({ "endpoint": endpoint, "user": made.user_name, "expires_at": until });
        self.note(
            &change,
            Entry::new("endpoint.share")
                .kind("job")
                .on(job.id, &job.name)
                .project(job.project_id)
                .after(told),
        )
        .await?;
        change.commit().await?;
        Ok(made)
    }

    pub async fn end_endpoint_share(&self, job: &Job, endpoint: &str, share: Id) -> Result<()> {
        let change = self.begin().await?;
        let query = format!("{SHARES} WHERE s.id = ? AND s.job_id = ? AND s.endpoint = ?");
        let found = sql::one::<EndpointShare>(&change, query, [share.into(), job.id.into(), endpoint.into()]);
        let found = found.await?.ok_or(StoreError::NotFound { what: "share" })?;
        sql::run(&change, "DELETE FROM endpoint_shares WHERE id = ?", [share.into()]).await?;
        let told = serde_json::json!({ "endpoint": endpoint, "user": found.user_name });
        let entry = Entry::new("endpoint.unshare").kind("job").on(job.id, &job.name).project(job.project_id);
        self.note(&change, entry.before(told)).await?;
        change.commit().await?;
        Ok(())
    }

    /// Those of a job that hold.
    pub async fn endpoint_shares(&self, job: Id) -> Result<Vec<EndpointShare>> {
        let query = format!("{SHARES} WHERE s.job_id = ? AND s.expires_at > ? ORDER BY u.name_key");
        sql::all(self.reader(), query, [job.into(), now().into()]).await
    }

    /// What this user was let into, newest first, of jobs that are there.
    pub async fn endpoints_shared_with(&self, user: Id, most: u64) -> Result<Vec<EndpointShare>> {
        let query = format!(
            "{SHARES} JOIN jobs j ON j.id = s.job_id WHERE s.user_id = ? AND s.expires_at > ?
             AND j.deleted_at IS NULL ORDER BY s.created_at DESC, s.id DESC LIMIT ?"
        );
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        sql::all(self.reader(), query, [user.into(), now().into(), most.into()]).await
    }

    pub async fn is_endpoint_shared(&self, job: Id, endpoint: &str, user: Id) -> Result<bool> {
        let query = "SELECT COUNT(*) FROM endpoint_shares
            WHERE job_id = ? AND endpoint = ? AND user_id = ? AND expires_at > ?";
        let values = [job.into(), endpoint.into(), user.into(), now().into()];
        Ok(sql::number(self.reader(), query, values).await? > 0)
    }

    /// One more way into a job, in its description. `Stale`: it is described in another way by now.
    pub async fn add_endpoint(&self, job: &Job, name: &str, endpoint: serde_json::Value) -> Result<Job> {
        let mut spec: serde_json::Value = serde_json::from_str(&job.spec).unwrap_or_default();
        let told = serde_json::json!({ "endpoint": name, "what": endpoint });
        if let Some(spec) = spec.as_object_mut() {
            let all = spec.entry("endpoints").or_insert_with(|| serde_json::json!([]));
            all.as_array_mut().into_iter().for_each(|all| all.push(endpoint.clone()));
        }
        let spec = spec.to_string();
        let change = self.begin().await?;
        let query = "SELECT COUNT(*) FROM jobs WHERE id = ? AND spec = ?";
        if sql::number(&change, query, [job.id.into(), job.spec.clone().into()]).await? == 0 {
            return Err(StoreError::Stale { what: "job" });
        }
        let query = "UPDATE jobs SET spec = ? WHERE id = ?";
        sql::run(&change, query, [spec.clone().into(), job.id.into()]).await?;
        let entry = Entry::new("endpoint.add").kind("job").on(job.id, &job.name).project(job.project_id);
        self.note(&change, entry.after(told)).await?;
        change.commit().await?;
        let changed = Job { spec, ..job.clone() };
        self.tell_again(&changed);
        Ok(changed)
    }

    /// Nobody comes in any more until it is opened again.
    pub async fn close_endpoint(&self, job: &Job, endpoint: &str, closed: bool) -> Result<()> {
        let change = self.begin().await?;
        if closed {
            let query = "INSERT INTO closed_endpoints (job_id, endpoint, closed_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
            sql::run(&change, query, [job.id.into(), endpoint.into(), now().into()]).await?;
        } else {
            let query = "DELETE FROM closed_endpoints WHERE job_id = ? AND endpoint = ?";
            sql::run(&change, query, [job.id.into(), endpoint.into()]).await?;
        }
        let action = if closed { "endpoint.close" } else { "endpoint.reopen" };
        let told = serde_json::json!({ "endpoint": endpoint });
        let entry = Entry::new(action).kind("job").on(job.id, &job.name).project(job.project_id).after(told);
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }

    /// Names of those of a job that are closed.
    pub async fn closed_endpoints(&self, job: Id) -> Result<Vec<String>> {
        let rows =
            sql::rows(self.reader(), "SELECT endpoint FROM closed_endpoints WHERE job_id = ?", [job.into()]);
        Ok(rows.await?.iter().map(|r| r.try_get("", "endpoint")).collect::<std::result::Result<_, _>>()?)
    }

    /// That somebody was given the way in.
    pub async fn note_endpoint_opened(&self, job: &Job, endpoint: &str) -> Result<()> {
        let told = serde_json::json!({ "endpoint": endpoint });
        let entry =
            Entry::new("endpoint.open").kind("job").on(job.id, &job.name).project(job.project_id).after(told);
        self.note_alone(entry).await
    }

    /// Not told in the audit: it happens all the time.
    pub async fn note_endpoint_use(&self, job: Id, endpoint: &str, at: Moment) -> Result<()> {
        let change = self.begin().await?;
        let query = "INSERT INTO endpoint_uses (job_id, endpoint, used_at)
            SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?1)
            ON CONFLICT (job_id, endpoint) DO UPDATE SET used_at = MAX(used_at, excluded.used_at)";
        sql::run(&change, query, [job.into(), endpoint.into(), at.into()]).await?;
        change.commit().await?;
        Ok(())
    }

    pub async fn endpoint_uses(&self, job: Id) -> Result<Vec<EndpointUse>> {
        let query = "SELECT endpoint, used_at FROM endpoint_uses WHERE job_id = ?";
        sql::all(self.reader(), query, [job.into()]).await
    }
}
