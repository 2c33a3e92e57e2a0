use crate::draft::{BY_BOXES, Draft};
use crate::evaluate::SAME_BOX;
use crate::lesson::Lesson;
use crate::{LearnError, Progress, TrainOptions};
use fovea_domain::detection::DetectionQuality;
use fovea_domain::quality::{Choice, choose_threshold, rates_at};

/// With fewer good pictures nothing can be said of overkill.
const FEWEST_GOOD: usize = 5;
/// Thresholds outside would tell everything, or nothing.
const LOWEST: f32 = 0.02;
const HIGHEST: f32 = 0.98;

/// Chooses from which score on a box is told, and a picture bad: by the user's rule where there are good pictures to stop
/// wrongly; else where boxes found and boxes made up are in balance (F is best). Tells which.
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
        let q = DetectionQuality::of(&collected.marked, &told, &draft.classes, SAME_BOX, 0.5)?;
        Some(halfway(q.best.threshold, told.iter().map(|t| t.score)))
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
    use super::halfway;

    #[test]
    fn a_threshold_lies_between_two_scores() {
        assert_eq!(halfway(0.75, [0.9, 0.75, 0.25, 0.1].into_iter()), 0.5);
        assert_eq!(halfway(0.5, [0.9, 0.5].into_iter()), 0.25);
    }
}
