use serde::Serialize;
use std::collections::BTreeMap;

/// Something wrong with one file that did not stop the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Relative to the data set's folder, `/`-separated.
    pub path: String,
    pub code: &'static str,
    pub message: String,
}

/// Problems while they are found. A label file with a million bad lines is one problem, not a million.
#[derive(Debug, Default)]
pub(crate) struct Notes(BTreeMap<(String, &'static str), (String, usize)>);

impl Notes {
    pub fn add(&mut self, path: &str, code: &'static str, message: impl Into<String>) {
        self.0.entry((path.into(), code)).and_modify(|e| e.1 += 1).or_insert_with(|| (message.into(), 0));
    }

    pub fn merge(&mut self, other: Notes) {
        for (key, (message, more)) in other.0 {
            self.0.entry(key).and_modify(|e| e.1 += more + 1).or_insert((message, more));
        }
    }

    /// Sorted by path, then code.
    pub fn into_problems(self) -> Vec<Problem> {
        self.0
            .into_iter()
            .map(|((path, code), (message, more))| {
                let message = if more > 0 { format!("{message} (and {more} more like it)") } else { message };
                Problem { path, code, message }
            })
            .collect()
    }
}
