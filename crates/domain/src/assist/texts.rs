//! What is read on a picture, as places that are proposed: where each text stands and what it says.

use super::proposal::{MOST_PROPOSED, Proposal, ProposedRegion};
use crate::text::ReadText;
use crate::{Mark, Point, Prediction};

/// Usual names of classes of marked texts.
pub const TEXT_CLASSES: [&str; 3] = ["text", "文字", "文本"];

/// Whether a class, not that of good pictures, is for marked texts: it takes no other shape, or takes any and is called as such
/// classes usually are.
pub fn is_for_texts(name: &str, shape: Option<&str>) -> bool {
    match shape {
        Some(only) => only == "text",
        None => TEXT_CLASSES.iter().any(|usual| name.trim().eq_ignore_ascii_case(usual)),
    }
}

/// Nothing where nothing was read: that is no label yet. Whether the picture is bad hangs on what texts mean in its project.
pub(super) fn propose_texts(prediction: &Prediction, (width, height): (u32, u32)) -> Option<Proposal> {
    // What reaches beyond the edge is what stands at it.
    let held = |[x, y]: Point| [x.clamp(0.0, width as f32), y.clamp(0.0, height as f32)];
    let mut read: Vec<(f32, ProposedRegion)> = prediction
        .texts
        .iter()
        .filter(|one| !one.text.trim().is_empty())
        .map(|one| {
            let shape = Mark::Text { points: one.quad.map(held), text: one.text.clone() };
            (one.score, ProposedRegion { class: None, score: mean(one), shape })
        })
        .filter(|(_, region)| region.shape.check(width, height).is_ok())
        .collect();
    read.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
    read.truncate(MOST_PROPOSED);
    let least = read.iter().map(|(least, _)| *least).reduce(f32::min)?;
    Some(Proposal {
        bad: false,
        score: prediction.score,
        uncertainty: (1.0 - least).clamp(0.0, 1.0),
        class: None,
        regions: read.into_iter().map(|(_, region)| region).collect(),
    })
}

/// How sure its signs are on average.
fn mean(text: &ReadText) -> f32 {
    if text.chars.is_empty() {
        return text.score;
    }
    text.chars.iter().map(|one| one.score).sum::<f32>() / text.chars.len() as f32
}

#[cfg(test)]
mod tests {
    use crate::assist::{is_for_texts, propose};
    use crate::text::{ReadChar, ReadText};
    use crate::{Mark, Prediction, Task, Timings, Verdict};
    use std::collections::BTreeMap;

    fn read(text: &str, at: f32, scores: &[f32]) -> ReadText {
        let chars =
            text.chars().zip(scores).map(|(char, score)| ReadChar { char, score: *score, place: None });
        ReadText {
            text: text.into(),
            score: scores.iter().copied().fold(1.0, f32::min),
            quad: [[at, 5.0], [at + 20.0, 5.0], [at + 20.0, 15.0], [at, 15.0]],
            chars: chars.collect(),
            checks: Vec::new(),
        }
    }

    fn told(texts: Vec<ReadText>) -> Prediction {
        Prediction {
            verdict: Verdict::Ng,
            score: 0.5,
            class: Some("unsure".into()),
            scores: BTreeMap::new(),
            regions: Vec::new(),
            components: BTreeMap::new(),
            texts,
            bead: None,
            ms: Timings::default(),
        }
    }

    #[test]
    fn what_is_read_is_proposed_with_its_corners_and_the_mean_of_its_signs() {
        let texts = vec![read("A1", 10.0, &[0.5, 1.0]), read("", 40.0, &[]), read("B2", 85.0, &[1.0, 1.0])];
        let proposed = propose(Task::Read, &told(texts), 0.3, (100, 50)).unwrap();
        assert_eq!((proposed.bad, proposed.class.clone(), proposed.uncertainty), (false, None, 0.5));
        // The surest first; what reaches out of the picture ends at its edge, and what says nothing is left out.
        let edge = Mark::Text {
            points: [[85.0, 5.0], [100.0, 5.0], [100.0, 15.0], [85.0, 15.0]],
            text: "B2".into(),
        };
        let scores: Vec<f32> = proposed.regions.iter().map(|one| one.score).collect();
        assert_eq!((scores, &proposed.regions[0].shape), (vec![1.0, 0.75], &edge));
        assert!(matches!(&proposed.regions[1].shape, Mark::Text { text, .. } if text == "A1"));
        assert_eq!(propose(Task::Read, &told(Vec::new()), 0.3, (100, 50)), None);
    }

    #[test]
    fn texts_are_a_fault_only_where_a_project_is_not_about_them() {
        let proposed =
            propose(Task::Read, &told(vec![read("A1", 1.0, &[0.5, 1.0])]), 0.3, (100, 50)).unwrap();
        assert_eq!((proposed.is_bad_in("text"), proposed.is_bad_in("free")), (false, true));
    }

    #[test]
    fn a_class_is_for_texts_by_its_shape_or_else_by_its_name() {
        assert!(
            is_for_texts("number", Some("text")) && is_for_texts("Text", None) && is_for_texts("文字", None)
        );
        assert!(!is_for_texts("text", Some("box")) && !is_for_texts("scratch", None));
    }
}
