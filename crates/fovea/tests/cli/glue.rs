//! `--task glue` on beads that are drawn here.

use crate::pictures::{write, write_png};
use crate::program::{fovea, keys, run};
use fovea_vision::encode_png_gray;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

#[path = "../../../learn/examples/beads/draw.rs"]
mod draw;

pub use draw::Faults;
use draw::{Glue, Ground, Scene, rounded};

pub fn scene() -> Scene {
    Scene {
        width: 400,
        height: 240,
        path: rounded(&[[50.0, 60.0], [350.0, 60.0], [340.0, 180.0], [60.0, 185.0]], false, 50.0),
        closed: false,
        bead: 18.0,
        tolerance: 6.0,
        mm_per_px: 0.05,
        glue: Glue::White,
        ground: Ground::Metal,
        loose: (0.0, 0.0),
    }
}

fn draw_set(dir: &Path) {
    let scene = scene();
    write(&dir.join("glue.json"), scene.plan("good/a.png").as_bytes());
    let bad = [
        Faults { breaks: vec![12.0], ..Faults::default() },
        Faults { overflow: 1, ..Faults::default() },
        Faults { late: 50.0, ..Faults::default() },
    ];
    for k in 0..8u64 {
        let (folder, faults) = match bad.get((k as usize).wrapping_sub(5)) {
            Some(faults) => ("bad", faults.clone()),
            None => ("good", Faults::default()),
        };
        // Letters only: a number could pass for that of a part seen twice.
        let name = char::from(b'a' + k as u8);
        let drawn = scene.draw(&faults, 40 + k);
        write_png(&dir.join(format!("{folder}/{name}.png")), &drawn.picture);
        write(&dir.join(format!("truth/{name}.json")), &serde_json::to_vec(&drawn.truth).unwrap());
        // Where the edge of the glue is as bright as the metal beside it, only a mask tells where it lies.
        if k < 3 {
            let mask = encode_png_gray(&drawn.mask, scene.width, scene.height).unwrap();
            write(&dir.join(format!("masks/{name}.png")), &mask);
        }
    }
}

pub struct Taught {
    _folder: tempfile::TempDir,
    pub data: PathBuf,
    pub model: PathBuf,
    trained: Value,
}

fn train(data: &Path, out: &Path) -> Command {
    let mut command = fovea();
    command
        .args(["train", "--task", "glue", "--threads", "2", "--json", "--data"])
        .arg(data)
        .arg("--out")
        .arg(out);
    command
}

pub fn taught() -> &'static Taught {
    static TAUGHT: OnceLock<Taught> = OnceLock::new();
    TAUGHT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (data, model) = (folder.path().join("beads"), folder.path().join("beads.fovea"));
        draw_set(&data);
        let trained = run(&mut train(&data, &model)).exits(0).json();
        Taught { data, model, trained, _folder: folder }
    })
}

#[test]
fn a_bead_is_measured_and_each_fault_has_its_reason_and_place() {
    let taught = taught();
    let told = run(fovea().args(["dataset", "inspect", "--json"]).arg(&taught.data)).exits(0).json();
    assert_eq!((told["format"].as_str(), &told["problems"]), (Some("glue"), &Value::Array(vec![])));
    let lines =
        run(fovea().args(["predict", "--json"]).arg(&taught.model).arg(&taught.data)).exits(0).lines();
    let of = |name: &str| {
        let line = lines.iter().find(|l| l["path"].as_str().unwrap().ends_with(name));
        line.unwrap_or_else(|| panic!("{name}: {lines:?}"))
    };
    let good = of("a.png");
    assert_eq!((&good["verdict"], good["regions"].as_array().unwrap().len()), (&"ok".into(), 0), "{good}");
    let bead = &good["bead"];
    let mean = bead["width_mm"]["mean"].as_f64().unwrap();
    assert!((mean - 0.9).abs() < 0.1, "{mean}");
    assert_eq!(keys(bead).len(), 16, "{bead}");
    let path = bead["path"].as_array().unwrap();
    assert!((2..=401).contains(&path.len()), "{bead}");
    assert!(bead["limits_mm"][0].as_f64().unwrap() < mean && mean < bead["limits_mm"][1].as_f64().unwrap());
    assert!(bead["width_mm"]["profile"].as_array().unwrap().len() > 500);
    // A small overflow may stay within its band and be too wide a bead all the same.
    for (name, rules) in [("f.png", ["break"; 2]), ("g.png", ["overflow", "wide"]), ("h.png", ["start"; 2])] {
        let line = of(name);
        assert_eq!(line["verdict"], "ng", "{name}: {line}");
        let reasons = line["bead"]["reasons"].as_array().unwrap();
        let among = |r: &&Value| rules.iter().any(|rule| r["rule"] == *rule);
        let reason = reasons.iter().find(among).unwrap_or_else(|| panic!("{rules:?}: {reasons:?}"));
        assert!(reason["value"].as_f64().unwrap() > reason["limit"].as_f64().unwrap(), "{reason}");
        let place = reason["place"].as_array().unwrap();
        assert!((0.0..400.0).contains(&place[0].as_f64().unwrap()), "{reason}");
        assert!(line["regions"].as_array().unwrap().iter().any(|r| r["class"] == reason["rule"]), "{line}");
    }
}

