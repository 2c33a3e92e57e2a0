//! Recipes, from a file to verdicts with reasons.

use crate::models::{anomaly, parts};
use crate::pictures::{part, write, write_png};
use crate::program::{Run, fovea, run, sample};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The sample recipe's folder.
fn label() -> PathBuf {
    sample().join("../recipes/label")
}

fn recipe(words: &[&str], file: &Path, paths: &[&Path]) -> Run {
    let mut command = fovea();
    command.arg("recipe").arg(words[0]).arg(file).args(paths).args(&words[1..]);
    run(&mut command)
}

/// A line's verdict, and the step, rule and kind of each reason.
fn told(line: &Value) -> (&str, Vec<(&str, &str, &str)>) {
    let reasons = line["reasons"].as_array().unwrap().iter();
    let all = reasons.map(|r| {
        (r["step"].as_str().unwrap(), r["rule"].as_str().unwrap_or(""), r["kind"].as_str().unwrap())
    });
    (line["verdict"].as_str().unwrap(), all.collect())
}

fn of<'a>(lines: &'a [Value], name: &str) -> &'a Value {
    let line = lines.iter().find(|l| l["path"].as_str().unwrap().ends_with(name));
    line.unwrap_or_else(|| panic!("{name}: {lines:?}"))
}

#[test]
fn the_sample_recipe_tells_good_plates_from_others_with_reasons_and_crops() {
    let (file, pictures) = (label().join("recipe.json"), label().join("pictures"));
    let checked = recipe(&["check", "--json"], &file, &[]).exits(0).json();
    assert_eq!((&checked["steps"], &checked["asks_for"]), (&6.into(), &json!([])));
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("broken.jpg"), b"no picture");
    let crops = folder.path().join("crops");
    let more = ["run", "--json", "--crops", crops.to_str().unwrap()];
    let done = recipe(&more, &file, &[&pictures, folder.path()]).exits(0);
    assert!(done.err.contains("left out") && done.err.contains("broken.jpg"), "{}", done.err);
    let lines = done.lines();
    assert_eq!(lines.len(), 6);
    for good in ["straight.jpg", "turned.jpg"] {
        assert_eq!(told(of(&lines, good)), ("ok", vec![]), "{}", of(&lines, good));
    }
    // Its text is another's, but this recipe looks at the code alone.
    assert_eq!(told(of(&lines, "other-code.jpg")).0, "ok");
    assert_eq!(told(of(&lines, "blurred.jpg")), ("recheck", vec![("shot", "", "blurred")]));
    assert_eq!(told(of(&lines, "no-plate.jpg")), ("recheck", vec![("plate", "", "not_found")]));
    let none = of(&lines, "no-code.jpg");
    assert_eq!(told(none), ("ng", vec![("limits", "code", "no_text")]));
    let crop = none["reasons"][0]["crop"].as_array().unwrap();
    assert!(crop[2].as_f64().unwrap() > 150.0, "{crop:?}");
    let written = crops.join(none["reasons"][0]["crop_file"].as_str().unwrap());
    assert!(written.is_file(), "{}", written.display());
    let turned = &of(&lines, "turned.jpg")["steps"];
    assert!((turned[1]["place"]["angle"].as_f64().unwrap() - 3.0).abs() < 0.3, "{turned}");
    assert_eq!(turned[3]["codes"]["code"][0]["text"], "LOT 145627C");
    assert!(
        turned.as_array().unwrap().iter().all(|s| s["ms"].is_number() && s["state"] == "done"),
        "{turned}"
    );
    // The same for people.
    let text = recipe(&["run"], &file, &[&pictures]).exits(0).out;
    assert!(text.lines().any(|l| l.starts_with("NG ") && l.ends_with("no-code.jpg")), "{text}");
    assert!(text.contains("limits / code (code): nothing could be read"), "{text}");
}

#[test]
fn an_evaluation_tells_what_escapes_and_what_is_left_to_a_person() {
    let (file, pictures) = (label().join("recipe.json"), label().join("pictures"));
    let data = pictures.to_str().unwrap();
    let told = recipe(&["evaluate", "--json", "--data", data], &file, &[]).exits(0).json();
    assert_eq!(told["confusion"]["good"], json!({ "ok": 2, "recheck": 1, "ng": 0 }));
    assert_eq!(told["confusion"]["bad"], json!({ "ok": 1, "recheck": 1, "ng": 1 }));
    assert_eq!(
        (&told["escaped"], &told["overkilled"], &told["rechecked"]),
        (&1.into(), &0.into(), &2.into())
    );
    assert!(told["wrong"][0]["path"].as_str().unwrap().ends_with("other-code.jpg"), "{told}");
    let text = recipe(&["evaluate", "--data", data], &file, &[]).exits(0).out;
    assert!(text.contains("escapes") && text.contains("(1 of 3;"), "{text}");
}

