//! The part of the ONNX format that Fovea writes and checks: a builder for graphs that any ONNX runtime
//! opens, an inspection that refuses graphs which reach outside themselves, and the memory that a run would need.
//! Running graphs is not its business.

mod builder;
mod extent;
mod folded;
mod inspect;
mod last;
pub mod proto;
mod rename;

pub use builder::{Attr, GraphBuilder};
pub use extent::{ExtentError, peak_bytes};
pub use folded::folded;
pub use inspect::{GraphInfo, InspectError, inspect};
pub use last::{Shift, shifted, with_features};
pub use rename::{metadata, rename};

/// The operator set that all written graphs declare; ONNX Runtime has had it since 1.10.
pub const OPSET: i64 = 15;
