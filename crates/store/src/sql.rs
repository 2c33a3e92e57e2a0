//! Statements that are written out, where the builder of queries would only hide them.

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, QueryResult, Statement, Value};

use crate::Result;

pub(crate) fn statement(sql: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}

pub(crate) async fn run(
    db: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64> {
    Ok(db.execute(statement(sql, values)).await?.rows_affected())
}

pub(crate) async fn rows(
    db: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>> {
    Ok(db.query_all(statement(sql, values)).await?)
}

pub(crate) async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>> {
    let rows = rows(db, sql, values).await?;
    Ok(rows.iter().map(|r| T::from_query_result(r, "")).collect::<std::result::Result<_, _>>()?)
}

pub(crate) async fn one<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>> {
    Ok(all(db, sql, values).await?.into_iter().next())
}

/// The one number of a row, 0 where there is none.
pub(crate) async fn number(
    db: &impl ConnectionTrait,
    sql: impl Into<String>,
    values: impl IntoIterator<Item = Value>,
) -> Result<i64> {
    let row = db.query_one(statement(sql, values)).await?;
    Ok(match row {
        Some(row) => row.try_get_by_index::<Option<i64>>(0)?.unwrap_or(0),
        None => 0,
    })
}

/// `?3, ?4, ?5`: for statements that number their marks. Numbered ones and others are never mixed, since each kind is counted by itself.
pub(crate) fn marks_from(first: usize, count: usize) -> String {
    let all: Vec<String> = (first..first + count).map(|number| format!("?{number}")).collect();
    all.join(", ")
}

/// `?, ?, ?`
pub(crate) fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}
