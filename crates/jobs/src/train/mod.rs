//! A training as a job: the version's pictures laid out as a folder, `fovea train` on those to learn from, `fovea
//! evaluate` on those held back, and at the end the model as file and row.

mod finish;
mod prepare;
mod spec;

pub(crate) use finish::finish;
pub use finish::{EVALUATION, HEATS, PREDICTIONS, REPORT, summary_of};
pub(crate) use prepare::prepare;
pub use prepare::{Laid, pictures_of};
pub use spec::{BeadWish, BoardWish, Judged, Rule, TextPlan, TrainSpec};
