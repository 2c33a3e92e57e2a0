//! A segmentation of few steps: what it ends with does not depend on whether it was interrupted.
#![expect(clippy::unwrap_used, clippy::panic, reason = "these are tests, with their helpers")]

use fovea_datasets::{Format, OpenOptions, open};
use fovea_domain::Task;
use fovea_domain::quality::ThresholdRule;
use fovea_learn::{Progress, Stop, TrainOptions, Trained, train};
use fovea_vision::{Picture, encode_png_gray, encode_png_rgb};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

const SIDE: u32 = 64;

/// Grey parts, half of them with a dark square and its mask.
fn draw(folder: &Path) {
    for (class, marked) in [("good", false), ("dent", true)] {
        std::fs::create_dir_all(folder.join("images").join(class)).unwrap();
        std::fs::create_dir_all(folder.join("masks").join(class)).unwrap();
        for i in 0..8u32 {
            let inside = |x: u32, y: u32| marked && x / 16 == 1 + i % 2 && y / 16 == i / 4 + 1;
            let places = || (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
            let tone = |(x, y)| if inside(x, y) { 40 } else { 120 + ((x * 7 + y * 3 + i) % 11) as u8 };
            let rgb = places().flat_map(|at| [tone(at); 3]).collect();
            let mask: Vec<u8> = places().map(|(x, y)| if inside(x, y) { 255 } else { 0 }).collect();
            let picture = Picture { width: SIDE, height: SIDE, rgb };
            let name = format!("{class}/{i}.png");
            std::fs::write(folder.join("images").join(&name), encode_png_rgb(&picture).unwrap()).unwrap();
            if marked {
                let png = encode_png_gray(&mask, SIDE, SIDE).unwrap();
                std::fs::write(folder.join("masks").join(&name), png).unwrap();
            }
        }
    }
}

/// Asks to stop once so many steps are made, and remembers which was the first.
struct StopAt {
    step: usize,
    first: AtomicUsize,
    flag: Arc<AtomicBool>,
}

impl Progress for StopAt {
    fn step(&self, stage: &'static str, done: usize, _: usize, _: &str) {
        if stage == "training" {
            self.first.fetch_min(done, Ordering::Relaxed);
            if done >= self.step {
                self.flag.store(true, Ordering::Relaxed);
            }
        }
    }
    fn warn(&self, message: &str) {
        panic!("{message}");
    }
}

/// What was learnt, and the number of the step that it began with.
fn run(data: &Path, seed: u64, checkpoint: &Path, stop_at: usize) -> (Trained, usize) {
    let set = open(data, &OpenOptions { format: Format::Masks, ..OpenOptions::default() }).unwrap();
    let options = TrainOptions {
        task: Task::Segment,
        name: "dents".into(),
        seed,
        threads: 2,
        size: Some(SIDE),
        flips: None,
        rule: ThresholdRule::Cost(20.0),
        steps: Some(12),
        tune: false,
        read: Default::default(),
        template: None,
        paste_in: false,
        checkpoint: Some(checkpoint.into()),
    };
    let stop = Stop::new(None);
    let told = StopAt { step: stop_at, first: AtomicUsize::new(usize::MAX), flag: Arc::clone(stop.flag()) };
    let trained = train(&set, &options, &told, &stop).unwrap();
    (trained, told.first.into_inner())
}

#[test]
fn an_interrupted_training_ends_with_the_bytes_of_one_that_was_not() {
    let folder = tempfile::tempdir().unwrap();
    draw(folder.path());
    let bytes = |trained: &Trained| trained.package.to_bytes().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (whole, _) = run(folder.path(), 3, &at("a"), usize::MAX);
    assert!(!whole.stopped_early);
    assert!(whole.package.manifest.flips, "pictures seen whole are judged turned over, too");
    let (cut, first) = run(folder.path(), 3, &at("b"), 5);
    assert!(first == 1 && cut.stopped_early && bytes(&cut) != bytes(&whole));
    let checkpoint = std::fs::read(at("b")).unwrap();
    let (resumed, first) = run(folder.path(), 3, &at("b"), usize::MAX);
    assert!(first == 6 && !resumed.stopped_early && bytes(&resumed) == bytes(&whole));
    // Another seed teaches something else, as far as it was cut, too.
    let (other_seed, _) = run(folder.path(), 4, &at("c"), 5);
    let graph = |trained: &Trained| trained.package.files["model.onnx"].clone();
    assert!(graph(&other_seed) != graph(&cut));
    // Other pixels under the same names are another lesson: nothing is taken up.
    std::fs::write(at("d"), checkpoint).unwrap();
    let repainted = Picture { width: SIDE, height: SIDE, rgb: vec![99; (SIDE * SIDE * 3) as usize] };
    std::fs::write(folder.path().join("images/good/0.png"), encode_png_rgb(&repainted).unwrap()).unwrap();
    let (_, first) = run(folder.path(), 3, &at("d"), 5);
    assert_eq!(first, 1);
}
