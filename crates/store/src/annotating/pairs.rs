//! Pictures that two label apart from each other: how far they agree, and what a reviewer makes of it.

use super::agreement::Snapshot;
use super::find_task;
use super::opinions::{Opinion, opinion};
use super::pieces::{PieceRow, find_piece};
use crate::annotating::must_not_be_held;
use crate::annotations::{Label, MarkedRegion, write_label};
use crate::audit::Entry;
use crate::pictures::find_picture;
use crate::proposals;
use crate::{Cursor, Id, Key, Page, PageRequest, Picture, Result, Store, StoreError, now, sql};
use fovea_domain::annotating::{PieceMove, PieceState, agreement, matched};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// Places overlap from here on.
pub(super) const LEAST_OVERLAP: f32 = 0.5;
const MISSING: StoreError = StoreError::NotFound { what: "pair" };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairState {
    /// One of the two, or both, have not finished.
    Waiting,
    /// A reviewer may settle it.
    Ready,
    Settled,
}

/// What a reviewer takes for the picture's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    First,
    Second,
    /// The places of the first, and those of the second that the first has not
    Both,
}

/// What is `None` does not matter.
#[derive(Debug, Clone, Copy, Default)]
pub struct PairFilter {
    pub state: Option<PairState>,
    /// Whether the two say the same
    pub same: Option<bool>,
    /// Both of these label it, in any order.
    pub people: Option<(Id, Id)>,
}

/// One of the two.
#[derive(Debug, Clone)]
pub struct PairSide {
    pub position: i64,
    pub user_id: Option<Id>,
    /// Name of the user
    pub user: Option<String>,
    pub state: PieceState,
    /// `None`: nothing was said yet
    pub label: Option<Label>,
}

#[derive(Debug, Clone)]
pub struct Pair {
    /// Number of the first within the task
    pub position: i64,
    pub picture: Picture,
    pub sides: [PairSide; 2],
    pub state: PairState,
    pub f1: Option<f64>,
    pub overlap: Option<f64>,
    pub same: Option<bool>,
    pub taken: Option<Take>,
    /// Grows with every change of what either or the picture says.
    pub revision: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, FromQueryResult)]
pub struct PairCounts {
    pub waiting: i64,
    pub ready: i64,
    pub settled: i64,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    position: i64,
    second: i64,
    picture_id: Id,
    f1: Option<f64>,
    overlap: Option<f64>,
    same: Option<bool>,
    taken: Option<String>,
    a_user: Option<Id>,
    a_name: Option<String>,
    a_state: String,
    b_user: Option<Id>,
    b_name: Option<String>,
    b_state: String,
}

const COLUMNS: &str = "d.position, d.second, a.picture_id, d.f1, d.overlap, d.same, d.taken, a.user_id AS a_user, ua.name AS a_name,
    a.state AS a_state, b.user_id AS b_user, ub.name AS b_name, b.state AS b_state";
const FROM: &str = "annotation_pairs d
    JOIN annotation_pieces a ON a.task_id = d.task_id AND a.position = d.position
    JOIN annotation_pieces b ON b.task_id = d.task_id AND b.position = d.second
    JOIN pictures i ON i.id = a.picture_id AND i.deleted_at IS NULL
    LEFT JOIN users ua ON ua.id = a.user_id LEFT JOIN users ub ON ub.id = b.user_id";
const SETTLED: &str = "(a.state = 'accepted' AND b.state = 'accepted')";
const FINISHED: &str = "(a.state IN ('done', 'accepted') AND b.state IN ('done', 'accepted'))";

impl Take {
    pub fn name(self) -> &'static str {
        match self {
            Take::First => "first",
            Take::Second => "second",
            Take::Both => "both",
        }
    }

    fn from_name(name: &str) -> Option<Take> {
        [Take::First, Take::Second, Take::Both].into_iter().find(|t| t.name() == name)
    }
}

