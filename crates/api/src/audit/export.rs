use super::{AuditQuery, view};
use crate::app::App;
use crate::dto::AuditRow;
use crate::error::{ApiError, ApiResult};
use crate::extract::Query;
use crate::guard::{AuditRead, Permit};
use crate::table::{BYTE_ORDER_MARK, CSV, cell, line, streamed};
use axum::extract::State;
use axum::response::Response;

/// What was done, as CSV
#[utoipa::path(get, path = "/audit.csv", tag = "audit", params(AuditQuery),
    responses((status = 200, description = "One line a row", content_type = "text/csv", body = String)))]
pub async fn csv(
    _: Permit<AuditRead>,
    State(app): State<App>,
    Query(query): Query<AuditQuery>,
) -> ApiResult<Response> {
    let head = format!(
        "{BYTE_ORDER_MARK}seq,at,actor_name,actor_id,from_address,action,object_kind,object_id,object_name,\
project_id,before,after,result,request_id,hash\r\n"
    );
    Ok(export(app, &query, (CSV, "audit.csv", head), csv_line))
}

/// What was done, a JSON object a line
#[utoipa::path(get, path = "/audit.jsonl", tag = "audit", params(AuditQuery),
    responses((status = 200, description = "One line a row", content_type = "application/jsonl", body = String)))]
pub async fn jsonl(
    _: Permit<AuditRead>,
    State(app): State<App>,
    Query(query): Query<AuditQuery>,
) -> ApiResult<Response> {
    Ok(export(app, &query, ("application/jsonl", "audit.jsonl", String::new()), json_line))
}

fn export(
    app: App,
    query: &AuditQuery,
    (media_type, file, head): (&'static str, &str, String),
    write: fn(AuditRow) -> ApiResult<String>,
) -> Response {
    let filter = query.filter();
    streamed(media_type, file, head, move |page| {
        let (app, filter) = (app.clone(), filter.clone());
        async move {
            let found = app.store.audit_rows(&filter, &page).await?;
            let text = found.items.into_iter().map(|r| write(view(r))).collect::<ApiResult<String>>()?;
            Ok((text, found.next))
        }
    })
}

fn csv_line(row: AuditRow) -> ApiResult<String> {
    let id = |id: Option<fovea_store::Id>| id.map(|i| i.to_string()).unwrap_or_default();
    let json = |value: Option<serde_json::Value>| value.map(|v| v.to_string()).unwrap_or_default();
    Ok(line(&[
        row.seq.to_string(),
        row.at.to_string(),
        cell(&row.actor_name),
        id(row.actor_id),
        cell(&row.from_address),
        row.action,
        row.object_kind,
        cell(&row.object_id.unwrap_or_default()),
        cell(&row.object_name),
        id(row.project_id),
        cell(&json(row.before)),
        cell(&json(row.after)),
        row.result,
        row.request_id.unwrap_or_default(),
        row.hash,
    ]))
}

fn json_line(row: AuditRow) -> ApiResult<String> {
    Ok(serde_json::to_string(&row).map_err(ApiError::internal)? + "\n")
}
