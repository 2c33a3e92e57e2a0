use super::MISSING;
use crate::audit::Entry;
use crate::jobs::{check_project, insert_job, told};
use crate::{Cursor, Id, Job, Key, Moment, NewJob, Page, PageRequest, Result, Store, StoreError, now, sql};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value;

const GONE: StoreError = StoreError::NotFound { what: "recipe_run" };
const COLUMNS: &str =
    "n.id, n.recipe_id, r.project_id, n.version_id, v.number, n.other_id, o.number AS other_number, n.data,
    n.summary, n.created_at, j.state, j.progress, j.reason, j.owner";
const FROM: &str = "recipe_runs n JOIN recipes r ON r.id = n.recipe_id AND r.deleted_at IS NULL
    JOIN recipe_versions v ON v.id = n.version_id LEFT JOIN recipe_versions o ON o.id = n.other_id
    JOIN jobs j ON j.id = n.id AND j.deleted_at IS NULL";

/// Which pictures a version is tried on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum RecipeData {
    /// The labelled pictures of the project
    Project,
    /// Those of a version of its data
    Version { version_id: Id },
    /// Kept pictures of verdicts, the newest first; what a person said counts as the truth
    Records { service_id: Option<Id> },
}

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RecipeRun {
    /// That of its job
    pub id: Id,
    pub recipe_id: Id,
    pub project_id: Id,
    pub version_id: Id,
    pub number: i32,
    pub other_id: Option<Id>,
    pub other_number: Option<i32>,
    pub data: String,
    pub summary: Option<String>,
    pub created_at: Moment,
    pub state: String,
    pub progress: Option<String>,
    pub reason: Option<String>,
    pub owner: Option<Id>,
}

#[derive(Debug, Clone)]
pub struct NewRecipeRun {
    pub recipe_id: Id,
    pub version_id: Id,
    pub other_id: Option<Id>,
    pub data: RecipeData,
    pub job: NewJob,
}

/// A picture to try.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RecipePicture {
    /// Of a picture of the project, or of a record
    pub id: Id,
    pub hash: String,
    pub name: String,
    /// `good` or `bad`; `None`: nobody has said
    pub verdict: Option<String>,
}

impl Store {
    pub async fn create_recipe_run(&self, new: NewRecipeRun) -> Result<Job> {
        let change = self.begin().await?;
        let job = insert_job(&change, new.job).await?;
        let data = serde_json::to_string(&new.data).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let query = "INSERT INTO recipe_runs (id, recipe_id, version_id, other_id, data, created_at) VALUES (?, ?, ?, ?, ?, ?)";
        let values = [
            job.id.into(),
            new.recipe_id.into(),
            new.version_id.into(),
            new.other_id.into(),
            data.into(),
            now().into(),
        ];
        sql::run(&change, query, values).await?;
        let entry = Entry::new("job.create").on(job.id, &job.name).project(job.project_id);
        self.note(&change, entry.after(told(&job))).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }

    pub async fn recipe_run(&self, id: Id) -> Result<RecipeRun> {
        let query = format!("SELECT {COLUMNS} FROM {FROM} WHERE n.id = ?");
        let found: RecipeRun = sql::one(self.reader(), query, [id.into()]).await?.ok_or(GONE)?;
        check_project(self.reader(), found.project_id).await?;
        Ok(found)
    }

    /// The newest first.
    pub async fn recipe_runs(&self, recipe: Id, page: &PageRequest) -> Result<Page<RecipeRun>> {
        self.recipe(recipe).await.map_err(|_| MISSING)?;
        let count = format!("SELECT count(*) FROM {FROM} WHERE n.recipe_id = ?");
        let total = sql::number(self.reader(), count, [recipe.into()]).await?;
        let mut values = vec![recipe.into()];
        let mut behind = "";
        if let Some(cursor) = &page.cursor {
            values.push(cursor.id.into());
            behind = "AND n.id < ?";
        }
        let query = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE n.recipe_id = ? {behind} ORDER BY n.id DESC LIMIT {}",
            page.limit + 1
        );
        let rows: Vec<RecipeRun> = sql::all(self.reader(), query, values).await?;
        let total = u64::try_from(total).unwrap_or(0);
        Ok(Page::cut(rows, page.limit, total, |n| Cursor { key: Key::Number(n.created_at), id: n.id }))
    }

    /// What came of it, once it is done.
    pub async fn put_recipe_summary(&self, run: Id, summary: &Value) -> Result<()> {
        let change = self.begin().await?;
        let query = "UPDATE recipe_runs SET summary = ? WHERE id = ?";
        sql::run(&change, query, [summary.to_string().into(), run.into()]).await?;
        change.commit().await?;
        Ok(())
    }

    /// So many pictures at most, in an order that stays.
    pub async fn recipe_pictures(
        &self,
        project: Id,
        data: &RecipeData,
        most: u64,
    ) -> Result<Vec<RecipePicture>> {
        let db = self.reader();
        match data {
            RecipeData::Project => {
                let query = format!(
                    "SELECT id, hash, name, verdict FROM pictures
                    WHERE project_id = ? AND deleted_at IS NULL AND verdict IS NOT NULL ORDER BY name, id LIMIT {most}"
                );
                sql::all(db, query, [project.into()]).await
            }
            RecipeData::Version { version_id } => {
                let query = format!(
                    "SELECT picture_id AS id, hash, name, verdict FROM version_pictures
                    WHERE version_id = ? AND verdict IS NOT NULL ORDER BY position LIMIT {most}"
                );
                sql::all(db, query, [(*version_id).into()]).await
            }
            RecipeData::Records { service_id } => {
                let (of, value) = match service_id {
                    Some(service) => {
                        ("project_id = ? AND service_id = ?", vec![project.into(), (*service).into()])
                    }
                    None => ("project_id = ?", vec![project.into()]),
                };
                let query = format!(
                    "SELECT id, picture AS hash, coalesce(serial, '') AS name,
                    CASE recheck WHEN 'ok' THEN 'good' WHEN 'ng' THEN 'bad' END AS verdict FROM records
                    WHERE {of} AND picture IS NOT NULL ORDER BY id DESC LIMIT {most}"
                );
                sql::all(db, query, value).await
            }
        }
    }
}
