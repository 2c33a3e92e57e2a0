//! What was taken out of sight, in the end: pictures out of their projects, and projects with all that is theirs.

use crate::audit::Entry;
use crate::entities::{job, model, picture, project, record, version, version_picture};
use crate::page::keyset;
use crate::{
    BlobHash, Cursor, Id, Key, Moment, Page, PageRequest, Project, Result, Store, StoreError, Topic,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, Order,
    PaginatorTrait, QueryFilter, QuerySelect,
};

const DAY_MS: Moment = 24 * 3600 * 1000;
/// What was taken away stays so long, for a mistake that is noticed late.
pub const KEPT_MS: Moment = 30 * DAY_MS;
/// Taken away for good: longer ago than anything is kept.
const LONG_AGO: Moment = 0;

/// What lies outside the database and is a project's alone.
#[derive(Debug, Clone)]
pub struct ProjectFiles {
    pub project: Id,
    pub jobs: Vec<Id>,
    pub models: Vec<Id>,
}

impl Store {
    /// Removes rows of pictures that were taken out before this moment and are in no version, some at a time.
    /// Returns their contents, of which others may still speak.
    pub async fn purge_removed(&self, before: Moment, most: u64) -> Result<Vec<BlobHash>> {
        let kept = Query::select()
            .expr(Expr::val(1))
            .from(version_picture::Entity)
            .and_where(
                Expr::col((version_picture::Entity, version_picture::Column::Hash))
                    .equals((picture::Entity, picture::Column::Hash)),
            )
            .to_owned();
        let change = self.begin().await?;
        let gone = picture::Entity::find()
            .filter(picture::Column::DeletedAt.lt(before))
            .filter(Condition::all().not().add(Expr::exists(kept)))
            .limit(most)
            .all(&change)
            .await?;
        let ids = gone.iter().map(|p| p.id);
        picture::Entity::delete_many().filter(picture::Column::Id.is_in(ids)).exec(&change).await?;
        change.commit().await?;
        gone.iter().map(|p| p.hash.parse()).collect()
    }

    /// Projects that were taken away since this moment, the last one first.
    pub async fn removed_projects(&self, since: Moment, page: &PageRequest) -> Result<Page<Project>> {
        let all = project::Entity::find().filter(project::Column::DeletedAt.gte(since));
        let total = all.clone().count(self.reader()).await?;
        let rows = keyset(all, project::Column::DeletedAt, project::Column::Id, Order::Desc, page);
        let rows = rows.all(self.reader()).await?;
        let key = |p: &Project| Key::Number(p.deleted_at.unwrap_or_default());
        Ok(Page::cut(rows, page.limit, total, |p| Cursor { key: key(p), id: p.id }))
    }

    /// Brings back a project that was taken away since this moment, under another name where its own is taken.
    pub async fn restore_project(&self, id: Id, name: Option<String>, since: Moment) -> Result<Project> {
        let change = self.begin().await?;
        let mut row = removed(&change, id, since).await?.into_active_model();
        row.deleted_at = Set(None);
        if let Some(name) = name {
            row.name = Set(name);
        }
        let restored = row.update(&change).await.map_err(StoreError::taken("project"))?;
        self.note(&change, Entry::new("project.restore").on(id, &restored.name).project(id)).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, id, Some(id));
        Ok(restored)
    }

    /// From now on a project that was taken away cannot be brought back.
    pub async fn give_up_project(&self, id: Id, since: Moment) -> Result<()> {
        let change = self.begin().await?;
        let found = removed(&change, id, since).await?;
        let name = found.name.clone();
        let mut row = found.into_active_model();
        row.deleted_at = Set(Some(LONG_AGO));
        row.update(&change).await?;
        self.note(&change, Entry::new("project.purge").on(id, name).project(id)).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, id, Some(id));
        Ok(())
    }

    /// A project that was taken away before this moment, and where its files lie. They go before its rows, so that
    /// nothing is forgotten when the server ends in between.
    pub async fn project_to_purge(&self, before: Moment) -> Result<Option<ProjectFiles>> {
        let old = project::Entity::find().filter(project::Column::DeletedAt.lt(before));
        let Some(found) = old.one(self.reader()).await? else { return Ok(None) };
        let jobs = job::Entity::find().filter(job::Column::ProjectId.eq(found.id)).select_only();
        let models = model::Entity::find().filter(model::Column::ProjectId.eq(found.id)).select_only();
        Ok(Some(ProjectFiles {
            project: found.id,
            jobs: jobs.column(job::Column::Id).into_tuple().all(self.reader()).await?,
            models: models.column(model::Column::Id).into_tuple().all(self.reader()).await?,
        }))
    }

    /// Removes rows of a project that was taken away, some at a time, and the project itself with the last of them.
    /// Returns contents of which others may still speak; `None` once all is gone.
    pub async fn purge_project(&self, id: Id, most: u64) -> Result<Option<Vec<BlobHash>>> {
        let change = self.begin().await?;
        let mut hashes = purge_records(&change, id, most).await?;
        if hashes.is_none() {
            hashes = purge_versions(&change, id, most).await?;
        }
        if hashes.is_none() {
            hashes = purge_pictures(&change, id, most).await?;
        }
        if hashes.is_none() {
            hashes = crate::recipes::purge_recipe_files(&change, id, most).await?;
        }
        if hashes.is_none() {
            hashes = crate::raw_pictures::purge_raw_of(&change, id, most).await?;
        }
        if hashes.is_none() {
            let gone = project::Entity::delete_many()
                .filter(project::Column::Id.eq(id))
                .filter(project::Column::DeletedAt.is_not_null());
            gone.exec(&change).await?;
        }
        change.commit().await?;
        let parse = |all: Vec<String>| all.iter().map(|hash| hash.parse()).collect::<Result<Vec<_>>>();
        hashes.map(parse).transpose()
    }
}

