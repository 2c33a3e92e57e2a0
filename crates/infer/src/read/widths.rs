//! Signs that look alike, told apart by how wide they are in their own line. Digits are of one width in nearly all print, and a
//! letter `O` is wider than they are, where its print makes a difference at all; of what is read as `1`, what is far narrower than
//! another is an `I`. The reader itself mostly goes by what stands beside a sign.

use super::filters::Gray;
use fovea_vision::{Picture, components};

/// A zero that is so many times as wide as the digits of its line is a letter.
const WIDER: f32 = 1.25;
/// A one that has no more of the width of another than this is a letter.
const NARROWER: f32 = 0.65;
/// Digits that tell how wide digits are.
const FEWEST: usize = 2;
/// Height of a sign, as parts of what is usual in its line.
const HEIGHTS: std::ops::RangeInclusive<f32> = 0.8..=1.2;
/// Smaller spots are grain.
const GRAIN: u32 = 12;

/// What stands at each place of a line, where its shape says otherwise than `signs`; `along`: their middles in parts of the width.
pub(super) fn told_apart(line: &Picture, signs: &[char], along: &[f32]) -> Vec<(usize, char)> {
    if !signs.iter().any(|s| matches!(s, '0' | '1')) {
        return Vec::new();
    }
    let sizes = sizes(line, along);
    let mut heights: Vec<f32> = sizes.iter().flatten().map(|s| s.1).collect();
    let Some(usual) = median(&mut heights) else { return Vec::new() };
    let width = |i: usize| {
        let (width, height) = sizes.get(i).copied().flatten()?;
        HEIGHTS.contains(&(height / usual)).then_some(width)
    };
    let widths = |of: fn(char) -> bool| -> Vec<f32> {
        signs.iter().enumerate().filter(|(_, s)| of(**s)).filter_map(|(i, _)| width(i)).collect()
    };
    let mut digits = widths(|s| ('2'..='9').contains(&s));
    let digit = if digits.len() < FEWEST { None } else { median(&mut digits) };
    let one = widths(|s| s == '1').into_iter().reduce(f32::max);
    let other = |i: usize| match (signs[i], width(i)?) {
        ('0', width) if width > WIDER * digit? => Some((i, 'O')),
        ('1', width) if width < NARROWER * one? => Some((i, 'I')),
        _ => None,
    };
    (0..signs.len()).filter_map(other).collect()
}

/// Width and height of the ink around each middle; none where it hangs together with its neighbours, or is in pieces.
fn sizes(line: &Picture, along: &[f32]) -> Vec<Option<(f32, f32)>> {
    let gray = Gray::of(line);
    let (spots, _) = components(&gray.ink(), line.width, line.height, GRAIN);
    let middles: Vec<f32> = along.iter().map(|a| a * line.width as f32).collect();
    let of_one = |i: usize| {
        let before = i.checked_sub(1).map_or(f32::NEG_INFINITY, |h| middles[h]);
        let after = middles.get(i + 1).copied().unwrap_or(f32::INFINITY);
        let own = ((before + middles[i]) / 2.0, (middles[i] + after) / 2.0);
        let mut inside = spots.iter().filter(|s| (own.0..own.1).contains(&(s.bbox.x + s.bbox.w / 2.0)));
        let (spot, more) = (inside.next()?, inside.next());
        let alone = more.is_none() && spot.bbox.x > before && spot.bbox.x + spot.bbox.w < after;
        alone.then_some((spot.bbox.w, spot.bbox.h))
    };
    (0..middles.len()).map(of_one).collect()
}

fn median(values: &mut [f32]) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of boxes of these widths, 20 pixels from middle to middle.
    fn line(widths: &[u32]) -> (Picture, Vec<f32>) {
        let count = widths.len() as u32;
        let mut picture = Picture::new(20 * count, 48);
        picture.rgb.fill(220);
        for (i, width) in (0u32..).zip(widths) {
            for y in 10..38 {
                let from = 20 * i + 10 - width / 2;
                let at = 3 * (y * 20 * count + from) as usize;
                picture.rgb[at..at + 3 * *width as usize].fill(30);
            }
        }
        (picture, (0..count).map(|i| (i as f32 + 0.5) / count as f32).collect())
    }

    fn told(text: &str, widths: &[u32]) -> Vec<(usize, char)> {
        let (picture, along) = line(widths);
        told_apart(&picture, &text.chars().collect::<Vec<_>>(), &along)
    }

    #[test]
    fn a_zero_that_is_wider_than_digits_is_a_letter() {
        assert_eq!(told("20560", &[10, 10, 10, 11, 14]), [(4, 'O')]);
        assert!(told("20560", &[10, 10, 10, 11, 11]).is_empty());
        // One digit says nothing of how wide they are.
        assert!(told("2AB0", &[10, 12, 12, 14]).is_empty());
    }

    #[test]
    fn a_one_that_is_far_narrower_than_another_is_a_letter() {
        assert_eq!(told("1231", &[8, 10, 10, 4]), [(3, 'I')]);
        assert!(told("1231", &[4, 10, 10, 4]).is_empty());
    }

    #[test]
    fn what_hangs_together_says_nothing() {
        assert_eq!(told("2560", &[10, 10, 10, 18]), [(3, 'O')]);
        assert!(told("2506", &[10, 10, 20, 20]).is_empty());
        assert!(told_apart(&Picture::new(0, 48), &['0'], &[0.5]).is_empty());
    }
}
