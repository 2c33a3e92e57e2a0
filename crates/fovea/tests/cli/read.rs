//! `--task read` on labels that are printed here in square dots of our own.

use crate::pictures::{write, write_png};
use crate::program::{fovea, keys, run};
use fovea_vision::Picture;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Seven rows of five dots each, from the top, a digit of base 32 a row.
const DOTS: [(char, &str); 16] = [
    ('0', "ehjlphe"),
    ('1', "4c4444e"),
    ('2', "eh1248v"),
    ('3', "v2421he"),
    ('4', "26aiv22"),
    ('5', "vgu11he"),
    ('6', "68guhhe"),
    ('7', "v124888"),
    ('8', "ehhehhe"),
    ('9', "ehhf12c"),
    ('A', "ehhhvhh"),
    ('B', "uhhuhhu"),
    ('C', "ehggghe"),
    ('L', "ggggggv"),
    ('O', "ehhhhhe"),
    ('T', "v444444"),
];

pub(crate) const WIDTH: u32 = 480;
pub(crate) const HEIGHT: u32 = 160;
/// Pixels from dot to dot, and of a dot.
const PITCH: u32 = 4;
const DOT: u32 = 4;
const LEFT: u32 = 60;
const TOP: u32 = 60;

/// A label with its text, printed in `ink` on `ground`.
pub(crate) fn label(text: &str, (ink, ground): (u8, u8)) -> Picture {
    let mut picture = Picture::new(WIDTH, HEIGHT);
    picture.rgb.fill(ground);
    for (i, sign) in (0u32..).zip(text.chars()) {
        let Some((_, rows)) = DOTS.iter().find(|d| d.0 == sign) else { continue };
        for (row, bits) in (0u32..).zip(rows.chars().map(|c| c.to_digit(32).unwrap())) {
            for column in (0u32..5).filter(|c| bits >> (4 - c) & 1 == 1) {
                let (x, y) = (LEFT + (i * 6 + column) * PITCH, TOP + row * PITCH);
                for line in y..y + DOT {
                    let at = 3 * (line * WIDTH + x) as usize;
                    picture.rgb[at..at + 3 * DOT as usize].fill(ink);
                }
            }
        }
    }
    picture
}

/// The picture turned by half a turn.
fn turned(picture: &Picture) -> Picture {
    let rgb = picture.rgb.chunks_exact(3).rev().flatten().copied().collect();
    Picture { rgb, ..*picture }
}

pub(crate) const DARK: (u8, u8) = (40, 200);
pub(crate) const PATTERN: &str = "LOT [0-9]{6}[A-Z]";
pub(crate) const LABELS: [&str; 3] = ["LOT 213817B", "LOT 145627C", "LOT 715264A"];

struct Drawn {
    _folder: tempfile::TempDir,
    data: PathBuf,
    new: PathBuf,
    model: PathBuf,
    trained: Value,
}

fn train(data: &Path, out: &Path) -> Command {
    let mut command = fovea();
    command.args(["train", "--task", "read", "--threads", "2", "--json"]);
    command.arg("--data").arg(data).arg("--out").arg(out);
    command
}

fn drawn() -> &'static Drawn {
    static DRAWN: OnceLock<Drawn> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (data, new) = (folder.path().join("labels"), folder.path().join("new"));
        let mut list = String::from("picture,text\n");
        for (i, text) in LABELS.iter().enumerate() {
            write_png(&data.join(format!("{i}.png")), &label(text, DARK));
            list += &format!("{i}.png,{text}\n");
        }
        write(&data.join("labels.csv"), list.as_bytes());
        write_png(&new.join("dark.png"), &label("LOT 654127C", DARK));
        write_png(&new.join("light.png"), &label("LOT 654127C", (225, 25)));
        write_png(&new.join("other.png"), &label("TOTAL 47", DARK));
        write_png(&new.join("plain.png"), &label("", DARK));
        write_png(&new.join("turned.png"), &turned(&label("LOT 654127C", DARK)));
        let model = folder.path().join("lots.fovea");
        let trained = run(train(&data, &model).args(["--pattern", PATTERN])).exits(0).json();
        Drawn { _folder: folder, data, new, model, trained }
    })
}

