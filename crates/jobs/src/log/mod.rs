//! The log of a job: one JSON line each, and beside it the offset of each line, so that any page is found at once
//! however long the log is.

mod read;
mod repair;
mod write;

pub use read::{LogLine, LogPage, MAX_PAGE, lines, page, search};
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

/// Bytes of an offset in the index: an unsigned number, low byte first.
const ENTRY: u64 = 8;

#[cfg(test)]
mod tests;
