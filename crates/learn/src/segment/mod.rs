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
        let features = net::feature_graph()?;
        let sessions =
            (0..options.threads.max(1)).map(|_| Session::new(&features, 1)).collect::<Result<_, _>>()?;
        let (graph, params) = net::decoder(kinds.len(), options.seed);
        Ok(Learner {
            crops: Crops::new(&lesson.samples, values, fit),
            sessions,
            trainer: Trainer::new(graph, params, WEIGHT_DECAY, options.seed),
            seed: options.seed,
            kinds: kinds.len(),
            fit,
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
        format!("{} {} {} {STEPS:?} {REFIT} {BATCH}", self.seed, self.sessions.len(), self.kinds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::head::Rows;
    use fovea_nn::{Part, run_batch};

    #[test]
    fn the_written_graph_gives_what_the_trained_one_gives() {
        let (graph, mut params) = net::decoder(2, 3);
        let mut rng = fastrand::Rng::with_seed(1);
        // Norms as after a training, not as made.
        for p in params.iter_mut().filter(|p| p.name.starts_with("norm")) {
            p.data.iter_mut().for_each(|v| *v = (*v + rng.f32()).abs() + 0.1);
        }
        let image: Vec<f32> = (0..3 * 64 * 64).map(|_| rng.f32() * 255.0).collect();
        let mut features = Session::new(&net::feature_graph().unwrap(), 1).unwrap();
        let stages = features.run(&image, [1, 3, 64, 64]).unwrap();
        let sizes = stages.iter().map(|s| (s.dims[2], s.dims[3])).collect();
        let inputs = stages.into_iter().map(|s| s.data).collect();
        let logits = run_batch(&graph, &params, &[Part { inputs, sizes, samples: 1 }])[0][0].clone();
        let size = 32 * 32;
        let top = (0..size)
            .map(|i| {
                let e: Vec<f32> = (0..3).map(|c| logits[c * size + i].exp()).collect();
                1.0 - e[0] / e.iter().sum::<f32>()
            })
            .collect::<Vec<f32>>();
        let mut model = Session::new(&net::model_graph(&graph, &params, None, &[]).unwrap(), 1).unwrap();
        let out = model.run(&image, [1, 3, 64, 64]).unwrap();
        let score = out[model.outputs().iter().position(|n| n == "score").unwrap()].data[0];
        let mut want = 0.0f32;
        for y in 0..32i32 {
            for x in 0..32i32 {
                let near = |v: i32| (v - 2).max(0)..(v + 3).min(32);
                let cells: Vec<f32> = near(y)
                    .flat_map(|j| near(x).map(move |i| (j, i)))
                    .map(|(j, i)| top[(j * 32 + i) as usize])
                    .collect();
                want = want.max(cells.iter().sum::<f32>() / cells.len() as f32);
            }
        }
        assert!((score - want).abs() < 1e-3, "{score} {want}");
    }

    #[test]
    fn what_a_picture_shows_gates_its_masks_and_is_weighed_into_its_score() {
        let (graph, params) = net::decoder(2, 3);
        let mut rng = fastrand::Rng::with_seed(2);
        let image: Vec<f32> = (0..3 * 64 * 64).map(|_| rng.f32() * 255.0).collect();
        let run = |graph: &[u8]| {
            let mut session = Session::new(graph, 1).unwrap();
            let out = session.run(&image, [1, 3, 64, 64]).unwrap();
            let names = session.outputs().to_vec();
            move |name: &str| out[names.iter().position(|n| n == name).unwrap()].data.clone()
        };
        let seen = run(&crate::descriptor::graph().unwrap())("descriptor");
        let near = |by: f32| seen.iter().map(|v| v + by * (1.0 + v.abs())).collect::<Vec<f32>>();
        let view = (0..9).map(|i| near((i % 3) as f32 * 0.3 - 0.2 + i as f32 * 0.01)).collect();
        let rows = Rows { views: vec![view], classes: (0..9).map(|i| i % 3).collect(), kinds: 3 };
        let head = Head::train(&rows, &(0..9).collect::<Vec<_>>(), 1);
        let weighing = Weighing { place: 0.6, head: 0.3, shift: -0.2 };
        let plain = run(&net::model_graph(&graph, &params, None, &[]).unwrap());
        let joined = Joined { gates: true, weighing: Some(weighing) };
        let told = run(&net::model_graph(&graph, &params, Some(joined.with(&head)), &[0.0, 0.7]).unwrap());
        let logits = head.logits(&seen);
        let top = logits.iter().copied().fold(f32::MIN, f32::max);
        let (before, after) = (plain("map"), told("map"));
        let size = 64 * 64;
        for i in (0..size).step_by(37) {
            let gate = |c: usize| match c {
                0 => 1.0,
                c => (logits[c] - top + [0.0, 0.7][c - 1]).exp(),
            };
            let p: Vec<f32> = (0..3).map(|c| before[c * size + i] * gate(c)).collect();
            for c in 0..3 {
                let want = p[c] / p.iter().sum::<f32>();
                assert!((after[c * size + i] - want).abs() < 1e-3, "{} {want}", after[c * size + i]);
            }
        }
        let bad = 1.0 - fovea_domain::quality::Temperature::softmax(&logits, 1.0)[0];
        let z = weighing.sum(net::log_odds(plain("score")[0]), net::log_odds(bad));
        let want = 1.0 / (1.0 + (-z).exp());
        assert!((told("score")[0] - want).abs() < 1e-3, "{} {want}", told("score")[0]);
    }
}
