//! A large picture in pieces: of its whole size, of half of it, and so on down to one piece, each piece a JPEG. A pixel of
//! a level stands for exactly 2 × 2 of the one before, so that places need no rounding.

use crate::{Picture, VisionError, encode_jpeg};

/// Sides of a piece; those at the right and at the bottom may be smaller.
pub const TILE: u32 = 512;
const QUALITY: u8 = 90;

/// One size of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    pub width: u32,
    pub height: u32,
    pub columns: u32,
    pub rows: u32,
    /// Number of its first piece; they go row by row, level by level.
    pub first: u32,
}

/// From the whole size on.
pub fn levels(width: u32, height: u32) -> Vec<Level> {
    let (mut w, mut h, mut first) = (width.max(1), height.max(1), 0);
    let mut all = Vec::new();
    loop {
        let (columns, rows) = (w.div_ceil(TILE), h.div_ceil(TILE));
        all.push(Level { width: w, height: h, columns, rows, first });
        if columns * rows == 1 {
            return all;
        }
        first += columns * rows;
        (w, h) = (w.div_ceil(2), h.div_ceil(2));
    }
}

const MAGIC: &[u8; 8] = b"FoveaT1\n";
const HEAD: usize = MAGIC.len() + 8;
/// Offset and length of a piece.
const ENTRY: usize = 12;

/// All pieces in one file: sides of the picture, where each piece lies, then the pieces. `None` where `stopped` said so meanwhile.
pub fn pack(mut picture: Picture, stopped: &dyn Fn() -> bool) -> Result<Option<Vec<u8>>, VisionError> {
    let all = levels(picture.width, picture.height);
    let count = all.iter().map(|l| (l.columns * l.rows) as usize).sum::<usize>();
    let mut bytes = Vec::with_capacity(HEAD + count * ENTRY + picture.rgb.len() / 6);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&picture.width.to_le_bytes());
    bytes.extend_from_slice(&picture.height.to_le_bytes());
    bytes.resize(HEAD + count * ENTRY, 0);
    let mut number = 0;
    for (at, level) in all.iter().enumerate() {
        if at > 0 {
            picture = halved(&picture);
        }
        for row in 0..level.rows {
            for column in 0..level.columns {
                if stopped() {
                    return Ok(None);
                }
                let jpeg = encode_jpeg(&picture.crop(column * TILE, row * TILE, TILE, TILE), QUALITY)?;
                let (offset, length) = (bytes.len() as u64, jpeg.len() as u32);
                let entry = HEAD + number * ENTRY;
                if let Some(place) = bytes.get_mut(entry..entry + ENTRY) {
                    place[..8].copy_from_slice(&offset.to_le_bytes());
                    place[8..].copy_from_slice(&length.to_le_bytes());
                }
                bytes.extend_from_slice(&jpeg);
                number += 1;
            }
        }
    }
    Ok(Some(bytes))
}

/// A piece out of such a file. `None` where there is none of this number, or the file is not one or was cut.
pub fn unpack(
    from: &mut (impl std::io::Read + std::io::Seek),
    number: u32,
) -> std::io::Result<Option<Vec<u8>>> {
    use std::io::SeekFrom;
    let mut head = [0; HEAD];
    from.read_exact(&mut head)?;
    let [width, height] = [MAGIC.len(), MAGIC.len() + 4]
        .map(|at| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]));
    if !head.starts_with(MAGIC) || width == 0 || height == 0 {
        return Ok(None);
    }
    let count = levels(width, height).last().map_or(0, |last| last.first + 1);
    if number >= count {
        return Ok(None);
    }
    let mut entry = [0; ENTRY];
    from.seek(SeekFrom::Start((HEAD + number as usize * ENTRY) as u64))?;
    from.read_exact(&mut entry)?;
    let [a, b, c, d, e, f, g, h, i, j, k, l] = entry;
    let (offset, length) = (u64::from_le_bytes([a, b, c, d, e, f, g, h]), u32::from_le_bytes([i, j, k, l]));
    // No piece is larger than its pixels.
    if length > TILE * TILE * 4 {
        return Ok(None);
    }
    let mut bytes = vec![0; length as usize];
    from.seek(SeekFrom::Start(offset))?;
    from.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// Each pixel the mean of the up to four that it stands for.
