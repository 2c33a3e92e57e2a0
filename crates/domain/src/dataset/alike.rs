//! Which pictures of a set are likest by their features, and how well two of them must agree in their pixels to be of one place.

/// As many of the likest of each are held in mind.
pub const MOST_NEAREST: usize = 10;
/// As many of the likest of each are likely to show the same place. A picture that was altered mostly has the one that it was made of
/// among them.
const LIKELY: usize = 3;
/// In small sets more are: so many in all.
const LIKELY_IN_ALL: usize = 2_000;
/// Pairs by which is told what is usual.
const USUAL_PAIRS: usize = 200;
/// Up to so many rows, each is held against each.
const EACH: usize = 4_000;
/// Of more, those that share a cell; each is held against so many that follow it there.
const MOST_BESIDE: usize = 1_000;
/// Two pictures of one place agree by no less, whatever is usual in their set.
const LEAST: f32 = 0.85;
/// By so many spreads better than is usual.
const SPREADS: f32 = 2.0;
/// The spread of a normal distribution from its median deviation.
const OF_MEDIAN: f32 = 1.4826;
/// What agrees better than this is the same.
const MOST: f32 = 0.999_99;

/// The likest of one row: how alike (1 the same way, 0 nothing in common), and which; the likest first.
pub type Nearest = Vec<(f32, usize)>;

/// Of each row its [`MOST_NEAREST`] likest others, by the angle between them. `values` are rows of `width` one behind the other. Among many rows it
/// may miss some of those that are less alike.
pub fn nearest(values: &[i8], width: usize) -> Vec<Nearest> {
    nearest_among(values, width, EACH)
}

fn nearest_among(values: &[i8], width: usize, each: usize) -> Vec<Nearest> {
    if width == 0 {
        return Vec::new();
    }
    let rows: Vec<&[i8]> = values.chunks_exact(width).collect();
    let lengths: Vec<f32> = rows.iter().map(|row| (dot(row, row) as f32).sqrt().max(1.0)).collect();
    let alike = |a: usize, b: usize| dot(rows[a], rows[b]) as f32 / (lengths[a] * lengths[b]);
    let (cells, beside): (Vec<Vec<usize>>, usize) = if rows.len() <= each {
        (vec![(0..rows.len()).collect()], each)
    } else {
        (cells(rows.len(), &alike), MOST_BESIDE)
    };
    let mut best: Vec<Nearest> = vec![Vec::new(); rows.len()];
    for cell in &cells {
        for (from, &a) in cell.iter().enumerate() {
            for &b in cell.iter().skip(from + 1).take(beside) {
                let likeness = alike(a, b);
                keep(&mut best[a], (likeness, b), MOST_NEAREST);
                keep(&mut best[b], (likeness, a), MOST_NEAREST);
            }
        }
    }
    best
}

/// Some rows, evenly taken, have a cell each; every row is in those of the two that it is likest to, so that likest ones mostly share one.
fn cells(count: usize, alike: &impl Fn(usize, usize) -> f32) -> Vec<Vec<usize>> {
    let wanted = (count.isqrt() * 3 / 2).max(1);
    let middles: Vec<usize> = (0..count).step_by((count / wanted).max(1)).collect();
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); middles.len()];
    for row in 0..count {
        let mut two = Nearest::new();
        for (cell, &middle) in middles.iter().enumerate() {
            keep(&mut two, (alike(row, middle), cell), 2);
        }
        two.iter().for_each(|(_, cell)| cells[*cell].push(row));
    }
    cells
}

fn keep(best: &mut Nearest, new: (f32, usize), most: usize) {
    let at = best.partition_point(|old| old.0.total_cmp(&new.0).then(new.1.cmp(&old.1)).is_ge());
    if at < most && best.iter().all(|old| old.1 != new.1) {
        best.insert(at, new);
        best.truncate(most);
    }
}

fn dot(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum()
}

/// Pairs that likely show the same place, smaller index first, each once, the likest first.
pub fn likely_pairs(nearest: &[Nearest]) -> Vec<(usize, usize)> {
    let each = (LIKELY_IN_ALL / nearest.len().max(1)).clamp(LIKELY, MOST_NEAREST);
    let of = |(a, best): (usize, &Nearest)| {
        let pair = move |(likeness, b): &(f32, usize)| (*likeness, (a.min(*b), a.max(*b)));
        best.iter().take(each).map(pair).collect::<Vec<_>>()
    };
    let mut pairs: Vec<(f32, (usize, usize))> = nearest.iter().enumerate().flat_map(of).collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    pairs.dedup();
    pairs.into_iter().map(|(_, pair)| pair).collect()
}

/// Pairs that are alike, but likely not of one place: some pictures, evenly taken, each with the last of its nearest.
pub fn usual_pairs(nearest: &[Nearest]) -> Vec<(usize, usize)> {
    let step = nearest.len().div_ceil(USUAL_PAIRS).max(1);
    let some = nearest.iter().enumerate().step_by(step);
    some.filter_map(|(a, best)| best.last().map(|(_, b)| (a.min(*b), a.max(*b)))).collect()
}

