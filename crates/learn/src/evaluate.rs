//! What a model is worth on labelled pictures. Scores come from the same code that judges parts on the line.

use crate::marks;
use crate::{LearnError, Progress};
use fovea_datasets::{DataSet, Sample, Texts, ToldText, told_texts};
use fovea_domain::bead::{Bead, BeadQuality, BeadTally};
use fovea_domain::components::{ComponentQuality, ComponentState, JudgedComponent};
use fovea_domain::detection::{CocoQuality, DetectionQuality, MarkedBox, ToldBox};
use fovea_domain::quality::{
    DataFacts, Evaluation, ModelFacts, Overlap, PictureResult, PixelMap, PixelQuality, PixelResult,
    SizeResult, Skipped, Spread, Timing, found_by_size, regions,
};
use fovea_domain::text::{JudgedText, ReadText, ReadingQuality, edits, normal};
use fovea_domain::{BBox, Class, Polygon, Shape, Task, Verdict};
use fovea_infer::{Fit, GOOD, Model, Outcome, enlarge, run_paths};
use fovea_vision::{Limits, Mask, Photo};
use std::path::PathBuf;
use std::time::Instant;

/// The pictures to judge, and the data set that their classes belong to.
pub struct Judged<'a> {
    pub set: &'a DataSet,
    pub samples: &'a [&'a Sample],
}

/// One picture for those who draw a report.
pub struct Shown<'a> {
    /// Its place in the evaluation's pictures.
    pub index: usize,
    pub picture: &'a Photo,
    pub outcome: &'a Outcome,
    /// 0 where nothing is marked, else the data set's class + 1.
    pub truth: Option<&'a Mask>,
    /// Whether it is truly bad.
    pub bad: bool,
}

/// Everything measured but the rates, which follow from a threshold.
pub struct Collected {
    model: ModelFacts,
    data: DataFacts,
    pub pictures: Vec<PictureResult>,
    pixel: Option<PixelResult>,
    overlap: Option<(Vec<String>, Overlap)>,
    by_size: Vec<SizeResult>,
    components: Vec<JudgedComponent>,
    pub marked: Vec<MarkedBox>,
    /// Every kind that a place may be; `first` of each whether nothing is likelier.
    pub told: Vec<(ToldBox, bool)>,
    /// Texts whose truth is known.
    pub read: Vec<JudgedText>,
    bead: Option<BeadQuality>,
    timing: Timing,
}

/// Boxes that lie over each other by more than this show the same defect: the measure of DeepPCB.
pub const SAME_PLACE: f32 = 0.33;
/// The same of the task `detect`, as COCO has it.
pub const SAME_BOX: f32 = 0.5;

impl Collected {
    pub fn at(&self, threshold: f32) -> Evaluation {
        let mut all = Evaluation::of(self.model.clone(), self.data.clone(), threshold, self.pictures.clone());
        all.pixel = self.pixel;
        all.by_size = self.by_size.clone();
        all.components = ComponentQuality::of(&self.components, threshold);
        if self.model.task == Task::Compare {
            let kinds: Vec<String> = self.model.classes.iter().map(|c| c.name.clone()).collect();
            let told: Vec<ToldBox> = self.told.iter().map(|t| t.0).collect();
            all.detection = DetectionQuality::of(&self.marked, &told, &kinds, SAME_PLACE, threshold);
        }
        if self.model.task == Task::Detect {
            let kinds: Vec<String> = self.model.classes.iter().map(|c| c.name.clone()).collect();
            let told = |all: bool| -> Vec<ToldBox> {
                self.told.iter().filter(|t| all || t.1).map(|t| t.0).collect()
            };
            let quality = DetectionQuality::of(&self.marked, &told(false), &kinds, SAME_BOX, threshold);
            let coco = CocoQuality::of(&self.marked, &told(true), &kinds);
            all.detection = quality.map(|q| DetectionQuality { coco, ..q });
        }
        all.reading = ReadingQuality::of(&self.read, threshold);
        all.bead = self.bead.clone();
        all.timing = Some(self.timing);
        if let Some((names, overlap)) = &self.overlap {
            for class in &mut all.classes {
                if let Some(i) = names.iter().position(|n| *n == class.name) {
                    class.iou = overlap.iou(i + 1);
                    class.pixels = Some(overlap.counts(i + 1));
                }
            }
        }
        all
    }
}

/// Boxes around lines that lie over each other by more than this are of one line.
const SAME_LINE: f32 = 0.3;

/// Longest side at which heat maps are compared with masks.
const COMPARED: u32 = 512;

