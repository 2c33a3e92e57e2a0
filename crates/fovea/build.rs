//! Finds the licence texts that must go along with what is embedded (`make setup` brings them), and its version.

use std::path::PathBuf;

const TEXTS: [(&str, &str); 4] = [
    ("FOVEA_LICENCE_RUNTIME", "onnxruntime/LICENSE"),
    ("FOVEA_LICENCE_RUNTIME_PARTS", "onnxruntime/ThirdPartyNotices.txt"),
    ("FOVEA_LICENCE_BACKBONE", "efficientnet-lite0/LICENSE"),
    ("FOVEA_LICENCE_APACHE", "efficientnet-lite0/Apache-2.0.txt"),
];

fn main() {
    // At run time of the script: a checkout may have moved since it was compiled.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = PathBuf::from(here).join("../..");
    for (name, file) in TEXTS {
        let path = root.join(".setup/licenses").join(file);
        println!("cargo:rerun-if-changed={}", path.display());
        if !path.is_file() {
            println!("cargo::error=`.setup/licenses/{file}` is missing: run `make setup` first");
            return;
        }
        println!("cargo:rustc-env={name}={}", path.display());
    }
    let setup = root.join("scripts/setup.sh");
    println!("cargo:rerun-if-changed={}", setup.display());
    let text = std::fs::read_to_string(&setup).unwrap_or_default();
    match text.lines().find_map(|l| l.strip_prefix("onnxruntime_version=")) {
        Some(version) => println!("cargo:rustc-env=FOVEA_RUNTIME_VERSION={version}"),
        None => println!("cargo::error=scripts/setup.sh names no version of ONNX Runtime"),
    }
}
