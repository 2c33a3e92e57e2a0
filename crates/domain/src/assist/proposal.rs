use super::texts::propose_texts;
use crate::{Mark, Prediction, Task, Verdict, innocent_shape};
use serde::{Deserialize, Serialize};

/// Places proposed on one picture at most, the surest first.
pub const MOST_PROPOSED: usize = 200;
/// What a model says where a picture fits none of its classes.
const UNKNOWN: &str = "unknown";

/// What a model says of a picture, in the words of a label. Classes are names, as the model knows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    pub bad: bool,
    /// 0 (surely good) to 1 (surely bad)
    pub score: f32,
    /// 0 (sure) to 1 (cannot tell)
    pub uncertainty: f32,
    /// Of the whole picture; `None` where the task tells none
    pub class: Option<String>,
    pub regions: Vec<ProposedRegion>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposedRegion {
    /// `None`: the model knows that something is there, not what
    pub class: Option<String>,
    pub score: f32,
    pub shape: Mark,
}

impl Proposal {
    /// Whether a label that takes all of it over says that the picture is bad, in a project of this scene: of texts it is what they mean
    /// there.
    pub fn is_bad_in(&self, scene: &str) -> bool {
        match self.regions.first().map(|one| &one.shape) {
            Some(shape @ Mark::Text { .. }) => innocent_shape(scene) != Some(shape.kind()),
            _ => self.bad,
        }
    }
}

/// Whether what a model of this task says can be put into a label.
pub fn is_proposing(task: Task) -> bool {
    matches!(task, Task::Anomaly | Task::Classify | Task::Segment | Task::Detect | Task::Read)
}

/// What is proposed of a picture of this size; `None` for tasks whose answers are no labels, and where nothing was read. Of a picture that
/// the model judges good, no place is proposed but texts.
pub fn propose(
    task: Task,
    prediction: &Prediction,
    threshold: f32,
    (width, height): (u32, u32),
) -> Option<Proposal> {
    if !is_proposing(task) {
        return None;
    }
    if task == Task::Read {
        return propose_texts(prediction, (width, height));
    }
    let bad = prediction.verdict == Verdict::Ng;
    let class =
        (task == Task::Classify).then(|| prediction.class.clone()).flatten().filter(|class| class != UNKNOWN);
    let mut regions: Vec<ProposedRegion> = match task {
        Task::Anomaly | Task::Segment | Task::Detect if bad => prediction
            .regions
            .iter()
            .map(|region| {
                let shape = if task == Task::Detect {
                    let b = region.bbox;
                    Mark::Box { x: b.x, y: b.y, w: b.w, h: b.h }
                } else {
                    Mark::Polygon { points: region.polygon.0.clone() }
                };
                let class = (task != Task::Anomaly).then(|| region.class.clone());
                ProposedRegion { class, score: region.score, shape }
            })
            .filter(|region| region.shape.check(width, height).is_ok())
            .collect(),
        _ => Vec::new(),
    };
    regions.sort_by(|a, b| b.score.total_cmp(&a.score));
    regions.truncate(MOST_PROPOSED);
    let uncertainty = uncertainty(task, prediction, threshold);
    Some(Proposal { bad, score: prediction.score, uncertainty, class, regions })
}

/// How little a model can tell of a picture. Of classes: how near the second is to the first; else how near the score is to the threshold.
pub fn uncertainty(task: Task, prediction: &Prediction, threshold: f32) -> f32 {
    if task == Task::Classify && prediction.scores.len() > 1 {
        let mut scores: Vec<f32> = prediction.scores.values().copied().collect();
        scores.sort_by(|a, b| b.total_cmp(a));
        return (1.0 - (scores[0] - scores[1])).clamp(0.0, 1.0);
    }
    let threshold = threshold.clamp(0.01, 0.99);
    // Each side reaches as far as it goes, so that a threshold near an end leaves room on both.
    let reach = if prediction.score >= threshold { 1.0 - threshold } else { threshold };
    (1.0 - (prediction.score - threshold).abs() / reach).clamp(0.0, 1.0)
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nobody has said anything of the picture.
    Open,
    /// The label says what was proposed, all of it down to some score.
    Accepted,
    /// Some of it is in the label, but changed, or together with what was not proposed, or with a surer place left out.
    Mended,
    /// The label says otherwise.
    Refused,
}

