//! Golden comparison: what the places are where a board differs from its template. See README.md in this folder.

mod made;
mod net;
mod pack;
mod places;

use crate::lesson::Lesson;
use crate::{LearnError, Progress, Stop, TrainOptions, Trained};
use fovea_datasets::DataSet;
use fovea_infer::compare::CompareSpec;
use net::Net;
use places::{Pair, Places};

/// Share of the pairs that the threshold is chosen on.
const KEPT_OUT: f64 = 0.12;
/// With fewer pairs that have a defect nothing can be learnt.
const FEWEST: usize = 5;

pub(crate) fn train(
    set: &DataSet,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Trained, LearnError> {
    let templates = set.pairs.as_ref().ok_or_else(|| {
        LearnError::NotEnough("no picture has a template beside it (`<name>_test` and `<name>_temp`)".into())
    })?;
    let lesson = Lesson::of(set)?;
    let kinds = kinds_of(&lesson);
    let pairs = pairs_of(&lesson, templates, &kinds);
    let marked = pairs.iter().filter(|p| !p.boxes.is_empty()).count();
    if marked < FEWEST {
        let why = format!("{marked} pairs have boxes of defects, and it takes {FEWEST}");
        return Err(LearnError::NotEnough(why));
    }
    let spec = CompareSpec::default();
    let places = Places::of(&pairs, &spec, options, (progress, stop))?;
    if places.items.is_empty() {
        return Err(LearnError::NotEnough("no board differs from its template where a box says so".into()));
    }
    let kept_out = lesson.validation(KEPT_OUT, options.seed);
    // Of a single board everything is taught, and the threshold is chosen on what was taught.
    let held_out =
        kept_out.contains(&true) && pairs.iter().any(|p| !kept_out[p.sample] && !p.boxes.is_empty());
    let judged: Vec<usize> = pairs.iter().map(|p| p.sample).filter(|&i| !held_out || kept_out[i]).collect();
    let taught = |from: &dyn Fn(usize) -> bool, share: f32, stage: &'static str| {
        let chosen: Vec<usize> =
            (0..places.items.len()).filter(|&i| from(pairs[places.items[i].pair].sample)).collect();
        Net::train(&places, &chosen, kinds.len(), options, (progress, stop), (share, stage))
    };
    let trial = match held_out {
        true => taught(&|i| !kept_out[i], TRIAL, "trial")?,
        false => taught(&|_| true, 1.0, "learning")?,
    };
    let chosen = pack::choose(&trial, &lesson, (&kinds, &spec), &judged, options, progress)?;
    let net = match held_out && !stop.due() {
        true => taught(&|_| true, 1.0, "learning")?,
        false => trial,
    };
    let stopped_early = net.stopped;
    let lesson = pack::Taught { lesson: &lesson, pairs: &pairs, kinds, spec, held_out, judged, chosen };
    Ok(Trained { package: pack::pack(&net, lesson, options)?, stopped_early })
}

/// Steps of the trial that the threshold is chosen by, beside those of the model itself.
const TRIAL: f32 = 0.7;

/// Names of the kinds of defect that are marked anywhere, in the data set's order.
fn kinds_of(lesson: &Lesson) -> Vec<String> {
    let set = lesson.set;
    let marked = |c: usize| lesson.samples.iter().any(|s| s.regions.iter().any(|r| r.class == c));
    let bad = set.classes.iter().enumerate().filter(|(i, c)| !c.good && marked(*i));
    bad.map(|(_, c)| c.name.clone()).collect()
}

fn pairs_of(lesson: &Lesson, templates: &fovea_datasets::Pairs, kinds: &[String]) -> Vec<Pair> {
    let kind = |class: usize| {
        let name = &lesson.set.classes.get(class)?.name;
        kinds.iter().position(|k| k == name)
    };
    let pair = |(i, sample): (usize, &&fovea_datasets::Sample)| {
        let template = templates.templates.get(&sample.id)?.clone();
        let boxes = sample
            .regions
            .iter()
            .filter_map(|r| Some((kind(r.class)?, crate::evaluate::box_of(&r.shape)?)))
            .collect();
        Some(Pair { sample: i, test: sample.path.clone(), template, boxes })
    };
    lesson.samples.iter().enumerate().filter_map(pair).collect()
}

#[cfg(test)]
mod tests;
