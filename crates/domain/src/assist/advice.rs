//! What is asked of `fovea advise` and what it answers, between the server and the job that works it out.

use serde::{Deserialize, Serialize};

/// All pictures of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdviceAsked {
    pub pictures: Vec<AskedPicture>,
    /// Classes that labels name by their place
    pub kinds: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskedPicture {
    /// Where it lies; `None`: what it looks like is known already
    pub path: Option<String>,
    pub class: Option<usize>,
    pub uncertainty: Option<f32>,
}

/// Places in the list of what was asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AdviceTold {
    /// To label next, the best first
    pub useful: Vec<usize>,
    pub suspects: Vec<ToldSuspect>,
    pub outliers: Vec<ToldOutlier>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ToldSuspect {
    pub at: usize,
    pub instead: usize,
    pub margin: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ToldOutlier {
    pub at: usize,
    /// In spreads of the usual
    pub out: f32,
}

/// Rows of bytes one behind the other, each with its length before it.
pub fn join_rows<'a>(rows: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend(u32::try_from(row.len()).unwrap_or(0).to_le_bytes());
        bytes.extend(row);
    }
    bytes
}

/// The rows again; `None` where the bytes are cut.
pub fn split_rows(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rows = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (row, behind) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rows.push(row);
        bytes = behind;
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_and_cut_ones_do_not() {
        let rows: [&[u8]; 3] = [b"abc", b"", b"d"];
        let bytes = join_rows(rows);
        assert_eq!(split_rows(&bytes).unwrap(), rows);
        assert_eq!(split_rows(&bytes[..bytes.len() - 1]), None);
        assert_eq!(split_rows(&[]), Some(Vec::new()));
    }
}
