use super::{PathQuery, aside, refused, to_read, told};
use crate::app::App;
use crate::codes::Code;
use crate::dto;
use crate::error::ApiResult;
use crate::extract::{PathId, Query};
use crate::guard::{JobReadOwn, Permit};
use crate::list::MOST_ROWS;
use axum::Json;
use axum::extract::State;
use fovea_domain::command::CommandSpec;
use fovea_jobs::work::{MOST_TEXT, WorkFault, WorkPath, WorkSort, WorkWanted};
use fovea_store::Id;
use serde::Deserialize;
use utoipa::IntoParams;

/// Of a piece of a text, where nothing else was asked for.
const PIECE: u64 = 256 << 10;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FolderQuery {
    /// Rows to give, at most 200
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u64>,
    /// `next` of the page before
    cursor: Option<String>,
    /// `name` (numbers as numbers), `bytes` or `changed_at`; with `-` the other way round. Folders come first
    sort: Option<String>,
    /// Only names with these words
    q: Option<String>,
}

impl FolderQuery {
    pub(super) fn wanted(self) -> ApiResult<WorkWanted> {
        let asked = self.sort.as_deref().unwrap_or("name");
        let (down, name) = asked.strip_prefix('-').map_or((false, asked), |name| (true, name));
        let sort = match name {
            "name" => WorkSort::Name,
            "bytes" => WorkSort::Bytes,
            "changed_at" => WorkSort::Changed,
            _ => return Err(Code::BadSort.into()),
        };
        let limit = self.limit.unwrap_or(100).clamp(1, MOST_ROWS);
        let words = self.q.filter(|words| !words.trim().is_empty());
        Ok(WorkWanted { sort, down, limit: usize::try_from(limit).unwrap_or(1), cursor: self.cursor, words })
    }
}

/// A folder of a job's work folder
///
/// Page by page, however many files there are. Links are shown and never followed. Of commands only.
#[utoipa::path(get, path = "/jobs/{id}/files", tag = "jobs", params(("id" = Id, Path), PathQuery, FolderQuery),
    responses((status = 200, body = dto::WorkFiles)))]
pub async fn files(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(at): Query<PathQuery>,
    Query(query): Query<FolderQuery>,
) -> ApiResult<Json<dto::WorkFiles>> {
    let (job, folder) = to_read(&app, &permit, id).await?;
    let (path, wanted) = (at.parse()?, query.wanted()?);
    let shown = path.shown();
    let found = aside(move || match folder.exists() || !path.is_root() {
        true => folder.list(&path, &wanted),
        // A job that was never started has nothing yet.
        false => Ok(Some(Default::default())),
    });
    let page = found.await?.ok_or(Code::BadCursor)?;
    let spec = serde_json::from_str::<CommandSpec>(&job.spec).ok();
    Ok(Json(dto::WorkFiles {
        path: shown,
        seen_as: spec.map(|spec| spec.work).unwrap_or_default(),
        items: page.items.into_iter().map(told).collect(),
        next: page.next,
        total: page.total,
    }))
}

/// One file or folder of a job's work folder
#[utoipa::path(get, path = "/jobs/{id}/files/entry", tag = "jobs", params(("id" = Id, Path), PathQuery),
    responses((status = 200, body = dto::WorkFile)))]
pub async fn file_entry(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(at): Query<PathQuery>,
) -> ApiResult<Json<dto::WorkFile>> {
    let (_, folder) = to_read(&app, &permit, id).await?;
    let path = at.parse()?;
    Ok(Json(told(aside(move || folder.entry(&path)).await?)))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PieceQuery {
    /// First byte
    #[serde(default)]
    from: u64,
    /// Bytes at most; 262144 where left out
    #[param(minimum = 16, maximum = 1048576)]
    limit: Option<u64>,
}

/// A file of a job's work folder as text, piece by piece
///
/// Signs are not cut. What is no text (it has zeros) is not shown; what is no UTF-8 is shown with �, and is not `editable`.
#[utoipa::path(get, path = "/jobs/{id}/files/text", tag = "jobs", params(("id" = Id, Path), PathQuery, PieceQuery),
    responses((status = 200, body = dto::WorkText)))]
pub async fn file_text(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(at): Query<PathQuery>,
    Query(query): Query<PieceQuery>,
) -> ApiResult<Json<dto::WorkText>> {
    let (_, folder) = to_read(&app, &permit, id).await?;
    let path = at.parse()?;
    let shown = path.shown();
    let most = query.limit.unwrap_or(PIECE).clamp(16, MOST_TEXT);
    let piece = aside(move || folder.text(&path, query.from, most)).await?;
    let whole = piece.from == 0 && piece.to == piece.bytes;
    Ok(Json(dto::WorkText {
        path: shown,
        text: piece.text,
        from: piece.from,
        next: Some(piece.to).filter(|to| *to < piece.bytes),
        bytes: piece.bytes,
        etag: piece.tag,
        binary: piece.binary,
        editable: whole && !piece.binary && !piece.lossy,
    }))
}

/// What is asked to be a file must be one.
pub(super) fn no_root(path: &WorkPath) -> ApiResult<()> {
    let fault = || refused(fovea_jobs::work::WorkError { path: String::new(), fault: WorkFault::BadPath });
    if path.is_root() { Err(fault()) } else { Ok(()) }
}
