//! Taking an edit back.

use super::{EditKind, EditRow, EditWhat, find_edit};
use crate::annotating::{held_by_another, rename_back_in_opinions};
use crate::audit::Entry;
use crate::classes::{find_class, put_facts, restore_class};
use crate::projects::touch_project;
use crate::proposals::settle_many;
use crate::{Id, KEPT_MS, Result, Store, StoreError, now, sql};
use sea_orm::DatabaseTransaction;
use serde_json::json;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Undone {
    pub changed: u64,
    /// Pictures that somebody changed since, or works on, or that are gone
    pub left_out: u64,
}

impl Store {
    /// Refused where it was taken back already, is too old, or a class that its labels had is gone.
    pub async fn undo_edit(&self, id: Id, by: Id) -> Result<Undone> {
        let change = self.begin().await?;
        let found = find_edit(&change, id).await?;
        if found.undone_at.is_some() || found.made_at < now() - KEPT_MS {
            return Err(refused("ended"));
        }
        let what = found.what()?;
        let kind = found.kind()?;
        let changed = match kind {
            EditKind::Delete => undelete(&change, &found).await?,
            EditKind::Label => relabel(&change, &found, by).await?,
            EditKind::Move => move_back(&change, &found, &what).await?,
            EditKind::Tag => untag(&change, &found).await?,
            EditKind::Class => unclass(&change, &found, &what, by).await?,
        };
        let mark = "UPDATE edits SET undone_at = ? WHERE number = ?";
        sql::run(&change, mark, [now().into(), found.number.into()]).await?;
        // What was before is so again, or was given up.
        for table in ["edit_pictures", "edit_regions", "edit_tags", "edit_opinions"] {
            sql::run(&change, format!("DELETE FROM {table} WHERE edit = ?"), [found.number.into()]).await?;
        }
        let left_out = found.pictures.unsigned_abs().saturating_sub(changed);
        let entry = Entry::new("edit.undo").on(found.id, kind.name()).project(found.project_id);
        self.note(
            &change,
            entry.after(json!({"kind": kind.name(), "changed": changed, "left_out": left_out})),
        )
        .await?;
        change.commit().await?;
        self.tell_edited(found.project_id, &[]);
        Ok(Undone { changed, left_out })
    }
}

fn refused(state: &str) -> StoreError {
    StoreError::WrongState { what: "edit", state: state.into() }
}

/// Those whose content came in again meanwhile stay in the bin.
async fn undelete(change: &DatabaseTransaction, edit: &EditRow) -> Result<u64> {
    let query = "UPDATE OR IGNORE pictures SET deleted_at = NULL
        WHERE deleted_at = ? AND id IN (SELECT picture_id FROM edit_pictures WHERE edit = ?)";
    sql::run(change, query, [edit.made_at.into(), edit.number.into()]).await
}

async fn move_back(change: &DatabaseTransaction, edit: &EditRow, what: &EditWhat) -> Result<u64> {
    let query = "UPDATE pictures SET split = e.split FROM edit_pictures e
        WHERE e.edit = ? AND e.picture_id = pictures.id AND pictures.split = ?";
    sql::run(change, query, [edit.number.into(), what.part.clone().into()]).await
}

async fn untag(change: &DatabaseTransaction, edit: &EditRow) -> Result<u64> {
    let back = "INSERT OR IGNORE INTO picture_tags (tag, picture_id)
        SELECT tag, picture_id FROM edit_tags WHERE edit = ? AND added = 0";
    sql::run(change, back, [edit.number.into()]).await?;
    let away = "DELETE FROM picture_tags WHERE (tag, picture_id) IN
        (SELECT tag, picture_id FROM edit_tags WHERE edit = ? AND added = 1)";
    sql::run(change, away, [edit.number.into()]).await?;
    let count = "SELECT count(*) FROM edit_pictures WHERE edit = ?";
    Ok(sql::number(change, count, [edit.number.into()]).await?.unsigned_abs())
}

/// Each picture that nobody changed since says again what it said.
async fn relabel(change: &DatabaseTransaction, edit: &EditRow, by: Id) -> Result<u64> {
    let held = held_by_another("edit_pictures.picture_id");
    let drop = format!(
        "DELETE FROM edit_pictures WHERE edit = ? AND (picture_id NOT IN
            (SELECT p.id FROM edit_pictures e JOIN pictures p ON p.id = e.picture_id AND p.revision = e.revision + 1
            WHERE e.edit = ?) OR {held})"
    );
    sql::run(change, drop, [edit.number.into(), edit.number.into(), by.into(), now().into()]).await?;
    let missing = "SELECT
        EXISTS (SELECT 1 FROM edit_pictures e WHERE e.edit = ?1 AND e.class_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM classes c WHERE c.id = e.class_id))
        OR EXISTS (SELECT 1 FROM edit_regions r JOIN edit_pictures e ON e.edit = r.edit AND e.picture_id = r.picture_id
            WHERE r.edit = ?1 AND NOT EXISTS (SELECT 1 FROM classes c WHERE c.id = r.class_id))";
    if sql::number(change, missing, [edit.number.into()]).await? != 0 {
        return Err(refused("class_gone"));
    }
    if edit.regions {
        let away =
            "DELETE FROM regions WHERE picture_id IN (SELECT picture_id FROM edit_pictures WHERE edit = ?)";
        sql::run(change, away, [edit.number.into()]).await?;
        let back = "INSERT INTO regions (picture_id, position, name, class_id, shape, attributes, grouped)
            SELECT r.picture_id, r.position, r.name, r.class_id, r.shape, r.attributes, r.grouped FROM edit_regions r
            JOIN edit_pictures e ON e.edit = r.edit AND e.picture_id = r.picture_id WHERE r.edit = ?";
        sql::run(change, back, [edit.number.into()]).await?;
    }
    let back =
        "UPDATE pictures SET verdict = e.verdict, class_id = e.class_id, region_count = e.region_count,
            revision = pictures.revision + 1, updated_at = ?, updated_by = ?
        FROM edit_pictures e WHERE e.edit = ? AND e.picture_id = pictures.id";
    let changed = sql::run(change, back, [now().into(), by.into(), edit.number.into()]).await?;
    let set = format!("(SELECT picture_id FROM edit_pictures WHERE edit = {})", edit.number);
    settle_many(change, &set, by).await?;
    Ok(changed)
}

async fn unclass(change: &DatabaseTransaction, edit: &EditRow, what: &EditWhat, by: Id) -> Result<u64> {
    let (Some(id), Some(before)) = (what.class_id, &what.before) else {
        return Err(StoreError::corrupt("an edit of no class"));
    };
    let changed = if what.step.as_deref() == Some("change") {
        let found = find_class(change, id).await.map_err(|_| refused("class_gone"))?;
        if what.after.as_ref() != Some(&found.facts()) {
            return Err(refused("class_changed"));
        }
        put_facts(change, found, before).await?;
        // Labels name their class by its id, so that none of them was changed.
        edit.pictures.unsigned_abs()
    } else {
        restore_class(change, edit.project_id, id, before).await?;
        rename_back_in_opinions(change, edit.number).await?;
        relabel(change, edit, by).await?
    };
    touch_project(change, edit.project_id, now()).await?;
    Ok(changed)
}
