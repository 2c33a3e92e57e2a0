//! A model package in, verdicts out. The command line, the training's own evaluation, services and stations
//! all come through here, so that they give the same scores.
//!
//! A package (`.fovea`) is a zip archive without compression: `manifest.json`, the graph as `model.onnx`,
//! and a few reference pictures whose results are checked whenever the package is opened. What measures a bead of glue has no
//! graph: it is arithmetic here, with numbers that were learnt.

mod answer;
pub mod archive;
pub mod compare;
pub mod components;
pub mod detect;
mod error;
pub mod features;
mod fit;
mod flips;
pub mod glue;
mod heat;
mod manifest;
mod model;
mod outcome;
mod package;
mod pipeline;
pub mod read;
mod runtime;

pub use error::InferError;
pub use fit::{Fit, Placement};
pub use manifest::{FORMAT, FileEntry, Licence, Manifest, Reference, Training};
pub use model::{LoadOptions, Model};
pub use outcome::{ANOMALY, Candidate, GOOD, HeatMap, Outcome, UNKNOWN, enlarge};
pub use package::{Package, PackageFile};
pub use pipeline::{Item, run_paths};
pub use runtime::{Session, Tensor, runtime_version};
