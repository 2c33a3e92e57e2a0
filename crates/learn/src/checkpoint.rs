//! What a long training has learnt so far, in a file beside the package to be, so that it goes on where it was
//! killed and ends with the same bytes.

use fovea_nn::Snapshot;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use std::collections::HashMap;
use std::path::Path;

const PARTS: [&str; 3] = ["parameter", "first", "second"];

/// Writes the file whole or not at all. `key` names the training: its data, options and code.
pub fn save(path: &Path, key: &str, snapshot: &Snapshot) -> Result<(), fovea_vision::VisionError> {
    let bytes: Vec<(String, Vec<u8>)> = PARTS
        .iter()
        .zip(&snapshot.tensors)
        .flat_map(|(part, list)| list.iter().enumerate().map(move |(i, t)| (format!("{part}.{i}"), t)))
        .map(|(name, t)| (name, t.iter().flat_map(|v| v.to_le_bytes()).collect()))
        .collect();
    let views = bytes.iter().filter_map(|(name, b)| {
        Some((name.as_str(), TensorView::new(Dtype::F32, vec![b.len() / 4], b).ok()?))
    });
    let facts = HashMap::from([
        ("key".to_string(), key.to_string()),
        ("steps".to_string(), snapshot.steps.to_string()),
    ]);
    match safetensors::serialize(views, Some(facts)) {
        Ok(file) => fovea_vision::write_atomic(path, &file),
        // Only overlapping or misshapen tensors fail, which are not made here; a training goes on without.
        Err(_) => Ok(()),
    }
}

/// What was saved for this very training; `None` where there is nothing, or it is of another or damaged.
pub fn load(path: &Path, key: &str) -> Option<Snapshot> {
    let file = std::fs::read(path).ok()?;
    let (_, head) = SafeTensors::read_metadata(&file).ok()?;
    let facts = head.metadata().as_ref()?;
    if facts.get("key")? != key {
        return None;
    }
    let steps = facts.get("steps")?.parse().ok()?;
    let tensors = SafeTensors::deserialize(&file).ok()?;
    let part = |part: &str| -> Vec<Vec<f32>> {
        let floats = |data: &[u8]| {
            data.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
        };
        (0..).map_while(|i| tensors.tensor(&format!("{part}.{i}")).ok().map(|t| floats(t.data()))).collect()
    };
    Some(Snapshot { steps, tensors: PARTS.map(part) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_was_saved_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.checkpoint");
        let list = |k: f32| (0..12).map(|i| vec![k + i as f32; i + 1]).collect::<Vec<_>>();
        let snapshot = Snapshot { steps: 7, tensors: [list(0.0), list(100.0), list(200.0)] };
        assert_eq!(load(&path, "a"), None);
        save(&path, "a", &snapshot).unwrap();
        assert_eq!(load(&path, "a"), Some(snapshot));
        assert_eq!(load(&path, "b"), None);
        let bytes = std::fs::read(&path).unwrap();
        for damaged in [&bytes[..bytes.len() / 2], b"", b"no checkpoint"] {
            std::fs::write(&path, damaged).unwrap();
            assert_eq!(load(&path, "a"), None);
        }
    }
}
