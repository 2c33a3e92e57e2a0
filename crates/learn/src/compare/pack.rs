//! From what was learnt to a package.

use super::net::Net;
use super::places::Pair;
use crate::evaluate::{self, Judged, SAME_PLACE};
use crate::lesson::{self, Lesson};
use crate::{LearnError, Progress, TrainOptions};
use fovea_domain::detection::{ToldBox, found_or_false};
use fovea_domain::quality::{Evaluation, ThresholdRule, choose_threshold};
use fovea_infer::compare::{CompareSpec, SIDE, TEMPLATE};
use fovea_infer::{
    FORMAT, Fit, InferError, LoadOptions, Manifest, Model, Package, PackageFile, Reference, Training,
};
use fovea_vision::{Limits, Photo, Picture, decode_file, encode_png_rgb};
use std::collections::BTreeMap;

/// What the package tells of the training beside the network.
pub struct Taught<'a> {
    pub lesson: &'a Lesson<'a>,
    pub pairs: &'a [Pair],
    pub kinds: Vec<String>,
    pub spec: CompareSpec,
    pub held_out: bool,
    pub judged: Vec<usize>,
    pub chosen: (f32, Evaluation),
}

/// Thresholds outside would call everything a defect, or nothing.
const LOWEST: f32 = 0.05;
const HIGHEST: f32 = 0.95;
/// Pairs inside the package whose results are checked on loading.
const REFERENCES: usize = 2;
/// Longest side of a reference picture.
const REFERENCE_SIDE: u32 = 640;

/// The threshold by the user's rule, on defects found, missed and made up, and what that gives.
pub fn choose(
    net: &Net,
    lesson: &Lesson,
    (kinds, spec): (&[String], &CompareSpec),
    judged: &[usize],
    options: &TrainOptions,
    progress: &dyn Progress,
) -> Result<(f32, Evaluation), LearnError> {
    let manifest = bare(kinds, spec, options, 0.5);
    let package = Package::new(manifest, net.write(), vec![]);
    let load = LoadOptions { sessions: options.threads, threads: 1, check: false };
    let model = Model::from_package(&package, load)?;
    let samples: Vec<_> = judged.iter().map(|&i| lesson.samples[i]).collect();
    let judged = Judged { set: lesson.set, samples: &samples };
    let collected = evaluate::run(&model, &judged, progress, &mut |_| {})?;
    let told: Vec<ToldBox> = collected.told.iter().filter(|(_, first)| *first).map(|(t, _)| *t).collect();
    let (scores, bad) = found_or_false(&collected.marked, &told, SAME_PLACE);
    let threshold = choose_threshold(&scores, &bad, options.rule).threshold.clamp(LOWEST, HIGHEST);
    let mut evaluation = collected.at(threshold);
    // Times differ from run to run and say nothing of another machine.
    evaluation.timing = None;
    evaluation.data.root = String::new();
    Ok((threshold, evaluation))
}

