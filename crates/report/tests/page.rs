//! The file that `render` writes: whole, safe and free of the network.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use fovea_domain::quality::{DataFacts, Evaluation, ModelFacts, PictureResult};
use fovea_domain::{Class, Task, Verdict};
use fovea_report::{Report, ReportBead, ReportPicture, render};
use std::collections::BTreeMap;

const JPEG: [u8; 4] = [0xff, 0xd8, 0xff, 0xe0];

fn picture(path: &str, bad: bool, score: f32) -> PictureResult {
    PictureResult {
        path: path.into(),
        truth: None,
        bad,
        score,
        verdict: Verdict::Ok,
        class: None,
        scores: BTreeMap::new(),
    }
}

fn report() -> Report {
    let model = ModelFacts {
        name: "caps".into(),
        task: Task::Anomaly,
        classes: vec![Class { name: "good".into(), good: true }],
        created: None,
        size: None,
    };
    let pictures = vec![picture("a.jpg", false, 0.1), picture("b.jpg", true, 0.9)];
    Report {
        title: "Caps".into(),
        evaluation: Evaluation::of(model, DataFacts::default(), 0.5, pictures),
        pictures: Vec::new(),
        licence_note: None,
    }
}

/// The JSON block of a page.
fn data(page: &str) -> serde_json::Value {
    let (_, after) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(after.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_evaluation_comes_back_from_the_page() {
    let report = report();
    let found = data(&render(&report));
    let evaluation: Evaluation = serde_json::from_value(found["evaluation"].clone()).unwrap();
    assert_eq!(evaluation, report.evaluation);
    assert_eq!(found["title"], "Caps");
    assert_eq!(found["heat_colours"].as_array().map(Vec::len), Some(6));
}

#[test]
fn what_a_task_cannot_give_is_left_out_of_the_json() {
    let mut report = report();
    report.evaluation = Evaluation::of(report.evaluation.model, DataFacts::default(), 0.5, Vec::new());
    let found = serde_json::to_value(&report.evaluation).unwrap();
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["data", "model", "pictures", "pixel", "rates", "threshold"]);
    assert!(found["pixel"].is_null());
    let again: Evaluation = serde_json::from_value(found).unwrap();
    assert_eq!(again, report.evaluation);
}

#[test]
fn nothing_points_outside_the_file() {
    let page = render(&report());
    assert!(page.contains(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    ));
    for address in
        ["https://", "src=\"http", "href=\"http", "@import", "url(http", "fetch(", "XMLHttpRequest"]
    {
        assert!(!page.contains(address), "{address}");
    }
    // The name of the SVG language is no address that is ever asked for.
    assert_eq!(page.matches("http://").count(), page.matches("http://www.w3.org/2000/svg").count());
}

#[test]
fn names_from_outside_cannot_become_markup() {
    let mut report = report();
    let nasty = "</script><script>alert(1)</script><!--{{script}}";
    report.title = nasty.into();
    report.licence_note = Some(nasty.into());
    report.evaluation.pictures[0].path = nasty.into();
    report.evaluation.pictures[0].truth = Some(nasty.into());
    let page = render(&report);
    assert!(!page.contains("<script>alert"));
    assert!(!page.contains("<!--"));
    assert_eq!(data(&page)["title"], nasty);
    let scripts = render(&self::report()).matches("<script").count();
    assert_eq!(page.matches("<script").count(), scripts);
}

#[test]
fn images_stand_outside_the_json_and_only_once() {
    let mut report = report();
    let picture = |index| ReportPicture {
        index,
        jpeg: JPEG.to_vec(),
        heat: Some(b"\x89PNG heat".to_vec()),
        truth: (index == 1).then(|| b"\x89PNG mask".to_vec()),
        bead: None,
    };
    report.pictures = vec![picture(1), picture(0), picture(1), picture(7)];
    let page = render(&report);
    let shown: Vec<_> = data(&page)["pictures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["index"].as_u64(), p["heat"].as_bool(), p["truth"].as_bool(), p["mask"].as_bool()))
        .collect();
    assert_eq!(
        shown,
        [(Some(1), Some(true), Some(true), Some(true)), (Some(0), Some(true), Some(false), Some(false)),]
    );
    assert_eq!(page.matches("id=\"p1\">data:image/jpeg;base64,/9j/4A==</script>").count(), 1);
    assert_eq!(page.matches("id=\"h0\">data:image/png;base64,").count(), 1);
    assert!(!page.contains("id=\"t0\"") && !page.contains("id=\"p7\""));
}

#[test]
fn a_score_that_is_no_number_does_not_break_the_json() {
    let mut report = report();
    report.evaluation.pictures[0].score = f32::NAN;
    assert!(data(&render(&report))["evaluation"]["pictures"][0]["score"].is_null());
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(render(&report()), render(&report()));
}

#[test]
fn a_bead_brings_its_strip_and_its_measures() {
    let mut report = report();
    let told = fovea_domain::bead::Bead { path_mm: 12.5, ..Default::default() };
    let bead = ReportBead { told, limits: [1.5, 2.5], strip: Some(JPEG.to_vec()) };
    report.pictures =
        vec![ReportPicture { index: 1, jpeg: JPEG.to_vec(), heat: None, truth: None, bead: Some(bead) }];
    let page = render(&report);
    let found = data(&page);
    let shown = &found["pictures"][0]["bead"];
    assert_eq!((&shown["told"]["path_mm"], &shown["strip"]), (&12.5.into(), &true.into()), "{shown}");
    assert!(page.contains("id=\"s1\"") && !page.contains("id=\"s0\""));
}
