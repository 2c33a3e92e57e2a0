//! What the shapes of a line say where the network goes by what stands beside a sign: look-alikes told apart by how wide they
//! are, and blanks by how wide the gaps are.

use super::filters::Gray;
use fovea_domain::BBox;
use fovea_vision::{Picture, components};

/// A zero that is so many times as wide as the digits of its line is a letter: digits are of one width in nearly all print.
const WIDER: f32 = 1.25;
/// A one that has no more of the width of another than this is a letter.
const NARROWER: f32 = 0.65;
/// Digits that tell how wide digits are.
const FEWEST: usize = 2;
/// Height of a sign, as parts of what is usual in its line.
const HEIGHTS: std::ops::RangeInclusive<f32> = 0.8..=1.2;
/// Smaller spots are grain, and lower ones are no whole signs.
const GRAIN: u32 = 12;
const LOWEST: f32 = 10.0;
/// A blank is a gap that is wider than the usual one by so much of the height of signs; beside a narrow sign, which has wide gaps
/// in print of one width, by so much.
const BLANK: f32 = 0.24;
const BLANK_BESIDE_NARROW: f32 = 0.4;
/// And its signs are so many times as far from each other as usual.
const APART: f32 = 1.2;
/// Ink in a column that may be grain.
const SPECK: u32 = 1;

/// The ink of a line.
pub(super) struct Shapes {
    width: u32,
    spots: Vec<BBox>,
    /// How much of each column is ink.
    columns: Vec<u32>,
}

impl Shapes {
    pub fn of(line: &Picture) -> Shapes {
        let ink = Gray::of(line).ink();
        let mut columns = vec![0; line.width as usize];
        for row in ink.chunks_exact(columns.len().max(1)) {
            columns.iter_mut().zip(row).for_each(|(sum, v)| *sum += u32::from(*v));
        }
        let (spots, _) = components(&ink, line.width, line.height, GRAIN);
        Shapes { width: line.width, spots: spots.into_iter().map(|s| s.bbox).collect(), columns }
    }

    /// Where the widths say another sign than `signs`; `along`: their middles in parts of the width.
    pub fn told_apart(&self, signs: &[char], along: &[f32]) -> Vec<(usize, char)> {
        if !signs.iter().any(|s| matches!(s, '0' | '1')) {
            return Vec::new();
        }
        let sizes = self.sizes(along);
        let Some(usual) = median(sizes.iter().flatten().map(|s| s.1).collect()) else { return Vec::new() };
        let width = |i: usize| {
            let (width, height) = sizes.get(i).copied().flatten()?;
            HEIGHTS.contains(&(height / usual)).then_some(width)
        };
        let widths = |of: fn(char) -> bool| -> Vec<f32> {
            signs.iter().enumerate().filter(|(_, s)| of(**s)).filter_map(|(i, _)| width(i)).collect()
        };
        let digits = widths(|s| ('2'..='9').contains(&s));
        let digit = if digits.len() < FEWEST { None } else { median(digits) };
        let one = widths(|s| s == '1').into_iter().reduce(f32::max);
        let other = |i: usize| match (signs[i], width(i), digit, one) {
            ('0', Some(width), Some(digit), _) if width >= WIDER * digit => Some((i, 'O')),
            ('1', Some(width), _, Some(one)) if width <= NARROWER * one => Some((i, 'I')),
            _ => None,
        };
        (0..signs.len()).filter_map(other).collect()
    }

    /// Signs behind which there is a blank that was not read.
    pub fn blanks(&self, signs: &[char], along: &[f32]) -> Vec<usize> {
        let mut heights: Vec<f32> = self.spots.iter().map(|s| s.h).filter(|h| *h >= LOWEST).collect();
        heights.sort_by(f32::total_cmp);
        let Some(&height) = heights.get(heights.len() * 3 / 5) else { return Vec::new() };
        let middles: Vec<(usize, f32)> = along.iter().map(|a| a * self.width as f32).enumerate().collect();
        let printed: Vec<(usize, f32)> =
            middles.into_iter().filter(|(i, _)| signs.get(*i).is_some_and(|s| *s != ' ')).collect();
        let pairs: Vec<[(usize, f32); 2]> = printed.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        let gaps: Vec<f32> = pairs.iter().map(|[a, b]| self.gap(a.1, b.1)).collect();
        let steps: Vec<f32> = pairs.iter().map(|[a, b]| b.1 - a.1).collect();
        let (Some(gap), Some(step)) = (median(gaps.clone()), median(steps)) else { return Vec::new() };
        let found = pairs.iter().zip(&gaps).filter(|([(i, from), (k, to)], own)| {
            let (a, b) = (signs[*i], signs[*k]);
            let narrow = [a, b].iter().any(|s| matches!(s, '1' | 'I' | 'i' | 'l'));
            let least = if narrow { BLANK_BESIDE_NARROW } else { BLANK };
            let told = *k > *i + 1 || !a.is_ascii_alphanumeric() || !b.is_ascii_alphanumeric();
            !told && **own - gap >= least * height && to - from >= APART * step
        });
        found.map(|([(i, _), _], _)| *i).collect()
    }