fn predict(model: &Path, paths: &[&Path]) -> Vec<Value> {
    let mut command = fovea();
    command.args(["predict", "--json"]).arg(model).args(paths);
    run(&mut command).exits(0).lines()
}

fn texts(line: &Value) -> Vec<&str> {
    line["texts"].as_array().into_iter().flatten().filter_map(|t| t["text"].as_str()).collect()
}

#[test]
fn a_folder_with_a_list_of_texts_is_known_as_such() {
    let told = run(fovea().args(["dataset", "inspect", "--json"]).arg(&drawn().data)).exits(0).json();
    assert_eq!((told["format"].as_str(), told["labelled"].as_u64()), (Some("texts"), Some(3)));
    let advice = told["tasks"].as_array().unwrap().iter().find(|t| t["task"] == "read").unwrap();
    assert_eq!(advice["enough"], true, "{advice}");
}

#[test]
fn a_package_says_how_well_its_labels_are_read() {
    let manifest = &drawn().trained["manifest"];
    assert_eq!((&manifest["task"], &manifest["read"]["pattern"]), (&"read".into(), &PATTERN.into()));
    let reading = &manifest["validation"]["reading"];
    assert_eq!((reading["texts"].as_u64(), reading["right"].as_u64()), (Some(3), Some(3)), "{reading}");
    assert_eq!(reading["character_error"], 0.0);
    assert!(reading["exact_interval"][0].as_f64().unwrap() < 0.5, "three texts say little");
    let references = manifest["references"].as_array().unwrap();
    assert!(references.iter().any(|r| texts_of_reference(r).contains(&LABELS[0])), "{references:?}");
}