/// How well pictures of a set agree that are alike and yet of different places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// In Fisher's measure, in which a step means the same everywhere
    least: f32,
}

impl Usual {
    /// From how well [`usual_pairs`] agree; some of them may be of one place after all.
    pub fn of(agreements: &[f32]) -> Usual {
        let measures: Vec<f32> = agreements.iter().filter(|a| !a.is_nan()).map(|a| fisher(*a)).collect();
        let middle = median(measures.clone());
        let spread = OF_MEDIAN * median(measures.iter().map(|m| (m - middle).abs()).collect());
        Usual { least: (middle + SPREADS * spread).max(fisher(LEAST)) }
    }

    /// Whether two pictures that agree so well show the same place.
    pub fn same(&self, agreement: f32) -> bool {
        fisher(agreement) >= self.least
    }
}

fn fisher(agreement: f32) -> f32 {
    agreement.clamp(-MOST, MOST).atanh()
}

/// 0 of none.
fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Rows by chance, the same each time.
    fn rows(count: usize, width: usize) -> Vec<i8> {
        let mut state = 0x2545_f491_4f6c_dd1du64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        (0..count * width).map(|_| next().cast_signed()).collect()
    }

    #[test]
    fn a_copy_is_the_nearest_also_where_there_are_many() {
        let width = 24;
        let mut values = rows(300, width);
        let copies: Vec<i8> = values[..30 * width].to_vec();
        values.extend(copies);
        for each in [1_000, 50] {
            let found = nearest_among(&values, width, each);
            for at in 0..30 {
                assert_eq!((found[at][0].1, found[300 + at][0].1), (300 + at, at), "{each}");
                assert!((found[at][0].0 - 1.0).abs() < 1e-5);
            }
        }
        assert_eq!(nearest(&values, 0), Vec::<Nearest>::new());
        assert_eq!(nearest(&values[..width], width), vec![Vec::new()]);
    }

    #[test]
    fn pairs_are_told_once_the_likest_first_and_the_last_of_each_are_usual() {
        // Four ways in a plane, the first two nearly the same.
        let values = [100, 0, 100, 4, 60, 80, -50, 100];
        let found = nearest(&values, 2);
        assert_eq!(found[0].iter().map(|(_, b)| *b).collect::<Vec<_>>(), [1, 2, 3]);
        let likely = likely_pairs(&found);
        assert_eq!(likely.len(), 6);
        assert_eq!((likely[0], likely[5]), ((0, 1), (0, 3)));
        assert_eq!(usual_pairs(&found), [(0, 3), (1, 3), (2, 3), (0, 3)]);
    }

    #[test]
    fn what_is_usual_says_how_much_is_enough() {
        // Pictures of many surfaces: next to none agrees with another.
        let surfaces = Usual::of(&[0.05, 0.1, 0.2, 0.15, 0.1, 0.3]);
        assert!(surfaces.same(0.86) && !surfaces.same(0.84));
        // Parts of one kind: all agree rather well, so that it takes more.
        let parts = Usual::of(&[0.92, 0.93, 0.94, 0.92, 0.93, 0.99, 0.91]);
        assert!(parts.same(0.98) && !parts.same(0.94));
        // Nothing to tell by, and one that could not be told.
        assert!(Usual::of(&[]).same(0.86) && !Usual::of(&[f32::NAN]).same(0.5));
        // All are one picture: such are the same still.
        assert!(Usual::of(&[1.0; 5]).same(1.0));
    }

    proptest! {
        #[test]
        fn the_nearest_are_those_of_all(values in proptest::collection::vec(-127i8..=127, 0..160)) {
            let width = 4;
            let rows: Vec<&[i8]> = values.chunks_exact(width).collect();
            let found = nearest(&values, width);
            prop_assert_eq!(found.len(), rows.len());
            for (a, best) in found.iter().enumerate() {
                let length = |row: &[i8]| (dot(row, row) as f32).sqrt().max(1.0);
                let mut all: Nearest = (0..rows.len())
                    .filter(|b| *b != a)
                    .map(|b| (dot(rows[a], rows[b]) as f32 / (length(rows[a]) * length(rows[b])), b))
                    .collect();
                all.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
                all.truncate(MOST_NEAREST);
                prop_assert_eq!(best, &all);
            }
        }

        #[test]
        fn better_agreement_is_never_less_the_same(
            usual in proptest::collection::vec(-1.0f32..1.0, 0..40), a in -1.0f32..1.0, b in -1.0f32..1.0
        ) {
            let usual = Usual::of(&usual);
            prop_assert!(!usual.same(a.min(b)) || usual.same(a.max(b)));
            prop_assert!(!usual.same(LEAST - 0.01));
        }
    }
}
