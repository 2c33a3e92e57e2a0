//! From a trained graph to a package: thresholds chosen on the validation part through the very code that
//! will judge parts, reference pictures, manifest.

use crate::evaluate::{self, Collected, Judged};
use crate::lesson::Lesson;
use crate::{LearnError, Progress, TrainOptions};
use fovea_domain::quality::{Choice, Evaluation, Overlap, ThresholdRule, choose_threshold};
use fovea_infer::detect::DetectSpec;
use fovea_infer::{
    FORMAT, Fit, Licence, LoadOptions, Manifest, Model, Package, PackageFile, Reference, Training, enlarge,
};
use fovea_vision::{Limits, Photo, Picture};
use std::collections::BTreeMap;

/// Thresholds of pixels that are tried, and the place of the usual one. Thin defects are marked wider than a network is sure of.
const TRIED: [f32; 14] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99];
const MIDDLE: usize = 4;

/// What a task's training hands over.
pub(crate) struct Draft {
    pub classes: Vec<String>,
    pub good: Vec<String>,
    pub input: Fit,
    /// Whether each picture is judged turned over, too.
    pub flips: bool,
    pub graph: Vec<u8>,
    /// Pictures (of the lesson) that the thresholds are chosen on.
    pub judged: Vec<usize>,
    /// Whether those were kept out of the training.
    pub held_out: bool,
    /// Set where the task has chosen already, by scores that were not learnt from.
    pub threshold: Option<(Choice, Evaluation)>,
    pub pixel_threshold: f32,
    pub min_area: u32,
    pub stopped_early: bool,
    pub settings: serde_json::Value,
    /// Of `detect`: how boxes are read.
    pub detect: Option<DetectSpec>,
}

/// What a model gave on the validation part.
pub(crate) struct Trial {
    /// At the best pixel threshold.
    pub mean_iou: f64,
    /// The pixel threshold that is best for each class by itself.
    pub cuts: Vec<f32>,
    /// By a picture's id.
    pub scores: BTreeMap<String, f32>,
}

/// Value of `threshold_by` in the settings where the threshold was chosen on boxes instead of pictures.
pub(crate) const BY_BOXES: &str = "boxes";

/// Pictures inside a package whose results are checked on loading.
const REFERENCES: usize = 3;
/// Longest side of a reference picture.
const REFERENCE_SIDE: u32 = 512;

