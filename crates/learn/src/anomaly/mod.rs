//! How far a picture is from the good ones: the distance of each place's features to the nearest of a memory
//! of good parts, and how unusual the picture is as a whole (`usual`). Where bad pictures were given, they speak
//! for themselves (`alike`), and where these are many, a head that tells good from bad joins in; all are weighed
//! on pictures that they have not seen. Where there are none or few, bad ones can be made (`paste`).

mod alike;
mod bank;
mod graph;
mod opinion;
mod paste;
mod usual;

use crate::backbone::{Stage, local_mean, name_output, write_backbone};
use crate::descriptor;
use crate::draft::Draft;
use crate::embed::embed_seen;
use crate::lesson::Lesson;
use crate::weighing::Weighing;
use crate::{LearnError, Progress, Stop, TrainOptions};
use alike::{Alike, Known};
use bank::{KEPT, POOL, Patches};
use fovea_domain::quality::{DataFacts, Evaluation, ModelFacts, PictureResult, choose_threshold};
use fovea_domain::{Class, Verdict};
use fovea_infer::{ANOMALY, Fit};
use fovea_onnx::GraphBuilder;
use fovea_vision::Picture;
use graph::model_graph;
use opinion::{FEWEST_FOR_HEAD, Opinion, Shown};
use paste::PASTES;
use usual::Usuals;

/// The whole picture is seen at these, the finest first: small faults change what is told at an eighth of the size most. A head sees all
/// but the first, as those of other tasks do.
const STAGES: [Stage; 3] = [Stage::Eighth, descriptor::STAGES[0], descriptor::STAGES[1]];
/// Places are seen at the coarsest of them.
const COARSE: usize = STAGES.len() - 1;
const SIZE: u32 = 256;
/// Side of the neighbourhood that a patch feature is the mean of, in cells of the stage.
const NEAR: usize = 5;
/// A picture is as far as the mean of its farthest places.
const FARTHEST: usize = 3;
const FOLDS: usize = 5;
/// Fewest bad pictures that a head can learn from.
const FEWEST_BAD: usize = 5;

