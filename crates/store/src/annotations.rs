use crate::annotating::{held_by_another, must_not_be_held, own_piece};
use crate::audit::Entry;
use crate::classes::find_class;
use crate::edits::{EditKind, EditWhat, Edited, NewEdit, make_edit};
use crate::entities::{class, region, user};
use crate::pictures::{PictureFilter, PictureRow, filtered, find_picture};
use crate::projects::{classes_of, find_project};
use crate::proposals::{settle, settle_many};
use crate::{Id, Moment, Result, Store, StoreError, now, sql};
use fovea_domain::{Attributes, Mark, innocent_shape};
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    Value as Sql,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A marked place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarkedRegion {
    pub id: String,
    pub class_id: Id,
    pub shape: Mark,
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
    /// Regions of one picture with the same number belong together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<u32>,
}

/// What is said of a picture. The verdict is `good` or `bad`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Label {
    pub verdict: Option<String>,
    pub class_id: Option<Id>,
    pub regions: Vec<MarkedRegion>,
}

#[derive(Debug, Clone)]
pub struct Annotation {
    pub picture_id: Id,
    pub label: Label,
    pub revision: i64,
    pub updated_at: Moment,
    /// Name of the user.
    pub updated_by: Option<String>,
    /// Two label the picture apart, and this is the word of one of them; it is no label yet.
    pub apart: bool,
}

impl Store {
    pub async fn annotation(&self, picture: Id) -> Result<Annotation> {
        let row = find_picture(self.reader(), picture).await?;
        self.annotation_of(row).await
    }

    /// Refused where the picture is no longer at this revision, where another works on it, or a class is not of its project. Where two label
    /// it apart and this is one of them, it is kept beside the picture.
    pub async fn annotate(&self, picture: Id, revision: i64, label: &Label, by: Id) -> Result<Annotation> {
        let change = self.begin().await?;
        let row = find_picture(&change, picture).await?;
        let own = own_piece(&change, picture, by).await?;
        if own.is_none() && row.revision != revision {
            return Err(StoreError::Stale { what: "picture" });
        }
        if own.is_none() {
            must_not_be_held(&change, picture, by).await?;
        }
        let classes = classes_of(&change, row.project_id).await?;
        let used = label.class_id.iter().chain(label.regions.iter().map(|r| &r.class_id));
        if used.into_iter().any(|id| classes.iter().all(|c| c.id != *id)) {
            return Err(StoreError::NotFound { what: "class" });
        }
        if let Some(own) = own {
            return self.keep_opinion(change, &own, &row, (revision, label), by).await;
        }
        let (project, name) = (row.project_id, row.name.clone());
        let before = json!({"verdict": row.verdict, "class_id": row.class_id, "regions": row.region_count});
        let row = write_label(&change, row, label, Some(by)).await?;
        let mut after =
            json!({"verdict": row.verdict, "class_id": row.class_id, "regions": row.region_count});
        if let Some((model, became)) = settle(&change, picture, label, Some(by)).await? {
            after["proposal"] = json!({"model_id": model, "became": became});
        }
        let entry = Entry::new("annotation.change").kind("picture").on(picture, name).project(project);
        self.note(&change, entry.before(before).after(after)).await?;
        change.commit().await?;
        self.tell_pictures(project, &[picture]);
        self.annotation_of(row).await
    }

    /// One answer for many pictures of a project. What is marked stays on bad pictures and goes where they are good or nothing
    /// is said, unless it says nothing wrong and they are good. What another works on is left out.
    pub async fn annotate_many(
        &self,
        project: Id,
        chosen: &PictureFilter,
        verdict: Option<&str>,
        class: Option<Id>,
        by: Id,
    ) -> Result<Edited> {
        let change = self.begin().await?;
        let scene = find_project(&change, project).await?.scene;
        let class = match class {
            Some(class) => Some(find_class(&change, class).await?),
            None => None,
        };
        if class.as_ref().is_some_and(|c| c.project_id != project) {
            return Err(StoreError::NotFound { what: "class" });
        }
        let id = class.as_ref().map(|c| c.id);
        let what = EditWhat {
            verdict: verdict.map(Into::into),
            class_id: id,
            class: class.map(|c| c.name),
            ..EditWhat::default()
        };
        let regions = verdict != Some("bad");
        let new = NewEdit { project, kind: EditKind::Label, what: &what, regions, by: Some(by) };
        let free = Expr::cust_with_values(
            format!("NOT {}", held_by_another("pictures.id")),
            [Sql::from(by), now().into()],
        );
        let made = make_edit(&change, new, filtered(project, chosen).filter(free)).await?;
        let mut count = "";
        if regions {
            let innocent = innocent_shape(&scene).filter(|_| verdict == Some("good"));
            let away = format!(
                "DELETE FROM regions WHERE picture_id IN {} AND json_extract(shape, '$.kind') IS NOT ?",
                made.set()
            );
            sql::run(&change, away, [innocent.into()]).await?;
            count = ", region_count = (SELECT count(*) FROM regions r WHERE r.picture_id = pictures.id)";
        }
        let update = format!(
            "UPDATE pictures SET verdict = ?, class_id = ?, revision = revision + 1, updated_at = ?, updated_by = ?{count}
            WHERE id IN {}",
            made.set()
        );
        let values: [Sql; 4] = [verdict.into(), id.into(), made.at.into(), by.into()];
        sql::run(&change, update, values).await?;
        settle_many(&change, &made.set(), by).await?;
        let entry = Entry::new("annotation.change_many").kind("picture");
        self.keep_edit(change, made, entry, json!({"verdict": verdict, "class_id": id})).await
    }