impl Store {
    /// In the order of their first pieces.
    pub async fn task_pairs(&self, task: Id, filter: PairFilter, page: &PageRequest) -> Result<Page<Pair>> {
        find_task(self.reader(), task).await?;
        let (mut test, mut values) = (String::from("d.task_id = ?"), vec![Sql::from(task)]);
        match filter.state {
            Some(PairState::Settled) => test.push_str(&format!(" AND {SETTLED}")),
            Some(PairState::Ready) => test.push_str(&format!(" AND {FINISHED} AND NOT {SETTLED}")),
            Some(PairState::Waiting) => test.push_str(&format!(" AND NOT {FINISHED}")),
            None => {}
        }
        if let Some(same) = filter.same {
            test.push_str(" AND d.same = ?");
            values.push(same.into());
        }
        if let Some((one, other)) = filter.people {
            test.push_str(" AND ((a.user_id = ? AND b.user_id = ?) OR (a.user_id = ? AND b.user_id = ?))");
            values.extend([one, other, other, one].map(Sql::from));
        }
        let count = format!("SELECT COUNT(*) FROM {FROM} WHERE {test}");
        let total = u64::try_from(sql::number(self.reader(), count, values.clone()).await?).unwrap_or(0);
        if let Some(Cursor { key: Key::Number(position), .. }) = page.cursor {
            test.push_str(" AND d.position > ?");
            values.push(position.into());
        }
        let query =
            format!("SELECT {COLUMNS} FROM {FROM} WHERE {test} ORDER BY d.position LIMIT {}", page.limit + 1);
        let rows: Vec<Row> = sql::all(self.reader(), query, values).await?;
        let cursor = |row: &Row| Cursor { key: Key::Number(row.position), id: row.picture_id };
        let page = Page::cut(rows, page.limit, total, cursor);
        Ok(Page { items: self.whole_pairs(task, page.items).await?, next: page.next, total: page.total })
    }

    pub async fn pair(&self, task: Id, position: i64) -> Result<Pair> {
        find_task(self.reader(), task).await?;
        let row = find_pair(self.reader(), task, position).await?;
        self.whole_pairs(task, vec![row]).await?.pop().ok_or(MISSING)
    }

    pub async fn pair_counts(&self, task: Id) -> Result<PairCounts> {
        let query = format!(
            "SELECT COALESCE(SUM(NOT {FINISHED}), 0) AS waiting, COALESCE(SUM({FINISHED} AND NOT {SETTLED}), 0) AS ready,
                COALESCE(SUM({SETTLED}), 0) AS settled FROM {FROM} WHERE d.task_id = ?"
        );
        Ok(sql::one(self.reader(), query, [task.into()]).await?.unwrap_or_default())
    }

