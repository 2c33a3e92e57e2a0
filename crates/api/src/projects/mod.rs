pub mod classes;
pub mod managers;
mod steps;
mod trash;

pub use trash::*;

use crate::app::App;
use crate::check;
use crate::dto::{Class, ClassAttribute, NewProject, Project, ProjectChange, ProjectData, Scene, ShapeKind};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, IfMatch, PathId, Query, Revised};
use crate::guard::{LookAtProject, Permit, Principal, ProjectWrite};
use crate::list::{List, page_request_in};
use crate::time::Time;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::label_set::{SetClass, class_key};
use fovea_domain::permission::Permission;
use fovea_store::{
    GOOD_COLOUR, Id, KEPT_MS, Page, ProjectFilter, ProjectOrder, ProjectSort, StepCounts, StoreError, now,
};
use serde::Deserialize;
use std::collections::HashSet;
use utoipa::{IntoParams, ToSchema};

const DAY_MS: i64 = 24 * 3600 * 1000;
/// Classes that can be told at once; more can be added later.
const MOST_NEW_CLASSES: usize = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProjectQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `name`, `product`, `owner`, `pictures`, `labelled` (its share), `bytes`, `version`, `changed_at` or `created_at`, with `-` the other
    /// way round; left out: `-created_at`
    sort: Option<String>,
    /// Part of the name
    name: Option<String>,
    /// Those that were deleted and can still be restored, the last one first; `sort` and `name` say nothing then
    deleted: Option<bool>,
    /// When the reader's day began, for the counts of today; else midnight UTC
    today: Option<Time>,
    /// Your own, those of others that you may work in, or those that everybody may look at
    #[param(inline)]
    scope: Option<ProjectScope>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProjectScope {
    Own,
    Shared,
    Public,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TodayQuery {
    /// When the reader's day began, for the counts of today; else midnight UTC
    today: Option<Time>,
}

/// Projects
///
/// Whoever may not read projects sees those that are public.
#[utoipa::path(get, path = "/projects", tag = "projects", params(ProjectQuery),
    responses((status = 200, body = List<Project>)))]
pub async fn list(
    permit: Permit<LookAtProject>,
    State(app): State<App>,
    Query(query): Query<ProjectQuery>,
) -> ApiResult<Json<List<Project>>> {
    let sort = query.sort.as_deref().unwrap_or("-created_at");
    let order = order_of(sort)?;
    let sort = if query.deleted == Some(true) { "deleted" } else { sort };
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let reads = permit.may(Permission::ProjectRead);
    let user = permit.user();
    let mut filter = ProjectFilter { name: query.name, ..ProjectFilter::default() };
    match query.scope {
        None => {}
        Some(ProjectScope::Own) => filter.made_by = Some(user),
        Some(ProjectScope::Shared) => (filter.not_made_by, filter.public) = (Some(user), Some(false)),
        Some(ProjectScope::Public) => filter.public = Some(true),
    }
    if query.deleted == Some(true) || permit.principal.project.is_some() {
        permit.principal.require(Permission::ProjectRead)?;
    }
    // Nothing else is there for them than what is public, and what they are managers of.
    if !reads && !permit.principal.cut {
        filter.seen_by = Some(user);
    } else if !reads {
        if filter.public == Some(false) {
            return Ok(Json(List::of(Page { items: Vec::new(), next: None, total: 0 }, |p| p)));
        }
        filter.public = Some(true);
    }
    let found = match query.deleted {
        _ if permit.principal.project.is_some() => only(&app, permit.principal.project).await?,
        Some(true) => app.store.removed_projects(now() - KEPT_MS, &page).await?,
        _ => app.store.projects(&filter, order, &page).await?,
    };
    let managed = match filter.seen_by {
        Some(user) => app.store.projects_managed_by(user).await?,
        None => Vec::new(),
    };
    let managing = permit.principal.clone().managing();
    let mut items = Vec::with_capacity(found.items.len());
    for row in found.items {
        let who = if managed.contains(&row.id) { &managing } else { &permit.principal };
        items.push(seen_by(project(&app, row, query.today).await?, who));
    }
    Ok(Json(List::of(Page { items, next: found.next, total: found.total }, |p| p).in_order(sort)))
}

