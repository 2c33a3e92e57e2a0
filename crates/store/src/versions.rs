//! What was said of which pictures at one moment. What a version holds never changes; its note, tags and whether it is
//! published may.

mod change;
mod difference;
mod facts;
mod list;
mod origin;
mod restore;

pub use difference::{Difference, DifferenceCounts, DifferenceKind};
pub use facts::{UsingJob, VersionCount};
pub use list::{VersionFilter, VersionOrder, VersionSort};
pub use origin::Origin;
pub use restore::{RestoreChange, RestoreStep, Restored};

pub(crate) use origin::told_later;

use crate::annotations::{Label, MarkedRegion, counted_class, regions_of};
use crate::audit::Entry;
use crate::columns::{columns_of, columns_text};
use crate::entities::{class, picture, version, version_picture};
use crate::page::keyset;
use crate::pictures::{PictureFilter, filtered};
use crate::projects::{classes_of, find_project};
use crate::tags::tags_of;
use crate::{Cursor, Id, Key, Page, PageRequest, Result, Store, StoreError, Topic, now};
use fovea_domain::dataset::{Columns, LabelFacts, Part};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, Order, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

pub type Version = version::Model;
pub type VersionPicture = version_picture::Model;

/// A class as it was when the version was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionClass {
    pub id: Id,
    pub name: String,
    pub good: bool,
    pub colour: String,
    /// Labelled pictures that count as this class.
    pub pictures: u64,
}

/// What a version is made of.
#[derive(Debug, Clone)]
pub struct NewVersion {
    pub note: String,
    pub tags: Vec<String>,
    pub parting: Parting,
    pub by: Id,
}

/// Who is kept out of training.
#[derive(Debug, Clone)]
pub enum Parting {
    /// These.
    HeldBack(HashSet<Id>),
    /// As each picture was parted, by this rule.
    Split(String),
}

/// A labelled picture as the rule that parts them sees it.
#[derive(Debug, Clone)]
pub struct LabelledName {
    pub id: Id,
    pub name: String,
    pub class: Option<Id>,
}

/// Rows of one statement: each has nineteen values, and SQLite takes some thirty thousand.
const ROWS: u64 = 500;

impl Store {
    /// Of all labelled pictures of a project.
    pub async fn labelled_names(&self, project: Id) -> Result<Vec<LabelledName>> {
        find_project(self.reader(), project).await?;
        let classes = classes_of(self.reader(), project).await?;
        let (mut names, mut after) = (Vec::new(), None);
        loop {
            let rows = pictures_behind(self.reader(), project, after, ROWS).await?;
            let Some(last) = rows.last() else { return Ok(names) };
            after = Some(last.id);
            for (row, label) in labels_of(self.reader(), rows).await? {
                if label.verdict.is_some() {
                    let class = counted_class(&label, &classes);
                    names.push(LabelledName { id: row.id, name: row.name, class });
                }
            }
        }
    }

