//! Pictures that were taken out of their projects, in the end.

use crate::entities::{picture, version_picture};
use crate::{BlobHash, Moment, Result, Store};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

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
}
