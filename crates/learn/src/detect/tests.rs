use super::assign::{Guess, Target, assign};
use super::loss::{Answer, loss};
use super::net::{BLUR, STRIDES, feature_graph, model_graph, network};
use super::views::{Mark, Views};
use crate::progress::Silent;
use fovea_datasets::Sample;
use fovea_domain::BBox;
use fovea_infer::detect::{Level, place_of};
use fovea_infer::{Fit, Session};
use fovea_nn::{Part, run_batch};
use fovea_vision::{Picture, encode_png_rgb};

fn mark(kind: usize, x: f32, y: f32, w: f32, h: f32) -> Mark {
    Mark { kind, bbox: BBox { x, y, w, h } }
}

fn random(rng: &mut fastrand::Rng, n: usize, by: f32) -> Vec<f32> {
    (0..n).map(|_| (rng.f32() * 2.0 - 1.0) * by).collect()
}

/// For each level logits of two kinds, and boxes.
fn outputs(levels: &[Level], rng: &mut fastrand::Rng) -> Vec<Vec<f32>> {
    let level = |l: &Level| [(2, 2.0), (4, 0.7)].map(|(rows, by)| random(rng, rows * l.places(), by));
    levels.iter().flat_map(level).collect()
}

fn answer<'a>(levels: &'a [Level], outputs: &'a [Vec<f32>]) -> Answer<'a> {
    Answer { levels, outputs: outputs.iter().map(Vec::as_slice).collect() }
}

#[test]
fn the_loss_has_the_slope_of_its_differences() {
    let levels = Level::all(&STRIDES, 64, 64);
    let mut rng = fastrand::Rng::with_seed(5);
    let mut outputs = outputs(&levels, &mut rng);
    // One side is as long as it may be.
    outputs[1][2 * 64 + 9] = 4.5;
    let marks = [mark(0, 5.0, 6.0, 9.0, 20.0), mark(1, 30.0, 20.0, 33.0, 40.0)];
    let targets = [(9, 0, 0.7), (10, 0, 0.2), (36, 1, 0.9), (64 + 5, 1, 0.4), (64 + 16 + 3, 1, 0.1)]
        .map(|(place, mark, sure)| Target { place, mark, sure });
    let run = |outputs: &[Vec<f32>]| {
        let mut grads: Vec<Vec<f32>> = outputs.iter().map(|o| vec![0.0; o.len()]).collect();
        let mut slices: Vec<&mut [f32]> = grads.iter_mut().map(Vec::as_mut_slice).collect();
        let value = loss(&answer(&levels, outputs), &targets, &marks, 0.5, &mut slices);
        (value, grads)
    };
    let (_, grads) = run(&outputs);
    let mut moved = 0;
    for o in 0..outputs.len() {
        for i in 0..outputs[o].len() {
            let old = outputs[o][i];
            outputs[o][i] = old + 4e-3;
            let up = run(&outputs).0;
            outputs[o][i] = old - 4e-3;
            let down = run(&outputs).0;
            outputs[o][i] = old;
            let (want, got) = ((up - down) / 8e-3, grads[o][i]);
            moved += usize::from(got.abs() > 1e-3);
            assert!((want - got).abs() < 5e-3 + 0.02 * want.abs(), "{o} {i}: {got} instead of {want}");
        }
    }
    assert!(moved > 100, "{moved}");
    assert_eq!(grads[1][2 * 64 + 9], 0.0, "a side at its end does not move");
}

/// Boxes as an untaught network tells them.
fn untaught(levels: &[Level]) -> Vec<Vec<f32>> {
    levels.iter().flat_map(|l| [vec![-4.6; 2 * l.places()], vec![0.0; 4 * l.places()]]).collect()
}

