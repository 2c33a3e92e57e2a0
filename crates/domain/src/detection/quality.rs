use super::{CocoQuality, is_finite};
use crate::BBox;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A defect that a person marked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarkedBox {
    pub picture: usize,
    pub kind: usize,
    pub bbox: BBox,
}

/// A defect that a model tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToldBox {
    pub picture: usize,
    pub kind: usize,
    pub score: f32,
    pub bbox: BBox,
}

/// Precision, recall and their harmonic mean where boxes are told from a score on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DetectionPoint {
    pub threshold: f32,
    pub precision: f64,
    pub recall: f64,
    pub f: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KindQuality {
    pub name: String,
    pub marked: usize,
    /// Precision averaged over the marked ones, without interpolation; `None` where none is marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_precision: Option<f64>,
    /// At the model's threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
}

/// How well boxes are told, over all pictures. A told box is right where its intersection over union with a marked one of
/// the same kind and picture is above `iou`, and no more certain one has taken that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DetectionQuality {
    pub iou: f32,
    pub marked: usize,
    /// Mean of the kinds that are marked at all.
    pub mean_average_precision: f64,
    /// At the threshold where F is best.
    pub best: DetectionPoint,
    /// At the model's threshold.
    pub at_threshold: DetectionPoint,
    pub kinds: Vec<KindQuality>,
    /// By the measure of COCO; of the task `detect` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coco: Option<CocoQuality>,
}

impl DetectionQuality {
    /// `kinds` names them in the order of their numbers; boxes of other kinds are not judged. `None` where nothing is
    /// marked.
    pub fn of(
        marked: &[MarkedBox],
        told: &[ToldBox],
        kinds: &[String],
        iou: f32,
        threshold: f32,
    ) -> Option<DetectionQuality> {
        let known = marked.iter().filter(|m| m.kind < kinds.len()).count();
        if known == 0 {
            return None;
        }
        let judged = judge(marked, told, kinds.len(), iou);
        let mut each = Vec::with_capacity(kinds.len());
        for (kind, name) in kinds.iter().enumerate() {
            let count = marked.iter().filter(|m| m.kind == kind).count();
            let own: Vec<&Judged> = judged.iter().filter(|j| j.kind == kind).collect();
            let told = own.iter().filter(|j| j.score >= threshold).count();
            let right = own.iter().filter(|j| j.score >= threshold && j.right).count();
            each.push(KindQuality {
                name: name.clone(),
                marked: count,
                average_precision: (count > 0).then(|| average_precision(&own, count)),
                recall: (count > 0).then(|| right as f64 / count as f64),
                precision: (told > 0).then(|| right as f64 / told as f64),
            });
        }
        let precisions: Vec<f64> = each.iter().filter_map(|k| k.average_precision).collect();
        Some(DetectionQuality {
            iou,
            marked: known,
            mean_average_precision: precisions.iter().sum::<f64>() / precisions.len().max(1) as f64,
            best: best(&judged, known, threshold),
            at_threshold: at(&judged, known, threshold),
            kinds: each,
            coco: None,
        })
    }
}

/// Each marked box with the score of the told one that lies over it, of whatever kind (0 where none does), and each told one
/// that lies over none: what a threshold is chosen on. True is what is marked.
pub fn found_or_false(marked: &[MarkedBox], told: &[ToldBox], iou: f32) -> (Vec<f32>, Vec<bool>) {
    let of_one_kind: Vec<MarkedBox> = marked.iter().map(|m| MarkedBox { kind: 0, ..*m }).collect();
    let told: Vec<ToldBox> = told.iter().map(|t| ToldBox { kind: 0, ..*t }).collect();
    let judged = judge(&of_one_kind, &told, 1, iou);
    let right = judged.iter().filter(|j| j.right).count();
    let missed = marked.len() - right;
    let scores = judged.iter().map(|j| j.score).chain(std::iter::repeat_n(0.0, missed)).collect();
    let bad = judged.iter().map(|j| j.right).chain(std::iter::repeat_n(true, missed)).collect();
    (scores, bad)
}

struct Judged {
    kind: usize,
    score: f32,
    right: bool,
}

/// Each told box, the most certain first.
fn judge(marked: &[MarkedBox], told: &[ToldBox], kinds: usize, iou: f32) -> Vec<Judged> {
    let mut by_picture: BTreeMap<(usize, usize), Vec<(BBox, bool)>> = BTreeMap::new();
    for m in marked {
        by_picture.entry((m.picture, m.kind)).or_default().push((m.bbox, false));
    }
    let sound = |t: &&ToldBox| t.kind < kinds && t.score.is_finite() && is_finite(&t.bbox);
    let mut order: Vec<&ToldBox> = told.iter().filter(sound).collect();
    order.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.picture.cmp(&b.picture)));
    let judge = |t: &ToldBox| {
        let free = by_picture.get_mut(&(t.picture, t.kind)).and_then(|boxes| {
            let near = boxes.iter_mut().filter(|b| !b.1 && is_finite(&b.0) && b.0.iou(&t.bbox) > iou);
            near.max_by(|a, b| a.0.iou(&t.bbox).total_cmp(&b.0.iou(&t.bbox)))
        });
        let right = free.map(|b| b.1 = true).is_some();
        Judged { kind: t.kind, score: t.score, right }
    };
    order.into_iter().map(judge).collect()
}

/// `judged` from the most certain on; equal scores count in their order, as the makers of the measure have it.
fn average_precision(judged: &[&Judged], marked: usize) -> f64 {
    let (mut right, mut sum) = (0usize, 0.0);
    for (k, j) in judged.iter().enumerate() {
        if j.right {
            right += 1;
            sum += right as f64 / (k + 1) as f64;
        }
    }
    sum / marked as f64
}

fn point(threshold: f32, right: usize, told: usize, marked: usize) -> DetectionPoint {
    let share = |of: usize| if of > 0 { right as f64 / of as f64 } else { 0.0 };
    let (precision, recall) = (share(told), share(marked));
    let sum = precision + recall;
    let f = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
    DetectionPoint { threshold, precision, recall, f }
}

fn at(judged: &[Judged], marked: usize, threshold: f32) -> DetectionPoint {
    let told = judged.iter().filter(|j| j.score >= threshold);
    let (told, right) = told.fold((0, 0), |(t, r), j| (t + 1, r + usize::from(j.right)));
    point(threshold, right, told, marked)
}

fn best(judged: &[Judged], marked: usize, usual: f32) -> DetectionPoint {
    let mut best = point(usual, 0, 0, marked);
    let mut right = 0;
    for (k, j) in judged.iter().enumerate() {
        right += usize::from(j.right);
        // Equal scores are told together.
        if judged.get(k + 1).is_some_and(|next| next.score == j.score) {
            continue;
        }
        let here = point(j.score, right, k + 1, marked);
        if here.f > best.f {
            best = here;
        }
    }
    best
}
