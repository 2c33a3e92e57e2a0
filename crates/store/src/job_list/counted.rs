//! A walk counts no further than it goes. What the first page counted goes along with the place where the next one begins, so that it
//! is not counted anew for each.

use super::{JobOrder, JobSort, MOST_WALKED};
use crate::{Cursor, Key, PageRequest};

/// The key of a place, with what was counted before; keys that are texts bear nothing.
pub(super) fn told(key: Key, counted: Option<i64>) -> Key {
    match (key, counted) {
        (Key::Number(place), Some(total)) => Key::Text(format!("{place}/{total}")),
        (key, _) => key,
    }
}

/// What is asked for as it is without that, and what was counted.
pub(super) fn taken(page: &PageRequest, order: JobOrder) -> (PageRequest, Option<i64>) {
    let by_number = !matches!(order.sort, JobSort::Name | JobSort::Owner);
    let found = match &page.cursor {
        Some(Cursor { key: Key::Text(text), id }) if by_number => parts(text).map(|parts| (parts, *id)),
        _ => None,
    };
    let Some(((place, total), id)) = found else { return (page.clone(), None) };
    let cursor = Some(Cursor { key: Key::Number(place), id });
    // A cursor is a client's word.
    (PageRequest { limit: page.limit, cursor }, Some(total.clamp(0, MOST_WALKED.cast_signed())))
}

fn parts(text: &str) -> Option<(i64, i64)> {
    let (place, total) = text.split_once('/')?;
    Some((place.parse().ok()?, total.parse().ok()?))
}
