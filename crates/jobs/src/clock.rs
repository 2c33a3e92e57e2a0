//! The clock as text. Everything that asks for the time of day goes through here.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// UTC with milliseconds, such as `2026-11-25T01:02:03.456Z`.
pub fn text(at: OffsetDateTime) -> String {
    let ms = at.millisecond();
    let at = at.to_offset(time::UtcOffset::UTC).replace_nanosecond(u32::from(ms) * 1_000_000).unwrap_or(at);
    let text = at.format(&Rfc3339).unwrap_or_default();
    match text.split_once('.') {
        None => text.strip_suffix('Z').map_or(text.clone(), |t| format!("{t}.000Z")),
        Some((whole, _)) => format!("{whole}.{ms:03}Z"),
    }
}

pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

pub fn now_text() -> String {
    text(now())
}

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    i64::try_from(now().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// A moment in milliseconds since 1970 as text.
pub fn text_of_ms(ms: i64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000).map(text).unwrap_or_default()
}

/// The other way round; `None`: it is no time.
pub fn ms_of_text(text: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_milliseconds_always() {
        let at = |nanos| OffsetDateTime::from_unix_timestamp_nanos(nanos).map(text).unwrap();
        assert_eq!(at(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(at(1_020_999_999), "1970-01-01T00:00:01.020Z");
        assert_eq!(text_of_ms(1020), "1970-01-01T00:00:01.020Z");
        assert_eq!((ms_of_text("1970-01-01T00:00:01.020Z"), ms_of_text("never")), (Some(1020), None));
    }
}
