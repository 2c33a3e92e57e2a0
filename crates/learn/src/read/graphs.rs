//! The reader's graphs, carried inside the program: PP-OCRv4 mobile, as set-up brings them.

use crate::LearnError;
use fovea_infer::read::{SIGNS, TEXT};
use fovea_onnx::rename;

static FINDER: &[u8] = include_bytes!(env!("FOVEA_READ_FINDER"));
static READER: &[u8] = include_bytes!(env!("FOVEA_READ_SIGNS"));

/// The graph that finds lines and the one that reads them, with the names that packages use.
pub struct Graphs {
    pub finder: Vec<u8>,
    pub signs: Vec<u8>,
}

impl Graphs {
    pub fn built_in() -> Result<Graphs, LearnError> {
        let damaged = |e: fovea_onnx::InspectError| LearnError::Backbone(e.to_string());
        let named = |graph: &[u8], gives: &str| -> Result<Vec<u8>, LearnError> {
            let info = fovea_onnx::inspect(graph).map_err(damaged)?;
            match (info.inputs.as_slice(), info.outputs.as_slice()) {
                ([takes], [out]) => rename(graph, &[(takes, "image"), (out, gives)]).map_err(damaged),
                _ => Err(LearnError::Backbone("a graph for reading has not one input and one output".into())),
            }
        };
        Ok(Graphs { finder: named(FINDER, TEXT)?, signs: named(READER, SIGNS)? })
    }
}
