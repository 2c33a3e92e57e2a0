use crate::models::{Trained, anomaly, classify, copy, parts, segment};
use crate::pictures::{SIDE, part, write, write_jpeg, write_png};
use crate::program::{fovea, keys, run, sample};
use fovea_infer::{LoadOptions, Model, Package};
use fovea_vision::{Limits, Picture, decode_bytes, decode_file, read_value_file};
use serde_json::Value;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn predict(model: &Path, more: &[&str]) -> Command {
    let mut command = fovea();
    command.args(["predict", "--json"]).arg(model).args(more);
    command
}

fn in_unit(value: &Value) -> bool {
    value.as_f64().is_some_and(|v| (0.0..=1.0).contains(&v))
}

/// Everything that the contract says of a line.
fn check_line(line: &Value, width: f64, height: f64) {
    let names = ["class", "ms", "path", "regions", "score", "scores", "verdict"];
    assert_eq!(keys(line), names, "{line}");
    assert!(line["verdict"] == "ok" || line["verdict"] == "ng", "{line}");
    assert!(in_unit(&line["score"]) && line["scores"].as_object().unwrap().values().all(in_unit), "{line}");
    assert!(line["class"].is_string() && Path::new(line["path"].as_str().unwrap()).is_file(), "{line}");
    assert_eq!(keys(&line["ms"]), ["decode", "run", "total"]);
    for region in line["regions"].as_array().unwrap() {
        assert_eq!(keys(region), ["area", "bbox", "class", "polygon", "score"]);
        let b: Vec<f64> = region["bbox"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        assert!(b.len() == 4 && b[0] >= 0.0 && b[1] >= 0.0, "{region}");
        assert!(b[0] + b[2] <= width + 0.01 && b[1] + b[3] <= height + 0.01, "{region}");
        assert!(
            region["area"].as_f64().unwrap() <= b[2] * b[3] + 0.01 && in_unit(&region["score"]),
            "{region}"
        );
        let points = region["polygon"].as_array().unwrap();
        assert!(points.len() >= 3 && points.iter().all(|p| p.as_array().unwrap().len() == 2), "{region}");
    }
}

#[test]
fn gives_one_line_a_picture_in_their_order() {
    for model in [anomaly(), classify()] {
        let threshold = model.run.json()["manifest"]["threshold"].as_f64().unwrap();
        let lines = run(predict(&model.file, &[]).arg(parts())).exits(0).lines();
        assert_eq!(lines.len(), 36);
        assert!(lines.windows(2).all(|l| l[0]["path"].as_str() < l[1]["path"].as_str()));
        for line in &lines {
            check_line(line, f64::from(SIDE), f64::from(SIDE));
            assert_eq!(line["verdict"] == "ng", line["score"].as_f64().unwrap() >= threshold, "{line}");
        }
        let two = [parts().join("good/ab.png"), parts().join("good/aa.png")];
        let lines = run(predict(&model.file, &[]).args(&two)).exits(0).lines();
        let told: Vec<&str> = lines.iter().map(|l| l["path"].as_str().unwrap()).collect();
        assert_eq!(told, two.iter().map(|p| p.to_str().unwrap()).collect::<Vec<_>>());
    }
}

#[test]
fn a_segment_model_gives_the_same_shape() {
    let folder = tempfile::tempdir().unwrap();
    let pictures: Vec<PathBuf> = some_of_the_sample(4);
    let lines = run(predict(&bold(folder.path()), &[]).args(&pictures)).exits(0).lines();
    assert_eq!(lines.len(), 4);
    lines.iter().for_each(|l| check_line(l, 565.0, 230.0));
    assert!(
        lines.iter().any(|l| !l["regions"].as_array().unwrap().is_empty()),
        "the bold model sees nothing"
    );
}

#[test]
fn without_json_a_line_says_the_verdict_first() {
    let done = run(fovea().arg("predict").arg(&anomaly().file).arg(parts().join("blob"))).exits(0);
    assert_eq!(done.out.lines().count(), 12);
    assert!(done.out.lines().all(|l| l.starts_with("NG  ") || l.starts_with("OK  ")), "{}", done.out);
    assert!(done.out.lines().filter(|l| l.starts_with("NG")).count() >= 10, "{}", done.out);
}

fn scores(model: &Trained, more: &[&str], paths: &[PathBuf]) -> Vec<f64> {
    let lines = run(predict(&model.file, more).args(paths)).exits(0).lines();
    lines.iter().map(|l| l["score"].as_f64().unwrap()).collect()
}

#[test]
fn threads_and_batches_change_no_score() {
    let drawn = [parts().to_path_buf()];
    for (model, paths) in [(anomaly(), &drawn[..]), (classify(), &drawn), (segment(), &some_of_the_sample(6))]
    {
        let one = scores(model, &["--threads", "1"], paths);
        for more in [
            &["--threads", "2"][..],
            &["--threads", "1", "--batch", "4"],
            &["--threads", "2", "--batch", "5"],
        ] {
            let other = scores(model, more, paths);
            assert_eq!(one.len(), other.len());
            for (a, b) in one.iter().zip(&other) {
                assert!((a - b).abs() < 1e-4, "{a} {b} with {more:?}");
            }
        }
    }
}

fn some_of_the_sample(count: usize) -> Vec<PathBuf> {
    let images = std::fs::read_dir(sample().join("images")).unwrap();
    let mut paths: Vec<PathBuf> = images.map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().rev().take(count).collect()
}

/// The segment model, made to see defects in many places.
fn bold(folder: &Path) -> PathBuf {
    let file = copy(segment(), folder);
    let lines = run(predict(&file, &[]).args(some_of_the_sample(1))).exits(0).lines();
    let highest = lines[0]["scores"]["Pitting"].as_f64().unwrap();
    let mut package = Package::read(&file).unwrap();
    package.manifest.pixel_threshold = (highest * 0.9) as f32;
    // Every speck a region, so that regions and mask must have the same pixels.
    package.manifest.min_area = 1;
    package.write(&file).unwrap();
    file
}

#[test]
fn masks_have_the_pictures_size_and_the_classes_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let masks = folder.path().join("masks");
    let pictures = some_of_the_sample(4);
    let mut command = predict(&bold(folder.path()), &["--masks"]);
    let lines = run(command.arg(&masks).args(&pictures)).exits(0).lines();
    let mut marked = 0;
    for (picture, line) in pictures.iter().zip(&lines) {
        let file = masks.join(picture.file_stem().unwrap()).with_extension("png");
        let mask = read_value_file(&file, &Limits::default()).unwrap();
        assert_eq!((mask.width, mask.height), (565, 230));
        assert!(mask.data.iter().all(|&v| v <= 1));
        let count = mask.data.iter().filter(|&&v| v == 1).count() as f64;
        let areas: f64 =
            line["regions"].as_array().unwrap().iter().map(|r| r["area"].as_f64().unwrap()).sum();
        assert!((areas - count).abs() < 0.5, "{areas} of {count}");
        marked += count as usize;
    }
    assert!(marked > 0, "the bold model sees nothing");
}

