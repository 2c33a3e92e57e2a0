//! Texts that people give, tidied or refused by field.

use crate::codes::Code;
use crate::dto::ClassAttribute;
use crate::error::{ApiError, ApiResult};
use crate::reasons::Why;
use fovea_domain::dataset::column_wish;
use fovea_domain::{Attribute, check_asked};
use fovea_store::fold;
use std::collections::HashSet;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const MOST_TAGS: usize = 20;
const MOST_TAG: usize = 40;

/// Names that folders of data sets have for another purpose, or that mean "nobody has said".
const NO_CLASS_NAMES: [&str; 12] = [
    "train",
    "val",
    "valid",
    "test",
    "images",
    "image",
    "masks",
    "mask",
    "labels",
    "unlabelled",
    "unlabeled",
    "unknown",
];

/// One line of 1 to `most` characters, without blanks around it.
pub fn name(field: &str, text: &str, most: usize) -> ApiResult<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ApiError::field(field, "field.required"));
    }
    if text.chars().any(char::is_control) {
        return Err(ApiError::field(field, "field.invalid"));
    }
    longest(field, text, most).map(str::to_string)
}

/// Of any number of lines, also none.
pub fn text(field: &str, text: &str, most: usize) -> ApiResult<String> {
    let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(bad) {
        return Err(ApiError::field(field, "field.invalid"));
    }
    longest(field, text.trim(), most).map(str::to_string)
}

fn longest<'a>(field: &str, text: &'a str, most: usize) -> ApiResult<&'a str> {
    if text.chars().count() > most {
        return Err(ApiError::field(field, "field.too_long").with("most", most));
    }
    Ok(text)
}

/// The name of a class is that of a folder too when data goes out.
pub fn class_name(field: &str, text: &str) -> ApiResult<String> {
    let name = name(field, text, 60)?;
    let path = name.contains(['/', '\\']) || name.starts_with('.');
    if path || NO_CLASS_NAMES.contains(&name.to_lowercase().as_str()) {
        return Err(ApiError::field(field, "field.not_allowed"));
    }
    Ok(name)
}

/// What a class asks of its regions.
pub fn asked(all: Vec<ClassAttribute>) -> ApiResult<Vec<Attribute>> {
    let all: Vec<Attribute> = all.into_iter().map(Attribute::from).collect();
    check_asked(&all).map_err(|e| ApiError::from(Code::ClassAttributes).because(&Why::from(&e)))?;
    Ok(all)
}

/// Tags of pictures, each once, in the order they were given; a comma would part one in two.
pub fn tags<'a>(field: &str, all: impl Iterator<Item = &'a str>) -> ApiResult<Vec<String>> {
    let mut seen = HashSet::new();
    let mut tags = Vec::new();
    for tag in all {
        let tag = name(field, tag, MOST_TAG)?;
        if tag.contains(',') {
            return Err(ApiError::field(field, "field.not_allowed"));
        }
        if seen.insert(fold(&tag)) {
            tags.push(tag);
        }
    }
    if tags.len() > MOST_TAGS {
        return Err(ApiError::field(field, "field.too_many").with("most", MOST_TAGS));
    }
    Ok(tags)
}

/// From 0 to 1.
pub fn score(field: &str, score: Option<f64>) -> ApiResult<Option<f64>> {
    match score {
        Some(score) if !(0.0..=1.0).contains(&score) => Err(ApiError::field(field, "field.out_of_range")),
        score => Ok(score),
    }
}

/// Wishes for pictures by columns, one a line: `name:value`.
pub fn columns(field: &str, text: &str) -> ApiResult<Vec<(String, String)>> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > MOST_TAGS {
        return Err(ApiError::field(field, "field.too_many").with("most", MOST_TAGS));
    }
    let wish = |line: &str| column_wish(line).ok_or_else(|| ApiError::field(field, "field.invalid"));
    lines.into_iter().map(wish).collect()
}

/// One letter or digit of a keyboard, in lower case.
pub fn key(field: &str, text: &str) -> ApiResult<String> {
    let mut all = text.chars();
    match (all.next(), all.next()) {
        (Some(one), None) if one.is_ascii_alphanumeric() => Ok(one.to_ascii_lowercase().to_string()),
        _ => Err(ApiError::field(field, "field.invalid")),
    }
}

/// `#rrggbb`.
pub fn colour(field: &str, text: &str) -> ApiResult<String> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
    digits.map(|d| format!("#{}", d.to_lowercase())).ok_or_else(|| ApiError::field(field, "field.invalid"))
}

/// 8 to 128 signs of any kind, none of the commonest, and not the user's own name (NIST SP 800-63B).
pub fn password(field: &str, text: &str, user_name: &str) -> ApiResult<()> {
    let refused = |code| Err(ApiError::field(field, code));
    match text.chars().count() {
        0 => return refused("field.required"),
        1..=7 => return Err(ApiError::field(field, "field.too_short").with("least", 8)),
        8..=128 => {}
        _ => return Err(ApiError::field(field, "field.too_long").with("most", 128)),
    }
    let folded = fold(text);
    if common_passwords().contains(folded.as_str()) {
        return refused("password.common");
    }
    let name = fold(user_name);
    let around = folded.trim_matches(|c: char| !c.is_alphabetic());
    if folded == name || (!name.is_empty() && around == name) {
        return refused("password.is_name");
    }
    Ok(())
}

