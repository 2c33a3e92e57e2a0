//! A small classifier over descriptors: the mean of a few two-layer networks that differ in their start, taught
//! with mixup (Zhang et al. 2018, arXiv 1710.09412).

use fovea_domain::quality::group_folds;
use fovea_nn::{Graph, Params, Part, Trainer, export, one_cycle, run_batch, softmax_cross_entropy};
use fovea_onnx::{Attr, GraphBuilder};

const MEMBERS: usize = 4;
const HIDDEN: usize = 64;
const DROPOUT: f32 = 0.3;
const BATCH: usize = 32;
const PEAK_RATE: f32 = 6e-3;
const WEIGHT_DECAY: f32 = 1e-2;
const SMOOTHING: f32 = 0.05;
/// Steps of a member: many rounds over few pictures, fewer over many.
const STEPS: (usize, usize, usize) = (300, 60, 3000); // least, rounds, most

/// Descriptors with their classes; several rows (views) may belong to one picture.
pub struct Rows {
    /// `views[v][i]` is the descriptor of picture `i` in view `v`.
    pub views: Vec<Vec<Vec<f32>>>,
    pub classes: Vec<usize>,
    pub kinds: usize,
}

pub struct Head {
    pub mean: Vec<f32>,
    /// 1 / deviation.
    pub scale: Vec<f32>,
    members: Vec<(Graph, Params)>,
}

impl Head {
    /// Learns from the pictures `from`.
    pub fn train(rows: &Rows, from: &[usize], seed: u64) -> Head {
        let (mean, scale) = standard(rows, from);
        let members =
            (0..MEMBERS).map(|m| member(rows, from, &mean, &scale, seed ^ (m as u64) << 32)).collect();
        Head { mean, scale, members }
    }

    /// Scores a class (before the softmax), the mean of all members.
    pub fn logits(&self, descriptor: &[f32]) -> Vec<f32> {
        let x: Vec<f32> = self.standardise(descriptor);
        let mut sum: Vec<f32> = Vec::new();
        for (graph, params) in &self.members {
            let part = Part { inputs: vec![x.clone()], sizes: vec![(1, 1)], samples: 1 };
            let out = &run_batch(graph, params, &[part])[0][0];
            sum.resize(out.len(), 0.0);
            sum.iter_mut().zip(out).for_each(|(s, o)| *s += o / MEMBERS as f32);
        }
        sum
    }

    pub fn standardise(&self, descriptor: &[f32]) -> Vec<f32> {
        descriptor.iter().zip(&self.mean).zip(&self.scale).map(|((x, m), s)| (x - m) * s).collect()
    }

    /// Writes the head over descriptors `[N, width, h, w]`; gives `[N, classes, h, w]` before the softmax, and the
    /// standardised descriptors.
    pub fn write(&self, out: &mut GraphBuilder, prefix: &str, descriptors: &str) -> (String, String) {
        let width = self.mean.len();
        let mean = out.floats(&format!("{prefix}.mean"), &[1, width, 1, 1], &self.mean);
        let scale = out.floats(&format!("{prefix}.scale"), &[1, width, 1, 1], &self.scale);
        let centred = out.node("Sub", &format!("{prefix}.centred"), &[descriptors, &mean], &[]);
        let x = out.node("Mul", &format!("{prefix}.standard"), &[&centred, &scale], &[]);
        let outs: Vec<String> = self
            .members
            .iter()
            .enumerate()
            .map(|(m, (graph, params))| {
                let names = export(graph, params, &format!("{prefix}.m{m}."), &[&x], out);
                names.name(graph.outputs[0]).to_string()
            })
            .collect();
        let outs: Vec<&str> = outs.iter().map(String::as_str).collect();
        (out.node("Mean", &format!("{prefix}.logits"), &outs, &[]), x)
    }
}

/// What a softmax needs to be a probability: the exponent's temperature, as a factor.
pub fn write_softmax(out: &mut GraphBuilder, name: &str, logits: &str, temperature: f32) -> String {
    let factor = out.floats(&format!("{name}.sharpness"), &[], &[1.0 / temperature]);
    let scaled = out.node("Mul", &format!("{name}.scaled"), &[logits, &factor], &[]);
    out.node("Softmax", name, &[&scaled], &[("axis", Attr::Int(1))])
}

/// For each picture the scores by a head that did not learn from its group, or `None` for classes of too few.
pub fn out_of_fold(rows: &Rows, groups: &[String], folds: usize, threads: usize, seed: u64) -> Vec<Vec<f32>> {
    let fold = group_folds(groups, &rows.classes, folds, seed);
    let mut out = vec![Vec::new(); rows.classes.len()];
    let work = |f: usize| -> Vec<(usize, Vec<f32>)> {
        let from: Vec<usize> = (0..fold.len()).filter(|&i| fold[i] != f).collect();
        let head = Head::train(rows, &from, seed ^ (f as u64 + 1));
        (0..fold.len()).filter(|&i| fold[i] == f).map(|i| (i, head.logits(&rows.views[0][i]))).collect()
    };
    for start in (0..folds).step_by(threads.max(1)) {
        let done: Vec<_> = std::thread::scope(|scope| {
            let work = &work;
            let handles: Vec<_> =
                (start..(start + threads.max(1)).min(folds)).map(|f| scope.spawn(move || work(f))).collect();
            handles.into_iter().filter_map(|h| h.join().ok()).flatten().collect()
        });
        for (i, logits) in done {
            out[i] = logits;
        }
    }
    out
}

