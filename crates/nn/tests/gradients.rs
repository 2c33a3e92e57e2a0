//! Every layer's gradient against differences of its loss.

use fovea_nn::{Graph, Mode, Op, Padding, Param, Params, Pass};

fn random(rng: &mut fastrand::Rng, n: usize) -> Vec<f32> {
    (0..n).map(|_| rng.f32() * 2.0 - 1.0).collect()
}

/// Loss: outputs weighted by fixed numbers. Checks some entries of every trainable parameter.
fn check(graph: &Graph, params: &mut Params, inputs: &[Vec<f32>], sizes: &[(usize, usize)], samples: usize) {
    let mode = Mode::Train { seed: 5 };
    let mut rng = fastrand::Rng::with_seed(11);
    let mut pass = Pass::default();
    pass.forward(graph, params, inputs, sizes, samples, mode);
    let weights = random(&mut rng, pass.output(graph, 0).len());
    let mut grads: Vec<Vec<f32>> = params.iter().map(|p| vec![0.0; p.data.len()]).collect();
    pass.backward(graph, params, std::slice::from_ref(&weights), &mut grads);
    let loss = |params: &Params| -> f64 {
        let mut pass = Pass::default();
        pass.forward(graph, params, inputs, sizes, samples, mode);
        pass.output(graph, 0).iter().zip(&weights).map(|(o, w)| f64::from(*o) * f64::from(*w)).sum()
    };
    for p in 0..params.len() {
        if !params[p].trainable {
            continue;
        }
        for _ in 0..6 {
            let i = rng.usize(..params[p].data.len());
            let (old, step) = (params[p].data[i], 2e-3);
            params[p].data[i] = old + step;
            let up = loss(params);
            params[p].data[i] = old - step;
            let down = loss(params);
            params[p].data[i] = old;
            let want = (up - down) / (2.0 * f64::from(step));
            let got = f64::from(grads[p][i]);
            let scale = 1.0 + want.abs();
            assert!((want - got).abs() / scale < 0.03, "{} [{i}]: {got} instead of {want}", params[p].name);
        }
    }
}

#[test]
fn decoder_like_network() {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(3));
    let (coarse, fine) = (g.input(5), g.input(3));
    let a = g.conv(&mut p, &mut rng, coarse, 4, 1);
    let a = g.batch_norm(&mut p, a);
    let a = g.upsample(a, 2);
    let b = g.conv(&mut p, &mut rng, fine, 6, 3);
    let both = g.concat(&[a, b]);
    let c = g.conv(&mut p, &mut rng, both, 7, 3);
    let c = g.batch_norm(&mut p, c);
    let c = g.dropout(c, 0.3);
    let d = g.conv(&mut p, &mut rng, c, 3, 1);
    g.outputs = vec![d];
    let inputs = vec![random(&mut rng, 2 * 5 * 4 * 6), random(&mut rng, 2 * 3 * 8 * 12)];
    check(&g, &mut p, &inputs, &[(4, 6), (8, 12)], 2);
}

#[test]
fn mobile_block_with_stride_and_shortcut() {
    let (mut g, mut p, mut rng) = (Graph::default(), Params::new(), fastrand::Rng::with_seed(4));
    let x = g.input(4);
    let start = g.conv(&mut p, &mut rng, x, 4, 3);
    let add = |p: &mut Params, shape: Vec<usize>, data: Vec<f32>| {
        p.push(Param { name: format!("p{}", p.len()), shape, data, trainable: true, decay: true, pace: 1.0 });
        p.len() - 1
    };
    let mut deep = |g: &mut Graph, x, kernel: usize, stride: usize, depthwise: bool, out: usize| {
        let cin = if depthwise { 1 } else { 4 };
        let weight =
            add(&mut p, vec![out, cin, kernel, kernel], random(&mut rng, out * cin * kernel * kernel));
        let bias = Some(add(&mut p, vec![out], random(&mut rng, out)));
        let total = kernel - stride;
        let pad = Padding { before: total / 2, after: total - total / 2 };
        g.conv_with(x, out, Op::Conv { weight, bias, kernel, stride, pad, depthwise })
    };
    let a = deep(&mut g, start, 5, 1, true, 4);
    let b = g.add(start, a);
    let c = deep(&mut g, b, 3, 2, true, 4);
    let d = deep(&mut g, c, 3, 2, false, 5);
    let twice = g.add(d, d);
    g.outputs = vec![twice];
    let inputs = vec![random(&mut fastrand::Rng::with_seed(8), 3 * 4 * 8 * 10)];
    check(&g, &mut p, &inputs, &[(8, 10)], 3);
}

#[test]
fn losses() {
    let mut rng = fastrand::Rng::with_seed(9);
    let logits = random(&mut rng, 4 * 30);
    let mask: Vec<u8> = (0..30).map(|i| if i % 7 == 0 { 255 } else { rng.u8(0..4) }).collect();
    // The second mask shows one kind only.
    let lone: Vec<u8> = mask.iter().map(|&m| if m == 2 { 2 } else { 0 }).collect();
    for (focal, dice) in [(1.5, 0.7), (1.0, 1.0), (0.0, 0.5)] {
        let rule = fovea_nn::PixelLoss { focal, dice };
        for mask in [&mask, &lone] {
            let pixels =
                |z: &[f32], g: &mut [f32]| fovea_nn::pixel_loss(z, mask, &[1.0, 2.0, 0.5, 1.0], rule, 0.5, g);
            compare(&logits, pixels);
        }
    }
    let targets: Vec<usize> = (0..30).map(|_| rng.usize(..4)).collect();
    let classes = |z: &[f32], g: &mut [f32]| {
        fovea_nn::softmax_cross_entropy(z, &targets, &[1.0, 2.0, 0.5, 1.0], 0.1, 30.0, g)
    };
    compare(&logits, classes);
}

fn compare(at: &[f32], f: impl Fn(&[f32], &mut [f32]) -> f32) {
    let mut grad = vec![0.0; at.len()];
    f(at, &mut grad);
    let mut moved = at.to_vec();
    for i in 0..at.len() {
        let mut spare = vec![0.0; at.len()];
        moved[i] = at[i] + 1e-2;
        let up = f(&moved, &mut spare);
        moved[i] = at[i] - 1e-2;
        let down = f(&moved, &mut spare);
        moved[i] = at[i];
        let want = (up - down) / 2e-2;
        assert!((want - grad[i]).abs() < 1e-3, "{i}: {} instead of {want}", grad[i]);
    }
}
