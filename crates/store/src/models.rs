//! Models that trainings gave. A training gives one at most, however often its end is looked at.

use crate::audit::Entry;
use crate::entities::model;
use crate::jobs::{check_project, shift};
use crate::page::keyset;
use crate::people::NamedOrder;
use crate::{Cursor, Id, Job, Moment, Page, PageRequest, Result, Store, StoreError, Topic, now, sql};
use fovea_domain::JobEvent;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;

pub type Model = model::Model;

#[derive(Debug, Clone)]
pub struct NewModel {
    /// Chosen before, since it names the file.
    pub id: Id,
    pub version_id: Option<Id>,
    pub name: String,
    pub task: String,
    pub note: String,
    pub threshold: f64,
    pub classes: Vec<String>,
    pub bytes: i64,
    pub summary: Option<Value>,
}

#[derive(Debug, Clone, Default)]
pub struct ModelFilter {
    pub stage: Option<String>,
    /// Part of the name or note
    pub q: Option<String>,
}

/// `None` leaves a thing as it is.
#[derive(Debug, Clone, Default)]
pub struct ModelChange {
    pub name: Option<String>,
    pub note: Option<String>,
    pub stage: Option<String>,
    pub threshold: Option<(f64, Option<Value>)>,
}

impl Store {
    /// Ends a training and keeps its model, both or neither.
    pub async fn finish_training(
        &self,
        job: Id,
        (event, reason): (JobEvent, Option<&Value>),
        new: NewModel,
    ) -> Result<Model> {
        let change = self.begin().await?;
        let mut ended = shift(&change, job, event, reason).await?;
        let made = match model::Entity::find().filter(model::Column::JobId.eq(job)).one(&change).await? {
            Some(there) => there,
            None => insert_model(&change, &ended, new).await?,
        };
        let mut row = ended.clone().into_active_model();
        row.model_id = Set(Some(made.id));
        row.update(&change).await?;
        ended.model_id = Some(made.id);
        let entry = Entry::new("model.create").on(made.id, &made.name).project(made.project_id);
        self.note(&change, entry.after(told(&made))).await?;
        change.commit().await?;
        self.events().tell(Topic::Model, made.id, Some(made.project_id));
        self.tell_job(&ended);
        Ok(made)
    }

    /// Those of projects that were taken away are not found.
    pub async fn model(&self, id: Id) -> Result<Model> {
        let found = model::Entity::find_by_id(id).one(self.reader()).await?;
        let found = found.ok_or(StoreError::NotFound { what: "model" })?;
        check_project(self.reader(), found.project_id).await?;
        Ok(found)
    }

    pub async fn models(
        &self,
        project: Id,
        filter: &ModelFilter,
        order: NamedOrder,
        page: &PageRequest,
    ) -> Result<Page<Model>> {
        check_project(self.reader(), project).await?;
        let mut all = model::Entity::find().filter(model::Column::ProjectId.eq(project));
        if let Some(stage) = &filter.stage {
            all = all.filter(model::Column::Stage.eq(stage));
        }
        if let Some(q) = filter.q.as_ref().filter(|q| !q.is_empty()) {
            let named = "(instr(lower(name), lower(?)) > 0 OR instr(lower(note), lower(?)) > 0)";
            all = all.filter(Expr::cust_with_values(named, [q, q]));
        }
        let total = all.clone().count(self.reader()).await?;
        let column = if order.by_time { model::Column::CreatedAt } else { model::Column::Name };
        let rows = keyset(all, column, model::Column::Id, order.direction(), page).all(self.reader()).await?;
        Ok(Page::cut(rows, page.limit, total, |m| Cursor { key: order.key(&m.name, m.created_at), id: m.id }))
    }

