//! A project's labels become again what a version says. Pictures that came later keep theirs. It goes part by part, each in a
//! transaction of its own: a part that is done already changes nothing, so that one that was cut off can be begun again.

use super::change::find_version;
use super::{Version, VersionPicture, labels_of};
use crate::annotations::{Label, write_label};
use crate::audit::Entry;
use crate::classes::insert_class;
use crate::entities::{picture, version_picture};
use crate::pictures::{PictureRow, some_of};
use crate::projects::{classes_of, touch_project};
use crate::{Id, Result, Store, Topic, now, sql};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// Pictures of one transaction.
const TOGETHER: u64 = 500;

/// A picture that is not as the version has it.
#[derive(Debug, Clone)]
pub struct RestoreChange {
    pub row: VersionPicture,
    /// What is said of it now.
    pub now: Label,
    /// It was taken out of the project since.
    pub removed: bool,
}

/// One part of a version, held against the project.
#[derive(Debug, Clone, Default)]
pub struct RestoreStep {
    pub changes: Vec<RestoreChange>,
    pub same: u64,
    /// Not in the project, and not brought back.
    pub left_out: u64,
    /// Where the next part begins; `None` at the end.
    pub next: Option<i32>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restored {
    pub changed: u64,
    pub brought_back: u64,
    pub same: u64,
    pub left_out: u64,
}

/// Classes of the version by those of the project; `None`: the project has it no more.
type ClassMap = HashMap<Id, Option<Id>>;

impl Store {
    /// Names of classes that labels of the version need and the project has no more.
    pub async fn restore_classes(&self, version: &Version) -> Result<Vec<String>> {
        let (map, classes) = (class_map(self.reader(), version).await?, version.classes()?);
        Ok(classes.into_iter().filter(|c| map.get(&c.id) == Some(&None)).map(|c| c.name).collect())
    }

    /// Pictures of the project that the version does not know.
    pub async fn later_pictures(&self, version: &Version) -> Result<u64> {
        let query =
            "SELECT count(*) FROM pictures p WHERE p.project_id = ? AND p.deleted_at IS NULL AND NOT EXISTS
            (SELECT 1 FROM version_pictures v WHERE v.version_id = ? AND v.hash = p.hash)";
        let found = sql::number(self.reader(), query, [version.project_id.into(), version.id.into()]).await?;
        Ok(found.unsigned_abs())
    }

    /// Looks what would change, behind this position.
    pub async fn restore_look(&self, version: &Version, behind: i32, back: bool) -> Result<RestoreStep> {
        let map = class_map(self.reader(), version).await?;
        let (step, _) = held_against(self.reader(), version, behind, back, &map).await?;
        Ok(step)
    }

