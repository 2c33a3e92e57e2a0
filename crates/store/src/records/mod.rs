//! Verdicts of services. They come many a second and stay for years, so they are written in groups, listed by keyset
//! through indexes, and counted as they come.

mod count;
mod list;
mod recheck;
mod write;

pub use count::{CountFilter, Counts, HourCount};
pub use list::{RECHECKED, RecordFilter};
pub use recheck::Recheck;
pub use write::{NewRecord, RecordWriter};

use crate::entities::record;
use crate::jobs::check_project;
use crate::{BlobHash, Id, Moment, Result, Store, StoreError};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

pub type Record = record::Model;

/// A record that nobody has looked at.
pub const UNCHECKED: &str = "none";

impl Record {
    pub fn at(&self) -> Moment {
        self.id.moment()
    }

    pub fn picture_hash(&self) -> Option<BlobHash> {
        self.picture.as_deref().and_then(|h| h.parse().ok())
    }

    pub fn heat_hash(&self) -> Option<BlobHash> {
        self.heat.as_deref().and_then(|h| h.parse().ok())
    }
}

impl Store {
    /// Those of projects that were taken away are not found.
    pub async fn record(&self, id: Id) -> Result<Record> {
        let found = record::Entity::find().filter(record::Column::Id.eq(id)).one(self.reader()).await?;
        let found = found.ok_or(StoreError::NotFound { what: "record" })?;
        check_project(self.reader(), found.project_id).await?;
        Ok(found)
    }

    /// What an earlier request with the same key of the same user gave.
    pub async fn record_of_request(&self, user: Id, key: &str) -> Result<Option<Record>> {
        let found = record::Entity::find()
            .filter(record::Column::UserId.eq(user))
            .filter(record::Column::RequestKey.eq(key));
        Ok(found.one(self.reader()).await?)
    }
}

#[cfg(test)]
mod tests;
