//! The class of each pixel: a small decoder over five stages of the frozen backbone, trained on whole pictures,
//! or where marks would then be too small on pieces around defects and of good places.

mod crops;
mod net;
mod overview;

use crate::course::{self, Learns, Phase, Saved};
use crate::draft::{Draft, Trial};
use crate::head::Head;
use crate::lesson::Lesson;
use crate::pool::Pool;
use crate::weighing::Weighing;
use crate::{LearnError, Progress, Stop, TrainOptions};
use crops::Crops;
use fovea_infer::{Fit, Session};
use fovea_nn::{PixelLoss, Trainer, pixel_loss};
use fovea_vision::Limits;
use net::Whole;
use overview::{Overview, Reading};

/// Crops a step.
const BATCH: usize = 8;
/// Steps of a training: least, for each picture with a defect, most.
const STEPS: (usize, usize, usize) = (300, 4, 420);
/// Further steps over all pictures once the thresholds are chosen, as a part of the steps before.
const REFIT: f32 = 2.5;
const PEAK_RATE: f32 = 4e-3;
const WEIGHT_DECAY: f32 = 1e-3;
const LOSS: PixelLoss = PixelLoss { focal: 1.0, dice: 1.0 };

pub struct Learner<'a> {
    crops: Crops<'a>,
    sessions: Vec<Session>,
    trainer: Trainer,
    seed: u64,
    kinds: usize,
    fit: Fit,
    tune: bool,
}

impl<'a> Learner<'a> {
    pub fn new(
        lesson: &'a Lesson,
        kinds: &[String],
        fit: Fit,
        options: &TrainOptions,
    ) -> Result<Learner<'a>, LearnError> {
        let value = |name: &String| kinds.iter().position(|k| k == name).map_or(0, |i| i as u8 + 1);
        let values = lesson.set.classes.iter().map(|c| value(&c.name)).collect();
        let features = net::feature_graph(options.tune)?;
        let sessions =
            (0..options.threads.max(1)).map(|_| Session::new(&features, 1)).collect::<Result<_, _>>()?;
        let (graph, params) = net::decoder(kinds.len(), options.seed, options.tune)?;
        Ok(Learner {
            crops: Crops::new(&lesson.samples, values, fit),
            sessions,
            trainer: Trainer::new(graph, params, WEIGHT_DECAY, options.seed),
            seed: options.seed,
            kinds: kinds.len(),
            fit,
            tune: options.tune,
        })
    }
}

impl Learns for Learner<'_> {
    type From = [Pool];

    fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    fn step(&mut self, number: u64, by_kind: &[Pool], rate: f32) -> Result<f32, LearnError> {
        let (crops, seed, kinds) = (&self.crops, self.seed, self.kinds);
        let draw = |slot: usize| {
            let crop = crops.draw(by_kind, &mut course::chance(seed, number, BATCH, slot))?;
            Ok((crop.image, crop.mask))
        };
        let (parts, masks) = course::features(&mut self.sessions, BATCH, crops.view(), &draw)?;
        Ok(self.trainer.step(&parts, rate, |t, outputs, grads| {
            let size = masks[t].first().map_or(1, Vec::len) * (kinds + 1);
            let samples = outputs[0].chunks_exact(size).zip(grads[0].chunks_exact_mut(size)).zip(&masks[t]);
            let scale = 1.0 / BATCH as f32;
            samples.map(|((o, g), m)| pixel_loss(o, m, &rarity(m, kinds), LOSS, scale, g)).sum()
        }))
    }
}

/// A weight a class that lets a defect of few pixels count beside a background of many: the root of how much
/// rarer it is in this crop. Higher weights draw small spots too wide, lower ones lose them.
fn rarity(mask: &[u8], kinds: usize) -> Vec<f32> {
    const MOST: f32 = 4.0;
    let mut counts = vec![0usize; kinds + 1];
    mask.iter().filter(|&&m| (m as usize) <= kinds).for_each(|&m| counts[m as usize] += 1);
    let weight = |&n: &usize| (mask.len() as f32 / n.max(1) as f32).sqrt().clamp(1.0, MOST);
    counts.iter().map(weight).collect()
}

