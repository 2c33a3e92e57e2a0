//! The components of a board (器件错漏反): is each there, the right one, the right way round, in its place? The README in
//! this folder tells the method and what it was measured to be worth.

mod bank;
mod board;
mod coarse;
mod eye;
mod spec;

pub use bank::{Bank, Traits, quantised};
pub(crate) use board::{BATCH, FEATURES};
pub use board::{Board, Judgement, score_of, state_of};
pub use coarse::{COARSE_ROW, CoarseBank, coarse, nearer_to_none};
pub use eye::{Eye, Look, Part, SIDE, edges};
pub use spec::{Beside, BoardSpec, ComponentSpec, StateRule, Tolerance};

#[cfg(test)]
mod tests;
