//! The list of projects and of their data, found, put in order and cut into pages by the database.

use crate::entities::project;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Project, Result, Store, StoreError, sql};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Value as Sql};
use std::collections::HashMap;

/// Pictures that stand for all of them.
const COVER: u32 = 4;

/// Which projects are listed.
#[derive(Debug, Clone, Default)]
pub struct ProjectFilter {
    /// Part of the name.
    pub name: Option<String>,
    pub made_by: Option<Id>,
    pub not_made_by: Option<Id>,
    pub public: Option<bool>,
    /// Those that this user may look at without a right of the house: public ones, and those whose manager they are.
    pub seen_by: Option<Id>,
}

/// What a list of projects is put in order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProjectSort {
    #[default]
    CreatedAt,
    Name,
    Product,
    Owner,
    Pictures,
    /// The labelled part of the pictures; where there are none, below everything.
    Labelled,
    Bytes,
    /// Number of the newest version, 0 where there is none.
    Version,
    /// When its data or itself were last changed.
    ChangedAt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectOrder {
    pub sort: ProjectSort,
    pub descending: bool,
}

impl Default for ProjectOrder {
    /// The newest first.
    fn default() -> ProjectOrder {
        ProjectOrder { sort: ProjectSort::CreatedAt, descending: true }
    }
}

/// What is known of a project's data without looking at them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataFacts {
    pub pictures: i64,
    pub labelled: i64,
    /// Also of linked pictures.
    pub bytes: i64,
    /// When its data or itself were last changed.
    pub changed_at: Moment,
    /// Number of the newest version; 0: there is none.
    pub version: i64,
    /// The pictures that came last, a few.
    pub cover: Vec<Id>,
}

const CHANGED: &str = "MAX(p.updated_at, COALESCE(d.changed_at, 0))";
const VERSION: &str =
    "(SELECT COALESCE(MAX(v.number), 0) FROM versions v WHERE v.project_id = p.id AND v.number > 0)";

impl ProjectSort {
    /// Of a project `p`, its facts `d` and its maker `u`. Never null: a cursor is behind nothing else.
    fn key(self) -> &'static str {
        match self {
            ProjectSort::CreatedAt => "p.created_at",
            ProjectSort::Name => "p.name",
            ProjectSort::Product => "p.product",
            ProjectSort::Owner => "COALESCE(u.name_key, '')",
            ProjectSort::Pictures => "COALESCE(d.pictures, 0)",
            ProjectSort::Labelled => {
                "CASE WHEN COALESCE(d.pictures, 0) = 0 THEN -1 ELSE d.labelled * 1000000 / d.pictures END"
            }
            ProjectSort::Bytes => "COALESCE(d.bytes, 0)",
            ProjectSort::Version => VERSION,
            ProjectSort::ChangedAt => CHANGED,
        }
    }

    fn is_text(self) -> bool {
        matches!(self, ProjectSort::Name | ProjectSort::Product | ProjectSort::Owner)
    }
}

#[derive(FromQueryResult)]
struct FactsRow {
    pictures: i64,
    labelled: i64,
    bytes: i64,
    changed_at: Moment,
    version: i64,
}

impl Store {
    pub async fn projects(
        &self,
        filter: &ProjectFilter,
        order: ProjectOrder,
        page: &PageRequest,
    ) -> Result<Page<Project>> {
        let (tests, mut values) = tests(filter);
        let count = format!("SELECT COUNT(*) FROM projects p WHERE {tests}");
        let total = sql::number(self.reader(), count, values.clone()).await?.unsigned_abs();
        let key = order.sort.key();
        let (way, behind) = if order.descending { ("DESC", "<") } else { ("ASC", ">") };
        let after = match &page.cursor {
            Some(cursor) => {
                values.push(match &cursor.key {
                    Key::Number(number) => (*number).into(),
                    Key::Text(text) => text.as_str().into(),
                });
                values.push(cursor.id.into());
                format!("AND ({key}, p.id) {behind} (?, ?)")
            }
            None => String::new(),
        };
        values.push(i64::try_from(page.limit.saturating_add(1)).unwrap_or(i64::MAX).into());
        let query = format!(
            "SELECT p.id AS id, {key} AS place FROM projects p LEFT JOIN data_facts d ON d.project_id = p.id
                LEFT JOIN users u ON u.id = p.created_by WHERE {tests} {after}
                ORDER BY {key} {way}, p.id {way} LIMIT ?"
        );
        let mut found = Vec::new();
        for row in sql::rows(self.reader(), query, values).await? {
            let key = match order.sort.is_text() {
                true => Key::Text(row.try_get("", "place")?),
                false => Key::Number(row.try_get("", "place")?),
            };
            found.push(Cursor { key, id: row.try_get("", "id")? });
        }
        let cut = Page::cut(found, page.limit, total, Clone::clone);
        let ids = cut.items.iter().map(|one| one.id);
        let rows = project::Entity::find().filter(project::Column::Id.is_in(ids)).all(self.reader()).await?;
        let mut rows: HashMap<Id, Project> = rows.into_iter().map(|row| (row.id, row)).collect();
        let items = cut.items.iter().filter_map(|one| rows.remove(&one.id)).collect();
        Ok(Page { items, next: cut.next, total: cut.total })
    }

    /// Also of a project that was taken out of sight.
    pub async fn data_facts(&self, project: Id) -> Result<DataFacts> {
        let query = format!(
            "SELECT COALESCE(d.pictures, 0) AS pictures, COALESCE(d.labelled, 0) AS labelled, COALESCE(d.bytes, 0) AS bytes,
                {CHANGED} AS changed_at, {VERSION} AS version
             FROM projects p LEFT JOIN data_facts d ON d.project_id = p.id WHERE p.id = ?"
        );
        let row: Option<FactsRow> = sql::one(self.reader(), query, [project.into()]).await?;
        let row = row.ok_or(StoreError::NotFound { what: "project" })?;
        let query = "SELECT id FROM pictures WHERE project_id = ? AND deleted_at IS NULL
            ORDER BY added_at DESC, id DESC LIMIT ?";
        let newest = sql::rows(self.reader(), query, [project.into(), COVER.into()]).await?;
        let mut cover: Vec<Id> = Vec::with_capacity(newest.len());
        for row in &newest {
            cover.push(row.try_get("", "id")?);
        }
        Ok(DataFacts {
            pictures: row.pictures,
            labelled: row.labelled,
            bytes: row.bytes,
            changed_at: row.changed_at,
            version: row.version,
            cover,
        })
    }
}

/// Of a project `p`.
fn tests(filter: &ProjectFilter) -> (String, Vec<Sql>) {
    let (mut tests, mut values) = (String::from("p.deleted_at IS NULL"), Vec::new());
    if let Some(name) = filter.name.as_deref().filter(|n| !n.is_empty()) {
        tests += " AND instr(lower(p.name), lower(?)) > 0";
        values.push(name.into());
    }
    if let Some(user) = filter.made_by {
        tests += " AND p.created_by = ?";
        values.push(user.into());
    }
    if let Some(user) = filter.not_made_by {
        tests += " AND p.created_by IS NOT ?";
        values.push(user.into());
    }
    if let Some(public) = filter.public {
        tests += " AND p.public = ?";
        values.push(public.into());
    }
    if let Some(user) = filter.seen_by {
        tests += " AND (p.public = 1 OR EXISTS (SELECT 1 FROM project_managers m WHERE m.project_id = p.id AND m.user_id = ?))";
        values.push(user.into());
    }
    (tests, values)
}
