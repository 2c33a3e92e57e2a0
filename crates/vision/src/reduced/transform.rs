//! Low frequencies of a block of 8 × 8 back to 1, 2 or 4 pixels a side, in floating point whose order is fixed.

use std::f32::consts::FRAC_1_SQRT_2;

/// Place in the block, row by row, of each coefficient in the order of the file.
pub(super) const ORDER: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// Place of a coefficient that no reduction looks at.
pub(super) const UNUSED: u8 = 16;

/// Where a coefficient of an 8 × 8 block goes in [`Block`], where blocks become `w` × `h` pixels.
pub(super) fn place(at: u8, w: usize, h: usize) -> u8 {
    let (u, v) = (at % 8, at / 8);
    if usize::from(u) < w && usize::from(v) < h { v * 4 + u } else { UNUSED }
}

/// The lowest frequencies, dequantised, row by row.
#[derive(Default)]
pub(super) struct Block {
    /// Rows of four; behind them, what is not looked at.
    values: [f32; 32],
    /// Whether there is more than the mean.
    varies: bool,
}

impl Block {
    #[inline(always)]
    pub(super) fn set(&mut self, place: u8, value: f32) {
        self.values[usize::from(place & 31)] = value;
        self.varies |= place > 0;
    }
}

/// Cosines of an eighth and of three eighths of a half turn.
const EIGHTH: f32 = 0.923_879_5;
const THREE_EIGHTHS: f32 = 0.382_683_43;
/// Weight of the mean; those of all other frequencies are halves of cosines.
const MEAN: f32 = FRAC_1_SQRT_2 / 2.0;

/// What the frequencies of a row or column are weighed with for each of its pixels: `[frequency][pixel]`.
#[derive(Clone, Copy)]
pub(super) struct Basis {
    pub(super) side: usize,
    weights: [[f32; 4]; 4],
}

impl Basis {
    /// For 1, 2 or 4 pixels a side: of the inverse transform of that many points, scaled to what a transform of eight
    /// has made.
    pub(super) fn new(side: usize) -> Option<Basis> {
        let rows: &[[f32; 4]] = match side {
            1 => &[[MEAN, 0.0, 0.0, 0.0]],
            2 => &[[MEAN, MEAN, 0.0, 0.0], [MEAN, -MEAN, 0.0, 0.0]],
            4 => &[
                [MEAN; 4],
                [EIGHTH / 2.0, THREE_EIGHTHS / 2.0, -THREE_EIGHTHS / 2.0, -EIGHTH / 2.0],
                [MEAN, -MEAN, -MEAN, MEAN],
                [THREE_EIGHTHS / 2.0, -EIGHTH / 2.0, EIGHTH / 2.0, -THREE_EIGHTHS / 2.0],
            ],
            _ => return None,
        };
        let mut weights = [[0.0; 4]; 4];
        weights.get_mut(..side)?.copy_from_slice(rows);
        Some(Basis { side, weights })
    }
}

/// The pixels of a block from its coefficients.
#[inline(always)]
fn general<const W: usize, const H: usize>(across: &Basis, down: &Basis, block: &Block) -> [[f32; W]; H] {
    let mut columns = [[0.0f32; W]; H];
    for (v, row) in columns.iter_mut().enumerate() {
        for u in 0..W {
            let f = block.values[v * 4 + u];
            for (sum, w) in row.iter_mut().zip(&across.weights[u]) {
                *sum += f * w;
            }
        }
    }
    let mut out = [[0.0f32; W]; H];
    for (v, row) in columns.iter().enumerate() {
        for (line, w) in out.iter_mut().zip(&down.weights[v]) {
            for (sum, f) in line.iter_mut().zip(row) {
                *sum += f * w;
            }
        }
    }
    out
}

/// Writes the block's pixels into a plane whose rows are `stride` long, from `at` on.
pub(super) fn write(
    across: &Basis,
    down: &Basis,
    block: &Block,
    plane: &mut [u8],
    at: usize,
    stride: usize,
) -> Option<()> {
    if !block.varies {
        // What the sums of the general way come to.
        let level = byte(block.values[0] * MEAN * MEAN);
        for y in 0..down.side {
            plane.get_mut(at + y * stride..)?.get_mut(..across.side)?.fill(level);
        }
        return Some(());
    }
    match (across.side, down.side) {
        (1, 1) => store(&general::<1, 1>(across, down, block), plane, at, stride),
        (2, 1) => store(&general::<2, 1>(across, down, block), plane, at, stride),
        (1, 2) => store(&general::<1, 2>(across, down, block), plane, at, stride),
        (2, 2) => store(&general::<2, 2>(across, down, block), plane, at, stride),
        (4, 2) => store(&general::<4, 2>(across, down, block), plane, at, stride),
        (4, 1) => store(&general::<4, 1>(across, down, block), plane, at, stride),
        (1, 4) => store(&general::<1, 4>(across, down, block), plane, at, stride),
        (2, 4) => store(&general::<2, 4>(across, down, block), plane, at, stride),
        (4, 4) => store(&general::<4, 4>(across, down, block), plane, at, stride),
        _ => None,
    }
}

#[inline(always)]
fn store<const W: usize, const H: usize>(
    pixels: &[[f32; W]; H],
    plane: &mut [u8],
    at: usize,
    stride: usize,
) -> Option<()> {
    for (y, row) in pixels.iter().enumerate() {
        let line: &mut [u8; W] = plane.get_mut(at + y * stride..)?.first_chunk_mut()?;
        for (to, &v) in line.iter_mut().zip(row) {
            *to = byte(v);
        }
    }
    Some(())
}

/// The nearest byte to a level around 0. Adding 2^23 leaves the whole number in the lowest bits.
#[inline(always)]
fn byte(level: f32) -> u8 {
    ((level + 128.0).clamp(0.0, 255.0) + 8_388_608.0).to_bits() as u8
}