pub fn pack(net: &Net, taught: Taught, options: &TrainOptions) -> Result<Package, LearnError> {
    let (threshold, evaluation) = &taught.chosen;
    let mut manifest = bare(&taught.kinds, &taught.spec, options, *threshold);
    let part = if taught.held_out { "kept out of the trial, split by group" } else { "that were taught" };
    manifest.training = Training {
        pictures: taught.pairs.len(),
        data: fingerprint(taught.lesson, taught.pairs),
        validation: format!("{} pairs, {part}", taught.judged.len()),
        stopped_early: net.stopped,
        settings: serde_json::json!({ "steps": net.steps }),
        ..manifest.training
    };
    manifest.validation = serde_json::to_value(evaluation).unwrap_or_default();
    let mut files = Vec::new();
    if let Some(path) = &options.template {
        // Written anew: whatever it lay there as, it opens without a reader of that.
        let picture = decode_file(path, &Limits::default()).map_err(InferError::from)?;
        let bytes = encode_png_rgb(&picture).map_err(InferError::from)?;
        files.push(PackageFile { name: TEMPLATE.into(), bytes });
    }
    let mut references = Vec::new();
    for (k, (test, template)) in reference_pairs(taught.pairs).into_iter().enumerate() {
        let names = [format!("reference/{k}.png"), format!("reference/{k}_template.png")];
        for (name, picture) in names.iter().zip([&test, &template]) {
            let bytes = encode_png_rgb(picture).map_err(InferError::from)?;
            files.push(PackageFile { name: name.clone(), bytes });
        }
        references.push((names, test, template));
    }
    let mut package = Package::new(manifest, net.write(), files);
    let model = Model::from_package(&package, LoadOptions { sessions: 1, threads: 1, check: false })?;
    for ([file, template], picture, beside) in references {
        let told = model.infer_beside(0, &Photo::from(picture), Some(&beside))?.prediction;
        package.manifest.references.push(Reference {
            file,
            score: told.score,
            scores: told.scores,
            components: BTreeMap::new(),
            template: Some(template),
            texts: Vec::new(),
        });
    }
    Ok(package)
}

fn bare(kinds: &[String], spec: &CompareSpec, options: &TrainOptions, threshold: f32) -> Manifest {
    let rule = match options.rule {
        ThresholdRule::Cost(n) => format!("one escaped defect costs as much as {n} that are none"),
        ThresholdRule::Overkill(share) => {
            format!("at most {} % of the places that are no defect are told", share * 100.0)
        }
    };
    Manifest {
        format: FORMAT,
        fovea: env!("CARGO_PKG_VERSION").into(),
        task: options.task,
        name: options.name.clone(),
        classes: kinds.to_vec(),
        good: Vec::new(),
        input: Fit::Stretch { width: SIDE as u32, height: SIDE as u32 },
        reduced: false,
        flips: false,
        threshold,
        pixel_threshold: threshold,
        min_area: 1,
        board: None,
        compare: Some(*spec),
        read: None,
        glue: None,
        detect: None,
        training: Training {
            seed: options.seed,
            threads: options.threads,
            pictures: 0,
            data: String::new(),
            threshold_rule: rule,
            validation: String::new(),
            stopped_early: false,
            settings: serde_json::Value::Null,
        },
        validation: serde_json::Value::Null,
        licences: Vec::new(),
        references: Vec::new(),
        files: BTreeMap::new(),
    }
}

/// Pairs with a defect that are small enough, or brought to a smaller size, and can be laid over each other then.
fn reference_pairs(pairs: &[Pair]) -> Vec<(Picture, Picture)> {
    let small = |picture: Picture| {
        let side = picture.width.max(picture.height);
        let scale = |v: u32| (u64::from(v) * u64::from(REFERENCE_SIDE) / u64::from(side)).max(1) as u32;
        match side > REFERENCE_SIDE {
            true => picture.resize(scale(picture.width), scale(picture.height)),
            false => picture,
        }
    };
    let read = |path| decode_file(path, &Limits::default()).ok().map(small);
    let comparer = fovea_infer::compare::Comparer::new(CompareSpec::default());
    let marked = pairs.iter().filter(|p| !p.boxes.is_empty());
    let usable = marked.filter_map(|p| {
        let (test, template) = (read(&p.test)?, read(&p.template)?);
        comparer.look(&test, &template).is_ok().then_some((test, template))
    });
    usable.take(REFERENCES).collect()
}

/// SHA-256 over what was taught: each pair's name, bytes and boxes.
fn fingerprint(lesson: &Lesson, pairs: &[Pair]) -> String {
    let parts: Vec<_> = pairs
        .iter()
        .flat_map(|p| {
            let id = lesson.samples[p.sample].id.clone();
            let said = format!("{:?}", p.boxes);
            [(id.clone(), p.test.clone(), said), (id, p.template.clone(), "template".into())]
        })
        .collect();
    lesson::fingerprint(&parts)
}
