//! Reading text: the general reader with the rules of one's own, measured on labelled pictures. See README.md in this folder.

mod ctc;
mod first;
mod graphs;
mod lines;
mod pack;
mod teach;
mod tune;

use crate::evaluate::{self, Collected, Judged};
use crate::{LearnError, Progress, Stop, TrainOptions, Trained};
use fovea_datasets::{DataSet, Sample, Split, told_texts};
use fovea_domain::Task;
use fovea_domain::quality::{Evaluation, ThresholdRule, choose_threshold};
use fovea_infer::read::ReadSpec;
use fovea_infer::{InferError, LoadOptions, Model};
use fovea_vision::Limits;
use graphs::Graphs;
use pack::Parts;

/// Labelled pictures that a package is measured on; of more, so many that are spread evenly.
const MOST_JUDGED: usize = 2000;
/// A text is unsure where its least sure sign lacks so much of certainty, as long as nothing was measured.
const UNMEASURED: f32 = 0.3;
/// What was measured moves it between these.
const LOWEST: f32 = 0.02;
const HIGHEST: f32 = 0.6;

pub(crate) fn train(
    set: &DataSet,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Trained, LearnError> {
    let samples: Vec<&Sample> = set.samples.iter().filter(|s| s.split != Some(Split::Test)).collect();
    if samples.is_empty() {
        return Err(LearnError::NotEnough("there is no picture that is not set aside as a test".into()));
    }
    if stop.due() {
        return Err(LearnError::StoppedEarly);
    }
    let mut graphs = Graphs::built_in()?;
    let texts = told_texts(set, &Limits::default());
    let mut told: Vec<&Sample> = samples.iter().copied().filter(|s| texts.contains_key(&s.id)).collect();
    let taught = match options.tune {
        true => Some(teach::teach(&mut graphs, (&told, &texts), options, (progress, stop))?),
        false => None,
    };
    if let Some(taught) = &taught {
        // The threshold and the figures are of pictures that were not learnt from.
        let mut kept = taught.kept.iter();
        told.retain(|_| kept.next() == Some(&true));
    }
    let facts = taught.as_ref().map(|t| t.facts.clone());
    let first = first::look(&graphs, set, &told, options, stop)?;
    let read = ReadSpec { first, ..options.read.clone() };
    let options = &TrainOptions { read, ..options.clone() };
    let mut parts = Parts { graphs: &graphs, options, threshold: UNMEASURED, measured: None, taught: facts };
    let model = opened(&parts, options.threads)?;
    let judged = spread(&told, MOST_JUDGED);
    if !judged.is_empty() {
        let judged = Judged { set, samples: &judged };
        let collected = evaluate::run(&model, &judged, progress, &mut |_| {})?;
        let (threshold, evaluation) = choose(&collected, options);
        parts.threshold = threshold;
        parts.measured = Some(evaluation);
    }
    let stopped_early = taught.is_some_and(|t| t.stopped);
    Ok(Trained { package: parts.pack(&model, &samples, &texts)?, stopped_early })
}

/// The general reader as it is carried, ready to use: it looks for lines all over a picture, and no rule is held against them.
pub fn reader(sessions: usize) -> Result<Model, LearnError> {
    let graphs = Graphs::built_in()?;
    let options = TrainOptions {
        task: Task::Read,
        name: "reader".into(),
        seed: 0,
        threads: sessions,
        size: None,
        flips: None,
        rule: ThresholdRule::Cost(1.0),
        steps: None,
        tune: false,
        checkpoint: None,
        read: ReadSpec::default(),
        template: None,
        paste_in: false,
    };
    let parts =
        Parts { graphs: &graphs, options: &options, threshold: UNMEASURED, measured: None, taught: None };
    opened(&parts, sessions)
}

/// The package without references, ready to use.
fn opened(parts: &Parts, sessions: usize) -> Result<Model, LearnError> {
    let load = LoadOptions { sessions, threads: 1, check: false };
    Model::from_package(&parts.bare(), load).map_err(by_options)
}

/// How unsure a text may be, by the user's rule: an escape is a text that is read wrongly and passes, an overkill one that is
/// read rightly and does not.
fn choose(collected: &Collected, options: &TrainOptions) -> (f32, Evaluation) {
    let doubts: Vec<f32> = collected.read.iter().map(|j| 1.0 - j.score).collect();
    let wrong: Vec<bool> = collected.read.iter().map(|j| !j.right).collect();
    let threshold = choose_threshold(&doubts, &wrong, options.rule).threshold.clamp(LOWEST, HIGHEST);
    let mut evaluation = collected.at(threshold);
    // Times differ from run to run and say nothing of another machine.
    evaluation.timing = None;
    evaluation.data.root = String::new();
    (threshold, evaluation)
}

fn spread<'a>(samples: &[&'a Sample], most: usize) -> Vec<&'a Sample> {
    let count = samples.len().min(most);
    (0..count).map(|i| samples[i * samples.len() / count]).collect()
}

/// What a new package is refused for is what was asked of it.
fn by_options(e: InferError) -> LearnError {
    match e {
        InferError::Refused(why) => LearnError::Reading(why),
        e => e.into(),
    }
}
