//! Each request has a name: it stands in the answer, in the log and in the audit.

use crate::routes::BASE;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use fovea_store::{Id, Trace};
use std::sync::Arc;

pub const REQUEST_ID: &str = "x-request-id";

/// Changes that are no rows of the audit, each with its reason.
const UNWRITTEN: [(&str, &str, &str); 6] = [
    ("POST", "/services/{id}/infer", "the verdict is a record of its own"),
    ("POST", "/projects/{id}/raw_pictures", "the picture is a row of its own, with who sent it"),
    ("PUT", "/imports/{id}/files", "the import counts its files; its begin and its end are written"),
    ("POST", "/device/find", "changes nothing"),
    ("POST", "/projects/{id}/bead_plan/chessboard", "changes nothing"),
    ("POST", "/oidc/{id}/start", "the login is written once it ends, well or not"),
];

/// Names the request.
pub(crate) async fn name(mut request: Request, next: Next) -> Response {
    let id = Id::new().to_string();
    let header = HeaderValue::from_str(&id);
    request.extensions_mut().insert(Arc::new(Trace::new(id)));
    let mut response = next.run(request).await;
    if let Ok(header) = header {
        response.headers_mut().insert(REQUEST_ID, header);
    }
    response
}

/// Sees that whatever was changed was written down: a route that forgot fails its own tests.
pub(crate) async fn witness(request: Request, next: Next) -> Response {
    let trace = request.extensions().get::<Arc<Trace>>().cloned();
    let path = request.extensions().get::<MatchedPath>().map(|p| p.as_str().to_string());
    let method = request.method().clone();
    let response = next.run(request).await;
    let (Some(trace), Some(path)) = (trace, path) else { return response };
    let path = path.strip_prefix(BASE).unwrap_or(&path);
    let changed = !method.is_safe() && response.status().is_success();
    if changed && !trace.has_said() && !unwritten(&method, path, &response) {
        tracing::error!(
            request_id = trace.id,
            "{method} {path} changed something and wrote no row of the audit"
        );
        debug_assert!(false, "{method} {path} wrote no row of the audit");
    }
    response
}

fn unwritten(method: &Method, path: &str, response: &Response) -> bool {
    // An answer that was given before.
    response.headers().contains_key("idempotent-replay")
        || UNWRITTEN.iter().any(|(m, p, _)| method == m && *p == path)
}
