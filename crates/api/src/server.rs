use crate::app::App;
use crate::codes::Code;
use crate::error::ApiError;
use crate::{doors, idempotency, modules, pages, routes, trace, watch};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Of a body that is read whole, such as JSON. Uploads are streams with limits of their own.
pub(crate) const MOST_BODY_BYTES: usize = 8 << 20;

/// Scripts and styles from the server itself only. Ant Design writes styles into the page.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
img-src 'self' blob: data:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; \
connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/// The whole server as one service: the interface, and the pages for all other addresses.
pub fn service(app: App) -> Router {
    let api = routes::router()
        .layer(middleware::from_fn_with_state(app.clone(), idempotency::repeat))
        .layer(middleware::from_fn(trace::witness))
        .layer(middleware::from_fn_with_state(app.clone(), modules::gate))
        .fallback(|| async { ApiError::from(Code::NotFound) })
        .method_not_allowed_fallback(|| async { ApiError::from(Code::MethodNotAllowed) });
    Router::new()
        .nest(routes::BASE, api)
        // Where Prometheus looks if nobody tells it otherwise; behind the same right.
        .route("/metrics", get(watch::metrics))
        .fallback(pages::show)
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(middleware::from_fn(protect))
        .layer(middleware::from_fn(trace::name))
        // Outside of all else: nothing of the platform is there under the name of a door.
        .layer(middleware::from_fn_with_state(app.clone(), doors::divert))
        .with_state(app)
}

async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await.into_response();
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}
