//! The network: from a square of board, template and difference to what it is and how far its box reaches.

use super::places::{Item, Places, VALUES};
use crate::backbone::name_output;
use crate::head::write_softmax;
use crate::{LearnError, Progress, Stop, TrainOptions};
use fovea_infer::compare::{CHANNELS, SIDE};
use fovea_nn::{
    Graph, NodeId, Padding, Params, Part, Trainer, Window, export, one_cycle, softmax_cross_entropy,
};
use fovea_onnx::GraphBuilder;

const WIDTHS: [usize; 4] = [16, 32, 48, 64];
const HIDDEN: usize = 96;
const DROPOUT: f32 = 0.2;
const BATCH: usize = 64;
const PEAK_RATE: f32 = 4e-3;
const WEIGHT_DECAY: f32 = 1e-2;
const SMOOTHING: f32 = 0.02;
/// Steps: many rounds over few places, fewer over many.
const STEPS: (usize, usize, usize) = (160, 12, 2200); // least, rounds, most
/// How much the box counts beside the kind.
const BOX_WEIGHT: f32 = 10.0;
/// A side that is off by less than this counts by its square (Girshick 2015, arXiv 1504.08083).
const SOFT: f32 = 0.05;

pub struct Net {
    graph: Graph,
    params: Params,
    pub steps: usize,
    /// True where it had to end before its last step.
    pub stopped: bool,
}

fn network(kinds: usize, seed: u64) -> (Graph, Params) {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(seed));
    let mut block = |g: &mut Graph, x: NodeId, out: usize, kernel: usize, stride: usize, pad: Padding| {
        let x = g.conv_over(&mut p, &mut rng, x, out, Window { kernel, stride, pad });
        let x = g.batch_norm(&mut p, x);
        g.relu(x)
    };
    let both = |by: usize| Padding { before: by, after: by };
    let mut x = g.input(CHANNELS);
    x = block(&mut g, x, WIDTHS[0], 5, 2, both(2));
    for &width in &WIDTHS[1..] {
        x = block(&mut g, x, width, 3, 2, both(1));
        x = block(&mut g, x, width, 3, 1, both(1));
    }
    // What is left, four by four, becomes one.
    x = block(&mut g, x, HIDDEN, SIDE >> WIDTHS.len(), 1, both(0));
    x = g.dropout(x, DROPOUT);
    let what = g.conv(&mut p, &mut rng, x, kinds + 1, 1);
    let sides = g.conv(&mut p, &mut rng, x, 4, 1);
    g.outputs = vec![what, sides];
    (g, p)
}

impl Net {
    /// Learns from the places `from`; `share` of the usual steps, told as `stage`.
    pub fn train(
        places: &Places,
        from: &[usize],
        kinds: usize,
        options: &TrainOptions,
        (progress, stop): (&dyn Progress, &Stop),
        (share, stage): (f32, &'static str),
    ) -> Result<Net, LearnError> {
        let (graph, params) = network(kinds, options.seed);
        let mut trainer = Trainer::new(graph, params, WEIGHT_DECAY, options.seed);
        let mut rng = fastrand::Rng::with_seed(options.seed ^ 0x5eed);
        let weights = class_weights(places, from, kinds);
        let usual = options.steps.unwrap_or((STEPS.1 * from.len().div_ceil(BATCH)).clamp(STEPS.0, STEPS.2));
        let steps = ((usual as f32 * share) as usize).max(1);
        let threads = options.threads.max(1);
        let mut queue: Vec<usize> = Vec::new();
        let mut done = 0;
        while done < steps && !stop.due() {
            if queue.len() < BATCH {
                let mut more = from.to_vec();
                rng.shuffle(&mut more);
                queue.extend(more);
            }
            let batch: Vec<usize> = queue.drain(..BATCH.min(queue.len())).collect();
            let parts: Vec<Lot> = batch
                .chunks(batch.len().div_ceil(threads))
                .map(|chunk| Lot::of(chunk.iter().map(|&i| &places.items[i]), &mut rng))
                .collect();
            let rate = one_cycle(done as f32 / steps as f32, PEAK_RATE);
            let loss = step(&mut trainer, &parts, &weights, rate);
            done += 1;
            if done % 10 == 0 || done == steps {
                progress.step(stage, done, steps, &format!("loss {loss:.3}"));
            }
        }
        if done == 0 {
            return Err(LearnError::StoppedEarly);
        }
        Ok(Net { graph: trainer.graph, params: trainer.params, steps: done, stopped: done < steps })
    }

    /// The graph of the package.
    pub fn write(&self) -> Vec<u8> {
        let mut out = GraphBuilder::new("compare");
        let side = SIDE.to_string();
        out.input("image", &["N", &CHANNELS.to_string(), &side, &side]);
        let names = export(&self.graph, &self.params, "net.", &["image"], &mut out);
        let what = write_softmax(&mut out, "net.what", names.name(self.graph.outputs[0]), 1.0);
        name_output(&mut out, &what, "kinds", &["N", "C", "h", "w"]);
        name_output(&mut out, names.name(self.graph.outputs[1]), "boxes", &["N", "S", "h", "w"]);
        out.finish()
    }
}

/// Rare classes count more, but not as much as if all were as frequent.
fn class_weights(places: &Places, from: &[usize], kinds: usize) -> Vec<f32> {
    let mut counts = vec![0usize; kinds + 1];
    from.iter().for_each(|&i| counts[places.items[i].class] += 1);
    let mean = from.len() as f32 / (kinds + 1) as f32;
    counts.iter().map(|&n| (mean / n.max(1) as f32).sqrt().clamp(0.3, 3.0)).collect()
}

/// One thread's share of a batch, with what is true of it.
struct Lot {
    part: Part,
    classes: Vec<usize>,
    sides: Vec<[f32; 4]>,
}

impl Lot {
    fn of<'a>(items: impl ExactSizeIterator<Item = &'a Item>, rng: &mut fastrand::Rng) -> Lot {
        let samples = items.len();
        let mut input = Vec::with_capacity(samples * VALUES);
        let (mut classes, mut sides) = (Vec::with_capacity(samples), Vec::with_capacity(samples));
        for item in items {
            let turn = Turn(rng.u8(..8));
            // Copper may be the dark or the bright part, but the kinds depend on which; light and contrast may vary.
            let (gain, lift) = (0.85 + 0.3 * rng.f32(), 0.1 * (rng.f32() - 0.5));
            turn.window(&item.window, gain, lift, &mut input);
            classes.push(item.class);
            sides.push(turn.sides(item.sides));
        }
        Lot { part: Part { inputs: vec![input], sizes: vec![(SIDE, SIDE)], samples }, classes, sides }
    }
}

