//! The bits of a scan, with stuffed zeros and restart marks taken out beforehand, so that reading them is a shift.

use memchr::memchr;

/// Zeros behind each interval, so that eight bytes can be read at once up to its last bit and a window beyond.
const PADDING: usize = 24;

/// The pixels' bits, cut at restart marks.
pub(super) struct Scan {
    bytes: Vec<u8>,
    /// Start and end of each interval in `bytes`.
    intervals: Vec<(usize, usize)>,
}

impl Scan {
    /// Takes the bits from right behind the scan's head up to the end mark, which must be the next mark.
    pub(super) fn read(mut from: &[u8]) -> Option<Scan> {
        let mut bytes = Vec::with_capacity(from.len() + PADDING);
        let (mut intervals, mut start) = (Vec::new(), 0);
        loop {
            let at = memchr(0xFF, from)?;
            let (plain, rest) = from.split_at(at);
            bytes.extend_from_slice(plain);
            match *rest.get(1)? {
                0 => {
                    bytes.push(0xFF);
                    from = rest.get(2..)?;
                }
                // Marks may be led by any number of these.
                0xFF => from = rest.get(1..)?,
                mark => {
                    intervals.push((start, bytes.len()));
                    bytes.extend_from_slice(&[0; PADDING]);
                    start = bytes.len();
                    match mark {
                        0xD0..=0xD7 if usize::from(mark & 7) == (intervals.len() - 1) % 8 => {}
                        0xD9 => return Some(Scan { bytes, intervals }),
                        _ => return None,
                    }
                    from = rest.get(2..)?;
                }
            }
        }
    }

    pub(super) fn intervals(&self) -> usize {
        self.intervals.len()
    }

    pub(super) fn interval(&self, number: usize) -> Option<Bits<'_>> {
        let (start, end) = *self.intervals.get(number)?;
        let bytes = self.bytes.get(start..end + PADDING)?;
        Some(Bits { bytes, next: 0, window: 0, count: 0 })
    }
}

/// Reads an interval from its first bit on.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    next: usize,
    /// The next bits, from the highest on.
    pub(super) window: u64,
    /// How many of them are filled.
    count: u32,
}

impl Bits<'_> {
    /// Fills the window to 56 bits at least. `None` where the interval has ended before its pixels.
    #[inline(always)]
    pub(super) fn fill(&mut self) -> Option<()> {
        let eight: [u8; 8] = self.bytes.get(self.next..self.next + 8)?.try_into().ok()?;
        self.window |= u64::from_be_bytes(eight) >> self.count;
        self.next += ((63 - self.count) >> 3) as usize;
        self.count |= 56;
        Some(())
    }

    #[inline(always)]
    pub(super) fn drop(&mut self, bits: u32) {
        self.window <<= bits;
        self.count = self.count.wrapping_sub(bits);
    }

    /// The next bits as a coefficient: those that begin with 0 are negative. At most 16.
    #[inline(always)]
    pub(super) fn value(&mut self, bits: u32) -> i32 {
        if bits == 0 {
            return 0;
        }
        let raw = (self.window >> (64 - bits)) as i32;
        self.drop(bits);
        extend(raw, bits)
    }

    /// Whether no bit behind the end was taken.
    pub(super) fn within(&self) -> bool {
        self.next * 8 - self.count as usize <= (self.bytes.len() - PADDING) * 8
    }
}

#[inline(always)]
pub(super) fn extend(raw: i32, bits: u32) -> i32 {
    if raw < 1 << (bits - 1) { raw - (1 << bits) + 1 } else { raw }
}
