//! A detection of few steps: what it learns, and that it does not depend on whether it was interrupted.
#![expect(clippy::unwrap_used, clippy::panic, reason = "these are tests, with their helpers")]

use fovea_datasets::{DataSet, Format, OpenOptions, open};
use fovea_domain::Task;
use fovea_domain::quality::ThresholdRule;
use fovea_infer::{Candidate, LoadOptions, Model, Package};
use fovea_learn::{Progress, Stop, TrainOptions, Trained, train};
use fovea_vision::{Limits, Picture, decode_file, encode_png_rgb};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const SIDE: u32 = 64;

/// Grainy pictures: every third is good, the others show one or two dark squares, or a bright one, of any size.
fn draw(folder: &Path, count: usize) {
    let mut rng = fastrand::Rng::with_seed(7);
    std::fs::create_dir_all(folder.join("labels")).unwrap();
    std::fs::create_dir_all(folder.join("images")).unwrap();
    for i in 0..count {
        let mut rgb: Vec<u8> = (0..SIDE * SIDE).flat_map(|_| [100 + rng.u8(..30); 3]).collect();
        let mut lines = String::new();
        for n in 0..[0, 2, 1][i % 3] {
            let kind = (i + n) % 2;
            let (w, h) = (rng.u32(10..26), rng.u32(10..26));
            let (x, y) = (rng.u32(0..SIDE / 2 - w / 2) + n as u32 * SIDE / 2, rng.u32(0..SIDE - h));
            let x = x.min(SIDE - w);
            for (py, px) in (y..y + h).flat_map(|py| (x..x + w).map(move |px| (py, px))) {
                rgb[(py * SIDE + px) as usize * 3..][..3].fill(if kind == 0 { 20 } else { 240 });
            }
            let share = |v: f32| v / SIDE as f32;
            lines += &format!(
                "{kind} {} {} {} {}\n",
                share(x as f32 + w as f32 / 2.0),
                share(y as f32 + h as f32 / 2.0),
                share(w as f32),
                share(h as f32)
            );
        }
        // Letters only: a number could pass for that of a part seen twice.
        let name: String = [i / 26, i % 26].iter().map(|&v| char::from(b'a' + v as u8)).collect();
        let picture = Picture { width: SIDE, height: SIDE, rgb };
        std::fs::write(folder.join(format!("images/{name}.png")), encode_png_rgb(&picture).unwrap()).unwrap();
        std::fs::write(folder.join(format!("labels/{name}.txt")), lines).unwrap();
    }
    std::fs::write(folder.join("classes.txt"), "dark\nbright\n").unwrap();
}

/// Asks to stop once so many steps are made.
struct StopAt {
    step: usize,
    flag: Arc<AtomicBool>,
}

impl Progress for StopAt {
    fn step(&self, stage: &'static str, done: usize, _: usize, _: &str) {
        if stage == "training" && done >= self.step {
            self.flag.store(true, Ordering::Relaxed);
        }
    }
    fn warn(&self, message: &str) {
        panic!("{message}");
    }
}

fn set(folder: &Path) -> DataSet {
    open(folder, &OpenOptions { format: Format::Yolo, ..OpenOptions::default() }).unwrap()
}

fn options((seed, steps, tune): (u64, usize, bool), checkpoint: Option<&Path>) -> TrainOptions {
    TrainOptions {
        task: Task::Detect,
        name: "squares".into(),
        seed,
        threads: 2,
        size: Some(SIDE),
        flips: None,
        rule: ThresholdRule::Cost(20.0),
        steps: Some(steps),
        tune,
        read: Default::default(),
        template: None,
        paste_in: false,
        checkpoint: checkpoint.map(Into::into),
    }
}

fn run(set: &DataSet, asked: (u64, usize, bool), checkpoint: Option<&Path>, stop_at: usize) -> Trained {
    let options = options(asked, checkpoint);
    let stop = Stop::new(None);
    train(set, &options, &StopAt { step: stop_at, flag: Arc::clone(stop.flag()) }, &stop).unwrap()
}

#[test]
fn an_interrupted_training_ends_with_the_bytes_of_one_that_was_not() {
    let folder = tempfile::tempdir().unwrap();
    draw(folder.path(), 15);
    let set = set(folder.path());
    let bytes = |trained: &Trained| trained.package.to_bytes().unwrap();
    let at = |name: &str| folder.path().join(name);
    let whole = run(&set, (3, 6, true), Some(&at("a")), usize::MAX);
    assert!(!whole.stopped_early);
    let cut = run(&set, (3, 6, true), Some(&at("b")), 3);
    assert!(cut.stopped_early && bytes(&cut) != bytes(&whole));
    let resumed = run(&set, (3, 6, true), Some(&at("b")), usize::MAX);
    assert!(!resumed.stopped_early && bytes(&resumed) == bytes(&whole));
}

#[test]
fn squares_are_found_where_they_lie() {
    let folder = tempfile::tempdir().unwrap();
    draw(folder.path(), 48);
    let set = set(folder.path());
    let options = TrainOptions { flips: Some(true), ..options((1, 40, false), None) };
    let stop = Stop::new(None);
    let trained =
        train(&set, &options, &StopAt { step: usize::MAX, flag: Arc::clone(stop.flag()) }, &stop).unwrap();
    let manifest = &trained.package.manifest;
    assert_eq!(manifest.classes, ["dark", "bright"]);
    let detection = &manifest.validation["detection"];
    // Of pictures that the first steps did not see.
    let map = detection["coco"]["map50"].as_f64().unwrap();
    assert!(map > 0.4, "{detection}");
    assert!(manifest.flips);
    the_mirror_image_has_the_same_boxes(&set, &trained.package);
}

/// Of a model that looks at each picture turned over, too; one that does not tells more or less of the two.
fn the_mirror_image_has_the_same_boxes(set: &DataSet, package: &Package) {
    let picture = decode_file(&set.samples[1].path, &Limits::default()).unwrap();
    let rows = picture.rgb.chunks_exact(SIDE as usize * 3);
    let rgb = rows.flat_map(|row| row.chunks_exact(3).rev().flatten().copied()).collect();
    let mirrored = Picture { rgb, ..picture };
    let told = |flips: bool| {
        let mut package = package.clone();
        package.manifest.flips = flips;
        let load = LoadOptions { check: false, ..LoadOptions::default() };
        let model = Model::from_package(&package, load).unwrap();
        [&picture, &mirrored].map(|p| model.infer(&p.clone().into()).unwrap())
    };
    let [plain, other] = told(true);
    assert!((plain.prediction.score - other.prediction.score).abs() < 1e-4);
    let sure: Vec<_> = plain.candidates.iter().filter(|c| c.score > 0.1).collect();
    assert!(!sure.is_empty(), "{:?}", plain.candidates);
    for one in sure {
        let x = SIDE as f32 - one.bbox.x - one.bbox.w;
        let same = |c: &Candidate| {
            let apart = (c.bbox.x - x).abs().max((c.bbox.y - one.bbox.y).abs());
            c.kind == one.kind && (c.score - one.score).abs() < 1e-4 && apart < 1e-2
        };
        assert!(other.candidates.iter().any(same), "{one:?} of {:?}", other.candidates);
    }
    let [plain, other] = told(false);
    assert!((plain.prediction.score - other.prediction.score).abs() > 1e-4);
}
