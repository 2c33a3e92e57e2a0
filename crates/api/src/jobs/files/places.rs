use super::read::FolderQuery;
use super::{PathQuery, aside, told};
use crate::app::App;
use crate::codes::Code;
use crate::dto::StorageFiles;
use crate::error::ApiResult;
use crate::extract::Query;
use crate::guard::{JobWriteOwn, Permit};
use axum::Json;
use axum::extract::{Path, State};
use fovea_jobs::work::WorkFolder;

/// What lies in a folder that your jobs may see, for whoever fills a job file
///
/// `home`: your own; `data`: the folder of data that the server was started with. Page by page, folders first. Links are shown and
/// never followed.
#[utoipa::path(get, path = "/jobs/places/{name}/entries", tag = "jobs",
    params(("name" = String, Path), PathQuery, FolderQuery), responses((status = 200, body = StorageFiles)))]
pub async fn place_entries(
    permit: Permit<JobWriteOwn>,
    State(app): State<App>,
    Path(name): Path<String>,
    Query(at): Query<PathQuery>,
    Query(query): Query<FolderQuery>,
) -> ApiResult<Json<StorageFiles>> {
    // What lies there is of no project.
    if permit.principal.project.is_some() {
        return Err(Code::AuthProjectOnly.into());
    }
    let folder = match name.as_str() {
        "home" => Some(app.store.place().home(permit.user())),
        "data" => app.settings.job_data.clone(),
        _ => None,
    };
    let folder = WorkFolder::to_read(&folder.ok_or(Code::NotFound)?);
    let (path, wanted) = (at.parse()?, query.wanted()?);
    let shown = path.shown();
    let found = aside(move || match folder.exists() || !path.is_root() {
        true => folder.list(&path, &wanted),
        // Nobody kept anything there yet.
        false => Ok(Some(Default::default())),
    });
    let page = found.await?.ok_or(Code::BadCursor)?;
    let items = page.items.into_iter().map(told).collect();
    Ok(Json(StorageFiles { path: shown, items, next: page.next, total: page.total }))
}