#[test]
fn masks_of_a_model_that_knows_no_pixels_are_a_wrong_use() {
    let folder = tempfile::tempdir().unwrap();
    let masks = folder.path().join("masks");
    run(predict(&anomaly().file, &["--masks"]).arg(&masks).arg(parts())).fails(2, "predict.no_masks");
    assert!(!masks.exists());
}

#[test]
fn what_lies_in_parts_that_do_not_matter_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let (model, pictures) = (bold(folder.path()), some_of_the_sample(4));
    let ignoring = |json: &str| {
        let file = folder.path().join("ignore.json");
        std::fs::write(&file, json).unwrap();
        let mut command = predict(&model, &["--ignore"]);
        command.arg(file).args(&pictures);
        run(&mut command)
    };
    let found = |lines: &[Value]| -> usize {
        lines.iter().map(|line| line["regions"].as_array().unwrap().len()).sum()
    };
    let all = run(predict(&model, &[]).args(&pictures)).exits(0).lines();
    assert!(found(&all) > 0, "the bold model sees nothing");
    let none = ignoring(r#"{ "all of it": { "box": [0, 0, 565, 230] } }"#).exits(0).lines();
    assert_eq!(found(&none), 0);
    for (before, now) in all.iter().zip(&none) {
        let marked = !before["regions"].as_array().unwrap().is_empty();
        assert_eq!(now["verdict"], if marked { "ok" } else { before["verdict"].as_str().unwrap() });
        assert_eq!(now["score"], before["score"]);
    }
    let beside = ignoring(r#"{ "beside it": { "box": [600, 0, 20, 20] } }"#).exits(0).lines();
    assert_eq!(found(&beside), found(&all));
    ignoring(r#"{ "clamp": { "box": [0, 0, 0, 9] } }"#).fails(3, "predict.ignore");
}

#[test]
fn heat_maps_have_the_pictures_size_and_show_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let heat = folder.path().join("heat");
    run(predict(&anomaly().file, &["--heatmaps"]).arg(&heat).arg(parts())).exits(0);
    let drawn = decode_file(&heat.join("good/aa.png"), &Limits::default()).unwrap();
    assert_eq!((drawn.width, drawn.height), (SIDE, SIDE));
    assert_eq!(std::fs::read_dir(heat.join("blob")).unwrap().count(), 12);
}

#[test]
fn pictures_of_one_name_do_not_overwrite_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (heat, x) = (folder.path().join("heat"), part(1, false));
    for name in ["a/x.png", "b/x.png", "c/x.jpg"] {
        write_jpeg(&folder.path().join(name), &x);
    }
    let paths = ["a/x.png", "b/x.png", "c/x.jpg"].map(|n| folder.path().join(n));
    run(predict(&anomaly().file, &["--heatmaps"]).arg(&heat).args(&paths)).exits(0);
    let mut names: Vec<_> = std::fs::read_dir(&heat).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["x.png", "x_2.png", "x_3.png"]);
}

