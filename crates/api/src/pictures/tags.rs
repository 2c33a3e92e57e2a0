//! Tags of pictures, and what else the wall can be filtered by.

use crate::app::App;
use crate::check;
use crate::dto::{
    Changed, ColumnChoice, FilterChoices, OwnTags, OwnTagsWanted, PersonCount, TagCount, TagsWanted,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId};
use crate::guard::{DataRead, DataWrite, Label, Permit};
use crate::pictures::access::changeable;
use crate::pictures::{changed, chosen};
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, PictureFilter};

/// Tags and columns that pictures of a project have, and people who labelled them
#[utoipa::path(get, path = "/projects/{id}/pictures/choices", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, body = FilterChoices)))]
pub async fn choices(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<FilterChoices>> {
    let tags = app.store.tags(project).await?.into_iter();
    let people = app.store.said_by(project).await?.into_iter();
    let columns = app.store.column_choices(project).await?.into_iter();
    Ok(Json(FilterChoices {
        tags: tags.map(tag).collect(),
        people: people
            .map(|p| PersonCount { id: p.id, name: p.name, pictures: p.pictures.unsigned_abs() })
            .collect(),
        columns: columns.map(column).collect(),
    }))
}

fn tag(found: fovea_store::TagCount) -> TagCount {
    TagCount { name: found.name, pictures: found.pictures.unsigned_abs() }
}

fn column(found: fovea_store::ColumnChoice) -> ColumnChoice {
    ColumnChoice {
        name: found.name,
        pictures: found.pictures.unsigned_abs(),
        different: found.different.unsigned_abs(),
        values: found.values.into_iter().map(tag).collect(),
    }
}

/// Put tags to many pictures, or take them away
#[utoipa::path(post, path = "/projects/{id}/pictures/tags", tag = "pictures", request_body = TagsWanted,
    params(("id" = Id, Path)), responses((status = 200, body = Changed)))]
pub async fn change(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<TagsWanted>,
) -> ApiResult<Json<Changed>> {
    let add = check::tags("add", wanted.add.iter().map(String::as_str))?;
    let remove = check::tags("remove", wanted.remove.iter().map(String::as_str))?;
    if add.is_empty() && remove.is_empty() {
        return Err(ApiError::field("add", "field.required"));
    }
    let chosen = chosen(&app, project, wanted.ids, wanted.found).await?;
    Ok(Json(changed(permit.store(&app).tag_pictures(project, &chosen, &add, &remove).await?)))
}

/// Put tags to one picture, or take them away
///
/// Whoever may label it may. Returns all that it has then.
#[utoipa::path(post, path = "/pictures/{id}/tags", tag = "pictures", request_body = OwnTagsWanted,
    params(("id" = Id, Path)), responses((status = 200, body = OwnTags)))]
pub async fn of_one(
    permit: Permit<Label>,
    State(app): State<App>,
    PathId(id): PathId,
    Body(wanted): Body<OwnTagsWanted>,
) -> ApiResult<Json<OwnTags>> {
    let project = changeable(&app, &permit.principal, id).await?.row.project_id;
    let add = check::tags("add", wanted.add.iter().map(String::as_str))?;
    let remove = check::tags("remove", wanted.remove.iter().map(String::as_str))?;
    if add.is_empty() && remove.is_empty() {
        return Err(ApiError::field("add", "field.required"));
    }
    let one = PictureFilter { ids: Some(vec![id]), ..PictureFilter::default() };
    permit.store(&app).tag_pictures(project, &one, &add, &remove).await?;
    Ok(Json(OwnTags { tags: app.store.picture(id).await?.tags }))
}
