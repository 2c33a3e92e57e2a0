use super::{TaskRow, find_task};
use crate::audit::Entry;
use crate::entities::picture;
use crate::pictures::filtered;
use crate::projects::find_project;
use crate::{Cursor, Id, Key, Moment, Page, PageRequest, PictureFilter, Result, Store, StoreError, now, sql};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select,
    Value as Sql,
};
use serde_json::{Value, json};

/// Rows of one statement; each has four values, and SQLite takes no more than 32,766.
const AT_ONCE: usize = 2_000;

#[derive(Debug, Clone)]
pub struct NewAnnotationTask {
    pub project: Id,
    pub name: String,
    pub instructions: String,
    pub deadline: Option<Moment>,
    /// Each takes the next; else each has their part.
    pub pool: bool,
    /// Of a pool nobody means everybody who may annotate.
    pub people: Vec<Id>,
    pub filter: PictureFilter,
    /// So many of them, by chance.
    pub sample: Option<u64>,
    /// The most useful to label next instead; where fewer are known, the rest by chance.
    pub useful: bool,
    /// Of a hundred pictures so many are labelled by two.
    pub twice: u32,
    /// The two see nothing of each other; else the second begins with what the first finished.
    pub blind: bool,
    pub created_by: Id,
}

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct TaskChange {
    pub name: Option<String>,
    pub instructions: Option<String>,
    pub deadline: Option<Option<Moment>>,
    /// A closed task is nobody's work any more; what was said of its pictures stays.
    pub closed: Option<bool>,
}

/// Pictures of a task by their state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, FromQueryResult)]
pub struct PieceCounts {
    pub open: i64,
    pub sent_back: i64,
    pub done: i64,
    pub accepted: i64,
}

impl PieceCounts {
    pub fn all(&self) -> i64 {
        self.open + self.sent_back + self.done + self.accepted
    }
}

#[derive(Debug, Clone)]
pub struct AnnotationTask {
    pub id: Id,
    pub project_id: Id,
    pub project_name: String,
    pub name: String,
    pub instructions: String,
    pub deadline: Option<Moment>,
    pub pool: bool,
    pub revision: i64,
    /// Name of the user
    pub created_by: Option<String>,
    pub created_at: Moment,
    pub closed_at: Option<Moment>,
    /// Of all of it
    pub counts: PieceCounts,
    /// Of the reader's part of it
    pub mine: PieceCounts,
    /// Pictures of the pool that nobody has taken
    pub free: i64,
    pub blind: bool,
    /// Finished ones that are looked at by themselves
    pub to_review: i64,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Id,
    project_id: Id,
    project_name: String,
    name: String,
    instructions: String,
    deadline: Option<Moment>,
    pool: bool,
    blind: bool,
    revision: i64,
    created_by: Option<String>,
    created_at: Moment,
    closed_at: Option<Moment>,
}

/// A piece that is handed over; `other` has its twin.
#[derive(Debug, FromQueryResult)]
struct Unfinished {
    position: i64,
    other: Option<Id>,
}

#[derive(Debug, FromQueryResult)]
struct CountRow {
    task_id: Id,
    state: String,
    pieces: i64,
    mine: i64,
    free: i64,
    alone: i64,
}

/// How tasks are ordered, and which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskOrder {
    /// Of a project, the newest first.
    Of(Id),
    /// Open ones of this user, the newest first.
    Mine,
}

const COLUMNS: &str =
    "t.id, t.project_id, p.name AS project_name, t.name, t.instructions, t.deadline, t.pool, t.blind,
    t.revision, u.name AS created_by, t.created_at, t.closed_at";
const FROM: &str = "annotation_tasks t JOIN projects p ON p.id = t.project_id AND p.deleted_at IS NULL
    LEFT JOIN users u ON u.id = t.created_by";