async fn removed(change: &DatabaseTransaction, id: Id, since: Moment) -> Result<Project> {
    let found = project::Entity::find_by_id(id).filter(project::Column::DeletedAt.gte(since));
    found.one(change).await?.ok_or(StoreError::NotFound { what: "project" })
}

/// `None` where none is left, here and below.
async fn purge_records(change: &DatabaseTransaction, project: Id, most: u64) -> Result<Option<Vec<String>>> {
    use record::Column::{Heat, Id as RecordId, Picture, ProjectId};
    let rows: Vec<(Id, Option<String>, Option<String>)> = record::Entity::find()
        .filter(ProjectId.eq(project))
        .select_only()
        .columns([RecordId, Picture, Heat])
        .limit(most)
        .into_tuple()
        .all(change)
        .await?;
    let ids = rows.iter().map(|(id, ..)| *id);
    record::Entity::delete_many().filter(RecordId.is_in(ids)).exec(change).await?;
    let hashes = rows.iter().flat_map(|(_, picture, heat)| [picture, heat]).flatten();
    Ok((!rows.is_empty()).then(|| hashes.cloned().collect()))
}

async fn purge_versions(change: &DatabaseTransaction, project: Id, most: u64) -> Result<Option<Vec<String>>> {
    use version_picture::Column::{Hash, Position, VersionId};
    let of_project = Query::select()
        .column(version::Column::Id)
        .from(version::Entity)
        .and_where(version::Column::ProjectId.eq(project))
        .to_owned();
    let rows: Vec<(Id, i32, String)> = version_picture::Entity::find()
        .filter(VersionId.in_subquery(of_project))
        .select_only()
        .columns([VersionId, Position, Hash])
        .limit(most)
        .into_tuple()
        .all(change)
        .await?;
    for (version, position, _) in &rows {
        version_picture::Entity::delete_by_id((*version, *position)).exec(change).await?;
    }
    Ok((!rows.is_empty()).then(|| rows.into_iter().map(|(.., hash)| hash).collect()))
}

async fn purge_pictures(change: &DatabaseTransaction, project: Id, most: u64) -> Result<Option<Vec<String>>> {
    use picture::Column::{Hash, Id as PictureId, ProjectId};
    let rows: Vec<(Id, String)> = picture::Entity::find()
        .filter(ProjectId.eq(project))
        .select_only()
        .columns([PictureId, Hash])
        .limit(most)
        .into_tuple()
        .all(change)
        .await?;
    let ids = rows.iter().map(|(id, _)| *id);
    picture::Entity::delete_many().filter(PictureId.is_in(ids)).exec(change).await?;
    Ok((!rows.is_empty()).then(|| rows.into_iter().map(|(_, hash)| hash).collect()))
}
