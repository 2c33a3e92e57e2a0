use super::Version;
use crate::entities::version;
use crate::page::keyset;
use crate::projects::find_project;
use crate::{Cursor, Id, Key, Page, PageRequest, Result, Store};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// What is `None` does not matter.
#[derive(Debug, Clone, Default)]
pub struct VersionFilter {
    /// Part of the note or of a tag, or the number, also as `v3`
    pub q: Option<String>,
    pub published: Option<bool>,
    /// One of its tags, as it is written
    pub tag: Option<String>,
    /// A task that its labels can teach
    pub task: Option<String>,
    pub scene: Option<String>,
    /// How labels of an import were laid out by which some of its pictures came
    pub format: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VersionSort {
    #[default]
    Number,
    Note,
    Pictures,
    Labelled,
    Bytes,
    PublishedAt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionOrder {
    pub sort: VersionSort,
    pub descending: bool,
}

impl Default for VersionOrder {
    /// The newest first.
    fn default() -> VersionOrder {
        VersionOrder { sort: VersionSort::Number, descending: true }
    }
}

impl VersionSort {
    fn column(self) -> version::Column {
        match self {
            VersionSort::Number => version::Column::Number,
            VersionSort::Note => version::Column::Note,
            VersionSort::Pictures => version::Column::Pictures,
            VersionSort::Labelled => version::Column::Labelled,
            VersionSort::Bytes => version::Column::Bytes,
            VersionSort::PublishedAt => version::Column::PublishedAt,
        }
    }

    fn key(self, version: &Version) -> Key {
        match self {
            VersionSort::Number => Key::Number(version.number.into()),
            VersionSort::Note => Key::Text(version.note.clone()),
            VersionSort::Pictures => Key::Number(version.pictures),
            VersionSort::Labelled => Key::Number(version.labelled),
            VersionSort::Bytes => Key::Number(version.bytes),
            VersionSort::PublishedAt => Key::Number(version.published_at.unwrap_or_default()),
        }
    }
}

impl Store {
    pub async fn versions(
        &self,
        project: Id,
        filter: &VersionFilter,
        order: VersionOrder,
        page: &PageRequest,
    ) -> Result<Page<Version>> {
        find_project(self.reader(), project).await?;
        let mut all = super::of_people(project);
        if let Some(q) = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
            // Tags are text of a list; what stands around them is in no tag.
            let said = "(instr(lower(note), lower(?)) > 0 OR number = ? OR EXISTS
                (SELECT 1 FROM json_each(tags) t WHERE instr(lower(t.value), lower(?)) > 0))";
            let number = q.trim_start_matches(['v', 'V']).parse().unwrap_or(-1_i64);
            all = all.filter(Expr::cust_with_values::<_, sea_orm::Value, _>(
                said,
                [q.into(), number.into(), q.into()],
            ));
        }
        if let Some(tag) = &filter.tag {
            let tagged = "EXISTS (SELECT 1 FROM json_each(tags) t WHERE t.value = ?)";
            all = all.filter(Expr::cust_with_values(tagged, [tag.as_str()]));
        }
        if let Some(task) = &filter.task {
            let fits = "EXISTS (SELECT 1 FROM json_each(tasks) t WHERE t.value = ?)";
            all = all.filter(Expr::cust_with_values(fits, [task.as_str()]));
        }
        if let Some(scene) = &filter.scene {
            all = all.filter(version::Column::Scene.eq(scene.as_str()));
        }
        if let Some(format) = &filter.format {
            let came =
                "EXISTS (SELECT 1 FROM json_each(origins) o WHERE json_extract(o.value, '$.format') = ?)";
            all = all.filter(Expr::cust_with_values(came, [format.as_str()]));
        }
        // Sorted by it, those that have none are in no place.
        let published = match order.sort {
            VersionSort::PublishedAt => Some(true),
            _ => filter.published,
        };
        if let Some(published) = published {
            let at = version::Column::PublishedAt;
            all = all.filter(if published { at.is_not_null() } else { at.is_null() });
        }
        let total = all.clone().count(self.reader()).await?;
        let way = if order.descending { Order::Desc } else { Order::Asc };
        let rows = keyset(all, order.sort.column(), version::Column::Id, way, page);
        let rows = rows.all(self.reader()).await?;
        Ok(Page::cut(rows, page.limit, total, |v| Cursor { key: order.sort.key(v), id: v.id }))
    }

    /// The one that is proposed for training: published last.
    pub async fn published_version(&self, project: Id) -> Result<Option<Version>> {
        find_project(self.reader(), project).await?;
        Ok(version::Entity::find()
            .filter(version::Column::ProjectId.eq(project))
            .filter(version::Column::PublishedAt.is_not_null())
            .order_by_desc(version::Column::PublishedAt)
            .order_by_desc(version::Column::Id)
            .limit(1)
            .one(self.reader())
            .await?)
    }
}
