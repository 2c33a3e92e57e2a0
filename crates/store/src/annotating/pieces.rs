//! Pictures of tasks, with what was noted at them.

use super::find_task;
use super::opinions::opinion;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, Picture, Result, Store, StoreError, sql};
use fovea_domain::annotating::PieceState;
use sea_orm::{ConnectionTrait, FromQueryResult, Value as Sql};
use std::collections::{BTreeSet, HashMap};

/// A word about a picture, or about a place of it in its pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct NewNote {
    pub text: String,
    pub place: Option<(f64, f64)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub id: Id,
    pub at: Moment,
    /// Name of the user
    pub by: Option<String>,
    pub text: String,
    pub place: Option<(f64, f64)>,
}

/// One picture of a task.
#[derive(Debug, Clone)]
pub struct Piece {
    pub task_id: Id,
    pub position: i64,
    pub picture: Picture,
    pub user_id: Option<Id>,
    /// Name of the user
    pub user: Option<String>,
    pub state: PieceState,
    pub worked_ms: i64,
    pub done_at: Option<Moment>,
    /// How often
    pub sent_back: i64,
    /// It went back since too many of its batch were faulty, without having been looked at.
    pub with_batch: bool,
    /// Two label it apart from each other; the picture then tells what this one says.
    pub twofold: bool,
    /// The oldest first
    pub notes: Vec<Note>,
}

/// What is `None` does not matter.
#[derive(Debug, Clone, Copy, Default)]
pub struct PieceFilter {
    pub user: Option<Id>,
    pub state: Option<PieceState>,
}

#[derive(Debug, FromQueryResult)]
pub(super) struct PieceRow {
    pub task_id: Id,
    pub position: i64,
    pub picture_id: Id,
    pub user_id: Option<Id>,
    user: Option<String>,
    state: String,
    worked_ms: i64,
    done_at: Option<Moment>,
    sent_back: i64,
    with_batch: bool,
    /// Number of the other piece of the same picture
    pub twin: Option<i64>,
}

#[derive(Debug, FromQueryResult)]
struct NoteRow {
    position: i64,
    id: Id,
    at: Moment,
    by: Option<String>,
    x: Option<f64>,
    y: Option<f64>,
    text: String,
}

impl PieceRow {
    pub(super) fn state(&self) -> Result<PieceState> {
        PieceState::from_name(&self.state)
            .ok_or_else(|| StoreError::corrupt(format!("the state {:?} of a picture", self.state)))
    }
}

macro_rules! of_pieces {
    () => {
        " JOIN pictures i ON i.id = x.picture_id AND i.deleted_at IS NULL LEFT JOIN users u ON u.id = x.user_id"
    };
}

pub(super) const COLUMNS: &str = "x.task_id, x.position, x.picture_id, x.user_id, u.name AS user, x.state, x.worked_ms, x.done_at, x.sent_back, x.twin,
    (x.state = 'sent_back' AND NOT x.faulty AND EXISTS (SELECT 1 FROM annotation_batches b
        WHERE b.id = x.batch_id AND b.accepted = 0 AND b.ended_at = x.sent_back_at)) AS with_batch";
/// Pictures that were taken out of the project are not there.
pub(super) const FROM: &str = concat!("annotation_pieces x", of_pieces!());
/// The same by the index of what is open: in its order the first that fits is the one, however many are done.
pub(super) const FROM_OPEN: &str =
    concat!("annotation_pieces x INDEXED BY annotation_pieces_by_state", of_pieces!());

pub(super) async fn find_piece(db: &impl ConnectionTrait, task: Id, position: i64) -> Result<PieceRow> {
    let query = format!("SELECT {COLUMNS} FROM {FROM} WHERE x.task_id = ? AND x.position = ?");
    let found = sql::one(db, query, [task.into(), position.into()]).await?;
    found.ok_or(StoreError::NotFound { what: "picture" })
}

impl Store {
    pub async fn piece(&self, task: Id, position: i64) -> Result<Piece> {
        find_task(self.reader(), task).await?;
        let row = find_piece(self.reader(), task, position).await?;
        self.with_pictures(vec![row]).await?.pop().ok_or(StoreError::NotFound { what: "picture" })
    }