fn order_of(sort: &str) -> ApiResult<ProjectOrder> {
    let sort_by = match sort.strip_prefix('-').unwrap_or(sort) {
        "created_at" => ProjectSort::CreatedAt,
        "name" => ProjectSort::Name,
        "product" => ProjectSort::Product,
        "owner" => ProjectSort::Owner,
        "pictures" => ProjectSort::Pictures,
        "labelled" => ProjectSort::Labelled,
        "bytes" => ProjectSort::Bytes,
        "version" => ProjectSort::Version,
        "changed_at" => ProjectSort::ChangedAt,
        _ => return Err(crate::codes::Code::BadSort.into()),
    };
    Ok(ProjectOrder { sort: sort_by, descending: sort.starts_with('-') })
}

/// For a token that is bound to it there is no other.
async fn only(app: &App, project: Option<Id>) -> ApiResult<Page<fovea_store::Project>> {
    let mut items = Vec::new();
    if let Some(id) = project {
        items.push(app.store.project(id).await?);
    }
    Ok(Page { total: items.len() as u64, items, next: None })
}

/// Begin a project
#[utoipa::path(post, path = "/projects", tag = "projects", request_body = NewProject,
    params(("Idempotency-Key" = Option<String>, Header)), responses((status = 201, body = Project)))]
pub async fn create(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    Body(wanted): Body<NewProject>,
) -> ApiResult<Created<Project>> {
    let good_name = check::class_name("good_name", &wanted.good_name)?;
    if wanted.classes.len() > MOST_NEW_CLASSES {
        return Err(ApiError::field("classes", "field.too_many"));
    }
    let set = known_set(&app, permit.user(), wanted.label_set_id).await?;
    let mut seen = HashSet::from([class_key(&good_name)]);
    // What good parts are called is no defect, whatever the set says.
    let set: Vec<SetClass> = set.into_iter().filter(|c| seen.insert(class_key(&c.name))).collect();
    let mut classes = Vec::new();
    for (number, class) in wanted.classes.iter().enumerate() {
        let field = format!("classes.{number}.name");
        let name = check::class_name(&field, &class.name)?;
        if !seen.insert(class_key(&name)) {
            return Err(ApiError::field(&field, "field.duplicate"));
        }
        let colour = match &class.colour {
            Some(colour) => check::colour(&format!("classes.{number}.colour"), colour)?,
            None => fovea_store::class_colour(number).to_string(),
        };
        classes.push((name, colour));
    }
    let new = fovea_store::NewProject {
        name: check::name("name", &wanted.name, 100)?,
        product: check::text("product", &wanted.product, 200)?,
        scene: wanted.scene.name().into(),
        good_name,
        good_colour: GOOD_COLOUR.into(),
        note: check::text("note", &wanted.note, 5000)?,
        classes,
        created_by: permit.user(),
    };
    let row = permit.store(&app).create_project_with(new, &set).await?;
    Ok(Created(project(&app, row, None).await?))
}

/// The classes of a label set that this user sees.
async fn known_set(app: &App, user: Id, set: Option<Id>) -> ApiResult<Vec<SetClass>> {
    let Some(set) = set else { return Ok(Vec::new()) };
    match app.store.label_set(user, set).await {
        Ok((_, classes)) => Ok(classes),
        Err(StoreError::NotFound { .. }) => Err(ApiError::field("label_set_id", "field.unknown")),
        Err(error) => Err(error.into()),
    }
}

/// A project
#[utoipa::path(get, path = "/projects/{id}", tag = "projects", params(("id" = Id, Path), TodayQuery),
    responses((status = 200, body = Project, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    permit: Permit<LookAtProject>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<TodayQuery>,
) -> ApiResult<Revised<Project>> {
    let row = app.store.project(id).await?;
    let revision = row.revision;
    Ok(Revised { revision, value: seen_by(project(&app, row, query.today).await?, &permit.principal) })
}

/// Change a project
#[utoipa::path(patch, path = "/projects/{id}", tag = "projects", request_body = ProjectChange,
    params(("id" = Id, Path), ("If-Match" = String, Header, description = "Revision that was changed")),
    responses((status = 200, body = Project, headers(("ETag" = String, description = "Revision")))))]
