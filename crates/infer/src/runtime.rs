//! ONNX Runtime, carried inside the program and loaded from memory: nothing has to be installed or found.

use crate::InferError;
use ort::environment::Environment;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::TensorRef;
use std::sync::OnceLock;

static LIBRARY: &[u8] = include_bytes!(env!("FOVEA_ONNXRUNTIME"));

fn environment() -> Result<&'static Environment, InferError> {
    static ENVIRONMENT: OnceLock<Result<Environment, String>> = OnceLock::new();
    ENVIRONMENT.get_or_init(load).as_ref().map_err(|e| InferError::Runtime(e.clone()))
}

fn load() -> Result<Environment, String> {
    use rustix::fs::{MemfdFlags, memfd_create};
    use std::io::Write;
    use std::os::fd::AsRawFd;
    let fd = memfd_create("onnxruntime", MemfdFlags::CLOEXEC).map_err(|e| e.to_string())?;
    let mut file = std::fs::File::from(fd);
    file.write_all(LIBRARY).map_err(|e| e.to_string())?;
    // The loader keeps its own mapping, so the descriptor may close when this returns.
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    let builder = ort::init_from(path).map_err(|e| e.to_string())?;
    builder.with_name("fovea").with_telemetry(false).build().map_err(|e| e.to_string())
}

/// Loads the runtime, if that has not been done, and tells its version.
pub fn runtime_version() -> Result<String, InferError> {
    environment()?;
    Ok(ort::info().to_string())
}

/// Numbers with their dimensions, row-major.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tensor {
    pub dims: Vec<usize>,
    pub data: Vec<f32>,
}

/// One loaded graph. Runs of one session take turns; several sessions run side by side.
pub struct Session {
    session: ort::session::Session,
    outputs: Vec<String>,
}

impl Session {
    /// `threads` work together on one run; 1 gives the most pictures a second where several sessions run.
    pub fn new(graph: &[u8], threads: usize) -> Result<Session, InferError> {
        let fail = |e: &dyn std::fmt::Display| InferError::Graph(e.to_string());
        let env = environment()?;
        let builder = ort::session::Session::builder(env).map_err(|e| fail(&e))?;
        let builder =
            builder.with_optimization_level(GraphOptimizationLevel::Level3).map_err(|e| fail(&e))?;
        let builder = builder.with_intra_threads(threads.max(1)).map_err(|e| fail(&e))?;
        let mut builder = builder.with_inter_threads(1).map_err(|e| fail(&e))?;
        let session = builder.commit_from_memory(graph).map_err(|e| fail(&e))?;
        let outputs = session.outputs().iter().map(|o| o.name().to_string()).collect();
        Ok(Session { session, outputs })
    }

    pub fn outputs(&self) -> &[String] {
        &self.outputs
    }

    /// Runs the graph on `image` of `dims` (batch, channels, rows, columns); outputs come in the graph's order.
    pub fn run(&mut self, image: &[f32], dims: [usize; 4]) -> Result<Vec<Tensor>, InferError> {
        let fail = |e: ort::Error| InferError::Graph(e.to_string());
        let input = TensorRef::from_array_view((dims, image)).map_err(fail)?;
        let outputs = self.session.run(ort::inputs!["image" => input]).map_err(fail)?;
        self.outputs
            .iter()
            .map(|name| {
                let value =
                    outputs.get(name).ok_or_else(|| InferError::Graph(format!("no output `{name}`")))?;
                let (shape, data) = value.try_extract_tensor::<f32>().map_err(fail)?;
                Ok(Tensor { dims: shape.iter().map(|&d| d.max(0) as usize).collect(), data: data.to_vec() })
            })
            .collect()
    }
}
