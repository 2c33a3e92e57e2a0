//! Codes to symbols by tables: one that gives a short code's coefficient at once, one that steps over as many
//! coefficients as fit into its index.

use super::bits::{Bits, extend};

const FAST: u32 = 10;
const STRIDE: u32 = 12;

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

/// Several coefficients to be stepped over.
#[derive(Clone, Copy, Default)]
struct Leap {
    bits: u8,
    /// Places in the block that they take; the end of a block counts as one.
    places: u8,
    ends: bool,
}

pub(super) struct Huffman {
    fast: Vec<Short>,
    leaps: Vec<Leap>,
    /// For each length the first code behind those of that length, 16 bits from the left; and what to add to
    /// a code of that length to come to its symbol.
    limits: [u32; 17],
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

/// One step in a block.
pub(super) struct Step {
    pub(super) run: u32,
    pub(super) value: i32,
    pub(super) ends: bool,
}

impl Huffman {
    /// From the numbers of codes of each length and their symbols; `None` where they are no code.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Huffman> {
        let mut table = Huffman {
            fast: vec![Short::default(); 1 << FAST],
            leaps: Vec::new(),
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

    /// Makes the table that [`Huffman::leap`] needs.
    pub(super) fn with_leaps(mut self) -> Huffman {
        self.leaps = (0..1u32 << STRIDE).map(|index| self.leap_of(index)).collect();
        self
    }

    fn leap_of(&self, index: u32) -> Leap {
        let mut leap = Leap::default();
        let left = |leap: &Leap| (index << leap.bits) & ((1 << STRIDE) - 1);
        loop {
            let short = self.fast[(left(&leap) >> (STRIDE - FAST)) as usize];
            let bits = u32::from(short.length) + u32::from(short.symbol & 15);
            if short.length == 0 || u32::from(leap.bits) + bits > STRIDE || leap.places > 32 {
                return leap;
            }
            leap.bits += bits as u8;
            leap.places += (short.symbol >> 4) + 1;
            if short.symbol == 0 {
                leap.ends = true;
                return leap;
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

    /// The next coefficient. The window must be filled.
    #[inline(always)]
    pub(super) fn step(&self, bits: &mut Bits) -> Option<Step> {
        let short = self.fast.get((bits.window >> (64 - FAST)) as usize)?;
        if short.whole > 0 {
            bits.drop(short.whole.into());
            return Some(Step {
                run: u32::from(short.symbol >> 4),
                value: short.value.into(),
                ends: short.symbol == 0,
            });
        }
        let symbol = self.symbol(bits)?;
        let value = bits.value(u32::from(symbol & 15));
        Some(Step { run: u32::from(symbol >> 4), value, ends: symbol == 0 })
    }

    /// Steps over the coefficients from place `k` to the end of the block.
    #[inline(always)]
    pub(super) fn skip(&self, bits: &mut Bits, mut k: u32) -> Option<()> {
        while k < 64 {
            bits.fill()?;
            // The window holds enough for four leaps.
            for _ in 0..4 {
                let leap = self.leaps.get((bits.window >> (64 - STRIDE)) as usize)?;
                let to = k + u32::from(leap.places);
                if leap.bits == 0 || to > 64 {
                    bits.fill()?;
                    let step = self.step(bits)?;
                    if step.ends {
                        return Some(());
                    }
                    k += step.run + 1;
                    break;
                }
                bits.drop(leap.bits.into());
                if leap.ends {
                    return Some(());
                }
                k = to;
                if k == 64 {
                    break;
                }
            }
        }
        // A run that leads out of the block is a fault of the file.
        (k == 64).then_some(())
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
