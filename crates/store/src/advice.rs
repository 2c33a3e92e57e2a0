//! What helps to annotate, worked out over all pictures of a project by a job: what each looks like, which to label next, labels that
//! are likely wrong, pictures like no other. What a content looks like is kept by its hash and worked out once.

use crate::annotations::counted_class;
use crate::audit::Entry;
use crate::jobs::{check_project, insert_job, shift};
use crate::pictures::find_picture;
use crate::projects::{classes_of, find_project};
use crate::versions::{labels_of, pictures_behind};
use crate::{Id, Job, Moment, NewJob, Picture, Result, Store, StoreError, Topic, now, sql};
use fovea_domain::JobEvent;
use fovea_domain::assist::likeness;
use sea_orm::{FromQueryResult, Value as Sql};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Pictures that are compared at a time.
const TOGETHER: i64 = 4_000;

/// A picture as the job sees it.
#[derive(Debug, Clone)]
pub struct AdviceRow {
    pub id: Id,
    pub hash: String,
    pub format: String,
    pub revision: i64,
    /// Place among the project's classes, one behind them for bad without a class; `None`: no label
    pub class: Option<usize>,
    /// `None`: not looked at yet; `Some(None)`: it cannot be read
    pub features: Option<Option<Vec<u8>>>,
    /// Of the newest proposal
    pub uncertainty: Option<f32>,
}

/// What was found of a picture.
#[derive(Debug, Clone)]
pub struct FoundAdvice {
    pub picture: Id,
    pub revision: i64,
    pub place: Option<i64>,
    /// By how much the label is likely wrong, and the place of the class that it looks like
    pub suspect: Option<(f32, usize)>,
    pub outlier: Option<f32>,
}

/// What is told of a picture that somebody should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AdviceKind {
    /// Its label is likely wrong.
    Suspect,
    /// It looks like no other.
    Outlier,
    /// To label next.
    Useful,
}

impl AdviceKind {
    fn name(self) -> &'static str {
        match self {
            AdviceKind::Suspect => "suspect",
            AdviceKind::Outlier => "outlier",
            AdviceKind::Useful => "useful",
        }
    }

    /// What holds for a row of `pictures`.
    pub(crate) fn test(self) -> &'static str {
        match self {
            AdviceKind::Suspect => {
                "EXISTS (SELECT 1 FROM picture_advice x WHERE x.picture_id = pictures.id AND x.margin IS NOT NULL
                AND x.revision = pictures.revision) AND NOT EXISTS (SELECT 1 FROM advice_silenced s
                WHERE s.picture_id = pictures.id AND s.what = 'suspect' AND s.revision = pictures.revision)"
            }
            AdviceKind::Outlier => {
                "EXISTS (SELECT 1 FROM picture_advice x WHERE x.picture_id = pictures.id AND x.outlier IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM advice_silenced s WHERE s.picture_id = pictures.id AND s.what = 'outlier')"
            }
            AdviceKind::Useful => {
                "verdict IS NULL AND EXISTS (SELECT 1 FROM picture_advice x WHERE x.picture_id = pictures.id AND x.place IS NOT NULL)"
            }
        }
    }
}

/// Where the advice of a project stands.
#[derive(Debug, Clone, FromQueryResult)]
pub struct AdviceState {
    pub id: Id,
    pub pictures: i64,
    pub created_at: Moment,
    pub done_at: Option<Moment>,
    /// Of its job
    pub state: String,
    pub progress: Option<String>,
}

/// How much there is to look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct AdviceCounts {
    pub suspects: i64,
    pub outliers: i64,
    /// Ranked pictures that have no label yet
    pub useful: i64,
    /// Pictures whose looks are known
    pub described: i64,
    pub pictures: i64,
}

/// A picture that somebody should look at.
#[derive(Debug, Clone)]
pub struct Advised {
    pub picture: Picture,
    pub score: f64,
    /// Of a suspect: the class that it looks like; `None`: bad, without a class
    pub instead: Option<Id>,
}

#[derive(Debug, FromQueryResult)]
struct AdvisedRow {
    id: Id,
    score: f64,
    instead: Option<Id>,
}

const STATE: &str =
    "SELECT a.id, a.pictures, a.created_at, a.done_at, COALESCE(j.state, 'succeeded') AS state, j.progress
    FROM advices a LEFT JOIN jobs j ON j.id = a.id WHERE a.project_id = ?";

