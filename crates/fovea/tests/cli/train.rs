use crate::models::{anomaly, classify, parts, segment, segment_training, train_parts};
use crate::pictures::{GOOD, part, write, write_png};
use crate::program::{Run, fovea, keys, run, sample, start_until};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

/// Four good parts and four with a spot: enough to teach, and too few for a head beside the memory of good ones.
fn draw_few(data: &Path) {
    for i in 0..8u8 {
        let name = format!("{}.png", char::from(b'a' + i));
        write_png(&data.join(if i < 4 { "good" } else { "blob" }).join(name), &part(u64::from(i), i >= 4));
    }
}

/// `train` on the drawn parts.
fn train(task: &str, out: &Path, more: &[&str]) -> Command {
    let mut command = fovea();
    command.args(["train", "--task", task, "--size", "96"]).args(more);
    command.arg("--data").arg(parts()).arg("--out").arg(out);
    command
}

#[test]
fn tells_progress_on_stderr_and_one_document_on_stdout() {
    for model in [anomaly(), classify()] {
        let document = model.run.json();
        assert_eq!(keys(&document), ["manifest", "model", "seconds", "stopped_early"]);
        assert_eq!(document["stopped_early"], false);
        assert_eq!(document["model"], model.file.to_str().unwrap());
        assert!(document["seconds"].as_f64().unwrap() > 0.0);
        assert_eq!(document["manifest"]["training"]["pictures"], 36);
        assert_eq!(document["manifest"]["training"]["seed"], 7);
        assert!(model.run.err.contains("features 36/36"), "{}", model.run.err);
    }
}

#[test]
fn what_was_drawn_is_told_apart() {
    for model in [anomaly(), classify()] {
        let validation = &model.run.json()["manifest"]["validation"];
        assert!(validation["auroc"].as_f64().unwrap() > 0.95, "{validation}");
        assert!(validation["rates"]["overkill_interval"].is_array(), "{validation}");
        assert!(validation.get("timing").is_none() && validation["data"]["root"] == "", "{validation}");
    }
}

#[test]
fn without_json_people_are_told_what_it_is_worth() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/folder/m.fovea");
    let done = run(&mut train("anomaly", &out, &["--overkill", "5%"])).exits(0);
    for words in ["anomaly model written to", "threshold", "overkill at most 5 %", "escapes", "95 %"] {
        assert!(done.out.contains(words), "{words}: {}", done.out);
    }
    assert!(out.is_file());
}

#[test]
fn a_package_may_have_any_name() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    draw_few(&data);
    for name in [&b"\xe9\xff.fovea"[..], "模型 一.fovea".as_bytes(), b"no ending"] {
        let out = folder.path().join(OsStr::from_bytes(name));
        let mut command = fovea();
        command.args(["train", "--task", "anomaly", "--size", "96", "--json", "--data"]).arg(&data);
        let done = run(command.arg("--out").arg(&out)).exits(0);
        assert_eq!(done.json()["model"], out.to_string_lossy().as_ref());
        run(fovea().args(["model", "verify"]).arg(&out)).exits(0);
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_the_training() {
    let folder = tempfile::tempdir().unwrap();
    for out in [folder.path().to_path_buf(), "/proc/m.fovea".into(), "..".into()] {
        let failed = run(&mut train("anomaly", &out, &[])).fails(1, "model.unwritable");
        assert!(!failed.err.contains("features"), "{}", failed.err);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn equal_seed_and_threads_give_equal_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for (task, model) in [("anomaly", anomaly()), ("classify", classify())] {
        // Under the same name: a model carries it.
        let again = folder.path().join(model.file.file_name().unwrap());
        train_parts(task, &again);
        let (a, b) = (std::fs::read(&model.file).unwrap(), std::fs::read(&again).unwrap());
        assert!(a == b, "{task}: the packages differ");
    }
}

#[test]
fn a_package_tells_no_path_and_no_time_of_day() {
    for model in [anomaly(), classify(), segment()] {
        let bytes = std::fs::read(&model.file).unwrap();
        let place = model.file.parent().unwrap().to_str().unwrap().as_bytes().to_vec();
        assert!(!bytes.windows(place.len()).any(|w| w == place), "{}", model.file.display());
    }
}

#[test]
fn a_used_up_budget_saves_what_was_learnt_as_code_4() {
    let document = segment().run.json();
    assert_eq!(document["stopped_early"], true);
    assert_eq!(document["manifest"]["training"]["stopped_early"], true);
    assert_eq!(document["manifest"]["classes"], serde_json::json!(["Pitting"]));
    assert!(document["seconds"].as_f64().unwrap() < 60.0);
    run(fovea().args(["model", "verify"]).arg(&segment().file)).exits(0);
}

#[test]
fn a_signal_saves_what_was_learnt_as_code_4() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("m.fovea");
    let mut command = fovea();
    command.args(["train", "--task", "segment", "--json", "--data"]).arg(sample()).arg("--out").arg(&out);
    let stopped = start_until(&mut command, "training 1/").signal("TERM").exits(4);
    assert_eq!(stopped.json()["stopped_early"], true);
    run(fovea().args(["model", "verify"]).arg(&out)).exits(0);
}

/// The steps that a run told of.
fn steps(run: &Run) -> Vec<usize> {
    let numbers =
        run.err.lines().filter_map(|l| l.strip_prefix("training ")?.split('/').next()?.parse().ok());
    numbers.collect()
}

#[test]
fn a_stopped_training_goes_on_where_it_was_unless_told_to_begin_anew() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("m.fovea");
    let train = |more: &[&str]| segment_training(&out, more);
    let first = start_until(&mut train(&[]), "training 1/").signal("TERM").exits(4);
    let reached = *steps(&first).last().unwrap();
    let second = run(&mut train(&["--budget", "8s"])).exits(4);
    assert!(steps(&second)[0] > reached, "{} then {}", first.err, second.err);
    let third = run(&mut train(&["--budget", "8s", "--restart"])).exits(4);
    assert_eq!(steps(&third)[0], 1, "{}", third.err);
    // What is damaged is not gone on with.
    let checkpoint = folder.path().join("m.fovea.checkpoint");
    let whole = std::fs::read(&checkpoint).unwrap();
    std::fs::write(&checkpoint, &whole[..whole.len() / 2]).unwrap();
    let again = run(&mut train(&["--budget", "8s"])).exits(4);
    assert_eq!(steps(&again)[0], 1, "{}", again.err);
}

