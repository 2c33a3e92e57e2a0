//! Training and evaluation: a data set in, a model package out. Knows no database and no server; tells its
//! progress, can be stopped, and goes on where it was killed.

mod advise;
mod anomaly;
mod backbone;
mod checkpoint;
mod classify;
mod compare;
mod components;
mod course;
mod descriptor;
mod detect;
mod draft;
mod embed;
mod error;
pub mod evaluate;
mod features;
mod glue;
mod head;
mod lesson;
mod marks;
mod options;
mod pool;
mod progress;
mod read;
mod segment;
mod shelf;
mod span;
mod train;
mod weighing;

pub use advise::{Advice, Known, advise, describe};
pub use error::LearnError;
pub use features::feature_graph;
pub use options::TrainOptions;
pub use progress::{Progress, Stop};
pub use read::reader;
pub use train::{Trained, train};

#[cfg(test)]
mod parity_tests;
