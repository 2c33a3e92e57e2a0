//! What an annotator does: takes the next picture, finishes it. They see no other pictures than theirs.

use super::agreement::Snapshot;
use super::opinions::said_by_piece;
use super::pairs::compare;
use super::pieces::{COLUMNS, FROM, FROM_OPEN, PieceRow, find_piece};
use super::tasks::IS_THEIRS;
use super::{find_task, held_by_another};
use crate::audit::Entry;
use crate::pictures::find_picture;
use crate::{Id, Moment, Piece, Result, Store, StoreError, now, sql};
use fovea_domain::annotating::{PieceMove, PieceState, moved};
use sea_orm::Value as Sql;
use serde_json::json;

/// A picture that was taken from a pool and not touched for so long goes to the next who asks. What was given to somebody stays theirs.
const LEFT_LYING_MS: Moment = 15 * 60_000;

impl Store {
    /// Whether the task is this user's work, now or, where it is closed, before.
    pub async fn is_task_of(&self, task: Id, user: Id) -> Result<bool> {
        let query = format!("SELECT COUNT(*) FROM annotation_tasks t WHERE t.id = ?2 AND {IS_THEIRS}");
        Ok(sql::number(self.reader(), query, [user.into(), task.into()]).await? > 0)
    }

    /// What a picture is to this user by tasks that are open: `None` where it is not theirs, else whether it may still be changed.
    pub async fn picture_at_work(&self, picture: Id, user: Id) -> Result<Option<bool>> {
        let query = "SELECT MAX(x.state <> 'accepted') AS may FROM annotation_pieces x
            JOIN annotation_tasks t ON t.id = x.task_id AND t.closed_at IS NULL
            WHERE x.picture_id = ? AND x.user_id = ?";
        let rows = sql::rows(self.reader(), query, [picture.into(), user.into()]).await?;
        let found: Option<i64> = rows.first().map(|r| r.try_get("", "may")).transpose()?.flatten();
        Ok(found.map(|may| may != 0))
    }

    /// The next picture for this user: what was sent back first, then what is theirs behind `after`, then what is theirs at all, then
    /// of a pool one that is free.
    pub async fn next_piece(&self, task: Id, user: Id, after: Option<i64>) -> Result<Option<Piece>> {
        let found = find_task(self.reader(), task).await?;
        found.must_be_open()?;
        let mut row = self.next_of_mine(task, user, (after, found.is_blind())).await?;
        if row.is_none() && found.is_pool() {
            row = self.take_from_pool(task, user, found.is_blind()).await?;
        }
        self.nothing_changed();
        Ok(self.with_pictures(row.into_iter().collect()).await?.pop())
    }

    async fn next_of_mine(
        &self,
        task: Id,
        user: Id,
        (after, blind): (Option<i64>, bool),
    ) -> Result<Option<PieceRow>> {
        let after = after.unwrap_or(-1);
        // The one that one comes from is not the next, unless it is the only one.
        let query = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE x.task_id = ? AND x.user_id = ? AND x.state IN ('open', 'sent_back') AND {}
             ORDER BY x.position = ?, x.state = 'open', x.position < ?, x.position LIMIT 1",
            its_turn(blind)
        );
        sql::one(self.reader(), query, [task.into(), user.into(), after.into(), after.into()]).await
    }

    /// Never both pieces of one picture.
    async fn take_from_pool(&self, task: Id, user: Id, blind: bool) -> Result<Option<PieceRow>> {
        let change = self.begin().await?;
        let at = now();
        let mut found: Option<PieceRow> = None;
        // Apart, so that each is the first of its order.
        for left_lying in [None, Some(at - LEFT_LYING_MS)] {
            let whose = match left_lying {
                None => "x.user_id IS NULL",
                Some(_) => "x.user_id IS NOT NULL AND x.taken_at < ?",
            };
            let query = format!(
                "SELECT {COLUMNS} FROM {FROM_OPEN} WHERE x.task_id = ? AND x.state = 'open' AND {whose}
                    AND NOT {} AND {} AND NOT EXISTS
                    (SELECT 1 FROM annotation_pieces y WHERE y.task_id = x.task_id AND y.position = x.twin AND y.user_id = ?)
                 ORDER BY x.position LIMIT 1",
                held_by_another("x.picture_id"),
                its_turn(blind)
            );
            let mut values: Vec<Sql> = vec![task.into()];
            values.extend(left_lying.map(Sql::from));
            values.extend([Sql::from(user), at.into(), user.into()]);
            found = sql::one(&change, query, values).await?;
            if found.is_some() {
                break;
            }
        }
        let Some(found) = found else { return Ok(None) };
        let query =
            "UPDATE annotation_pieces SET user_id = ?, taken_at = ? WHERE task_id = ? AND position = ?";
        sql::run(&change, query, [user.into(), at.into(), task.into(), found.position.into()]).await?;
        let taken = find_piece(&change, task, found.position).await?;
        let project = find_task(&change, task).await?.project_id;
        change.commit().await?;
        self.tell_task(task, project, &[user]).await;
        Ok(Some(taken))
    }

    /// Refused where nothing is said of the picture, and where it is not this user's.
    pub async fn finish_piece(&self, task: Id, position: i64, user: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_task(&change, task).await?;
        found.must_be_open()?;
        let piece = find_piece(&change, task, position).await?;
        if piece.user_id != Some(user) {
            return Err(StoreError::NotFound { what: "picture" });
        }
        let state = next_state(&piece, PieceMove::Finish)?;
        debug_assert_eq!(state, PieceState::Done);
        let picture = find_picture(&change, piece.picture_id).await?;
        let label = said_by_piece(&change, task, (position, piece.twin), &picture).await?;
        if label.verdict.is_none() {
            return Err(StoreError::WrongState { what: "piece", state: "unsaid".into() });
        }
        let first =
            serde_json::to_string(&Snapshot::of(&label)).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let query = "UPDATE annotation_pieces SET done_at = ?3, first_done_at = coalesce(first_done_at, ?3),
                first_label = coalesce(first_label, ?4) WHERE task_id = ?1 AND position = ?2";
        sql::run(&change, query, [task.into(), position.into(), now().into(), first.into()]).await?;
        compare(&change, task, &piece).await?;
        let told = json!({"task": task, "verdict": label.verdict, "regions": label.regions.len()});
        let entry = Entry::new("annotation.finish").kind("picture").on(picture.id, picture.name);
        self.note(&change, entry.project(found.project_id).after(told)).await?;
        change.commit().await?;
        self.tell_task(task, found.project_id, &[user]).await;
        Ok(())
    }
}

/// As a condition on `x`: where the second of two sees what the first said, the first comes first.
fn its_turn(blind: bool) -> &'static str {
    match blind {
        true => "1",
        false => {
            "(x.twin IS NULL OR x.twin > x.position OR EXISTS (SELECT 1 FROM annotation_pieces z
                WHERE z.task_id = x.task_id AND z.position = x.twin AND z.first_done_at IS NOT NULL))"
        }
    }
}

/// What the rules make of it.
pub(super) fn next_state(piece: &PieceRow, attempted: PieceMove) -> Result<PieceState> {
    let state = piece.state()?;
    moved(state, attempted)
        .map_err(|e| StoreError::WrongState { what: "piece", state: e.state.name().into() })
}
