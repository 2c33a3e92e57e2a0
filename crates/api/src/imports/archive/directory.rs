//! The end of a zip file, as far as it says how many entries there are.

use std::io::{self, Read, Seek, SeekFrom};

/// The end record and the longest comment behind it.
const MOST_TAIL: u64 = 22 + 65_535;
const END: &[u8] = b"PK\x05\x06";
const END_64_PLACE: &[u8] = b"PK\x06\x07";

/// The most entries that any end record near the end claims.
pub(super) fn claimed_entries(file: &mut (impl Read + Seek)) -> io::Result<u64> {
    let length = file.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(MOST_TAIL + 20);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.take(MOST_TAIL + 20).read_to_end(&mut tail)?;
    let mut most = 0;
    for at in 0..tail.len() {
        let rest = tail.get(at..).unwrap_or_default();
        if rest.starts_with(END) {
            most = most.max(number(rest, 10, 2));
        } else if rest.starts_with(END_64_PLACE) {
            let mut record = [0; 56];
            let there =
                file.seek(SeekFrom::Start(number(rest, 8, 8))).and_then(|_| file.read_exact(&mut record));
            if there.is_ok() {
                most = most.max(number(&record, 32, 8)).max(number(&record, 24, 8));
            }
        }
    }
    file.seek(SeekFrom::Start(0))?;
    Ok(most)
}

/// Little-endian; 0 where there are too few bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
    let bytes = bytes.get(at..at + length).unwrap_or_default();
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
