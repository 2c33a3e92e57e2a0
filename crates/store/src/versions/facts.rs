//! What a version holds in numbers, and what came of it.

use crate::{Id, Moment, Page, Result, Store, sql};
use fovea_domain::dataset::Part;
use sea_orm::FromQueryResult;

/// Labelled pictures of one class in one part; without a class: just bad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionCount {
    pub class: Option<Id>,
    pub part: Part,
    pub pictures: u64,
}

/// A training on a version.
#[derive(Debug, Clone, FromQueryResult)]
pub struct UsingJob {
    pub id: Id,
    pub name: String,
    pub state: String,
    pub model_id: Option<Id>,
    pub created_at: Moment,
}

#[derive(FromQueryResult)]
struct Row {
    class_id: Option<Id>,
    held_back: bool,
    validation: bool,
    pictures: i64,
}

impl Store {
    pub async fn version_counts(&self, version: Id) -> Result<Vec<VersionCount>> {
        let query = "SELECT class_id, held_back, validation, count(*) AS pictures FROM version_pictures
            WHERE version_id = ? AND verdict IS NOT NULL GROUP BY 1, 2, 3";
        let rows: Vec<Row> = sql::all(self.reader(), query, [version.into()]).await?;
        let one = |row: Row| VersionCount {
            class: row.class_id,
            part: match (row.held_back, row.validation) {
                (true, _) => Part::Test,
                (_, true) => Part::Validation,
                _ => Part::Train,
            },
            pictures: row.pictures.unsigned_abs(),
        };
        Ok(rows.into_iter().map(one).collect())
    }

    /// Marked places in all its pictures.
    pub async fn version_regions(&self, version: Id) -> Result<u64> {
        let query = "SELECT coalesce(sum(json_array_length(regions)), 0) FROM version_pictures
            WHERE version_id = ? AND regions <> '[]'";
        Ok(sql::number(self.reader(), query, [version.into()]).await?.unsigned_abs())
    }

    /// Trainings on it, the newest first, as many as told, and how many there are.
    pub async fn version_trainings(&self, version: Id, most: u64) -> Result<Page<UsingJob>> {
        let of = "FROM jobs WHERE kind = 'train' AND json_extract(spec, '$.version_id') = ? AND deleted_at IS NULL";
        let text = version.to_string();
        let total =
            sql::number(self.reader(), format!("SELECT count(*) {of}"), [text.clone().into()]).await?;
        let query = format!(
            "SELECT id, name, state, model_id, created_at {of} ORDER BY created_at DESC, id DESC LIMIT ?"
        );
        let items = sql::all(self.reader(), query, [text.into(), most.into()]).await?;
        Ok(Page { items, next: None, total: total.unsigned_abs() })
    }

    /// Models that learnt from it, the newest first, as many as told, and how many there are.
    pub async fn version_models(&self, version: Id, most: u64) -> Result<Page<crate::Model>> {
        use crate::entities::model::{Column, Entity};
        use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
        let all = Entity::find().filter(Column::VersionId.eq(version));
        let total = all.clone().count(self.reader()).await?;
        let items = all.order_by_desc(Column::Number).limit(most).all(self.reader()).await?;
        Ok(Page { items, next: None, total })
    }
}
