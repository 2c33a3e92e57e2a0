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

/// What a search for a job looks through.
pub(crate) fn job_search(name: &str, tags: &[String]) -> String {
    std::iter::once(name).chain(tags.iter().map(String::as_str)).map(fold).collect::<Vec<_>>().join("\n")
}

/// The same for the index, with single signs and pairs beside it.
pub(crate) fn job_words(search: &str) -> String {
    format!("{search}\n{}", user_signs(search))
}

/// All threes of signs in a text: where the text is, all of them are.
pub(crate) fn threes(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    signs.windows(3).map(|three| three.iter().collect()).collect()
}

/// A name as lists are put in order by it: `run 2` stands before `run 10`.
pub(crate) fn in_order(name: &str) -> String {
    let folded = fold(name);
    let mut key = String::with_capacity(folded.len() + 4);
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (run, after) = match digits {
            0 => rest.split_at(first.len_utf8()),
            n => rest.split_at(n),
        };
        if digits > 0 {
            // How many digits there are tells more than the digits.
            let number = run.trim_start_matches('0');
            key += &format!("{:02}", number.len().min(99));
            key += number;
        } else {
            key += run;
        }
        rest = after;
    }
    key
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
    fn numbers_in_names_are_put_in_order_as_numbers() {
        let names = ["run", "run 2", "Run 10", "run 10b", "run 010c", "run 200", "训练", "训练2", "训练10"];
        let keys: Vec<String> = names.iter().map(|n| in_order(n)).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(in_order("007"), in_order("7"));
    }

    #[test]
    fn every_part_of_a_job_stands_in_its_words() {
        let words = job_words(&job_search("夜间训练 A", &["Epoch".into()]));
        for part in ["夜间训", "poc"] {
            assert!(threes(part).iter().all(|three| words.contains(three)), "{part}");
        }
        for part in ["夜", "训练", "a", "po"] {
            assert!(words.contains(&short_search(part).unwrap()), "{part}");
        }
        assert_eq!((threes("ab").len(), threes("abcd")), (0, vec!["abc".to_string(), "bcd".into()]));
    }

    #[test]
    fn names_that_look_alike_are_one() {
        for (a, b) in [("Ada", "ADA"), ("ＡＤＡ", "ada"), ("Zoë", "Zoe\u{308}"), ("ÜNAL", "ünal")] {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("张三"), fold("张三丰"));
    }
}
