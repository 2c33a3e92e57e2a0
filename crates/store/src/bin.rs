//! The bin: pictures that were deleted stay there for a while, and versions that hold them keep them anyway.

use crate::audit::Entry;
use crate::edits::{EditKind, EditWhat, Edited, NewEdit, make_edit};
use crate::entities::picture;
use crate::page::keyset;
use crate::pictures::{Picture, PictureFilter, filtered, find_picture};
use crate::projects::find_project;
use crate::{Cursor, Id, KEPT_MS, Key, Moment, Page, PageRequest, Result, Store, StoreError, now, sql};
use sea_orm::{
    ColumnTrait, DbBackend, EntityTrait, Order, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
};
use serde_json::json;
use std::collections::HashMap;

/// Deleted for good: longer ago than anything is kept.
const LONG_AGO: Moment = 0;

/// A picture that was deleted.
#[derive(Debug, Clone)]
pub struct Binned {
    pub picture: Picture,
    pub deleted_at: Moment,
    /// Name of the user
    pub deleted_by: Option<String>,
}

/// What was done to pictures of the bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OfBin {
    pub changed: u64,
    /// Not brought back: the project has the same picture again.
    pub left_out: u64,
}

impl Store {
    /// Takes pictures out of the project, into its bin. Versions that hold them keep them.
    pub async fn delete_pictures(&self, project: Id, chosen: &PictureFilter) -> Result<Edited> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let what = EditWhat::default();
        let new =
            NewEdit { project, kind: EditKind::Delete, what: &what, regions: false, by: self.actor_id() };
        let made = make_edit(&change, new, filtered(project, chosen)).await?;
        let delete = format!("UPDATE pictures SET deleted_at = ? WHERE id IN {}", made.set());
        sql::run(&change, delete, [made.at.into()]).await?;
        self.keep_edit(change, made, Entry::new("picture.delete"), json!({})).await
    }

    /// What the bin of a project holds, the last one first.
    pub async fn bin(&self, project: Id, name: Option<String>, page: &PageRequest) -> Result<Page<Binned>> {
        find_project(self.reader(), project).await?;
        let all = filtered(project, &PictureFilter { name, ..in_bin() });
        let total = all.clone().count(self.reader()).await?;
        let rows = keyset(all, picture::Column::DeletedAt, picture::Column::Id, Order::Desc, page);
        let rows = rows.all(self.reader()).await?;
        let at = |p: &picture::Model| p.deleted_at.unwrap_or_default();
        let cut = Page::cut(rows, page.limit, total, |p| Cursor { key: Key::Number(at(p)), id: p.id });
        let mut by = self.deleted_by(&cut.items).await?;
        let found = self.with_classes(cut.items).await?;
        let items = found.into_iter().map(|picture| Binned {
            deleted_at: at(&picture.row),
            deleted_by: by.remove(&picture.row.id),
            picture,
        });
        Ok(Page { items: items.collect(), next: cut.next, total: cut.total })
    }

    /// Brings pictures back; `None`: all of the bin. Of several with one content the project has one only.
    pub async fn restore_pictures(&self, project: Id, ids: Option<&[Id]>) -> Result<OfBin> {
        self.change_bin(project, ids, None, "picture.restore").await
    }

    /// From now on they cannot be brought back. Contents of which a version speaks stay with it.
    pub async fn purge_pictures(&self, project: Id, ids: Option<&[Id]>) -> Result<OfBin> {
        self.change_bin(project, ids, Some(LONG_AGO), "picture.purge").await
    }

    async fn change_bin(
        &self,
        project: Id,
        ids: Option<&[Id]>,
        to: Option<Moment>,
        action: &'static str,
    ) -> Result<OfBin> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let chosen = PictureFilter { ids: ids.map(<[Id]>::to_vec), ..in_bin() };
        let all = filtered(project, &chosen);
        let found = all.clone().count(&change).await?;
        let inner = all.select_only().column(picture::Column::Id).build(DbBackend::Sqlite);
        let mut values = vec![to.into()];
        values.extend(inner.values.map(|v| v.0).unwrap_or_default());
        let update = format!("UPDATE OR IGNORE pictures SET deleted_at = ? WHERE id IN ({})", inner.sql);
        let changed = sql::run(&change, update, values).await?;
        if changed == 0 {
            self.nothing_changed();
            return Ok(OfBin { changed, left_out: found });
        }
        let some: Vec<&Id> = ids.unwrap_or_default().iter().take(100).collect();
        let told = json!({"pictures": changed, "ids": some, "all": ids.is_none()});
        self.note(&change, Entry::new(action).project(project).after(told)).await?;
        change.commit().await?;
        self.tell_edited(project, &[]);
        Ok(OfBin { changed, left_out: found.saturating_sub(changed) })
    }

    /// Also one in the bin, for whoever looks into it.
    pub async fn picture_or_binned(&self, id: Id) -> Result<Picture> {
        let gone = || StoreError::NotFound { what: "picture" };
        let binned = picture::Entity::find_by_id(id).filter(picture::Column::DeletedAt.gte(now() - KEPT_MS));
        let row = match binned.one(self.reader()).await? {
            Some(row) => {
                find_project(self.reader(), row.project_id).await.map_err(|_| gone())?;
                row
            }
            None => find_picture(self.reader(), id).await?,
        };
        self.with_classes(vec![row]).await?.pop().ok_or_else(gone)
    }

    async fn deleted_by(&self, rows: &[picture::Model]) -> Result<HashMap<Id, String>> {
        let query = format!(
            "SELECT p.id, u.name FROM pictures p JOIN edit_pictures x ON x.picture_id = p.id
            JOIN edits e ON e.number = x.edit AND e.kind = 'delete' AND e.made_at = p.deleted_at
            JOIN users u ON u.id = e.made_by WHERE p.id IN ({})",
            sql::marks(rows.len())
        );
        let found = sql::rows(self.reader(), query, rows.iter().map(|r| r.id.into())).await?;
        found.iter().map(|r| Ok((r.try_get("", "id")?, r.try_get("", "name")?))).collect()
    }
}

fn in_bin() -> PictureFilter {
    PictureFilter { binned_since: Some(now() - KEPT_MS), ..PictureFilter::default() }
}
