//! Finds what becomes part of the program (`make setup` brings it): the pretrained backbone, and the graphs that read text.

use std::path::PathBuf;

const EMBEDDED: [(&str, &str); 3] = [
    ("FOVEA_BACKBONE", "efficientnet-lite0.safetensors"),
    ("FOVEA_READ_FINDER", "pp-ocrv4-mobile-det.onnx"),
    ("FOVEA_READ_SIGNS", "pp-ocrv4-mobile-rec.onnx"),
];

fn main() {
    // At run time of the script: a checkout may have moved since it was compiled.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = PathBuf::from(here).join("../..");
    for (name, file) in EMBEDDED {
        let path = root.join(".setup/models").join(file);
        println!("cargo:rerun-if-changed={}", path.display());
        if !path.is_file() {
            println!("cargo::error=`.setup/models/{file}` is missing: run `make setup` first");
            return;
        }
        println!("cargo:rustc-env={name}={}", path.display());
    }
}
