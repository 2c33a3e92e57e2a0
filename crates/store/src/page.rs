use crate::Id;
use sea_orm::sea_query::{Expr, IntoColumnRef, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, Iterable, Order, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Where a page begins: behind the row with this key and id. Rows that come or go elsewhere neither double a
/// row nor lose one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub key: Key,
    pub id: Id,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    Number(i64),
    Text(String),
}

/// A cursor is shown to clients as one word that promises nothing.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_vec(self).map_err(|_| fmt::Error)?;
        text.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("this is no place in a list")]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Cursor, BadCursor> {
        let pairs = text.as_bytes().chunks(2);
        let bytes: Option<Vec<u8>> =
            pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect();
        serde_json::from_slice(&bytes.ok_or(BadCursor)?).map_err(|_| BadCursor)
    }
}

#[derive(Debug, Clone)]
pub struct PageRequest {
    pub limit: u64,
    pub cursor: Option<Cursor>,
}

impl Default for PageRequest {
    fn default() -> PageRequest {
        PageRequest { limit: 50, cursor: None }
    }
}

/// A part of a list, and how long the whole is.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Cursor>,
    pub total: u64,
}

impl<T> Page<T> {
    /// From up to `limit + 1` rows, as [`keyset`] asks for them.
    pub fn cut(mut rows: Vec<T>, limit: u64, total: u64, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(cursor);
        Page { items: rows, next, total }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next, total: self.total }
    }
}

/// Orders by `key`, then `id`, begins behind the cursor, and takes one row more than asked for, which tells
/// whether there is a next page.
pub fn keyset<E>(
    select: Select<E>,
    key: E::Column,
    id: E::Column,
    order: Order,
    page: &PageRequest,
) -> Select<E>
where
    E: EntityTrait,
    E::Column: ColumnTrait + Iterable,
{
    let column = |c: E::Column| SimpleExpr::from(Expr::col(c.as_column_ref().into_column_ref()));
    let mut select = select.order_by(key, order.clone()).order_by(id, order.clone()).limit(page.limit + 1);
    if let Some(cursor) = &page.cursor {
        let here = match &cursor.key {
            Key::Number(number) => Expr::val(*number),
            Key::Text(text) => Expr::val(text.clone()),
        };
        let place = Expr::tuple([column(key), column(id)]);
        let from = Expr::tuple([here.into(), Expr::val(cursor.id).into()]);
        select = select.filter(match order {
            Order::Desc => place.lt(from),
            _ => place.gt(from),
        });
    }
    select
}

#[cfg(test)]
mod tests;
