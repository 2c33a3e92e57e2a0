use super::*;
use crate::head::Rows;
use fovea_nn::{Part, run_batch};

/// With a tuned backbone as after a training, not as made.
fn decoder(tune: bool, rng: &mut fastrand::Rng) -> (fovea_nn::Graph, fovea_nn::Params) {
    let (graph, mut params) = net::decoder(2, 3, tune).unwrap();
    for p in params.iter_mut().filter(|p| p.name.starts_with('_')) {
        assert!(tune && p.trainable);
        p.data.iter_mut().for_each(|v| *v *= 1.0 + 0.02 * rng.f32());
    }
    (graph, params)
}

#[test]
fn the_written_graph_gives_what_the_trained_one_gives() {
    written_as_taught(false);
}

#[test]
fn a_tuned_backbone_is_written_too() {
    written_as_taught(true);
}

fn written_as_taught(tune: bool) {
    let mut rng = fastrand::Rng::with_seed(1);
    let (graph, mut params) = decoder(tune, &mut rng);
    // Norms as after a training, not as made.
    for p in params.iter_mut().filter(|p| p.name.starts_with("norm")) {
        p.data.iter_mut().for_each(|v| *v = (*v + rng.f32()).abs() + 0.1);
    }
    let image: Vec<f32> = (0..3 * 64 * 64).map(|_| rng.f32() * 255.0).collect();
    let mut features = Session::new(&net::feature_graph(tune).unwrap(), 1).unwrap();
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
    gated_and_weighed(false);
}

#[test]
fn a_tuned_backbone_leaves_what_a_picture_shows_as_it_is() {
    gated_and_weighed(true);
}

fn gated_and_weighed(tune: bool) {
    let mut rng = fastrand::Rng::with_seed(2);
    let (graph, params) = decoder(tune, &mut rng);
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