#[test]
fn stopped_before_anything_was_learnt_says_so_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("m.fovea");
    for task in ["anomaly", "classify"] {
        run(&mut train(task, &out, &["--budget", "0s"])).fails(4, "train.stopped");
    }
    assert!(!out.exists());
}

#[test]
fn data_that_cannot_teach_is_code_3() {
    let folder = tempfile::tempdir().unwrap();
    let (data, out) = (folder.path().join("data"), folder.path().join("m.fovea"));
    let on = |task: &str| {
        let mut command = fovea();
        run(command.args(["train", "--task", task, "--data"]).arg(&data).arg("--out").arg(&out))
    };
    on("anomaly").fails(3, "dataset.no_folder");
    write(&data.join("good/a.png"), b"no picture");
    on("anomaly").fails(3, "dataset.no_pictures");
    for name in ["a", "b", "c"] {
        write_png(&data.join("scratch").join(format!("{name}.png")), &part(3, true));
    }
    on("anomaly").fails(3, "train.not_enough");
    on("classify").fails(3, "train.not_enough");
    on("segment").fails(3, "train.not_enough");
    assert!(!out.exists());
}

#[test]
fn a_corrupt_picture_is_named_and_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let (data, out) = (folder.path().join("data"), folder.path().join("m.fovea"));
    draw_few(&data);
    let whole = std::fs::read(data.join("good/a.png")).unwrap();
    write(&data.join("good/cut.png"), &whole[..whole.len() / 2]);
    write(&data.join("good/empty.png"), b"");
    for task in ["anomaly", "classify"] {
        let mut command = fovea();
        command
            .args(["train", "--size", "96", "--json", "--task", task, "--data"])
            .arg(&data)
            .arg("--out")
            .arg(&out);
        let done = run(&mut command).exits(0);
        for name in ["cut.png", "empty.png"] {
            assert!(done.err.contains(name), "{name}: {}", done.err);
        }
        assert_eq!(done.json()["manifest"]["training"]["pictures"], 8);
    }
}

#[test]
fn good_pictures_alone_teach_a_head_where_faults_are_pasted_in() {
    let folder = tempfile::tempdir().unwrap();
    // Letters only: a number could pass for that of a part seen twice.
    for i in 0..GOOD {
        let name = format!("data/good/{}.png", char::from(b'a' + i as u8));
        write_png(&folder.path().join(name), &part(i as u64, false));
    }
    let trained = |name: &str, more: &[&str]| {
        let out = folder.path().join(name).join("m.fovea");
        let mut command = fovea();
        command.args([
            "train",
            "--task",
            "anomaly",
            "--size",
            "96",
            "--threads",
            "2",
            "--seed",
            "7",
            "--json",
        ]);
        command.args(more).arg("--data").arg(folder.path().join("data")).arg("--out").arg(&out);
        let settings = run(&mut command).exits(0).json()["manifest"]["training"]["settings"].clone();
        (out, settings)
    };
    let (plain, settings) = trained("plain", &[]);
    assert_eq!((&settings["pasted_in"], &settings["uses_bad"]), (&0.into(), &false.into()));
    let (pasted, settings) = trained("pasted", &["--paste-in"]);
    assert_eq!((&settings["pasted_in"], &settings["uses_bad"]), (&(2 * GOOD).into(), &false.into()));
    let (again, _) = trained("again", &["--paste-in"]);
    let bytes = |file: &Path| std::fs::read(file).unwrap();
    assert!(bytes(&pasted) == bytes(&again), "the same seed pastes the same");
    assert!(bytes(&pasted) != bytes(&plain));
    // Dark spots, which it has never seen, are told from sound parts.
    let mut evaluate = fovea();
    let seen =
        run(evaluate.arg("evaluate").arg(&pasted).arg("--json").arg("--data").arg(parts())).exits(0).json();
    assert!(seen["auroc"].as_f64().unwrap() > 0.9, "{seen}");
    let mut other = train("classify", &folder.path().join("c.fovea"), &["--paste-in"]);
    run(&mut other).fails(2, "train.no_paste_in");
}

#[test]
fn wrong_words_are_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("m.fovea");
    for more in [
        &["--size", "63"][..],
        &["--size", "big"],
        &["--budget", "soon"],
        &["--budget", "-1s"],
        &["--overkill", "200%"],
        &["--cost", "0"],
        &["--cost", "nan"],
        &["--overkill", "1%", "--cost", "20"],
        &["--threads", "0"],
        &["--seed", "-1"],
        &["--flips", "--no-flips"],
    ] {
        let failed = run(&mut train("anomaly", &out, more)).exits(2);
        assert!(failed.out.is_empty() && failed.err.contains("error:"), "{more:?}: {}", failed.err);
    }
    run(&mut train("anomaly", &out, &["--flips"])).fails(2, "train.no_flips");
    run(&mut train("classify", &out, &["--no-flips"])).fails(2, "train.no_flips");
    run(&mut train("guess", &out, &[])).exits(2);
    run(fovea().args(["train", "--task", "anomaly"])).exits(2);
    assert!(!out.exists());
}