    /// The reviewer's choice becomes the picture's label, and both pieces are accepted. Refused where anything changed since `revision`.
    pub async fn settle_pair(
        &self,
        task: Id,
        position: i64,
        revision: i64,
        take: Take,
        reviewer: Id,
    ) -> Result<()> {
        let change = self.begin().await?;
        let found = find_task(&change, task).await?;
        found.must_be_open()?;
        let row = find_pair(&change, task, position).await?;
        let pieces =
            [find_piece(&change, task, row.position).await?, find_piece(&change, task, row.second).await?];
        for piece in &pieces {
            super::mine::next_state(piece, PieceMove::Accept)?;
        }
        let picture = find_picture(&change, row.picture_id).await?;
        must_not_be_held(&change, picture.id, reviewer).await?;
        let said = [opinion(&change, task, row.position).await?, opinion(&change, task, row.second).await?];
        if revision_of(picture.revision, &said) != revision {
            return Err(StoreError::Stale { what: "pair" });
        }
        let [first, second] = said.map(|o| o.map(|o| o.label).unwrap_or_default());
        let (label, by) = match take {
            Take::First => (first, pieces[0].user_id),
            Take::Second => (second, pieces[1].user_id),
            Take::Both => (joined(first, second), Some(reviewer)),
        };
        let (id, name) = (picture.id, picture.name.clone());
        let before = json!({"verdict": picture.verdict, "class_id": picture.class_id, "regions": picture.region_count});
        let kept = write_label(&change, picture, &label, by).await?;
        proposals::settle(&change, id, &label, by).await?;
        let query = "UPDATE annotation_pieces SET accepted_at = ?4, reviewed_by = ?5 WHERE task_id = ?1 AND position IN (?2, ?3)";
        let values = [task.into(), row.position.into(), row.second.into(), now().into(), reviewer.into()];
        sql::run(&change, query, values).await?;
        let query = "UPDATE annotation_pairs SET taken = ?3 WHERE task_id = ?1 AND position = ?2";
        sql::run(&change, query, [task.into(), row.position.into(), take.name().into()]).await?;
        let people: Vec<Id> = pieces.iter().filter_map(|p| p.user_id).collect();
        let after = json!({"task": task, "take": take.name(), "annotators": people, "verdict": kept.verdict,
            "class_id": kept.class_id, "regions": kept.region_count});
        let entry = Entry::new("annotation.settle").kind("picture").on(id, name).project(found.project_id);
        self.note(&change, entry.before(before).after(after)).await?;
        change.commit().await?;
        self.tell_task(task, found.project_id, &people).await;
        self.tell_pictures(found.project_id, &[id]);
        Ok(())
    }

    async fn whole_pairs(&self, task: Id, rows: Vec<Row>) -> Result<Vec<Pair>> {
        let ids: Vec<Id> = rows.iter().map(|r| r.picture_id).collect();
        let pictures = self.pictures_named(&ids).await?;
        let mut pictures: HashMap<Id, Picture> = pictures.into_iter().map(|p| (p.row.id, p)).collect();
        let mut pairs = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(picture) = pictures.remove(&row.picture_id) else { continue };
            let said = [
                opinion(self.reader(), task, row.position).await?,
                opinion(self.reader(), task, row.second).await?,
            ];
            let revision = revision_of(picture.row.revision, &said);
            let [first, second] = said.map(|o| o.map(|o| o.label));
            let sides = [
                side(row.position, (row.a_user, row.a_name), &row.a_state, first)?,
                side(row.second, (row.b_user, row.b_name), &row.b_state, second)?,
            ];
            let finished = sides.iter().all(|s| matches!(s.state, PieceState::Done | PieceState::Accepted));
            let settled = sides.iter().all(|s| s.state == PieceState::Accepted);
            pairs.push(Pair {
                position: row.position,
                picture,
                sides,
                state: match (finished, settled) {
                    (_, true) => PairState::Settled,
                    (true, _) => PairState::Ready,
                    _ => PairState::Waiting,
                },
                f1: row.f1,
                overlap: row.overlap,
                same: row.same,
                taken: row.taken.as_deref().filter(|_| settled).and_then(Take::from_name),
                revision,
            });
        }
        Ok(pairs)
    }
}

fn side(
    position: i64,
    (user_id, user): (Option<Id>, Option<String>),
    state: &str,
    label: Option<Label>,
) -> Result<PairSide> {
    let state = PieceState::from_name(state)
        .ok_or_else(|| StoreError::corrupt(format!("the state {state:?} of a picture")))?;
    Ok(PairSide { position, user_id, user, state, label })
}

async fn find_pair(db: &impl ConnectionTrait, task: Id, position: i64) -> Result<Row> {
    let query = format!("SELECT {COLUMNS} FROM {FROM} WHERE d.task_id = ? AND d.position = ?");
    sql::one(db, query, [task.into(), position.into()]).await?.ok_or(MISSING)
}

fn revision_of(picture: i64, said: &[Option<Opinion>; 2]) -> i64 {
    picture + said.iter().flatten().map(|o| o.revision).sum::<i64>()
}

