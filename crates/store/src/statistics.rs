//! Statistics of a version or of a project as it is: worked out by a task of the server, kept with the pictures that each
//! figure is of. What a content looks like is worked out once for all of them.

use crate::annotations::counted_class;
use crate::audit::Entry;
use crate::projects::{classes_of, find_project};
use crate::versions::{labels_of, pictures_behind};
use crate::{Id, MarkedRegion, Moment, Result, Store, StoreError, Topic, now, sql};
use fovea_domain::dataset::{Facet, Part};
use fovea_vision::Looks;
use sea_orm::{DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::json;
use std::collections::HashMap;

#[derive(Debug, Clone, FromQueryResult)]
pub struct Statistic {
    pub number: i64,
    pub id: Id,
    pub project_id: Id,
    /// `None`: of the project as it was when they were worked out
    pub version_id: Option<Id>,
    /// `running`, `done`, `cancelled` or `failed`
    pub state: String,
    pub done: i64,
    pub total: i64,
    pub result: Option<String>,
    pub created_by: Option<Id>,
    pub created_at: Moment,
    pub ended_at: Option<Moment>,
}

/// A picture as statistics see it.
#[derive(Debug, Clone)]
pub struct SetRow {
    pub picture_id: Id,
    pub hash: String,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub labelled: bool,
    pub class: Option<Id>,
    pub part: Option<Part>,
    pub regions: Vec<MarkedRegion>,
}

/// Where the next rows begin.
#[derive(Debug, Clone, Copy)]
pub enum SetPlace {
    Start,
    Position(i32),
    Picture(Id),
}

/// A figure's class, and a picture in it.
pub type InFigure = (Facet, u32, Id);

const COLUMNS: &str =
    "number, id, project_id, version_id, state, done, total, result, created_by, created_at, ended_at";
/// SQLite takes some thirty thousand values in a statement.
const ROWS: usize = 2_000;

impl Store {
    /// Begins to work them out; where that is under way already, says so.
    pub async fn start_statistics(
        &self,
        project: Id,
        version: Option<Id>,
        by: Id,
    ) -> Result<(Statistic, bool)> {
        let name = match version {
            Some(id) => format!("v{}", self.version(id).await?.number),
            None => find_project(self.reader(), project).await?.name,
        };
        let change = self.begin().await?;
        let query = format!(
            "SELECT {COLUMNS} FROM statistics WHERE project_id = ? AND version_id IS ? AND state = 'running'"
        );
        if let Some(there) = sql::one(&change, query, [project.into(), version.into()]).await? {
            self.nothing_changed();
            return Ok((there, false));
        }
        let count = match version {
            Some(id) => {
                sql::number(&change, "SELECT pictures FROM versions WHERE id = ?", [id.into()]).await?
            }
            None => {
                let query = "SELECT count(*) FROM pictures WHERE project_id = ? AND deleted_at IS NULL";
                sql::number(&change, query, [project.into()]).await?
            }
        };
        let id = Id::new();
        let insert =
            "INSERT INTO statistics (id, project_id, version_id, state, done, total, created_by, created_at)
            VALUES (?, ?, ?, 'running', 0, ?, ?, ?)";
        let values: [Sql; 6] =
            [id.into(), project.into(), version.into(), count.into(), by.into(), now().into()];
        sql::run(&change, insert, values).await?;
        let made = one(&change, id).await?;
        let entry = Entry::new("statistics.start").on(id, name).project(project);
        self.note(&change, entry.after(json!({"version_id": version}))).await?;
        change.commit().await?;
        self.tell_statistic(&made);
        Ok((made, true))
    }

    pub async fn statistic(&self, id: Id) -> Result<Statistic> {
        let query = format!("SELECT {COLUMNS} FROM statistics WHERE id = ?");
        let found: Option<Statistic> = sql::one(self.reader(), query, [id.into()]).await?;
        let found = found.ok_or(StoreError::NotFound { what: "statistics" })?;
        find_project(self.reader(), found.project_id).await?;
        Ok(found)
    }

    /// The last that were worked out, and the last that were begun; often the same.
    pub async fn last_statistics(
        &self,
        project: Id,
        version: Option<Id>,
    ) -> Result<(Option<Statistic>, Option<Statistic>)> {
        find_project(self.reader(), project).await?;
        let query = |only: &str| {
            format!(
                "SELECT {COLUMNS} FROM statistics WHERE project_id = ? AND version_id IS ? {only}
                ORDER BY number DESC LIMIT 1"
            )
        };
        let values = || [project.into(), version.into()];
        let done = sql::one(self.reader(), query("AND state = 'done'"), values()).await?;
        Ok((done, sql::one(self.reader(), query(""), values()).await?))
    }

    /// Whether pictures came, went or were labelled since.
    pub async fn changed_since(&self, project: Id, at: Moment) -> Result<bool> {
        let query = "SELECT EXISTS (SELECT 1 FROM pictures WHERE project_id = ?1 AND (updated_at > ?2 OR added_at > ?2
            OR deleted_at > ?2))";
        Ok(sql::number(self.reader(), query, [project.into(), at.into()]).await? > 0)
    }

    /// Those that a server which was ended had not worked out.
    pub async fn running_statistics(&self) -> Result<Vec<Statistic>> {
        let query = format!("SELECT {COLUMNS} FROM statistics WHERE state = 'running' ORDER BY number");
        sql::all(self.reader(), query, []).await
    }

    /// Some pictures of what they are of, and where the next ones begin.
    pub async fn set_rows(&self, of: &Statistic, at: SetPlace, most: u64) -> Result<(Vec<SetRow>, SetPlace)> {
        let side = |v: i32| u32::try_from(v).unwrap_or(0);
        if let Some(version) = of.version_id {
            let behind = if let SetPlace::Position(position) = at { position } else { -1 };
            let rows = self.version_part(version, behind, most).await?;
            let next = rows.last().map_or(at, |r| SetPlace::Position(r.position));
            let one = |row: crate::VersionPicture| {
                Ok(SetRow {
                    picture_id: row.picture_id,
                    width: side(row.width),
                    height: side(row.height),
                    bytes: row.bytes.unsigned_abs(),
                    labelled: row.verdict.is_some(),
                    class: row.class_id,
                    part: row.part(),
                    regions: row.regions()?,
                    hash: row.hash,
                })
            };
            return Ok((rows.into_iter().map(one).collect::<Result<_>>()?, next));
        }
        let behind = if let SetPlace::Picture(id) = at { Some(id) } else { None };
        let classes = classes_of(self.reader(), of.project_id).await?;
        let rows = pictures_behind(self.reader(), of.project_id, behind, most).await?;
        let next = rows.last().map_or(at, |r| SetPlace::Picture(r.id));
        let one = |(row, label): (crate::PictureRow, crate::Label)| SetRow {
            picture_id: row.id,
            width: side(row.width),
            height: side(row.height),
            bytes: row.bytes.unsigned_abs(),
            labelled: label.verdict.is_some(),
            class: counted_class(&label, &classes),
            part: row.split.as_deref().and_then(Part::from_name).filter(|_| label.verdict.is_some()),
            hash: row.hash,
            regions: label.regions,
        };
        Ok((labels_of(self.reader(), rows).await?.into_iter().map(one).collect(), next))
    }

    /// What these contents look like, as far as it is known; `None` of one that cannot be read.
    pub async fn looks(&self, hashes: &[String]) -> Result<HashMap<String, Option<Looks>>> {
        let query = format!(
            "SELECT hash, brightness, sharpness, likeness_hash, likeness FROM content_looks WHERE hash IN ({})",
            sql::marks(hashes.len())
        );
        let rows = sql::rows(self.reader(), query, hashes.iter().map(|h| h.as_str().into())).await?;
        let mut found = HashMap::with_capacity(rows.len());
        for row in rows {
            let brightness: Option<f64> = row.try_get("", "brightness")?;
            let looks = match brightness {
                Some(brightness) => Some(Looks {
                    brightness,
                    sharpness: row.try_get("", "sharpness")?,
                    hash: row.try_get::<i64>("", "likeness_hash")?.cast_unsigned(),
                    likeness: row.try_get("", "likeness")?,
                }),
                None => None,
            };
            found.insert(row.try_get("", "hash")?, looks);
        }
        Ok(found)
    }

    /// Keeps what was found of some pictures. `false` once nobody waits for them any more: they were cancelled.
    pub async fn add_to_statistics(
        &self,
        of: &Statistic,
        done: u64,
        looks: &[(String, Option<Looks>)],
        figures: &[InFigure],
    ) -> Result<bool> {
        let change = self.begin().await?;
        let update = "UPDATE statistics SET done = ? WHERE number = ? AND state = 'running'";
        let done = i64::try_from(done).unwrap_or(i64::MAX);
        if sql::run(&change, update, [done.into(), of.number.into()]).await? == 0 {
            return Ok(false);
        }
        for (hash, looks) in looks {
            let insert =
                "INSERT OR REPLACE INTO content_looks (hash, brightness, sharpness, likeness_hash, likeness)
                VALUES (?, ?, ?, ?, ?)";
            let values: [Sql; 5] = [
                hash.as_str().into(),
                looks.as_ref().map(|l| l.brightness).into(),
                looks.as_ref().map(|l| l.sharpness).into(),
                looks.as_ref().map(|l| l.hash.cast_signed()).into(),
                looks.as_ref().map(|l| l.likeness.clone()).into(),
            ];
            sql::run(&change, insert, values).await?;
        }
        put_figures(&change, of.number, figures).await?;
        change.commit().await?;
        self.tell_statistic(of);
        Ok(true)
    }

    /// Forgets what was found before the server was ended.
    pub async fn begin_statistics_anew(&self, of: &Statistic) -> Result<()> {
        let change = self.begin().await?;
        sql::run(&change, "DELETE FROM statistic_pictures WHERE statistic = ?", [of.number.into()]).await?;
        change.commit().await?;
        Ok(())
    }

    /// With the last figures; those of before go. Nothing happens to ones that were cancelled.
    pub async fn finish_statistics(
        &self,
        of: &Statistic,
        result: &serde_json::Value,
        figures: &[InFigure],
    ) -> Result<()> {
        let change = self.begin().await?;
        let update = "UPDATE statistics SET state = 'done', done = total, result = ?, ended_at = ?
            WHERE number = ? AND state = 'running'";
        let values: [Sql; 3] = [result.to_string().into(), now().into(), of.number.into()];
        if sql::run(&change, update, values).await? > 0 {
            put_figures(&change, of.number, figures).await?;
            let older = "DELETE FROM statistics WHERE project_id = ? AND version_id IS ? AND number < ?";
            sql::run(&change, older, [of.project_id.into(), of.version_id.into(), of.number.into()]).await?;
        }
        change.commit().await?;
        self.tell_statistic(of);
        Ok(())
    }

    /// Ends them with this state, where they are still worked out.
    pub async fn end_statistics(&self, id: Id, state: &str) -> Result<Statistic> {
        let change = self.begin().await?;
        let found = one(&change, id).await?;
        if found.state != "running" {
            self.nothing_changed();
            return Ok(found);
        }
        let update = "UPDATE statistics SET state = ?, ended_at = ? WHERE number = ?";
        sql::run(&change, update, [state.into(), now().into(), found.number.into()]).await?;
        let drop = "DELETE FROM statistic_pictures WHERE statistic = ?";
        sql::run(&change, drop, [found.number.into()]).await?;
        let ended = one(&change, id).await?;
        if self.actor().is_some() {
            let entry = Entry::new("statistics.cancel").on(id, "").project(found.project_id);
            self.note(&change, entry).await?;
        }
        change.commit().await?;
        self.tell_statistic(&ended);
        Ok(ended)
    }

    /// Takes away what is known of contents that no picture and no version has any more, some at a time.
    pub async fn forget_looks(&self) -> Result<u64> {
        let change = self.begin().await?;
        let delete = "DELETE FROM content_looks WHERE hash IN (SELECT l.hash FROM content_looks l
            WHERE NOT EXISTS (SELECT 1 FROM pictures p WHERE p.hash = l.hash)
            AND NOT EXISTS (SELECT 1 FROM version_pictures v WHERE v.hash = l.hash) LIMIT 10000)";
        let gone = sql::run(&change, delete, []).await?;
        change.commit().await?;
        Ok(gone)
    }

    fn tell_statistic(&self, of: &Statistic) {
        self.events().tell(Topic::Statistics, of.id, Some(of.project_id));
    }
}

async fn one(change: &DatabaseTransaction, id: Id) -> Result<Statistic> {
    let query = format!("SELECT {COLUMNS} FROM statistics WHERE id = ?");
    let found = sql::one(change, query, [id.into()]).await?;
    found.ok_or(StoreError::NotFound { what: "statistics" })
}

async fn put_figures(change: &DatabaseTransaction, number: i64, figures: &[InFigure]) -> Result<()> {
    for some in figures.chunks(ROWS) {
        let rows = vec!["(?, ?, ?, ?)"; some.len()].join(", ");
        let insert = format!(
            "INSERT OR IGNORE INTO statistic_pictures (statistic, facet, bin, picture_id) VALUES {rows}"
        );
        let values = some.iter().flat_map(|(facet, bin, picture)| {
            [Sql::from(number), facet.number().into(), i64::from(*bin).into(), (*picture).into()]
        });
        sql::run(change, insert, values).await?;
    }
    Ok(())
}
