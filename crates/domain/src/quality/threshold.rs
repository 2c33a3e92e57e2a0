use super::curve::{Level, levels};
use super::{Rates, rates_at};
use serde::{Deserialize, Serialize};

/// The overkill asked for where a rule needs bad pictures and there are none.
pub const OVERKILL_WITHOUT_BAD: f64 = 0.01;

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThresholdRule {
    /// One escape costs as much as this many overkills; the sum of both costs is to be least.
    Cost(f64),
    /// At most this share of the good pictures may be called NG (0.01 is 1 %); within it, as few escapes
    /// as can be, and no more overkill than that takes.
    Overkill(f64),
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub threshold: f32,
    /// At this threshold on the pictures it was chosen on.
    pub rates: Rates,
    pub overkill_interval: (f64, f64),
    pub escape_interval: (f64, f64),
}

/// Chooses the threshold half way between two neighbouring scores, so that a score that wavers a little
/// keeps its verdict. The same input always gives the same threshold.
///
/// With **only good pictures** no rule can weigh escapes. `Overkill(p)` then takes the score that the next
/// good picture exceeds with a chance of at most `p`: of `n` good scores that is the one of rank
/// `⌈(1 - p)(n + 1)⌉` (any of the `n + 1` places is equally likely for a new picture). Where `n` is too
/// small for that rank, the upper tail is continued as an exponential whose mean excess is raised by one
/// standard error, and `p` is taken to be at least `1 / 10(n + 1)`, since nothing rarer can be told from
/// `n` pictures. `Cost` means `Overkill(OVERKILL_WITHOUT_BAD)` there.
pub fn choose_threshold(scores: &[f32], bad: &[bool], rule: ThresholdRule) -> Choice {
    let levels = levels(scores, bad);
    let bad_count: usize = levels.iter().map(|level| level.bad).sum();
    let threshold = match rule {
        _ if levels.is_empty() => 0.5,
        ThresholdRule::Overkill(share) if bad_count == 0 => above_good(&levels, share),
        ThresholdRule::Cost(_) if bad_count == 0 => above_good(&levels, OVERKILL_WITHOUT_BAD),
        ThresholdRule::Overkill(share) => least_escapes(&levels, share),
        ThresholdRule::Cost(cost) => least_cost(&levels, cost),
    };
    let rates = rates_at(scores, bad, threshold);
    Choice {
        threshold,
        rates,
        overkill_interval: rates.overkill_interval(),
        escape_interval: rates.escape_interval(),
    }
}

/// A threshold that makes a difference, and what it does.
struct Candidate {
    threshold: f32,
    overkilled: usize,
    escaped: usize,
}

/// Every way to cut the scores in two, from "all NG" to "all OK".
fn candidates(levels: &[Level]) -> impl Iterator<Item = Candidate> + '_ {
    let good: usize = levels.iter().map(|level| level.good).sum();
    let (mut passed, mut escaped) = (0, 0);
    (0..=levels.len()).map(move |cut| {
        if cut > 0 {
            passed += levels[cut - 1].good;
            escaped += levels[cut - 1].bad;
        }
        Candidate { threshold: threshold_at(levels, cut), overkilled: good - passed, escaped }
    })
}

/// The threshold under which the first `cut` levels lie, and no others.
fn threshold_at(levels: &[Level], cut: usize) -> f32 {
    match (cut.checked_sub(1).and_then(|i| levels.get(i)), levels.get(cut)) {
        (Some(below), Some(above)) => half_way(below.score, above.score),
        (None, Some(lowest)) => lowest.score,
        (Some(highest), None) => raised(highest.score, margin(levels)),
        (None, None) => 0.5,
    }
}

/// Above `low`, at most `high`.
fn half_way(low: f32, high: f32) -> f32 {
    let middle = ((f64::from(low) + f64::from(high)) / 2.0) as f32;
    if middle > low { middle } else { high }
}

