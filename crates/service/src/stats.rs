//! Requests by the second over the last quarter of an hour. Times are kept as a histogram, so that memory does not grow
//! with traffic; its steps are 8 % wide, which is as exact as the percentiles are.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::Instant;

const WINDOW_S: u64 = 900;
/// Seconds that one point of an answer sums up.
const POINT_S: u64 = 5;
const BINS: usize = 160;
const SMALLEST_MS: f64 = 0.1;
const STEP: f64 = 1.08;

/// What happened to a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Happened {
    /// Answered after this many milliseconds.
    Answered(f64),
    /// Turned away: too much to do.
    Rejected,
    /// A picture that could not be judged.
    Error,
}

#[derive(Debug, Clone)]
struct Second {
    at: u64,
    answered: u64,
    rejected: u64,
    errors: u64,
    sum_ms: f64,
    bins: Box<[u32; BINS]>,
}

impl Second {
    fn new(at: u64) -> Second {
        Second { at, answered: 0, rejected: 0, errors: 0, sum_ms: 0.0, bins: Box::new([0; BINS]) }
    }

    fn add(&mut self, other: &Second) {
        self.answered += other.answered;
        self.rejected += other.rejected;
        self.errors += other.errors;
        self.sum_ms += other.sum_ms;
        self.bins.iter_mut().zip(other.bins.iter()).for_each(|(a, b)| *a += b);
    }

    /// The time that this share of the answers did not exceed.
    fn percentile(&self, share: f64) -> f64 {
        let rank = (self.answered as f64 * share).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (bin, &count) in self.bins.iter().enumerate() {
            seen += u64::from(count);
            if seen >= rank {
                return SMALLEST_MS * STEP.powi(bin as i32);
            }
        }
        0.0
    }
}

fn bin(ms: f64) -> usize {
    let at = (ms / SMALLEST_MS).max(1.0).log(STEP).ceil();
    (at as usize).min(BINS - 1)
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub struct Stats {
    pub window_s: u64,
    pub points: Vec<Point>,
    pub now: Now,
}

/// A few seconds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq)]
pub struct Point {
    /// Seconds since 1970 at its beginning.
    pub at_s: u64,
    pub requests: u64,
    pub rejected: u64,
    pub errors: u64,
    pub mean_ms: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, PartialEq)]
pub struct Now {
    /// Pictures taken in and not answered yet.
    pub in_flight: u64,
    /// Those of them that nobody works on yet.
    pub queue: u64,
}

/// Counts since the process started; the clock that only goes forward is used between.
#[derive(Debug)]
pub struct Counter {
    began: Instant,
    began_s: u64,
    seconds: VecDeque<Second>,
}

impl Counter {
    /// `now_s` is the time of day, in seconds since 1970.
    pub fn new(now_s: u64) -> Counter {
        Counter { began: Instant::now(), began_s: now_s, seconds: VecDeque::new() }
    }

    fn now_s(&self) -> u64 {
        self.began_s + self.began.elapsed().as_secs()
    }

    pub fn note(&mut self, happened: Happened) {
        self.note_at(self.now_s(), happened);
    }

    fn note_at(&mut self, at: u64, happened: Happened) {
        if self.seconds.back().is_none_or(|s| s.at < at) {
            self.seconds.push_back(Second::new(at));
        }
        while self.seconds.front().is_some_and(|s| s.at + WINDOW_S <= at) {
            self.seconds.pop_front();
        }
        let Some(second) = self.seconds.back_mut() else { return };
        match happened {
            Happened::Answered(ms) => {
                second.answered += 1;
                second.sum_ms += ms;
                second.bins[bin(ms)] += 1;
            }
            Happened::Rejected => second.rejected += 1,
            Happened::Error => second.errors += 1,
        }
    }

    pub fn tell(&self, now: Now) -> Stats {
        self.tell_at(self.now_s(), now)
    }

    /// Points of the whole window or, of a younger service, of its life; quiet times are points too.
    fn tell_at(&self, at: u64, now: Now) -> Stats {
        let first = at.saturating_sub(WINDOW_S - 1).max(self.began_s) / POINT_S;
        let mut points = Vec::new();
        let mut seconds = self.seconds.iter().peekable();
        for place in first..=at / POINT_S {
            let mut sum = Second::new(place * POINT_S);
            while let Some(second) = seconds.next_if(|s| s.at / POINT_S <= place) {
                if second.at / POINT_S == place {
                    sum.add(second);
                }
            }
            points.push(point(&sum));
        }
        Stats { window_s: WINDOW_S, points, now }
    }
}

fn point(sum: &Second) -> Point {
    let any = sum.answered > 0;
    Point {
        at_s: sum.at,
        requests: sum.answered + sum.rejected + sum.errors,
        rejected: sum.rejected,
        errors: sum.errors,
        mean_ms: if any { sum.sum_ms / sum.answered as f64 } else { 0.0 },
        p50_ms: if any { sum.percentile(0.5) } else { 0.0 },
        p99_ms: if any { sum.percentile(0.99) } else { 0.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter() -> Counter {
        Counter::new(1000)
    }

    #[test]
    fn percentiles_are_right_within_a_step() {
        let mut counter = counter();
        (1..=1000).for_each(|ms| counter.note_at(1000, Happened::Answered(f64::from(ms))));
        let point = counter.tell_at(1000, Now::default()).points[0].clone();
        assert!((500.0..=500.0 * STEP).contains(&point.p50_ms), "{}", point.p50_ms);
        assert!((990.0..=990.0 * STEP).contains(&point.p99_ms), "{}", point.p99_ms);
        assert!((point.mean_ms - 500.5).abs() < 1e-9);
    }

    #[test]
    fn what_is_older_than_the_window_is_forgotten() {
        let mut counter = counter();
        counter.note_at(1000, Happened::Rejected);
        counter.note_at(1000 + WINDOW_S, Happened::Error);
        let told = counter.tell_at(1000 + WINDOW_S, Now::default());
        assert_eq!(told.points.iter().map(|p| p.rejected).sum::<u64>(), 0);
        assert_eq!(told.points.iter().map(|p| p.errors).sum::<u64>(), 1);
        // One more where the window begins within a point.
        assert!((WINDOW_S / POINT_S..=WINDOW_S / POINT_S + 1).contains(&(told.points.len() as u64)));
        assert!(counter.seconds.len() == 1);
    }

    #[test]
    fn quiet_times_are_points_too() {
        let mut counter = counter();
        counter.note_at(1001, Happened::Answered(3.0));
        counter.note_at(1012, Happened::Answered(3.0));
        let points = counter.tell_at(1019, Now::default()).points;
        assert_eq!(points.iter().map(|p| p.requests).collect::<Vec<_>>(), [1, 0, 1, 0]);
        assert_eq!(points.iter().map(|p| p.at_s).collect::<Vec<_>>(), [1000, 1005, 1010, 1015]);
    }
}
