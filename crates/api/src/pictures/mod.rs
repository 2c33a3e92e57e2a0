pub(crate) mod access;
pub mod annotation;
pub mod bin;
pub mod features;
pub mod file;
pub mod tags;
pub mod tiles;

use crate::app::App;
use crate::codes::Code;
use crate::dto::{
    Changed, Facet, GoodOrBad, NextPicture, Picture, PictureSource, PicturesChosen, PicturesWanted,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query};
use crate::guard::{DataWrite, LookAtData, Permit, ReadOfManager, SeePicture};
use crate::list::{List, page_request_in};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::dataset::Part;
use fovea_domain::permission::Permission;
use fovea_store::{Edited, Id, PictureFilter, PictureOrder};
use serde::Deserialize;
use utoipa::IntoParams;

/// Pictures of one request that changes many.
const MOST_IDS: usize = 10_000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PictureQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    /// `name`, `-added_at`, or `-score` or `score`: only those of which a model proposed something
    sort: Option<String>,
    /// Begin with the picture of this number, the first being 1; not with `cursor`
    #[param(minimum = 1)]
    number: Option<u64>,
}

/// Pictures of a project
#[utoipa::path(get, path = "/projects/{id}/pictures", tag = "pictures",
    params(("id" = Id, Path), PictureQuery, PicturesWanted), responses((status = 200, body = List<Picture>)))]
pub async fn list(
    permit: Permit<LookAtData>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<PictureQuery>,
    Query(wanted): Query<PicturesWanted>,
) -> ApiResult<Json<List<Picture>>> {
    app.store.project(project).await?;
    // Who works on what, and what models say, is not for everybody.
    if wanted.tells_of_work() || query.sort.as_deref().is_some_and(|sort| sort.ends_with("score")) {
        permit.principal.require(Permission::DataRead)?;
    }
    let sort = query.sort.as_deref().unwrap_or("-added_at");
    let order = match sort {
        "-added_at" => PictureOrder::Newest,
        "name" => PictureOrder::Name,
        "-score" => PictureOrder::Score,
        "score" => PictureOrder::ScoreUp,
        _ => return Err(Code::BadSort.into()),
    };
    let page = page_request_in(sort, query.limit, query.cursor.as_deref())?;
    if query.number == Some(0) {
        return Err(ApiError::field("number", "field.invalid"));
    }
    let skip = query.number.filter(|_| page.cursor.is_none()).unwrap_or(1).saturating_sub(1);
    // SQLite counts so far and no further.
    let skip = skip.min(i64::MAX.unsigned_abs());
    let filter = wanted.filter(&app, project).await?;
    let found = app.store.pictures(project, &filter, order, &page, skip).await?;
    let reads = permit.may(Permission::DataRead);
    Ok(Json(List::of(found, |one| looked_at(picture(one), reads)).in_order(sort)))
}

/// What models say is not for everybody who may look.
fn looked_at(picture: Picture, reads: bool) -> Picture {
    Picture { score: picture.score.filter(|_| reads), ..picture }
}

/// Where the pictures of a figure are found.
pub(crate) async fn figure(
    app: &App,
    project: Id,
    statistics: Id,
    facet: Facet,
    bin: Option<u32>,
) -> ApiResult<(i64, i32, i64)> {
    let found = app.store.statistic(statistics).await?;
    if found.project_id != project {
        return Err(Code::NotFound.into());
    }
    let facet = fovea_domain::dataset::Facet::from(facet);
    Ok((found.number, facet.number(), bin.unwrap_or(0).into()))
}

/// A picture
#[utoipa::path(get, path = "/pictures/{id}", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 200, body = Picture)))]
pub async fn show(
    permit: Permit<SeePicture>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<Picture>> {
    let seen = access::seen(&app, &permit.principal, id).await?;
    let reads = permit.may(Permission::DataRead) || permit.may(Permission::Annotate);
    Ok(Json(looked_at(picture(seen), reads)))
}

/// Take a picture out of its project; versions that hold it keep it
#[utoipa::path(delete, path = "/pictures/{id}", tag = "pictures", params(("id" = Id, Path)),
    responses((status = 204, description = "Gone")))]
