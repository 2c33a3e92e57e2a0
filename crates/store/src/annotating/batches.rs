//! Accepting by a sample: of what was finished some pictures are looked at by chance, and how many of them are faulty decides of all.

use super::find_task;
use crate::audit::Entry;
use crate::{Id, Moment, Result, Store, StoreError, now, sql};
use fovea_domain::annotating::{Aql, Level, SamplingPlan, sampling_plan};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use serde_json::json;

/// Pictures that are accepted or sent back together.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct ReviewBatch {
    pub id: Id,
    /// In hundredths of a percent
    pub aql: i64,
    /// 1 to 3
    pub level: i64,
    pub size: i64,
    /// Pictures that are looked at
    pub sample: i64,
    /// With so many faulty ones it is still accepted.
    pub accept: i64,
    pub created_at: Moment,
    pub ended_at: Option<Moment>,
    /// `None`: not decided, or given up
    pub accepted: Option<bool>,
    pub reviewed: i64,
    pub faulty: i64,
}

const COLUMNS: &str = "b.id, b.aql, b.level, b.size, b.sample, b.accept, b.created_at, b.ended_at, b.accepted,
    (SELECT COUNT(*) FROM annotation_pieces x WHERE x.task_id = b.task_id AND x.batch_id = b.id AND x.sampled
        AND (x.faulty OR x.accepted_at IS NOT NULL)) AS reviewed,
    (SELECT COUNT(*) FROM annotation_pieces x WHERE x.task_id = b.task_id AND x.batch_id = b.id AND x.faulty) AS faulty";
/// Finished pictures `x` of a task that no batch decides of. What two have labelled is looked at beside each other.
const WAITING: &str = "annotation_pieces x JOIN pictures i ON i.id = x.picture_id AND i.deleted_at IS NULL
    WHERE x.task_id = ?1 AND x.state = 'done' AND x.twin IS NULL";
/// As a condition on `x`: while a batch is open, only its sample is looked at.
pub(super) const TO_LOOK_AT: &str = "(NOT EXISTS (SELECT 1 FROM annotation_batches b WHERE b.task_id = x.task_id AND b.ended_at IS NULL)
    OR (x.sampled AND NOT x.faulty AND x.batch_id IN (SELECT b.id FROM annotation_batches b WHERE b.task_id = x.task_id AND b.ended_at IS NULL)))";

impl Store {
    /// What a batch of all that waits for a reviewer would be: its size, and how it would be looked at.
    pub async fn batch_plan(&self, task: Id, aql: Aql, level: Level) -> Result<(u64, Option<SamplingPlan>)> {
        find_task(self.reader(), task).await?;
        let size = waiting(self.reader(), task).await?;
        Ok((size, sampling_plan(size, aql, level)))
    }

    /// The one that is open, or else the last.
    pub async fn review_batch(&self, task: Id) -> Result<Option<ReviewBatch>> {
        find_task(self.reader(), task).await?;
        let query = format!(
            "SELECT {COLUMNS} FROM annotation_batches b WHERE b.task_id = ? ORDER BY b.ended_at IS NOT NULL, b.id DESC LIMIT 1"
        );
        sql::one(self.reader(), query, [task.into()]).await
    }