    /// Keeps the project's pictures and labels as they are now, in one transaction.
    pub async fn create_version(&self, project: Id, new: &NewVersion) -> Result<Version> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let last = of_people(project).order_by_desc(version::Column::Number).one(&change).await?;
        let made = insert_version(&change, project, (last.map_or(1, |v| v.number + 1), None), new).await?;
        let told = serde_json::json!({"pictures": made.pictures, "labelled": made.labelled, "held_back": made.held_back});
        let entry = Entry::new("version.create").on(made.id, made.number.to_string()).project(project);
        self.note(&change, entry.after(told)).await?;
        change.commit().await?;
        self.events().tell(Topic::Version, made.id, Some(project));
        Ok(made)
    }

    pub async fn version(&self, id: Id) -> Result<Version> {
        let gone = || StoreError::NotFound { what: "version" };
        let found = version::Entity::find_by_id(id).one(self.reader()).await?.ok_or_else(gone)?;
        find_project(self.reader(), found.project_id).await.map_err(|_| gone())?;
        Ok(found)
    }

    pub async fn version_by_number(&self, project: Id, number: i32) -> Result<Option<Version>> {
        Ok(of_people(project).filter(version::Column::Number.eq(number)).one(self.reader()).await?)
    }

    pub async fn version_pictures(&self, version: Id, page: &PageRequest) -> Result<Page<VersionPicture>> {
        let total = u64::try_from(self.version(version).await?.pictures).unwrap_or(0);
        let all = version_picture::Entity::find().filter(version_picture::Column::VersionId.eq(version));
        let place = version_picture::Column::Position;
        let rows = keyset(all, place, version_picture::Column::VersionId, Order::Asc, page);
        let rows = rows.all(self.reader()).await?;
        Ok(Page::cut(rows, page.limit, total, |p| Cursor {
            key: Key::Number(p.position.into()),
            id: version,
        }))
    }

    /// A part of a version's pictures in their order, behind this position.
    pub async fn version_part(&self, version: Id, behind: i32, limit: u64) -> Result<Vec<VersionPicture>> {
        Ok(version_picture::Entity::find()
            .filter(version_picture::Column::VersionId.eq(version))
            .filter(version_picture::Column::Position.gt(behind))
            .order_by_asc(version_picture::Column::Position)
            .limit(limit)
            .all(self.reader())
            .await?)
    }

    /// The picture at a place of a version.
    pub async fn version_picture(&self, version: Id, position: i32) -> Result<VersionPicture> {
        self.version(version).await?;
        let found = version_picture::Entity::find_by_id((version, position)).one(self.reader()).await?;
        found.ok_or(StoreError::NotFound { what: "picture" })
    }
}

impl Version {
    pub fn tags(&self) -> Result<Vec<String>> {
        serde_json::from_str(&self.tags).map_err(|e| StoreError::corrupt(format!("a version's tags: {e}")))
    }

    /// Names of the tasks that its labels can teach, what says most first.
    pub fn tasks(&self) -> Result<Vec<String>> {
        serde_json::from_str(&self.tasks).map_err(|e| StoreError::corrupt(format!("a version's tasks: {e}")))
    }

    /// By what ways its pictures came, most first.
    pub fn origins(&self) -> Result<Vec<Origin>> {
        serde_json::from_str(&self.origins)
            .map_err(|e| StoreError::corrupt(format!("a version's origins: {e}")))
    }

    pub fn classes(&self) -> Result<Vec<VersionClass>> {
        serde_json::from_str(&self.classes)
            .map_err(|e| StoreError::corrupt(format!("a version's classes: {e}")))
    }
}

impl VersionPicture {
    pub fn regions(&self) -> Result<Vec<MarkedRegion>> {
        serde_json::from_str(&self.regions)
            .map_err(|e| StoreError::corrupt(format!("a version's regions: {e}")))
    }

    pub fn tags(&self) -> Result<Vec<String>> {
        serde_json::from_str(&self.tags).map_err(|e| StoreError::corrupt(format!("a version's tags: {e}")))
    }

    pub fn columns(&self) -> Result<Columns> {
        serde_json::from_str(&self.columns)
            .map_err(|e| StoreError::corrupt(format!("a version's columns: {e}")))
    }

    pub fn part(&self) -> Option<Part> {
        match (&self.verdict, self.held_back, self.validation) {
            (None, ..) => None,
            (_, true, _) => Some(Part::Test),
            (_, _, true) => Some(Part::Validation),
            _ => Some(Part::Train),
        }
    }

    /// What was said of it.
    pub(crate) fn label(&self) -> Result<Label> {
        Ok(Label { verdict: self.verdict.clone(), class_id: self.said_class, regions: self.regions()? })
    }
}

/// Versions that people made, not those that exports are written from.
fn of_people(project: Id) -> sea_orm::Select<version::Entity> {
    version::Entity::find()
        .filter(version::Column::ProjectId.eq(project))
        .filter(version::Column::Number.gt(0))
}

