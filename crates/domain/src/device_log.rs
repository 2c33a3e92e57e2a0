//! The logs that the driver of Ascend cards writes on their host: whose file one is, and what a line of it says. Drivers differ and
//! files break off, so that reading takes what it can and refuses nothing loudly.
//!
//! ```text
//! [ERROR] RUNTIME(3813,python3):2025-01-10-17:53:52.846.403 [device_error_proc.cc:1409] 3813 Report: …, device_id=0
//! ```

/// Whose lines a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// One card, by its number
    Card(u32),
    /// The system on a group of cards, by the first of them; `None`: on all of them
    System(Option<u32>),
    /// The host, or what is of no card: only lines that name one tell of it
    Host,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Error,
    Warning,
    Info,
    Debug,
    Event,
}

const LEVELS: [(&str, Level); 5] = [
    ("[ERROR]", Level::Error),
    ("[WARNING]", Level::Warning),
    ("[INFO]", Level::Info),
    ("[DEBUG]", Level::Debug),
    ("[EVENT]", Level::Event),
];

/// The head of a line, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogLine<'a> {
    pub level: Level,
    /// Part of the driver, such as `RUNTIME`; empty where it is not told
    pub module: &'a str,
    pub process: &'a str,
    /// Milliseconds since 1970 by the clock on the wall where it was written
    pub wall_ms: Option<i64>,
    pub text: &'a str,
}

/// By the name of a file: `device-3_20250110175352846.log`, `device-os-4_….log`, `host-0_….log`, `plog-3813_….log`. `None`: of
/// something else.
pub fn source_of(file_name: &str) -> Option<Source> {
    if !file_name.contains(".log") {
        return None;
    }
    let named = file_name.split(['_', '.']).next()?;
    if let Some(system) = named.strip_prefix("device-os") {
        return match system.strip_prefix('-') {
            Some(first) => first.parse().ok().map(|first| Source::System(Some(first))),
            None => system.is_empty().then_some(Source::System(None)),
        };
    }
    if named.starts_with("device-app") || named.starts_with("plog") || named.starts_with("host") {
        return Some(Source::Host);
    }
    named.strip_prefix("device-")?.parse().ok().map(Source::Card)
}

/// A line with a level; `None` of all others, which go on with the line before.
pub fn parse_line(line: &str) -> Option<LogLine<'_>> {
    // Some writers put a time of their own before it.
    let (begin, marker, level) = LEVELS
        .into_iter()
        .filter_map(|(marker, level)| Some((line.find(marker)?, marker, level)))
        .min_by_key(|(begin, ..)| *begin)
        .filter(|(begin, ..)| *begin <= 40)?;
    let rest = line.get(begin + marker.len()..)?.trim_start();
    let plain = LogLine { level, module: "", process: "", wall_ms: None, text: rest.trim_end() };
    let Some((module, behind)) = rest.split_once('(') else { return Some(plain) };
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    if module.len() > 32 || !module.chars().all(word) {
        return Some(plain);
    }
    let Some((process, behind)) = behind.split_once(')') else { return Some(plain) };
    let (wall_ms, text) = match behind.strip_prefix(':').and_then(wall_time) {
        Some((ms, text)) => (Some(ms), text),
        None => (None, behind.trim_start_matches(':')),
    };
    Some(LogLine { module: module.trim_end(), process, wall_ms, text: text.trim(), ..plain })
}

/// `2025-01-10-17:53:52.846.403`, and what follows.
fn wall_time(text: &str) -> Option<(i64, &str)> {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | ':' | '.'))).unwrap_or(text.len());
    let (time, rest) = text.split_at_checked(end)?;
    let mut parts = time.split(['-', ':', '.']);
    let mut number = |least: u32, most: u32| {
        let part = parts.next()?;
        let n: u32 = if part.len() <= 4 { part.parse().ok()? } else { return None };
        (least..=most).contains(&n).then_some(i64::from(n))
    };
    let (year, month, day) = (number(1970, 9999)?, number(1, 12)?, number(1, 31)?);
    let (hour, minute, second) = (number(0, 23)?, number(0, 59)?, number(0, 60)?);
    let ms = number(0, 999).unwrap_or(0);
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    Some((seconds * 1000 + ms, rest))
}

/// Since 1970 in the Gregorian calendar; years are counted from March, so that the day that comes and goes is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (century, of_it) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    century * 146_097 + of_it * 365 + of_it / 4 - of_it / 100 + of_year - 719_468
}

/// Words before the number of a card, the longer first.
const NAMES: [&str; 6] = ["device_id", "device id", "deviceid", "dev_id", "devid", "device"];

/// Cards that a line names: `device_id=3`, `devId(3)`, `deviceId[3]`, `open device 3 failed`.
pub fn named_cards(text: &str) -> Vec<u32> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (at, _) in lower.match_indices("dev") {
        if lower
            .get(..at)
            .and_then(|before| before.chars().next_back())
            .is_some_and(|c| c.is_ascii_alphanumeric())
        {
            continue;
        }
        let Some(word) = lower.get(at..) else { continue };
        let Some(behind) = NAMES.iter().find_map(|name| word.strip_prefix(name)) else { continue };
        let number = behind.trim_start_matches([' ', '=', ':', '(', '[']);
        if number.len() == behind.len() || behind.len() - number.len() > 3 {
            continue;
        }
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let follows = number.get(end..).and_then(|rest| rest.chars().next());
        let card = number.get(..end.min(4)).and_then(|digits| digits.parse::<u32>().ok());
        if let Some(card) =
            card.filter(|_| end <= 3 && !follows.is_some_and(|c| c.is_alphanumeric() || c == '_'))
            && !found.contains(&card)
        {
            found.push(card);
        }
    }
    found
}

/// `+08:00` or `Z`: minutes east of Greenwich.
pub fn parse_offset(text: &str) -> Option<i32> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    let two = |part: &str, most: i32| {
        let plain = part.len() == 2 && part.chars().all(|c| c.is_ascii_digit());
        part.parse::<i32>().ok().filter(|n| plain && *n <= most)
    };
    Some(sign * (two(hours, 14)? * 60 + two(minutes, 59)?))
}

#[cfg(test)]
mod tests;
