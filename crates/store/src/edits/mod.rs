//! Edits of many pictures at once, or of a class. Which pictures they are is found in SQL, and what was before is kept with the edit,
//! so that it can be taken back. What somebody changed since stays as it is then.

mod undo;

pub use undo::Undone;

use crate::audit::Entry;
use crate::entities::picture;
use crate::projects::find_project;
use crate::{Id, KEPT_MS, Moment, Result, Store, StoreError, Topic, now, sql};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbBackend, EntityTrait, FromQueryResult, QuerySelect, QueryTrait,
    Select, Value as Sql,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKind {
    Delete,
    Label,
    Move,
    Tag,
    Class,
}

impl EditKind {
    pub const ALL: [EditKind; 5] =
        [EditKind::Delete, EditKind::Label, EditKind::Move, EditKind::Tag, EditKind::Class];

    /// Never renamed: kept in databases.
    pub fn name(self) -> &'static str {
        match self {
            EditKind::Delete => "delete",
            EditKind::Label => "label",
            EditKind::Move => "move",
            EditKind::Tag => "tag",
            EditKind::Class => "class",
        }
    }

    pub fn from_name(name: &str) -> Option<EditKind> {
        EditKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A class as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassFacts {
    pub name: String,
    pub colour: String,
    pub position: i32,
    pub attributes: String,
    pub shape: Option<String>,
    pub key: Option<String>,
}

/// What an edit said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EditWhat {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// The class that pictures got, or that was changed
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_id: Option<Id>,
    /// Its name then
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// Of a class: `change`, `merge` or `remove`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Name of the class that it went into
    #[serde(skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<ClassFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<ClassFacts>,
}

#[derive(Debug, Clone)]
pub struct Edit {
    pub id: Id,
    pub project_id: Id,
    pub kind: EditKind,
    pub what: EditWhat,
    pub pictures: u64,
    /// Name of the user
    pub made_by: Option<String>,
    pub made_at: Moment,
    pub undone_at: Option<Moment>,
}

/// What an edit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edited {
    pub pictures: u64,
    /// `None`: nothing was changed
    pub edit: Option<Id>,
}

#[derive(Debug, FromQueryResult)]
pub(crate) struct EditRow {
    pub number: i64,
    pub id: Id,
    pub project_id: Id,
    kind: String,
    what: String,
    pub pictures: i64,
    pub regions: bool,
    made_by: Option<String>,
    pub made_at: Moment,
    pub undone_at: Option<Moment>,
}

impl EditRow {
    pub(crate) fn kind(&self) -> Result<EditKind> {
        EditKind::from_name(&self.kind).ok_or_else(|| StoreError::corrupt("an edit of no kind"))
    }

    pub(crate) fn what(&self) -> Result<EditWhat> {
        serde_json::from_str(&self.what).map_err(|e| StoreError::corrupt(format!("what an edit said: {e}")))
    }

    fn edit(self) -> Result<Edit> {
        Ok(Edit {
            kind: self.kind()?,
            what: self.what()?,
            id: self.id,
            project_id: self.project_id,
            pictures: self.pictures.unsigned_abs(),
            made_by: self.made_by,
            made_at: self.made_at,
            undone_at: self.undone_at,
        })
    }
}

/// An edit that is being made, within a change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Making {
    pub number: i64,
    pub id: Id,
    pub project: Id,
    pub at: Moment,
    pub pictures: u64,
}

impl Making {
    pub(crate) fn done(&self) -> Edited {
        Edited { pictures: self.pictures, edit: Some(self.id) }
    }

    /// Its pictures, for a statement.
    pub(crate) fn set(&self) -> String {
        format!("(SELECT picture_id FROM edit_pictures WHERE edit = {})", self.number)
    }

    /// Of many the audit tells the first hundred, and how many there were.
    pub(crate) async fn some(&self, change: &DatabaseTransaction, most: u64) -> Result<Vec<Id>> {
        let query = "SELECT picture_id AS id FROM edit_pictures WHERE edit = ? LIMIT ?";
        let rows = sql::rows(change, query, [self.number.into(), most.into()]).await?;
        rows.iter().map(|r| Ok(r.try_get::<Id>("", "id")?)).collect()
    }

    /// How many pictures it has after some were left out.
    pub(crate) async fn recount(&mut self, change: &DatabaseTransaction) -> Result<u64> {
        let query = "SELECT count(*) FROM edit_pictures WHERE edit = ?";
        self.pictures = sql::number(change, query, [self.number.into()]).await?.unsigned_abs();
        let set = "UPDATE edits SET pictures = ? WHERE number = ?";
        sql::run(change, set, [self.pictures.into(), self.number.into()]).await?;
        Ok(self.pictures)
    }
}

pub(crate) struct NewEdit<'a> {
    pub project: Id,
    pub kind: EditKind,
    pub what: &'a EditWhat,
    /// Whether what is marked changes, too.
    pub regions: bool,
    pub by: Option<Id>,
}

