mod change;
mod difference;
mod facts;
mod restore;
mod split;

pub use change::*;
pub use difference::*;
pub use facts::*;
pub use restore::*;

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{
    ClassCount, GoodOrBad, NewVersion, Part, Scene, Task, Version, VersionOrigin, VersionPicture,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, PathIndex, Query, Revised};
use crate::guard::{DataWrite, LookAtData, Permit};
use crate::list::{List, ListQuery, page_request_in};
use crate::pictures::annotation::region;
use crate::pictures::file::thumbnail;
use crate::splits;
use crate::words::{known, stored, word};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use fovea_domain::dataset;
use fovea_store::{Id, Page, Parting, Store, VersionFilter, VersionOrder, VersionSort};
use serde::Deserialize;
use std::collections::HashSet;
use utoipa::IntoParams;

/// Part of the labelled pictures that is kept out of training where nobody says.
const HELD_BACK: f64 = 0.2;

const MOST_TAGS: usize = 20;
const MOST_TAG: usize = 40;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VersionQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `number`, `note`, `pictures`, `labelled`, `bytes` or `published_at` (of published ones alone), with `-` the other
    /// way round; left out: `-number`
    sort: Option<String>,
    /// Part of the note or of a tag, or the number
    q: Option<String>,
    published: Option<bool>,
    /// A tag as it is written
    tag: Option<String>,
    /// A task that its labels can teach
    task: Option<Task>,
    scene: Option<Scene>,
    /// How labels of an import were laid out by which some of its pictures came, such as `coco`
    format: Option<String>,
}

/// Versions of a project
#[utoipa::path(get, path = "/projects/{id}/versions", tag = "versions", params(("id" = Id, Path), VersionQuery),
    responses((status = 200, body = List<Version>)))]
pub async fn list(
    _: Permit<LookAtData>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<VersionQuery>,
) -> ApiResult<Json<List<Version>>> {
    let sort = query.sort.as_deref().unwrap_or("-number");
    let order = order_of(sort)?;
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    let filter = VersionFilter {
        q: query.q,
        published: query.published,
        tag: query.tag,
        task: query.task.as_ref().map(word),
        scene: query.scene.map(|scene| scene.name().to_string()),
        format: query.format,
    };
    let found = app.store.versions(project, &filter, order, &page).await?;
    let items = versions(&app, found.items).await?;
    Ok(Json(List::of(Page { items, next: found.next, total: found.total }, |v| v).in_order(sort)))
}

fn order_of(sort: &str) -> ApiResult<VersionOrder> {
    let sorts = [
        ("number", VersionSort::Number),
        ("note", VersionSort::Note),
        ("pictures", VersionSort::Pictures),
        ("labelled", VersionSort::Labelled),
        ("bytes", VersionSort::Bytes),
        ("published_at", VersionSort::PublishedAt),
    ];
    let name = sort.strip_prefix('-').unwrap_or(sort);
    let found = sorts.into_iter().find(|(known, _)| *known == name);
    let (_, found) = found.ok_or(Code::BadSort)?;
    Ok(VersionOrder { sort: found, descending: sort.starts_with('-') })
}

/// Keep pictures and labels as they are now
///
/// Pictures go into the parts that the project's rule says. Without one, part of the labelled pictures is held back to judge
/// models by; pictures that show the same part, as their names tell, stay on one side.
#[utoipa::path(post, path = "/projects/{id}/versions", tag = "versions", request_body = NewVersion,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Version)))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewVersion>,
) -> ApiResult<Created<Version>> {
    if wanted.held_back.is_some_and(|share| !(0.0..=0.5).contains(&share)) {
        return Err(ApiError::field("held_back", "field.out_of_range"));
    }
    let said = Said { note: check::text("note", &wanted.note, 1000)?, tags: tags_of(&wanted.tags)? };
    let made = make(&permit.store(&app), project, said, wanted.held_back, permit.user()).await?;
    Ok(Created(view(&app, made).await?))
}

/// A version
#[utoipa::path(get, path = "/versions/{id}", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Version, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    _: Permit<LookAtData>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Revised<Version>> {
    let value = view(&app, app.store.version(id).await?).await?;
    Ok(Revised { revision: value.revision, value })
}

/// Pictures of a version with their labels
#[utoipa::path(get, path = "/versions/{id}/pictures", tag = "versions", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<VersionPicture>)))]
pub async fn pictures(
    _: Permit<LookAtData>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<VersionPicture>>> {
    let found = app.store.version_pictures(id, &query.request()?).await?;
    let items = found.items.into_iter().map(version_picture).collect::<ApiResult<Vec<_>>>()?;
    Ok(Json(List::of(Page { items, next: found.next, total: found.total }, |p| p)))
}

/// A picture of a version in small, as JPEG; also of one that the project has no more
#[utoipa::path(get, path = "/versions/{id}/pictures/{index}/thumb", tag = "versions",
    params(("id" = Id, Path), ("index" = u32, Path, description = "Position in the version")),
    responses((status = 200, description = "At most 320 pixels a side", content_type = "image/jpeg", body = Vec<u8>),
        (status = 304, description = "You have it")))]
