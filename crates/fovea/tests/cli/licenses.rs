use crate::program::{fovea, root, run};

#[test]
fn everything_that_is_shipped_is_listed() {
    let told = run(fovea().arg("licenses")).exits(0).out;
    for line in ["fovea 0.1.0 Apache-2.0", "EfficientNet-Lite0 weights", "PP-OCRv4 mobile graphs"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(told.lines().any(|l| l.starts_with("ONNX Runtime 1.") && l.ends_with(" MIT")), "{told}");
    // Some of each kind: of ours, of theirs, far down the tree; of the pages, too, and none of their tools.
    let crates = ["fovea-learn", "ort", "ort-sys", "clap", "gemm-f32", "image", "serde_json", "zune-jpeg"];
    for name in crates.into_iter().chain(["react", "antd", "@xterm/xterm", "echarts", "zrender"]) {
        assert!(told.lines().any(|l| l.split(' ').next() == Some(name)), "{name}: {told}");
    }
    assert!(!told.lines().any(|l| l.starts_with("vite ") || l.starts_with("typescript ")), "{told}");
}

#[test]
fn the_texts_that_must_go_along_go_along() {
    let told = run(fovea().args(["licenses", "--texts"])).exits(0).out;
    for words in ["Copyright (c) Microsoft Corporation", "THIRD PARTY SOFTWARE NOTICES", "Apache License"] {
        assert!(told.contains(words), "{words}");
    }
}

#[test]
fn the_version_of_the_runtime_is_the_one_that_set_up_brings() {
    let setup = std::fs::read_to_string(root().join("scripts/setup.sh")).unwrap();
    let version = setup.lines().find_map(|l| l.strip_prefix("onnxruntime_version=")).unwrap();
    let told = run(fovea().arg("licenses")).exits(0).out;
    assert!(told.contains(&format!("ONNX Runtime {version} MIT")), "{version}: {told}");
}