fn halved(picture: &Picture) -> Picture {
    let (width, height) = (picture.width.div_ceil(2), picture.height.div_ceil(2));
    let row_of = |y: u32| {
        let bytes = picture.width as usize * 3;
        let start = y.min(picture.height.saturating_sub(1)) as usize * bytes;
        picture.rgb.get(start..start + bytes).unwrap_or_default()
    };
    let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
    for y in 0..height {
        let (one, two) = (row_of(2 * y), row_of(2 * y + 1));
        for (a, b) in one.chunks(6).zip(two.chunks(6)) {
            // The last of an odd row has no neighbour.
            let next = if a.len() == 6 { 3 } else { 0 };
            for c in 0..3 {
                let sum = [a.get(c), a.get(next + c), b.get(c), b.get(next + c)]
                    .iter()
                    .map(|v| u16::from(v.copied().unwrap_or(0)))
                    .sum::<u16>();
                rgb.push(((sum + 2) / 4) as u8);
            }
        }
    }
    Picture { width, height, rgb }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, decode_bytes};
    use proptest::prelude::*;
    use std::io::Cursor;

    fn drawn(width: u32, height: u32) -> Picture {
        let mut picture = Picture::new(width, height);
        for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = (i as u32 % width, i as u32 / width);
            pixel.copy_from_slice(&[(x / 8) as u8, (y / 8) as u8, 90]);
        }
        picture
    }

    proptest! {
        #[test]
        fn levels_halve_down_to_one_piece(width in 1u32..40_000, height in 1u32..40_000) {
            let all = levels(width, height);
            prop_assert_eq!((all[0].width, all[0].height, all[0].first), (width, height, 0));
            for pair in all.windows(2) {
                prop_assert_eq!(pair[1].width, pair[0].width.div_ceil(2));
                prop_assert_eq!(pair[1].first, pair[0].first + pair[0].columns * pair[0].rows);
            }
            let last = all[all.len() - 1];
            prop_assert_eq!((last.columns, last.rows), (1, 1));
        }
    }

    #[test]
    fn every_piece_shows_its_part() {
        let bytes = pack(drawn(1100, 700), &|| false).unwrap().unwrap();
        let all = levels(1100, 700);
        let mut file = Cursor::new(&bytes);
        for (at, level) in all.iter().enumerate() {
            for number in level.first..level.first + level.columns * level.rows {
                file.set_position(0);
                let jpeg = unpack(&mut file, number).unwrap().unwrap();
                let piece = decode_bytes(&jpeg, &Limits::default()).unwrap();
                let (column, row) =
                    ((number - level.first) % level.columns, (number - level.first) / level.columns);
                assert_eq!(piece.width, (level.width - column * TILE).min(TILE));
                assert_eq!(piece.height, (level.height - row * TILE).min(TILE));
                let [red, green, _] = piece.pixel(4, 4).unwrap();
                let place = |tile: u32| ((tile * TILE + 4) << at) / 8;
                assert!(
                    i64::from(red).abs_diff(i64::from(place(column))) <= 4,
                    "level {at}, {column}: {red}"
                );
                assert!(i64::from(green).abs_diff(i64::from(place(row))) <= 4, "level {at}, {row}: {green}");
            }
        }
        file.set_position(0);
        let behind = all[all.len() - 1].first + 1;
        assert_eq!(unpack(&mut file, behind).unwrap(), None);
    }

    #[test]
    fn a_cut_or_foreign_file_gives_no_piece() {
        let bytes = pack(drawn(600, 20), &|| false).unwrap().unwrap();
        for cut in [0, 5, HEAD, HEAD + 4, bytes.len() - 1] {
            let taken = unpack(&mut Cursor::new(&bytes[..cut]), 2);
            assert!(!matches!(taken, Ok(Some(_))), "cut at {cut}");
        }
        let mut other = bytes.clone();
        other[0] = b'x';
        assert_eq!(unpack(&mut Cursor::new(&other), 0).unwrap(), None);
        let mut huge = bytes;
        huge[HEAD + 8..HEAD + 12].fill(0xff);
        assert_eq!(unpack(&mut Cursor::new(&huge), 0).unwrap(), None);
    }

    #[test]
    fn who_waits_no_more_stops_the_work() {
        let asked = std::cell::Cell::new(0);
        let stopped = || {
            asked.set(asked.get() + 1);
            asked.get() > 2
        };
        assert_eq!(pack(drawn(1100, 700), &stopped).unwrap(), None);
        assert_eq!(asked.get(), 3);
    }
}
