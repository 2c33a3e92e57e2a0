//! Connectionist temporal classification (Graves et al., ICML 2006): how unlikely a text is by the probabilities a step, and how
//! often each sign belongs to each step over all ways to lay the text there.

/// A column of each step means that nothing stands there.
const NOTHING: usize = 0;

/// What a line costs and, a row a step, how much of each step belongs to each column.
pub struct Cost {
    pub loss: f64,
    pub share: Vec<f32>,
}

/// `logs`: logarithms of probabilities, `columns` a step. `None` where the text finds no room.
pub fn cost(logs: &[f32], columns: usize, text: &[usize]) -> Option<Cost> {
    let count = logs.len().checked_div(columns).filter(|n| *n > 0)?;
    // Nothing, sign, nothing, sign, … nothing.
    let states = 2 * text.len() + 1;
    let label = |s: usize| if s.is_multiple_of(2) { NOTHING } else { text[s / 2] };
    let log = |t: usize, s: usize| f64::from(logs[t * columns + label(s)]);
    let leaps = |s: usize| s >= 2 && !s.is_multiple_of(2) && label(s) != label(s - 2);

    let mut to = vec![f64::NEG_INFINITY; count * states];
    for (s, first) in to.iter_mut().take(states.min(2)).enumerate() {
        *first = log(0, s);
    }
    for t in 1..count {
        for s in 0..states {
            let before = |back: usize| to[(t - 1) * states + s - back];
            let mut sum = before(0);
            if s >= 1 {
                sum = plus(sum, before(1));
            }
            if leaps(s) {
                sum = plus(sum, before(2));
            }
            to[t * states + s] = sum + log(t, s);
        }
    }
    let mut from = vec![f64::NEG_INFINITY; count * states];
    let last = (count - 1) * states;
    from[last + states - 1] = 0.0;
    if states >= 2 {
        from[last + states - 2] = 0.0;
    }
    for t in (0..count - 1).rev() {
        for s in 0..states {
            let after = |on: usize| from[(t + 1) * states + s + on] + log(t + 1, s + on);
            let mut sum = after(0);
            if s + 1 < states {
                sum = plus(sum, after(1));
            }
            if s + 2 < states && leaps(s + 2) {
                sum = plus(sum, after(2));
            }
            from[t * states + s] = sum;
        }
    }
    let all = (0..states).fold(f64::NEG_INFINITY, |sum, s| plus(sum, to[last + s] + from[last + s]));
    if !all.is_finite() {
        return None;
    }
    let mut share = vec![0.0f32; logs.len()];
    for t in 0..count {
        for s in 0..states {
            let way = to[t * states + s] + from[t * states + s] - all;
            share[t * columns + label(s)] += way.exp() as f32;
        }
    }
    Some(Cost { loss: -all, share })
}

/// The logarithm of a sum, from logarithms.
fn plus(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// The text that these columns say, the likeliest of each step: repeated ones are one, and nothing parts them.
pub fn said(best: impl Iterator<Item = usize>) -> Vec<usize> {
    let (mut text, mut before) = (Vec::new(), NOTHING);
    for column in best {
        if column != before && column != NOTHING {
            text.push(column);
        }
        before = column;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: usize = 3;

    /// Logarithms of probabilities from any numbers.
    fn logs(raw: &[f32]) -> Vec<f32> {
        let row = |row: &[f32]| {
            let sum: f32 = row.iter().map(|v| v.exp()).sum();
            row.iter().map(|v| v - sum.ln()).collect::<Vec<_>>()
        };
        raw.chunks_exact(COLUMNS).flat_map(row).collect()
    }

    fn raw(steps: usize) -> Vec<f32> {
        (0..steps * COLUMNS).map(|i| ((i * 7 + 3) % 11) as f32 / 5.0 - 1.0).collect()
    }

    /// The sum over all ways, each looked at by itself.
    fn by_hand(logs: &[f32], text: &[usize]) -> f64 {
        let steps = logs.len() / COLUMNS;
        let ways = COLUMNS.pow(steps as u32);
        let column = |way: usize, t: usize| way / COLUMNS.pow(t as u32) % COLUMNS;
        let of = |way: usize| (0..steps).map(|t| f64::from(logs[t * COLUMNS + column(way, t)])).sum::<f64>();
        let fits = |way: &usize| said((0..steps).map(|t| column(*way, t))) == text;
        -(0..ways).filter(fits).map(|way| of(way).exp()).sum::<f64>().ln()
    }

    #[test]
    fn the_cost_is_that_of_all_ways_together() {
        let logs = logs(&raw(5));
        for text in [&[1usize, 2][..], &[1, 1], &[2], &[], &[1, 2, 1]] {
            let cost = cost(&logs, COLUMNS, text).unwrap();
            assert!((cost.loss - by_hand(&logs, text)).abs() < 1e-5, "{text:?}");
            for step in cost.share.chunks_exact(COLUMNS) {
                assert!((step.iter().sum::<f32>() - 1.0).abs() < 1e-5, "a step belongs to one column");
            }
        }
    }

    #[test]
    fn shares_are_the_gradient() {
        let raw = raw(6);
        let text = [2, 1];
        let at = |raw: &[f32]| cost(&logs(raw), COLUMNS, &text).unwrap();
        let (now, share) = (logs(&raw), at(&raw).share);
        for (i, (now, share)) in now.iter().zip(&share).enumerate() {
            let moved = |by: f32| {
                let mut raw = raw.clone();
                raw[i] += by;
                at(&raw).loss
            };
            let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            assert!((slope - f64::from(now.exp() - share)).abs() < 1e-3, "of number {i}");
        }
    }

    #[test]
    fn a_text_longer_than_the_line_costs_nothing_that_could_be_told() {
        let logs = logs(&raw(2));
        assert!(cost(&logs, COLUMNS, &[1, 2, 1]).is_none());
        // Two of a kind need nothing between them.
        assert!(cost(&logs, COLUMNS, &[1, 1]).is_none());
        assert!(cost(&[], COLUMNS, &[1]).is_none());
    }
}
