//! The runs in which Label Studio keeps what was painted: bits that tell the four channels of each pixel, of which the last says
//! how much it covers.

use crate::LabelError;
use fovea_domain::Runs;

/// Bits of the lengths that runs are told with.
const SIZES: [u32; 4] = [3, 4, 8, 16];
const WORD: u32 = 8;
/// From here on a pixel counts as painted.
const PAINTED: u64 = 128;

struct Bits<'a> {
    bytes: &'a [u8],
    at: u64,
}

impl Bits<'_> {
    fn read(&mut self, many: u32) -> Result<u64, LabelError> {
        let mut value = 0;
        for _ in 0..many {
            let byte = self.bytes.get((self.at / 8) as usize);
            let byte = byte.ok_or_else(|| LabelError("what was painted is broken off".into()))?;
            value = (value << 1) | u64::from((byte >> (7 - self.at % 8)) & 1);
            self.at += 1;
        }
        Ok(value)
    }
}

/// The painted pixels of a picture of this size; `None` where there are none.
pub fn parse_brush(bytes: &[u8], width: u32, height: u32) -> Result<Option<Runs>, LabelError> {
    let mut bits = Bits { bytes, at: 0 };
    let total = bits.read(32)?;
    let pixels = u64::from(width) * u64::from(height);
    if pixels.checked_mul(4) != Some(total) {
        return Err(LabelError(format!("what was painted is not of its picture's {width} × {height} px")));
    }
    let word = bits.read(5)? as u32 + 1;
    let mut sizes = [0; 4];
    for size in &mut sizes {
        *size = bits.read(4)? as u32 + 1;
    }
    let mut painted = vec![0u8; pixels as usize];
    let mut at = 0;
    while at < total {
        let same = bits.read(1)? == 1;
        let size = sizes.get(bits.read(2)? as usize).copied().unwrap_or(1);
        let end = at + 1 + bits.read(size)?;
        if end > total {
            return Err(LabelError("what was painted reaches over its picture".into()));
        }
        // Every fourth value is the one that counts.
        if same {
            if bits.read(word)? >= PAINTED {
                let (first, last) = (at / 4, end / 4);
                painted[first as usize..last as usize].fill(1);
            }
        } else {
            for i in at..end {
                if bits.read(word)? >= PAINTED && i % 4 == 3 {
                    painted[(i / 4) as usize] = 1;
                }
            }
        }
        at = end;
    }
    let runs = Runs::of(width, height, &painted);
    Ok((runs.counts.len() > 1).then_some(runs))
}

/// Bytes as [`parse_brush`] reads them.
pub(crate) fn brush(runs: &Runs) -> Vec<u8> {
    let mut out = Out { bytes: Vec::new(), free: 0 };
    let total: u64 = runs.counts.iter().map(|n| u64::from(*n) * 4).sum();
    out.write(total, 32);
    out.write(u64::from(WORD) - 1, 5);
    SIZES.iter().for_each(|size| out.write(u64::from(*size) - 1, 4));
    for (i, count) in runs.counts.iter().enumerate() {
        let value = if i % 2 == 1 { 255 } else { 0 };
        let mut left = u64::from(*count) * 4;
        while left > 0 {
            let long = left.min(1 << 16);
            let kind = SIZES.iter().position(|size| long <= 1 << size).unwrap_or(3);
            out.write(1, 1);
            out.write(kind as u64, 2);
            out.write(long - 1, SIZES[kind]);
            out.write(value, WORD);
            left -= long;
        }
    }
    out.bytes
}

struct Out {
    bytes: Vec<u8>,
    /// Bits of the last byte that are not used yet.
    free: u32,
}

impl Out {
    fn write(&mut self, value: u64, many: u32) {
        for bit in (0..many).rev() {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            self.free -= 1;
            if let Some(last) = self.bytes.last_mut() {
                *last |= (((value >> bit) & 1) as u8) << self.free;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_painted_is_read_again(width in 1u32..40, pixels in prop::collection::vec(0u8..2, 40..4000)) {
            let height = pixels.len() as u32 / width;
            let runs = Runs::of(width, height, &pixels[..(width * height) as usize]);
            let read = parse_brush(&brush(&runs), width, height).unwrap();
            prop_assert_eq!(read, (runs.counts.len() > 1).then_some(runs));
        }

        #[test]
        fn any_bytes_are_read_without_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = parse_brush(&bytes, 8, 8);
            bytes.splice(0..bytes.len().min(4), [0, 0, 1, 0]);
            let _ = parse_brush(&bytes, 8, 8);
        }
    }

    #[test]
    fn long_runs_are_cut() {
        let runs = Runs { width: 1000, height: 300, counts: vec![70_000, 200_000, 30_000] };
        assert_eq!(parse_brush(&brush(&runs), 1000, 300).unwrap(), Some(runs));
    }

    #[test]
    fn a_bomb_takes_no_memory() {
        assert!(parse_brush(&[0xff; 8], 10, 10).is_err());
        assert!(parse_brush(&[0xff; 8], u32::MAX, u32::MAX).is_err());
    }
}