fn texts_of_reference(reference: &Value) -> Vec<&str> {
    reference["texts"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn new_labels_are_read_dark_or_light_and_turned() {
    let drawn = drawn();
    let of = |name: &str| predict(&drawn.model, &[&drawn.new.join(name)]).remove(0);
    for name in ["dark.png", "light.png", "turned.png"] {
        let line = of(name);
        let text = &line["texts"][0];
        assert_eq!(text["text"], "LOT 654127C", "{name}: {line}");
        assert_eq!(text["chars"].as_array().unwrap().len(), 11);
        assert_eq!(text["checks"][0]["check"], "pattern");
        // Its signs lie about where they were printed, 24 pixels from one to the next.
        let place = |k: usize| text["chars"][k]["place"][0].as_f64().unwrap();
        assert!(((place(10) - place(0)).abs() - 240.0).abs() < 30.0, "{name}: {text}");
        // The line lies where it was printed; its first corner is the text's own top left.
        let corner = |k: usize| [text["quad"][k][0].as_f64().unwrap(), text["quad"][k][1].as_f64().unwrap()];
        let (first, second) = (corner(0), corner(1));
        let way = if name == "turned.png" { -1.0 } else { 1.0 };
        assert!(way * (second[0] - first[0]) > 230.0, "{name}: {line}");
    }
    assert_eq!(
        keys(&of("dark.png")),
        ["class", "ms", "path", "regions", "score", "scores", "texts", "verdict"]
    );
}

#[test]
fn what_is_not_as_it_must_be_is_ng_with_the_reason() {
    let drawn = drawn();
    let other = predict(&drawn.model, &[&drawn.new.join("other.png")]).remove(0);
    assert_eq!((&other["verdict"], &other["class"]), (&"ng".into(), &"wrong".into()), "{other}");
    assert_eq!(other["texts"][0]["checks"][0]["fault"]["kind"], "pattern");
    let plain = predict(&drawn.model, &[&drawn.new.join("plain.png")]).remove(0);
    assert_eq!((&plain["verdict"], &plain["class"]), (&"ng".into(), &"missing".into()), "{plain}");
    assert_eq!(texts(&plain), Vec::<&str>::new());
}

#[test]
fn a_region_with_rules_passes_what_is_expected_and_nothing_else() {
    let drawn = drawn();
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("region.fovea");
    let rules = ["--pattern", PATTERN, "--expect", "LOT 654127C", "--region", "54,54,276,40"];
    let trained = run(train(&drawn.data, &model).args(rules)).exits(0).json();
    // None of the labels is the one that is expected, and all are called wrong for it.
    let rates = &trained["manifest"]["validation"]["rates"];
    assert_eq!((&rates["bad"], &rates["escaped"]), (&3.into(), &0.into()), "{rates}");
    let told = predict(&model, &[&drawn.new.join("dark.png"), &drawn.data.join("0.png")]);
    assert_eq!(texts(&told[0]), ["LOT 654127C"], "{}", told[0]);
    let checks = told[0]["texts"][0]["checks"].as_array().unwrap();
    assert!(checks.len() == 2 && checks.iter().all(|c| c["ok"] == true), "{checks:?}");
    assert_eq!(told[1]["class"], "wrong");
    assert_eq!(told[1]["texts"][0]["checks"][1]["fault"]["expected"], "LOT 654127C");
}

#[test]
fn dates_are_held_against_the_day_and_texts_against_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut list = String::from("picture,text\n");
    for (i, text) in ["LOT 241126A", "LOT 251117C", "LOT 241214B"].iter().enumerate() {
        write_png(&at("labels").join(format!("{i}.png")), &label(text, DARK));
        list += &format!("{i}.png,{text}\n");
    }
    write(&at("labels/labels.csv"), list.as_bytes());
    let model = at("dated.fovea");
    let rule = ["--pattern", PATTERN, "--check", "date:YYMMDD:today-30..today"];
    run(train(&at("labels"), &model).args(rule)).exits(0);
    write_png(&at("new/a.png"), &label("LOT 261217C", DARK));
    let judged = |more: &[&str]| {
        let mut command = fovea();
        command.args(["predict", "--json"]).arg(&model).arg(at("new/a.png")).args(more);
        run(&mut command)
    };
    let of = |more: &[&str]| judged(more).exits(0).lines().remove(0);
    for (day, fault) in
        [("2026-12-20", None), ("2027-03-01", Some("too_early")), ("2026-12-16", Some("too_late"))]
    {
        let line = of(&["--today", day]);
        let text = &line["texts"][0];
        assert_eq!(text["text"], "LOT 261217C", "{line}");
        let date = text["checks"].as_array().unwrap().iter().find(|c| c["check"] == "date").unwrap();
        assert_eq!(
            (date["ok"].as_bool(), date["fault"]["kind"].as_str()),
            (Some(fault.is_none()), fault),
            "{day}: {line}"
        );
        assert!(fault.is_none() || line["verdict"] == "ng", "{day}: {line}");
    }
    let told = |name: &str, text: &str| {
        write(&at(name), format!("picture,text\na.png,{text}\n").as_bytes());
        of(&["--today", "2026-12-20", "--expected", at(name).to_str().unwrap()])
    };
    let equals = |line: &Value| {
        let checks = line["texts"][0]["checks"].as_array().unwrap().clone();
        checks.iter().find(|c| c["check"] == "equals").unwrap()["ok"].as_bool().unwrap()
    };
    assert!(equals(&told("right.csv", "LOT 261217C")));
    let other = told("other.csv", "LOT 261217A");
    assert!(!equals(&other) && other["verdict"] == "ng", "{other}");
    let silent = at("silent.csv");
    write(&silent, b"picture,text\nb.png,LOT 261217C\n");
    let silent = judged(&["--expected", silent.to_str().unwrap()]).exits(0);
    assert!(silent.err.contains("tells no text of it"), "{}", silent.err);
    write(&at("twice.csv"), b"a.png,ONE\na.png,TWO\n");
    judged(&["--expected", at("twice.csv").to_str().unwrap()]).fails(3, "predict.expected");
    judged(&["--today", "2026-02-30"]).exits(2);
}

#[test]
fn pictures_without_labels_make_the_general_reader() {
    let folder = tempfile::tempdir().unwrap();
    write_png(&folder.path().join("data/one.png"), &label(LABELS[1], DARK));
    let model = folder.path().join("any.fovea");
    let trained = run(&mut train(&folder.path().join("data"), &model)).exits(0).json();
    assert!(trained["manifest"]["validation"].is_null());
    let told = predict(&model, &[&folder.path().join("data/one.png")]).remove(0);
    assert!(texts(&told)[0].contains("1456"), "{told}");
    run(fovea().args(["model", "verify"]).arg(&model)).exits(0);
}

#[test]
fn the_reader_that_is_carried_reads_without_a_package() {
    let drawn = drawn();
    let told = run(fovea().args(["read", "--json"]).arg(drawn.data.join("1.png"))).exits(0).lines().remove(0);
    assert!(texts(&told)[0].contains("1456"), "{told}");
}

#[test]
fn evaluation_tells_exact_texts_and_signs() {
    let drawn = drawn();
    let told = run(fovea().arg("evaluate").arg(&drawn.model).arg("--data").arg(&drawn.data)).exits(0);
    assert!(told.out.contains("100.00 %  (3 of 3;"), "{}", told.out);
    assert!(told.out.contains("signs wrong"), "{}", told.out);
    let report = tempfile::tempdir().unwrap();
    let mut evaluate = fovea();
    evaluate
        .arg("evaluate")
        .arg(&drawn.model)
        .arg("--data")
        .arg(&drawn.data)
        .arg("--report")
        .arg(report.path());
    run(&mut evaluate).exits(0);
    let page = std::fs::read_to_string(report.path().join("report.html")).unwrap();
    assert!(page.contains("id=\"readings\"") && page.contains(LABELS[1]), "the readings stand in the report");
}

#[test]
fn what_cannot_be_read_is_said_before_work_begins() {
    let drawn = drawn();
    let out = drawn.data.join("none.fovea");
    let refused = |rules: &[&str]| run(train(&drawn.data, &out).args(rules)).fails(2, "train.reading").err;
    assert!(refused(&["--pattern", "LOT [0-9"]).contains("unclosed"));
    assert!(refused(&["--pattern", "[0-9]+", "--alphabet", "A-Z"]).contains("no text"));
    run(train(&drawn.data, &out).args(["--check", "mod12"])).exits(2);
    run(train(&drawn.data, &out).args(["--region", "1,2,3"])).exits(2);
    let mut other = fovea();
    other
        .args(["train", "--task", "anomaly", "--pattern", "A"])
        .arg("--data")
        .arg(&drawn.data)
        .arg("--out")
        .arg(&out);
    run(&mut other).fails(2, "train.no_read");
}

/// Names without numbers: those could pass for views of one part.
fn name(i: usize) -> String {
    [i / 26, i % 26].iter().map(|n| char::from(b'a' + *n as u8)).collect()
}

#[test]
fn own_readings_teach_the_last_layer_and_others_are_kept_out() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut list = String::from("picture,text\n");
    for i in 0..60 {
        let text = format!("LOT {:06}{}", 213_817 + i * 9_973, ["A", "B", "C"][i % 3]);
        write_png(&data.join(format!("{}.png", name(i))), &label(&text, DARK));
        list += &format!("{}.png,{text}\n", name(i));
    }
    write(&data.join("labels.csv"), list.as_bytes());
    let model = folder.path().join("own.fovea");
    let ways =
        ["--tune", "--pattern", PATTERN, "--region", "54,54,276,40", "--turns", "0", "--tries", "none"];
    let trained = run(train(&data, &model).args(ways)).exits(0).json();
    let taught = &trained["manifest"]["training"]["settings"]["taught"];
    let count = |key: &str| taught[key].as_u64().unwrap();
    assert_eq!(count("crops") + count("kept_out"), 60, "{taught}");
    assert!(count("kept_out") > 0 && count("right_after") >= count("right_before"), "{taught}");
    // What is measured was not learnt from.
    assert_eq!(trained["manifest"]["validation"]["reading"]["texts"].as_u64(), Some(count("kept_out")));
    run(fovea().args(["model", "verify"]).arg(&model)).exits(0);
    let told = predict(&model, &[&drawn().new.join("dark.png")]).remove(0);
    assert_eq!(texts(&told), ["LOT 654127C"], "{told}");
}