#[test]
fn a_box_is_learnt_by_places_of_its_size_in_its_midst() {
    let levels = Level::all(&STRIDES, 256, 256);
    let outputs = untaught(&levels);
    let guess = answer(&levels, &outputs);
    // 32, 64 and 128 pixels wide, as the levels tell boxes at first; and one of 3 pixels.
    let marks = [
        mark(0, 20.0, 20.0, 32.0, 32.0),
        mark(1, 180.0, 20.0, 64.0, 64.0),
        mark(0, 90.0, 100.0, 128.0, 128.0),
        mark(1, 10.0, 200.0, 3.0, 3.0),
    ];
    let targets = assign(&guess, &marks);
    let first = [0, levels[0].places(), levels[0].places() + levels[1].places()];
    for (number, mark) in marks.iter().enumerate() {
        let own: Vec<&Target> = targets.iter().filter(|t| t.mark == number).collect();
        assert!((1..=10).contains(&own.len()), "{number}: {}", own.len());
        let surest = own.iter().max_by(|a, b| a.sure.total_cmp(&b.sure)).unwrap();
        let level = first.iter().rposition(|&f| surest.place >= f).unwrap();
        assert_eq!(level, [0, 1, 2, 0][number], "{number}");
        let [x, y] = place_of(&levels[level], surest.place - first[level]);
        let (cx, cy) = (mark.bbox.x + mark.bbox.w / 2.0, mark.bbox.y + mark.bbox.h / 2.0);
        assert!((x - cx).abs().max((y - cy).abs()) <= levels[level].stride as f32, "{number}: {x} {y}");
        // As sure as its box is good.
        let good = guess.bbox(surest.place).iou(&mark.bbox);
        assert!((surest.sure - good).abs() < 1e-5, "{} {good}", surest.sure);
    }
    let mut places: Vec<usize> = targets.iter().map(|t| t.place).collect();
    places.dedup();
    assert_eq!(places.len(), targets.len(), "a place learns one box");
    assert!(assign(&guess, &[]).is_empty());
}

#[test]
fn of_places_as_good_the_one_that_knows_the_kind_is_surer() {
    let levels = Level::all(&STRIDES, 64, 64);
    let mut outputs = untaught(&levels);
    // Two places beside each other, as far from the middle of a box; one takes it for its kind.
    outputs[0][64 + 3 * 8 + 4] = 1.0;
    let targets = assign(&answer(&levels, &outputs), &[mark(1, 16.0, 12.0, 32.0, 32.0)]);
    let sure = |place: usize| targets.iter().find(|t| t.place == place).map_or(0.0, |t| t.sure);
    assert!(sure(3 * 8 + 4) > 2.0 * sure(3 * 8 + 3), "{} {}", sure(3 * 8 + 4), sure(3 * 8 + 3));
}

#[test]
fn the_written_graph_gives_what_the_taught_network_gives() {
    written_as_taught(false);
}

#[test]
fn a_tuned_backbone_is_written_too() {
    written_as_taught(true);
}

fn written_as_taught(tune: bool) {
    let (graph, mut params) = network(2, 3, tune).unwrap();
    let mut rng = fastrand::Rng::with_seed(1);
    // Norms and last layers as after a training, not as made.
    for p in params.iter_mut().filter(|p| p.name.starts_with("norm")) {
        p.data.iter_mut().for_each(|v| *v = (*v + rng.f32()).abs() + 0.1);
    }
    // The backbone as it is, but for what it has learnt.
    for p in params.iter_mut().filter(|p| p.name.starts_with('_')) {
        assert!(tune && p.trainable);
        p.data.iter_mut().for_each(|v| *v *= 1.0 + 0.02 * rng.f32());
    }
    let image: Vec<f32> = (0..2 * 3 * 64 * 96).map(|_| rng.f32() * 255.0).collect();
    let mut features = Session::new(&feature_graph(tune).unwrap(), 1).unwrap();
    let stages = features.run(&blurred(&image, 96, 64), [2, 3, 64, 96]).unwrap();
    let sizes = stages.iter().map(|s| (s.dims[2], s.dims[3])).collect();
    let inputs = stages.into_iter().map(|s| s.data).collect();
    let wanted = run_batch(&graph, &params, &[Part { inputs, sizes, samples: 2 }]).remove(0);
    let mut model = Session::new(&model_graph(&graph, &params, tune).unwrap(), 1).unwrap();
    let got = model.run(&image, [2, 3, 64, 96]).unwrap();
    let at = |name: &str| model.outputs().iter().position(|n| n == name).unwrap();
    let (kinds, boxes) = (&got[at("kinds")], &got[at("boxes")]);
    let levels = Level::all(&STRIDES, 96, 64);
    let places: usize = levels.iter().map(Level::places).sum();
    assert_eq!((&kinds.dims[..], &boxes.dims[..]), (&[2, 2, places][..], &[2, 4, places][..]));
    for sample in 0..2 {
        let own = |(o, v): (usize, &Vec<f32>)| {
            let size = levels[o / 2].places() * if o % 2 == 0 { 2 } else { 4 };
            v[sample * size..(sample + 1) * size].to_vec()
        };
        let outputs: Vec<Vec<f32>> = wanted.iter().enumerate().map(own).collect();
        let guess = answer(&levels, &outputs);
        let mut before = 0;
        for level in &levels {
            for place in 0..level.places() {
                let p = before + place;
                for kind in 0..2 {
                    let got = kinds.data[(sample * 2 + kind) * places + p];
                    assert!((got - guess.likely(p, kind)).abs() < 1e-4, "{got}");
                }
                let [x, y] = place_of(level, place);
                let side = |k: usize| boxes.data[(sample * 4 + k) * places + p];
                let (got, want) =
                    ([x - side(0), y - side(1), side(0) + side(2), side(1) + side(3)], guess.bbox(p));
                let far =
                    got.iter().zip(<[f32; 4]>::from(want)).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                assert!(far < 0.02, "{got:?} {want:?}");
            }
            before += level.places();
        }
    }
}

