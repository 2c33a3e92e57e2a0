use crate::progress::Silent;
use crate::{Stop, TrainOptions, train};
use fovea_datasets::{OpenOptions, open};
use fovea_domain::Task;
use fovea_domain::bead::BeadTally;
use fovea_domain::quality::ThresholdRule;
use fovea_infer::{LoadOptions, Model, Package};
use fovea_vision::{Photo, encode_png_gray, encode_png_rgb};
use std::path::Path;

#[path = "../../examples/beads/draw.rs"]
mod draw;

use draw::{Faults, GLUES, GROUNDS, Glue, Ground, Scene, rounded};

fn scene(glue: Glue, ground: Ground) -> Scene {
    Scene {
        width: 420,
        height: 260,
        path: rounded(&[[50.0, 60.0], [350.0, 50.0], [360.0, 190.0], [60.0, 200.0]], false, 50.0),
        closed: false,
        bead: 20.0,
        tolerance: 7.0,
        mm_per_px: 0.05,
        glue,
        ground,
        loose: (0.0, 0.0),
    }
}

fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn draw_good(dir: &Path, scene: &Scene, count: u64, masks: bool) {
    write(&dir.join("glue.json"), scene.plan("good/0.png").as_bytes());
    for k in 0..count {
        let drawn = scene.draw(&Faults::default(), 10 + k);
        write(&dir.join(format!("good/{k}.png")), &encode_png_rgb(&drawn.picture).unwrap());
        if masks {
            let mask = encode_png_gray(&drawn.mask, scene.width, scene.height).unwrap();
            write(&dir.join(format!("masks/{k}.png")), &mask);
        }
    }
}

fn options() -> TrainOptions {
    TrainOptions {
        task: Task::Glue,
        name: "beads".into(),
        seed: 3,
        threads: 2,
        size: None,
        flips: None,
        rule: ThresholdRule::Cost(20.0),
        steps: None,
        tune: false,
        checkpoint: None,
        read: Default::default(),
        template: None,
        paste_in: false,
    }
}

fn taught(dir: &Path) -> Package {
    let set = open(dir, &OpenOptions::default()).unwrap();
    train(&set, &options(), &Silent, &Stop::new(None)).unwrap().package
}

/// How far widths of new sound beads are off, in pixels, and which breaks of others were found.
fn judged(scene: &Scene, package: &Package) -> (f64, usize, usize, usize) {
    let model = Model::from_package(package, LoadOptions::default()).unwrap();
    let (mut sound, mut broken) = (BeadTally::default(), BeadTally::default());
    for k in 0..4 {
        let breaks = if k % 2 == 0 { vec![] } else { vec![4.0, 10.0] };
        let tally = if k % 2 == 0 { &mut sound } else { &mut broken };
        let drawn = scene.draw(&Faults { breaks, ..Faults::default() }, 500 + k);
        let told = model.infer(&Photo::from(drawn.picture)).unwrap().prediction.bead.unwrap();
        tally.add(&told, &drawn.truth, scene.mm_per_px);
    }
    let (s, b) = (sound.quality().unwrap(), broken.quality().unwrap().breaks.unwrap());
    (s.width.unwrap().mean_px, b.found, b.marked, s.breaks.unwrap().pictures_alarmed)
}

#[test]
fn beads_of_each_kind_are_measured_after_a_few_good_ones() {
    for (glue, ground) in GLUES.into_iter().zip(GROUNDS) {
        let scene = scene(glue, ground);
        let folder = tempfile::tempdir().unwrap();
        draw_good(folder.path(), &scene, 5, false);
        let (off, found, marked, alarmed) = judged(&scene, &taught(folder.path()));
        assert!(off < 1.0, "{glue:?} on {ground:?}: {off}");
        assert_eq!((found, marked, alarmed), (4, 4, 0), "{glue:?} on {ground:?}");
    }
}

#[test]
fn the_same_training_gives_the_same_bytes_and_marks_say_where_edges_are() {
    let scene = scene(Glue::White, Ground::Wood);
    let folder = tempfile::tempdir().unwrap();
    draw_good(folder.path(), &scene, 3, true);
    let (first, again) = (taught(folder.path()), taught(folder.path()));
    assert_eq!(first.to_bytes().unwrap(), again.to_bytes().unwrap());
    assert_eq!(first.manifest.training.settings["marked"], 3);
    let (off, ..) = judged(&scene, &first);
    assert!(off < 0.6, "{off}");
}

#[test]
fn a_black_bead_on_metal_is_measured_by_its_light_alone() {
    let scene = scene(Glue::Black, Ground::Metal);
    let folder = tempfile::tempdir().unwrap();
    draw_good(folder.path(), &scene, 1, false);
    let file = folder.path().join("glue.json");
    let mut plan: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    plan["threshold"] = serde_json::json!({ "of": "light", "least": -1.0, "most": 95.0 });
    write(&file, plan.to_string().as_bytes());
    let package = taught(folder.path());
    assert!(package.manifest.glue.as_ref().unwrap().looks.is_empty());
    assert!(!package.files.contains_key("looks.f32"));
    let told = Package::from_bytes(&package.to_bytes().unwrap()).unwrap();
    let model = Model::from_package(&told, LoadOptions::default()).unwrap();
    let drawn = scene.draw(&Faults { breaks: vec![24.0], ..Faults::default() }, 77);
    let bead = model.infer(&Photo::from(drawn.picture)).unwrap().prediction.bead.unwrap();
    assert_eq!(bead.breaks.len(), 1, "{:?}", bead.breaks);
}
