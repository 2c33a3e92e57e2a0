//! `--task components` on boards that are drawn here.

use crate::pictures::{write, write_png};
use crate::program::{fovea, keys, run};
use fovea_vision::Picture;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const WIDTH: u32 = 560;
const HEIGHT: u32 = 420;

/// Name, left, top, width, height.
pub const LAYOUT: [(&str, i32, i32, i32, i32); 8] = [
    ("C1", 60, 60, 64, 64),
    ("C2", 170, 64, 60, 60),
    ("J1", 300, 60, 120, 46),
    ("Q1", 470, 70, 40, 70),
    ("U1", 70, 190, 90, 60),
    ("U2", 210, 180, 70, 90),
    ("U3", 340, 200, 110, 70),
    ("X1", 200, 320, 160, 50),
];

#[derive(Clone, Copy, PartialEq)]
pub enum Is {
    Sound,
    Missing,
    Reversed,
}

struct Noise(u64);

impl Noise {
    /// 0 to 1.
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// The colour of a component at a place of it, both from 0 to 1.
fn component(k: usize, u: f32, v: f32, [w, h]: [f32; 2]) -> [f32; 3] {
    let kind = k % 4;
    let body = [[44.0, 46.0, 52.0], [52.0, 104.0, 190.0], [222.0, 218.0, 205.0], [36.0, 34.0, 38.0]][kind];
    let (x, y) = (u * w, v * h);
    // A dot in one corner, print in lines, a notch at one end: all tell which way round it is.
    if (x - 12.0).hypot(y - 12.0) < 7.0 {
        return if kind == 2 { [40.0, 40.0, 46.0] } else { [235.0, 235.0, 225.0] };
    }
    if v > 0.55 && v < 0.78 && (x as i32 / 5 + k as i32).rem_euclid(3) != 0 && u > 0.2 && u < 0.75 {
        return if kind == 2 { [60.0, 60.0, 60.0] } else { [190.0, 190.0, 180.0] };
    }
    if u > 0.82 { body.map(|c| 255.0 - c) } else { body }
}

/// A board, moved by (dx, dy) and lit by `light`; the components in `faults` are not sound.
pub fn board(number: u64, faults: &[(&str, Is)]) -> Picture {
    let mut noise = Noise(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (dx, dy, light) = (noise.next() * 8.0 - 4.0, noise.next() * 8.0 - 4.0, 0.92 + 0.16 * noise.next());
    let drift: Vec<[f32; 2]> =
        LAYOUT.iter().map(|_| [noise.next() * 4.0 - 2.0, noise.next() * 4.0 - 2.0]).collect();
    let mut picture = Picture::new(WIDTH, HEIGHT);
    for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = ((i as u32 % WIDTH) as f32 - dx, (i as u32 / WIDTH) as f32 - dy);
        let edge = x < 20.0 || y < 20.0 || x > 540.0 || y > 400.0;
        // Traces and a print around each place, as boards have them.
        let trace =
            ((x * 0.11 + (y * 0.05).sin() * 3.0).sin() > 0.93) || ((y * 0.13 + x * 0.021).sin() > 0.95);
        let mut color =
            if edge { [12.0, 12.0, 14.0] } else { [24.0, 92.0 + 26.0 * f32::from(u8::from(trace)), 52.0] };
        for (k, (name, left, top, w, h)) in LAYOUT.iter().enumerate() {
            let (w, h) = (*w as f32, *h as f32);
            let (px, py) = (x - *left as f32, y - *top as f32);
            let rim = (-3.0..w + 3.0).contains(&px) && (-3.0..h + 3.0).contains(&py);
            let is = faults.iter().find(|f| f.0 == *name).map_or(Is::Sound, |f| f.1);
            if rim && !((-1.0..w + 1.0).contains(&px) && (-1.0..h + 1.0).contains(&py)) {
                color = [200.0, 205.0, 200.0];
            }
            let hole = [0.25, 0.75].iter().any(|c| (px - c * w).hypot(py - 0.5 * h) < 5.0);
            if is == Is::Missing && hole {
                color = [170.0, 150.0, 90.0];
            }
            let (u, v) = ((px - drift[k][0]) / w, (py - drift[k][1]) / h);
            if is != Is::Missing && (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v) {
                let (u, v) = if is == Is::Reversed { (1.0 - u, 1.0 - v) } else { (u, v) };
                color = component(k, u, v, [w, h]);
            }
        }
        let grain = 8.0 * (noise.next() - 0.5);
        pixel.iter_mut().zip(color).for_each(|(p, c)| *p = (c * light + grain).clamp(0.0, 255.0) as u8);
    }
    picture
}

fn layout() -> Value {
    let boxes = LAYOUT.iter().map(|(name, x, y, w, h)| (name.to_string(), json!([x, y, x + w, y + h])));
    json!({ "image": "golden.png", "components": boxes.collect::<serde_json::Map<_, _>>() })
}

fn word(is: Is) -> &'static str {
    if is == Is::Missing { "missing" } else { "reversed" }
}