impl Outcome {
    pub const ALL: [Outcome; 4] = [Outcome::Open, Outcome::Accepted, Outcome::Mended, Outcome::Refused];

    pub fn name(self) -> &'static str {
        match self {
            Outcome::Open => "open",
            Outcome::Accepted => "accepted",
            Outcome::Mended => "mended",
            Outcome::Refused => "refused",
        }
    }

    pub fn from_name(name: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What is proposed or said of a picture; `C` names classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Said<'a, C> {
    pub bad: bool,
    pub class: Option<C>,
    pub places: Vec<Place<'a, C>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Place<'a, C> {
    /// A place that was taken from a proposal keeps its id.
    pub id: &'a str,
    /// `None` in a proposal: any class will do
    pub class: Option<C>,
    pub shape: &'a Mark,
    /// Of a proposal
    pub score: f32,
}

/// What became of a proposal, by the label that is there now; so undoing a label opens it again.
pub fn outcome<C: PartialEq + Copy>(proposed: &Said<C>, label: Option<&Said<C>>) -> Outcome {
    let Some(label) = label else { return Outcome::Open };
    let found = |id: &str| label.places.iter().find(|place| place.id == id);
    let taken: Vec<(&Place<C>, &Place<C>)> =
        proposed.places.iter().filter_map(|place| Some((place, found(place.id)?))).collect();
    if proposed.bad != label.bad
        || proposed.class.is_some_and(|class| label.class.is_some_and(|c| c != class))
    {
        return if taken.is_empty() { Outcome::Refused } else { Outcome::Mended };
    }
    if proposed.places.is_empty() {
        return if label.places.is_empty() { Outcome::Accepted } else { Outcome::Mended };
    }
    if taken.is_empty() {
        return Outcome::Refused;
    }
    let same = |(one, other): &(&Place<C>, &Place<C>)| {
        one.shape == other.shape && (one.class.is_none() || one.class == other.class)
    };
    let least = taken.iter().map(|(place, _)| place.score).fold(f32::INFINITY, f32::min);
    let skipped = proposed.places.iter().any(|place| place.score > least && found(place.id).is_none());
    match taken.iter().all(same) && label.places.len() == taken.len() && !skipped {
        true => Outcome::Accepted,
        false => Outcome::Mended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BBox, Polygon, PredictedRegion, Timings};
    use std::collections::BTreeMap;

    fn told(verdict: Verdict, score: f32, class: Option<&str>, regions: Vec<PredictedRegion>) -> Prediction {
        Prediction {
            verdict,
            score,
            class: class.map(Into::into),
            scores: BTreeMap::new(),
            regions,
            components: BTreeMap::new(),
            texts: Vec::new(),
            bead: None,
            ms: Timings::default(),
        }
    }

    fn region(class: &str, score: f32, side: f32) -> PredictedRegion {
        PredictedRegion {
            class: class.into(),
            score,
            bbox: BBox { x: 1.0, y: 1.0, w: side, h: side },
            polygon: Polygon(vec![[1.0, 1.0], [1.0 + side, 1.0], [1.0, 1.0 + side]]),
            area: side * side / 2.0,
        }
    }

    #[test]
    fn each_task_proposes_what_it_knows() {
        let places =
            || vec![region("crack", 0.6, 5.0), region("crack", 0.9, 8.0), region("crack", 0.9, 400.0)];
        let bad = told(Verdict::Ng, 0.8, Some("crack"), places());
        let size = (100, 100);
        let anomaly = propose(Task::Anomaly, &bad, 0.5, size).unwrap();
        // Sorted by score, the class open, and what lies outside of the picture left out.
        let scores: Vec<f32> = anomaly.regions.iter().map(|r| r.score).collect();
        assert_eq!((scores, anomaly.regions[0].class.clone(), anomaly.class), (vec![0.9, 0.6], None, None));
        let segment = propose(Task::Segment, &bad, 0.5, size).unwrap();
        assert_eq!(segment.regions[0].class.as_deref(), Some("crack"));
        assert!(matches!(segment.regions[0].shape, Mark::Polygon { .. }));
        let detect = propose(Task::Detect, &bad, 0.5, size).unwrap();
        assert!(matches!(detect.regions[0].shape, Mark::Box { w, .. } if w == 8.0));
        let whole = propose(Task::Classify, &bad, 0.5, size).unwrap();
        assert_eq!((whole.class.as_deref(), whole.regions.len()), (Some("crack"), 0));
        assert!(propose(Task::Read, &bad, 0.5, size).is_none());
        // Of a good picture and an unknown class nothing is told that is not known.
        let good = told(Verdict::Ok, 0.1, Some("good"), places());
        assert!(propose(Task::Segment, &good, 0.5, size).unwrap().regions.is_empty());
        let unknown = told(Verdict::Ng, 0.9, Some("unknown"), Vec::new());
        assert_eq!(propose(Task::Classify, &unknown, 0.5, size).unwrap().class, None);
    }

    #[test]
    fn a_model_is_least_sure_at_its_threshold_and_between_two_classes() {
        let at = |score: f32| {
            let verdict = if score >= 0.2 { Verdict::Ng } else { Verdict::Ok };
            uncertainty(Task::Anomaly, &told(verdict, score, None, Vec::new()), 0.2)
        };
        assert_eq!((at(0.2), at(0.0), at(1.0)), (1.0, 0.0, 0.0));
        assert!((at(0.1) - 0.5).abs() < 1e-6 && (at(0.6) - 0.5).abs() < 1e-6);
        let mut classes = told(Verdict::Ng, 0.9, Some("a"), Vec::new());
        classes.scores = BTreeMap::from([("a".into(), 0.5), ("b".into(), 0.4), ("c".into(), 0.1)]);
        assert!((uncertainty(Task::Classify, &classes, 0.5) - 0.9).abs() < 1e-6);
    }

    fn square(side: f32) -> Mark {
        Mark::Box { x: 0.0, y: 0.0, w: side, h: side }
    }

    #[test]
    fn what_became_of_a_proposal_follows_from_the_label() {
        let (one, two, own) = (square(5.0), square(6.0), square(7.0));
        let place = |id, class, shape, score| Place { id, class, shape, score };
        let proposed = Said {
            bad: true,
            class: None,
            places: vec![place("a", Some(1), &one, 0.9), place("b", None, &two, 0.5)],
        };
        let bad = |places| Said { bad: true, class: None, places };
        let of = |label: &Said<i32>| outcome(&proposed, Some(label));
        assert_eq!(outcome(&proposed, None), Outcome::Open);
        let (a, b) = (place("a", Some(1), &one, 0.0), place("b", Some(2), &two, 0.0));
        assert_eq!(of(&bad(vec![a.clone(), b.clone()])), Outcome::Accepted);
        // The slider left the unsure one out.
        assert_eq!(of(&bad(vec![a.clone()])), Outcome::Accepted);
        assert_eq!(of(&bad(vec![b.clone()])), Outcome::Mended);
        assert_eq!(of(&bad(vec![a.clone(), place("own", Some(1), &own, 0.0)])), Outcome::Mended);
        assert_eq!(of(&bad(vec![place("a", Some(1), &own, 0.0), b.clone()])), Outcome::Mended);
        assert_eq!(of(&bad(vec![place("a", Some(3), &one, 0.0), b])), Outcome::Mended);
        assert_eq!(of(&bad(vec![place("own", Some(1), &own, 0.0)])), Outcome::Refused);
        assert_eq!(of(&Said { bad: false, class: None, places: vec![] }), Outcome::Refused);
    }

    #[test]
    fn of_a_whole_picture_the_verdict_and_the_class_decide() {
        let said = |bad, class: Option<i32>| Said { bad, class, places: Vec::new() };
        assert_eq!(outcome(&said(false, None), Some(&said(false, Some(1)))), Outcome::Accepted);
        assert_eq!(outcome(&said(false, None), Some(&said(true, None))), Outcome::Refused);
        assert_eq!(outcome(&said(true, Some(2)), Some(&said(true, Some(2)))), Outcome::Accepted);
        assert_eq!(outcome(&said(true, Some(2)), Some(&said(true, Some(3)))), Outcome::Refused);
    }
}