/// Planes of numbers as the whole model sees them: each with a share of the mean around it, of what lies inside.
fn blurred(planes: &[f32], width: usize, height: usize) -> Vec<f32> {
    let near = |v: usize, end: usize| v.saturating_sub(1)..(v + 2).min(end);
    let mut out = Vec::with_capacity(planes.len());
    for plane in planes.chunks_exact(width * height) {
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let around: Vec<f32> =
                near(y, height).flat_map(|y| near(x, width).map(move |x| plane[y * width + x])).collect();
            let mean = around.iter().sum::<f32>() / around.len() as f32;
            out.push((1.0 - BLUR) * plane[y * width + x] + BLUR * mean);
        }
    }
    out
}

#[test]
fn a_box_stays_around_what_it_marks_however_a_view_is_turned() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    let inside = |x: u32, y: u32| (30..60).contains(&x) && (20..30).contains(&y);
    let rgb =
        (0..80).flat_map(|y| (0..120).flat_map(move |x| [if inside(x, y) { 200 } else { 20 }; 3])).collect();
    std::fs::write(&path, encode_png_rgb(&Picture { width: 120, height: 80, rgb }).unwrap()).unwrap();
    let sample = Sample {
        path,
        id: "a.png".into(),
        width: 120,
        height: 80,
        class: Some(0),
        regions: Vec::new(),
        split: None,
        group: "a".into(),
        tags: Vec::new(),
    };
    let (samples, marks) = ([&sample], [vec![mark(0, 30.0, 20.0, 30.0, 10.0)]]);
    for fit in [Fit::Stretch { width: 96, height: 96 }, Fit::Scale { factor: 2.0, multiple: 32, tile: 1024 }]
    {
        let views = Views::new(&samples, &marks, 1, fit);
        let (stock, read) = views.stock(&[true], &Silent);
        assert_eq!(read, [true]);
        let (width, height) = views.view();
        let mut seen = 0;
        for seed in 0..30 {
            let (image, marks) = views.draw(&stock, &mut fastrand::Rng::with_seed(seed)).unwrap();
            let value = |x: f32, y: f32| image[y as usize * width as usize + x as usize];
            for Mark { bbox: b, .. } in &marks {
                seen += 1;
                let (cx, cy) = (b.x + b.w / 2.0, b.y + b.h / 2.0);
                let middle = value(cx, cy);
                // Three pixels within each side it is as in the middle, three outside it is not.
                for (dx, dy) in [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0)] {
                    let at = |by: f32| (cx + dx * (b.w / 2.0 + by), cy + dy * (b.h / 2.0 + by));
                    let (x, y) = at(-3.0);
                    assert!((value(x, y) - middle).abs() < 20.0, "{fit:?} {seed} {b:?}");
                    let (x, y) = at(3.0);
                    let shown = x >= 0.0 && y >= 0.0 && x < width as f32 && y < height as f32;
                    assert!(!shown || middle - value(x, y) > 50.0, "{fit:?} {seed} {b:?}");
                }
            }
        }
        assert!(seen >= 20, "{seen}");
    }
}