    pub async fn change_model(&self, id: Id, revision: i64, wanted: ModelChange) -> Result<Model> {
        let change = self.begin().await?;
        let found = model::Entity::find_by_id(id).one(&change).await?;
        let found = found.ok_or(StoreError::NotFound { what: "model" })?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "model" });
        }
        let before = told(&found);
        let stage = wanted.stage.filter(|s| *s != found.stage);
        if let Some(stage) = &stage {
            let fits = matches!(
                (found.stage.as_str(), stage.as_str()),
                ("draft", "released") | ("released", "retired")
            );
            if !fits {
                return Err(StoreError::WrongState { what: "model", state: found.stage });
            }
        }
        let mut row = found.into_active_model();
        row.revision = Set(revision + 1);
        if let Some(name) = wanted.name {
            row.name = Set(name);
        }
        if let Some(note) = wanted.note {
            row.note = Set(note);
        }
        if let Some(stage) = stage {
            row.stage = Set(stage);
        }
        if let Some((threshold, summary)) = wanted.threshold {
            row.threshold = Set(threshold);
            if let Some(summary) = summary {
                row.summary = Set(Some(summary.to_string()));
            }
        }
        let kept = row.update(&change).await?;
        let entry = Entry::new("model.change").on(id, &kept.name).project(kept.project_id);
        self.note(&change, entry.changed(before, told(&kept))).await?;
        change.commit().await?;
        self.events().tell(Topic::Model, kept.id, Some(kept.project_id));
        Ok(kept)
    }
}

/// A training's model beside how many labels taught it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct TaughtModel {
    pub id: Id,
    pub number: i32,
    pub name: String,
    pub task: String,
    pub created_at: Moment,
    pub summary: Option<String>,
    pub version_id: Id,
    pub version_number: i32,
    /// Labelled pictures of the version that were not kept back
    pub labels: i64,
}

impl Store {
    /// Those that trainings of a project gave, the newest first.
    pub async fn taught_models(&self, project: Id, most: u64) -> Result<Vec<TaughtModel>> {
        check_project(self.reader(), project).await?;
        let query = "SELECT m.id, m.number, m.name, m.task, m.created_at, m.summary, v.id AS version_id, v.number AS version_number,
                v.labelled - v.held_back AS labels
            FROM models m JOIN versions v ON v.id = m.version_id WHERE m.project_id = ? ORDER BY m.id DESC LIMIT ?";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        sql::all(self.reader(), query, [project.into(), most.into()]).await
    }

    /// Labelled pictures of a project as it is now, and all.
    pub async fn labelled_of(&self, project: Id) -> Result<(u64, u64)> {
        let count = |test: &str| {
            format!("SELECT COUNT(*) FROM pictures WHERE project_id = ? AND deleted_at IS NULL{test}")
        };
        let labelled =
            sql::number(self.reader(), count(" AND verdict IS NOT NULL"), [project.into()]).await?;
        let all = sql::number(self.reader(), count(""), [project.into()]).await?;
        Ok((labelled.unsigned_abs(), all.unsigned_abs()))
    }
}

/// What the audit tells of a model.
fn told(model: &Model) -> Value {
    serde_json::json!({"name": model.name, "number": model.number, "note": model.note, "stage": model.stage,
        "threshold": model.threshold})
}

pub(crate) async fn insert_model(change: &DatabaseTransaction, job: &Job, new: NewModel) -> Result<Model> {
    let project = job.project_id.ok_or_else(|| StoreError::corrupt("a training without a project"))?;
    let last: Option<i32> = model::Entity::find()
        .filter(model::Column::ProjectId.eq(project))
        .order_by_desc(model::Column::Number)
        .select_only()
        .column(model::Column::Number)
        .into_tuple()
        .one(change)
        .await?;
    let row = model::ActiveModel {
        id: Set(new.id),
        project_id: Set(project),
        job_id: Set(job.id),
        version_id: Set(new.version_id),
        number: Set(last.unwrap_or(0) + 1),
        name: Set(new.name),
        task: Set(new.task),
        stage: Set("draft".into()),
        note: Set(new.note),
        threshold: Set(new.threshold),
        classes: Set(serde_json::to_string(&new.classes).unwrap_or_default()),
        bytes: Set(new.bytes),
        summary: Set(new.summary.map(|s| s.to_string())),
        revision: Set(1),
        created_at: Set(now()),
    };
    Ok(row.insert(change).await?)
}
