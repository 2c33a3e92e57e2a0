use super::Record;
use super::count::move_count;
use crate::annotations::{Label, write_label};
use crate::audit::Entry;
use crate::entities::{class, record};
use crate::pictures::{Added, NewPicture, find_picture, insert_picture};
use crate::projects::classes_of;
use crate::{Id, Result, Store, StoreError, Topic, now};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// Nobody has said anything.
const NOTHING: &str = "none";

/// What a person says of a record.
#[derive(Debug, Clone)]
pub struct Recheck {
    pub verdict: String,
    pub class_id: Option<Id>,
    pub by: Id,
}

impl Store {
    /// The last word counts. Saying the same again changes nothing.
    pub async fn recheck(&self, id: Id, said: &Recheck) -> Result<Record> {
        let change = self.begin().await?;
        let found = record::Entity::find().filter(record::Column::Id.eq(id)).one(&change).await?;
        let found = found.ok_or(StoreError::NotFound { what: "record" })?;
        if let Some(id) = said.class_id {
            let own = class::Column::ProjectId.eq(found.project_id);
            let known = class::Entity::find_by_id(id).filter(own).one(&change).await?;
            known.ok_or(StoreError::NotFound { what: "class" })?;
        }
        if found.recheck == said.verdict && found.recheck_class == said.class_id {
            self.nothing_changed();
            return Ok(found);
        }
        move_count(&change, &found, &said.verdict).await?;
        record::Entity::update_many()
            .col_expr(record::Column::Recheck, Expr::value(said.verdict.clone()))
            .col_expr(record::Column::RecheckClass, Expr::value(said.class_id))
            .col_expr(record::Column::RecheckBy, Expr::value(said.by))
            .col_expr(record::Column::RecheckAt, Expr::value(now()))
            .filter(record::Column::Id.eq(id))
            .exec(&change)
            .await?;
        let after = json!({"recheck": said.verdict, "class_id": said.class_id});
        self.note(&change, told("record.recheck", &found, after)).await?;
        change.commit().await?;
        self.events().tell(Topic::Record, id, Some(found.project_id));
        self.record(id).await
    }

    /// Takes back what was said, as if nobody had. A picture that went into the data set stays there.
    pub async fn take_back_recheck(&self, id: Id) -> Result<Record> {
        let change = self.begin().await?;
        let found = record::Entity::find().filter(record::Column::Id.eq(id)).one(&change).await?;
        let found = found.ok_or(StoreError::NotFound { what: "record" })?;
        if found.recheck == NOTHING {
            self.nothing_changed();
            return Ok(found);
        }
        move_count(&change, &found, NOTHING).await?;
        record::Entity::update_many()
            .col_expr(record::Column::Recheck, Expr::value(NOTHING))
            .col_expr(record::Column::RecheckClass, Expr::value(None::<Id>))
            .col_expr(record::Column::RecheckBy, Expr::value(None::<Id>))
            .col_expr(record::Column::RecheckAt, Expr::value(None::<i64>))
            .filter(record::Column::Id.eq(id))
            .exec(&change)
            .await?;
        self.note(&change, told("record.recheck", &found, json!({"recheck": NOTHING}))).await?;
        change.commit().await?;
        self.events().tell(Topic::Record, id, Some(found.project_id));
        self.record(id).await
    }

    /// Puts the record's picture into the project with the label that the recheck says. A picture that the project has
    /// already keeps the label that somebody gave it there.
    pub async fn record_to_dataset(&self, id: Id, picture: &NewPicture, by: Id) -> Result<Record> {
        let change = self.begin().await?;
        let found = record::Entity::find().filter(record::Column::Id.eq(id)).one(&change).await?;
        let found = found.ok_or(StoreError::NotFound { what: "record" })?;
        let project = found.project_id;
        let added = insert_picture(&change, project, picture, Some(by)).await?;
        let (Added::New(picture_id) | Added::Duplicate(picture_id)) = added;
        let row = find_picture(&change, picture_id).await?;
        let ours = row.source == "recheck" && row.region_count == 0;
        if row.verdict.is_none() || ours {
            let good = found.recheck == "ok";
            let classes = classes_of(&change, project).await?;
            let class_id = match good {
                true => classes.iter().find(|c| c.good).map(|c| c.id),
                false => found.recheck_class,
            };
            let verdict = Some(if good { "good" } else { "bad" }.to_string());
            write_label(&change, row, &Label { verdict, class_id, regions: Vec::new() }, Some(by)).await?;
        }
        record::Entity::update_many()
            .col_expr(record::Column::PictureId, Expr::value(picture_id))
            .filter(record::Column::Id.eq(id))
            .exec(&change)
            .await?;
        self.note(&change, told("record.to_dataset", &found, json!({"picture_id": picture_id}))).await?;
        change.commit().await?;
        self.tell_pictures(project, &[picture_id]);
        self.events().tell(Topic::Record, id, Some(project));
        self.record(id).await
    }
}

fn told(action: &'static str, found: &Record, after: serde_json::Value) -> Entry {
    let before = json!({"recheck": found.recheck, "class_id": found.recheck_class});
    let serial = found.serial.clone().unwrap_or_default();
    Entry::new(action).on(found.id, serial).project(found.project_id).before(before).after(after)
}
