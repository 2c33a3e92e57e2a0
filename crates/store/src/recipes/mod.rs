//! Recipes of a project: drafts that are written together, versions that never change, and the files that both name.

mod runs;
mod versions;

pub use runs::{NewRecipeRun, RecipeData, RecipePicture, RecipeRun};
pub use versions::{NewRecipeVersion, RecipeVersion};

use crate::audit::Entry;
use crate::jobs::check_project;
use crate::names::fold;
use crate::people::NamedOrder;
use crate::{BlobHash, Cursor, Id, Moment, Page, PageRequest, Result, Store, StoreError, Topic, now, sql};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::{Value, json};

const MISSING: StoreError = StoreError::NotFound { what: "recipe" };
/// Somebody who keeps a draft again within this time goes on with the same work.
const SITTING_MS: Moment = 30 * 60 * 1000;

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Recipe {
    pub id: Id,
    pub project_id: Id,
    pub name: String,
    pub draft: String,
    pub revision: i64,
    pub created_at: Moment,
    pub changed_by: Option<Id>,
    pub changed_at: Moment,
    pub versions: i64,
    /// Number of the newest version, 0 where there is none
    pub newest: i64,
}

const COLUMNS: &str =
    "r.id, r.project_id, r.name, r.draft, r.revision, r.created_at, r.changed_by, r.changed_at,
    (SELECT count(*) FROM recipe_versions v WHERE v.recipe_id = r.id) AS versions,
    (SELECT coalesce(max(v.number), 0) FROM recipe_versions v WHERE v.recipe_id = r.id) AS newest";

/// What stands in a recipe's file list: the name, and the content.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RecipeFile {
    pub name: String,
    pub hash: String,
}

/// The name that a picture of the project has in recipes.
fn picture_name(id: Id) -> String {
    format!("pictures/{id}")
}

