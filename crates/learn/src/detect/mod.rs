//! Boxes: a pyramid over four stages of the frozen backbone tells at each place what is there and where its box lies. See
//! README.md in this folder.

mod assign;
mod choose;
mod loss;
mod net;
mod views;

use crate::course::{self, Learns, Phase, Saved};
use crate::draft::Draft;
use crate::lesson::Lesson;
use crate::marks;
use crate::segment::shape;
use crate::{LearnError, Progress, Stop, TrainOptions};
use assign::assign;
use fovea_infer::detect::{DetectSpec, Level};
use fovea_infer::{Fit, Session};
use fovea_nn::Trainer;
use loss::Answer;
use net::STRIDES;
use views::{Mark, Stock, Views};

/// Views a step.
const BATCH: usize = 8;
/// Steps of the first cycle at the smallest view: least, for each picture with a box, most.
const STEPS: (usize, usize, usize) = (400, 4, 2000);
/// Further steps over all pictures once the threshold is chosen, as a part of the steps before.
const REFIT: f32 = 1.25;
const PEAK_RATE: f32 = 4e-3;
const WEIGHT_DECAY: f32 = 1e-3;
/// Share of the pictures that the threshold is chosen on; with fewer pictures all are taught and judged.
const KEPT_OUT: f64 = 0.15;
const FEWEST_TO_HOLD_OUT: usize = 12;

/// Sides of the square whose pixels a picture seen whole may have, where the user does not say; the smallest at which boxes
/// are large enough to be told.
const SIZES: [u32; 5] = [256, 320, 384, 448, 512];
/// The root of the area that all but a tenth of the boxes are to have, in pixels of the input.
const SMALL_BOX: f32 = 24.0;
/// The largest enlargement of pictures that are looked at in pieces.
const MOST_ENLARGED: f32 = 2.0;

struct Learner<'a> {
    views: Views<'a>,
    sessions: Vec<Session>,
    trainer: Trainer,
    seed: u64,
    kinds: usize,
    tune: bool,
}

impl<'a> Learner<'a> {
    fn new(views: Views<'a>, kinds: usize, options: &TrainOptions) -> Result<Learner<'a>, LearnError> {
        let features = net::feature_graph(options.tune)?;
        let sessions =
            (0..options.threads.max(1)).map(|_| Session::new(&features, 1)).collect::<Result<_, _>>()?;
        let (graph, params) = net::network(kinds, options.seed, options.tune)?;
        let trainer = Trainer::new(graph, params, WEIGHT_DECAY, options.seed);
        Ok(Learner { views, sessions, trainer, seed: options.seed, kinds, tune: options.tune })
    }

    /// The whole model; each kind's logits are shifted.
    fn graph(&self, shifts: &[f32]) -> Result<Vec<u8>, LearnError> {
        let mut params = self.trainer.params.clone();
        net::shift(&self.trainer.graph, &mut params, shifts);
        net::model_graph(&self.trainer.graph, &params, self.tune)
    }
}

impl Learns for Learner<'_> {
    type From = Stock;

    fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    fn step(&mut self, number: u64, stock: &Stock, rate: f32) -> Result<f32, LearnError> {
        let (views, seed, kinds) = (&self.views, self.seed, self.kinds);
        let draw = |slot: usize| views.draw(stock, &mut course::chance(seed, number, BATCH, slot));
        let (parts, marks) = course::features(&mut self.sessions, BATCH, views.view(), &draw)?;
        let (width, height) = views.view();
        let levels = Level::all(&STRIDES, width, height);
        // As much for each box, whatever picture it is on.
        let boxes: usize = marks.iter().flatten().map(Vec::len).sum();
        let scale = 1.0 / boxes.max(BATCH / 2) as f32;
        Ok(self.trainer.step(&parts, rate, |t, outputs, grads| {
            let one =
                |s: usize| picture_loss(outputs, grads, (s, marks[t][s].as_slice()), (&levels, kinds), scale);
            (0..marks[t].len()).map(one).sum()
        }))
    }
}

