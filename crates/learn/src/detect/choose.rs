use crate::draft::{BY_BOXES, Draft};
use crate::evaluate::SAME_BOX;
use crate::lesson::Lesson;
use crate::{LearnError, Progress, TrainOptions};
use fovea_domain::detection::{DetectionQuality, MarkedBox, ToldBox};
use fovea_domain::quality::{Choice, choose_threshold, rates_at};

/// With fewer good pictures nothing can be said of overkill.
const FEWEST_GOOD: usize = 5;
/// Thresholds outside would tell everything, or nothing.
const LOWEST: f32 = 0.02;
const HIGHEST: f32 = 0.98;

/// With fewer marked boxes a kind's best threshold says little.
const FEWEST_MARKED: usize = 10;
/// As logits: e² is a chance about seven times as high or as low.
const MOST_SHIFT: f32 = 2.0;

/// How far each kind's logits are to be shifted so that one threshold serves all kinds: where boxes of a kind found and made up
/// are in balance lies for each kind elsewhere, and comes to lie where it is for all together.
pub fn shifts(
    draft: &Draft,
    lesson: &Lesson,
    options: &TrainOptions,
    progress: &dyn Progress,
) -> Result<Vec<f32>, LearnError> {
    let collected = draft.judge(lesson, options, progress)?;
    let told: Vec<ToldBox> = collected.told.iter().filter(|(_, first)| *first).map(|(t, _)| *t).collect();
    Ok(by_kind(&collected.marked, &told, draft.classes.len()))
}

fn by_kind(marked: &[MarkedBox], told: &[ToldBox], kinds: usize) -> Vec<f32> {
    let names: Vec<String> = (0..kinds).map(|k| k.to_string()).collect();
    let Some(common) = balance(marked, told, &names) else { return vec![0.0; kinds] };
    let shift = |kind: usize| {
        let marked: Vec<MarkedBox> = marked.iter().filter(|m| m.kind == kind).copied().collect();
        let told: Vec<ToldBox> = told.iter().filter(|t| t.kind == kind).copied().collect();
        match balance(&marked, &told, &names) {
            Some(own) if marked.len() >= FEWEST_MARKED => {
                (logit(common) - logit(own)).clamp(-MOST_SHIFT, MOST_SHIFT)
            }
            _ => 0.0,
        }
    };
    (0..kinds).map(shift).collect()
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(LOWEST, HIGHEST);
    (p / (1.0 - p)).ln()
}

/// The threshold where boxes found and boxes made up are in balance: F is best, half way to the next lower box.
fn balance(marked: &[MarkedBox], told: &[ToldBox], kinds: &[String]) -> Option<f32> {
    let q = DetectionQuality::of(marked, told, kinds, SAME_BOX, 0.5)?;
    Some(halfway(q.best.threshold, told.iter().map(|t| t.score)))
}

/// Chooses from which score on a box is told, and a picture bad: by the user's rule where there are good pictures to stop
/// wrongly; else where boxes found and boxes made up are in balance. Tells which.
pub fn choose(
    draft: &mut Draft,
    lesson: &Lesson,
    options: &TrainOptions,
    progress: &dyn Progress,
) -> Result<&'static str, LearnError> {
    let collected = draft.judge(lesson, options, progress)?;
    let scores: Vec<f32> = collected.pictures.iter().map(|p| p.score).collect();
    let bad: Vec<bool> = collected.pictures.iter().map(|p| p.bad).collect();
    let goods = bad.iter().filter(|b| !**b).count();
    let of_boxes = || {
        let told: Vec<_> = collected.told.iter().filter(|(_, first)| *first).map(|(t, _)| *t).collect();
        balance(&collected.marked, &told, &draft.classes)
    };
    let (threshold, by) = match (goods >= FEWEST_GOOD, of_boxes()) {
        (false, Some(best)) => (best, BY_BOXES),
        _ => (choose_threshold(&scores, &bad, options.rule).threshold, "pictures"),
    };
    let threshold = threshold.clamp(LOWEST, HIGHEST);
    let rates = rates_at(&scores, &bad, threshold);
    let choice = Choice {
        threshold,
        rates,
        overkill_interval: rates.overkill_interval(),
        escape_interval: rates.escape_interval(),
    };
    // What is found by size hangs on the threshold, so it is looked at once more.
    draft.pixel_threshold = threshold;
    draft.threshold = Some((choice, draft.judge(lesson, options, progress)?.at(threshold)));
    Ok(by)
}

/// Half way down to the next lower score, so that a box that is a little less sure than those seen is told, too.
fn halfway(threshold: f32, scores: impl Iterator<Item = f32>) -> f32 {
    let below = scores.filter(|s| *s < threshold).fold(0.0f32, f32::max);
    (threshold + below) / 2.0
}

#[cfg(test)]
mod tests {
    use super::{MarkedBox, ToldBox, by_kind, halfway};
    use fovea_domain::BBox;

    #[test]
    fn a_threshold_lies_between_two_scores() {
        assert_eq!(halfway(0.75, [0.9, 0.75, 0.25, 0.1].into_iter()), 0.5);
        assert_eq!(halfway(0.5, [0.9, 0.5].into_iter()), 0.25);
    }

    #[test]
    fn a_kind_that_is_told_unsurely_is_raised_to_the_others() {
        let at = |picture: usize| BBox { x: picture as f32, y: 0.0, w: 10.0, h: 10.0 };
        let marked = |kind, n| (0..n).map(move |picture| MarkedBox { picture, kind, bbox: at(picture) });
        let told = |kind, n, score| {
            let far = BBox { x: 500.0, ..at(0) };
            let right = (0..n).map(move |picture| ToldBox { picture, kind, score, bbox: at(picture) });
            let wrong = (0..n).map(move |picture| ToldBox { picture, kind, score: score / 4.0, bbox: far });
            right.chain(wrong)
        };
        // Of the third kind too few are marked.
        let marked: Vec<_> = marked(0, 40).chain(marked(1, 12)).chain(marked(2, 3)).collect();
        let boxes: Vec<_> = told(0, 40, 0.8).chain(told(1, 12, 0.1)).chain(told(2, 3, 0.1)).collect();
        let shifts = by_kind(&marked, &boxes, 3);
        assert!(shifts[0].abs() < 0.5 && shifts[1] > 1.0 && shifts[2] == 0.0, "{shifts:?}");
        assert_eq!(by_kind(&[], &boxes, 3), [0.0; 3]);
    }
}
