use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use fovea_store::{Cursor, Key, Page, PageRequest};
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

/// For lists that stand in one of several orders: a cursor of another one is no place in this one.
pub fn page_request_in(order: &str, limit: Option<u64>, cursor: Option<&str>) -> ApiResult<PageRequest> {
    let place = |text| place_in(order, text).ok_or_else(|| ApiError::from(Code::BadCursor));
    page_request(limit, cursor.map(place).transpose()?)
}

fn place_in<'a>(order: &str, cursor: &'a str) -> Option<&'a str> {
    cursor.strip_suffix(order)?.strip_suffix('.')
}

/// For lists by name: a cursor of a list that is put in order by a number is no place in one.
pub fn by_name(page: PageRequest) -> ApiResult<PageRequest> {
    if matches!(page.cursor, Some(Cursor { key: Key::Number(_), .. })) {
        return Err(Code::BadCursor.into());
    }
    Ok(page)
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

    /// The same, whose cursor [`page_request_in`] knows again.
    #[must_use]
    pub fn in_order(mut self, order: &str) -> List<T> {
        self.next = self.next.map(|next| format!("{next}.{order}"));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_store::Id;

    #[test]
    fn a_cursor_is_a_place_in_the_order_that_told_it_alone() {
        let next = Cursor { key: Key::Text("a".into()), id: Id::new() };
        let page = Page { items: vec![1], next: Some(next.clone()), total: 2 };
        let told = List::of(page, |one| one).in_order("-name").next.unwrap();
        let asked = page_request_in("-name", None, Some(&told)).unwrap();
        assert_eq!(asked.cursor, Some(next));
        for other in ["name", "-created_at", ""] {
            assert!(page_request_in(other, None, Some(&told)).is_err(), "{other}");
        }
        assert!(page_request_in("-name", None, Some("zz.-name")).is_err());
        assert!(page_request_in("-name", None, None).unwrap().cursor.is_none());
    }
}