#[test]
fn few_readings_teach_nothing() {
    let drawn = drawn();
    let out = drawn.data.join("none.fovea");
    let told = run(train(&drawn.data, &out).arg("--tune")).fails(3, "train.not_enough");
    assert!(told.err.contains("50 texts") && told.err.contains("there are 3"), "{}", told.err);
}

/// The label's line along the upper part of a circle of this radius around (240, 300).
const RADIUS: f32 = 200.0;

fn bent(text: &str) -> Picture {
    let flat = label(text, DARK);
    let mut picture = Picture::new(480, 320);
    picture.rgb.fill(DARK.1);
    let (middle, half) = (LEFT as f32 + 132.0, TOP as f32 + 14.0);
    for y in 0..picture.height {
        for x in 0..picture.width {
            let (dx, dy) = (x as f32 + 0.5 - 240.0, 300.0 - y as f32 - 0.5);
            let (along, up) = (dx.atan2(dy) * RADIUS, dx.hypot(dy) - RADIUS);
            if along.abs() < 150.0 && up.abs() < 25.0 {
                let pixel = flat.pixel((middle + along) as u32, (half - up) as u32).unwrap();
                let at = 3 * (y * picture.width + x) as usize;
                picture.rgb[at..at + 3].copy_from_slice(&pixel);
            }
        }
    }
    picture
}