fn standard(rows: &Rows, from: &[usize]) -> (Vec<f32>, Vec<f32>) {
    let width = rows.views[0].first().map_or(0, Vec::len);
    let n = (from.len() * rows.views.len()).max(1) as f32;
    let each = || rows.views.iter().flat_map(|v| from.iter().map(|&i| &v[i]));
    let mut mean = vec![0.0f32; width];
    each().for_each(|x| mean.iter_mut().zip(x).for_each(|(m, v)| *m += v / n));
    let mut var = vec![0.0f32; width];
    each().for_each(|x| var.iter_mut().zip(x).zip(&mean).for_each(|((s, v), m)| *s += (v - m) * (v - m) / n));
    // A channel that hardly moves must not be blown up to the size of the others.
    (mean, var.into_iter().map(|v| 1.0 / (v.sqrt() + 1e-2)).collect())
}

/// A share that is mostly near 0 or 1: Beta(0.4, 0.4), drawn after Jöhnk.
fn beta(rng: &mut fastrand::Rng) -> f32 {
    const SHAPE: f32 = 0.4;
    loop {
        let (x, y) = (rng.f32().powf(1.0 / SHAPE), rng.f32().powf(1.0 / SHAPE));
        if x + y > 1e-9 && x + y <= 1.0 {
            return x / (x + y);
        }
    }
}

fn member(rows: &Rows, from: &[usize], mean: &[f32], scale: &[f32], seed: u64) -> (Graph, Params) {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(seed));
    let x = g.input(mean.len());
    let x = g.dropout(x, DROPOUT);
    let x = g.conv(&mut p, &mut rng, x, HIDDEN, 1);
    let x = g.relu(x);
    let x = g.dropout(x, DROPOUT);
    let y = g.conv(&mut p, &mut rng, x, rows.kinds, 1);
    g.outputs = vec![y];
    let mut counts = vec![0usize; rows.kinds];
    from.iter().for_each(|&i| counts[rows.classes[i]] += 1);
    // Between counting each picture and counting each class the same.
    let weights: Vec<f32> = counts.iter().map(|&n| (n.max(1) as f32).powf(-0.75)).collect();
    let mut trainer = Trainer::new(g, p, WEIGHT_DECAY, seed);
    let per_round = from.len().div_ceil(BATCH).max(1);
    let steps = (STEPS.1 * per_round).clamp(STEPS.0, STEPS.2);
    let mut queue: Vec<usize> = Vec::new();
    for step in 0..steps {
        if queue.len() < BATCH.min(from.len()) {
            let mut more = from.to_vec();
            rng.shuffle(&mut more);
            queue.extend(more);
        }
        let batch: Vec<usize> = queue.drain(..BATCH.min(queue.len())).collect();
        let n = batch.len();
        // The batch lies along a row: one picture a column.
        let mut input = vec![0.0f32; mean.len() * n];
        for (k, &i) in batch.iter().enumerate() {
            let row = &rows.views[rng.usize(..rows.views.len())][i];
            for (c, v) in row.iter().enumerate() {
                input[c * n + k] = (v - mean[c]) * scale[c];
            }
        }
        let targets: Vec<usize> = batch.iter().map(|&i| rows.classes[i]).collect();
        // Each descriptor is mixed with another of the batch, and so are the targets (mixup).
        let share = beta(&mut rng);
        let mut order: Vec<usize> = (0..n).collect();
        rng.shuffle(&mut order);
        for row in input.chunks_exact_mut(n) {
            let plain = row.to_vec();
            row.iter_mut().zip(&order).for_each(|(v, &o)| *v = share * *v + (1.0 - share) * plain[o]);
        }
        let others: Vec<usize> = order.iter().map(|&o| targets[o]).collect();
        let total: f32 = targets.iter().map(|&t| weights[t]).sum();
        let part = Part { inputs: vec![input], sizes: vec![(1, n)], samples: 1 };
        trainer.step(&[part], one_cycle(step as f32 / steps as f32, PEAK_RATE), |_, outputs, grads| {
            let mut more = vec![0.0; grads[0].len()];
            let own = softmax_cross_entropy(outputs[0], &targets, &weights, SMOOTHING, total, &mut grads[0]);
            let other = softmax_cross_entropy(outputs[0], &others, &weights, SMOOTHING, total, &mut more);
            grads[0].iter_mut().zip(&more).for_each(|(g, m)| *g = share * *g + (1.0 - share) * m);
            share * own + (1.0 - share) * other
        });
    }
    (trainer.graph, trainer.params)
}
