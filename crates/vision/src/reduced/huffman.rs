//! Codes to symbols by tables: two that give a short code's coefficient at once, one that steps over as many coefficients
//! as fit into its index. What a loop does most often is one look-up and one comparison; all else is kept out of its way.

use super::bits::{Bits, extend};

const FAST: u32 = 10;
const STRIDE: u32 = 13;
/// Looks into the tables of coefficients and of leaps that a filled window is enough for.
pub(super) const LOOKS: u32 = 4;

/// What the next bits say, where their code is short.
#[derive(Clone, Copy, Default)]
struct Short {
    /// Length of the code, 0 where it is longer than the table's index.
    length: u8,
    symbol: u8,
    /// Code and value together where both fit, else 0.
    whole: u8,
    value: i16,
}

/// A coefficient whose code and value are short: bits, places in the block that it takes, value, from the lowest byte on;
/// 0 where they are long.
type Coefficient = u32;

/// Several coefficients to be stepped over: bits in the low byte, places that they take in the high one.
type Leap = u16;

/// Added to the places where the block ends behind them, so that one comparison tells of every end.
const ENDS: u32 = 64;
/// Where not even one coefficient fits into the index.
const NO_LEAP: Leap = 0xFF00;

pub(super) struct Huffman {
    fast: Vec<Short>,
    coefficients: Box<[Coefficient; 1 << FAST]>,
    leaps: Box<[Leap; 1 << STRIDE]>,
    /// For each length the first code behind those of that length, 16 bits from the left; and what to add to
    /// a code of that length to come to its symbol.
    limits: [u32; 17],
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

/// One step in a block.
pub(super) struct Step {
    /// Places that it takes, its own as the last.
    pub(super) places: u32,
    pub(super) value: i32,
}

impl Step {
    /// Whether no more comes in this block.
    #[inline(always)]
    pub(super) fn ends(&self) -> bool {
        self.places == ENDS
    }
}

impl Huffman {
    /// From the numbers of codes of each length and their symbols; `None` where they are no code.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Huffman> {
        let mut table = Huffman {
            fast: vec![Short::default(); 1 << FAST],
            coefficients: Box::new([0; 1 << FAST]),
            leaps: Box::new([NO_LEAP; 1 << STRIDE]),
            limits: [0; 17],
            offsets: [0; 17],
            symbols: symbols.to_vec(),
        };
        let (mut code, mut k) = (0u32, 0usize);
        for length in 1..=16u32 {
            let count = u32::from(*counts.get(length as usize - 1)?);
            table.offsets[length as usize] = k as i32 - code as i32;
            for _ in 0..count {
                let symbol = *symbols.get(k)?;
                if length <= FAST {
                    let first = (code << (FAST - length)) as usize;
                    let entries = table.fast.get_mut(first..first + (1 << (FAST - length)))?;
                    for (i, entry) in entries.iter_mut().enumerate() {
                        *entry = short(length, symbol, i as u32);
                    }
                }
                (code, k) = (code + 1, k + 1);
            }
            if code > 1 << length {
                return None;
            }
            table.limits[length as usize] = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }

    /// Makes the tables that [`Huffman::coefficient`] and [`Huffman::skip`] need.
    pub(super) fn for_coefficients(mut self) -> Huffman {
        for (short, entry) in self.fast.iter().zip(self.coefficients.iter_mut()) {
            *entry = coefficient(*short);
        }
        for index in 0..1u32 << STRIDE {
            self.leaps[index as usize] = self.leap(index);
        }
        self
    }

    fn leap(&self, index: u32) -> Leap {
        let (mut bits, mut places) = (0, 0);
        loop {
            let left = (index << bits) & ((1 << STRIDE) - 1);
            let short = self.fast[(left >> (STRIDE - FAST)) as usize];
            let taken = u32::from(short.length) + u32::from(short.symbol & 15);
            if short.length == 0 || bits + taken > STRIDE || places > 32 {
                return if bits == 0 { NO_LEAP } else { (places << 8 | bits) as Leap };
            }
            bits += taken;
            // The end of the block counts as one.
            places += u32::from(short.symbol >> 4) + 1;
            if short.symbol == 0 {
                return ((ENDS + places) << 8 | bits) as Leap;
            }
        }
    }

