use super::facts::*;
use super::{
    Confusion, CurvePoint, Rates, SizeResult, auroc, auroc_interval, average_precision, pr_curve, rates_at,
    roc_curve,
};
use crate::Verdict;
use crate::bead::BeadQuality;
use crate::components::ComponentQuality;
use crate::detection::DetectionQuality;
use crate::text::ReadingQuality;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const HISTOGRAM_BINS: usize = 40;

/// All that is known of a model on a set of pictures: what `fovea evaluate --json` prints and the report
/// draws. What a task or the data cannot give is left out of the JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    pub model: ModelFacts,
    pub data: DataFacts,
    pub threshold: f32,
    pub rates: MeasuredRates,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auroc: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auroc_interval: Option<(f64, f64)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_precision: Option<f64>,
    /// Of classes where the model tells them, else of verdicts; so is the balanced one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balanced_accuracy: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confusion: Option<Confusion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<ClassResult>,
    #[serde(default)]
    pub pixel: Option<PixelResult>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_size: Vec<SizeResult>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub histogram: Option<Histogram>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roc: Vec<CurvePoint>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pr: Vec<CurvePoint>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<ComponentQuality>,
    /// Of tasks that tell boxes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detection: Option<DetectionQuality>,
    /// Of the task that reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<ReadingQuality>,
    /// Of beads whose true measures are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bead: Option<BeadQuality>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
    pub pictures: Vec<PictureResult>,
}

impl Evaluation {
    /// Works out everything that follows from the pictures' scores and classes. Verdicts are set by
    /// `threshold`, the counts of `data` by the pictures. Pixel measures, sizes and timing stay empty for
    /// the caller, who has the maps and the clock.
    pub fn of(
        model: ModelFacts,
        mut data: DataFacts,
        threshold: f32,
        mut pictures: Vec<PictureResult>,
    ) -> Evaluation {
        for picture in &mut pictures {
            picture.verdict = if picture.score >= threshold { Verdict::Ng } else { Verdict::Ok };
        }
        let scores: Vec<f32> = pictures.iter().map(|picture| picture.score).collect();
        let bad: Vec<bool> = pictures.iter().map(|picture| picture.bad).collect();
        let rates = rates_at(&scores, &bad, threshold);
        (data.pictures, data.good, data.bad) = (pictures.len(), rates.good, rates.bad);
        let confusion = confusion(&model, &pictures);
        let classes = match &confusion {
            Some(confusion) => by_class(confusion),
            None => by_verdict(&pictures),
        };
        Evaluation {
            threshold,
            auroc: auroc(&scores, &bad),
            auroc_interval: auroc_interval(&scores, &bad),
            average_precision: average_precision(&scores, &bad),
            accuracy: confusion.as_ref().map_or_else(|| rates.accuracy(), Confusion::accuracy),
            balanced_accuracy: balanced(confusion.as_ref(), rates),
            histogram: Histogram::of(&scores, &bad, HISTOGRAM_BINS),
            roc: roc_curve(&scores, &bad),
            pr: pr_curve(&scores, &bad),
            rates: rates.into(),
            confusion,
            classes,
            pixel: None,
            by_size: Vec::new(),
            components: None,
            detection: None,
            reading: None,
            bead: None,
            timing: None,
            model,
            data,
            pictures,
        }
    }
}

fn balanced(confusion: Option<&Confusion>, rates: Rates) -> Option<f64> {
    confusion.map_or_else(|| rates.balanced_accuracy(), Confusion::balanced_accuracy)
}

/// Of the pictures that have both a true and a predicted class; `None` where none has. Labels are the
/// model's classes in its order, then others by name.
fn confusion(model: &ModelFacts, pictures: &[PictureResult]) -> Option<Confusion> {
    let pairs: Vec<(&str, &str)> =
        pictures.iter().filter_map(|p| Some((p.truth.as_deref()?, p.class.as_deref()?))).collect();
    if pairs.is_empty() {
        return None;
    }
    let mut labels: Vec<String> = model.classes.iter().map(|class| class.name.clone()).collect();
    let others: std::collections::BTreeSet<&str> =
        pairs.iter().flat_map(|&(truth, class)| [truth, class]).collect();
    labels
        .extend(others.iter().filter(|o| model.classes.iter().all(|c| c.name != **o)).map(|o| o.to_string()));
    let index: BTreeMap<String, usize> = labels.iter().cloned().zip(0..).collect();
    let mut out = Confusion::new(labels);
    for (truth, class) in pairs {
        if let (Some(&truth), Some(&class)) = (index.get(truth), index.get(class)) {
            out.add(truth, class);
        }
    }
    Some(out)
}

fn by_class(confusion: &Confusion) -> Vec<ClassResult> {
    let row = |(class, name): (usize, &String)| ClassResult {
        name: name.clone(),
        pictures: confusion.of_class(class) as usize,
        recall: confusion.recall(class),
        precision: confusion.precision(class),
        iou: None,
        pixels: None,
    };
    confusion.labels.iter().enumerate().map(row).collect()
}

/// One row a true class, good ones first; pictures without a class name are left out.
fn by_verdict(pictures: &[PictureResult]) -> Vec<ClassResult> {
    let mut counts: BTreeMap<(bool, &str), (usize, usize)> = BTreeMap::new();
    for picture in pictures {
        if let Some(truth) = picture.truth.as_deref() {
            let (all, right) = counts.entry((picture.bad, truth)).or_default();
            *all += 1;
            *right += usize::from((picture.verdict == Verdict::Ng) == picture.bad);
        }
    }
    let row = |((_, name), (all, right)): ((bool, &str), (usize, usize))| ClassResult {
        name: name.to_owned(),
        pictures: all,
        recall: Some(right as f64 / all as f64),
        precision: None,
        iou: None,
        pixels: None,
    };
    counts.into_iter().map(row).collect()
}

#[cfg(test)]
#[path = "evaluation_tests.rs"]
mod tests;