/// The sample's folder with a reader, made once.
fn with_reader() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-recipe");
        let _ = std::fs::remove_dir_all(&folder);
        for name in ["with-reader.yaml", "good.jpg", "lots.csv"] {
            write(&folder.join(name), &std::fs::read(label().join(name)).unwrap());
        }
        let mut command = fovea();
        command.args([
            "train",
            "--task",
            "read",
            "--region",
            "all",
            "--pattern",
            "LOT [0-9]{6}[A-Z]",
            "--threads",
            "2",
        ]);
        command
            .arg("--data")
            .arg(label().join("pictures/good"))
            .arg("--out")
            .arg(folder.join("reader.fovea"));
        run(&mut command).exits(0);
        folder
    })
}

#[test]
fn a_text_is_read_in_its_place_and_held_against_the_code() {
    let folder = with_reader();
    let pictures = label().join("pictures");
    let lines = recipe(&["run", "--json"], &folder.join("with-reader.yaml"), &[&pictures]).exits(0).lines();
    for (name, lot) in [("straight.jpg", "LOT 213817B"), ("turned.jpg", "LOT 145627C")] {
        let line = of(&lines, name);
        assert_eq!(told(line), ("ok", vec![]), "{line}");
        assert_eq!(line["steps"][4]["found"]["label"]["texts"][0]["text"], lot, "{line}");
    }
    let other = of(&lines, "other-code.jpg");
    assert_eq!(told(other), ("ng", vec![("limits", "same", "different")]), "{other}");
    assert_eq!(other["reasons"][0]["measured"], json!(["LOT 145627C"]));
    assert_eq!(other["reasons"][0]["limit"], json!(["LOT 715264A"]));
    // The quad of the text lies in the picture, as the plate does.
    let quad = &of(&lines, "straight.jpg")["steps"][4]["found"]["label"]["texts"][0]["quad"][0];
    assert!((quad[0].as_f64().unwrap() - 201.0).abs() < 12.0, "{quad}");
}

#[test]
fn a_package_of_a_recipe_does_what_a_model_does() {
    let folder = with_reader();
    let (file, packed) = (folder.join("with-reader.yaml"), folder.join("plate.fovea"));
    recipe(&["pack", "--out", packed.to_str().unwrap()], &file, &[]).exits(0);
    let picture = label().join("pictures/bad/other-code.jpg");
    let predicted = run(fovea().args(["predict", "--json"]).arg(&packed).arg(&picture)).exits(0).lines();
    assert_eq!(told(&predicted[0]), ("ng", vec![("limits", "same", "different")]), "{predicted:?}");
    let inspected = run(fovea().args(["model", "inspect", "--json"]).arg(&packed)).exits(0).json();
    assert_eq!(inspected["recipe"]["steps"][4]["model"], "models/reader.fovea");
    assert!(inspected["files"]["files/good.jpg"]["sha256"].is_string());
    assert!(run(fovea().args(["model", "inspect"]).arg(&packed)).exits(0).out.contains("recipe, version 2"));
    let verified = run(fovea().args(["model", "verify"]).arg(&packed)).exits(0);
    assert!(verified.out.contains("reference pictures of 1 models"), "{}", verified.out);
    assert_eq!(recipe(&["diff", "--json"], &file, &[&packed]).exits(0).json().as_array().unwrap().len(), 3);
    run(fovea().args(["predict", "--masks", "x"]).arg(&packed).arg(&picture)).fails(2, "predict.recipe");
    let mut evaluate = fovea();
    evaluate.arg("evaluate").arg(&packed).arg("--data").arg(label().join("pictures"));
    run(&mut evaluate).fails(3, "model.recipe");
    let mut bytes = std::fs::read(&packed).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 0x40;
    let changed = folder.join("changed.fovea");
    std::fs::write(&changed, bytes).unwrap();
    run(fovea().args(["model", "verify"]).arg(&changed)).exits(3);
}

