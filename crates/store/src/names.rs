//! Names as they are compared: two that look alike are one.

use unicode_normalization::UnicodeNormalization;

/// Case, width and composition do not make another name.
pub fn fold(name: &str) -> String {
    name.trim().nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// What a search for a user looks through.
pub(crate) fn user_search(name: &str, nickname: &str, phone: &str, mail: &str) -> String {
    let digits: String = phone.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    [name, nickname, mail, phone, &digits].map(fold).join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_are_one() {
        for (a, b) in [("Ada", "ADA"), ("ＡＤＡ", "ada"), ("Zoë", "Zoe\u{308}"), ("ÜNAL", "ünal")] {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("张三"), fold("张三丰"));
    }
}
