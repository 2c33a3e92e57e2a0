//! One class a picture: a small head over descriptors of the frozen backbone, probabilities calibrated on
//! pictures that the head has not seen, and a distance that tells pictures unlike all that were taught.

use crate::backbone::write_backbone;
use crate::descriptor;
use crate::draft::Draft;
use crate::embed::{View, embed};
use crate::head::{Head, Rows, out_of_fold, write_softmax};
use crate::lesson::Lesson;
use crate::{LearnError, Progress, Stop, TrainOptions};
use fovea_domain::quality::{
    DataFacts, Evaluation, ModelFacts, PictureResult, Temperature, choose_threshold,
};
use fovea_domain::{Class, Verdict};
use fovea_infer::Fit;
use fovea_onnx::{Attr, GraphBuilder};

const SIZE: u32 = 256;
const FOLDS: usize = 5;
/// Pictures kept to measure how new another one is.
const KNOWN: usize = 2000;
/// How sharply a picture beyond the limit is called unknown.
const SHARPNESS: f32 = 30.0;

pub(crate) fn train(
    lesson: &mut Lesson,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Draft, LearnError> {
    let size = options.size.unwrap_or(SIZE).div_ceil(32) * 32;
    let fit = Fit::Stretch { width: size, height: size };
    let rows = read(lesson, fit, options, progress, stop)?;
    let used: Vec<usize> = (0..lesson.set.classes.len()).filter(|c| rows.classes.contains(c)).collect();
    if used.len() < 2 {
        return Err(LearnError::NotEnough(
            "to tell classes apart there must be pictures of at least two".into(),
        ));
    }
    let position = |c: usize| used.iter().position(|&u| u == c).unwrap_or(0);
    let rows =
        Rows { classes: rows.classes.iter().map(|&c| position(c)).collect(), kinds: used.len(), ..rows };
    let classes: Vec<Class> = used.iter().map(|&c| lesson.set.classes[c].clone()).collect();
    let all: Vec<usize> = (0..rows.classes.len()).collect();
    let head = Head::train(&rows, &all, options.seed);
    progress.step("learning", 1, 2, "");
    let logits = match stop.due() {
        false => out_of_fold(&rows, &lesson.groups(), FOLDS, options.threads, options.seed),
        true => all.iter().map(|&i| head.logits(&rows.views[0][i])).collect(),
    };
    let held_out = !stop.due();
    progress.step("learning", 2, 2, "");
    let temperature = Temperature::fit(&logits, &rows.classes);
    let known = Known::of(&head, &rows, &lesson.groups());
    let graph = model_graph(&head, &classes, temperature, &known)?;
    let judged = lesson.chosen_on();
    let told = Told { classes: &classes, logits: &logits, temperature, judged: &judged };
    let evaluation = |threshold: f32| validation(lesson, options, &told, threshold);
    let first = evaluation(0.5);
    let scores: Vec<f32> = first.pictures.iter().map(|p| p.score).collect();
    let bad: Vec<bool> = first.pictures.iter().map(|p| p.bad).collect();
    let choice = choose_threshold(&scores, &bad, options.rule);
    let chosen = evaluation(choice.threshold);
    Ok(Draft {
        classes: classes.iter().map(|c| c.name.clone()).collect(),
        good: classes.iter().filter(|c| c.good).map(|c| c.name.clone()).collect(),
        input: fit,
        flips: false,
        graph,
        judged,
        held_out,
        threshold: Some((choice, chosen)),
        pixel_threshold: 0.5,
        min_area: 16,
        stopped_early: !held_out,
        detect: None,
        settings: serde_json::json!({"temperature": temperature, "folds": FOLDS, "novelty_limit": known.limit}),
    })
}

/// Descriptors of all readable pictures; `lesson` is cut down to those. Classes are the data set's.
pub(crate) fn read(
    lesson: &mut Lesson,
    fit: Fit,
    options: &TrainOptions,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Rows, LearnError> {
    let views = [View::Plain, View::Mirrored, View::Flipped, View::Turned];
    let done = embed(&descriptor::graph()?, fit, &lesson.samples, &views, options.threads, progress, stop)?;
    let done = done.ok_or(LearnError::StoppedEarly)?;
    let usable: Vec<usize> = (0..lesson.samples.len()).filter(|&i| done.usable[i]).collect();
    if usable.is_empty() {
        return Err(LearnError::NotEnough("none of the pictures can be read".into()));
    }
    let view = |v: usize| usable.iter().map(|&i| done.outputs[0].read(i * views.len() + v)).collect();
    let rows: Result<Vec<Vec<Vec<f32>>>, LearnError> = (0..views.len()).map(view).collect();
    lesson.keep(&done.usable);
    Ok(Rows { views: rows?, classes: lesson.classes(), kinds: lesson.set.classes.len() })
}

/// Descriptors of taught pictures, and the distance beyond which a picture is like none of them.
struct Known {
    width: usize,
    rows: Vec<Vec<f32>>,
    limit: f32,
}

impl Known {
    fn of(head: &Head, rows: &Rows, groups: &[String]) -> Known {
        let step = rows.classes.len().div_ceil(KNOWN).max(1);
        let kept: Vec<usize> = (0..rows.classes.len()).step_by(step).collect();
        let all: Vec<Vec<f32>> = rows.views[0].iter().map(|r| head.standardise(r)).collect();
        let nearest = |i: usize| {
            let others = kept.iter().filter(|&&k| k != i && groups[k] != groups[i]);
            others.map(|&k| distance(&all[i], &all[k])).fold(f32::INFINITY, f32::min)
        };
        let mut nearest: Vec<f32> = kept.iter().map(|&i| nearest(i)).filter(|d| d.is_finite()).collect();
        nearest.sort_by(f32::total_cmp);
        // The farthest half percent of the taught pictures still count as known, with some room.
        let at = (nearest.len() as f32 * 0.995) as usize;
        let limit =
            nearest.get(at.min(nearest.len().saturating_sub(1))).copied().unwrap_or(f32::MAX / 4.0) * 1.3;
        Known { width: head.mean.len(), rows: kept.into_iter().map(|i| all[i].clone()).collect(), limit }
    }

    /// 0 for a picture like those taught, 1 for one like none; `[N]`.
    fn write(&self, out: &mut GraphBuilder, standard: &str) -> String {
        let (w, n) = (self.width, self.rows.len());
        let mut turned = vec![0.0f32; w * n];
        for (k, row) in self.rows.iter().enumerate() {
            row.iter().enumerate().for_each(|(c, v)| turned[c * n + k] = -2.0 * v);
        }
        let squares: Vec<f32> = self.rows.iter().map(|r| r.iter().map(|v| v * v).sum()).collect();
        let flat = out.node("Flatten", "known.flat", &[standard], &[("axis", Attr::Int(1))]);
        let bank = out.floats("known.bank", &[w, n], &turned);
        let cross = out.node("MatMul", "known.cross", &[&flat, &bank], &[]);
        let squares = out.floats("known.squares", &[1, n], &squares);
        let sum = out.node("Add", "known.sum", &[&cross, &squares], &[]);
        let axes = [("axes", Attr::Ints(vec![1])), ("keepdims", Attr::Int(0))];
        let least = out.node("ReduceMin", "known.least", &[&sum], &axes);
        let own = out.node("ReduceSumSquare", "known.own", &[&flat], &axes);
        let square = out.node("Add", "known.square", &[&least, &own], &[]);
        let square = out.node("Relu", "known.square0", &[&square], &[]);
        let distance = out.node("Sqrt", "known.distance", &[&square], &[]);
        let limit = out.floats("known.limit", &[], &[self.limit]);
        let beyond = out.node("Sub", "known.beyond", &[&distance, &limit], &[]);
        let factor = out.floats("known.factor", &[], &[SHARPNESS / self.limit]);
        let scaled = out.node("Mul", "known.scaled", &[&beyond, &factor], &[]);
        out.node("Sigmoid", "novelty", &[&scaled], &[])
    }
}

fn distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
}

/// Picture to probabilities, novelty, score (1 − the probability of a known good part) and a map a class: what
/// the head says of each neighbourhood alone.
fn model_graph(
    head: &Head,
    classes: &[Class],
    temperature: f32,
    known: &Known,
) -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("classify");
    let (stages, _) = write_backbone(&mut out, &descriptor::STAGES)?;
    let whole = descriptor::whole(&mut out, &stages);
    let (logits, standard) = head.write(&mut out, "whole.head", &whole);
    let soft = write_softmax(&mut out, "soft", &logits, temperature);
    let probabilities = out.node("Flatten", "probabilities", &[&soft], &[("axis", Attr::Int(1))]);
    out.output("probabilities", &["N", "K"]);
    let novelty = known.write(&mut out, &standard);
    out.output("novelty", &["N"]);
    let good: Vec<f32> = classes.iter().map(|c| f32::from(u8::from(c.good))).collect();
    let good = out.floats("good", &[classes.len()], &good);
    let good = out.node("MatMul", "good.probability", &[&probabilities, &good], &[]);
    let one = out.floats("one", &[], &[1.0]);
    let familiar = out.node("Sub", "familiar", &[&one, &novelty], &[]);
    let sound = out.node("Mul", "sound", &[&good, &familiar], &[]);
    out.node("Sub", "score", &[&one, &sound], &[]);
    out.output("score", &["N"]);
    let near = descriptor::near(&mut out, &stages);
    let (logits, _) = head.write(&mut out, "near.head", &near);
    write_softmax(&mut out, "map", &logits, temperature);
    out.output("map", &["N", "K", "h", "w"]);
    Ok(out.finish())
}