/// Whose task `t` is: `?1`.
pub(super) const IS_THEIRS: &str =
    "(EXISTS (SELECT 1 FROM annotation_task_people m WHERE m.task_id = t.id AND m.user_id = ?1)
    OR EXISTS (SELECT 1 FROM annotation_pieces x WHERE x.task_id = t.id AND x.user_id = ?1)
    OR (t.pool AND NOT EXISTS (SELECT 1 FROM annotation_task_people m WHERE m.task_id = t.id)))";
/// Pictures that are part of open work.
const AT_WORK: &str =
    "id IN (SELECT x.picture_id FROM annotation_pieces x JOIN annotation_tasks t ON t.id = x.task_id
    WHERE t.project_id = ? AND t.closed_at IS NULL AND x.state <> 'accepted')";

impl Store {
    /// How many pictures fulfil this, and how many of them are part of open work already.
    pub async fn count_to_hand_out(&self, project: Id, filter: &PictureFilter) -> Result<(u64, u64)> {
        use sea_orm::PaginatorTrait;
        find_project(self.reader(), project).await?;
        let all = filtered(project, filter);
        let found = all.clone().count(self.reader()).await?;
        let at_work = all.filter(Expr::cust_with_values(AT_WORK, [project])).count(self.reader()).await?;
        Ok((found, at_work))
    }

    /// Pictures that are part of open work already are left out. Refused where none is left.
    pub async fn create_annotation_task(&self, new: NewAnnotationTask) -> Result<Id> {
        let change = self.begin().await?;
        find_project(&change, new.project).await?;
        let pictures = chosen(&change, &new).await?;
        if pictures.is_empty() {
            return Err(StoreError::WrongState { what: "annotation task", state: "empty".into() });
        }
        let (id, at) = (Id::new(), now());
        let query = "INSERT INTO annotation_tasks (id, project_id, name, instructions, deadline, pool, blind, revision, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)";
        let values: [Sql; 9] = [
            id.into(),
            new.project.into(),
            new.name.clone().into(),
            new.instructions.clone().into(),
            new.deadline.into(),
            new.pool.into(),
            new.blind.into(),
            new.created_by.into(),
            at.into(),
        ];
        sql::run(&change, query, values).await?;
        for person in &new.people {
            let query = "INSERT INTO annotation_task_people (task_id, user_id) VALUES (?, ?)";
            sql::run(&change, query, [id.into(), (*person).into()]).await?;
        }
        insert_pieces(&change, id, &pictures, if new.pool { &[] } else { &new.people }).await?;
        let twice = insert_twins(&change, id, &pictures, &new).await?;
        let told = json!({"name": new.name, "pictures": pictures.len(), "pool": new.pool, "people": new.people,
            "deadline": new.deadline, "twice": twice, "blind": new.blind});
        let entry = Entry::new("annotation_task.create").on(id, &new.name).project(new.project);
        self.note(&change, entry.after(told)).await?;
        change.commit().await?;
        self.tell_task(id, new.project, &new.people).await;
        Ok(id)
    }

    /// As `reader` sees it.
    pub async fn annotation_task(&self, id: Id, reader: Id) -> Result<AnnotationTask> {
        let query = format!("SELECT {COLUMNS} FROM {FROM} WHERE t.id = ?");
        let row: Option<Row> = sql::one(self.reader(), query, [id.into()]).await?;
        let mut found = self.with_piece_counts(row.into_iter().collect(), reader).await?;
        found.pop().ok_or(super::MISSING)
    }

