use super::{RecordQuery, views};
use crate::app::App;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{PathId, Query};
use crate::files::as_download;
use crate::guard::{Permit, RecordRead};
use crate::table::cell;
use crate::words::word;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fovea_store::{Id, PageRequest, RecordFilter};
use futures_util::stream;
use std::collections::HashMap;

/// Rows that are read at a time.
const PART: u64 = 500;
/// The sign at the start lets Excel read Chinese.
const HEAD: &str = "\u{feff}id,time,service,serial,verdict,score,class,regions,ms_total,width,height,recheck,\
recheck_class,recheck_by,recheck_time\r\n";

/// A project's records as CSV, newest first
#[utoipa::path(get, path = "/projects/{id}/records.csv", tag = "records", params(("id" = Id, Path), RecordQuery),
    responses((status = 200, description = "One line a record", content_type = "text/csv", body = String)))]
pub async fn csv(
    _: Permit<RecordRead>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<RecordQuery>,
) -> ApiResult<Response> {
    let project = app.store.project(id).await?;
    let classes = app.store.classes(id).await?.into_iter().map(|c| (c.id, c.name)).collect();
    let start =
        Place::Head(Lines { app, project: id, filter: query.filter(), classes, services: HashMap::new() });
    let parts = stream::try_unfold(start, |place| async move {
        match place {
            Place::Head(lines) => {
                Ok(Some((HEAD.to_string(), Place::Rows(lines, PageRequest { limit: PART, cursor: None }))))
            }
            Place::Rows(mut lines, page) => lines.part(&page).await.map(|(text, next)| {
                let place = match next {
                    Some(cursor) => Place::Rows(lines, PageRequest { limit: PART, cursor: Some(cursor) }),
                    None => Place::End,
                };
                Some((text, place))
            }),
            Place::End => Ok(None),
        }
        .map_err(|e: ApiError| std::io::Error::other(e.problem().detail))
    });
    let mut response = Body::from_stream(parts).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    as_download(&mut response, &format!("{}.csv", project.name));
    Ok(response)
}

enum Place {
    Head(Lines),
    Rows(Lines, PageRequest),
    End,
}

struct Lines {
    app: App,
    project: Id,
    filter: RecordFilter,
    classes: HashMap<Id, String>,
    services: HashMap<Id, String>,
}

impl Lines {
    async fn part(&mut self, page: &PageRequest) -> ApiResult<(String, Option<fovea_store::Cursor>)> {
        let found = self.app.store.record_rows(self.project, &self.filter, page).await?;
        let mut text = String::new();
        for record in views(&self.app, found.items).await? {
            let service = self.service(record.service_id).await?;
            self.line(&mut text, &record, &service);
        }
        Ok((text, found.next))
    }

    /// The name of a service, also of one that was taken away.
    async fn service(&mut self, id: Id) -> ApiResult<String> {
        if let Some(name) = self.services.get(&id) {
            return Ok(name.clone());
        }
        let name = self.app.store.service_name(id).await?;
        self.services.insert(id, name.clone());
        Ok(name)
    }

    fn line(&self, text: &mut String, r: &dto::Record, service: &str) {
        let said = r.recheck.as_ref();
        let class = said.and_then(|s| s.class_id).and_then(|id| self.classes.get(&id));
        let cells = [
            r.id.to_string(),
            r.at.to_string(),
            cell(service),
            cell(r.serial.as_deref().unwrap_or_default()),
            word(&r.verdict),
            format!("{:.4}", r.score),
            cell(r.class.as_deref().unwrap_or_default()),
            r.regions.len().to_string(),
            format!("{:.1}", r.ms_total),
            r.width.to_string(),
            r.height.to_string(),
            said.map(|s| word(&s.verdict)).unwrap_or_default(),
            cell(class.map(String::as_str).unwrap_or_default()),
            cell(said.and_then(|s| s.by.as_deref()).unwrap_or_default()),
            said.map(|s| s.at.to_string()).unwrap_or_default(),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
}