/// A recipe over the drawn parts with the anomaly model beside it.
fn surface(folder: &Path, rules: Value) -> PathBuf {
    std::fs::copy(&anomaly().file, folder.join("surface.fovea")).unwrap();
    let file = folder.join("surface.json");
    let steps = json!([
        { "id": "shot", "kind": "acquire", "exposure": { "mean": [60, 220] } },
        { "id": "surface", "kind": "look", "on": "shot", "model": "surface.fovea" },
        { "id": "limits", "kind": "rules", "rules": rules },
        { "id": "verdict", "kind": "verdict", "of": ["limits"] },
    ]);
    let recipe = json!({ "format": 1, "name": "surface", "steps": steps });
    write(&file, recipe.to_string().as_bytes());
    file
}

#[test]
fn a_model_in_a_recipe_gives_the_scores_that_it_gives_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = surface(folder.path(), json!([{ "name": "clean", "kind": "passes", "of": "surface" }]));
    let some = [parts().join("good/aa.png"), parts().join("blob/eb.png")];
    let some: Vec<&Path> = some.iter().map(PathBuf::as_path).collect();
    let lines = recipe(&["run", "--json"], &file, &some).exits(0).lines();
    let alone = run(fovea().args(["predict", "--json"]).arg(&anomaly().file).args(&some)).exits(0).lines();
    for (line, alone) in lines.iter().zip(&alone) {
        let found = &line["steps"][1]["found"]["whole"];
        assert!((found["score"].as_f64().unwrap() - alone["score"].as_f64().unwrap()).abs() < 1e-5, "{line}");
        assert_eq!(line["verdict"], alone["verdict"]);
    }
    assert_eq!(told(&lines[1]).1[0], ("limits", "clean", "defect"));
    assert!(lines[1]["reasons"][0]["crop"].is_array(), "{}", lines[1]);
}

#[test]
fn what_lies_in_a_part_that_does_not_matter_is_passed_by() {
    let folder = tempfile::tempdir().unwrap();
    let file = surface(folder.path(), json!([{ "name": "clean", "kind": "passes", "of": "surface" }]));
    // Whatever is a little odd is a place of its own.
    let model = folder.path().join("surface.fovea");
    let mut package = fovea_infer::Package::read(&model).unwrap();
    package.manifest.pixel_threshold = 0.02;
    package.write(&model).unwrap();
    let whole: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let verdict = |shape: Value| {
        let mut recipe_of = whole.clone();
        recipe_of["steps"][1]["ignore"] = json!({ "clamp": shape });
        write(&file, recipe_of.to_string().as_bytes());
        let lines = recipe(&["run", "--json"], &file, &[&parts().join("blob/eb.png")]).exits(0).lines();
        lines[0]["verdict"].as_str().unwrap().to_string()
    };
    assert_eq!(verdict(json!({ "box": [0, 0, 1, 1] })), "ng");
    assert_eq!(verdict(json!({ "box": [0, 0, 96, 96] })), "ok");
    assert_eq!(verdict(json!({ "polygon": [[-1, -1], [97, -1], [97, 97], [-1, 97]] })), "ok");
}

#[test]
fn a_bead_is_measured_and_held_against_limits_of_the_recipe() {
    let taught = crate::glue::taught();
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(&taught.model, folder.path().join("bead.fovea")).unwrap();
    let width = |max: f64| {
        let steps = json!([
            { "id": "shot", "kind": "acquire" },
            { "id": "bead", "kind": "look", "on": "shot", "model": "bead.fovea" },
            { "id": "limits", "kind": "rules", "rules": [
                { "name": "sound", "kind": "passes", "of": "bead" },
                { "name": "width", "kind": "number", "of": "bead", "field": "bead.width_mm.mean", "min": 0.6, "max": max },
            ] },
            { "id": "verdict", "kind": "verdict", "of": ["limits"] },
        ]);
        let file = folder.path().join("bead.json");
        write(&file, json!({ "format": 1, "name": "bead", "steps": steps }).to_string().as_bytes());
        file
    };
    let (good, broken) = (taught.data.join("good/a.png"), taught.data.join("bad/f.png"));
    let lines = recipe(&["run", "--json"], &width(1.2), &[&good, &broken]).exits(0).lines();
    assert_eq!(told(of(&lines, "a.png")), ("ok", vec![]), "{}", of(&lines, "a.png")["reasons"]);
    let reason = &of(&lines, "f.png")["reasons"][0];
    assert_eq!((&reason["kind"], &reason["what"]), (&"defect".into(), &"break_mm".into()), "{reason}");
    assert!(reason["measured"].as_f64().unwrap() > reason["limit"].as_f64().unwrap(), "{reason}");
    // A bead is no place that could be left out.
    let file = width(1.2);
    let mut ignoring: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    ignoring["steps"][1]["ignore"] = json!({ "clamp": { "box": [0, 0, 40, 40] } });
    write(&file, ignoring.to_string().as_bytes());
    let err = recipe(&["check"], &file, &[]).fails(3, "recipe.fault").err;
    assert!(err.contains("field `ignore`") && err.contains("left out"), "{err}");
    let lines = recipe(&["run", "--json"], &width(0.7), &[&good]).exits(0).lines();
    assert_eq!(told(&lines[0]), ("ng", vec![("limits", "width", "above")]), "{}", lines[0]["reasons"]);
}

