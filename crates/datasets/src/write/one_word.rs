//! Names of classes as formats have them whose lines are parted at blanks.

use std::collections::HashSet;

/// A name without blanks.
pub(super) fn one_word(name: &str) -> String {
    let sign = |c: char| if c.is_whitespace() || c.is_control() { '_' } else { c };
    let word: String = name.chars().map(sign).collect();
    if word.is_empty() { "_".into() } else { word }
}

/// All names so, each another and none of `taken`. Those that are one word already come first to theirs.
pub(super) fn single_words(names: &[String], taken: &[&str]) -> Vec<String> {
    let mut used: HashSet<String> = taken.iter().map(|word| word.to_string()).collect();
    let mut words = vec![String::new(); names.len()];
    for kept in [true, false] {
        for (word, name) in words.iter_mut().zip(names) {
            let plain = one_word(name);
            if (plain == *name) != kept {
                continue;
            }
            *word = plain.clone();
            let mut number = 1;
            while !used.insert(word.clone()) {
                number += 1;
                *word = format!("{plain}_{number}");
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words_of_which_each_is_another() {
        let names = ["a b", "a_b", "background", "", "划痕"].map(String::from);
        assert_eq!(single_words(&names, &["background"]), ["a_b_2", "a_b", "background_2", "_", "划痕"]);
    }
}
