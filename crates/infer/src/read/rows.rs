//! Which rows of a box a line takes up. Signs that are small in their box are read far worse than those that fill half of it, and
//! boxes are drawn by hand.

use super::filters::Gray;
use fovea_vision::Picture;
use std::ops::Range;

/// A row with less of the ink of the fullest one lies between lines, unless so few of them follow each other.
const WEAK: f32 = 0.15;
const GAP: usize = 2;
/// Lower bands are frames and scratches.
const LOWEST: usize = 8;
/// A line that is higher than this part of its box fills it.
const LOOSE: f32 = 0.46;
/// The line has at least this part of the ink of its box: else it is not told which of several it is.
const SHARE: f32 = 0.5;
/// What is left above and below, as a part of the line's height.
const ROOM: f32 = 0.5;

/// From where to where down the line it stands, as parts of its height, with some room; `None` where it fills what was cut out, or
/// is not told from what stands beside it.
pub(super) fn line_within(cut: &Picture) -> Option<(f32, f32)> {
    let ink = Gray::of(cut).ink();
    let rows = ink.chunks_exact((cut.width as usize).max(1));
    let rows: Vec<u32> = rows.map(|row| row.iter().map(|v| u32::from(*v)).sum()).collect();
    let band = fullest(&rows)?;
    let (from, to, height) = (band.start as f32, band.end as f32, rows.len() as f32);
    let high = to - from;
    let own: u32 = rows[band].iter().sum();
    let all: u32 = rows.iter().sum();
    if high > LOOSE * height || (own as f32) < SHARE * all as f32 {
        return None;
    }
    Some((((from - ROOM * high) / height).max(0.0), ((to + ROOM * high) / height).min(1.0)))
}

/// The rows that follow each other with most ink.
fn fullest(rows: &[u32]) -> Option<Range<usize>> {
    let weak = WEAK * rows.iter().copied().max().unwrap_or(0) as f32;
    let mut bands: Vec<Range<usize>> = Vec::new();
    for (i, _) in rows.iter().enumerate().filter(|(_, ink)| **ink as f32 > weak) {
        match bands.last_mut() {
            Some(band) if i <= band.end + GAP => band.end = i + 1,
            _ => bands.push(i..i + 1),
        }
    }
    let high = bands.into_iter().filter(|band| band.len() >= LOWEST);
    high.max_by_key(|band| rows[band.clone()].iter().sum::<u32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bright line of 200 × 48 pixels with dark strokes in these rows.
    fn line(strokes: &[[u32; 2]]) -> Picture {
        let mut picture = Picture::new(200, 48);
        picture.rgb.fill(210);
        for y in strokes.iter().flat_map(|[from, to]| *from..*to) {
            for x in (10..190).filter(|x| x % 12 < 3) {
                let at = 3 * (y * 200 + x) as usize;
                picture.rgb[at..at + 3].fill(40);
            }
        }
        picture
    }

    #[test]
    fn a_low_line_is_told_with_half_its_height_of_room() {
        assert_eq!(line_within(&line(&[[20, 32]])), Some((14.0 / 48.0, 38.0 / 48.0)));
        // Near an edge there is less.
        assert_eq!(line_within(&line(&[[2, 14]])), Some((0.0, 20.0 / 48.0)));
        // Rows of dots are one line.
        assert_eq!(line_within(&line(&[[20, 23], [25, 28], [30, 32]])), Some((14.0 / 48.0, 38.0 / 48.0)));
    }

    #[test]
    fn what_fills_its_box_or_is_no_line_stays() {
        assert_eq!(line_within(&line(&[[10, 36]])), None);
        assert_eq!(line_within(&line(&[])), None);
        assert_eq!(line_within(&line(&[[20, 24]])), None, "a scratch");
        assert_eq!(line_within(&line(&[[2, 12], [19, 29], [36, 46]])), None, "which of the three?");
        assert_eq!(line_within(&Picture::new(0, 48)), None);
    }
}