/// Within a change: chosen pictures of a project as they are now, for an export alone.
pub(crate) async fn insert_hidden(
    change: &DatabaseTransaction,
    project: Id,
    chosen: &PictureFilter,
    by: Id,
) -> Result<Version> {
    let first = version::Entity::find()
        .filter(version::Column::ProjectId.eq(project))
        .order_by_asc(version::Column::Number)
        .one(change)
        .await?;
    let number = first.map_or(0, |v| v.number).min(0) - 1;
    // Parted as the project is, so that an archive tells the parts.
    let new = NewVersion { note: String::new(), tags: Vec::new(), parting: Parting::Split("{}".into()), by };
    insert_version(change, project, (number, Some(chosen)), &new).await
}

async fn insert_version(
    change: &DatabaseTransaction,
    project: Id,
    (number, chosen): (i32, Option<&PictureFilter>),
    new: &NewVersion,
) -> Result<Version> {
    let scene = find_project(change, project).await?.scene;
    let row = version::ActiveModel {
        id: Set(Id::new()),
        project_id: Set(project),
        number: Set(number),
        note: Set(new.note.clone()),
        pictures: Set(0),
        labelled: Set(0),
        held_back: Set(0),
        classes: Set("[]".into()),
        created_by: Set(Some(new.by)),
        created_at: Set(now()),
        tags: Set(serde_json::to_string(&new.tags).map_err(|e| StoreError::corrupt(e.to_string()))?),
        revision: Set(1),
        published_at: Set(None),
        published_by: Set(None),
        bytes: Set(0),
        validation: Set(0),
        split: Set(match &new.parting {
            Parting::HeldBack(_) => None,
            Parting::Split(rule) => Some(rule.clone()),
        }),
        tasks: Set("[]".into()),
        scene: Set(scene),
        origins: Set("[]".into()),
    };
    let made = row.insert(change).await?;
    let classes = classes_of(change, project).await?;
    let mut counted = copy_pictures(change, &made, &classes, (&new.parting, chosen)).await?;
    let kinds = classes.iter().filter(|c| !c.good && counted.by_class.contains_key(&c.id)).count();
    counted.facts.kinds = kinds as u64;
    let origins = counted.ways.origins(change, project).await?;
    let kept: Vec<VersionClass> = classes
        .into_iter()
        .map(|c| VersionClass {
            pictures: counted.by_class.get(&c.id).copied().unwrap_or(0),
            id: c.id,
            name: c.name,
            good: c.good,
            colour: c.colour,
        })
        .collect();
    let text = serde_json::to_string(&kept).map_err(|e| StoreError::corrupt(e.to_string()))?;
    let row = version::ActiveModel {
        id: Set(made.id),
        pictures: Set(counted.pictures),
        labelled: Set(counted.labelled),
        held_back: Set(counted.held_back),
        validation: Set(counted.validation),
        bytes: Set(counted.bytes),
        classes: Set(text),
        tasks: Set(origin::tasks_text(&counted.facts)?),
        origins: Set(origin::text(&origins)?),
        ..Default::default()
    };
    Ok(row.update(change).await?)
}

#[derive(Default)]
struct Counted {
    pictures: i64,
    labelled: i64,
    held_back: i64,
    validation: i64,
    bytes: i64,
    by_class: HashMap<Id, u64>,
    facts: LabelFacts,
    ways: origin::Ways,
}

