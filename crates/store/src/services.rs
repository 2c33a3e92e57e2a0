//! Services: a model that answers. What runs of one is its job.

use crate::audit::Entry;
use crate::clusters::{ClusterDenied, cluster_of_new, is_member};
use crate::entities::{job, model, service};
use crate::jobs::{check_project, insert_job, live_projects};
use crate::page::keyset;
use crate::people::NamedOrder;
use crate::{
    Cursor, Id, Job, JobAsk, JobKind, NewJob, Page, PageRequest, Result, Store, StoreError, Topic, now, sql,
};
use fovea_domain::quota::DEFAULT_PRIORITY;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};
use serde_json::json;

/// A service with what is known of its job and model.
#[derive(Debug, Clone)]
pub struct Service {
    pub row: service::Model,
    pub job: Option<Job>,
    pub model_number: i32,
}

#[derive(Debug, Clone, Default)]
pub struct ServiceChange {
    pub name: Option<String>,
    pub keep: Option<String>,
    pub model_id: Option<Id>,
    pub virtual_cluster: Option<Id>,
    /// Parts that do not matter, as JSON; `Some(None)` takes them away.
    pub ignored: Option<Option<String>>,
}

const MISSING: StoreError = StoreError::NotFound { what: "service" };

impl Store {
    /// In this virtual cluster, or in the one that its maker works in.
    pub async fn create_service(
        &self,
        (project, model): (Id, Id),
        name: &str,
        keep: &str,
        cluster: Option<Id>,
    ) -> Result<Service> {
        let change = self.begin().await?;
        check_project(&change, project).await?;
        own_model(&change, project, model).await?;
        let maker = self.actor().and_then(|a| a.id);
        let cluster = cluster_of_new(&change, maker, cluster).await?;
        let row = service::ActiveModel {
            id: Set(Id::new()),
            project_id: Set(project),
            model_id: Set(model),
            name: Set(name.into()),
            keep: Set(keep.into()),
            job_id: Set(None),
            again: Set(false),
            created_at: Set(now()),
            deleted_at: Set(None),
            virtual_cluster_id: Set(Some(cluster)),
            ignored: Set(None),
        };
        let row = row.insert(&change).await?;
        let told = json!({"name": row.name, "model_id": row.model_id, "keep": row.keep});
        self.note(&change, Entry::new("service.create").on(row.id, &row.name).project(project).after(told))
            .await?;
        change.commit().await?;
        self.events().tell(Topic::Service, row.id, Some(project));
        self.with_job(row).await
    }

    pub async fn service(&self, id: Id) -> Result<Service> {
        let live = service::Column::DeletedAt.is_null();
        let found = service::Entity::find_by_id(id).filter(live).one(self.reader()).await?.ok_or(MISSING)?;
        check_project(self.reader(), found.project_id).await?;
        self.with_job(found).await
    }

    /// Also of one that was taken away.
    pub async fn service_name(&self, id: Id) -> Result<String> {
        let found = service::Entity::find_by_id(id).one(self.reader()).await?.ok_or(MISSING)?;
        Ok(found.name)
    }

    /// With `q` in their name.
    pub async fn services(
        &self,
        project: Id,
        q: Option<&str>,
        order: NamedOrder,
        page: &PageRequest,
    ) -> Result<Page<Service>> {
        check_project(self.reader(), project).await?;
        let mut all = service::Entity::find()
            .filter(service::Column::ProjectId.eq(project))
            .filter(service::Column::DeletedAt.is_null());
        if let Some(q) = q.filter(|q| !q.is_empty()) {
            all = all.filter(Expr::cust_with_values("instr(lower(name), lower(?)) > 0", [q]));
        }
        let total = all.clone().count(self.reader()).await?;
        let column = if order.by_time { service::Column::CreatedAt } else { service::Column::Name };
        let rows = keyset(all, column, service::Column::Id, order.direction(), page);
        let rows = rows.all(self.reader()).await?;
        let page = Page::cut(rows, page.limit, total, |s| Cursor {
            key: order.key(&s.name, s.created_at),
            id: s.id,
        });
        let mut items = Vec::with_capacity(page.items.len());
        for row in page.items {
            items.push(self.with_job(row).await?);
        }
        Ok(Page { items, next: page.next, total: page.total })
    }

    /// A job for the service, unless it has one that has not ended. One that is ending gets a successor.
    pub async fn start_service(&self, id: Id, owner: Option<Id>) -> Result<Service> {
        let change = self.begin().await?;
        let found = live_service(&change, id).await?;
        let current = match found.job_id {
            Some(job) => job::Entity::find_by_id(job).one(&change).await?,
            None => None,
        };
        let state = current.map(|j| j.state()).transpose()?;
        let idle = state.is_some_and(|s| !s.ended() && s != fovea_domain::JobState::Stopping);
        match state {
            Some(fovea_domain::JobState::Stopping) => {
                let mut row = found.clone().into_active_model();
                row.again = Set(true);
                row.update(&change).await?;
            }
            Some(state) if !state.ended() => {}
            _ => give_job(&change, found.clone(), owner).await?,
        }
        if idle {
            self.nothing_changed();
        } else {
            let entry = Entry::new("service.start").on(id, &found.name).project(found.project_id);
            self.note(&change, entry).await?;
        }
        change.commit().await?;
        self.events().tell(Topic::Service, id, Some(found.project_id));
        self.service(id).await
    }