/// The good board, seven that were passed, and two with faults.
fn draw(folder: &Path) {
    // The layout is of the good board as it lies, so that one lies straight.
    write(&folder.join("layout.json"), layout().to_string().as_bytes());
    write_png(&folder.join("golden.png"), &board(0, &[]));
    for number in 1..8 {
        write_png(&folder.join(format!("images/passed{number}.png")), &board(number, &[]));
    }
    let faulty: [&[(&str, Is)]; 2] = [&[("U1", Is::Missing)], &[("J1", Is::Reversed), ("C2", Is::Missing)]];
    for (k, faults) in faulty.into_iter().enumerate() {
        write_png(&folder.join(format!("images/faulty{k}.png")), &board(20 + k as u64, faults));
        let told: serde_json::Map<_, _> =
            faults.iter().map(|(n, is)| (n.to_string(), json!(word(*is)))).collect();
        let text = json!({ "components": told }).to_string();
        write(&folder.join(format!("faults/faulty{k}.json")), text.as_bytes());
    }
}

struct Drawn {
    _folder: tempfile::TempDir,
    data: PathBuf,
    model: PathBuf,
    trained: Value,
}

fn train(data: &Path, out: &Path) -> Command {
    let mut command = fovea();
    command.args(["train", "--task", "components", "--threads", "2", "--json", "--overkill", "1%"]);
    command.arg("--data").arg(data).arg("--out").arg(out);
    command
}

fn drawn() -> &'static Drawn {
    static DRAWN: OnceLock<Drawn> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (data, model) = (folder.path().join("boards"), folder.path().join("board.fovea"));
        draw(&data);
        let trained = run(&mut train(&data, &model)).exits(0).json();
        Drawn { data, model, trained, _folder: folder }
    })
}

fn predict(model: &Path, pictures: &[&Path]) -> Command {
    let mut command = fovea();
    command.args(["predict", "--json"]).arg(model).args(pictures);
    command
}

#[test]
fn faults_on_new_boards_are_found_by_name_and_kind() {
    let drawn = drawn();
    let folder = tempfile::tempdir().unwrap();
    let faults = [("U3", Is::Reversed), ("Q1", Is::Missing), ("X1", Is::Reversed)];
    let (bad, good) = (folder.path().join("bad.png"), folder.path().join("good.png"));
    write_png(&bad, &board(41, &faults));
    write_png(&good, &board(42, &[]));
    let lines = run(&mut predict(&drawn.model, &[&bad, &good])).exits(0).lines();
    for (line, faults) in lines.iter().zip([&faults[..], &[]]) {
        let verdict = if faults.is_empty() { "ok" } else { "ng" };
        assert_eq!(line["verdict"], verdict, "{line}");
        let components = line["components"].as_object().unwrap();
        assert_eq!(components.len(), LAYOUT.len());
        for (name, told) in components {
            assert_eq!(keys(told), ["angle", "dx", "dy", "score", "state"]);
            let state = faults.iter().find(|f| f.0 == name).map_or("ok", |f| word(f.1));
            assert_eq!(told["state"], state, "{name}: {line}");
            assert!(told["dx"].as_f64().unwrap().abs() < 10.0 || state != "ok", "{name}: {told}");
        }
        assert_eq!(line["regions"].as_array().unwrap().len(), faults.len(), "{line}");
    }
}

#[test]
fn the_training_tells_what_it_is_worth_on_boards_left_out() {
    let drawn = drawn();
    let manifest = &drawn.trained["manifest"];
    assert_eq!(manifest["task"], "components");
    let quality = &manifest["validation"]["components"];
    assert_eq!((quality["bad"].as_u64(), quality["good"].as_u64()), (Some(3), Some(69)));
    assert!(quality["recall_at"][2]["recall"].as_f64().unwrap() > 0.99, "{quality}");
    let evaluated =
        fovea().arg("evaluate").arg(&drawn.model).args(["--json", "--data"]).arg(&drawn.data).output();
    let evaluated: Value = serde_json::from_slice(&evaluated.unwrap().stdout).unwrap();
    assert_eq!(evaluated["data"]["pictures"], 9);
    assert_eq!(evaluated["components"]["escaped"], 0, "{}", evaluated["components"]);
    assert_eq!(evaluated["components"]["named_right"], 3);
}

