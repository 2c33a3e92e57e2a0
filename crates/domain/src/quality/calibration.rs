/// Temperature scaling (Guo et al. 2017): logits are divided by one number so that a probability of 90 %
/// is right nine times in ten. The most likely class stays the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Temperature;

impl Temperature {
    const RANGE: (f64, f64) = (0.05, 20.0);

    /// The temperature under which the targets are most likely, as if one more sample had shown all
    /// classes alike: without that a model with no mistake on few samples would become boundlessly sure.
    /// 1 without any usable sample; rows whose target is no index of theirs, or with values that are not
    /// finite, are left out.
    pub fn fit(logits: &[Vec<f32>], targets: &[usize]) -> f32 {
        let usable = |(row, target): &(&Vec<f32>, &usize)| {
            **target < row.len() && row.iter().all(|value| value.is_finite())
        };
        let samples: Vec<(&Vec<f32>, &usize)> = logits.iter().zip(targets).filter(usable).collect();
        if samples.is_empty() {
            return 1.0;
        }
        // In the inverse temperature the loss is convex and its slope is "expected minus true logit".
        let even = 1.0 / (samples.len() + 1) as f64;
        let slope = |inverse: f64| -> f64 {
            let gap = |(row, target): &(&Vec<f32>, &usize)| {
                let mean = row.iter().map(|&logit| f64::from(logit)).sum::<f64>() / row.len() as f64;
                expected(row, inverse) - (1.0 - even) * f64::from(row[**target]) - even * mean
            };
            samples.iter().map(gap).sum()
        };
        if slope(1.0) == 0.0 {
            return 1.0;
        }
        let (mut low, mut high) = (Self::RANGE.1.recip().ln(), Self::RANGE.0.recip().ln());
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if slope(middle.exp()) < 0.0 { low = middle } else { high = middle }
        }
        (-(low + high) / 2.0).exp() as f32
    }

    /// Probabilities of the classes at a temperature.
    pub fn softmax(logits: &[f32], temperature: f32) -> Vec<f32> {
        let inverse = 1.0 / f64::from(temperature.max(f32::MIN_POSITIVE));
        let weights = weights(logits, inverse);
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| (weight / sum) as f32).collect()
    }
}

fn weights(logits: &[f32], inverse: f64) -> Vec<f64> {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    logits.iter().map(|&logit| (inverse * (f64::from(logit) - f64::from(top))).exp()).collect()
}

/// The mean logit under the probabilities of the row.
fn expected(row: &[f32], inverse: f64) -> f64 {
    let weights = weights(row, inverse);
    let sum: f64 = weights.iter().sum();
    row.iter().zip(&weights).map(|(&logit, weight)| f64::from(logit) * weight).sum::<f64>() / sum
}

/// Platt scaling: the probability of "bad" as a logistic function of a raw score.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Platt {
    pub slope: f64,
    pub offset: f64,
}

impl Platt {
    /// Fits by Newton steps with halving on Platt's softened targets, which keep the curve finite where
    /// the scores part good from bad completely. `None` where either kind is missing or the scores are
    /// all the same.
    pub fn fit(scores: &[f32], bad: &[bool]) -> Option<Platt> {
        let samples: Vec<(f64, bool)> = scores
            .iter()
            .zip(bad)
            .filter(|(score, _)| score.is_finite())
            .map(|(&score, &bad)| (f64::from(score), bad))
            .collect();
        let bads = samples.iter().filter(|(_, bad)| *bad).count() as f64;
        let goods = samples.len() as f64 - bads;
        let low = samples.iter().map(|s| s.0).fold(f64::INFINITY, f64::min);
        let high = samples.iter().map(|s| s.0).fold(f64::NEG_INFINITY, f64::max);
        if bads == 0.0 || goods == 0.0 || high <= low {
            return None;
        }
        let (bad_target, good_target) = ((bads + 1.0) / (bads + 2.0), 1.0 / (goods + 2.0));
        // Scores are brought to 0..1 first, so that steps and tolerance mean the same on any scale.
        let points: Vec<(f64, f64)> = samples
            .iter()
            .map(|&(score, bad)| ((score - low) / (high - low), if bad { bad_target } else { good_target }))
            .collect();
        let (slope, offset) = newton(&points, (bads + 1.0).ln() - (goods + 1.0).ln());
        let slope = slope / (high - low);
        Some(Platt { slope, offset: offset - slope * low })
    }

    pub fn probability(&self, score: f32) -> f32 {
        logistic(self.slope * f64::from(score) + self.offset) as f32
    }
}

fn newton(points: &[(f64, f64)], start: f64) -> (f64, f64) {
    let loss = |a: f64, b: f64| -> f64 {
        // ln(1 + e^z) - target * z, without overflow.
        points
            .iter()
            .map(|&(x, t)| (a * x + b).max(0.0) + (-(a * x + b).abs()).exp().ln_1p() - t * (a * x + b))
            .sum()
    };
    let (mut a, mut b) = (0.0, start);
    for _ in 0..100 {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for &(x, target) in points {
            let p = logistic(a * x + b);
            let (error, weight) = (p - target, p * (1.0 - p));
            ga += error * x;
            gb += error;
            haa += weight * x * x;
            hab += weight * x;
            hbb += weight;
        }
        if ga.abs().max(gb.abs()) < 1e-9 * points.len() as f64 {
            break;
        }
        let det = haa * hbb - hab * hab;
        let (da, db) = ((hab * gb - hbb * ga) / det, (hab * ga - haa * gb) / det);
        let now = loss(a, b);
        let mut step = 1.0;
        while step > 1e-10 && loss(a + step * da, b + step * db) >= now {
            step /= 2.0;
        }
        if step <= 1e-10 {
            break;
        }
        a += step * da;
        b += step * db;
    }
    (a, b)
}

fn logistic(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// Mean distance between how sure the model was and how often it was right, over `bins` equal steps of
/// sureness weighted by their samples (Naeini et al. 2015). `None` without samples.
pub fn expected_calibration_error(confidence: &[f32], correct: &[bool], bins: usize) -> Option<f64> {
    let bins = bins.max(1);
    let mut sums = vec![0.0f64; bins];
    let mut all = 0;
    for (&sure, &right) in confidence.iter().zip(correct).filter(|(sure, _)| !sure.is_nan()) {
        let bin = ((f64::from(sure) * bins as f64) as usize).min(bins - 1);
        sums[bin] += f64::from(sure) - f64::from(u8::from(right));
        all += 1;
    }
    (all > 0).then(|| sums.iter().map(|gap| gap.abs()).sum::<f64>() / all as f64)
}

#[cfg(test)]
#[path = "calibration_tests.rs"]
mod tests;
