//! Into which part each picture of a project goes. A picture that was placed stays where it is until the rule changes.

use crate::audit::Entry;
use crate::edits::{EditKind, EditWhat, Edited, NewEdit, make_edit};
use crate::entities::picture;
use crate::pictures::{PictureFilter, filtered};
use crate::projects::find_project;
use crate::{Id, Project, Result, Store, StoreError, Topic, now, sql};
use fovea_domain::dataset::{Part, SplitRule};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};
use serde_json::json;

/// Pictures looked at together.
const TOGETHER: u64 = 500;

/// A picture as the rule that parts them sees it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct SplitRow {
    pub id: Id,
    pub hash: String,
    pub name: String,
    pub split: Option<String>,
    pub verdict: Option<String>,
    /// Of bad ones: the class of the whole, or else of the first region.
    pub class_id: Option<Id>,
    /// What the column says that is asked for.
    pub value: Option<String>,
}

/// How many pictures of one kind are in one part.
#[derive(Debug, Clone, FromQueryResult)]
pub struct SplitCount {
    pub verdict: Option<String>,
    pub class_id: Option<Id>,
    pub split: Option<String>,
    pub pictures: i64,
}

const CLASS: &str = "CASE WHEN p.verdict = 'good' THEN NULL ELSE coalesce(p.class_id,
    (SELECT r.class_id FROM regions r WHERE r.picture_id = p.id ORDER BY r.position LIMIT 1)) END";

impl Project {
    pub fn split_rule(&self) -> Result<Option<SplitRule>> {
        let read = |text: &String| serde_json::from_str(text);
        self.split
            .as_ref()
            .map(read)
            .transpose()
            .map_err(|e| StoreError::corrupt(format!("a split's rule: {e}")))
    }
}

impl Store {
    /// `None`: pictures are in no part, and versions hold a share back. With another rule than before all are placed anew.
    pub async fn set_split(&self, project: Id, rule: Option<&SplitRule>) -> Result<()> {
        let text =
            rule.map(serde_json::to_string).transpose().map_err(|e| StoreError::corrupt(e.to_string()))?;
        let change = self.begin().await?;
        let found = find_project(&change, project).await?;
        if found.split == text {
            self.nothing_changed();
            return Ok(());
        }
        let before = found.split_rule()?;
        let update = "UPDATE projects SET split = ?, updated_at = ? WHERE id = ?";
        sql::run(&change, update, [text.into(), now().into(), project.into()]).await?;
        let clear = "UPDATE pictures SET split = NULL WHERE project_id = ? AND split IS NOT NULL";
        sql::run(&change, clear, [project.into()]).await?;
        let entry = Entry::new("split.change").kind("project").on(project, &found.name).project(project);
        self.note(&change, entry.before(json!(before)).after(json!(rule))).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(())
    }

    /// Some of a project's pictures, in the order of their ids, with what a column says of them.
    pub async fn split_rows(
        &self,
        project: Id,
        behind: Option<Id>,
        unplaced: bool,
        column: Option<&str>,
    ) -> Result<Vec<SplitRow>> {
        let only = if unplaced { "AND p.split IS NULL" } else { "" };
        let query = format!(
            "SELECT p.id, p.hash, p.name, p.split, p.verdict, {CLASS} AS class_id, c.value FROM pictures p
            LEFT JOIN picture_columns c ON c.picture_id = p.id AND c.name = ?
            WHERE p.project_id = ? AND p.deleted_at IS NULL AND p.id > ? {only} ORDER BY p.id LIMIT ?"
        );
        let behind = behind.unwrap_or_else(|| Id::from(0));
        sql::all(self.reader(), query, [column.into(), project.into(), behind.into(), TOGETHER.into()]).await
    }

    /// By kind and part; without a part those that were not placed yet.
    pub async fn split_counts(&self, project: Id) -> Result<Vec<SplitCount>> {
        find_project(self.reader(), project).await?;
        let query = format!(
            "SELECT p.verdict, {CLASS} AS class_id, p.split, count(*) AS pictures FROM pictures p
            WHERE p.project_id = ? AND p.deleted_at IS NULL GROUP BY 1, 2, 3"
        );
        sql::all(self.reader(), query, [project.into()]).await
    }

    /// What a rule says; pictures that were placed meanwhile stay where they are.
    pub async fn place_pictures(&self, project: Id, placed: &[(Id, Part)]) -> Result<()> {
        let change = self.begin().await?;
        for part in Part::ALL {
            let ids: Vec<Id> = placed.iter().filter(|(_, p)| *p == part).map(|(id, _)| *id).collect();
            for some in ids.chunks(500) {
                picture::Entity::update_many()
                    .col_expr(picture::Column::Split, Expr::value(part.name()))
                    .filter(picture::Column::ProjectId.eq(project))
                    .filter(picture::Column::Split.is_null())
                    .filter(picture::Column::Id.is_in(some.iter().copied()))
                    .exec(&change)
                    .await?;
            }
        }
        change.commit().await?;
        Ok(())
    }

    /// What somebody says, whatever the rule does.
    pub async fn move_to_part(&self, project: Id, chosen: &PictureFilter, part: Part) -> Result<Edited> {
        let change = self.begin().await?;
        find_project(&change, project).await?;
        let what = EditWhat { part: Some(part.name().into()), ..EditWhat::default() };
        let new = NewEdit { project, kind: EditKind::Move, what: &what, regions: false, by: self.actor_id() };
        let elsewhere = picture::Column::Split.is_null().or(picture::Column::Split.ne(part.name()));
        let made = make_edit(&change, new, filtered(project, chosen).filter(elsewhere)).await?;
        let update = format!("UPDATE pictures SET split = ? WHERE id IN {}", made.set());
        sql::run(&change, update, [part.name().into()]).await?;
        self.keep_edit(change, made, Entry::new("picture.move"), json!({"part": part})).await
    }
}
