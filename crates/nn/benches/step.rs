//! Steps a second of two small networks, batch 16: the peer is `benches/train_step.py` with PyTorch.
//! `cargo bench -p fovea-nn --bench step -- THREADS`

use fovea_nn::{Graph, Params, Part, Trainer};
use std::time::Instant;

const BATCH: usize = 16;
const ROUNDS: usize = 30;

/// 3 × 3 convolutions 112 → 192 → 88 → 1 on 28 × 28.
fn head() -> (Graph, Params, (usize, usize)) {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(1));
    let x = g.input(112);
    let x = g.conv(&mut p, &mut rng, x, 192, 3);
    let x = g.relu(x);
    let x = g.conv(&mut p, &mut rng, x, 88, 3);
    let x = g.relu(x);
    let x = g.conv(&mut p, &mut rng, x, 1, 3);
    g.outputs = vec![x];
    (g, p, (28, 28))
}

/// The decoder form: two scales joined, on 64 × 64.
fn decoder() -> (Graph, Params, (usize, usize)) {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(1));
    let x = g.input(24);
    let mut y = g.conv(&mut p, &mut rng, x, 48, 3);
    for _ in 0..3 {
        y = g.batch_norm(&mut p, y);
        y = g.relu(y);
        y = g.conv(&mut p, &mut rng, y, 48, 3);
    }
    g.outputs = vec![y];
    (g, p, (64, 64))
}

fn main() {
    let threads = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(2);
    for (name, (graph, params, size)) in [("head", head()), ("decoder", decoder())] {
        let weights: usize = params.iter().map(|p| p.data.len()).sum();
        let channels = graph.channels(graph.inputs[0]);
        let mut rng = fastrand::Rng::with_seed(2);
        let parts: Vec<Part> = (0..threads)
            .map(|t| {
                let samples = (t + 1) * BATCH / threads - t * BATCH / threads;
                let data = (0..samples * channels * size.0 * size.1).map(|_| rng.f32()).collect();
                Part { inputs: vec![data], sizes: vec![size], samples }
            })
            .collect();
        let mut trainer = Trainer::new(graph, params, 0.0, 1);
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            trainer.step(&parts, 1e-3, |_, out, grads| {
                let n = (out[0].len() * threads) as f32;
                grads[0].iter_mut().zip(out[0]).for_each(|(g, o)| *g = 2.0 * o / n);
                out[0].iter().map(|o| o * o / n).sum()
            });
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        println!("{name} {weights} weights: {:.1} ms a step (median of {ROUNDS})", times[ROUNDS / 2]);
    }
}
