use super::Record;
use super::count::move_count;
use crate::annotations::{Label, MarkedRegion, regions_of, write_label};
use crate::audit::Entry;
use crate::entities::{class, record};
use crate::pictures::{Added, NewPicture, find_picture, insert_picture};
use crate::projects::{classes_of, find_project};
use crate::{Id, Result, Store, StoreError, Topic, now};
use fovea_domain::assist::TEXT_CLASSES;
use fovea_domain::text::ReadText;
use fovea_domain::{Mark, innocent_shape};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;
use serde_json::json;

/// Nobody has said anything.
const NOTHING: &str = "none";

/// What a person says of a record.
#[derive(Debug, Clone)]
pub struct Recheck {
    pub verdict: String,
    pub class_id: Option<Id>,
    /// What truly stands there, a text for each that was read; `None` where nobody says it.
    pub texts: Option<Vec<String>>,
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
        let texts = said.texts.as_ref().map(serde_json::to_string).transpose();
        let texts = texts.map_err(|e| StoreError::corrupt(e.to_string()))?;
        let same = found.recheck == said.verdict && found.recheck_class == said.class_id;
        if same && found.recheck_texts == texts {
            self.nothing_changed();
            return Ok(found);
        }
        move_count(&change, &found, &said.verdict).await?;
        record::Entity::update_many()
            .col_expr(record::Column::Recheck, Expr::value(said.verdict.clone()))
            .col_expr(record::Column::RecheckClass, Expr::value(said.class_id))
            .col_expr(record::Column::RecheckBy, Expr::value(said.by))
            .col_expr(record::Column::RecheckAt, Expr::value(now()))
            .col_expr(record::Column::RecheckTexts, Expr::value(texts))
            .filter(record::Column::Id.eq(id))
            .exec(&change)
            .await?;
        let mut after = json!({"recheck": said.verdict, "class_id": said.class_id});
        if let Some(texts) = &said.texts {
            after["texts"] = json!(texts);
        }
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
            .col_expr(record::Column::RecheckTexts, Expr::value(None::<String>))
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
        let scene = find_project(&change, project).await?.scene;
        // What an earlier recheck marked may be told anew; what somebody drew stays.
        let marked = regions_of(&change, &[row.id]).await?;
        let ours = row.source == "recheck" && marked.iter().all(|(_, region)| is_told(region));
        if row.verdict.is_none() || ours {
            let good = found.recheck == "ok";
            let classes = classes_of(&change, project).await?;
            let class_id = match good {
                true => classes.iter().find(|c| c.good).map(|c| c.id),
                false => found.recheck_class,
            };
            let regions = texts_of(&found, &classes, (row.width, row.height))?;
            // Where texts are no fault, a good picture may bear them.
            let kept = !good || innocent_shape(&scene) == Some("text");
            let regions = if kept { regions } else { Vec::new() };
            let verdict = Some(if good { "good" } else { "bad" }.to_string());
            write_label(&change, row, &Label { verdict, class_id, regions }, Some(by)).await?;
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

/// Regions that a recheck wrote, and nobody drew.
const TOLD: &str = "recheck-";

fn is_told(region: &MarkedRegion) -> bool {
    region.id.starts_with(TOLD)
}

/// What stands on the record's picture by the word of a person, as marks of a class of texts, where the project has one.
fn texts_of(
    found: &Record,
    classes: &[class::Model],
    (width, height): (i32, i32),
) -> Result<Vec<MarkedRegion>> {
    #[derive(Deserialize)]
    struct Read {
        #[serde(default)]
        texts: Vec<ReadText>,
    }
    let Some(said) = &found.recheck_texts else { return Ok(Vec::new()) };
    let is_text = |c: &&class::Model| !c.good && TEXT_CLASSES.iter().any(|t| c.name.eq_ignore_ascii_case(t));
    let Some(class) = classes.iter().find(is_text) else { return Ok(Vec::new()) };
    let corrupt = |e: serde_json::Error| StoreError::corrupt(format!("a record's texts: {e}"));
    let said: Vec<String> = serde_json::from_str(said).map_err(corrupt)?;
    let read: Read = serde_json::from_str(&found.prediction).map_err(corrupt)?;
    let size = (u32::try_from(width).unwrap_or(0), u32::try_from(height).unwrap_or(0));
    let marked = |(number, (one, text)): (usize, (ReadText, String))| {
        let shape = Mark::Text { points: one.quad, text };
        shape.check(size.0, size.1).is_ok().then(|| MarkedRegion {
            id: format!("{TOLD}{number}"),
            class_id: class.id,
            shape,
            attributes: Default::default(),
            group: None,
        })
    };
    Ok(read.texts.into_iter().zip(said).enumerate().filter_map(marked).collect())
}
