use super::Version;
use crate::audit::Entry;
use crate::entities::{model, version};
use crate::projects::find_project;
use crate::{Id, Result, Store, StoreError, Topic, now, sql};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};
use serde_json::json;

/// A version that is published or used stays.
pub(crate) const PUBLISHED: &str = "published";

impl Store {
    /// Refused where the version is no longer at this revision. What is `None` stays.
    pub async fn change_version(
        &self,
        id: Id,
        revision: i64,
        note: Option<String>,
        tags: Option<Vec<String>>,
    ) -> Result<Version> {
        let change = self.begin().await?;
        let found = find_version(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "version" });
        }
        let before = told(&found)?;
        let mut row = found.into_active_model();
        row.revision = Set(revision + 1);
        if let Some(note) = note {
            row.note = Set(note);
        }
        if let Some(tags) = tags {
            row.tags = Set(serde_json::to_string(&tags).map_err(|e| StoreError::corrupt(e.to_string()))?);
        }
        let kept = row.update(&change).await?;
        let entry = Entry::new("version.change").on(id, kept.number.to_string()).project(kept.project_id);
        self.note(&change, entry.changed(before, told(&kept)?)).await?;
        change.commit().await?;
        self.events().tell(Topic::Version, id, Some(kept.project_id));
        Ok(kept)
    }

    /// Published it is shown as such and cannot be deleted; withdrawn it is as any other. Doing it again changes nothing.
    pub async fn publish_version(&self, id: Id, by: Option<Id>) -> Result<Version> {
        let change = self.begin().await?;
        let found = find_version(&change, id).await?;
        if found.published_at.is_some() == by.is_some() {
            self.nothing_changed();
            return Ok(found);
        }
        let revision = found.revision;
        let mut row = found.into_active_model();
        row.published_at = Set(by.map(|_| now()));
        row.published_by = Set(by);
        row.revision = Set(revision + 1);
        let kept = row.update(&change).await?;
        let action = if by.is_some() { "version.publish" } else { "version.withdraw" };
        let entry = Entry::new(action).on(id, kept.number.to_string()).project(kept.project_id);
        self.note(&change, entry).await?;
        change.commit().await?;
        self.events().tell(Topic::Version, id, Some(kept.project_id));
        Ok(kept)
    }

    /// Refused while it is published, and where a training or a model says that it came of it.
    pub async fn delete_version(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_version(&change, id).await?;
        if found.published_at.is_some() {
            return Err(StoreError::WrongState { what: "version", state: PUBLISHED.into() });
        }
        let models = model::Entity::find().filter(model::Column::VersionId.eq(id)).count(&change).await?;
        let trainings =
            "SELECT count(*) FROM jobs WHERE kind = 'train' AND json_extract(spec, '$.version_id') = ?
            AND deleted_at IS NULL";
        if models > 0 || sql::number(&change, trainings, [id.to_string().into()]).await? > 0 {
            return Err(StoreError::InUse { what: "version" });
        }
        version::Entity::delete_by_id(id).exec(&change).await?;
        let entry = Entry::new("version.delete").on(id, found.number.to_string()).project(found.project_id);
        self.note(&change, entry.before(told(&found)?)).await?;
        change.commit().await?;
        self.events().tell(Topic::Version, id, Some(found.project_id));
        Ok(())
    }
}

pub(crate) async fn find_version(change: &DatabaseTransaction, id: Id) -> Result<Version> {
    let gone = || StoreError::NotFound { what: "version" };
    let found = version::Entity::find_by_id(id).one(change).await?.ok_or_else(gone)?;
    find_project(change, found.project_id).await.map_err(|_| gone())?;
    Ok(found)
}

/// What the audit tells of a version.
fn told(version: &Version) -> Result<serde_json::Value> {
    Ok(json!({"note": version.note, "tags": version.tags()?, "pictures": version.pictures}))
}