impl Store {
    /// A job. Refused where one is under way, or there are no pictures.
    pub async fn create_advice(&self, new: NewJob) -> Result<Job> {
        let change = self.begin().await?;
        let project = new.project_id.ok_or(StoreError::NotFound { what: "project" })?;
        let by = new.owner;
        find_project(&change, project).await?;
        let running = "SELECT COUNT(*) FROM advices a JOIN jobs j ON j.id = a.id
            WHERE a.project_id = ? AND j.state NOT IN ('succeeded', 'failed', 'stopped')";
        let refused = |state: &str| StoreError::WrongState { what: "advice", state: state.into() };
        if sql::number(&change, running, [project.into()]).await? > 0 {
            return Err(refused("running"));
        }
        let count = "SELECT COUNT(*) FROM pictures WHERE project_id = ? AND deleted_at IS NULL";
        let count = sql::number(&change, count, [project.into()]).await?;
        if count == 0 {
            return Err(refused("empty"));
        }
        let job = insert_job(&change, new).await?;
        let insert =
            "INSERT INTO advices (id, project_id, pictures, created_by, created_at) VALUES (?, ?, ?, ?, ?)";
        let values: [Sql; 5] = [job.id.into(), project.into(), count.into(), by.into(), now().into()];
        sql::run(&change, insert, values).await?;
        let entry = Entry::new("advice.begin").on(job.id, &job.name).project(project);
        self.note(&change, entry.after(json!({"pictures": count}))).await?;
        change.commit().await?;
        self.tell_job(&job);
        Ok(job)
    }

    /// Some pictures behind this one, with all that is known of each.
    pub async fn advice_rows(&self, project: Id, behind: Option<Id>, most: u64) -> Result<Vec<AdviceRow>> {
        let classes = classes_of(self.reader(), project).await?;
        let rows = pictures_behind(self.reader(), project, behind, most).await?;
        let hashes: Vec<String> = rows.iter().map(|r| r.hash.clone()).collect();
        let mut features = self.features(&hashes).await?;
        let ids: Vec<Id> = rows.iter().map(|r| r.id).collect();
        let unsure = self.uncertainties(&ids).await?;
        let one = |(row, label): (crate::PictureRow, crate::Label)| {
            let place =
                counted_class(&label, &classes).and_then(|id| classes.iter().position(|c| c.id == id));
            AdviceRow {
                class: label.verdict.as_ref().map(|_| place.unwrap_or(classes.len())),
                features: features.remove(&row.hash),
                uncertainty: unsure.get(&row.id).copied(),
                id: row.id,
                hash: row.hash,
                format: row.format,
                revision: row.revision,
            }
        };
        Ok(labels_of(self.reader(), rows).await?.into_iter().map(one).collect())
    }

    /// What these contents look like through the backbone, as far as it is known; `None` of one that cannot be read.
    pub async fn features(&self, hashes: &[String]) -> Result<HashMap<String, Option<Vec<u8>>>> {
        let query = format!(
            "SELECT hash, features FROM content_features WHERE hash IN ({})",
            sql::marks(hashes.len())
        );
        let rows = sql::rows(self.reader(), query, hashes.iter().map(|h| h.as_str().into())).await?;
        rows.iter().map(|row| Ok((row.try_get("", "hash")?, row.try_get("", "features")?))).collect()
    }

    async fn uncertainties(&self, ids: &[Id]) -> Result<HashMap<Id, f32>> {
        let query = format!(
            "SELECT picture_id, uncertainty FROM proposals WHERE state <> 'waiting' AND picture_id IN ({})
            ORDER BY prelabel_id",
            sql::marks(ids.len())
        );
        let rows = sql::rows(self.reader(), query, ids.iter().map(|id| (*id).into())).await?;
        // Of several the newest is the last.
        rows.iter()
            .map(|row| Ok((row.try_get("", "picture_id")?, row.try_get::<f64>("", "uncertainty")? as f32)))
            .collect()
    }

    /// What contents look like; `None` of one that cannot be read.
    pub async fn keep_features(&self, found: &[(String, Option<Vec<u8>>)]) -> Result<()> {
        let change = self.begin().await?;
        for (hash, features) in found {
            let insert = "INSERT OR REPLACE INTO content_features (hash, features) VALUES (?, ?)";
            sql::run(&change, insert, [hash.as_str().into(), features.clone().into()]).await?;
        }
        change.commit().await?;
        Ok(())
    }