pub async fn delete(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<StatusCode> {
    let project = app.store.picture(id).await?.row.project_id;
    let chosen = PictureFilter { ids: Some(vec![id]), ..PictureFilter::default() };
    permit.store(&app).delete_pictures(project, &chosen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take many pictures out of a project
///
/// They lie in its bin for 30 days.
#[utoipa::path(post, path = "/projects/{id}/pictures/delete", tag = "pictures", request_body = PicturesChosen,
    params(("id" = Id, Path)), responses((status = 200, body = Changed)))]
pub async fn delete_many(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<PicturesChosen>,
) -> ApiResult<Json<Changed>> {
    let chosen = chosen(&app, project, wanted.ids, wanted.found).await?;
    Ok(Json(changed(permit.store(&app).delete_pictures(project, &chosen).await?)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NextQuery {
    /// The picture before; left out: begin with the first
    after: Option<Id>,
    labelled: Option<bool>,
}

/// The picture that follows in the order of names, for the annotator
#[utoipa::path(get, path = "/projects/{id}/next", tag = "pictures", params(("id" = Id, Path), NextQuery),
    responses((status = 200, body = NextPicture)))]
pub async fn next(
    _: Permit<ReadOfManager>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<NextQuery>,
) -> ApiResult<Json<NextPicture>> {
    let filter = PictureFilter { labelled: query.labelled, ..PictureFilter::default() };
    let found = app.store.next_picture(project, query.after, &filter).await?;
    Ok(Json(NextPicture { picture: found.map(picture) }))
}

pub(crate) fn some_ids(ids: &[Id]) -> ApiResult<&[Id]> {
    match ids.len() {
        0 => Err(ApiError::field("ids", "field.required")),
        1..=MOST_IDS => Ok(ids),
        _ => Err(ApiError::field("ids", "field.too_many").with("most", MOST_IDS)),
    }
}

/// Either these, or all that are found so.
pub(crate) async fn chosen(
    app: &App,
    project: Id,
    ids: Vec<Id>,
    found: Option<PicturesWanted>,
) -> ApiResult<PictureFilter> {
    match (ids.len(), found) {
        (0, Some(wanted)) => wanted.filter(app, project).await,
        (_, Some(_)) => Err(ApiError::field("ids", "field.not_allowed")),
        (_, None) => Ok(PictureFilter { ids: Some(some_ids(&ids)?.to_vec()), ..PictureFilter::default() }),
    }
}

pub(crate) fn changed(edited: Edited) -> Changed {
    Changed { changed: edited.pictures, edit: edited.edit }
}

pub(crate) fn picture(found: fovea_store::Picture) -> Picture {
    let row = found.row;
    Picture {
        id: row.id,
        project_id: row.project_id,
        hash: row.hash,
        name: row.name,
        width: u32::try_from(row.width).unwrap_or(0),
        height: u32::try_from(row.height).unwrap_or(0),
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        format: row.format,
        labelled: row.verdict.is_some(),
        verdict: row.verdict.as_deref().and_then(GoodOrBad::from_name),
        class_ids: found.class_ids,
        regions: u32::try_from(row.region_count).unwrap_or(0),
        source: match row.source.as_str() {
            "recheck" => PictureSource::Recheck,
            "line" => PictureSource::Line,
            _ => PictureSource::Upload,
        },
        part: row.split.as_deref().and_then(Part::from_name).map(Into::into),
        tags: found.tags,
        columns: found.columns,
        score: row.score,
        added_at: row.added_at.into(),
    }
}

impl GoodOrBad {
    pub fn name(self) -> &'static str {
        match self {
            GoodOrBad::Good => "good",
            GoodOrBad::Bad => "bad",
        }
    }

    pub fn from_name(name: &str) -> Option<GoodOrBad> {
        [GoodOrBad::Good, GoodOrBad::Bad].into_iter().find(|v| v.name() == name)
    }
}

impl PictureSource {
    pub fn name(self) -> &'static str {
        match self {
            PictureSource::Upload => "upload",
            PictureSource::Recheck => "recheck",
            PictureSource::Line => "line",
        }
    }
}
