//! Rules that a text must fulfil whatever it is: check digits, dates, an expected value. Pure functions of the text.

use super::digits::{gs1, iso7064, luhn, value};
use super::{Date, DateFormat, Day, normal};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Check {
    /// GS1's check digit: GTIN of 8, 12, 13 or 14 digits, GSIN of 17, SSCC of 18.
    Gs1,
    /// Fifteen digits of which the last is Luhn's.
    Imei,
    /// Luhn's digit behind any number of digits.
    Mod10,
    /// ISO 7064 MOD 11-2: digits, and one or `X` behind them.
    Mod11,
    /// ISO 7064 MOD 37-2: digits and capital letters, and one or `*` behind them.
    Mod37,
    /// A date of this format stands somewhere in it, not before and not after these days. Where only a month is printed, it is
    /// before or after if all of its days are. Days that are told from today on are none before [`Check::on`].
    Date {
        format: DateFormat,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        not_before: Option<Day>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        not_after: Option<Day>,
    },
    /// It is this very text.
    Equals { text: String },
}

/// Why a text does not fulfil a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum CheckFault {
    /// A sign that cannot stand there.
    Sign {
        found: char,
    },
    /// So many signs are too few or too many.
    Length {
        found: usize,
    },
    /// The check sign that would belong there.
    CheckSign {
        expected: char,
        found: char,
    },
    NoDate,
    TooEarly {
        found: Date,
        limit: Date,
    },
    TooLate {
        found: Date,
        limit: Date,
    },
    Other {
        expected: String,
    },
    /// It is not of the model's pattern.
    Pattern {
        pattern: String,
    },
}

impl fmt::Display for CheckFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CheckFault::Sign { found } => write!(f, "the sign `{found}` cannot stand there"),
            CheckFault::Length { found } => write!(f, "{found} signs are too few or too many"),
            CheckFault::CheckSign { expected, found } => {
                write!(f, "the check digit would have to be {expected}, not {found}")
            }
            CheckFault::NoDate => write!(f, "there is no date of the format"),
            CheckFault::TooEarly { found, limit } => write!(f, "{found} is before {limit}"),
            CheckFault::TooLate { found, limit } => write!(f, "{found} is after {limit}"),
            CheckFault::Other { expected } => write!(f, "`{expected}` was expected"),
            CheckFault::Pattern { pattern } => write!(f, "it does not fit the pattern {pattern}"),
        }
    }
}

/// What came of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    pub check: String,
    pub ok: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<CheckFault>,
}

impl CheckResult {
    pub fn of(check: &str, outcome: Result<(), CheckFault>) -> CheckResult {
        CheckResult { check: check.into(), ok: outcome.is_ok(), fault: outcome.err() }
    }
}

/// Numbers are printed with blanks and hyphens between their groups, and with a name before a colon.
const BETWEEN: [char; 3] = [' ', '-', '\u{a0}'];

impl Check {
    pub fn name(&self) -> &'static str {
        match self {
            Check::Gs1 => "gs1",
            Check::Imei => "imei",
            Check::Mod10 => "mod10",
            Check::Mod11 => "mod11",
            Check::Mod37 => "mod37",
            Check::Date { .. } => "date",
            Check::Equals { .. } => "equals",
        }
    }

    /// Whether what it says hangs on what day it is.
    pub fn asks_the_day(&self) -> bool {
        let Check::Date { not_before, not_after, .. } = self else { return false };
        [not_before, not_after].into_iter().flatten().any(|day| day.fixed().is_none())
    }

    /// As it is on this day. Limits beyond the calendar are none.
    #[must_use]
    pub fn on(&self, today: Date) -> Check {
        let Check::Date { format, not_before, not_after } = self else { return self.clone() };
        let day = |day: &Option<Day>| day.and_then(|d| d.on(today)).map(Day::Fixed);
        Check::Date { format: format.clone(), not_before: day(not_before), not_after: day(not_after) }
    }

    pub fn run(&self, text: &str) -> CheckResult {
        CheckResult::of(self.name(), self.outcome(&normal(text)))
    }

    fn outcome(&self, text: &str) -> Result<(), CheckFault> {
        match self {
            Check::Gs1 => numbered(text, |n| matches!(n, 8 | 12 | 13 | 14 | 17 | 18), 10, gs1),
            Check::Imei => numbered(text, |n| n == 15, 10, luhn),
            Check::Mod10 => numbered(text, |n| n >= 2, 10, luhn),
            Check::Mod11 => numbered(text, |n| n >= 2, 11, |front| iso7064(front, 11, 2)),
            Check::Mod37 => numbered(text, |n| n >= 2, 37, |front| iso7064(front, 37, 2)),
            Check::Date { format, not_before, not_after } => {
                let (first, last) = format.find(text).ok_or(CheckFault::NoDate)?;
                match (not_before.and_then(Day::fixed), not_after.and_then(Day::fixed)) {
                    (Some(limit), _) if last < limit => Err(CheckFault::TooEarly { found: last, limit }),
                    (_, Some(limit)) if first > limit => Err(CheckFault::TooLate { found: first, limit }),
                    _ => Ok(()),
                }
            }
            Check::Equals { text: expected } if normal(expected) == text => Ok(()),
            Check::Equals { text: expected } => Err(CheckFault::Other { expected: expected.clone() }),
        }
    }
}