pub async fn change(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<ProjectChange>,
) -> ApiResult<Revised<Project>> {
    let change = fovea_store::ProjectChange {
        name: wanted.name.map(|n| check::name("name", &n, 100)).transpose()?,
        product: wanted.product.map(|p| check::text("product", &p, 200)).transpose()?,
        scene: wanted.scene.map(|s| s.name().into()),
        good_name: wanted.good_name.map(|n| check::class_name("good_name", &n)).transpose()?,
        note: wanted.note.map(|n| check::text("note", &n, 5000)).transpose()?,
        public: wanted.public,
    };
    let row = permit.store(&app).change_project(id, revision, change).await?;
    Ok(Revised { revision: row.revision, value: project(&app, row, None).await? })
}

/// Take a project out of sight
///
/// For thirty days it can be restored; then it goes for good, with its models, jobs, records and pictures.
#[utoipa::path(delete, path = "/projects/{id}", tag = "projects", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<ProjectWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    permit.store(&app).delete_project(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Scene {
    const ALL: [Scene; 9] = [
        Scene::Free,
        Scene::ForeignObject,
        Scene::Classification,
        Scene::Segmentation,
        Scene::Detection,
        Scene::Glue,
        Scene::Components,
        Scene::Text,
        Scene::Compare,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Scene::Free => "free",
            Scene::ForeignObject => "foreign_object",
            Scene::Classification => "classification",
            Scene::Segmentation => "segmentation",
            Scene::Detection => "detection",
            Scene::Glue => "glue",
            Scene::Components => "components",
            Scene::Text => "text",
            Scene::Compare => "compare",
        }
    }

    pub fn from_name(name: &str) -> ApiResult<Scene> {
        let found = Scene::ALL.into_iter().find(|s| s.name() == name);
        found.ok_or_else(|| ApiError::internal(format!("the scene {name:?}")))
    }
}

/// Whoever only looks at a public project hears of its data alone, not of its jobs, models and services. Pictures are named to those alone
/// who may look at them.
fn seen_by(mut project: Project, by: &Principal) -> Project {
    if !project.public && !by.may(Permission::DataRead) {
        project.data.cover.clear();
    }
    if !by.may(Permission::ProjectRead) {
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let data = StepCounts {
            pictures: count(project.steps.collect.pictures),
            labelled: count(project.steps.annotate.labelled),
            ..StepCounts::default()
        };
        project.steps = steps::steps(&data);
    }
    project
}

async fn project(app: &App, row: fovea_store::Project, today: Option<Time>) -> ApiResult<Project> {
    let classes = app.store.classes(row.id).await?;
    let today = today.map_or_else(|| now().div_euclid(DAY_MS) * DAY_MS, |t| t.0);
    let counts = app.store.step_counts(row.id, today).await?;
    let facts = app.store.data_facts(row.id).await?;
    let owner = match row.created_by {
        Some(id) => app.store.user_names(&[id]).await?.remove(&id),
        None => None,
    };
    Ok(Project {
        id: row.id,
        name: row.name,
        product: row.product,
        scene: Scene::from_name(&row.scene)?,
        good_name: row.good_name,
        note: row.note,
        public: row.public,
        owner_id: row.created_by,
        owner,
        classes: classes.into_iter().map(class).collect(),
        revision: row.revision,
        created_at: row.created_at.into(),
        updated_at: row.updated_at.into(),
        deleted_at: row.deleted_at.map(Into::into),
        kept_until: row.deleted_at.map(|at| (at + KEPT_MS).into()),
        data: ProjectData {
            pictures: facts.pictures.unsigned_abs(),
            labelled: facts.labelled.unsigned_abs(),
            bytes: facts.bytes.unsigned_abs(),
            changed_at: Some(facts.changed_at.into()),
            version: u32::try_from(facts.version).ok().filter(|number| *number > 0),
            cover: facts.cover,
        },
        steps: steps::steps(&counts),
    })
}

pub(crate) fn class(row: fovea_store::Class) -> Class {
    // What was checked when it was said reads back.
    let attributes = row.asked().unwrap_or_default().into_iter().map(ClassAttribute::from).collect();
    let shape = row.shape.as_deref().and_then(ShapeKind::from_name);
    Class {
        id: row.id,
        name: row.name,
        colour: row.colour,
        good: row.good,
        position: row.position,
        attributes,
        shape,
        key: row.key,
    }
}
