//! From what was learnt to a package.

use super::LEAST_AGREEMENT;
use super::fit::{Fitted, stiff};
use super::lesson::Lesson;
use crate::evaluate::{self, Judged};
use crate::{LearnError, Progress, TrainOptions, lesson};
use fovea_datasets::{Beads, DataSet, Sample, Split};
use fovea_domain::bead::{BeadPlan, BeadRule};
use fovea_infer::glue::{Frame, GlueSpec, Rule};
use fovea_infer::{
    FORMAT, Fit, InferError, LoadOptions, Manifest, Model, Package, PackageFile, Reference, Training,
};
use fovea_vision::{Limits, Photo, Picture, decode_bytes, decode_file, encode_jpeg, encode_png_rgb};
use std::collections::BTreeMap;

pub(super) struct Taught<'a> {
    pub beads: &'a Beads,
    pub reference: Picture,
    pub lesson: &'a Lesson,
    /// None where the plan says by what light or colour bead is told from ground.
    pub fitted: Option<(Fitted, Rule)>,
}

/// The score at which a rule's limit lies.
const LIMIT: f32 = 0.5;
/// Quality of the JPEG that a reference bead is kept as.
const QUALITY: u8 = 92;
const SCENE: &str = "scene.png";
const LOOKS: &str = "looks.f32";
/// Longest side that the manifest's input can tell.
const MOST_INPUT: u32 = 4096;

pub(super) fn pack(
    set: &DataSet,
    taught: Taught,
    options: &TrainOptions,
    progress: &dyn Progress,
) -> Result<Package, LearnError> {
    let located = taught.beads.plan.locate;
    let (plan, size) = (taught.beads.plan.clone(), (taught.beads.width, taught.beads.height));
    let scene = located.then(|| SCENE.to_string());
    let mut files = Vec::new();
    let spec = match &taught.fitted {
        None => GlueSpec::by_threshold(plan, size, scene, LEAST_AGREEMENT)?,
        Some((fitted, rule)) => {
            files.push(PackageFile { name: LOOKS.into(), bytes: fitted.looks.write() });
            let plain = BeadPlan { locate: false, ..plan.clone() };
            let stiff = stiff(&Frame::of(&plain, None)?);
            GlueSpec {
                plan,
                width: size.0,
                height: size.1,
                scene,
                least_agreement: LEAST_AGREEMENT,
                looks: LOOKS.into(),
                shape: fitted.looks.shape,
                noise: fitted.looks.noise,
                mix: fitted.looks.mix,
                usual: fitted.usual,
                rule: *rule,
                bubble: fitted.bubble,
                stiff,
            }
        }
    };
    if located {
        let bytes = encode_png_rgb(&taught.reference).map_err(InferError::from)?;
        files.push(PackageFile { name: SCENE.into(), bytes });
    }
    let mut manifest = manifest(spec, &taught, options);
    let judged: Vec<&Sample> =
        set.samples.iter().filter(|s| s.class.is_some() && s.split != Some(Split::Test)).collect();
    let bare = Package::new(manifest.clone(), Vec::new(), files.clone());
    let load = LoadOptions { sessions: options.threads, threads: 1, check: false };
    let model = Model::from_package(&bare, load)?;
    if !judged.is_empty() {
        let collected = evaluate::run(&model, &Judged { set, samples: &judged }, progress, &mut |_| {})?;
        let mut evaluation = collected.at(LIMIT);
        // Times differ from run to run and say nothing of another machine.
        evaluation.timing = None;
        evaluation.data.root = String::new();
        let overkilled = evaluation.rates.rates.overkilled;
        if overkilled > 0 {
            progress.warn(&format!(
                "{overkilled} good pictures do not keep the plan's limits: `fovea predict` tells which and why"
            ));
        }
        manifest.training.validation = format!("{} pictures, the good ones of them taught", judged.len());
        manifest.validation = serde_json::to_value(evaluation).unwrap_or_default();
    }
    for (k, (bytes, picture)) in references(set, &judged, &taught).into_iter().enumerate() {
        let file = format!("reference/{k}.jpg");
        let Ok(told) = model.infer(&Photo::from(picture)) else { continue };
        manifest.references.push(Reference {
            file: file.clone(),
            score: told.prediction.score,
            scores: told.prediction.scores,
            components: BTreeMap::new(),
            template: None,
            texts: Vec::new(),
        });
        files.push(PackageFile { name: file, bytes });
    }
    Ok(Package::new(manifest, Vec::new(), files))
}

fn manifest(spec: GlueSpec, taught: &Taught, options: &TrainOptions) -> Manifest {
    let said = serde_json::to_string(&spec.plan).unwrap_or_default();
    let mut parts = vec![(taught.beads.reference_id.clone(), taught.beads.reference.clone(), said)];
    parts.extend(taught.lesson.parts.iter().cloned());
    Manifest {
        format: FORMAT,
        fovea: env!("CARGO_PKG_VERSION").into(),
        task: options.task,
        name: options.name.clone(),
        classes: BeadRule::ALL.iter().map(|r| r.name().to_string()).collect(),
        good: Vec::new(),
        input: Fit::Stretch {
            width: spec.width.clamp(16, MOST_INPUT),
            height: spec.height.clamp(16, MOST_INPUT),
        },
        reduced: false,
        flips: false,
        threshold: LIMIT,
        pixel_threshold: LIMIT,
        min_area: 1,
        board: None,
        compare: None,
        read: None,
        training: Training {
            seed: options.seed,
            threads: options.threads,
            pictures: taught.lesson.looks.len(),
            data: lesson::fingerprint(&parts),
            threshold_rule: "the limits of the plan: a score of 0.5 is at the limit".into(),
            validation: "no labelled picture".into(),
            stopped_early: false,
            settings: serde_json::json!({
                "marked": taught.lesson.looks.iter().filter(|l| l.marked.is_some()).count(),
                "usual_px": spec.usual,
            }),
        },
        glue: Some(spec),
        detect: None,
        validation: serde_json::Value::Null,
        licences: Vec::new(),
        references: Vec::new(),
        files: BTreeMap::new(),
    }
}

/// A good bead and a bad one, as the package keeps them: what comes out of the JPEG is what is judged.
fn references(set: &DataSet, judged: &[&Sample], taught: &Taught) -> Vec<(Vec<u8>, Picture)> {
    let first = |good: bool| judged.iter().find(|s| set.is_good(s) == Some(good));
    let chosen = [first(true), first(false)];
    let read = |s: &&&Sample| decode_file(&s.path, &Limits::default()).ok();
    let mut pictures: Vec<Picture> = chosen.iter().flatten().filter_map(read).collect();
    if pictures.is_empty() {
        pictures.push(taught.reference.clone());
    }
    let kept = |picture: Picture| {
        let bytes = encode_jpeg(&picture, QUALITY).ok()?;
        let kept = decode_bytes(&bytes, &Limits::default()).ok()?;
        Some((bytes, kept))
    };
    pictures.into_iter().filter_map(kept).collect()
}
