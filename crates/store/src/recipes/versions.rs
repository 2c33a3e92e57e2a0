use super::{MISSING, find};
use crate::audit::Entry;
use crate::jobs::{check_project, shift};
use crate::models::insert_model;
use crate::{
    Cursor, Id, Key, Model, Moment, NewModel, Page, PageRequest, Result, Store, StoreError, Topic, now, sql,
};
use fovea_domain::JobEvent;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, FromQueryResult, IntoActiveModel};
use serde_json::{Value, json};

const NO_VERSION: StoreError = StoreError::NotFound { what: "recipe_version" };
const COLUMNS: &str =
    "v.id, v.recipe_id, r.project_id, r.name AS recipe_name, v.number, v.note, v.document, v.created_by,
    v.created_at, v.model_id, m.number AS model_number";
const FROM: &str =
    "recipe_versions v JOIN recipes r ON r.id = v.recipe_id LEFT JOIN models m ON m.id = v.model_id";

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RecipeVersion {
    pub id: Id,
    pub recipe_id: Id,
    pub project_id: Id,
    pub recipe_name: String,
    pub number: i32,
    pub note: String,
    pub document: String,
    pub created_by: Option<Id>,
    pub created_at: Moment,
    /// The package, once it was made
    pub model_id: Option<Id>,
    pub model_number: Option<i32>,
}

#[derive(Debug, Clone)]
pub struct NewRecipeVersion {
    /// Of the draft that it is made of
    pub revision: i64,
    pub note: String,
    /// The draft with its number in it
    pub document: Value,
    pub number: i32,
}

impl Store {
    /// Refused where the draft or the count of versions is another by now.
    pub async fn create_recipe_version(&self, recipe: Id, new: NewRecipeVersion) -> Result<RecipeVersion> {
        let change = self.begin().await?;
        let found = find(&change, recipe).await?;
        if found.revision != new.revision || found.newest + 1 != i64::from(new.number) {
            return Err(StoreError::Stale { what: "recipe" });
        }
        let id = Id::new();
        let by = self.actor().and_then(|a| a.id);
        let query =
            "INSERT INTO recipe_versions (id, recipe_id, number, note, document, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)";
        let values = [
            id.into(),
            recipe.into(),
            new.number.into(),
            new.note.as_str().into(),
            new.document.to_string().into(),
            by.into(),
            now().into(),
        ];
        sql::run(&change, query, values).await?;
        let told = json!({ "version": new.number, "note": new.note });
        let entry = Entry::new("recipe.version").on(recipe, &found.name).project(found.project_id);
        self.note(&change, entry.after(told)).await?;
        let made = find_version(&change, id).await?;
        change.commit().await?;
        self.events().tell(Topic::Recipe, recipe, Some(found.project_id));
        Ok(made)
    }

    pub async fn recipe_version(&self, id: Id) -> Result<RecipeVersion> {
        let found = find_version(self.reader(), id).await?;
        find(self.reader(), found.recipe_id).await.map_err(|_| MISSING)?;
        check_project(self.reader(), found.project_id).await?;
        Ok(found)
    }

    /// The newest first.
    pub async fn recipe_versions(&self, recipe: Id, page: &PageRequest) -> Result<Page<RecipeVersion>> {
        let total = u64::try_from(self.recipe(recipe).await?.versions).unwrap_or(0);
        let behind = match page.cursor.as_ref().map(|c| &c.key) {
            Some(Key::Number(number)) => *number,
            _ => i64::MAX,
        };
        let query = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE v.recipe_id = ? AND v.number < ? ORDER BY v.number DESC LIMIT {}",
            page.limit + 1
        );
        let rows: Vec<RecipeVersion> = sql::all(self.reader(), query, [recipe.into(), behind.into()]).await?;
        Ok(Page::cut(rows, page.limit, total, |v| Cursor { key: Key::Number(v.number.into()), id: v.id }))
    }

    /// The version whose package a model is.
    pub async fn recipe_of_model(&self, model: Id) -> Result<Option<RecipeVersion>> {
        let query = format!("SELECT {COLUMNS} FROM {FROM} WHERE v.model_id = ?");
        sql::one(self.reader(), query, [model.into()]).await
    }

    /// Ends the packing of a version and keeps its package as a model, both or neither. Doing it again changes nothing.
    pub async fn finish_packing(&self, job: Id, version: Id, new: NewModel) -> Result<Model> {
        let change = self.begin().await?;
        let ended = shift(&change, job, JobEvent::Done, None).await?;
        let made = insert_model(&change, &ended, new).await?;
        let mut row = ended.clone().into_active_model();
        row.model_id = Set(Some(made.id));
        let ended = row.update(&change).await?;
        let query = "UPDATE recipe_versions SET model_id = ? WHERE id = ?";
        sql::run(&change, query, [made.id.into(), version.into()]).await?;
        let told = json!({ "name": made.name, "number": made.number, "task": made.task });
        let entry = Entry::new("model.create").on(made.id, &made.name).project(made.project_id);
        self.note(&change, entry.after(told)).await?;
        change.commit().await?;
        self.events().tell(Topic::Model, made.id, Some(made.project_id));
        let found = find_version(self.reader(), version).await?;
        self.events().tell(Topic::Recipe, found.recipe_id, Some(made.project_id));
        self.tell_job(&ended);
        Ok(made)
    }
}

async fn find_version(db: &impl ConnectionTrait, id: Id) -> Result<RecipeVersion> {
    let query = format!("SELECT {COLUMNS} FROM {FROM} WHERE v.id = ?");
    sql::one(db, query, [id.into()]).await?.ok_or(NO_VERSION)
}
