use serde::{Deserialize, Serialize};

/// The 97.5 % point of the normal distribution: intervals here hold in 95 of 100 cases.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// What one threshold does to a set of pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Share of the good pictures called NG; 0 where there are none.
    pub overkill: f64,
    /// Share of the bad pictures called OK; 0 where there are none.
    pub escape: f64,
    pub overkilled: usize,
    pub escaped: usize,
    pub good: usize,
    pub bad: usize,
}

impl Rates {
    pub fn from_counts(overkilled: usize, good: usize, escaped: usize, bad: usize) -> Rates {
        let share = |part: usize, all: usize| if all == 0 { 0.0 } else { part as f64 / all as f64 };
        Rates {
            overkill: share(overkilled, good),
            escape: share(escaped, bad),
            overkilled,
            escaped,
            good,
            bad,
        }
    }

    pub fn overkill_interval(&self) -> (f64, f64) {
        wilson(self.overkilled, self.good)
    }

    pub fn escape_interval(&self) -> (f64, f64) {
        wilson(self.escaped, self.bad)
    }

    /// Share of right verdicts, `None` without pictures.
    pub fn accuracy(&self) -> Option<f64> {
        let all = self.good + self.bad;
        (all > 0).then(|| (all - self.overkilled - self.escaped) as f64 / all as f64)
    }

    /// Mean share of right verdicts of the good and of the bad pictures; of the one kind where the other
    /// is missing.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        match (self.good, self.bad) {
            (0, 0) => None,
            (_, 0) => Some(1.0 - self.overkill),
            (0, _) => Some(1.0 - self.escape),
            _ => Some(1.0 - (self.overkill + self.escape) / 2.0),
        }
    }
}

pub fn rates_at(scores: &[f32], bad: &[bool], threshold: f32) -> Rates {
    let (mut overkilled, mut escaped, mut good_count, mut bad_count) = (0, 0, 0, 0);
    for (&score, &is_bad) in scores.iter().zip(bad) {
        let ng = score >= threshold;
        if is_bad {
            bad_count += 1;
            escaped += usize::from(!ng);
        } else {
            good_count += 1;
            overkilled += usize::from(ng);
        }
    }
    Rates::from_counts(overkilled, good_count, escaped, bad_count)
}

/// The 95 % interval of a share (Wilson 1927): honest with few pictures and at 0 or all of `n`, where the
/// usual ± collapses. Nothing seen means nothing known: `(0, 1)`.
pub fn wilson(successes: usize, n: usize) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let total = n as f64;
    let share = successes.min(n) as f64 / total;
    let z2 = Z * Z;
    let scale = 1.0 + z2 / total;
    let middle = (share + z2 / (2.0 * total)) / scale;
    let half = Z * (share * (1.0 - share) / total + z2 / (4.0 * total * total)).sqrt() / scale;
    let low = if successes == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if successes >= n { 1.0 } else { (middle + half).min(1.0) };
    (low, high)
}

#[cfg(test)]
#[path = "rates_tests.rs"]
mod tests;
