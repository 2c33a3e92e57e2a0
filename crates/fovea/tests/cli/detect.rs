//! `--task detect` on squares and discs that are drawn here.

use crate::pictures::{write, write_png};
use crate::program::{fovea, keys, run};
use crate::python::check;
use fovea_vision::Picture;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const SIDE: u32 = 64;

struct Noise(u64);

impl Noise {
    /// From 0 to 1.
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// Noise with a dark square, a bright disc, or nothing, and the box around it.
pub fn picture(number: u64) -> (Picture, Option<(&'static str, [f32; 4])>) {
    let mut noise = Noise(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let kind = [None, Some("square"), Some("disc")][(number % 3) as usize];
    let size = (12.0 + 14.0 * noise.next()).round();
    let (x, y) = ((noise.next() * (64.0 - size)).round(), (noise.next() * (64.0 - size)).round());
    let mut drawn = Picture::new(SIDE, SIDE);
    for (i, pixel) in drawn.rgb.chunks_exact_mut(3).enumerate() {
        let (px, py) = ((i as u32 % SIDE) as f32 + 0.5, (i as u32 / SIDE) as f32 + 0.5);
        let (dx, dy) = ((px - x - size / 2.0).abs(), (py - y - size / 2.0).abs());
        let inside = match kind {
            None => false,
            Some("square") => dx.max(dy) < size / 2.0,
            Some(_) => dx.hypot(dy) < size / 2.0,
        };
        let value = match (inside, kind) {
            (false, _) => 100.0 + 40.0 * noise.next(),
            (true, Some("square")) => 30.0,
            (true, _) => 230.0,
        };
        pixel.fill(value as u8);
    }
    (drawn, kind.map(|k| (k, [x, y, size, size])))
}

/// As COCO: one list of boxes for a folder of pictures.
fn draw(dir: &Path, numbers: std::ops::Range<u64>) {
    let (mut images, mut boxes) = (Vec::new(), Vec::new());
    for n in numbers {
        let (drawn, marked) = picture(n);
        // Letters only: a number could pass for that of a part seen twice.
        let name: String = [n / 26, n % 26].iter().map(|&v| char::from(b'a' + v as u8)).collect();
        write_png(&dir.join(format!("images/{name}.png")), &drawn);
        images.push(json!({ "id": n, "file_name": format!("{name}.png"), "width": SIDE, "height": SIDE }));
        if let Some((kind, bbox)) = marked {
            let category = if kind == "square" { 1 } else { 2 };
            let area = bbox[2] * bbox[3];
            boxes.push(json!({ "id": boxes.len() + 1, "image_id": n, "category_id": category, "bbox": bbox, "area": area, "iscrowd": 0 }));
        }
    }
    let categories = json!([{ "id": 1, "name": "square" }, { "id": 2, "name": "disc" }]);
    let all = json!({ "images": images, "annotations": boxes, "categories": categories });
    write(&dir.join("annotations.json"), &serde_json::to_vec(&all).unwrap());
}

struct Taught {
    folder: tempfile::TempDir,
    model: PathBuf,
    trained: Value,
}

/// Few steps: not all is learnt, but all of it is there.
fn taught() -> &'static Taught {
    static TAUGHT: OnceLock<Taught> = OnceLock::new();
    TAUGHT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (data, model) = (folder.path().join("data"), folder.path().join("shapes.fovea"));
        draw(&data, 0..36);
        draw(&folder.path().join("new"), 60..84);
        let mut command = fovea();
        command.args([
            "train",
            "--task",
            "detect",
            "--size",
            "64",
            "--steps",
            "35",
            "--threads",
            "2",
            "--json",
        ]);
        let trained = run(command.arg("--data").arg(&data).arg("--out").arg(&model)).exits(0).json();
        Taught { folder, model, trained }
    })
}

