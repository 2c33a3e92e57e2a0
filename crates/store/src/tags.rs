//! Words that people put to pictures, to find them again.

use crate::audit::Entry;
use crate::edits::{EditKind, EditWhat, Edited, NewEdit, make_edit};
use crate::pictures::{PictureFilter, filtered};
use crate::projects::find_project;
use crate::{Id, Result, Store, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::json;
use std::collections::HashMap;

/// A tag and how many pictures have it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct TagCount {
    pub name: String,
    pub pictures: i64,
}

/// Somebody who said something of pictures, and of how many.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct SaidBy {
    pub id: Id,
    pub name: String,
    pub pictures: i64,
}

impl Store {
    /// Tags of a project that some picture has, by name.
    pub async fn tags(&self, project: Id) -> Result<Vec<TagCount>> {
        find_project(self.reader(), project).await?;
        let query = "SELECT t.name, count(*) AS pictures FROM tags t JOIN picture_tags x ON x.tag = t.number
            JOIN pictures p ON p.id = x.picture_id AND p.deleted_at IS NULL
            WHERE t.project_id = ? GROUP BY t.number ORDER BY t.name";
        sql::all(self.reader(), query, [project.into()]).await
    }

    /// Who said last what is said of a project's pictures; most first.
    pub async fn said_by(&self, project: Id) -> Result<Vec<SaidBy>> {
        find_project(self.reader(), project).await?;
        let query = "SELECT u.id, u.name, p.pictures FROM
            (SELECT updated_by, count(*) AS pictures FROM pictures
                WHERE project_id = ? AND deleted_at IS NULL AND verdict IS NOT NULL GROUP BY updated_by) p
            JOIN users u ON u.id = p.updated_by ORDER BY p.pictures DESC, u.name LIMIT 100";
        sql::all(self.reader(), query, [project.into()]).await
    }

    /// Puts words to pictures and takes others away. A picture's revision stays: it says nothing else than before.
    pub async fn tag_pictures(
        &self,
        project: Id,
        chosen: &PictureFilter,
        add: &[String],
        remove: &[String],
    ) -> Result<Edited> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let what = EditWhat { added: add.to_vec(), removed: remove.to_vec(), ..EditWhat::default() };
        let new = NewEdit { project, kind: EditKind::Tag, what: &what, regions: false, by: self.actor_id() };
        let mut made = make_edit(&change, new, filtered(project, chosen)).await?;
        let edit = made.number;
        for name in add {
            let tag = tag_number(&change, project, name).await?;
            let note = "INSERT INTO edit_tags (edit, picture_id, tag, added)
                SELECT e.edit, e.picture_id, ?2, 1 FROM edit_pictures e WHERE e.edit = ?1
                AND NOT EXISTS (SELECT 1 FROM picture_tags x WHERE x.tag = ?2 AND x.picture_id = e.picture_id)";
            sql::run(&change, note, [edit.into(), tag.into()]).await?;
            let put = "INSERT INTO picture_tags (tag, picture_id)
                SELECT tag, picture_id FROM edit_tags WHERE edit = ? AND tag = ?";
            sql::run(&change, put, [edit.into(), tag.into()]).await?;
        }
        for name in remove {
            let note = "INSERT OR IGNORE INTO edit_tags (edit, picture_id, tag, added)
                SELECT e.edit, e.picture_id, x.tag, 0 FROM edit_pictures e JOIN picture_tags x ON x.picture_id = e.picture_id
                JOIN tags t ON t.number = x.tag WHERE e.edit = ? AND t.project_id = ? AND t.name = ?";
            sql::run(&change, note, [edit.into(), project.into(), name.clone().into()]).await?;
        }
        let away = "DELETE FROM picture_tags WHERE (tag, picture_id) IN
            (SELECT tag, picture_id FROM edit_tags WHERE edit = ? AND added = 0)";
        sql::run(&change, away, [edit.into()]).await?;
        let same = "DELETE FROM edit_pictures WHERE edit = ?1
            AND picture_id NOT IN (SELECT picture_id FROM edit_tags WHERE edit = ?1)";
        sql::run(&change, same, [edit.into()]).await?;
        made.recount(&change).await?;
        self.keep_edit(change, made, Entry::new("picture.tag"), json!({"added": add, "removed": remove}))
            .await
    }

    /// Words that a running import puts to pictures, which keep those that they have. Returns how many pictures it changed.
    pub async fn tags_found(&self, import: Id, found: &[(Id, Vec<String>)]) -> Result<u64> {
        let mut all = 0;
        for some in found.chunks(200) {
            let change = self.begin().await?;
            let project = crate::imports::running(&change, import).await?.project_id;
            let mut changed = Vec::new();
            for (picture, names) in some {
                let mut any = false;
                for name in names {
                    let tag = tag_number(&change, project, name).await?;
                    let put = "INSERT OR IGNORE INTO picture_tags (tag, picture_id)
                        SELECT ?1, id FROM pictures WHERE id = ?2 AND project_id = ?3 AND deleted_at IS NULL";
                    let values = [tag.into(), (*picture).into(), project.into()];
                    any |= sql::run(&change, put, values).await? > 0;
                }
                if any {
                    changed.push(*picture);
                }
            }
            change.commit().await?;
            self.tell_pictures(project, &changed);
            all += changed.len() as u64;
        }
        Ok(all)
    }

    pub(crate) async fn tags_of(&self, ids: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
        tags_of(self.reader(), ids).await
    }
}

/// By picture, each picture's by name.
pub(crate) async fn tags_of(db: &impl ConnectionTrait, ids: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    let query = format!(
        "SELECT x.picture_id, t.name FROM picture_tags x JOIN tags t ON t.number = x.tag
        WHERE x.picture_id IN ({}) ORDER BY t.name",
        sql::marks(ids.len())
    );
    let mut found: HashMap<Id, Vec<String>> = HashMap::new();
    for row in sql::rows(db, query, ids.iter().map(|id| (*id).into())).await? {
        found.entry(row.try_get("", "picture_id")?).or_default().push(row.try_get("", "name")?);
    }
    Ok(found)
}

/// Puts words to one picture, within another change.
pub(crate) async fn put_tags(
    change: &impl ConnectionTrait,
    project: Id,
    picture: Id,
    tags: &[String],
) -> Result<()> {
    for name in tags {
        let tag = tag_number(change, project, name).await?;
        let put = "INSERT OR IGNORE INTO picture_tags (tag, picture_id) VALUES (?, ?)";
        sql::run(change, put, [tag.into(), picture.into()]).await?;
    }
    Ok(())
}

async fn tag_number(change: &impl ConnectionTrait, project: Id, name: &str) -> Result<i64> {
    let make = "INSERT OR IGNORE INTO tags (project_id, name) VALUES (?, ?)";
    sql::run(change, make, [project.into(), name.into()]).await?;
    let find = "SELECT number FROM tags WHERE project_id = ? AND name = ?";
    sql::number(change, find, [project.into(), name.into()]).await
}