    /// The next symbol, its value left unread. The window must be filled.
    #[inline(always)]
    pub(super) fn symbol(&self, bits: &mut Bits) -> Option<u8> {
        let short = self.fast.get((bits.window >> (64 - FAST)) as usize)?;
        if short.length > 0 {
            bits.drop(short.length.into());
            return Some(short.symbol);
        }
        self.long(bits)
    }

    #[cold]
    fn long(&self, bits: &mut Bits) -> Option<u8> {
        let next = (bits.window >> 48) as u32;
        let length = (FAST as usize + 1..=16).find(|&l| next < self.limits[l])?;
        let place = (next >> (16 - length)) as i32 + self.offsets[length];
        bits.drop(length as u32);
        self.symbols.get(usize::try_from(place).ok()?).copied()
    }

    /// The next difference of means. The window must be filled.
    #[inline(always)]
    pub(super) fn difference(&self, bits: &mut Bits) -> Option<i32> {
        let short = self.fast.get((bits.window >> (64 - FAST)) as usize)?;
        if short.whole > 0 {
            bits.drop(short.whole.into());
            return (short.symbol < 16).then_some(short.value.into());
        }
        let size = u32::from(self.symbol(bits)?);
        (size < 16).then(|| bits.value(size))
    }

    /// The next coefficient. A filled window is enough for [`LOOKS`] of them.
    #[inline(always)]
    pub(super) fn coefficient(&self, bits: &mut Bits) -> Option<Step> {
        let short = self.coefficients[(bits.window >> (64 - FAST)) as usize];
        if short == 0 {
            return self.long_coefficient(bits);
        }
        bits.drop(short & 63);
        Some(Step { places: short >> 8 & 0xFF, value: short as i32 >> 16 })
    }

    /// Leaves the window filled.
    #[cold]
    #[inline(never)]
    fn long_coefficient(&self, bits: &mut Bits) -> Option<Step> {
        bits.fill()?;
        let symbol = self.symbol(bits)?;
        let value = bits.value(u32::from(symbol & 15));
        bits.fill()?;
        let places = if symbol == 0 { ENDS } else { u32::from(symbol >> 4) + 1 };
        Some(Step { places, value })
    }

    /// Steps over the coefficients from place `k` to the end of the block.
    #[inline(always)]
    pub(super) fn skip(&self, bits: &mut Bits, mut k: u32) -> Option<()> {
        while k < 64 {
            bits.fill()?;
            for _ in 0..LOOKS {
                let leap = self.leaps[(bits.window >> (64 - STRIDE)) as usize];
                let (places, taken) = (u32::from(leap >> 8), u32::from(leap & 63));
                if k + places < 64 {
                    bits.drop(taken);
                    k += places;
                    continue;
                }
                let ends = leap != NO_LEAP && places > ENDS && k + places <= 64 + ENDS;
                if ends || k + places == 64 {
                    bits.drop(taken);
                    return Some(());
                }
                // Too long for the table, or what follows is of the next block: one at a time.
                let step = self.long_coefficient(bits)?;
                if step.ends() {
                    return Some(());
                }
                k += step.places;
                break;
            }
        }
        // A run that leads out of the block is a fault of the file.
        (k == 64).then_some(())
    }
}

fn coefficient(short: Short) -> Coefficient {
    match (short.whole, short.symbol) {
        (0, _) => 0,
        (bits, 0) => ENDS << 8 | u32::from(bits),
        (bits, symbol) => {
            let places = u32::from(symbol >> 4) + 1;
            (i32::from(short.value) << 16) as u32 | places << 8 | u32::from(bits)
        }
    }
}

fn short(length: u32, symbol: u8, rest: u32) -> Short {
    let size = u32::from(symbol & 15);
    let mut short = Short { length: length as u8, symbol, whole: 0, value: 0 };
    if length + size <= FAST {
        short.whole = (length + size) as u8;
        if size > 0 {
            short.value = extend((rest >> (FAST - length - size)) as i32, size) as i16;
        }
    }
    short
}