pub fn run(
    model: &Model,
    judged: &Judged,
    progress: &dyn Progress,
    show: &mut dyn FnMut(Shown),
) -> Result<Collected, LearnError> {
    let start = Instant::now();
    let manifest = &model.manifest;
    let (mut overlap, mut quality) = (Overlap::new(manifest.classes.len() + 1), PixelQuality::default());
    let mut any_masks = false;
    let (mut pictures, mut skipped, mut defects) = (Vec::new(), Vec::new(), Vec::new());
    let mut components = Vec::new();
    let (texts, mut read) = match manifest.task {
        Task::Read => (told_texts(judged.set, &Limits::default()), Vec::new()),
        _ => (Texts::new(), Vec::new()),
    };
    let mut beads = BeadTally::default();
    let (mut marked_boxes, mut told_boxes) = (Vec::new(), Vec::new());
    let (mut decode, mut run, mut total) = (Vec::new(), Vec::new(), Vec::new());
    let paths: Vec<PathBuf> = judged.samples.iter().map(|s| s.path.clone()).collect();
    let mut trouble = None;
    run_paths(model, &paths, 1, &Limits::default(), &mut |item| {
        let sample = judged.samples[item.index];
        progress.step("judging", item.index + 1, paths.len(), "");
        let (picture, outcome) = match item.result {
            Ok(pair) => pair,
            Err(e) => {
                progress.warn(&format!("left out: {e}"));
                skipped.push(Skipped { path: sample.id.clone(), reason: e.to_string() });
                return true;
            }
        };
        let told = &outcome.prediction;
        decode.push(told.ms.decode);
        run.push(told.ms.run);
        total.push(told.ms.total);
        let class = sample.class.and_then(|c| judged.set.classes.get(c));
        let on_it = texts.get(&sample.id);
        let bad = match manifest.task {
            Task::Read => on_it.is_some_and(|t| !fulfils(model, t)),
            _ => class.is_some_and(|c| !c.good),
        };
        let truth = match sample.label_mask(judged.set.classes.len(), &Limits::default()) {
            Ok(mask) => mask,
            Err(e) => {
                progress.warn(&format!("labels left out: {e}"));
                None
            }
        };
        let marked = sample.has_pixel_labels();
        if marked || !bad {
            any_masks |= marked;
            let blank = || Mask::new(picture.width, picture.height);
            let mask = truth.clone().unwrap_or_else(blank);
            let compared = match manifest.task {
                Task::Segment => {
                    compare_classes(&mut overlap, judged.set, &manifest.classes, &mask, &outcome)
                }
                Task::Anomaly => compare_heat(&mut quality, &mask, &outcome),
                Task::Classify
                | Task::Detect
                | Task::Components
                | Task::Compare
                | Task::Read
                | Task::Glue => Ok(()),
            };
            if let Err(e) = compared {
                trouble = Some(format!("{}: {e}", sample.id));
            }
        }
        if let Some(mask) = truth.as_ref().filter(|_| bad) {
            defects.extend(found(mask, &outcome, manifest.task, manifest.pixel_threshold));
        }
        read.extend(on_it.into_iter().flatten().map(|t| compare_text(&sample.id, t, &told.texts)));
        components.extend(compare_components(judged.set, sample, &outcome));
        compare_bead(&mut beads, model, judged.set, sample, outcome.prediction.bead.as_deref());
        if matches!(manifest.task, Task::Compare | Task::Detect) {
            match boxes_of(judged.set, sample, &manifest.classes, pictures.len()) {
                Ok(boxes) => marked_boxes.extend(boxes),
                Err(e) => progress.warn(&format!("labels left out: {e}")),
            }
            told_boxes.extend(outcome.candidates.iter().map(|c| {
                let told = ToldBox { picture: pictures.len(), kind: c.kind, score: c.score, bbox: c.bbox };
                (told, c.first)
            }));
        }
        let index = pictures.len();
        show(Shown { index, picture: &picture, outcome: &outcome, truth: truth.as_ref(), bad });
        pictures.push(PictureResult {
            path: sample.id.clone(),
            truth: match manifest.task {
                Task::Read => on_it.map(|_| if bad { "wrong" } else { GOOD }.to_string()),
                Task::Segment => class.map(|c| if c.good { GOOD.to_string() } else { c.name.clone() }),
                _ => class.map(|c| c.name.clone()),
            },
            bad,
            score: told.score,
            verdict: told.verdict,
            // A board or a bead has defects of several kinds; which is told first says little.
            class: match manifest.task {
                Task::Anomaly | Task::Detect | Task::Compare | Task::Glue => None,
                Task::Classify | Task::Segment | Task::Components | Task::Read => told.class.clone(),
            },
            scores: if manifest.task == Task::Anomaly { Default::default() } else { told.scores.clone() },
        });
        true
    });
    if let Some(trouble) = trouble {
        progress.warn(&format!("pixels not compared: {trouble}"));
    }
    if pictures.is_empty() {
        return Err(LearnError::NotEnough("no picture could be judged".into()));
    }
    let seconds = start.elapsed().as_secs_f64().max(1e-9);
    let timing = Timing {
        decode_ms: Spread::of(&decode),
        run_ms: Spread::of(&run),
        total_ms: Spread::of(&total),
        pictures_per_second: pictures.len() as f64 / seconds,
    };
    let pixel = any_masks.then(|| match manifest.task {
        Task::Segment => PixelResult { mean_iou: overlap.mean_iou(), ..Default::default() },
        _ => PixelResult { auroc: quality.auroc(), pro: quality.pro(), mean_iou: None },
    });
    Ok(Collected {
        model: facts(model),
        data: DataFacts { root: judged.set.root.display().to_string(), skipped, ..Default::default() },
        pictures,
        pixel: pixel.filter(|_| matches!(manifest.task, Task::Anomaly | Task::Segment)),
        overlap: (any_masks && manifest.task == Task::Segment).then(|| (manifest.classes.clone(), overlap)),
        by_size: found_by_size(&defects),
        components,
        marked: marked_boxes,
        told: told_boxes,
        read,
        bead: beads.quality(),
        timing,
    })
}

