//! Drawn beads of glue with exact truth.
//!
//!     cargo run --example beads -- draw DIR [GLUE] [GROUND] [GOOD] [BAD] [SEED] [MARKED]
//!     cargo run --example beads -- judge [SEED] [SOUND] [BROKEN] [MARKED]
//!
//! `draw` writes a data set for `fovea train --task glue`. `judge` teaches each of nine kinds (transparent, white and black glue
//! on metal, wood and boards) from eight sound pictures of a megapixel, MARKED of them with masks, measures others, and prints how far widths are off and
//! which breaks were found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measuring program")]

mod draw;

use draw::{Faults, GLUES, GROUNDS, Glue, Ground, Scene, rounded};
use fovea_datasets::{OpenOptions, open};
use fovea_domain::Task;
use fovea_domain::bead::{BeadQuality, BeadTally};
use fovea_domain::quality::ThresholdRule;
use fovea_infer::{LoadOptions, Model};
use fovea_learn::{Progress, Stop, TrainOptions, train};
use fovea_vision::{Photo, encode_png_gray, encode_png_rgb};
use std::path::Path;
use std::time::Instant;

const TAUGHT: u64 = 8;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let word = |i: usize| args.get(i).map(String::as_str);
    let number = |i: usize, or: u64| word(i).map_or(or, |w| w.parse().expect("a number"));
    match word(0) {
        Some("draw") => {
            let dir = word(1).expect("a folder");
            let glue = match word(2) {
                Some("white") => Glue::White,
                Some("black") => Glue::Black,
                _ => Glue::Transparent,
            };
            let ground = match word(3) {
                Some("wood") => Ground::Wood,
                Some("board") => Ground::Board,
                _ => Ground::Metal,
            };
            let scene = scene(glue, ground, 24.0);
            write_set(Path::new(dir), &scene, (number(4, 8), number(5, 12)), number(6, 1), number(7, 0));
        }
        Some("judge") => judge(number(1, 1000), number(2, 8), number(3, 8), number(4, 3)),
        _ => panic!("draw or judge?"),
    }
}

/// A megapixel with a bead that winds over it.
fn scene(glue: Glue, ground: Ground, bead: f64) -> Scene {
    let corners = [
        [90.0, 120.0],
        [1060.0, 100.0],
        [1090.0, 330.0],
        [700.0, 420.0],
        [150.0, 380.0],
        [110.0, 700.0],
        [560.0, 760.0],
        [1080.0, 640.0],
    ];
    Scene {
        width: 1180,
        height: 850,
        path: rounded(&corners, false, 110.0),
        closed: false,
        bead,
        tolerance: 8.0,
        mm_per_px: 0.05,
        glue,
        ground,
        loose: (0.0, 0.0),
    }
}

/// What bad picture number `k` has.
fn faults(k: u64) -> Faults {
    match k % 5 {
        0 => Faults { breaks: vec![3.0, 8.0], ..Faults::default() },
        1 => Faults { overflow: 2, ..Faults::default() },
        2 => Faults { bubbles: 3, ..Faults::default() },
        3 => Faults { narrow: 0.5, ..Faults::default() },
        _ => Faults { late: 60.0, ..Faults::default() },
    }
}