    async fn annotation_of(&self, row: PictureRow) -> Result<Annotation> {
        let regions =
            if row.region_count > 0 { regions_of(self.reader(), &[row.id]).await? } else { Vec::new() };
        let by = match row.updated_by {
            Some(id) => user::Entity::find_by_id(id).one(self.reader()).await?,
            None => None,
        };
        Ok(Annotation {
            picture_id: row.id,
            label: Label {
                verdict: row.verdict,
                class_id: row.class_id,
                regions: regions.into_iter().map(|(_, r)| r).collect(),
            },
            revision: row.revision,
            updated_at: row.updated_at,
            updated_by: by.map(|u| u.name),
            apart: false,
        })
    }
}

/// In the order in which they were drawn, by picture.
pub(crate) async fn regions_of(
    db: &impl ConnectionTrait,
    pictures: &[Id],
) -> Result<Vec<(Id, MarkedRegion)>> {
    let rows = region::Entity::find()
        .filter(region::Column::PictureId.is_in(pictures.iter().copied()))
        .order_by_asc(region::Column::PictureId)
        .order_by_asc(region::Column::Position)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let shape = serde_json::from_str(&row.shape)
                .map_err(|e| StoreError::corrupt(format!("a region's shape: {e}")))?;
            let attributes = serde_json::from_str(&row.attributes)
                .map_err(|e| StoreError::corrupt(format!("a region's attributes: {e}")))?;
            let group = row.grouped.and_then(|g| u32::try_from(g).ok());
            let marked = MarkedRegion { id: row.name, class_id: row.class_id, shape, attributes, group };
            Ok((row.picture_id, marked))
        })
        .collect()
}

/// Replaces all that is said of a picture. Classes were checked by the caller.
pub(crate) async fn write_label(
    change: &DatabaseTransaction,
    row: PictureRow,
    label: &Label,
    by: Option<Id>,
) -> Result<PictureRow> {
    if row.region_count > 0 {
        region::Entity::delete_many().filter(region::Column::PictureId.eq(row.id)).exec(change).await?;
    }
    let mut rows = Vec::with_capacity(label.regions.len());
    for (position, marked) in (0..).zip(&label.regions) {
        let shape = serde_json::to_string(&marked.shape).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let attributes =
            serde_json::to_string(&marked.attributes).map_err(|e| StoreError::corrupt(e.to_string()))?;
        rows.push(region::ActiveModel {
            picture_id: Set(row.id),
            position: Set(position),
            name: Set(marked.id.clone()),
            class_id: Set(marked.class_id),
            shape: Set(shape),
            attributes: Set(attributes),
            grouped: Set(marked.group.map(i64::from)),
        });
    }
    let count = i32::try_from(rows.len()).map_err(|_| StoreError::corrupt("too many regions"))?;
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(500));
        region::Entity::insert_many(std::mem::replace(&mut rows, rest))
            .exec_without_returning(change)
            .await?;
    }
    let revision = row.revision + 1;
    let mut active = row.into_active_model();
    active.verdict = Set(label.verdict.clone());
    active.class_id = Set(label.class_id);
    active.region_count = Set(count);
    active.revision = Set(revision);
    active.updated_at = Set(now());
    active.updated_by = Set(by);
    Ok(active.update(change).await?)
}

/// The class by which a label counts: that of the whole, else that of the good ones, else that which covers
/// most.
pub(crate) fn counted_class(label: &Label, classes: &[class::Model]) -> Option<Id> {
    if label.class_id.is_some() {
        return label.class_id;
    }
    match label.verdict.as_deref() {
        Some("good") => classes.iter().find(|c| c.good).map(|c| c.id),
        Some("bad") => {
            let mut areas: Vec<(Id, f32)> = Vec::new();
            for marked in &label.regions {
                match areas.iter_mut().find(|(id, _)| *id == marked.class_id) {
                    Some((_, area)) => *area += marked.shape.area(),
                    None => areas.push((marked.class_id, marked.shape.area())),
                }
            }
            areas.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(id, _)| id)
        }
        _ => None,
    }
}
