use crate::lesson::Lesson;
use crate::{LearnError, Progress, Stop, TrainOptions, anomaly, classify, segment};
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
    let mut lesson = Lesson::of(set)?;
    let draft = match options.task {
        Task::Segment => segment::train(&lesson, options, progress, stop)?,
        Task::Anomaly => anomaly::train(&mut lesson, options, progress, stop)?,
        Task::Classify => classify::train(&mut lesson, options, progress, stop)?,
    };
    let stopped_early = draft.stopped_early;
    Ok(Trained { package: draft.pack(&lesson, options, progress)?, stopped_early })
}
