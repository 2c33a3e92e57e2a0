use crate::models::{anomaly, classify, copy, parts, segment};
use crate::program::{fovea, run};
use fovea_infer::Package;
use std::process::Stdio;

#[test]
fn inspect_tells_the_manifest() {
    for model in [anomaly(), classify(), segment()] {
        let manifest = run(fovea().args(["model", "inspect", "--json"]).arg(&model.file)).exits(0).json();
        assert_eq!(manifest, model.run.json()["manifest"]);
        let graph = &manifest["files"]["model.onnx"];
        assert!(
            graph["bytes"].as_u64().unwrap() > 1_000_000 && graph["sha256"].as_str().unwrap().len() == 64
        );
        assert!(!manifest["references"].as_array().unwrap().is_empty());
        assert_eq!(manifest["licences"][0]["licence"], "Apache-2.0");
    }
    let text = run(fovea().args(["model", "inspect"]).arg(&classify().file)).exits(0).out;
    for words in ["classify", "good", "blob", "threshold", "36 pictures", "model.onnx"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn verify_runs_the_reference_pictures() {
    for model in [anomaly(), classify(), segment()] {
        let told = run(fovea().args(["model", "verify"]).arg(&model.file)).exits(0).out;
        assert!(told.contains("reference pictures give the packed results"), "{told}");
        let told = run(fovea().args(["model", "verify", "--json"]).arg(&model.file)).exits(0).json();
        assert_eq!((&told["model"], &told["models"]), (&model.file.to_str().unwrap().into(), &1.into()));
        assert!(told["references"].as_u64().unwrap() > 0, "{told}");
    }
}

#[test]
fn damaged_packages_are_code_3_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.fovea");
    let whole = std::fs::read(&anomaly().file).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for bytes in [&flipped[..], &whole[..whole.len() / 2], b"", b"no package"] {
        std::fs::write(&file, bytes).unwrap();
        run(fovea().args(["model", "verify"]).arg(&file)).fails(3, "model.damaged");
        run(fovea().args(["model", "inspect"]).arg(&file)).fails(3, "model.damaged");
        run(fovea().args(["model", "threshold"]).arg(&file).arg("0.5")).fails(3, "model.damaged");
        run(fovea().arg("predict").arg(&file).arg(parts())).fails(3, "model.damaged");
        run(fovea().arg("evaluate").arg(&file).arg("--data").arg(parts())).fails(3, "model.damaged");
        assert!(std::fs::read(&file).unwrap() == bytes, "a damaged package was changed");
    }
    run(fovea().args(["model", "verify"]).arg(folder.path().join("nowhere"))).fails(3, "model.unreadable");
    run(fovea().args(["model", "verify"]).arg(folder.path())).fails(3, "model.unreadable");
}

#[test]
fn a_model_that_gives_other_results_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = copy(anomaly(), folder.path());
    let mut package = Package::read(&file).unwrap();
    package.manifest.references[0].score += 0.1;
    package.write(&file).unwrap();
    run(fovea().args(["model", "verify"]).arg(&file)).fails(3, "model.drifted");
    run(fovea().arg("predict").arg(&file).arg(parts())).fails(3, "model.drifted");
    // A look at it is allowed.
    run(fovea().args(["model", "inspect"]).arg(&file)).exits(0);
}

#[test]
fn a_threshold_changes_verdicts_without_a_new_training() {
    let folder = tempfile::tempdir().unwrap();
    let file = copy(anomaly(), folder.path());
    let predict = || run(fovea().args(["predict", "--json"]).arg(&file).arg(parts())).exits(0).lines();
    let before = predict();
    let mut scores: Vec<f64> = before.iter().map(|l| l["score"].as_f64().unwrap()).collect();
    scores.sort_by(f64::total_cmp);
    let middle = (scores[17] + scores[18]) / 2.0;
    run(fovea().args(["model", "threshold"]).arg(&file).arg(middle.to_string())).exits(0);
    let after = predict();
    assert_eq!(after.iter().filter(|l| l["verdict"] == "ng").count(), 18);
    assert!(before.iter().zip(&after).all(|(a, b)| a["score"] == b["score"]));
    let manifest = run(fovea().args(["model", "inspect", "--json"]).arg(&file)).exits(0).json();
    let trained = &anomaly().run.json()["manifest"];
    assert_eq!(manifest["files"], trained["files"]);
    assert_eq!(manifest["training"]["threshold_rule"], "set by hand");
    run(fovea().args(["model", "verify"]).arg(&file)).exits(0);
}

#[test]
fn thresholds_out_of_range_are_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let file = copy(anomaly(), folder.path());
    for threshold in ["1.5", "nan", "inf", "high", ""] {
        run(fovea().args(["model", "threshold"]).arg(&file).arg(threshold)).exits(2);
    }
    run(fovea().args(["model", "threshold"]).arg(&file).arg("--").arg("-0.5")).exits(2);
    assert!(std::fs::read(&file).unwrap() == std::fs::read(&anomaly().file).unwrap());
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    for words in [&["model", "inspect"][..], &["model", "inspect", "--json"], &["model", "verify"]] {
        let mut command = fovea();
        command.args(words).arg(&anomaly().file).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
