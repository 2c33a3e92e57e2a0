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

/// Stands between the signs of [`user_signs`], and in no name.
const BETWEEN: char = '\u{1}';

/// The same for an index of three signs at a time: with a sign of its own around each, every single one and every pair
/// stands among the threes. In Chinese most searches are that short.
pub(crate) fn user_signs(search: &str) -> String {
    let mut signs = String::from(BETWEEN);
    for sign in search.chars() {
        signs.push(sign);
        signs.push(BETWEEN);
    }
    signs
}

/// How one or two signs stand in [`user_signs`].
pub(crate) fn short_search(text: &str) -> Option<String> {
    let mut signs = text.chars();
    match (signs.next(), signs.next(), signs.next()) {
        (Some(one), None, _) => Some(format!("{BETWEEN}{one}{BETWEEN}")),
        (Some(one), Some(two), None) => Some(format!("{one}{BETWEEN}{two}")),
        _ => None,
    }
}

/// The pairs in a longer text as they stand in [`user_signs`]: where the text is, all of them are.
pub(crate) fn pairs(text: &str) -> Vec<String> {
    text.chars().zip(text.chars().skip(1)).map(|(one, two)| format!("{one}{BETWEEN}{two}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_two_signs_stand_among_the_threes_where_they_stand_in_the_text() {
        let signs = user_signs("王芳\na1");
        for (text, there) in [
            ("王", true),
            ("王芳", true),
            ("芳", true),
            ("a1", true),
            ("1", true),
            ("王a", false),
            ("芳王", false),
        ] {
            assert_eq!(signs.contains(&short_search(text).unwrap()), there, "{text}");
        }
        assert_eq!((short_search(""), short_search("abc")), (None, None));
        assert!(pairs("芳\na1").iter().all(|pair| signs.contains(pair)));
        assert_eq!((pairs("abc").len(), pairs("a").len()), (2, 0));
    }

    #[test]
    fn names_that_look_alike_are_one() {
        for (a, b) in [("Ada", "ADA"), ("ＡＤＡ", "ada"), ("Zoë", "Zoe\u{308}"), ("ÜNAL", "ünal")] {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("张三"), fold("张三丰"));
    }
}
