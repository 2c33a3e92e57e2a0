//! Finds the pretrained backbone that becomes part of the program (`make setup` brings it).

use std::path::PathBuf;

fn main() {
    // At run time of the script: a checkout may have moved since it was compiled.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = PathBuf::from(here).join("../..");
    let weights = root.join(".setup/models/efficientnet-lite0.safetensors");
    println!("cargo:rerun-if-changed={}", weights.display());
    if !weights.is_file() {
        println!(
            "cargo::error=`.setup/models/efficientnet-lite0.safetensors` is missing: run `make setup` first"
        );
        return;
    }
    println!("cargo:rustc-env=FOVEA_BACKBONE={}", weights.display());
}