/// One of the eight ways to lay a square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn(pub u8);

impl Turn {
    /// Left and right, then top and bottom, then the axes change places.
    fn bits(self) -> (bool, bool, bool) {
        (self.0 & 1 > 0, self.0 & 2 > 0, self.0 & 4 > 0)
    }

    pub fn window(self, window: &[u8], gain: f32, lift: f32, out: &mut Vec<f32>) {
        let (mirror, flip, swap) = self.bits();
        for (c, plane) in window.chunks_exact(SIDE * SIDE).enumerate() {
            // The difference is no picture; it stays as it is.
            let (gain, lift) = if c + 1 == CHANNELS { (1.0, 0.0) } else { (gain, lift) };
            for y in 0..SIDE {
                for x in 0..SIDE {
                    let (x, y) = if swap { (y, x) } else { (x, y) };
                    let x = if mirror { SIDE - 1 - x } else { x };
                    let y = if flip { SIDE - 1 - y } else { y };
                    let value = f32::from(plane[y * SIDE + x]) / 255.0 - 0.5;
                    out.push((value * gain + lift).clamp(-0.5, 0.5));
                }
            }
        }
    }

    pub fn sides(self, [left, top, right, bottom]: [f32; 4]) -> [f32; 4] {
        let (mirror, flip, swap) = self.bits();
        let (left, right) = if mirror { (right, left) } else { (left, right) };
        let (top, bottom) = if flip { (bottom, top) } else { (top, bottom) };
        if swap { [top, left, bottom, right] } else { [left, top, right, bottom] }
    }
}

fn step(trainer: &mut Trainer, lots: &[Lot], weights: &[f32], rate: f32) -> f32 {
    let total: f32 = lots.iter().flat_map(|l| &l.classes).map(|&c| weights[c]).sum();
    let defects = lots.iter().flat_map(|l| &l.classes).filter(|c| **c > 0).count().max(1) as f32;
    let parts: Vec<Part> = lots.iter().map(|l| l.part.clone()).collect();
    trainer.step(&parts, rate, |k, outputs, grads| {
        let lot = &lots[k];
        let classes = weights.len();
        let mut loss = 0.0;
        for (i, &class) in lot.classes.iter().enumerate() {
            let at = i * classes..(i + 1) * classes;
            let grad = &mut grads[0][at.clone()];
            loss += softmax_cross_entropy(&outputs[0][at], &[class], weights, SMOOTHING, total, grad);
            if class == 0 {
                continue;
            }
            for (s, want) in lot.sides[i].iter().enumerate() {
                let off = outputs[1][4 * i + s] - want;
                let scale = BOX_WEIGHT / (4.0 * defects);
                let (value, slope) = match off.abs() < SOFT {
                    true => (0.5 * off * off / SOFT, off / SOFT),
                    false => (off.abs() - 0.5 * SOFT, off.signum()),
                };
                loss += scale * value;
                grads[1][4 * i + s] = scale * slope;
            }
        }
        loss
    })
}