/// Writes down that these pictures are about to be edited, and how they are before.
pub(crate) async fn make_edit(
    change: &DatabaseTransaction,
    new: NewEdit<'_>,
    chosen: Select<picture::Entity>,
) -> Result<Making> {
    let (id, at) = (Id::new(), now());
    let what = serde_json::to_string(new.what).map_err(|e| StoreError::corrupt(e.to_string()))?;
    let insert = "INSERT INTO edits (id, project_id, kind, what, pictures, regions, made_by, made_at) VALUES (?, ?, ?, ?, 0, ?, ?, ?)";
    let values: [Sql; 7] = [
        id.into(),
        new.project.into(),
        new.kind.name().into(),
        what.into(),
        new.regions.into(),
        new.by.into(),
        at.into(),
    ];
    sql::run(change, insert, values).await?;
    let number = sql::number(change, "SELECT number FROM edits WHERE id = ?", [id.into()]).await?;
    let inner = chosen.select_only().column(picture::Column::Id).build(DbBackend::Sqlite);
    let values = inner.values.map(|v| v.0).unwrap_or_default();
    let copy = format!(
        "INSERT INTO edit_pictures (edit, picture_id, revision, verdict, class_id, region_count, split)
        SELECT {number}, p.id, p.revision, p.verdict, p.class_id, p.region_count, p.split FROM pictures p WHERE p.id IN ({})",
        inner.sql
    );
    sql::run(change, copy, values).await?;
    let mut made = Making { number, id, project: new.project, at, pictures: 0 };
    made.recount(change).await?;
    if new.regions {
        let copy = format!(
            "INSERT INTO edit_regions (edit, picture_id, position, name, class_id, shape, attributes, grouped)
            SELECT {number}, picture_id, position, name, class_id, shape, attributes, grouped FROM regions
            WHERE picture_id IN {}",
            made.set()
        );
        sql::run(change, copy, []).await?;
    }
    Ok(made)
}

const COLUMNS: &str = "e.number, e.id, e.project_id, e.kind, e.what, e.pictures, e.regions, u.name AS made_by, e.made_at, e.undone_at";

pub(crate) async fn find_edit(db: &impl sea_orm::ConnectionTrait, id: Id) -> Result<EditRow> {
    let query = format!("SELECT {COLUMNS} FROM edits e LEFT JOIN users u ON u.id = e.made_by WHERE e.id = ?");
    let gone = || StoreError::NotFound { what: "edit" };
    let found: EditRow = sql::one(db, query, [id.into()]).await?.ok_or_else(gone)?;
    find_project(db, found.project_id).await.map_err(|_| gone())?;
    Ok(found)
}

impl Store {
    pub async fn edit(&self, id: Id) -> Result<Edit> {
        find_edit(self.reader(), id).await?.edit()
    }

    /// The last ones of a project that can still be taken back or were, the newest first.
    pub async fn edits(&self, project: Id, most: u64) -> Result<Vec<Edit>> {
        find_project(self.reader(), project).await?;
        let query = format!(
            "SELECT {COLUMNS} FROM edits e LEFT JOIN users u ON u.id = e.made_by
            WHERE e.project_id = ? AND e.made_at >= ? ORDER BY e.number DESC LIMIT ?"
        );
        let rows: Vec<EditRow> =
            sql::all(self.reader(), query, [project.into(), (now() - KEPT_MS).into(), most.into()]).await?;
        rows.into_iter().map(EditRow::edit).collect()
    }

    /// What is older than this cannot be taken back any more. Returns how many edits went.
    pub async fn forget_edits(&self, before: Moment) -> Result<u64> {
        let change = self.begin().await?;
        let gone = sql::run(&change, "DELETE FROM edits WHERE made_at < ?", [before.into()]).await?;
        change.commit().await?;
        Ok(gone)
    }

    /// Writes it into the audit, keeps it and tells of it. Without a picture nothing was done.
    pub(crate) async fn keep_edit(
        &self,
        change: DatabaseTransaction,
        made: Making,
        entry: Entry,
        told: serde_json::Value,
    ) -> Result<Edited> {
        if made.pictures == 0 {
            self.nothing_changed();
            return Ok(Edited::default());
        }
        let mut told = told;
        told["pictures"] = made.pictures.into();
        told["ids"] = serde_json::json!(made.some(&change, 100).await?);
        self.note(&change, entry.project(made.project).after(told)).await?;
        let few = if made.pictures <= 20 { made.some(&change, 20).await? } else { Vec::new() };
        change.commit().await?;
        self.tell_edited(made.project, &few);
        Ok(made.done())
    }

    /// One event a picture, or one for the project.
    pub(crate) fn tell_edited(&self, project: Id, few: &[Id]) {
        match few {
            [] => self.events().tell(Topic::Project, project, Some(project)),
            few => self.tell_pictures(project, few),
        }
    }

    pub(crate) fn actor_id(&self) -> Option<Id> {
        self.actor().and_then(|a| a.id)
    }
}

/// All of them, also those in the bin, in whatever way they speak of a class.
pub(crate) fn of_class(class: Id) -> Select<picture::Entity> {
    use crate::entities::region;
    use sea_orm::{Condition, QueryFilter, sea_query::Query};
    let marked = Query::select()
        .column(region::Column::PictureId)
        .from(region::Entity)
        .and_where(region::Column::ClassId.eq(class))
        .to_owned();
    let of =
        Condition::any().add(picture::Column::ClassId.eq(class)).add(picture::Column::Id.in_subquery(marked));
    picture::Entity::find().filter(of)
}
