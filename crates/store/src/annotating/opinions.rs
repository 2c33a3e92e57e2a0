//! What each of two says of a picture that both label. It stands beside the picture and counts nowhere, until a reviewer takes it; till then
//! neither keeps the other from working.

use super::{LEASE_MS, TaskRow, find_task};
use crate::annotations::{Annotation, Label, MarkedRegion, regions_of};
use crate::audit::Entry;
use crate::edits::Making;
use crate::pictures::{PictureRow, find_picture};
use crate::projects::classes_of;
use crate::{Id, Moment, Result, Store, StoreError, now, sql};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Value as Sql};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Where nothing was kept yet.
const FIRST_REVISION: i64 = 1;

/// A piece of a pair that is somebody's work.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct OwnPiece {
    pub task_id: Id,
    pub position: i64,
    twin: i64,
    blind: bool,
    seen_at: Option<Moment>,
    user: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Opinion {
    pub label: Label,
    pub revision: i64,
    pub updated_at: Moment,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    verdict: Option<String>,
    class_id: Option<Id>,
    regions: Vec<MarkedRegion>,
}

#[derive(FromQueryResult)]
struct Row {
    label: String,
    revision: i64,
    updated_at: Moment,
}

/// The piece of a pair by which this user labels the picture apart, if it is so.
pub(crate) async fn own_piece(db: &impl ConnectionTrait, picture: Id, user: Id) -> Result<Option<OwnPiece>> {
    let query = "SELECT x.task_id, x.position, x.twin, t.blind, x.seen_at, u.name AS user FROM annotation_pieces x
        JOIN annotation_tasks t ON t.id = x.task_id AND t.closed_at IS NULL LEFT JOIN users u ON u.id = x.user_id
        WHERE x.picture_id = ? AND x.user_id = ? AND x.twin IS NOT NULL AND x.state <> 'accepted' LIMIT 1";
    sql::one(db, query, [picture.into(), user.into()]).await
}

/// What was kept of a piece, without classes that are gone.
pub(super) async fn opinion(db: &impl ConnectionTrait, task: Id, position: i64) -> Result<Option<Opinion>> {
    let query =
        "SELECT label, revision, updated_at FROM annotation_opinions WHERE task_id = ? AND position = ?";
    let Some(row) = sql::one::<Row>(db, query, [task.into(), position.into()]).await? else {
        return Ok(None);
    };
    let kept: Kept = serde_json::from_str(&row.label)
        .map_err(|e| StoreError::corrupt(format!("what one of two said: {e}")))?;
    let mut label = Label { verdict: kept.verdict, class_id: kept.class_id, regions: kept.regions };
    let used: Vec<Id> = label.class_id.into_iter().chain(label.regions.iter().map(|r| r.class_id)).collect();
    if !used.is_empty() {
        let there = classes_of(db, find_task(db, task).await?.project_id).await?;
        label.class_id = label.class_id.filter(|id| there.iter().any(|c| c.id == *id));
        label.regions.retain(|r| there.iter().any(|c| c.id == r.class_id));
    }
    Ok(Some(Opinion { label, revision: row.revision, updated_at: row.updated_at }))
}

impl OwnPiece {
    /// What this one says, or would begin with: nothing where it is blind; else what the other finished, or what is said of the picture.
    pub(super) async fn opinion(&self, db: &impl ConnectionTrait, picture: &PictureRow) -> Result<Opinion> {
        if let Some(kept) = opinion(db, self.task_id, self.position).await? {
            return Ok(kept);
        }
        let mut label = Label::default();
        if !self.blind {
            let first =
                if self.twin < self.position { opinion(db, self.task_id, self.twin).await? } else { None };
            label = match first {
                Some(first) => first.label,
                None => Label {
                    verdict: picture.verdict.clone(),
                    class_id: picture.class_id,
                    regions: regions_of(db, &[picture.id]).await?.into_iter().map(|(_, r)| r).collect(),
                },
            };
        }
        Ok(Opinion { label, revision: FIRST_REVISION, updated_at: picture.updated_at })
    }

    fn annotation(&self, picture: Id, said: Opinion) -> Annotation {
        Annotation {
            picture_id: picture,
            label: said.label,
            revision: said.revision,
            updated_at: said.updated_at,
            updated_by: self.user.clone(),
            apart: true,
        }
    }
}

impl Store {
    /// What is said of a picture, as this user works on it: their own word where two label it apart.
    pub async fn annotation_for(&self, picture: Id, user: Id) -> Result<Annotation> {
        let row = find_picture(self.reader(), picture).await?;
        match own_piece(self.reader(), picture, user).await? {
            Some(own) => Ok(own.annotation(picture, own.opinion(self.reader(), &row).await?)),
            None => self.annotation(picture).await,
        }
    }