    /// In the order in which they are worked on.
    pub async fn pieces(&self, task: Id, filter: PieceFilter, page: &PageRequest) -> Result<Page<Piece>> {
        find_task(self.reader(), task).await?;
        let mut test = String::from("x.task_id = ?");
        let mut values: Vec<Sql> = vec![task.into()];
        if let Some(user) = filter.user {
            test.push_str(" AND x.user_id = ?");
            values.push(user.into());
        }
        if let Some(state) = filter.state {
            test.push_str(" AND x.state = ?");
            values.push(state.name().into());
        }
        let total =
            sql::number(self.reader(), format!("SELECT COUNT(*) FROM {FROM} WHERE {test}"), values.clone())
                .await?;
        if let Some(Cursor { key: Key::Number(position), .. }) = page.cursor {
            test.push_str(" AND x.position > ?");
            values.push(position.into());
        }
        let query =
            format!("SELECT {COLUMNS} FROM {FROM} WHERE {test} ORDER BY x.position LIMIT {}", page.limit + 1);
        let rows: Vec<PieceRow> = sql::all(self.reader(), query, values).await?;
        let cursor = |row: &PieceRow| Cursor { key: Key::Number(row.position), id: row.picture_id };
        let page = Page::cut(rows, page.limit, u64::try_from(total).unwrap_or(0), cursor);
        Ok(Page { items: self.with_pictures(page.items).await?, next: page.next, total: page.total })
    }

    /// All of one task.
    pub(super) async fn with_pictures(&self, rows: Vec<PieceRow>) -> Result<Vec<Piece>> {
        let Some(task) = rows.first().map(|r| r.task_id) else { return Ok(Vec::new()) };
        let ids: Vec<Id> = rows.iter().map(|r| r.picture_id).collect();
        let pictures = self.pictures_named(&ids).await?;
        let pictures: HashMap<Id, Picture> = pictures.into_iter().map(|p| (p.row.id, p)).collect();
        let mut notes = self.notes_of(task, &rows).await?;
        let mut pieces = Vec::with_capacity(rows.len());
        for row in rows {
            let state = row.state()?;
            // Taken out of the project since the rows were read.
            let Some(picture) = pictures.get(&row.picture_id) else { continue };
            let mut picture = picture.clone();
            if row.twin.is_some() && state != PieceState::Accepted {
                let said =
                    opinion(self.reader(), task, row.position).await?.map(|o| o.label).unwrap_or_default();
                picture.row.verdict = said.verdict;
                picture.row.class_id = said.class_id;
                picture.row.region_count = i32::try_from(said.regions.len()).unwrap_or(i32::MAX);
                let classes = said.class_id.into_iter().chain(said.regions.iter().map(|r| r.class_id));
                picture.class_ids = classes.collect::<BTreeSet<Id>>().into_iter().collect();
            }
            pieces.push(Piece {
                task_id: row.task_id,
                position: row.position,
                picture,
                user_id: row.user_id,
                user: row.user,
                state,
                worked_ms: row.worked_ms,
                done_at: row.done_at,
                sent_back: row.sent_back,
                with_batch: row.with_batch,
                twofold: row.twin.is_some(),
                notes: notes.remove(&row.position).unwrap_or_default(),
            });
        }
        Ok(pieces)
    }

    async fn notes_of(&self, task: Id, rows: &[PieceRow]) -> Result<HashMap<i64, Vec<Note>>> {
        let query = format!(
            "SELECT n.position, n.id, n.at, u.name AS by, n.x, n.y, n.text FROM annotation_notes n
             LEFT JOIN users u ON u.id = n.user_id
             WHERE n.task_id = ? AND n.position IN ({}) ORDER BY n.position, n.id",
            sql::marks(rows.len())
        );
        let values = std::iter::once(Sql::from(task)).chain(rows.iter().map(|r| r.position.into()));
        let found: Vec<NoteRow> = sql::all(self.reader(), query, values).await?;
        let mut notes: HashMap<i64, Vec<Note>> = HashMap::new();
        for NoteRow { position, id, at, by, x, y, text } in found {
            notes.entry(position).or_default().push(Note { id, at, by, text, place: x.zip(y) });
        }
        Ok(notes)
    }
}