/// `modulus` is 10 for digits alone, 11 with `X` as the last of eleven signs, 37 with letters and `*`.
fn numbered(
    text: &str,
    length: impl Fn(usize) -> bool,
    modulus: u32,
    check: impl Fn(&[u32]) -> u32,
) -> Result<(), CheckFault> {
    let number = text.rsplit(':').next().unwrap_or(text);
    let signs: Vec<char> = number.chars().filter(|c| !BETWEEN.contains(c)).collect();
    let Some((&last, front)) = signs.split_last().filter(|_| length(signs.len())) else {
        return Err(CheckFault::Length { found: signs.len() });
    };
    let most = if modulus == 37 { 36 } else { 10 };
    let of = |sign: char| value(sign).filter(|v| *v < most).ok_or(CheckFault::Sign { found: sign });
    let values: Vec<u32> = front.iter().map(|&sign| of(sign)).collect::<Result<_, _>>()?;
    let wanted = check(&values);
    let expected = match (modulus, wanted) {
        (11, 10) => 'X',
        (37, 36) => '*',
        (_, v) => char::from_digit(v, 36).map_or('?', |c| c.to_ascii_uppercase()),
    };
    if last == expected { Ok(()) } else { Err(CheckFault::CheckSign { expected, found: last }) }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no check: known are gs1, imei, mod10, mod11, mod37, date:FORMAT and date:FORMAT:FROM..TO (days as 2026-05-31, today \
     or today-30, one of them may be left out)"
)]
pub struct UnknownCheck(String);

impl FromStr for Check {
    type Err = UnknownCheck;

