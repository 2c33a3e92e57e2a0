//! Pictures that machines of the line send: kept aside until somebody takes them into the data.

mod push;
mod take;

pub(crate) use push::clear_cut;
pub use push::*;
pub use take::*;

use crate::app::App;
use crate::dto::{self, RawChoices, RawPicture, RawWanted, TagCount};
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::guard::{DataRead, Permit};
use crate::list::{List, page_request};
use crate::pictures::file::{blob, thumbnail};
use crate::words::{known, word};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use fovea_store::{Id, RawFilter};
use serde::Deserialize;
use utoipa::IntoParams;

const DAY_MS: i64 = 24 * 3600 * 1000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RawListQuery {
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    cursor: Option<String>,
}

/// Pictures that the line sent, newest first
#[utoipa::path(get, path = "/projects/{id}/raw_pictures", tag = "raw pictures",
    params(("id" = Id, Path), RawListQuery, RawWanted), responses((status = 200, body = List<RawPicture>)))]
pub async fn list(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
    Query(query): Query<RawListQuery>,
    Query(wanted): Query<RawWanted>,
) -> ApiResult<Json<List<RawPicture>>> {
    let page = page_request(query.limit, query.cursor.as_deref())?;
    let found = app.store.raw_pictures(project, &filter(&wanted), &page).await?;
    let (next, total) = (found.next.as_ref().map(ToString::to_string), found.total);
    let days = app.house().await?.raw_days;
    let items = found.items.into_iter().map(|row| view(row, days)).collect::<ApiResult<Vec<_>>>()?;
    Ok(Json(List { items, next, total }))
}

/// What pictures of the line can be filtered by
#[utoipa::path(get, path = "/projects/{id}/raw_pictures/choices", tag = "raw pictures", params(("id" = Id, Path)),
    responses((status = 200, body = RawChoices)))]
pub async fn choices(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(project): PathId,
) -> ApiResult<Json<RawChoices>> {
    let found = app.store.raw_choices(project).await?;
    let told = |all: Vec<fovea_store::TagCount>| {
        let one = |c: fovea_store::TagCount| TagCount {
            name: c.name,
            pictures: u64::try_from(c.pictures).unwrap_or(0),
        };
        all.into_iter().map(one).collect()
    };
    Ok(Json(RawChoices {
        machines: told(found.machines),
        products: told(found.products),
        stations: told(found.stations),
    }))
}

/// A picture of the line
#[utoipa::path(get, path = "/raw_pictures/{id}", tag = "raw pictures", params(("id" = Id, Path)),
    responses((status = 200, body = RawPicture)))]
pub async fn show(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> ApiResult<Json<RawPicture>> {
    let found = app.store.raw_picture(id).await?;
    Ok(Json(view(found, app.house().await?.raw_days)?))
}

/// Its file as it was sent
#[utoipa::path(get, path = "/raw_pictures/{id}/file", tag = "raw pictures", params(("id" = Id, Path)),
    responses((status = 200, description = "The picture", content_type = "image/*", body = Vec<u8>)))]
pub async fn file(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let found = app.store.raw_picture(id).await?;
    blob(&app, &found.hash, &found.format, &headers).await
}

/// The same, small
#[utoipa::path(get, path = "/raw_pictures/{id}/thumb", tag = "raw pictures", params(("id" = Id, Path)),
    responses((status = 200, description = "320 px at most", content_type = "image/jpeg", body = Vec<u8>)))]
pub async fn thumb(
    _: Permit<DataRead>,
    State(app): State<App>,
    PathId(id): PathId,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let found = app.store.raw_picture(id).await?;
    thumbnail(&app, &found.hash, &headers).await
}

fn filter(wanted: &RawWanted) -> RawFilter {
    let given = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
    RawFilter {
        ids: None,
        machine: given(&wanted.machine),
        product: given(&wanted.product),
        station: given(&wanted.station),
        serial: given(&wanted.serial),
        flag: wanted.flag.as_ref().map(word),
        from: wanted.from.map(|t| t.0),
        to: wanted.to.map(|t| t.0),
        taken: wanted.taken,
    }
}

/// `days`: how long one stays that is not taken.
fn view(row: fovea_store::RawPicture, days: Option<u32>) -> ApiResult<RawPicture> {
    let labels = row.labels().map_err(ApiError::from)?;
    let given = |text: String| Some(text).filter(|t| !t.is_empty());
    let side = |n: i64| u32::try_from(n).unwrap_or(0);
    let kept = days.filter(|_| row.picture_id.is_none()).map(|d| row.received_at + i64::from(d) * DAY_MS);
    Ok(RawPicture {
        id: row.id,
        project_id: row.project_id,
        hash: row.hash,
        name: row.name,
        width: side(row.width),
        height: side(row.height),
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        format: row.format,
        machine: row.machine,
        product: given(row.product),
        station: given(row.station),
        serial: given(row.serial),
        version: given(row.version),
        flag: row.flag.as_deref().map(known).transpose()?,
        labels: labels.into_iter().map(|l| dto::RawLabel { class: l.class, shape: l.shape.into() }).collect(),
        taken_at: row.taken_at.into(),
        received_at: row.received_at.into(),
        sent_by: row.sent_by,
        picture_id: row.picture_id,
        kept_until: kept.map(Into::into),
    })
}
