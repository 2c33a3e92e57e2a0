//! What is different between two versions of a project. Pictures are the same where their contents are.

use super::VersionPicture;
use crate::entities::version_picture;
use crate::{Cursor, Id, Key, Page, PageRequest, Result, Store, sql};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};
use std::collections::HashMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DifferenceKind {
    /// Only in the second version.
    Added,
    /// Only in the first.
    Removed,
    /// Labelled in the second version alone.
    LabelAdded,
    LabelRemoved,
    LabelChanged,
    /// The label is the same, and it goes into another part.
    Moved,
}

/// A picture that is not the same in both: as it was, and as it is.
#[derive(Debug, Clone)]
pub struct Difference {
    pub before: Option<VersionPicture>,
    pub after: Option<VersionPicture>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct DifferenceCounts {
    pub added: i64,
    pub removed: i64,
    pub label_added: i64,
    pub label_removed: i64,
    pub label_changed: i64,
    pub moved: i64,
    /// In both, and the same.
    pub same: i64,
}

impl DifferenceKind {
    pub const ALL: [DifferenceKind; 6] = [
        DifferenceKind::Added,
        DifferenceKind::Removed,
        DifferenceKind::LabelAdded,
        DifferenceKind::LabelRemoved,
        DifferenceKind::LabelChanged,
        DifferenceKind::Moved,
    ];

    /// Whether a picture of both, `a` before and `b` after, is of the kind; no two hold at once.
    fn holds(self) -> &'static str {
        match self {
            DifferenceKind::Added | DifferenceKind::Removed => "0",
            DifferenceKind::LabelAdded => "(a.verdict IS NULL AND b.verdict IS NOT NULL)",
            DifferenceKind::LabelRemoved => "(a.verdict IS NOT NULL AND b.verdict IS NULL)",
            DifferenceKind::LabelChanged => {
                "((a.verdict IS NULL) = (b.verdict IS NULL) AND (a.verdict IS NOT b.verdict
                OR a.class_id IS NOT b.class_id OR a.regions <> b.regions))"
            }
            DifferenceKind::Moved => {
                "(a.verdict IS b.verdict AND a.class_id IS b.class_id AND a.regions = b.regions
                AND (a.held_back <> b.held_back OR a.validation <> b.validation))"
            }
        }
    }
}

/// Pictures of one version that the other does not have.
const ONLY: &str = "FROM version_pictures x WHERE x.version_id = ? AND NOT EXISTS
    (SELECT 1 FROM version_pictures y WHERE y.version_id = ? AND y.hash = x.hash)";
const BOTH: &str = "FROM version_pictures b JOIN version_pictures a ON a.version_id = ? AND a.hash = b.hash
    WHERE b.version_id = ?";

impl Store {
    /// From the first version to the second.
    pub async fn difference_counts(&self, before: Id, after: Id) -> Result<DifferenceCounts> {
        let sum = |kind: DifferenceKind| format!("coalesce(sum({}), 0)", kind.holds());
        let [added, changed, moved] =
            [DifferenceKind::LabelAdded, DifferenceKind::LabelChanged, DifferenceKind::Moved].map(sum);
        let removed = sum(DifferenceKind::LabelRemoved);
        let query = format!(
            "SELECT (SELECT count(*) {ONLY}) AS added, (SELECT count(*) {ONLY}) AS removed, {added} AS label_added,
            {removed} AS label_removed, {changed} AS label_changed, {moved} AS moved, count(*) AS same {BOTH}"
        );
        let values = [after, before, before, after, before, after].map(Into::into);
        let mut counts: DifferenceCounts = sql::one(self.reader(), query, values).await?.unwrap_or_default();
        let other = counts.label_added + counts.label_removed + counts.label_changed + counts.moved;
        counts.same -= other;
        Ok(counts)
    }

    /// A part of them, in the order of the second version, or of the first where the second lacks them.
    pub async fn differences(
        &self,
        (before, after): (Id, Id),
        kind: DifferenceKind,
        page: &PageRequest,
    ) -> Result<Page<Difference>> {
        let (column, from, values) = match kind {
            DifferenceKind::Added => ("x.position", ONLY.to_string(), [after, before]),
            DifferenceKind::Removed => ("x.position", ONLY.to_string(), [before, after]),
            _ => ("b.position", format!("{BOTH} AND {}", kind.holds()), [before, after]),
        };
        let total =
            sql::number(self.reader(), format!("SELECT count(*) {from}"), values.map(Into::into)).await?;
        let behind = match &page.cursor {
            Some(Cursor { key: Key::Number(position), .. }) => *position,
            _ => -1,
        };
        let query = format!("SELECT {column} AS position {from} AND {column} > ? ORDER BY {column} LIMIT ?");
        let mut all: Vec<sea_orm::Value> = values.map(Into::into).into();
        all.extend([behind.into(), (page.limit + 1).into()]);
        let rows = sql::rows(self.reader(), query, all).await?;
        let positions =
            rows.iter().map(|r| r.try_get("", "position")).collect::<std::result::Result<Vec<i32>, _>>()?;
        let own = if kind == DifferenceKind::Removed { before } else { after };
        let cut = Page::cut(positions, page.limit, total.unsigned_abs(), |position| Cursor {
            key: Key::Number((*position).into()),
            id: own,
        });
        let items = self.pairs((before, after), kind, &cut.items).await?;
        Ok(Page { items, next: cut.next, total: cut.total })
    }

    async fn pairs(
        &self,
        (before, after): (Id, Id),
        kind: DifferenceKind,
        positions: &[i32],
    ) -> Result<Vec<Difference>> {
        use version_picture::Column::{Hash, Position, VersionId};
        let own = if kind == DifferenceKind::Removed { before } else { after };
        let rows = version_picture::Entity::find()
            .filter(VersionId.eq(own))
            .filter(Position.is_in(positions.iter().copied()));
        let mut rows = rows.all(self.reader()).await?;
        rows.sort_by_key(|row| row.position);
        Ok(match kind {
            DifferenceKind::Added => {
                rows.into_iter().map(|row| Difference { before: None, after: Some(row) }).collect()
            }
            DifferenceKind::Removed => {
                rows.into_iter().map(|row| Difference { before: Some(row), after: None }).collect()
            }
            _ => {
                let hashes = rows.iter().map(|row| row.hash.clone());
                let old =
                    version_picture::Entity::find().filter(VersionId.eq(before)).filter(Hash.is_in(hashes));
                let old = old.all(self.reader()).await?;
                let mut old: HashMap<String, VersionPicture> =
                    old.into_iter().map(|row| (row.hash.clone(), row)).collect();
                rows.into_iter()
                    .map(|row| Difference { before: old.remove(&row.hash), after: Some(row) })
                    .collect()
            }
        })
    }
}