/// `marked` of the pictures have a mask of the bead.
fn write_set(dir: &Path, scene: &Scene, (good, bad): (u64, u64), seed: u64, marked: u64) {
    let write = |name: &str, bytes: &[u8]| {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    write("glue.json", scene.plan("good/0.png").as_bytes());
    for k in 0..good + bad {
        let (folder, what) = match k.checked_sub(good) {
            None => ("good", Faults::default()),
            Some(k) => ("bad", faults(k)),
        };
        let drawn = scene.draw(&what, seed + k);
        write(&format!("{folder}/{k}.png"), &encode_png_rgb(&drawn.picture).unwrap());
        write(&format!("truth/{k}.json"), &serde_json::to_vec(&drawn.truth).unwrap());
        if k < marked {
            let mask = encode_png_gray(&drawn.mask, scene.width, scene.height).unwrap();
            write(&format!("masks/{k}.png"), &mask);
        }
    }
}

struct Quiet;

impl Progress for Quiet {
    fn step(&self, _: &'static str, _: usize, _: usize, _: &str) {}
    fn warn(&self, message: &str) {
        eprintln!("  warning: {message}");
    }
}

fn options() -> TrainOptions {
    TrainOptions {
        task: Task::Glue,
        name: "beads".into(),
        seed: 1,
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

fn judge(seed: u64, sound: u64, broken: u64, marked: u64) {
    let mut all = (BeadTally::default(), BeadTally::default());
    let mut ms = Vec::new();
    println!("kind, px wide: width error mean / p99 / bias / untold | breaks found, false | sound alarmed");
    for (g, glue) in GLUES.into_iter().enumerate() {
        for (m, ground) in GROUNDS.into_iter().enumerate() {
            let bead = [16.0, 24.0, 36.0][(g + m) % 3];
            let scene = scene(glue, ground, bead);
            let kind = seed + 100_000 * (3 * g + m) as u64;
            let folder = tempfile::tempdir().unwrap();
            write_set(folder.path(), &scene, (TAUGHT, 0), kind, marked);
            let set = open(folder.path(), &OpenOptions::default()).unwrap();
            let start = Instant::now();
            let package = train(&set, &options(), &Quiet, &Stop::new(None)).unwrap().package;
            let taught = start.elapsed().as_secs_f32();
            let model = Model::from_package(&package, LoadOptions::default()).unwrap();
            let mut own = (BeadTally::default(), BeadTally::default());
            let mut results = Vec::new();
            std::thread::scope(|scope| {
                let (model, scene) = (&model, &scene);
                let part = |t: u64| {
                    move || {
                        (t..sound + broken)
                            .step_by(2)
                            .map(|k| one(model, scene, kind + 1000 + k, k >= sound))
                            .collect::<Vec<_>>()
                    }
                };
                let both = [scope.spawn(part(0)), scope.spawn(part(1))];
                results.extend(both.into_iter().flat_map(|t| t.join().unwrap()));
            });
            for (told, truth, is_broken, took) in &results {
                ms.push(*took);
                let tallies = if *is_broken { [&mut own.1, &mut all.1] } else { [&mut own.0, &mut all.0] };
                tallies.into_iter().for_each(|t| t.add(told, truth, scene.mm_per_px));
            }
            tell(&format!("{glue:?} on {ground:?}, {bead}"), &own, &format!("taught in {taught:.1} s"));
            let spec = package.manifest.glue.as_ref().unwrap();
            if std::env::var_os("BEADS_VERBOSE").is_some() {
                println!(
                    "    usual {:?} noise {:?} rule {:?} bubble {} mix {:?}",
                    spec.usual, spec.noise, spec.rule, spec.bubble, spec.mix
                );
            }
        }
    }
    tell("all", &all, "");
    ms.sort_by(f32::total_cmp);
    println!(
        "{:.1} ms a picture in the middle, {:.1} ms in 99 of 100",
        ms[ms.len() / 2],
        ms[ms.len() * 99 / 100]
    );
}

type Measured = (fovea_domain::bead::Bead, fovea_domain::bead::BeadTruth, bool, f32);

fn one(model: &Model, scene: &Scene, seed: u64, broken: bool) -> Measured {
    let breaks = if broken { vec![3.0, 3.0, 4.0, 5.0, 8.0, 15.0, 40.0] } else { vec![] };
    let drawn = scene.draw(&Faults { breaks, ..Faults::default() }, seed);
    let told = model.infer(&Photo::from(drawn.picture)).unwrap().prediction;
    (*told.bead.unwrap(), drawn.truth, broken, told.ms.run)
}

fn tell(name: &str, (sound, broken): &(BeadTally, BeadTally), more: &str) {
    let (Some(s), Some(b)) = (sound.quality(), broken.quality()) else { return };
    let of = |q: &BeadQuality| (q.width.unwrap(), q.breaks.unwrap(), q.overflow.unwrap(), q.bubbles.unwrap());
    let (w, alarms, over, bubbles) = of(&s);
    let found = of(&b).1;
    println!(
        "{name}: {:.3} / {:.3} / {:+.3} / {:.4} | {} of {}, {} false | breaks {} overflow {} bubbles {} of {} {more}",
        w.mean_px,
        w.p99_px,
        w.bias_px,
        w.untold,
        found.found,
        found.marked,
        found.false_ones,
        alarms.pictures_alarmed,
        over.pictures_alarmed,
        bubbles.pictures_alarmed,
        alarms.pictures_without
    );
}
