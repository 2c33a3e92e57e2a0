//! Lists as CSV or lines of JSON, streamed: a part is read, written and forgotten before the next.

use crate::error::{ApiError, ApiResult};
use crate::files::as_download;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fovea_store::{Cursor, PageRequest};
use futures_util::stream;

/// Rows that are read at a time.
const PART: u64 = 500;
/// The sign at the start lets Excel read Chinese.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";
pub const CSV: &str = "text/csv; charset=utf-8";

/// Text of a part and where the next one begins.
pub type Part = (String, Option<Cursor>);

enum Place {
    Head(String),
    Rows(PageRequest),
    End,
}

/// Answers with `head` and then what `part` writes of page after page.
pub fn streamed<F>(
    media_type: &'static str,
    file: &str,
    head: String,
    part: impl Fn(PageRequest) -> F + Send + 'static,
) -> Response
where
    F: Future<Output = ApiResult<Part>> + Send,
{
    let parts = stream::try_unfold((Place::Head(head), part), |(place, part)| async move {
        let (text, next) = match place {
            Place::Head(head) => (head, Place::Rows(PageRequest { limit: PART, cursor: None })),
            Place::Rows(page) => {
                let read: ApiResult<Part> = part(page).await;
                let (text, next) = read.map_err(|e: ApiError| std::io::Error::other(e.problem().detail))?;
                let rows = |cursor| Place::Rows(PageRequest { limit: PART, cursor: Some(cursor) });
                (text, next.map_or(Place::End, rows))
            }
            Place::End => return Ok::<_, std::io::Error>(None),
        };
        Ok(Some((text, (next, part))))
    });
    let mut response = Body::from_stream(parts).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    as_download(&mut response, file);
    response
}

pub fn line(cells: &[String]) -> String {
    cells.join(",") + "\r\n"
}

/// Quoted where it must be. What a spreadsheet would take for a formula is marked as text.
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_string() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        for (text, written) in [
            ("A-1", "A-1"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@x,y", "\"'@x,y\""),
            ("螺丝", "螺丝"),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