#[test]
fn boxes_are_taught_judged_told_and_checked() {
    let taught = taught();
    let manifest = &taught.trained["manifest"];
    assert_eq!((&manifest["task"], &manifest["classes"]), (&"detect".into(), &json!(["square", "disc"])));
    assert_eq!(
        manifest["training"]["settings"]["threshold_by"], "boxes",
        "too few good pictures are kept out"
    );
    let new = taught.folder.path().join("new");
    let report = taught.folder.path().join("report");
    let mut evaluate = fovea();
    evaluate
        .arg("evaluate")
        .arg(&taught.model)
        .args(["--json", "--data"])
        .arg(&new)
        .arg("--report")
        .arg(&report);
    let told = run(&mut evaluate).exits(0).json();
    let detection = &told["detection"];
    assert_eq!((&detection["marked"], &told["data"]["pictures"]), (&16.into(), &24.into()), "{detection}");
    let map50 = detection["coco"]["map50"].as_f64().unwrap();
    assert!(map50 > 0.4 && map50 >= detection["coco"]["map50_95"].as_f64().unwrap(), "{detection}");
    let sizes = detection["coco"]["sizes"].as_array().unwrap();
    let of: Vec<_> =
        sizes.iter().map(|s| (s["name"].as_str().unwrap(), s["marked"].as_u64().unwrap())).collect();
    assert_eq!(of.iter().map(|s| s.0).collect::<Vec<_>>(), ["small", "medium", "large"]);
    assert_eq!(of.iter().map(|s| s.1).sum::<u64>(), 16, "{of:?}");
    for value in ["precision", "recall"] {
        assert!(detection["at_threshold"][value].as_f64().unwrap() > 0.0, "{detection}");
    }
    let page = std::fs::read_to_string(report.join("report.html")).unwrap();
    assert!(page.contains("map50_95"));
    let text = run(fovea().arg("evaluate").arg(&taught.model).arg("--data").arg(&new)).exits(0).out;
    assert!(text.contains("mAP50:95") && text.contains("medium") && text.contains("disc"), "{text}");
    // Each picture's verdict is that of its best box.
    let threshold = manifest["threshold"].as_f64().unwrap();
    let lines =
        run(fovea().args(["predict", "--json"]).arg(&taught.model).arg(new.join("images"))).exits(0).lines();
    assert_eq!(lines.len(), 24);
    let mut boxes = 0;
    for line in &lines {
        let best =
            line["scores"].as_object().unwrap().values().map(|v| v.as_f64().unwrap()).fold(0.0, f64::max);
        assert!((best - line["score"].as_f64().unwrap()).abs() < 1e-6, "{line}");
        let regions = line["regions"].as_array().unwrap();
        let ng = line["verdict"] == "ng";
        assert_eq!((best >= threshold, !regions.is_empty()), (ng, ng), "{line}");
        for region in regions {
            boxes += 1;
            assert_eq!(keys(region), ["area", "bbox", "class", "polygon", "score"]);
            assert!(region["score"].as_f64().unwrap() >= threshold - 1e-6, "{region}");
            let b: Vec<f64> =
                region["bbox"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
            assert!(b[0] >= 0.0 && b[1] >= 0.0 && b[0] + b[2] <= 64.01 && b[1] + b[3] <= 64.01, "{region}");
            let corner = &region["polygon"][2];
            let far = (corner[0].as_f64().unwrap() - b[0] - b[2]).abs();
            assert!(far < 1e-3, "{region}");
        }
    }
    assert!(boxes >= 8, "{boxes}");
    run(fovea().args(["model", "verify"]).arg(&taught.model)).exits(0);
}

#[test]
fn a_detecting_graph_runs_in_python() {
    check(&taught().model);
}

#[test]
fn a_recipe_counts_the_boxes_of_a_kind() {
    let taught = taught();
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(&taught.model, folder.path().join("shapes.fovea")).unwrap();
    let steps = json!([
        { "id": "shot", "kind": "acquire" },
        { "id": "shapes", "kind": "look", "on": "shot", "model": "shapes.fovea" },
        { "id": "limits", "kind": "rules", "rules": [
            { "name": "squares", "kind": "count", "of": "shapes", "class": "square", "max": 0 },
        ] },
        { "id": "verdict", "kind": "verdict", "of": ["limits"] },
    ]);
    let file = folder.path().join("shapes.json");
    write(&file, json!({ "format": 1, "name": "shapes", "steps": steps }).to_string().as_bytes());
    let images = taught.folder.path().join("new/images");
    let lines = |command: &str, file: &Path| {
        let mut words = fovea();
        words.args(command.split(' ')).arg(file).arg(&images);
        run(words.arg("--json")).exits(0).lines()
    };
    let (told, alone) = (lines("recipe run", &file), lines("predict", &taught.model));
    assert_eq!((told.len(), alone.len()), (24, 24));
    let mut squares = 0;
    for (told, alone) in told.iter().zip(&alone) {
        let any = alone["regions"].as_array().unwrap().iter().any(|r| r["class"] == "square");
        squares += usize::from(any);
        assert_eq!(told["verdict"], if any { "ng" } else { "ok" }, "{told} {alone}");
    }
    assert!((1..24).contains(&squares), "{squares}");
}

#[test]
fn what_cannot_teach_boxes_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..6 {
        write_png(&folder.path().join(format!("bad/{}.png", char::from(b'a' + n as u8))), &picture(n).0);
    }
    let told = run(fovea().args(["dataset", "inspect", "--json"]).arg(folder.path())).exits(0).json();
    let advice = told["tasks"].as_array().unwrap().iter().find(|t| t["task"] == "detect").unwrap();
    assert_eq!(advice["enough"], false, "{advice}");
    let train = |more: &[&str]| {
        let mut command = fovea();
        command.args(["train", "--task", "detect"]).args(more).arg("--data").arg(folder.path());
        run(command.arg("--out").arg(folder.path().join("m.fovea")))
    };
    train(&[]).fails(3, "train.not_enough");
}
