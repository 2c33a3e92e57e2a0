mod beside;
mod coco;
pub mod export;
mod marked;
mod report;
mod split;
mod zip_stream;

use crate::app::App;
use crate::check;
use crate::codes::Code;
use crate::dto::{ClassCount, GoodOrBad, NewVersion, Version, VersionPicture};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Created, PathId, Query};
use crate::guard::{DataRead, DataWrite, Permit};
use crate::list::{List, ListQuery};
use crate::pictures::annotation::region;
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, Page, Store};

/// Part of the labelled pictures that is kept out of training where nobody says.
pub(crate) const HELD_BACK: f64 = 0.2;

/// Versions of a project, newest first
#[utoipa::path(get, path = "/projects/{id}/versions", tag = "versions", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<Version>)))]
pub async fn list(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<Version>>> {
    let found = app.store.versions(project, &query.request()?).await?;
    let items = found.items.into_iter().map(version).collect::<ApiResult<Vec<_>>>()?;
    Ok(Json(List::of(Page { items, next: found.next, total: found.total }, |v| v)))
}

/// Keep pictures and labels as they are now
///
/// Part of the labelled pictures is held back to judge models by; pictures that show the same part, as their
/// names tell, stay on one side.
#[utoipa::path(post, path = "/projects/{id}/versions", tag = "versions", request_body = NewVersion,
    params(("id" = Id, Path), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Version)))]
pub async fn create(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<NewVersion>,
) -> ApiResult<Created<Version>> {
    let share = wanted.held_back.unwrap_or(HELD_BACK);
    if !(0.0..=0.5).contains(&share) {
        return Err(ApiError::field("held_back", "field.out_of_range"));
    }
    let note = check::text("note", &wanted.note, 1000)?;
    Ok(Created(version(make(&permit.store(&app), project, &note, share, permit.user()).await?)?))
}

/// A version
#[utoipa::path(get, path = "/versions/{id}", tag = "versions", params(("id" = Id, Path)),
    responses((status = 200, body = Version)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Version>> {
    Ok(Json(version(app.store.version(id).await?)?))
}

/// Pictures of a version with their labels
#[utoipa::path(get, path = "/versions/{id}/pictures", tag = "versions", params(("id" = Id, Path), ListQuery),
    responses((status = 200, body = List<VersionPicture>)))]
pub async fn pictures(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<ListQuery>,
) -> ApiResult<Json<List<VersionPicture>>> {
    let found = app.store.version_pictures(id, &query.request()?).await?;
    let items = found.items.into_iter().map(version_picture).collect::<ApiResult<Vec<_>>>()?;
    Ok(Json(List::of(Page { items, next: found.next, total: found.total }, |p| p)))
}

/// Makes a version of a project as it is now.
pub(crate) async fn make(
    store: &Store,
    project: Id,
    note: &str,
    share: f64,
    user: Id,
) -> ApiResult<fovea_store::Version> {
    if store.step_counts(project, 0).await?.pictures == 0 {
        // A project that is not there has no pictures either.
        store.project(project).await?;
        return Err(Code::VersionEmpty.into());
    }
    let names = store.labelled_names(project).await?;
    let held_back = tokio::task::spawn_blocking(move || split::held_back(&names, share)).await?;
    Ok(store.create_version(project, note, &held_back, user).await?)
}

pub(crate) fn version(row: fovea_store::Version) -> ApiResult<Version> {
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let classes = row.classes()?;
    Ok(Version {
        id: row.id,
        project_id: row.project_id,
        number: row.number,
        note: row.note,
        pictures: number(row.pictures),
        labelled: number(row.labelled),
        by_class: classes
            .into_iter()
            .map(|c| ClassCount { class_id: c.id, name: c.name, pictures: c.pictures })
            .collect(),
        held_back: number(row.held_back),
        created_at: row.created_at.into(),
    })
}

fn version_picture(row: fovea_store::VersionPicture) -> ApiResult<VersionPicture> {
    let regions = row.regions()?.into_iter().map(region).collect();
    Ok(VersionPicture {
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