#[test]
fn an_evaluation_tells_how_far_widths_are_off() {
    let taught = taught();
    let folder = tempfile::tempdir().unwrap();
    let mut command = fovea();
    command.arg("evaluate").arg(&taught.model).args(["--json", "--data"]).arg(&taught.data);
    let told = run(command.arg("--report").arg(folder.path())).exits(0).json();
    let bead = &told["bead"];
    assert_eq!((&bead["breaks"]["marked"], &bead["breaks"]["found"]), (&1.into(), &1.into()), "{bead}");
    assert!(bead["width"]["mean_px"].as_f64().unwrap() < 1.0, "{bead}");
    assert_eq!(told["rates"]["escaped"], 0, "{}", told["rates"]);
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(
        page.contains("\"profile\"") && page.contains("id=\"s0\""),
        "the report has no strip of a bad bead"
    );
    let text = run(fovea().arg("evaluate").arg(&taught.model).arg("--data").arg(&taught.data)).exits(0).out;
    assert!(text.contains("width off by") && text.contains("breaks"), "{text}");
    let masks = folder.path().join("masks");
    run(fovea().arg("predict").arg(&taught.model).arg(taught.data.join("bad")).arg("--masks").arg(&masks))
        .exits(0);
    assert!(masks.join("f.png").is_file());
}

#[test]
fn a_package_of_a_bead_is_verified_and_other_pictures_are_refused() {
    let taught = taught();
    assert_eq!(taught.trained["manifest"]["task"], "glue");
    run(fovea().args(["model", "verify"]).arg(&taught.model)).exits(0);
    let folder = tempfile::tempdir().unwrap();
    let changed = folder.path().join("changed.fovea");
    let mut bytes = std::fs::read(&taught.model).unwrap();
    let at = bytes.windows(9).position(|w| w == b"looks.f32").unwrap() + 900;
    bytes[at] ^= 0x55;
    std::fs::write(&changed, bytes).unwrap();
    run(fovea().args(["model", "verify"]).arg(&changed)).exits(3);
    let small = folder.path().join("small.png");
    write_png(&small, &fovea_vision::Picture::new(100, 80));
    let told = run(fovea().arg("predict").arg(&taught.model).arg(&small)).exits(3);
    assert!(told.err.contains("100 × 80") && told.err.contains("400 × 240"), "{}", told.err);
}

#[test]
fn a_plan_that_cannot_be_used_says_why() {
    let folder = tempfile::tempdir().unwrap();
    write_png(&folder.path().join("good/a.png"), &fovea_vision::Picture::new(100, 80));
    write(
        &folder.path().join("glue.json"),
        br#"{"image": "good/a.png", "path": [[5, 5], [90, 60]], "width": {"mm": 2}}"#,
    );
    let told = run(&mut train(folder.path(), &folder.path().join("m.fovea"))).fails(3, "dataset.bad_plan");
    assert!(told.err.contains("tolerance"), "{}", told.err);
    std::fs::remove_file(folder.path().join("glue.json")).unwrap();
    run(&mut train(folder.path(), &folder.path().join("m.fovea"))).fails(3, "train.not_enough");
}
