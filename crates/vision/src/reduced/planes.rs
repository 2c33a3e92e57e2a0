//! Blocks of an interleaved scan into one plane a component.

use super::bits::{Bits, Scan};
use super::huffman::{Huffman, LOOKS};
use super::tables::Tables;
use super::transform::{self, Basis, Block, ORDER, UNUSED};
use std::cmp::Ordering;

pub(super) struct Plane {
    width: usize,
    data: Vec<u8>,
}

impl Plane {
    pub(super) fn row(&self, y: usize) -> Option<&[u8]> {
        self.data.get(y * self.width..(y + 1) * self.width)
    }
}

/// Why there are no planes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// What is not known here, or is damaged.
    Unknown,
    /// The scan ends before its last pixel.
    Short,
}

/// A component while it is decoded.
struct Channel<'a> {
    dc: &'a Huffman,
    ac: &'a Huffman,
    quantiser: [f32; 64],
    /// Where each coefficient goes, in the order of the file.
    places: [u8; 64],
    /// Last place, in the order of the file, of a coefficient that is needed.
    last: u32,
    blocks_across: usize,
    blocks_down: usize,
    across: Basis,
    down: Basis,
    /// The mean of the block before.
    level: i32,
    plane: Plane,
}

/// `side` is the number of pixels that a block of the finest component is reduced to. Coarser components give more pixels
/// a block, so that all planes fit upon each other.
pub(super) fn decode(tables: &Tables, scan: &Scan, side: usize) -> Result<Vec<Plane>, Lack> {
    let (mut channels, units, rows) = channels(tables, side).ok_or(Lack::Unknown)?;
    let total = units * rows;
    let each = if tables.restart == 0 { total } else { tables.restart as usize };
    match scan.intervals().cmp(&total.div_ceil(each)) {
        Ordering::Less => return Err(Lack::Short),
        Ordering::Equal => {}
        Ordering::Greater => return Err(Lack::Unknown),
    }
    for number in 0..scan.intervals() {
        let mut bits = scan.interval(number).ok_or(Lack::Unknown)?;
        channels.iter_mut().for_each(|c| c.level = 0);
        for unit in number * each..total.min((number + 1) * each) {
            for channel in &mut channels {
                if channel.unit(&mut bits, unit % units, unit / units).is_none() {
                    return Err(if bits.within() { Lack::Unknown } else { Lack::Short });
                }
            }
        }
        if !bits.within() {
            return Err(Lack::Short);
        }
    }
    Ok(channels.into_iter().map(|c| c.plane).collect())
}

/// With the units across and down.
fn channels<'a>(tables: &'a Tables, side: usize) -> Option<(Vec<Channel<'a>>, usize, usize)> {
    let most = |of: fn(&super::tables::Component) -> u32| tables.components.iter().map(of).max();
    let (across, down) = (most(|c| c.across)?, most(|c| c.down)?);
    let units = tables.width.div_ceil(8 * across) as usize;
    let rows = tables.height.div_ceil(8 * down) as usize;
    let mut channels = Vec::new();
    for component in &tables.components {
        let (dc, ac) = tables.codes_of(component)?;
        let (w, h) = (side * (across / component.across) as usize, side * (down / component.down) as usize);
        let (blocks_across, blocks_down) = (component.across as usize, component.down as usize);
        let width = units * blocks_across * w;
        let places = ORDER.map(|at| transform::place(at, w, h));
        channels.push(Channel {
            dc,
            ac,
            quantiser: tables.quantiser(component)?.map(f32::from),
            places,
            last: places.iter().rposition(|&place| place != UNUSED)? as u32,
            blocks_across,
            blocks_down,
            across: Basis::new(w)?,
            down: Basis::new(h)?,
            level: 0,
            plane: Plane { width, data: vec![0; width * rows * blocks_down * h] },
        });
    }
    Some((channels, units, rows))
}

impl Channel<'_> {
    /// The component's blocks of one unit of the scan.
    #[inline]
    fn unit(&mut self, bits: &mut Bits, column: usize, row: usize) -> Option<()> {
        let (w, h) = (self.across.side, self.down.side);
        for y in 0..self.blocks_down {
            for x in 0..self.blocks_across {
                let mut block = Block::default();
                self.block(bits, &mut block)?;
                let left = (column * self.blocks_across + x) * w;
                let top = (row * self.blocks_down + y) * h;
                let stride = self.plane.width;
                transform::write(
                    &self.across,
                    &self.down,
                    &block,
                    &mut self.plane.data,
                    top * stride + left,
                    stride,
                )?;
            }
        }
        Some(())
    }

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, block: &mut Block) -> Option<()> {
        bits.fill()?;
        self.level = self.level.wrapping_add(self.dc.difference(bits)?);
        block.set(0, self.level as f32 * self.quantiser[0]);
        let mut k = 1;
        while k <= self.last {
            bits.fill()?;
            for _ in 0..LOOKS {
                let step = self.ac.coefficient(bits)?;
                if step.ends() {
                    return Some(());
                }
                k += step.places;
                // A run that leads out of the block has no place to go to.
                let at = k as usize - 1;
                block.set(*self.places.get(at)?, step.value as f32 * self.quantiser[at]);
                if k > self.last {
                    break;
                }
            }
        }
        self.ac.skip(bits, k)
    }
}