    /// Within the change of a label: keeps it beside the picture.
    pub(crate) async fn keep_opinion(
        &self,
        change: DatabaseTransaction,
        own: &OwnPiece,
        row: &PictureRow,
        (revision, label): (i64, &Label),
        by: Id,
    ) -> Result<Annotation> {
        let before = own.opinion(&change, row).await?;
        if before.revision != revision {
            return Err(StoreError::Stale { what: "picture" });
        }
        let kept = Opinion { label: label.clone(), revision: revision + 1, updated_at: now() };
        let Label { verdict, class_id, regions } = label.clone();
        let text = serde_json::to_string(&Kept { verdict, class_id, regions })
            .map_err(|e| StoreError::corrupt(e.to_string()))?;
        let query = "INSERT INTO annotation_opinions (task_id, position, label, revision, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (task_id, position) DO UPDATE SET label = ?3, revision = ?4, updated_at = ?5";
        let values = [
            own.task_id.into(),
            own.position.into(),
            text.into(),
            kept.revision.into(),
            kept.updated_at.into(),
        ];
        sql::run(&change, query, values).await?;
        let told = |label: &Label| json!({"verdict": label.verdict, "class_id": label.class_id, "regions": label.regions.len(), "task": own.task_id});
        let entry =
            Entry::new("annotation.change").kind("picture").on(row.id, &row.name).project(row.project_id);
        self.note(&change, entry.before(told(&before.label)).after(told(label))).await?;
        change.commit().await?;
        self.tell_task(own.task_id, row.project_id, &[by]).await;
        Ok(own.annotation(row.id, kept))
    }

    /// The page that shows a piece of a pair asks again: time counts as of any other, nobody is kept out.
    pub(super) async fn stay_on_own(
        &self,
        change: DatabaseTransaction,
        own: &OwnPiece,
        (active, leaves): (bool, bool),
    ) -> Result<Moment> {
        let at = now();
        let since = own.seen_at.map_or(0, |seen| at - seen);
        let worked = if active && (0..=LEASE_MS).contains(&since) { since } else { 0 };
        let query = "UPDATE annotation_pieces SET seen_at = ?4,
                worked_ms = worked_ms + CASE WHEN state IN ('open', 'sent_back') THEN ?3 ELSE 0 END,
                taken_at = CASE WHEN taken_at IS NOT NULL THEN ?5 END
            WHERE task_id = ?1 AND position = ?2";
        let seen = (!leaves).then_some(at);
        let values = [own.task_id.into(), own.position.into(), worked.into(), seen.into(), at.into()];
        sql::run(&change, query, values).await?;
        change.commit().await?;
        self.nothing_changed();
        Ok(at + LEASE_MS)
    }
}

/// What a piece of a task says: by itself where two label the picture, else what is said of the picture.
pub(super) async fn said_by_piece(
    db: &impl ConnectionTrait,
    task: Id,
    (position, twin): (i64, Option<i64>),
    picture: &PictureRow,
) -> Result<Label> {
    if twin.is_some() {
        return Ok(opinion(db, task, position).await?.map(|o| o.label).unwrap_or_default());
    }
    let regions = regions_of(db, &[picture.id]).await?.into_iter().map(|(_, region)| region).collect();
    Ok(Label { verdict: picture.verdict.clone(), class_id: picture.class_id, regions })
}

/// Where words of a picture are kept beside its label: their name in an edit, table and column.
const WORDS: [(&str, &str, &str); 2] =
    [("said", "annotation_opinions", "label"), ("first", "annotation_pieces", "first_label")];

/// Within the edit that takes a class away: whatever is kept in JSON names the other. What it was is kept with the edit.
pub(crate) async fn rename_in_opinions(
    db: &impl ConnectionTrait,
    edit: &Making,
    from: Id,
    into: Id,
) -> Result<()> {
    let (from, into) = (from.to_string(), into.to_string());
    let tasks = "SELECT id FROM annotation_tasks WHERE project_id = ?3";
    for (what, table, column) in WORDS {
        let keep = format!(
            "INSERT INTO edit_opinions (edit, task_id, position, what, was, became)
            SELECT ?4, task_id, position, '{what}', {column}, replace({column}, ?1, ?2) FROM {table}
            WHERE instr({column}, ?1) > 0 AND task_id IN ({tasks})"
        );
        let values: [Sql; 4] =
            [from.clone().into(), into.clone().into(), edit.project.into(), edit.number.into()];
        sql::run(db, keep, values).await?;
        let query = format!(
            "UPDATE {table} SET {column} = replace({column}, ?1, ?2)
            WHERE instr({column}, ?1) > 0 AND task_id IN ({tasks})"
        );
        let values: [Sql; 3] = [from.clone().into(), into.clone().into(), edit.project.into()];
        sql::run(db, query, values).await?;
    }
    Ok(())
}

/// Takes that back, but where somebody said something else since.
pub(crate) async fn rename_back_in_opinions(db: &impl ConnectionTrait, edit: i64) -> Result<()> {
    for (what, table, column) in WORDS {
        let query = format!(
            "UPDATE {table} SET {column} = e.was FROM edit_opinions e
            WHERE e.edit = ? AND e.what = '{what}' AND e.task_id = {table}.task_id AND e.position = {table}.position
            AND {table}.{column} = e.became"
        );
        sql::run(db, query, [edit.into()]).await?;
    }
    Ok(())
}

/// Of how many pictures one of two says this class, where nothing is settled yet.
pub(crate) async fn named_apart(db: &impl ConnectionTrait, project: Id, class: Id) -> Result<u64> {
    let query = "SELECT count(DISTINCT x.picture_id) FROM annotation_opinions o
        JOIN annotation_pieces x ON x.task_id = o.task_id AND x.position = o.position AND x.state <> 'accepted'
        JOIN annotation_tasks t ON t.id = o.task_id AND t.closed_at IS NULL
        JOIN pictures p ON p.id = x.picture_id AND p.deleted_at IS NULL
        WHERE t.project_id = ? AND instr(o.label, ?) > 0";
    Ok(sql::number(db, query, [project.into(), class.to_string().into()]).await?.unsigned_abs())
}

impl TaskRow {
    /// Whether those who label a picture twice see nothing of each other.
    pub(super) fn is_blind(&self) -> bool {
        self.blind
    }
}
