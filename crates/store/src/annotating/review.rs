//! What a reviewer does with a picture that was finished.

use super::batches::TO_LOOK_AT;
use super::mine::next_state;
use super::pieces::{COLUMNS, FROM, NewNote, PieceRow, find_piece};
use super::{find_task, held_by_another};
use crate::audit::Entry;
use crate::pictures::find_picture;
use crate::{Id, Piece, Result, Store, StoreError, now, sql};
use fovea_domain::annotating::PieceMove;
use serde_json::json;

#[derive(Debug, Clone, PartialEq)]
pub enum Review {
    Accept,
    /// The annotator sees it first, with the note.
    SendBack(NewNote),
}

impl Store {
    /// The next picture behind `after` that waits for a reviewer, from the beginning again at the end; without those that another has open
    /// and those that two have labelled.
    pub async fn next_to_review(&self, task: Id, reviewer: Id, after: Option<i64>) -> Result<Option<Piece>> {
        find_task(self.reader(), task).await?;
        let after = after.unwrap_or(-1);
        let query = format!(
            "SELECT {COLUMNS} FROM {FROM} WHERE x.task_id = ? AND x.state = 'done' AND x.twin IS NULL AND NOT {} AND {TO_LOOK_AT}
             ORDER BY x.position = ?, x.position < ?, x.position LIMIT 1",
            held_by_another("x.picture_id")
        );
        let values = [task.into(), reviewer.into(), now().into(), after.into(), after.into()];
        let row: Option<PieceRow> = sql::one(self.reader(), query, values).await?;
        Ok(self.with_pictures(row.into_iter().collect()).await?.pop())
    }

    pub async fn review_piece(&self, task: Id, position: i64, reviewer: Id, review: &Review) -> Result<()> {
        let change = self.begin().await?;
        let found = find_task(&change, task).await?;
        found.must_be_open()?;
        let piece = find_piece(&change, task, position).await?;
        let attempted = match review {
            Review::Accept => PieceMove::Accept,
            Review::SendBack(_) => PieceMove::SendBack,
        };
        let state = next_state(&piece, attempted)?;
        if piece.twin.is_some() && *review == Review::Accept {
            return Err(StoreError::WrongState { what: "piece", state: "twofold".into() });
        }
        let query = match review {
            Review::Accept => {
                "UPDATE annotation_pieces SET accepted_at = ?3, reviewed_by = ?4 WHERE task_id = ?1 AND position = ?2"
            }
            Review::SendBack(_) => {
                "UPDATE annotation_pieces SET accepted_at = NULL, done_at = NULL, sent_back_at = ?3,
                    sent_back = sent_back + 1, reviewed_by = ?4,
                    faulty = coalesce(sampled AND batch_id IN (SELECT id FROM annotation_batches WHERE ended_at IS NULL), 0)
                    WHERE task_id = ?1 AND position = ?2"
            }
        };
        let at = now();
        sql::run(&change, query, [task.into(), position.into(), at.into(), reviewer.into()]).await?;
        if let Review::SendBack(NewNote { text, place }) = review {
            let query = "INSERT INTO annotation_notes (id, task_id, position, user_id, at, x, y, text)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
            let (x, y) = (place.map(|p| p.0), place.map(|p| p.1));
            let values = [
                Id::new().into(),
                task.into(),
                position.into(),
                reviewer.into(),
                at.into(),
                x.into(),
                y.into(),
                text.clone().into(),
            ];
            sql::run(&change, query, values).await?;
        }
        let picture = find_picture(&change, piece.picture_id).await?;
        let note = match review {
            Review::Accept => None,
            Review::SendBack(note) => Some(&note.text),
        };
        let told = json!({"task": task, "state": state.name(), "annotator": piece.user_id, "note": note});
        let entry = Entry::new("annotation.review").kind("picture").on(picture.id, picture.name);
        self.note(&change, entry.project(found.project_id).after(told)).await?;
        let mut people = self.settle_batch(&change, task, reviewer).await?;
        change.commit().await?;
        people.extend(piece.user_id.filter(|id| !people.contains(id)));
        self.tell_task(task, found.project_id, &people).await;
        Ok(())
    }
}
