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
