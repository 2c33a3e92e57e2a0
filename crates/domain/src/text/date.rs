//! Dates as they are printed, by a format such as `YYYY-MM-DD`, `DD.MM.YY`, `MMM YYYY` or `YYYYMMDD`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar. Earlier days are less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date format: it takes YYYY or YY, MM or MMM, and DD where there is a day, each once")]
pub struct DateFormatError(pub String);

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

impl Date {
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let real = (1..=12).contains(&month) && day >= 1 && day <= days(year, month);
        real.then_some(Date { year, month, day })
    }

    /// So many days later, or earlier; `None` beyond the years 1 to 9999.
    pub fn plus_days(self, days: i32) -> Option<Date> {
        Date::of_number(self.number().checked_add(i64::from(days))?)
    }

    /// Days since 1970-01-01 (Hinnant's days_from_civil: years begin in March, so that a leap day is the last of its year).
    pub fn number(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The reverse of [`Date::number`].
    pub fn of_number(number: i64) -> Option<Date> {
        let days = number.checked_add(719_468)?;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * years + years / 4 - years / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = (month + 2) % 12 + 1;
        let year = years + era * 400 + i64::from(month <= 2);
        let year = u16::try_from(year).ok().filter(|y| (1..=9999).contains(y))?;
        Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

fn days(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Date, String> {
        text.parse()
    }
}

impl FromStr for Date {
    type Err = String;

    /// As ISO 8601 writes it: 2026-05-31.
    fn from_str(text: &str) -> Result<Date, String> {
        let wrong = || format!("`{text}` is no day such as 2026-05-31");
        if text.len() != 10 || !text.is_ascii() {
            return Err(wrong());
        }
        let format = DateFormat("YYYY-MM-DD".into());
        format
            .read_at(text)
            .filter(|(first, last, _)| first == last)
            .map(|(first, _, _)| first)
            .ok_or_else(wrong)
    }
}

/// Parts `YYYY`, `YY` (this century), `MM`, `MMM` (JAN to DEC) and `DD`; all else stands for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateFormat(String);

impl From<DateFormat> for String {
    fn from(format: DateFormat) -> String {
        format.0
    }
}

impl TryFrom<String> for DateFormat {
    type Error = DateFormatError;

    fn try_from(text: String) -> Result<DateFormat, DateFormatError> {
        let format = DateFormat(text);
        let parts: Vec<Part> = format.parts().map(|(part, _)| part).collect();
        let count = |of: &[Part]| parts.iter().filter(|p| of.contains(p)).count();
        let sound = count(&[Part::Year, Part::ShortYear]) == 1
            && count(&[Part::Month, Part::NamedMonth]) == 1
            && count(&[Part::Day]) <= 1
            && format.0.len() <= 40;
        if sound { Ok(format) } else { Err(DateFormatError(format.0)) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    ShortYear,
    Month,
    NamedMonth,
    Day,
    Sign(char),
}

impl DateFormat {
    /// Each part and the signs that it takes.
    fn parts(&self) -> impl Iterator<Item = (Part, usize)> + '_ {
        let mut rest = self.0.as_str();
        std::iter::from_fn(move || {
            let known = [
                ("YYYY", Part::Year),
                ("YY", Part::ShortYear),
                ("MMM", Part::NamedMonth),
                ("MM", Part::Month),
                ("DD", Part::Day),
            ];
            let first = rest.chars().next()?;
            let (length, part) = known
                .into_iter()
                .find(|(name, _)| rest.starts_with(name))
                .map_or((first.len_utf8(), Part::Sign(first)), |(name, part)| (name.len(), part));
            rest = &rest[length..];
            Some((part, if matches!(part, Part::Sign(_)) { 1 } else { length }))
        })
    }

    /// The first and last day that the beginning of a text can mean, and how many signs it takes.
    fn read_at(&self, text: &str) -> Option<(Date, Date, usize)> {
        let mut signs = text.chars();
        let (mut year, mut month, mut day, mut taken) = (None, None, None, 0);
        for (part, length) in self.parts() {
            let word: String = signs.by_ref().take(length).collect();
            taken += length;
            let number = || -> Option<u16> {
                let whole = word.len() == length && word.bytes().all(|b| b.is_ascii_digit());
                if whole { word.parse().ok() } else { None }
            };
            match part {
                Part::Year => year = Some(number()?),
                Part::ShortYear => year = Some(2000 + number()?),
                Part::Month => month = Some(number()? as u8),
                Part::NamedMonth => {
                    let at = MONTHS.iter().position(|m| word.eq_ignore_ascii_case(m))?;
                    month = Some(at as u8 + 1);
                }
                Part::Day => day = Some(number()? as u8),
                Part::Sign(sign) => {
                    if !word.starts_with(sign) {
                        return None;
                    }
                }
            }
        }
        let (year, month) = (year?, month?);
        let first = Date::new(year, month, day.unwrap_or(1))?;
        let last = day.map_or_else(|| Date::new(year, month, days(year, month)), |_| Some(first))?;
        Some((first, last, taken))
    }

    /// The first date anywhere in a text: its first and its last possible day, which differ where only a month is printed.
    /// Digits right before or behind it would make it part of a longer number.
    pub fn find(&self, text: &str) -> Option<(Date, Date)> {
        let starts = text.char_indices().map(|(at, _)| at);
        starts.into_iter().find_map(|at| {
            let (before, rest) = text.split_at(at);
            let (first, last, taken) = self.read_at(rest)?;
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let apart = !digit(before.chars().next_back()) && !digit(rest.chars().nth(taken));
            apart.then_some((first, last))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn format(text: &str) -> DateFormat {
        text.to_string().try_into().unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_found_in_what_stands_around_them() {
        let both = |f: &str, text: &str| format(f).find(text);
        assert_eq!(both("YYYY-MM-DD", "EXP 2026-02-28 LOT"), Some((day("2026-02-28"), day("2026-02-28"))));
        assert_eq!(both("DD.MM.YY", "bis 01.12.27"), Some((day("2027-12-01"), day("2027-12-01"))));
        assert_eq!(both("MMM YYYY", "exp. feb 2028"), Some((day("2028-02-01"), day("2028-02-29"))));
        assert_eq!(
            both("YYYY年MM月DD日", "生产日期2026年05月31日"),
            Some((day("2026-05-31"), day("2026-05-31")))
        );
        assert_eq!(both("YYYYMMDD", "L20260531"), Some((day("2026-05-31"), day("2026-05-31"))));
    }

    #[test]
    fn days_that_are_none_and_parts_of_numbers_are_no_dates() {
        assert_eq!(format("YYYY-MM-DD").find("2026-02-30"), None);
        assert_eq!(format("YYYY-MM-DD").find("2026-13-01"), None);
        assert_eq!(format("YYYYMMDD").find("120260531"), None);
        assert_eq!(format("YYYYMMDD").find("202605311"), None);
        assert_eq!(format("YYYY-MM-DD").find("2O26-05-31"), None);
        assert_eq!(format("YY-MM").find(""), None);
    }

    #[test]
    fn formats_that_say_too_little_or_too_much_are_refused() {
        for wrong in ["", "DD", "YYYY", "MM-DD", "YYYY-MM-MM", "YYYY YY MM", "MM/YYYY DD DD"] {
            assert!(DateFormat::try_from(wrong.to_string()).is_err(), "{wrong}");
        }
        assert!("2026-5-1".parse::<Date>().is_err() && "2026-02-30".parse::<Date>().is_err());
    }

    #[test]
    fn days_are_counted_over_months_years_and_leap_days() {
        assert_eq!((day("1970-01-01").number(), day("2000-03-01").number()), (0, 11_017));
        for (from, days, to) in [
            ("2028-02-28", 1, "2028-02-29"),
            ("2026-02-28", 1, "2026-03-01"),
            ("2026-01-01", -1, "2025-12-31"),
            ("2026-05-31", 365, "2027-05-31"),
            ("1900-02-28", 1, "1900-03-01"),
        ] {
            assert_eq!(day(from).plus_days(days), Some(day(to)), "{from} {days}");
        }
        assert_eq!(day("9999-12-31").plus_days(1), None);
        assert_eq!(day("0001-01-01").plus_days(-1), None);
    }

    proptest! {
        #[test]
        fn days_go_there_and_back(number in -719_162i64..2_932_897, by in -40_000i32..40_000) {
            let date = Date::of_number(number).unwrap();
            prop_assert_eq!(date.number(), number);
            if let Some(later) = date.plus_days(by) {
                prop_assert_eq!(later.number() - number, i64::from(by));
                prop_assert_eq!(later > date, by > 0);
            }
        }

        #[test]
        fn what_is_printed_is_read(year in 2000u16..2100, month in 1u8..13, day in 1u8..32, which in 0usize..4) {
            prop_assume!(Date::new(year, month, day).is_some());
            let date = Date::new(year, month, day).unwrap();
            let y = year % 100;
            let (name, text) = match which {
                0 => ("YYYY-MM-DD", date.to_string()),
                1 => ("DD/MM/YY", format!("{day:02}/{month:02}/{y:02}")),
                2 => ("YYMMDD", format!("{y:02}{month:02}{day:02}")),
                _ => ("DD MMM YYYY", format!("{day:02} {} {year}", MONTHS[month as usize - 1])),
            };
            prop_assert_eq!(format(name).find(&text), Some((date, date)));
        }

        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,30}") {
            let _ = format("YYYY-MM-DD").find(&text);
            let _ = format("DDMMMYY").find(&text);
            let _ = text.parse::<Date>();
            let _ = DateFormat::try_from(text);
        }
    }
}