#[test]
fn a_line_along_a_circle_is_laid_flat_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    write_png(&data.join("one.png"), &bent("LOT 654127C"));
    write(&data.join("labels.csv"), b"one.png,LOT 654127C\n");
    let model = folder.path().join("bent.fovea");
    let end = |way: f32| (240.0 + way * RADIUS * 0.8f32.sin(), 300.0 - RADIUS * 0.8f32.cos());
    let ((x0, y0), (x1, y1)) = (end(-1.0), end(1.0));
    let arc = format!("--arc={x0},{y0},240,100,{x1},{y1},40");
    let trained = run(train(&data, &model).args([arc.as_str(), "--pattern", PATTERN])).exits(0).json();
    assert_eq!(trained["manifest"]["read"]["arcs"][0]["height"], 40.0);
    assert_eq!(trained["manifest"]["validation"]["reading"]["right"].as_u64(), Some(1));
    run(fovea().args(["model", "verify"]).arg(&model)).exits(0);
    // Laid the other way round it stands on its head, and is turned.
    let arc = format!("--arc={x1},{y1},240,100,{x0},{y0},40");
    let trained = run(train(&data, &model).args([arc.as_str(), "--pattern", PATTERN])).exits(0).json();
    assert_eq!(trained["manifest"]["validation"]["reading"]["right"].as_u64(), Some(1));
    run(train(&data, &model).arg("--arc=1,1,5,5,9,1,400")).exits(2);
}

#[test]
fn dots_and_engravings_are_looked_at_in_ways_of_their_own() {
    let drawn = drawn();
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("ways.fovea");
    let ways = ["--pattern", PATTERN, "--region", "54,54,276,40", "--tries", "dots,engraved"];
    let trained = run(train(&drawn.data, &model).args(ways)).exits(0).json();
    assert_eq!(trained["manifest"]["read"]["tries"], serde_json::json!(["dots", "engraved"]));
    assert_eq!(trained["manifest"]["validation"]["reading"]["right"].as_u64(), Some(3));
}