#[test]
fn names_of_any_kind_are_judged_and_nothing_is_written_outside() {
    let folder = tempfile::tempdir().unwrap();
    let (work, inside) = (folder.path().join("work"), folder.path().join("inside"));
    std::fs::create_dir_all(&work).unwrap();
    let x = part(30, true);
    let odd = OsStr::from_bytes(b"caf\xe9 \xff.png");
    write_png(&folder.path().join("up.png"), &x);
    write_png(&inside.join("零件 一号.png"), &x);
    write_png(&inside.join(odd), &x);
    write_png(&inside.join("line\nbreak \"quote\".png"), &x);
    write_png(&inside.join("-dash.png"), &x);
    let mut command = predict(&anomaly().file, &["--heatmaps", "heat"]);
    let done = run(command.current_dir(&work).arg("../up.png").arg("../inside")).exits(0);
    let lines = done.lines();
    assert_eq!(lines.len(), 5, "{}", done.err);
    assert_eq!(lines[0]["path"], "../up.png");
    assert!(lines.iter().any(|l| l["path"].as_str().unwrap().contains("零件 一号.png")));
    assert!(lines.iter().all(|l| l["score"] == lines[0]["score"]));
    let mut names: Vec<_> =
        std::fs::read_dir(work.join("heat")).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 5);
    assert!(
        names.contains(&odd.to_os_string()) && names.contains(&OsStr::new("up.png").to_os_string()),
        "{names:?}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "something was written outside");
}

#[test]
fn a_corrupt_picture_is_named_and_skipped() {
    let folder = tempfile::tempdir().unwrap();
    write_png(&folder.path().join("a.png"), &part(1, false));
    let whole = std::fs::read(folder.path().join("a.png")).unwrap();
    write(&folder.path().join("b.png"), &whole[..whole.len() / 2]);
    write(&folder.path().join("c.png"), b"no picture");
    write_png(&folder.path().join("d.png"), &part(2, false));
    for batch in ["1", "4"] {
        let done = run(predict(&anomaly().file, &["--batch", batch]).arg(folder.path())).exits(0);
        let told: Vec<_> = done.lines().iter().map(|l| l["path"].as_str().unwrap().to_string()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].ends_with("a.png") && told[1].ends_with("d.png"), "{told:?}");
        assert!(done.err.contains("b.png") && done.err.contains("c.png"), "{}", done.err);
    }
}

#[test]
fn nothing_usable_is_code_3() {
    let folder = tempfile::tempdir().unwrap();
    run(predict(&anomaly().file, &[]).arg(folder.path())).fails(3, "predict.no_picture");
    write(&folder.path().join("x.png"), b"no picture");
    let failed = run(predict(&anomaly().file, &[]).arg(folder.path())).fails(3, "predict.no_picture");
    assert!(failed.err.contains("x.png"), "{}", failed.err);
    let nowhere = folder.path().join("nowhere.png");
    let failed = run(predict(&anomaly().file, &[]).arg(&nowhere)).fails(3, "predict.unreadable");
    assert!(failed.err.contains("nowhere.png"), "{}", failed.err);
    run(predict(&folder.path().join("no.fovea"), &[]).arg(parts())).fails(3, "model.unreadable");
}

#[test]
fn wrong_words_are_code_2() {
    run(fovea().arg("predict").arg(&anomaly().file)).exits(2);
    for more in [["--batch", "0"], ["--threads", "0"], ["--batch", "many"]] {
        run(predict(&anomaly().file, &more).arg(parts())).exits(2);
    }
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let mut child = predict(&anomaly().file, &[])
        .arg(parts())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_model_that_turns_pictures_over_says_the_same_of_a_picture_and_its_mirror_image() {
    let folder = tempfile::tempdir().unwrap();
    let file = copy(segment(), folder.path());
    let turning = |turns: bool| {
        let mut package = Package::read(&file).unwrap();
        package.manifest.flips = turns;
        let load = LoadOptions { check: false, ..LoadOptions::default() };
        let model = Model::from_package(&package, load).unwrap();
        for reference in &mut package.manifest.references {
            let picture = decode_bytes(&package.files[&reference.file], &Limits::default()).unwrap();
            let told = model.infer(&picture.into()).unwrap().prediction;
            (reference.score, reference.scores) = (told.score, told.scores);
        }
        package.write(&file).unwrap();
    };
    // Sides that need no continuation at one edge, which would tell left from right.
    let picture = decode_file(&some_of_the_sample(1)[0], &Limits::default()).unwrap().resize(256, 128);
    let rows = picture.rgb.chunks_exact(256 * 3);
    let rgb = rows.flat_map(|row| row.chunks_exact(3).rev().flatten().copied()).collect();
    let mirrored = Picture { rgb, ..picture };
    let paths = [folder.path().join("a.png"), folder.path().join("b.png")];
    write_png(&paths[0], &picture);
    write_png(&paths[1], &mirrored);
    let apart = |turns: bool| {
        turning(turns);
        let lines = run(predict(&file, &[]).args(&paths)).exits(0).lines();
        (lines[0]["score"].as_f64().unwrap() - lines[1]["score"].as_f64().unwrap()).abs()
    };
    assert!(apart(true) < 1e-5);
    assert!(apart(false) > 1e-5);
}