pub(crate) fn train(
    lesson: &mut Lesson,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Draft, LearnError> {
    let side = options.size.unwrap_or(SIZE).div_ceil(32) * 32;
    let fit = Fit::Stretch { width: side, height: side };
    let mut out = GraphBuilder::new("patches");
    let (stages, _) = write_backbone(&mut out, &STAGES)?;
    let near = local_mean(&mut out, &stages[COARSE], "near", NEAR);
    name_output(&mut out, &near, "patches", &["N", "C", "h", "w"]);
    let whole = descriptor::whole(&mut out, &stages);
    name_output(&mut out, &whole, "descriptor", &["N", "C", "1", "1"]);
    let slots = match options.paste_in {
        true => {
            let good: Vec<bool> = (0..lesson.samples.len()).map(|i| !lesson.bad(i)).collect();
            let parts =
                lesson.groups().into_iter().zip(&good).filter(|(_, good)| **good).map(|(part, _)| part);
            let whole = usual::enough(parts);
            let bad = good.iter().filter(|good| !**good).count();
            paste::slots(&good, wanted(bad, whole))
        }
        false => Vec::new(),
    };
    let views = if slots.contains(&true) { 1 + PASTES } else { 1 };
    let seen = |i: usize, v: usize, scaled: &Picture| match v.checked_sub(1) {
        None => Some(scaled.clone()),
        Some(k) => {
            let slot = i * PASTES + k;
            slots[slot].then(|| paste::pasted(scaled, paste::seed_of(options.seed, slot)))
        }
    };
    let graph = out.finish();
    let done = embed_seen(&graph, fit, &lesson.samples, (views, &seen), options.threads, progress, stop)?;
    let done = done.ok_or(LearnError::StoppedEarly)?;
    let kept: Vec<usize> = (0..lesson.samples.len()).filter(|&i| done.usable[i]).collect();
    lesson.keep(&done.usable);
    let good: Vec<usize> = (0..kept.len()).filter(|&i| !lesson.bad(i)).collect();
    if good.len() < 2 {
        return Err(LearnError::NotEnough(format!(
            "{} readable good pictures; there must be at least two",
            good.len()
        )));
    }
    let shown = Shown::of(lesson, &kept, (views, &slots));
    let read =
        |n: usize| -> Result<Vec<f32>, LearnError> { Ok(places(&done.outputs[0].read(shown.row(n))?)) };
    let groups = numbers(&lesson.groups());
    let (standard, bank) = memory(&good, &groups, &read, options)?;
    let descriptor = |n: usize| done.outputs[1].read(shown.row(n));
    let by_log = descriptor::deviations(&STAGES);
    let usuals =
        Usuals::learnt(&good, &lesson.groups(), &descriptor, &by_log, (options.threads, options.seed))?;
    progress.step("learning", 1, 3, "");
    let count = kept.len();
    // What was made of a good picture still shows most of it.
    let own = |n: usize| (n >= count || !lesson.bad(n)).then(|| shown.source(n));
    let distances = each(shown.len(), options.threads, |n| {
        let patches = standard.of(&read(n)?);
        Ok(farthest(&bank.distances(&patches, own(n).map(|i| groups[i]))))
    })?;
    let of_good = |distances: &[f32]| Spread::of(&good.iter().map(|&i| distances[i]).collect::<Vec<_>>());
    let spread = of_good(&distances);
    let mut far: Vec<f32> = distances.iter().map(|&d| spread.of_distance(d)).collect();
    let mut of_whole = None;
    if let Some(usuals) = &usuals {
        let distances = each(shown.len(), options.threads, |n| Ok(usuals.distance(&descriptor(n)?, own(n))))?;
        let spread = of_good(&distances);
        far.iter_mut().zip(&distances).for_each(|(f, &d)| *f = both(*f, spread.of_distance(d)));
        of_whole = Some(spread);
    }
    progress.step("learning", 2, 3, "");
    let bad: Vec<bool> = (0..count).map(|i| lesson.bad(i)).collect();
    let mut alike = None;
    if let Some(usuals) = usuals.as_ref().filter(|_| shown.real() >= FEWEST_BAD && !stop.due()) {
        let of_bad: Vec<usize> = (0..count).filter(|&i| bad[i]).collect();
        let known = Known { usuals, good: &good, bad: &of_bad, groups: &groups, read: &descriptor };
        let (learnt, told) = Alike::learnt(&known, options.threads)?;
        let weighing = Weighing::of(&far[..count], &told, &bad);
        far.iter_mut().zip(&told).for_each(|(f, &t)| *f = weighing.sum(*f, t));
        alike = Some((learnt, weighing));
    }
    let opinion = match shown.teaches_head(alike.is_some()) && !stop.due() {
        true => {
            let coarser = |row: Vec<f32>| row[descriptor::width(STAGES[0])..].to_vec();
            let told = (0..shown.len()).map(|n| descriptor(n).map(coarser));
            Opinion::learnt(&shown, told.collect::<Result<Vec<_>, _>>()?, &far, options)
        }
        false if alike.is_some() => Opinion::no_more(),
        false => Opinion::none(),
    };
    progress.step("learning", 3, 3, "");
    let scores: Vec<f32> = (0..count).map(|i| sigmoid(opinion.sum(far[i], i))).collect();
    let judged = lesson.chosen_on();
    let of_judged: (Vec<f32>, Vec<bool>) = judged.iter().map(|&i| (scores[i], bad[i])).unzip();
    let choice = choose_threshold(&of_judged.0, &of_judged.1, options.rule);
    let whole = usuals.as_ref().map(|usuals| &usuals.all).zip(of_whole);
    let graph = model_graph(&standard, (&bank, spread), whole, alike.as_ref(), &opinion, side)?;
    let evaluation = validation(lesson, options, (&scores, &judged), choice.threshold);
    let stopped_early = opinion.head.is_none() && shown.teaches_head(alike.is_some());
    Ok(Draft {
        classes: vec![ANOMALY.into()],
        good: Vec::new(),
        input: fit,
        flips: false,
        graph,
        judged,
        held_out: true,
        threshold: Some((choice, evaluation)),
        pixel_threshold: 0.5,
        min_area: 16,
        stopped_early,
        detect: None,
        settings: serde_json::json!({
            "patches": bank.len(), "neighbourhood": NEAR, "folds": FOLDS,
            "uses_bad": (alike.is_some() || opinion.head.is_some()) && shown.real() >= FEWEST_BAD,
            "pasted_in": if opinion.head.is_some() { shown.made() } else { 0 },
        }),
    })
}

/// How many pictures are pasted into: beside bad ones as many as those, so that what really happens counts no less, and none where
/// no head would learn from them. `whole` tells whether there are enough good parts to look at pictures as a whole.
fn wanted(bad: usize, whole: bool) -> usize {
    match bad {
        ..FEWEST_BAD => paste::MOST,
        FEWEST_BAD..FEWEST_FOR_HEAD if whole => 0,
        _ => bad.min(paste::MOST),
    }
}

/// Names to small numbers.
fn numbers(groups: &[String]) -> Vec<u32> {
    let mut known = std::collections::BTreeMap::new();
    groups
        .iter()
        .map(|g| {
            let next = known.len() as u32;
            *known.entry(g.as_str()).or_insert(next)
        })
        .collect()
}

/// `[channels, places]` to one row a place.
fn places(map: &[f32]) -> Vec<f32> {
    let channels = Stage::Deep.channels();
    let n = map.len() / channels;
    let mut rows = vec![0.0; map.len()];
    for (c, plane) in map.chunks_exact(n).enumerate() {
        plane.iter().enumerate().for_each(|(i, v)| rows[i * channels + c] = *v);
    }
    rows
}

/// Brings all channels to the same spread.
struct Standard {
    mean: Vec<f32>,
    scale: Vec<f32>,
}

impl Standard {
    fn of(&self, rows: &[f32]) -> Vec<f32> {
        let per = self.mean.len();
        rows.iter().enumerate().map(|(i, v)| (v - self.mean[i % per]) * self.scale[i % per]).collect()
    }
}

fn memory(
    good: &[usize],
    groups: &[u32],
    read: &dyn Fn(usize) -> Result<Vec<f32>, LearnError>,
    options: &TrainOptions,
) -> Result<(Standard, Patches), LearnError> {
    let width = Stage::Deep.channels();
    let mut pool = Patches { width, ..Default::default() };
    let mut rng = fastrand::Rng::with_seed(options.seed);
    let share = (POOL / good.len()).max(1);
    for &i in good {
        let rows = read(i)?;
        let mut order: Vec<usize> = (0..rows.len() / width).collect();
        if order.len() > share {
            rng.shuffle(&mut order);
            order.truncate(share);
        }
        for r in order {
            pool.data.extend(&rows[r * width..][..width]);
            pool.groups.push(groups[i]);
        }
    }
    let n = pool.len() as f32;
    let (mut mean, mut var) = (vec![0.0f32; width], vec![0.0f32; width]);
    pool.data.chunks_exact(width).for_each(|r| mean.iter_mut().zip(r).for_each(|(m, v)| *m += v / n));
    for r in pool.data.chunks_exact(width) {
        var.iter_mut().zip(r).zip(&mean).for_each(|((s, v), m)| *s += (v - m) * (v - m) / n);
    }
    let standard = Standard { mean, scale: var.into_iter().map(|v| 1.0 / (v.sqrt() + 1e-3)).collect() };
    pool.data = standard.of(&pool.data);
    let bank = pool.coreset(KEPT.min(pool.len().div_ceil(8)), options.threads, options.seed);
    Ok((standard, bank))
}

/// `f` of each number below `count`, on several threads.
fn each(
    count: usize,
    threads: usize,
    f: impl Fn(usize) -> Result<f32, LearnError> + Sync,
) -> Result<Vec<f32>, LearnError> {
    let threads = threads.max(1);
    let part = |t: usize| (t * count / threads..(t + 1) * count / threads).map(&f).collect();
    let parts: Vec<Result<Vec<f32>, LearnError>> = std::thread::scope(|scope| {
        let part = &part;
        let handles: Vec<_> = (0..threads).map(|t| scope.spawn(move || part(t))).collect();
        handles.into_iter().filter_map(|h| h.join().ok()).collect()
    });
    let mut all = Vec::with_capacity(count);
    for part in parts {
        all.extend(part?);
    }
    Ok(all)
}

fn farthest(distances: &[f32]) -> f32 {
    let mut sorted = distances.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let n = FARTHEST.min(sorted.len()).max(1);
    sorted[..n].iter().sum::<f32>() / n as f32
}

/// How far good pictures are from the memory of the other good ones.
#[derive(Clone, Copy)]
struct Spread {
    middle: f32,
    deviation: f32,
}

impl Spread {
    fn of(distances: &[f32]) -> Spread {
        let mut sorted: Vec<f32> = distances.iter().copied().filter(|d| d.is_finite()).collect();
        sorted.sort_by(f32::total_cmp);
        let at = |q: f32| sorted.get(((sorted.len().max(1) - 1) as f32 * q) as usize).copied().unwrap_or(1.0);
        // Quartiles, so that a bad picture among the good ones does not widen the spread.
        Spread { middle: at(0.5), deviation: ((at(0.75) - at(0.25)) / 1.349).max(at(0.5) * 0.02).max(1e-6) }
    }

    /// Deviations above the middle of good pictures.
    fn of_distance(&self, d: f32) -> f32 {
        ((d - self.middle) / self.deviation).clamp(-8.0, 30.0)
    }
}

/// How much it counts that a picture is unusual as a whole; the rest is how strange its farthest places are.
const WHOLE: f32 = 0.8;

fn both(places: f32, whole: f32) -> f32 {
    (1.0 - WHOLE) * places + WHOLE * whole
}

/// Without bad pictures a picture this many deviations beyond the middle of the good ones has score 0.5.
const DEVIATIONS: f32 = 4.0;

fn sigmoid(z: f32) -> f32 {
    1.0 / (1.0 + (-z).exp())
}

fn validation(
    lesson: &Lesson,
    options: &TrainOptions,
    (scores, judged): (&[f32], &[usize]),
    threshold: f32,
) -> Evaluation {
    let picture = |&i: &usize| PictureResult {
        path: lesson.samples[i].id.clone(),
        truth: lesson.set.classes.get(lesson.class(i)).map(|c| c.name.clone()),
        bad: lesson.bad(i),
        score: scores[i],
        verdict: Verdict::Ok,
        class: None,
        scores: Default::default(),
    };
    let model = ModelFacts {
        name: options.name.clone(),
        task: options.task,
        classes: vec![Class { name: ANOMALY.into(), good: false }],
        created: None,
        size: None,
    };
    Evaluation::of(model, DataFacts::default(), threshold, judged.iter().map(picture).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_made_only_where_a_head_learns_from_them() {
        assert_eq!(wanted(0, true), paste::MOST);
        assert_eq!(wanted(FEWEST_BAD - 1, true), paste::MOST);
        assert_eq!([FEWEST_BAD, FEWEST_FOR_HEAD - 1].map(|bad| wanted(bad, true)), [0, 0]);
        assert_eq!(
            [FEWEST_BAD, FEWEST_FOR_HEAD].map(|bad| wanted(bad, false)),
            [FEWEST_BAD, FEWEST_FOR_HEAD]
        );
        assert_eq!(wanted(FEWEST_FOR_HEAD, true), FEWEST_FOR_HEAD);
        assert_eq!(wanted(paste::MOST + 1, true), paste::MOST);
        assert!(paste::slots(&[true, false, true], wanted(FEWEST_BAD, true)).iter().all(|made| !made));
    }
}