    /// As on the command line; `Equals` is an option of its own there.
    fn from_str(text: &str) -> Result<Check, UnknownCheck> {
        let unknown = || UnknownCheck(text.into());
        let date = |rest: &str| -> Option<Check> {
            let (format, days) = match rest.rsplit_once(':').filter(|(_, days)| days.contains("..")) {
                Some((format, days)) => (format, Some(days)),
                None => (rest, None),
            };
            let format = DateFormat::try_from(format.to_string()).ok()?;
            let day = |text: &str| match text.trim() {
                "" => Some(None),
                day => day.parse::<Day>().ok().map(Some),
            };
            let (not_before, not_after) = match days.and_then(|d| d.split_once("..")) {
                Some((from, to)) => (day(from)?, day(to)?),
                None => (None, None),
            };
            Some(Check::Date { format, not_before, not_after })
        };
        match text.trim() {
            "gs1" => Ok(Check::Gs1),
            "imei" => Ok(Check::Imei),
            "mod10" => Ok(Check::Mod10),
            "mod11" => Ok(Check::Mod11),
            "mod37" => Ok(Check::Mod37),
            other => other.strip_prefix("date:").and_then(date).ok_or_else(unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(check: &str, text: &str) -> Option<CheckFault> {
        check.parse::<Check>().unwrap().run(text).fault
    }

    #[test]
    fn numbers_are_checked_as_they_are_printed() {
        for (check, text) in [
            ("gs1", "4 006381 333931"),
            ("gs1", "SSCC: 106141411234567897"),
            ("imei", "IMEI:49-015420-323751-8"),
            ("imei", "490154203237518"),
            ("mod10", "79927398713"),
            ("mod11", "0000-0002-1825-0097"),
            ("mod11", "0000 0002 1694 233X"),
            ("mod37", "G123498654321H"),
        ] {
            assert_eq!(fault(check, text), None, "{check} {text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_number_is_told() {
        assert_eq!(fault("gs1", "4006381333932"), Some(CheckFault::CheckSign { expected: '1', found: '2' }));
        assert_eq!(fault("gs1", "40O6381333931"), Some(CheckFault::Sign { found: 'O' }));
        assert_eq!(fault("gs1", "400638133393"), Some(CheckFault::CheckSign { expected: '0', found: '3' }));
        assert_eq!(fault("imei", "49015420323751"), Some(CheckFault::Length { found: 14 }));
        assert_eq!(fault("mod10", ""), Some(CheckFault::Length { found: 0 }));
        assert_eq!(fault("mod37", "g123498654321H"), Some(CheckFault::Sign { found: 'g' }));
    }

    #[test]
    fn dates_have_limits() {
        let check = "date:YYYY-MM-DD:2026-01-01..2026-12-31";
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(fault(check, "MFG 2026-06-01"), None);
        let (early, late) = (day("2025-12-31"), day("2027-01-01"));
        assert_eq!(
            fault(check, "2025-12-31"),
            Some(CheckFault::TooEarly { found: early, limit: day("2026-01-01") })
        );
        assert_eq!(
            fault(check, "2027-01-01"),
            Some(CheckFault::TooLate { found: late, limit: day("2026-12-31") })
        );
        assert_eq!(fault(check, "2026-06-31"), Some(CheckFault::NoDate));
        // A month is too late only if its first day is.
        assert_eq!(fault("date:MM/YYYY:..2026-05-15", "05/2026"), None);
        assert!(fault("date:MM/YYYY:..2026-05-15", "06/2026").is_some());
        assert_eq!(fault("date:MM/YYYY:2026-05-15..", "05/2026"), None);
    }

    #[test]
    fn days_told_from_today_on_hold_once_the_day_is_known() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let check: Check = "date:YYYY-MM-DD:today-30..today".parse().unwrap();
        assert!(check.asks_the_day());
        assert_eq!(check.run("2020-01-01").fault, None, "nobody knows the day yet");
        let on = check.on(day("2026-03-01"));
        assert!(!on.asks_the_day());
        assert_eq!(on.run("2026-02-15").fault, None);
        let limits = (day("2026-01-30"), day("2026-03-01"));
        let early = CheckFault::TooEarly { found: day("2026-01-29"), limit: limits.0 };
        let late = CheckFault::TooLate { found: day("2026-03-02"), limit: limits.1 };
        assert_eq!((on.run("2026-01-29").fault, on.run("2026-03-02").fault), (Some(early), Some(late)));
        let equal = "date:MM/YYYY:today..today".parse::<Check>().unwrap().on(day("2026-03-10"));
        assert!(equal.run("03/2026").ok && !equal.run("02/2026").ok && !equal.run("04/2026").ok);
        let written = serde_json::to_string(&check).unwrap();
        assert!(written.contains("today-30"), "{written}");
        assert_eq!(serde_json::from_str::<Check>(&written).unwrap(), check);
        // As packages from before have it.
        let fixed = r#"{"kind":"date","format":"YYYY-MM-DD","not_after":"2026-05-31"}"#;
        assert!(!serde_json::from_str::<Check>(fixed).unwrap().asks_the_day());
    }

    #[test]
    fn words_that_are_no_check_are_told() {
        for wrong in [
            "",
            "mod12",
            "date",
            "date:",
            "date:DD",
            "date:YYYY-MM:2026..",
            "date:YYYY-MM:2026-02-30..",
            "date:YYYY-MM:today1..",
        ] {
            assert!(wrong.parse::<Check>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_number_with_its_check_digit_passes_and_no_other_digit_does(front in "[0-9]{1,20}") {
            for check in [Check::Mod10, Check::Mod11, Check::Mod37] {
                let signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
                let passes: Vec<char> = signs.chars().filter(|c| check.run(&format!("{front}{c}")).ok).collect();
                prop_assert_eq!(passes.len(), 1, "{:?} {:?}", check, passes);
            }
        }

        #[test]
        fn a_text_equals_itself_and_nothing_else(a in "[A-Z0-9]{1,9}", b in "[A-Z0-9]{1,9}") {
            let check = Check::Equals { text: a.clone() };
            let spaced = format!("  {a} ");
            prop_assert!(check.run(&spaced).ok);
            prop_assert_eq!(check.run(&b).ok, a == b);
        }

        #[test]
        fn checks_are_the_same_when_read_again(text in "\\PC{0,24}") {
            for check in ["gs1", "imei", "mod10", "mod11", "mod37", "date:YYYY-MM-DD:2026-01-01.."] {
                let check: Check = check.parse().unwrap();
                let again: Check = serde_json::from_str(&serde_json::to_string(&check).unwrap()).unwrap();
                prop_assert_eq!(&check, &again);
                prop_assert_eq!(check.run(&text), again.run(&text));
            }
        }
    }
}
