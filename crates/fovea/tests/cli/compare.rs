//! `--task compare` on bare boards that are drawn here.

use crate::pictures::{write, write_png};
use crate::program::{fovea, keys, run};
use fovea_vision::Picture;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const SIDE: u32 = 240;
/// Kinds by their number in the files of boxes.
pub(crate) const OPEN: u32 = 1;
pub(crate) const COPPER: u32 = 5;
pub(crate) const PINHOLE: u32 = 6;

struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// Dark traces and a wide area on a bright board; each number another layout.
pub(crate) fn template(number: u64) -> Picture {
    let mut noise = Noise(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (phase, bend, area) = (noise.next() * 6.0, 0.02 + 0.02 * noise.next(), 120.0 + 40.0 * noise.next());
    let mut picture = Picture::new(SIDE, SIDE);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i as u32 % SIDE) as f32, (i as u32 / SIDE) as f32);
        pixel.fill(if is_copper(x, y, phase, bend, area) { 0 } else { 255 });
    }
    picture
}

/// Traces in the upper half, 12 pixels of 40; below, copper from `area` on to the right.
fn is_copper(x: f32, y: f32, phase: f32, bend: f32, area: f32) -> bool {
    let trace = y < 118.0 && (y + 6.0 * (x * bend + phase).sin()).rem_euclid(40.0) < 12.0;
    trace || (y > 130.0 && x > area)
}

/// Left, top, right, bottom, kind.
pub(crate) type Marked = [u32; 5];

/// The board of a template with one defect of each kind, no pixel where it was, and what is marked.
pub(crate) fn board(number: u64, template: &Picture) -> (Picture, Vec<Marked>) {
    let mut noise = Noise(number.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1);
    let mut picture = template.clone();
    let dark = |p: &Picture, x: u32, y: u32| p.rgb[3 * (y * SIDE + x) as usize] < 128;
    let mut fill = |x: u32, y: u32, w: u32, h: u32, value: u8| {
        for row in y..y + h {
            picture.rgb[3 * (row * SIDE + x) as usize..3 * (row * SIDE + x + w) as usize].fill(value);
        }
    };
    let mut marked = Vec::new();
    // A trace is cut: its rows at one column.
    let x = 30 + (noise.next() * 150.0) as u32;
    let top = (20..100).find(|&y| dark(template, x, y) && !dark(template, x, y - 1)).unwrap();
    fill(x, top - 3, 9, 18, 255);
    marked.push([x - 9, top - 11, x + 18, top + 23, OPEN]);
    // A hole in the area, a spot of copper beside it.
    let (x, y) = (185 + (noise.next() * 30.0) as u32, 150 + (noise.next() * 60.0) as u32);
    let size = 7 + (noise.next() * 5.0) as u32;
    fill(x, y, size, size, 255);
    marked.push([x - 10, y - 10, x + size + 10, y + size + 10, PINHOLE]);
    let (x, y) = (25 + (noise.next() * 70.0) as u32, 150 + (noise.next() * 60.0) as u32);
    fill(x, y, size, size, 0);
    marked.push([x - 10, y - 10, x + size + 10, y + size + 10, COPPER]);
    // One pixel to the right, as boards lie.
    let mut moved = picture.clone();
    for row in 0..SIDE as usize {
        let line = row * SIDE as usize * 3;
        moved.rgb.copy_within(line..line + (SIDE as usize - 1) * 3, line + 3);
    }
    (moved, marked.into_iter().map(|[a, b, c, d, kind]| [a + 1, b, c + 1, d, kind]).collect())
}

fn draw(folder: &Path, boards: std::ops::Range<u64>, each: u64) {
    for number in boards {
        for k in 0..each {
            let name = format!("{}{k:03}", 10_000 + number);
            let wanted = template(number * 10 + k);
            let (test, marked) = board(number * 100 + k, &wanted);
            write_png(&folder.join(format!("images/{name}_temp.png")), &wanted);
            write_png(&folder.join(format!("images/{name}_test.png")), &test);
            let lines: Vec<String> =
                marked.iter().map(|m| m.map(|v| v.to_string()).join(" ") + "\n").collect();
            write(&folder.join(format!("boxes/{name}.txt")), lines.concat().as_bytes());
        }
    }
}

struct Drawn {
    folder: tempfile::TempDir,
    data: PathBuf,
    model: PathBuf,
    trained: Value,
}

fn train(data: &Path, out: &Path) -> Command {
    let mut command = fovea();
    command.args(["train", "--task", "compare", "--threads", "2", "--json"]);
    command.arg("--data").arg(data).arg("--out").arg(out);
    command
}

fn drawn() -> &'static Drawn {
    static DRAWN: OnceLock<Drawn> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (data, model) = (folder.path().join("pairs"), folder.path().join("pairs.fovea"));
        draw(&data, 0..8, 4);
        let trained = run(&mut train(&data, &model)).exits(0).json();
        draw(&folder.path().join("new"), 20..22, 4);
        Drawn { data, model, trained, folder }
    })
}

fn predict(paths: &[&Path]) -> Command {
    let mut command = fovea();
    command.args(["predict", "--json"]).arg(&drawn().model).args(paths);
    command
}

