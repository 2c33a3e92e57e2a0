//! Words that people put to pictures. Formats that have a place for them tell them there; beside the others lies a table of pictures and
//! their words, which is read with whatever labels there are.

use crate::Sample;
use crate::matching::FileNames;
use crate::table::parse_columns;
use crate::text::read_text;
use crate::tree::Tree;
use fovea_vision::Limits;
use serde_json::Value;
use std::collections::HashMap;

/// The table.
pub(crate) const TABLE: &str = "tags.csv";
/// Its name without the ending.
pub(crate) const STEM: &str = "tags";
/// No word holds it.
const BETWEEN: char = ',';
/// Of one picture: each is held against all others.
const MOST: usize = 200;

/// Adds words that are not there yet, in whatever case; what is too many is left out.
pub(crate) fn add(to: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    for word in more {
        if to.len() >= MOST {
            return;
        }
        if !to.iter().any(|there| there.to_lowercase() == word.to_lowercase()) {
            to.push(word);
        }
    }
}

/// As they stand in one cell.
pub(crate) fn parted(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    add(&mut words, text.split(BETWEEN).map(str::trim).filter(|word| !word.is_empty()).map(String::from));
    words
}

pub(crate) fn joined(words: &[String]) -> String {
    words.join(&BETWEEN.to_string())
}

/// A list of words, or one text that holds all of them; whatever else stands there is none.
pub(crate) fn of_value(told: Option<&Value>) -> Vec<String> {
    match told {
        Some(Value::String(text)) => parted(text),
        Some(Value::Array(list)) => {
            let mut words = Vec::new();
            add(&mut words, list.iter().filter_map(Value::as_str).flat_map(parted));
            words
        }
        _ => Vec::new(),
    }
}

/// What tables beside the labels tell. A picture that is not there is nothing to complain of: it was left out of the labels, too.
pub(crate) fn read_beside(tree: &Tree, limits: &Limits, samples: &mut [Sample]) {
    let mut tables =
        tree.with_extension("csv").filter(|entry| entry.stem.eq_ignore_ascii_case(STEM)).peekable();
    if tables.peek().is_none() {
        return;
    }
    let names = FileNames::new(tree);
    let places: HashMap<String, usize> =
        samples.iter().enumerate().map(|(at, sample)| (sample.id.clone(), at)).collect();
    for table in tables {
        let Some(told) = read_text(&table.path, limits).ok().and_then(|text| parse_columns(&text)) else {
            continue;
        };
        for (picture, words) in told.tags {
            let found = names.find(&picture).ok().and_then(|at| tree.pictures.get(at));
            let place = found.and_then(|picture| places.get(&picture.entry.id));
            if let Some(sample) = place.and_then(|at| samples.get_mut(*at)) {
                add(&mut sample.tags, words);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_picture_has_so_many_words_and_no_more() {
        let many: String = (0..50_000).map(|i| format!("w{i},")).collect();
        let words = parted(&many);
        assert_eq!((words.len(), words[0].as_str(), words[MOST - 1].as_str()), (MOST, "w0", "w199"));
        assert_eq!(of_value(Some(&json!([many, "x"]))).len(), MOST);
    }

    #[test]
    fn words_stand_in_a_list_or_in_one_text_and_each_counts_once() {
        let own = |words: &[&str]| words.iter().map(|w| w.to_string()).collect::<Vec<_>>();
        assert_eq!(parted(" night, 夜班,,Night "), own(&["night", "夜班"]));
        assert_eq!(of_value(Some(&json!(["a,b", 7, "B", " c "]))), own(&["a", "b", "c"]));
        assert_eq!(of_value(Some(&json!("a, b"))), own(&["a", "b"]));
        assert_eq!(of_value(Some(&json!({"a": 1}))), own(&[]));
        assert_eq!(parted(&joined(&own(&["x y", "z"]))), own(&["x y", "z"]));
    }
}
