//! How a file parts its records: length, checksum of the length, bytes, checksum of the bytes.

use crate::LabelError;
use std::io::{ErrorKind, Read, Write};

/// Castagnoli's polynomial, bit by bit turned around.
const POLYNOMIAL: u32 = 0x82f6_3b78;
const TABLE: [u32; 256] = table();
/// Taken at once before it is known that so many bytes are there.
const AT_ONCE: u64 = 1 << 20;

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut value = at as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ POLYNOMIAL } else { value >> 1 };
            bit += 1;
        }
        table[at] = value;
        at += 1;
    }
    table
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| (sum >> 8) ^ TABLE[usize::from(sum as u8 ^ byte)])
}

/// Turned and moved, so that a checksum over bytes with a checksum tells something, too.
fn masked(bytes: &[u8]) -> u32 {
    checksum(bytes).rotate_right(15).wrapping_add(0xa282_ead8)
}

/// Records one after the other; ends behind the first that is damaged.
pub(crate) struct Records<R> {
    from: R,
    /// Bytes that a record may have.
    most: u64,
    ended: bool,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(from: R, most: u64) -> Records<R> {
        Records { from, most, ended: false }
    }

    fn read_one(&mut self) -> Result<Option<Vec<u8>>, LabelError> {
        let mut length = [0; 8];
        match self.from.read(&mut length[..1]) {
            Ok(0) => return Ok(None),
            Ok(_) => self.fill(&mut length[1..])?,
            Err(e) if e.kind() == ErrorKind::Interrupted => return self.read_one(),
            Err(e) => return Err(LabelError(e.to_string())),
        }
        self.check(&length)?;
        let length = u64::from_le_bytes(length);
        if length > self.most {
            return Err(LabelError(format!(
                "a record of {length} bytes is larger than {} may be",
                self.most
            )));
        }
        let mut bytes = Vec::with_capacity(length.min(AT_ONCE) as usize);
        let read = self.from.by_ref().take(length).read_to_end(&mut bytes);
        read.map_err(|e| LabelError(e.to_string()))?;
        if bytes.len() as u64 != length {
            return Err(LabelError("it is cut off within a record".into()));
        }
        self.check(&bytes)?;
        Ok(Some(bytes))
    }

    fn fill(&mut self, to: &mut [u8]) -> Result<(), LabelError> {
        self.from.read_exact(to).map_err(|e| match e.kind() {
            ErrorKind::UnexpectedEof => LabelError("it is cut off within a record".into()),
            _ => LabelError(e.to_string()),
        })
    }

    fn check(&mut self, bytes: &[u8]) -> Result<(), LabelError> {
        let mut told = [0; 4];
        self.fill(&mut told)?;
        let same = u32::from_le_bytes(told) == masked(bytes);
        if same { Ok(()) } else { Err(LabelError("a record does not have its checksum".into())) }
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Vec<u8>, LabelError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.read_one().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

pub(crate) fn write_record(to: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    let length = (bytes.len() as u64).to_le_bytes();
    to.write_all(&length)?;
    to.write_all(&masked(&length).to_le_bytes())?;
    to.write_all(bytes)?;
    to.write_all(&masked(bytes).to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standard() {
        // From RFC 3720, B.4, and the usual check.
        assert_eq!(checksum(b"123456789"), 0xe306_9283);
        assert_eq!(checksum(&[0; 32]), 0x8a91_36aa);
        assert_eq!(checksum(&[0xff; 32]), 0x62a8_ab43);
    }

    #[test]
    fn records_come_back_and_a_damaged_one_ends_them() {
        let mut file = Vec::new();
        for record in [&b"one"[..], b"", b"three"] {
            write_record(&mut file, record).unwrap();
        }
        let read = |bytes: &[u8], most: u64| -> Vec<Result<Vec<u8>, LabelError>> {
            Records::new(bytes, most).collect()
        };
        let whole: Vec<Vec<u8>> = read(&file, 9).into_iter().map(Result::unwrap).collect();
        assert_eq!(whole, [b"one".to_vec(), vec![], b"three".to_vec()]);
        assert!(read(&[], 9).is_empty());
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 1;
            let found = read(&damaged, 9);
            assert!(found.last().unwrap().is_err() && found.len() <= 3, "{at}");
        }
        assert!(read(&file[..file.len() - 1], 9).last().unwrap().is_err());
        assert!(read(&file, 4).last().unwrap().is_err());
        let mut endless = u64::MAX.to_le_bytes().to_vec();
        endless.extend(masked(&endless).to_le_bytes());
        assert!(read(&endless, u64::MAX)[0].is_err());
    }
}