/// Kinds of defect that have marked regions, in the data set's order.
fn kinds(lesson: &Lesson) -> Vec<String> {
    let marked = |c: usize| lesson.samples.iter().any(|s| s.regions.iter().any(|r| r.class == c));
    let classes = lesson.set.classes.iter().enumerate();
    classes.filter(|(c, class)| !class.good && marked(*c)).map(|(_, class)| class.name.clone()).collect()
}

/// The scale at which a typical picture has `size`² pixels; pictures are never enlarged.
fn factor(lesson: &Lesson, size: u32) -> f32 {
    let mut areas: Vec<f32> = lesson.samples.iter().map(|s| (s.width * s.height) as f32).collect();
    areas.sort_by(f32::total_cmp);
    let median = areas.get(areas.len() / 2).copied().unwrap_or(1.0);
    let exact = (size as f32 / median.sqrt()).min(1.0);
    // Round, so that one more picture does not change what the model sees.
    (exact * 100.0).round() / 100.0
}

/// Side of the square whose pixels a typical picture has where pictures are seen whole, and where they are seen in
/// pieces; where the user does not say.
const SIZE: (u32, u32) = (320, 448);
/// Fewest pixels that a mark must keep in a picture seen whole.
const SMALLEST_MARK: f32 = 8.0;

/// A shape with about as many pixels as the square of `side`, no longer than three of four pictures are; each side
/// a multiple of 32.
pub(crate) fn shape(lesson: &Lesson, side: u32) -> (u32, u32) {
    let mut ratios: Vec<f32> = lesson.samples.iter().map(|s| s.width as f32 / s.height as f32).collect();
    ratios.sort_by(f32::total_cmp);
    let quarter = |q: usize| ratios.get(ratios.len() * q / 4).copied().unwrap_or(1.0);
    let ratio = 1.0f32.max(quarter(1)).min(quarter(3)).clamp(0.25, 4.0);
    let round = |v: f32| (v / 32.0).round().max(1.0) as u32 * 32;
    (round(side as f32 * ratio.sqrt()), round(side as f32 / ratio.sqrt()))
}

/// A defect is best told by all of the part around it, so pictures are seen whole unless many marks were then too
/// small to be seen.
fn fit(lesson: &Lesson, size: Option<u32>) -> Fit {
    let (width, height) = shape(lesson, size.unwrap_or(SIZE.0));
    let mut areas = Vec::new();
    for sample in &lesson.samples {
        // What cannot be read is told of, and left out, when it is learnt from.
        let Ok(Some(mask)) = sample.label_mask(lesson.set.classes.len(), &Limits::default()) else {
            continue;
        };
        let marked = mask.data.iter().filter(|&&v| v > 0).count();
        areas.push(marked as f32 / mask.data.len().max(1) as f32 * (width * height) as f32);
    }
    areas.sort_by(f32::total_cmp);
    // Of ten marks one may get lost.
    match areas.get(areas.len() / 10) {
        Some(&small) if small >= SMALLEST_MARK => Fit::Stretch { width, height },
        _ => Fit::Scale { factor: factor(lesson, size.unwrap_or(SIZE.1)), multiple: 32, tile: 1024 },
    }
}
/// Fewer pictures than this are all used for training and for choosing thresholds.
const FEWEST_TO_HOLD_OUT: usize = 12;