    /// All that waits for a reviewer. Refused with fewer than two pictures, and while another batch is open.
    pub async fn begin_batch(&self, task: Id, by: Id, aql: Aql, level: Level) -> Result<()> {
        let change = self.begin().await?;
        let found = find_task(&change, task).await?;
        found.must_be_open()?;
        if open_batch(&change, task).await?.is_some() {
            return Err(StoreError::WrongState { what: "batch", state: "open".into() });
        }
        let size = waiting(&change, task).await?;
        let plan = sampling_plan(size, aql, level)
            .ok_or(StoreError::WrongState { what: "batch", state: "small".into() })?;
        let (id, at) = (Id::new(), now());
        let number = |n: u64| i64::try_from(n).map_err(|_| StoreError::corrupt("too many pictures"));
        let values = [
            id.into(),
            task.into(),
            i64::from(aql.hundredths()).into(),
            (level as i64 + 1).into(),
            number(size)?.into(),
            number(plan.sample)?.into(),
            i64::from(plan.accept).into(),
            by.into(),
            at.into(),
        ];
        let query = "INSERT INTO annotation_batches (id, task_id, aql, level, size, sample, accept, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        sql::run(&change, query, values).await?;
        let query = format!(
            "UPDATE annotation_pieces SET batch_id = ?2, sampled = 0, faulty = 0
             WHERE task_id = ?1 AND position IN (SELECT x.position FROM {WAITING})"
        );
        sql::run(&change, query, [task.into(), id.into()]).await?;
        let query = "UPDATE annotation_pieces SET sampled = 1 WHERE task_id = ?1 AND position IN (
            SELECT position FROM annotation_pieces WHERE task_id = ?1 AND batch_id = ?2 ORDER BY random() LIMIT ?3)";
        sql::run(&change, query, [task.into(), id.into(), number(plan.sample)?.into()]).await?;
        let told = json!({"batch": id, "aql": aql.hundredths(), "size": size, "sample": plan.sample, "accept": plan.accept});
        let entry = Entry::new("annotation_task.begin_batch").on(task, &found.name).project(found.project_id);
        self.note(&change, entry.after(told)).await?;
        change.commit().await?;
        self.tell_task(task, found.project_id, &[]).await;
        Ok(())
    }

    /// Each picture is looked at by itself again.
    pub async fn give_up_batch(&self, task: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_task(&change, task).await?;
        let open = open_batch(&change, task).await?.ok_or(StoreError::NotFound { what: "batch" })?;
        end(&change, &open, None, now()).await?;
        let entry = Entry::new("annotation_task.end_batch").on(task, &found.name).project(found.project_id);
        self.note(&change, entry.after(json!({"batch": open.id, "accepted": null}))).await?;
        change.commit().await?;
        self.tell_task(task, found.project_id, &[]).await;
        Ok(())
    }

    /// After a picture was looked at: decides of the batch once it can be decided. Returns whose pictures moved by that.
    pub(super) async fn settle_batch(
        &self,
        change: &DatabaseTransaction,
        task: Id,
        reviewer: Id,
    ) -> Result<Vec<Id>> {
        let Some(open) = open_batch(change, task).await? else { return Ok(Vec::new()) };
        let left =
            format!("SELECT COUNT(*) FROM {WAITING} AND x.batch_id = ?2 AND x.sampled AND NOT x.faulty");
        let left = sql::number(change, left, [task.into(), open.id.into()]).await?;
        let accepted = if open.faulty > open.accept {
            false
        } else if left == 0 {
            true
        } else {
            return Ok(Vec::new());
        };
        // What an annotator has mended meanwhile is looked at anew.
        let rest = "task_id = ?1 AND batch_id = ?2 AND state = 'done' AND NOT faulty";
        let query =
            format!("SELECT DISTINCT user_id FROM annotation_pieces WHERE {rest} AND user_id IS NOT NULL");
        let rows = sql::rows(change, query, [task.into(), open.id.into()]).await?;
        let people = rows.iter().map(|r| r.try_get("", "user_id")).collect::<std::result::Result<_, _>>()?;
        let set = match accepted {
            true => "accepted_at = ?3, reviewed_by = ?4",
            false => "done_at = NULL, sent_back_at = ?3, sent_back = sent_back + 1, reviewed_by = ?4",
        };
        let query = format!("UPDATE annotation_pieces SET {set} WHERE {rest}");
        let at = now();
        let moved =
            sql::run(change, query, [task.into(), open.id.into(), at.into(), reviewer.into()]).await?;
        end(change, &open, Some(accepted), at).await?;
        let found = find_task(change, task).await?;
        let told = json!({"batch": open.id, "accepted": accepted, "reviewed": open.reviewed, "faulty": open.faulty, "rest": moved});
        let entry = Entry::new("annotation_task.end_batch").on(task, &found.name).project(found.project_id);
        self.note(change, entry.after(told)).await?;
        Ok(people)
    }
}

async fn waiting(db: &impl ConnectionTrait, task: Id) -> Result<u64> {
    let found = sql::number(db, format!("SELECT COUNT(*) FROM {WAITING}"), [task.into()]).await?;
    Ok(u64::try_from(found).unwrap_or(0))
}

async fn open_batch(db: &impl ConnectionTrait, task: Id) -> Result<Option<ReviewBatch>> {
    let query =
        format!("SELECT {COLUMNS} FROM annotation_batches b WHERE b.task_id = ? AND b.ended_at IS NULL");
    sql::one(db, query, [task.into()]).await
}

async fn end(
    db: &DatabaseTransaction,
    batch: &ReviewBatch,
    accepted: Option<bool>,
    at: Moment,
) -> Result<()> {
    let query = "UPDATE annotation_batches SET ended_at = ?2, accepted = ?3 WHERE id = ?1";
    sql::run(db, query, [batch.id.into(), at.into(), accepted.into()]).await?;
    Ok(())
}
