use super::*;
use crate::{Class, Task};

fn picture(path: &str, truth: &str, score: f32, class: Option<&str>) -> PictureResult {
    PictureResult {
        path: path.into(),
        truth: Some(truth.into()),
        bad: truth != "good",
        score,
        verdict: Verdict::Ok,
        class: class.map(Into::into),
        scores: BTreeMap::new(),
    }
}

fn model(task: Task) -> ModelFacts {
    let class = |name: &str| Class { name: name.into(), good: name == "good" };
    ModelFacts {
        name: "screws".into(),
        task,
        classes: vec![class("good"), class("scratch")],
        created: None,
        size: None,
    }
}

#[test]
fn an_anomaly_model_has_a_row_of_verdicts_per_true_class() {
    let pictures = vec![
        picture("a", "scratch", 0.9, None),
        picture("b", "scratch", 0.2, None),
        picture("c", "good", 0.1, None),
        picture("d", "good", 0.6, None),
    ];
    let done = Evaluation::of(model(Task::Anomaly), DataFacts::default(), 0.5, pictures);
    assert_eq!(done.pictures[3].verdict, Verdict::Ng);
    assert_eq!((done.data.pictures, done.data.good, done.data.bad), (4, 2, 2));
    assert_eq!((done.rates.rates.overkilled, done.rates.rates.escaped), (1, 1));
    assert_eq!((done.accuracy, done.auroc), (Some(0.5), Some(0.75)));
    assert_eq!(done.confusion, None);
    let rows: Vec<_> = done.classes.iter().map(|row| (row.name.as_str(), row.pictures, row.recall)).collect();
    assert_eq!(rows, [("good", 2, Some(0.5)), ("scratch", 2, Some(0.5))]);
}

#[test]
fn a_classifier_has_a_confusion_with_all_labels_that_occur() {
    let pictures = vec![
        picture("a", "scratch", 0.9, Some("scratch")),
        picture("b", "dent", 0.8, Some("unknown")),
        picture("c", "good", 0.1, Some("good")),
    ];
    let done = Evaluation::of(model(Task::Classify), DataFacts::default(), 0.5, pictures);
    let confusion = done.confusion.unwrap();
    assert_eq!(confusion.labels, ["good", "scratch", "dent", "unknown"]);
    assert_eq!(confusion.matrix[2], [0, 0, 0, 1]);
    assert_eq!(done.accuracy, Some(2.0 / 3.0));
    assert_eq!(done.classes[0].precision, Some(1.0));
}

#[test]
fn good_pictures_alone_leave_out_what_cannot_be_told() {
    let pictures = vec![picture("a", "good", 0.2, None), picture("b", "good", 0.2, None)];
    let done = Evaluation::of(model(Task::Anomaly), DataFacts::default(), 0.5, pictures);
    assert_eq!((done.auroc, done.auroc_interval, done.average_precision), (None, None, None));
    assert!(done.roc.is_empty() && done.pr.is_empty());
    assert_eq!(done.rates.escape_interval, (0.0, 1.0));
    assert_eq!(done.histogram.unwrap().good.iter().sum::<u64>(), 2);
}

#[test]
fn no_pictures_at_all() {
    let done = Evaluation::of(model(Task::Segment), DataFacts::default(), 0.5, Vec::new());
    assert_eq!((done.accuracy, done.histogram), (None, None));
    assert!(done.classes.is_empty());
}

#[test]
fn a_histogram_counts_every_finite_score_once() {
    let scores = [0.0, 0.24, 0.25, 1.0, f32::NAN, f32::INFINITY];
    let bins = Histogram::of(&scores, &[false, false, true, true, true, true], 4).unwrap();
    assert_eq!(bins.edges, [0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!((bins.good, bins.bad), (vec![2, 0, 0, 0], vec![0, 1, 0, 1]));
    assert_eq!(Histogram::of(&[f32::NAN], &[true], 4), None);
}

#[test]
fn the_99th_of_a_hundred_is_p99() {
    let values: Vec<f32> = (1..=100).rev().map(|v| v as f32).collect();
    assert_eq!(Spread::of(&values), Spread { mean: 50.5, p99: 99.0 });
    assert_eq!(Spread::of(&[7.0]), Spread { mean: 7.0, p99: 7.0 });
    assert_eq!(Spread::of(&[]), Spread::default());
}