    /// Makes the classes that are missing, and changes the labels of one part.
    pub async fn restore_part(
        &self,
        version: Id,
        behind: i32,
        back: bool,
        by: Id,
    ) -> Result<(Restored, Option<i32>)> {
        let change = self.begin().await?;
        let version = find_version(&change, version).await?;
        let project = version.project_id;
        let (map, made) = make_classes(&change, &version).await?;
        let (step, mut pictures) = held_against(&change, &version, behind, back, &map).await?;
        let mut done = Restored { same: step.same, left_out: step.left_out, ..Restored::default() };
        let mut ids = Vec::with_capacity(step.changes.len());
        for one in &step.changes {
            let Some(row) = pictures.remove(&one.row.hash) else { continue };
            let label = mapped(&one.row, &map)?;
            ids.push(row.id);
            done.changed += u64::from(!one.removed);
            done.brought_back += u64::from(one.removed);
            if one.removed {
                bring_back(&change, row.id).await?;
            }
            if one.now != label {
                write_label(&change, row, &label, Some(by)).await?;
            }
        }
        let nothing = ids.is_empty() && !made;
        if nothing {
            self.nothing_changed();
        } else {
            let told = serde_json::json!({"changed": done.changed, "brought_back": done.brought_back, "ids": some_of(&ids)});
            let entry =
                Entry::new("version.restore").on(version.id, version.number.to_string()).project(project);
            self.note(&change, entry.after(told)).await?;
        }
        change.commit().await?;
        if !nothing {
            self.events().tell(Topic::Project, project, Some(project));
        }
        Ok((done, step.next))
    }
}

async fn bring_back(change: &DatabaseTransaction, id: Id) -> Result<()> {
    picture::Entity::update_many()
        .col_expr(picture::Column::DeletedAt, Expr::value(Option::<i64>::None))
        .filter(picture::Column::Id.eq(id))
        .exec(change)
        .await?;
    Ok(())
}

/// By id, or else by name.
async fn class_map(db: &impl ConnectionTrait, version: &Version) -> Result<ClassMap> {
    let there = classes_of(db, version.project_id).await?;
    let of = |class: &super::VersionClass| {
        let same = there.iter().find(|c| c.id == class.id);
        let found =
            same.or_else(|| there.iter().find(|c| c.name.to_lowercase() == class.name.to_lowercase()));
        // Good stays good and bad stays bad.
        let found = found.filter(|c| c.good == class.good);
        (class.id, found.or_else(|| there.iter().find(|c| c.good && class.good)).map(|c| c.id))
    };
    Ok(version.classes()?.iter().map(of).collect())
}

async fn make_classes(change: &DatabaseTransaction, version: &Version) -> Result<(ClassMap, bool)> {
    let mut map = class_map(change, version).await?;
    let mut made = false;
    for class in version.classes()? {
        if map.get(&class.id) == Some(&None) {
            let others = classes_of(change, version.project_id).await?;
            let position = others.iter().map(|c| c.position).max().unwrap_or(-1).saturating_add(1);
            let new =
                insert_class(change, version.project_id, &class.name, &class.colour, false, position).await?;
            map.insert(class.id, Some(new.id));
            made = true;
        }
    }
    if made {
        touch_project(change, version.project_id, now()).await?;
    }
    Ok((map, made))
}

/// The label of a version's picture in the classes of the project. A class that is missing stays as it is, which no label of
/// the project is equal to.
fn mapped(row: &VersionPicture, map: &ClassMap) -> Result<Label> {
    let of = |id: Id| map.get(&id).copied().flatten().unwrap_or(id);
    let mut label = row.label()?;
    label.class_id = label.class_id.map(of);
    label.regions.iter_mut().for_each(|r| r.class_id = of(r.class_id));
    Ok(label)
}

/// One part of the version and, by content, the project's pictures of it.
async fn held_against(
    db: &impl ConnectionTrait,
    version: &Version,
    behind: i32,
    back: bool,
    map: &ClassMap,
) -> Result<(RestoreStep, HashMap<String, PictureRow>)> {
    let rows = version_picture::Entity::find()
        .filter(version_picture::Column::VersionId.eq(version.id))
        .filter(version_picture::Column::Position.gt(behind))
        .order_by_asc(version_picture::Column::Position)
        .limit(TOGETHER)
        .all(db)
        .await?;
    let full = rows.len() as u64 == TOGETHER;
    let mut step =
        RestoreStep { next: rows.last().filter(|_| full).map(|r| r.position), ..RestoreStep::default() };
    let found = pictures_of(db, version.project_id, &rows).await?;
    let mut labels: HashMap<String, Label> = HashMap::new();
    for (row, label) in labels_of(db, found.values().cloned().collect()).await? {
        labels.insert(row.hash, label);
    }
    for row in rows {
        let there = found.get(&row.hash);
        let removed = there.is_some_and(|p| p.deleted_at.is_some());
        match labels.get(&row.hash) {
            Some(now) if !removed || back => {
                if !removed && *now == mapped(&row, map)? {
                    step.same += 1;
                } else {
                    step.changes.push(RestoreChange { now: now.clone(), row, removed });
                }
            }
            _ => step.left_out += 1,
        }
    }
    Ok((step, found))
}

/// One a content: that of the project now, or else the very one that the version has, or else the last that was removed.
async fn pictures_of(
    db: &impl ConnectionTrait,
    project: Id,
    rows: &[VersionPicture],
) -> Result<HashMap<String, PictureRow>> {
    let of: HashMap<&str, Id> = rows.iter().map(|r| (r.hash.as_str(), r.picture_id)).collect();
    let all = picture::Entity::find()
        .filter(picture::Column::ProjectId.eq(project))
        .filter(picture::Column::Hash.is_in(of.keys().copied()))
        .order_by_asc(picture::Column::Id)
        .all(db)
        .await?;
    let rank = |p: &PictureRow| (p.deleted_at.is_none(), of.get(p.hash.as_str()) == Some(&p.id), p.id);
    let mut found: HashMap<String, PictureRow> = HashMap::new();
    for one in all {
        let better = found.get(&one.hash).is_none_or(|there| rank(there) < rank(&one));
        if better {
            found.insert(one.hash.clone(), one);
        }
    }
    Ok(found)
}
