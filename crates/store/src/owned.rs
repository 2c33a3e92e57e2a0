use crate::{Id, Result, Store, sql};

/// What belongs to a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnedKind {
    Project,
    Class,
    Edit,
    Import,
    Export,
    Picture,
    RawPicture,
    Version,
    Statistics,
    Job,
    Model,
    Service,
    Record,
    AnnotationTask,
    Recipe,
    RecipeVersion,
}

impl Store {
    /// Whose it is; `None` where there is no such thing.
    pub async fn project_of(&self, kind: OwnedKind, id: Id) -> Result<Option<Id>> {
        let (table, column) = match kind {
            OwnedKind::Project => ("projects", "id"),
            OwnedKind::Class => ("classes", "project_id"),
            OwnedKind::Edit => ("edits", "project_id"),
            OwnedKind::Import => ("imports", "project_id"),
            OwnedKind::Export => ("exports", "project_id"),
            OwnedKind::Picture => ("pictures", "project_id"),
            OwnedKind::RawPicture => ("raw_pictures", "project_id"),
            OwnedKind::Version => ("versions", "project_id"),
            OwnedKind::Statistics => ("statistics", "project_id"),
            OwnedKind::Job => ("jobs", "project_id"),
            OwnedKind::Model => ("models", "project_id"),
            OwnedKind::Service => ("services", "project_id"),
            OwnedKind::Record => ("records", "project_id"),
            OwnedKind::AnnotationTask => ("annotation_tasks", "project_id"),
            OwnedKind::Recipe => ("recipes", "project_id"),
            OwnedKind::RecipeVersion => (
                "(SELECT v.id, r.project_id FROM recipe_versions v JOIN recipes r ON r.id = v.recipe_id)",
                "project_id",
            ),
        };
        let query = format!("SELECT {column} AS id FROM {table} WHERE id = ?");
        let rows = sql::rows(self.reader(), query, [id.into()]).await?;
        Ok(rows.first().map(|r| r.try_get::<Option<Id>>("", "id")).transpose()?.flatten())
    }
}
