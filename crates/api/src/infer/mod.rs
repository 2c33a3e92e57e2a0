//! Pictures in, verdicts out, each with a record.

mod keep;
mod words;

use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::gateway::{GatewayError, Told};
use crate::guard::{Infer, Permit};
use crate::idempotency::request_key;
use crate::records::prediction_of;
use crate::services::ignored::leave_out;
use axum::Json;
use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use fovea_domain::JobState;
use fovea_service::{Answer, MOST_BYTES};
use fovea_store::{Id, Record, Service};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use keep::Verdict;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;
use utoipa::IntoParams;

/// A picture must have arrived within this time.
const SLOWEST: Duration = Duration::from_secs(60);

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InferQuery {
    /// Serial number of the part, kept with the record
    #[param(max_length = 200)]
    serial: Option<String>,
    /// 1: answer with a heat map
    #[param(minimum = 0, maximum = 1)]
    heat: Option<u8>,
    /// Texts that a recipe asks for, as a JSON object such as `{"lot": "A12"}`; of a model that reads `expected`, the text that
    /// must stand there
    #[param(max_length = 4000)]
    texts: Option<String>,
}

/// Judge a picture
///
/// The body is the picture itself, or a form with it in the field `image`. The answer comes after the record is kept.
/// With an `Idempotency-Key` the same picture sent again is given the record of the first time.
#[utoipa::path(post, path = "/services/{id}/infer", tag = "services",
    params(("id" = Id, Path), InferQuery, ("Idempotency-Key" = Option<String>, Header)),
    request_body(content((Vec<u8> = "image/*"), (Vec<u8> = "multipart/form-data"))),
    responses((status = 200, body = dto::Prediction)))]
pub async fn infer(
    permit: Permit<Infer>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<InferQuery>,
    request: Request,
) -> ApiResult<Json<dto::Prediction>> {
    let serial = query.serial.filter(|s| !s.is_empty());
    if serial.as_ref().is_some_and(|s| s.chars().count() > 200 || s.chars().any(char::is_control)) {
        return Err(ApiError::field("serial", "field.invalid"));
    }
    let texts = query.texts.as_deref().map(serde_json::from_str::<BTreeMap<String, String>>).transpose();
    let texts = texts.map_err(|_| ApiError::field("texts", "field.invalid"))?.unwrap_or_default();
    let service = app.store.service(id).await?;
    let key = request_key(request.headers())?.map(|key| (permit.user(), key));
    if let Some((user, key)) = &key
        && let Some(first) = app.store.record_of_request(*user, key).await?
    {
        return same_request(&first, &service).map(Json);
    }
    let job = running(&service)?;
    let _room = take_room(&app, request.headers())?;
    let picture = tokio::time::timeout(SLOWEST, read_picture(request)).await;
    let picture = picture.map_err(|_| ApiError::from(Code::BodyTimeout))??;
    let asked = query.heat == Some(1);
    let wish = match (asked, service.row.keep.as_str()) {
        (true, _) | (_, "all") => "1",
        (_, "ng") => "ng",
        _ => "0",
    };
    let told = app.gateway.infer(job, wish, &texts, picture.clone()).await.map_err(unreachable)?;
    let mut answer = understand(&told)?;
    leave_out(&service, &mut answer)?;
    words::in_own(&mut answer.prediction, &app.store.classes(service.row.project_id).await?);
    let (record, heat_png) = keep::keep(&app, Verdict { service, picture, answer, serial, key }).await?;
    let mut prediction = prediction_of(&record)?;
    prediction.heat_png = heat_png.filter(|_| asked);
    Ok(Json(prediction))
}

fn same_request(first: &Record, service: &Service) -> ApiResult<dto::Prediction> {
    if first.service_id == service.row.id {
        prediction_of(first)
    } else {
        Err(Code::IdempotencyMismatch.into())
    }
}

fn running(service: &Service) -> ApiResult<Id> {
    let job = service.job.as_ref().ok_or(Code::ServiceNotRunning)?;
    match job.state()? {
        // One that is starting may answer already, one that is stopping still.
        JobState::Running | JobState::Starting | JobState::Stopping => Ok(job.id),
        _ => Err(Code::ServiceNotRunning.into()),
    }
}

/// Memory for the picture, so that many large ones at once are turned away and not held.
fn take_room(app: &App, headers: &HeaderMap) -> ApiResult<tokio::sync::OwnedSemaphorePermit> {
    let told = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    let bytes = told.unwrap_or(MOST_BYTES);
    if bytes > MOST_BYTES + (1 << 16) {
        return Err(Code::BodyTooLarge.into());
    }
    let megabytes = u32::try_from(bytes.div_ceil(1 << 20).max(1)).unwrap_or(u32::MAX);
    let room = app.gateway.room.clone().try_acquire_many_owned(megabytes);
    room.map_err(|_| ApiError::from(Code::ServiceBusy).with("wait_s", 1))
}

async fn read_picture(mut request: Request) -> ApiResult<Bytes> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let bytes = if media.starts_with("multipart/form-data") {
        DefaultBodyLimit::max(MOST_BYTES + (1 << 16)).apply(&mut request);
        read_form(request).await?
    } else {
        let body = Limited::new(request.into_body(), MOST_BYTES).collect().await;
        body.map_err(|e| match e.downcast_ref::<LengthLimitError>() {
            Some(_) => ApiError::from(Code::BodyTooLarge),
            None => ApiError::cut_body(),
        })?
        .to_bytes()
    };
    if bytes.is_empty() {
        return Err(ApiError::from(Code::PictureUnreadable).with("reason", "it has no bytes"));
    }
    Ok(bytes)
}

async fn read_form(request: Request) -> ApiResult<Bytes> {
    let wrong = |e: MultipartError| ApiError::of_form(&e);
    let mut form =
        Multipart::from_request(request, &()).await.map_err(|e| ApiError::no_form(e.body_text()))?;
    while let Some(field) = form.next_field().await.map_err(wrong)? {
        if field.name() == Some("image") {
            return field.bytes().await.map_err(wrong);
        }
    }
    Err(ApiError::form_lacks("image"))
}

fn unreachable(error: GatewayError) -> ApiError {
    match error {
        GatewayError::NotRunning => Code::ServiceNotRunning.into(),
        GatewayError::Broken(why) => {
            tracing::warn!(%why, "a service did not answer");
            Code::ServiceBroken.into()
        }
    }
}

#[derive(Deserialize)]
struct Refused {
    code: String,
    detail: String,
}

fn understand(told: &Told) -> ApiResult<Answer> {
    if told.status == StatusCode::OK {
        return serde_json::from_slice(&told.body).map_err(ApiError::internal);
    }
    let why: Option<Refused> = serde_json::from_slice(&told.body).ok();
    let reason = why.as_ref().map_or(String::new(), |w| w.detail.clone());
    Err(match told.status {
        StatusCode::TOO_MANY_REQUESTS => ApiError::from(Code::ServiceBusy).with("wait_s", 1),
        StatusCode::PAYLOAD_TOO_LARGE => Code::BodyTooLarge.into(),
        StatusCode::UNPROCESSABLE_ENTITY if why.as_ref().is_some_and(|w| w.code.starts_with("recipe.")) => {
            ApiError::from(Code::RecipeFailed).with("reason", reason)
        }
        StatusCode::UNPROCESSABLE_ENTITY => {
            let code = why.map_or(Value::Null, |w| w.code.into());
            ApiError::from(Code::PictureUnreadable).with("reason", reason).with("code", code)
        }
        status => {
            tracing::warn!(%status, %reason, "a service failed on a picture");
            Code::ServiceBroken.into()
        }
    })
}
