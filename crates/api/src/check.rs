//! Texts that people give, tidied or refused by field.

use crate::error::{ApiError, ApiResult};

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

/// `#rrggbb`.
pub fn colour(field: &str, text: &str) -> ApiResult<String> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
    digits.map(|d| format!("#{}", d.to_lowercase())).ok_or_else(|| ApiError::field(field, "field.invalid"))
}

/// Long enough that guessing is hopeless even without rules about signs.
pub fn password(field: &str, text: &str) -> ApiResult<()> {
    match text.chars().count() {
        0 => Err(ApiError::field(field, "field.required")),
        1..=9 => Err(ApiError::field(field, "field.too_short").with("least", 10)),
        10..=256 => Ok(()),
        _ => Err(ApiError::field(field, "field.too_long").with("most", 256)),
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
        assert!(password("password", "123456789").is_err());
    }
}
