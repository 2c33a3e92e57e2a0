//! Beads of glue (胶体): what the edges and the inside of sound beads look like along the wanted path, and how bead is told
//! from none. See README.md in this folder.

mod fit;
mod lesson;
mod made;
mod pack;

use crate::{LearnError, Progress, Stop, TrainOptions, Trained};
use fovea_datasets::DataSet;
use fovea_infer::InferError;
use fovea_infer::glue::Frame;
use fovea_vision::{Limits, decode_file};

/// A picture that agrees less with the reference picture shows something else.
pub(crate) const LEAST_AGREEMENT: f32 = 0.6;

pub(crate) fn train(
    set: &DataSet,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Trained, LearnError> {
    let beads = set.beads.as_ref().ok_or_else(|| {
        LearnError::NotEnough("it has no glue.json that says where the bead belongs".into())
    })?;
    let reference = decode_file(&beads.reference, &Limits::default()).map_err(InferError::from)?;
    let frame = Frame::of(&beads.plan, Some(&reference))?;
    if beads.plan.threshold.is_some() {
        // Light or colour alone tells bead from ground: there is nothing to learn.
        let lesson = lesson::Lesson { looks: Vec::new(), parts: Vec::new() };
        let taught = pack::Taught { beads, reference, lesson: &lesson, fitted: None };
        return Ok(Trained { package: pack::pack(set, taught, options, progress)?, stopped_early: false });
    }
    let lesson = lesson::read(set, beads, &frame, (progress, stop))?;
    if stop.due() {
        return Err(LearnError::StoppedEarly);
    }
    progress.step("learning", 1, 3, "");
    let fitted = fit::fit(&frame, &lesson);
    progress.step("learning", 2, 3, "");
    let rule = made::presence_rule(&frame, &lesson, &fitted, options.seed)?;
    let inside = fit::fit_inside(&frame, &lesson, fitted, &rule);
    progress.step("learning", 3, 3, "");
    let taught = pack::Taught { beads, reference, lesson: &lesson, fitted: Some((inside, rule)) };
    Ok(Trained { package: pack::pack(set, taught, options, progress)?, stopped_early: false })
}

#[cfg(test)]
mod tests;
