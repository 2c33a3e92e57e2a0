//! What is known of pictures beside what they show: the machine, the product, the part.

use crate::clock::now;
use crate::entities::picture;
use crate::projects::find_project;
use crate::{Id, Result, Store, StoreError, TagCount, Topic, sql};
use fovea_domain::dataset::{Columns, MOST_COLUMNS, column_name, column_value};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, Value as Sql,
};
use std::collections::HashMap;

/// Columns of a project that are told, and values of each.
const MOST_NAMES: i64 = 100;
const MOST_VALUES: i64 = 50;

/// A column of a project's pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    pub name: String,
    /// How many have it.
    pub pictures: i64,
    /// How many values it has.
    pub different: i64,
    /// Those that most pictures have.
    pub values: Vec<TagCount>,
}

impl Store {
    /// By name, of pictures that are not in the bin.
    pub async fn column_choices(&self, project: Id) -> Result<Vec<ColumnChoice>> {
        find_project(self.reader(), project).await?;
        let of = "project_id = ?1 AND picture_id NOT IN
            (SELECT id FROM pictures WHERE project_id = ?1 AND deleted_at IS NOT NULL)";
        let names = format!(
            "SELECT name, count(*) AS pictures, count(DISTINCT value) AS different FROM picture_columns
            WHERE {of} GROUP BY name ORDER BY name LIMIT ?2"
        );
        let mut all = Vec::new();
        for row in sql::rows(self.reader(), names, [project.into(), MOST_NAMES.into()]).await? {
            all.push(ColumnChoice {
                name: row.try_get("", "name")?,
                pictures: row.try_get("", "pictures")?,
                different: row.try_get("", "different")?,
                values: Vec::new(),
            });
        }
        let values = format!(
            "SELECT name, value, pictures FROM (SELECT name, value, count(*) AS pictures,
                row_number() OVER (PARTITION BY name ORDER BY count(*) DESC, value) AS place
                FROM picture_columns WHERE {of} GROUP BY name, value) WHERE place <= ?2 ORDER BY name, place"
        );
        for row in sql::rows(self.reader(), values, [project.into(), MOST_VALUES.into()]).await? {
            let name: String = row.try_get("", "name")?;
            if let Some(choice) = all.iter_mut().find(|c| c.name == name) {
                choice.values.push(TagCount {
                    name: row.try_get("", "value")?,
                    pictures: row.try_get("", "pictures")?,
                });
            }
        }
        Ok(all)
    }

    /// Ids and names of all pictures of a project.
    pub async fn named_pictures(&self, project: Id) -> Result<Vec<(Id, String)>> {
        Ok(picture::Entity::find()
            .select_only()
            .columns([picture::Column::Id, picture::Column::Name])
            .filter(picture::Column::ProjectId.eq(project))
            .filter(picture::Column::DeletedAt.is_null())
            .into_tuple()
            .all(self.reader())
            .await?)
    }

    /// What a running import tells of pictures; what was known under the same names goes. Returns how many pictures it changed.
    pub async fn columns_found(&self, import: Id, found: &[(Id, Columns)]) -> Result<u64> {
        let mut changed = 0;
        for some in found.chunks(200) {
            let change = self.begin().await?;
            let import = crate::imports::running(&change, import).await?;
            let ids: Vec<Id> = some.iter().map(|(id, _)| *id).collect();
            let there: Vec<Id> = picture::Entity::find()
                .select_only()
                .column(picture::Column::Id)
                .filter(picture::Column::ProjectId.eq(import.project_id))
                .filter(picture::Column::DeletedAt.is_null())
                .filter(picture::Column::Id.is_in(ids))
                .into_tuple()
                .all(&change)
                .await?;
            let mut now_changed = 0_i64;
            for (picture, columns) in some.iter().filter(|(id, _)| there.contains(id)) {
                now_changed +=
                    i64::from(put_columns(&change, import.project_id, *picture, columns, true).await?);
            }
            let update = "UPDATE imports SET columns = columns + ?, heard_at = ? WHERE id = ?";
            sql::run(&change, update, [now_changed.into(), now().into(), import.id.into()]).await?;
            change.commit().await?;
            self.events().tell(Topic::Import, import.id, Some(import.project_id));
            changed += now_changed.unsigned_abs();
        }
        Ok(changed)
    }

    pub(crate) async fn columns_of(&self, ids: &[Id]) -> Result<HashMap<Id, Columns>> {
        columns_of(self.reader(), ids).await
    }
}

/// By picture.
pub(crate) async fn columns_of(db: &impl ConnectionTrait, ids: &[Id]) -> Result<HashMap<Id, Columns>> {
    let query = format!(
        "SELECT picture_id, name, value FROM picture_columns WHERE picture_id IN ({})",
        sql::marks(ids.len())
    );
    let mut found: HashMap<Id, Columns> = HashMap::new();
    for row in sql::rows(db, query, ids.iter().map(|id| (*id).into())).await? {
        let columns = found.entry(row.try_get("", "picture_id")?).or_default();
        columns.insert(row.try_get("", "name")?, row.try_get("", "value")?);
    }
    Ok(found)
}

/// Within a change: what does not fit is left out, and so is what would be one too many. `over`: also where something else is known.
/// True where anything became other than it was.
pub(crate) async fn put_columns(
    change: &DatabaseTransaction,
    project: Id,
    picture: Id,
    columns: &Columns,
    over: bool,
) -> Result<bool> {
    let mut known = columns_of(change, &[picture]).await?.remove(&picture).unwrap_or_default();
    let mut any = false;
    for (name, value) in columns {
        let (Some(name), Some(value)) = (column_name(name), column_value(value)) else { continue };
        let put = match known.get(&name) {
            Some(there) => over && *there != value,
            None => known.len() < MOST_COLUMNS,
        };
        if !put {
            continue;
        }
        let insert = "INSERT OR REPLACE INTO picture_columns (picture_id, name, value, project_id) VALUES (?, ?, ?, ?)";
        let values: [Sql; 4] = [picture.into(), name.as_str().into(), value.as_str().into(), project.into()];
        sql::run(change, insert, values).await?;
        known.insert(name, value);
        any = true;
    }
    Ok(any)
}

/// As versions keep them.
pub(crate) fn columns_text(columns: &Columns) -> Result<String> {
    serde_json::to_string(columns).map_err(|e| StoreError::corrupt(e.to_string()))
}