impl Store {
    pub async fn create_recipe(
        &self,
        project: Id,
        name: &str,
        draft: &Value,
        pictures: &[Id],
    ) -> Result<Recipe> {
        let change = self.begin().await?;
        check_project(&change, project).await?;
        let (id, at) = (Id::new(), now());
        let by = self.actor().and_then(|a| a.id);
        let query = "INSERT INTO recipes (id, project_id, name, name_key, draft, revision, created_by, created_at, changed_by, changed_at)
            VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?)";
        let values: [Sql; 9] = [
            id.into(),
            project.into(),
            name.into(),
            fold(name).into(),
            draft.to_string().into(),
            by.into(),
            at.into(),
            by.into(),
            at.into(),
        ];
        change.execute(sql::statement(query, values)).await.map_err(StoreError::taken("recipe"))?;
        add_pictures(&change, (id, project), pictures).await?;
        let entry = Entry::new("recipe.create").on(id, name).project(project).after(json!({ "name": name }));
        self.note(&change, entry).await?;
        let made = find(&change, id).await?;
        change.commit().await?;
        self.events().tell(Topic::Recipe, id, Some(project));
        Ok(made)
    }

    /// Those of projects that were taken away are not found.
    pub async fn recipe(&self, id: Id) -> Result<Recipe> {
        let found = find(self.reader(), id).await?;
        check_project(self.reader(), found.project_id).await?;
        Ok(found)
    }

    pub async fn recipes(
        &self,
        project: Id,
        q: Option<&str>,
        order: NamedOrder,
        page: &PageRequest,
    ) -> Result<Page<Recipe>> {
        check_project(self.reader(), project).await?;
        let mut conditions = "r.project_id = ?1 AND r.deleted_at IS NULL".to_string();
        let mut values: Vec<Sql> = vec![project.into()];
        if let Some(q) = q.map(fold).filter(|q| !q.is_empty()) {
            values.push(q.into());
            conditions += " AND instr(r.name_key, ?2) > 0";
        }
        let count = format!("SELECT count(*) FROM recipes r WHERE {conditions}");
        let total = u64::try_from(sql::number(self.reader(), count, values.clone()).await?).unwrap_or(0);
        let (column, way) = (order.column(), order.way());
        if let Some(cursor) = &page.cursor {
            let (behind, at) = order.behind("r", cursor, values.len() + 1);
            conditions += &behind;
            values.extend(at);
        }
        let query = format!(
            "SELECT {COLUMNS} FROM recipes r WHERE {conditions} ORDER BY r.{column} {way}, r.id {way} LIMIT {}",
            page.limit + 1
        );
        let rows: Vec<Recipe> = sql::all(self.reader(), query, values).await?;
        Ok(Page::cut(rows, page.limit, total, |r| Cursor {
            key: order.key(&fold(&r.name), r.created_at),
            id: r.id,
        }))
    }

    /// Keeps a draft as it is now; pictures of the project that it names stay for it.
    pub async fn save_draft(&self, id: Id, revision: i64, draft: &Value, pictures: &[Id]) -> Result<Recipe> {
        let change = self.begin().await?;
        let found = at_revision(&change, id, revision).await?;
        add_pictures(&change, (id, found.project_id), pictures).await?;
        let text = draft.to_string();
        if text == found.draft {
            self.nothing_changed();
            change.commit().await?;
            return Ok(found);
        }
        let query = "UPDATE recipes SET draft = ?, revision = revision + 1, changed_by = ?, changed_at = ? WHERE id = ?";
        let by = self.actor().and_then(|a| a.id);
        sql::run(&change, query, [text.into(), by.into(), now().into(), id.into()]).await?;
        let kept = find(&change, id).await?;
        // Drafts are kept every few moments. The audit tells that somebody began; versions tell what came of it.
        let goes_on =
            by.is_some() && found.changed_by == by && kept.changed_at - found.changed_at < SITTING_MS;
        if goes_on && found.revision > 1 {
            self.nothing_changed();
        } else {
            let told = json!({ "revision": kept.revision, "bytes": kept.draft.len() });
            let entry = Entry::new("recipe.draft").on(id, &kept.name).project(kept.project_id).after(told);
            self.note(&change, entry).await?;
        }
        change.commit().await?;
        self.events().tell(Topic::Recipe, id, Some(kept.project_id));
        Ok(kept)
    }

    pub async fn rename_recipe(&self, id: Id, revision: i64, name: &str) -> Result<Recipe> {
        let change = self.begin().await?;
        let found = at_revision(&change, id, revision).await?;
        let query = "UPDATE recipes SET name = ?, name_key = ?, revision = revision + 1, changed_by = ?, changed_at = ? WHERE id = ?";
        let by = self.actor().and_then(|a| a.id);
        let values: [Sql; 5] = [name.into(), fold(name).into(), by.into(), now().into(), id.into()];
        change.execute(sql::statement(query, values)).await.map_err(StoreError::taken("recipe"))?;
        let kept = find(&change, id).await?;
        let entry = Entry::new("recipe.change").on(id, name).project(kept.project_id);
        self.note(&change, entry.changed(json!({ "name": found.name }), json!({ "name": name }))).await?;
        change.commit().await?;
        self.events().tell(Topic::Recipe, id, Some(kept.project_id));
        Ok(kept)
    }

    /// Out of sight; packages that were made of its versions stay, and so does what their jobs need.
    pub async fn delete_recipe(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find(&change, id).await?;
        sql::run(&change, "UPDATE recipes SET deleted_at = ? WHERE id = ?", [now().into(), id.into()])
            .await?;
        let entry = Entry::new("recipe.delete").on(id, &found.name).project(found.project_id);
        self.note(&change, entry.before(json!({ "name": found.name, "versions": found.versions }))).await?;
        change.commit().await?;
        self.events().tell(Topic::Recipe, id, Some(found.project_id));
        Ok(())
    }

    pub async fn recipe_files(&self, recipe: Id) -> Result<Vec<RecipeFile>> {
        let query = "SELECT name, hash FROM recipe_files WHERE recipe_id = ? ORDER BY name";
        sql::all(self.reader(), query, [recipe.into()]).await
    }

    /// The same name with the same content twice is one; with another it is refused.
    pub async fn add_recipe_file(&self, recipe: Id, name: &str, hash: &BlobHash) -> Result<()> {
        let change = self.begin().await?;
        let found = find(&change, recipe).await?;
        let query = "INSERT INTO recipe_files VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        sql::run(&change, query, [recipe.into(), name.into(), hash.as_str().into()]).await?;
        let query = "SELECT count(*) FROM recipe_files WHERE recipe_id = ? AND name = ? AND hash = ?";
        if sql::number(&change, query, [recipe.into(), name.into(), hash.as_str().into()]).await? == 0 {
            return Err(StoreError::Taken { what: "recipe_file" });
        }
        let entry = Entry::new("recipe.file").on(recipe, &found.name).project(found.project_id);
        self.note(&change, entry.after(json!({ "file": name }))).await?;
        change.commit().await?;
        Ok(())
    }

    /// Ids of a project's models by their numbers.
    pub async fn model_numbers(&self, project: Id) -> Result<Vec<(i32, Id)>> {
        let query = "SELECT number, id FROM models WHERE project_id = ? ORDER BY number";
        let rows = sql::rows(self.reader(), query, [project.into()]).await?;
        rows.iter().map(|r| Ok((r.try_get("", "number")?, r.try_get("", "id")?))).collect()
    }
}