impl Draft {
    fn manifest(&self, lesson: &Lesson, options: &TrainOptions) -> Manifest {
        let rule = match options.rule {
            _ if self.settings["threshold_by"] == BY_BOXES => {
                "as many boxes found, and as few made up, as can be (F); \
                there are too few good pictures to count overkill on"
                    .to_string()
            }
            ThresholdRule::Cost(n) => format!("one escape costs as much as {n} overkills"),
            ThresholdRule::Overkill(share) => format!("overkill at most {} %", share * 100.0),
        };
        let (threshold, validation) = match &self.threshold {
            Some((choice, evaluation)) => {
                (choice.threshold, serde_json::to_value(evaluation).unwrap_or_default())
            }
            None => (0.5, serde_json::Value::Null),
        };
        let part =
            if self.held_out { "kept out of the training, split by group" } else { "the training pictures" };
        Manifest {
            format: FORMAT,
            fovea: env!("CARGO_PKG_VERSION").into(),
            task: options.task,
            name: options.name.clone(),
            classes: self.classes.clone(),
            good: self.good.clone(),
            input: self.input,
            reduced: true,
            flips: self.flips,
            board: None,
            compare: None,
            read: None,
            glue: None,
            detect: self.detect.clone(),
            threshold,
            pixel_threshold: self.pixel_threshold,
            min_area: self.min_area,
            training: Training {
                seed: options.seed,
                threads: options.threads,
                pictures: lesson.samples.len(),
                data: lesson.fingerprint(),
                threshold_rule: rule,
                validation: format!("{} pictures, {part}", self.judged.len()),
                stopped_early: self.stopped_early,
                settings: self.settings.clone(),
            },
            validation,
            licences: vec![Licence {
                what: "EfficientNet-Lite0 weights".into(),
                licence: "Apache-2.0".into(),
            }],
            references: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    /// Chooses from which probability on a pixel is a defect: where masks overlap best on the validation part.
    /// Returns what that gives.
    pub fn choose_pixel_threshold(
        &mut self,
        lesson: &Lesson,
        options: &TrainOptions,
        progress: &dyn Progress,
    ) -> Result<Trial, LearnError> {
        let usual = std::mem::replace(&mut self.pixel_threshold, 0.0);
        let package = Package::new(self.manifest(lesson, options), self.graph.clone(), vec![]);
        let load = LoadOptions { sessions: options.threads, threads: 1, check: false };
        let model = Model::from_package(&package, load)?;
        let samples: Vec<_> = self.judged.iter().map(|&i| lesson.samples[i]).collect();
        let judged = Judged { set: lesson.set, samples: &samples };
        let table = evaluate::class_table(lesson.set, &self.classes);
        let mut overlaps = vec![Overlap::new(self.classes.len() + 1); TRIED.len()];
        let collected = evaluate::run(&model, &judged, progress, &mut |shown| {
            let Some(mask) = &shown.outcome.mask else { return };
            let (w, h) = (mask.width as usize, mask.height as usize);
            // As masks are cut (`fovea_infer`), but for every threshold.
            let heat = enlarge(&shown.outcome.heat, w, h);
            let truth: Vec<u8> = match shown.truth {
                Some(t) => t.data.iter().map(|&v| table[v as usize]).collect(),
                None => vec![0; w * h],
            };
            for (overlap, cut) in overlaps.iter_mut().zip(TRIED) {
                let told: Vec<u8> =
                    heat.iter().zip(&mask.data).map(|(v, c)| if *v >= cut { *c } else { 0 }).collect();
                // Sizes agree: both are the picture's own.
                let _ = overlap.add(&truth, &told);
            }
        })?;
        let worth: Vec<f64> = overlaps.iter().map(|o| o.mean_iou().unwrap_or(0.0)).collect();
        let common = best_of(&worth, MIDDLE);
        self.pixel_threshold = common.map_or(usual, |common| TRIED[common]);
        let cuts = (1..=self.classes.len()).map(|class| {
            let ious: Vec<f64> = overlaps.iter().map(|o| o.iou(class).unwrap_or(0.0)).collect();
            common.map_or(usual, |common| TRIED[best_near(&ious, common)])
        });
        let scores = collected.pictures.into_iter().map(|p| (p.path, p.score)).collect();
        Ok(Trial { mean_iou: common.map_or(0.0, |common| worth[common]), cuts: cuts.collect(), scores })
    }

    /// Runs the validation pictures through the model.
    pub fn judge(
        &self,
        lesson: &Lesson,
        options: &TrainOptions,
        progress: &dyn Progress,
    ) -> Result<Collected, LearnError> {
        let package = Package::new(self.manifest(lesson, options), self.graph.clone(), vec![]);
        let load = LoadOptions { sessions: options.threads, threads: 1, check: false };
        let model = Model::from_package(&package, load)?;
        let samples: Vec<_> = self.judged.iter().map(|&i| lesson.samples[i]).collect();
        evaluate::run(&model, &Judged { set: lesson.set, samples: &samples }, progress, &mut |_| {})
    }

    /// Chooses the threshold by the user's rule from what the validation pictures give.
    pub fn choose(
        &mut self,
        lesson: &Lesson,
        options: &TrainOptions,
        progress: &dyn Progress,
    ) -> Result<(), LearnError> {
        let collected = self.judge(lesson, options, progress)?;
        let scores: Vec<f32> = collected.pictures.iter().map(|p| p.score).collect();
        let bad: Vec<bool> = collected.pictures.iter().map(|p| p.bad).collect();
        let choice = choose_threshold(&scores, &bad, options.rule);
        self.threshold = Some((choice, collected.at(choice.threshold)));
        Ok(())
    }

    /// The finished package; equal training gives equal bytes.
    pub fn pack(
        mut self,
        lesson: &Lesson,
        options: &TrainOptions,
        progress: &dyn Progress,
    ) -> Result<Package, LearnError> {
        if self.threshold.is_none() {
            self.choose(lesson, options, progress)?;
        }
        // Times differ from run to run and say nothing of another machine.
        if let Some((_, evaluation)) = &mut self.threshold {
            evaluation.timing = None;
            evaluation.data.root = String::new();
        }
        let mut manifest = self.manifest(lesson, options);
        let bare = Package::new(manifest.clone(), self.graph.clone(), vec![]);
        let model = Model::from_package(&bare, LoadOptions { sessions: 1, threads: 1, check: false })?;
        let mut files = Vec::new();
        for (k, picture) in reference_pictures(lesson, &self.judged).into_iter().enumerate() {
            let file = format!("reference/{k}.png");
            let bytes = fovea_vision::encode_png_rgb(&picture).map_err(fovea_infer::InferError::from)?;
            let told = model.infer(&Photo::from(picture))?.prediction;
            manifest.references.push(Reference {
                file: file.clone(),
                score: told.score,
                scores: told.scores,
                components: BTreeMap::new(),
                template: None,
                texts: Vec::new(),
            });
            files.push(PackageFile { name: file, bytes });
        }
        Ok(Package::new(manifest, self.graph, files))
    }
}

/// The mean of a place and its neighbours, at an end of itself twice and of its neighbour: what few pictures show is not trusted at a
/// single place.
fn smoothed(worth: &[f64], at: usize) -> f64 {
    let near = [at.saturating_sub(1), at, (at + 1).min(worth.len() - 1)];
    near.iter().map(|&i| worth[i]).sum::<f64>() / 3.0
}

/// The best place by the mean over neighbours, `usual` unless another is better; `None` where none is worth anything.
fn best_of(worth: &[f64], usual: usize) -> Option<usize> {
    let better = |best: usize, at| if smoothed(worth, at) > smoothed(worth, best) { at } else { best };
    let best = (0..worth.len()).fold(usual, better);
    (smoothed(worth, best) > 0.0).then_some(best)
}

/// The best of the places around `common`, by the mean over neighbours. Few pictures show a class, so that what is
/// best for them is not trusted far away.
fn best_near(worth: &[f64], common: usize) -> usize {
    const FAR: usize = 2;
    let tried = common.saturating_sub(FAR)..(common + FAR + 1).min(worth.len());
    tried.fold(common, |best, at| if smoothed(worth, at) > smoothed(worth, best) { at } else { best })
}

/// A good picture, a bad one, and one more, scaled down where they are large.
fn reference_pictures(lesson: &Lesson, judged: &[usize]) -> Vec<Picture> {
    let first = |bad: bool| judged.iter().copied().find(|&i| lesson.bad(i) == bad);
    let mut chosen: Vec<usize> =
        [first(false), first(true), judged.last().copied()].into_iter().flatten().collect();
    chosen.dedup();
    let read = |i: &usize| {
        let picture = fovea_vision::decode_file(&lesson.samples[*i].path, &Limits::default()).ok()?;
        let side = picture.width.max(picture.height);
        if side <= REFERENCE_SIDE {
            return Some(picture);
        }
        let scale = |v: u32| (u64::from(v) * u64::from(REFERENCE_SIDE) / u64::from(side)).max(1) as u32;
        Some(picture.resize(scale(picture.width), scale(picture.height)))
    };
    chosen.iter().take(REFERENCES).filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::{best_near, best_of};

    #[test]
    fn a_threshold_is_chosen_where_its_neighbours_are_good_too() {
        assert_eq!(best_of(&[0.3, 0.9, 0.2, 0.6, 0.7, 0.5], 0), Some(4));
        assert_eq!(best_of(&[0.1, 0.2, 0.3], 1), Some(2));
        assert_eq!(best_of(&[0.5; 5], 3), Some(3));
        assert_eq!(best_of(&[0.0; 5], 3), None);
    }

    #[test]
    fn a_class_keeps_the_common_threshold_unless_its_neighbours_agree_on_another() {
        assert_eq!(best_near(&[0.5; 9], 4), 4);
        assert_eq!(best_near(&[0.2, 0.3, 0.6, 0.7, 0.5, 0.4, 0.3, 0.2, 0.1], 4), 3);
        // Beyond two places nothing counts.
        assert_eq!(best_near(&[0.9, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 5), 5);
        assert_eq!(best_near(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 8), 8);
    }
}