    /// Of which tasks those are, and how they look to `reader`.
    pub async fn annotation_tasks(
        &self,
        which: TaskOrder,
        reader: Id,
        page: &PageRequest,
    ) -> Result<Page<AnnotationTask>> {
        let (test, first): (&str, Sql) = match which {
            TaskOrder::Of(project) => ("t.project_id = ?1", project.into()),
            TaskOrder::Mine => (IS_THEIRS, reader.into()),
        };
        let open = if which == TaskOrder::Mine { " AND t.closed_at IS NULL" } else { "" };
        let count = format!("SELECT COUNT(*) FROM {FROM} WHERE {test}{open}");
        let total = sql::number(self.reader(), count, [first.clone()]).await?;
        let mut values = vec![first, i64::try_from(page.limit).unwrap_or(i64::MAX).saturating_add(1).into()];
        let behind = match &page.cursor {
            Some(Cursor { key: Key::Number(at), id }) => {
                values.extend([(*at).into(), (*id).into()]);
                " AND (t.created_at, t.id) < (?3, ?4)"
            }
            _ => "",
        };
        let query = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE {test}{open}{behind} ORDER BY t.created_at DESC, t.id DESC LIMIT ?2"
        );
        let rows: Vec<Row> = sql::all(self.reader(), query, values).await?;
        let total = u64::try_from(total).unwrap_or(0);
        let page =
            Page::cut(rows, page.limit, total, |t| Cursor { key: Key::Number(t.created_at), id: t.id });
        Ok(Page {
            items: self.with_piece_counts(page.items, reader).await?,
            next: page.next,
            total: page.total,
        })
    }

    /// Refused where the task is no longer at this revision.
    pub async fn change_annotation_task(&self, id: Id, revision: i64, wanted: TaskChange) -> Result<()> {
        let change = self.begin().await?;
        let found = find_task(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "annotation task" });
        }
        let before = told(&change, id).await?;
        let set = |column: &str| format!("UPDATE annotation_tasks SET {column} = ?2 WHERE id = ?1");
        if let Some(name) = wanted.name {
            sql::run(&change, set("name"), [id.into(), name.into()]).await?;
        }
        if let Some(instructions) = wanted.instructions {
            sql::run(&change, set("instructions"), [id.into(), instructions.into()]).await?;
        }
        if let Some(deadline) = wanted.deadline {
            sql::run(&change, set("deadline"), [id.into(), deadline.into()]).await?;
        }
        if let Some(closed) = wanted.closed {
            let at = closed.then(|| found.closed_at.unwrap_or_else(now));
            sql::run(&change, set("closed_at"), [id.into(), at.into()]).await?;
        }
        let query = "UPDATE annotation_tasks SET revision = revision + 1 WHERE id = ?";
        sql::run(&change, query, [id.into()]).await?;
        let after = told(&change, id).await?;
        let entry = Entry::new("annotation_task.change").on(id, &found.name).project(found.project_id);
        self.note(&change, entry.changed(before, after)).await?;
        let people = self.people_of_task(&change, id).await?;
        change.commit().await?;
        self.tell_task(id, found.project_id, &people).await;
        Ok(())
    }

    /// What one person, or nobody, has not finished goes to others in equal parts, or without others back to the pool. Returns how many.
    pub async fn hand_over(&self, id: Id, from: Option<Id>, to: &[Id]) -> Result<u64> {
        let change = self.begin().await?;
        let found = find_task(&change, id).await?;
        found.must_be_open()?;
        if to.is_empty() && !found.pool {
            return Err(StoreError::WrongState { what: "annotation task", state: "no pool".into() });
        }
        let query = "SELECT x.position, y.user_id AS other FROM annotation_pieces x
            LEFT JOIN annotation_pieces y ON y.task_id = x.task_id AND y.position = x.twin
            WHERE x.task_id = ?1 AND x.user_id IS ?2 AND x.state IN ('open', 'sent_back') ORDER BY x.position";
        let places: Vec<Unfinished> = sql::all(&change, query, [id.into(), from.into()]).await?;
        let mut moved = 0;
        for (number, place) in places.iter().enumerate() {
            let first = number * to.len() / places.len();
            // Nobody labels the same picture twice: then the next of them, and where there is none it stays.
            let whose =
                (0..to.len()).map(|n| to[(first + n) % to.len()]).find(|who| Some(*who) != place.other);
            if whose.is_none() && !to.is_empty() {
                continue;
            }
            let query = "UPDATE annotation_pieces SET user_id = ?, taken_at = NULL WHERE task_id = ? AND position = ?";
            sql::run(&change, query, [whose.into(), id.into(), place.position.into()]).await?;
            moved += 1;
        }
        for person in to {
            let query = "INSERT OR IGNORE INTO annotation_task_people (task_id, user_id) VALUES (?, ?)";
            sql::run(&change, query, [id.into(), (*person).into()]).await?;
        }
        let told = json!({"from": from, "to": to, "pictures": moved});
        let entry = Entry::new("annotation_task.hand_over").on(id, &found.name).project(found.project_id);
        self.note(&change, entry.after(told)).await?;
        change.commit().await?;
        let people: Vec<Id> = from.iter().chain(to).copied().collect();
        self.tell_task(id, found.project_id, &people).await;
        Ok(moved)
    }

    async fn people_of_task(&self, db: &impl ConnectionTrait, task: Id) -> Result<Vec<Id>> {
        let query = "SELECT user_id FROM annotation_task_people WHERE task_id = ?1
            UNION SELECT user_id FROM annotation_pieces WHERE task_id = ?1 AND user_id IS NOT NULL";
        let rows = sql::rows(db, query, [task.into()]).await?;
        Ok(rows.iter().map(|r| r.try_get("", "user_id")).collect::<std::result::Result<_, _>>()?)
    }

    async fn with_piece_counts(&self, rows: Vec<Row>, reader: Id) -> Result<Vec<AnnotationTask>> {
        // Pictures that were taken out of the project are nobody's work.
        let query = format!(
            "SELECT x.task_id, x.state, COUNT(*) AS pieces, SUM(x.user_id IS ?1) AS mine,
                SUM(x.user_id IS NULL AND t.pool) AS free, SUM(x.twin IS NULL) AS alone
             FROM annotation_pieces x JOIN annotation_tasks t ON t.id = x.task_id
             JOIN pictures i ON i.id = x.picture_id AND i.deleted_at IS NULL
             WHERE x.task_id IN ({}) GROUP BY x.task_id, x.state",
            sql::marks_from(2, rows.len())
        );
        let values = std::iter::once(Sql::from(reader)).chain(rows.iter().map(|r| r.id.into()));
        let counts: Vec<CountRow> = sql::all(self.reader(), query, values).await?;
        let one = |row: Row| {
            let of = || counts.iter().filter(move |c| c.task_id == row.id);
            let sum =
                |state: &str, what: fn(&CountRow) -> i64| of().filter(|c| c.state == state).map(what).sum();
            let states = |what: fn(&CountRow) -> i64| PieceCounts {
                open: sum("open", what),
                sent_back: sum("sent_back", what),
                done: sum("done", what),
                accepted: sum("accepted", what),
            };
            AnnotationTask {
                counts: states(|c| c.pieces),
                mine: states(|c| c.mine),
                free: sum("open", |c| c.free),
                to_review: sum("done", |c| c.alone),
                blind: row.blind,
                id: row.id,
                project_id: row.project_id,
                project_name: row.project_name,
                name: row.name,
                instructions: row.instructions,
                deadline: row.deadline,
                pool: row.pool,
                revision: row.revision,
                created_by: row.created_by,
                created_at: row.created_at,
                closed_at: row.closed_at,
            }
        };
        Ok(rows.into_iter().map(one).collect())
    }
}

