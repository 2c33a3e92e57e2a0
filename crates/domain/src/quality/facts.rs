use super::{PixelCounts, Rates};
use crate::{Class, Task, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFacts {
    pub name: String,
    pub task: Task,
    pub classes: Vec<Class>,
    /// When it was learnt, as RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// Width and height in pixels that the model looks at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<[u32; 2]>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DataFacts {
    pub root: String,
    pub pictures: usize,
    pub good: usize,
    pub bad: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<Skipped>,
}

/// A file that was not judged, and why in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    pub path: String,
    pub reason: String,
}

/// Rates with their 95 % intervals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeasuredRates {
    #[serde(flatten)]
    pub rates: Rates,
    pub overkill_interval: (f64, f64),
    pub escape_interval: (f64, f64),
}

impl From<Rates> for MeasuredRates {
    fn from(rates: Rates) -> Self {
        MeasuredRates {
            rates,
            overkill_interval: rates.overkill_interval(),
            escape_interval: rates.escape_interval(),
        }
    }
}

/// Where the model tells classes, recall and precision are those of the class; where it only says OK or
/// NG, recall is the share of the class's pictures with the right verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClassResult {
    pub name: String,
    pub pictures: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iou: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<PixelCounts>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct PixelResult {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auroc: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pro: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_iou: Option<f64>,
}

/// Pictures by score. Bin `i` goes from `edges[i]` to below `edges[i + 1]`; the last one holds its upper
/// edge too.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    pub edges: Vec<f32>,
    pub good: Vec<u64>,
    pub bad: Vec<u64>,
}

impl Histogram {
    /// Even bins over the finite scores; `None` where there are none.
    pub fn of(scores: &[f32], bad: &[bool], bins: usize) -> Option<Histogram> {
        let finite = || scores.iter().zip(bad).filter(|(score, _)| score.is_finite());
        let low = finite().map(|(score, _)| *score).reduce(f32::min)?;
        let high = finite().map(|(score, _)| *score).reduce(f32::max)?;
        let bins = bins.max(1);
        let (low, wide) = (f64::from(low), f64::from(high) - f64::from(low));
        let wide = if wide > 0.0 { wide } else { f64::from(high.abs()).max(1e-6) * 0.01 };
        let edges = (0..=bins).map(|i| (low + wide * i as f64 / bins as f64) as f32).collect();
        let mut out = Histogram { edges, good: vec![0; bins], bad: vec![0; bins] };
        for (&score, &is_bad) in finite() {
            let bin = ((f64::from(score) - low) / wide * bins as f64) as usize;
            let side = if is_bad { &mut out.bad } else { &mut out.good };
            side[bin.min(bins - 1)] += 1;
        }
        Some(out)
    }
}

/// A duration in milliseconds over all pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    pub mean: f64,
    pub p99: f64,
}

impl Spread {
    /// `p99` is the smallest value that 99 % of the values do not exceed.
    pub fn of(values: &[f32]) -> Spread {
        let mut sorted: Vec<f64> = values.iter().filter(|v| v.is_finite()).map(|&v| f64::from(v)).collect();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() as f64 * 0.99).ceil() as usize;
        let p99 = sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0.0);
        Spread { mean: sorted.iter().sum::<f64>() / sorted.len().max(1) as f64, p99 }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    pub decode_ms: Spread,
    pub run_ms: Spread,
    pub total_ms: Spread,
    pub pictures_per_second: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PictureResult {
    /// From the data's root, parted by `/`.
    pub path: String,
    /// The true class where it has a name.
    pub truth: Option<String>,
    pub bad: bool,
    pub score: f32,
    pub verdict: Verdict,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scores: BTreeMap<String, f32>,
}
