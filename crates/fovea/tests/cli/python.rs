//! Packages open without Fovea, in Python's ONNX Runtime, and give the same scores there.

use crate::models::{anomaly, classify, segment};
use crate::program::root;
use std::path::Path;
use std::process::Command;

pub fn check(model: &Path) {
    let python = root().join(".setup/venv/bin/python");
    assert!(python.is_file(), "no Python with ONNX Runtime: run `scripts/setup.sh --tests`");
    let out = Command::new(python).arg(root().join("scripts/check_package.py")).arg(model).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success(), "{text}{}", String::from_utf8_lossy(&out.stderr));
    let compared: usize = text.split_whitespace().next().unwrap().parse().unwrap();
    assert!(compared >= 2, "{text}");
}

#[test]
fn an_anomaly_graph_runs_in_python() {
    check(&anomaly().file);
}

#[test]
fn a_classifying_graph_runs_in_python() {
    check(&classify().file);
}

#[test]
fn a_segmenting_graph_runs_in_python() {
    check(&segment().file);
}
