//! What a model says of one labelled picture beside what is true of it.

use crate::bead::BeadTruth;
use crate::components::{ComponentQuality, ComponentState, ComponentTruth, JudgedComponent};
use crate::detection::{DetectionQuality, MarkedBox, ToldBox};
use crate::{BBox, Prediction};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A line of what `fovea evaluate --predictions` writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JudgedPicture {
    /// From the data's root, parted by `/`.
    pub path: String,
    pub width: u32,
    pub height: u32,
    pub prediction: Prediction,
    /// Of tasks that tell boxes: every place that may be one, each once, the surest first; also below the threshold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<NamedBox>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<NamedBox>,
    /// Of boards of which it is known: the components that are not sound, and how they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<BTreeMap<String, ComponentTruth>>,
    /// What truly stands there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bead: Option<BeadTruth>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedBox {
    pub class: String,
    /// `None` of what a person marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    pub bbox: BBox,
}

/// Boxes that are less sure are not kept, and no more of one picture.
const LEAST_SURE: f32 = 0.05;
const MOST_KEPT: usize = 100;

/// The surest of a picture's boxes; those from `threshold` on are among them, as long as there are not too many.
pub fn surest(mut told: Vec<NamedBox>, threshold: f32) -> Vec<NamedBox> {
    let score = |b: &NamedBox| b.score.unwrap_or(0.0);
    told.retain(|b| score(b) >= threshold.min(LEAST_SURE));
    told.sort_by(|a, b| score(b).total_cmp(&score(a)));
    told.truncate(MOST_KEPT);
    told
}

impl JudgedPicture {
    /// How a component truly is; nothing where nobody can say.
    pub fn truth_of(&self, component: &str) -> Option<ComponentState> {
        let known = self.components.as_ref()?;
        known.get(component).map_or(Some(ComponentState::Ok), |truth| truth.state())
    }
}

impl ComponentQuality {
    /// Of the components whose truth is known, at any threshold.
    pub fn of_pictures(judged: &[JudgedPicture], threshold: f32) -> Option<ComponentQuality> {
        let of = |one: &JudgedPicture| -> Vec<JudgedComponent> {
            let told = one.prediction.components.iter();
            told.filter_map(|(name, told)| {
                let truth = one.truth_of(name)?;
                let (board, name) = (one.path.clone(), name.clone());
                Some(JudgedComponent { board, name, truth, told: told.state, score: told.score })
            })
            .collect()
        };
        let all: Vec<JudgedComponent> = judged.iter().flat_map(of).collect();
        ComponentQuality::of(&all, threshold)
    }
}

impl DetectionQuality {
    /// The same boxes at another threshold; what goes over all thresholds stays.
    pub fn moved(self, judged: &[JudgedPicture], threshold: f32) -> DetectionQuality {
        let names: Vec<String> = self.kinds.iter().map(|k| k.name.clone()).collect();
        let kind = |name: &str| names.iter().position(|n| n == name).unwrap_or(usize::MAX);
        let (mut marked, mut told) = (Vec::new(), Vec::new());
        for (picture, one) in judged.iter().enumerate() {
            marked.extend(one.marked.iter().map(|b| MarkedBox {
                picture,
                kind: kind(&b.class),
                bbox: b.bbox,
            }));
            told.extend(one.told.iter().map(|b| ToldBox {
                picture,
                kind: kind(&b.class),
                score: b.score.unwrap_or(0.0),
                bbox: b.bbox,
            }));
        }
        let Some(now) = DetectionQuality::of(&marked, &told, &names, self.iou, threshold) else {
            return self;
        };
        let mut moved = DetectionQuality { at_threshold: now.at_threshold, ..self };
        for (kind, now) in moved.kinds.iter_mut().zip(now.kinds) {
            (kind.recall, kind.precision) = (now.recall, now.precision);
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::ComponentResult;
    use crate::{Timings, Verdict};

    fn named(class: &str, score: Option<f32>, x: f32) -> NamedBox {
        NamedBox { class: class.into(), score, bbox: BBox { x, y: 0.0, w: 10.0, h: 10.0 } }
    }

    fn judged(marked: Vec<NamedBox>, told: Vec<NamedBox>) -> JudgedPicture {
        let prediction = Prediction {
            verdict: Verdict::Ok,
            score: 0.0,
            class: None,
            scores: BTreeMap::new(),
            regions: Vec::new(),
            components: BTreeMap::new(),
            texts: Vec::new(),
            bead: None,
            ms: Timings::default(),
        };
        let (path, texts) = ("a.png".into(), Vec::new());
        JudgedPicture {
            path,
            width: 99,
            height: 99,
            prediction,
            told,
            marked,
            components: None,
            texts,
            bead: None,
        }
    }

    #[test]
    fn a_threshold_moves_what_it_decides_and_nothing_else() {
        let all = [judged(
            vec![named("dent", None, 0.0), named("scratch", None, 50.0)],
            vec![
                named("dent", Some(0.9), 0.0),
                named("scratch", Some(0.4), 50.0),
                named("dent", Some(0.3), 80.0),
            ],
        )];
        let names = ["dent".to_string(), "scratch".to_string()];
        let marked = [(0, 0.0), (1, 50.0)].map(|(kind, x)| MarkedBox {
            picture: 0,
            kind,
            bbox: named("", None, x).bbox,
        });
        let told = [(0, 0.9, 0.0), (1, 0.4, 50.0), (0, 0.3, 80.0)].map(|(kind, score, x)| ToldBox {
            picture: 0,
            kind,
            score,
            bbox: named("", None, x).bbox,
        });
        let strict = DetectionQuality::of(&marked, &told, &names, 0.5, 0.8).unwrap();
        let loose = strict.clone().moved(&all, 0.2);
        assert_eq!((strict.at_threshold.recall, loose.at_threshold.recall), (0.5, 1.0));
        assert_eq!(loose, DetectionQuality::of(&marked, &told, &names, 0.5, 0.2).unwrap());
        assert_eq!(loose.moved(&all, 0.8), strict);
    }

    #[test]
    fn components_are_counted_where_their_truth_is_known() {
        let mut one = judged(Vec::new(), Vec::new());
        for (name, state, score) in [
            ("R1", ComponentState::Missing, 0.9),
            ("R2", ComponentState::Ok, 0.2),
            ("R3", ComponentState::Ok, 0.4),
        ] {
            let told = ComponentResult { state, score, dx: 0.0, dy: 0.0, angle: 0.0 };
            one.prediction.components.insert(name.into(), told);
        }
        assert!(ComponentQuality::of_pictures(std::slice::from_ref(&one), 0.5).is_none());
        let truth = [("R1", ComponentTruth::Missing), ("R3", ComponentTruth::Unclear)];
        one.components = Some(truth.into_iter().map(|(n, t)| (n.to_string(), t)).collect());
        let quality = ComponentQuality::of_pictures(&[one], 0.5).unwrap();
        assert_eq!((quality.rates.bad, quality.rates.good, quality.named_right), (1, 1, 1));
    }

    #[test]
    fn of_many_boxes_the_surest_are_kept() {
        let many: Vec<NamedBox> = (0..300).map(|n| named("dent", Some(n as f32 / 300.0), 0.0)).collect();
        let kept = surest(many.clone(), 0.5);
        assert_eq!((kept.len(), kept[0].score), (MOST_KEPT, Some(299.0 / 300.0)));
        let few = surest(many[..12].to_vec(), 0.01);
        assert_eq!((few.len(), few[8].score), (9, Some(0.01)), "what would be told is kept");
    }
}
