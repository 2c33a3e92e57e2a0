//! Projects that train by themselves: when so many labels have come, and then again.

use crate::audit::Entry;
use crate::projects::find_project;
use crate::{Id, Result, Store, Topic, sql};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

/// Where the loop of a project stands.
#[derive(Debug, Clone, FromQueryResult)]
pub struct LearningLoop {
    pub project_id: Id,
    pub after: i64,
    pub owner_id: Id,
    pub owner: String,
    /// Labelled pictures when the last training began
    pub labelled: i64,
    /// … and now
    pub labelled_now: i64,
    /// The training that is waited for, and then the labels that its model proposes
    pub job_id: Option<Id>,
    /// `None` also where its row is gone
    pub job_state: Option<String>,
    pub job_kind: Option<String>,
    /// What it gave
    pub model_id: Option<Id>,
    pub model_task: Option<String>,
    /// Why it does not go on: a problem as JSON
    pub kept: Option<String>,
}

const LOOPS: &str = "SELECT l.project_id, l.after, l.owner_id, u.name AS owner, l.labelled, l.job_id, l.kept, j.state AS job_state,
        j.kind AS job_kind, m.id AS model_id, m.task AS model_task,
        (SELECT COUNT(*) FROM pictures p WHERE p.project_id = l.project_id AND p.deleted_at IS NULL
            AND p.verdict IS NOT NULL) AS labelled_now
    FROM learning_loops l JOIN projects w ON w.id = l.project_id AND w.deleted_at IS NULL
    JOIN users u ON u.id = l.owner_id LEFT JOIN jobs j ON j.id = l.job_id LEFT JOIN models m ON m.job_id = l.job_id";

impl Store {
    pub async fn learning_loop(&self, project: Id) -> Result<Option<LearningLoop>> {
        find_project(self.reader(), project).await?;
        sql::one(self.reader(), format!("{LOOPS} WHERE l.project_id = ?"), [project.into()]).await
    }

    /// Those after this one, in the order of their projects.
    pub async fn learning_loops(&self, behind: Option<Id>, most: u32) -> Result<Vec<LearningLoop>> {
        let query = format!("{LOOPS} WHERE ?1 IS NULL OR l.project_id > ?1 ORDER BY l.project_id LIMIT ?2");
        sql::all(self.reader(), query, [behind.into(), most.into()]).await
    }

    /// Labels count from `labelled` on; a training that is waited for stays so.
    pub async fn set_learning_loop(&self, project: Id, after: u32, labelled: u64, owner: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_project(&change, project).await?;
        let query =
            "INSERT INTO learning_loops (project_id, after, owner_id, labelled) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (project_id) DO UPDATE SET after = ?2, owner_id = ?3, kept = NULL";
        let labelled = i64::try_from(labelled).unwrap_or(i64::MAX);
        sql::run(&change, query, [project.into(), after.into(), owner.into(), labelled.into()]).await?;
        let entry = Entry::new("learning_loop.on").kind("project").on(project, &found.name).project(project);
        self.note(&change, entry.after(json!({ "after": after }))).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(())
    }

    pub async fn end_learning_loop(&self, project: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_project(&change, project).await?;
        let gone =
            sql::run(&change, "DELETE FROM learning_loops WHERE project_id = ?", [project.into()]).await?;
        if gone == 0 {
            self.nothing_changed();
            return Ok(());
        }
        let entry = Entry::new("learning_loop.off").kind("project").on(project, &found.name).project(project);
        self.note(&change, entry).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(())
    }

    /// A training of the project that is not over; of several the oldest.
    pub async fn training_under_way(&self, project: Id) -> Result<Option<Id>> {
        let query = "SELECT id FROM jobs WHERE project_id = ? AND kind = 'train' AND deleted_at IS NULL
            AND state NOT IN ('succeeded', 'failed', 'stopped') ORDER BY id LIMIT 1";
        let row = sql::rows(self.reader(), query, [project.into()]).await?;
        Ok(row.first().map(|row| row.try_get("", "id")).transpose()?)
    }

    /// A training began with so many labels, and is waited for.
    pub async fn learning_loop_began(&self, project: Id, job: Id, labelled: i64) -> Result<()> {
        let query = "UPDATE learning_loops SET job_id = ?2, labelled = ?3, kept = NULL WHERE project_id = ?1";
        self.step_loop(project, query, [job.into(), labelled.into()].into()).await
    }

    /// After the training this job is waited for.
    pub async fn learning_loop_follows(&self, project: Id, job: Id) -> Result<()> {
        let query = "UPDATE learning_loops SET job_id = ?2 WHERE project_id = ?1";
        self.step_loop(project, query, [job.into()].into()).await
    }

    /// What was waited for has ended: labels are waited for again.
    pub async fn learning_loop_done(&self, project: Id, kept: Option<&Value>) -> Result<()> {
        let query = "UPDATE learning_loops SET job_id = NULL, kept = ?2 WHERE project_id = ?1";
        self.step_loop(project, query, [kept.map(Value::to_string).into()].into()).await
    }

    /// Why it does not go on. Nobody is told of what was known already.
    pub async fn learning_loop_kept(&self, project: Id, why: &Value) -> Result<()> {
        let query =
            "UPDATE learning_loops SET kept = ?2 WHERE project_id = ?1 AND (kept IS NULL OR kept <> ?2)";
        self.step_loop(project, query, [why.to_string().into()].into()).await
    }

    async fn step_loop(&self, project: Id, query: &str, values: Vec<sea_orm::Value>) -> Result<()> {
        let change = self.begin().await?;
        let values = std::iter::once(project.into()).chain(values);
        let changed = sql::run(&change, query, values).await?;
        change.commit().await?;
        if changed > 0 {
            self.events().tell(Topic::Project, project, Some(project));
        }
        Ok(())
    }
}
