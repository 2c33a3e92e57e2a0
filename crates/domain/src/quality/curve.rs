use super::rates::Z;
use serde::{Deserialize, Serialize};

const MOST_POINTS: usize = 200;

/// One threshold on a curve. ROC: x is the overkill, y the share of bad pictures found.
/// Precision–recall: x is the share of bad pictures found, y how much of what is called NG is bad.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    pub threshold: f32,
    pub x: f64,
    pub y: f64,
}

/// How many good and bad pictures share one score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Level {
    pub score: f32,
    pub good: usize,
    pub bad: usize,
}

/// The different scores in rising order. Scores are kept finite so that thresholds survive JSON.
pub(super) fn levels(scores: &[f32], bad: &[bool]) -> Vec<Level> {
    let mut pairs: Vec<(f32, bool)> = scores.iter().map(|&s| finite(s)).zip(bad.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<Level> = Vec::new();
    for (score, is_bad) in pairs {
        if out.last().is_none_or(|level| level.score != score) {
            out.push(Level { score, ..Level::default() });
        }
        if let Some(level) = out.last_mut() {
            level.good += usize::from(!is_bad);
            level.bad += usize::from(is_bad);
        }
    }
    out
}

fn finite(score: f32) -> f32 {
    // `+ 0.0` makes one zero of the two, which compare equal but sort apart.
    if score.is_nan() { f32::MIN } else { score.clamp(f32::MIN, f32::MAX) + 0.0 }
}

fn totals(levels: &[Level]) -> (usize, usize) {
    levels.iter().fold((0, 0), |(good, bad), level| (good + level.good, bad + level.bad))
}

/// The chance that a bad picture scores above a good one, equal scores counting half (the area under the
/// ROC curve). `None` where good or bad pictures are missing.
pub fn auroc(scores: &[f32], bad: &[bool]) -> Option<f64> {
    let levels = levels(scores, bad);
    let (good, bad) = totals(&levels);
    if good == 0 || bad == 0 {
        return None;
    }
    let (mut below, mut twice) = (0u128, 0u128);
    for level in &levels {
        twice += level.bad as u128 * (2 * below + level.good as u128);
        below += level.good as u128;
    }
    Some(twice as f64 / (2.0 * good as f64 * bad as f64))
}

/// The 95 % interval of [`auroc`] by Newcombe's method 5 (Statistics in Medicine 2006): the variance of
/// Hanley & McNeil (1982), alike for good and bad, solved for the true value instead of put around the
/// measured one. So a perfect 1.0 on few pictures gets a lower end that tells how few they were.
pub fn auroc_interval(scores: &[f32], bad: &[bool]) -> Option<(f64, f64)> {
    let area = auroc(scores, bad)?;
    let (good, bad) = totals(&levels(scores, bad));
    let (good, bad) = (good as f64, bad as f64);
    let others = (good + bad) / 2.0 - 1.0;
    let too_far = |truth: f64| {
        let spread = 1.0 + others * ((1.0 - truth) / (2.0 - truth) + truth / (1.0 + truth));
        (area - truth).powi(2) > Z * Z * truth * (1.0 - truth) * spread / (good * bad)
    };
    Some((border(0.0, area, too_far), border(1.0, area, too_far)))
}

/// Where `outside` changes between `far` and `near`, by halving.
fn border(mut far: f64, mut near: f64, outside: impl Fn(f64) -> bool) -> f64 {
    if !outside(far) {
        return far;
    }
    for _ in 0..60 {
        let middle = (far + near) / 2.0;
        if outside(middle) { far = middle } else { near = middle }
    }
    far
}

/// Precision averaged over the recall steps, equal scores taken together, without interpolation.
/// `None` where good or bad pictures are missing.
pub fn average_precision(scores: &[f32], bad: &[bool]) -> Option<f64> {
    let levels = levels(scores, bad);
    let (good, bad) = totals(&levels);
    if good == 0 || bad == 0 {
        return None;
    }
    let (mut found, mut called, mut sum) = (0, 0, 0.0);
    for level in levels.iter().rev() {
        found += level.bad;
        called += level.bad + level.good;
        sum += level.bad as f64 * found as f64 / called as f64;
    }
    Some(sum / bad as f64)
}

/// From "nothing is NG" at (0, 0) to "everything is" at (1, 1), corners only, at most 200 points. Empty
/// where good or bad pictures are missing.
pub fn roc_curve(scores: &[f32], bad: &[bool]) -> Vec<CurvePoint> {
    let levels = levels(scores, bad);
    let (good, bad) = totals(&levels);
    let (Some(top), true) = (levels.last(), good > 0 && bad > 0) else { return Vec::new() };
    let mut points = vec![CurvePoint { threshold: top.score.next_up().min(f32::MAX), x: 0.0, y: 0.0 }];
    let (mut overkilled, mut found) = (0, 0);
    for level in levels.iter().rev() {
        overkilled += level.good;
        found += level.bad;
        points.push(CurvePoint {
            threshold: level.score,
            x: overkilled as f64 / good as f64,
            y: found as f64 / bad as f64,
        });
    }
    thin(corners(points))
}

/// From the highest score down to "everything is NG", at most 200 points. Empty where good or bad
/// pictures are missing.
pub fn pr_curve(scores: &[f32], bad: &[bool]) -> Vec<CurvePoint> {
    let levels = levels(scores, bad);
    let (good, bad) = totals(&levels);
    if good == 0 || bad == 0 {
        return Vec::new();
    }
    let (mut called, mut found) = (0, 0);
    let points = levels.iter().rev().map(|level| {
        called += level.good + level.bad;
        found += level.bad;
        CurvePoint { threshold: level.score, x: found as f64 / bad as f64, y: found as f64 / called as f64 }
    });
    thin(points.collect())
}

/// Drops the points in the middle of an upright or level stretch.
fn corners(points: Vec<CurvePoint>) -> Vec<CurvePoint> {
    let straight = |i: usize| {
        let (a, b, c) = (&points[i - 1], &points[i], &points[i + 1]);
        (a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y)
    };
    let last = points.len().saturating_sub(1);
    (0..points.len()).filter(|&i| i == 0 || i == last || !straight(i)).map(|i| points[i]).collect()
}

/// Keeps first and last and in between points at even distances along the curve.
fn thin(points: Vec<CurvePoint>) -> Vec<CurvePoint> {
    if points.len() <= MOST_POINTS {
        return points;
    }
    let walked: Vec<f64> = std::iter::once(0.0)
        .chain(points.windows(2).scan(0.0, |sum, pair| {
            *sum += (pair[1].x - pair[0].x).abs() + (pair[1].y - pair[0].y).abs();
            Some(*sum)
        }))
        .collect();
    let step = walked.last().copied().unwrap_or(0.0) / (MOST_POINTS - 1) as f64;
    let last = points.len() - 1;
    let (mut out, mut next) = (Vec::with_capacity(MOST_POINTS), 0.0);
    for (i, point) in points.into_iter().enumerate() {
        let room = out.len() < MOST_POINTS - 1;
        if i == last || (room && walked[i] >= next) {
            out.push(point);
            while next <= walked[i] && step > 0.0 {
                next += step;
            }
        }
    }
    out
}

#[cfg(test)]
#[path = "curve_tests.rs"]
mod tests;