/// A twentieth of the spread of the scores: what is left free above the highest one.
fn margin(levels: &[Level]) -> f64 {
    match (levels.first(), levels.last()) {
        (Some(low), Some(high)) => (f64::from(high.score) - f64::from(low.score)) / 20.0,
        _ => 0.0,
    }
}

fn raised(score: f32, by: f64) -> f32 {
    let sum = (f64::from(score) + by).min(f64::from(f32::MAX)) as f32;
    if sum > score { sum } else { score.next_up().min(f32::MAX) }
}

fn least_cost(levels: &[Level], cost: f64) -> f32 {
    let cost = if cost.is_finite() { cost.clamp(0.0, 1e12) } else { 1e12 };
    let worse = |a: &Candidate, b: &Candidate| {
        let sum = |c: &Candidate| cost * c.escaped as f64 + c.overkilled as f64;
        sum(a).total_cmp(&sum(b)).then(a.escaped.cmp(&b.escaped)).then(a.overkilled.cmp(&b.overkilled))
    };
    candidates(levels).min_by(worse).map_or(0.5, |best| best.threshold)
}

fn least_escapes(levels: &[Level], share: f64) -> f32 {
    let good: usize = levels.iter().map(|level| level.good).sum();
    let allowed = allowed(share, good);
    candidates(levels)
        .filter(|candidate| candidate.overkilled <= allowed)
        .min_by_key(|candidate| (candidate.escaped, candidate.overkilled))
        .map_or(0.5, |best| best.threshold)
}

/// How many of `good` pictures a share lets go; the division is the one [`Rates`] makes.
fn allowed(share: f64, good: usize) -> usize {
    let mut count = (share.clamp(0.0, 1.0) * good as f64).floor() as usize;
    while count > 0 && count as f64 / good as f64 > share {
        count -= 1;
    }
    count.min(good)
}

fn above_good(levels: &[Level], share: f64) -> f32 {
    let good: usize = levels.iter().map(|level| level.good).sum();
    let seats = (good + 1) as f64;
    let share = if share.is_nan() { OVERKILL_WITHOUT_BAD } else { share.clamp(0.0, 1.0) };
    let share = share.max(0.1 / seats);
    let rank = (((1.0 - share) * seats).ceil() as usize).max(1);
    if rank > good { beyond(levels, good, share) } else { threshold_at(levels, cut_after(levels, rank)) }
}

/// How many levels hold the `rank` lowest pictures.
fn cut_after(levels: &[Level], rank: usize) -> usize {
    let seen = levels.iter().scan(0, |sum, level| {
        *sum += level.good;
        Some(*sum)
    });
    seen.take_while(|&pictures| pictures < rank).count() + 1
}

/// A threshold over the highest good score that a share of good pictures below `1 / (n + 1)` exceeds.
fn beyond(levels: &[Level], good: usize, share: f64) -> f32 {
    let falling: Vec<f64> = levels
        .iter()
        .rev()
        .flat_map(|level| std::iter::repeat_n(f64::from(level.score), level.good))
        .collect();
    let highest = levels.last().map_or(0.0, |level| level.score);
    // Every tenth picture is tail, but at least ten where there are as many.
    let tail = (good / 10).max(10).min(good.saturating_sub(1));
    let least = margin(levels).max(f64::from(highest.abs()) / 20.0);
    let mut rise = least;
    if let Some(start) = falling.get(tail).filter(|_| tail > 0) {
        let excess = falling[..tail].iter().map(|score| score - start).sum::<f64>() / tail as f64;
        let excess = excess * (1.0 + 1.0 / (tail as f64).sqrt());
        let reach = start + excess * (tail as f64 / (good as f64 * share)).ln();
        rise = rise.max(reach - f64::from(highest));
    }
    raised(highest, rise)
}

#[cfg(test)]
#[path = "threshold_tests.rs"]
mod tests;