    /// Columns without ink that follow each other between two places, most of them.
    fn gap(&self, from: f32, to: f32) -> f32 {
        let (from, to) = (from.max(0.0) as usize, (to.max(0.0) as usize + 1).min(self.columns.len()));
        let (mut run, mut most) = (0u32, 0);
        for ink in self.columns.get(from..to).unwrap_or_default() {
            run = if *ink <= SPECK { run + 1 } else { 0 };
            most = most.max(run);
        }
        most as f32
    }

    /// Width and height of the ink around each middle; none where it hangs together with its neighbours, or is in pieces.
    fn sizes(&self, along: &[f32]) -> Vec<Option<(f32, f32)>> {
        let middles: Vec<f32> = along.iter().map(|a| a * self.width as f32).collect();
        let of_one = |i: usize| {
            let before = i.checked_sub(1).map_or(f32::NEG_INFINITY, |h| middles[h]);
            let after = middles.get(i + 1).copied().unwrap_or(f32::INFINITY);
            let own = ((before + middles[i]) / 2.0)..((middles[i] + after) / 2.0);
            let mut inside = self.spots.iter().filter(|s| own.contains(&(s.x + s.w / 2.0)));
            let (spot, more) = (inside.next()?, inside.next());
            let alone = more.is_none() && spot.x > before && spot.x + spot.w < after;
            alone.then_some((spot.w, spot.h))
        };
        (0..middles.len()).map(of_one).collect()
    }
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of boxes of these widths with so many pixels behind each, and its middles.
    fn line(boxes: &[(u32, u32)]) -> (Picture, Vec<f32>) {
        let all: u32 = 10 + boxes.iter().map(|b| b.0 + b.1).sum::<u32>();
        let mut picture = Picture::new(all, 48);
        picture.rgb.fill(220);
        let (mut x, mut along) = (10, Vec::new());
        for (width, behind) in boxes {
            for y in 10..38 {
                let at = 3 * (y * all + x) as usize;
                picture.rgb[at..at + 3 * *width as usize].fill(30);
            }
            along.push((x as f32 + *width as f32 / 2.0) / all as f32);
            x += width + behind;
        }
        (picture, along)
    }

    fn apart(text: &str, widths: &[u32], behind: u32) -> Vec<(usize, char)> {
        let (picture, along) = line(&widths.iter().map(|w| (*w, behind)).collect::<Vec<_>>());
        Shapes::of(&picture).told_apart(&text.chars().collect::<Vec<_>>(), &along)
    }

    fn blanks(text: &str, boxes: &[(u32, u32)]) -> Vec<usize> {
        let (picture, along) = line(boxes);
        Shapes::of(&picture).blanks(&text.chars().collect::<Vec<_>>(), &along)
    }

    #[test]
    fn a_zero_that_is_wider_than_digits_is_a_letter() {
        assert_eq!(apart("20560", &[10, 10, 10, 11, 14], 8), [(4, 'O')]);
        assert!(apart("20560", &[10, 10, 10, 11, 12], 8).is_empty());
        // One digit says nothing of how wide they are.
        assert!(apart("2AB0", &[10, 12, 12, 14], 8).is_empty());
    }

    #[test]
    fn a_one_that_is_far_narrower_than_another_is_a_letter() {
        assert_eq!(apart("1231", &[8, 10, 10, 4], 8), [(3, 'I')]);
        assert!(apart("1231", &[4, 10, 10, 4], 8).is_empty());
    }

    #[test]
    fn what_hangs_together_says_nothing() {
        assert_eq!(apart("2560", &[10, 10, 10, 18], 8), [(3, 'O')]);
        assert!(apart("2560", &[10, 10, 10, 18], 0).is_empty());
        assert!(Shapes::of(&Picture::new(0, 48)).told_apart(&['0'], &[0.5]).is_empty());
    }

    #[test]
    fn a_wide_gap_between_letters_or_digits_is_a_blank() {
        let word = |behind: u32| [(12, 4), (12, 4), (12, behind), (12, 4), (12, 4), (12, 12)];
        assert_eq!(blanks("LOT284", &word(14)), [2]);
        assert!(blanks("LOT284", &word(9)).is_empty());
        // Behind a stroke there is room anyway, and beside a one.
        assert!(blanks("LO-284", &word(14)).is_empty());
        assert!(blanks("LO1284", &word(14)).is_empty());
        assert_eq!(blanks("LO1284", &word(18)), [2]);
        assert!(Shapes::of(&Picture::new(0, 48)).blanks(&[], &[]).is_empty());
    }
}
