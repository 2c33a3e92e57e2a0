//! What is drawn once for a whole project, on one of its pictures: where the bead of glue belongs, where components
//! lie, what is read, what pictures are compared with.

use crate::audit::Entry;
use crate::pictures::find_picture;
use crate::projects::find_project;
use crate::{Id, Moment, Result, Store, StoreError, Topic, now, sql};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanKind {
    Bead,
    Board,
    /// What stands where, and what may stand there.
    Text,
    /// What pictures are compared with.
    Golden,
}

impl PlanKind {
    fn name(self) -> &'static str {
        match self {
            PlanKind::Bead => "bead",
            PlanKind::Board => "board",
            PlanKind::Text => "text",
            PlanKind::Golden => "golden",
        }
    }

    fn action(self) -> &'static str {
        match self {
            PlanKind::Bead => "bead.change",
            PlanKind::Board => "board.change",
            PlanKind::Text => "text.change",
            PlanKind::Golden => "golden.change",
        }
    }
}

#[derive(Debug, Clone)]
pub struct DrawnPlan<T> {
    pub picture_id: Id,
    pub plan: T,
    pub updated_at: Moment,
    /// Name of the user.
    pub updated_by: Option<String>,
}

/// A picture of a version, as a file that lies among the blobs.
#[derive(Debug, Clone, FromQueryResult)]
pub struct KeptFile {
    pub hash: String,
    pub format: String,
}

#[derive(FromQueryResult)]
struct Row {
    picture_id: Id,
    plan: String,
    updated_at: Moment,
    updated_by: Option<String>,
}

impl Store {
    /// `None` where nobody drew one, or the picture is gone.
    pub async fn scene_plan<T: DeserializeOwned>(
        &self,
        project: Id,
        kind: PlanKind,
    ) -> Result<Option<DrawnPlan<T>>> {
        find_project(self.reader(), project).await?;
        let query = "SELECT s.picture_id, s.plan, s.updated_at, u.name AS updated_by FROM scene_plans s
            JOIN pictures p ON p.id = s.picture_id AND p.deleted_at IS NULL
            LEFT JOIN users u ON u.id = s.updated_by WHERE s.project_id = ? AND s.kind = ?";
        let rows: Vec<Row> = sql::all(self.reader(), query, [project.into(), kind.name().into()]).await?;
        let one = |row: Row| {
            let plan = serde_json::from_str(&row.plan);
            let plan = plan.map_err(|e| StoreError::corrupt(format!("a plan: {e}")))?;
            let Row { picture_id, updated_at, updated_by, .. } = row;
            Ok(DrawnPlan { picture_id, plan, updated_at, updated_by })
        };
        rows.into_iter().next().map(one).transpose()
    }

    /// The picture must be of the project; the plan was checked by the caller. `told` is what the audit says of it.
    pub async fn set_scene_plan(
        &self,
        project: Id,
        (kind, picture): (PlanKind, Id),
        plan: &impl Serialize,
        told: Value,
        by: Id,
    ) -> Result<()> {
        let text = serde_json::to_string(plan).map_err(|e| StoreError::corrupt(e.to_string()))?;
        let change = self.begin().await?;
        let found = find_project(&change, project).await?;
        if find_picture(&change, picture).await?.project_id != project {
            return Err(StoreError::NotFound { what: "picture" });
        }
        let query = "INSERT INTO scene_plans (project_id, kind, picture_id, plan, updated_at, updated_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (project_id, kind) DO UPDATE
            SET picture_id = ?3, plan = ?4, updated_at = ?5, updated_by = ?6";
        let values =
            [project.into(), kind.name().into(), picture.into(), text.into(), now().into(), by.into()];
        sql::run(&change, query, values).await?;
        let entry = Entry::new(kind.action()).kind("project").on(project, &found.name).project(project);
        self.note(&change, entry.after(told)).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, project, Some(project));
        Ok(())
    }

    /// A picture as it is in a version; `None` where that has it not.
    pub async fn kept_file(&self, version: Id, picture: Id) -> Result<Option<KeptFile>> {
        let query =
            "SELECT hash, format FROM version_pictures WHERE version_id = ? AND picture_id = ? LIMIT 1";
        Ok(sql::all(self.reader(), query, [version.into(), picture.into()]).await?.into_iter().next())
    }

    /// Lays a blob into a folder under this name, with the ending of its format; returns the file's name.
    pub fn lay_file(&self, file: &KeptFile, dir: &Path, stem: &str) -> Result<String> {
        let name = format!("{stem}.{}", crate::layout::ending(&file.format));
        crate::disk::make_folder(dir)?;
        self.blobs().lay(&file.hash.parse()?, &dir.join(&name))?;
        Ok(name)
    }
}
