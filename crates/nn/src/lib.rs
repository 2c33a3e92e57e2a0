//! A small network library for training on CPUs: a graph of layers with their gradients, losses, AdamW, and
//! the export of a graph to ONNX. It is ours because the frameworks measured were 2 to 8 times slower than
//! PyTorch here and took minutes to build (ARCHITECTURE.md, "Training library").
//!
//! A graph is plain data. One sample is laid out channels, rows, columns; a batch is cut into one part a
//! thread, and gradients are added in the order of the parts, so equal seed and threads give equal bytes.

mod exec;
mod graph;
mod loss;
mod matmul;
mod onnx;
mod ops;
mod optim;
mod train;

pub use exec::{Mode, Pass};
pub use graph::{Graph, Node, NodeId, Op, Padding, Param, ParamId, Params, Window};
pub use loss::{PixelLoss, pixel_loss, softmax_cross_entropy};
pub use matmul::{Mat, matmul};
pub use onnx::{Exported, export};
pub use optim::{AdamW, one_cycle};
pub use train::{Part, Snapshot, Trainer, run_batch};
