//! How far two people say the same of one picture, and of many.

use crate::{BBox, Mark};

/// Points of the grid over which overlap is counted, a side; of small marks several lie within a pixel, so that none falls between them.
const GRID: std::ops::RangeInclusive<usize> = 64..=256;
/// A place without an extent is taken for a square of so many pixels.
const PLACE: f32 = 16.0;

/// What one person says of a picture. `K` tells classes apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Look<K> {
    /// Of the whole picture
    pub whole: Option<K>,
    pub marks: Vec<(K, Mark)>,
}

impl<K: PartialEq + Clone> Look<K> {
    /// What it says of one class alone.
    #[must_use]
    pub fn of_class(&self, class: &K) -> Look<K> {
        let marks = self.marks.iter().filter(|(k, _)| k == class).cloned().collect();
        Look { whole: self.whole.clone(), marks }
    }
}

/// Which places of two looks are one and the same.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matched {
    /// Places of the first and of the second, with their overlap; the best first
    pub pairs: Vec<(usize, usize, f32)>,
    pub only_first: Vec<usize>,
    pub only_second: Vec<usize>,
}

/// Of one picture, or of many added up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Agreement {
    /// Places that both marked
    pub both: u64,
    /// Those of them with the same class
    pub same_class: u64,
    pub only_first: u64,
    pub only_second: u64,
    /// Of the places that both marked
    pub overlap_sum: f64,
}

impl Agreement {
    #[must_use]
    pub fn plus(self, other: Agreement) -> Agreement {
        Agreement {
            both: self.both + other.both,
            same_class: self.same_class + other.same_class,
            only_first: self.only_first + other.only_first,
            only_second: self.only_second + other.only_second,
            overlap_sum: self.overlap_sum + other.overlap_sum,
        }
    }

    /// Of all that either marked, how much both did with the same class, as F1; 1 where nobody marked anything.
    pub fn share(&self) -> f64 {
        let all = 2 * self.both + self.only_first + self.only_second;
        if all == 0 { 1.0 } else { 2.0 * self.same_class as f64 / all as f64 }
    }

    /// Mean overlap of the places that both marked.
    pub fn overlap(&self) -> Option<f64> {
        (self.both > 0).then(|| self.overlap_sum / self.both as f64)
    }
}

/// Places are pairs from this overlap on, the best first; each belongs to one pair at most.
pub fn matched<K>(first: &Look<K>, second: &Look<K>, least: f32) -> Matched {
    let mut near = Vec::new();
    for (i, (_, a)) in first.marks.iter().enumerate() {
        for (j, (_, b)) in second.marks.iter().enumerate() {
            let iou = overlap(a, b);
            if iou >= least {
                near.push((i, j, iou));
            }
        }
    }
    near.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
    let mut taken = (vec![false; first.marks.len()], vec![false; second.marks.len()]);
    let mut pairs = Vec::new();
    for (i, j, iou) in near {
        if !taken.0[i] && !taken.1[j] {
            (taken.0[i], taken.1[j]) = (true, true);
            pairs.push((i, j, iou));
        }
    }
    let left = |taken: Vec<bool>| (0..taken.len()).filter(|i| !taken[*i]).collect();
    Matched { pairs, only_first: left(taken.0), only_second: left(taken.1) }
}

/// How far the places of two looks agree, by [`matched`].
pub fn agreement<K: PartialEq>(first: &Look<K>, second: &Look<K>, least: f32) -> Agreement {
    let found = matched(first, second, least);
    let mut sums = Agreement {
        both: found.pairs.len() as u64,
        only_first: found.only_first.len() as u64,
        only_second: found.only_second.len() as u64,
        ..Agreement::default()
    };
    for (i, j, iou) in found.pairs {
        sums.same_class += u64::from(first.marks[i].0 == second.marks[j].0);
        sums.overlap_sum += f64::from(iou);
    }
    sums
}

/// Intersection over union. Of two upright boxes exact, else counted over a grid.
pub fn overlap(a: &Mark, b: &Mark) -> f32 {
    let (Some(around_a), Some(around_b)) = (extent(a), extent(b)) else { return 0.0 };
    let apart = around_a.iou(&around_b) <= 0.0;
    if apart || (is_box(a) && is_box(b)) {
        return if apart { 0.0 } else { around_a.iou(&around_b) };
    }
    let (x0, y0) = (around_a.x.min(around_b.x).floor(), around_a.y.min(around_b.y).floor());
    let x1 = (around_a.x + around_a.w).max(around_b.x + around_b.w).ceil();
    let y1 = (around_a.y + around_a.h).max(around_b.y + around_b.h).ceil();
    let (columns, rows) = (side(x1 - x0), side(y1 - y0));
    let (step_x, step_y) = ((x1 - x0) / columns as f32, (y1 - y0) / rows as f32);
    let (a, b) = (Inside::of(a, &around_a), Inside::of(b, &around_b));
    let (mut both, mut either) = (0u32, 0u32);
    for row in 0..rows {
        let y = y0 + (row as f32 + 0.5) * step_y;
        for column in 0..columns {
            let x = x0 + (column as f32 + 0.5) * step_x;
            let (in_a, in_b) = (a.holds(x, y), b.holds(x, y));
            both += u32::from(in_a && in_b);
            either += u32::from(in_a || in_b);
        }
    }
    if either > 0 { both as f32 / either as f32 } else { 0.0 }
}

