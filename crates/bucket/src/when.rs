//! Moments as S3 writes them, in UTC, by the calendar that is counted from March on.

use std::time::{SystemTime, UNIX_EPOCH};

/// Day and moment, as `20130524` and `20130524T000000Z`.
pub fn written(at: SystemTime) -> (String, String) {
    let seconds = at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    let date = format!("{year:04}{month:02}{day:02}");
    let moment = format!("{date}T{:02}{:02}{:02}Z", rest / 3600, rest / 60 % 60, rest % 60);
    (date, moment)
}

/// Milliseconds since 1970 of `2009-10-12T17:50:30.000Z`.
pub fn read(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let from_march = (month + 9) % 12;
    let year = year - i64::from(month <= 2);
    let of_era = year % 400;
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    let days = year / 400 * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn moments_are_written_and_read() {
        for (seconds, text) in [
            (0, "19700101T000000Z"),
            (1_369_353_600, "20130524T000000Z"),
            (951_782_399, "20000228T235959Z"),
            (951_825_600, "20000229T120000Z"),
            (1_798_761_600, "20270101T000000Z"),
        ] {
            let (date, moment) = written(UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!((moment.as_str(), date.as_str()), (text, &text[..8]));
            let told = format!(
                "{}-{}-{}T{}:{}:{}.000Z",
                &text[..4],
                &text[4..6],
                &text[6..8],
                &text[9..11],
                &text[11..13],
                &text[13..15]
            );
            assert_eq!(read(&told), Some(seconds as i64 * 1000), "{told}");
        }
        assert_eq!((read(""), read("2013-13-01T00:00:00Z"), read("螺丝螺丝螺丝螺丝")), (None, None, None));
    }
}
