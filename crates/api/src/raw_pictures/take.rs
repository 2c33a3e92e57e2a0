use super::filter;
use crate::app::App;
use crate::dto::{DeletedRaw, RawChosen, RawLeftOut, RawLeftOutWhy, RawWanted, TakeRaw, TakenRaw};
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, PathId};
use crate::guard::{DataWrite, Permit};
use crate::imports::forget_unused;
use crate::pictures::some_ids;
use axum::Json;
use axum::extract::State;
use fovea_store::{Id, LeftOut, RawFilter};
use std::collections::BTreeMap;

/// Of one request
const MOST: usize = 10_000;
/// In one change: others who write wait no longer.
const TOGETHER: usize = 250;

/// Take pictures of the line into the project's data
///
/// Each once. Places that machines marked become labels where the project has the class, the others are told; `flags` takes OK and NG over as
/// well. A picture that has a label keeps it. A request takes 10,000 and tells how many are left.
#[utoipa::path(post, path = "/projects/{id}/raw_pictures/take", tag = "raw pictures", request_body = TakeRaw,
    params(("id" = Id, Path)), responses((status = 200, body = TakenRaw)))]
pub async fn take(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<TakeRaw>,
) -> ApiResult<Json<TakenRaw>> {
    let chosen = chosen(wanted.ids, wanted.found)?;
    let ids = app.store.raw_to_take(project, &chosen, MOST).await?;
    let store = permit.store(&app);
    let (mut sum, mut left_out) = (TakenRaw::default(), BTreeMap::new());
    // Also where there is nothing, which is said then.
    for some in ids.chunks(TOGETHER).chain(ids.is_empty().then_some(&[][..])) {
        let taken = store.take_raw(project, some, wanted.flags, permit.user()).await?;
        sum.added += taken.added;
        sum.duplicates += taken.known;
        sum.labelled += taken.labelled;
        for (class, labels) in taken.left_out {
            *left_out.entry(class).or_default() += labels;
        }
    }
    sum.left = app.store.raw_count(project, &RawFilter { taken: Some(false), ..chosen }).await?;
    sum.left_out = left_out.into_iter().map(told).collect();
    Ok(Json(sum))
}

/// Delete pictures of the line; what was taken into the data stays there
///
/// A request deletes 10,000 and tells how many are left.
#[utoipa::path(post, path = "/projects/{id}/raw_pictures/delete", tag = "raw pictures", request_body = RawChosen,
    params(("id" = Id, Path)), responses((status = 200, body = DeletedRaw)))]
pub async fn delete(
    permit: Permit<DataWrite>,
    State(app): State<App>,
    PathId(project): PathId,
    Body(wanted): Body<RawChosen>,
) -> ApiResult<Json<DeletedRaw>> {
    let chosen = chosen(wanted.ids, wanted.found)?;
    let ids = app.store.raw_ids(project, &chosen, MOST).await?;
    let store = permit.store(&app);
    let mut deleted = 0;
    for some in ids.chunks(TOGETHER).chain(ids.is_empty().then_some(&[][..])) {
        let gone = store.delete_raw(project, some).await?;
        deleted += gone.len() as u64;
        let app = app.clone();
        tokio::task::spawn_blocking(move || gone.iter().for_each(|hash| forget_unused(&app, hash))).await?;
    }
    let left = app.store.raw_count(project, &chosen).await?;
    Ok(Json(DeletedRaw { deleted, left }))
}

fn chosen(ids: Vec<Id>, found: Option<RawWanted>) -> ApiResult<RawFilter> {
    match (ids.len(), found) {
        (0, Some(wanted)) => Ok(filter(&wanted)),
        (_, Some(_)) => Err(ApiError::field("ids", "field.not_allowed")),
        (_, None) => Ok(RawFilter { ids: Some(some_ids(&ids)?.to_vec()), ..RawFilter::default() }),
    }
}

fn told(((class, why), labels): ((String, LeftOut), u64)) -> RawLeftOut {
    let why = match why {
        LeftOut::Unknown => RawLeftOutWhy::Unknown,
        LeftOut::Good => RawLeftOutWhy::Good,
        LeftOut::Shape => RawLeftOutWhy::Shape,
    };
    RawLeftOut { class, why, labels }
}