/// Whether what stands on a picture fulfils the model's rules.
fn fulfils(model: &Model, texts: &[ToldText]) -> bool {
    let Some(reader) = model.reader() else { return true };
    let mut passed = texts.iter().map(|t| reader.allows(&normal(&t.text)));
    // Rules for what is found are for one text among others.
    if reader.picks_one() { passed.any(|p| p) } else { passed.all(|p| p) }
}

/// A text is compared with what is read in its place, or where it has none, with what was read and is nearest: the text that the
/// rules are for where there is one, else any, or all together.
fn compare_text(picture: &str, wanted: &ToldText, read: &[ReadText]) -> JudgedText {
    let nothing = || JudgedText::of(picture, &wanted.text, "", 0.0);
    if let Some(place) = wanted.quad.and_then(|q| Polygon(q.to_vec()).bounds()) {
        let over = |t: &ReadText| Polygon(t.quad.to_vec()).bounds().map_or(0.0, |b| b.iou(&place));
        let best = read.iter().max_by(|a, b| over(a).total_cmp(&over(b))).filter(|t| over(t) > SAME_LINE);
        return best.map_or_else(nothing, |t| JudgedText::of(picture, &wanted.text, &t.text, surety(t)));
    }
    let meant: Vec<&ReadText> = read.iter().filter(|t| !t.checks.is_empty()).collect();
    let candidates = if meant.is_empty() { read.iter().collect() } else { meant };
    let all = candidates.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ");
    let least = candidates.iter().map(|t| surety(t)).reduce(f32::min).unwrap_or(0.0);
    let each = candidates.iter().map(|t| (t.text.as_str(), surety(t))).chain([(all.as_str(), least)]);
    let far = |text: &str| edits(&normal(text), &normal(&wanted.text));
    let nearest = each.min_by(|a, b| far(a.0).cmp(&far(b.0)).then(b.1.total_cmp(&a.1)));
    nearest.map_or_else(nothing, |(text, score)| JudgedText::of(picture, &wanted.text, text, score))
}

/// How sure a text is for what comes of it: one that fails a rule never passes.
fn surety(text: &ReadText) -> f32 {
    if text.passes() { text.score } else { 0.0 }
}

/// What is told of each component whose truth is known.
fn compare_components(set: &DataSet, sample: &Sample, outcome: &Outcome) -> Vec<JudgedComponent> {
    let Some(truth) = set.boards.as_ref().and_then(|b| b.truth.get(&sample.id)) else { return Vec::new() };
    let told = outcome.prediction.components.iter();
    let known = told.filter_map(|(name, told)| {
        let truth = truth.get(name).map_or(Some(ComponentState::Ok), |t| t.state())?;
        let (board, name) = (sample.id.clone(), name.clone());
        Some(JudgedComponent { board, name, truth, told: told.state, score: told.score })
    });
    known.collect()
}

/// A measured bead beside what is known of it.
fn compare_bead(tally: &mut BeadTally, model: &Model, set: &DataSet, sample: &Sample, told: Option<&Bead>) {
    let truth = set.beads.as_ref().and_then(|b| b.truth.get(&sample.id));
    if let (Some(told), Some(truth), Some(gluer)) = (told, truth, model.gluer()) {
        tally.add(told, truth, gluer.frame().wanted.mm_per_px);
    }
}