async fn copy_pictures(
    change: &DatabaseTransaction,
    version: &Version,
    classes: &[class::Model],
    (parting, chosen): (&Parting, Option<&PictureFilter>),
) -> Result<Counted> {
    let (mut counted, mut after) = (Counted::default(), None);
    loop {
        let rows = match chosen {
            Some(filter) => chosen_behind(change, version.project_id, filter, after).await?,
            None => pictures_behind(change, version.project_id, after, ROWS).await?,
        };
        let Some(last) = rows.last() else { return Ok(counted) };
        after = Some(last.id);
        let ids: Vec<Id> = rows.iter().map(|r| r.id).collect();
        let mut tags = tags_of(change, &ids).await?;
        let mut columns = columns_of(change, &ids).await?;
        let mut copies = Vec::with_capacity(rows.len());
        for (row, label) in labels_of(change, rows).await? {
            let class = counted_class(&label, classes);
            let labelled = label.verdict.is_some();
            let part = match parting {
                Parting::HeldBack(held) if held.contains(&row.id) => Some(Part::Test),
                Parting::HeldBack(_) => None,
                Parting::Split(_) => row.split.as_deref().and_then(Part::from_name),
            };
            let held = labelled && part == Some(Part::Test);
            let validation = labelled && part == Some(Part::Validation);
            let regions =
                serde_json::to_string(&label.regions).map_err(|e| StoreError::corrupt(e.to_string()))?;
            let position = i32::try_from(counted.pictures)
                .map_err(|_| StoreError::corrupt("more pictures than a version can hold"))?;
            counted.pictures += 1;
            counted.labelled += i64::from(labelled);
            counted.held_back += i64::from(held);
            counted.validation += i64::from(validation);
            counted.bytes += row.bytes;
            counted.facts.good += u64::from(label.verdict.as_deref() == Some("good"));
            label.regions.iter().for_each(|region| counted.facts.count_mark(&region.shape));
            counted.ways.count(&row);
            if let Some(class) = class.filter(|_| labelled) {
                *counted.by_class.entry(class).or_default() += 1;
            }
            copies.push(version_picture::ActiveModel {
                version_id: Set(version.id),
                position: Set(position),
                picture_id: Set(row.id),
                hash: Set(row.hash),
                name: Set(row.name),
                width: Set(row.width),
                height: Set(row.height),
                bytes: Set(row.bytes),
                format: Set(row.format),
                source: Set(row.source),
                added_at: Set(row.added_at),
                verdict: Set(label.verdict),
                class_id: Set(class),
                regions: Set(regions),
                held_back: Set(held),
                validation: Set(validation),
                said_class: Set(label.class_id),
                tags: Set(serde_json::to_string(&tags.remove(&row.id).unwrap_or_default())
                    .map_err(|e| StoreError::corrupt(e.to_string()))?),
                columns: Set(columns_text(&columns.remove(&row.id).unwrap_or_default())?),
            });
        }
        version_picture::Entity::insert_many(copies).exec_without_returning(change).await?;
    }
}

pub(crate) async fn pictures_behind(
    db: &impl ConnectionTrait,
    project: Id,
    after: Option<Id>,
    most: u64,
) -> Result<Vec<picture::Model>> {
    let mut all = picture::Entity::find()
        .filter(picture::Column::ProjectId.eq(project))
        .filter(picture::Column::DeletedAt.is_null());
    if let Some(after) = after {
        all = all.filter(picture::Column::Id.gt(after));
    }
    Ok(all.order_by_asc(picture::Column::Id).limit(most).all(db).await?)
}

async fn chosen_behind(
    db: &impl ConnectionTrait,
    project: Id,
    filter: &PictureFilter,
    after: Option<Id>,
) -> Result<Vec<picture::Model>> {
    let mut all = filtered(project, filter);
    if let Some(after) = after {
        all = all.filter(picture::Column::Id.gt(after));
    }
    Ok(all.order_by_asc(picture::Column::Id).limit(ROWS).all(db).await?)
}

pub(crate) async fn labels_of(
    db: &impl ConnectionTrait,
    rows: Vec<picture::Model>,
) -> Result<Vec<(picture::Model, Label)>> {
    let marked: Vec<Id> = rows.iter().filter(|r| r.region_count > 0).map(|r| r.id).collect();
    let mut regions: HashMap<Id, Vec<MarkedRegion>> = HashMap::new();
    if !marked.is_empty() {
        for (picture, region) in regions_of(db, &marked).await? {
            regions.entry(picture).or_default().push(region);
        }
    }
    let label = |row: picture::Model| {
        let regions = regions.remove(&row.id).unwrap_or_default();
        let label = Label { verdict: row.verdict.clone(), class_id: row.class_id, regions };
        (row, label)
    };
    Ok(rows.into_iter().map(label).collect())
}
