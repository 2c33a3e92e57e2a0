use std::collections::BTreeMap;

/// What is known of a picture beside what it shows: the machine, the product, the part… by name.
pub type Columns = BTreeMap<String, String>;

/// Of one picture.
pub const MOST_COLUMNS: usize = 32;
/// In characters.
pub const LONGEST_COLUMN: usize = 64;
pub const LONGEST_VALUE: usize = 256;

/// The name of a column as it is kept, or `None` where it cannot be one. A colon would part it from its value.
pub fn column_name(text: &str) -> Option<String> {
    let name = text.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_COLUMN;
    (fits && !name.contains(|c: char| c == ':' || c.is_control())).then(|| name.to_string())
}

/// What a column says as it is kept: one line, cut where it is too long; `None` where it says nothing.
pub fn column_value(text: &str) -> Option<String> {
    let plain = text.replace(|c: char| c.is_control(), " ");
    let value: String = plain.trim().chars().take(LONGEST_VALUE).collect();
    let value = value.trim_end();
    (!value.is_empty()).then(|| value.to_string())
}

/// A wish for pictures of which a column says this: `part:0815`. `None` where it is none.
pub fn column_wish(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once(':')?;
    Some((column_name(name)?, column_value(value)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_kept_tidy_and_within_their_limits() {
        assert_eq!(column_name(" 工位 "), Some("工位".into()));
        for bad in ["", "  ", "a:b", "a\nb", &"x".repeat(65)] {
            assert_eq!(column_name(bad), None, "{bad:?}");
        }
        assert_eq!(column_name(&"x".repeat(64)).map(|n| n.len()), Some(64));
        assert_eq!(column_value(" A\tB "), Some("A B".into()));
        assert_eq!(column_value(" \n "), None);
        assert_eq!(column_value(&"件".repeat(300)).map(|v| v.chars().count()), Some(256));
    }

    #[test]
    fn a_wish_is_parted_at_its_first_colon() {
        assert_eq!(column_wish("part:08:15"), Some(("part".into(), "08:15".into())));
        for bad in ["part", "part:", ":0815", ""] {
            assert_eq!(column_wish(bad), None, "{bad}");
        }
    }
}
