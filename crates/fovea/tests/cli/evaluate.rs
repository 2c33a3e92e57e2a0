use crate::models::{Trained, anomaly, classify, copy, parts, segment};
use crate::pictures::{part, write_png};
use crate::program::{fovea, run, sample};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn evaluate(model: &Path, data: &Path) -> Command {
    let mut command = fovea();
    command.args(["evaluate", "--json", "--data"]).arg(data).arg(model);
    command
}

fn results(model: &Trained, data: &Path) -> Value {
    run(&mut evaluate(&model.file, data)).exits(0).json()
}

#[test]
fn judges_as_predict_does() {
    for (model, data) in
        [(anomaly(), parts().to_path_buf()), (classify(), parts().into()), (segment(), sample())]
    {
        let told = run(fovea().args(["predict", "--json"]).arg(&model.file).arg(&data)).exits(0).lines();
        let told: BTreeMap<&str, &Value> = told.iter().map(|l| (l["path"].as_str().unwrap(), l)).collect();
        let seen = results(model, &data);
        let pictures = seen["pictures"].as_array().unwrap();
        assert_eq!(pictures.len(), told.len());
        for picture in pictures {
            let path = data.join(picture["path"].as_str().unwrap());
            let line = told.get(path.to_str().unwrap()).unwrap_or_else(|| panic!("{picture}"));
            let (a, b) = (picture["score"].as_f64().unwrap(), line["score"].as_f64().unwrap());
            assert!((a - b).abs() < 1e-6, "{picture} {line}");
            assert_eq!(picture["verdict"], line["verdict"], "{picture}");
            for (class, score) in picture["scores"].as_object().into_iter().flatten() {
                assert!((score.as_f64().unwrap() - line["scores"][class].as_f64().unwrap()).abs() < 1e-6);
            }
        }
    }
}

#[test]
fn counts_what_the_verdicts_say() {
    for model in [anomaly(), classify()] {
        let seen = results(model, parts());
        assert_eq!((&seen["data"]["good"], &seen["data"]["bad"]), (&24.into(), &12.into()));
        let count = |bad: bool, verdict: &str| {
            let all = seen["pictures"].as_array().unwrap();
            all.iter().filter(|p| p["bad"] == bad && p["verdict"] == verdict).count()
        };
        assert_eq!(seen["rates"]["overkilled"], count(false, "ng"));
        assert_eq!(seen["rates"]["escaped"], count(true, "ok"));
        assert_eq!(seen["threshold"], model.run.json()["manifest"]["threshold"]);
        assert!(seen["auroc"].as_f64().unwrap() > 0.95, "{seen}");
        for name in ["roc", "pr", "histogram", "timing"] {
            assert!(seen.get(name).is_some(), "{name}");
        }
    }
    assert!(results(classify(), parts())["confusion"].is_object());
}

#[test]
fn a_segment_model_is_measured_by_pixels() {
    let seen = results(segment(), &sample());
    assert!((0.0..=1.0).contains(&seen["pixel"]["mean_iou"].as_f64().unwrap()), "{}", seen["pixel"]);
    assert_eq!(seen["data"]["bad"], 44);
}

#[test]
fn without_json_people_are_told_rates_with_intervals() {
    let done = run(fovea().arg("evaluate").arg(&classify().file).arg("--data").arg(parts())).exits(0);
    for words in ["36 pictures (24 good, 12 bad)", "overkill", "escapes", "95 %", "AUROC", "blob"] {
        assert!(done.out.contains(words), "{words}: {}", done.out);
    }
}

#[test]
fn the_report_opens_without_a_network() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report");
    let mut command = evaluate(&anomaly().file, parts());
    let done = run(command.arg("--report").arg(&report)).exits(0);
    assert_eq!(done.json()["pictures"].as_array().unwrap().len(), 36);
    let names: Vec<_> = std::fs::read_dir(&report).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["report.html"]);
    let page = std::fs::read_to_string(report.join("report.html")).unwrap();
    // Names of drawing languages look like addresses, but nothing is fetched from them.
    let page = page.replace("http://www.w3.org/", "");
    for reach in ["http:", "https:", "src=\"//", "@import", "<link", "<iframe"] {
        assert!(!page.contains(reach), "`{reach}` at {:?}", page.find(reach));
    }
    assert!(page.matches("data:image/jpeg;base64,").count() >= 36 || page.matches("/9j/").count() >= 36);
}

#[test]
fn corrupt_pictures_are_told_in_the_document() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b", "c"] {
        write_png(&folder.path().join("good").join(format!("{name}.png")), &part(1, false));
    }
    let whole = std::fs::read(folder.path().join("good/a.png")).unwrap();
    std::fs::write(folder.path().join("good/cut.png"), &whole[..whole.len() / 2]).unwrap();
    let done = run(&mut evaluate(&anomaly().file, folder.path())).exits(0);
    assert!(done.err.contains("cut.png"), "{}", done.err);
    let seen = done.json();
    assert_eq!(seen["data"]["pictures"], 3);
    assert_eq!(seen["data"]["skipped"][0]["path"], "good/cut.png");
}

#[test]
fn data_without_a_usable_picture_is_code_3() {
    let folder = tempfile::tempdir().unwrap();
    run(&mut evaluate(&anomaly().file, folder.path())).fails(3, "dataset.no_pictures");
    run(&mut evaluate(&anomaly().file, &folder.path().join("nowhere"))).fails(3, "dataset.no_folder");
    run(&mut evaluate(&folder.path().join("no.fovea"), parts())).fails(3, "model.unreadable");
    run(fovea().arg("evaluate").arg(&anomaly().file)).exits(2);
}

#[test]
fn another_threshold_needs_no_training() {
    let folder = tempfile::tempdir().unwrap();
    let file = copy(anomaly(), folder.path());
    let before = results(anomaly(), parts());
    for (threshold, overkilled, escaped) in [("0", 24, 0), ("1", 0, 12)] {
        run(fovea().args(["model", "threshold"]).arg(&file).arg(threshold)).exits(0);
        let seen = run(&mut evaluate(&file, parts())).exits(0).json();
        assert_eq!(
            (&seen["rates"]["overkilled"], &seen["rates"]["escaped"]),
            (&overkilled.into(), &escaped.into())
        );
        assert_eq!(seen["auroc"], before["auroc"]);
    }
}