    /// Ends the job; where it has found something, that takes the place of what was found before.
    pub async fn finish_advice(
        &self,
        job: &Job,
        (event, reason): (JobEvent, Option<&Value>),
        found: Option<&[FoundAdvice]>,
    ) -> Result<()> {
        let change = self.begin().await?;
        let project = job.project_id.ok_or(StoreError::NotFound { what: "project" })?;
        if let Some(found) = found {
            let classes = classes_of(&change, project).await?;
            sql::run(&change, "DELETE FROM picture_advice WHERE project_id = ?", [project.into()]).await?;
            for one in found {
                // A picture may have been removed for good meanwhile.
                let insert = "INSERT INTO picture_advice (picture_id, project_id, revision, place, margin, instead, outlier)
                    SELECT id, project_id, ?, ?, ?, ?, ? FROM pictures WHERE id = ? AND project_id = ?";
                let instead = one.suspect.and_then(|(_, class)| classes.get(class)).map(|class| class.id);
                let values: [Sql; 7] = [
                    one.revision.into(),
                    one.place.into(),
                    one.suspect.map(|(margin, _)| f64::from(margin)).into(),
                    instead.into(),
                    one.outlier.map(f64::from).into(),
                    one.picture.into(),
                    project.into(),
                ];
                sql::run(&change, insert, values).await?;
            }
            sql::run(&change, "UPDATE advices SET done_at = ? WHERE id = ?", [now().into(), job.id.into()])
                .await?;
        }
        let ended = shift(&change, job.id, event, reason).await?;
        change.commit().await?;
        self.tell_job(&ended);
        self.events().tell(Topic::Project, project, Some(project));
        Ok(())
    }

    /// The last that was done, and the last that was begun; often the same.
    pub async fn last_advice(&self, project: Id) -> Result<(Option<AdviceState>, Option<AdviceState>)> {
        check_project(self.reader(), project).await?;
        let of = |only: &str| format!("{STATE} {only} ORDER BY a.id DESC LIMIT 1");
        let done = sql::one(self.reader(), of("AND a.done_at IS NOT NULL"), [project.into()]).await?;
        Ok((done, sql::one(self.reader(), of(""), [project.into()]).await?))
    }

    pub async fn advice_counts(&self, project: Id) -> Result<AdviceCounts> {
        let here = "FROM pictures WHERE project_id = ?1 AND deleted_at IS NULL";
        let query = format!(
            "SELECT (SELECT COUNT(*) {here} AND {}) AS suspects, (SELECT COUNT(*) {here} AND {}) AS outliers,
            (SELECT COUNT(*) {here} AND {}) AS useful,
            (SELECT COUNT(*) {here} AND EXISTS (SELECT 1 FROM content_features f WHERE f.hash = pictures.hash)) AS described,
            (SELECT COUNT(*) {here}) AS pictures",
            AdviceKind::Suspect.test(),
            AdviceKind::Outlier.test(),
            AdviceKind::Useful.test()
        );
        Ok(sql::one(self.reader(), query, [project.into()]).await?.unwrap_or_default())
    }

    /// The first of a kind: with how much it is so, and what a suspect looks like.
    pub async fn advised(&self, project: Id, what: AdviceKind, most: u64) -> Result<Vec<Advised>> {
        check_project(self.reader(), project).await?;
        let (score, order) = match what {
            AdviceKind::Suspect => ("a.margin", "a.margin DESC"),
            AdviceKind::Outlier => ("a.outlier", "a.outlier DESC"),
            AdviceKind::Useful => ("0.0", "a.place"),
        };
        let query = format!(
            "SELECT pictures.id, {score} AS score, a.instead FROM pictures JOIN picture_advice a ON a.picture_id = pictures.id
            WHERE pictures.project_id = ? AND pictures.deleted_at IS NULL AND {} ORDER BY {order}, pictures.id LIMIT ?",
            what.test()
        );
        let values: [Sql; 2] = [project.into(), i64::try_from(most).unwrap_or(i64::MAX).into()];
        let rows: Vec<AdvisedRow> = sql::all(self.reader(), query, values).await?;
        let ids: Vec<Id> = rows.iter().map(|r| r.id).collect();
        let mut found: HashMap<Id, Picture> =
            self.pictures_named(&ids).await?.into_iter().map(|p| (p.row.id, p)).collect();
        let one = |row: AdvisedRow| {
            Some(Advised { picture: found.remove(&row.id)?, score: row.score, instead: row.instead })
        };
        Ok(rows.into_iter().filter_map(one).collect())
    }