/// Pictures that are none of the project's are left out: what names them is told when it is checked.
async fn add_pictures(
    change: &DatabaseTransaction,
    (recipe, project): (Id, Id),
    pictures: &[Id],
) -> Result<()> {
    for id in pictures {
        let query = "INSERT INTO recipe_files SELECT ?, ?, hash FROM pictures WHERE id = ? AND project_id = ? AND deleted_at IS NULL
            ON CONFLICT DO NOTHING";
        let values = [recipe.into(), picture_name(*id).into(), (*id).into(), project.into()];
        sql::run(change, query, values).await?;
    }
    Ok(())
}

async fn find(db: &impl ConnectionTrait, id: Id) -> Result<Recipe> {
    let query = format!("SELECT {COLUMNS} FROM recipes r WHERE r.id = ? AND r.deleted_at IS NULL");
    sql::one(db, query, [id.into()]).await?.ok_or(MISSING)
}

async fn at_revision(db: &impl ConnectionTrait, id: Id, revision: i64) -> Result<Recipe> {
    let found = find(db, id).await?;
    if found.revision == revision { Ok(found) } else { Err(StoreError::Stale { what: "recipe" }) }
}

/// Contents that only recipes of a project that goes speak of, some at a time; `None` where none is left.
pub(crate) async fn purge_recipe_files(
    change: &DatabaseTransaction,
    project: Id,
    most: u64,
) -> Result<Option<Vec<String>>> {
    let of = "recipe_id IN (SELECT id FROM recipes WHERE project_id = ?)";
    let query = format!("SELECT name, hash FROM recipe_files WHERE {of} ORDER BY hash LIMIT {most}");
    let rows: Vec<RecipeFile> = sql::all(change, query, [project.into()]).await?;
    let hashes: Vec<String> = rows.into_iter().map(|f| f.hash).collect();
    for hash in &hashes {
        let query = format!("DELETE FROM recipe_files WHERE {of} AND hash = ?");
        sql::run(change, query, [project.into(), hash.as_str().into()]).await?;
    }
    Ok((!hashes.is_empty()).then_some(hashes))
}

/// Which of these contents recipes speak of.
pub(crate) async fn spoken_of(db: &impl ConnectionTrait, hashes: &[BlobHash]) -> Result<Vec<String>> {
    let marks = sql::marks(hashes.len());
    let query = format!("SELECT DISTINCT hash FROM recipe_files WHERE hash IN ({marks})");
    let rows = sql::rows(db, query, hashes.iter().map(|h| h.as_str().into())).await?;
    rows.iter().map(|r| Ok(r.try_get("", "hash")?)).collect()
}
