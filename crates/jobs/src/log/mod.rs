//! The log of a job: one JSON line each, and beside it the offset of each line, so that any page is found at once
//! however long the log is.

mod merged;
mod phases;
mod read;
mod redrawn;
mod repair;
mod search;
mod tail;
mod write;

pub use merged::{
    MergedDownload, Order, lines as merged_lines, news as merged_news, page as merged_page,
    places as merged_places, search as merged_search,
};
pub use phases::{Phase, PhaseKind, phases};
pub use read::{From, LogLine, LogPage, MAX_PAGE, lines, page};
pub use redrawn::page as folded_page;
pub use search::{BUDGET, BadPattern, Download, Filter, MOST_CONTEXT, Pattern, Wanted, search};
pub use write::LogWriter;

use serde::{Deserialize, Serialize};

/// Where a line came from; `Fovea` are the words of the shim itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    Out,
    Err,
    Fovea,
}

impl Stream {
    /// As it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Stream::Out => "out",
            Stream::Err => "err",
            Stream::Fovea => "fovea",
        }
    }
}

/// Bytes of an offset in the index: an unsigned number, low byte first.
const ENTRY: u64 = 8;

#[cfg(test)]
mod tests;