/// Pictures in the order of names, as many as were asked for.
async fn chosen(db: &DatabaseTransaction, new: &NewAnnotationTask) -> Result<Vec<Id>> {
    let free: Select<picture::Entity> = filtered(new.project, &new.filter)
        .filter(Expr::cust_with_values(format!("NOT ({AT_WORK})"), [new.project]));
    let free = free.select_only().columns([picture::Column::Name, picture::Column::Id]);
    let free = match new.sample {
        Some(most) if new.useful => free
            .order_by_asc(Expr::cust(
                "(SELECT COALESCE(a.place, 1000000) FROM (SELECT 1) LEFT JOIN picture_advice a ON a.picture_id = pictures.id)",
            ))
            .order_by_asc(Expr::cust("random()"))
            .limit(most),
        Some(most) => free.order_by_asc(Expr::cust("random()")).limit(most),
        None => free,
    };
    let mut found: Vec<(String, Id)> = free.into_tuple().all(db).await?;
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

/// Neighbours by name stay together: each person has a stretch of them.
async fn insert_pieces(db: &DatabaseTransaction, task: Id, pictures: &[Id], people: &[Id]) -> Result<()> {
    let whose = |place: usize| (!people.is_empty()).then(|| people[place * people.len() / pictures.len()]);
    let mut place = 0;
    for part in pictures.chunks(AT_ONCE) {
        let rows = vec!["(?, ?, ?, ?)"; part.len()].join(", ");
        let mut values: Vec<Sql> = Vec::with_capacity(part.len() * 4);
        for picture in part {
            let number = i64::try_from(place).map_err(|_| StoreError::corrupt("too many pictures"))?;
            values.extend([task.into(), number.into(), (*picture).into(), whose(place).into()]);
            place += 1;
        }
        let query =
            format!("INSERT INTO annotation_pieces (task_id, position, picture_id, user_id) VALUES {rows}");
        sql::run(db, query, values).await?;
    }
    Ok(())
}

/// Of some pictures, chosen by chance, a second piece behind all others, for another person. Returns how many.
async fn insert_twins(
    db: &DatabaseTransaction,
    task: Id,
    pictures: &[Id],
    new: &NewAnnotationTask,
) -> Result<usize> {
    let count = (pictures.len() * new.twice.min(100) as usize).div_ceil(100);
    let query = "SELECT position FROM (SELECT position FROM annotation_pieces WHERE task_id = ? ORDER BY random() LIMIT ?) ORDER BY position";
    let some = i64::try_from(count).unwrap_or(i64::MAX);
    let rows = sql::rows(db, query, [task.into(), some.into()]).await?;
    let firsts: Vec<i64> =
        rows.iter().map(|r| r.try_get("", "position")).collect::<std::result::Result<_, _>>()?;
    let next = i64::try_from(pictures.len()).map_err(|_| StoreError::corrupt("too many pictures"))?;
    for (number, (second, first)) in (next..).zip(&firsts).enumerate() {
        let at = usize::try_from(*first).unwrap_or(0);
        let Some(picture) = pictures.get(at) else { continue };
        let others = new.people.len().saturating_sub(1);
        // Each pair of people comes about.
        let whose = (!new.pool && others > 0).then(|| {
            let whose = at * new.people.len() / pictures.len();
            new.people[(whose + 1 + number % others) % new.people.len()]
        });
        let query = "INSERT INTO annotation_pieces (task_id, position, picture_id, user_id, twin) VALUES (?, ?, ?, ?, ?)";
        let values = [task.into(), second.into(), (*picture).into(), whose.into(), (*first).into()];
        sql::run(db, query, values).await?;
        let query = "UPDATE annotation_pieces SET twin = ? WHERE task_id = ? AND position = ?";
        sql::run(db, query, [second.into(), task.into(), (*first).into()]).await?;
        let query = "INSERT INTO annotation_pairs (task_id, position, second) VALUES (?, ?, ?)";
        sql::run(db, query, [task.into(), (*first).into(), second.into()]).await?;
    }
    Ok(firsts.len())
}

/// What the audit tells of a task.
async fn told(db: &impl ConnectionTrait, id: Id) -> Result<Value> {
    let query = "SELECT name, instructions, deadline, closed_at FROM annotation_tasks WHERE id = ?";
    let rows = sql::rows(db, query, [id.into()]).await?;
    let row = rows.first().ok_or(super::MISSING)?;
    Ok(json!({
        "name": row.try_get::<String>("", "name")?, "instructions": row.try_get::<String>("", "instructions")?,
        "deadline": row.try_get::<Option<Moment>>("", "deadline")?,
        "closed_at": row.try_get::<Option<Moment>>("", "closed_at")?,
    }))
}

impl TaskRow {
    /// Whether each takes the next.
    pub(super) fn is_pool(&self) -> bool {
        self.pool
    }
}