pub async fn thumb(
    _: Permit<LookAtData>,
    State(app): State<App>,
    PathId(id): PathId,
    PathIndex(index): PathIndex,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let position = i32::try_from(index).map_err(|_| Code::NotFound)?;
    let row = app.store.version_picture(id, position).await?;
    thumbnail(&app, &row.hash, &headers).await
}

/// What is said of a new version.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub note: String,
    pub tags: Vec<String>,
}

/// Makes a version of a project as it is now. Where no share is told, its pictures are parted by the project's rule.
pub(crate) async fn make(
    store: &Store,
    project: Id,
    said: Said,
    share: Option<f64>,
    by: Id,
) -> ApiResult<fovea_store::Version> {
    let found = store.project(project).await?;
    if store.step_counts(project, 0).await?.pictures == 0 {
        return Err(Code::VersionEmpty.into());
    }
    let parting = match (share, found.split_rule()?) {
        (None, Some(rule)) => {
            splits::place_missing(store, project, &rule).await?;
            Parting::Split(found.split.unwrap_or_default())
        }
        (share, _) => {
            let names = store.labelled_names(project).await?;
            let share = share.unwrap_or(HELD_BACK);
            Parting::HeldBack(tokio::task::spawn_blocking(move || split::held_back(&names, share)).await?)
        }
    };
    let new = fovea_store::NewVersion { note: said.note, tags: said.tags, parting, by };
    Ok(store.create_version(project, &new).await?)
}

/// Each once, tidied, in the order they were given.
fn tags_of(tags: &[String]) -> ApiResult<Vec<String>> {
    if tags.len() > MOST_TAGS {
        return Err(ApiError::field("tags", "field.too_many").with("most", MOST_TAGS));
    }
    let mut seen = HashSet::new();
    let tags = tags.iter().map(|tag| check::name("tags", tag, MOST_TAG)).collect::<ApiResult<Vec<_>>>()?;
    Ok(tags.into_iter().filter(|tag| seen.insert(fovea_store::fold(tag))).collect())
}

pub(crate) async fn view(app: &App, row: fovea_store::Version) -> ApiResult<Version> {
    let mut all = versions(app, vec![row]).await?;
    all.pop().ok_or_else(|| ApiError::internal("a version that was lost"))
}

async fn versions(app: &App, rows: Vec<fovea_store::Version>) -> ApiResult<Vec<Version>> {
    let people: HashSet<Id> = rows.iter().flat_map(|v| [v.created_by, v.published_by]).flatten().collect();
    let people: Vec<Id> = people.into_iter().collect();
    let names = app.store.user_names(&people).await?;
    let name = |id: Option<Id>| id.and_then(|id| names.get(&id).cloned());
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let one = |row: fovea_store::Version| {
        let classes = row.classes()?;
        let tasks = row.tasks()?.iter().map(|name| known(name)).collect::<ApiResult<Vec<Task>>>()?;
        let origins = row.origins()?.into_iter().map(origin).collect::<ApiResult<Vec<_>>>()?;
        let rule: Option<dataset::SplitRule> = row.split.as_deref().map(stored).transpose()?;
        Ok(Version {
            id: row.id,
            project_id: row.project_id,
            number: row.number,
            tags: row.tags()?,
            note: row.note,
            pictures: number(row.pictures),
            labelled: number(row.labelled),
            bytes: number(row.bytes),
            by_class: classes
                .into_iter()
                .map(|c| ClassCount { class_id: c.id, name: c.name, pictures: c.pictures })
                .collect(),
            held_back: number(row.held_back),
            validation: number(row.validation),
            split: rule.map(splits::rule),
            created_by: name(row.created_by),
            created_at: row.created_at.into(),
            published_at: row.published_at.map(Into::into),
            published_by: name(row.published_by),
            revision: row.revision,
            tasks,
            scene: Scene::from_name(&row.scene)?,
            origins,
        })
    };
    rows.into_iter().map(one).collect()
}

fn origin(one: fovea_store::Origin) -> ApiResult<VersionOrigin> {
    Ok(VersionOrigin { source: known(&one.source)?, format: one.format, pictures: one.pictures })
}

impl From<dataset::Part> for Part {
    fn from(part: dataset::Part) -> Part {
        match part {
            dataset::Part::Train => Part::Train,
            dataset::Part::Validation => Part::Validation,
            dataset::Part::Test => Part::Test,
        }
    }
}

impl From<Part> for dataset::Part {
    fn from(part: Part) -> dataset::Part {
        match part {
            Part::Train => dataset::Part::Train,
            Part::Validation => dataset::Part::Validation,
            Part::Test => dataset::Part::Test,
        }
    }
}

fn version_picture(row: fovea_store::VersionPicture) -> ApiResult<VersionPicture> {
    let regions = row.regions()?.into_iter().map(region).collect();
    Ok(VersionPicture {
        tags: row.tags()?,
        columns: row.columns()?,
        part: row.part().map(Part::from),
        picture_id: row.picture_id,
        hash: row.hash,
        name: row.name,
        width: u32::try_from(row.width).unwrap_or(0),
        height: u32::try_from(row.height).unwrap_or(0),
        verdict: row.verdict.as_deref().and_then(GoodOrBad::from_name),
        class_id: row.class_id,
        regions,
        held_back: row.held_back,
    })
}