/// What the heads say of pictures that they have not learnt from.
struct Told<'a> {
    classes: &'a [Class],
    logits: &'a [Vec<f32>],
    temperature: f32,
    /// Those of them that count.
    judged: &'a [usize],
}

fn validation(lesson: &Lesson, options: &TrainOptions, told: &Told, threshold: f32) -> Evaluation {
    let classes = told.classes;
    let pictures = told.judged.iter().map(|&i| {
        let p = Temperature::softmax(&told.logits[i], told.temperature);
        let best = (0..p.len()).max_by(|&a, &b| p[a].total_cmp(&p[b])).unwrap_or(0);
        let good: f32 = p.iter().zip(classes).filter(|(_, c)| c.good).map(|(p, _)| p).sum();
        PictureResult {
            path: lesson.samples[i].id.clone(),
            truth: lesson.set.classes.get(lesson.class(i)).map(|c| c.name.clone()),
            bad: lesson.bad(i),
            score: 1.0 - good,
            verdict: Verdict::Ok,
            class: classes.get(best).map(|c| c.name.clone()),
            scores: classes.iter().zip(&p).map(|(c, p)| (c.name.clone(), *p)).collect(),
        }
    });
    let model = ModelFacts {
        name: options.name.clone(),
        task: options.task,
        classes: classes.to_vec(),
        created: None,
        size: None,
    };
    Evaluation::of(model, DataFacts::default(), threshold, pictures.collect())
}
