//! Pictures that two label apart from each other: beside each other, and what a reviewer makes of them.

use super::view;
use crate::app::App;
use crate::dto::{Pair, PairSettlement, PairState, PeopleAgreements, Take};
use crate::error::ApiResult;
use crate::extract::{Body, IfMatch, PathId, PathIndex, Query, Revised};
use crate::guard::{AnnotationReview, OverseeAnnotation, Permit};
use crate::list::{List, page_request};
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, PairFilter};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PairQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
    state: Option<PairState>,
    /// Whether the two say the same; pairs that are not finished are left out then
    same: Option<bool>,
    /// Only those of this user and of `other`
    user: Option<Id>,
    other: Option<Id>,
}

/// Pictures of a task that two label, with what each says
#[utoipa::path(get, path = "/annotation_tasks/{id}/pairs", tag = "annotation", params(("id" = Id, Path), PairQuery),
    responses((status = 200, body = List<Pair>)))]
pub async fn list(
    _: Permit<OverseeAnnotation>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<PairQuery>,
) -> ApiResult<Json<List<Pair>>> {
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let filter = PairFilter {
        state: query.state.map(Into::into),
        same: query.same,
        people: query.user.zip(query.other),
    };
    Ok(Json(List::of(app.store.task_pairs(id, filter, &page).await?, view::pair)))
}

/// A picture that two label
#[utoipa::path(get, path = "/annotation_tasks/{id}/pairs/{index}", tag = "annotation",
    params(("id" = Id, Path), ("index" = u32, Path, description = "Number of the first within the task")),
    responses((status = 200, body = Pair, headers(("ETag" = String, description = "Revision")))))]
pub async fn show(
    _: Permit<OverseeAnnotation>,
    State(app): State<App>,
    PathId(id): PathId,
    PathIndex(position): PathIndex,
) -> ApiResult<Revised<Pair>> {
    let found = app.store.pair(id, position.into()).await?;
    Ok(Revised { revision: found.revision, value: view::pair(found) })
}

/// Take what one of the two says, or all of it, for the picture's label
///
/// Both are accepted by that. Before, nothing that either says is the picture's label.
#[utoipa::path(post, path = "/annotation_tasks/{id}/pairs/{index}/settle", tag = "annotation", request_body = PairSettlement,
    params(("id" = Id, Path), ("index" = u32, Path, description = "Number of the first within the task"),
        ("If-Match" = String, Header, description = "Revision that was looked at")),
    responses((status = 200, body = Pair, headers(("ETag" = String, description = "Revision")))))]
pub async fn settle(
    permit: Permit<AnnotationReview>,
    State(app): State<App>,
    PathId(id): PathId,
    PathIndex(position): PathIndex,
    IfMatch(revision): IfMatch,
    Body(wanted): Body<PairSettlement>,
) -> ApiResult<Revised<Pair>> {
    let take = match wanted.take {
        Take::First => fovea_store::Take::First,
        Take::Second => fovea_store::Take::Second,
        Take::Both => fovea_store::Take::Both,
    };
    permit.store(&app).settle_pair(id, position.into(), revision, take, permit.user()).await?;
    let found = app.store.pair(id, position.into()).await?;
    Ok(Revised { revision: found.revision, value: view::pair(found) })
}

/// How people agree who label the same pictures, by pair of people and by class; and how each works, by class
#[utoipa::path(get, path = "/annotation_tasks/{id}/agreement", tag = "annotation", params(("id" = Id, Path)),
    responses((status = 200, body = PeopleAgreements)))]
pub async fn agreement(
    _: Permit<OverseeAnnotation>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<PeopleAgreements>> {
    Ok(Json(view::between(app.store.between_people(id).await?)))
}
