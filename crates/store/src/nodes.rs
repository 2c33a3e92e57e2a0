//! Nodes that are closed for new jobs, and which tasks of jobs are on which node.

use crate::audit::Entry;
use crate::{Id, Moment, NOBODY, Result, Store, StoreError, now, sql};
use fovea_domain::JobState;
use fovea_domain::device::Cards;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::json;
use std::collections::HashMap;

/// A part of a job: what it has of one node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobTask {
    pub rank: u32,
    /// Name of the node
    pub node: String,
    /// None of a job that counts cores
    pub cards: Cards,
    pub devices: u32,
    pub cores: u32,
    pub memory_mib: u64,
    /// Under which the others of the job reach it
    pub address: String,
}

impl JobTask {
    /// Of a job on one node that counts cores.
    pub fn of_cores(node: &str, cores: u32) -> JobTask {
        JobTask {
            rank: 0,
            node: node.into(),
            cards: Cards::NONE,
            devices: cores,
            cores,
            memory_mib: 0,
            address: "127.0.0.1".into(),
        }
    }
}

/// A node that takes no new jobs because somebody said so.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ClosedNode {
    pub name: String,
    pub at: Moment,
    pub by_name: String,
    pub note: String,
}

fn small(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

fn task(row: &sea_orm::QueryResult) -> Result<JobTask> {
    let number = |name: &str| Ok::<i64, StoreError>(row.try_get("", name)?);
    let cards: String = row.try_get("", "cards")?;
    let cards = serde_json::from_str(&cards).map_err(|e| StoreError::corrupt(e.to_string()))?;
    Ok(JobTask {
        rank: small(number("rank")?),
        node: row.try_get("", "node")?,
        cards,
        devices: small(number("devices")?),
        cores: small(number("cores")?),
        memory_mib: u64::try_from(number("memory_mib")?).unwrap_or(0),
        address: row.try_get("", "address")?,
    })
}

/// In place of those of an earlier start.
pub(crate) async fn put_tasks(change: &DatabaseTransaction, job: Id, tasks: &[JobTask]) -> Result<()> {
    sql::run(change, "DELETE FROM job_tasks WHERE job_id = ?", [job.into()]).await?;
    for task in tasks {
        let cards = serde_json::to_string(&task.cards).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let values: [Sql; 8] = [
            job.into(),
            i64::from(task.rank).into(),
            task.node.clone().into(),
            cards.into(),
            i64::from(task.devices).into(),
            i64::from(task.cores).into(),
            i64::try_from(task.memory_mib).unwrap_or(i64::MAX).into(),
            task.address.clone().into(),
        ];
        sql::run(change, format!("INSERT INTO job_tasks VALUES ({})", sql::marks(8)), values).await?;
    }
    Ok(())
}

async fn tasks_where(
    db: &impl ConnectionTrait,
    test: &str,
    values: Vec<Sql>,
) -> Result<HashMap<Id, Vec<JobTask>>> {
    let query = format!("SELECT t.* FROM job_tasks t WHERE {test} ORDER BY t.job_id, t.rank");
    let mut all: HashMap<Id, Vec<JobTask>> = HashMap::new();
    for row in sql::rows(db, query, values).await? {
        all.entry(row.try_get("", "job_id")?).or_default().push(task(&row)?);
    }
    Ok(all)
}

impl Store {
    /// Of jobs that have, or are about to have, processes; by job, in the order of ranks.
    pub async fn held_tasks(&self) -> Result<HashMap<Id, Vec<JobTask>>> {
        let active: Vec<Sql> =
            JobState::ALL.into_iter().filter(|s| s.active()).map(|s| s.name().into()).collect();
        let states = sql::marks(active.len());
        let test = format!("t.job_id IN (SELECT j.id FROM jobs j WHERE j.state IN ({states}))");
        tasks_where(self.reader(), &test, active).await
    }

    /// Where the last starts of these jobs run or ran.
    pub async fn job_tasks(&self, jobs: &[Id]) -> Result<HashMap<Id, Vec<JobTask>>> {
        if jobs.is_empty() {
            return Ok(HashMap::new());
        }
        let test = format!("t.job_id IN ({})", sql::marks(jobs.len()));
        tasks_where(self.reader(), &test, jobs.iter().map(|id| Sql::from(*id)).collect()).await
    }

    pub async fn closed_nodes(&self) -> Result<Vec<ClosedNode>> {
        let query = "SELECT name, at, by_name, note FROM closed_nodes ORDER BY name";
        sql::all(self.reader(), query, []).await
    }

    /// It takes no new jobs; those that it has stay. Told that it is so already, nothing changes.
    pub async fn close_node(&self, name: &str, note: &str) -> Result<()> {
        let change = self.begin().await?;
        let by = self.actor().map_or(NOBODY, |a| a.name.as_str());
        let query = "INSERT INTO closed_nodes VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
        let values = [name.into(), now().into(), by.into(), note.into()];
        if sql::run(&change, query, values).await? == 0 {
            self.nothing_changed();
            return Ok(());
        }
        let entry = Entry::new("node.cordon").called(name).after(json!({ "note": note }));
        self.note(&change, entry).await?;
        change.commit().await?;
        Ok(())
    }

    /// It takes jobs again.
    pub async fn open_node(&self, name: &str) -> Result<()> {
        let change = self.begin().await?;
        if sql::run(&change, "DELETE FROM closed_nodes WHERE name = ?", [name.into()]).await? == 0 {
            self.nothing_changed();
            return Ok(());
        }
        self.note(&change, Entry::new("node.uncordon").called(name)).await?;
        change.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_node_is_closed_once_and_opened_once_and_both_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        store.close_node("node-a", "new fan").await.unwrap();
        store.close_node("node-a", "another word").await.unwrap();
        let closed = store.closed_nodes().await.unwrap();
        assert_eq!(
            (closed.len(), closed[0].note.as_str(), closed[0].by_name.as_str()),
            (1, "new fan", "fovea")
        );
        store.open_node("node-a").await.unwrap();
        store.open_node("node-a").await.unwrap();
        assert!(store.closed_nodes().await.unwrap().is_empty());
        let rows =
            sql::rows(store.reader(), "SELECT action FROM audit WHERE action LIKE 'node.%' ORDER BY seq", []);
        let actions: Vec<String> =
            rows.await.unwrap().iter().map(|r| r.try_get("", "action").unwrap()).collect();
        assert_eq!(actions, ["node.cordon", "node.uncordon"]);
    }
}
