use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970 in UTC, as times are kept in the database.
pub type Moment = i64;

pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