    /// Somebody looked at these and found them right. Returns how many.
    pub async fn silence_advice(&self, project: Id, what: AdviceKind, ids: &[Id], by: Id) -> Result<u64> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let mut silenced = 0;
        for some in ids.chunks(500) {
            let insert = format!(
                "INSERT OR REPLACE INTO advice_silenced (picture_id, what, revision, by_user, at)
                SELECT id, ?, revision, ?, ? FROM pictures WHERE project_id = ? AND deleted_at IS NULL AND {} AND id IN ({})",
                what.test(),
                sql::marks(some.len())
            );
            let first: [Sql; 4] = [what.name().into(), by.into(), now().into(), project.into()];
            let values = first.into_iter().chain(some.iter().map(|id| Sql::from(*id)));
            silenced += sql::run(&change, insert, values).await?;
        }
        let told = json!({"what": what.name(), "pictures": silenced, "ids": crate::pictures::some_of(ids)});
        self.note(&change, Entry::new("advice.silence").kind("picture").project(project).after(told)).await?;
        change.commit().await?;
        self.tell_pictures(project, ids);
        Ok(silenced)
    }

    /// Pictures of its project that look most like this one, the likest first, itself left out. Refused where its looks are not known.
    /// Each is compared with it; the comparing is done beside, so that nobody waits for it.
    pub async fn similar_pictures(&self, id: Id, most: usize) -> Result<Vec<(Picture, f32)>> {
        let row = find_picture(self.reader(), id).await?;
        let own = self.features(std::slice::from_ref(&row.hash)).await?.remove(&row.hash).flatten();
        let own = own.ok_or(StoreError::WrongState { what: "advice", state: "unseen".into() })?;
        let own = std::sync::Arc::new(own);
        let mut best: Vec<(f32, Id)> = Vec::new();
        let mut behind = Id::from(0);
        loop {
            let query = "SELECT p.id, f.features FROM pictures p JOIN content_features f ON f.hash = p.hash
                WHERE p.project_id = ? AND p.deleted_at IS NULL AND p.id > ? AND f.features IS NOT NULL
                ORDER BY p.id LIMIT ?";
            let values: [Sql; 3] = [row.project_id.into(), behind.into(), TOGETHER.into()];
            let rows = sql::rows(self.reader(), query, values).await?;
            let some: Vec<(Id, Vec<u8>)> = rows
                .iter()
                .map(|r| Ok((r.try_get("", "id")?, r.try_get("", "features")?)))
                .collect::<Result<_>>()?;
            let Some((last, _)) = some.last() else { break };
            behind = *last;
            let own = std::sync::Arc::clone(&own);
            let compared = tokio::task::spawn_blocking(move || {
                best.extend(
                    some.iter()
                        .filter(|(other, _)| *other != id)
                        .map(|(other, f)| (likeness(&own, f), *other)),
                );
                best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                best.truncate(most);
                best
            });
            best = compared.await.map_err(|e| StoreError::corrupt(e.to_string()))?;
        }
        let ids: Vec<Id> = best.iter().map(|(_, id)| *id).collect();
        let mut found: HashMap<Id, Picture> =
            self.pictures_named(&ids).await?.into_iter().map(|p| (p.row.id, p)).collect();
        Ok(best.into_iter().filter_map(|(like, id)| Some((found.remove(&id)?, like))).collect())
    }

    /// Takes away what is known of contents that no picture has any more, some at a time.
    pub async fn forget_features(&self) -> Result<u64> {
        let change = self.begin().await?;
        let delete = "DELETE FROM content_features WHERE hash IN (SELECT f.hash FROM content_features f
            WHERE NOT EXISTS (SELECT 1 FROM pictures p WHERE p.hash = f.hash) LIMIT 10000)";
        let gone = sql::run(&change, delete, []).await?;
        change.commit().await?;
        Ok(gone)
    }
}