#[test]
fn a_folder_of_pairs_is_known_as_such() {
    let told = run(fovea().args(["dataset", "inspect", "--json"]).arg(&drawn().data)).exits(0).json();
    assert_eq!((told["format"].as_str(), told["pictures"].as_u64()), (Some("pairs"), Some(32)));
    assert_eq!((&told["groups"]["count"], &told["problems"]), (&8.into(), &Value::Array(vec![])));
    let advice = told["tasks"].as_array().unwrap().iter().find(|t| t["task"] == "compare").unwrap();
    assert_eq!(advice["enough"], true, "{advice}");
}

#[test]
fn defects_of_new_boards_are_found_by_place_and_kind() {
    let drawn = drawn();
    let new = drawn.folder.path().join("new");
    let evaluated =
        run(fovea().arg("evaluate").arg(&drawn.model).args(["--json", "--data"]).arg(&new)).exits(0).json();
    let detection = &evaluated["detection"];
    assert_eq!((detection["marked"].as_u64(), evaluated["data"]["pictures"].as_u64()), (Some(24), Some(8)));
    assert!(detection["mean_average_precision"].as_f64().unwrap() > 0.95, "{detection}");
    assert!(detection["at_threshold"]["recall"].as_f64().unwrap() > 0.9, "{detection}");
    // The folder holds templates, too, which are not judged.
    let lines = run(&mut predict(&[&new.join("images")])).exits(0).lines();
    assert_eq!(lines.len(), 8);
    for line in &lines {
        assert_eq!(line["verdict"], "ng", "{line}");
        for region in line["regions"].as_array().unwrap() {
            assert_eq!(keys(region), ["area", "bbox", "class", "polygon", "score"]);
        }
    }
    let manifest = &drawn.trained["manifest"];
    assert_eq!(manifest["classes"], serde_json::json!(["open", "copper", "pinhole"]));
    let validation = &manifest["validation"];
    assert!(validation["detection"]["best"]["f"].as_f64().unwrap() > 0.9, "{}", validation["detection"]);
    let text = run(fovea().arg("evaluate").arg(&drawn.model).arg("--data").arg(&new)).exits(0).out;
    assert!(text.contains("mAP") && text.contains("pinhole"), "{text}");
}

#[test]
fn a_sound_board_is_ok_beside_the_template_that_is_named() {
    let drawn = drawn();
    let folder = tempfile::tempdir().unwrap();
    let (golden, sound, bad) =
        (folder.path().join("golden.png"), folder.path().join("a.png"), folder.path().join("b.png"));
    let wanted = template(777);
    write_png(&golden, &wanted);
    write_png(&sound, &wanted);
    write_png(&bad, &board(778, &wanted).0);
    // Without a name that tells it is one of a pair, and without a template, it cannot be judged.
    let told = run(&mut predict(&[&sound])).exits(3);
    assert!(told.err.contains("beside its template"), "{}", told.err);
    let lines = run(predict(&[folder.path()]).arg("--template").arg(&golden)).exits(0).lines();
    let told: Vec<_> =
        lines.iter().map(|l| (l["verdict"].as_str().unwrap(), l["regions"].as_array().unwrap())).collect();
    assert_eq!(lines.len(), 2, "the template itself is not judged");
    assert_eq!((told[0].0, told[0].1.len(), told[1].0), ("ok", 0, "ng"), "{lines:?}");
    // Another size, another board, no picture at all.
    let small = folder.path().join("small.png");
    write_png(&small, &wanted.crop(0, 0, 200, 200));
    let told = run(predict(&[&bad]).arg("--template").arg(&small)).exits(3);
    assert!(told.err.contains("240 × 240") && told.err.contains("200 × 200"), "{}", told.err);
    let mut other = wanted.clone();
    let mut noise = Noise(5);
    other.rgb.chunks_exact_mut(3).for_each(|p| p.fill(if noise.next() > 0.5 { 255 } else { 0 }));
    write_png(&small, &other);
    let told = run(predict(&[&bad]).arg("--template").arg(&small)).exits(3);
    assert!(told.err.contains("does not show what its template shows"), "{}", told.err);
    run(predict(&[&bad]).arg("--template").arg(folder.path().join("none.png"))).fails(3, "file.unreadable");
    assert_eq!(drawn.trained["manifest"]["task"], "compare");
}

#[test]
fn a_package_is_verified_and_gives_the_same_scores() {
    let drawn = drawn();
    run(fovea().args(["model", "verify"]).arg(&drawn.model)).exits(0);
    let told = run(fovea().args(["model", "inspect"]).arg(&drawn.model)).exits(0).out;
    assert!(told.contains("compare"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let changed = folder.path().join("changed.fovea");
    let mut bytes = std::fs::read(&drawn.model).unwrap();
    let at = bytes.windows(10).position(|w| w == b"model.onnx").unwrap() + 900;
    bytes[at] ^= 0x55;
    std::fs::write(&changed, bytes).unwrap();
    run(fovea().args(["model", "verify"]).arg(&changed)).exits(3);
}

#[test]
fn a_template_is_for_models_that_compare_and_pairs_teach_them_alone() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..6 {
        write_png(&folder.path().join(format!("good/{number}.png")), &template(number));
    }
    run(&mut train(folder.path(), &folder.path().join("m.fovea"))).fails(3, "train.not_enough");
    let pairs = folder.path().join("pairs");
    draw(&pairs, 0..1, 2);
    let told = run(&mut train(&pairs, &folder.path().join("m.fovea"))).fails(3, "train.not_enough");
    assert!(told.err.contains("2 pairs"), "{}", told.err);
}