#[test]
fn two_versions_are_compared_by_fields_and_on_pictures() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let limit = |max: f64| json!([{ "name": "score", "kind": "number", "of": "surface", "field": "score", "max": max }]);
    let (before, after) = (surface(first.path(), limit(1.0)), surface(second.path(), limit(0.0)));
    let changes = recipe(&["diff", "--json"], &before, &[&after]).exits(0).json();
    assert_eq!(
        changes,
        json!([{ "change": "changed", "step": "limits", "field": "rules[0].max", "before": 1.0, "after": 0.0 }])
    );
    let picture = parts().join("blob");
    let told = recipe(&["compare", "--json"], &before, &[&after, &picture]).exits(0).json();
    assert_eq!(
        (&told["pictures"], &told["differ"], &told["counts"]["ok"]["ng"]),
        (&12.into(), &12.into(), &12.into()),
        "{told}"
    );
    let reason = &told["changed"][0]["after"]["reasons"][0];
    assert_eq!(
        (&reason["kind"], &reason["what"], &reason["limit"]),
        (&"above".into(), &"score".into(), &0.0.into())
    );
    let text = recipe(&["compare"], &before, &[&before, &picture]).exits(0).out;
    assert!(text.contains("12 verdicts are the same, 0 differ"), "{text}");
}

#[test]
fn what_is_wrong_with_a_recipe_is_said_before_work_begins() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |file: &Path, name: &str| recipe(&["check"], file, &[]).fails(3, name).err;
    let file = surface(folder.path(), json!([{ "name": "a", "kind": "passes", "of": "surfaces" }]));
    let err = refused(&file, "recipe.fault");
    assert!(err.contains("step `limits`, field `rules[0].of`: no step before is called `surfaces`"), "{err}");
    let file =
        surface(folder.path(), json!([{ "name": "a", "kind": "text", "of": "surface", "pattern": "A" }]));
    assert!(refused(&file, "recipe.fault").contains("a model of task anomaly gives no `text`"));
    let file = surface(
        folder.path(),
        json!([{ "name": "a", "kind": "count", "of": "surface", "class": "dent", "max": 0 }]),
    );
    assert!(refused(&file, "recipe.fault").contains("knows no class `dent`; it knows anomaly"));
    std::fs::remove_file(folder.path().join("surface.fovea")).unwrap();
    assert!(refused(&file, "recipe.unreadable").contains("surface.fovea"));
    write(&folder.path().join("surface.fovea"), b"no model");
    assert!(refused(&file, "recipe.model").contains("step `surface`, model `surface.fovea`"));
    let yaml = folder.path().join("broken.yaml");
    write(&yaml, b"format: 1\nname: x\nsteps:\n  - id: [\n");
    assert!(refused(&yaml, "recipe.unreadable").contains("line "));
    write(&yaml, b"format: 9\nname: x\nwords: of later\n");
    assert!(refused(&yaml, "recipe.fault").contains("up to format 1"));
    refused(&folder.path().join("nowhere.json"), "recipe.unreadable");
    let schema = run(fovea().args(["recipe", "schema"])).exits(0).json();
    assert!(schema["$defs"]["step_look"]["properties"]["model"].is_object(), "{schema}");
}