/// The loss of one picture of a part, whose gradients are filled.
fn picture_loss(
    outputs: &[&[f32]],
    grads: &mut [Vec<f32>],
    (sample, marks): (usize, &[Mark]),
    (levels, kinds): (&[Level], usize),
    scale: f32,
) -> f32 {
    let size = |o: usize| levels[o / 2].places() * if o.is_multiple_of(2) { kinds } else { 4 };
    let own = |o: usize| sample * size(o)..(sample + 1) * size(o);
    let answer = Answer { levels, outputs: outputs.iter().enumerate().map(|(o, v)| &v[own(o)]).collect() };
    let mut grads: Vec<&mut [f32]> = grads.iter_mut().enumerate().map(|(o, g)| &mut g[own(o)]).collect();
    let targets = assign(&answer, marks);
    loss::loss(&answer, &targets, marks, scale, &mut grads)
}

/// Kinds that are marked anywhere, in the data set's order, and the boxes of each picture by them.
fn marked(lesson: &Lesson, progress: &dyn Progress) -> (Vec<String>, Vec<Vec<Mark>>, Vec<bool>) {
    let mut known = vec![true; lesson.samples.len()];
    let mut boxes = Vec::with_capacity(lesson.samples.len());
    for (sample, known) in lesson.samples.iter().zip(&mut known) {
        boxes.push(marks::boxes(lesson.set, sample).unwrap_or_else(|e| {
            progress.warn(&format!("left out: {e}"));
            *known = false;
            Vec::new()
        }));
    }
    let shown = |c: usize| boxes.iter().flatten().any(|(class, _)| *class == c);
    let classes: Vec<usize> = (0..lesson.set.classes.len()).filter(|&c| shown(c)).collect();
    let kind = |class: usize| classes.binary_search(&class).ok();
    let mark = |(class, bbox): &(usize, _)| Some(Mark { kind: kind(*class)?, bbox: *bbox });
    let marks: Vec<Vec<Mark>> = boxes.iter().map(|b| b.iter().filter_map(mark).collect()).collect();
    // A bad picture without a box says nothing of where.
    for (i, known) in known.iter_mut().enumerate() {
        *known &= !(lesson.bad(i) && marks[i].is_empty());
    }
    (classes.iter().map(|&c| lesson.set.classes[c].name.clone()).collect(), marks, known)
}

/// Pictures are seen whole, as large as their boxes need it; where that is too large, in pieces.
fn fit(lesson: &Lesson, marks: &[Vec<Mark>], size: Option<u32>) -> Fit {
    if let Some(size) = size {
        let (width, height) = shape(lesson, size);
        return Fit::Stretch { width, height };
    }
    let small = |scale: &dyn Fn(usize) -> (f32, f32)| {
        let side = |i: usize| {
            let (sx, sy) = scale(i);
            marks[i].iter().map(move |m| (m.bbox.area() * sx * sy).sqrt())
        };
        let mut sides: Vec<f32> = (0..marks.len()).flat_map(side).collect();
        sides.sort_by(f32::total_cmp);
        sides.get(sides.len() / 10).copied().unwrap_or(f32::MAX)
    };
    for side in SIZES {
        let (width, height) = shape(lesson, side);
        let scale = |i: usize| {
            let s = lesson.samples[i];
            (width as f32 / s.width.max(1) as f32, height as f32 / s.height.max(1) as f32)
        };
        if small(&scale) >= SMALL_BOX {
            return Fit::Stretch { width, height };
        }
    }
    let exact = (SMALL_BOX / small(&|_| (1.0, 1.0)).max(1e-3)).min(MOST_ENLARGED);
    // Round, so that one more picture does not change what the model sees.
    Fit::Scale { factor: ((exact * 20.0).round() / 20.0).max(0.05), multiple: 32, tile: 1024 }
}

/// Steps of the first cycle. A step over larger views takes longer, so there are fewer, but not as many fewer as it is longer.
fn steps(shown: usize, (width, height): (u32, u32)) -> usize {
    let most = (STEPS.0 + STEPS.1 * shown).min(STEPS.2) as f32;
    let larger = (width * height) as f32 / (SIZES[0] * SIZES[0]) as f32;
    (most / larger.max(1.0).sqrt()) as usize
}

