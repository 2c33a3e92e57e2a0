//! From what was learnt to a package.

use super::Lesson;
use super::memory::Taught;
use super::views::Views;
use crate::{LearnError, TrainOptions, lesson};
use fovea_datasets::{Boards, DataSet};
use fovea_domain::components::{ComponentQuality, ComponentState};
use fovea_domain::quality::{
    DataFacts, Evaluation, ModelFacts, PictureResult, ThresholdRule, choose_threshold,
};
use fovea_domain::{Class, Verdict};
use fovea_infer::components::SIDE;
use fovea_infer::{
    FORMAT, Fit, InferError, Licence, LoadOptions, Manifest, Model, Package, PackageFile, Reference, Training,
};
use fovea_vision::{Limits, Photo, Picture, decode_file, encode_jpeg, encode_png_rgb};
use std::collections::BTreeMap;

/// Quality of the JPEG that a reference board is kept as.
const QUALITY: u8 = 92;

pub(super) fn pack(
    views: &Views,
    taught: Taught,
    (set, boards): (&DataSet, &Boards),
    lessons: &[Lesson],
    golden: &Picture,
    options: &TrainOptions,
) -> Result<Package, LearnError> {
    let scores: Vec<f32> = taught.judged.iter().map(|j| j.score).collect();
    let bad: Vec<bool> = taught.judged.iter().map(|j| j.truth != ComponentState::Ok).collect();
    let choice = choose_threshold(&scores, &bad, options.rule);
    let lowest = if taught.real { LOWEST } else { LOWEST_ALONE };
    let threshold = choice.threshold.clamp(lowest, HIGHEST);
    let classes: Vec<String> = ComponentState::FAULTS.iter().map(|s| s.name().to_string()).collect();
    let evaluation = validation(set, lessons, &taught, &classes, options, threshold);
    let rule = match options.rule {
        ThresholdRule::Cost(n) => format!("one escaped component costs as much as {n} overkilled ones"),
        ThresholdRule::Overkill(share) => format!("at most {} % of components overkilled", share * 100.0),
    };
    let part = match taught.real {
        true => format!("{} boards, each judged by what the others taught", lessons.len()),
        false => "components that were made from the good board; no other board was given".into(),
    };
    let manifest = Manifest {
        format: FORMAT,
        fovea: env!("CARGO_PKG_VERSION").into(),
        task: options.task,
        name: options.name.clone(),
        classes,
        good: Vec::new(),
        input: Fit::Stretch { width: SIDE as u32, height: SIDE as u32 },
        reduced: false,
        flips: false,
        threshold,
        pixel_threshold: 0.5,
        min_area: 1,
        board: Some(taught.spec.clone()),
        compare: None,
        read: None,
        glue: None,
        detect: None,
        training: Training {
            seed: options.seed,
            threads: options.threads,
            pictures: 1 + lessons.len(),
            data: fingerprint(boards, lessons),
            threshold_rule: rule,
            validation: part,
            stopped_early: false,
            settings: serde_json::json!({ "components": boards.components.len(), "odd_on_good_board": taught.odd }),
        },
        validation: serde_json::to_value(evaluation).unwrap_or_default(),
        licences: vec![Licence { what: "EfficientNet-Lite0 weights".into(), licence: "Apache-2.0".into() }],
        references: Vec::new(),
        files: BTreeMap::new(),
    };
    let png = encode_png_rgb(golden).map_err(InferError::from)?;
    let mut files = vec![
        PackageFile { name: taught.spec.golden.clone(), bytes: png },
        PackageFile { name: taught.spec.bank.clone(), bytes: taught.bank },
    ];
    if let Some(beside) = &taught.spec.beside {
        files.push(PackageFile { name: beside.coarse.clone(), bytes: taught.coarse });
    }
    let mut references = vec![(taught.spec.golden.clone(), golden.clone())];
    if let Some((bytes, picture)) = reference_board(lessons) {
        files.push(PackageFile { name: "reference/0.jpg".into(), bytes });
        references.push(("reference/0.jpg".into(), picture));
    }
    let mut package = Package::new(manifest, views.graph.clone(), files);
    let model = Model::from_package(&package, LoadOptions { sessions: 1, threads: 1, check: false })?;
    for (file, picture) in references {
        let told = model.infer(&Photo::from(picture))?.prediction;
        package.manifest.references.push(Reference {
            file,
            score: told.score,
            scores: BTreeMap::new(),
            components: told.components.iter().map(|(name, c)| (name.clone(), c.score)).collect(),
            template: None,
            texts: Vec::new(),
        });
    }
    Ok(package)
}

/// Thresholds outside would call everything faulty, or nothing.
const LOWEST: f32 = 0.02;
const HIGHEST: f32 = 0.98;
/// Pictures that were made vary less than real boards do.
const LOWEST_ALONE: f32 = 0.5;

/// The first board with a fault, as the package keeps it: what comes out of the JPEG is what is judged.
fn reference_board(lessons: &[Lesson]) -> Option<(Vec<u8>, Picture)> {
    let lesson = lessons.iter().find(|l| l.truth.values().any(|t| t.state().is_some())).or(lessons.first())?;
    let picture = decode_file(&lesson.sample.path, &Limits::default()).ok()?;
    let bytes = encode_jpeg(&picture, QUALITY).ok()?;
    let kept = fovea_vision::decode_bytes(&bytes, &Limits::default()).ok()?;
    Some((bytes, kept))
}

/// The boards as wholes, each by its worst component, and the components.
fn validation(
    set: &DataSet,
    lessons: &[Lesson],
    taught: &Taught,
    classes: &[String],
    options: &TrainOptions,
    threshold: f32,
) -> Evaluation {
    let class = |name: &String| Class { name: name.clone(), good: false };
    let model = ModelFacts {
        name: options.name.clone(),
        task: options.task,
        classes: classes.iter().map(class).collect(),
        created: None,
        size: None,
    };
    let pictures = lessons.iter().filter_map(|lesson| {
        let own = || taught.judged.iter().filter(|j| j.board == lesson.sample.id);
        let score = own().map(|j| j.score).reduce(f32::max)?;
        Some(PictureResult {
            path: lesson.sample.id.clone(),
            truth: lesson.sample.class.and_then(|c| set.classes.get(c)).map(|c| c.name.clone()),
            bad: set.is_good(lesson.sample) == Some(false),
            score,
            verdict: Verdict::Ok,
            class: None,
            scores: Default::default(),
        })
    });
    let mut evaluation = Evaluation::of(model, DataFacts::default(), threshold, pictures.collect());
    evaluation.components = ComponentQuality::of(&taught.judged, threshold);
    evaluation
}

/// SHA-256 over what was taught: the layout, and each board's name, bytes and faults.
fn fingerprint(boards: &Boards, lessons: &[Lesson]) -> String {
    let mut parts = vec![(boards.golden_id.clone(), boards.golden.clone(), String::new())];
    for c in &boards.components {
        parts[0].2 += &format!("{}\0{:?}\0", c.name, c.bbox);
        if c.either_way {
            parts[0].2 += "either way\0";
        }
    }
    parts.extend(lessons.iter().map(|l| {
        let faults: Vec<String> = l.truth.iter().map(|(name, t)| format!("{name}\0{t:?}")).collect();
        (l.sample.id.clone(), l.sample.path.clone(), faults.join("\0"))
    }));
    lesson::fingerprint(&parts)
}
