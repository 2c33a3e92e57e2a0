use crate::draft::Draft;
use crate::lesson::Lesson;
use crate::{
    LearnError, Progress, Stop, TrainOptions, anomaly, classify, compare, components, detect, glue, read,
    segment,
};
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
    type Learn = fn(&mut Lesson, &TrainOptions, &dyn Progress, &Stop) -> Result<Draft, LearnError>;
    let learn: Learn = match options.task {
        // From a single good board, without any other picture, which is no lesson for the others.
        Task::Components => return components::train(set, options, progress, stop),
        // Of pairs, whose threshold is of defects and not of pictures.
        Task::Compare => return compare::train(set, options, progress, stop),
        // Of texts; nothing is learnt but the threshold, and pictures need no labels.
        Task::Read => return read::train(set, options, progress, stop),
        // Of a path, from good beads alone.
        Task::Glue => return glue::train(set, options, progress, stop),
        Task::Segment => |lesson, options, progress, stop| segment::train(lesson, options, progress, stop),
        Task::Detect => |lesson, options, progress, stop| detect::train(lesson, options, progress, stop),
        Task::Anomaly => anomaly::train,
        Task::Classify => classify::train,
    };
    let mut lesson = Lesson::of(set)?;
    let draft = learn(&mut lesson, options, progress, stop)?;
    let stopped_early = draft.stopped_early;
    Ok(Trained { package: draft.pack(&lesson, options, progress)?, stopped_early })
}