pub(crate) fn train(
    lesson: &Lesson,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Draft, LearnError> {
    let (kinds, marks, known) = marked(lesson, progress);
    if kinds.is_empty() {
        return Err(LearnError::NotEnough("no picture has a box, an outline or a mask".into()));
    }
    let fit = fit(lesson, &marks, options.size);
    let views = Views::new(&lesson.samples, &marks, kinds.len(), fit);
    let (_, usable) = views.stock(&known, progress);
    let held = match usable.iter().filter(|u| **u).count() {
        n if n < FEWEST_TO_HOLD_OUT => vec![false; lesson.samples.len()],
        _ => lesson.validation(KEPT_OUT, options.seed),
    };
    let shows = |i: &usize| !marks[*i].is_empty();
    let mut teaching: Vec<bool> = usable.iter().zip(&held).map(|(u, h)| *u && !*h).collect();
    let mut refit = held.contains(&true);
    if !(0..teaching.len()).filter(|&i| teaching[i]).any(|i| shows(&i)) {
        // Of a single group everything is taught.
        (teaching, refit) = (usable.clone(), false);
    }
    let shown = (0..teaching.len()).filter(|&i| teaching[i]).filter(shows).count();
    if shown == 0 {
        return Err(LearnError::NotEnough("no picture with a box can be read".into()));
    }
    let (stock, _) = views.stock(&teaching, &crate::progress::Silent);
    let steps = options.steps.unwrap_or_else(|| steps(shown, views.view()));
    let more = if refit { (steps as f32 * REFIT) as usize } else { 0 };
    let planned = steps + more;
    let mut learner = Learner::new(views, kinds.len(), options)?;
    let key = format!(
        "{} detect {} {fit:?} {held:?} {} {} {kinds:?} {STEPS:?} {steps} {REFIT} {BATCH} {}",
        env!("CARGO_PKG_VERSION"),
        lesson.fingerprint(),
        options.seed,
        learner.sessions.len(),
        options.tune,
    );
    let saved = options.checkpoint.as_deref().map(|path| Saved { path, key: &key });
    let done = saved.as_ref().map_or(0, |s| s.resume(&mut learner.trainer)).min(steps);
    let time = stop.left().map(|l| l.mul_f32(if refit { 0.45 } else { 0.95 }));
    let first = Phase { from: 0, count: steps, total: planned, peak: PEAK_RATE, time };
    let mut done = course::run(&mut learner, &stock, (&first, done), saved.as_ref(), (progress, stop))?;
    if done == 0 {
        return Err(LearnError::StoppedEarly);
    }
    let level = vec![0.0; kinds.len()];
    let judged = (0..usable.len()).filter(|&i| usable[i] && (held[i] || !refit)).collect();
    let mut draft = Draft {
        classes: kinds,
        good: Vec::new(),
        input: fit,
        flips: options.flips.unwrap_or(false),
        graph: learner.graph(&level)?,
        judged,
        held_out: refit,
        threshold: None,
        pixel_threshold: 0.5,
        min_area: 1,
        stopped_early: done < steps,
        settings: serde_json::json!({}),
        detect: Some(DetectSpec { strides: STRIDES.to_vec(), ..DetectSpec::default() }),
    };
    let shifts = choose::shifts(&draft, lesson, options, progress)?;
    draft.graph = learner.graph(&shifts)?;
    let by = choose::choose(&mut draft, lesson, options, progress)?;
    if refit && !stop.due() {
        let (all, _) = learner.views.stock(&usable, &crate::progress::Silent);
        let time = stop.left().map(|l| l.mul_f32(0.9));
        let second = Phase { from: done, count: more, total: done + more, peak: PEAK_RATE, time };
        done += course::run(&mut learner, &all, (&second, 0), None, (progress, stop))?;
        draft.graph = learner.graph(&shifts)?;
    }
    draft.stopped_early |= done < planned;
    draft.settings = serde_json::json!({
        "steps": done, "planned_steps": planned, "batch": BATCH, "view": learner.views.view(), "peak_rate": PEAK_RATE,
        "threshold_by": by, "shifts": shifts, "tuned": options.tune,
    });
    Ok(draft)
}

#[cfg(test)]
mod tests;