pub(crate) fn train(
    lesson: &Lesson,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Draft, LearnError> {
    let kinds = kinds(lesson);
    if kinds.is_empty() {
        return Err(LearnError::NotEnough("no defect is marked by a polygon, mask or box".into()));
    }
    let fit = fit(lesson, options.size);
    let samples = lesson.samples.clone();
    let mut learner = Learner::new(lesson, &kinds, fit, options)?;
    let (_, usable) = learner.crops.index(&vec![true; samples.len()], progress)?;
    let held = match usable.iter().filter(|u| **u).count() {
        n if n < FEWEST_TO_HOLD_OUT => vec![false; samples.len()],
        _ => lesson.validation(0.15, options.seed),
    };
    let teaching: Vec<bool> = usable.iter().zip(&held).map(|(u, h)| *u && !*h).collect();
    let (by_kind, _) = learner.crops.index(&teaching, &crate::progress::Silent)?;
    let refit = held.contains(&true);
    let shown = (0..samples.len()).filter(|&i| teaching[i] && lesson.bad(i)).count();
    let steps = options.steps.unwrap_or((STEPS.0 + STEPS.1 * shown).min(STEPS.2));
    let more = if refit { (steps as f32 * REFIT) as usize } else { 0 };
    let planned = steps + more;
    let key = format!(
        "{} {} {fit:?} {:?} {}",
        env!("CARGO_PKG_VERSION"),
        lesson.fingerprint(),
        held,
        learner.key()
    );
    let saved = options.checkpoint.as_deref().map(|path| Saved { path, key: &key });
    let mut done = saved.as_ref().map_or(0, |s| s.resume(&mut learner.trainer)).min(steps);
    let first = Phase {
        from: 0,
        count: steps,
        total: planned,
        peak: PEAK_RATE,
        time: stop.left().map(|l| l.mul_f32(0.6)),
    };
    done = course::run(&mut learner, &by_kind[..], (&first, done), saved.as_ref(), (progress, stop))?;
    if done == 0 {
        return Err(LearnError::StoppedEarly);
    }
    let judged: Vec<usize> = match held.contains(&true) {
        true => (0..samples.len()).filter(|&i| usable[i] && held[i]).collect(),
        false => (0..samples.len()).filter(|&i| usable[i]).collect(),
    };
    let mut draft = Draft {
        classes: kinds,
        good: Vec::new(),
        input: fit,
        flips: options.flips.unwrap_or(matches!(fit, Fit::Stretch { .. })),
        graph: learner.graph(None, &[])?,
        judged,
        held_out: held.contains(&true),
        threshold: None,
        pixel_threshold: 0.5,
        min_area: 12,
        stopped_early: done < steps,
        settings: serde_json::json!({}),
        detect: None,
    };
    let overview = match refit && !stop.due() {
        false => None,
        true => learner.overview(lesson, &usable, progress, &stop.part(0.4))?,
    };
    let plain = draft.choose_pixel_threshold(lesson, options, progress)?;
    let head = overview.as_ref().and_then(|o| o.learn(&teaching, options.seed));
    let (joined, cuts) = match (&overview, &head) {
        (Some(overview), Some(head)) => {
            let join = Join { learner: &learner, overview, head, lesson, options };
            let (joined, cuts) = join.settle(&mut draft, &plain, progress)?;
            (Some(joined), cuts)
        }
        _ => (None, plain.cuts),
    };
    let shifts: Vec<f32> = cuts.iter().map(|&cut| shift(cut, draft.pixel_threshold)).collect();
    draft.graph = learner.graph(joined.and_then(|j| Some(j.with(head.as_ref()?))), &shifts)?;
    draft.choose(lesson, options, progress)?;
    if refit && !stop.due() {
        let (all, _) = learner.crops.index(&usable, &crate::progress::Silent)?;
        let rest = stop.left().map(|l| l.mul_f32(0.8));
        let second = Phase { from: done, count: more, total: done + more, peak: PEAK_RATE, time: rest };
        done += course::run(&mut learner, &all[..], (&second, 0), None, (progress, stop))?;
        let head = joined.and_then(|_| overview.as_ref()?.learn(&usable, options.seed));
        draft.graph = learner.graph(joined.and_then(|j| Some(j.with(head.as_ref()?))), &shifts)?;
    }
    draft.stopped_early |= done < planned;
    draft.settings = serde_json::json!({
        "gates": joined.is_some_and(|j| j.gates), "steps": done, "planned_steps": planned, "batch": BATCH, "view": learner.crops.view(), "peak_rate": PEAK_RATE,
        "tuned": options.tune,
    });
    Ok(draft)
}

/// What moves a kind's own threshold to the common one.
fn shift(own: f32, common: f32) -> f32 {
    net::log_odds(common) - net::log_odds(own)
}

/// How what the picture shows as a whole takes part in the model.
#[derive(Clone, Copy)]
struct Joined {
    gates: bool,
    weighing: Option<Weighing>,
}

impl Joined {
    fn with<'h>(&self, head: &'h Head) -> Whole<'h> {
        Whole { head, gates: self.gates, weighing: self.weighing }
    }
}

