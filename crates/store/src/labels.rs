//! How many pictures carry which label: what a training is checked against before it is queued.

use crate::jobs::check_project;
use crate::{Id, Result, Store, StoreError};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use std::collections::HashMap;

/// Labelled pictures of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelCount {
    pub name: String,
    pub good: bool,
    pub pictures: u64,
    /// Those of them that say where.
    pub marked: u64,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    class_id: Option<Id>,
    verdict: String,
    pictures: i64,
    marked: i64,
}

/// A picture whose label is only its regions counts as the class of the first of them.
const NOW: &str = "SELECT coalesce(class_id, (SELECT r.class_id FROM regions r WHERE r.picture_id = p.id
    ORDER BY r.position LIMIT 1)) AS class_id, verdict, count(*) AS pictures,
    coalesce(sum(region_count > 0), 0) AS marked
FROM pictures p WHERE project_id = ?1 AND deleted_at IS NULL AND verdict IS NOT NULL GROUP BY 1, 2";

const KEPT: &str =
    "SELECT class_id, verdict, count(*) AS pictures, coalesce(sum(regions <> '[]'), 0) AS marked
FROM version_pictures WHERE version_id = ?1 AND verdict IS NOT NULL GROUP BY 1, 2";

impl Store {
    /// Of a project as it is now.
    pub async fn label_counts(&self, project: Id) -> Result<Vec<LabelCount>> {
        check_project(self.reader(), project).await?;
        let classes = self.classes(project).await?;
        let names = classes.into_iter().map(|c| (c.id, c.name)).collect();
        self.count_labels(NOW, project, &names).await
    }

    pub async fn version_label_counts(&self, version: Id) -> Result<Vec<LabelCount>> {
        let classes = self.version(version).await?.classes()?;
        let names = classes.into_iter().map(|c| (c.id, c.name)).collect();
        self.count_labels(KEPT, version, &names).await
    }

    async fn count_labels(&self, sql: &str, of: Id, names: &HashMap<Id, String>) -> Result<Vec<LabelCount>> {
        let backend = self.reader().get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, [of.into()]);
        let rows = Row::find_by_statement(statement).all(self.reader()).await?;
        let count = |n: i64| u64::try_from(n).map_err(|_| StoreError::corrupt("a count below zero"));
        let one = |row: Row| {
            let name = row.class_id.and_then(|id| names.get(&id).cloned());
            Ok(LabelCount {
                good: row.verdict == "good",
                name: name.unwrap_or(row.verdict),
                pictures: count(row.pictures)?,
                marked: count(row.marked)?,
            })
        };
        rows.into_iter().map(one).collect()
    }
}
