//! Text that was read from pictures: what a model tells of it, rules that it must fulfil, and how often it is read right.

mod arc;
mod check;
mod date;
mod day;
mod digits;
mod distance;
mod quality;

pub use arc::{LaidArc, TextArc};
pub use check::{Check, CheckFault, CheckResult, UnknownCheck};
pub use date::{Date, DateFormat, DateFormatError};
pub use day::Day;
pub use distance::{edits, normal};
pub use quality::{JudgedText, ReadingQuality};

use crate::Point;
use serde::{Deserialize, Serialize};

/// One line of text in a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadText {
    pub text: String,
    /// How sure the least sure of its signs is, 0 to 1.
    pub score: f32,
    /// Corners in pixels of the picture: the text's own top left, top right, bottom right, bottom left.
    pub quad: [Point; 4],
    pub chars: Vec<ReadChar>,
    /// The rules of the model, in its order. Empty where it has none, or where the text is none that they are for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckResult>,
}

impl ReadText {
    pub fn passes(&self) -> bool {
        self.checks.iter().all(|c| c.ok)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReadChar {
    pub char: char,
    pub score: f32,
    /// About its middle, in pixels of the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Point>,
}