#[test]
fn a_package_is_verified_and_a_changed_one_refused() {
    let drawn = drawn();
    run(fovea().args(["model", "verify"]).arg(&drawn.model)).exits(0);
    let told = run(fovea().args(["model", "inspect"]).arg(&drawn.model)).exits(0).out;
    assert!(told.contains("components") && told.contains("bank.bin"), "{told}");
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("changed.fovea");
    let mut bytes = std::fs::read(&drawn.model).unwrap();
    let at = bytes.windows(8).position(|w| w == b"bank.bin").unwrap() + 400;
    bytes[at] ^= 0x55;
    std::fs::write(&other, bytes).unwrap();
    run(fovea().args(["model", "verify"]).arg(&other)).exits(3);
}

#[test]
fn another_scene_is_refused_and_not_judged() {
    let drawn = drawn();
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.png");
    let mut noise = Noise(77);
    let mut picture = Picture::new(WIDTH, HEIGHT);
    for (i, p) in picture.rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (i as u32 % WIDTH / 35, i as u32 / WIDTH / 35);
        p.fill(((x * 53 + y * 97) % 160) as u8 + (noise.next() * 40.0) as u8);
    }
    write_png(&other, &picture);
    let told = run(&mut predict(&drawn.model, &[&other])).exits(3);
    assert!(told.err.contains("does not show the board"), "{}", told.err);
    assert_eq!(told.out, "");
}

#[test]
fn the_good_board_alone_is_enough_to_begin_with() {
    let folder = tempfile::tempdir().unwrap();
    let (data, model) = (folder.path().join("boards"), folder.path().join("one.fovea"));
    write(&data.join("layout.json"), layout().to_string().as_bytes());
    write_png(&data.join("golden.png"), &board(0, &[]));
    run(&mut train(&data, &model)).exits(0);
    let bad = folder.path().join("bad.png");
    write_png(&bad, &board(51, &[("U2", Is::Missing)]));
    let line = run(&mut predict(&model, &[&bad])).exits(0).lines().remove(0);
    let score = |name: &str| line["components"][name]["score"].as_f64().unwrap();
    assert!(LAYOUT.iter().all(|(name, ..)| *name == "U2" || score(name) < score("U2")), "{line}");
}

#[test]
fn a_component_whose_way_round_does_not_matter_is_not_reversed() {
    let folder = tempfile::tempdir().unwrap();
    let (data, model) = (folder.path().join("boards"), folder.path().join("either.fovea"));
    draw(&data);
    let mut told = layout();
    told["either_way"] = json!(["X1"]);
    write(&data.join("layout.json"), told.to_string().as_bytes());
    let trained = run(&mut train(&data, &model)).exits(0).json();
    let known = trained["manifest"]["board"]["components"].as_array().unwrap();
    let x1 = known.iter().find(|c| c["name"] == "X1").unwrap();
    assert_eq!((&x1["either_way"], &x1["turned"]), (&json!(true), &json!(0)));
    let bad = folder.path().join("bad.png");
    write_png(&bad, &board(61, &[("X1", Is::Reversed), ("U3", Is::Reversed)]));
    let judged = |model: &Path| run(&mut predict(model, &[&bad])).exits(0).lines().remove(0);
    let (with, without) = (judged(&model), judged(&drawn().model));
    assert_eq!(without["components"]["X1"]["state"], "reversed", "{without}");
    assert_ne!(with["components"]["X1"]["state"], "reversed", "{with}");
    assert_eq!(with["components"]["U3"]["state"], "reversed", "{with}");
    let score = |line: &Value| line["components"]["X1"]["score"].as_f64().unwrap();
    assert!(score(&with) < score(&without), "{with} {without}");
}

#[test]
fn pictures_without_a_layout_teach_no_components() {
    let folder = tempfile::tempdir().unwrap();
    write_png(&folder.path().join("good/a.png"), &board(1, &[]));
    run(&mut train(folder.path(), &folder.path().join("m.fovea"))).fails(3, "train.not_enough");
}
