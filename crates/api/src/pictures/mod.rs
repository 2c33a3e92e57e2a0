pub(crate) mod access;
pub mod annotation;
pub mod file;
pub mod tiles;

use crate::app::App;
use crate::codes::Code;
use crate::dto::{
    Changed, Facet, GoodOrBad, NextPicture, PartFilter, Picture, PictureIds, PictureSource, ProposalState,
};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId, Query};
use crate::guard::{DataRead, DataWrite, Permit, SeePicture};
use crate::list::{List, page_request};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use fovea_domain::dataset::Part;
use fovea_store::{Id, PictureFilter, PictureOrder};
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
    /// `name` or `-added_at`
    sort: Option<String>,
    verdict: Option<GoodOrBad>,
    class_id: Option<Id>,
    labelled: Option<bool>,
    /// Part of the name
    name: Option<String>,
    source: Option<PictureSource>,
    /// A part, or `none`: those that are in no part
    #[param(inline)]
    part: Option<PartFilter>,
    /// Those of one figure of these statistics; with `facet` and `bin`
    statistics: Option<Id>,
    #[param(inline)]
    facet: Option<Facet>,
    /// The class of the figure; 0 where left out
    bin: Option<u32>,
    /// Those of which a model's proposal is in this state
    #[param(inline)]
    proposal: Option<ProposalState>,
}

/// Pictures of a project
#[utoipa::path(get, path = "/projects/{id}/pictures", tag = "pictures", params(("id" = Id, Path), PictureQuery),
    responses((status = 200, body = List<Picture>)))]
pub async fn list(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<PictureQuery>,
) -> ApiResult<Json<List<Picture>>> {
    app.store.project(project).await?;
    let order = match query.sort.as_deref() {
        None | Some("-added_at") => PictureOrder::Newest,
        Some("name") => PictureOrder::Name,
        Some(_) => return Err(Code::BadSort.into()),
    };
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let filter = PictureFilter {
        verdict: query.verdict.map(|v| Some(v.name().to_string())),
        class_id: query.class_id,
        labelled: query.labelled,
        name: query.name,
        source: query.source.map(|s| s.name().to_string()),
        part: query.part.map(PartFilter::word),
        figure: match (query.statistics, query.facet) {
            (Some(id), Some(facet)) => Some(figure(&app, project, id, facet, query.bin).await?),
            _ => None,
        },
        proposal: query.proposal.map(Into::into),
    };
    let found = app.store.pictures(project, &filter, order, &page).await?;
    Ok(Json(List::of(found, picture)))
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
    Ok(Json(picture(access::seen(&app, &permit.principal, id).await?)))
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
    permit.store(&app).delete_pictures(project, &[id]).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take many pictures out of a project
#[utoipa::path(post, path = "/projects/{id}/pictures/delete", tag = "pictures", request_body = PictureIds,
    params(("id" = Id, Path)), responses((status = 200, body = Changed)))]
pub async fn delete_many(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<PictureIds>,
) -> ApiResult<Json<Changed>> {
    let changed = permit.store(&app).delete_pictures(project, some_ids(&wanted.ids)?).await?;
    Ok(Json(Changed { changed }))
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
    _: Permit<DataRead>,
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
        source: if row.source == "recheck" { PictureSource::Recheck } else { PictureSource::Upload },
        part: row.split.as_deref().and_then(Part::from_name).map(Into::into),
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
        }
    }
}
