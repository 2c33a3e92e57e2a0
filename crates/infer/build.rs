//! Finds the ONNX Runtime library that becomes part of the program (`make setup` brings it).

use std::path::PathBuf;

fn main() {
    // At run time of the script: a checkout may have moved since it was compiled.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = PathBuf::from(here).join("../..");
    let library = root.join(".setup/lib/libonnxruntime.so");
    println!("cargo:rerun-if-changed={}", library.display());
    if !library.is_file() {
        println!("cargo::error=`.setup/lib/libonnxruntime.so` is missing: run `make setup` first");
        return;
    }
    println!("cargo:rustc-env=FOVEA_ONNXRUNTIME={}", library.display());
}