fn side(length: f32) -> usize {
    (length as usize).clamp(*GRID.start(), *GRID.end())
}

fn is_box(mark: &Mark) -> bool {
    matches!(mark, Mark::Box { .. } | Mark::Points { .. })
}

fn extent(mark: &Mark) -> Option<BBox> {
    let around = mark.bounds()?;
    if mark.covers() {
        return Some(around);
    }
    let half = PLACE / 2.0;
    Some(BBox { x: around.x - half, y: around.y - half, w: around.w + PLACE, h: around.h + PLACE })
}

/// Tells of a place whether a mark covers it.
enum Inside {
    Box(BBox),
    Rings(Vec<Vec<[f32; 2]>>),
    /// First pixels of the runs inside and the one behind their last, in order; the width of the picture
    Runs(Vec<(u64, u64)>, u32),
}

impl Inside {
    fn of(mark: &Mark, around: &BBox) -> Inside {
        match mark {
            Mark::Points { .. } | Mark::Box { .. } => Inside::Box(*around),
            Mark::Brush { rle } => {
                let (mut runs, mut from, mut inside) = (Vec::new(), 0u64, false);
                for count in &rle.counts {
                    let to = from + u64::from(*count);
                    if inside && to > from {
                        runs.push((from, to));
                    }
                    (from, inside) = (to, !inside);
                }
                Inside::Runs(runs, rle.width)
            }
            _ => Inside::Rings(mark.rings()),
        }
    }

    fn holds(&self, x: f32, y: f32) -> bool {
        match self {
            Inside::Box(b) => x >= b.x && x < b.x + b.w && y >= b.y && y < b.y + b.h,
            Inside::Rings(rings) => rings.iter().any(|ring| encloses(ring, x, y)),
            Inside::Runs(runs, width) => {
                if x < 0.0 || y < 0.0 || x >= *width as f32 {
                    return false;
                }
                let at = y as u64 * u64::from(*width) + x as u64;
                let next = runs.partition_point(|(from, _)| *from <= at);
                next.checked_sub(1).and_then(|i| runs.get(i)).is_some_and(|(_, to)| at < *to)
            }
        }
    }
}

/// By the number of sides that a ray to the right meets.
fn encloses(ring: &[[f32; 2]], x: f32, y: f32) -> bool {
    let mut inside = false;
    let mut before = match ring.last() {
        Some(last) => *last,
        None => return false,
    };
    for corner in ring {
        let ([x0, y0], [x1, y1]) = (before, *corner);
        if (y0 > y) != (y1 > y) && x < (x1 - x0) * (y - y0) / (y1 - y0) + x0 {
            inside = !inside;
        }
        before = *corner;
    }
    inside
}