#[test]
fn texts_are_given_and_pictures_that_cannot_be_used_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("code.yaml");
    write(
        &file,
        br#"
format: 1
name: codes
steps:
  - { id: shot, kind: acquire, fresh: true }
  - { id: code, kind: code, on: shot, kinds: [qr] }
  - id: limits
    kind: rules
    rules:
      - { name: lot, kind: text, of: code, expected: { given: lot } }
  - { id: verdict, kind: verdict, of: [limits] }
"#,
    );
    let picture = label().join("good.jpg");
    let run = |more: &[&str], paths: &[&Path]| recipe(&[&["run", "--json"], more].concat(), &file, paths);
    run(&[], &[&picture]).fails(2, "recipe.not_given");
    let whole = run(&["--expect", "serial=1"], &[&picture]).exits(0).lines();
    assert_eq!(whole[0]["reasons"][0]["limit"], "serial=1", "a text may hold the sign of a name");
    let right = run(&["--expect", "lot=LOT 213817B"], &[&picture]).exits(0).lines();
    assert_eq!(told(&right[0]), ("ok", vec![]), "{}", right[0]);
    let wrong = run(&["--expect", "LOT 1"], &[&picture, &picture]).exits(0).lines();
    assert_eq!(told(&wrong[0]), ("ng", vec![("limits", "lot", "text")]));
    assert_eq!(wrong[0]["reasons"][0]["fault"], json!({ "kind": "other", "expected": "LOT 1" }));
    assert_eq!(told(&wrong[1]), ("recheck", vec![("shot", "", "repeated")]), "a camera that hangs");
    let broken = folder.path().join("broken.png");
    write(&broken, b"no picture");
    run(&["--expect", "LOT 1"], &[&broken]).fails(3, "predict.no_picture");
    let plain = folder.path().join("plain.png");
    write_png(&plain, &part(1, false));
    let none = run(&["--expect", "LOT 1"], &[&plain]).exits(0).lines();
    assert_eq!(told(&none[0]), ("ng", vec![("limits", "lot", "no_text")]));
}

#[test]
fn a_job_judges_listed_pictures_by_one_recipe_or_two() {
    let dir = tempfile::tempdir().unwrap();
    let pictures = label().join("pictures");
    let listed: Vec<Value> = [("good/straight", true), ("bad/other-code", false), ("bad/no-code", false), ("none", true)]
        .iter()
        .map(|(name, good)| {
            json!({ "id": name, "name": format!("{name}.jpg"), "path": pictures.join(format!("{name}.jpg")), "good": good })
        })
        .collect();
    let list = dir.path().join("pictures.json");
    write(&list, json!(listed).to_string().as_bytes());
    // The other one passes whatever is sharp.
    let other = dir.path().join("other.json");
    let sharp = json!({ "format": 1, "name": "sharp", "steps": [
        { "id": "shot", "kind": "acquire" },
        { "id": "limits", "kind": "rules", "rules": [
            { "name": "sharp", "kind": "number", "of": "shot", "field": "sharpness", "min": 1 } ] },
        { "id": "verdict", "kind": "verdict", "of": ["limits"] }
    ] });
    write(&other, sharp.to_string().as_bytes());
    let out = dir.path().join("verdicts.jsonl");
    let mut command = fovea();
    command.arg("judge-recipe").arg("--recipe").arg(label().join("recipe.json"));
    command.arg("--other").arg(&other).arg("--pictures").arg(&list).arg("--out").arg(&out);
    let done = run(&mut command).exits(0);
    assert!(done.err.contains("{\"progress\":{\"phase\":\"judging\""), "{}", done.err);
    let summary = done.json();
    assert_eq!((&summary["pictures"], &summary["unread"]), (&4.into(), &1.into()));
    assert_eq!(summary["first"]["confusion"]["bad"], json!({ "ok": 1, "recheck": 0, "ng": 1 }));
    assert_eq!((&summary["first"]["escaped"], &summary["other"]["escaped"]), (&1.into(), &2.into()));
    assert_eq!(summary["changed"]["ng"], json!({ "ok": 1, "recheck": 0, "ng": 0 }));
    let text = std::fs::read_to_string(&out).unwrap();
    let lines: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let of = |id: &str| lines.iter().find(|l| l["id"] == id).unwrap();
    assert_eq!(of("bad/no-code")["reasons"][0]["kind"], "no_text");
    assert_eq!(
        (&of("bad/no-code")["verdict"], &of("bad/no-code")["other"]["verdict"]),
        (&"ng".into(), &"ok".into())
    );
    assert!(of("none")["verdict"].is_null() && of("none")["trouble"].is_string(), "{}", of("none"));
}