    /// What [`Store::start_service`] left to be done: the next jobs of those whose last one has ended meanwhile.
    pub async fn start_again(&self) -> Result<bool> {
        let waiting = service::Entity::find()
            .filter(service::Column::Again.eq(true))
            .filter(service::Column::DeletedAt.is_null())
            .filter(service::Column::ProjectId.in_subquery(live_projects()))
            .all(self.reader())
            .await?;
        let mut any = false;
        for row in waiting {
            let change = self.begin().await?;
            let found = live_service(&change, row.id).await?;
            let last = match found.job_id {
                Some(job) => job::Entity::find_by_id(job).one(&change).await?,
                None => None,
            };
            if last.map(|j| j.state()).transpose()?.is_none_or(|s| s.ended()) {
                give_job(&change, found, None).await?;
                any = true;
            }
            change.commit().await?;
            self.events().tell(Topic::Service, row.id, Some(row.project_id));
        }
        Ok(any)
    }

    pub async fn change_service(&self, id: Id, wanted: ServiceChange) -> Result<Service> {
        let change = self.begin().await?;
        let found = live_service(&change, id).await?;
        let project = found.project_id;
        let told = |row: &service::Model| {
            json!({"name": row.name, "model_id": row.model_id, "keep": row.keep,
                "virtual_cluster_id": row.virtual_cluster_id, "ignored": row.ignored})
        };
        let before = told(&found);
        let mut row = found.into_active_model();
        if let Some(model) = wanted.model_id {
            own_model(&change, project, model).await?;
            row.model_id = Set(model);
        }
        if let Some(cluster) = wanted.virtual_cluster {
            let changer = self.actor().and_then(|a| a.id);
            row.virtual_cluster_id = Set(Some(cluster_of_new(&change, changer, Some(cluster)).await?));
        }
        if let Some(name) = wanted.name {
            row.name = Set(name);
        }
        if let Some(keep) = wanted.keep {
            row.keep = Set(keep);
        }
        if let Some(ignored) = wanted.ignored {
            row.ignored = Set(ignored);
        }
        let row = row.update(&change).await?;
        let after = told(&row);
        let entry = Entry::new("service.change").on(id, row.name).project(project);
        self.note(&change, entry.changed(before, after)).await?;
        change.commit().await?;
        self.events().tell(Topic::Service, id, Some(project));
        self.service(id).await
    }

    /// Its records stay. Its job is for the caller to stop.
    pub async fn delete_service(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let found = live_service(&change, id).await?;
        let project = found.project_id;
        let mut row = found.into_active_model();
        row.deleted_at = Set(Some(now()));
        row.again = Set(false);
        let row = row.update(&change).await?;
        self.note(&change, Entry::new("service.delete").on(id, row.name).project(project)).await?;
        change.commit().await?;
        self.events().tell(Topic::Service, id, Some(project));
        Ok(())
    }

    /// Nothing follows when its job ends.
    pub async fn rest_service(&self, id: Id) -> Result<()> {
        let change = self.begin().await?;
        let mut row = live_service(&change, id).await?.into_active_model();
        row.again = Set(false);
        let row = row.update(&change).await?;
        self.note(&change, Entry::new("service.stop").on(id, row.name).project(row.project_id)).await?;
        change.commit().await?;
        Ok(())
    }

    /// Services that use the model and have a job that has not ended.
    pub async fn services_of_model(&self, model: Id) -> Result<Vec<Service>> {
        let rows = service::Entity::find()
            .filter(service::Column::ModelId.eq(model))
            .filter(service::Column::DeletedAt.is_null())
            .all(self.reader())
            .await?;
        let mut out = Vec::new();
        for row in rows {
            let service = self.with_job(row).await?;
            let state = service.job.as_ref().map(Job::state).transpose()?;
            if state.is_some_and(|s| !s.ended()) {
                out.push(service);
            }
        }
        Ok(out)
    }

    async fn with_job(&self, row: service::Model) -> Result<Service> {
        let job = match row.job_id {
            Some(job) => job::Entity::find_by_id(job).one(self.reader()).await?,
            None => None,
        };
        let model = model::Entity::find_by_id(row.model_id).one(self.reader()).await?;
        Ok(Service { model_number: model.map_or(0, |m| m.number), job, row })
    }
}

async fn live_service(change: &DatabaseTransaction, id: Id) -> Result<service::Model> {
    let live = service::Column::DeletedAt.is_null();
    service::Entity::find_by_id(id).filter(live).one(change).await?.ok_or(MISSING)
}

/// A model of another project is none of this one's.
async fn own_model(change: &DatabaseTransaction, project: Id, model: Id) -> Result<()> {
    let own = model::Column::ProjectId.eq(project);
    let found = model::Entity::find_by_id(model).filter(own).one(change).await?;
    found.map(|_| ()).ok_or(StoreError::NotFound { what: "model" })
}

async fn give_job(change: &DatabaseTransaction, service: service::Model, owner: Option<Id>) -> Result<()> {
    let cluster = match (service.virtual_cluster_id, owner) {
        (Some(cluster), Some(owner)) if !is_member(change, cluster, owner).await? => {
            let query = "SELECT name FROM virtual_clusters WHERE id = ?";
            let rows = sql::rows(change, query, [cluster.into()]).await?;
            let cluster = rows.first().map(|r| r.try_get("", "name")).transpose()?.unwrap_or_default();
            return Err(ClusterDenied::NotMember { cluster }.into());
        }
        (cluster, _) => cluster,
    };
    let new = NewJob {
        kind: JobKind::Service,
        project_id: Some(service.project_id),
        name: service.name.clone(),
        owner,
        spec: serde_json::json!({ "service_id": service.id, "model_id": service.model_id }),
        service_id: Some(service.id),
        virtual_cluster: cluster,
        priority: DEFAULT_PRIORITY,
        ask: JobAsk::default(),
    };
    let job = insert_job(change, new).await?;
    let mut row = service.into_active_model();
    row.job_id = Set(Some(job.id));
    row.again = Set(false);
    row.update(change).await?;
    Ok(())
}
