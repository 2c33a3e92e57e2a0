//! Days that limits are told in.

use super::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day, fixed or told from today on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Day {
    Fixed(Date),
    Today(i32),
}

impl Day {
    /// `None` beyond the calendar.
    pub fn on(self, today: Date) -> Option<Date> {
        match self {
            Day::Fixed(date) => Some(date),
            Day::Today(days) => today.plus_days(days),
        }
    }

    /// Where it does not hang on what day it is.
    pub fn fixed(self) -> Option<Date> {
        match self {
            Day::Fixed(date) => Some(date),
            Day::Today(_) => None,
        }
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Day, String> {
        let wrong = || format!("`{text}` is no day such as 2026-05-31, today, today-30 or today+365");
        match text.trim().strip_prefix("today") {
            None => text.trim().parse().map(Day::Fixed).map_err(|_| wrong()),
            Some("") => Ok(Day::Today(0)),
            Some(days) => {
                let signed = days.starts_with(['+', '-']) && days.len() > 1;
                let days = days.parse::<i32>().ok().filter(|d| signed && d.unsigned_abs() <= 100_000);
                days.map(Day::Today).ok_or_else(wrong)
            }
        }
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Day, String> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Day::Fixed(date) => write!(f, "{date}"),
            Day::Today(0) => write!(f, "today"),
            Day::Today(days) => write!(f, "today{days:+}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_today_on_within_reason() {
        assert_eq!("today-30".parse(), Ok(Day::Today(-30)));
        assert_eq!(" today+100000 ".parse(), Ok(Day::Today(100_000)));
        for wrong in
            ["today30", "today+", "today-100001", "today-2147483648", "today+2147483648", "2026-02-30"]
        {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
