//! Which pictures to label next: those that a model is unsure of, and that look like nothing labelled yet.

/// Pictures as rows of numbers that say what they look like, all of one width.
#[derive(Debug, Clone, Copy)]
pub struct Candidates<'a> {
    pub rows: &'a [f32],
    pub width: usize,
    /// Those that are labelled.
    pub known: &'a [bool],
    /// 0 to 1 for each; empty where no model has said anything.
    pub uncertainty: &'a [f32],
}

impl<'a> Candidates<'a> {
    fn row(&self, at: usize) -> &'a [f32] {
        self.rows.get(at * self.width..(at + 1) * self.width).unwrap_or(&[])
    }
}

/// The most useful to label, the best first, `most` of them at most: each time the one that is farthest from all that are labelled or
/// chosen before (k-centre, Sener and Savarese 2018, arXiv 1708.00489), where the square of the distance counts the more the less a model
/// is sure: `distance² · (1 + 3 · uncertainty)`. With nothing labelled the first is the one nearest to the middle of all.
pub fn most_useful(all: Candidates, most: usize) -> Vec<usize> {
    let count = all.known.len();
    if all.width == 0 || all.rows.len() != count * all.width {
        return Vec::new();
    }
    let mut away = vec![f32::INFINITY; count];
    for at in (0..count).filter(|at| all.known[*at]) {
        come_nearer(all, at, &mut away);
    }
    let mut open: Vec<usize> = (0..count).filter(|at| !all.known[*at]).collect();
    let mut chosen = Vec::new();
    if open.len() == count && !open.is_empty() {
        let mut middle = vec![0.0f32; all.width];
        for at in 0..count {
            middle.iter_mut().zip(all.row(at)).for_each(|(m, v)| *m += v / count as f32);
        }
        let first = (0..count)
            .min_by(|a, b| distance2(all.row(*a), &middle).total_cmp(&distance2(all.row(*b), &middle)));
        if let Some(first) = first.filter(|_| most > 0) {
            chosen.push(first);
            open.retain(|at| *at != first);
            come_nearer(all, first, &mut away);
        }
    }
    let weight = |at: usize| 1.0 + 3.0 * all.uncertainty.get(at).copied().unwrap_or(0.0);
    while chosen.len() < most {
        // Of equals the first, so that the same pictures give the same order.
        let best = open.iter().enumerate().max_by(|(i, a), (j, b)| {
            (away[**a] * weight(**a)).total_cmp(&(away[**b] * weight(**b))).then(j.cmp(i))
        });
        let Some((place, &next)) = best else { break };
        open.remove(place);
        chosen.push(next);
        come_nearer(all, next, &mut away);
    }
    chosen
}

fn come_nearer(all: Candidates, to: usize, away: &mut [f32]) {
    let row = all.row(to);
    for (at, least) in away.iter_mut().enumerate() {
        let far = distance2(all.row(at), row);
        if far < *least {
            *least = far;
        }
    }
}

pub(super) fn distance2(a: &[f32], b: &[f32]) -> f32 {
    // In eight sums, which the compiler puts side by side.
    let (mut sums, mut rest) = ([0.0f32; 8], 0.0);
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    for (x, y) in left.remainder().iter().zip(right.remainder()) {
        rest += (x - y) * (x - y);
    }
    for (x, y) in left.zip(right) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            let d = x - y;
            *sum += d * d;
        }
    }
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranked(rows: &[f32], known: &[usize], uncertainty: &[f32], most: usize) -> Vec<usize> {
        let known: Vec<bool> = (0..rows.len()).map(|at| known.contains(&at)).collect();
        most_useful(Candidates { rows, width: 1, known: &known, uncertainty }, most)
    }

    #[test]
    fn the_farthest_from_all_that_is_known_comes_first() {
        let line = [0.0, 1.0, 4.0, 10.0];
        assert_eq!(ranked(&line, &[0], &[], 3), [3, 2, 1]);
        // What was chosen is known from then on: beside the ten, eleven says little.
        assert_eq!(ranked(&[0.0, 10.0, 11.0, 5.0], &[0], &[], 3), [2, 3, 1]);
        assert_eq!(ranked(&line, &[0, 1, 2, 3], &[], 3), Vec::<usize>::new());
        assert_eq!(ranked(&line, &[0], &[], 1), [3]);
    }

    #[test]
    fn without_labels_the_middle_begins() {
        assert_eq!(ranked(&[0.0, 4.0, 5.0, 10.0], &[], &[], 2), [2, 0]);
    }

    #[test]
    fn an_unsure_one_goes_before_one_that_is_a_little_farther() {
        let line = [0.0, 6.0, -7.0];
        assert_eq!(ranked(&line, &[0], &[0.0, 0.0, 0.0], 1), [2]);
        assert_eq!(ranked(&line, &[0], &[0.0, 1.0, 0.0], 1), [1]);
    }

    #[test]
    fn distances_are_the_same_in_any_width() {
        let a: Vec<f32> = (0..21).map(|v| v as f32).collect();
        let b: Vec<f32> = a.iter().map(|v| v + 2.0).collect();
        assert_eq!(distance2(&a, &b), 84.0);
    }
}
