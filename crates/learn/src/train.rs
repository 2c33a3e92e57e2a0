use crate::lesson::Lesson;
use crate::{LearnError, Progress, Stop, TrainOptions, segment};
use fovea_datasets::DataSet;
use fovea_domain::Task;
use fovea_infer::Package;

pub struct Trained {
    pub package: Package,
    /// True where the budget or a signal ended the training early.
    pub stopped_early: bool,
}

/// Learns a model from a data set.
pub fn train(
    set: &DataSet,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Trained, LearnError> {
    let lesson = Lesson::of(set)?;
    let draft = match options.task {
        Task::Segment => segment::train(&lesson, options, progress, stop)?,
        Task::Anomaly => return Err(LearnError::NotEnough("not yet".into())),
        Task::Classify => return Err(LearnError::NotEnough("not yet".into())),
    };
    let stopped_early = draft.stopped_early;
    Ok(Trained { package: draft.pack(&lesson, options, progress)?, stopped_early })
}
