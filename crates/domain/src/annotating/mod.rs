//! Rules of annotation as work of several people: what becomes of a picture that was handed out, when all of it will be done, how far
//! two people agree, and how many pictures have to be looked at to accept a batch.

mod agreement;
mod forecast;
mod piece;
mod sampling;

pub use agreement::{Agreement, Look, Matched, agreement, kappa, matched, overlap};
pub use forecast::{LEAST_FINISHED, forecast};
pub use piece::{IllegalMove, PieceMove, PieceState, moved};
pub use sampling::{AQLS, Aql, Letter, Level, SamplingPlan, sampling_plan};
