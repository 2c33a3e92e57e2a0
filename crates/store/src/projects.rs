use crate::audit::Entry;
use crate::classes::{good_class, insert_class};
use crate::entities::{class, job, project};
use crate::label_sets::add;
use crate::{Class, Id, Moment, Result, Store, StoreError, Topic, fold, now, sql};
use fovea_domain::label_set::SetClass;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

pub type Project = project::Model;

#[derive(Debug, Clone)]
pub struct NewProject {
    pub name: String,
    pub product: String,
    pub scene: String,
    pub good_name: String,
    pub good_colour: String,
    pub note: String,
    /// Names and colours of the defects.
    pub classes: Vec<(String, String)>,
    pub created_by: Id,
}

/// What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ProjectChange {
    pub name: Option<String>,
    pub product: Option<String>,
    pub scene: Option<String>,
    pub good_name: Option<String>,
    pub note: Option<String>,
    pub public: Option<bool>,
}

impl Store {
    pub async fn create_project(&self, new: NewProject) -> Result<Project> {
        self.create_project_with(new, &[]).await
    }

    /// With the classes of a label set before its own.
    pub async fn create_project_with(&self, new: NewProject, set: &[SetClass]) -> Result<Project> {
        let (id, at) = (Id::new(), now());
        let row = project::ActiveModel {
            id: Set(id),
            name: Set(new.name),
            product: Set(new.product),
            scene: Set(new.scene),
            good_name: Set(new.good_name.clone()),
            note: Set(new.note),
            revision: Set(1),
            created_by: Set(Some(new.created_by)),
            created_at: Set(at),
            updated_at: Set(at),
            deleted_at: Set(None),
            split: Set(None),
            public: Set(false),
        };
        let change = self.begin().await?;
        let made = row.insert(&change).await.map_err(StoreError::taken("project"))?;
        insert_class(&change, id, &new.good_name, &new.good_colour, true, 0).await?;
        for class in set {
            add(&change, id, class).await?;
        }
        let behind = i32::try_from(set.len()).unwrap_or(i32::MAX - 1).saturating_add(1);
        for (position, (name, colour)) in (behind..).zip(&new.classes) {
            insert_class(&change, id, name, colour, false, position).await?;
        }
        self.note(&change, Entry::new("project.create").on(id, &made.name).project(id).after(told(&made)))
            .await?;
        change.commit().await?;
        self.events().tell(Topic::Project, id, Some(id));
        Ok(made)
    }

    pub async fn project(&self, id: Id) -> Result<Project> {
        find_project(self.reader(), id).await
    }

    /// Whatever the case and width of its name.
    pub async fn project_by_name(&self, name: &str) -> Result<Option<Project>> {
        let all =
            project::Entity::find().filter(project::Column::DeletedAt.is_null()).all(self.reader()).await?;
        Ok(all.into_iter().find(|p| fold(&p.name) == fold(name)))
    }

    /// Whether there is one that everybody may look at.
    pub async fn any_public_project(&self) -> Result<bool> {
        let query = "SELECT EXISTS (SELECT 1 FROM projects WHERE public = 1 AND deleted_at IS NULL)";
        Ok(sql::number(self.reader(), query, []).await? == 1)
    }

    /// Whether everybody may look at this one; not where there is none.
    pub async fn is_public_project(&self, id: Id) -> Result<bool> {
        let query =
            "SELECT EXISTS (SELECT 1 FROM projects WHERE id = ? AND public = 1 AND deleted_at IS NULL)";
        Ok(sql::number(self.reader(), query, [id.into()]).await? == 1)
    }

    /// Those that this user made.
    pub async fn projects_made_by(&self, user: Id) -> Result<Vec<Id>> {
        let own = project::Entity::find()
            .filter(project::Column::CreatedBy.eq(user))
            .filter(project::Column::DeletedAt.is_null());
        Ok(own.select_only().column(project::Column::Id).into_tuple().all(self.reader()).await?)
    }

    /// In the order in which they are shown.
    pub async fn classes(&self, project: Id) -> Result<Vec<Class>> {
        classes_of(self.reader(), project).await
    }

    /// Refused where the project is no longer at this revision.
    pub async fn change_project(&self, id: Id, revision: i64, wanted: ProjectChange) -> Result<Project> {
        let change = self.begin().await?;
        let found = find_project(&change, id).await?;
        if found.revision != revision {
            return Err(StoreError::Stale { what: "project" });
        }
        let before = told(&found);
        if let Some(name) = &wanted.good_name {
            let mut good = good_class(&change, id).await?.into_active_model();
            good.name = Set(name.clone());
            good.update(&change).await.map_err(StoreError::taken("class"))?;
        }
        let mut row = found.clone().into_active_model();
        row.name = Set(wanted.name.unwrap_or(found.name));
        row.product = Set(wanted.product.unwrap_or(found.product));
        row.scene = Set(wanted.scene.unwrap_or(found.scene));
        row.good_name = Set(wanted.good_name.unwrap_or(found.good_name));
        row.note = Set(wanted.note.unwrap_or(found.note));
        row.public = Set(wanted.public.unwrap_or(found.public));
        row.revision = Set(revision + 1);
        row.updated_at = Set(now());
        let changed = row.update(&change).await.map_err(StoreError::taken("project"))?;
        let entry = Entry::new("project.change").on(id, &changed.name).project(id);
        self.note(&change, entry.changed(before, told(&changed))).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, id, Some(id));
        Ok(changed)
    }

    /// Takes the project out of sight; for a while it can be brought back. Refused while a job of it runs.
    pub async fn delete_project(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = find_project(&change, id).await?;
        self.end_imports_of(&change, id).await?;
        self.end_exports_of(&change, id).await?;
        let running = job::Entity::find()
            .filter(job::Column::ProjectId.eq(id))
            .filter(job::Column::State.is_not_in(["succeeded", "failed", "stopped"]));
        if running.count(&change).await? > 0 {
            return Err(StoreError::InUse { what: "project" });
        }
        let name = found.name.clone();
        let mut row = found.into_active_model();
        row.deleted_at = Set(Some(now()));
        row.update(&change).await?;
        self.note(&change, Entry::new("project.delete").on(id, name).project(id)).await?;
        change.commit().await?;
        self.events().tell(Topic::Project, id, Some(id));
        Ok(())
    }
}

/// What the audit tells of a project.
fn told(project: &Project) -> serde_json::Value {
    serde_json::json!({"name": project.name, "product": project.product, "scene": project.scene,
        "good_name": project.good_name, "note": project.note, "public": project.public})
}

/// A project that was taken out of sight is not found, nor is anything of it.
pub(crate) async fn find_project(db: &impl ConnectionTrait, id: Id) -> Result<Project> {
    let found = project::Entity::find_by_id(id).filter(project::Column::DeletedAt.is_null()).one(db).await?;
    found.ok_or(StoreError::NotFound { what: "project" })
}

pub(crate) async fn classes_of(db: &impl ConnectionTrait, project: Id) -> Result<Vec<Class>> {
    let all = class::Entity::find().filter(class::Column::ProjectId.eq(project));
    Ok(all.order_by_asc(class::Column::Position).order_by_asc(class::Column::Id).all(db).await?)
}

/// A project's classes are part of it: a change of one makes the project another revision.
pub(crate) async fn touch_project(db: &impl ConnectionTrait, id: Id, at: Moment) -> Result<()> {
    project::Entity::update_many()
        .col_expr(project::Column::Revision, Expr::col(project::Column::Revision).add(1))
        .col_expr(project::Column::UpdatedAt, Expr::value(at))
        .filter(project::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}
