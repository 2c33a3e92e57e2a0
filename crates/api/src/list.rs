use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use fovea_store::{Page, PageRequest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Rows of one answer at most.
pub const MOST_ROWS: u64 = 200;

/// Which part of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Rows to give, at most 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u64>,
    /// `next` of the page before
    pub cursor: Option<String>,
}

impl ListQuery {
    pub fn request(&self) -> ApiResult<PageRequest> {
        page_request(self.limit, self.cursor.as_deref())
    }
}

/// For queries with filters, which hold `limit` and `cursor` as fields of their own.
pub fn page_request(limit: Option<u64>, cursor: Option<&str>) -> ApiResult<PageRequest> {
    let limit = limit.unwrap_or(50).clamp(1, MOST_ROWS);
    let cursor = cursor.map(str::parse).transpose().map_err(|_| ApiError::from(Code::BadCursor))?;
    Ok(PageRequest { limit, cursor })
}

/// A part of a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct List<T> {
    pub items: Vec<T>,
    /// Give it as `cursor` for the rows after these; null at the end
    #[schema(required = true)]
    pub next: Option<String>,
    /// Rows of the whole list
    pub total: u64,
}

impl<T> List<T> {
    pub fn of<U>(page: Page<U>, into: impl FnMut(U) -> T) -> List<T> {
        let next = page.next.as_ref().map(ToString::to_string);
        List { total: page.total, items: page.items.into_iter().map(into).collect(), next }
    }
}
