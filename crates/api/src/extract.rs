//! What handlers take out of requests, refused with problems and codes where it does not fit.

use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use crate::reasons::Why;
use crate::server::MOST_BODY_BYTES;
use axum::body::{Bytes, HttpBody};
use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{ETAG, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestPartsExt};
use fovea_store::Id;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::collections::HashMap;
use std::error::Error;
use utoipa::IntoParams;
use utoipa::openapi::path::Parameter;

/// A JSON body.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> ApiResult<Body<T>> {
        within(request.body(), MOST_BODY_BYTES)?;
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Body(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(ApiError::from(Code::WrongMediaType).with("expected", "application/json"))
            }
            Err(JsonRejection::BytesRejection(e)) => Err(not_whole(&e)),
            Err(e) => {
                let sound = matches!(e, JsonRejection::JsonDataError(_));
                Err(ApiError::of_json(&words_of(&e), sound, e.body_text()))
            }
        }
    }
}

/// A body as it is, read whole.
pub struct Whole(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> ApiResult<Whole> {
        within(request.body(), MOST_BODY_BYTES)?;
        Bytes::from_request(request, state).await.map(Whole).map_err(|e| not_whole(&e))
    }
}

/// Refuses what is too long by its own word, before any of it is waited for.
pub(crate) fn within(body: &axum::body::Body, most: usize) -> ApiResult<()> {
    if body.size_hint().lower() > most as u64 { Err(Code::BodyTooLarge.into()) } else { Ok(()) }
}

fn not_whole(error: &BytesRejection) -> ApiError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Code::BodyTooLarge.into(),
        _ => ApiError::cut_body(),
    }
}

/// What the parser said, without what axum says before it.
fn words_of(error: &dyn Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

/// What stands behind the `?`.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<Query<T>> {
        let found: Result<axum::extract::Query<T>, QueryRejection> =
            axum::extract::Query::from_request_parts(parts, state).await;
        match found {
            Ok(axum::extract::Query(value)) => Ok(Query(value)),
            Err(e) => Err(ApiError::of_query(&words_of(&e), e.body_text())),
        }
    }
}

/// The same, and nothing else may stand there: a name that means nothing is refused, since what it was to do is not done.
pub struct OnlyQuery<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + IntoParams> FromRequestParts<S> for OnlyQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<OnlyQuery<T>> {
        refuse_others(parts, state, &T::into_params(|| None)).await?;
        let Query(value) = Query::from_request_parts(parts, state).await?;
        Ok(OnlyQuery(value))
    }
}

/// The same of two that stand there together.
pub struct BothQueries<A, B>(pub A, pub B);

impl<S, A, B> FromRequestParts<S> for BothQueries<A, B>
where
    S: Send + Sync,
    A: DeserializeOwned + IntoParams + Send,
    B: DeserializeOwned + IntoParams,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> ApiResult<BothQueries<A, B>> {
        let known: Vec<Parameter> =
            A::into_params(|| None).into_iter().chain(B::into_params(|| None)).collect();
        refuse_others(parts, state, &known).await?;
        let Query(first) = Query::from_request_parts(parts, state).await?;
        let Query(second) = Query::from_request_parts(parts, state).await?;
        Ok(BothQueries(first, second))
    }
}

async fn refuse_others<S: Send + Sync>(parts: &mut Parts, state: &S, known: &[Parameter]) -> ApiResult<()> {
    let Query(said): Query<Vec<(String, String)>> = Query::from_request_parts(parts, state).await?;
    let names: Vec<&str> = known.iter().map(|one| one.name.as_str()).collect();
    match said.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        None => Ok(()),
        Some((name, _)) => {
            let name: String = name.chars().take(100).collect();
            let known = names.join(", ");
            let detail = format!("there is no parameter {name:?}; there are {known}");
            let params = json!({ "field": name, "known": known });
            Err(ApiError::misread(&Why::new("request.query_unknown", detail, params)))
        }
    }
}

/// The id in the path. One that is none names nothing, which is not told from one that is not there.
pub struct PathId(pub Id);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<PathId> {
        let found = parts.extract::<axum::extract::Path<HashMap<String, String>>>().await;
        let id = found.ok().and_then(|path| path.get("id")?.parse().ok());
        id.map(PathId).ok_or_else(|| Code::NotFound.into())
    }
}

/// The number `index` in the path; anything else is not there.
pub struct PathIndex(pub u32);

impl<S: Send + Sync> FromRequestParts<S> for PathIndex {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<PathIndex> {
        let found = parts.extract::<axum::extract::Path<HashMap<String, String>>>().await;
        let index = found.ok().and_then(|path| path.get("index")?.parse().ok());
        index.map(PathIndex).ok_or_else(|| Code::NotFound.into())
    }
}

/// The id `other` in the path, behind that of what it is to do with.
pub struct PathOther(pub Id);

impl<S: Send + Sync> FromRequestParts<S> for PathOther {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<PathOther> {
        let found = parts.extract::<axum::extract::Path<HashMap<String, String>>>().await;
        let id = found.ok().and_then(|path| path.get("other")?.parse().ok());
        id.map(PathOther).ok_or_else(|| Code::NotFound.into())
    }
}

/// The upload in the path, behind what it is for.
pub struct PathUpload(pub Id);

impl<S: Send + Sync> FromRequestParts<S> for PathUpload {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<PathUpload> {
        let found = parts.extract::<axum::extract::Path<HashMap<String, String>>>().await;
        let id = found.ok().and_then(|path| path.get("upload")?.parse().ok());
        id.map(PathUpload).ok_or_else(|| Code::NotFound.into())
    }
}

/// The revision that a change was made on.
pub struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> ApiResult<IfMatch> {
        revision(&parts.headers).map(IfMatch)
    }
}

fn revision(headers: &HeaderMap) -> ApiResult<i64> {
    let text = headers.get(IF_MATCH).ok_or(Code::PreconditionMissing)?;
    let number = text.to_str().ok().map(|t| t.trim().trim_start_matches("W/").trim_matches('"'));
    number.and_then(|n| n.parse().ok()).ok_or_else(|| Code::PreconditionFailed.into())
}

/// An answer with its revision as ETag.
pub struct Revised<T> {
    pub revision: i64,
    pub value: T,
}

impl<T: Serialize> IntoResponse for Revised<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.value).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.revision)) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}

/// 201 with the new thing.
pub struct Created<T>(pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}