/// Fewest good and fewest bad pictures that scores are weighed on.
const FEWEST_TO_WEIGH: usize = 5;

struct Join<'a> {
    learner: &'a Learner<'a>,
    overview: &'a Overview,
    /// Has not seen the pictures that are judged.
    head: &'a Head,
    lesson: &'a Lesson<'a>,
    options: &'a TrainOptions,
}

impl Join<'_> {
    /// Weighs scores, and lets the head gate the masks where those of the pictures kept out get no worse by it:
    /// where pictures show several kinds at once they would. Also tells each kind's own threshold.
    fn settle(
        &self,
        draft: &mut Draft,
        plain: &Trial,
        progress: &dyn Progress,
    ) -> Result<(Joined, Vec<f32>), LearnError> {
        let cut = draft.pixel_threshold;
        let gated = Joined { gates: true, weighing: self.weigh(&draft.judged, plain) };
        draft.graph = self.learner.graph(Some(gated.with(self.head)), &[])?;
        let trial = draft.choose_pixel_threshold(self.lesson, self.options, progress)?;
        if trial.mean_iou >= plain.mean_iou {
            return Ok((gated, trial.cuts));
        }
        draft.pixel_threshold = cut;
        Ok((Joined { gates: false, ..gated }, plain.cuts.clone()))
    }

    fn weigh(&self, judged: &[usize], plain: &Trial) -> Option<Weighing> {
        let (mut place, mut whole, mut bad) = (Vec::new(), Vec::new(), Vec::new());
        for &i in judged {
            let score = plain.scores.get(&self.lesson.samples[i].id);
            if let (Some(&score), Some(told)) = (score, self.overview.badness(self.head, i)) {
                place.push(net::log_odds(score));
                whole.push(net::log_odds(told));
                bad.push(self.lesson.bad(i));
            }
        }
        let bads = bad.iter().filter(|b| **b).count();
        (bads.min(bad.len() - bads) >= FEWEST_TO_WEIGH).then(|| Weighing::of(&place, &whole, &bad))
    }
}

impl Learner<'_> {
    fn graph(&self, whole: Option<Whole>, shifts: &[f32]) -> Result<Vec<u8>, LearnError> {
        net::model_graph(&self.trainer.graph, &self.trainer.params, whole, shifts)
    }

    fn overview(
        &self,
        lesson: &Lesson,
        usable: &[bool],
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Option<Overview>, LearnError> {
        let reading =
            Reading { lesson, crops: &self.crops, usable, kinds: self.kinds, threads: self.sessions.len() };
        Overview::read(&reading, self.fit, progress, stop)
    }

    /// What else than the data decides what is learnt.
    fn key(&self) -> String {
        let tuned = if self.tune { " tuned" } else { "" };
        format!("{} {} {} {STEPS:?} {REFIT} {BATCH}{tuned}", self.seed, self.sessions.len(), self.kinds)
    }
}

#[cfg(test)]
mod tests;