/// The boxes that are marked on a picture, by the model's kinds; those it does not know have a number that none has.
fn boxes_of(
    set: &DataSet,
    sample: &Sample,
    kinds: &[String],
    picture: usize,
) -> Result<Vec<MarkedBox>, LearnError> {
    let kind = |class: usize| {
        let name = set.classes.get(class).map(|c| &c.name);
        kinds.iter().position(|k| Some(k) == name).unwrap_or(usize::MAX)
    };
    let boxes = marks::boxes(set, sample)?;
    Ok(boxes.into_iter().map(|(class, bbox)| MarkedBox { picture, kind: kind(class), bbox }).collect())
}

/// The box around a shape that has one.
pub(crate) fn box_of(shape: &Shape) -> Option<BBox> {
    match shape {
        Shape::Box(bbox) => Some(*bbox),
        Shape::Polygon(polygon) => polygon.bounds(),
        Shape::Drawn(mark) => mark.bounds().filter(|b| mark.covers() && b.area() > 0.0),
        Shape::Mask { .. } => None,
    }
}

fn facts(model: &Model) -> ModelFacts {
    let m = &model.manifest;
    let class = |name: &String| Class { name: name.clone(), good: m.good.contains(name) };
    let mut classes: Vec<Class> = m.classes.iter().map(class).collect();
    if m.task == Task::Segment {
        classes.insert(0, Class { name: "good".into(), good: true });
    }
    let size = match m.input {
        Fit::Stretch { width, height } => Some([width, height]),
        Fit::Scale { .. } => None,
    };
    ModelFacts { name: m.name.clone(), task: m.task, classes, created: None, size }
}

/// Counts pixels by class; kinds that the model does not know are ignored.
fn compare_classes(
    overlap: &mut Overlap,
    set: &DataSet,
    names: &[String],
    truth: &Mask,
    outcome: &Outcome,
) -> Result<(), fovea_domain::quality::SizeMismatch> {
    let table = class_table(set, names);
    let truth: Vec<u8> = truth.data.iter().map(|&v| table[v as usize]).collect();
    let predicted = outcome.mask.as_ref().map_or(&[][..], |m| &m.data);
    overlap.add(&truth, predicted)
}

/// From a data set's mask value to the model's class: 0 is good, 255 a kind that the model does not know.
pub(crate) fn class_table(set: &DataSet, names: &[String]) -> [u8; 256] {
    let mut table = [255u8; 256];
    table[0] = 0;
    for (c, class) in set.classes.iter().enumerate().take(254) {
        table[c + 1] = match names.iter().position(|n| *n == class.name) {
            Some(i) => i as u8 + 1,
            None if class.good => 0,
            None => 255,
        };
    }
    table
}

fn compare_heat(
    quality: &mut PixelQuality,
    truth: &Mask,
    outcome: &Outcome,
) -> Result<(), fovea_domain::quality::SizeMismatch> {
    let scale = f64::from(COMPARED) / f64::from(truth.width.max(truth.height)).max(f64::from(COMPARED));
    let side = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
    let (w, h) = (side(truth.width), side(truth.height));
    let small = truth.resize_nearest(w, h);
    let heat = enlarge(&outcome.heat, w as usize, h as usize);
    quality.add(PixelMap { heat: &heat, truth: &small.data, width: w as usize, height: h as usize })
}

/// For each marked defect its area and whether the model points at it.
fn found(truth: &Mask, outcome: &Outcome, task: Task, cut: f32) -> Vec<(f32, bool)> {
    let (w, h) = (truth.width as usize, truth.height as usize);
    let Ok(marked) = regions(&truth.data, w, h) else { return Vec::new() };
    let ng = outcome.prediction.verdict == Verdict::Ng;
    let whole = matches!(task, Task::Classify | Task::Components | Task::Read);
    let mut hit = vec![ng && whole; marked.sizes.len()];
    let heat = &outcome.heat;
    for (i, &label) in marked.labels.iter().enumerate() {
        let Some(region) = (label as usize).checked_sub(1) else { continue };
        if hit[region] || whole {
            continue;
        }
        hit[region] = match &outcome.mask {
            Some(mask) => mask.data[i] > 0,
            None => heat.data[(i / w * heat.height / h) * heat.width + i % w * heat.width / w] >= cut,
        };
    }
    marked.sizes.iter().zip(hit).map(|(&size, hit)| (size as f32, hit)).collect()
}
