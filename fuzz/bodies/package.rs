//! A model package, or the part of one that the first byte picks: chance never gets behind a package's hashes.

use fovea_infer::{Manifest, Package, PackageFile};
use fovea_onnx::{inspect, peak_bytes};

/// A whole package, for its graph and reference picture.
const WHOLE: &[u8] = include_bytes!("../corpus/package/whole");

pub fn run(data: &[u8]) {
    let Some((&which, rest)) = data.split_first() else { return };
    match which {
        b'p' => drop(read(rest)),
        b'g' => drop((inspect(rest), peak_bytes(rest, [1, 3, 64, 64]))),
        b'm' => with_manifest(rest),
        _ => {}
    }
}

/// What can be read can be written, and read again as the same.
fn read(bytes: &[u8]) -> Option<Package> {
    let package = Package::from_bytes(bytes).ok()?;
    let again = package.to_bytes().expect("what was read can be written");
    let again = Package::from_bytes(&again).expect("what was written can be read");
    assert_eq!(again.files, package.files);
    assert_eq!(again.manifest.threshold, package.manifest.threshold);
    Some(package)
}

fn with_manifest(text: &[u8]) {
    let Ok(manifest) = serde_json::from_slice::<Manifest>(text) else { return };
    let whole = read(&WHOLE[1..]).expect("the seed is whole");
    let graph = whole.graph().to_vec();
    let others = whole.files.into_iter().filter(|(name, _)| name != "model.onnx");
    let others = others.map(|(name, bytes)| PackageFile { name, bytes }).collect();
    if let Ok(bytes) = Package::new(manifest, graph, others).to_bytes() {
        read(&bytes);
    }
}