fn common_passwords() -> &'static HashSet<&'static str> {
    static ALL: OnceLock<HashSet<&str>> = OnceLock::new();
    ALL.get_or_init(|| include_str!("common_passwords.txt").lines().collect())
}

/// 2 to 32 letters of any script, digits, `_`, `.` and `-`, in one way of writing them.
pub fn user_name(field: &str, text: &str) -> ApiResult<String> {
    let name: String = text.trim().nfkc().collect();
    if name.is_empty() {
        return Err(ApiError::field(field, "field.required"));
    }
    // Also a mark that belongs to a letter before it; nothing that is not seen, or that turns the line around.
    let good = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-') || is_combining_mark(c);
    let starts = name.chars().next().is_some_and(char::is_alphanumeric);
    if !starts || !name.chars().all(good) {
        return Err(ApiError::field(field, "field.invalid"));
    }
    if name.chars().count() < 2 {
        return Err(ApiError::field(field, "field.too_short").with("least", 2));
    }
    longest(field, &name, 32).map(str::to_string)
}

/// Any text of one line, smileys too; nothing that turns the line around for what stands beside it.
pub fn nickname(field: &str, text: &str) -> ApiResult<String> {
    one_line(field, text, 32)
}

pub fn one_line(field: &str, text: &str, most: usize) -> ApiResult<String> {
    let text = text.trim();
    let turns =
        |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    if text.chars().any(|c| c.is_control() || turns(c)) {
        return Err(ApiError::field(field, "field.invalid"));
    }
    longest(field, text, most).map(str::to_string)
}

pub fn phone(field: &str, text: &str) -> ApiResult<String> {
    let text = one_line(field, text, 32)?;
    let good =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '.' | '/'));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if good && (text.is_empty() || digits >= 3) {
        Ok(text)
    } else {
        Err(ApiError::field(field, "field.invalid"))
    }
}

pub fn mail(field: &str, text: &str) -> ApiResult<String> {
    let text = one_line(field, text, 254)?;
    let parts = text.rsplit_once('@');
    let good = parts.is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && host.split('.').all(|p| !p.is_empty())
    });
    let plain = !text.contains([' ', ',', ';', '<', '>', '"']);
    if text.is_empty() || (good && plain) { Ok(text) } else { Err(ApiError::field(field, "field.invalid")) }
}

/// As the pages have them; empty: as the browser says.
pub fn language(field: &str, text: &str) -> ApiResult<String> {
    match text {
        "" | "zh-CN" | "en" => Ok(text.into()),
        _ => Err(ApiError::field(field, "field.invalid")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied_and_bad_ones_refused() {
        assert_eq!(name("name", "  螺丝  ", 10).unwrap(), "螺丝");
        for bad in ["", "   ", "a\nb", "12345678901"] {
            assert!(name("name", bad, 10).is_err(), "{bad:?}");
        }
        for bad in ["../x", "a/b", ".hidden", "Train", "masks"] {
            assert!(class_name("name", bad).is_err(), "{bad:?}");
        }
        assert_eq!(colour("colour", "#ABCDEF").unwrap(), "#abcdef");
        assert!(colour("colour", "red").is_err());
    }

    #[test]
    fn passwords_are_long_and_not_the_commonest_and_need_no_mix() {
        assert!(common_passwords().len() >= 1000);
        let code = |text: &str| password("p", text, "ada").err().map(|e| e.problem().fields["p"].clone());
        for (text, refused) in [
            ("", Some("field.required")),
            ("1234567", Some("field.too_short")),
            ("123456789", Some("password.common")),
            ("PassWord123", Some("password.common")),
            ("woaini1314", Some("password.common")),
            ("ada-12345678", Some("password.is_name")),
            ("correct horse battery", None),
            ("检测检测检测检测", None),
        ] {
            assert_eq!(code(text).as_deref(), refused, "{text}");
        }
        assert_eq!(code(&"x1".repeat(65)).as_deref(), Some("field.too_long"));
    }

    #[test]
    fn user_names_are_of_any_script_and_of_nothing_unseen() {
        for good in ["ada", "张三", "محمد", "אבא", "jean-luc.p", "Zoë", "a_1", "นักวิจัย"]
        {
            assert!(user_name("name", good).is_ok(), "{good}");
        }
        assert_eq!(user_name("name", " ＡＤＡ ").unwrap(), "ADA");
        for bad in
            ["", "a", "a b", "ada\u{202e}x", "ada\u{200b}", "-ada", "a😀", "a/b", "=cmd", &"x".repeat(33)]
        {
            assert!(user_name("name", bad).is_err(), "{bad:?}");
        }
        assert!(nickname("n", "阿明 😀 مدير").is_ok());
        assert!(nickname("n", "x\u{202e}y").is_err() && nickname("n", "a\nb").is_err());
        assert!(mail("m", "a@b.example").is_ok() && mail("m", "").is_ok());
        assert!(mail("m", "a@b").is_err() && mail("m", "a b@c.d").is_err());
        assert!(phone("p", "+86 138-0000-0000").is_ok() && phone("p", "call me").is_err());
    }
}