/// All that either says: where both mark the same place, as the first drew it.
fn joined(first: Label, second: Label) -> Label {
    let found = matched(&Snapshot::of(&first).look(), &Snapshot::of(&second).look(), LEAST_OVERLAP);
    let mut taken: HashSet<String> = first.regions.iter().map(|r| r.id.clone()).collect();
    let mut regions = first.regions;
    for index in found.only_second {
        let Some(region) = second.regions.get(index) else { continue };
        let id = if taken.contains(&region.id) { Id::new().to_string() } else { region.id.clone() };
        taken.insert(id.clone());
        // Groups of the two have nothing to do with each other.
        regions.push(MarkedRegion { id, group: None, ..region.clone() });
    }
    let bad = |verdict: &Option<String>| verdict.as_deref() == Some("bad");
    if bad(&first.verdict) == bad(&second.verdict) {
        let class_id = first.class_id.or(second.class_id);
        return Label { verdict: first.verdict.or(second.verdict), class_id, regions };
    }
    let class_id = if bad(&first.verdict) { first.class_id } else { second.class_id };
    Label { verdict: Some("bad".into()), class_id, regions }
}

/// Within the change that finishes a piece: how far it agrees with its twin, where that is finished, too.
pub(super) async fn compare(db: &DatabaseTransaction, task: Id, piece: &PieceRow) -> Result<()> {
    let Some(twin) = piece.twin else { return Ok(()) };
    let (first, second) = (piece.position.min(twin), piece.position.max(twin));
    let other = find_piece(db, task, twin).await?;
    if !matches!(other.state()?, PieceState::Done | PieceState::Accepted) {
        return Ok(());
    }
    let said = [opinion(db, task, first).await?, opinion(db, task, second).await?];
    let [a, b] = said.map(|o| Snapshot::of(&o.map(|o| o.label).unwrap_or_default()).look());
    let found = agreement(&a, &b, LEAST_OVERLAP);
    let same =
        a.whole == b.whole && found.same_class == found.both && found.only_first + found.only_second == 0;
    let query =
        "UPDATE annotation_pairs SET f1 = ?3, overlap = ?4, same = ?5 WHERE task_id = ?1 AND position = ?2";
    let values = [task.into(), first.into(), found.share().into(), found.overlap().into(), same.into()];
    sql::run(db, query, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_domain::Mark;

    fn label(verdict: &str, class: Option<Id>, boxes: &[(&str, f32)]) -> Label {
        let region = |(id, x): &(&str, f32)| MarkedRegion {
            id: (*id).into(),
            class_id: Id::from(7),
            shape: Mark::Box { x: *x, y: 0.0, w: 10.0, h: 10.0 },
            attributes: Default::default(),
            group: None,
        };
        Label { verdict: Some(verdict.into()), class_id: class, regions: boxes.iter().map(region).collect() }
    }

    #[test]
    fn what_both_marked_is_there_once_and_what_either_marked_stays() {
        let first = label("bad", None, &[("a", 0.0), ("b", 50.0)]);
        let second = label("bad", None, &[("a", 1.0), ("b", 100.0)]);
        let both = joined(first.clone(), second);
        let places: Vec<f32> = both.regions.iter().filter_map(|r| r.shape.bounds()).map(|b| b.x).collect();
        assert_eq!(places, [0.0, 50.0, 100.0]);
        let ids: HashSet<&str> = both.regions.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(ids.len(), 3);
        assert_eq!(joined(first.clone(), first.clone()), first);
    }

    #[test]
    fn bad_wins_over_good_and_brings_its_class() {
        let good = label("good", Some(Id::from(1)), &[]);
        let bad = label("bad", Some(Id::from(2)), &[]);
        for both in [joined(good.clone(), bad.clone()), joined(bad, good)] {
            assert_eq!((both.verdict.as_deref(), both.class_id), (Some("bad"), Some(Id::from(2))));
        }
    }
}
