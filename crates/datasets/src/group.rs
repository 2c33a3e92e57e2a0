use std::collections::{BTreeMap, HashSet};

/// Which pictures show the same part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// One a picture, in their order.
    pub groups: Vec<String>,
    /// What was left out of the names to get the groups, in words; `None` where each picture is its own.
    pub rule: Option<String>,
}

/// At least this part of the pictures must be named alike for their names to be trusted.
const NAMED_ALIKE: f64 = 0.9;
/// A kind of name that fewer pictures than this part have is left whole.
const RARE: f64 = 0.1;
/// With fewer groups than this nothing could be kept back for validation.
const FEWEST_GROUPS: usize = 5;
/// A counter of views or exposures has no more values than this.
const MOST_VIEWS: usize = 12;

/// Letters that name a part, not a view of it, however few parts there are.
const NAMES_A_PART: [&str; 14] = [
    "part", "id", "no", "num", "sn", "pos", "unit", "piece", "board", "tile", "sample", "lot", "item",
    "product",
];

/// Finds groups in file names without their ending. Names are cut at `_`, `-` and blanks; what is the same
/// everywhere, a time, a small counter or a numbered view (`cam2`, `exp3`) does not tell parts apart and is
/// dropped, and the rest names the part. Folders play no role: one part may be good in one picture and
/// scratched in the next.
pub fn group_stems(stems: &[&str]) -> Grouping {
    let alone = Grouping { groups: stems.iter().map(|s| s.to_string()).collect(), rule: None };
    let cut: Vec<Vec<&str>> = stems.iter().map(|s| tokens(s)).collect();
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for parts in &cut {
        *lengths.entry(parts.len()).or_default() += 1;
    }
    let usual = lengths
        .iter()
        .max_by_key(|(_, n)| **n)
        .filter(|(_, n)| **n as f64 >= stems.len() as f64 * NAMED_ALIKE);
    let Some((&usual, _)) = usual else { return alone };
    // Two series of cameras name their pictures apart; each is judged by its own names.
    let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, parts) in cut.iter().enumerate().filter(|(_, parts)| parts.len() == usual) {
        kinds.entry(signature(parts)).or_default().push(i);
    }
    let mut groups = alone.groups.clone();
    let mut example: Option<(usize, &str, String)> = None;
    for members in kinds.values().filter(|m| m.len() as f64 >= stems.len() as f64 * RARE) {
        let kept = kept_positions(&cut, members, usual);
        let name = |i: usize| kept.iter().map(|&k| cut[i][k]).collect::<Vec<_>>().join("_");
        // Words alone name kinds of defects, not parts.
        let names_parts = members.iter().any(|&i| name(i).bytes().any(|b| b.is_ascii_digit()));
        if kept.len() == usual || !names_parts {
            continue;
        }
        for &i in members {
            groups[i] = name(i);
        }
        let size = members.len();
        if example.as_ref().is_none_or(|(most, ..)| size > *most) {
            example = members.first().map(|&i| (size, stems[i], groups[i].clone()));
        }
    }
    let count = groups.iter().collect::<HashSet<_>>().len();
    match example {
        Some((_, stem, group)) if count < stems.len() && count >= FEWEST_GROUPS => {
            Grouping { groups, rule: Some(format!("part of the file name, such as `{group}` in `{stem}`")) }
        }
        _ => alone,
    }
}

fn tokens(stem: &str) -> Vec<&str> {
    stem.split(['_', '-', ' ']).filter(|t| !t.is_empty()).collect()
}

/// What kind of signs each token is of: digits, letters, both.
fn signature(parts: &[&str]) -> String {
    let kind = |t: &&str| match (t.bytes().any(|b| b.is_ascii_digit()), t.bytes().all(|b| b.is_ascii_digit()))
    {
        (true, true) => 'N',
        (true, false) => 'M',
        _ => 'L',
    };
    parts.iter().map(kind).collect()
}

fn kept_positions(cut: &[Vec<&str>], members: &[usize], length: usize) -> Vec<usize> {
    let mostly = |k: usize, is: fn(&str) -> bool| {
        let fitting = members.iter().filter(|&&i| is(cut[i][k])).count();
        fitting as f64 >= members.len() as f64 * NAMED_ALIKE
    };
    let tells_apart = |k: &usize| {
        let values: HashSet<&str> = members.iter().map(|&i| cut[i][*k]).collect();
        // Six digits are a time of day only where a date stands before them.
        let after_date = k.checked_sub(1).is_some_and(|before| mostly(before, is_date));
        let time = mostly(*k, is_time) || (after_date && mostly(*k, is_clock));
        let counter = values.len() <= MOST_VIEWS && values.iter().all(|v| is_counter(v) || is_view(v));
        values.len() > 1 && !time && !counter
    };
    (0..length).filter(tells_apart).collect()
}

fn all_digits(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit())
}

fn is_counter(token: &str) -> bool {
    token.len() <= 2 && all_digits(token)
}

/// Letters, then one or two digits.
fn is_view(token: &str) -> bool {
    let letters = token.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = token.len() - letters.len();
    let word = !letters.is_empty() && letters.chars().all(char::is_alphabetic);
    word && (1..=2).contains(&digits) && !NAMES_A_PART.contains(&letters.to_lowercase().as_str())
}

/// A moment as digits: seconds since 1970, `yymmddHHMMSS`, `yyyymmdd…`.
fn is_time(token: &str) -> bool {
    all_digits(token) && (token.len() >= 10 || is_date(token))
}

/// `yyyymmdd`.
fn is_date(token: &str) -> bool {
    let number = |from: usize, to: usize| token.get(from..to).and_then(|t| t.parse::<u32>().ok());
    all_digits(token)
        && token.len() == 8
        && matches!(number(0, 4), Some(1970..=2099))
        && matches!(number(4, 6), Some(1..=12))
        && matches!(number(6, 8), Some(1..=31))
}

/// `HHMMSS`.
fn is_clock(token: &str) -> bool {
    let below = |from: usize, most: u32| {
        token.get(from..from + 2).and_then(|t| t.parse::<u32>().ok()).is_some_and(|v| v < most)
    };
    all_digits(token) && token.len() == 6 && below(0, 24) && below(2, 60) && below(4, 60)
}

#[cfg(test)]
mod tests;
