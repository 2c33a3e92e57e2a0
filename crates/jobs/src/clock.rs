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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_milliseconds_always() {
        let at = |nanos| OffsetDateTime::from_unix_timestamp_nanos(nanos).map(text).unwrap();
        assert_eq!(at(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(at(1_020_999_999), "1970-01-01T00:00:01.020Z");
    }
}
