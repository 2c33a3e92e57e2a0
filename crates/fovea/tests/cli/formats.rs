//! Formats of other programs that the real sample goes to and comes back from.

use crate::program::{fovea, run, sample};
use serde_json::{Value, json};
use std::path::Path;

fn inspect(folder: &Path) -> Value {
    run(fovea().args(["dataset", "inspect", "--json"]).arg(folder)).exits(0).json()
}

/// Writes the sample as this format and tells what came of it.
fn convert(from: &Path, to: &str, out: &Path) -> Value {
    run(fovea().args(["dataset", "convert", "--json", "--to", to, "--out"]).arg(out).arg(from))
        .exits(0)
        .json()
}

/// Pictures by class.
fn classes(seen: &Value) -> Vec<(String, u64)> {
    let of = |c: &Value| (c["name"].as_str().unwrap().to_string(), c["pictures"].as_u64().unwrap());
    let mut all: Vec<_> = seen["classes"].as_array().unwrap().iter().map(of).filter(|c| c.1 > 0).collect();
    all.sort();
    all
}

#[test]
fn what_goes_to_another_format_is_found_again_and_judged_the_same() {
    let place = tempfile::tempdir().unwrap();
    let was = inspect(&sample());
    for format in ["camvid", "mot", "wider_face", "vgg_face2"] {
        let out = place.path().join(format);
        let told = convert(&sample(), format, &out);
        assert_eq!(
            (&told["format"], &told["pictures"], &told["problems"]),
            (&json!(format), &was["pictures"], &json!([])),
            "{told}"
        );
        let seen = inspect(&out);
        assert_eq!((&seen["format"], &seen["problems"]), (&json!(format), &json!([])), "{seen}");
        assert_eq!((&seen["labelled"], classes(&seen)), (&was["labelled"], classes(&was)), "{format}");
    }
}

#[test]
fn records_hold_the_pictures_and_give_them_back_from_a_folder_and_as_a_file() {
    let place = tempfile::tempdir().unwrap();
    let was = inspect(&sample());
    let records = place.path().join("records");
    assert_eq!(convert(&sample(), "tfrecord", &records)["pictures"], was["pictures"]);
    let file = records.join("default.tfrecord");
    assert!(file.is_file() && records.join("label_map.pbtxt").is_file() && !records.join("images").exists());
    let refused = run(fovea().args(["dataset", "inspect"]).arg(&records)).fails(3, "dataset.no_pictures");
    assert!(refused.err.contains("fovea dataset convert"), "{}", refused.err);
    for (from, name) in [(&records, "folder"), (&file, "file")] {
        let out = place.path().join(name);
        let told = convert(from, "coco", &out);
        assert_eq!((&told["from"], &told["problems"]), (&json!("tfrecord"), &json!([])), "{told}");
        assert!(!place.path().join(format!("{name}.records")).exists());
        let seen = inspect(&out);
        assert_eq!((&seen["labelled"], classes(&seen)), (&was["labelled"], classes(&was)), "{name}");
    }
    // What follows a damaged record is lost, and told.
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.truncate(bytes.len() - 1);
    std::fs::write(&file, bytes).unwrap();
    let told = convert(&file, "coco", &place.path().join("damaged"));
    assert_eq!(told["problems"][0]["code"], "label.unreadable", "{told}");
    assert_eq!(told["pictures"].as_u64().unwrap() + 1, was["pictures"].as_u64().unwrap());
}
