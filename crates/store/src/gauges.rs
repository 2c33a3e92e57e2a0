//! Counts for whoever watches over a server.

use crate::{Id, Moment, Result, Store, sql};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// Jobs that have not ended, of a virtual cluster, a kind and a state.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct JobGauge {
    /// Name of the virtual cluster; empty: it is gone
    pub cluster: String,
    pub kind: String,
    pub state: String,
    pub jobs: i64,
    /// When the first of them was submitted
    pub oldest: Moment,
}

/// Jobs that ended, ever.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct JobEnds {
    pub kind: String,
    pub state: String,
    pub jobs: i64,
}

impl Store {
    pub async fn job_gauges(&self) -> Result<Vec<JobGauge>> {
        let query = "SELECT COALESCE(v.name, '') AS cluster, j.kind AS kind, j.state AS state,
                COUNT(*) AS jobs, MIN(j.created_at) AS oldest
            FROM jobs j LEFT JOIN virtual_clusters v ON v.id = j.virtual_cluster_id
            WHERE j.state NOT IN ('succeeded', 'failed', 'stopped')
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
        sql::all(self.reader(), query, []).await
    }

    /// Of all virtual clusters.
    pub async fn cluster_names(&self) -> Result<HashMap<Id, String>> {
        let rows = sql::rows(self.reader(), "SELECT id, name FROM virtual_clusters", []).await?;
        rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?))).collect()
    }

    pub async fn job_ends(&self) -> Result<Vec<JobEnds>> {
        sql::all(self.reader(), "SELECT kind, state, jobs FROM job_ends ORDER BY kind, state", []).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{JobFilter, JobKind, JobOrder, NewJob, NewProject, NewUserRow, PageRequest, now};
    use fovea_domain::JobEvent;

    async fn check(store: &Store, filters: &[JobFilter]) -> Vec<u64> {
        // What is kept is what counting gives.
        let kept = "SELECT COALESCE(SUM(jobs), 0) FROM job_groups";
        let counted = "SELECT COUNT(*) FROM jobs WHERE deleted_at IS NULL";
        let number = async |query: &str| sql::number(store.reader(), query, []).await.unwrap();
        assert_eq!(number(kept).await, number(counted).await);
        let wrong = "SELECT COUNT(*) FROM (SELECT owner, project_id, cluster_id, kind, state, device, jobs FROM job_groups WHERE jobs <> 0
            EXCEPT SELECT COALESCE(owner, x''), COALESCE(project_id, x''), COALESCE(virtual_cluster_id, x''), kind, state, device, COUNT(*)
            FROM jobs WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6)";
        assert_eq!(number(wrong).await, 0);
        let mut totals = Vec::new();
        for filter in filters {
            let page = store
                .jobs(filter, JobOrder::default(), &PageRequest { limit: 200, cursor: None })
                .await
                .unwrap();
            assert_eq!(page.total, page.items.len() as u64, "{filter:?}");
            totals.push(page.total);
        }
        totals
    }

    #[tokio::test]
    async fn counts_follow_whatever_happens_to_jobs() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let admin = store.create_administrator("ada", "x").await.unwrap().id;
        store.begin_clusters(&crate::Totals::new()).await.unwrap();
        let row = NewUserRow { name: "bob".into(), ..Default::default() };
        store.create_users(vec![row]).await.unwrap();
        let bob = store.user_by_name("bob").await.unwrap().unwrap().id;
        let project = NewProject {
            name: "p".into(),
            product: String::new(),
            scene: "free".into(),
            good_name: "good".into(),
            good_colour: "#00ff00".into(),
            note: String::new(),
            classes: vec![],
            created_by: admin,
        };
        let project = store.create_project(project).await.unwrap().id;
        let new = |owner, project_id, kind| NewJob {
            kind,
            project_id,
            name: "t".into(),
            owner: Some(owner),
            spec: serde_json::Value::Null,
            service_id: None,
            virtual_cluster: None,
            priority: 100,
            ask: Default::default(),
        };
        let filters = [
            JobFilter::default(),
            JobFilter { seen_by: Some(bob), ..Default::default() },
            JobFilter { project_id: Some(project), ..Default::default() },
            JobFilter { states: vec!["stopped".into()], ..Default::default() },
            JobFilter { kinds: vec!["train".into()], ..Default::default() },
        ];
        let mut jobs = Vec::new();
        for n in 0..12 {
            let kind = if n % 2 == 0 { JobKind::Train } else { JobKind::Command };
            let owner = if n % 3 == 0 { bob } else { admin };
            let of = (n % 4 == 0).then_some(project);
            jobs.push(store.create_job(new(owner, of, kind)).await.unwrap().id);
        }
        assert_eq!(check(&store, &filters).await, [12, 4, 3, 0, 6]);
        store.move_job(jobs[1], JobEvent::StopAsked, None).await.unwrap();
        store.move_job(jobs[3], JobEvent::StopAsked, None).await.unwrap();
        assert_eq!(check(&store, &filters).await, [12, 4, 3, 2, 6]);
        let ends = JobEnds { kind: "command".into(), state: "stopped".into(), jobs: 2 };
        assert_eq!(store.job_ends().await.unwrap(), [ends]);
        store.delete_job(jobs[1]).await.unwrap();
        assert_eq!(check(&store, &filters).await, [11, 4, 3, 1, 6]);
        store.purge_job(jobs[1]).await.unwrap();
        assert_eq!(check(&store, &filters).await, [11, 4, 3, 1, 6]);
        // Jobs outlive their owners, and go with their projects.
        for change in ["DELETE FROM users WHERE name = 'bob'", "DELETE FROM projects"] {
            let begun = store.begin().await.unwrap();
            sql::run(&begun, change, []).await.unwrap();
            begun.commit().await.unwrap();
            check(&store, &filters[..1]).await;
        }
        assert_eq!(check(&store, &filters).await, [8, 0, 0, 1, 3]);
        let gauges = store.job_gauges().await.unwrap();
        assert_eq!(gauges.iter().map(|g| g.jobs).sum::<i64>(), 7);
        assert!(gauges.iter().all(|g| g.state == "queued" && g.oldest <= now()));
    }
}
