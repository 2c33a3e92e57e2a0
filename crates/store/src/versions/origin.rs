//! What a version's labels can teach, and by what ways its pictures came: told when it is made, since imports and scenes go on.

use crate::entities::picture;
use crate::{Id, Result, StoreError, sql};
use fovea_domain::dataset::{LabelFacts, fitting};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Pictures that came by one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// As pictures tell it.
    pub source: String,
    /// How the labels of their imports were laid out; `None`: those brought none, or there was no import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    pub pictures: u64,
}

/// By source and import.
#[derive(Debug, Default)]
pub(super) struct Ways(BTreeMap<(String, Option<Id>), u64>);

impl Ways {
    pub(super) fn count(&mut self, row: &picture::Model) {
        *self.0.entry((row.source.clone(), row.import_id)).or_default() += 1;
    }

    /// Most first.
    pub(super) async fn origins(self, db: &impl ConnectionTrait, project: Id) -> Result<Vec<Origin>> {
        let query = "SELECT id, read_format FROM imports WHERE project_id = ? AND read_format IS NOT NULL";
        let mut formats: HashMap<Id, String> = HashMap::new();
        for row in sql::rows(db, query, [project.into()]).await? {
            formats.insert(row.try_get("", "id")?, row.try_get("", "read_format")?);
        }
        let mut all: BTreeMap<(String, Option<String>), u64> = BTreeMap::new();
        for ((source, import), pictures) in self.0 {
            let format = import.and_then(|id| formats.get(&id).cloned());
            *all.entry((source, format)).or_default() += pictures;
        }
        let told = |((source, format), pictures)| Origin { source, format, pictures };
        let mut all: Vec<Origin> = all.into_iter().map(told).collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.pictures));
        Ok(all)
    }
}

/// Names of the tasks, as a list of JSON.
pub(super) fn tasks_text(facts: &LabelFacts) -> Result<String> {
    let names: Vec<&str> = fitting(facts).into_iter().map(|task| task.name()).collect();
    text(&names)
}

pub(super) fn text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| StoreError::corrupt(e.to_string()))
}

/// What an older program did not tell of a version when it made it.
pub(crate) async fn told_later(
    db: &impl ConnectionTrait,
    version: Id,
) -> std::result::Result<(String, String), DbErr> {
    let mut facts = LabelFacts::default();
    let query = "SELECT coalesce(sum(verdict = 'good'), 0) AS good,
        count(DISTINCT CASE WHEN verdict = 'bad' THEN class_id END) AS kinds FROM version_pictures WHERE version_id = ?";
    for row in db.query_all(sql::statement(query, [version.into()])).await? {
        let (good, kinds): (i64, i64) = (row.try_get("", "good")?, row.try_get("", "kinds")?);
        (facts.good, facts.kinds) = (good.unsigned_abs(), kinds.unsigned_abs());
    }
    let query = "SELECT json_extract(r.value, '$.shape.kind') AS kind, count(*) AS regions
        FROM version_pictures p, json_each(p.regions) r WHERE p.version_id = ? AND p.regions <> '[]' GROUP BY 1";
    for row in db.query_all(sql::statement(query, [version.into()])).await? {
        let (kind, regions): (Option<String>, i64) = (row.try_get("", "kind")?, row.try_get("", "regions")?);
        facts.count(kind.as_deref().unwrap_or_default(), regions.unsigned_abs());
    }
    let query = "SELECT v.source, i.read_format, count(*) AS pictures FROM version_pictures v
        LEFT JOIN pictures p ON p.id = v.picture_id LEFT JOIN imports i ON i.id = p.import_id
        WHERE v.version_id = ? GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2";
    let mut origins = Vec::new();
    for row in db.query_all(sql::statement(query, [version.into()])).await? {
        let pictures: i64 = row.try_get("", "pictures")?;
        origins.push(Origin {
            source: row.try_get("", "source")?,
            format: row.try_get("", "read_format")?,
            pictures: pictures.unsigned_abs(),
        });
    }
    let bad = |e: StoreError| DbErr::Custom(e.to_string());
    Ok((tasks_text(&facts).map_err(bad)?, text(&origins).map_err(bad)?))
}