/// Cohen's kappa of what two people say of the same pictures: 1 where they always agree, 0 where no more than by chance. `None`
/// without pictures, and where chance alone explains all, as when both always say the same word.
pub fn kappa<K: PartialEq>(said: &[(K, K)]) -> Option<f64> {
    let n = said.len() as f64;
    let mut words: Vec<&K> = Vec::new();
    for word in said.iter().flat_map(|(a, b)| [a, b]) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let agreed = said.iter().filter(|(a, b)| a == b).count() as f64 / n;
    let chance: f64 = words
        .iter()
        .map(|word| {
            let by = |first: bool| said.iter().filter(|(a, b)| *word == if first { a } else { b }).count();
            by(true) as f64 * by(false) as f64 / (n * n)
        })
        .sum();
    (!said.is_empty() && chance < 1.0).then(|| (agreed - chance) / (1.0 - chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Runs;
    use proptest::prelude::*;

    fn boxed(x: f32, y: f32, w: f32, h: f32) -> Mark {
        Mark::Box { x, y, w, h }
    }

    #[test]
    fn kappa_is_that_of_the_textbook() {
        // Cohen's table of 50: both yes 20, first yes second no 5, first no second yes 10, both no 15.
        let mut said = Vec::new();
        for (count, pair) in [(20, (1, 1)), (5, (1, 0)), (10, (0, 1)), (15, (0, 0))] {
            said.extend(std::iter::repeat_n(pair, count));
        }
        assert!((kappa(&said).unwrap() - 0.4).abs() < 1e-12);
        assert_eq!(kappa::<u8>(&[]), None);
        assert_eq!(kappa(&[(1, 1), (1, 1)]), None);
        assert_eq!(kappa(&[(1, 1), (2, 2)]), Some(1.0));
        assert!(kappa(&[(1, 2), (2, 1)]).unwrap() < 0.0);
    }

    #[test]
    fn each_place_has_one_partner_and_the_best_comes_first() {
        let first = Look {
            whole: None,
            marks: vec![(1, boxed(0.0, 0.0, 10.0, 10.0)), (1, boxed(100.0, 0.0, 10.0, 10.0))],
        };
        let second = Look {
            whole: None,
            marks: vec![
                (1, boxed(0.0, 0.0, 10.0, 6.0)),
                (2, boxed(0.0, 0.0, 10.0, 9.0)),
                (2, boxed(50.0, 50.0, 5.0, 5.0)),
            ],
        };
        let found = agreement(&first, &second, 0.5);
        assert_eq!((found.both, found.same_class, found.only_first, found.only_second), (1, 0, 1, 2));
        assert!((found.overlap().unwrap() - 0.9).abs() < 1e-6);
        let same = agreement(&first, &first, 0.5);
        assert_eq!((same.share(), same.overlap()), (1.0, Some(1.0)));
        let nothing = Look::<u8> { whole: None, marks: Vec::new() };
        assert_eq!(agreement(&nothing, &nothing, 0.5).share(), 1.0);
        assert_eq!(found.plus(same).both, 3);
    }

    #[test]
    fn of_a_class_only_its_places_count() {
        let first = Look {
            whole: None,
            marks: vec![(1, boxed(0.0, 0.0, 10.0, 10.0)), (2, boxed(50.0, 0.0, 10.0, 10.0))],
        };
        let second = Look { whole: None, marks: vec![(2, boxed(50.0, 0.0, 10.0, 10.0))] };
        let of = |class| agreement(&first.of_class(&class), &second.of_class(&class), 0.5);
        assert_eq!((of(1).only_first, of(1).both), (1, 0));
        assert_eq!((of(2).both, of(2).share()), (1, 1.0));
        let found = matched(&first, &second, 0.5);
        assert_eq!((found.pairs.len(), found.only_first, found.only_second.len()), (1, vec![0], 0));
    }

    #[test]
    fn shapes_of_other_kinds_overlap_by_what_they_cover() {
        let square = boxed(10.0, 10.0, 40.0, 40.0);
        let outline = Mark::Polygon { points: vec![[10.0, 10.0], [50.0, 10.0], [50.0, 50.0], [10.0, 50.0]] };
        assert!((overlap(&square, &outline) - 1.0).abs() < 1e-6);
        let half = Mark::Polygon { points: vec![[10.0, 10.0], [50.0, 10.0], [50.0, 30.0], [10.0, 30.0]] };
        assert!((overlap(&square, &half) - 0.5).abs() < 0.02);
        let mut pixels = vec![0u8; 60 * 60];
        for y in 10..50 {
            pixels[y * 60 + 10..y * 60 + 50].fill(1);
        }
        let mask = Mark::Brush { rle: Runs::of(60, 60, &pixels) };
        assert!((overlap(&square, &mask) - 1.0).abs() < 1e-6);
        assert!((overlap(&mask, &half) - 0.5).abs() < 0.02);
        let circle = Mark::Ellipse { cx: 30.0, cy: 30.0, rx: 20.0, ry: 20.0, angle: 0.0 };
        assert!((overlap(&square, &circle) - std::f32::consts::FRAC_PI_4).abs() < 0.02);
        assert!(
            overlap(
                &Mark::Points { points: vec![[30.0, 30.0]] },
                &Mark::Points { points: vec![[31.0, 30.0]] }
            ) > 0.8
        );
    }

    proptest! {
        #[test]
        fn overlap_is_the_same_both_ways_and_within_0_and_1(
            a in (0.0f32..80.0, 0.0f32..80.0, 1.0f32..60.0, 1.0f32..60.0), angle in 0.0f32..90.0,
            b in (0.0f32..80.0, 0.0f32..80.0, 1.0f32..60.0, 1.0f32..60.0)
        ) {
            let one = Mark::Rotated { cx: a.0, cy: a.1, w: a.2, h: a.3, angle };
            let two = boxed(b.0, b.1, b.2, b.3);
            let iou = overlap(&one, &two);
            prop_assert!((0.0..=1.0).contains(&iou));
            prop_assert_eq!(iou, overlap(&two, &one));
            prop_assert!(overlap(&one, &one) > 0.99);
        }
    }
}
