//! What a policy made of a trace.

use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    pub policy: String,
    pub jobs: usize,
    /// Could never start in this cluster.
    pub refused: usize,
    /// Ended at their limit before they were done.
    pub cut_short: usize,
    /// Could not start although nothing ran any more; of a policy that lets jobs wait for ever.
    pub left_waiting: usize,
    pub preempted: usize,
    /// From coming to the first start, and again after having made room.
    pub wait_s: Waits,
    /// Time in the cluster as a multiple of the time of work, at least 1; works below ten seconds count as ten.
    pub mean_slowdown: f64,
    /// Part of all devices of the usual type that was held from the first coming to the last end.
    pub utilisation: f64,
    /// Jain's index over the users' mean slowdowns: 1 where all wait alike, 1/n where one bears it all.
    pub fairness: f64,
    /// From the first coming to the last end.
    pub makespan_s: f64,
    pub rounds: usize,
    /// Share of held devices over time, in equal steps of `step_s`.
    pub held: Vec<f64>,
    pub step_s: f64,
    /// Waits at 0, 1, … 100 percent of the jobs.
    pub wait_percentiles_s: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Waits {
    pub mean: f64,
    pub p50: f64,
    pub p90: f64,
    pub p99: f64,
    pub max: f64,
}

/// Steps of the curve of use; when time outgrows them they get twice as long.
const STEPS: usize = 512;

pub(super) struct Measure {
    devices: u64,
    first: Option<u64>,
    last: u64,
    waits: Vec<u64>,
    slowdowns: BTreeMap<u128, (f64, u64)>,
    step_ms: u64,
    /// Device milliseconds by step.
    steps: Vec<u64>,
    held: u128,
    pub refused: usize,
    cut: usize,
    pub preempted: usize,
    pub rounds: usize,
}

const SHORTEST_MS: f64 = 10_000.0;

impl Measure {
    pub fn new(devices: u64) -> Measure {
        Measure {
            devices,
            first: None,
            last: 0,
            waits: Vec::new(),
            slowdowns: BTreeMap::new(),
            step_ms: 1000,
            steps: vec![0; STEPS],
            held: 0,
            refused: 0,
            cut: 0,
            preempted: 0,
            rounds: 0,
        }
    }

    pub fn came(&mut self, at: u64) {
        self.first.get_or_insert(at);
        self.last = self.last.max(at);
    }

    /// Devices held for a time.
    pub fn held(&mut self, from: u64, to: u64, devices: u32) {
        self.held += u128::from(to - from) * u128::from(devices);
        let first = self.first.unwrap_or(from);
        let (from, to) = (from.saturating_sub(first), to.saturating_sub(first));
        while to > self.step_ms * STEPS as u64 {
            self.steps = self.steps.chunks(2).map(|pair| pair.iter().sum()).collect();
            self.steps.resize(STEPS, 0);
            self.step_ms *= 2;
        }
        let mut at = from;
        while at < to {
            let step = at / self.step_ms;
            let until = ((step + 1) * self.step_ms).min(to);
            self.steps[step as usize] += (until - at) * u64::from(devices);
            at = until;
        }
    }

    pub fn ended(&mut self, at: u64, waited: u64, duration: u64, user: u128, cut: bool) {
        self.last = self.last.max(at);
        self.waits.push(waited);
        self.cut += usize::from(cut);
        let work = duration as f64;
        let slowdown = ((waited as f64 + work) / work.max(SHORTEST_MS)).max(1.0);
        let of = self.slowdowns.entry(user).or_default();
        *of = (of.0 + slowdown, of.1 + 1);
    }

    pub fn report(mut self, policy: String, left_waiting: usize) -> Report {
        self.waits.sort_unstable();
        let span = self.last - self.first.unwrap_or(0).min(self.last);
        let seconds = |ms: u64| ms as f64 / 1000.0;
        let all: u128 = self.waits.iter().map(|&wait| u128::from(wait)).sum();
        let jobs = self.waits.len();
        let rank = |percent: usize| -> f64 {
            // The smallest wait that so many percent do not exceed.
            let at = (jobs * percent).div_ceil(100).max(1) - 1;
            self.waits.get(at.min(jobs.saturating_sub(1))).map_or(0.0, |&wait| seconds(wait))
        };
        let means: Vec<f64> = self.slowdowns.values().map(|(sum, n)| sum / *n as f64).collect();
        let total: f64 = self.slowdowns.values().map(|(sum, _)| sum).sum();
        let capacity = |ms: u64| (self.devices as f64 * ms as f64).max(1.0);
        let used = span.div_ceil(self.step_ms).min(STEPS as u64) as usize;
        let step = |(at, held): (usize, &u64)| {
            let length = self.step_ms.min(span - at as u64 * self.step_ms);
            *held as f64 / capacity(length)
        };
        Report {
            policy,
            jobs,
            refused: self.refused,
            cut_short: self.cut,
            left_waiting,
            preempted: self.preempted,
            wait_s: Waits {
                mean: if jobs == 0 { 0.0 } else { all as f64 / jobs as f64 / 1000.0 },
                p50: rank(50),
                p90: rank(90),
                p99: rank(99),
                max: rank(100),
            },
            mean_slowdown: if jobs == 0 { 1.0 } else { total / jobs as f64 },
            utilisation: if span == 0 { 0.0 } else { self.held as f64 / capacity(span) },
            fairness: jain(&means),
            makespan_s: seconds(span),
            rounds: self.rounds,
            held: self.steps[..used].iter().enumerate().map(step).collect(),
            step_s: seconds(self.step_ms),
            wait_percentiles_s: (0..=100).map(rank).collect(),
        }
    }
}

/// (Σx)² / (n·Σx²)
fn jain(values: &[f64]) -> f64 {
    let (sum, squares) = values.iter().fold((0.0, 0.0), |(sum, squares), x| (sum + x, squares + x * x));
    if squares == 0.0 { 1.0 } else { sum * sum / (values.len() as f64 * squares) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fairness_is_one_for_equals_and_one_in_n_for_one_who_bears_all() {
        assert_eq!(jain(&[3.0, 3.0, 3.0]), 1.0);
        assert_eq!(jain(&[4.0, 0.0, 0.0, 0.0]), 0.25);
        assert_eq!(jain(&[]), 1.0);
    }

    #[test]
    fn the_curve_of_use_keeps_what_was_held_when_its_steps_grow() {
        let mut measure = Measure::new(4);
        measure.came(0);
        measure.held(500, 2500, 2);
        measure.held(1_000_000, 1_004_000, 4);
        assert_eq!(measure.steps.iter().sum::<u64>(), 4000 + 16_000);
        measure.ended(1_004_000, 0, 1000, 1, false);
        let report = measure.report("x".into(), 0);
        assert!((report.utilisation - 20_000.0 / (4.0 * 1_004_000.0)).abs() < 1e-12);
        assert_eq!(report.step_s, 2.0);
    }
}
