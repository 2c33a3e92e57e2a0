use super::{edits, normal};
use crate::quality::{Rates, rates_at, wilson};
use serde::{Deserialize, Serialize};

/// A text whose truth is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedText {
    pub picture: String,
    pub wanted: String,
    /// What was read; empty where nothing was.
    pub read: String,
    /// How sure the model is, 0 to 1.
    pub score: f32,
    pub right: bool,
    /// Signs to change.
    pub edits: usize,
}

impl JudgedText {
    pub fn of(picture: &str, wanted: &str, read: &str, score: f32) -> JudgedText {
        let (wanted, read) = (normal(wanted), normal(read));
        let edits = edits(&wanted, &read);
        JudgedText { picture: picture.into(), right: edits == 0, edits, wanted, read, score }
    }
}

/// How well texts are read. A text is right as a whole or not at all; blanks at its ends do not count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadingQuality {
    pub texts: usize,
    pub right: usize,
    /// Share of the texts that are read exactly.
    pub exact: f64,
    pub exact_interval: (f64, f64),
    /// Signs to change beside signs that there are: 0 where all is right, may be above 1.
    pub character_error: f64,
    pub character_error_interval: (f64, f64),
    /// At the model's threshold: overkill is a right text called unsure, escape a wrong one that is not.
    #[serde(flatten)]
    pub rates: Rates,
    pub overkill_interval: (f64, f64),
    pub escape_interval: (f64, f64),
    /// All texts, the wrong ones first, and of these the surest.
    pub judged: Vec<JudgedText>,
}

impl ReadingQuality {
    /// A text is unsure where one minus its score is `threshold` or more. `None` where nothing was judged.
    pub fn of(judged: &[JudgedText], threshold: f32) -> Option<ReadingQuality> {
        if judged.is_empty() {
            return None;
        }
        let doubts: Vec<f32> = judged.iter().map(|j| 1.0 - j.score).collect();
        let wrong: Vec<bool> = judged.iter().map(|j| !j.right).collect();
        let rates = rates_at(&doubts, &wrong, threshold);
        let right = judged.iter().filter(|j| j.right).count();
        let mut sorted = judged.to_vec();
        sorted.sort_by(|a, b| {
            let sure = if a.right { a.score.total_cmp(&b.score) } else { b.score.total_cmp(&a.score) };
            a.right.cmp(&b.right).then(sure).then_with(|| a.picture.cmp(&b.picture))
        });
        let (character_error, character_error_interval) = character_error(judged);
        Some(ReadingQuality {
            texts: judged.len(),
            right,
            exact: right as f64 / judged.len() as f64,
            exact_interval: wilson(right, judged.len()),
            character_error,
            character_error_interval,
            rates,
            overkill_interval: rates.overkill_interval(),
            escape_interval: rates.escape_interval(),
            judged: sorted,
        })
    }
}

/// The 97.5 % point of the normal distribution.
const Z: f64 = 1.96;

/// With its 95 % interval: errors of one text come together, so it is that of a ratio over texts, and at least that of
/// independent signs, which does not collapse where there are no errors.
fn character_error(judged: &[JudgedText]) -> (f64, (f64, f64)) {
    let length = |j: &JudgedText| j.wanted.chars().count();
    let (wrong, all) = judged.iter().fold((0, 0), |(wrong, all), j| (wrong + j.edits, all + length(j)));
    let rate = wrong as f64 / all.max(1) as f64;
    let spread: f64 = judged.iter().map(|j| (j.edits as f64 - rate * length(j) as f64).powi(2)).sum();
    let half = Z * spread.sqrt() / all.max(1) as f64;
    let (low, high) = wilson(wrong.min(all), all);
    (rate, (low.min(rate - half).max(0.0), high.max(rate + half)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(wanted: &str, read: &str, score: f32) -> JudgedText {
        JudgedText::of("p", wanted, read, score)
    }

    #[test]
    fn rates_are_of_texts_and_of_signs() {
        let judged = [
            read("ABCD", " ABCD ", 0.9),
            read("1234", "1Z34", 0.4),
            read("XY", "XY", 0.3),
            read("K7", "K1", 0.95),
        ];
        let q = ReadingQuality::of(&judged, 0.5).unwrap();
        assert_eq!((q.texts, q.right, q.exact), (4, 2, 0.5));
        assert!((q.character_error - 2.0 / 12.0).abs() < 1e-9);
        let (low, high) = q.character_error_interval;
        assert!(low < q.character_error && q.character_error < high);
        // Unsure are the one at 0.4, rightly, and the one at 0.3; the one at 0.95 escapes.
        assert_eq!((q.rates.overkilled, q.rates.escaped, q.rates.good, q.rates.bad), (1, 1, 2, 2));
        let order: Vec<&str> = q.judged.iter().map(|j| j.wanted.as_str()).collect();
        assert_eq!(order, ["K7", "1234", "XY", "ABCD"]);
    }

    #[test]
    fn no_errors_are_no_certainty() {
        let q = ReadingQuality::of(&[read("ABCD", "ABCD", 0.9)], 0.5).unwrap();
        assert_eq!((q.exact, q.character_error), (1.0, 0.0));
        assert!(q.exact_interval.0 < 0.5 && q.character_error_interval.1 > 0.3);
        assert!(ReadingQuality::of(&[], 0.5).is_none());
    }
}
