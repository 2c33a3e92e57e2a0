//! The training library and ONNX Runtime must agree on the same network.

use crate::backbone::{self, Stage};
use fovea_infer::Session;
use fovea_nn::{Part, run_batch};

fn picture(n: usize, side: usize) -> Vec<f32> {
    let mut rng = fastrand::Rng::with_seed(7);
    (0..n * 3 * side * side).map(|_| rng.f32() * 255.0).collect()
}

fn difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs() / (1.0 + b.abs())).fold(0.0, f32::max)
}

#[test]
fn backbone_agrees() {
    let stages = [Stage::Half, Stage::Quarter, Stage::Eighth, Stage::Sixteenth, Stage::Deep];
    let (graph, params) = backbone::backbone(&stages).unwrap();
    let mut out = fovea_onnx::GraphBuilder::new("test");
    let (names, _) = backbone::write_backbone(&mut out, &stages).unwrap();
    for (i, n) in names.iter().enumerate() {
        backbone::name_output(&mut out, n, &format!("s{i}"), &["N", "C", "h", "w"]);
    }
    let image = picture(2, 64);
    let theirs = Session::new(&out.finish(), 1).unwrap().run(&image, [2, 3, 64, 64]).unwrap();
    let scaled = image.iter().map(|v| (v - 127.0) / 128.0).collect();
    let part = Part { inputs: vec![scaled], sizes: vec![(64, 64)], samples: 2 };
    let ours = &run_batch(&graph, &params, &[part])[0];
    for (a, b) in ours.iter().zip(&theirs) {
        assert!(difference(a, &b.data) < 1e-3, "{}", difference(a, &b.data));
    }
}
